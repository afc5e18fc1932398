"""Amounts in both languages: a table of cases by hand, what is none, the words of one mention, and what a wrong file says."""

from __future__ import annotations

import math
import shutil
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import SchemaError
from kg.resources import resource_folder
from loaders.literals.amount_words import AmountWords, read_amount_words
from loaders.literals.amounts import find_amounts, parse_amount

WORDS = {lang: read_amount_words(lang) for lang in ("de", "en")}

# text, then per amount: its words, value, unit, hedge
GERMAN = [
    ("Der Fonds zahlte rund 16 Millionen Dollar.", ("16 Millionen Dollar", 16e6, "USD", "about")),
    ("Umgesetzt wurden 53 Mrd. Yuan.", ("53 Mrd. Yuan", 53e9, "CNY", "exact")),
    ("Der Auftragsbestand: 1.234,5 Mio. €", ("1.234,5 Mio. €", 1234.5e6, "EUR", "exact")),
    ("Das Gerät kostet 1.299 Euro.", ("1.299 Euro", 1299, "EUR", "exact")),
    ("Die Aktie schloss bei 44,10 Euro.", ("44,10 Euro", 44.1, "EUR", "exact")),
    ("Sie legte 900.000 Franken hin.", ("900.000 Franken", 9e5, "CHF", "exact")),
    ("sechzehn Millionen Euro", ("sechzehn Millionen Euro", 16e6, "EUR", "exact")),
    ("Zweieinhalb Milliarden Euro fehlen.", ("Zweieinhalb Milliarden Euro", 2.5e9, "EUR", "exact")),
    ("anderthalb Milliarden Pfund", ("anderthalb Milliarden Pfund", 1.5e9, "GBP", "exact")),
    ("knapp eine halbe Milliarde Euro", ("eine halbe Milliarde Euro", 5e8, "EUR", "about")),
    ("dreiundfünfzig Milliarden Won", ("dreiundfünfzig Milliarden Won", 53e9, "KRW", "exact")),
    ("hundert Millionen Kronen aus Stockholm", ("hundert Millionen Kronen", 1e8, "SEK", "exact")),
    ("60 Milliarden dänische Kronen", ("60 Milliarden dänische Kronen", 60e9, "DKK", "exact")),
    ("Die Reederei aus Oslo verlor 4 Mio. Kronen.", ("4 Mio. Kronen", 4e6, "NOK", "exact")),
    ("mehr als 20 Millionen australische Dollar", ("20 Millionen australische Dollar", 20e6, "AUD", "at least")),
    ("1,9 Milliarden Taiwan-Dollar", ("1,9 Milliarden Taiwan-Dollar", 1.9e9, "TWD", "exact")),
    ("54,63 US-Dollar je Aktie", ("54,63 US-Dollar", 54.63, "USD", "exact")),
    ("zehn Milliarden Pfund Sterling", ("zehn Milliarden Pfund Sterling", 10e9, "GBP", "exact")),
    ("Erhöhung um zehn Cent", ("zehn Cent", 0.1, "EUR", "exact")),
    ("90 Rappen Dividende", ("90 Rappen", 0.9, "CHF", "exact")),
    ("2,06 Billionen Yen", ("2,06 Billionen Yen", 2.06e12, "JPY", "exact")),
    ("7,0 Bio. Won", ("7,0 Bio. Won", 7e12, "KRW", "exact")),
    ("Verlust von 350 TEUR", ("350 TEUR", 350e3, "EUR", "exact")),
    ("ein Volumen von EUR 40 Mio", ("EUR 40 Mio", 40e6, "EUR", "exact")),
    ("Ein Vertrag über 40 Millionen Euro liegt vor.", ("40 Millionen Euro", 40e6, "EUR", "exact")),
    ("Sie will über 40 Millionen Euro ausgeben.", ("40 Millionen Euro", 40e6, "EUR", "at least")),
    ("höchstens 80 Millionen Euro", ("80 Millionen Euro", 80e6, "EUR", "up to")),
    ("bis zu zehn Milliarden Dollar teuer", ("zehn Milliarden Dollar", 10e9, "USD", "up to")),
    ("mindestens drei Millionen Euro", ("drei Millionen Euro", 3e6, "EUR", "at least")),
    ("mehr als rund 5 Mrd. Euro", ("5 Mrd. Euro", 5e9, "EUR", "at least")),
    ("im Wert von ca. 7 Mio. Euro", ("7 Mio. Euro", 7e6, "EUR", "about")),
    ("um die 300 Euro", ("300 Euro", 300, "EUR", "about")),
    ("5 Millionen Euro oder mehr", ("5 Millionen Euro", 5e6, "EUR", "at least")),
    ("eine 40-Millionen-Euro-Spritze", ("40-Millionen-Euro", 40e6, "EUR", "exact")),
    ("2 bis 3 Milliarden Euro", ("2", 2e9, "EUR", "at least"), ("3 Milliarden Euro", 3e9, "EUR", "up to")),
    ("zwischen 15 und 20 Millionen Euro", ("15", 15e6, "EUR", "at least"), ("20 Millionen Euro", 20e6, "EUR", "up to")),
    ("4 bis 8 Prozent", ("4", 4, "percent", "at least"), ("8 Prozent", 8, "percent", "up to")),
    ("2-3 Prozent Rendite", ("2", 2, "percent", "at least"), ("3 Prozent", 3, "percent", "up to")),
    ("Die Quote stieg von 10 auf 12 Prozent.", ("10", 10, "percent", "exact"), ("12 Prozent", 12, "percent", "exact")),
    ("Der Verlust sank von 31 auf 12 Milliarden Rupien.", ("31", 31e9, "INR", "exact"), ("12 Milliarden Rupien", 12e9, "INR", "exact")),
    ("hält 25,4 Prozent an dem Verlag", ("25,4 Prozent", 25.4, "percent", "exact")),
    ("ein Plus von 51 %", ("51 %", 51, "percent", "exact")),
    ("die 29,9-Prozent-Beteiligung", ("29,9-Prozent", 29.9, "percent", "exact")),
    ("dem 20-prozentigen Wachstum", ("20-prozentigen", 20, "percent", "exact")),
    ("minus 5 Prozent", ("minus 5 Prozent", -5, "percent", "exact")),
    ("ein Minus von −3,4 %", ("−3,4 %", -3.4, "percent", "exact")),
    ("um ein Prozent", ("ein Prozent", 1, "percent", "exact")),
    ("um 0,3 Prozentpunkte", ("0,3 Prozentpunkte", 0.3, "percentage points", "exact")),
    ("gut ein Fünftel der Anteile", ("ein Fünftel", 20, "percent", "about")),
    ("fast die Hälfte des Kapitals", ("Hälfte", 50, "percent", "about")),
    ("zu zwei Dritteln in Familienbesitz", ("zwei Dritteln", 67, "percent", "exact")),
    ("ein knappes Viertel", ("ein knappes Viertel", 25, "percent", "about")),
    ("ein Achtel der Fläche", ("ein Achtel", 12.5, "percent", "exact")),
    ("Rund 200 Arbeitsplätze fallen weg.", ("200", 200, "people", "about")),
    ("13 000 gut bezahlte Stellen", ("13 000", 13000, "people", "exact")),
    ("500 Mitarbeitende", ("500", 500, "people", "exact")),
    ("150 Verwaltungsstellen", ("150", 150, "people", "exact")),
    ("150 Tankstellen", ("150", 150, "units", "exact")),
    ("rund 9.000 der 78.400 Stellen, davon 5.000 in Odense",
     ("9.000", 9000, "people", "about"), ("78.400", 78400, "people", "exact"), ("5.000", 5000, "people", "exact")),
    ("3,1 Millionen Kunden", ("3,1 Millionen", 3.1e6, "people", "exact")),
    ("Die Zahl der Nutzer stieg auf 312.000, der Gewinn auf 4 Mio. Euro.",
     ("312.000", 312e3, "people", "exact"), ("4 Mio. Euro", 4e6, "EUR", "exact")),
    ("Die Belegschaft wuchs von 500 auf 700.", ("500", 500, "people", "exact"), ("700", 700, "people", "exact")),
    ("Im Jahr 2023 beschäftigte sie 400 Leute, heute sind es 250. Mehr nicht.", ("400", 400, "people", "exact"), ("250", 250, "people", "exact")),
    ("2000 Mitarbeiter müssen gehen.", ("2000", 2000, "people", "exact")),
    ("150.000 Autos im Jahr", ("150.000", 15e4, "units", "exact")),
    ("bis zu 100.000 Stromer", ("100.000", 1e5, "units", "up to")),
    ("ein halbes Dutzend Filialen", ("ein halbes Dutzend", 6, "units", "exact")),
    ("2,15 Millionen Fahrzeuge", ("2,15 Millionen", 2.15e6, "units", "exact")),
    ("eine Kapazität von 15 Gigawattstunden", ("15 Gigawattstunden", 15, "GWh", "exact")),
    ("ein Park mit 420 MW", ("420 MW", 420, "MW", "exact")),
    ("2.500 Tonnen jährlich", ("2.500 Tonnen", 2500, "tonnes", "exact")),
    ("Der Index fiel um 120 Punkte.", ("120 Punkte", 120, "points", "exact")),
    ("62 Millionen Euro Gewinn nach 31 Millionen im Vorjahr", ("62 Millionen Euro", 62e6, "EUR", "exact"), ("31 Millionen", 31e6, "EUR", "exact")),
    ("Bei 95 Millionen Franken Umsatz standen 4 Millionen Verlust.", ("95 Millionen Franken", 95e6, "CHF", "exact"), ("4 Millionen", 4e6, "CHF", "exact")),
    ("Drei Viertel hält der Staat.", ("Drei Viertel", 75, "percent", "exact")),
    ("Statt 15 Millionen wolle man 19 Millionen Konsolen verkaufen.", ("15 Millionen", 15e6, "units", "exact"), ("19 Millionen", 19e6, "units", "exact")),
    ("Der Bestand erreichte 1.821.", ("1.821", 1821, "units", "exact")),
    ("Die Zahl der Werke sinkt von 17 auf 10.", ("17", 17, "units", "exact"), ("10", 10, "units", "exact")),
    ("Die Filialen sinken von 17 auf 10.", ("17", 17, "units", "exact"), ("10", 10, "units", "exact")),
    ("5 Mrd. Euro Umsatz, zuletzt waren es 1,2 Milliarden, acht Prozent mehr",
     ("5 Mrd. Euro", 5e9, "EUR", "exact"), ("1,2 Milliarden", 1.2e9, "EUR", "exact"), ("acht Prozent", 8, "percent", "exact")),
    ("Der Gewinn hat sich mehr als verdoppelt.", ("verdoppelt", 100, "percent", "at least")),
    ("Der Verlust wurde nahezu halbiert.", ("halbiert", -50, "percent", "about")),
    ("eine hundertprozentige Tochter", ("hundertprozentige", 100, "percent", "exact")),
]  # fmt: skip
ENGLISH = [
    ("It made profits of US$2.7 billion.", ("US$2.7 billion", 2.7e9, "USD", "exact")),
    ("a €1.2bn takeover", ("€1.2bn", 1.2e9, "EUR", "exact")),
    ("a $40-million cheque", ("$40-million", 40e6, "USD", "exact")),
    ("fined £50m on Friday", ("£50m", 50e6, "GBP", "exact")),
    ("Shares closed at $1,234.50.", ("$1,234.50", 1234.5, "USD", "exact")),
    ("two and a half billion dollars", ("two and a half billion dollars", 2.5e9, "USD", "exact")),
    ("half a billion euros", ("half a billion euros", 5e8, "EUR", "exact")),
    ("a hundred million pounds", ("a hundred million pounds", 1e8, "GBP", "exact")),
    ("forty-two million reais", ("forty-two million reais", 42e6, "BRL", "exact")),
    ("two hundred and fifty thousand euros", ("two hundred and fifty thousand euros", 25e4, "EUR", "exact")),
    ("a billion and a half yen", ("a billion and a half yen", 1.5e9, "JPY", "exact")),
    ("three quarters of a million francs", ("three quarters of a million francs", 75e4, "CHF", "exact")),
    ("9.9 billion yuan (about US$1.4 billion)", ("9.9 billion yuan", 9.9e9, "CNY", "exact"), ("US$1.4 billion", 1.4e9, "USD", "about")),
    ("SEK 300 million", ("SEK 300 million", 3e8, "SEK", "exact")),
    ("CHF 1.31 billion", ("CHF 1.31 billion", 1.31e9, "CHF", "exact")),
    ("RM4.6 million", ("RM4.6 million", 4.6e6, "MYR", "exact")),
    ("R249 billion", ("R249 billion", 249e9, "ZAR", "exact")),
    ("R$8m", ("R$8m", 8e6, "BRL", "exact")),
    ("A$2.80 a share", ("A$2.80", 2.8, "AUD", "exact")),
    ("HK$0.11", ("HK$0.11", 0.11, "HKD", "exact")),
    ("₹9,100 crore", ("₹9,100 crore", 91e9, "INR", "exact")),
    ("Rs 500 crore", ("Rs 500 crore", 5e9, "INR", "exact")),
    ("¥200bn", ("¥200bn", 200e9, "JPY", "exact")),
    ("750 million Australian dollars", ("750 million Australian dollars", 75e7, "AUD", "exact")),
    ("61 million Swiss francs", ("61 million Swiss francs", 61e6, "CHF", "exact")),
    ("64 billion CFA francs, of which 9 billion francs were lent", ("64 billion CFA francs", 64e9, "XOF", "exact"), ("9 billion francs", 9e9, "XOF", "exact")),
    ("4.5 billion Egyptian pounds", ("4.5 billion Egyptian pounds", 4.5e9, "EGP", "exact")),
    ("A Copenhagen court fined it 5 million kroner.", ("5 million kroner", 5e6, "DKK", "exact")),
    ("1.1 billion kronor", ("1.1 billion kronor", 1.1e9, "SEK", "exact")),
    ("330 pence", ("330 pence", 3.3, "GBP", "exact")),
    ("38 cents", ("38 cents", 0.38, "USD", "exact")),
    ("some 7.8 billion euros", ("7.8 billion euros", 7.8e9, "EUR", "about")),
    ("close to $15 billion", ("$15 billion", 15e9, "USD", "about")),
    ("more than $10 billion", ("$10 billion", 10e9, "USD", "at least")),
    ("as much as $5 billion", ("$5 billion", 5e9, "USD", "up to")),
    ("no more than 40 billion baht", ("40 billion baht", 40e9, "THB", "up to")),
    ("$2 billion or more", ("$2 billion", 2e9, "USD", "at least")),
    ("between $2 billion and $3 billion", ("$2 billion", 2e9, "USD", "at least"), ("$3 billion", 3e9, "USD", "up to")),
    ("$2-3 billion", ("$2", 2e9, "USD", "at least"), ("3 billion", 3e9, "USD", "up to")),
    ("22 to 26 euros", ("22", 22, "EUR", "at least"), ("26 euros", 26, "EUR", "up to")),
    ("rose from 10 to 12 percent", ("10", 10, "percent", "exact"), ("12 percent", 12, "percent", "exact")),
    ("fell 14 percent to 168 million ringgit", ("14 percent", 14, "percent", "exact"), ("168 million ringgit", 168e6, "MYR", "exact")),
    ("a 25.4 percent stake", ("25.4 percent", 25.4, "percent", "exact")),
    ("up 5 per cent", ("5 per cent", 5, "percent", "exact")),
    ("down 2.1 pct", ("2.1 pct", 2.1, "percent", "exact")),
    ("thirteen percent", ("thirteen percent", 13, "percent", "exact")),
    ("0.5 percentage points", ("0.5 percentage points", 0.5, "percentage points", "exact")),
    ("25 basis points", ("25 basis points", 25, "basis points", "exact")),
    ("up to a quarter of its staff", ("a quarter", 25, "percent", "up to")),
    ("two-thirds of the shares", ("two-thirds", 67, "percent", "exact")),
    ("a good fifth of revenue", ("a good fifth", 20, "percent", "about")),
    ("half of the wind farm", ("half", 50, "percent", "exact")),
    ("Baloise gained 4.6 percent, Helvetia 4.9.", ("4.6 percent", 4.6, "percent", "exact"), ("4.9", 4.9, "percent", "exact")),
    ("fined 150 million euros; its rival got 325 million.", ("150 million euros", 15e7, "EUR", "exact"), ("325 million", 325e6, "EUR", "exact")),
    ("22,000 employees", ("22,000", 22000, "people", "exact")),
    ("About 9,000 production jobs", ("9,000", 9000, "people", "about")),
    ("210 of the 260 workers", ("210", 210, "people", "exact"), ("260", 260, "people", "exact")),
    ("seven of its 17 factories", ("seven", 7, "units", "exact"), ("17", 17, "units", "exact")),
    ("a 500-strong team", ("500", 500, "people", "exact")),
    ("The firm employs 2,300.", ("2,300", 2300, "people", "exact")),
    ("User numbers should pass 750 million, on revenue of $3 billion.", ("750 million", 75e7, "people", "exact"), ("$3 billion", 3e9, "USD", "exact")),
    ("a dozen shops", ("a dozen", 12, "units", "exact")),
    ("some 140 supermarkets", ("140", 140, "units", "about")),
    ("one gigawatt", ("one gigawatt", 1, "GW", "exact")),
    ("a 72-megawatt park", ("72-megawatt", 72, "MW", "exact")),
    ("50,000 tonnes of cocoa", ("50,000 tonnes", 5e4, "tonnes", "exact")),
    ("5 gigawatt hours", ("5 gigawatt hours", 5, "GWh", "exact")),
    ("between 5 and 7 percent", ("5", 5, "percent", "at least"), ("7 percent", 7, "percent", "up to")),
    ("It sold fewer: 1.79 million in 2024, after 1.81 million.", ("1.79 million", 1.79e6, "units", "exact"), ("1.81 million", 1.81e6, "units", "exact")),
    ("Trips rose 18% to 3.27 billion in the second quarter.", ("18%", 18, "percent", "exact"), ("3.27 billion", 3.27e9, "units", "exact")),
    ("Net orders amounted to 514 through September.", ("514", 514, "units", "exact")),
    ("Employees: then 5,200, now 3,700", ("5,200", 5200, "units", "exact"), ("3,700", 3700, "units", "exact")),
    ("plants to fall from 17 to 10; more later", ("17", 17, "units", "exact"), ("10", 10, "units", "exact")),
    ("It earns 420 million kronor, not the 610 million forecast.", ("420 million kronor", 42e7, "SEK", "exact"), ("610 million", 61e7, "SEK", "exact")),
    ("Its shares settled at Rs 2,214.50.", ("Rs 2,214.50", 2214.5, "INR", "exact")),
    ("box volumes of 310,000 TEU", ("310,000 TEU", 310e3, "containers", "exact")),
    ("Profit more than doubled to 514 in total.", ("doubled", 100, "percent", "at least"), ("514", 514, "units", "exact")),
    ("Its loss nearly tripled; costs were halved.", ("tripled", 200, "percent", "about"), ("halved", -50, "percent", "exact")),
]  # fmt: skip

NO_AMOUNTS = {
    "de": [
        "Am 24. September 2025 um 15:30 Uhr",
        "das iPhone 17 und der A320",
        "G7, 3M, der DAX 40, Qwen3-Max und ID.7",
        "Das Spiel endete 4:3.",
        "die 125. Filiale",
        "nach neun Jahren und 14 Tagen",
        "der 47-jährige Chef",
        "Platz 3 in Halle 7, Seite 12",
        "§ 12, Art. 5, Nr. 8",
        "Telefon 0711/123456",
        "im Geschäftsjahr 2024/25",
        "ein Werk, eine Halle und einen Punkt",
        "die erste Hälfte",
        "1&1 und COVID-19",
        "Es stand 103:98 und 3:2.",
        "Paragraf 35 gilt, auch unter Windows 11 und in der Boeing 737.",
        "Tel. 030 1234567 oder +49 30 1234567.",
        "Artikelnummer 4711, Hauptstraße 123, im Jahr 2024.",
    ],
    "en": [
        "on June 15 at 2:30 p.m.",
        "the iPhone 17, the A320 and an R4",
        "a third plant and the first half",
        "a third-quarter loss",
        "in a 3-2 vote, 4-3",
        "for five years and three months",
        "founded in 2019",
        "Phase 3, Rule 14, No. 1",
        "its 5th branch",
        "a euro area company",
        "It won 103-98, then 3:2.",
        "a Boeing 737 and Windows 11; the 737 is back",
        "Call 555 123 4567 or +49 30 1234567.",
        "It doubled down in 2024 on the Audi RS 6.",
    ],
}


@pytest.mark.parametrize(("lang", "text", "wanted"), [(lang, text, wanted) for lang, cases in (("de", GERMAN), ("en", ENGLISH)) for text, *wanted in cases])
def test_amounts_are_found_with_value_unit_and_hedge(lang: str, text: str, wanted: list[tuple[str, float, str, str]]) -> None:
    found = [(a.mention.text, a.amount.value, a.amount.unit, a.amount.hedge) for a in find_amounts(text, WORDS[lang])]
    assert found == [(words, pytest.approx(value, rel=1e-12), unit, hedge) for words, value, unit, hedge in wanted]


def test_the_tables_are_long_enough() -> None:
    assert len(GERMAN) + len(ENGLISH) >= 120


@pytest.mark.parametrize(("lang", "text"), [(lang, text) for lang, texts in NO_AMOUNTS.items() for text in texts])
def test_what_only_looks_like_an_amount_is_left_out(lang: str, text: str) -> None:
    assert find_amounts(text, WORDS[lang]) == []


def test_types_and_places() -> None:
    text = "Für 3 Mio. Euro gehen 12 Prozent und 40 Maschinen weg."
    found = find_amounts(text, WORDS["de"])
    assert [(a.mention.type, a.mention.kind, text[a.mention.start : a.mention.end]) for a in found] == [
        ("Money", "literal", "3 Mio. Euro"), ("Percent", "literal", "12 Prozent"), ("Number", "literal", "40"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lang", "words", "before", "after", "kind", "wanted"),
    [
        ("de", "16 Millionen Dollar", "im Wert von etwa ", ".", "Money", (16e6, "USD", "about")),
        ("de", "325 Millionen", "Shein zahlt 150 Millionen Euro, Google ", ".", "Money", (325e6, "EUR", "exact")),
        ("de", "31", "Die einen halten 51 Prozent, die anderen ", ".", "Percent", (31, "percent", "exact")),
        ("de", "200", "", " Stellen fallen weg", "Number", (200, "people", "exact")),
        ("de", "200", "", "", None, (200, "units", "exact")),
        ("de", "291", "Umsatz 318 Mio. Euro (Vorjahr ", ")", "Money", (291, "EUR", "exact")),
        ("en", "up to $300 million", "", "", "Money", (3e8, "USD", "up to")),
        ("en", "some 90,000 smallholders", "", "", "Number", (90000, "people", "about")),
        ("en", "2", "The yen rose; it costs 5 yen, not ", ".", "Money", (2, "JPY", "exact")),
        ("en", "two", "", " plants", "Number", (2, "units", "exact")),
        ("en", "a third", "", " plant", "Percent", (33, "percent", "exact")),
    ],
)
def test_the_words_of_one_mention_are_read_in_their_surroundings(
    lang: str, words: str, before: str, after: str, kind: str | None, wanted: tuple[float, str, str]
) -> None:
    amount = parse_amount(words, WORDS[lang], before=before, after=after, kind=kind)  # type: ignore[arg-type]
    assert amount and (amount.value, amount.unit, amount.hedge) == wanted


@pytest.mark.parametrize(("lang", "words", "kind"), [("de", "einige Millionen", None), ("en", "hundreds of millions", None), ("en", "19 million", "Money")])
def test_words_without_a_number_or_money_without_a_currency_say_nothing(lang: str, words: str, kind: str | None) -> None:
    assert parse_amount(words, WORDS[lang], kind=kind) is None  # type: ignore[arg-type]


@given(
    st.lists(
        st.sampled_from(
            [
                "5",
                "1.234,5",
                "eine",
                "halbe",
                "Million",
                "Euro",
                "$",
                "%",
                "-",
                "bis",
                "von",
                "auf",
                "der",
                "Stellen",
                ".",
                ",",
                "dänische",
                "a",
                "of",
                "\n",
                "2024",
                "Z9",
            ]
        )
    )
)
@settings(max_examples=300, deadline=None)
def test_any_text_gives_exact_slices_and_finite_values(pieces: list[str]) -> None:
    text = " ".join(pieces)
    for words in WORDS.values():
        for found in find_amounts(text, words):
            assert text[found.mention.start : found.mention.end] == found.mention.text
            assert math.isfinite(found.amount.value)


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_no_text_breaks_the_reader(text: str) -> None:
    for words in WORDS.values():
        find_amounts(text, words)
        parse_amount(text, words)


@pytest.mark.parametrize(
    "piece",
    [
        "1 ",
        "ein ",
        "zwei und ",
        "hundert",
        "a hundred and ",
        "$",
        "1,1",
        "1.",
        "5 Kronen dän ",
        "über ",
        "9 der ",
        "million and a half ",
        "12 Neue ",
        "5 bis ",
        "- ",
        "9" * 50,
    ],
)
@pytest.mark.parametrize("lang", ["de", "en"])
def test_time_grows_with_the_length_and_not_faster(lang: str, piece: str) -> None:
    text = (piece * 10_000)[:20_000]
    start = time.perf_counter()
    find_amounts(text, WORDS[lang])
    assert time.perf_counter() - start < 5  # some 0.5 s on a slow machine; a pattern that backtracks takes minutes


def _copied_schema(folder: Path) -> Path:
    target = folder / "schema"
    for file in ("units.toml", "de/amounts.toml", "en/amounts.toml"):
        (target / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(resource_folder("schema") / file, target / file)
    return target


@pytest.mark.parametrize(
    ("file", "old", "new", "key", "remedy"),
    [
        ("de/amounts.toml", 'code = "CHF"', 'code = "Franken"', "currencies.franken.code", "mend the value"),
        ("de/amounts.toml", "Drittel = 3", "Drittel = 1", "fractions.Drittel", "mend the value"),
        ("de/amounts.toml", "Million = 1e6", "Million = 0", "magnitudes.Million", "mend the value"),
        ("de/amounts.toml", '[hedges]\nabout = [', '[hedges]\nroughly = ["so"]\nabout = [', "hedges.roughly.[key]", "mend the value"),
        ("de/amounts.toml", '"mindestens", "wenigstens"', '"rund", "wenigstens"', "hedges.at least", "keep one of them"),
        ("de/amounts.toml", 'words = ["Yen"]', 'words = ["Yuan"]', "currencies.yen.words", "keep one of them"),
        ("de/amounts.toml", 'decimal = ","', 'decimal = "."', "numbers.groups", "take it out here"),
        ("de/amounts.toml", '[hedges_except]\n', '[hedges_except]\n"drunter" = ["x"]\n', "hedges_except.drunter", "take the exception out"),
        ("de/amounts.toml", "\n[magnitudes]\n", "\n[magnitude]\n", "magnitudes", "is missing"),
        ("de/amounts.toml", "\n[stand_alone]\n", '\n[stand_alone]\nword = ["so"]\n', "stand_alone.word", "nobody reads this key"),
        ("units.toml", '"€" = "EUR"', '"€" = "Euro"', "symbols.€", "mend the value"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_word_file_is_named_with_file_key_and_remedy(tmp_path: Path, file: str, old: str, new: str, key: str, remedy: str) -> None:
    schema = _copied_schema(tmp_path)
    text = (schema / file).read_text(encoding="utf-8")
    assert old in text
    (schema / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SchemaError) as error:
        read_amount_words("de", schema)
    assert error.value.file == f"schema/{file}"
    assert error.value.key == key
    assert remedy in error.value.problem


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    schema = _copied_schema(tmp_path)
    with pytest.raises(SchemaError, match=r"schema/fr/amounts\.toml: file: is missing"):
        read_amount_words("fr", schema)


def test_a_language_is_added_by_its_file(tmp_path: Path) -> None:
    schema = _copied_schema(tmp_path)
    english = (schema / "en/amounts.toml").read_text(encoding="utf-8")
    dutch = english.replace('decimal = "."', 'decimal = ","').replace('groups = [",", "\'"]', 'groups = ["."]').replace("million = 1e6", "miljoen = 1e6")
    (schema / "nl").mkdir()
    (schema / "nl/amounts.toml").write_text(dutch, encoding="utf-8")
    words: AmountWords = read_amount_words("nl", schema)
    assert [(a.amount.value, a.amount.unit) for a in find_amounts("€ 1.234,5 miljoen", words)] == [(1234.5e6, "EUR")]
