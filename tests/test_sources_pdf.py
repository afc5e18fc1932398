"""Articles in PDF files: loaders.sources.pdf."""

from __future__ import annotations

import io
import random
import textwrap
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from kg.model import Document, Refusal
from loaders.sources import SourceOptions, read_sources

PARAGRAPHS = [
    "Der Maschinenbauer Müller und Söhne übernimmt den Wettbewerber Grünwald für zwölf Millionen Euro. Die Verträge wurden am Freitag in "
    "Würzburg unterzeichnet, die Zustimmung der Behörden wird für Oktober erwartet.",
    "Grünwald beschäftigt rund 300 Menschen und hat im vergangenen Jahr 45 Millionen Euro umgesetzt. Das Werk in Schweinfurt soll erhalten "
    "bleiben, die Verwaltung zieht um.",
    "Die Gründerfamilie behält ein Viertel der Anteile. Größere Einschnitte sind nach den Worten der Geschäftsführung nicht geplant.",
]


def pdf(pages: list[list[str]], title: str | None = None, date: str | None = None) -> bytes:
    """A PDF with the given lines on each page, set in Helvetica, as Latin-1 text."""
    objects: list[bytes] = [b"", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"]
    kids = []
    for lines in pages:
        shown = [line.translate(str.maketrans({"(": "\\(", ")": "\\)"})).encode("cp1252") for line in lines]
        content = b"BT /F1 10 Tf 14 TL 50 780 Td " + b" ".join(b"(" + line + b") Tj T*" for line in shown) + b" ET"
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
        objects.append(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>" % len(objects))
        kids.append(b"%d 0 R" % len(objects))
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(kids), len(kids))
    about = (f"/Title({title})" if title else "") + (f"/CreationDate({date})" if date else "")
    objects.append(b"<<" + about.encode("cp1252") + b">>")
    out, places = io.BytesIO(b"%PDF-1.4\n"), []
    out.seek(0, io.SEEK_END)
    for number, content in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer<</Size %d/Root 1 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(objects), start))
    return out.getvalue()


def set_lines(paragraphs: list[str], width: int = 80) -> list[str]:
    return [line for paragraph in paragraphs for line in textwrap.wrap(paragraph, width)]


def read(path: Path, content: bytes, **limits: int) -> Document | Refusal:
    path.write_bytes(content)
    (result,) = read_sources([str(path)], SourceOptions(**limits))  # type: ignore[arg-type]
    return result


def test_article_in_print(tmp_path: Path) -> None:
    lines = ["Müller kauft Grünwald", *set_lines(PARAGRAPHS)]
    document = read(tmp_path / "a.pdf", pdf([lines], "Müller kauft Grünwald", "D:20250926101500+02'00'"))
    assert isinstance(document, Document)
    assert (document.title, document.date, document.source) == ("Müller kauft Grünwald", "2025-09-26", "a.pdf")
    assert document.text.split("\n\n") == PARAGRAPHS


def test_pages_are_joined_without_running_heads_and_page_numbers(tmp_path: Path) -> None:
    lines = set_lines(PARAGRAPHS * 3)
    pages = [["Wirtschaftsblatt", *lines[start : start + 5], f"Seite {start // 5 + 1} von 5"] for start in range(0, len(lines), 5)]
    document = read(tmp_path / "a.pdf", pdf(pages))
    assert isinstance(document, Document)
    assert " ".join(document.text.split()) == " ".join(PARAGRAPHS * 3)
    assert "Zustimmung der Behörden wird für Oktober erwartet." in document.text


def test_divided_words(tmp_path: Path) -> None:
    lines = [
        "Der Konzern errichtet in Brandenburg an der Havel ein weiteres Rechen-",
        "zentrum, dazu liefert er Hard- und Software für Kunden wie den Cloud-",
        "Anbieter.",
    ]
    document = read(tmp_path / "a.pdf", pdf([lines]))
    assert isinstance(document, Document)
    assert document.text.endswith("ein weiteres Rechenzentrum, dazu liefert er Hard- und Software für Kunden wie den Cloud-Anbieter.")


@pytest.mark.parametrize("title", ["Microsoft Word - artikel.docx", "untitled", "Artikel_final.indd"])
def test_titles_that_programs_write_are_no_titles(title: str, tmp_path: Path) -> None:
    document = read(tmp_path / "a.pdf", pdf([["Müller kauft Grünwald", *set_lines(PARAGRAPHS)]], title))
    assert isinstance(document, Document) and document.title == "Müller kauft Grünwald"


def encrypted(user_password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([set_lines(PARAGRAPHS)]))))
    writer.encrypt(user_password, "owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    assert str(read(path, encrypted("geheim"))) == f"{path}: the PDF is encrypted; save it without a password first"
    assert str(read(path, pdf([[], []]))) == f"{path}: the PDF has no text layer (2 scanned or empty pages); run text recognition (OCR) on it first"
    assert "of text; at most" in str(read(path, pdf([set_lines(PARAGRAPHS * 20)]), max_text_bytes=1_000))
    assert str(read(path, pdf([set_lines(PARAGRAPHS)]), max_file_bytes=1_000)) == f"{path}: is larger than 0 MB, the most that is read as one file"
    assert "the PDF is damaged" in str(read(path, pdf([set_lines(PARAGRAPHS)])[:300]))


def test_pdf_that_only_its_owner_may_change_can_be_read(tmp_path: Path) -> None:
    document = read(tmp_path / "a.pdf", encrypted(""))
    assert isinstance(document, Document) and document.text.split("\n\n") == PARAGRAPHS


def test_damage_never_stops_the_run(tmp_path: Path) -> None:
    whole = pdf([set_lines(PARAGRAPHS)] * 2, "Titel", "D:2025")
    chance = random.Random(1)
    for _ in range(150):
        content = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(content))
            content[at : at + chance.randint(0, 4)] = chance.randbytes(chance.randint(0, 4))
        assert isinstance(read(tmp_path / "a.pdf", bytes(content[: chance.choice([len(content), chance.randrange(len(content))])])), Document | Refusal)
