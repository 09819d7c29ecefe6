"""Tests of how a paragraph is divided into sentences. `test_writer.py` tests the pauses between them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocast.script.sentences import split_sentences, split_utterances

_NEWS = "the Old mayor of Elm St. said, “No.” (again) in 1990. U.S. talks; 5 p.m. ended: -"
_WORDS = st.lists(st.sampled_from(_NEWS.split()))


@pytest.mark.parametrize(
    "sentences",
    [
        ["Gen. Ann P. Muller met Sen. A. B. Cole in Olympia, Wash., on Jan. 5.", "He left at 5 p.m. and flew home."],
        ["The deal was signed in the U.S.", "It took effect in March."],
        ["The U.S. Senate voted 51-49.", "Mr. Ode spoke."],
        ["“We are ready,” she said.", "“Are you?”", "No one answered."],
        ["He asked, “Is it over?” and left.", "“Yes!” she said."],
        ["The meeting is at 10 a.m. Monday.", "Bring a pen."],
        ["Dr. Ray Jr. and Prof. Lee of St. Mary’s agreed (see No. 5).", "It rained."],
        ["Wait... what happened?", "Nobody knows."],
        ["It ended 6-3, 7-6 (4).", "Next came the final."],
        ["It was the end of World War II.", "Britain won."],
        ["She bought an iPad.", "iPads are dear."][:1],
    ],
    ids=lambda sentences: sentences[0][:30],
)
def test_abbreviations_do_not_end_a_sentence(sentences: list[str]) -> None:
    """Titles, initials, abbreviations and quotations do not end a sentence. "U.S." may end one."""
    assert split_sentences(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    "sentence",
    [
        "The non-U.K. and pro-E.U. parties met.",
        "Rep. Ann Cole, D-N.J., and Sen. Bo Day, R-W.Va., agreed.",
        "The Mozilla.File module and the company Halo.Bungie grew.",
        "The match starts at 9 p.m. ET.",
        "It begins at 11 a.m. EST Thursday.",
        "They worked until 3 a.m. Berlin time.",
        "The bank opens at 9 a.m. Eastern Standard Time.",
        "At 6 p.m. Mayor Lee arrived.",
        "Read chap. 7, para. 12 and eq. 3 again.",
        "It holds approx. 40 people (est. 1911) in Rm. 12.",
        "Flt. 81 landed as Cat. 4 winds hit.",
        "Read Matt. 6:9, 2 Cor. 5 and Eph. 1.",
        "Bk. II and Vol. IV are lost, and so is Fig. B.",
        "The sale of Sun. 6 and Sat. 5 tickets began.",
        "He is 6 ft. 1 in. tall.",
        "Lt. Col. J. R. Hill of St. Ives met Ms. B. C. Day.",
        "“Who pays?” Hill asked.",
        "“Never!” Ann Day shouted at the crowd.",
        "“Why… why?” he said.",
        "I… I don’t know.",
        "The Yahoo! Finance page and Yum! Brands grew.",
        "He won ... a prize.",
        "He gave it to Acme Inc. Chief Executive Tim Lee.",
        "See Smith et al. (2004) and cf. Hill.",
        "It is from ALBANY, N.Y. — The mayor left.",
        "He did the work. [4] [7]",
        "Look at the page.) 💭",
        "18. In keeping with this, we left.",
        "2 tbsp. Olive oil",
        "¼ tsp. sea salt",
        "Maj. Harold Hill, U.S. Army, Ret., leaned back.",
        "The paper, L.A. Times, and its head, R.N. Roy, won.",
        "They met at M. A. Roy Stadium with Shri. Ratan Roy.",
        "Thurs. - The show runs 2:00 P.M. TO 2:00 A.M. daily.",
        "It cost approx. US$100 and ca. 90 euros.",
    ],
)
def test_a_mark_within_a_sentence_does_not_end_it(sentence: str) -> None:
    """Abbreviations, times with a zone, names with a mark and a speaker after a quotation belong to their sentence."""
    assert [each.written for each in split_utterances(sentence, 0)] == [sentence]


@pytest.mark.parametrize(
    "sentences",
    [
        ["The train left at 9 p.m.", "It was late."],
        ["It airs at 8 p.m. PT.", "Watch it."],
        ["He made Plan B.", "Nobody saw World War I.", "So did I.", "Police came."],
        ["Sales rose.", "iPods sold well.", "eBay did not."],
        ["It failed.", "al-Shabaab said so.", "von Trapp did too.", "k.d. lang sang."],
        ["i) Wash it.", "ii) Dry it.", "iii) Fold it."],
        ["1. Wash it.", "2. Dry it."],
        ["'We won. We did,' she said.", "'At last.'", "They left."],
        ["‘We won,’ she said.", "“Did we?”", "‘Yes.’"],
        ["Pi begins with 3.14.", "16 people knew that.", "12 did not."],
        ["He said no.", "16 people heard it.", "No. 16 was free."],
        ["She reads the Sun.", "The FT.", "Nobody reads the rest."],
        ["It fell.[1]", "It rose.[2][3]", "It fell.4", "It stopped.²", "Then it rose."],
        ["It ended.", "(Nobody was hurt.)", "They left."],
        ["She said “Go home. Now.”", "Then she left."],
        ["Bake for 20 min.", "Serve hot with 2 oz.", "Enjoy."],
        ["Bo likes Jay-Z.", "Ann likes the letter ‘a’.", "We don’t."],
        ["“What next?”", "Mr Lee said he would wait."],
        ["He lives in Albany, N.Y.", "Smoking is banned there."],
        ["We sat there in the cold...", "The bus came."],
        ["He used etc.", "Then he used et al.", "That was wrong."],
        ["Great! :)", "We did it 🎉.", "Thanks! 👍", "Bye."],
        ["it was late.", "we left.", "nobody saw us."],
        ["It ended. !!!", "Then it began."],
        ["They liked the impression.", "we've kept it."],
    ],
    ids=lambda sentences: sentences[0],
)
def test_sentences_end(sentences: list[str]) -> None:
    """A mark ends a sentence when the word after it begins one."""
    assert split_sentences(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    ("paragraph", "sentences"),
    [
        ("The storm ended.The fleet left.", ["The storm ended.", "The fleet left."]),
        ("It rained on Monday.They left.", ["It rained on Monday.", "They left."]),
        ("He wrote it.She read it.", ["He wrote it.", "She read it."]),
        ("The storm ended.“We left.”", ["The storm ended.", "“We left.”"]),
        ("Try Booking.Com or ASP.Net now.", ["Try Booking.Com or ASP.Net now."]),
    ],
)
def test_a_space_is_missing(paragraph: str, sentences: list[str]) -> None:
    """A sentence may end without a space after it, but a name with a full stop is no end."""
    assert split_sentences(paragraph) == sentences


def test_a_long_quotation_is_several_sentences() -> None:
    """A long quotation is divided where its sentences end."""
    said = "We will rebuild the harbor wall before the winter storms come back to this coast"
    sentences = [
        f"“{said}.",
        f"{said}, and so will our neighbors.",
        f"{said},” the mayor told the council on Friday night.",
    ]
    assert split_sentences(" ".join(sentences)) == sentences


def test_a_quotation_of_thousands_of_sentences_is_divided() -> None:
    """The time grows with the length of the text, not with its square, which would be minutes."""
    assert len(split_sentences(f"“{'We came. Nobody did. ' * 5000}”")) == 10_000


@given(_WORDS)
def test_nothing_is_lost_between_sentences(words: list[str]) -> None:
    """The sentences of a paragraph have all its words, in order."""
    paragraph = " ".join(words)
    assert " ".join(split_sentences(paragraph)).split() == paragraph.split()


def test_only_the_last_utterance_of_a_sentence_ends_it() -> None:
    """The breaths of a long sentence do not end it, and the pause after the paragraph follows its last utterance."""
    clause = "the council met in the old hall by the harbor to debate the plan for the wall again, "
    said = list(split_utterances(f"It rained. After that, {clause * 4}and it ended.", end_ms=700))
    assert [each.ends for each in said] == [True, *[False] * (len(said) - 2), True]
    assert len(said) > 2
    assert [each.pause_ms for each in said].index(700) == len(said) - 1
