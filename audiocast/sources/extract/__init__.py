"""Find the article in a web page: its text, its metadata, and what is boilerplate."""
