"""Tests of `render.basis`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from audiocast.config.settings import Music, Roles, Show
from audiocast.model.article import Article, Block, BlockKind, Document
from audiocast.model.audio import Tune, Tunes
from audiocast.model.voice import Voice
from audiocast.normalize.lexicon import Entry, Lexicon
from audiocast.render import basis
from audiocast.sources.checksums import of_document

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_ARTICLE = Article(
    id="ferry",
    origin="ferry.txt",
    title="The ferry",
    author="Ann O'Dell",
    categories=("Audio Sources",),
    language="en-GB",
    published=datetime(2024, 5, 1, 8, tzinfo=UTC),
    link="https://quay.example/ferry",
    blocks=(Block(BlockKind.HEADING, "Late", level=2), Block(BlockKind.LIST_ITEM, "The ferry ran late.", 1, 3)),
    cuts=(),
    source_sum=of_document(Document("ferry.txt", "text/plain", b"The ferry")),
)
_SHOW = Show(
    title="The Quay",
    description="News.",
    author="Ann",
    announce=("author",),
    bitrate_kbps=48,
    locale="en-GB",
    palette=("#000000", "#111111", "#222222", "#333333"),
    roles=Roles(quote="other"),
    title_rate=0.9,
    numbers_rate=1.0,
    intro="This is {title}.",
    music=Music(intro="a.wav", seconds=4.0),
    voice="tone",
)
_SETTINGS = """
    +title=33001bfd author=11487a15 locale=834e2022 +announce=f77310e6 tables=34ac0ed8 code=34ac0ed8
    bitrate_kbps=c1f348f4 palette=bb1fa984 episode_covers=7522d315 title_rate=9551553b numbers_rate=27dd9fcd
    intro=a4ce7bf6 outro=3ab190cc chime=59fc50d4 +voice=ab5074b0 roles.title=3ab190cc +roles.quote=2cb245ff
    roles.intro=3ab190cc roles.quoted_speech=59fc50d4 music.seconds=e45aedd3 music.intro=c78562d9 music.outro=3ab190cc
    music.bed=3ab190cc image=8332fdb6 voice0.engine=ab5074b0 voice0.id=3ab190cc voice0.language=2d79c5cb
    voice0.rate=cf3cfd1b voice0.pitch=27dd9fcd voice0.seed=4079e4af voice0.files=6af22f1b
    """


@pytest.fixture
def terms(tmp_path: Path, show_toml: Callable[[str], None]) -> basis.Terms:
    """Return the terms of a show with a setting of each kind."""
    show_toml('title = "The Quay"\nannounce = ["author"]\n[roles]\nquote = "tone"\n')
    chosen = basis.Chosen(
        show=_SHOW,
        voices=(Voice("tone", "tone", rate=1.1, seed=3),),
        lexicon=Lexicon((Entry("ferry", "fairy"), Entry("Hanoi", ipa="hæˈnɔɪ"))),
        tunes=Tunes(intro=Tune("a.wav", "0" * 64, b"")),
        image=b"picture",
        by_option=frozenset({"voice"}),
    )
    return basis.terms(tmp_path / "articles", chosen, engine_version="1", cover="cover.jpg")


def test_the_basis_is_the_same_in_all_versions(terms: basis.Terms) -> None:
    """A basis has the checksums that older versions recorded; others would make every episode of every show again."""
    found = basis.basis(terms, _ARTICLE)
    sums = ("fc389282ef0a7cd0", "0cb390f30343c027", "919a543f5bb5085e", "a1ebac0de15b7768")
    assert (found.article, found.source, found.lexicon, found.words) == sums
    # A newer version may add settings, but it keeps these.
    assert set(_SETTINGS.split()) <= set(found.settings.split())
