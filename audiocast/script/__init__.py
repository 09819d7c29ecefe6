"""Write the script of an episode: which sentences are spoken, with which pauses, by which voice."""
