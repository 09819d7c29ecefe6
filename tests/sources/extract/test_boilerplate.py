"""Tests of `extract/boilerplate.py`, `boilerplate_rules.py`, `galleries.py`, `credit_lines.py`, `placed_blocks.py`."""

from __future__ import annotations

import pytest

from audiocast.model.article import Block, BlockKind
from audiocast.sources.extract import boilerplate, boilerplate_rules, credit_lines
from audiocast.sources.extract.placed_blocks import PlacedBlock

_PROSE = "The ferry to the island left the harbor forty-two minutes late on Monday, and the mayor was on board."


def _sift(*texts: str | Block, title: str = "The ferry") -> tuple[list[str], list[str]]:
    """Return the texts that are kept, and the cuts as "rule: text"."""
    blocks = [each if isinstance(each, Block) else Block(BlockKind.PARAGRAPH, each) for each in texts]
    sifted = boilerplate.sift([PlacedBlock(each, line) for line, each in enumerate(blocks, 1)], title=title)
    return [each.block.text for each in sifted.blocks], [f"{cut.rule}: {cut.text}" for cut in sifted.cuts]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("* * *", "nothing to say"),
        ("REUTERS/Jane Doe", "credit"),
        ("Reporting by Jane Doe; Editing by John Roe", "credit"),
        ("The mayor on board the ferry. AFP/Jane Doe", "caption"),
        ("Read more: the ferry of 1912", "read more"),
        ("https://example.org/ferry", "address"),
        ("Advertisement", "advertisement"),
        ("This site uses cookies to improve your visit.", "cookies"),
        ("Published on 20 April 2023", "date line"),
        ("If you buy through our links, we may earn a commission.", "disclosure"),
        ("Skip to main content", "navigation"),
        ("Share this article", "share"),
        ("Sign up for our daily newsletter", "subscription"),
    ],
)
def test_a_block_of_boilerplate_is_cut_by_its_rule(text: str, rule: str) -> None:
    """Each kind of boilerplate has a rule with a name."""
    assert _sift(_PROSE, text) == ([_PROSE], [f"{rule}: {text}"])


@pytest.mark.parametrize("row", boilerplate_rules.rows(), ids=lambda row: row.example)
def test_an_example_of_the_table_is_cut_by_its_row(row: boilerplate_rules.Row) -> None:
    """Each row of the table cuts its example, in its place and under its name, and keeps the text around it."""
    headlines = ("Bridge opens again", "Tunnel stays closed") if "list" in row.place else ()
    texts = (row.example, _PROSE) if row.place == "top" else (_PROSE, row.example, *headlines)
    linked = row.place == "link"
    blocks = [
        PlacedBlock(Block(BlockKind.PARAGRAPH, text), line, linked=linked and text != _PROSE)
        for line, text in enumerate(texts)
    ]
    sifted = boilerplate.sift(blocks, title="The ferry")
    assert [each.block.text for each in sifted.blocks] == [_PROSE]
    assert {cut.rule for cut in sifted.cuts} == {row.rule}


@pytest.mark.parametrize(
    "text",
    [
        "Reporting by Jane Doe in Oslo and John Roe in Bergen; Writing by Ann Ode",
        "(Reporting by Jane Doe, additional reporting by John Roe; editing by Ann Ode)",
        "Compiled by the Oslo newsroom",
        "Graphics by Jane Doe",
        "News Agency writers Jane Doe in Oslo and John Roe in Bergen contributed to this report.",
    ],
)
def test_a_sign_off_is_a_credit(text: str) -> None:
    """A line that only names people, what they did and where, is a credit."""
    assert credit_lines.is_credit(text)


@pytest.mark.parametrize(
    "text",
    [
        "Reporting by the newspaper showed that the ferry was late.",
        "Writing by candlelight, Ann Ode finished her book about the ferry.",
        "The captain contributed to this report.",
    ],
)
def test_prose_about_writing_is_no_credit(text: str) -> None:
    """A line with other words than names is text."""
    assert not credit_lines.is_credit(text)


@pytest.mark.parametrize(
    "credit",
    [
        "Jane Doe/via REUTERS ATTENTION EDITORS - THIS IMAGE WAS PROVIDED BY A THIRD PARTY. MANDATORY CREDIT",
        "Courtesy of Jane Doe via REUTERS",
        "Mandatory Credit: Jane Doe-USA TODAY Sports",
        "REUTERS/Jane Doe REFILE - CORRECTING DATE",
        "REUTERS/Jane Doe TPX IMAGES OF THE DAY",
        "REUTERS",
        "Jane Doe | AP",
        "(Photo by Jane Doe / AFP)",
        "Photo: Jane Doe/Getty Images",
    ],
)
def test_a_caption_ends_with_a_credit(credit: str) -> None:
    """An agency writes its credit in many ways, and notes to editors after it."""
    assert credit_lines.is_caption(f"The mayor looks out of a window of the ferry, April 20, 2023. {credit}")


@pytest.mark.parametrize(
    "text",
    [
        "A Reuters/Ipsos poll of 1,005 people found that most of them take the ferry.",
        "Read more books, the librarian said, and take the ferry less often.",
        "The share of the ferry in all crossings fell.",
    ],
)
def test_prose_is_kept(text: str) -> None:
    """Text that only begins or ends like boilerplate is kept."""
    assert _sift(_PROSE, text) == ([_PROSE, text], [])


def test_a_gallery_lasts_to_its_last_credit() -> None:
    """The text after the last caption with a credit belongs to the article."""
    captions = ("The ferry in the harbor. REUTERS/Jane Doe", "The mayor, April 20, 2023")
    kept, cuts = _sift(_PROSE, "Related Galleries:", *captions, f"Later, {_PROSE}")
    assert kept == [_PROSE, f"Later, {_PROSE}"]
    assert cuts == ["gallery heading: Related Galleries:", *(f"gallery: {each}" for each in captions)]


def test_a_list_of_related_links_is_cut_with_its_heading() -> None:
    """A list without such a heading belongs to the article."""
    items = tuple(Block(BlockKind.LIST_ITEM, text, level=1) for text in ("The bridge", "The tunnel"))
    assert _sift(_PROSE, "Related stories", *items)[0] == [_PROSE]
    assert _sift(_PROSE, "Three ways across", *items)[0] == [_PROSE, "Three ways across", "The bridge", "The tunnel"]


def test_title_byline_and_date_are_cut_at_the_top_only() -> None:
    """Further down, such a line may belong to the text."""
    assert _sift("The ferry", "By Jane Doe", _PROSE)[1] == ["repeated title: The ferry", "byline: By Jane Doe"]
    assert _sift("20 April 2023", _PROSE, "20 April 2023")[0] == [_PROSE, "20 April 2023"]


def test_a_repeated_paragraph_is_cut_but_a_refrain_is_not() -> None:
    """A text that repeats itself in many places does so on purpose."""
    assert _sift(_PROSE, "And then?", _PROSE) == ([_PROSE, "And then?"], [f"repeated paragraph: {_PROSE}"])
    litany = tuple(text for number in range(6) for text in (f"Verse {number}", _PROSE))
    assert _sift(*litany)[0] == list(litany)


def test_an_address_in_a_sentence_becomes_the_name_of_its_site() -> None:
    """The address is reported."""
    kept, cuts = _sift("The timetable is on https://www.example.org/ferry/times for all to see.")
    assert kept == ["The timetable is on example.org for all to see."]
    assert cuts == ["address: https://www.example.org/ferry/times"]


def test_a_heading_without_text_is_cut() -> None:
    """A heading at the end, or before another of its rank, has nothing below it."""
    first, second, last = (Block(BlockKind.HEADING, text, level=2) for text in ("One", "Two", "Three"))
    assert _sift(first, second, _PROSE, last) == (["Two", _PROSE], ["empty section: One", "empty section: Three"])


@pytest.mark.parametrize(
    ("text", "author"),
    [("By Jane Doe", "Jane Doe"), ("BY JANE DOE and JOHN ROE", "JANE DOE and JOHN ROE"), ("By Monday", "")],
)
def test_a_byline_names_the_author(text: str, author: str) -> None:
    """A line that begins with "By" and a day is not a byline."""
    assert credit_lines.byline(text) == author
