"""Tests of `markdown_notes`, `markdown_comments` and `front_matter_blocks`: Markdown of notes, wikis and publishers."""

from __future__ import annotations

import pytest

from audiocast import sources
from audiocast.model.article import Article, Document


def _article(content: str) -> Article:
    (found,) = sources.read(Document("note.md", "text/markdown", content.encode()))
    assert isinstance(found, Article)
    return found


def _said(text: str) -> list[str]:
    return [block.text for block in _article(f"title: A note\n\n{text}\n").blocks]


@pytest.mark.parametrize(
    ("text", "said", "private"),
    [
        ("The lamp %%ask Jo%% failed.\n", ["The lamp failed."], ["ask Jo"]),
        ("One.\n\n%%\nask\n\nJo\n%%\n\nTwo.", ["One.", "Two."], ["ask Jo"]),
        ("- One %%ask\n- Jo%%\n- Two", ["One", "Two"], ["ask - Jo"]),
        ("One.\n\n%% ask Jo", ["One."], ["ask Jo"]),
        ("One {>>ask<<}{--old--}{++new++}.", ["One new."], ["ask", "old"]),
        ("One.\n\n{::comment}\nask\n{:/comment}\n\nTwo.", ["One.", "Two."], ["ask"]),
    ],
)
def test_remarks_are_private(text: str, said: list[str], private: list[str]) -> None:
    """A comment is not spoken, wherever it begins and ends."""
    found = _article(f"title: A note\n\n{text}")
    assert [block.text for block in found.blocks] == said
    assert [cut.text for cut in found.cuts] == private


def test_percent_signs_that_are_no_comments_stay() -> None:
    """Numbers in percent and code are no comments."""
    assert _said("From 5%% to 6%%.\n\nSay `%%a%%`.") == ["From 5%% to 6%%.", "Say %%a%%."]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("> [!my-note|wide]+ Bring a lamp\n> It is dark.", ["Bring a lamp", "It is dark."]),
        (":::tip[Bring a lamp]\nIt is dark.\n:::", ["Bring a lamp", "It is dark."]),
        ("::: {.callout-note}\n## Dark\n\nIt is dark.\n:::", ["Dark", "It is dark."]),
        ("::: warning Mind the step\nIt is dark.\n:::", ["Mind the step", "It is dark."]),
        ('!!! note "Bring a lamp"\n    It is dark.', ["Bring a lamp", "It is dark."]),
        ("??? note\n    It is dark.", ["It is dark."]),
        ("- [x] Lamp ordered ^id1\n- [ ] Stairs\n- [1] A note", ["Lamp ordered", "Stairs", "[1] A note"]),
        ("The ==old lamp== [failed]{.big}. ^4a6f\n{: .lead}", ["The old lamp failed."]),
        ("It costs $5 or $10.", ["It costs $5 or $10."]),
        (r"Here $x^2 \leq 10$ holds.", ["Here x² ≤ 10 holds."]),
        (r"In range\(128\), he said.", ["In range(128), he said."]),
        (r"\[Music\]", ["[Music]"]),
        ("Lamp\n:   A light.", ["Lamp", "A light."]),
        ("Run a == b == c.", ["Run a == b == c."]),
        ("At 10:30:15 he left.", ["At 10:30:15 he left."]),
    ],
)
def test_words_of_boxes_marks_and_tasks_are_said(text: str, said: list[str]) -> None:
    """The words are spoken, and the syntax is not."""
    assert _said(text) == said


@pytest.mark.parametrize(
    ("text", "said", "rules"),
    [
        ("It failed [see @roe99, pp. 3].", ["It failed."], ["citation"]),
        ("It failed.[^9]", ["It failed."], ["footnote mark"]),
        ("[TOC]\n\n[[_TOC_]]\n\nText.", ["Text."], ["navigation", "navigation"]),
        ("import A from './a'\n\nexport const b = {\n  c: 1,\n}\n\nText.", ["Text."], ["code", "code"]),
        ("$$\nE = mc^2\n$$\n\nText.", ["Text."], ["formula"]),
        ("*[HTML]: A language\n\n#lamp #pier\n\nid:: 64f\n\nText.", ["Text."], ["abbreviation", "tags", "property"]),
    ],
)
def test_what_is_no_text_is_left_out_and_listed(text: str, said: list[str], rules: list[str]) -> None:
    """Citations, formulas, code and properties are cut, each with its rule."""
    found = _article(f"title: A note\n\n{text}\n")
    assert [block.text for block in found.blocks] == said
    assert [cut.rule for cut in found.cuts] == rules


@pytest.mark.parametrize(
    ("front", "title", "author", "day"),
    [
        (
            '---\ntitle: "A&amp;B: *the* lamp"\nauthor: [[Jane Roe]]\ndate: 2024-05-01\n---\n',
            "A&B: the lamp",
            "Jane Roe",
            1,
        ),
        ("<!-- exported -->\n---\ntitle: A lamp\ndate: 2024-05-02\n---\n", "A lamp", "", 2),
        ("---\ntitle: The lamp: a story\ndate: 2024-05-03\n---\n", "The lamp: a story", "", 3),
        ("---\ntitle: A lamp\ntags:\n\t- pier\ndate: 2024-05-04\n---\n", "A lamp", "", 4),
        ("---\ntitle: A lamp\ndate: 2024-05-05\n\n", "A lamp", "", 5),
        ("% A lamp\n% Jane Roe; Bo Kern\n% 2024-05-06\n\n", "A lamp", "Jane Roe and Bo Kern", 6),
        ("# A lamp\n\nCreated: May 7, 2024 10:00 AM\nStatus: Done\n\n", "A lamp", "", 7),
        ("---\ncreated: 2024-05-01\npublished: 2024-05-08\ntitle: A lamp\n---\n", "A lamp", "", 8),
    ],
)
def test_front_matter_has_many_forms(front: str, title: str, author: str, day: int) -> None:
    """A front matter is read also when it is damaged, and is never spoken."""
    found = _article(f"{front}\nThe text.\n")
    assert found.published is not None
    assert (found.title, found.author, found.published.day) == (title, author, day)
    assert [block.text for block in found.blocks] == ["The text."]


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    """Text between two rules is spoken."""
    assert [each.text for each in _article("---\n\nOne: two.\n\n---\n\nThree.\n").blocks] == ["One: two.", "Three."]


def test_menus_of_a_converted_page_are_left_out() -> None:
    """Lists of links are menus in the text of a whole page, and only there."""
    links = "*   [Home](https://example.org)\n*   [News](https://example.org/news)\n\nThe text.\n"
    page = _article(f"Title: A lamp\n\nURL Source: https://example.org/lamp\n\nMarkdown Content:\n{links}")
    assert (page.title, page.link) == ("A lamp", "https://example.org/lamp")
    assert [each.text for each in page.blocks] == ["The text."]
    assert _said(links)[-2:] == ["News", "The text."]
