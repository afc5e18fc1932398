"""The trained model as a reader of articles: from windows of pieces to mentions, things and statements, as the rules give them.

The network itself is two graphs: lower layers with tags of the words; upper layers with pairs of mentions and links of descriptions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from kg.confidence import Weights
from kg.model import Amount, Document, Figure, Mention, Qualifiers
from kg.names import strip_legal_form, strip_titles
from loaders.model.candidates import Table, find_links, find_pairs, link_features, pair_features, undirected
from loaders.model.claims import Found, Scores, SmallHeads, find_claims, link
from loaders.model.labels import KINDS, RELATIONS, SPANS, STATUSES, TOPICS, TYPES, span_sort
from loaders.model.pieces import Vocabulary
from loaders.model.spans import Span, group_names, read_spans
from loaders.model.windows import Window, Words, cut_windows, read_words
from loaders.reading import Reading, Statement, Thing

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
LEAST = 0.05
"""A claim less likely than this is not worth a thought."""


@dataclass(frozen=True, slots=True)
class ReadLiteral:
    """A literal that the rules found and what it means: an amount, a date as text, or ``None``."""

    mention: Mention
    value: Amount | str | None


class Network(Protocol):
    """The two halves of the network, on one window."""

    def lower(self, ids: Ints, first: Ints, last: Ints) -> tuple[Floats, Floats]:
        """States of the pieces, tag logits of the words."""

    def upper(self, states: Floats, spans: Floats, table: Mapping[str, Ints]) -> tuple[Floats, Floats, Floats, Floats]:
        """States of the mentions, relation logits and claim vectors of the pairs, scores of the links."""


@dataclass(frozen=True, slots=True)
class OnnxNetwork:
    """The network in two onnxruntime sessions."""

    first: Any
    second: Any
    words: NDArray[np.int8]
    scale: Floats

    def lower(self, ids: Ints, first: Ints, last: Ints) -> tuple[Floats, Floats]:
        """See :class:`Network`."""
        states, tags = self.first.run(None, {"pieces": self.words[ids] * self.scale[ids], "first": first, "last": last})
        return states, tags

    def upper(self, states: Floats, spans: Floats, table: Mapping[str, Ints]) -> tuple[Floats, Floats, Floats, Floats]:
        """See :class:`Network`."""
        state, logits, claims, links = self.second.run(None, {"states": states, "spans": spans, **table})
        return state, logits, claims, links


@dataclass(frozen=True, slots=True)
class ModelReader:
    """Reads articles with a network.

    Attributes:
        weights: how its likelihood and a rule's confidence make the confidence of a claim.
        least: confidence from which on a claim is stated, unless the user says otherwise.
        fingerprint: changes with the model.
    """

    vocabulary: Vocabulary
    network: Network
    heads: SmallHeads
    weights: Weights = field(default_factory=Weights)
    least: float = 0.5
    fingerprint: str = ""

    def read(self, reading: Reading, literals: Sequence[ReadLiteral], names: Mapping[tuple[int, int], str]) -> Reading:
        """The reading with mentions in text order, things, and statements with the likelihood as confidence.

        Args:
            reading: the article and the spans of its sentences.
            literals: amounts and dates in it.
            names: plain names of mentions whose words are none ("Münchner": "München"), by their spans.
        """
        document = reading.document
        words = read_words(document.text, reading.sentences, self.vocabulary)
        if not words.spans:
            return reading
        windows = list(cut_windows(words))
        states, tags = self._tags(windows, len(words.spans))
        article = _Article(document, reading.sentences, words, {}, [])
        article.collect(read_spans(tags, document.text, words), literals, names)
        table = article.table()
        scores = self._scores(windows, states, article.spans, table)
        things = link(table, scores.links, range(len(article.spans)))
        mentions, made, statements = article.result(things, find_claims(table, things, scores, self.heads, LEAST))
        return replace(reading, mentions=mentions, things=made, statements=statements)

    def _tags(self, windows: list[Window], count: int) -> tuple[list[Floats], Floats]:
        """States of each window, and tag logits of all words; of a word in two windows from where it is farther from the edge."""
        states, tags, depth = [], np.zeros((0, 0), np.float32), np.full(count, -1, np.int64)
        for window in windows:
            state, own = self.network.lower(window.ids[None], window.first, window.last)
            states.append(state)
            tags = tags if tags.size else np.zeros((count, own.shape[1]), np.float32)
            at = np.arange(window.begin, window.end)
            deep = np.minimum(at - window.begin + (10**6 if window.begin == 0 else 0), window.end - 1 - at + (10**6 if window.end == count else 0))
            better = deep > depth[at]
            tags[at[better]] = own[better]
            depth[at[better]] = deep[better]
        return states, tags

    def _scores(self, windows: list[Window], states: list[Floats], spans: list[Span], table: Table) -> Scores:
        found = Scores({}, {}, {})
        for window, state in zip(windows, states, strict=True):
            kept = np.array([n for n, s in enumerate(spans) if window.begin <= s.first and s.last < window.end], np.int64)
            if len(kept):
                self._read_window(window, state, kept, _part(table, kept, window.begin), found)
        return found

    def _read_window(self, window: Window, states: Floats, kept: Ints, table: Table, found: Scores) -> None:
        """Add what one window says; what an earlier window said already is averaged."""
        one, two = find_pairs(table)
        link1, link2 = find_links(table)
        inputs = {
            "first": window.first[table.first], "last": window.last[table.last], "one": one, "two": two, "features": pair_features(table, one, two),
            **dict(zip(("both_one", "both_two", "meeting"), undirected(one, two), strict=True)),
            "link_one": link1, "link_two": link2, "link_features": link_features(table, link1, link2),
        }  # fmt: skip
        state, logits, claims, links = self.network.upper(states, _span_matrix(table, window), inputs)
        for n, row in zip(kept.tolist(), state, strict=True):
            found.states.setdefault(n, row)
        for a, b, logit, claim in zip(kept[one].tolist(), kept[two].tolist(), logits, claims, strict=True):
            known = found.pairs.get((a, b))
            found.pairs[a, b] = (logit, claim) if known is None else ((known[0] + logit) / 2, (known[1] + claim) / 2)
        for a, b, score in zip(kept[link1].tolist(), kept[link2].tolist(), links.tolist(), strict=True):
            options = found.links.setdefault(a, {})
            options[b] = max(score, options.get(b, score))


def _part(table: Table, kept: Ints, begin: int) -> Table:
    return Table(
        table.first[kept] - begin, table.last[kept] - begin, table.sentence[kept], table.type[kept], table.kind[kept], table.topic[kept], table.thing[kept]
    )


def _span_matrix(table: Table, window: Window) -> Floats:
    """Which span vectors each piece of the window gets."""
    spans = np.zeros((1, len(window.ids), SPANS), np.float32)
    for kind, type_, topic, a, b in zip(table.kind, table.type, table.topic, table.first, table.last, strict=True):
        sort = 2 * span_sort(int(kind), int(type_), int(topic))
        spans[0, window.first[a], sort] = 1
        spans[0, window.first[a] + 1 : window.last[b] + 1, sort + 1] = 1
    return spans


@dataclass(slots=True)
class _Article:
    """The mentions of an article and what is made of them."""

    document: Document
    sentences: tuple[tuple[int, int], ...]
    words: Words
    values: dict[int, ReadLiteral]
    spans: list[Span]

    def collect(self, spans: list[Span], literals: Sequence[ReadLiteral], names: Mapping[tuple[int, int], str]) -> None:
        """Join the model's mentions with the literals of the rules; names that the rules know in a plainer form get it."""
        plain = {at: name for span, name in names.items() if (at := self.words.at(*span))}
        named = KINDS.index("named")
        spans = [replace(s, name=plain.get((s.first, s.last)) if s.kind == named else None) for s in spans]
        taken = {at for s in spans if s.kind == named for at in range(s.first, s.last + 1)}
        read = {}
        for literal in literals:
            at = self.words.at(literal.mention.start, literal.mention.end)
            if at is not None and taken.isdisjoint(range(at[0], at[1] + 1)):
                read[Span(*at, TYPES.index(literal.mention.type), KINDS.index("literal"))] = literal
        self.spans = sorted([*spans, *read], key=lambda s: (s.first, -s.last, s.kind))
        self.values = {n: read[s] for n, s in enumerate(self.spans) if s in read}

    def table(self) -> Table:
        """The mentions in columns; descriptions are things of their own until they are linked."""
        groups = group_names(self.spans, self.document.text, self.words)
        rows = [(s.first, s.last, self.words.sentence[s.first], s.type, s.kind, s.topic, g) for s, g in zip(self.spans, groups, strict=True)]
        return Table(*np.array(rows, np.int64).reshape(-1, 7).T)

    def result(self, things: Ints, claims: list[Found]) -> tuple[tuple[Mention, ...], tuple[Thing, ...], tuple[Statement, ...]]:
        """Everything as records; a description that no name was found for is left out."""
        named = sorted({int(things[n]) for n, s in enumerate(self.spans) if KINDS[s.kind] == "named"})
        number = {leader: n for n, leader in enumerate(named)}
        kept = [n for n, s in enumerate(self.spans) if KINDS[s.kind] == "literal" or int(things[n]) in number]
        place = {old: new for new, old in enumerate(kept)}
        mentions = tuple(self._mention(n) for n in kept)
        made = tuple(self._thing(leader, [n for n in kept if int(things[n]) == leader], place) for leader in named)
        statements = tuple(s for c in claims if (s := self._statement(c, number)) is not None)
        return mentions, made, statements

    def _mention(self, n: int) -> Mention:
        if n in self.values:
            return self.values[n].mention
        span = self.spans[n]
        start, end = self.words.spans[span.first][0], self.words.spans[span.last][1]
        return Mention(start, end, self.document.text[start:end], TYPES[span.type], "named" if KINDS[span.kind] == "named" else "nominal", span.name)

    def _thing(self, leader: int, members: list[int], place: Mapping[int, int]) -> Thing:
        named = [self._mention(n) for n in members if KINDS[self.spans[n].kind] == "named"]
        plain = next((m.name for m in named if m.name), None)
        cores = [_bare(m) for m in named]
        name = plain or max(cores, key=lambda words: (len(words.split()), -len(words)))
        return Thing(name, named[0].type, tuple(place[n] for n in members))

    def _statement(self, claim: Found, number: Mapping[int, int]) -> Statement | None:
        relation = RELATIONS[claim.relation]
        if claim.subject not in number:
            return None
        target: int | Figure | str | None = number.get(claim.object)
        if relation == "UNDERGOES":
            target = TOPICS[self.spans[claim.object].topic]
        elif relation.startswith("REPORTS:"):
            relation, _, metric = relation.partition(":")
            target = self._figure(metric, claim)
        if target is None or claim.status not in STATUSES:
            return None
        qualifiers = Qualifiers() if isinstance(target, Figure) else self._qualifiers(claim)
        return Statement(number[claim.subject], relation, target, claim.status, claim.likely, "model", self._evidence(claim), qualifiers)  # type: ignore[arg-type]

    def _figure(self, metric: str, claim: Found) -> Figure | None:
        amount = self.values[claim.object].value
        if not isinstance(amount, Amount):
            return None
        period = self._value(claim.slots[2])
        value = (
            -abs(amount.value) if metric.startswith("-") else abs(amount.value) if metric.lstrip("-") in ("growth", "share_change", "loss") else amount.value
        )
        return Figure(metric.lstrip("-"), value, amount.unit, period if isinstance(period, str) else None)

    def _value(self, literal: int | None) -> Amount | str | None:
        return self.values[literal].value if literal is not None else None

    def _qualifiers(self, claim: Found) -> Qualifiers:
        amount, stake, date = (self._value(slot) for slot in claim.slots)
        return Qualifiers(
            amount=amount if isinstance(amount, Amount) else None,
            stake=stake.value if isinstance(stake, Amount) else None,
            date=date if isinstance(date, str) else None,
        )

    def _evidence(self, claim: Found) -> tuple[tuple[int, int], ...]:
        lines = sorted({self.words.sentence[self.spans[n].first] for n in claim.pair})
        if len(lines) == 2 and lines[1] - lines[0] == 1:
            return ((self.sentences[lines[0]][0], self.sentences[lines[1]][1]),)
        return tuple(self.sentences[line] for line in lines)


def _bare(mention: Mention) -> str:
    """The words of a name without title or legal form."""
    if mention.type == "Person":
        return strip_titles(mention.text)[0]
    return strip_legal_form(mention.text)[0] if mention.type in ("Company", "Organization") else mention.text
