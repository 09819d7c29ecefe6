"""Recognize an article that was read before under another id.

Each text is represented by the smallest 64 hashes of its runs of four words. The share of equal hashes is about the
share of equal runs, so a new dateline or a corrected sentence changes few of them. The hashes are stored in a small
SQLite database in the cache, with a checksum of each article: an unchanged article costs one look-up, and only articles
that share a hash are compared. Addresses are compared without parameters that only count clicks.
"""

from __future__ import annotations

import hashlib
import logging
import re
import sqlite3
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qsl, urlencode, urlsplit
from zlib import crc32

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from audiocast.model.article import Article

_log = logging.getLogger(__name__)

_LOCK_TIMEOUT_S = 30
_HASHES = 64
_RUN = 4
_FEWEST_RUNS = 30
"""A text with fewer runs is a note; two notes may be similar without being the same."""
_MOST_ARTICLES = 100
"""A hash that more articles have is a standing phrase, as in weather reports, and is not compared."""
_REVISED_SHARE = 0.3
"""An article with the same address and this share of equal text is a new version; else the address is a site's."""
_WORDS = re.compile(r"\w+")
_DATELINE = re.compile(r"^[^a-z]{3,40}(?:[^.!?]{0,60})?(?:\([^)]{2,30}\))?\s*[-–—]{1,2}\s+")
_TRACKING = re.compile(
    r"utm_\w+|\w?[gf]clid|fbclid|msclkid|mc_[ce]id|igshid|ref(?:_?src)?|cmpid|ncid|smid|ocid|xtor|amp|output|share\w*",
    re.IGNORECASE,
)
_INDEX = re.compile(r"/(?:index|default)\.\w{3,5}$|/amp/?$|/+$")
_SCHEMA = """
create table if not exists article (id text primary key, digest text, link text, hashes blob);
create index if not exists article_link on article (link);
create table if not exists hash (hash integer, id text);
create index if not exists hash_hash on hash (hash);
create index if not exists hash_id on hash (id);
"""


class TextIndex:
    """The texts of the articles of a show, in a database.

    Args:
        path: The database; a missing or damaged one is created again.
        threshold: The share of equal text from which two articles are the same story.
    """

    def __init__(self, path: Path, *, threshold: float) -> None:
        self._path = path
        self._threshold = threshold
        self._database: sqlite3.Connection | None = None
        self._ids: set[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._database:
            with suppress(sqlite3.DatabaseError):  # it is only a cache
                self._database.commit()
            self._database.close()
            self._database = None

    def contains(self, article: Article) -> bool:
        """Return whether an article was added before, perhaps with another text."""
        if self._ids is None:
            self._ids = {str(id_) for (id_,) in self._execute("select id from article")}
        return article.id in self._ids

    def add(self, article: Article) -> None:
        """Add an article, or replace its older text."""
        fingerprint = _fingerprint(article)
        known = self.contains(article) and self._execute("select digest from article where id = ?", article.id)
        if known == [(fingerprint,)]:
            return
        if self._ids is not None:
            self._ids.add(article.id)
        hashes = _hashes(article)
        packed = b"".join(each.to_bytes(4, "big") for each in hashes)
        self._execute("delete from hash where id = ?", article.id)
        self._execute(
            "insert or replace into article values (?, ?, ?, ?)",
            *(article.id, fingerprint, bare_address(article.link), packed),
        )
        for each in hashes:
            self._execute("insert into hash values (?, ?)", each, article.id)

    def similar(self, article: Article) -> dict[str, float]:
        """Return the ids of the articles that tell the same story, with the share of equal text, the largest first."""
        hashes = _hashes(article)
        if len(hashes) < _FEWEST_RUNS:
            return {}
        counts: Counter[str] = Counter()
        rare = 0
        for each in hashes:
            ids = [
                str(id_)
                for (id_,) in self._execute("select id from hash where hash = ? limit ?", each, _MOST_ARTICLES + 1)
            ]
            if len(ids) <= _MOST_ARTICLES:
                rare += 1
                counts.update(ids)
        near = [id_ for id_, count in counts.items() if id_ != article.id and 2 * count >= self._threshold * rare]
        shares = {id_: self._share(hashes, id_) for id_ in near}
        ranked = sorted(shares.items(), key=lambda each: -each[1])
        return {id_: share for id_, share in ranked if share >= self._threshold}

    def older_versions(self, article: Article) -> list[str]:
        """Return the ids of the articles with the same address and enough equal text to be older versions."""
        link = bare_address(article.link)
        if not link:
            return []
        rows = self._execute("select id from article where link = ? and id <> ?", link, article.id)
        hashes = _hashes(article)
        return [str(id_) for (id_,) in rows if self._share(hashes, str(id_)) >= _REVISED_SHARE]

    def _share(self, hashes: tuple[int, ...], id_: str) -> float:
        packed = b"".join(each for (each,) in self._execute("select hashes from article where id = ?", id_))
        others = {int.from_bytes(packed[start : start + 4], "big") for start in range(0, len(packed), 4)}
        own = set(hashes)
        # The share of common hashes among the smallest hashes of both texts together.
        smallest = sorted(own | others)[:_HASHES]
        return len(own & others & set(smallest)) / len(smallest) if smallest else 0.0

    def _execute(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Return the rows of a statement; when the database is damaged or not writable, continue with an empty one."""
        values = tuple(_encodable(each) if isinstance(each, str) else each for each in values)
        try:
            if self._database is None:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                self._database = _opened(self._path)
            return self._database.execute(statement, values).fetchall()
        except (OSError, sqlite3.DatabaseError) as error:
            _log.warning(
                "%s can't be used (%s). Articles that repeat a story may not be recognized.", self._path, error
            )
            if self._database:
                self._database.close()
            is_damaged = not isinstance(error, OSError | sqlite3.OperationalError)
            if is_damaged:
                self._path.unlink(missing_ok=True)
            self._database = _opened(self._path if is_damaged else ":memory:")
            return self._database.execute(statement, values).fetchall()


def _opened(path: Path | str) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=_LOCK_TIMEOUT_S)
    try:
        database.executescript(_SCHEMA)
    except sqlite3.DatabaseError:
        database.close()
        raise
    return database


def _encodable(text: str) -> str:
    """Return a text that the database can hold: escapes replace the lone surrogates of some file names."""
    return text.encode("utf-8", "backslashreplace").decode()


def bare_address(link: str) -> str:
    """Return an address without scheme, "www.", fragment and tracking parameters; "" for a site's front page."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return ""
    host = re.sub(r"^(?:www|m|amp)\.", "", (parts.hostname or "").lower())
    path = _INDEX.sub("", parts.path)
    query = urlencode(sorted((key, value) for key, value in parse_qsl(parts.query) if not _TRACKING.fullmatch(key)))
    return f"{host}{path}{'?' + query if query else ''}" if host and (path or query) else ""


def _fingerprint(article: Article) -> str:
    texts = (article.link, article.origin, *(block.text for block in article.blocks))
    return hashlib.sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()


def _hashes(article: Article) -> tuple[int, ...]:
    texts = [block.text for block in article.blocks]
    texts[:1] = [_DATELINE.sub("", text, count=1) for text in texts[:1]]
    words = _WORDS.findall(" ".join(texts).casefold())
    runs = {" ".join(words[start : start + _RUN]) for start in range(max(len(words) - _RUN, 0) + 1)}
    # A CRC alone is not distributed evenly enough to choose the smallest.
    mixed = {crc32(run.encode("utf-8", "surrogatepass")) * 2654435761 & 0xFFFFFFFF for run in runs}
    return tuple(sorted(mixed)[:_HASHES])
