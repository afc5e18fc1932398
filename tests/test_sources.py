"""What read_sources promises for every form of source: loaders.sources as a whole."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.model import Document, Refusal, content_id
from loaders.sources import SourceOptions, read_sources

SAMPLES = Path(__file__).parent / "sources"
TITLE = "Alibaba baut Rechenzentren in Brasilien"
CHECKOUT = Path(__file__).parent.parent


class Notes(list[str]):
    """Collects what is noted."""

    def __call__(self, where: str, remark: str) -> None:
        self.append(f"{where}: {remark}")


def read(*sources: str | Path, **limits: object) -> list[Document | Refusal]:
    return list(read_sources(map(str, sources), SourceOptions(**({"note": Notes()} | limits))))  # type: ignore[arg-type]


def one(source: str | Path, **limits: object) -> Document:
    (document,) = read(source, **limits)
    assert isinstance(document, Document), document
    return document


def refusal(source: str | Path, **limits: object) -> str:
    (refused,) = read(source, **limits)
    assert isinstance(refused, Refusal), refused
    return refused.reason


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    def write_file(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write_file


Write = Callable[[str, "str | bytes"], Path]


# --- the same article in every form ---


@pytest.mark.parametrize("name", ["alibaba.txt", "alibaba.md", "alibaba.json", "alibaba.html"])
def test_every_form_gives_the_same_article(name: str) -> None:
    document, plain = one(SAMPLES / name), one(SAMPLES / "alibaba.txt")
    assert (document.text, document.title, document.date, document.lang, document.source) == (plain.text, TITLE, "2025-09-24", "de", "Wirtschaftsblatt")
    assert document.text.startswith("Der chinesische Konzern Alibaba will in Brasilien, Frankreich und den Niederlanden Rechenzentren errichten. Das")
    assert document.text.endswith("„Wir investieren mehr als geplant“, sagte Wu vor Entwicklern und Kunden aus aller Welt.")
    assert document.text.count("\n\n") == 2 and document.text.count("\n") == 4


def test_page_without_its_furniture() -> None:
    page = one(SAMPLES / "alibaba.html")
    assert page.url == "https://wirtschaftsblatt.example/alibaba-brasilien.html"
    assert not [word for word in ("Abo", "Anzeige", "Depot", "Troll42", "Impressum", "werbung", "Erika") if word in page.text]


PORSCHE = [
    "Der Sportwagenhersteller Porsche beruft seinen Finanzchef ab. Das teilte das Unternehmen am Freitag in Stuttgart mit.",
    "Nachfolger wird Jochen Breckner, der bisher das Produktmanagement leitete. Auch der Vertriebsvorstand muss gehen, hieß es weiter.",
    "Die Aktie gab am Nachmittag um zwei Prozent nach. Im vergangenen Jahr war der Gewinn um 30 Prozent auf 3,6 Milliarden Euro gesunken.",
]
TEASERS = "".join(
    f'<div class="teaser"><h3><a href="/{number}">Hinweis {number}</a></h3><p>Anreißer {number}: Was jetzt wichtig ist, bevor es zu spät ist.</p></div>'
    for number in range(6)
)
CONSENT = '<div id="cookie-consent"><p>Wir und unsere 185 Partner verwenden Cookies, um ein Erlebnis zu bieten.</p><button>Zustimmen</button></div>'


@pytest.mark.parametrize(
    "body",
    [
        '<main><h1>Porsche</h1><span class="date">26.09.2025</span>{paragraphs}</main>{teasers}',
        "{consent}<main>{paragraphs}<p><a href='/n'>Newsletter abonnieren</a></p></main>{teasers}",
        "<table><tr><td><a href='/'>Start</a></td><td>{lines}</td><td>{teasers}</td></tr></table>",
        "<article><p class='teaser'>{lead}</p>{rest}</article>{teasers}<footer>Impressum</footer>",
        "<div class='page cookie-ok related-on'><a href='/'>Start</a>{paragraphs}</div>",
    ],
)
def test_pages_of_many_makes(body: str, write: Write) -> None:
    paragraphs = [f"<p>{paragraph}</p>" for paragraph in PORSCHE]
    parts = {"paragraphs": "".join(paragraphs), "lines": "<br><br>".join(PORSCHE), "lead": PORSCHE[0], "rest": "".join(paragraphs[1:])}
    page = f"<html><head><title>Porsche</title></head><body>{body.format(teasers=TEASERS, consent=CONSENT, **parts)}</body></html>"
    text = one(write("a.html", page)).text
    assert [paragraph for paragraph in PORSCHE if paragraph not in text] == []
    assert "Anreißer" not in text and "Cookies" not in text


def test_list_in_a_page(write: Write) -> None:
    listing = "<ul><li>Umsatz: 40 Milliarden Euro</li><li>Gewinn: 3,6 Milliarden Euro</li></ul>"
    page = f"<html><body><article><p>{PORSCHE[0]}</p>{listing}<p>{PORSCHE[1]}</p></article></body></html>"
    assert one(write("a.html", page)).text.split("\n\n") == [PORSCHE[0], "Umsatz: 40 Milliarden Euro", "Gewinn: 3,6 Milliarden Euro", PORSCHE[1]]


def test_page_in_another_encoding_says_so_in_its_head(write: Write) -> None:
    page = (SAMPLES / "alibaba.html").read_text().replace('charset="utf-8"', 'http-equiv="Content-Type" content="text/html; charset=iso-8859-1"')
    assert one(write("a.html", page.encode("cp1252"))).text == one(SAMPLES / "alibaba.html").text


def test_front_matter_and_markup_of_markdown(write: Write) -> None:
    text = "---\ntitle: 'SAP: mehr Umsatz'\ndate: 2025-09-26\n---\n\nErstes.\n\n## Zwischentitel\n\n- eins\n- zwei & drei\n\n<b>Roh</b>\n"
    document = one(write("a.md", text))
    assert (document.title, document.date) == ("SAP: mehr Umsatz", "2025-09-26")
    assert document.text == "Erstes.\n\nZwischentitel\n\neins\n\nzwei & drei\n\nRoh"


def test_headline_of_plain_text_stays_in_it_for_it_is_only_guessed(write: Write) -> None:
    document = one(write("2025-09-26-sap.txt", "SAP wächst weiter\n\nDer Konzern meldet mehr Umsatz."))
    assert (document.title, document.date, document.source) == ("SAP wächst weiter", "2025-09-26", "2025-09-26-sap.txt")
    assert document.text == "SAP wächst weiter\n\nDer Konzern meldet mehr Umsatz."


def test_a_block_with_an_unknown_line_is_text(write: Write) -> None:
    text = "Title: SAP\nGewinn: 5 Mrd. Euro\n\nDer Konzern meldet mehr."
    assert one(write("a.txt", text)).text == text


def test_windows_1252_in_json(write: Write) -> None:
    assert one(write("a.jsonl", '{"text": "Müller kauft für 5 €"}\n'.encode("cp1252"))).text == "Müller kauft für 5 €"
    assert one(write("b.json", '\ufeff{"text": "Straße"}'.encode("utf-16-le"))).text == "Straße"


# --- feeds ---


def test_feed_gives_whole_articles_and_refuses_teasers() -> None:
    first, teaser, third = read(SAMPLES / "feed.rss")
    assert isinstance(first, Document) and isinstance(teaser, Refusal) and isinstance(third, Document)
    assert first.text.split("\n\n") == [
        "Der Maschinenbauer Müller & Söhne übernimmt den Wettbewerber Grünwald für 12 Millionen Euro.",
        "Die Verträge wurden am Freitag unterzeichnet.",
    ]
    assert (first.title, first.date, first.lang) == ("Müller & Söhne kauft Grünwald", "2025-09-26", "de")
    assert (first.url, first.source) == ("https://wirtschaftsblatt.example/mueller?id=5", "Wirtschaftsblatt – Unternehmen")
    assert teaser.where.endswith("feed.rss#2")
    assert teaser.reason == "only a teaser of 9 words, not the article; read its page instead: https://wirtschaftsblatt.example/anriss"
    assert third.text.count("\n\n") == 2


def test_atom() -> None:
    first, cut = read(SAMPLES / "feed.atom")
    assert isinstance(first, Document) and isinstance(cut, Refusal)
    assert (first.title, first.date, first.lang, first.url) == ("Nvidia & OpenAI sign a deal", "2025-09-22", "en", "https://ledger.example/nvidia-openai")
    assert "teaser" in cut.reason


def test_feed_in_another_encoding(write: Write) -> None:
    feed = (SAMPLES / "feed.rss").read_text().replace('encoding="utf-8"', 'encoding="windows-1252"')
    assert read(write("f.xml", feed.encode("cp1252")))[0] == read(SAMPLES / "feed.rss")[0]


def test_broken_feed_is_read_as_far_as_it_goes_and_that_is_said(write: Write) -> None:
    notes = Notes()
    feed = (SAMPLES / "feed.rss").read_text().split("<item>")
    articles = read(write("f.rss", "<item>".join(feed[:2]) + "<item><title>Abge"), note=notes)
    assert isinstance(articles[0], Document)
    assert "not well-formed" in notes[0]


def test_entities_of_a_feed_neither_explode_nor_open_files(write: Write) -> None:
    secret = write("secret.txt", "geheim")
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    doctype = f'<!DOCTYPE rss [<!ENTITY l0 "haha">{laughs}<!ENTITY x SYSTEM "file://{secret}">]>'
    body = "<rss version='2.0'><channel><item><title>&x;</title><description>&l9; &x;</description></item></channel></rss>"
    results = read(write("f.rss", f'<?xml version="1.0"?>{doctype}{body}'))
    assert len(repr(results)) < 10_000
    assert "geheim" not in repr(results)


def test_other_xml_is_no_feed(write: Write) -> None:
    assert refusal(write("s.xml", '<?xml version="1.0"?><urlset><url><loc>https://a.example</loc></url></urlset>')) == "is XML but neither RSS nor Atom"
    assert refusal(write("e.xml", "<rss version='2.0'><channel><title>T</title></channel></rss>")) == "the feed contains no entries"


# --- identity ---


def test_id_is_the_given_one_else_of_the_address_else_of_title_and_text(write: Write) -> None:
    lines = [
        {"id": "a-1", "text": "Erster Text.", "url": "https://a.example/1"},
        {"id": 7, "text": "Zweiter Text."},
        {"text": "Dritter Text.", "url": "https://A.example/3?utm_campaign=x#top"},
        {"text": "Vierter Text.", "title": "Vier"},
    ]
    documents = read(write("a.jsonl", "\n".join(map(json.dumps, lines))))
    assert [document.id for document in documents if isinstance(document, Document)] == [
        "a-1",
        "7",
        content_id("https://a.example/3"),
        content_id("Vier", "Vierter Text."),
    ]


def test_moved_and_renamed_file_keeps_its_id(write: Write) -> None:
    text = "Siemens kauft Altair für zehn Milliarden Dollar."
    assert one(write("a.txt", text)).id == one(write("deep/er/b.txt", text)).id


def test_same_article_is_taken_once_and_that_is_said(write: Write) -> None:
    notes = Notes()
    path = write("a.jsonl", '{"text": "Eins."}\n{"text": "Zwei."}\n')
    copy = write("b.txt", "Eins.")
    assert len(read(path, copy, path, note=notes)) == 2
    assert notes == [f"{copy}: is the same article as {path}:1; it is taken once", f"{path}: 2 articles were read before in this run; each is taken once"]


def test_two_articles_with_one_id_are_not_guessed_at(write: Write) -> None:
    path = write(
        "a.jsonl",
        '{"id": "x", "text": "Eins."}\n{"id": "x", "text": "Zwei."}\n{"url": "https://a.example", "text": "3"}\n{"url": "https://a.example", "text": "4"}',
    )
    kept, refused, _, other = read(path)
    assert isinstance(kept, Document) and kept.text == "Eins."
    assert str(refused) == f"{path}:2: has the id of another article of this run, {path}:1 (x); that one is kept"
    assert str(other) == f"{path}:4: has the address of another article of this run, {path}:3 (https://a.example/); that one is kept"


def test_what_is_not_understood_is_left_out_with_a_note(write: Write) -> None:
    notes = Notes()
    path = write("2025-09-26-a.jsonl", '{"text": "Eins.", "date": "neulich"}\n{"text": "Zwei.", "url": "javascript:alert(1)", "lang": "klingonisch"}\n')
    first, second = read(path, note=notes)
    assert isinstance(first, Document) and isinstance(second, Document)
    assert (first.date, second.url, second.lang) == ("2025-09-26", None, None)
    assert notes == [
        f"{path}:1: the date “neulich” is not understood (write 2025-09-26); the file name's 2025-09-26 is taken",
        f"{path}:2: the address “javascript:alert(1)” is not one of the web (http, https); the article is taken without it",
    ]


# --- refusals: one reason each, the rest goes on ---


def test_line_4711(write: Write) -> None:
    lines = [json.dumps({"text": f"Siemens kauft Firma {number}."}) for number in range(1, 5001)]
    lines[4710] = '{"text": "abgebro'
    path = write("a.jsonl.gz", gzip.compress("\n".join(lines).encode()))
    results = read(path)
    assert len(results) == 5000
    (refused,) = [result for result in results if isinstance(result, Refusal)]
    assert str(refused) == f"{path}:4711: not JSON: Unterminated string starting at (column 10)"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"text": 5}', "the field “text” is a number, not a string"),
        ('{"text": "a", "title": ["x"]}', "the field “title” is a list, not a string"),
        ('{"text": "a", "date": true}', "the field “date” is true or false, not a string"),
        ('{"text": null}', "has no field “text”; its fields are text"),
        ('{"body": "a", "headline": "b"}', "has no field “text”; its fields are body, headline"),
        ("[1]", "is a list, not an article (an object with the field “text”)"),
        ('"a"', "is a string, not an article (an object with the field “text”)"),
        ("[" * 100_000, "not JSON that can be read: nested too deep"),
        ('{"text": ""}', "is empty: there is no text in it"),
        ('{"text": " \\n… \\u00a0"}', "is empty: there is no text in it"),
        (json.dumps({"text": "a", "id": "x" * 501}), "the id has 501 characters; at most 500 are taken"),
    ],
)
def test_wrong_lines(line: str, reason: str, write: Write) -> None:
    path = write("a.jsonl", f'{line}\n\n{{"text": "Danach."}}\n')
    refused, after = read(path)
    assert str(refused) == f"{path}:1: {reason}"
    assert isinstance(after, Document)


def test_json_list_is_read_one_by_one_up_to_the_fault(write: Write) -> None:
    path = write("a.json", '[{"text": "Eins."},\n {"text": "Zwei."}\n\n {"text": "Drei."}]')
    assert [str(result) for result in read(path)[2:]] == [f"{path}:4: not JSON: a “,” is missing; nothing after it is read"]
    assert len(read(write("b.json", json.dumps([{"text": f"Artikel {number}."} for number in range(5000)], indent=2)))) == 5000
    assert refusal(write("c.json", "[]")) == "contains no articles"
    assert [str(result)[len(str(path)) :] for result in read(write("a.json", '{"text": "Eins."} x'))[1:]] == [
        ":1: not JSON: Expecting value (column 1); nothing after it is read"
    ]


def test_json_lines_under_the_name_of_json_go_on_after_a_fault(write: Write) -> None:
    path = write("a.json", '{"text": "Eins."}\n{"text": \n{"text": "Drei."}\n')
    assert [type(result) for result in read(path)] == [Document, Refusal, Document]


def test_too_long(write: Write) -> None:
    text = "Der Konzern baut aus. " * 5
    assert refusal(write("a.txt", text), max_text_bytes=100) == "has 0.0 MB of text; at most 0.0 MB are read as one article"
    assert one(write("a.txt", text), max_text_bytes=110)
    assert refusal(write("b.txt", "Zeile mit Text. " * 130_000)) == "has 2.1 MB of text; at most 2.0 MB are read as one article"
    long, after = read(write("c.jsonl", json.dumps({"text": "x " * 1_100_000}) + "\n" + json.dumps({"text": "x " * 5_000_000}) + "\n"))
    assert str(long).endswith("c.jsonl:1: has 2.2 MB of text; at most 2.0 MB are read as one article")
    assert str(after).endswith("c.jsonl:2: the article has more than 8 million characters of JSON")


def test_gzip_bombs(write: Write) -> None:
    bomb = write("a.jsonl.gz", gzip.compress(b"0" * 60_000_000))
    results = read(bomb)
    assert "gzip bomb" in results[-1].reason and len(results) <= 3  # type: ignore[union-attr]
    assert "MB of text" in refusal(write("b.txt.gz", gzip.compress(b"a" * 60_000_000)))


def test_harmless_repetition_is_no_bomb(write: Write) -> None:
    text = "Siemens übernimmt den Wettbewerber und zahlt dafür mehr als erwartet. " * 40
    lines = "\n".join(json.dumps({"id": str(number), "text": text}) for number in range(8_000))
    assert len(read(write("a.jsonl.gz", gzip.compress(lines.encode())))) == 8_000


def test_damaged_gzip_gives_what_came_before(write: Write) -> None:
    lines = "\n".join(json.dumps({"text": f"Artikel {number} {os.urandom(30).hex()}"}) for number in range(2_000))
    packed = gzip.compress(lines.encode())
    *before, last = read(write("a.jsonl.gz", packed[: len(packed) // 2]))
    assert len(before) > 500 and all(isinstance(result, Document) for result in before)
    assert str(last).endswith(f"a.jsonl.gz:{len(before) + 1}: the gzip file is cut off; what came before was read")
    assert "damaged" in read(write("b.jsonl.gz", packed[:-8] + b"\0" * 8))[-1].reason  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "is empty"),
        ("a.md", b" \n\n", "is empty"),
        ("a.json", b"", "contains no articles"),
        ("a.jsonl", b"", "is empty"),
        ("a.html", b"", "is empty"),
        ("a.rss", b"", "is empty"),
        ("a.pdf", b"", "is empty"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is a PNG image, not text"),
        ("a.txt", b"%PDF-1.7\n\0\1\2\3", "is a PDF, not text"),
        ("a.html", bytes(range(256)), "is a binary file, not an HTML page"),
        ("a.pdf", b"%PDF-1.4 garbage", "the PDF is damaged (Stream has ended unexpectedly)"),
        ("a.docx", b"PK\3\4", "files of the type .docx are not read; known are .txt .md .html .json .jsonl(.gz) .xml .rss .atom .pdf"),
        ("a", b"PK\3\4\0\0", "is a ZIP archive, Word or OpenDocument file, not an article"),
        ("a.html", b"<html><body><nav><a href='x'>Start</a></nav></body></html>", "no article text is found in the page (only a menu, a notice or a paywall?)"),
    ],
)
def test_refused_files(name: str, content: bytes, reason: str, write: Write) -> None:
    assert refusal(write(name, content)) == reason


def test_places_that_do_not_exist(tmp_path: Path) -> None:
    assert refusal(tmp_path / "nix.txt") == "there is no such file or folder"
    assert refusal(tmp_path / "*.txt") == "the pattern matches no file"
    assert "the folder contains no articles" in refusal(tmp_path)
    assert refusal("a\0b.txt") == "there is no such file or folder"
    assert "cannot be read" in refusal("x" * 5_000)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read everything")
def test_unreadable_file(write: Write) -> None:
    path = write("a.txt", "Text")
    path.chmod(0)
    assert refusal(path) == "may not be read: permission denied"


# --- folders, patterns, standard input ---


def test_folder_is_read_in_order_without_what_is_hidden(write: Write, tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/b.md", ".git/x.txt", ".x.txt", "c.json"):
        write(name, json.dumps({"text": name}) if name.endswith("json") else f"Datei {name}")
    write("seite.html", (SAMPLES / "alibaba.html").read_bytes())
    write("seite_files/anzeige.html", "<p>Werbung</p>")
    write("bild.jpg", b"\xff\xd8")
    notes = Notes()
    documents = read(tmp_path, note=notes)
    assert [document.source for document in documents if isinstance(document, Document)] == ["b.md", "z.txt", "b.txt", "c.json", "Wirtschaftsblatt"]
    assert notes == [f"{tmp_path}: left out what is no article: 1 .jpg"]


def test_pattern(write: Write, tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/y.txt"):
        write(name, f"Datei {name}")
    found = [document.text for document in read(tmp_path / "**" / "*.txt") if isinstance(document, Document)]
    assert found == ["Datei a/y.txt", "Datei a/z.txt", "Datei b.txt"]


def test_brackets_in_the_name_of_a_file_are_no_pattern(write: Write) -> None:
    assert one(write("a[1].txt", "Eckig.")).text == "Eckig."


def test_links_and_pipes_in_folders(write: Write, tmp_path: Path) -> None:
    write("a/x.txt", "Text.")
    (tmp_path / "a" / "loop").symlink_to("..", target_is_directory=True)
    (tmp_path / "a" / "nix.txt").symlink_to("fehlt.txt")
    os.mkfifo(tmp_path / "a" / "pipe.txt")
    reasons = [result.reason for result in read(tmp_path) if isinstance(result, Refusal)]
    assert reasons == ["is a link back to a folder that it lies in", "is a link to a file that does not exist", "is no regular file (a pipe, socket or device)"]


def test_names_cannot_drive_the_terminal(write: Write) -> None:
    path = write("a\x1b[31m\u202e.docx", b"x")
    (refused,) = read(path)
    assert isinstance(refused, Refusal) and "\x1b" not in str(refused) and "\u202e" not in str(refused)
    assert one(write("b\x1b[0m\n.txt", "Text.")).source == "b .txt"


@pytest.mark.parametrize(
    ("content", "count"),
    [
        (b'{"text": "Eins."}\n{"text": "Zwei."}\n', 2),
        (b'[\n {"text": "Eins."},\n {"text": "Zwei."}]', 2),
        (b'{\n "text": "Eins."\n}', 1),
        (gzip.compress(b'{"text": "Eins."}\n{"text": "Zwei."}\n{"text": "Drei."}'), 3),
        ((SAMPLES / "alibaba.html").read_bytes(), 1),
        ((SAMPLES / "alibaba.md").read_bytes(), 1),
        ((SAMPLES / "alibaba.txt").read_bytes(), 1),
        ("Müller kauft Grün".encode("cp1252"), 1),
        ("Müller kauft Grün".encode("utf-16"), 1),
        (b"[Berlin] Der Konzern baut.", 1),
    ],
)
def test_standard_input_is_recognised_by_its_content(content: bytes, count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    documents = read("-")
    assert [type(document) for document in documents] == [Document] * count
    assert not sys.stdin.buffer.closed


def test_standard_input_that_is_empty_or_binary(monkeypatch: pytest.MonkeyPatch) -> None:
    for content, reason in ((b"", "is empty"), (b"\x7fELF\2\1\1\0\0", "is a program, not an article")):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        assert [str(result) for result in read("-")] == [f"standard input: {reason}"]


def test_other_schemes_are_refused() -> None:
    assert refusal("file:///etc/passwd") == "only http and https addresses are read, not file"


# --- robustness ---


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".json", ".jsonl", ".rss", ".pdf", ".jsonl.gz", ""])
@given(content=st.binary(max_size=400))
def test_any_bytes_are_an_article_or_refused(suffix: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(content)
    for result in read(path):
        assert isinstance(result, Document | Refusal)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("name", ["alibaba.txt", "alibaba.md", "alibaba.html", "alibaba.json", "feed.rss", "feed.atom"])
@given(data=st.data())
def test_damaged_articles_are_articles_or_refused(name: str, data: st.DataObject, tmp_path: Path) -> None:
    content = bytearray((SAMPLES / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 8))] = data.draw(st.binary(max_size=8))
    path = tmp_path / name
    path.write_bytes(content[: data.draw(st.integers(0, len(content)))])
    for result in read(path):
        assert isinstance(result, Document | Refusal)


json_values = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.integers(), max_size=2) | st.just({"name": "x"})


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(st.dictionaries(st.sampled_from(["text", "title", "date", "lang", "url", "source", "id", "x"]), json_values), max_size=6))
def test_any_json_is_articles_or_refused(values: list[object], tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(values, indent=1))
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, values)))
    listed = [result.text if isinstance(result, Document) else result.reason for result in read(tmp_path / "a.json")]
    lines = [result.text if isinstance(result, Document) else result.reason for result in read(tmp_path / "a.jsonl")]
    if values and "of another article" not in f"{listed}{lines}":
        assert listed == lines


def test_memory_does_not_grow_with_the_number_of_articles(tmp_path: Path) -> None:
    code = (
        "import resource, sys; from loaders.sources import read_sources\n"
        "count = sum(1 for _ in read_sources(sys.argv[1:]))\n"
        "print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    peaks = []
    for count in (2_000, 20_000):
        path = tmp_path / f"{count}.jsonl"
        with path.open("w") as file:
            file.writelines(json.dumps({"text": f"Siemens kauft Firma {number}. " * 40}) + "\n" for number in range(count))
        done = subprocess.run([sys.executable, "-c", code, str(path)], cwd=CHECKOUT, capture_output=True, text=True, check=True)
        read_count, peak = map(int, done.stdout.split())
        assert read_count == count
        peaks.append(peak)
    assert peaks[1] - peaks[0] < 6_000, "kilobytes; SQLite may keep 2 MB of ids"


def test_reading_is_lazy(write: Write, tmp_path: Path) -> None:
    write("a.txt", "Eins.")
    stream = read_sources([str(tmp_path / "a.txt"), str(tmp_path / "b.txt")])
    assert isinstance(next(stream), Document)
    write("b.txt", "Zwei.")
    assert isinstance(next(stream), Document)


def test_package_is_imported_without_its_heavy_libraries() -> None:
    heavy = "('trafilatura', 'lxml', 'feedparser', 'pypdf', 'babel', 'markdown_it', 'ssl')"
    code = f"import sys, loaders.sources; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
