"""The words that dates and periods are written with: ``schema/LANGUAGE/dates.toml``, checked and made ready for looking up.

The head of ``schema/de/dates.toml`` says what each key means. A language is added by adding its file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from kg.errors import SchemaError
from kg.ontology import SchemaModel, check_record, read_toml, short
from kg.resources import resource_folder
from loaders.literals.amount_words import AmountWords, read_amount_words
from loaders.literals.tokens import Phrases

Word = Annotated[str, StringConstraints(min_length=1)]
Words = tuple[Word, ...]
Lowered = Annotated[frozenset[str], AfterValidator(lambda words: frozenset(word.lower() for word in words))]
Month = Annotated[int, Field(ge=1, le=12)]
Quarter = Annotated[int, Field(ge=1, le=4)]
TimeUnit = Literal["decade", "year", "half", "quarter", "month", "week", "day"]
Direction = Literal["last", "this", "next", "following", "preceding"]


class WeekdayWords(SchemaModel):
    """``[weekdays]``."""

    names: Mapping[Word, Annotated[int, Field(ge=1, le=7)]]
    day_parts: Lowered


class PartWords(SchemaModel):
    """``[parts]``."""

    words: Words
    links: Words


class PeriodWords(SchemaModel):
    """``[periods]``."""

    quarter: Words
    half: Words
    months: Words
    first: Words
    to_month: Words
    range: Words


class BusinessYearWords(SchemaModel):
    """``[business_years]``."""

    words: Words
    behind: Words = ()


class DirectionWords(SchemaModel):
    """``[directions]``: stems and the endings that they take."""

    last: Words
    this: Words
    next: Words
    following: Words
    preceding: Words
    endings: tuple[str, ...] = Field(min_length=1)


class FixedWord(SchemaModel):
    """One word of ``[fixed]``."""

    unit: TimeUnit | None = None
    offset: int = 0
    month: Month | None = None
    day: Annotated[int, Field(ge=1, le=31)] | None = None
    anchored: bool = False
    turn: bool = False
    reported: bool = False


class Around(SchemaModel):
    """Words before or behind a duration."""

    before: Words = ()
    behind: Words = ()


class WordList(SchemaModel):
    """A table with one list."""

    words: Words


class LeadWords(SchemaModel):
    """``[leads]``."""

    since: Words
    until: Words
    skip: Words
    never: Words = ()
    articles: Lowered = frozenset()


class YearLinks(SchemaModel):
    """``[of_year]``."""

    words: Words
    weak_words: frozenset[str] = frozenset()
    year_nouns: Words
    open_words: Lowered = frozenset()


class DateFile(SchemaModel):
    """``LANGUAGE/dates.toml``."""

    months: Mapping[Word, Month]
    weekdays: WeekdayWords
    seasons: Mapping[Word, tuple[Month, Annotated[int, Field(ge=1, le=14)]]]
    parts: PartWords
    ordinals: Mapping[Word, Quarter]
    units: Mapping[TimeUnit, Words]
    periods: PeriodWords
    named_quarters: Mapping[Word, Quarter]
    business_years: BusinessYearWords
    directions: DirectionWords
    fixed: Mapping[Word, FixedWord]
    fixed_cased: Mapping[Word, FixedWord] = Field(default_factory=dict)
    ago: Around
    ahead: Around
    earlier: WordList
    later: WordList
    leads: LeadWords
    of_year: YearLinks


@dataclass(frozen=True, slots=True)
class DateWords:
    """All that is known about dates in one language, ready for looking up.

    ``amounts`` reads the numbers in them; ``starts`` are the words that a date may begin with, numbers and weekdays apart.
    """

    lang: str
    file: DateFile
    amounts: AmountWords
    months: Phrases[int]
    weekdays: Phrases[int]
    seasons: Phrases[tuple[int, int]]
    parts: Phrases[bool]
    part_links: Phrases[bool]
    ordinals: Phrases[int]
    units: Phrases[TimeUnit]
    quarter: Phrases[bool]
    half: Phrases[bool]
    month_nouns: Phrases[bool]
    first: Phrases[bool]
    to_month: Phrases[bool]
    range: Phrases[bool]
    named_quarters: Phrases[int]
    business_years: Phrases[bool]
    business_years_behind: Phrases[bool]
    directions: Phrases[Direction]
    fixed: Phrases[FixedWord]
    fixed_cased: Phrases[FixedWord]
    ago_before: Phrases[bool]
    ago_behind: Phrases[bool]
    ahead_before: Phrases[bool]
    ahead_behind: Phrases[bool]
    earlier: Phrases[bool]
    later: Phrases[bool]
    leads: Phrases[str]
    of_year: Phrases[bool]
    year_nouns: Phrases[bool]
    starts: frozenset[str]
    weekday_starts: tuple[str, ...]


def read_date_words(lang: str, folder: Path | None = None, *, amounts: AmountWords | None = None) -> DateWords:
    """Read and check one language's words for dates.

    Args:
        lang: folder of the language, an ISO 639-1 code (``de``).
        folder: the schema folder; by default the one that came with the program.
        amounts: the same language's words for amounts, if they have been read already.

    Raises:
        SchemaError: a file is missing or wrong; the first fault is named with file, key and remedy.
    """
    folder = folder or resource_folder("schema")
    path = folder / lang / "dates.toml"
    file = check_record(path, "", read_toml(path), DateFile)
    _check_dates(path, file)
    return _compile(lang, file, amounts or read_amount_words(lang, folder))


def _check_dates(path: Path, file: DateFile) -> None:
    """What no single field can know.

    Raises:
        SchemaError: a month, weekday or unit without a word, or a fixed word that says nothing.
    """
    wanted = (("months", set(file.months.values()), 12), ("weekdays.names", set(file.weekdays.names.values()), 7), ("ordinals", set(file.ordinals.values()), 4))
    for key, found, count in wanted:
        for number in sorted(set(range(1, count + 1)) - found):
            raise SchemaError(short(path), key, f"no word for {number}; add one")
    for unit in ("year", "quarter", "month", "week", "day"):
        if unit not in file.units:
            raise SchemaError(short(path), f"units.{unit}", "is missing; name its words")
    for key, table in (("fixed", file.fixed), ("fixed_cased", file.fixed_cased)):
        for word, fixed in table.items():
            if (fixed.unit is None) == (fixed.month is None):
                raise SchemaError(short(path), f"{key}.{word}", "wants either unit (with offset) or month; give one of the two")


def _set(words: Words) -> Phrases[bool]:
    return Phrases(dict.fromkeys(words, True))


def _directions(words: DirectionWords) -> Phrases[Direction]:
    table: dict[str, Direction] = {}
    stems: tuple[tuple[Direction, Words], ...] = (
        ("last", words.last),
        ("this", words.this),
        ("next", words.next),
        ("following", words.following),
        ("preceding", words.preceding),
    )
    for direction, beginnings in stems:
        table |= {stem + ending: direction for stem in beginnings for ending in words.endings}
    return Phrases(table)


def _starts(file: DateFile, amounts: AmountWords) -> frozenset[str]:
    """The words, in small letters, that a date may begin with: numbers and weekdays apart."""
    beginnings = (
        *(file.months, file.seasons, file.parts.words, file.ordinals, file.periods.first, file.named_quarters, file.business_years.words),
        *(file.fixed, file.fixed_cased, file.ago.before, file.ahead.before, file.of_year.year_nouns, *file.units.values()),
    )
    first = _set(tuple(word for words in beginnings for word in words)).firsts
    return first | _directions(file.directions).firsts | amounts.hedges.firsts | amounts.file.numbers.weak | amounts.file.numbers.half | {"q", "h"}


def _compile(lang: str, file: DateFile, amounts: AmountWords) -> DateWords:
    periods, leads = file.periods, file.leads
    lead_table = (
        dict.fromkeys(leads.never, "never") | dict.fromkeys(leads.skip, "skip") | dict.fromkeys(leads.until, "until") | dict.fromkeys(leads.since, "since")
    )
    units: dict[str, TimeUnit] = {word: unit for unit, words in file.units.items() for word in words}
    return DateWords(
        lang=lang,
        file=file,
        amounts=amounts,
        months=Phrases(file.months, cased=True),
        weekdays=Phrases(file.weekdays.names, cased=True),
        seasons=Phrases(file.seasons),
        parts=_set(file.parts.words),
        part_links=_set(file.parts.links),
        ordinals=Phrases(file.ordinals),
        units=Phrases(units),
        quarter=_set(periods.quarter),
        half=_set(periods.half),
        month_nouns=_set(periods.months),
        first=_set(periods.first),
        to_month=_set(periods.to_month),
        range=_set(periods.range),
        named_quarters=Phrases(file.named_quarters),
        business_years=_set(file.business_years.words),
        business_years_behind=_set(file.business_years.behind),
        directions=_directions(file.directions),
        fixed=Phrases(file.fixed),
        fixed_cased=Phrases(file.fixed_cased, cased=True),
        ago_before=_set(file.ago.before),
        ago_behind=_set(file.ago.behind),
        ahead_before=_set(file.ahead.before),
        ahead_behind=_set(file.ahead.behind),
        earlier=_set(file.earlier.words),
        later=_set(file.later.words),
        leads=Phrases(lead_table),
        of_year=_set(file.of_year.words),
        year_nouns=_set(file.of_year.year_nouns),
        starts=_starts(file, amounts),
        weekday_starts=tuple(name.lower() for name in file.weekdays.names),
    )


__all__ = ["DateWords", "Direction", "FixedWord", "TimeUnit", "read_date_words"]
