"""From what a person types to the name that the graph uses: exact, by alias, in other letters; else the likest ones."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from kg.errors import UsageError
from kg.model import content_id
from kg.names import entity_key
from kg.reports.suggest import either
from kg.store.reading import Reader

if TYPE_CHECKING:
    from kg.gazetteer import Gazetteers

LIKE_ENOUGH = 70
"""Likeness from 0 to 100 (rapidfuzz, weighted ratio) from which a name is worth suggesting: one wrong letter in five gives 80."""

SUGGESTIONS = 3
SCANNED = 20_000
"""Names that are compared at most, the most mentioned first: they take about a second to fetch, and milliseconds to compare."""

PIECE = 3
"""Letters in a row that a name must share with the text to be compared at all; so few of the graph's names have to be fetched."""

_EXACT = "MATCH (e:Entity {name: $text}) WHERE $label IS NULL OR $label IN labels(e) RETURN e.name AS name ORDER BY e.id LIMIT 1"
_SIMILAR = """
MATCH (e:Entity) WHERE ($label IS NULL OR $label IN labels(e))
WITH e, [name IN [e.name] + coalesce(e.aliases, []) WHERE toLower(name) = toLower($text)] AS found WHERE size(found) > 0
RETURN DISTINCT e.name AS name, $text IN found AS exact ORDER BY exact DESC, name LIMIT 10
"""
_KNOWN = "UNWIND $ids AS id MATCH (e:Entity {id: id}) RETURN DISTINCT e.name AS name ORDER BY name"
_NAMES = """
MATCH (e:Entity) WHERE ($label IS NULL OR $label IN labels(e)) AND NOT 'Figure' IN labels(e)
  AND any(piece IN $pieces WHERE toLower(e.search) CONTAINS piece)
RETURN e.name AS name, e.aliases AS aliases ORDER BY e.documents DESC, e.name LIMIT $most
"""
_ARTICLE = """
MATCH (d:Document) WHERE d.id = $text OR d.url = $text OR toLower(d.title) = toLower($text)
RETURN d.id AS id, d.name AS name ORDER BY d.id = $text DESC, id LIMIT 10
"""
_ARTICLES = "MATCH (d:Document) RETURN d.id AS id, d.name AS name, d.url AS url ORDER BY d.published DESC, id LIMIT $most"


def find_name(store: Reader, text: str, label: str | None = None) -> str:
    """The name under which the graph knows what ``text`` names.

    Args:
        store: where to look.
        text: a name or alias; where nothing is called exactly so, neither capitals, legal form nor language matter.
        label: entity type that it must have; ``None`` for any.

    Raises:
        UsageError: nothing is called so (the likest names are suggested), or several things are.
    """
    if list(store.read(_EXACT, {"text": text, "label": label})):
        return text
    rows = list(store.read(_SIMILAR, {"text": text, "label": label}))
    exact = {row["name"] for row in rows if row["exact"]}
    names = sorted(exact or {row["name"] for row in rows} or _find_known(store, text, label))
    if len(names) == 1:
        return str(names[0])
    if names:
        raise UsageError(f"{text!r} is another name of {either(names)}; say which of them is meant")
    likest = find_likest_names(store, text, label)
    hint = f"did you mean {either(likest)}?" if likest else "load an article that names it, or look with: kg report run most-connected-companies"
    raise UsageError(f"no {label.lower() if label else 'entity'} is called {text!r}; {hint}")


def _find_known(store: Reader, text: str, label: str | None) -> set[str]:
    """The names of what the text would be resolved to in an article: "Nordwerk AG" is Nordwerk, Brazil is Brasilien."""
    from kg.ontology import read_ontology

    types = [label] if label else list(read_ontology().entities)
    ids = [content_id(name, entity_key(text, name)[0]) for name in types]
    ids += [content_id(entry.type, entry.key) for entry in _gazetteers().find_all(text, label)]
    return {row["name"] for row in store.read(_KNOWN, {"ids": ids})}


@cache
def _gazetteers() -> Gazetteers:
    from kg.gazetteer import read_gazetteers

    return read_gazetteers()


def find_likest_names(store: Reader, text: str, label: str | None = None) -> list[str]:
    """Names in the graph that look like ``text``, the likest first, none of them if none is like it."""
    spellings: dict[str, str] = {}
    for row in store.read(_NAMES, {"label": label, "most": SCANNED, "pieces": _pieces(text)}):
        for spelling in (row["name"], *(row["aliases"] or ())):
            spellings.setdefault(spelling, row["name"])
    return list(dict.fromkeys(spellings[spelling] for spelling in _likest(text, list(spellings))))[:SUGGESTIONS]


def find_article(store: Reader, text: str) -> str:
    """The id of the article that ``text`` names.

    Args:
        store: where to look.
        text: its id, address or title; capitals of the title do not matter.

    Raises:
        UsageError: there is none (the likest are suggested), or several articles bear the title.
    """
    rows = list(store.read(_ARTICLE, {"text": text}))
    if len(rows) == 1 or any(row["id"] == text for row in rows):
        return str(rows[0]["id"])
    if rows:
        raise UsageError(f"several articles are called {text!r}; name one by its id: {either([row['id'] for row in rows])}")
    ids = {spelling: row["id"] for row in store.read(_ARTICLES, {"most": SCANNED}) for spelling in (row["id"], row["name"], row["url"]) if spelling}
    likest = [f"{ids[spelling]} ({spelling})" if spelling != ids[spelling] else spelling for spelling in _likest(text, list(ids))[:SUGGESTIONS]]
    hint = f"did you mean {either(likest)}?" if likest else "see which there are with: kg report run articles-of-company"
    raise UsageError(f"no article has the id, address or title {text!r}; {hint}")


def _pieces(text: str) -> list[str]:
    """The runs of letters that count as shared.

    >>> _pieces("Alibba"), _pieces("VW")
    (['ali', 'bba', 'ibb', 'lib'], ['vw'])
    """
    word = text.lower()
    return sorted({word[start : start + PIECE] for start in range(max(1, len(word) - PIECE + 1))})


def _likest(text: str, spellings: list[str]) -> list[str]:
    from rapidfuzz import fuzz, process, utils

    found = process.extract(text, spellings, scorer=fuzz.WRatio, processor=utils.default_process, score_cutoff=LIKE_ENOUGH, limit=4 * SUGGESTIONS)
    return [spelling for spelling, _, _ in sorted(found, key=lambda hit: (-hit[1], hit[0]))]


__all__ = ["Reader", "find_article", "find_likest_names", "find_name"]
