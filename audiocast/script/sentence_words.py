"""List the words that decide whether an English sentence ends at a full stop.

`english_sentences.py` reads these lists. A word stands here without its full stop. Words in small letters are found in
any case, so a word that means something else in small letters ("Sat", "Art") is in a list of its own.
"""

from __future__ import annotations

TITLES = frozenset(
    (
        *("mr", "mrs", "ms", "mx", "dr", "drs", "prof", "profs", "messrs", "mme", "mmes", "mlle", "hon", "rt", "rev"),
        *("revd", "fr", "msgr", "pres", "gov", "govs", "sen", "sens", "rep", "reps", "del", "amb", "atty", "asst"),
        *("assoc", "supt", "insp", "det", "cllr", "councilor", "gen", "lt", "col", "cols", "maj", "capt", "cmdr"),
        *("cmdt", "comdr", "adm", "brig", "sgt", "cpl", "pvt", "pte", "pfc", "spc", "ofc", "wm", "chas", "geo"),
        *("jos", "thos", "mt", "mtn", "ft", "dist", "univ", "dept", "natl", "intl", "vs", "v", "viz", "cf", "ie"),
        *(
            "eg",
            "esp",
            "incl",
            "excl",
            "approx",
            "shri",
            "smt",
            "sri",
            "kum",
            "ca",
            "aka",
            "alt",
            "orig",
            "transl",
            "trans",
            "sq",
            "cu",
            "ph",
        ),
    )
)
"""Titles, and other words that are followed by the rest of their phrase."""

NEVER = frozenset(("e.g", "i.e", "a.k.a", "f.k.a", "c.f", "d.b.a", "w.r.t", "n.b"))
"""Abbreviations with dots inside that never end a sentence."""

BEFORE_NUMBER = frozenset(
    (
        # Parts of a text, a law or a collection.
        *("no", "nos", "nr", "num", "fig", "figs", "p", "pp", "pg", "pgs", "vol", "vols", "ch", "chs", "chap", "chaps"),
        *("sec", "secs", "sect", "pt", "pts", "art", "arts", "para", "paras", "par", "pars", "cl", "cls", "subsec"),
        *("s", "ss", "sch", "app", "appx", "ann", "annex", "suppl", "iss", "bk", "bks", "ep", "eps", "ser", "seas"),
        *("ver", "vers", "v", "rel", "rev", "eq", "eqs", "eqn", "eqns", "thm", "lem", "prop", "cor", "def", "defn"),
        *("ex", "exs", "exh", "tab", "pl", "illus", "tbl", "ed", "edn", "eds", "n", "fn", "nn", "ln", "ll", "l", "st"),
        *("reg", "regs", "res", "op", "amend", "stat", "ord", "dir", "dec", "decl", "cat", "cats", "ref", "refs"),
        *("div", "gp", "grp", "cl", "lvl", "tr", "lot", "sc", "act", "mvt", "mov", "bwv", "kv", "hob", "woo"),
        # Addresses and travel.
        *("rm", "rms", "apt", "apts", "ste", "bldg", "fl", "flr", "flt", "flts", "hwy", "rte", "rt", "rd", "jct"),
        *("tel", "ph", "ext", "extn", "fax", "mob", "plat", "sta", "ave", "blvd", "pkwy", "blk"),
        # Amounts.
        *("approx", "appr", "abt", "max", "min", "avg", "av", "est", "temp", "qty", "wt", "ht", "dia", "diam", "len"),
        *("vel", "alt", "lat", "lon", "pop", "ca", "c", "b", "d", "r", "m", "d", "cap", "cert", "incl", "inc"),
        *("rs", "re", "rp", "kr", "sh", "ksh", "fr", "dm", "cts", "dob"),
        *("lib", "ms", "mss", "fol", "ff", "f", "acct", "inv", "po", "mod", "mk", "tp", "wk"),
        *("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"),
        *("mon", "tue", "tues", "wed", "weds", "thu", "thur", "thurs", "fri", "sat", "sun"),
        # Units, which are followed by a smaller one: 6 ft. 2 in.
        *("ft", "in", "yd", "yds", "lb", "lbs", "oz", "hr", "hrs", "min", "mins", "sec", "secs", "deg", "qt", "gal"),
        # Books of the Bible.
        *("gen", "exod", "lev", "deut", "josh", "judg", "sam", "kgs", "chr", "chron", "neh", "esth", "ps", "pss"),
        *("prov", "eccl", "eccles", "isa", "jer", "lam", "ezek", "dan", "hos", "joel", "obad", "mic", "nah", "hab"),
        *("zeph", "hag", "zech", "mal", "matt", "mk", "lk", "jn", "rom", "gal", "eph", "phil", "col", "thess", "tim"),
        *("tit", "philem", "phlm", "heb", "jas", "pet", "jude", "tob", "jdt", "macc", "sir", "wis", "bar"),
    )
)
"""Abbreviations before a number. Those that are words too count only with a capital, see `WORDS_TOO`."""

WORDS_TOO = frozenset(
    (
        *("art", "arts", "cat", "cats", "lot", "act", "app", "par", "ex", "dec", "mar", "sat", "sun", "wed", "mon"),
        *("in", "re", "mob", "mod", "cap", "lib", "dan", "jude", "joel", "pet", "bar", "sir", "tit", "phil", "tim"),
        *("sam", "rom", "col", "mic", "gal", "prop", "def", "tab", "inc", "ed", "sh", "plat", "alt", "dir", "lam"),
        *("rel", "sta", "pop", "ham", "lin", "po"),
    )
)
"""Abbreviations before a number that are words, so that in small letters they may end a sentence."""

MAY_END = frozenset(
    (
        *("jr", "sr", "esq", "inc", "corp", "co", "cos", "ltd", "plc", "llc", "llp", "bros", "mfg", "assn", "mgmt"),
        *("st", "ave", "av", "blvd", "rd", "ln", "ct", "pl", "dr", "hwy", "pkwy", "sq", "ter", "bldg", "mtn"),
        *("et al", "al", "ed", "eds", "dept", "assn", "univ", "acad", "inst", "tech", "govt", "dist", "natl", "intl"),
        *("ph.d", "m.sc", "b.sc", "m.phil", "d.phil", "ed.d", "psy.d", "pharm.d", "w.va", "ll.b", "ll.m"),
        *("ala", "ariz", "ark", "calif", "colo", "conn", "del", "fla", "ga", "ill", "ind", "kan", "kans", "ky", "la"),
        *("md", "mass", "mich", "minn", "miss", "mo", "mont", "neb", "nebr", "nev", "okla", "ore", "penn", "tenn"),
        *("pa", "tex", "va", "vt", "wash", "wis", "wisc", "wyo", "ont", "que", "alta", "sask", "man", "fig", "figs"),
        *("vol", "vols", "ch", "para", "sec", "no", "nos", "op", "pp", "max", "avg", "est", "temp", "ext", "ref"),
    )
)
"""Abbreviations that end a sentence only when a word that begins sentences follows."""

WORDS_AT_END = frozenset(("no", "miss", "wash", "ill", "man", "la", "mass", "ore", "del", "dist", "tech", "temp"))
"""Words of `MAY_END` that end a sentence like any word unless they have a capital."""

UNITS = frozenset(
    (
        *("tsp", "tsps", "tbsp", "tbsps", "min", "mins", "sec", "secs", "hr", "hrs", "lb", "lbs", "oz", "ft", "in"),
        *("yd", "yds", "mi", "km", "kg", "g", "mg", "cm", "mm", "m", "l", "ml", "cl", "qt", "pt", "gal", "mph", "kph"),
        *("deg", "pkg", "doz", "yr", "yrs", "mo", "mos", "wk", "wks", "c", "st", "pts", "pct", "cc", "mt", "sq", "cu"),
        *("pp", "p", "vols", "eds", "no", "pl", "sh", "cts", "bn", "mn", "m", "k", "tn", "rpm", "hp", "bhp", "kw"),
    )
)
"""Units, which may end a sentence after a number."""

MONTHS_AND_DAYS = frozenset(
    (
        *("january", "february", "march", "april", "may", "june", "july", "august", "september", "october"),
        *("november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec"),
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue", "tues", "wed"),
        *("weds", "thu", "thur", "thurs", "fri", "sat", "sun"),
    )
)

ZONES = frozenset(
    (
        *("ET", "EST", "EDT", "PT", "PST", "PDT", "CT", "CST", "CDT", "MT", "MST", "MDT", "AKST", "AKDT", "HST", "AST"),
        *("NST", "GMT", "UTC", "BST", "IST", "CET", "CEST", "EET", "EEST", "WET", "WEST", "MSK", "TRT", "GST", "PKT"),
        *("NPT", "WIB", "SGT", "HKT", "JST", "KST", "AEST", "AEDT", "ACST", "ACDT", "AWST", "NZST", "NZDT", "NZT"),
        *("SAST", "EAT", "CAT", "WAT", "BRT", "ART", "Z", "Zulu", "Eastern", "Pacific", "Central", "Mountain"),
        *("Atlantic", "Greenwich", "CDMX", "Moscow", "Beijing", "Local"),
    )
)
"""Names of time zones after "a.m." and "p.m."."""

STARTERS = frozenset(
    (
        *("a", "an", "the", "this", "that", "these", "those", "i", "you", "he", "she", "it", "we", "they", "there"),
        *("my", "your", "his", "her", "its", "our", "their", "here", "who", "what", "when", "where", "why", "how"),
        *("which", "whose", "whom", "if", "but", "and", "or", "nor", "so", "yet", "because", "although", "though"),
        *("while", "since", "until", "unless", "whereas", "whether", "once", "as", "at", "by", "for", "from", "in"),
        *("into", "of", "on", "to", "with", "without", "within", "about", "above", "across", "after", "against"),
        *("along", "amid", "among", "around", "before", "behind", "below", "beneath", "beside", "besides", "between"),
        *("beyond", "despite", "during", "except", "following", "inside", "like", "near", "off", "outside", "over"),
        *("past", "per", "through", "throughout", "till", "toward", "towards", "under", "unlike", "upon", "via"),
        *("then", "now", "today", "tomorrow", "yesterday", "tonight", "later", "earlier", "meanwhile", "however"),
        *("moreover", "furthermore", "therefore", "thus", "hence", "still", "instead", "otherwise", "also", "even"),
        *("perhaps", "maybe", "sometimes", "often", "usually", "recently", "currently", "previously", "finally"),
        *("eventually", "suddenly", "soon", "again", "already", "indeed", "nevertheless", "nonetheless"),
        *("unfortunately", "fortunately", "additionally", "similarly", "likewise", "consequently", "overall"),
        *("never", "not", "nothing", "nobody", "none", "no", "yes", "some", "many", "most", "much", "few", "several"),
        *("both", "either", "neither", "each", "every", "everyone", "everybody", "everything", "someone"),
        *("somebody", "something", "anyone", "anybody", "anything", "another", "others", "other", "such", "is"),
        *("are", "was", "were", "be", "been", "am", "do", "does", "did", "has", "have", "had", "can", "could", "will"),
        *("would", "should", "shall", "might", "must", "let", "please", "thank", "thanks", "welcome", "well", "oh"),
        *("just", "only", "almost", "nearly", "roughly", "more", "less", "fewer", "according", "asked", "given"),
        *("people", "police", "officials", "experts", "critics", "analysts", "researchers", "scientists", "investors"),
        *("shares", "prices", "voters", "residents", "witnesses", "authorities", "prosecutors", "lawyers", "sources"),
    )
)
"""Words that begin a sentence when they have a capital, and seldom are part of a name."""

NAMES_WITH_MARK = frozenset(
    (
        *("yahoo!", "yum!", "jeopardy!", "guess?", "panic!", "wham!", "oliver!", "oklahoma!", "airplane!", "help!"),
        *("mia!", "joomla!", "therapy?", "which?", "rouge!", "dolly!", "ok!", "hello!", "e!", "believe!", "tora!"),
        *("ho!", "mother!", "viva!", "go!", "idle!", "popstar!", "shazam!", "hamlet!", "surprise!", "kahoot!"),
        *("eureka!", "you!", "jump!", "drama!", "extra!"),
    )
)
"""The last words of names that end with a mark. A sentence ends after one only before a word that begins sentences."""

SURELY_NAMES = frozenset(("yahoo!", "yum!", "jeopardy!", "joomla!", "kahoot!", "e!", "wham!", "shazam!", "panic!"))
"""Those of `NAMES_WITH_MARK` that are no words of their own, so that nobody cries them."""

AFTER_LETTER_NOUN = frozenset(
    (
        *("plan", "vitamin", "vitamins", "class", "group", "type", "section", "hepatitis", "grade", "exhibit", "point"),
        *("team", "option", "schedule", "appendix", "part", "series", "category", "tier", "war", "influenza", "title"),
        *("phase", "act", "block", "gate", "pier", "terminal", "strep", "stage", "model", "serie", "ligue"),
        *("malcolm", "generation", "gen", "factor", "letter", "column", "row", "hall", "wing"),
    )
)
"""Words before a single letter that is no initial: "Plan B", "vitamin C", "World War I"."""

SPEECH = frozenset(
    (
        *("said", "says", "asked", "asks", "wrote", "writes", "tweeted", "posted", "added", "adds", "told", "replied"),
        *("replies", "answered", "shouted", "shouts", "yelled", "cried", "cries", "exclaimed", "joked", "quipped"),
        *("recalled", "wondered", "wonders", "screamed", "whispered", "demanded", "declared", "announced", "chanted"),
        *("insisted", "responded", "explained", "thought", "continued", "concluded", "argued", "warned", "boasted"),
    )
)
"""Verbs after a quotation: “Why now?” Smith asked."""

TITLE_WORDS = frozenset(
    (
        *("mayor", "governor", "gov", "sen", "senator", "rep", "representative", "judge", "sheriff", "attorney"),
        *("president", "police", "fire", "councilman", "councilwoman", "chief", "bishop", "archbishop", "rev"),
        *("democrat", "republican", "democratic", "native"),
    )
)
"""Titles after the name of a town and its state: "Reno, Nev. Mayor Ann Lee"."""

SMALL_NAMES = ("bell hooks", "danah boyd", "k.d. lang", "e.e. cummings", "e. e. cummings", "will.i.am", "deadmau5")
"""Names without capitals, which may begin a sentence."""
