"""Join clips to a recording, and encode it as MP3 with its tag."""
