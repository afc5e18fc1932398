"""The words that amounts are written with: ``schema/units.toml`` and ``schema/LANGUAGE/amounts.toml``, checked and made ready for looking up.

The head of ``schema/de/amounts.toml`` says what each key means. A language is added by adding its file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints

from kg.errors import SchemaError
from kg.model import Hedge
from kg.ontology import SchemaModel, check_record, read_toml, short
from kg.resources import resource_folder
from loaders.literals.tokens import Phrases, Token, tokenize

Word = Annotated[str, StringConstraints(min_length=1)]
Words = tuple[Word, ...]
Lowered = Annotated[frozenset[str], AfterValidator(lambda words: frozenset(word.lower() for word in words))]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Positive = Annotated[float, Field(gt=0)]
_LONGEST_NUMBER = 20  # signs; "1.000.000.000.000,50" has 20
_LONGEST_NUMERAL = 40  # letters; "siebenhundertsiebenundsiebzigtausend" has 36


class _Codes(SchemaModel):
    known: tuple[Code, ...] = Field(min_length=1)


class _Percent(SchemaModel):
    signs: Words


class UnitFile(SchemaModel):
    """``units.toml``."""

    symbols: Mapping[Word, Code]
    codes: _Codes
    code_factors: Mapping[Word, tuple[Code, Positive]]
    percent: _Percent
    measures: Mapping[Word, Words]


class NumberWords(SchemaModel):
    """``[numbers]``: how numbers are written."""

    decimal: Annotated[str, StringConstraints(min_length=1, max_length=1)]
    groups: Words
    joiners: Lowered
    weak: Lowered
    articles: Lowered
    half: Lowered
    minus: Lowered
    ordinal_dot: bool
    ordinal_after: Lowered
    words: Mapping[Word, float]
    plus: Mapping[Word, float]


class FractionRules(SchemaModel):
    """``[fraction_rules]``: when a fraction is a share."""

    articles: Lowered = frozenset()
    after: Lowered = frozenset()
    not_after: Lowered = frozenset()


class PercentWords(SchemaModel):
    """``[percent]``."""

    words: Words
    adjectives: Words = ()
    points: Words
    said: Mapping[Word, float] = Field(default_factory=dict)


class CurrencyWord(SchemaModel):
    """``[currencies.X]``: a word for money, and the countries that tell whose money it is."""

    words: Words
    code: Code
    factor: Positive = 1
    near: bool = False
    by: Mapping[Word, Code] = Field(default_factory=dict)


class RangeWords(SchemaModel):
    """``[ranges]``."""

    between: Words
    joined: Words
    opening: Words
    from_: Words = Field(alias="from")
    to: Words


class NounWords(SchemaModel):
    """``[nouns]``: what is counted, and what is not."""

    people: Words
    things: Words
    people_before: Words
    count_before: Words
    money: Words
    time: Lowered
    of: Words


class NameRules(SchemaModel):
    """``[names]``: numbers that are names."""

    before: Words
    capital_nouns: bool
    adjective_endings: Words = ()
    plural_endings: Words = ()


class StandAlone(SchemaModel):
    """``[stand_alone]``."""

    words: Lowered


class AmountFile(SchemaModel):
    """``LANGUAGE/amounts.toml``."""

    numbers: NumberWords
    magnitudes: Mapping[Word, Positive]
    glued_magnitudes: Mapping[Word, Positive] = Field(default_factory=dict)
    fractions: Mapping[Word, Annotated[int, Field(gt=1)]]
    fraction_rules: FractionRules
    percent: PercentWords
    measures: Mapping[Word, Words]
    currencies: Mapping[str, CurrencyWord]
    hedges: Mapping[Hedge, Words]
    hedges_behind: Mapping[Hedge, Words] = Field(default_factory=dict)
    hedges_except: Mapping[Word, Words] = Field(default_factory=dict)
    ranges: RangeWords
    nouns: NounWords
    names: NameRules
    stand_alone: StandAlone


@dataclass(frozen=True, slots=True)
class AmountWords:
    """All that is known about amounts in one language, ready for looking up."""

    lang: str
    file: AmountFile
    symbols: Phrases[str]
    codes: Phrases[tuple[str, float]]
    currencies: Phrases[CurrencyWord]
    percent: Phrases[str]
    percent_said: Phrases[float]
    measures: Phrases[str]
    measure_signs: Phrases[str]
    magnitudes: Phrases[float]
    glued_magnitudes: Phrases[float]
    fractions: Phrases[int]
    plus: Phrases[float]
    hedges: Phrases[tuple[Hedge, str]]
    hedges_behind: Phrases[Hedge]
    range_words: Mapping[str, Phrases[bool]]
    people: Phrases[bool]
    things: Phrases[bool]
    heads: Mapping[str, Words]
    people_before: Phrases[bool]
    count_cues: Phrases[bool]
    count_endings: Words
    money_nouns: Phrases[bool]
    of: Phrases[bool]
    name_before: Phrases[bool]
    _digits: re.Pattern[str]
    _group: re.Pattern[str]
    _numeral: re.Pattern[str]
    _numerals: dict[str, tuple[float, ...]] = field(default_factory=dict)

    def parse_digits(self, digits: str) -> float | None:
        """The value of a number in digits: ``1.234,5`` (de) and ``1,234.5`` (en) are 1234.5; ``24.09.2025`` is none.

        >>> words = read_amount_words("de")
        >>> words.parse_digits("1.234,5"), words.parse_digits("53 000"), words.parse_digits("24.09.2025")
        (1234.5, 53000.0, None)
        """
        if len(digits) > _LONGEST_NUMBER:
            return None
        if self._group.fullmatch(digits):
            whole, _, rest = digits.partition(self.file.numbers.decimal)
            return float(re.sub(r"\D", "", whole) + "." + (rest or "0"))
        if self._digits.fullmatch(digits):
            return float(digits.replace(",", "."))
        return None

    def numeral(self, word: str) -> tuple[float, ...]:
        """The parts of a number in words: ``dreiundfünfzig`` → (3, 50); empty where it is none.

        >>> read_amount_words("de").numeral("dreiundfünfzig")
        (3.0, 50.0)
        """
        if word not in self._numerals:
            if len(word) > _LONGEST_NUMERAL or not self._numeral.fullmatch(word):
                return ()
            table = self.file.numbers.words
            parts = sorted(table, key=len, reverse=True)
            found = re.findall("|".join(map(re.escape, [*parts, *self.file.numbers.joiners])), word)
            self._numerals[word] = tuple(table[part] for part in found if part in table)
        return self._numerals[word]

    def counted(self, tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
        """Does a noun for people or things begin at token ``at``? Its unit (``people``, ``units``) and the index behind it."""
        for unit, phrases in (("people", self.people), ("units", self.things)):
            found = phrases.match(tokens, at)
            if found:
                return unit, found[1]
        heads = [(len(head), unit) for unit, endings in self.heads.items() for head in endings if tokens[at].low.endswith(head)]
        return (max(heads)[1], at + 1) if heads else None

    def is_people(self, word: str) -> bool:
        """Is ``word`` one for people ("nutzer", "employees")?"""
        return word.endswith(self.heads["people"] or ("\0",)) or self.people.match(tokenize(word), 0) is not None

    def counted_hyphenated(self, tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
        """The same for compounds with hyphens ("IT-Stellen"): the last part decides."""
        while at + 2 < len(tokens) and tokens[at + 1].text == "-" and tokens[at + 1].glued and tokens[at + 2].glued and tokens[at + 2].kind == "word":
            at += 2
        return self.counted(tokens, at) if at < len(tokens) and tokens[at].kind == "word" else None


def read_amount_words(lang: str, folder: Path | None = None) -> AmountWords:
    """Read and check the units and one language's words for amounts.

    Args:
        lang: folder of the language, an ISO 639-1 code (``de``).
        folder: the schema folder; by default the one that came with the program.

    Raises:
        SchemaError: a file is missing or wrong; the first fault is named with file, key and remedy.
    """
    folder = folder or resource_folder("schema")
    units = check_record(folder / "units.toml", "", read_toml(folder / "units.toml"), UnitFile)
    path = folder / lang / "amounts.toml"
    file = check_record(path, "", read_toml(path), AmountFile)
    _check_amounts(path, file)
    return _compile(lang, units, file)


def _check_amounts(path: Path, file: AmountFile) -> None:
    """What no single field can know.

    Raises:
        SchemaError: a word that would be read in two ways.
    """
    seen: dict[str, str] = {}
    for name, currency in file.currencies.items():
        for word in currency.words:
            if seen.setdefault(word.lower(), name) != name:
                raise SchemaError(short(path), f"currencies.{name}.words", f"{word!r} stands in currencies.{seen[word.lower()]} too; keep one of them")
    hedges: dict[str, str] = {}
    for hedge, words in file.hedges.items():
        for word in words:
            if hedges.setdefault(word.lower(), hedge) != hedge:
                raise SchemaError(short(path), f"hedges.{hedge}", f"{word!r} stands under {hedges[word.lower()]!r} too; keep one of them")
    for word in file.hedges_except:
        if word.lower() not in hedges:
            raise SchemaError(short(path), f"hedges_except.{word}", "is no hedge; add it under [hedges] or take the exception out")
    if file.numbers.decimal in file.numbers.groups:
        raise SchemaError(short(path), "numbers.groups", f"{file.numbers.decimal!r} is the decimal sign; take it out here")


def _flat(table: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {word: name for name, words in table.items() for word in words}


def _set(words: Sequence[str]) -> Phrases[bool]:
    return Phrases(dict.fromkeys(words, True))


def _compile(lang: str, units: UnitFile, file: AmountFile) -> AmountWords:
    numbers, nouns = file.numbers, file.nouns
    codes: dict[str, tuple[str, float]] = {code: (code, 1.0) for code in units.codes.known} | dict(units.code_factors)
    percent = dict.fromkeys((*units.percent.signs, *file.percent.words), "percent") | dict.fromkeys(file.percent.points, "percentage points")
    group, decimal = re.escape("".join(numbers.groups)), re.escape(numbers.decimal)
    parts = "|".join(map(re.escape, sorted((*numbers.words, *numbers.joiners), key=len, reverse=True)))
    ranges: dict[str, Any] = file.ranges.model_dump()
    return AmountWords(
        lang=lang,
        file=file,
        symbols=Phrases(units.symbols),
        codes=Phrases(codes, cased=True),
        currencies=Phrases({word: currency for currency in file.currencies.values() for word in currency.words}),
        percent=Phrases(percent),
        percent_said=Phrases(file.percent.said),
        measures=Phrases(_flat(file.measures)),
        measure_signs=Phrases(_flat(units.measures), cased=True),
        magnitudes=Phrases(file.magnitudes),
        glued_magnitudes=Phrases(file.glued_magnitudes),
        fractions=Phrases(file.fractions),
        plus=Phrases(numbers.plus),
        hedges=Phrases({word: (hedge, word.lower()) for hedge, words in file.hedges.items() for word in words}),
        hedges_behind=Phrases({word: hedge for hedge, words in file.hedges_behind.items() for word in words}),
        range_words={name.rstrip("_"): _set(words) for name, words in ranges.items()},
        people=_set([word.removeprefix("-") for word in nouns.people]),
        things=_set([word.removeprefix("-") for word in nouns.things]),
        heads={unit: tuple(w[1:].lower() for w in words if w.startswith("-")) for unit, words in (("people", nouns.people), ("units", nouns.things))},
        people_before=_set(nouns.people_before),
        count_cues=_set([word.removeprefix("-") for word in nouns.count_before]),
        count_endings=tuple(word[1:].lower() for word in nouns.count_before if word.startswith("-")),
        money_nouns=_set(nouns.money),
        of=_set(nouns.of),
        name_before=_set(file.names.before),
        _digits=re.compile(r"\d+(?:[.,]\d+)?"),
        _group=re.compile(rf"[1-9]\d{{0,2}}(?:[{group} \u00a0\u202f\u2009]\d{{3}})+(?:{decimal}\d+)?"),
        _numeral=re.compile(rf"(?:{parts})+"),
    )


__all__ = ["AmountFile", "AmountWords", "CurrencyWord", "read_amount_words"]
