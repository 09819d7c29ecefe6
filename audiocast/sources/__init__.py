"""How a document is found and read as articles."""
