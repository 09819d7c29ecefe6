"""Tests of `extract/markup.py`, `html_tree.py`, `element_rules.py` and `tables.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocast.errors import SourceError
from audiocast.sources.extract import html_tree, markup

if TYPE_CHECKING:
    from audiocast.model.article import Block


def _told(block: Block) -> str:
    """A block on a line: its kind, and level and number where it has them."""
    level = f" {block.level}" if block.level else ""
    number = f" #{block.number}" if block.number else ""
    return f"{block.kind}{level}{number}: {block.text}"


def _read(html: str, *, title: str = "", asides: bool = False) -> tuple[list[str], list[str]]:
    body = markup.read(html_tree.parse(html, where="x"), title=title, asides=asides)
    return [_told(block) for block in body.blocks], [f"{cut.rule}: {cut.text}" for cut in body.cuts]


@pytest.mark.parametrize(
    ("html", "blocks", "cuts"),
    [
        ("<h2>Why</h2><p>It <b>rained</b> all\n day.", ["heading 2: Why", "paragraph: It rained all day."], []),
        ("<div>One<div>two</div>three</div>", ["paragraph: One", "paragraph: two", "paragraph: three"], []),
        ("<p>One<br>line<br><br>Two", ["paragraph: One line", "paragraph: Two"], []),
        (
            "<ol start=3><li>Boil.<ul><li>Stir it.</li></ul></li><li><p>Eat.</p><p>Wash up.</p></li></ol>",
            ["list item 1 #3: Boil.", "list item 2: Stir it.", "list item 1 #4: Eat.", "paragraph: Wash up."],
            [],
        ),
        ("<ol><li value=7>Seven</li><li>Eight</li></ol>", ["list item 1 #7: Seven", "list item 1 #8: Eight"], []),
        (
            "<blockquote><p>No.<p>Never.</blockquote>So he said.",
            ["quote: No.", "quote: Never.", "paragraph: So he said."],
            [],
        ),
        ("<p>Run:<pre>make  all\nnow</pre>", ["paragraph: Run:", "code: "], ["code: make all now"]),
        ("<p>Call <code>make</code> twice.", ["paragraph: Call make twice."], []),
        (
            "<table><caption>Fares</caption><tr><th>Who<th>Fare<tr><td>Sheep<td>$2</table>",
            ["table: Fares"],
            ["table: Who | Fare; Sheep | $2"],
        ),
        ("<table><tr><td>1<td>2<tr><td>3<td>4</table>", ["table: "], ["table: 1 | 2; 3 | 4"]),
        ("<table><tr><td><p>A page is placed so.</table>", ["paragraph: A page is placed so."], []),
        (
            "<figure><img alt='A boat'><figcaption>A boat in fog.</figcaption></figure><p>It left.",
            ["paragraph: It left."],
            ["caption: A boat in fog."],
        ),
        (
            "<p>Sheep swim.<sup><a href='#fn1'>1</a></sup><ol><li id=fn1>Some do.</ol>",
            ["paragraph: Sheep swim."],
            ["footnote mark: 1", "footnote: Some do."],
        ),
        (
            "<p>At 10<sup>6</sup> m<sup>2</sup> an hour<sup>4</sup>.",
            ["paragraph: At 10⁶ m² an hour."],
            ["footnote mark: 4"],
        ),
        ("<p>See <a href='https://example.com/a'>the report</a>.", ["paragraph: See the report."], []),
        (
            "<p>See <a href='/a'>https://www.example.com/long/address?id=7</a>.",
            ["paragraph: See example.com."],
            ["address: https://www.example.com/long/address?id=7"],
        ),
        ("<p>Was <del>red</del> blue.", ["paragraph: Was blue."], ["struck out: red"]),
        ("<p>Is <q>it</q> so?<script>no()</script><style>p{}</style>", ["paragraph: Is “it” so?"], []),
        ("<div style='display: none'>Preview</div><p>Text.", ["paragraph: Text."], ["hidden: Preview"]),
        (
            "<nav><a>Home</a></nav><p>Text.<form>Mail? <button>Go</button></form>",
            ["paragraph: Text."],
            ["navigation: Home", "form: Mail? Go"],
        ),
        ("<p>Text.<aside>Elsewhere, too.</aside>", ["paragraph: Text."], ["aside: Elsewhere, too."]),
        ("<p>10<sup>th</sup> of H<sub>2</sub>O", ["paragraph: 10th of H2O"], []),
        (
            "<h3>Related</h3><ul><li><a>One</a><li><a>Two</a></ul><p>The text.",
            ["paragraph: The text."],
            ["related: Related", "related: One", "related: Two"],
        ),
        (
            "<h2>Gone</h2><p><a>Share on Fax</a><h2>Left</h2><p>Text.",
            ["heading 2: Left", "paragraph: Text."],
            ["share: Share on Fax", "empty section: Gone"],
        ),
        (
            "<title>Why</title><main><p>It rained.</main>And so on.",
            ["paragraph: It rained.", "paragraph: And so on."],
            [],
        ),
        ("<p>A &amp; B &nbsp;&eacute; &#x2014; &bogus; &lt;p&gt;", ["paragraph: A & B é — &bogus; <p>"], []),
    ],
    ids=range(26),
)
def test_pieces_of_html(html: str, blocks: list[str], cuts: list[str]) -> None:
    """The blocks keep the structure of the markup, and what is left out is reported with its rule."""
    assert _read(html) == (blocks, cuts)


_LONG = "".join(f"<p>The keeper counted {n} sheep in the evening, and one was missing.</p>" for n in range(10))


@pytest.mark.parametrize("around", ["<form>{}</form>", "<div class='share'>{}</div>", "<div role='dialog'>{}</div>"])
def test_what_is_most_of_a_text_is_no_part_of_its_furniture(around: str) -> None:
    """A form, or an element named like a button bar, that holds most of the text is read as the article."""
    small = around.format("<p>Send</p>")
    blocks, cuts = _read(around.format("<p>It rained.</p>" + _LONG) + small)
    assert blocks[:2] == [
        "paragraph: It rained.",
        "paragraph: The keeper counted 0 sheep in the evening, and one was missing.",
    ]
    assert "Send" in cuts[-1]


def test_a_paragraph_set_as_a_heading_is_a_paragraph() -> None:
    """A heading of more than 150 characters is a paragraph, and is not left out as an empty section."""
    text = "The keeper counted the sheep again in the evening, when all of them had come home. " * 2
    assert _read(f"<h2>{text}</h2>") == ([f"paragraph: {text.strip()}"], [])


def test_links_to_a_heading_are_not_said() -> None:
    """The sign beside a heading that links to the heading is left out, and so is one beside a paragraph."""
    html = "<h2>Why <a class=anchor href='#why'>#</a></h2><p class=anchor>It rained."
    assert _read(html) == (["heading 2: Why", "paragraph: It rained."], [])


def test_a_byline_gives_the_author() -> None:
    """The byline and a repeated title at the top are cut; the byline gives the author."""
    body = markup.read(html_tree.parse("<h1>Sheep</h1><p>By Jo Berg<p>They swim.", where="x"), title="Sheep")
    assert body.author == "Jo Berg"
    assert [block.text for block in body.blocks] == ["They swim."]


def test_asides_belong_to_books() -> None:
    """An aside belongs to the text in a book, and not on a page."""
    assert _read("<p>Text.<aside>More.</aside>", asides=True)[0] == ["paragraph: Text.", "paragraph: More."]


def test_xhtml_is_read_as_xml() -> None:
    """An empty title element does not swallow the page, and named entities are known without a declaration."""
    page = (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html [<!ENTITY x "xxx">]>'
        '<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head>'
        "<body><p>Sheep&nbsp;swim &mdash; well.&x;</p><br/><p>Yes.</p></body></html>"
    )
    body = markup.read(html_tree.parse_xhtml(page, where="x"), title="")
    assert [block.text for block in body.blocks] == ["Sheep swim — well.", "Yes."]


def test_lines_are_told() -> None:
    """A cut has the line number from the parser, or from the attribute of generated markup."""
    html = "<p>One\n</p>\n<p>Photo by Jo Berg</p><p data-line='40'>Image: Jo Berg</p>"
    body = markup.read(html_tree.parse(html, where="x"), title="", line=2)
    assert [(cut.rule, cut.line) for cut in body.cuts] == [("credit", 5), ("credit", 42)]


@pytest.mark.parametrize("parse", [html_tree.parse, html_tree.parse_xhtml])
def test_what_is_too_deep_is_refused(parse: object) -> None:
    """Ten thousand nested tags are an error, and never half of an article."""
    assert callable(parse)
    with pytest.raises(SourceError, match="nested too deeply"):
        parse("<div>" * 10_000 + "deep" + "</div>" * 10_000, where="x")


def test_a_thousand_levels_are_read() -> None:
    """Newsletters nest deeply, so a thousand levels are read."""
    assert _read("<div>" * 1_000 + "deep" + "</div>" * 1_000)[0] == ["paragraph: deep"]


@pytest.mark.usefixtures("patience")
def test_entities_do_not_grow() -> None:
    """An entity bomb adds no text and takes no time."""
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    page = f'<!DOCTYPE html [<!ENTITY e0 "boom">{levels}]><html><p>Calm. &e11;</p></html>'
    body = markup.read(html_tree.parse_xhtml(page, where="x"), title="")
    assert [block.text for block in body.blocks] == ["Calm."]


_TAGS = ("p", "div", "ul", "ol", "li", "h2", "blockquote", "table", "tr", "td", "pre", "a", "sup", "br", "q", "figure")
_PIECES = st.sampled_from(
    (*(f"<{tag}>" for tag in _TAGS), *(f"</{tag}>" for tag in _TAGS), "sheep ", "1", "&#0;", "<!", "x\u0301")
)


@given(st.lists(_PIECES, max_size=60).map("".join))
def test_no_word_is_lost(html: str) -> None:
    """Each word is in a block or in a cut, however the tags are nested."""
    blocks, cuts = _read(html)
    comment = html.partition("<!")[0]
    assert "".join((*blocks, *cuts)).count("sheep") >= comment.count("sheep ")
