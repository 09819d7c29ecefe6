"""Settings: read them, check them, and write those of a new show."""
