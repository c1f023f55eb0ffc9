"""How news databases write several articles into one file: Nexis and Factiva."""
