"""Tests of the readers `mail`, `mail_threads` and `mail_furniture`: the article in messages of many programs."""

from __future__ import annotations

import pytest

from audiocast import sources
from audiocast.model.article import Article, Document

_ARTICLE = [
    "The ferry left the harbour forty-two minutes late on Monday, and the mayor was on board with two children.",
    "Nobody was hurt, the company said, although a crate of oranges fell from the upper deck into the water.",
    "A second boat will sail from Tuesday, and tickets bought for the first remain valid until the month ends.",
]
_PLAIN = "\n\n".join(_ARTICLE)
_HTML = "".join(f"<p>{each}</p>" for each in _ARTICLE)
_QUOTE = "<blockquote><p>When does it sail?</p></blockquote>"
_FIELDS = (
    "From: Quay Notes <quay@example.org>",
    "Date: 1 May 2024 at 10:00",
    "Subject: The ferry",
    "To: <a@example.org>",
)


def _message(content: str, *, subject: str = "The ferry", sender: str = "Bo Kern", encoding: str = "8bit") -> Article:
    kind = "html" if content.startswith("<") else "plain"
    header = (
        f"From: {sender} <bo@example.org>\nSubject: {subject}\nDate: Thu, 02 May 2024 10:00:00 +0000\n"
        f"Content-Type: text/{kind}; charset=utf-8\nContent-Transfer-Encoding: {encoding}\n\n"
    )
    (found,) = sources.read(Document("ferry.eml", "message/rfc822", (header + content).encode()))
    assert isinstance(found, Article)
    return found


def _texts(article: Article) -> list[str]:
    return [block.text for block in article.blocks]


@pytest.mark.parametrize(
    "content",
    [
        "FYI\n\n---------- Forwarded message ---------\n" + "\n".join(_FIELDS) + "\n\n\n" + _PLAIN,
        "\n".join(f"> {line}" for line in ("", *_FIELDS, "", *_PLAIN.split("\n"))).replace(
            ">", "Begin forwarded message:", 1
        ),
        "FYI\n\n________________________________\n" + "\n".join(_FIELDS) + "\n\n" + _PLAIN,
        "-----Original Message-----\n" + "\n".join(_FIELDS) + "\n\n" + _PLAIN,
        "-------- Forwarded Message --------\n" + "\n".join(_FIELDS[::-1]) + "\n\n\n" + _PLAIN,
        '<div class="gmail_quote"><div>---------- Forwarded message ---------<br>'
        + "<br>".join(each.replace("<", "&lt;") for each in _FIELDS)
        + f"</div><br><br>{_HTML}</div>",
        '<p>Look.</p>Begin forwarded message:<br><br><blockquote type="cite">'
        + "".join(f"<div>{each.replace('<', '&lt;')}</div>" for each in _FIELDS)
        + f"</blockquote><blockquote type='cite'>{_HTML}</blockquote>",
        '<div><p>-------- Forwarded Message --------</p><table class="moz-email-headers-table"><tbody>'
        + "".join(f"<tr><th>{each.replace('<', '&lt;').replace(': ', ': </th><td>')}</td></tr>" for each in _FIELDS)
        + f"</tbody></table>{_HTML}</div>",
    ],
    ids=["gmail", "apple", "outlook", "old outlook", "thunderbird", "gmail html", "apple html", "thunderbird html"],
)
def test_a_forwarded_message_is_the_article(content: str) -> None:
    """The article is what was forwarded, with its own sender and date; the header and a short note are left out."""
    found = _message(content, subject="Fwd: The ferry")
    assert _texts(found) == _ARTICLE
    assert found.author == "Quay Notes"
    assert str(found.published) == "2024-05-01 10:00:00+00:00"
    assert {cut.rule for cut in found.cuts} <= {"forward header", "forward note"}


@pytest.mark.parametrize(
    "content",
    [
        f"{_PLAIN}\n\nOn Tue, Apr 30, 2024 at 9:00 AM Ann Ode <ann@example.org>\nwrote:\n\n> When does it sail?\n",
        f"{_PLAIN}\n\n-----Original Message-----\nFrom: Ann Ode\nSent: Tuesday\nSubject: Ferry\n\nWhen does it sail?\n",
        f"<div>{_HTML}<div>On Tue, Apr 30, 2024 at 9:00 AM Ann &lt;a@example.org&gt; wrote:<br></div>{_QUOTE}</div>",
    ],
)
def test_a_quoted_message_is_left_out_of_a_reply(content: str) -> None:
    """The article is what the sender of a reply wrote."""
    found = _message(content, subject="Re: The ferry")
    assert _texts(found) == _ARTICLE
    assert {cut.rule for cut in found.cuts} == {"quoted message"}


def test_a_message_of_nothing_but_quotation_is_the_article() -> None:
    """When every line is quoted, the quoted text is the article."""
    assert _texts(_message("\n".join(f"> {line}" for line in _PLAIN.split("\n")))) == _ARTICLE


def test_a_quotation_in_a_newsletter_is_kept() -> None:
    """A quotation that no mail program announced belongs to the article."""
    content = f"<p>{_ARTICLE[0]}</p><p>On Tuesday the mayor wrote:</p><blockquote>We will sail.</blockquote>"
    assert _texts(_message(content)) == [_ARTICLE[0], "On Tuesday the mayor wrote:", "We will sail."]


@pytest.mark.parametrize(
    ("style", "hidden"),
    [
        ("font-size:1px;color:#ffffff", True),
        ("color:#FFF", True),
        ("max-height:0;overflow:hidden", True),
        ("opacity:0", True),
        ("color:transparent", True),
        ("background-color:#000;color:#fff", False),
        ("font-size:10px", False),
    ],
)
def test_a_preview_that_nobody_sees_is_left_out(style: str, hidden: bool) -> None:
    """Text is hidden by its size, its height or its color; white letters on black are not."""
    found = _message(f'<div><span style="{style}">What you will read</span>{_HTML}</div>')
    assert _texts(found) == [*([] if hidden else ["What you will read"]), *_ARTICLE]


@pytest.mark.parametrize(
    "footer",
    [
        ["© 2024 Quay Notes", "228 Park Ave S, #29976, New York, New York 10003, United States", "Powered by beehiiv"],
        [
            "Share Quay Notes",
            "You currently have 0 referrals, only 1 away from a sticker.",
            "How was today's letter?",
            "⭐ Great",
        ],
        ["Our mailing address is:", "Quay Notes", "1 Pier Road", "Want to change how you receive these emails?"],
        [
            "You are receiving this because you are a free subscriber.",
            "Name: Bo",
            "Member since: 3 April 2023",
            "Unsubscribe",
        ],
        ["Thanks for reading Quay Notes! Subscribe for free.", "Like", "Restack", "Start writing"],
    ],
)
def test_the_footer_of_a_newsletter_is_left_out(footer: list[str]) -> None:
    """A footer may hold short lines of any kind, among them names and addresses."""
    content = f"<div>{_HTML}{''.join(f'<p>{each}</p>' for each in footer)}</div>"
    assert _texts(_message(content, sender="Quay Notes")) == _ARTICLE


def test_a_postscript_is_no_footer() -> None:
    """A short last line is kept."""
    content = f"{_PLAIN}\n\nThanks for reading!\n\nP.S. Bring a coat.\n"
    assert _texts(_message(content))[-1] == "P.S. Bring a coat."


def test_marks_of_plain_text_are_left_out() -> None:
    """Addresses behind words, lines of marks and stars are not spoken."""
    content = (
        f"** What was late\n------------------\n\n{_ARTICLE[0]} (https://quay.example/a?b=c)\n\n* * *\n\n"
        f"*Nobody* knew why. [1]\n\n{_ARTICLE[1]} <https://quay.example/>\n==========\n[1] https://quay.example/n\n"
    )
    assert _texts(_message(content)) == ["What was late", _ARTICLE[0], "Nobody knew why.", _ARTICLE[1]]


def test_undeclared_encodings_are_recognized() -> None:
    """Quoted-printable that the header does not name is decoded; other text with "=" stays."""
    found = _message(f"{_ARTICLE[0][:50]}=\n{_ARTICLE[0][50:]}\n\nThe keeper=E2=80=99s lamp.\n", encoding="7bit")
    assert _texts(found) == [_ARTICLE[0], "The keeper’s lamp."]
    assert _texts(_message("Write a=b and c=3D=.\n")) == ["Write a=b and c=3D=."]


def test_html_of_one_word_does_not_replace_the_plain_text() -> None:
    """The plain part is read when the HTML part has hardly any text."""
    header = "From: Bo <b@example.org>\nSubject: The ferry\nMIME-Version: 1.0\nContent-Type: multipart/alternative"
    parts = ("Content-Type: text/plain\n\n" + _PLAIN, "Content-Type: text/html\n\n<p>Newsletter</p>")
    content = "\n".join((header + "; boundary=b\n", *(f"--b\n{each}" for each in parts), "--b--\n"))
    (found,) = sources.read(Document("a.eml", "message/rfc822", content.encode()))
    assert isinstance(found, Article)
    assert _texts(found) == _ARTICLE
