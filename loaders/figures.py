"""Figures that a company states: a metric word of ``figures.toml``, an amount whose unit fits, and whose figure it is."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.model import Amount, Figure, Mention
from kg.ontology import Ontology
from loaders.focus import bodies_in, find_understood
from loaders.lexicon import Lexicon
from loaders.literals.reader import LiteralReader
from loaders.reading import Reading, Statement
from loaders.relations import CONFIDENCE
from loaders.slots import build_slot_grammar
from loaders.status import StatusReader

_REACH = 45  # characters between the metric word and its amount
_OF = 30  # characters from a metric word to the company it is of ("Umsatz von SAP")
_CHAIN = 10  # and between two amounts: "um neun Prozent auf 9 Milliarden"
_TOTALS = ("revenue", "profit", "loss", "orders", "market_cap", "capex")
_LEAST_TOTAL = 10_000  # in any currency: less is said per share or per piece, or is a figure of speech
_CHANGED = ("revenue", "profit", "orders")  # metrics whose change in percent is a growth of them


@dataclass(frozen=True, slots=True)
class FigureFinder:
    """Finds the figures of articles in one language."""

    ontology: Ontology
    lang: str
    literals: LiteralReader
    status: StatusReader
    metrics: tuple[tuple[str, re.Pattern[str]], ...]
    up: re.Pattern[str]
    down: re.Pattern[str]
    forecast: re.Pattern[str]
    partitive: re.Pattern[str]
    oblique: re.Pattern[str]

    def find(self, reading: Reading) -> Iterator[Statement]:
        """Figures sentence by sentence; one whose company is not clear is left out."""
        literals = [mention for mention in reading.mentions if mention.kind == "literal"]
        starts = [mention.start for mention in literals]
        for span in reading.sentences:
            inside = literals[bisect_left(starts, span[0]) : bisect_left(starts, span[1])]
            if not any(mention.type != "Date" for mention in inside):
                continue
            yield from self._in_sentence(reading, span, inside)

    def _in_sentence(self, reading: Reading, span: tuple[int, int], inside: list[Mention]) -> Iterator[Statement]:
        text = reading.document.text
        subject: int | None = None
        seen: set[int] = set()
        for metric, pattern in self.metrics:
            for match in pattern.finditer(text, *span):
                subject = self._subject(reading, span, match) if subject is None else subject
                if subject is None:
                    return
                for mention, figure in self._figures(reading, metric, match, inside, seen):
                    seen.add(mention.start)
                    claim = (min(match.start(), mention.start), max(match.end(), mention.end))
                    status = self.status.find(text, claim, span)
                    begin = max(span[0], *(text.rfind(mark, span[0], claim[0]) for mark in (", ", "; ", ": ")))
                    if metric != "jobs_cut" and status in ("asserted", "planned") and self.forecast.search(text, begin, claim[1]):
                        status, figure = "planned", Figure("guidance", figure.value, figure.unit, figure.period, figure.of or match[0])
                    yield Statement(subject, "REPORTS", figure, status, CONFIDENCE, f"rule:{self.lang}:REPORTS:{metric}", (span,))

    def _figures(self, reading: Reading, metric: str, match: re.Match[str], inside: list[Mention], seen: set[int]) -> Iterator[tuple[Mention, Figure]]:
        """The literals of the clause that can be the value of a metric word or its change: one of each unit."""
        text = reading.document.text
        units: set[str] = set()
        reach = _REACH
        near = sorted(inside, key=lambda m: (max(m.start - match.end(), match.start() - m.end), m.start))
        for mention in near:
            distance = max(mention.start - match.end(), match.start() - mention.end)
            between = text[min(match.end(), mention.end) : max(match.start(), mention.start)]
            if mention.type == "Date" or mention.start in seen or distance > reach or re.search(r"[;:]|, ", between):
                continue
            if metric == "jobs_cut" and self._is_whole(text, mention, inside):
                continue
            amount = self.literals.amount(reading, mention)
            figure = amount and self._figure(reading, metric, match, mention, amount, inside)
            if figure and figure.unit not in units:
                units.add(figure.unit)
                reach = max(reach, distance + len(mention.text) + _CHAIN)
                yield mention, figure

    def _is_whole(self, text: str, mention: Mention, inside: list[Mention]) -> bool:
        """The second amount of "9.000 der 78.400 Stellen"."""
        return any(self.partitive.fullmatch(text[other.end : mention.start].strip()) for other in inside if other.end < mention.start)

    def _subject(self, reading: Reading, span: tuple[int, int], metric: re.Match[str]) -> int | None:
        """The only company of the sentence, if it is what the sentence or the metric is of; without one the article's main company."""
        here = bodies_in(reading, *span)
        if len(here) != 1:
            return None if here else find_understood(reading, span, in_focus=True)
        (subject,) = here
        for index in reading.things[subject].mentions:
            mention = reading.mentions[index]
            if span[0] <= mention.start < span[1]:
                oblique = self.oblique.search(reading.document.text, span[0], mention.start)
                if oblique is None or 0 <= mention.start - metric.end() <= _OF:
                    return subject
        return None

    def _figure(self, reading: Reading, metric: str, match: re.Match[str], mention: Mention, amount: Amount, inside: list[Mention]) -> Figure | None:
        span = reading.sentence_at(mention.start)
        around = reading.document.text[max(span[0], min(match.start(), mention.start - 25)) : min(span[1], max(match.end(), mention.end + 25))]
        units = self.ontology.metrics[metric].units
        period = next((date for m in inside if m.type == "Date" and (date := self.literals.date(reading, m))), None)
        changed = bool(self.up.search(around)) != bool(self.down.search(around))
        sign = -1 if self.down.search(around) else 1
        if amount.unit == "percent" and metric in _CHANGED:
            return Figure("growth", sign * abs(amount.value), "percent", period, match[0]) if changed else None
        if metric == "share_change":
            return Figure(metric, sign * abs(amount.value), "percent") if changed and amount.unit == "percent" else None
        is_currency = len(amount.unit) == 3 and amount.unit.isupper()
        if is_currency and metric in _TOTALS and amount.value < _LEAST_TOTAL:
            return None
        if "*" in units or amount.unit in units or ("currency" in units and is_currency):
            return Figure(metric, amount.value, amount.unit, period)
        return None


def build_figure_finder(ontology: Ontology, lexicon: Lexicon, literals: LiteralReader, status: StatusReader) -> FigureFinder:
    """Compile the metric and change words of one language."""
    metrics = tuple((metric, _pattern(words)) for metric, words in lexicon.figures.metric.items())
    change = lexicon.figures.change
    up, down, forecast, partitive = (_pattern(change.get(key, ())) for key in ("up", "down", "forecast", "partitive"))
    return FigureFinder(ontology, lexicon.lang, literals, status, metrics, up, down, forecast, partitive, build_slot_grammar(lexicon).oblique)


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    parts = (re.escape(word).replace(r"\*", r"\w*").replace(r"\ …\ ", r"\W(?:[^;:]{0,60}?\W)?") for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts) or '(?!)'})(?!\w)", re.IGNORECASE)
