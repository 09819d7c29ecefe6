"""The list of all rules, in the order of the output.

Each rule has an id, a level, a title that states what must hold, a remedy, and the function that finds problems.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from audiocast.check import channel, files, media, speech, spoken, timeline
from audiocast.check.verdict import Level, Rule

if TYPE_CHECKING:
    from audiocast.check.material import Folder, Part, Podcast

_FAIL, _WARN = Level.FAIL, Level.WARN

_RENDER = "Run `audiocast render` again"
_VERIFY = "Run `audiocast render --verify`"
_FORCE = "Run `audiocast render --force`"
_REPORT = "Run `audiocast render` again; report it if the rule still fails"
_SHOW = "Correct it in show.toml"
_HAND = "Do not edit the feed by hand; run `audiocast render`"
_RESTORE = "Restore the record in episodes/ from a backup, or listeners get the episode a second time"
_HEAR = "Listen to the episode; then correct the text or the lexicon, or try another voice"
_CACHE = "Run the check on the computer that rendered them, before its cache is pruned"
_CLEAR = "Run `audiocast cache --clear`, then `audiocast render --force`"

PodcastRules: TypeAlias = "tuple[Rule[Podcast], ...]"
PartRules: TypeAlias = "tuple[Rule[Part], ...]"
FolderRules: TypeAlias = "tuple[Rule[Folder], ...]"

PODCAST: PodcastRules = (
    Rule("feed.xml", _FAIL, "The feed is RSS 2.0, written as UTF-8 XML.", _RENDER, channel.is_rss),
    Rule("feed.namespaces", _FAIL, "The XML namespaces are exact.", _HAND, channel.namespaces),
    Rule(
        "feed.size",
        _WARN,
        "The feed is small enough for feed validators.",
        "Start a new show, or add [[feeds]] by category",
        channel.size,
    ),
    Rule("feed.self", _FAIL, "The feed has one link to itself.", "Correct base_url in show.toml", channel.address),
    Rule("feed.public", _WARN, "The feed has a public address.", "Set base_url in show.toml", channel.public),
    Rule(
        "channel.required",
        _FAIL,
        "The show has a title, a link, a description and a language.",
        _SHOW,
        channel.required,
    ),
    Rule(
        "channel.lengths",
        _FAIL,
        "The texts of the show are short enough.",
        "Shorten them in show.toml",
        channel.lengths,
    ),
    Rule("channel.language", _FAIL, "The language is an ISO 639 code.", _SHOW, channel.language),
    Rule("channel.category", _FAIL, "The category is on Apple's list.", _SHOW, channel.category),
    Rule("channel.explicit", _FAIL, "The explicit flags are true or false.", _HAND, channel.explicit),
    Rule(
        "channel.image", _FAIL, "The show has a picture in itunes:image and in the RSS image.", _RENDER, channel.image
    ),
    Rule("channel.link", _FAIL, "The link of the show is a web page.", "Correct link in show.toml", channel.link),
    Rule("channel.author", _WARN, "The show has an author.", _SHOW, channel.author),
    Rule(
        "channel.owner",
        _WARN,
        "The show has an owner with an email address.",
        "Write email in show.toml",
        channel.owner,
    ),
    Rule("channel.guid", _WARN, "The show has a GUID.", _RENDER, channel.identity),
    Rule("channel.locked", _WARN, "The show says whether other hosts may import it.", _RENDER, channel.locked),
    Rule("channel.medium", _WARN, "The medium is one that players support.", _SHOW, channel.medium),
    Rule("channel.type", _FAIL, "The show is episodic, or serial with numbers.", _SHOW, channel.kind),
    Rule("channel.dates", _FAIL, "The dates of the show are valid.", _HAND, channel.dates),
    Rule("channel.synthetic", _WARN, "The description says that the voice is synthetic.", _RENDER, channel.synthetic),
    Rule("items.any", _FAIL, "The feed has an episode.", "Render an article", channel.any_items),
    Rule("items.title", _FAIL, "Every episode has a title.", "Correct the article's title", channel.titles),
    Rule("items.description", _FAIL, "Every episode has a short description.", _RENDER, channel.descriptions),
    Rule("items.enclosure", _FAIL, "Every episode has one MP3 with its length and type.", _RENDER, channel.enclosures),
    Rule("items.address", _FAIL, "All addresses are complete and below base_url.", _RENDER, channel.addresses),
    Rule("items.enclosure_once", _FAIL, "No two episodes have the same MP3.", _HAND, channel.unique_enclosures),
    Rule("items.guid", _FAIL, "Every episode has a GUID.", _HAND, channel.guids),
    Rule("items.guid_once", _FAIL, "No two episodes have the same GUID.", _RESTORE, channel.unique_guids),
    Rule(
        "items.date",
        _FAIL,
        "Every episode has a valid date that is not in the future.",
        "Correct the article's date",
        channel.item_dates,
    ),
    Rule("items.newest_first", _WARN, "The newest episodes come first.", _HAND, channel.newest_first),
    Rule("items.duration", _WARN, "The durations are in seconds.", _RENDER, channel.durations),
    Rule(
        "items.numbers",
        _FAIL,
        "The season, the number and the kind of every episode are right.",
        _RENDER,
        channel.numbers,
    ),
    Rule("items.transcripts", _WARN, "Every episode has transcripts, WebVTT first.", _RENDER, channel.transcripts),
    Rule("items.chapters", _WARN, "Every episode has chapters.", _RENDER, channel.chapters),
    Rule("files.there", _FAIL, "Every file that the feed names exists.", _RENDER, files.named),
    Rule("files.length", _FAIL, "Every MP3 is as long as the feed says.", _FORCE, files.lengths),
    Rule("catalog.guid", _FAIL, "Every episode has the GUID of its first publication.", _RESTORE, files.known),
    Rule("catalog.date", _FAIL, "Every episode has the date of its first publication.", _RESTORE, files.dated),
    Rule("catalog.files", _FAIL, "The feed names the latest files of every episode.", _RENDER, files.current),
    Rule(
        "artwork.format",
        _FAIL,
        "Every picture is a JPEG or PNG file with the right ending.",
        _SHOW,
        files.picture_format,
    ),
    Rule(
        "artwork.shape",
        _FAIL,
        "Every picture is square, 1400 to 3000 pixels wide.",
        "Use another picture",
        files.picture_shape,
    ),
    Rule(
        "artwork.colors",
        _FAIL,
        "Every picture is RGB without transparency.",
        "Save it as RGB without transparency",
        files.picture_colors,
    ),
    Rule(
        "artwork.weight",
        _WARN,
        "Every picture is smaller than 512 kB.",
        "Save it with less quality",
        files.picture_weight,
    ),
)

FOLDER: FolderRules = (
    Rule("catalog.records", _FAIL, "All catalog records can be read.", _RESTORE, files.records),
    Rule("catalog.in_feed", _FAIL, "Every published episode is in the feed.", _RENDER, files.in_feed),
    Rule("catalog.bytes", _FAIL, "Every file has the bytes that were published.", _VERIFY, files.recorded),
    Rule(
        "files.orphans",
        _WARN,
        "The output folder has no orphaned files.",
        "Delete them if no listener needs them",
        files.orphans,
    ),
    Rule(
        "files.outside",
        _FAIL,
        "No link leads out of the output folder.",
        "Replace the link with a copy of the file",
        files.outside,
    ),
    Rule("words.compared", _WARN, "The cache has the words that the voices were given.", _CACHE, spoken.compared),
)

PART: PartRules = (
    Rule("mp3.frames", _FAIL, "The MP3 has only whole frames.", _FORCE, media.frames),
    Rule("mp3.constant", _FAIL, "Players can seek in the MP3.", _FORCE, media.constant),
    Rule("mp3.duration", _FAIL, "The MP3 has the duration that the feed says.", _FORCE, media.duration),
    Rule("sound.decodes", _FAIL, "The MP3 decodes without errors.", _FORCE, media.decodes),
    Rule("sound.loudness", _WARN, "The MP3 is as loud as other podcasts.", _FORCE, media.loudness),
    Rule("sound.peak", _WARN, "The peaks are below -1 dB.", _FORCE, media.peak),
    Rule("id3.version", _WARN, "The tag is ID3v2.3.", _FORCE, media.tag),
    Rule("id3.fields", _WARN, "The tag has the title, the author and the show.", _FORCE, media.tag_fields),
    Rule("id3.title", _WARN, "The title in the tag is the title in the feed.", _FORCE, media.tag_title),
    Rule("id3.size", _WARN, "The tag is small.", "Use a smaller picture", media.tag_size),
    Rule(
        "id3.chapters", _FAIL, "The chapters in the tag are in order and inside the audio.", _FORCE, media.tag_chapters
    ),
    Rule("id3.contents", _FAIL, "The tag has one list of all its chapters.", _FORCE, media.tag_contents),
    Rule("chapters.readable", _FAIL, "The chapters file can be read.", _FORCE, timeline.chapters_readable),
    Rule(
        "chapters.order",
        _FAIL,
        "The chapters start at 0 and are in the order of time.",
        _FORCE,
        timeline.chapters_order,
    ),
    Rule("chapters.inside", _FAIL, "The chapters are inside the audio.", _FORCE, timeline.chapters_inside),
    Rule(
        "chapters.agree",
        _FAIL,
        "The chapters file and the tag have the same chapters.",
        _FORCE,
        timeline.chapters_agree,
    ),
    Rule("transcript.readable", _FAIL, "The transcripts can be read.", _FORCE, timeline.transcripts_readable),
    Rule("transcript.order", _FAIL, "The cues of a transcript do not overlap.", _FORCE, timeline.transcripts_order),
    Rule("transcript.inside", _FAIL, "The cues are inside the audio.", _FORCE, timeline.transcripts_inside),
    Rule("transcript.agree", _FAIL, "All transcripts have the same text.", _FORCE, timeline.transcripts_agree),
    Rule(
        "transcript.words",
        _FAIL,
        "The words of each sentence are in order and inside its time.",
        _FORCE,
        timeline.transcripts_words,
    ),
    Rule(
        "transcript.article",
        _FAIL,
        "The transcripts have the sentences of the tag.",
        _FORCE,
        timeline.transcripts_article,
    ),
    Rule("words.said", _FAIL, "The voices were given the words of the script.", _CLEAR, spoken.said),
    Rule("speech.pace", _WARN, "No sentence is unusually long or short.", _HEAR, speech.pace),
    Rule("speech.silence", _WARN, "No sentence has a long silence.", _HEAR, speech.silence),
    Rule("speech.missing", _FAIL, "Every sentence can be heard.", _FORCE, speech.missing),
    Rule("speech.outside", _WARN, "All speech is in the transcript.", _FORCE, speech.outside),
    Rule("speech.repeated", _FAIL, "Different sentences have different sound.", _REPORT, speech.repeated),
)
