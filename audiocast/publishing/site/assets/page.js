// The program of the pages: the theme, the list's memory, and the player that reads along.
// Everything works without it, with less comfort; nothing is fetched, so that it works from a folder too.
"use strict";

(() => {
  const root = document.documentElement;
  root.classList.add("js");

  // ------------------------------------------------------------ what is remembered

  // Where the browser keeps nothing (private windows, blocked storage), it is remembered until the page is left.
  const memory = new Map();
  const store = {
    get(key) {
      try {
        return localStorage.getItem(`audiocast:${key}`) ?? memory.get(key) ?? null;
      } catch {
        return memory.get(key) ?? null;
      }
    },
    set(key, value) {
      memory.set(key, String(value));
      try {
        localStorage.setItem(`audiocast:${key}`, String(value));
      } catch {
        // It is in the memory.
      }
    },
  };

  const place = {
    get(guid) {
      try {
        const { t, done } = JSON.parse(store.get(`place:${guid}`)) ?? {};
        return { t: Number.isFinite(t) ? t : 0, done: done === true };
      } catch {
        return { t: 0, done: false };
      }
    },
    set(guid, t, done) {
      store.set(`place:${guid}`, JSON.stringify({ t: Math.round(t * 100) / 100, done }));
    },
  };

  // ------------------------------------------------------------ theme

  const known = ["light", "dark"];
  const prefersDark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : prefersDark.matches);
  // At once, before anything is painted.
  if (known.includes(store.get("theme"))) root.dataset.theme = store.get("theme");

  const setUpTheme = () => {
    const button = document.querySelector("[data-theme-switch]");
    const tell = () => button.setAttribute("aria-pressed", String(isDark()));
    button.hidden = false;
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      store.set("theme", root.dataset.theme);
      tell();
    });
    prefersDark.addEventListener("change", tell);
    tell();
  };

  // ------------------------------------------------------------ small things

  let toastTimer = 0;
  const toast = (text) => {
    const line = document.querySelector(".toast");
    line.hidden = false;
    line.textContent = text;
    clearTimeout(toastTimer);
    toastTimer = setTimeout(() => {
      line.hidden = true;
    }, 2200);
  };

  const clock = (seconds) => {
    const whole = Math.max(0, Math.floor(seconds));
    const two = (number) => String(number).padStart(2, "0");
    const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
    return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
  };

  const inWords = (seconds) => {
    const whole = Math.max(0, Math.floor(seconds));
    const parts = [
      [Math.floor(whole / 3600), "hour"],
      [Math.floor(whole / 60) % 60, "minute"],
      [whole % 60, "second"],
    ];
    const said = parts.filter(([n]) => n).map(([n, unit]) => `${n} ${unit}${n === 1 ? "" : "s"}`);
    return said.join(" ") || "0 seconds";
  };

  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // No clipboard without https: the old way.
      const field = document.createElement("textarea");
      field.value = text;
      field.className = "unseen";
      document.body.append(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      return done;
    }
  };

  const setUpCopies = () => {
    for (const button of document.querySelectorAll("[data-copy]")) {
      button.hidden = false;
      button.addEventListener("click", async () => {
        toast((await copy(button.dataset.copy)) ? "Address copied" : "The address can’t be copied; please select it");
      });
    }
  };

  // ------------------------------------------------------------ the list

  const showHeard = () => {
    for (const card of document.querySelectorAll(".card")) {
      const { t, done } = place.get(card.dataset.guid);
      const total = Number(card.dataset.duration) / 1000;
      const label = card.querySelector(".heard");
      label.hidden = !done && t < 5;
      label.textContent = done ? "Played" : `${clock(Math.max(0, total - t))} left`;
      card.classList.toggle("done", done);
    }
  };

  const setUpList = () => {
    showHeard();
    addEventListener("pageshow", showHeard); // also when one comes back from an episode
    if (location.hash === "#subscribe") document.querySelector(".more").open = true;
    const search = document.querySelector(".search");
    if (!search) return;
    search.hidden = false;
    const cards = [...document.querySelectorAll(".card")].map((card) => [card, card.textContent.toLowerCase()]);
    search.firstElementChild.nextElementSibling.addEventListener("input", ({ target }) => {
      const words = target.value.toLowerCase().split(/\s+/).filter(Boolean);
      let found = 0;
      for (const [card, text] of cards) {
        card.hidden = !words.every((word) => text.includes(word));
        found += card.hidden ? 0 : 1;
      }
      document.querySelector(".nothing").hidden = found > 0;
    });
  };

  // ------------------------------------------------------------ the player

  // Put each word of a sentence into an element of its own; return these and their starts. "-" is a word that is not
  // heard, such as a dash, and belongs to the one before it.
  const divide = (sentence) => {
    const texts = sentence.textContent.split(" ");
    const times = sentence.dataset.words?.split(" ") ?? [];
    if (times.length !== texts.length) return { elements: [], starts: [] };
    const elements = [];
    const starts = [];
    for (const [number, time] of times.entries()) {
      if (time === "-") {
        elements.at(-1).textContent += ` ${texts[number]}`;
        continue;
      }
      const word = document.createElement("span");
      word.className = "word";
      word.textContent = texts[number];
      word.dataset.start = Number(sentence.dataset.start) + Number(time);
      elements.push(word);
      starts.push(Number(word.dataset.start) / 1000);
    }
    sentence.replaceChildren(...elements.flatMap((word, number) => (number ? [" ", word] : [word])));
    return { elements, starts };
  };

  const setUpPlayer = (audio) => {
    const find = (selector) => document.querySelector(selector);
    const guid = audio.dataset.guid;
    const sentences = [...document.querySelectorAll(".said")];
    const starts = sentences.map((sentence) => Number(sentence.dataset.start) / 1000);
    const words = sentences.map(divide);
    const chapters = [...document.querySelectorAll(".chapters a")];
    const chapterStarts = chapters.map((link) => Number(link.dataset.start) / 1000);
    const dock = find(".dock");
    const slider = dock.querySelector("input");
    const past = dock.querySelector("#past rect");
    const wide = dock.querySelector("svg.wave").viewBox.baseVal.width;
    const speed = dock.querySelector("select");
    const speeds = [...speed.options].map((option) => Number(option.value));
    const button = Object.fromEntries([...dock.querySelectorAll("[data-do]")].map((b) => [b.dataset.do, b]));
    const back = find(".return");
    const help = find(".help");
    const calm = matchMedia("(prefers-reduced-motion: reduce)");

    const total = () => (Number.isFinite(audio.duration) ? audio.duration : Number(audio.dataset.duration) / 1000);
    // What stands at a moment: the last that began. A decoder may land a little before where it was sent.
    const at = (times, t, early = 0.02) => {
      let [low, high] = [0, times.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (times[middle] <= t + early) low = middle + 1;
        else high = middle;
      }
      return low - 1;
    };

    // ---- where we are

    let sentence = -1;
    let word = null;
    let chapter = -2;
    let second = -1;
    let saved = -1;
    // Until the sound is there, it can't be asked where it is.
    let wanted = null;
    const now = () => wanted ?? audio.currentTime;

    const save = () => {
      const t = now();
      const done = total() - t < 3;
      place.set(guid, done ? 0 : t, done || (place.get(guid).done && t < 1));
      saved = t;
    };

    const showSentence = (index) => {
      sentences[sentence]?.classList.remove("now");
      sentences[sentence]?.removeAttribute("aria-current");
      sentence = index;
      const element = sentences[index];
      if (!element) return;
      element.classList.add("now");
      element.setAttribute("aria-current", "true");
      if (!document.activeElement?.classList.contains("said")) makeReachable(element);
      if (follow && !away) bringIntoView(element);
    };

    const showWord = (t) => {
      const here = words[sentence];
      const element = here?.elements[Math.max(0, at(here.starts, t, 0.002))] ?? null;
      if (element === word) return;
      word?.classList.remove("now");
      element?.classList.add("now");
      word = element;
    };

    const showChapter = (index) => {
      chapters[chapter]?.removeAttribute("aria-current");
      chapter = index;
      chapters[index]?.setAttribute("aria-current", "true");
      dock.querySelector(".chapter").textContent = chapters[index]?.firstElementChild.textContent ?? "";
    };

    const show = () => {
      const t = now();
      const index = at(starts, t);
      if (index !== sentence) showSentence(index);
      showWord(t);
      const part = at(chapterStarts, t);
      if (part !== chapter) showChapter(part);
      past.setAttribute("width", (wide * t) / total());
      if (Math.floor(t) !== second) {
        second = Math.floor(t);
        slider.value = t;
        slider.setAttribute("aria-valuetext", `${inWords(t)} of ${inWords(total())}`);
        dock.querySelector(".now").textContent = clock(t);
        if (Math.abs(t - saved) >= 1 && !audio.paused) save();
      }
    };

    const run = () => {
      show();
      if (!audio.paused) requestAnimationFrame(run);
    };

    // ---- what can be done

    const play = () => audio.play().catch((error) => {
      // Some browsers want a click on this very page first; then the button waits.
      if (error.name === "NotSupportedError") complain();
    });
    const toggle = () => (audio.paused ? play() : audio.pause());
    const seek = (t) => {
      const goal = Math.min(Math.max(0, t), Math.max(0, total() - 0.05));
      if (audio.readyState) audio.currentTime = goal;
      wanted = audio.readyState ? null : goal;
      away = false;
      second = -1;
      show();
      save();
    };
    const skip = (seconds) => seek(now() + seconds);
    const setSpeed = (rate) => {
      const index = speeds.includes(rate) ? speeds.indexOf(rate) : speeds.indexOf(1);
      speed.selectedIndex = index;
      audio.defaultPlaybackRate = audio.playbackRate = speeds[index];
      store.set("speed", speeds[index]);
    };
    const changeSpeed = (step) => {
      const index = Math.min(Math.max(0, speed.selectedIndex + step), speeds.length - 1);
      setSpeed(speeds[index]);
      toast(`Speed ${speeds[index]}×`);
    };
    const step = (times, direction) => {
      const t = now();
      const index = at(times, t);
      // Back from the middle of a sentence is to its beginning.
      const goal = direction < 0 && t - times[index] > 1.5 ? index : index + direction;
      if (times.length) seek(times[Math.min(Math.max(0, goal), times.length - 1)]);
    };
    const share = async () => {
      const address = `${location.href.split("#")[0]}#t=${Math.floor(now())}`;
      toast((await copy(address)) ? `Link to ${clock(now())} copied` : address);
    };
    const mute = () => {
      audio.muted = !audio.muted;
      toast(audio.muted ? "Muted" : "Sound on");
    };
    const complain = () => toast("The audio can’t be loaded");

    // ---- following the voice

    let follow = store.get("follow") !== "no";
    let away = false;
    let oursUntil = 0;

    const inView = (element) => {
      const box = element.getBoundingClientRect();
      return box.bottom > 60 && box.top < innerHeight - dock.offsetHeight;
    };
    const bringIntoView = (element) => {
      const box = element.getBoundingClientRect();
      const room = innerHeight - dock.offsetHeight;
      if (box.top > 80 && box.bottom < room * 0.75) return;
      // The title is at home at the top of the page, with what stands around it.
      const goal = element.closest(".head") ? 0 : Math.max(0, scrollY + box.top - room * 0.3);
      oursUntil = performance.now() + 900;
      scrollTo({ top: goal, behavior: calm.matches ? "auto" : "smooth" });
    };
    const setFollow = (wish) => {
      follow = wish;
      away = false;
      store.set("follow", wish ? "yes" : "no");
      button.follow.setAttribute("aria-pressed", String(wish));
      back.hidden = true;
      if (wish && sentences[sentence]) bringIntoView(sentences[sentence]);
    };
    // Whoever scrolls has something to read: the page stays where it is put, until the voice is back in sight.
    const scrolled = () => {
      if (performance.now() < oursUntil) return;
      const element = sentences[sentence];
      away = Boolean(follow && element && !inView(element));
      back.hidden = !away;
    };
    const takeOver = () => {
      oursUntil = 0;
    };

    // ---- sentences

    const makeReachable = (element) => {
      for (const other of document.querySelectorAll('.said[tabindex="0"]')) other.tabIndex = -1;
      element.tabIndex = 0;
    };
    const stepWord = (direction) => {
      const all = words.flatMap((each) => each.starts);
      const goal = at(all, now(), 0.002) + direction;
      if (all.length) seek(all[Math.min(Math.max(0, goal), all.length - 1)]);
    };
    const hear = (element) => {
      seek(Number(element.dataset.start) / 1000);
      play();
    };
    const move = (element, direction) => {
      const next = sentences[sentences.indexOf(element) + direction];
      if (!next) return;
      makeReachable(next);
      next.focus();
    };

    // ---- keys

    const keys = {
      " ": toggle,
      k: toggle,
      j: () => skip(-15),
      ArrowLeft: () => skip(-15),
      l: () => skip(30),
      ArrowRight: () => skip(30),
      ",": () => step(starts, -1),
      ".": () => step(starts, 1),
      b: () => stepWord(-1),
      w: () => stepWord(1),
      p: () => step(chapterStarts, -1),
      n: () => step(chapterStarts, 1),
      "<": () => changeSpeed(-1),
      ">": () => changeSpeed(1),
      f: () => {
        setFollow(!follow);
        toast(follow ? "Scrolling with the audio" : "Not scrolling with the audio");
      },
      m: mute,
      "?": () => (help.open ? help.close() : help.showModal()),
    };
    const pressed = (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const on = event.target;
      if (help.open && event.key !== "?") return;
      if (on.classList?.contains("said")) {
        const direction = { ArrowUp: -1, ArrowDown: 1 }[event.key];
        if (direction) move(on, direction);
        if (event.key === "Enter") hear(on);
        if (direction || event.key === "Enter") {
          event.preventDefault();
          return;
        }
      }
      if (on.matches?.("select, textarea, input:not([type=range])")) return;
      if (event.key === " " && on.matches?.("button, a, summary")) return;
      const action = keys[event.key];
      if (!action) return;
      event.preventDefault();
      action();
    };

    // ---- the system's own buttons

    const setUpSystem = () => {
      if (!("mediaSession" in navigator)) return;
      const { title, artist, show: album, picture } = audio.dataset;
      const src = new URL(picture, location.href).href;
      // The system takes no picture from a folder.
      const artwork = src.startsWith("http") ? [{ src, type: "image/jpeg" }] : [];
      navigator.mediaSession.metadata = new MediaMetadata({ title, artist, album, artwork });
      const actions = {
        play,
        pause: () => audio.pause(),
        seekbackward: ({ seekOffset }) => skip(-(seekOffset || 15)),
        seekforward: ({ seekOffset }) => skip(seekOffset || 30),
        seekto: ({ seekTime }) => seek(seekTime),
        previoustrack: chapters.length ? () => step(chapterStarts, -1) : null,
        nexttrack: chapters.length ? () => step(chapterStarts, 1) : null,
      };
      for (const [action, handler] of Object.entries(actions)) {
        try {
          navigator.mediaSession.setActionHandler(action, handler);
        } catch {
          // A browser that does not know this button has no need of it.
        }
      }
    };
    const tellSystem = () => {
      const { mediaSession } = navigator;
      if (!mediaSession?.setPositionState || !Number.isFinite(audio.duration)) return;
      mediaSession.setPositionState({
        duration: audio.duration,
        position: Math.min(audio.currentTime, audio.duration),
        playbackRate: audio.playbackRate,
      });
    };

    // ---- where to begin

    const fromAddress = () => {
      const match = /^#t=(?:(?:(\d+):)?(\d+):)?(\d+(?:\.\d+)?)s?$/.exec(location.hash);
      return match ? Number(match[1] ?? 0) * 3600 + Number(match[2] ?? 0) * 60 + Number(match[3]) : null;
    };
    const begin = () => {
      const linked = fromAddress();
      seek(linked ?? place.get(guid).t);
      if (location.hash === "#play") {
        forget();
        play();
      }
    };
    // A moment in the address counts once; after that, where one was counts.
    const forget = () => {
      if (location.hash === "#play" || fromAddress() !== null) history.replaceState(null, "", location.href.split("#")[0]);
    };

    // ---- all together

    audio.controls = false;
    audio.hidden = true;
    dock.hidden = false;
    document.body.classList.add("docked");
    find("[data-help]").hidden = false;
    audio.preservesPitch = true;
    setSpeed(Number(store.get("speed") ?? 1));
    setFollow(follow);
    setUpSystem();

    audio.addEventListener("loadedmetadata", () => {
      slider.max = audio.duration;
      if (wanted !== null) audio.currentTime = wanted;
      wanted = null;
      show();
    });
    audio.addEventListener("play", () => {
      forget();
      dock.classList.add("playing");
      button.toggle.firstElementChild.textContent = "Pause";
      run();
    });
    const stopped = () => {
      dock.classList.remove("playing");
      button.toggle.firstElementChild.textContent = "Play";
      show();
      save();
    };
    audio.addEventListener("pause", stopped);
    audio.addEventListener("ended", stopped);
    audio.addEventListener("error", complain);
    for (const name of ["timeupdate", "seeked"]) audio.addEventListener(name, show);
    for (const name of ["play", "seeked", "ratechange", "loadedmetadata"]) audio.addEventListener(name, tellSystem);
    addEventListener("pagehide", save);
    document.addEventListener("visibilitychange", () => document.hidden && save());

    const actions = { back: keys.j, ahead: keys.l, toggle, follow: () => setFollow(!follow), share };
    for (const [name, element] of Object.entries(button)) element.addEventListener("click", actions[name]);
    slider.addEventListener("input", () => seek(Number(slider.value)));
    speed.addEventListener("change", () => setSpeed(Number(speed.value)));
    back.addEventListener("click", () => setFollow(true));
    find("[data-help]").addEventListener("click", keys["?"]);
    for (const link of chapters) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        hear(link);
      });
    }
    for (const element of sentences) {
      element.tabIndex = -1;
      element.addEventListener("click", (event) => {
        if (getSelection().isCollapsed) hear(event.target.closest(".word") ?? element);
      });
    }
    if (sentences.length) sentences[0].tabIndex = 0;
    document.addEventListener("keydown", pressed);
    addEventListener("scroll", scrolled, { passive: true });
    for (const name of ["wheel", "touchmove"]) addEventListener(name, takeOver, { passive: true });
    addEventListener("hashchange", () => fromAddress() !== null && seek(fromAddress()));
    begin();
  };

  document.addEventListener("DOMContentLoaded", () => {
    setUpTheme();
    setUpCopies();
    if (document.querySelector(".cards")) setUpList();
    const audio = document.querySelector("audio[data-guid]");
    if (audio) setUpPlayer(audio);
  });
})();
