"""Decide how each word of a script is pronounced, whatever the engine that says it."""
