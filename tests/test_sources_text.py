"""Characters, encodings, dates, lines and addresses: loaders.sources.cleaning, encoding, dates, paragraphs, addresses."""

from __future__ import annotations

import codecs
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.sources.addresses import canonical_url
from loaders.sources.cleaning import normalise_text, one_line
from loaders.sources.dates import date_of_name, date_of_timestamp, parse_date
from loaders.sources.encoding import WESTERN_FALLBACK, decode
from loaders.sources.paragraphs import headline_of, reflow, unwrap

GERMAN = "Die Münchner Übernahme kostet rund 16 Millionen €. „Das ist viel“, sagte der Vorstand – Straße, größer, Fußball."
PLAIN_GERMAN = 'Die Münchner Übernahme kostet 16 Mio. Euro. "Das ist viel", sagte der Vorstand - Straße, größer, Fußball.'
FRENCH = "Le groupe a annoncé mardi le rachat de la société — l’opération coûtera près de 3 milliards d’euros."


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "cp1252", "mac-roman", "utf-16", "utf-16-le", "utf-16-be", "utf-32"],
)
def test_german_with_typographic_marks_survives_every_encoding(encoding: str) -> None:
    assert decode(GERMAN.encode(encoding)).removeprefix("\ufeff") == GERMAN


@pytest.mark.parametrize("encoding", ["iso8859-1", "iso8859-15", "cp850", "cp437", "cp1250", "iso8859-2"])
def test_german_survives_the_encodings_without_typographic_marks(encoding: str) -> None:
    assert decode(PLAIN_GERMAN.encode(encoding)) == PLAIN_GERMAN


def test_euro_sign_of_latin_9_is_not_a_currency_sign() -> None:
    text = "Der Umsatz stieg um 5 € je Stück, für die Straße größer als üblich."
    assert decode(text.encode("iso8859-15")) == text


def test_short_names_are_read_as_windows_1252() -> None:
    assert decode("Müller kauft Grün".encode("cp1252")) == "Müller kauft Grün"


def test_french_is_not_turned_into_mojibake_before_it_is_refused() -> None:
    assert decode(FRENCH.encode("cp1252")) == FRENCH


def test_cyrillic_is_recognised_so_that_its_language_can_be_named() -> None:
    russian = "Газпром остановил поставки газа в Молдавию из-за долгов, сообщила компания во вторник."
    assert decode(russian.encode("cp1251")) == russian


def test_utf8_wins_over_a_wrong_declaration_and_a_right_one_is_heeded() -> None:
    assert decode(GERMAN.encode(), "iso-8859-1") == GERMAN
    assert decode("Škoda propustí".encode("cp1250"), "windows-1250") == "Škoda propustí"
    assert decode("„Grün“".encode("cp1252"), "ISO-8859-1") == "„Grün“"
    assert decode(GERMAN.encode("cp1252"), "no-such-encoding") == GERMAN


def test_foreign_bytes_in_utf8_do_not_spoil_the_rest() -> None:
    assert decode(GERMAN.encode() + "für".encode("cp1252")) == GERMAN + "für"
    assert decode((GERMAN + "ü").encode()[:-1]) == GERMAN


def test_stream_decoding_understands_both_encodings() -> None:
    mixed = "für ".encode() + "für".encode("cp1252")
    assert codecs.decode(mixed, "utf-8", WESTERN_FALLBACK) == "für für"


def test_normalising_keeps_what_people_write() -> None:
    kept = "„Müller’s“ – L'Oréal, 3M, eBay, 阿里巴巴, Qwen3-Max, 53 Mrd. €, 5 % … 👩‍💻"
    assert normalise_text(kept) == kept


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("26\u00a0Prozent\u202fmehr\u2009jetzt", "26 Prozent mehr jetzt"),
        ("Rechen\u00adzentrum\u200b", "Rechenzentrum"),
        ("Ba\u0308cker", "Bäcker"),
        ("\x1b[31mrot\x1b[0m \x1b]0;Titel\x07\x1b]8;;http://x\x1b\\Klick", "rot Klick"),
        ("gut\u202etug\u202c", "guttug"),
        ("\u0084Zitat\u0093", "„Zitat“"),
        ("\ud83d kaputt", "\ufffd kaputt"),
        ("a\n\n\n\n b \n c", "a\n\nb\nc"),
        ("a\x00\x07b", "ab"),
    ],
)
def test_normalising_takes_out_what_cannot_be_seen(given_text: str, expected: str) -> None:
    assert normalise_text(given_text) == expected


@given(st.text())
def test_normalised_text_is_stable_and_harmless(text: str) -> None:
    clean = normalise_text(text)
    assert normalise_text(clean) == clean
    assert clean.encode().decode() == clean
    assert not [character for character in clean if unicodedata.category(character) == "Cc" and character != "\n"]
    assert "\n" not in one_line(text)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2025-09-26", "2025-09-26"),
        ("2025-09-26T23:59:00-08:00", "2025-09-26"),
        ("2025-09-26 08:00", "2025-09-26"),
        ("2025/9/26", "2025-09-26"),
        ("20250926", "2025-09-26"),
        ("20250926T101500Z", "2025-09-26"),
        ("26.09.2025", "2025-09-26"),
        ("26. 9. 2025, 10:15 Uhr", "2025-09-26"),
        ("Freitag, 26. September 2025", "2025-09-26"),
        ("26. März 2025", "2025-03-26"),
        ("1. Jan. 2025", "2025-01-01"),
        ("September 26, 2025", "2025-09-26"),
        ("Sept. 26, 2025", "2025-09-26"),
        ("26th of September 2025", "2025-09-26"),
        ("Fri, 26 Sep 2025 23:30:00 +0200", "2025-09-26"),
        ("Fri, 26 Sep 25 08:00:00 GMT", "2025-09-26"),
        ("9/26/2025", "2025-09-26"),
        ("26/9/2025", "2025-09-26"),
        ("9/10/2025", None),
        ("2025-09", None),
        ("2025", None),
        ("2025-02-30", None),
        ("31.09.2025", None),
        ("gestern", None),
        ("0000-00-00", None),
        ("", None),
    ],
)
def test_dates(written: str, day: str | None) -> None:
    assert parse_date(written) == day


@given(st.text())
def test_any_date_is_a_day_or_nothing(written: str) -> None:
    day = parse_date(written)
    assert day is None or parse_date(day) == day


@given(st.floats() | st.integers() | st.integers(min_value=10**400))
def test_any_timestamp_is_a_day_or_nothing(number: float) -> None:
    day = date_of_timestamp(number)
    assert day is None or parse_date(day) == day


def test_date_of_file_name() -> None:
    assert date_of_name("2025-09-26-alibaba.html") == "2025-09-26"
    assert date_of_name("2025-13-26-alibaba.html") is None
    assert date_of_name("20250926123.txt") is None


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("https://Example.com/a?utm_source=x&id=3#f", "https://example.com/a?id=3"),
        ("http://example.com:80", "http://example.com/"),
        ("https://example.com:8443/x", "https://example.com:8443/x"),
        ("https://user:secret@example.com/x", "https://example.com/x"),
        ("https://example.com/a?b=1&c=%C3%BC", "https://example.com/a?b=1&c=%C3%BC"),
        ("https://[2001:db8::1]/x", "https://[2001:db8::1]/x"),
        ("ftp://example.com/x", None),
        ("javascript:alert(1)", None),
        ("/relative", None),
        ("https://example.com/a b", None),
        ("https://[broken/x", None),
    ],
)
def test_canonical_addresses(address: str, canonical: str | None) -> None:
    assert canonical_url(address) == canonical


@given(st.text())
def test_any_address_is_canonical_or_nothing(address: str) -> None:
    canonical = canonical_url(address)
    assert canonical is None or canonical_url(canonical) == canonical


def test_hard_wrapped_paragraphs_are_joined_and_lists_are_not() -> None:
    wrapped = "Der Text hat einen Absatz, der umgebrochen worden ist,\nweil er in eine Zeile nicht hineinpasst, sondern in drei\nZeilen."
    assert unwrap(wrapped) == wrapped.replace("\n", " ")
    listing = "Die Zahlen im Überblick:\nUmsatz 5 Mrd. Euro\nGewinn 1 Mrd. Euro und damit mehr als im Vorjahr, so der Konzern"
    assert unwrap(listing) == listing


def test_divided_words_become_one_and_linked_ones_keep_their_hyphen() -> None:
    lines = ["Der Konzern verkauft Hard- und Software und baut in Bremen ein Rechen-", "zentrum, dazu liefert er Hard-", "und Software und Server."]
    assert reflow([*lines[:1], lines[1].ljust(60, "x") + " Hard-", lines[2]]).endswith("Hard- und Software und Server.")
    assert "Rechenzentrum" in reflow([lines[0], "zentrum für seine Kunden aus aller Welt, das im Mai eröffnen wird."])
    cloud = ["Die Cloud-Sparte wuchs um ein Drittel, sagte der Chef der Alibaba-", "Gruppe am Montag in Hangzhou vor Entwicklern aus aller Herren Länder."]
    assert "Alibaba-Gruppe" in reflow(cloud)


def test_headlines() -> None:
    assert headline_of("SAP wächst\n\nDer Konzern meldet mehr Umsatz.") == "SAP wächst"
    assert headline_of("SAP wächst") is None
    assert headline_of("Eins\nzwei\n\nDrei") is None
