"""How are names heard and chosen: what does each voice make of each, side by side?

A folder with a page and a sound for each name and voice. The page needs no server; it puts together the command that
writes what was chosen into the lexicon.
"""

from __future__ import annotations

import json
from contextlib import ExitStack
from html import escape
from typing import TYPE_CHECKING

from audiocast import atomic, engines
from audiocast.config import load
from audiocast.engines import voices
from audiocast.errors import EncodeError, EngineError
from audiocast.normalize import Lexicon, read_lexicon
from audiocast.render import preview
from audiocast.script import writer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from audiocast.engines import Engine
    from audiocast.model.voice import Voice
    from audiocast.pronunciation.names import Name

_PAGE = "index.html"


def hold(names: Sequence[Name], *, source: Path, folder: Path) -> Path:
    """Let each voice say each name, and write the page; where that is.

    Raises:
        ConfigError: A voice or a lexicon is wrong.
        EncodeError: A sound can't be written.
        PublishError: The page can't be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EncodeError(f"can't be made ({error.strerror})", where=str(folder), hint="Name another folder") from error
    lexicon = Lexicon().merged(*map(read_lexicon, load.find_lexicons(source)))
    with ExitStack() as stack:
        speakers = list(_speakers(source, names, stack))
        rows = [_row(name, number, folder, lexicon, speakers) for number, name in enumerate(names, 1)]
    page = folder / _PAGE
    atomic.replace(page, _page(rows, source).encode())
    return page


def _speakers(source: Path, names: Sequence[Name], stack: ExitStack) -> Iterator[tuple[Engine, Voice]]:
    """The voices that told how they say the names, ready to say them."""
    wanted = set(names[0].said) if names else set()
    for speaker in voices.speakers(source):
        if speaker.voice is not None and speaker.name in wanted:
            yield stack.enter_context(engines.load(speaker.voice.engine)), speaker.voice


def _row(name: Name, number: int, folder: Path, lexicon: Lexicon, speakers: list[tuple[Engine, Voice]]) -> str:
    """A name with its sounds, each to be listened to and to be chosen."""
    cells = [
        _cell(name, folder / f"{number:03}-{voice.name}.wav", lexicon, engine, voice) for engine, voice in speakers
    ]
    word = escape(name.word)
    times = "once" if name.count == 1 else f"{name.count} times"
    return (
        f'<fieldset data-name="{word}"><legend>{word} <small>{times}</small></legend>'
        + "".join(cells)
        + f'<p><label><input type="radio" name="{word}" value="" checked> leave it to each voice</label></p>'
        + f'<label>or write it otherwise: <input type="text" aria-label="{word}, respelled"></label></fieldset>'
    )


def _cell(name: Name, sound: Path, lexicon: Lexicon, engine: Engine, voice: Voice) -> str:
    """What one voice says."""
    ipa, label, word = name.said[voice.name], escape(voice.name), escape(name.word)
    try:
        preview.write_with(engine, writer.write_text(name.word, voice=voice, lexicon=lexicon), voice, sound)
    except EngineError as error:
        return f"<p>{label}: {escape(str(error))}</p>"
    choice = escape(f"{name.word}=/{ipa}/")
    return (
        f'<p><label><input type="radio" name="{word}" value="{choice}"{"" if ipa else " disabled"}> {label} '
        f'<span lang="und-fonipa">/{escape(ipa)}/</span></label> '
        f'<audio controls preload="none" src="{escape(sound.name)}"></audio></p>'
    )


def _page(rows: Sequence[str], source: Path) -> str:
    command = json.dumps(f"audiocast names {_quoted(str(source))}").replace("<", "\\u003c")
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>How are they said?</title>
<style>
body {{ font: 1rem/1.5 sans-serif; max-width: 45rem; margin: 2rem auto; padding: 0 1rem }}
fieldset {{ margin: 0 0 1rem }} p {{ margin: .3rem 0 }} audio {{ height: 2rem; vertical-align: middle }}
textarea {{ width: 100%; height: 6rem; font-family: monospace }}
</style></head><body>
<h1>How are they said?</h1>
<p>Listen, and choose what is right, or write a name the way it should be read.
Leave alone what all voices say well.</p>
{"".join(rows)}
<h2><label for="command">Then run this</label></h2>
<textarea id="command" readonly></textarea>
<script>
const quoted = text => "'" + text.replaceAll("'", "'\\\\''") + "'";
function tell() {{
  const chosen = [...document.querySelectorAll("fieldset")].flatMap(row => {{
    const own = row.querySelector("[type=text]").value.trim();
    const voice = row.querySelector(":checked");
    return own ? [row.dataset.name + "=" + own] : voice.value ? [voice.value] : [];
  }});
  document.getElementById("command").value =
    chosen.length ? {command} + chosen.map(choice => " --write " + quoted(choice)).join("") : "";
}}
document.addEventListener("input", tell);
</script></body></html>
"""


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
