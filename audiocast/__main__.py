"""`python -m audiocast` is `audiocast`."""

from audiocast.cli import main

main()
