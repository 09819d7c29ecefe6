"""The list of the rules about a published feed.

They are apart from `rules` because they import httpx, which takes long and which a check of a folder does not need.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.check import remote
from audiocast.check.verdict import Level, Rule

if TYPE_CHECKING:
    from audiocast.check.remote import Place

_FAIL, _WARN = Level.FAIL, Level.WARN
_HOST = "Change the settings of the web host"

REMOTE: tuple[Rule[Place], ...] = (
    Rule("place.there", _FAIL, "The feed can be fetched.", "Publish it, or correct the address", remote.there),
    Rule("place.https", _WARN, "The address is https.", _HOST, remote.https),
    Rule("place.feed_type", _FAIL, "The media type of the feed is application/rss+xml.", _HOST, remote.feed_type),
    Rule(
        "place.feed_address",
        _WARN,
        "The feed has the address at which it was fetched.",
        "Set base_url in show.toml",
        remote.feed_address,
    ),
    Rule("place.feed_head", _FAIL, "A HEAD request for the feed succeeds.", _HOST, remote.feed_head),
    Rule(
        "place.feed_conditional",
        _FAIL,
        "A conditional request for an unchanged feed gets 304.",
        _HOST,
        remote.feed_conditional,
    ),
    Rule("place.feed_gzip", _WARN, "The feed is compressed.", _HOST, remote.feed_gzip),
    Rule(
        "place.feed_current",
        _WARN,
        "The published feed is the feed in the folder.",
        "Publish it again",
        remote.feed_current,
    ),
    Rule(
        "place.media",
        _FAIL,
        "Every MP3 can be fetched and has the right length.",
        "Publish it again",
        remote.media_there,
    ),
    Rule("place.media_type", _FAIL, "The media type of every MP3 is audio/mpeg.", _HOST, remote.media_type),
    Rule("place.redirects", _WARN, "Every MP3 has at most one redirect.", _HOST, remote.redirects),
    Rule("place.ranges", _FAIL, "A range request gets the range (206).", _HOST, remote.ranges),
    Rule("place.past_end", _FAIL, "A range after the end of the file is refused (416).", _HOST, remote.past_end),
    Rule("place.if_range", _FAIL, "A request with a stale If-Range gets the whole file (200).", _HOST, remote.stale),
    Rule("place.etag", _WARN, "Every MP3 has a strong ETag.", _HOST, remote.validators),
    Rule(
        "place.companions",
        _FAIL,
        "The transcripts and chapters can be fetched and have the right types.",
        _HOST,
        remote.companions,
    ),
    Rule("place.cors", _WARN, "Web players may read the transcripts and chapters (CORS).", _HOST, remote.cors),
    Rule(
        "place.pictures",
        _FAIL,
        "A HEAD request for each picture succeeds, with the right type.",
        _HOST,
        remote.pictures,
    ),
)
