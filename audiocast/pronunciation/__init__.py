"""List the names in articles, and let people hear and choose how they are pronounced."""
