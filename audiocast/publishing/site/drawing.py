"""Draw pages with the templates."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from audiocast.config import dates
from audiocast.publishing.artwork import qr
from audiocast.publishing.site import arrange, subscribe, waveform

if TYPE_CHECKING:
    from datetime import datetime

    from audiocast.config.settings import Show
    from audiocast.model.audio import Cue
    from audiocast.model.episode import Episode
    from audiocast.publishing.site.pages import Frame, Sheet

SPEEDS = (0.75, 1.0, 1.25, 1.5, 1.75, 2.0, 2.25, 2.5)
_BARS_IN_A_LIST = 48
# Nothing from elsewhere, nothing written into the page itself. `file:` is for pages opened from a folder, where some
# browsers do not count a neighbor as 'self'; on a server it allows nothing.
_POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'self' data: file:; "
    "media-src 'self' file:; base-uri 'none'; form-action 'none'"
)
_WEB = re.compile("https?://[^/]", re.IGNORECASE)
_LONGEST_SUMMARY = 280


def draw_episode(sheet: Sheet, transcript: bytes, webvtt: bytes = b"") -> bytes:
    """Return the page of an episode."""
    episode, frame = sheet.episodes[0], sheet.frame
    file = sheet.transcript
    cues = arrange.read_cues(transcript, webvtt, where=file.filename) if file else ()
    parts = arrange.arrange(cues, episode)
    byline = parts[0].byline
    # A voice of another language says only the name.
    authors = (f"By {episode.author}".split(), episode.author.split())
    heights = waveform.bars(episode.waveform)
    return _rendered(
        "episode.html",
        sheet,
        episode=episode,
        parts=parts,
        byline=byline,
        written=episode.link if _WEB.match(episode.link) else "",
        is_dated=any(cue.text.split() not in authors for cue in byline),
        wave={"path": waveform.path(heights), "width": waveform.width(heights), "height": waveform.HEIGHT},
        picture=episode.image.filename if episode.image else frame.thumbnail,
        shared_picture=episode.image.filename if episode.image else frame.cover,
        speeds=SPEEDS,
    )


def draw_list(sheet: Sheet) -> bytes:
    """Return a page of the list of episodes."""
    entries = [_entry(episode, name) for episode, name in zip(sheet.episodes, sheet.names, strict=True)]
    feed_url = _absolute(sheet.frame, sheet.frame.feed)
    return _rendered(
        "index.html",
        sheet,
        entries=entries,
        number=sheet.pages.index(sheet.name) + 1,
        app_links=subscribe.app_links(feed_url, sheet.frame.show.title),
        feed_url=feed_url,
        qr=Markup(qr.svg(feed_url)),  # noqa: S704 - made of squares by us
    )


def _rendered(template: str, sheet: Sheet, **values: object) -> bytes:
    up = "../" * sheet.name.count("/")

    def to(name: str) -> str:
        return up + quote(name, safe="/-._~")

    text = (
        _environment()
        .get_template(template)
        .render(
            **values,
            sheet=sheet,
            frame=sheet.frame,
            show=sheet.frame.show,
            policy=_POLICY,
            to=to,
            absolute=functools.partial(_absolute, sheet.frame),
            written_date=functools.partial(_written_date, sheet.frame.show),
        )
    )
    return text.encode("utf-8", "replace")


def prepare() -> None:
    """Compile the templates ahead of time."""
    environment = _environment()
    for name in environment.list_templates(extensions=["html"]):
        environment.get_template(name)


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("audiocast.publishing.site"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "clock": _clock,
        "minutes": _minutes,
        "brief": _brief,
        "iso": _iso,
        "word_starts": _word_starts,
    }
    return environment


def _entry(episode: Episode, name: str) -> dict[str, object]:
    heights = waveform.bars(episode.waveform, _BARS_IN_A_LIST)
    return {"episode": episode, "name": name, "path": waveform.path(heights), "width": waveform.width(heights)}


def _absolute(frame: Frame, name: str) -> str:
    return frame.show.base_url + ("" if name == "index.html" else quote(name, safe="/-._~"))


# ---------------------------------------------------------------- words


def _written_date(show: Show, episode: Episode, moment: datetime) -> str:
    """Return a date of an episode in the same form as in its script."""
    if episode.normalization:
        return dates.in_language(moment, episode.language or show.language)
    return dates.in_words(moment, british=dates.is_british(show, language=episode.language))


def _iso(moment: datetime) -> str:
    return moment.date().isoformat()


def _clock(milliseconds: int) -> str:
    """Return a time as 1:02:03 or 2:03."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def _word_starts(cue: Cue) -> str:
    """Return the start of each word in milliseconds of its sentence, and "-" for what belongs to the word before it."""
    return " ".join(" -".join((str(word.start_ms - cue.start_ms), *[""] * word.text.count(" "))) for word in cue.words)


def _minutes(milliseconds: int) -> str:
    """Return a duration in words, such as 1 h 2 min."""
    seconds = round(milliseconds / 1000)
    hours, minutes = divmod(round(seconds / 60), 60)
    if hours:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    return f"{minutes} min" if minutes else f"{seconds} s"


def _brief(text: str) -> str:
    """Return the beginning of a text on one line, cut after a word."""
    line = re.sub(r"\s+", " ", text).strip()
    return line if len(line) <= _LONGEST_SUMMARY else line[:_LONGEST_SUMMARY].rpartition(" ")[0].rstrip(" ,;:–—-") + "…"
