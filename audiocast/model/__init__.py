"""Frozen values that the stages pass on: articles, scripts, sound, episodes."""
