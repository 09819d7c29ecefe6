"""Readers: one module for each format of documents."""
