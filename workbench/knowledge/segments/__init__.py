"""What tells article from page furniture, line by line: cues, cutting, features and a model, none of which knows a document."""
