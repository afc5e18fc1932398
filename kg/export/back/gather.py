"""Puts what an export says together by article. Whoever made the file: what is not as we write it is refused, with its place.

Pieces come in any order; they lie in a database without a name (SQLite keeps it in a temporary file once it is large) until all are there.
"""

from __future__ import annotations

import datetime
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from kg.errors import SourceError
from kg.export.graph import PART
from kg.model import STATUSES, content_id
from kg.ontology import Ontology
from kg.store.rows import Rows
from kg.store.values import whole_text

_TABLES = """
CREATE TABLE things (id TEXT PRIMARY KEY, packed TEXT) WITHOUT ROWID;
CREATE TABLE articles (id TEXT PRIMARY KEY, packed TEXT) WITHOUT ROWID;
CREATE TABLE mentions (article TEXT, thing TEXT, packed TEXT, place TEXT, PRIMARY KEY (article, thing)) WITHOUT ROWID;
CREATE TABLE statements (
    article TEXT, claim TEXT, subject TEXT, relation TEXT, object TEXT, packed TEXT, place TEXT, PRIMARY KEY (article, claim)
) WITHOUT ROWID;
"""
_LOST = """
SELECT place, 'names the article ' || article || ', which the file lacks' FROM mentions WHERE article NOT IN (SELECT id FROM articles)
UNION ALL SELECT place, 'names the thing ' || thing || ', which the file lacks' FROM mentions WHERE thing NOT IN (SELECT id FROM things)
UNION ALL SELECT place, 'names the article ' || article || ', which the file lacks' FROM statements WHERE article NOT IN (SELECT id FROM articles)
UNION ALL SELECT s.place, 'is about ' || e.thing || ', which its article does not name' FROM statements s
    JOIN (SELECT article, claim, subject AS thing FROM statements UNION ALL SELECT article, claim, object FROM statements) e USING (article, claim)
    WHERE NOT EXISTS (SELECT 1 FROM mentions m WHERE m.article = e.article AND m.thing = e.thing)
LIMIT 1
"""

_TEXT, _WHOLE, _NUMBER, _TEXTS = "text", "a whole number", "a number", "a list of texts"
_STATE = {
    "amount": _NUMBER, "currency": _TEXT, "hedge": _TEXT, "stake": _NUMBER, "role": _TEXT, "facility": _TEXT, "date": _TEXT, "topic": _TEXT,
}  # fmt: skip
_FIGURE = {"metric": _TEXT, "value": _NUMBER, "unit": _TEXT, "period": _TEXT, "of": _TEXT}
_ARTICLE = {"name": _TEXT, "title": _TEXT, "url": _TEXT, "published": _TEXT, "lang": _TEXT, "source": _TEXT, "digest": _TEXT}
_MENTION = {"count": _WHOLE, "name": _TEXT, "forms": _TEXTS, "kind": _TEXT, "reason": _TEXT}
_STATEMENT = {"status": _TEXT, "confidence": _NUMBER, "extractor": _TEXT, **_STATE}
_PASSAGE = {"start": _WHOLE, "end": _WHOLE, "text": _TEXT}


@dataclass(frozen=True, slots=True)
class Imported:
    """An article of an export.

    Attributes:
        id: of the article.
        rows: what is written of it.
        is_part: the export was of a part of a graph, so there may be more of the article than this.
    """

    id: str
    rows: Rows
    is_part: bool


class Gathered:
    """Takes the pieces and gives articles; a context manager, as it owns a database."""

    def __init__(self, ontology: Ontology) -> None:
        self._ontology = ontology
        self._pieces = sqlite3.connect("", isolation_level=None)
        self._pieces.execute("PRAGMA journal_mode = OFF")
        self._pieces.executescript(_TABLES)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._pieces.close()

    @property
    def database(self) -> sqlite3.Connection:
        """For a reader that has to keep something itself."""
        return self._pieces

    def add_thing(self, row: Mapping[str, Any], where: str) -> None:
        """A thing: ``id`` and ``type``, and of a figure what it measures.

        Raises:
            SourceError: it is not as we write it.
        """
        identity, kind = _named(row, "id", where), _named(row, "type", where)
        if kind not in self._ontology.entities:
            raise SourceError(where, f"a thing has the type {kind!r}, which the ontology lacks; load with the schema that the graph was made with")
        figure = _checked(row, _FIGURE, where, ("metric", "value", "unit")) if kind == "Figure" else {}
        self._put("things", identity, {"type": kind, "properties": {name: value for name, value in figure.items() if value is not None}})

    def add_article(self, row: Mapping[str, Any], where: str) -> None:
        """An article: ``id``, ``name`` and what else is known of it.

        Raises:
            SourceError: it is not as we write it.
        """
        properties = _checked(row, _ARTICLE, where, ("name",))
        try:
            datetime.date.fromisoformat(properties["published"] or "2000-01-01")
        except ValueError as error:
            raise SourceError(where, f"{properties['published']!r} is no day (2025-09-26)") from error
        self._put("articles", _named(row, "id", where), properties)

    def add_mention(self, article: str, thing: str, row: Mapping[str, Any], where: str) -> None:
        """How an article speaks of a thing.

        Raises:
            SourceError: it is not as we write it.
        """
        self._put("mentions", article, thing, _checked(row, _MENTION, where, ("count", "name", "forms")), where)

    def add_statement(self, article: str, triple: tuple[str, str, str], row: Mapping[str, Any], passages: Sequence[Mapping[str, Any]], where: str) -> None:
        """What an article says of a claim: status, qualifiers, and the passages that prove it.

        Raises:
            SourceError: it is not as we write it.
        """
        subject, relation, target = triple
        found = self._ontology.relations.get(relation)
        if found is None:
            raise SourceError(where, f"a claim has the relation {relation!r}, which the ontology lacks; load with the schema that the graph was made with")
        if found.symmetric and target < subject:
            raise SourceError(where, f"{relation} is symmetric; the smaller id comes first")
        properties = _checked(row, _STATEMENT, where, ("status", "confidence", "extractor"))
        if properties["status"] not in STATUSES or not 0 <= properties["confidence"] <= 1:
            raise SourceError(where, f"status {properties['status']!r} with the confidence {properties['confidence']}: no such thing")
        if not passages:
            raise SourceError(where, "a statement has no evidence")
        proof = [_checked(passage, _PASSAGE, where, tuple(_PASSAGE)) for passage in passages]
        properties |= {"sentence": proof[0]["text"], "start": proof[0]["start"], "end": proof[0]["end"]}
        if len(proof) > 1:
            properties |= {f"{name}s": [passage[name] for passage in proof] for name in ("start", "end")}
            properties["sentences"] = [passage["text"] for passage in proof]
        self._put("statements", article, content_id(*triple), *triple, properties, where)

    def check(self, where: str) -> None:
        """Do all pieces fit together?

        Raises:
            SourceError: something is missing: the file has been cut off, or is of a version that did not write all.
        """
        lost = self._pieces.execute(_LOST).fetchone()
        if lost:
            raise SourceError(lost[0] or where, f"{lost[1]}: the export is cut off, or was made by another version; export it anew")
        if self._pieces.execute("SELECT 1 FROM articles LIMIT 1").fetchone() is None:
            raise SourceError(where, "holds no articles")

    def articles(self) -> Iterator[Imported]:
        """The articles by id; only after :meth:`check`."""
        for identity, packed in self._pieces.execute("SELECT id, packed FROM articles ORDER BY id"):
            properties = json.loads(packed)
            digest = properties.pop("digest") or PART + content_id(identity)
            day = properties["published"]
            properties["published"] = datetime.date.fromisoformat(day) if day else None
            rows = Rows([{"id": identity, "properties": properties}], digests=[{"id": identity, "digest": digest}])
            self._add_mentions(identity, rows)
            self._add_statements(identity, rows)
            yield Imported(identity, rows, digest.startswith(PART))

    def _add_mentions(self, article: str, rows: Rows) -> None:
        query = "SELECT m.thing, m.packed, t.packed FROM mentions m JOIN things t ON t.id = m.thing WHERE m.article = ? ORDER BY m.thing"
        for thing, mention, packed in self._pieces.execute(query, (article,)):
            rows.entities[thing] = {"id": thing} | json.loads(packed)
            rows.mentions.append({"document": article, "entity": thing, "properties": json.loads(mention)})

    def _add_statements(self, article: str, rows: Rows) -> None:
        query = "SELECT claim, subject, relation, object, packed FROM statements WHERE article = ? ORDER BY claim"
        for claim, subject, relation, target, packed in self._pieces.execute(query, (article,)):
            rows.claims[claim] = {"id": claim, "subject": subject, "relation": relation, "object": target}
            rows.statements.append({"claim": claim, "document": article, "properties": {"id": content_id(claim, article)} | json.loads(packed)})

    def _put(self, table: str, *values: Any) -> None:
        packed = [json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value for value in values]
        self._pieces.execute(f"INSERT OR REPLACE INTO {table} VALUES ({', '.join('?' * len(packed))})", packed)  # noqa: S608 - four tables, all ours


def _named(row: Mapping[str, Any], name: str, where: str) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value:
        raise SourceError(where, f"{name!r} should be a text, but is {json.dumps(value, ensure_ascii=False)[:60]}")
    return str(whole_text(value))


def _checked(row: Mapping[str, Any], fields: Mapping[str, str], where: str, needed: tuple[str, ...]) -> dict[str, Any]:
    """The fields of a row, each of its kind; those that are not there are ``None``, unless they are needed.

    >>> _checked({"value": 3, "more": 1}, {"value": "a number", "unit": "text"}, "x:1", ("value",))
    {'value': 3.0, 'unit': None}
    >>> _checked({"value": True}, {"value": "a number"}, "x:1", ())
    Traceback (most recent call last):
    ...
    kg.errors.SourceError: x:1: 'value' should be a number, but is true
    """
    found: dict[str, Any] = {}
    for name, kind in fields.items():
        value = row.get(name)
        if value is None and name not in needed:
            found[name] = None
        elif _fits(value, kind):
            found[name] = float(value) if kind == _NUMBER and value is not None else whole_text(value)
        else:
            raise SourceError(where, f"{name!r} should be {kind}, but is {json.dumps(value, ensure_ascii=False)[:60]}")
    return found


def _fits(value: Any, kind: str) -> bool:
    if kind == _TEXT:
        return isinstance(value, str)
    if kind == _TEXTS:
        return isinstance(value, list) and all(isinstance(part, str) for part in value)
    return isinstance(value, int if kind == _WHOLE else int | float) and not isinstance(value, bool) and abs(value) < 1e300


__all__ = ["Gathered", "Imported"]
