"""Media types of the files in an output folder, by the ending of the name.

The system's own table is not used for these because it differs between machines.
"""

from __future__ import annotations

_UTF8 = "; charset=utf-8"
# A longer ending comes before its own end (`.chapters.json` before `.json`).
_TYPES = (
    (".chapters.json", "application/json+chapters"),
    (".json", "application/json"),
    (".mp3", "audio/mpeg"),
    (".m4a", "audio/mp4"),
    (".xml", "application/rss+xml" + _UTF8),
    (".rss", "application/rss+xml" + _UTF8),
    (".xsl", "text/xsl" + _UTF8),
    (".vtt", "text/vtt" + _UTF8),
    (".srt", "application/x-subrip" + _UTF8),
    (".jpg", "image/jpeg"),
    (".jpeg", "image/jpeg"),
    (".png", "image/png"),
    (".svg", "image/svg+xml"),
    (".ico", "image/x-icon"),
    (".html", "text/html" + _UTF8),
    (".css", "text/css" + _UTF8),
    (".js", "text/javascript" + _UTF8),
    (".txt", "text/plain" + _UTF8),
    (".opml", "text/x-opml" + _UTF8),
    (".webmanifest", "application/manifest+json"),
    (".woff2", "font/woff2"),
)


def media_type(name: str) -> str:
    """Return the media type of a file that audiocast writes, with the charset of text, or "" for other files."""
    lower = name.lower()
    return next((each for ending, each in _TYPES if lower.endswith(ending)), "")
