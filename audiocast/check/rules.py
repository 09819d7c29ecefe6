"""Which rules are there? All of them, in the order in which they are told.

What a rule says is wrong is in the function it names; how bad that is, and what to do, is here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from audiocast.check import channel, files, media, speech, spoken, timeline
from audiocast.check.verdict import Level, Rule

if TYPE_CHECKING:
    from audiocast.check.material import Folder, Part, Podcast
    from audiocast.check.remote import Place

_FAIL, _WARN = Level.FAIL, Level.WARN

_RENDER = "Run `audiocast render` again"
_VERIFY = "Run `audiocast render --verify`"
_FORCE = "Run `audiocast render --force`"
_REPORT = "Render again; if it stays, report it"
_SHOW = "Write it in show.toml"
_HAND = "Do not change the feed by hand; run `audiocast render`"
_RESTORE = "Restore the record in episodes/ from a backup: who has the episode would get it a second time"
_HEAR = "Listen there; correct the text or the lexicon, or try another voice"
_CACHE = "It is known where they were rendered, until the cache is pruned"
_CLEAR = "Run `audiocast cache --clear`, then `audiocast render --force`"
_HOST = "Change the settings of the host"

PodcastRules: TypeAlias = "tuple[Rule[Podcast], ...]"
PartRules: TypeAlias = "tuple[Rule[Part], ...]"
FolderRules: TypeAlias = "tuple[Rule[Folder], ...]"
PlaceRules: TypeAlias = "tuple[Rule[Place], ...]"

PODCAST: PodcastRules = (
    Rule("feed.xml", _FAIL, "Is the feed XML in UTF-8, and RSS 2.0?", _RENDER, channel.is_rss),
    Rule("feed.namespaces", _FAIL, "Are the namespaces exact?", _HAND, channel.namespaces),
    Rule(
        "feed.size", _WARN, "Is it short enough for validators?", "Begin a new show, or feeds by category", channel.size
    ),
    Rule("feed.self", _FAIL, "Does it say where it is, once?", "Correct base_url in show.toml", channel.address),
    Rule("feed.public", _WARN, "Can listeners elsewhere reach it?", "Set base_url in show.toml", channel.public),
    Rule("channel.required", _FAIL, "Are title, link, description, language there?", _SHOW, channel.required),
    Rule("channel.lengths", _FAIL, "Are its texts short enough?", "Shorten them in show.toml", channel.lengths),
    Rule("channel.language", _FAIL, "Is its language an ISO 639 code?", _SHOW, channel.language),
    Rule("channel.category", _FAIL, "Is its category on Apple's list?", _SHOW, channel.category),
    Rule("channel.explicit", _FAIL, "Is explicit true or false everywhere?", _HAND, channel.explicit),
    Rule("channel.image", _FAIL, "Has it a picture, for all readers?", _RENDER, channel.image),
    Rule("channel.link", _FAIL, "Does its link lead to a web page?", "Correct link in show.toml", channel.link),
    Rule("channel.author", _WARN, "Has it an author?", _SHOW, channel.author),
    Rule("channel.owner", _WARN, "Can directories write to its owner?", "Write email in show.toml", channel.owner),
    Rule("channel.guid", _WARN, "Has it an identity of its own?", _RENDER, channel.identity),
    Rule("channel.locked", _WARN, "Does it say who may import it?", _RENDER, channel.locked),
    Rule("channel.medium", _WARN, "Is its medium one that players know?", _SHOW, channel.medium),
    Rule("channel.type", _FAIL, "Is it episodic, or serial with numbers?", _SHOW, channel.kind),
    Rule("channel.dates", _FAIL, "Can its dates be read?", _HAND, channel.dates),
    Rule("channel.synthetic", _WARN, "Are listeners told of the synthetic voice?", _RENDER, channel.synthetic),
    Rule("items.any", _FAIL, "Is there an episode?", "Render an article", channel.any_items),
    Rule("items.title", _FAIL, "Has every episode a title?", "Correct the article's title", channel.titles),
    Rule("items.description", _FAIL, "Has every episode a short description?", _RENDER, channel.descriptions),
    Rule("items.enclosure", _FAIL, "Has every episode one MP3, with length and type?", _RENDER, channel.enclosures),
    Rule("items.address", _FAIL, "Are all addresses complete, and below base_url?", _RENDER, channel.addresses),
    Rule("items.enclosure_once", _FAIL, "Is every MP3 named once?", _HAND, channel.unique_enclosures),
    Rule("items.guid", _FAIL, "Has every episode a GUID?", _HAND, channel.guids),
    Rule("items.guid_once", _FAIL, "Is every GUID given once?", _RESTORE, channel.unique_guids),
    Rule(
        "items.date", _FAIL, "Can every date be read, and is it past?", "Correct the article's date", channel.item_dates
    ),
    Rule("items.newest_first", _WARN, "Are the newest first?", _HAND, channel.newest_first),
    Rule("items.duration", _WARN, "Are durations in seconds?", _RENDER, channel.durations),
    Rule("items.numbers", _FAIL, "Are season, number and kind right?", _RENDER, channel.numbers),
    Rule("items.transcripts", _WARN, "Has every episode transcripts, WebVTT first?", _RENDER, channel.transcripts),
    Rule("items.chapters", _WARN, "Has every episode chapters?", _RENDER, channel.chapters),
    Rule("files.there", _FAIL, "Is every file there that the feed names?", _RENDER, files.named),
    Rule("files.length", _FAIL, "Is every MP3 as long as the feed says?", _FORCE, files.lengths),
    Rule("catalog.guid", _FAIL, "Has every episode the GUID of its publication?", _RESTORE, files.known),
    Rule("catalog.date", _FAIL, "Has every episode the date of its publication?", _RESTORE, files.dated),
    Rule("catalog.files", _FAIL, "Does the feed name the files made last?", _RENDER, files.current),
    Rule("artwork.format", _FAIL, "Is every picture the JPEG or PNG it is called?", _SHOW, files.picture_format),
    Rule("artwork.shape", _FAIL, "Is it square, of 1400 to 3000 pixels?", "Give another image", files.picture_shape),
    Rule("artwork.colors", _FAIL, "Is it plain RGB?", "Save it as RGB without transparency", files.picture_colors),
    Rule("artwork.weight", _WARN, "Is it below 512 KB?", "Save it with less quality", files.picture_weight),
)

FOLDER: FolderRules = (
    Rule("catalog.records", _FAIL, "Can all records be read?", _RESTORE, files.records),
    Rule("catalog.in_feed", _FAIL, "Is every published episode in the feed?", _RENDER, files.in_feed),
    Rule("catalog.bytes", _FAIL, "Is every file as it was made?", _VERIFY, files.recorded),
    Rule(
        "files.orphans", _WARN, "Is every file named by somebody?", "Delete it when no listener needs it", files.orphans
    ),
    Rule("files.outside", _FAIL, "Does no link lead out of the folder?", "Put the file itself there", files.outside),
    Rule("words.compared", _WARN, "Is it known what the voices were given to say?", _CACHE, spoken.compared),
)

PART: PartRules = (
    Rule("mp3.frames", _FAIL, "Is the MP3 made of whole frames and nothing else?", _FORCE, media.frames),
    Rule("mp3.constant", _FAIL, "Can players find a second in it?", _FORCE, media.constant),
    Rule("mp3.duration", _FAIL, "Is it as long as the feed says?", _FORCE, media.duration),
    Rule("sound.decodes", _FAIL, "Does it decode without damage?", _FORCE, media.decodes),
    Rule("sound.loudness", _WARN, "Is it as loud as podcasts are?", _FORCE, media.loudness),
    Rule("sound.peak", _WARN, "Are its peaks below -1 dB?", _FORCE, media.peak),
    Rule("id3.version", _WARN, "Is its tag ID3v2.3?", _FORCE, media.tag),
    Rule("id3.fields", _WARN, "Does its tag name title, author and show?", _FORCE, media.tag_fields),
    Rule("id3.title", _WARN, "Is the title that of the feed?", _FORCE, media.tag_title),
    Rule("id3.size", _WARN, "Is the tag small?", "Use a smaller image", media.tag_size),
    Rule("id3.chapters", _FAIL, "Are the tag's chapters in order, in the sound?", _FORCE, media.tag_chapters),
    Rule("id3.contents", _FAIL, "Has the tag one list of its chapters?", _FORCE, media.tag_contents),
    Rule("chapters.readable", _FAIL, "Can the chapters be read?", _FORCE, timeline.chapters_readable),
    Rule("chapters.order", _FAIL, "Do chapters begin at 0, and ascend?", _FORCE, timeline.chapters_order),
    Rule("chapters.inside", _FAIL, "Are chapters inside the sound?", _FORCE, timeline.chapters_inside),
    Rule("chapters.agree", _FAIL, "Are they those of the tag?", _FORCE, timeline.chapters_agree),
    Rule("transcript.readable", _FAIL, "Can the transcripts be read?", _FORCE, timeline.transcripts_readable),
    Rule("transcript.order", _FAIL, "Does one cue follow the other?", _FORCE, timeline.transcripts_order),
    Rule("transcript.inside", _FAIL, "Are the cues inside the sound?", _FORCE, timeline.transcripts_inside),
    Rule("transcript.agree", _FAIL, "Do all transcripts say the same?", _FORCE, timeline.transcripts_agree),
    Rule("transcript.article", _FAIL, "Is it what was read, by sentence?", _FORCE, timeline.transcripts_article),
    Rule("words.said", _FAIL, "Were the voices given the words of the script?", _CLEAR, spoken.said),
    Rule("speech.pace", _WARN, "Does no sentence take oddly long or short?", _HEAR, speech.pace),
    Rule("speech.silence", _WARN, "Is there no hole in a sentence?", _HEAR, speech.silence),
    Rule("speech.missing", _FAIL, "Is every sentence heard?", _FORCE, speech.missing),
    Rule("speech.outside", _WARN, "Has the transcript all that is heard?", _FORCE, speech.outside),
    Rule("speech.repeated", _FAIL, "Have different sentences different sound?", _REPORT, speech.repeated),
)


def place_rules() -> PlaceRules:
    """Those about the published place; httpx is imported only when they are wanted."""
    from audiocast.check import remote  # noqa: PLC0415

    return (
        Rule("place.there", _FAIL, "Does the feed answer?", "Publish it, or correct the address", remote.there),
        Rule("place.https", _WARN, "Is it https?", _HOST, remote.https),
        Rule("place.feed_type", _FAIL, "Is the feed application/rss+xml?", _HOST, remote.feed_type),
        Rule("place.feed_address", _WARN, "Is it where it says?", "Set base_url in show.toml", remote.feed_address),
        Rule("place.feed_head", _FAIL, "Does the feed answer HEAD?", _HOST, remote.feed_head),
        Rule("place.feed_conditional", _FAIL, "Is a feed fetched only when it is new?", _HOST, remote.feed_conditional),
        Rule("place.feed_gzip", _WARN, "Is the feed compressed?", _HOST, remote.feed_gzip),
        Rule("place.feed_current", _WARN, "Is it the feed in the folder?", "Publish it again", remote.feed_current),
        Rule("place.media", _FAIL, "Is every MP3 there, with its length?", "Publish it again", remote.media_there),
        Rule("place.media_type", _FAIL, "Is every MP3 audio/mpeg?", _HOST, remote.media_type),
        Rule("place.redirects", _WARN, "Are there few redirects?", _HOST, remote.redirects),
        Rule("place.ranges", _FAIL, "Can players begin in the middle?", _HOST, remote.ranges),
        Rule("place.past_end", _FAIL, "Are bytes after the end refused?", _HOST, remote.past_end),
        Rule("place.if_range", _FAIL, "Are two files never mixed?", _HOST, remote.stale),
        Rule("place.etag", _WARN, "Has every MP3 a strong ETag?", _HOST, remote.validators),
        Rule("place.companions", _FAIL, "Are transcripts and chapters there, with types?", _HOST, remote.companions),
        Rule("place.cors", _WARN, "May web players read them?", _HOST, remote.cors),
        Rule("place.pictures", _FAIL, "Does the picture answer HEAD?", _HOST, remote.pictures),
    )
