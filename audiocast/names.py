"""Which names are in the articles, and how would each voice say them?"""

from __future__ import annotations

import re
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiocast import config, engines, sources, voices
from audiocast.engines.ipa import broad
from audiocast.errors import EngineError, SourceError
from audiocast.model import Article, Utterance
from audiocast.normalize import Lexicon, Normalizer, read_lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from audiocast.engines import Reader
    from audiocast.model import Voice

# A capital letter, and at least one small one: abbreviations are spelled.
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# Behind these a capital says nothing.
_BEGINS = re.compile(r"(?:^|[.!?:…][\"'’”)\]»]*\s+|\n)[\"'‘“(\[«]*$")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the articles.

    Attributes:
        word: As written.
        count: How often.
        said: By the name of each voice, what it would say, in IPA; "" when it can't read it.
        agreed: Whether they all would say the same.
    """

    word: str
    count: int
    said: Mapping[str, str]
    agreed: bool


def find(source: Path, *, category: str = "") -> tuple[Name, ...]:
    """The names in the articles of a show; first those about which the voices disagree, then the frequent ones.

    Args:
        source: A folder of articles, or one.
        category: Instead of the show's, or "".

    Raises:
        SourceError: There is no such source.
        ConfigError: The show or a lexicon is wrong.
    """
    show = config.read_show(source, category=category)
    counts = _counted(list(_texts(source, show.category)))
    lexicon = Lexicon().merged(*map(read_lexicon, config.find_lexicons(source)))
    say = Normalizer(lexicon=lexicon)
    with ExitStack() as stack:
        readers = dict(_readers(source, stack))
        names = [_name(word, count, say, readers) for word, count in counts.items()]
    return tuple(sorted(names, key=lambda name: (name.agreed, -name.count, name.word)))


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
    """Words that have a capital inside a sentence, and how often they stand anywhere."""
    found: Counter[str] = Counter()
    inside: set[str] = set()
    for text in texts:
        for match in _WORD.finditer(text):
            word = match[0]
            if word[0].isupper() and not word.isupper():
                found[word] += 1
                if not _BEGINS.search(text, max(0, match.start() - 8), match.start()):
                    inside.add(word)
    return Counter({word: count for word, count in found.items() if word in inside})


def _readers(source: Path, stack: ExitStack) -> Iterator[tuple[str, tuple[Reader, Voice]]]:
    """The best voice of each engine that tells how it says something."""
    seen: set[str] = set()
    for speaker in voices.speakers(source):
        if speaker.voice is None or speaker.problem or speaker.voice.engine in seen:
            continue
        seen.add(speaker.voice.engine)
        engine = engines.load(speaker.voice.engine)
        if isinstance(engine, engines.Reader):
            stack.enter_context(engine)
            yield speaker.name, (engine, speaker.voice)


def _name(word: str, count: int, say: Normalizer, readers: Mapping[str, tuple[Reader, Voice]]) -> Name:
    spoken = say(word)
    utterance = Utterance(spoken.text, spoken.written, 0, "", spoken.pronunciations)
    said = {}
    for voice_name, (reader, voice) in readers.items():
        try:
            said[voice_name] = broad(reader.pronounce(utterance, voice))
        except EngineError:  # it can't read a letter of it, which is what the user wants to know
            said[voice_name] = ""
    return Name(word, count, said, agreed=len(set(said.values())) <= 1 and "" not in said.values())
