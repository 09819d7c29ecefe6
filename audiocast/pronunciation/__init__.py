"""Decide how each word of a script is pronounced, in the same way for all engines."""
