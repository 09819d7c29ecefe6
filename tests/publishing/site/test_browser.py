"""The player of the pages in Chromium."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page, Route

    Open = Callable[..., Page]

_SIZES = {390: 844, 1280: 800}
_any_width = pytest.mark.parametrize("context", _SIZES, ids=lambda width: f"{width}px", indirect=True)
_NOW = "document.querySelector('audio').currentTime"
_SPOKEN = "document.querySelector('.said.now')?.id ?? ''"
# Seconds of sound between the moment a sentence begins and the moment it is highlighted, for all that begin in a while.
_LAGS = """seconds => new Promise(done => {
  const audio = document.querySelector('audio');
  const said = [...document.querySelectorAll('.said')];
  const starts = said.map(s => s.dataset.start / 1000);
  const lags = [];
  const began = audio.currentTime;
  let last = document.querySelector('.said.now');
  new MutationObserver(() => {
    const now = document.querySelector('.said.now');
    if (now && now !== last) { last = now; lags.push(audio.currentTime - starts[said.indexOf(now)]); }
  }).observe(document.body, {subtree: true, attributeFilter: ['class']});
  setTimeout(() => {
    const due = starts.filter(s => s > began + 0.05 && s < audio.currentTime - 0.2).length;
    done({lags, due});
  }, seconds * 1000);
})"""

# Moves to so many moments, and returns those at which another word is marked than the data of the page say.
_SEEKS = """async count => {
  const audio = document.querySelector('audio');
  const known = [...document.querySelectorAll('.said[data-words]')].flatMap(said => {
    const times = said.dataset.words.split(' ').filter(time => time !== '-');
    const elements = said.querySelectorAll('.word');
    return times.map((time, number) => ({start: (+said.dataset.start + +time) / 1000, word: elements[number]}));
  });
  const wrong = [];
  for (let number = 0; number < count; number++) {
    const moment = known[0].start + (number * 0.618034 % 1) * (audio.duration - known[0].start - 0.1);
    const there = new Promise(done => audio.addEventListener('seeked', done, {once: true}));
    audio.currentTime = moment;
    await there;
    const marked = document.querySelectorAll('.word.now');
    const right = known.findLast(({start}) => start <= audio.currentTime + 0.002).word;
    const elsewhere = !right.closest('.said').classList.contains('now');
    if (marked.length !== 1 || (marked[0] !== right && !elsewhere)) wrong.push(moment);
  }
  const sample = document.querySelector('#s6');
  return {words: sample.querySelectorAll('.word').length, text: sample.textContent, wrong};
}"""


@pytest.fixture
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A new browser, of a phone's width if no other is asked for, from which no request leaves the machine."""
    width = getattr(request, "param", 390)
    context = browser.new_context(viewport={"width": width, "height": _SIZES[width]}, reduced_motion="reduce")
    context.set_default_timeout(60_000)
    abroad: list[str] = []
    troubles: list[str] = []

    def judge(route: Route) -> None:
        url = urlsplit(route.request.url)
        if url.scheme in {"data", "file"} or url.hostname == "127.0.0.1":
            route.continue_()
        else:
            abroad.append(route.request.url)
            route.abort()

    context.route("**/*", judge)
    context.on("weberror", lambda error: troubles.append(str(error.error)))
    context.on("console", lambda line: troubles.append(line.text) if line.type in {"error", "warning"} else None)
    yield context
    context.close()
    assert not abroad
    assert not troubles


@pytest.fixture
def open_page(context: BrowserContext, served: str, published: Path) -> Open:
    """A function that opens the page of an episode, or another page."""

    def open_it(name: str = "market", *, address: str = served, after: str = "") -> Page:
        found = [path.relative_to(published).as_posix() for path in published.rglob(f"{name}*.html")]
        page = context.new_page()
        page.goto(f"{address}/{found[0]}{after}")
        return page

    return open_it


def _wait(page: Page, condition: str) -> None:
    page.wait_for_function(f"() => {condition}")


def _play_slowly(page: Page) -> None:
    """Let the sound last sixteen times as long, so that a busy machine does not miss a sentence."""
    _wait(page, "document.querySelector('audio').readyState > 0")
    page.evaluate("document.querySelector('audio').playbackRate = 0.0625")


def _start(page: Page, number: int) -> float:
    return float(page.locator(f"#s{number}").get_attribute("data-start") or "nan") / 1000


def test_highlight_follows_the_sound(open_page: Open) -> None:
    """One sentence after the other is highlighted while it is heard."""
    page = open_page()
    page.get_by_role("button", name="Play").click()
    for number in range(3):
        _wait(page, f"({_SPOKEN}) === 's{number}' && {_NOW} >= {_start(page, number)}")


@pytest.mark.benchmark
def test_highlight_is_in_time(open_page: Open) -> None:
    """Each sentence is highlighted within 150 ms of its beginning.

    A browser that gets no processor for a moment is late whatever the page does, so the best of three tries counts.
    """
    worst: list[float] = []
    for _ in range(3):
        page = open_page()
        page.get_by_role("button", name="Play").click()
        _wait(page, f"{_NOW} > 0.3")
        measured: dict[str, Any] = page.evaluate(_LAGS, 5)
        assert measured["due"] >= 2
        assert len(measured["lags"]) >= measured["due"]
        worst.append(max(map(abs, measured["lags"])))
        if worst[-1] < 0.15:
            return
        page.close()
    raise AssertionError(f"late by {worst} seconds")


@pytest.mark.parametrize("place", ["served", "folder"])
def test_click_on_a_sentence_jumps_there(open_page: Open, served: str, published: Path, place: str) -> None:
    """The sound goes on from the sentence that was clicked, also in pages opened from a folder."""
    page = open_page(address=served if place == "served" else published.as_uri())
    _play_slowly(page)
    page.locator("#s6").click(position={"x": 4, "y": 8})
    _wait(page, f"{_NOW} > {_start(page, 6)} && !document.querySelector('audio').paused")
    assert page.evaluate(_SPOKEN) == "s6"
    assert page.evaluate(_NOW) - _start(page, 6) < 2


def test_click_on_a_word_jumps_there(open_page: Open) -> None:
    """The sound goes on from the word that was clicked, and only that word is marked; keys go from word to word."""
    page = open_page()
    _play_slowly(page)
    word = page.locator("#s5 .word").nth(3)
    start = float(word.get_attribute("data-start") or "nan") / 1000
    word.click()
    _wait(page, f"{_NOW} >= {start} && !document.querySelector('audio').paused")
    assert page.evaluate(_NOW) - start < 0.5
    page.keyboard.press("k")
    assert page.evaluate(_SPOKEN) == "s5"
    for key, number in (("w", 4), ("w", 5), ("b", 4)):
        page.keyboard.press(key)
        assert page.locator(".word.now").count() == 1
        assert page.locator("#s5 .word").nth(number).evaluate("e => e.classList.contains('now')")


def test_the_word_at_each_time_is_marked(open_page: Open) -> None:
    """At a hundred moments the marked word is the last one of the current sentence that began."""
    page = open_page()
    _wait(page, "document.querySelector('audio').readyState > 0")
    text = page.locator("#s6").inner_text()
    found: dict[str, Any] = page.evaluate(_SEEKS, 100)
    assert found == {"words": len(text.split()), "text": text, "wrong": []}


def test_enter_on_a_sentence_jumps_there(open_page: Open) -> None:
    """Sentences are one stop of the tab key; arrows go from one to the next, Enter plays it."""
    page = open_page()
    page.locator(".said[tabindex='0']").focus()
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    _wait(page, f"{_NOW} > {_start(page, 4)}")
    assert page.evaluate("document.activeElement.id") == "s4"
    assert page.locator(".said[tabindex='0']").count() == 1


def test_speed_changes_and_stays(open_page: Open) -> None:
    """The chosen speed is the sound's, and the next episode's too."""
    page = open_page()
    page.get_by_label("Speed").select_option("1.5")
    assert page.evaluate("document.querySelector('audio').playbackRate") == 1.5
    page.locator("h1").focus()
    page.keyboard.press(">")
    assert page.evaluate("document.querySelector('audio').playbackRate") == 1.75
    assert open_page("ferry").evaluate("document.querySelector('audio').playbackRate") == 1.75


@pytest.mark.parametrize("place", ["served", "folder"])
def test_reload_comes_back_to_the_same_second(open_page: Open, served: str, published: Path, place: str) -> None:
    """Where one was is remembered, second and sentence."""
    page = open_page(address=served if place == "served" else published.as_uri())
    _play_slowly(page)
    page.locator("#s8").click()
    _wait(page, f"{_NOW} > {_start(page, 8) + 0.1}")
    page.keyboard.press("k")
    _wait(page, "document.querySelector('audio').paused")
    before = page.evaluate(_NOW)
    page.reload()
    _wait(page, "document.querySelector('audio').readyState > 0")
    assert abs(page.evaluate(_NOW) - before) < 0.2
    assert page.evaluate(_SPOKEN) in {"s8", "s9"}
    assert page.locator(".said.now").evaluate("e => e.getBoundingClientRect().bottom < innerHeight")


def test_reload_while_playing(open_page: Open) -> None:
    """It needs no pause before."""
    page = open_page()
    _play_slowly(page)
    page.locator("#s5").click()
    _wait(page, f"{_NOW} > {_start(page, 5) + 0.1}")
    before = page.evaluate(_NOW)
    page.reload()
    _wait(page, "document.querySelector('audio').readyState > 0")
    assert abs(page.evaluate(_NOW) - before) < 1


def test_without_a_memory_it_plays(open_page: Open, context: BrowserContext) -> None:
    """A browser that keeps nothing, and says so with an error, gets a player all the same."""
    context.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('no'); }})")
    page = open_page()
    page.locator("#s3").click()
    _wait(page, f"{_NOW} > {_start(page, 3)}")
    page.get_by_role("button", name="Dark colors").click()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_link_to_a_second(open_page: Open) -> None:
    """An address with a second begins there, and the next visit where one was."""
    page = open_page(after="#t=0:12")
    _wait(page, "document.querySelector('audio').readyState > 0")
    assert abs(page.evaluate(_NOW) - 12) < 0.1
    assert page.locator(".where .now").inner_text() == "0:12"
    page.evaluate("location.hash = 't=3'")
    _wait(page, f"{_NOW} === 3")
    page.keyboard.press("k")
    _wait(page, f"{_NOW} > 3.5")
    assert "#" not in page.url


def test_keys(open_page: Open) -> None:
    """Skips, sentences, chapters and help are on the keyboard; fields and buttons keep their own keys."""
    page = open_page(after="#t=20")
    _wait(page, "document.querySelector('audio').readyState > 0")
    for key, expected in (("ArrowLeft", 5), ("l", 35), ("j", 20)):
        page.keyboard.press(key)
        assert abs(page.evaluate(_NOW) - expected) < 0.1
    page.keyboard.press("p")
    assert page.evaluate(_NOW) == 0
    page.keyboard.press(".")
    assert abs(page.evaluate(_NOW) - _start(page, 0)) < 0.02
    page.keyboard.press("n")
    second = float(page.locator(".chapters a").nth(1).get_attribute("data-start") or 0) / 1000
    assert abs(page.evaluate(_NOW) - second) < 0.02
    page.keyboard.press("?")
    assert page.get_by_role("dialog").is_visible()
    page.keyboard.press("k")
    assert page.evaluate("document.querySelector('audio').paused")
    page.keyboard.press("Escape")
    assert not page.get_by_role("dialog").is_visible()
    page.get_by_role("button", name="Forward 30 seconds").focus()
    page.keyboard.press(" ")
    assert page.evaluate("document.querySelector('audio').paused")
    assert abs(page.evaluate(_NOW) - second - 30) < 0.1


def test_chapters_jump_and_show_where_we_are(open_page: Open) -> None:
    """A click on a chapter plays it; the one that is heard is marked."""
    page = open_page()
    page.locator(".chapters a").nth(2).click()
    _wait(page, "document.querySelector('.chapters a[aria-current] span')?.textContent === 'Coming home'")
    assert page.locator(".where .chapter").inner_text() == "Coming home"


def test_reader_who_scrolls_is_left_alone(open_page: Open) -> None:
    """The page follows the voice until the reader goes elsewhere, and comes back when asked."""
    page = open_page()
    last = page.locator(".said").last
    page.evaluate("scrollTo(0, 0)")
    page.locator("#s4").click()
    _wait(page, "!document.querySelector('audio').paused")
    page.mouse.move(200, 300)
    while page.evaluate("document.querySelector('.return').hidden"):  # a page that still follows scrolls back
        page.mouse.wheel(0, 6000)
        page.wait_for_timeout(100)
    there = page.evaluate("scrollY")
    page.keyboard.press("k")
    page.keyboard.press("k")
    before = page.evaluate(_SPOKEN)
    _wait(page, f"({_SPOKEN}) !== '{before}'")
    assert page.evaluate("scrollY") == there
    page.get_by_role("button", name="Back to the current sentence").click()
    _wait(page, "document.querySelector('.said.now').getBoundingClientRect().top > 0")
    assert page.evaluate("scrollY") < there
    last.click()
    _wait(page, f"({_SPOKEN}) === '{last.get_attribute('id')}'")


def test_list_shows_what_was_heard(open_page: Open) -> None:
    """The list says how much is left, finds words, and plays with one click."""
    page = open_page(after="#t=10")
    _wait(page, "document.querySelector('audio').readyState > 0")
    listing = open_page("index")
    assert "left" in listing.locator(".card", has_text="The market").locator(".heard").inner_text()
    assert not listing.locator(".card", has_text="The ferry &").locator(".heard").is_visible()
    listing.get_by_role("link", name="Play The ferry").click()
    _wait(listing, "document.querySelector('audio') && !document.querySelector('audio').paused")


def test_theme_is_kept(open_page: Open) -> None:
    """Dark stays dark on the next page."""
    page = open_page("index")
    page.get_by_role("button", name="Dark colors").click()
    other = open_page()
    assert other.evaluate("document.documentElement.dataset.theme") == "dark"
    assert other.get_by_role("button", name="Dark colors").get_attribute("aria-pressed") == "true"


@_any_width
def test_nothing_is_wider_than_the_window(open_page: Open) -> None:
    """No page scrolls sideways."""
    for name in ("index", "market", "ferry"):
        page = open_page(name)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("context", "scheme"), [(390, "light"), (1280, "dark")], indirect=["context"])
def test_axe_finds_nothing(open_page: Open, scheme: str) -> None:
    """The pages are accessible as far as a machine can tell: names, contrast, landmarks, order."""
    for name in ("index", "market"):
        page = open_page(name)
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        if name == "index":
            page.locator(".more summary").click()
        else:
            page.keyboard.press(".")
        found = Axe().run(page)
        assert not found.violations_count, found.generate_report()
    page.keyboard.press("?")
    found = Axe().run(page, context=".help")
    assert not found.violations_count, found.generate_report()


def test_without_a_program(browser: Browser, served: str, published: Path) -> None:
    """Where JavaScript is off there is a plain player, the whole text, and chapters that lead into it."""
    path = next(published.glob("episodes/market*.html")).relative_to(published).as_posix()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served}/{path}")
    assert page.locator("audio").is_visible()
    assert not page.locator(".dock").is_visible()
    assert not page.get_by_role("button").count()
    assert page.locator(".text p").count() == 10
    page.locator(".chapters a").nth(2).click()
    assert page.url.endswith("#c3")
    context.close()
