"""How close extracted claims come to those of annotated articles.

What counts as equal:

==========  ===========================================================================================================
name        the entity's name or any of its mentions; case, legal form, article, blanks and punctuation do not count
claim       same subject, relation and object; in either order where the relation is symmetric
figure      same subject and metric, and the same value to three digits
status      among claims found right: any of the statuses that the gold has for the triple
amount      among claims found right whose gold states one: within one percent; likewise stake
evidence    ``text[start:end]`` is the quoted text
==========  ===========================================================================================================
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Row = Mapping[str, Any]
SYMMETRIC = frozenset({"MERGES_WITH", "PARTNERS_WITH", "COMPETES_WITH"})
FIGURES = "REPORTS"
_MARKS = re.compile(r"[\s.,'’\"„“”&()-]+")
_LEADING = re.compile(r"^(?:der|die|das|des|dem|den|the) ")
_FORMS = frozenset(
    re.findall(r"\w+", """ag se gmbh kg kgaa co mbh inc incorporated corp corporation ltd limited plc llc lp nv bv
    sa spa srl ab asa oyj as holding holdings group gruppe konzern""")
)  # fmt: skip


@dataclass(slots=True)
class Share:
    """How many of how many."""

    right: int = 0
    of: int = 0

    def add(self, right: bool) -> None:
        """Count one more."""
        self.right += right
        self.of += 1

    @property
    def value(self) -> float | None:
        """The share, ``None`` of nothing."""
        return self.right / self.of if self.of else None


@dataclass(slots=True)
class Count:
    """Things found, right ones among them, and things there were to find."""

    right: int = 0
    found: int = 0
    gold: int = 0

    def add(self, gold: Iterable[object], found: Iterable[object]) -> None:
        """Count one article."""
        there, said = set(gold), set(found)
        self.right += len(there & said)
        self.found += len(said)
        self.gold += len(there)

    @property
    def precision(self) -> float | None:
        """Right ones of those found."""
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """Right ones of those there are."""
        return self.right / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of the two.

        >>> [Count(r, f, g).f1 for r, f, g in ((1, 2, 2), (1, 1, 3), (3, 4, 12))]
        [0.5, 0.5, 0.375]
        """
        return 2 * self.right / (self.found + self.gold) if self.found + self.gold else None


@dataclass(slots=True)
class Score:
    """All counts over some articles."""

    articles: int = 0
    entities: Count = field(default_factory=Count)
    claims: Count = field(default_factory=Count)
    figures: Count = field(default_factory=Count)
    relations: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    status: Share = field(default_factory=Share)
    amount: Share = field(default_factory=Share)
    stake: Share = field(default_factory=Share)
    evidence: Share = field(default_factory=Share)
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)
    false_claims: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)

    @property
    def precision(self) -> float | None:
        """Of all claims, figures among them."""
        found = self.claims.found + self.figures.found
        return (self.claims.right + self.figures.right) / found if found else None

    @property
    def false_per_article(self) -> float:
        """Claims that are not in the gold, figures among them."""
        return len(self.false_claims) / self.articles if self.articles else 0.0


def read_gold(folder: Path) -> list[dict[str, Any]]:
    """The annotated articles of a folder, by name of the file."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]


def plain(name: str) -> str:
    """A name without what does not count.

    >>> plain("Die Siemens AG"), plain("Procter & Gamble"), plain("Holding AG")
    ('siemens', 'proctergamble', 'holdingag')
    """
    words = _LEADING.sub("", _MARKS.sub(" ", name.casefold()).strip()).split()
    return "".join(word for word in words if word not in _FORMS) or "".join(words)


def score(gold: Sequence[Row], found: Callable[[Row], Row]) -> Score:
    """Compare articles with what is found in them.

    Args:
        gold: annotated articles: ``id``, ``text``, ``entities``, ``claims``.
        found: gives the extraction of an article, in the form that ``kg extract`` prints.
    """
    total = Score()
    for article in gold:
        _add(total, article, found(article))
    return total


def claim_keys(said: Row, gold: Row) -> dict[tuple[Any, ...], list[Row]]:
    """Claims by what makes two of them equal, names as the annotated article has them."""
    return _by_key(said["claims"], _names(gold))


def _add(total: Score, gold: Row, found: Row) -> None:
    names = _names(gold)
    there, said = _by_key(gold["claims"], names), _by_key(found["claims"], names)
    total.articles += 1
    for relation in {key[1] for key in (*there, *said)}:
        keys = [[key for key in side if key[1] == relation] for side in (there, said)]
        (total.figures if relation == FIGURES else total.claims).add(*keys)
        total.relations[relation].add(*keys)
    total.false_claims += [(str(gold["id"]), key) for key in said if key not in there]
    typed = [
        {(names.get(plain(row["name"]), plain(row["name"])), row["type"]) for row in side["entities"] if row["type"] != "Figure"} for side in (gold, found)
    ]
    total.entities.add(*typed)
    for key in there.keys() & said.keys():
        _add_qualifiers(total, there[key], said[key])
    for claim in found["claims"]:
        for piece in claim["evidence"]:
            total.evidence.add(gold["text"][piece["start"] : piece["end"]] == piece["text"])


def _typed(entity: Row, names: Mapping[str, str]) -> tuple[str, str]:
    name = plain(entity["name"])
    return names.get(name, name), entity["type"]


def _names(gold: Row) -> dict[str, str]:
    """Plain form of every mention and name → name of the entity; a name wins over a mention."""
    names: dict[str, str] = {}
    for entity in gold["entities"]:
        for mention in entity.get("mentions", ()):
            names.setdefault(plain(mention if isinstance(mention, str) else mention["text"]), entity["name"])
    return names | {plain(entity["name"]): entity["name"] for entity in gold["entities"]}


def _by_key(claims: Iterable[Row], names: Mapping[str, str]) -> dict[tuple[Any, ...], list[Row]]:
    keyed: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for claim in claims:
        keyed[_key(claim, names)].append(claim)
    return keyed


def _key(claim: Row, names: Mapping[str, str]) -> tuple[Any, ...]:
    subject, target = names.get(plain(claim["subject"]), f"?{claim['subject']}"), claim["object"]
    if isinstance(target, Mapping):
        return subject, claim["relation"], target["metric"], float(f"{float(target['value']):.3g}")
    name = names.get(plain(target), target.casefold())
    first, second = sorted((subject, name)) if claim["relation"] in SYMMETRIC else (subject, name)
    return first, claim["relation"], second


def _add_qualifiers(total: Score, gold: Sequence[Row], found: Sequence[Row]) -> None:
    wanted, said = [claim["status"] for claim in gold], [claim["status"] for claim in found]
    same = next((status for status in wanted if status in said), None)
    total.status.add(same is not None)
    total.confusion[same or wanted[0], same or said[0]] += 1
    for name, share in (("amount", total.amount), ("stake", total.stake)):
        values = [[value for claim in side if (value := _value(claim, name)) is not None] for side in (gold, found)]
        if values[0]:
            share.add(any(abs(one - other) <= 0.01 * abs(one) for one in values[0] for other in values[1]))


def _value(claim: Row, name: str) -> float | None:
    value = (claim.get("qualifiers") or {}).get(name)
    value = value.get("value") if isinstance(value, Mapping) else value
    return None if value is None else float(value)
