"""Is this a story that there is already, under another name?

A text is known by the smallest 64 hashes of its runs of four words: two texts share as many of these as they share of
all their runs, so a new dateline or a mended sentence changes few of them. They are kept in a small database in the
cache, with each article's digest, so that an article that has not changed costs one look-up, and only articles that
share a hash are ever compared. An address is known without what is only there for counting clicks.
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

_PATIENCE_S = 30
_HASHES = 64
_RUN = 4
_FEWEST = 30
"""With fewer runs than that, it is a note, and two notes may be alike without being the same."""
_COMMON = 100
"""What more articles have is a phrase of the house, such as a weather report's, and tells none of them."""
_REVISED = 0.3
"""What shares an address and so much of the text is a new version of it; else the address is that of a whole site."""
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


class Stories:
    """The stories that are known, in a database.

    Args:
        path: Of the database; it is made again when it is lost.
        threshold: The share of equal text from which two articles are one story.
    """

    def __init__(self, path: Path, *, threshold: float) -> None:
        self._path = path
        self._threshold = threshold
        self._database: sqlite3.Connection | None = None
        self._known: set[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._database:
            with suppress(sqlite3.DatabaseError):  # it was only a cache
                self._database.commit()
            self._database.close()
            self._database = None

    def knows(self, article: Article) -> bool:
        """Whether an article, as it was once, is remembered."""
        if self._known is None:
            self._known = {str(id_) for (id_,) in self._ask("select id from article")}
        return article.id in self._known

    def remember(self, article: Article) -> None:
        """Take an article up, or what it has become."""
        digest = _digest(article)
        known = self.knows(article) and self._ask("select digest from article where id = ?", article.id)
        if known == [(digest,)]:
            return
        if self._known is not None:
            self._known.add(article.id)
        hashes = _hashes(article)
        packed = b"".join(each.to_bytes(4, "big") for each in hashes)
        self._ask("delete from hash where id = ?", article.id)
        self._ask(
            "insert or replace into article values (?, ?, ?, ?)",
            *(article.id, digest, bare_address(article.link), packed),
        )
        for each in hashes:
            self._ask("insert into hash values (?, ?)", each, article.id)

    def alike(self, article: Article) -> dict[str, float]:
        """The ids of the articles that are the same story, with the share of equal text, the most alike first."""
        hashes = _hashes(article)
        if len(hashes) < _FEWEST:
            return {}
        counts: Counter[str] = Counter()
        telling = 0
        for each in hashes:
            ids = [str(id_) for (id_,) in self._ask("select id from hash where hash = ? limit ?", each, _COMMON + 1)]
            if len(ids) <= _COMMON:
                telling += 1
                counts.update(ids)
        near = [id_ for id_, count in counts.items() if id_ != article.id and 2 * count >= self._threshold * telling]
        shares = {id_: self._share(hashes, id_) for id_ in near}
        ranked = sorted(shares.items(), key=lambda each: -each[1])
        return {id_: share for id_, share in ranked if share >= self._threshold}

    def versions(self, article: Article) -> list[str]:
        """The ids of the articles that have the same address and are, by their text, older versions of it."""
        link = bare_address(article.link)
        if not link:
            return []
        rows = self._ask("select id from article where link = ? and id <> ?", link, article.id)
        hashes = _hashes(article)
        return [str(id_) for (id_,) in rows if self._share(hashes, str(id_)) >= _REVISED]

    def _share(self, hashes: tuple[int, ...], id_: str) -> float:
        packed = b"".join(each for (each,) in self._ask("select hashes from article where id = ?", id_))
        others = {int.from_bytes(packed[start : start + 4], "big") for start in range(0, len(packed), 4)}
        mine = set(hashes)
        # Of the smallest of both together, those that are in both.
        smallest = sorted(mine | others)[:_HASHES]
        return len(mine & others & set(smallest)) / len(smallest) if smallest else 0.0

    def _ask(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        """The answer of the database; where it is damaged or can't be written, a new one that nobody keeps begins."""
        values = tuple(_stored(each) if isinstance(each, str) else each for each in values)
        try:
            if self._database is None:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                self._database = _opened(self._path)
            return self._database.execute(question, values).fetchall()
        except (OSError, sqlite3.DatabaseError) as error:
            _log.warning("%s can't be used (%s): a story that is told twice may be missed.", self._path, error)
            if self._database:
                self._database.close()
            is_damaged = not isinstance(error, OSError | sqlite3.OperationalError)
            if is_damaged:
                self._path.unlink(missing_ok=True)
            self._database = _opened(self._path if is_damaged else ":memory:")
            return self._database.execute(question, values).fetchall()


def _opened(path: Path | str) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=_PATIENCE_S)
    database.executescript(_SCHEMA)
    return database


def _stored(text: str) -> str:
    """Return what the database can hold: of an id from a file name that is not UTF-8, the escapes."""
    return text.encode("utf-8", "backslashreplace").decode()


def bare_address(link: str) -> str:
    """An address without scheme, "www.", fragment and what counts clicks; "" for none and for a whole site's."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return ""
    host = re.sub(r"^(?:www|m|amp)\.", "", (parts.hostname or "").lower())
    path = _INDEX.sub("", parts.path)
    query = urlencode(sorted((key, value) for key, value in parse_qsl(parts.query) if not _TRACKING.fullmatch(key)))
    return f"{host}{path}{'?' + query if query else ''}" if host and (path or query) else ""


def _digest(article: Article) -> str:
    texts = (article.link, article.origin, *(block.text for block in article.blocks))
    return hashlib.sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()


def _hashes(article: Article) -> tuple[int, ...]:
    texts = [block.text for block in article.blocks]
    texts[:1] = [_DATELINE.sub("", text, count=1) for text in texts[:1]]
    words = _WORDS.findall(" ".join(texts).casefold())
    runs = {" ".join(words[start : start + _RUN]) for start in range(max(len(words) - _RUN, 0) + 1)}
    # A checksum alone is not spread evenly enough to choose by size.
    mixed = {crc32(run.encode("utf-8", "surrogatepass")) * 2654435761 & 0xFFFFFFFF for run in runs}
    return tuple(sorted(mixed)[:_HASHES])
