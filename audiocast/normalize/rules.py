"""List the rules of the normalizer in the order in which the scanner tries them.

`contestants.py` lists the classes that compete for the same digits. They share two rules of this list.

This is the only place that decides the order. At each place of a sentence the first rule that gives a reading wins.
Therefore a rule that needs more of the text to match stands before a rule that needs less. The comments name texts that
two rules can read, which is the reason for their order.

To add a rule, define it in the module of its class and write its name here.
"""

from __future__ import annotations

from functools import cache

from audiocast.normalize import (
    abbreviations,
    acronyms,
    ages,
    alternatives,
    chemistry,
    chess,
    comparisons,
    coordinates,
    cricket,
    datelines,
    dates,
    dimensions,
    durations,
    emoticons,
    foreign,
    identifiers,
    kitchen,
    law,
    letter_k,
    letter_marks,
    line_ends,
    magnitudes,
    markup,
    masked,
    measures,
    military_times,
    model_numbers,
    money,
    notes,
    numbers,
    numeric_dates,
    old_money,
    powers,
    products,
    punctuation,
    ranges,
    rates,
    roman,
    scores,
    screens,
    scripture,
    slashes,
    states,
    streets,
    tables,
    telephone,
    temperatures,
    times,
    versions,
    web,
    weekdays,
    wire,
    years,
)
from audiocast.normalize.contestants import CONTEST
from audiocast.normalize.scanner import Scanner

CONTEST_EARLY = CONTEST.early_rule()
CONTEST_LATE = CONTEST.late_rule()

RULES = (
    # Before words of other scripts: the Greek letters of "πr²" are names in a formula.
    masked.MASKED_WORD,  # before powers: "s**t"
    powers.VARIABLE_TO_POWER,
    powers.VARIABLE_WITH_INDEX,
    products.DOTTED_STANDARD,
    # Words of other scripts. All later rules expect Latin letters.
    foreign.PHONETIC_SPELLING,
    foreign.ORIGINAL_IN_BRACKET,
    foreign.ORIGINAL_LATER_IN_BRACKET,
    foreign.FOREIGN_WORD,
    foreign.MU,
    foreign.UNREADABLE_WORDS,  # only words that FOREIGN_WORD cannot transliterate
    # Before acronyms: "NEW YORK (AP) -" begins with a town.
    datelines.DATELINE,
    # Before abbreviations and roman numerals: "Gen. 1:1" is no general.
    chess.MOVE,  # before the codes of futures, which look like "Nc6"
    chess.CASTLING,
    scripture.PASSAGE,
    scripture.SCENE,
    scripture.SCENE_OR_ACT,
    # Addresses, before every class whose digits, dots and slashes they contain.
    web.EMAIL,
    web.URL,
    web.OTHER_SCHEME,  # after URL, which reads "https://example.org" without the scheme
    web.FILE_NAME,
    # After addresses, which have full stops too ("x.ai").
    wire.ANGLE_BRACKETS,
    wire.ROUND_BRACKETS,
    wire.INDEX,
    wire.BOND,
    wire.CURRENCY,
    wire.FUTURE,
    wire.SHARE,
    web.EXCHANGE_AND_CODE,
    web.STOCK_INDEX,
    web.HASHTAG,
    web.RANK,
    web.HANDLE,
    web.HANDLE_WITH_SIGN_LAST,
    web.FILE_EXTENSION,
    web.WINDOWS_PATH,
    numbers.CALIBRE,
    law.CITATION,  # before durations: the "3d" of "123 F.3d 456" are no days
    # Before telephone numbers: "0900-1700 GMT" are times.
    military_times.MILITARY_TO_ANOTHER,
    # Before numbers and acronyms: "8)" and "XD" are faces, the "15" of "Lantern.15" is a note, "w/b 5 May" a week.
    emoticons.EMOTICON,
    notes.AFTER_STOP,
    notes.IN_SQUARE_BRACKETS,
    notes.LETTER_OR_REMARK,
    notes.IN_ROUND_BRACKETS,
    slashes.SHORT,
    slashes.AFTER_NUMBER,
    line_ends.DIVIDED_WORD,
    # Before years, ranges and serial numbers: "0800 1111", "555-0100" and "1-800-273-8255" are telephone numbers.
    identifiers.JAPANESE_POSTCODE,
    telephone.INTERNATIONAL,
    telephone.AREA_CODE_IN_BRACKETS,
    telephone.TRUNK_CODE_IN_BRACKETS,
    telephone.NORTH_AMERICAN,
    telephone.NORTH_AMERICAN_WITH_SPACES,
    telephone.TEN_DIGITS,
    telephone.SOCIAL_SECURITY,
    telephone.TOLL_FREE,
    telephone.BRITISH,
    telephone.BRITISH_WITHOUT_SPACES,
    telephone.AUSTRALIAN,
    telephone.LOCAL,
    telephone.SHORT_CODE,
    # Before times, years, money and measures: "1010 AM", "1920 x 1080", "3070", "8700K" and "14C" are names.
    products.STATION,
    screens.PIXELS,
    screens.LINES,
    screens.THOUSANDS,
    letter_k.KILO,
    cricket.BRACKETED_BALLS,
    cricket.WHOLE_OVERS,
    ages.AGE,
    products.WIFI,
    products.MODEL,
    products.LARGE_MODEL,
    products.LETTER_S,
    products.VERSION_WITH_LETTER,
    powers.SCIENTIFIC,
    powers.E_NOTATION,
    powers.NUMBER_TO_POWER,
    coordinates.COORDINATE,
    coordinates.DECIMAL_COORDINATE,
    chemistry.ISOTOPE,
    chemistry.PLAIN_ISOTOPE,
    # Before ranges and fractions: "5-6 June" and "9/11" are dates. Before acronyms: "APRIL 19" is a month.
    dates.MONTH_AND_DAY,
    dates.MONTH_AND_YEAR,
    dates.SEVERAL_MONTHS,
    dates.LIFE_SPAN,
    dates.MONTH_ALONE,  # after the two rules above, which read the number behind the month too
    dates.DAY_AND_MONTH,
    dates.FIRST_OF_TWO_DAYS,
    numeric_dates.TIMESTAMP,
    # Before years and ratios: "1500 GMT" and "9:24" are times. Before measures: "5 hrs 30 mins" is one duration.
    times.HYPHENATED_CLOCK,
    times.HOURS_TO_HOURS,
    times.TWELVE_HOUR_CLOCK,  # after HOURS_TO_HOURS: "9am-5pm" is not only "9am"
    military_times.MILITARY_AND_ANOTHER,
    military_times.MILITARY_HOURS,
    military_times.MILITARY_WITH_ZONE,
    military_times.MILITARY_LOCAL_TIME,
    military_times.MILITARY_ALONE,
    military_times.MILITARY_ON_AIR,
    military_times.CLOCK_WITH_H,
    durations.HOURS_AND_MINUTES,
    dimensions.METRES_AND_CENTIMETRES,
    durations.MINUTES_AND_SECONDS,
    times.FROM_NOON,
    times.O_CLOCK,
    times.COUNTDOWN,
    times.AM_OR_PM,
    # Before measures: "1914-18 in" is no length. Winners that are no date, time or version wait for CONTEST_LATE.
    CONTEST_EARLY,
    cricket.BALLS,
    # Before pence and magnitudes: "200c" of an oven, "3T oil".
    kitchen.LETTER,
    kitchen.PACK,
    temperatures.BARE,
    # A symbol or code before a number is always money: "HK$7.8", "EUR 500m".
    old_money.NAME,
    old_money.COINS,
    old_money.SLASHED,
    old_money.PENCE,
    old_money.ROUND,
    old_money.SHILLINGS,
    old_money.GUINEAS,
    money.RANGE_SYMBOL_LAST,
    money.ACCOUNTING,
    money.LOSS_IN_BRACKETS,
    money.SYMBOL_FIRST,  # after COINS and ACCOUNTING: "£1 2s 6d", "$(4.5) million"
    money.LOST_SIGN,
    money.PAIR,
    versions.LANGUAGE,
    money.CODE_FIRST,  # after PAIR, whose second code may stand before a number: "EUR/USD 1.08"
    money.LETTER_FIRST,
    money.DOLLAR_ALONE,
    money.CASHTAG,
    money.IN_WORDS,  # "1115 pence" is no year
    # Years, before ranges ("1918-19") and before codes and letters behind a number.
    years.DECADE,
    years.FISCAL_YEAR,
    years.QUARTER_LETTER_FIRST,
    years.QUARTER_NUMBER_FIRST,
    years.OPEN_SPAN,
    years.ERA_FIRST,
    years.ERA_LAST,
    years.YEAR_OF_TWO_DIGITS,
    years.YEAR_OF_FOUR_DIGITS,
    # A code or letter after a number may be something else, so these come after years.
    money.CODE_LAST,
    money.PENCE,
    money.SYMBOL_ALONE,  # only a symbol that SYMBOL_FIRST has not read with its amount
    # Before ranges: "747-400" is an airliner. The third rule for digits and letters is near the end of the list.
    model_numbers.PENSION_PLAN,
    model_numbers.FLIGHT,
    model_numbers.AIRLINER,
    # Several quantities before one: "6ft 2in", "7lb 6oz", "4m x 2m", "52%-48%".
    dimensions.HEIGHT,
    dimensions.WEIGHT,
    dimensions.SIDES,
    dimensions.DIMENSIONS,
    measures.PER_CENT,
    measures.RANGE,
    measures.SINGLE,
    rates.TIMES,
    rates.WORD_PER,
    measures.PER_UNIT,
    measures.FRACTION,
    measures.INCHES,
    measures.DEGREE_SIGN,
    measures.DEGREE_WORD,
    coordinates.COORDINATE_WORD,
    temperatures.ABBREVIATED,
    alternatives.SLASH,
    letter_marks.STARRED_NUMBER,
    # Numbers joined by a mark. Serial numbers begin like a pair: "7-4-B".
    ranges.TO_LIFE,
    ranges.EQUATION,
    ranges.SUM_OR_COMPARISON,
    ranges.LONG_SERIAL,
    ranges.SERIAL_BEFORE_LETTERS,
    CONTEST_LATE,
    # After measures: the "m" of "40m" is millions only when `metres_or_millions` finds no length.
    magnitudes.AMOUNT_IN_MILLIONS,
    # Before acronyms and single letters: "NY", "D-N.Y." and "S. Korea" are places.
    states.PARTY,
    weekdays.SEVERAL_WEEKDAYS,
    weekdays.WEEKDAY,
    states.PARTY_WITH_STOP,
    states.AUSTRALIAN,  # with its postcode
    states.STATE,
    states.COUNTY,
    streets.SAINT,
    streets.REGION,
    streets.COMPASS_POINT,
    abbreviations.VERSUS,
    abbreviations.ABBREVIATION,
    streets.SMALL_STREET,
    # Before acronyms: "XIV" is in capitals too.
    roman.ROMAN_NUMERAL,
    # Before acronyms, which would read only the letters of "AK-47" or "H.R. 3200".
    scores.SHARED_PLACE,
    scores.NOTE,
    model_numbers.UNDER,
    model_numbers.FIGHTER_JET,
    letter_marks.STARRED_NUMERAL,
    letter_marks.NOTE,
    letter_marks.STARRED_GRADES,
    letter_marks.MINUS_GRADE,
    chemistry.CHEMICAL_FORMULA,
    chemistry.PLAIN_ION,
    chemistry.SALT,
    chemistry.PLAIN_FORMULA,
    chemistry.HYPHENATED_ISOTOPE,
    products.APERTURE,
    model_numbers.SARS_COV,
    model_numbers.HYPHENATED,
    model_numbers.LETTERS_FIRST,
    model_numbers.SPACED,
    # Letters joined by a mark ("AT&T", "TV+", "B.A.") before capitals without one, and single letters last.
    acronyms.LETTERS_AND_LETTERS,
    acronyms.LETTERS_PLUS,
    acronyms.DOTTED,
    acronyms.INITIAL,
    acronyms.CAPITALS,
    acronyms.CAPITALS_IN_QUOTES,
    acronyms.MIXED_CASE,
    acronyms.PLURAL_LETTER,
    acronyms.SINGLE_LETTER,
    # Numbers that no class above has read.
    numbers.CENTURY,
    numbers.ORDINAL,
    numbers.ROUND_NUMBER_PLURAL,
    numbers.TEAM_NAME,
    numbers.MIXED_FRACTION,
    # After measures ("5g"), ordinals ("5th") and plurals ("100s"), which are digits and letters too.
    model_numbers.DIGITS_FIRST,
    identifiers.INDIAN_PIN,
    numbers.NUMBER_ALONE,
    # White space and marks. A mark with a meaning of its own ("[1]", "(c)", "-->") stands before its class.
    letter_marks.STARS,
    comparisons.COMPARISON,
    markup.BAR_AFTER_SPACE,
    punctuation.SPACED_DASH,
    punctuation.WHITE_SPACE,
    markup.TAG,
    markup.COMMENT,
    markup.LINK_TEXT,
    markup.LINK_TARGET,
    markup.FORUM_TAG,
    markup.DOUBLE_BRACKET,
    markup.MAIL_LINK,
    markup.WIRE_CODE,
    markup.ESCAPE,
    markup.SLASHES,
    markup.BROKEN_APOSTROPHE,
    markup.ARROW,  # before MARKED: "==>" is an arrow
    markup.COMPARISON,
    markup.CHEVRON,
    markup.HASHES,
    markup.MARKED,
    markup.BAR,
    markup.TILDE,
    markup.BULLET,
    notes.SUPERSCRIPT,
    punctuation.NOTE_MARK,
    punctuation.ELLIPSIS,
    punctuation.REPEATED_MARK,
    punctuation.COPYRIGHT_LETTER,
    punctuation.COPYRIGHT_SIGN,
    punctuation.SECTION_SIGN,
    punctuation.EMPTY_BRACKETS,
    punctuation.BRACKET,
    punctuation.QUOTATION_MARK,
    punctuation.DASH,
    punctuation.HYPHEN,
    punctuation.AMPERSAND,
    slashes.SLASH,
    punctuation.EMOJI,
    punctuation.OTHER_SYMBOL,  # matches any character
)


@cache
def scanner() -> Scanner:
    """Return the scanner with all rules. The first call reads the tables."""
    small = abbreviations.small_words() | tables.words("months") | tables.word_set("rules.small_words")
    return Scanner(RULES, small=small)
