"""What the user decided is told from what comes with the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.config import load, user_choices
from audiocast.normalize.lexicon import Entry, Lexicon, read_lexicon

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_LEXICON = load.shipped("voices") / load.LEXICON_FILE


def _written(source: Path) -> frozenset[str]:
    return user_choices.written_keys(source, load.read_voices(source, load.read_show(source)))


def test_the_list_of_what_is_shipped_is_up_to_date(project: Path) -> None:
    """The list of shipped entries is that of `voices/`: write it again after a change there, as the failure says."""
    wanted = user_choices.list_shipped(project / "voices")
    listed = (project / "audiocast" / "config" / "shipped.tsv").read_text(encoding="utf-8")
    assert listed == wanted, "Write it to audiocast/config/shipped.tsv: user_choices.list_shipped(Path('voices'))"


def test_settings_that_are_written(tmp_path: Path, show_toml: Callable[[str], None]) -> None:
    """They are the user's, those of tables too, be they the defaults or not."""
    show_toml('title = "T"\ndescription = "D."\nvoice = "tone"\nchime = false\n[roles]\nquote = "system"\n')
    written = _written(tmp_path / "articles")
    assert written == {"title", "description", "voice", "chime", "roles", "roles.quote"}


def test_a_shipped_voice_file_is_the_users_once_it_is_changed(
    tmp_path: Path, show_toml: Callable[[str], None], write_voice: Callable[[str, str], None]
) -> None:
    """Its name and its place do not matter: a copy of the project has shipped files in the user's folder."""
    show_toml('voice = "tone"\n')
    shipped = (load.shipped("voices") / "tone.toml").read_text(encoding="utf-8")
    write_voice("tone", shipped)
    assert _written(tmp_path / "articles") == {"voice"}
    write_voice("tone", shipped + "\n# mine\n")
    assert "voice0.engine" in _written(tmp_path / "articles")


def test_entries_of_the_lexicon_that_are_not_shipped(tmp_path: Path) -> None:
    """They are the user's, and so is the decision to do without a shipped one, or with another in its place."""
    assert not user_choices.own_entries(read_lexicon(_LEXICON))
    changed = _LEXICON.read_text(encoding="utf-8").replace("Macron\t\tməˈkɹoʊn\n", "").replace("ʃɔːlts", "ʃɒlts")
    (tmp_path / "lexicon.tsv").write_text(changed + "Quyen\tkwin\n", encoding="utf-8")
    own = user_choices.own_entries(read_lexicon(tmp_path / "lexicon.tsv"))
    assert set(own) == {Entry("Macron"), Entry("Scholz"), Entry("Scholz", ipa="ʃɒlts"), Entry("Quyen", "kwin")}


def test_words_are_found_where_they_stand() -> None:
    """As whole words, in their case or in any; spaces and apostrophes of every kind are the same."""
    entries = (Entry("Xi Jinping", "x"), Entry("O'Dell", "x"), Entry("kyiv", "x", any_case=True), Entry("ann", "x"))
    found = Lexicon(entries).within("Ann O’Dell’s friend met Xi\u00a0Jinping in KYIV.")
    assert [entry.written for entry in found] == ["Xi Jinping", "O'Dell", "kyiv"]
    assert Lexicon(entries).within("Kyivan annals of Xi Jinpings") == ()
