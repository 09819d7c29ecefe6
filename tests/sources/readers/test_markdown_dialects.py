"""Tests of `readers/markdown_dialects.py`: additions of site generators are left out, and nothing else is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audiocast import sources
from audiocast.model.article import Article, BlockKind, Document

if TYPE_CHECKING:
    from collections.abc import Callable


def _read(text: str) -> tuple[list[str], list[tuple[int, str]]]:
    """Return the text of each block, and of each cut with its line."""
    content = f"title: The ferry\n\n{text}\n\nThe end."
    (found,) = sources.read(Document("ferry.md", "text/markdown", content.encode()))
    assert isinstance(found, Article)
    assert found.blocks[-1].text == "The end."
    return [block.text for block in found.blocks[:-1]], [(cut.line - 2, cut.text) for cut in found.cuts]


@pytest.mark.parametrize(
    ("text", "said", "left_out"),
    [
        ("{% ferry 7 %}", [], ["{% ferry 7 %}"]),
        ("{%- include share.html -%}\nMore text.", ["More text."], ["{%- include share.html -%}"]),
        ("A {% youtube x %} and {% endif %} b.", ["A and b."], ["{% youtube x %}", "{% endif %}"]),
        ("Of {{ site.title | upcase }} now.", ["Of now."], ["{{ site.title | upcase }}"]),
        ('At {{ "/map" | relative_url }} now.', ["At now."], ['{{ "/map" | relative_url }}']),
        ("A {{% note %}}b{{% /note %}} c.", ["A b c."], ["{{% note %}}", "{{% /note %}}"]),
        ('Text.\n{{<\n figure src="x"\n>}}\nMore.', ["Text.", "More."], ['{{< figure src="x" >}}']),
        ("> {{< ref >}} said.", ["said."], ["{{< ref >}}"]),
        ("<div>{% include x %} said</div>", ["said"], ["{% include x %}"]),
        ("![[map.png]] A map.", ["A map."], ["![[map.png]]"]),
    ],
)
def test_shortcodes_are_left_out_and_listed(text: str, said: list[str], left_out: list[str]) -> None:
    """Known shortcodes are left out everywhere, others when they are alone on their line."""
    blocks, cuts = _read(text)
    assert (blocks, [cut for _, cut in cuts]) == (said, left_out)


@pytest.mark.parametrize(
    "text",
    [
        "The set {% of words %} stays.",
        "One {% is never closed.",
        "Say {{ name }}, {{name}}, {{ page of ten }} or {# this #}.",
        "He wrote {{ and {% and {{< and {#.",
        "Both %} and }} and >}} and #} close nothing.",
        "The set {.5, 1}",
    ],
)
def test_what_is_not_certain_to_be_a_shortcode_is_said(text: str) -> None:
    """Text that may not be a shortcode is kept, in paragraphs, headings, lists and quotations."""
    assert _read(text) == ([text], [])
    for mark in ("## ", "- ", "> "):
        assert _read(f"{mark}{text}\n\nMore of it.") == ([text, "More of it."], [])


def test_markers_in_two_paragraphs_are_no_pair() -> None:
    """The text between markers in different paragraphs is kept."""
    text = ["One {% if the ferry", "Two", "Three %} came.", "Four {{< x", "Five >}} left."]
    assert _read("\n\n".join(text)) == (text, [])


def test_escaped_markers_and_code_are_text() -> None:
    """An escaped marker and code are kept, as elsewhere in Markdown."""
    kept = "Say {% include x %}, {{< y >}}, [[a|b]] and !c."
    assert _read(r"Say \{% include x %}, \{{< y >}}, \[[a|b]] and \![[c]].") == ([kept], [])
    assert _read("Say `{% include x %}`, `{{< y >}}` and `a[[0]]`.")[0] == [
        "Say {% include x %}, {{< y >}} and a[[0]]."
    ]
    said, left_out = _read("~~~\n{% include x %}\na[[0]]\n~~~")
    assert (said, [text for _, text in left_out]) == ([""], ["{% include x %} a[[0]]"])


def test_shortcodes_may_stand_for_addresses() -> None:
    """A link whose address is a shortcode keeps its words."""
    text = 'See [one]({% post_url 2024-05-01-a %}), [two]({{ site.url }}/b "c") and [three]({{< ref "d e" >}}#f).'
    assert _read(text) == (["See one, two and three."], [])


def test_words_of_links_headings_and_boxes_are_said() -> None:
    """Only the marks around these words are removed."""
    assert _read("We met [[Jo Berg|*her*]] at [[Old Pier]].") == (["We met her at Old Pier."], [])
    assert _read("## The pier {#pier .old}\n\nIt is old.") == (["The pier", "It is old."], [])
    assert _read("> [!NOTE]- Remember\n> Bring [!a] coat.") == (["Remember Bring [!a] coat."], [])


def test_each_is_listed_with_its_line() -> None:
    """A cut has its line number, also after line breaks in one paragraph."""
    text = "First,\n{% if a %} and\n{{< b\n c >}} and {{< d >}} last.\n\n- {{% e %}} item"
    lines = [(2, "{% if a %}"), (3, "{{< b c >}}"), (4, "{{< d >}}"), (6, "{{% e %}}")]
    assert _read(text) == (["First, and and last.", "item"], lines)


@pytest.mark.parametrize(
    "piece", ["{%", "{% a ", "{{< a\n", "{{ site.", '{{ "', "![[", "[[a|", "[a]({% if", " {#", "%} "]
)
def test_markers_that_are_never_closed_take_linear_time(
    require_linear: Callable[[Callable[[int], object], int], None], piece: str
) -> None:
    """Many unclosed markers take time in proportion to their number."""

    def read(size: int) -> None:
        text = f"The ferry {piece * (size // len(piece))}"
        (found,) = sources.read(Document("ferry.md", "text/markdown", text.encode()))
        assert isinstance(found, Article)
        assert found.blocks[0].kind is BlockKind.PARAGRAPH

    require_linear(read, 4_000)
