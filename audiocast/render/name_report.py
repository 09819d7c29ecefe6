"""Find the names and rare words in articles, and how each voice pronounces them."""

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
from audiocast.errors import ConfigError, EngineError, SourceError
from audiocast.model.article import Article
from audiocast.model.script import Utterance
from audiocast.normalize import Lexicon, Normalizer, read_lexicons
from audiocast.normalize.lexicon import with_entry
from audiocast.pronunciation import dictionary, notation, phonemizer
from audiocast.render import languages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from audiocast.engines import Pronounces
    from audiocast.model.voice import Voice

# A capital letter, and at least one small one: abbreviations are spelled.
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_OWNED = re.compile("'s$")
# Shorter words do not count as rare.
_MIN_LETTERS = 4
# Endings of inflected forms, and what replaces them in the dictionary form.
_FORMS = (
    *(("s", ""), ("es", "", "e"), ("ies", "y"), ("ed", "", "e"), ("ied", "y"), ("ing", "", "e"), ("er", "", "e")),
    *(("ers", "", "e"), ("ly", ""), ("ness", ""), ("ised", "ized"), ("ise", "ize"), ("ising", "izing")),
    *(("our", "or"), ("oured", "ored"), ("ours", "ors")),
)
_PREFIXES = ("un", "re", "non", "over", "anti", "counter")
# After these a capital letter begins a sentence, so it is no sign of a name.
_SENTENCE_START = re.compile(r"(?:^|[.!?:…][\"'’”)\]»]*\s+|\n)[\"'‘“(\[«]*$")


@dataclass(frozen=True, slots=True)
class Name:
    """A name or a rare word in the articles.

    Attributes:
        word: The word as written.
        count: How often it occurs.
        said: Its pronunciation in IPA by the name of each voice; "" when the voice can't read it.
        agreed: Whether all voices pronounce it alike, apart from weak vowels and weak stress.
        step: The step that decided how the narrator says it, as `pronunciation.phonemizer` names it.
    """

    word: str
    count: int
    said: Mapping[str, str]
    agreed: bool
    step: str = phonemizer.LEXICON

    @property
    def known(self) -> bool:
        """Whether a lexicon, a table or a dictionary has it, so that the narrator need not guess."""
        return self.step not in phonemizer.GUESSES

    @property
    def doubtful(self) -> bool:
        """Whether a voice is likely to pronounce it wrong."""
        return not (self.agreed and self.known)


def find(source: Path, *, category: str | None = None) -> tuple[Name, ...]:
    """Return the names and rare words in the articles of a show, in the order in which voices are likely to be wrong.

    First come words that the narrator guesses, and last those that the lexicon decides. Of words that the same step
    decides, those that voices pronounce differently come first, and then the frequent ones.

    Args:
        source: A folder of articles, or one article.
        category: The category of the articles; None for that of the show, "" for all articles.

    Raises:
        SourceError: There is no such source.
        ConfigError: The settings of the show or a lexicon are wrong.
    """
    show = load.read_show(source, category=category)
    narrator = load.read_voice(source, show.voice)
    texts = list(_texts(source, show.category, narrator))
    counts = _counted(texts)
    stage = _Stage(tuple(line for text in texts for line in text.splitlines()), narrator)
    lexicon = read_lexicons(load.find_lexicons(source))
    say = Normalizer(lexicon=lexicon)
    with ExitStack() as stack:
        engines_by_voice = dict(_pronouncing_engines(source, stack))
        names = [_name(word, count, say, engines_by_voice, stage) for word, count in counts.items()]
    order = {step: -place for place, step in enumerate(phonemizer.STEPS)}
    return tuple(sorted(names, key=lambda name: (order[name.step], name.agreed, -name.count, name.word)))


def write(source: Path, choices: Sequence[tuple[str, str]]) -> tuple[Path, tuple[Name, ...]]:
    """Write chosen pronunciations to the show's lexicon: all of them or, after an error, none.

    Everything else in the file stays: the other lines and their order, the line ends, a byte order mark, the file's
    permissions, and a symbolic link to it.

    Args:
        source: A folder of articles, or one article.
        choices: Pairs of a name and its respelling, or its IPA between slashes.

    Returns:
        The path of the lexicon, and the new pronunciation of each name.

    Raises:
        ConfigError: A choice is not a valid entry of a lexicon, or a voice can't say it.
        PublishError: The lexicon can't be written.
    """
    path = load.own_lexicon(source)
    lexicon = read_lexicons(load.find_lexicons(source))
    content = path.read_bytes() if path.is_file() else b""
    mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    text = content.decode("utf-8-sig")
    for written, said in choices:
        text, entry = with_entry(text, written, said)
        lexicon = lexicon.merged(Lexicon((entry,)))
    say = Normalizer(lexicon=lexicon)
    with ExitStack() as stack:
        engines_by_voice = dict(_pronouncing_engines(source, stack))
        stage = _Stage((), load.read_voice(source, load.read_show(source).voice))
        names = tuple(_name(written, 0, say, engines_by_voice, stage) for written, _ in choices)
    for name in names:
        if silent := [voice for voice, said in name.said.items() if not said]:
            raise ConfigError(
                f"the voice {silent[0]} can't say this for {name.word!r}", hint="Use other letters or IPA symbols"
            )
    if mark + text.encode() != content:
        atomic.rewrite(path, mark + text.encode())
    return path, names


def _texts(source: Path, category: str, narrator: Voice) -> Iterator[str]:
    """Yield the texts of the articles of a show that its narrator reads, without those in other languages."""
    root = source if source.is_dir() else source.parent
    for path in sources.find(source).documents:
        try:
            readings = sources.read(sources.fetch(path, root))
        except SourceError:
            continue  # `render` reports it
        for reading in readings:
            if not isinstance(reading, Article) or sources.select(reading, category):
                continue
            code = languages.found(reading)
            if not code or sources.language.same(code, narrator.language):
                yield "\n".join((reading.title, *(block.text for block in reading.blocks)))


def _counted(texts: Sequence[str]) -> Counter[str]:
    """Return how often each word occurs that has a capital letter inside a sentence, or that is in no dictionary."""
    found: Counter[str] = Counter()
    inside: set[str] = set()
    for text in texts:
        goes_on = 0
        for match in _WORD.finditer(text):
            at, word = match.start(), _OWNED.sub("", match[0].replace("’", "'"))
            if text.startswith(".", match.end()) and _is_abbreviation(word):
                goes_on = match.end() + 1
                continue  # another word is said for it
            if word.islower() and len(word) >= _MIN_LETTERS and not _is_known(word):
                found[word] += 1
                inside.add(word)
            elif word[0].isupper() and not word.isupper():
                found[word] += 1
                if text[goes_on:at] == " " or not _SENTENCE_START.search(text, max(0, at - 8), at):
                    inside.add(word)
    return Counter({word: count for word, count in found.items() if word in inside})


@functools.cache
def _is_abbreviation(word: str) -> bool:
    """Return whether a word with a full stop before a name is expanded, as "Dr." is."""
    said = Normalizer()(f"They met {word}. Adams.").text
    return not re.search(rf"\b{re.escape(word)}\b", said)


def _pronouncing_engines(source: Path, stack: ExitStack) -> Iterator[tuple[str, tuple[Pronounces, Voice]]]:
    """Yield the best voice of each engine that returns pronunciations, with its entered engine."""
    seen: set[str] = set()
    for speaker in voices.speakers(source):
        if speaker.voice is None or speaker.problem or speaker.voice.engine in seen:
            continue
        seen.add(speaker.voice.engine)
        engine = engines.load(speaker.voice.engine)
        if isinstance(engine, engines.Pronounces):
            stack.enter_context(engine)
            yield speaker.name, (engine, speaker.voice)


class _Stage:
    """The stage that decides pronunciations, for the articles of a show.

    Args:
        texts: The lines of all articles.
        narrator: The voice whose accent decides.
    """

    def __init__(self, texts: Sequence[str], narrator: Voice) -> None:
        self._texts = texts
        self._narrator = narrator
        self._by_voice: dict[str, phonemizer.Phonemizer] = {}

    def step(self, utterance: Utterance) -> str:
        """Return the least sure step that decides a word of an utterance."""
        decisions = self._phonemizer(self._narrator).decide(utterance)
        return max((each.step for each in decisions), key=phonemizer.STEPS.index, default=phonemizer.LEXICON)

    def annotate(self, utterance: Utterance, voice: Voice) -> Utterance:
        """Return an utterance with the pronunciations that a voice needs."""
        return self._phonemizer(voice).annotate(utterance)

    def _phonemizer(self, voice: Voice) -> phonemizer.Phonemizer:
        if voice.name not in self._by_voice:
            self._by_voice[voice.name] = phonemizer.Phonemizer(self._texts, voices=(voice,))
        return self._by_voice[voice.name]


def _name(
    word: str, count: int, say: Normalizer, engines_by_voice: Mapping[str, tuple[Pronounces, Voice]], stage: _Stage
) -> Name:
    spoken = say(word)
    utterance = Utterance(spoken.text, spoken.written, 0, "", spoken.pronunciations)
    said = {}
    for voice_name, (engine, voice) in engines_by_voice.items():
        try:
            said[voice_name] = notation.broad(engine.pronounce(stage.annotate(utterance, voice), voice))
        except EngineError:  # the voice can't read a letter of the name
            said[voice_name] = ""
    agreed = len(set(map(notation.rough, said.values()))) <= 1 and "" not in said.values()
    step = stage.step(utterance) if spoken.text.strip() == word else phonemizer.LEXICON
    return Name(word, count, said, agreed=agreed, step=step)


def _is_known(word: str) -> bool:
    """Return whether the dictionary has a word, or a base form of it; of a compound, each word."""
    return all(any(dictionary.lookup(stem, british=False) for stem in _stems(part)) for part in word.lower().split("-"))


def _stems(word: str) -> Iterator[str]:
    yield word
    for ending, *others in _FORMS:
        if word.endswith(ending) and len(word) - len(ending) >= _MIN_LETTERS - 1:
            stem = word.removesuffix(ending)
            yield from (stem + other for other in others)
            if stem[-1] == stem[-2]:  # "running"
                yield stem[:-1]
    for prefix in _PREFIXES:
        if word.startswith(prefix):
            yield word.removeprefix(prefix)
