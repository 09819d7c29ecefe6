"""The region of an English text."""

from __future__ import annotations

import pytest

from audiocast.normalize import regions
from audiocast.normalize.regions import Region


@pytest.mark.parametrize(
    ("tag", "region"),
    [
        ("en-US", Region.US),
        ("en-gb", Region.GB),
        ("en_IN", Region.IN),
        ("en-Latn-AU", Region.AU),
        ("en-IE", Region.IE),
        ("en-ZA", Region.ZA),
        ("en-CA", Region.US),
        ("en-NZ", Region.AU),
        ("en-PK", Region.IN),
        ("en-BW", Region.ZA),
        ("en-NG", Region.GB),
        ("en", None),
        ("", None),
        ("de-AT", None),
    ],
)
def test_a_tag_names_a_region(tag: str, region: Region | None) -> None:
    """A territory that is not listed is read like the nearest region. English without a territory names none."""
    assert regions.of_tag(tag) is region


@pytest.mark.parametrize(
    ("address", "region"),
    [
        ("https://www.bbc.co.uk/news/1", Region.GB),
        ("https://www.bbc.com/news/1", Region.GB),
        ("https://www.abc.net.au/news/1", Region.AU),
        ("https://www.stuff.co.nz/1", Region.AU),
        ("https://www.rte.ie/news/1", Region.IE),
        ("https://www.iol.co.za/1", Region.ZA),
        ("https://timesofindia.indiatimes.com/1", Region.IN),
        ("https://www.dawn.com/news/1", Region.IN),
        ("https://www.nps.gov/a", Region.US),
        ("https://example.com/in/uk", None),
        ("https://example.org:8080/a", None),
        ("seeds/a.txt", None),
        ("https://[bad/", None),
        ("", None),
    ],
)
def test_an_address_tells_the_region(address: str, region: Region | None) -> None:
    """The host of a known publisher, or the ending of the host, tells the region."""
    assert regions.of_article(address, ()) is region


@pytest.mark.parametrize(
    ("texts", "region"),
    [
        (("It cost 5 lakh.", "Two crore people came."), Region.IN),
        (("It cost ₹500 and ₹20.",), Region.IN),
        (("The Taoiseach met gardaí.",), Region.IE),
        (("It cost 5 lakh.",), None),
        (("It cost $5.",), None),
        ((), None),
    ],
)
def test_words_tell_the_region(texts: tuple[str, ...], region: Region | None) -> None:
    """Two words that only one region uses tell it; the address has priority."""
    assert regions.of_article("", texts) is region
    assert regions.of_article("https://www.bbc.co.uk/", texts) is Region.GB
