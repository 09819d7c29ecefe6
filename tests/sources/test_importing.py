"""Tests of `importing.py` and `markdown_writer.py`."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocast import sources
from audiocast.errors import SourceError
from audiocast.model.article import Article, Block, BlockKind, Cut, Document
from audiocast.sources import importing
from audiocast.sources.decoding import clean
from audiocast.sources.markdown_writer import keep, to_markdown

_P, _H, _L, _Q = BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.LIST_ITEM, BlockKind.QUOTE
_ARTICLE = Article(
    id="https://quay.example/2024/05/?p=7#x",
    origin="ferry.md",
    title='The "Ferry": late & #1, again',
    author="Ann O'Dell",
    categories=("Audio Sources", "Harbor, old"),
    language="en-GB",
    published=datetime(2024, 5, 1, 8, tzinfo=UTC),
    link="https://quay.example/2024/05/ferry",
    blocks=(
        Block(_P, "It cost *5 & 6* in [all], said <b>, and `nobody` knew_why_it did ~~so~~; 3 < 4 & 5; {{ x }}."),
        Block(_H, "# What comes next?", level=3),
        Block(_P, "1. May was the day on which the ferry left late, and then it came back."),
        Block(_L, "First of all", level=1, number=3),
        Block(_L, "then an inner one", level=2),
        Block(_L, "and one deeper still", level=3),
        Block(_L, "Second to that", level=1, number=4),
        Block(_P, "- 5 degrees it was, which is cold for a day in May, as everybody said."),
        Block(_Q, "> I have never seen it."),
        Block(_Q, "Nor have I, though I looked for it."),
        Block(BlockKind.CODE, ""),
        Block(BlockKind.TABLE, ""),
        Block(_P, "That is all | for today; --- the end \\ of it is a sentence of its own."),
    ),
    cuts=(Cut("code", 3, "ferry.leave() ~~~"), Cut("table", 4, "Day | Minutes")),
    modified=datetime(2024, 5, 2, tzinfo=UTC),
    tags=("ferry", "late: very"),
)


def _reread(article: Article) -> Article:
    (found,) = sources.read(Document("ferry.md", "text/markdown", to_markdown(article).encode()))
    assert isinstance(found, Article)
    return found


def test_what_is_kept_is_read_as_the_same() -> None:
    """An article that is written and read again has the same fields and blocks."""
    found = _reread(_ARTICLE)
    assert replace(found, cuts=()) == replace(_ARTICLE, cuts=())
    assert [cut.rule for cut in found.cuts] == ["code", "table"]


# Between their markers, programs that make pages would put in something else.
_MARKED = (
    "It cost {% three %} or {% four euros.",
    "{% include ferry %}",
    "He said {{ site.title }} and {{ x }}, {{< figure >}}, {{% note %}} and {{%/note%}}.",
    "The set {# of all #} is {{{ open.",
    "A ![[map.png]] and [[Pier|the pier]] [!NOTE] {#name}",
    "\\{% raw %} and `{% raw %}` and `` {{< x >}} ``.",
    "%} at first, {% at last",
    "In C# and F ##",
)


@pytest.mark.parametrize("kind", [_P, _H, _L, _Q])
@pytest.mark.parametrize("text", _MARKED)
def test_text_between_markers_is_kept(text: str, kind: BlockKind) -> None:
    """Text that looks like a shortcode of a site generator is kept, in every kind of block."""
    level = {_H: 2, _L: 1}.get(kind, 0)
    article = replace(_ARTICLE, blocks=(Block(kind, text, level=level), Block(_P, "The end.")), cuts=())
    assert _reread(article).blocks == article.blocks


@pytest.mark.parametrize(
    ("opened", "closed"), [("{%", "%}"), ("{{", "}}"), ("{{<", ">}}"), ("{#", "#}"), ("![[", "]]")]
)
def test_markers_in_two_paragraphs_are_no_pair(opened: str, closed: str) -> None:
    """All text between markers in different paragraphs is kept, and so is text between a marker and code."""
    blocks = tuple(
        Block(_P, f"The {mark} word number {n}.") for n, mark in enumerate((opened, "ferry", closed, opened))
    )
    article = replace(
        _ARTICLE,
        blocks=(*blocks, Block(BlockKind.CODE, ""), *blocks[2:]),
        cuts=(Cut("code", 0, f"{closed} x {opened}"),),
    )
    found = _reread(article)
    assert found.blocks == article.blocks
    assert [(cut.rule, cut.text) for cut in found.cuts] == [("code", f"{closed} x {opened}")]


_TEXTS = st.text(st.sampled_from("ab12.)(-+*_#>`~[]!&;{}%|<\\:=\"'$^@/? "), min_size=1, max_size=12)
_SAID = _TEXTS.map(lambda text: clean(f"{text}ay word"))
_BLOCKS = st.one_of(
    st.builds(lambda text: Block(_P, text), _SAID),
    st.builds(lambda text: Block(_Q, text), _SAID),
    st.builds(lambda text: Block(_L, text, level=1), _SAID),
    st.builds(lambda text: Block(_H, text, level=3), _SAID),
)


@given(st.lists(_BLOCKS, min_size=1, max_size=4, unique_by=lambda block: block.text), st.text(max_size=20).map(clean))
def test_whatever_is_written_means_itself(blocks: list[Block], author: str) -> None:
    """Markdown takes no character of a text for markup."""
    article = replace(
        _ARTICLE, blocks=(*blocks, Block(_P, "The last is a sentence of its own.")), author=author, cuts=()
    )
    found = _reread(article)
    # What is left out of every article, such as a line without a letter, is left out of this one.
    cut = {each.text for each in found.cuts}
    assert found.blocks == tuple(block for block in article.blocks if block.text not in cut)
    assert found.author == author


def _add(folder: Path, source: str, **changes: object) -> list[Path | SourceError]:
    request = importing.Request(source=source, folder=folder / "seeds", cache=folder / "cache")
    return list(importing.add(replace(request, **changes)))  # type: ignore[arg-type]


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A page from another site."""
    path = tmp_path / "page.txt"
    path.write_text("Categories\nNews\n\nThe ferry\n\n2024-05-01\n\nThe ferry ran late.\n", encoding="utf-8")
    return path


def test_an_added_article_is_wanted(tmp_path: Path, page: Path) -> None:
    """An article without the show's category gets it."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "show.toml").write_text('category = "Read Aloud"\n', encoding="utf-8")
    assert _add(tmp_path, str(page)) == [tmp_path / "seeds" / "the-ferry.md"]
    (found,) = sources.read(sources.fetch(tmp_path / "seeds" / "the-ferry.md", tmp_path / "seeds"))
    assert isinstance(found, Article)
    assert (found.title, found.categories, found.id) == ("The ferry", ("News", "Read Aloud"), "page")
    assert found.published == datetime(2024, 5, 1, tzinfo=UTC)


def test_category_and_date_are_the_users(tmp_path: Path, page: Path) -> None:
    """A category and a date from the command line replace the article's own."""
    (path,) = _add(tmp_path, str(page), category="Ships", date="2024-06-01T10:00:00+02:00")
    assert isinstance(path, Path)
    (found,) = sources.read(sources.fetch(path, tmp_path))
    assert isinstance(found, Article)
    assert found.categories == ("Ships",)
    assert found.published == datetime(2024, 6, 1, 8, tzinfo=UTC)
    with pytest.raises(SourceError, match="is not a clear date"):
        _add(tmp_path, str(page), date="yesterday")


def test_nothing_is_overwritten(tmp_path: Path, page: Path) -> None:
    """An existing file stays as it is, and so does the show when a source can't be read."""
    (path,) = _add(tmp_path, str(page))
    assert isinstance(path, Path)
    path.write_text("corrected", encoding="utf-8")
    (error,) = _add(tmp_path, str(page))
    assert isinstance(error, SourceError)
    assert (error.where, error.what) == (str(path), "already exists")
    assert path.read_text(encoding="utf-8") == "corrected"
    (error,) = _add(tmp_path, str(tmp_path / "missing.txt"))
    assert isinstance(error, SourceError)
    assert list((tmp_path / "seeds").iterdir()) == [path]


def test_half_a_character_is_marked(tmp_path: Path) -> None:
    """A lone surrogate, which no file can hold, becomes U+FFFD."""
    path = keep(replace(_ARTICLE, title="Late \ud800ferry"), tmp_path / "seeds")
    assert '"Late \ufffdferry"' in path.read_text(encoding="utf-8")
    (found,) = sources.read(sources.fetch(path, tmp_path))
    assert isinstance(found, Article)
    assert found.blocks == _ARTICLE.blocks


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no sizes of files")
def test_a_full_disk_leaves_nothing(tmp_path: Path) -> None:
    """On a full disk no empty article is left, and the article can be added later."""
    page = tmp_path / "page.txt"
    page.write_text(
        "Categories\nNews\n\nThe ferry\n\n2024-05-01\n\n" + "The ferry ran late.\n\n" * 3000, encoding="utf-8"
    )
    # A limit on the size of files refuses what a full disk refuses.
    full = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
    full += "resource.setrlimit(resource.RLIMIT_FSIZE, (8192, resource.RLIM_INFINITY)); "
    code = full + "import sys; sys.argv = ['audiocast', 'add', 'page.txt']; from audiocast.cli import main; main()"
    # -B: Python would write its compiled modules cut off at the limit, and every later program would stumble over them.
    run = subprocess.run([sys.executable, "-B", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 1, run.stderr
    assert "the-ferry.md: can't be written" in run.stderr
    assert list((tmp_path / "seeds").iterdir()) == []
    (path,) = _add(tmp_path, str(page))
    assert isinstance(path, Path)


def test_the_command_says_where(tmp_path: Path, page: Path) -> None:
    """The command prints one line for each article, an error for each failure, and returns 1 after a failure."""
    command = [sys.executable, "-m", "audiocast", "add", page.name]
    runs = [subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False) for _ in range(2)]
    assert [run.returncode for run in runs] == [0, 1]
    assert runs[0].stdout.strip() == f"wrote {Path('seeds') / 'the-ferry.md'}"
    assert "already exists. Remove or rename it first; nothing was changed" in runs[1].stderr
