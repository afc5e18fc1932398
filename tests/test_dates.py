"""Dates and periods in both languages: a table of cases by hand, the places in the text, and what a wrong file says."""

from __future__ import annotations

import re
import shutil
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import SchemaError
from kg.resources import resource_folder
from loaders.literals.date_words import read_date_words
from loaders.literals.dates import find_dates, parse_date

WORDS = {lang: read_date_words(lang) for lang in ("de", "en")}
FRIDAY = date(2025, 9, 26)
WINTER = date(2026, 1, 27)
PARTIAL = re.compile(r"\d{4}(/\d\d)?(-(Q[1-4]|H[12]|9M|\d\d(-\d\d)?))?")

# words, day of the article, what they mean
PAST = {
    "de": [
        ("24. September 2025", FRIDAY, "2025-09-24"),
        ("24.09.2025", FRIDAY, "2025-09-24"),
        ("am 3. Mai", FRIDAY, "2025-05-03"),
        ("Montag, den 22. September", FRIDAY, "2025-09-22"),
        ("1. Januar 2026", FRIDAY, "2026-01-01"),
        ("am Dienstag", FRIDAY, "2025-09-23"),
        ("am Freitag", FRIDAY, "2025-09-26"),
        ("Mittwochabend", FRIDAY, "2025-09-24"),
        ("in der Nacht zum Donnerstag", FRIDAY, "2025-09-25"),
        ("vergangenen Freitag", FRIDAY, "2025-09-19"),
        ("am kommenden Montag", FRIDAY, "2025-09-29"),
        ("an diesem Donnerstag", FRIDAY, "2025-09-25"),
        ("gestern", FRIDAY, "2025-09-25"),
        ("vorgestern", FRIDAY, "2025-09-24"),
        ("heute", FRIDAY, "2025-09-26"),
        ("heute Morgen", FRIDAY, "2025-09-26"),
        ("morgen", FRIDAY, "2025-09-27"),
        ("vergangene Woche", FRIDAY, "2025-09"),
        ("kommende Woche", FRIDAY, "2025-10"),
        ("vor drei Wochen", FRIDAY, "2025-09"),
        ("vor zehn Tagen", FRIDAY, "2025-09-16"),
        ("im Mai", FRIDAY, "2025-05"),
        ("im November", FRIDAY, "2025-11"),
        ("Ende August", FRIDAY, "2025-08"),
        ("Mitte Februar", WINTER, "2026-02"),
        ("im Dezember", WINTER, "2025-12"),
        ("August 2017", FRIDAY, "2017-08"),
        ("seit Dezember", FRIDAY, "2024-12"),
        ("im vergangenen Oktober", FRIDAY, "2024-10"),
        ("vor drei Monaten", FRIDAY, "2025-06"),
        ("vergangenen Monat", FRIDAY, "2025-08"),
        ("Monatsende", FRIDAY, "2025-09"),
        ("im dritten Quartal", WINTER, "2025-Q3"),
        ("im dritten Quartal", date(2025, 11, 14), "2025-Q3"),
        ("3. Quartal 2024", FRIDAY, "2024-Q3"),
        ("viertes Quartal des vergangenen Jahres", FRIDAY, "2024-Q4"),
        ("dritten Geschäftsquartal", date(2021, 8, 5), "2021-Q3"),
        ("abgelaufenen Quartal", FRIDAY, "2025-Q2"),
        ("Sommerquartal", WINTER, "2025-Q3"),
        ("Q3 2025", FRIDAY, "2025-Q3"),
        ("Q1 2024/25", FRIDAY, "2024/25-Q1"),
        ("im ersten Halbjahr", date(2024, 12, 4), "2024-H1"),
        ("zweiten Jahreshälfte 2023", FRIDAY, "2023-H2"),
        ("ersten sechs Monaten", FRIDAY, "2025-H1"),
        ("ersten neun Monaten", date(2025, 11, 6), "2025-9M"),
        ("Juli bis September", WINTER, "2025-Q3"),
        ("2024", FRIDAY, "2024"),
        ("seit 1921", FRIDAY, "1921"),
        ("Ende 2026", FRIDAY, "2026"),
        ("bis 2032", FRIDAY, "2032"),
        ("Geschäftsjahr 2024/25", FRIDAY, "2024/25"),
        ("2015/2016", FRIDAY, "2015/16"),
        ("vergangenen Geschäftsjahr", FRIDAY, "2024"),
        ("vergangenes Jahr", FRIDAY, "2024"),
        ("laufenden Jahr", FRIDAY, "2025"),
        ("Anfang nächsten Jahres", FRIDAY, "2026"),
        ("Ende des Jahres", FRIDAY, "2025"),
        ("Jahresende", FRIDAY, "2025"),
        ("Gesamtjahr", date(2025, 3, 12), "2024"),
        ("Jahreswechsel", FRIDAY, "2026-01"),
        ("Jahreswechsel", date(2025, 2, 3), "2025-01"),
        ("Vorjahr", FRIDAY, "2024"),
        ("heuer", FRIDAY, "2025"),
        ("vor drei Jahren", FRIDAY, "2022"),
        ("vor gut einem Jahr", FRIDAY, "2024"),
        ("in den kommenden drei Jahren", FRIDAY, "2028"),
        ("binnen zwei Jahren", FRIDAY, "2027"),
        ("im Frühjahr", FRIDAY, "2025"),
        ("vergangenen Herbst", FRIDAY, "2024"),
        ("Sommer 2021", FRIDAY, "2021"),
        ("Weihnachten", WINTER, "2025-12"),
        ("Silvester", WINTER, "2025-12-31"),
    ],
    "en": [
        ("September 24, 2025", FRIDAY, "2025-09-24"),
        ("24 September 2025", FRIDAY, "2025-09-24"),
        ("Wednesday, August 9, 2023", FRIDAY, "2023-08-09"),
        ("Jan. 30, 2025", FRIDAY, "2025-01-30"),
        ("2025-09-24", FRIDAY, "2025-09-24"),
        ("24/09/2025", FRIDAY, "2025-09-24"),
        ("on July 1st", FRIDAY, "2025-07-01"),
        ("21 to 25 August 2024", FRIDAY, "2024-08-21"),
        ("on Tuesday", FRIDAY, "2025-09-23"),
        ("Thursday evening", FRIDAY, "2025-09-25"),
        ("next Monday", FRIDAY, "2025-09-29"),
        ("last Friday", FRIDAY, "2025-09-19"),
        ("yesterday", FRIDAY, "2025-09-25"),
        ("this morning", FRIDAY, "2025-09-26"),
        ("last week", FRIDAY, "2025-09"),
        ("next week", FRIDAY, "2025-10"),
        ("in May", FRIDAY, "2025-05"),
        ("in November", FRIDAY, "2025-11"),
        ("last December", FRIDAY, "2024-12"),
        ("mid-August", FRIDAY, "2025-08"),
        ("the end of March 2022", FRIDAY, "2022-03"),
        ("end-March", FRIDAY, "2025-03"),
        ("last month", FRIDAY, "2025-08"),
        ("in the third quarter", WINTER, "2025-Q3"),
        ("the second quarter of 2026", FRIDAY, "2026-Q2"),
        ("third-quarter", WINTER, "2025-Q3"),
        ("last quarter", FRIDAY, "2025-Q2"),
        ("the final quarter of 2009", FRIDAY, "2009-Q4"),
        ("the three months to June", FRIDAY, "2025-Q2"),
        ("the quarter to December", WINTER, "2025-Q4"),
        ("the December quarter", WINTER, "2025-Q4"),
        ("the July-September quarter", WINTER, "2025-Q3"),
        ("the year to March", FRIDAY, "2024/25"),
        ("the twelve months to June", FRIDAY, "2024/25"),
        ("the nine months to December", date(2024, 2, 1), "2023/24-9M"),
        ("the first nine months", date(2025, 11, 10), "2025-9M"),
        ("H1 2025", FRIDAY, "2025-H1"),
        ("the first half", FRIDAY, "2025-H1"),
        ("fiscal 2025", FRIDAY, "2025"),
        ("FY2024", FRIDAY, "2024"),
        ("the 2023/24 financial year", FRIDAY, "2023/24"),
        ("the third quarter of last year", FRIDAY, "2024-Q3"),
        ("by the end of 2026", FRIDAY, "2026"),
        ("early next year", FRIDAY, "2026"),
        ("late last year", FRIDAY, "2024"),
        ("this year", FRIDAY, "2025"),
        ("the end of the year", FRIDAY, "2025"),
        ("the turn of the year", FRIDAY, "2026-01"),
        ("full-year", date(2025, 3, 12), "2024"),
        ("two years ago", FRIDAY, "2023"),
        ("a year and a half ago", FRIDAY, "2024"),
        ("within five years", FRIDAY, "2030"),
        ("over the next three years", FRIDAY, "2028"),
        ("a year earlier", FRIDAY, "2024"),
        ("the previous year", FRIDAY, "2024"),
        ("this spring", FRIDAY, "2025"),
        ("last autumn", FRIDAY, "2024"),
        ("next summer", FRIDAY, "2026"),
        ("New Year's Eve", WINTER, "2025-12-31"),
    ],
}  # fmt: skip
AHEAD = [
    ("de", "am Montag", FRIDAY, "2025-09-29"),
    ("de", "im Mai", FRIDAY, "2026-05"),
    ("de", "September", FRIDAY, "2025-09"),
    ("de", "1. Juli", FRIDAY, "2026-07-01"),
    ("de", "im dritten Quartal", FRIDAY, "2025-Q3"),
    ("de", "im zweiten Quartal", FRIDAY, "2026-Q2"),
    ("de", "im ersten Halbjahr", FRIDAY, "2026-H1"),
    ("de", "im Frühjahr", FRIDAY, "2026"),
    ("de", "Gesamtjahr", date(2025, 3, 12), "2025"),
    ("en", "on Thursday", FRIDAY, "2025-10-02"),
    ("en", "in January", date(2025, 12, 18), "2026-01"),
    ("en", "the year to March", date(2025, 8, 6), "2025/26"),
    ("en", "by December", FRIDAY, "2025-12"),
    ("en", "since March", FRIDAY, "2025-03"),
]
ANCHORED = [
    ("de", "drei Jahre später", "2021", "2024"),
    ("de", "im Jahr darauf", "2023", "2024"),
    ("de", "im Jahr davor", "2024", "2023"),
    ("de", "im Vorjahreszeitraum", "2025-Q3", "2024-Q3"),
    ("de", "im Vorjahr", "2024/25", "2023/24"),
    ("de", "im Vorjahr", "2025-9M", "2024-9M"),
    ("en", "two years later", "2017", "2019"),
    ("en", "two months earlier", "2025-09", "2025-07"),
    ("en", "a year earlier", "2025-H1", "2024-H1"),
    ("en", "three days later", "2024-02-27", "2024-03-01"),
    ("en", "a week earlier", "2024-08-03", "2024-07"),
    ("en", "the following year", "2019-03-05", "2020"),
]


@pytest.mark.parametrize(("lang", "words", "published", "wanted"), [(lang, *case) for lang, cases in PAST.items() for case in cases])
def test_dates_of_what_has_passed(lang: str, words: str, published: date, wanted: str) -> None:
    assert parse_date(words, WORDS[lang], published) == wanted


@pytest.mark.parametrize(("lang", "words", "published", "wanted"), AHEAD)
def test_dates_of_what_lies_ahead(lang: str, words: str, published: date, wanted: str) -> None:
    assert parse_date(words, WORDS[lang], published, future=True) == wanted


@pytest.mark.parametrize(("lang", "words", "anchor", "wanted"), ANCHORED)
def test_dates_counted_from_the_date_before(lang: str, words: str, anchor: str, wanted: str) -> None:
    assert parse_date(words, WORDS[lang], FRIDAY, anchor=anchor) == wanted


def test_later_than_nothing_is_not_known() -> None:
    assert parse_date("zwei Jahre später", WORDS["de"], FRIDAY) is None


@pytest.mark.parametrize(
    ("lang", "words", "before", "wanted"),
    [
        ("de", "drei Jahren", "Das Werk wurde vor ", "2022"),
        ("de", "Dezember", "Der Vertrag läuft bis ", "2025-12"),
        ("de", "Montag", "Die Frist läuft bis zum ", "2025-09-29"),
        ("en", "May", "It was listed last ", "2025-05"),
        ("en", "March", "He has led it since ", "2025-03"),
        ("en", "August", "The foundry reported ", "2025-08"),
    ],
)
def test_the_words_before_a_date_are_heard(lang: str, words: str, before: str, wanted: str) -> None:
    assert parse_date(words, WORDS[lang], FRIDAY, before=before) == wanted


@pytest.mark.parametrize(("lang", "words"), [("de", "am Dienstag"), ("de", "im Mai"), ("en", "last year"), ("en", "the third quarter"), ("en", "in spring")])
def test_relative_dates_need_the_day_of_the_article(lang: str, words: str) -> None:
    assert parse_date(words, WORDS[lang], None) is None


@pytest.mark.parametrize(
    ("words", "wanted"), [("24. September 2025", "2025-09-24"), ("Ende 2026", "2026"), ("zweites Quartal 2024", "2024-Q2"), ("Mai 2023", "2023-05")]
)
def test_absolute_dates_do_not(words: str, wanted: str) -> None:
    assert parse_date(words, WORDS["de"], None) == wanted


@pytest.mark.parametrize(
    ("lang", "words"), [("de", "31. Februar 2025"), ("de", "vor kurzem"), ("de", "vor 99999 Jahren"), ("en", "some day"), ("en", "week 26")]
)
def test_what_is_no_date_or_cannot_be_one_is_none(lang: str, words: str) -> None:
    assert parse_date(words, WORDS[lang], FRIDAY) is None


FOUND = [
    ("de", "Am Dienstag hieß es, das Werk werde Ende 2026 fertig.", ["Dienstag", "Ende 2026"]),
    ("de", "Im dritten Quartal 2025 sank der Umsatz, vor drei Jahren war er höher.", ["dritten Quartal 2025", "vor drei Jahren"]),
    ("de", "Seit 1921 fertigt sie Uhren, 2000 Mitarbeiter hat sie.", ["1921"]),
    ("de", "Der Vertrag vom 24. September 2025 gilt ab 1. Oktober.", ["24. September 2025", "1. Oktober"]),
    ("de", "Im Geschäftsjahr 2024/25 und bis zum Jahresende", ["Geschäftsjahr 2024/25", "Jahresende"]),
    ("de", "Analyst Jan Petersen kommt jeden Freitag.", []),
    ("de", "2.000 Stellen, 15 Prozent und der A320", []),
    ("en", "In the third quarter, sales rose; they may fall next year.", ["the third quarter", "next year"]),
    ("en", "Founded in 2009, it was sold in March to Maple Group. May it thrive.", ["2009", "March"]),
    ("en", "The year to March ended a year earlier than expected at the end of 2026.", ["The year to March", "a year earlier", "the end of 2026"]),
    ("en", "It will close by July 31, 2026 after Easter.", ["July 31, 2026", "Easter"]),
    ("en", "2,000 jobs, $2019 and the 2024er go every Friday.", []),
]


@pytest.mark.parametrize(("lang", "text", "wanted"), FOUND)
def test_dates_are_found_in_running_text(lang: str, text: str, wanted: list[str]) -> None:
    found = find_dates(text, WORDS[lang])
    assert [mention.text for mention in found] == wanted
    assert all(text[mention.start : mention.end] == mention.text and mention.type == "Date" and mention.kind == "literal" for mention in found)


PIECES = [
    "am", "vor", "drei", "Jahren", "Ende", "2026", "Mai", "24", ".", ",", "-", "/", "Quartal", "dritten", "bis", "last", "year", "Friday", "to", "March", "Q3",
    "99999", "kommenden", "Woche", "später", "\n",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES)), st.sampled_from([None, True, False]), st.sampled_from([None, "2024", "2024-Q3", "2024/25-9M", "2024-02-29"]))
@settings(max_examples=300, deadline=None)
def test_any_text_gives_exact_slices_and_partial_dates(pieces: list[str], future: bool | None, anchor: str | None) -> None:
    text = " ".join(pieces)
    for words in WORDS.values():
        for found in find_dates(text, words):
            assert text[found.start : found.end] == found.text
            read = parse_date(found.text, words, FRIDAY, future=future, anchor=anchor, before=text[: found.start], after=text[found.end :])
            assert read is None or PARTIAL.fullmatch(read)


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_no_text_breaks_the_reader(text: str) -> None:
    for words in WORDS.values():
        find_dates(text, words)
        parse_date(text, words, FRIDAY)


@pytest.mark.parametrize("piece", ["vor zwei ", "Mai bis ", "24. ", "Ende des ", "the end of ", "1 ", "ersten ", "year to ", "2024/25 ", "last last "])
@pytest.mark.parametrize("lang", ["de", "en"])
def test_time_grows_with_the_length_and_not_faster(lang: str, piece: str) -> None:
    start = time.perf_counter()
    find_dates((piece * 10_000)[:20_000], WORDS[lang])
    assert time.perf_counter() - start < 5  # some 0.5 s on a slow machine; a pattern that backtracks takes minutes


def _copied_schema(folder: Path) -> Path:
    target = folder / "schema"
    for file in ("units.toml", "de/amounts.toml", "de/dates.toml"):
        (target / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(resource_folder("schema") / file, target / file)
    return target


@pytest.mark.parametrize(
    ("old", "new", "key", "remedy"),
    [
        ("Mai = 5\n", "", "months", "no word for 5"),
        ("Mai = 5\n", "Mai = 13\n", "months.Mai", "mend the value"),
        ("Montag = 1\n", "", "weekdays.names", "no word for 1"),
        ("heuer = { unit", "heuer = { units", "fixed.heuer.units", "nobody reads this key"),
        ('heuer = { unit = "year", offset = 0 }', "heuer = { offset = 0 }", "fixed.heuer", "give one of the two"),
        ('heuer = { unit = "year"', 'heuer = { unit = "years"', "fixed.heuer.unit", "mend the value"),
        ("\nweek = [", "\nfortnight = [", "units.fortnight.[key]", "mend the value"),
        ("\n[later]\n", "\n[late]\n", "later", "is missing"),
    ],
)
def test_a_mistake_in_a_word_file_is_named_with_file_key_and_remedy(tmp_path: Path, old: str, new: str, key: str, remedy: str) -> None:
    schema = _copied_schema(tmp_path)
    path = schema / "de/dates.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SchemaError) as error:
        read_date_words("de", schema)
    assert (error.value.file, error.value.key) == ("schema/de/dates.toml", key)
    assert remedy in error.value.problem


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    schema = _copied_schema(tmp_path)
    with pytest.raises(SchemaError, match=r"schema/fr/dates\.toml: file: is missing"):
        read_date_words("fr", schema)
