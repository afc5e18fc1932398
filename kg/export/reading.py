"""The reading view: what was read out of articles, beside their text, so that a person sees at a glance what was found, missed and misread.

Every paragraph stands beside the claims whose sentence begins in it. Mentions are marked by type, nested ones inside each other; a
description ("der Konzern") leads to the thing it stands for. Without its script the page still shows all of this; the script lights up
what belongs together. One page holds any number of articles: their HTML goes through a temporary file, not through memory.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TextIO

from kg.export.markup import fill_frame, html_text, page_file, web_address
from kg.model import Claim, Document, Entity, Extraction, Figure
from kg.ontology import Ontology

_ARTICLES = "<!-- articles -->"
_PARAGRAPH = re.compile(r"[^\n]+")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_WORDS = 60
"""Characters of an article's beginning that name it where it has no title."""


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the text that gets an element of its own.

    Attributes:
        start: first character.
        end: one past the last.
        tag: name of the element.
        attributes: its attributes, as HTML.
        closing: attributes that only the last piece gets where the element has to be split.
    """

    start: int
    end: int
    tag: str
    attributes: str
    closing: str = ""


def write_reading(extractions: Iterable[Extraction], ontology: Ontology, out: TextIO) -> None:
    """Write articles with what was read out of them as one page.

    Args:
        extractions: the articles, taken one by one.
        ontology: gives types and colours.
        out: where the page goes.
    """
    entries: list[str] = []
    claims = 0
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as bodies:
        for number, extraction in enumerate(extractions, 1):
            bodies.write(_article(f"a{number}", extraction))
            entries.append(_entry(f"a{number}", extraction))
            claims += len(extraction.claims)
        head, tail = _frame(entries, claims, ontology).split(_ARTICLES)
        out.write(head)
        bodies.seek(0)
        shutil.copyfileobj(bodies, out)
        out.write(tail)


def _frame(entries: Sequence[str], claims: int, ontology: Ontology) -> str:
    types = "\n".join(f".t-{name} {{ --type: {found.colour}; }}" for name, found in ontology.entities.items())
    legend = "".join(f'<li><span class="mention t-{name}" title="{html_text(found.meaning)}">{name}</span></li>' for name, found in ontology.entities.items())
    contents = f"<details {'open' if len(entries) <= 30 else ''}><summary>Contents</summary><ol>{''.join(entries)}</ol></details>" if len(entries) > 1 else ""
    parts = {"count": f"{_counted(len(entries), 'article')}, {_counted(claims, 'claim')}", "legend": legend, "contents": contents}
    return fill_frame("reading.html", {"script": page_file("reading.js")}, {"style": page_file("reading.css") + types}, parts)


def _entry(key: str, extraction: Extraction) -> str:
    about = " · ".join(filter(None, (extraction.document.date, _counted(len(extraction.claims), "claim"))))
    return f'<li><a href="#{key}"><bdi>{html_text(_title(extraction.document))}</bdi></a> <span class="soft">{html_text(about)}</span></li>\n'


def _article(key: str, extraction: Extraction) -> str:
    document = extraction.document
    things = {entity.id: f"{key}-t{place}" for place, entity in enumerate(extraction.entities, 1)}
    claims = sorted(extraction.claims, key=lambda claim: (claim.evidence[0].start, claim.evidence[0].end))
    keys = [f"{key}-c{place}" for place in range(1, len(claims) + 1)]
    spans = [*_passages(claims, keys), *_mentions(extraction.entities, things)]
    cards = [_card(claim, name, things) for claim, name in zip(claims, keys, strict=True)]
    language = f' lang="{document.lang}"' if document.lang and _LANGUAGE.fullmatch(document.lang) else ""
    rows: list[str] = []
    paragraphs = [found.span() for found in _PARAGRAPH.finditer(document.text)]
    homes = [_home(claim.evidence[0].start, paragraphs) for claim in claims]
    for place, (start, end) in enumerate(paragraphs):
        beside = "".join(card for card, home in zip(cards, homes, strict=True) if home == place)
        column = f'<ol class="claims" aria-label="Claims of this paragraph">{beside}</ol>' if beside else ""
        rows.append(f'<div class="row"><p{language}>{mark_up(document.text, start, end, spans)}</p>{column}</div>\n')
    listed = "".join(_thing(entity, things[entity.id]) for entity in extraction.entities)
    heading = f'<h2 id="{key}-h"><bdi{language}>{html_text(_title(document))}</bdi></h2>\n<p class="soft">{_origin(document)}</p>\n'
    found = f'<details class="things"><summary>{_counted(len(things), "thing")}</summary><ul>{listed}</ul></details>\n'
    return f'<article id="{key}" aria-labelledby="{key}-h">\n{heading}{"".join(rows)}{found}</article>\n'


def _home(start: int, paragraphs: Sequence[tuple[int, int]]) -> int:
    """The paragraph in which a character stands."""
    return max((place for place, (begin, _) in enumerate(paragraphs) if begin <= start), default=0)


def _passages(claims: Sequence[Claim], keys: Sequence[str]) -> Iterator[Span]:
    """The passages that prove something, each once."""
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    for claim, key in zip(claims, keys, strict=True):
        for evidence in claim.evidence:
            found[evidence.start, evidence.end].append(key)
    for (start, end), names in found.items():
        listed = " ".join(dict.fromkeys(names))
        yield Span(start, end, "mark", f'class="said" tabindex="0" data-claims="{listed}" aria-describedby="{listed}"')


def _mentions(entities: Iterable[Entity], things: Mapping[str, str]) -> Iterator[Span]:
    for entity in entities:
        key, name = things[entity.id], html_text(f"{entity.name} ({entity.type})")
        for mention in entity.mentions:
            base = f'data-thing="{key}" title="{name}"'
            if mention.kind == "nominal":
                attributes = f'class="mention nominal t-{html_text(entity.type)}" href="#{key}" {base}'
                yield Span(mention.start, mention.end, "a", attributes, f' data-for="{html_text(entity.name)}"')
            else:
                yield Span(mention.start, mention.end, "span", f'class="mention t-{html_text(entity.type)}" {base}')


def mark_up(text: str, start: int, end: int, spans: Iterable[Span]) -> str:
    """A piece of the text as HTML with the elements of all spans that lie in it or reach into it.

    Elements are nested as the spans are. Of two that cross each other the later one is split; a link inside a link becomes plain.

    >>> mark_up("a<b c", 0, 5, [Span(0, 3, "i", "x"), Span(2, 5, "b", "y")])
    '<i x>a&lt;<b y>b</b></i><b y> c</b>'
    """
    inside = sorted((span for span in spans if span.start < end and span.end > start and span.start < span.end), key=lambda span: (span.start, -span.end))
    places = sorted({start, end, *(place for span in inside for place in (span.start, span.end) if start < place < end)})
    opened: list[tuple[Span, str]] = []
    pieces: list[str] = []
    for place, following in pairwise(places):
        again = _close(opened, pieces, place)
        for span in [*again, *(span for span in inside if max(span.start, start) == place)]:
            tag = "span" if span.tag == "a" and any(tag == "a" for _, tag in opened) else span.tag
            last = span.closing if min([span.end, *(outer.end for outer, _ in opened)]) == span.end else ""
            pieces.append(f"<{tag} {span.attributes}{last}>")
            opened.append((span, tag))
        pieces.append(html_text(text[place:following]))
    _close(opened, pieces, end, everything=True)
    return "".join(pieces)


def _close(opened: list[tuple[Span, str]], pieces: list[str], place: int, *, everything: bool = False) -> list[Span]:
    """Close what ends at the place, and what was opened inside it; the latter is given back, for it goes on."""
    first = next((index for index, (span, _) in enumerate(opened) if everything or span.end <= place), len(opened))
    closed = opened[first:]
    del opened[first:]
    pieces.extend(f"</{tag}>" for _, tag in reversed(closed))
    return [span for span, _ in closed if span.end > place]


def _card(claim: Claim, key: str, things: Mapping[str, str]) -> str:
    target = claim.object.name if isinstance(claim.object, Figure) else claim.object
    ends = [things.get(end, "") for end in (claim.subject_id, claim.object_id)]
    subject, object_ = (f'<b data-thing="{end}">{html_text(name)}</b>' for end, name in zip(ends, (claim.subject, target), strict=True))
    details = "".join(f" · {html_text(detail)}" for detail in _details(claim))
    sure = f"{claim.confidence:.2f}"
    meter = f'<meter min="0" max="1" value="{sure}" aria-label="confidence"></meter> {sure}'
    facts = f'<span class="status">{claim.status}</span>{details} · {meter} · <span class="soft">{html_text(claim.extractor)}</span>'
    return (
        f'<li id="{key}" class="claim {claim.status}" tabindex="0" data-claim="{key}" data-things="{" ".join(filter(None, ends))}">'
        f'{subject} {html_text(claim.relation.lower().replace("_", " "))} {object_}<span class="facts">{facts}</span></li>'
    )  # fmt: skip


def _details(claim: Claim) -> Iterator[str]:
    said = claim.qualifiers
    if said.amount:
        hedge = "" if said.amount.hedge == "exact" else f"{said.amount.hedge} "
        yield f"{hedge}{said.amount.value:,.15g} {said.amount.unit}"
    if said.stake is not None:
        yield f"{said.stake:g} %"
    yield from filter(None, (said.role, said.facility, said.topic, said.date))


def _thing(entity: Entity, key: str) -> str:
    forms = dict.fromkeys(mention.text for mention in entity.mentions)
    about = " · ".join(filter(None, (entity.type, entity.kind, _counted(len(entity.mentions), "mention"), entity.reason)))
    called = ", ".join(form for form in forms if form != entity.name)
    return (
        f'<li id="{key}" data-thing="{key}" tabindex="0"><span class="mention t-{html_text(entity.type)}">{html_text(entity.name)}</span> '
        f'<span class="soft">{html_text(about)}{html_text(f" · called {called}") if called else ""}</span></li>'
    )  # fmt: skip


def _origin(document: Document) -> str:
    parts = [html_text(part) for part in (document.date, document.source, document.lang) if part]
    url = web_address(document.url)
    if url:
        parts.append(f'<a href="{html_text(url)}" rel="noopener noreferrer">{html_text(url)}</a>')
    return " · ".join(parts) or html_text(document.id)


def _title(document: Document) -> str:
    beginning = " ".join(document.text[: 4 * _WORDS].split())
    words = beginning[: _WORDS + 1].rpartition(" ")[0] if len(beginning) > _WORDS else beginning
    return document.title or words or beginning[:_WORDS] or document.id


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


__all__ = ["Span", "mark_up", "write_reading"]
