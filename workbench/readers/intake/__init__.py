"""What every reader shares: bytes to text, files to records, records to rows of ``documents``."""
