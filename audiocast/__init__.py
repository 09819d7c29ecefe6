"""Turns written articles into a podcast."""

__version__ = "0.1.0"
