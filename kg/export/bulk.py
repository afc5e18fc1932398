"""The files that ``neo4j-admin database import full`` reads: the whole graph in one go, for a database that is new or to be replaced.

Every cell is in quotes, so that nothing in a text can end it; a cell without quotes is an absent property. The members of lists are
parted by U+001F, which no text of ours holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

from kg.export.graph import Graph, StatedClaim, statement_of
from kg.ontology import Ontology
from kg.store.statements import read_statement

SEPARATOR = "\x1f"

COMMAND = (
    "neo4j-admin database import full neo4j --overwrite-destination=true --id-type=string --multiline-fields=true --array-delimiter=U+001F "
    "--nodes={folder}/entities.csv --nodes=Document={folder}/documents.csv --nodes=Claim={folder}/claims.csv --nodes=KgStore={folder}/kgstore.csv "
    "--relationships={folder}/relations.csv --relationships=MENTIONS={folder}/mentions.csv --relationships=STATED_IN={folder}/statements.csv"
)
"""What to run, with the server stopped; ``{folder}`` is where the files lie, with at least one slash in it."""

FILES = ("README.md", "after.cypher", "entities.csv", "documents.csv", "claims.csv", "kgstore.csv", "relations.csv", "mentions.csv", "statements.csv")

_TYPES = {
    "documents": "long", "sources": "long", "count": "long", "start": "long", "end": "long", "version": "long", "confidence": "double", "amount": "double",
    "stake": "double", "value": "double", "first_seen": "date", "last_seen": "date", "published": "date", "aliases": "string[]", "forms": "string[]",
    "sentences": "string[]", "starts": "long[]", "ends": "long[]",
}  # fmt: skip
_STATE = ("status", "confidence", "amount", "currency", "hedge", "stake", "role", "facility", "date", "topic")
_SEEN = ("sources", "first_seen", "last_seen")
_ENTITY = ("name", "aliases", "kind", "documents", "reason", "search", "metric", "value", "unit", "period", "of")
_DOCUMENT = ("name", "title", "url", "published", "lang", "source", "digest")
_CLAIM = ("name", "subject", "subject_name", "relation", "object", "object_name", *_STATE, *_SEEN)
_STATEMENT = ("id", "sentence", "start", "end", "extractor", *_STATE, "starts", "ends", "sentences")
_RELATION = ("claim", "sentence", *_STATE, *_SEEN)
_MENTION = ("count", "name", "forms", "kind", "reason")

_README = """# Import into Neo4j

These files hold a whole graph. The import makes a database anew, so what is in it now is lost. Stop the server, then run

```
{command}
```

and start the server. With Docker: `docker compose stop neo4j`, then the same behind
`docker compose run --rm -v ./THIS-FOLDER:/import neo4j`, with `/import` for `{folder}`.

The import makes no constraints, no indexes and no empty lists. `after.cypher` does, in Neo4j Browser or with
`cypher-shell -u neo4j -f {folder}/after.cypher`.
"""


def write_bulk(graph: Graph, folder: Path, ontology: Ontology) -> None:
    """Write :data:`FILES` into a folder; one pass over the claims makes two of them."""
    entities = ((node.id, f"{node.type}{SEPARATOR}Entity", *_cells(node.properties, _ENTITY)) for node in graph.entities())
    _write(folder / "entities.csv", ("id:ID(Entity)", ":LABEL", *_heads(_ENTITY)), entities)
    documents = ((row["id"], *_cells(row, _DOCUMENT)) for row in graph.documents())
    _write(folder / "documents.csv", ("id:ID(Document)", *_heads(_DOCUMENT)), documents)
    with _opened(folder / "statements.csv", (":START_ID(Claim)", ":END_ID(Document)", *_heads(_STATEMENT))) as out:
        claims = (_claim(claim, out) for claim in graph.claims())
        _write(folder / "claims.csv", ("id:ID(Claim)", *_heads(_CLAIM)), claims)
    edges = ((edge.start, edge.end, edge.type, *_cells(edge.properties, _RELATION)) for edge in graph.relations())
    _write(folder / "relations.csv", (":START_ID(Entity)", ":END_ID(Entity)", ":TYPE", *_heads(_RELATION)), edges)
    mentions = ((m.document, m.entity, *_cells(m.properties, _MENTION)) for m in graph.mentions())
    _write(folder / "mentions.csv", (":START_ID(Document)", ":END_ID(Entity)", *_heads(_MENTION)), mentions)
    own = graph.bookkeeping()
    _write(folder / "kgstore.csv", ("id:ID(KgStore)", *_heads(("name", "version"))), [(own["id"], *_cells(own, ("name", "version")))] if own else [])
    (folder / "after.cypher").write_text("".join(f"{statement};\n\n" for statement in _afterwards(ontology)), encoding="utf-8", newline="\n")
    (folder / "README.md").write_text(_README.format(command=COMMAND.format(folder="./THIS-FOLDER"), folder="./THIS-FOLDER"), encoding="utf-8", newline="\n")


def _afterwards(ontology: Ontology) -> Iterator[str]:
    """What the importer leaves to do."""
    for name in ontology.entities:
        yield read_statement("label_index", INDEX_NAME=f"kg_{name.lower()}_name", LABEL=name)
    yield from (statement.strip() for statement in read_statement("schema").split(";"))
    yield read_statement("search_index")
    yield statement_of("lists")


def bulk_line(values: Iterable[Any]) -> str:
    """One line: ``None`` is an empty cell, everything else is in quotes.

    >>> print(bulk_line(["a", None, 'say "x", y', 0.5, ["p", "q;"]]).replace(SEPARATOR, "␟"), end="")
    "a",,"say ""x"", y","0.5","p␟q;"
    """
    return ",".join(map(_cell, values)) + "\n"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    parts = value if isinstance(value, list) else [value]
    words = SEPARATOR.join(str(part).replace(SEPARATOR, " ") for part in parts) if isinstance(value, list) else str(value)
    return '"' + words.replace('"', '""') + '"'


def _claim(claim: StatedClaim, out: TextIO) -> tuple[Any, ...]:
    for statement in claim.statements:
        out.write(bulk_line((statement.claim, statement.document["id"], *_cells(statement.properties, _STATEMENT))))
    return claim.properties["id"], *_cells(claim.properties, _CLAIM)


def _heads(names: tuple[str, ...]) -> list[str]:
    return [f"{name}:{_TYPES[name]}" if name in _TYPES else name for name in names]


def _cells(row: Mapping[str, Any], names: tuple[str, ...]) -> list[Any]:
    return [row.get(name) for name in names]


def _opened(path: Path, heads: tuple[str, ...]) -> TextIO:
    out = path.open("w", encoding="utf-8", newline="")
    out.write(",".join(heads) + "\n")
    return out


def _write(path: Path, heads: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
    with _opened(path, heads) as out:
        out.writelines(map(bulk_line, rows))


__all__ = ["COMMAND", "FILES", "SEPARATOR", "bulk_line", "write_bulk"]
