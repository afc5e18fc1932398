"""What a query may do: read, in a form that both stores answer quickly and always in the same order.

:func:`check_query` is for any query of a user; :func:`find_faults` holds the stricter rules for the saved ones.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from kg.errors import UsageError
from kg.model import STATUSES
from kg.ontology import Ontology
from kg.reports.cypher import Clause, Token, closing, is_name, scan, scopes, split

WRITING = frozenset(
    ("CREATE", "MERGE", "SET", "DELETE", "DETACH", "NODETACH", "REMOVE", "INSERT", "FOREACH", "DROP", "ALTER", "RENAME", "GRANT", "DENY", "REVOKE", "TERMINATE")
)
"""Keywords that start a clause or command which changes data, schema or rights (Neo4j Cypher manual, 5 and 25)."""

STARTS = frozenset(("MATCH", "OPTIONAL", "WITH", "UNWIND", "RETURN", "CALL", "SHOW", "EXPLAIN", "PROFILE", "CYPHER", "USE", "LET"))
READING_PROCEDURES = re.compile(
    r"db\.(index\.(fulltext|vector)\.query\w+|labels|relationshiptypes|propertykeys|info|ping|schema\.\w+)|dbms\.(components|info|listconfig|queryjmx)"
    r"|apoc\.(path|algo|meta|neighbors|node|rel)\.\w+(\.\w+)*|gds\.\w+(\.\w+)*\.stream",
    re.IGNORECASE,
)
"""Procedures that only read: those of Neo4j, and of its APOC and GDS libraries where a server has them."""

GRAPH_LABELS = frozenset({"Entity", "Document", "Claim"})
GRAPH_RELATIONS = frozenset({"MENTIONS", "STATED_IN"})


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a query: the line, the words at fault, and what to do about it."""

    line: int
    key: str
    remedy: str


def check_query(text: str) -> None:
    """Refuse a query that would write.

    Raises:
        UsageError: it is empty, writes, calls a procedure that is not known to read only, or is more than one statement.
    """
    tokens = scan(text)
    if not tokens:
        raise UsageError("the query is empty; give one such as: MATCH (c:Company) RETURN c.name ORDER BY c.name LIMIT 10")
    fault = next(_find_writes(tokens), None)
    if fault:
        raise UsageError(f"line {fault.line} of the query: {fault.key}: {fault.remedy}")


def find_faults(text: str, ontology: Ontology, parameters: Collection[str], columns: Sequence[str]) -> Iterator[Fault]:
    """Everything that keeps a saved query from being taken.

    Args:
        text: the whole file.
        ontology: what labels and relation types there are.
        parameters: names that the header declares.
        columns: names that the header declares, in order.
    """
    tokens = scan(text)
    if not tokens:
        yield Fault(1, "query", "there is none below the header; add one")
        return
    yield from _find_writes(tokens)
    yield from _find_unknown_names(tokens, ontology)
    yield from _find_unknown_values(tokens, ontology)
    yield from _find_unbounded_paths(tokens)
    yield from _find_undeclared(tokens, parameters)
    for clauses in scopes(tokens):
        yield from _find_unjoined(clauses)
    yield from _find_result_faults(tokens, columns)


def find_missing(text: str, ontology: Ontology) -> list[str]:
    """What of the ontology a saved query needs and this one lacks, such as ``relation SUPPLIES``; of alternatives it needs only one.

    Args:
        text: the whole file, whose names are right for the ontology that it was written for.
        ontology: the one in use.
    """
    tokens = scan(text)
    groups = [*_named_groups(tokens, ontology), *_value_groups(tokens, ontology)]
    lacking = (f"{kind} {names[0].name}" for kind, known, names in groups if not any(name.name in known for name in names))
    return list(dict.fromkeys(lacking))


def _find_writes(tokens: Sequence[Token]) -> Iterator[Fault]:
    for index, token in enumerate(tokens):
        if token.text == ";" and index + 1 < len(tokens):
            yield Fault(token.line, ";", "only one statement is run at a time; leave out what follows")
        if is_name(tokens, index):
            continue
        if token.upper in WRITING:
            yield Fault(token.line, token.text, "queries only read here; leave the writing clause out (a name spelt like it goes in backticks)")
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        if token.upper == "LOAD" and following and following.upper == "CSV":
            yield Fault(token.line, "LOAD CSV", "reads files of the server; load articles with kg load instead")
        if token.upper == "CALL" and following and following.kind in ("word", "quoted"):
            name = _dotted(tokens, index + 1)
            if not READING_PROCEDURES.fullmatch(name):
                yield Fault(token.line, f"CALL {name}", "this procedure is not known to read only; use plain Cypher")
    if tokens[0].upper not in STARTS:
        yield Fault(tokens[0].line, tokens[0].text, "a query begins with MATCH, WITH, UNWIND, CALL, RETURN or SHOW")


def _dotted(tokens: Sequence[Token], start: int) -> str:
    name = tokens[start].name
    for dot, part in zip(tokens[start + 1 :: 2], tokens[start + 2 :: 2], strict=False):
        if dot.text != ".":
            break
        name += f".{part.name}"
    return name


_Group = tuple[str, Collection[str], list[Token]]
"""Kind of name, those that are known, and the names that stand there as alternatives."""


def _find_unknown_names(tokens: Sequence[Token], ontology: Ontology) -> Iterator[Fault]:
    for kind, known, names in _named_groups(tokens, ontology):
        for name in names:
            if name.name not in known:
                yield Fault(name.line, f"{kind} {name.name}", f"not in the ontology; use one of {', '.join(sorted(known))}")


def _named_groups(tokens: Sequence[Token], ontology: Ontology) -> Iterator[_Group]:
    """The labels and relation types behind each colon."""
    labels = GRAPH_LABELS | set(ontology.entities)
    types = GRAPH_RELATIONS | set(ontology.relations)
    opened: list[int] = []
    for index, token in enumerate(tokens):
        if token.kind == "symbol" and token.text in ("(", "[", "{"):
            opened.append(index)
        elif token.kind == "symbol" and token.text in (")", "]", "}") and opened:
            opened.pop()
        elif token.text == ":" and not _is_key(tokens, index, opened) and (names := list(_label_names(tokens, index + 1))):
            yield *_expected(tokens, index, opened, labels, types), names


def _is_key(tokens: Sequence[Token], colon: int, opened: Sequence[int]) -> bool:
    return bool(opened) and tokens[opened[-1]].text == "{" and colon >= 2 and tokens[colon - 2].text in ("{", ",")


def _expected(tokens: Sequence[Token], colon: int, opened: Sequence[int], labels: frozenset[str], types: frozenset[str]) -> tuple[str, frozenset[str]]:
    start = opened[-1] if opened else -1
    if start > 0 and tokens[start].text == "[" and tokens[start - 1].text in ("-", "<-"):
        return "relation", types
    if start >= 0 and tokens[start].text == "(" and colon - start <= 2:
        return "label", labels
    return "label or relation", labels | types


def _label_names(tokens: Sequence[Token], start: int) -> Iterator[Token]:
    wanted = True
    for token in tokens[start:]:
        if token.kind in ("word", "quoted") and wanted:
            yield token
            wanted = False
        elif token.text in ("|", "&", "!", ":", "("):
            wanted = True
        elif token.text != "%":
            return


def _find_unknown_values(tokens: Sequence[Token], ontology: Ontology) -> Iterator[Fault]:
    for what, known, values in _value_groups(tokens, ontology):
        for value in values:
            if value.name not in known:
                yield Fault(value.line, f"{what} {value.text}", f"there is no such {what}; use one of {', '.join(sorted(known))}")


def _value_groups(tokens: Sequence[Token], ontology: Ontology) -> Iterator[_Group]:
    """The relations and states, as text, that something is compared with."""
    known: dict[str, Collection[str]] = {"relation": ontology.relations, "status": STATUSES}
    for index, token in enumerate(tokens):
        what = _compared(tokens, index) if token.text in ("=", "<>") or token.upper == "IN" else None
        if what is None or index + 1 >= len(tokens):
            continue
        following = tokens[index + 1]
        values = tokens[index + 2 : closing(tokens, index + 1)] if following.text == "[" else [following]
        if names := [value for value in values if value.kind == "string"]:
            yield what, known[what], names


def _compared(tokens: Sequence[Token], operator: int) -> str | None:
    """``relation`` or ``status`` if the left side of the operator is such a property, or ``type(r)``."""
    left = tokens[max(operator - 4, 0) : operator]
    if len(left) >= 2 and left[-2].text == "." and left[-1].text in ("relation", "status"):
        return left[-1].text
    return "relation" if len(left) == 4 and left[0].upper == "TYPE" and left[1].text == "(" and left[3].text == ")" else None


def _find_unbounded_paths(tokens: Sequence[Token]) -> Iterator[Fault]:
    for start, token in enumerate(tokens):
        if token.text != "[" or not start or tokens[start - 1].text not in ("-", "<-"):
            continue
        inside = tokens[start + 1 : closing(tokens, start)]
        star = next((i for i, part in enumerate(inside) if part.text == "*" and part.depth == token.depth + 1), None)
        if star is None:
            continue
        length = takewhile(lambda part: part.kind == "number" or part.text == "..", inside[star + 1 :])
        if not re.fullmatch(r"\d+|\d*\.\.\d+", "".join(part.text for part in length)):
            yield Fault(token.line, "*", "a path of any length may never end; give an upper bound such as *1..5")


def _find_undeclared(tokens: Sequence[Token], parameters: Collection[str]) -> Iterator[Fault]:
    used = {token.name: token.line for token in reversed(tokens) if token.kind == "parameter"}
    for name, line in sorted(used.items(), key=lambda pair: (pair[1], pair[0])):
        if name not in parameters:
            yield Fault(line, f"${name}", f"no parameter of this name is declared; add to the header: // Parameter: {name} (string) required – what it is")
    for name in parameters:
        if name not in used:
            yield Fault(1, f"Parameter {name}", "the query does not use it; take it out of the header or use it")


def _find_unjoined(clauses: Sequence[Clause]) -> Iterator[Fault]:
    """Matches that hang together by a value or not at all: the embedded store joins those through whole labels."""
    before: set[str] | None = None
    for clause in clauses:
        if clause.keyword != "MATCH":
            before = None
            continue
        parts = [_pattern_names(part) for part in split(_pattern(clause))]
        joined = parts[0] if parts else set()
        rest = parts[1:]
        while linked := [part for part in rest if part & joined]:
            joined = joined.union(*linked)
            rest = [part for part in rest if not part & joined]
        if rest:
            yield Fault(clause.line, "MATCH with a comma", "its parts share no variable; put them into two MATCHes with WITH between them")
        if before is not None and not before & joined:
            yield Fault(clause.line, "MATCH", "it shares no variable with the MATCH before it; put WITH and the variables you need between the two")
        before = (before or set()) | joined


def _pattern(clause: Clause) -> Sequence[Token]:
    depth = clause.tokens[0].depth if clause.tokens else 0
    where = next((i for i, token in enumerate(clause.tokens) if token.upper == "WHERE" and token.depth == depth), len(clause.tokens))
    return clause.tokens[:where]


def _pattern_names(part: Sequence[Token]) -> set[str]:
    """Variables of nodes and relations: the word behind a bracket that is followed by the end or by more of the pattern."""
    names: set[str] = set()
    for before, token, after in zip(part, part[1:], part[2:], strict=False):
        if before.text in ("(", "[") and token.kind in ("word", "quoted") and (after.text in (":", ")", "]", "{", "*") or after.upper == "WHERE"):
            names.add(token.name)
    return names


def _find_result_faults(tokens: Sequence[Token], columns: Sequence[str]) -> Iterator[Fault]:
    clauses = next(scopes(tokens))
    if any(clause.keyword == "UNION" for clause in clauses):
        yield Fault(clauses[0].line, "UNION", "its rows cannot be ordered as a whole; put the parts into CALL { … } and RETURN … ORDER BY after it")
        return
    last = clauses[-1] if clauses else None
    if last is None or last.keyword != "RETURN":
        yield Fault(tokens[-1].line, "RETURN", "the query ends without it; say which columns it gives")
        return
    words = [token for token in last.tokens if token.text != ";"]
    base = words[0].depth if words else 0
    stops = [i for i, token in enumerate(words) if token.depth == base and token.upper in ("ORDER", "SKIP", "LIMIT", "OFFSET") and not is_name(words, i)]
    result = words[words[:1] != [] and words[0].upper == "DISTINCT" : stops[0] if stops else len(words)]
    if not any(words[i].upper == "ORDER" for i in stops):
        yield Fault(last.line, "RETURN", "the rows come in any order; add ORDER BY with columns that decide every tie")
    yield from _find_column_faults(split(result), columns, last.line)


def _find_column_faults(items: Sequence[Sequence[Token]], columns: Sequence[str], line: int) -> Iterator[Fault]:
    found: list[str] = []
    for item in items:
        if len(item) > 1 and item[-2].upper == "AS":
            found.append(item[-1].name)
        elif len(item) == 1 and item[0].kind in ("word", "quoted"):
            found.append(item[0].name)
        else:
            yield Fault(item[0].line, " ".join(token.text for token in item[:6]), "a column needs a name of its own; write … AS name")
            return
    if found != list(columns):
        yield Fault(
            line, "columns", f"the header declares {', '.join(columns) or 'none'}, the query returns {', '.join(found)}; make them the same, in this order"
        )


__all__ = ["GRAPH_LABELS", "GRAPH_RELATIONS", "Fault", "check_query", "find_faults", "find_missing"]
