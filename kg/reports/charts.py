"""The chart that a report declares in its header, and what its rows say in it: which bars or points, under which heading.

::

    // Chart: bar x=month y=acquisitions,mergers     one bar for each row, of parts where there are several columns
    // Chart: bar x=relation by=status               one bar for each relation: how many rows, parted by status
    // Chart: line x=period y=value each=metric,unit points joined in the order of time; a chart of its own for each metric and unit

Years, halves, quarters and months (``2025``, ``2025-H1``, ``2025-Q2``, ``2025-09``) stand at their place in time.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kg.model import STATUSES

KINDS = ("bar", "line")
EXAMPLE = "// Chart: bar x=month y=deals"
_FIELDS = ("x", "y", "by", "each")
_TIME = re.compile(r"(\d{4})(?:-(?:(?P<month>\d{2})|(?P<part>[QH])(\d)))?")
_STEPS = {"": 1, "month": 12, "Q": 4, "H": 2}  # in a year


@dataclass(frozen=True, slots=True)
class Chart:
    """How a report's rows become a chart.

    Attributes:
        kind: ``bar`` or ``line``.
        x: columns whose values name a bar or place a point.
        y: columns of numbers; where there is none, rows are counted.
        by: column whose values part the count.
        each: columns that have to agree within one chart, because different things cannot share a scale.
    """

    kind: str
    x: tuple[str, ...]
    y: tuple[str, ...]
    by: tuple[str, ...]
    each: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One bar or point.

    Attributes:
        label: what it is called.
        values: one for each series; zero where there is none.
        place: number of its period, where all of the panel are periods of one kind.
    """

    label: str
    values: tuple[float, ...]
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """One chart to draw: its heading, the names of its series, its points in order."""

    heading: str
    series: tuple[str, ...]
    points: tuple[Point, ...]


def parse_chart(text: str, columns: Collection[str]) -> Chart:
    """The chart that a header declares.

    Args:
        text: what stands behind ``Chart:``.
        columns: those of the report.

    Raises:
        ValueError: it is wrong; the message says how to mend it.

    >>> parse_chart("bar x=month y=deals", ["month", "deals"])
    Chart(kind='bar', x=('month',), y=('deals',), by=(), each=())
    >>> parse_chart("pie x=month", ["month"])
    Traceback (most recent call last):
    ...
    ValueError: begins with bar or line, such as // Chart: bar x=month y=deals
    """
    kind, *rest = text.split()
    if kind not in KINDS:
        raise ValueError(f"begins with {' or '.join(KINDS)}, such as {EXAMPLE}")
    found: dict[str, tuple[str, ...]] = {}
    for word in rest:
        field, equals, names = word.partition("=")
        if not equals or not names or field not in _FIELDS or field in found:
            raise ValueError(f"{word!r}: behind {kind} come, once each, {', '.join(f'{name}=COLUMN' for name in _FIELDS)}, such as {EXAMPLE}")
        found[field] = tuple(names.split(","))
        for name in found[field]:
            if name not in columns:
                raise ValueError(f"there is no column {name!r}; use {', '.join(columns) or 'one that the header declares'}")
    if "x" not in found:
        raise ValueError(f"x=COLUMN is missing: what names a bar, such as {EXAMPLE}")
    if "by" in found and "y" in found:
        raise ValueError("by= parts the number of rows and y= gives numbers of its own; keep one of them")
    if kind == "line" and len(found.get("y", ())) != 1:
        raise ValueError("a line has one y=COLUMN; for several draw bars")
    return Chart(kind, found["x"], found.get("y", ()), found.get("by", ()), found.get("each", ()))


def find_panels(chart: Chart, rows: Iterable[Mapping[str, Any]]) -> list[Panel]:
    """What there is to draw: a heading alone, or a single bar, says no more than the table and is left out."""
    groups: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        if _label(row, chart.x):
            groups.setdefault(tuple(_text(row.get(name)) for name in chart.each), []).append(row)
    panels = (panel for heading, group in groups.items() for panel in _panels(chart, " · ".join(filter(None, heading)), group))
    return [panel for panel in panels if len(panel.points) > 1]


def _panels(chart: Chart, heading: str, rows: list[Mapping[str, Any]]) -> Iterator[Panel]:
    series, points = _measured(chart, rows) if chart.y else _counted(chart, rows)
    if chart.kind == "bar":
        yield Panel(heading, series, tuple(_placed(points)))
        return
    kinds: dict[str, list[Point]] = {}
    for point in points:
        kinds.setdefault(_period(point.label)[0], []).append(point)
    for kind in sorted(kinds.keys() - {"none"}):
        placed = [Point(point.label, point.values, _period(point.label)[1]) for point in kinds[kind]]
        yield Panel(heading, series, tuple(sorted(placed, key=lambda point: (point.place, point.values))))


def _measured(chart: Chart, rows: list[Mapping[str, Any]]) -> tuple[tuple[str, ...], list[Point]]:
    numbers = [(row, [row.get(name) for name in chart.y]) for row in rows]
    real = [(row, values) for row, values in numbers if any(_is_number(value) for value in values)]
    return chart.y, [Point(_label(row, chart.x), tuple(float(value) if _is_number(value) else 0.0 for value in values)) for row, values in real]  # type: ignore[arg-type]


def _counted(chart: Chart, rows: list[Mapping[str, Any]]) -> tuple[tuple[str, ...], list[Point]]:
    """How many rows bear each label, the most frequent first, parted by another column."""
    counts: dict[str, dict[str, int]] = {}
    for row in rows:
        parts = counts.setdefault(_label(row, chart.x), {})
        part = _label(row, chart.by) or "rows"
        parts[part] = parts.get(part, 0) + 1
    series = sorted({part for parts in counts.values() for part in parts}, key=lambda part: (_rank(part), part))
    points = [Point(label, tuple(float(parts.get(part, 0)) for part in series)) for label, parts in counts.items()]
    return tuple(series), sorted(points, key=lambda point: (-sum(point.values), point.label))


def _rank(part: str) -> int:
    states: list[str] = list(STATUSES)
    return states.index(part) if part in states else len(states)


def _placed(points: list[Point]) -> list[Point]:
    """The bars at their places in time, if each is a period, all of one kind and no two the same; else as they come."""
    periods = [_period(point.label) for point in points]
    if len({kind for kind, _ in periods}) != 1 or periods[0][0] == "none" or len(set(periods)) < len(periods):
        return points
    placed = [Point(point.label, point.values, place) for point, (_, place) in zip(points, periods, strict=True)]
    return sorted(placed, key=lambda point: point.place or 0)


def _period(label: str) -> tuple[str, int]:
    """What kind of period a label names, and which one, counted from the year 0; kind ``none`` for any other text.

    >>> _period("2025"), _period("2025-Q2"), _period("2025-09")
    (('year', 2025), ('Q', 8101), ('month', 24308))
    """
    match = _TIME.fullmatch(label)
    if not match:
        return "none", 0
    kind = match["part"] or ("month" if match["month"] else "")
    number = int(match["month"] or match[4] or 1) - 1
    if not 0 <= number < _STEPS[kind]:
        return "none", 0
    return kind or "year", int(match[1]) * _STEPS[kind] + number


def period_label(place: int, like: str) -> str:
    """The label of a period of the same kind as another.

    >>> period_label(2026, "2025"), period_label(8102, "2025-Q2"), period_label(24300, "2025-09")
    ('2026', '2025-Q3', '2025-01')
    """
    kind = _period(like)[0]
    year, number = divmod(place, _STEPS["" if kind == "year" else kind])
    return f"{year:04}" if kind == "year" else f"{year:04}-{number + 1:02}" if kind == "month" else f"{year:04}-{kind}{number + 1}"


def _label(row: Mapping[str, Any], columns: Iterable[str]) -> str:
    return " · ".join(filter(None, (_text(row.get(name)) for name in columns)))


def _text(value: Any) -> str:
    return "" if value is None else " ".join(str(value).split())


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


__all__ = ["Chart", "Panel", "Point", "find_panels", "parse_chart", "period_label"]
