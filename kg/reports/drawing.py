"""Charts as SVG that stands inside a page: no script, no file, no network; colours come from the page (light and dark).

Bars that are named lie, so that names can be read on a phone; bars and points of periods stand along time. Every bar bears its
number as text or tooltip, the whole a title and a description for screen readers; the table below it says the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from math import ceil, floor, log10
from typing import Any

from kg.model import STATUSES
from kg.reports.charts import Chart, Panel, Point, find_panels, period_label

MOST_BARS = 40
"""Named bars that are drawn at most; the table has the rest."""

MOST_PANELS = 12
COLOURS = 6
"""Classes ``s0`` to ``s5`` that the page has colours for; a further series begins again."""

STATES: list[str] = list(STATUSES)
_WIDTH, _LABEL, _NUMBER, _ROW = 420, 150, 48, 22  # one unit is about one pixel on a phone, where the text is smallest
_HEIGHT, _LEFT, _TOP, _BELOW = 170, 52, 12, 24
_LETTERS = 24  # of a label beside a bar
_SCALES = ((1e12, "tn"), (1e9, "bn"), (1e6, "m"), (1e4, "k"))


def draw_chart(chart: Chart, rows: Iterable[Mapping[str, Any]], name: str) -> list[str]:
    """The chart as SVG elements with a caption each, none if the rows give nothing to draw.

    Args:
        chart: what the report declares.
        rows: its rows.
        name: of the report; parts of the page are told apart by it.
    """
    panels = find_panels(chart, rows)[:MOST_PANELS]
    return [_figure(panel, chart, f"{name}-{number}") for number, panel in enumerate(panels)]


def _figure(panel: Panel, chart: Chart, name: str) -> str:
    timed = all(point.place is not None for point in panel.points)
    points = panel.points if timed else panel.points[:MOST_BARS]
    shapes, height = _lines(points) if chart.kind == "line" else _columns(points, panel.series) if timed else _bars(points, panel.series)
    more = f" The first {MOST_BARS} of {len(panel.points)}." if len(points) < len(panel.points) else ""
    legend = "".join(f'<span class="{_colour(one, n)}">{escape(words(one))}</span>' for n, one in enumerate(panel.series)) if len(panel.series) > 1 else ""
    what = words(chart.y[0]) if len(chart.y) == 1 else "number"
    title = panel.heading or f"{what[:1].upper()}{what[1:]} by {', '.join(map(words, chart.x))}"
    return (
        f'<figure><svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(_described(points) + more)}</desc>{shapes}</svg>'
        f'<figcaption>{escape(title)}.{more} <span class="legend">{legend}</span></figcaption></figure>'
    )


def _described(points: Sequence[Point]) -> str:
    """What the picture says, for those who do not see it."""
    highest, lowest = max(points, key=_total), min(points, key=_total)
    return (
        f"{len(points)} values from {points[0].label} to {points[-1].label}; "
        f"the highest is {short(_total(highest))} ({highest.label}), the lowest {short(_total(lowest))} ({lowest.label})."
    )


def _bars(points: Sequence[Point], series: Sequence[str]) -> tuple[str, int]:
    """Lying bars with their names before and their numbers behind them."""
    low, high = _range(points)
    scale = (_WIDTH - _LABEL - _NUMBER) / (high - low)
    zero = _LABEL - low * scale
    shapes = []
    for row, point in enumerate(points):
        top = row * _ROW
        end = _LABEL + (_stack(point)[1] - low) * scale
        name = point.label if len(point.label) <= _LETTERS else point.label[: _LETTERS - 1] + "…"
        shapes.append(f'<g><title>{escape(_told(point, series))}</title><text x="{_LABEL - 6}" y="{top + 15}" text-anchor="end">{escape(name)}</text>')
        for number, start, length in _parts(point):
            shapes.append(_box(_colour(series[number], number), zero + start * scale, top + 4, length * scale, _ROW - 8))
        shapes.append(f'<text x="{end + 4:.1f}" y="{top + 15}">{short(_total(point))}</text></g>')
    return "".join(shapes), len(points) * _ROW


def _columns(points: Sequence[Point], series: Sequence[str]) -> tuple[str, int]:
    """Standing bars along time; a period without a row is a gap."""
    low, high = _range(points)
    first, last = _places(points)
    step = (_WIDTH - _LEFT) / (last - first + 1)
    shapes = [_axes(points, low, high, step / 2)]
    for point in points:
        left = _LEFT + ((point.place or 0) - first) * step
        shapes.append(f"<g><title>{escape(_told(point, series))}</title>")
        for number, start, length in _parts(point):
            top = _TOP + (high - start - length) / (high - low) * _HEIGHT
            shapes.append(_box(_colour(series[number], number), left + step * 0.1, top, step * 0.8, length / (high - low) * _HEIGHT))
        shapes.append("</g>")
    return "".join(shapes), _TOP + _HEIGHT + _BELOW


def _lines(points: Sequence[Point]) -> tuple[str, int]:
    """Points along time, joined; two values of one period stand above each other."""
    low, high = _range(points)
    first, last = _places(points)
    step = (_WIDTH - _LEFT - 2 * _TOP) / max(last - first, 1)
    spots = [(_LEFT + _TOP + ((p.place or 0) - first) * step, _TOP + (high - p.values[0]) / (high - low) * _HEIGHT, p) for p in points]
    joined = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in spots)
    dots = "".join(f'<circle class="s0" cx="{x:.1f}" cy="{y:.1f}" r="3.5"><title>{escape(_told(p, ("",)))}</title></circle>' for x, y, p in spots)
    return f'{_axes(points, low, high, _TOP)}<polyline class="s0" points="{joined}"/>{dots}', _TOP + _HEIGHT + _BELOW


def _axes(points: Sequence[Point], low: float, high: float, inset: float) -> str:
    """Lines of the scale with their numbers, and the names of as many periods as there is room for."""
    shapes = []
    for level in _levels(low, high, whole=all(value.is_integer() for point in points for value in point.values)):
        y = _TOP + (high - level) / (high - low) * _HEIGHT
        shapes.append(f'<path class="{"zero" if level == 0 else "grid"}" d="M{_LEFT} {y:.1f}H{_WIDTH}"/>')
        shapes.append(f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{short(level)}</text>')
    first, last = _places(points)
    step = (_WIDTH - _LEFT - 2 * inset) / max(last - first, 1)
    every = max(1, round((last - first + 1) / 6 + 0.49))
    for place in range(first, last + 1, every):
        label = period_label(place, points[0].label)
        shapes.append(f'<text x="{_LEFT + inset + (place - first) * step:.1f}" y="{_TOP + _HEIGHT + 18}" text-anchor="middle">{escape(label)}</text>')
    return "".join(shapes)


def _parts(point: Point) -> list[tuple[int, float, float]]:
    """The parts of a bar: number of the series, where it begins (its lower end), how long it is. What is negative goes the other way."""
    found, up, down = [], 0.0, 0.0
    for number, value in enumerate(point.values):
        if value > 0:
            found.append((number, up, value))
            up += value
        elif value < 0:
            down += value
            found.append((number, down, -value))
    return found


def _stack(point: Point) -> tuple[float, float]:
    """The lower and the upper end of a bar."""
    return sum(value for value in point.values if value < 0), sum(value for value in point.values if value > 0)


def _range(points: Sequence[Point]) -> tuple[float, float]:
    """Lowest and highest end of all bars, zero included; never the same."""
    ends = [_stack(point) for point in points]
    low, high = min(low for low, _ in ends), max(high for _, high in ends)
    return (low, high) if high > low else (0.0, 1.0)


def _levels(low: float, high: float, *, whole: bool) -> list[float]:
    """Round numbers from low to high, at most six of them.

    >>> _levels(0, 3, whole=True), _levels(-4, 26, whole=False), _levels(0, 0.9, whole=False)
    ([0.0, 1.0, 2.0, 3.0], [0.0, 10.0, 20.0], [0.0, 0.2, 0.4, 0.6, 0.8])
    """
    power = 10.0 ** floor(log10((high - low) / 5))
    step = next(power * factor for factor in (1, 2, 5, 10) if (high - low) / (power * factor) <= 5)
    step = max(step, 1.0) if whole else step
    return [round(number * step, 12) for number in range(ceil(low / step), floor(high / step) + 1)]


def _places(points: Sequence[Point]) -> tuple[int, int]:
    places = [point.place or 0 for point in points]
    return min(places), max(places)


def _total(point: Point) -> float:
    return sum(point.values)


def _colour(series: str, number: int) -> str:
    """The class of a series; a status has the same one in every chart."""
    return f"s{(STATES.index(series) if series in STATES else number) % COLOURS}"


def _box(colour: str, x: float, y: float, width: float, height: float) -> str:
    return f'<rect class="{colour}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"/>'


def _told(point: Point, series: Sequence[str]) -> str:
    """A bar in words: "2025-10: 3 (acquisitions 1, mergers 2)"."""
    parts = ", ".join(f"{words(name)} {short(value)}" for name, value in zip(series, point.values, strict=True) if value)
    return f"{point.label}: {short(_total(point))}" + (f" ({parts})" if len(series) > 1 and parts else "")


def words(name: str) -> str:
    """The name of a column as words: ``spin_offs`` → ``spin offs``."""
    return name.replace("_", " ") if name.islower() else name


def short(value: float) -> str:
    """A number in few letters.

    >>> short(34_600_000_000), short(1250.0), short(-0.126), short(999.6)
    ('34.6 bn', '1,250', '-0.126', '1,000')
    """
    size, name = next(((size, name) for size, name in _SCALES if abs(value) >= size), (1.0, ""))
    text = f"{value:,.0f}" if size == 1.0 and abs(value) >= 1000 else f"{float(f'{value / size:.3g}'):,.10g}"
    return f"{text} {name}" if name else text


__all__ = ["COLOURS", "MOST_BARS", "draw_chart", "short", "words"]
