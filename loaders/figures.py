"""Figures that a company states: a metric word of ``figures.toml``, an amount whose unit fits, and whose figure it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.model import Amount, Figure, Mention
from kg.ontology import Ontology
from loaders.lexicon import Lexicon
from loaders.literals import LiteralReader
from loaders.reading import Reading, Statement
from loaders.relations import CONFIDENCE, find_protagonist
from loaders.status import find_status

_REACH = 70  # characters between the metric word and its amount
_SUFFICIENT = ("revenue", "profit", "loss", "orders", "market_cap", "margin", "share_price")


@dataclass(frozen=True, slots=True)
class FigureFinder:
    """Finds the figures of articles in one language."""

    ontology: Ontology
    lexicon: Lexicon
    literals: LiteralReader
    metrics: tuple[tuple[str, re.Pattern[str]], ...]
    up: re.Pattern[str]
    down: re.Pattern[str]

    def find(self, reading: Reading) -> Iterator[Statement]:
        """Figures sentence by sentence; one whose company is not clear is left out."""
        for span in reading.sentences:
            subject = _subject(reading, span)
            if subject is None:
                continue
            seen: set[int] = set()
            for metric, pattern in self.metrics:
                for match in pattern.finditer(reading.document.text, *span):
                    found = self._amount(reading, metric, match, span, seen)
                    if found is not None:
                        mention, figure = found
                        seen.add(mention.start)
                        status = find_status(reading.document.text, (match.start(), mention.end), span, self.lexicon)
                        yield Statement(subject, "REPORTS", figure, status, CONFIDENCE, f"rule:{self.lexicon.lang}:REPORTS:{metric}", (span,))

    def _amount(self, reading: Reading, metric: str, match: re.Match[str], span: tuple[int, int], seen: set[int]) -> tuple[Mention, Figure] | None:
        """The nearest literal behind or before the metric word that can be its value."""
        inside = [m for m in reading.mentions if m.kind == "literal" and m.type != "Date" and span[0] <= m.start < span[1] and m.start not in seen]
        near = sorted(inside, key=lambda m: (max(m.start - match.end(), match.start() - m.end), m.start))
        for mention in near:
            if max(mention.start - match.end(), match.start() - mention.end) > _REACH:
                return None
            amount = self.literals.amount(reading, mention)
            figure = amount and self._figure(reading, metric, match, mention, amount, span)
            if figure:
                return mention, figure
        return None

    def _figure(self, reading: Reading, metric: str, match: re.Match[str], mention: Mention, amount: Amount, span: tuple[int, int]) -> Figure | None:
        between = reading.document.text[min(match.start(), mention.start) : max(match.end(), mention.end)]
        units = self.ontology.metrics[metric].units
        period = next((p for m in reading.mentions if m.type == "Date" and span[0] <= m.start < span[1] and (p := self.literals.date(reading, m))), None)
        is_currency = len(amount.unit) == 3 and amount.unit.isupper()
        if amount.unit == "percent" and metric in ("revenue", "profit", "orders") and (self.up.search(between) or self.down.search(between)):
            return Figure("growth", self._signed(amount.value, between), "percent", period, match[0])
        if amount.unit == "percent" and metric == "share_change" and (self.up.search(between) or self.down.search(between)):
            return Figure("share_change", self._signed(amount.value, between), "percent")
        if metric not in _SUFFICIENT and amount.unit != "people":
            return None
        if "*" in units or amount.unit in units or ("currency" in units and is_currency):
            return Figure(metric, amount.value, amount.unit, period)
        return None

    def _signed(self, value: float, between: str) -> float:
        return -abs(value) if self.down.search(between) else value


def _subject(reading: Reading, span: tuple[int, int]) -> int | None:
    """The only company of the sentence; without one the article's main company."""
    here = {number for number, thing in enumerate(reading.things) if thing.type == "Company" for m in thing.mentions if span[0] <= reading.mentions[m].start < span[1]}
    if len(here) > 1:
        return None
    return here.pop() if here else find_protagonist(reading)


def build_figure_finder(ontology: Ontology, lexicon: Lexicon, literals: LiteralReader) -> FigureFinder:
    """Compile the metric and change words of one language."""
    metrics = tuple((metric, _pattern(words)) for metric, words in lexicon.figures.metric.items())
    change = lexicon.figures.change
    return FigureFinder(ontology, lexicon, literals, metrics, _pattern(change.get("up", ())), _pattern(change.get("down", ())))


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    parts = [re.escape(word).replace(r"\*", r"\w*").replace(r"\ …\ ", r"\W(?:[^.;:]{0,60})\W").replace("\\ …\\ ", " ") for word in sorted(words, key=len, reverse=True)]
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts) or '(?!)'})(?!\w)", re.IGNORECASE)
