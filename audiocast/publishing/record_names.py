"""Name an episode's catalog record and its other files.

The name of a record depends on the article's id alone, so that a changed article replaces its record in one rename. The
name of every other file depends on the content too, so that a changed file has a new name. A record has one dot; a
transcript (`.transcript.json`) and chapters (`.chapters.json`) have two.
"""

from __future__ import annotations

import functools
import hashlib
import re
import unicodedata

EPISODES = "episodes"
"""The folder of the records and of all files of episodes."""
SHOW_FILE = "show.json"
"""The file that keeps the GUIDs of the podcasts."""

_SLUG_LENGTH = 60
_CHECKSUM_LENGTH = 10


@functools.cache
def record_name(article_id: str) -> str:
    """Return the file name of an episode's record."""
    return f"{_slug(article_id)}-{_checksum(article_id)}.json"


def episode_stem(article_id: str, content_digest: str) -> str:
    """Return the file name, without the ending, of an MP3 with this content and of the files that belong to it."""
    return f"{_slug(article_id)}-{_checksum(article_id, content_digest)}"


def is_private(name: str) -> bool:
    """Return whether a file of the output folder is part of the catalog, which is not published."""
    folder, _, last = name.rpartition("/")
    is_record = folder == EPISODES and last.endswith(".json") and last.count(".") == 1
    return name == SHOW_FILE or is_record


def encodable(text: str) -> str:
    """Return a text in which each lone surrogate is replaced by its escape."""
    return text.encode("utf-8", "backslashreplace").decode()


def _slug(text: str) -> str:
    """Return ASCII letters, digits and hyphens, at least one of them and at most `_SLUG_LENGTH`."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:_SLUG_LENGTH].strip("-") or "article"


def _checksum(*parts: str) -> str:
    return hashlib.sha256("\0".join(map(encodable, parts)).encode()).hexdigest()[:_CHECKSUM_LENGTH]
