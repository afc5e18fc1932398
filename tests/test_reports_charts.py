"""Charts of reports: what the header may declare, which bars and points the rows make, and the SVG that is drawn."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from kg.errors import SchemaError
from kg.reports import read_reports
from kg.reports.charts import Chart, Panel, Point, find_panels, parse_chart
from kg.reports.drawing import MOST_BARS, draw_chart
from tests.test_reports_files import GOOD, read_one

BARS = Chart("bar", ("month",), ("deals",), (), ())
SVG = "{http://www.w3.org/2000/svg}"


def with_chart(text: str) -> str:
    """The good report with a chart in line 9."""
    return GOOD.replace("// :param company", f"// Chart: {text}\n// :param company", 1)


def test_chart_of_a_header(tmp_path: Path) -> None:
    read_one(tmp_path, with_chart("bar x=supplier by=status"))
    assert read_reports(tmp_path)["suppliers"].chart == Chart("bar", ("supplier",), (), ("status",), ())


def test_a_report_without_one(tmp_path: Path) -> None:
    read_one(tmp_path, GOOD)
    assert read_reports(tmp_path)["suppliers"].chart is None


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("pie x=supplier", "begins with bar or line"),
        ("bar", "x=COLUMN is missing"),
        ("bar y=status", "x=COLUMN is missing"),
        ("bar x=suplier", "there is no column 'suplier'; use supplier, status"),
        ("bar x=supplier x=status", "'x=status': behind bar come, once each"),
        ("bar x=supplier colour=status", "'colour=status'"),
        ("bar x=", "'x='"),
        ("bar supplier", "'supplier'"),
        ("bar x=supplier y=status by=status", "keep one of them"),
        ("line x=supplier", "a line has one y=COLUMN"),
        ("line x=supplier y=status,supplier", "a line has one y=COLUMN"),
    ],
)
def test_wrong_chart_is_refused_with_file_and_line(tmp_path: Path, text: str, remedy: str) -> None:
    with pytest.raises(SchemaError) as caught:
        read_one(tmp_path, with_chart(text))
    assert (caught.value.file, caught.value.key) == (f"{tmp_path.name}/suppliers.cypher:9", f"Chart: {text}")
    assert remedy in caught.value.problem


def test_two_charts_and_none(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match=r"suppliers\.cypher:10: Chart:: stands twice"):
        read_one(tmp_path, with_chart("bar x=supplier\n// Chart: bar x=status"))
    with pytest.raises(SchemaError, match="Chart:: is missing in the header; add a line such as // Chart: bar x=month y=deals"):
        read_one(tmp_path, with_chart(""))


def test_months_stand_at_their_place_in_time() -> None:
    rows = [{"month": "2025-03", "deals": 2}, {"month": "2024-12", "deals": 1}]
    assert find_panels(BARS, rows) == [Panel("", ("deals",), (Point("2024-12", (1.0,), 24299), Point("2025-03", (2.0,), 24302)))]


@pytest.mark.parametrize("labels", [("2025-01", "2025-Q1"), ("2025-01", "2025-01"), ("2025-01", "2025-13"), ("2025-01", "soon")])
def test_what_is_not_one_line_of_time_stays_in_order(labels: tuple[str, str]) -> None:
    (panel,) = find_panels(BARS, [{"month": label, "deals": 1} for label in labels])
    assert [(point.label, point.place) for point in panel.points] == [(label, None) for label in labels]


@pytest.mark.parametrize(
    "rows", [[], [{"month": "2025-01", "deals": 1}], [{"month": None, "deals": 1}] * 3, [{"month": "a", "deals": None}, {"month": "b", "deals": True}]]
)
def test_nothing_is_drawn_where_the_table_says_as_much(rows: list[dict[str, Any]]) -> None:
    assert draw_chart(BARS, rows, "x") == []


def test_rows_are_counted_and_parted() -> None:
    rows = [{"r": "USES", "s": "planned"}, {"r": "SUES", "s": "denied"}, {"r": "USES", "s": "asserted"}]
    (panel,) = find_panels(Chart("bar", ("r",), (), ("s",), ()), rows)
    assert panel == Panel("", ("asserted", "planned", "denied"), (Point("USES", (1.0, 1.0, 0.0)), Point("SUES", (0.0, 0.0, 1.0))))


def test_each_metric_and_unit_has_a_chart_and_years_are_no_quarters() -> None:
    chart = parse_chart("line x=period y=value each=metric,unit", ["period", "value", "metric", "unit"])
    rows = [
        {"metric": metric, "unit": unit, "period": period, "value": value}
        for metric, unit, period, value in (
            ("revenue", "EUR", "2025", 9), ("revenue", "EUR", "2024", 8), ("revenue", "EUR", "2025-Q2", 3), ("revenue", "EUR", "2025-Q1", 2),
            ("revenue", "EUR", None, 4), ("revenue", "USD", "2025", 10), ("profit", "EUR", "2025-H1", -1), ("profit", "EUR", "2025-H2", 1.5),
        )
    ]  # fmt: skip
    assert [(panel.heading, [(point.label, *point.values) for point in panel.points]) for panel in find_panels(chart, rows)] == [
        ("revenue · EUR", [("2025-Q1", 2.0), ("2025-Q2", 3.0)]),
        ("revenue · EUR", [("2024", 8.0), ("2025", 9.0)]),
        ("profit · EUR", [("2025-H1", -1.0), ("2025-H2", 1.5)]),
    ]


def svg_of(figure: str) -> ET.Element:
    """The drawing as XML, which shows that it is well-formed."""
    found = ET.fromstring(figure.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ')).find(f"{SVG}svg")
    assert found is not None
    return found


def numbers(element: ET.Element, *names: str) -> list[float]:
    return [float(element.attrib[name]) for name in names]


def test_columns_are_as_high_as_their_values_and_stacked() -> None:
    chart = Chart("bar", ("month",), ("a", "b"), (), ())
    svg = svg_of(draw_chart(chart, [{"month": "2025-01", "a": 1, "b": 3}, {"month": "2025-04", "a": 2, "b": 0}], "x")[0])
    boxes = [numbers(box, "x", "y", "width", "height") for box in svg.iter(f"{SVG}rect")]
    (a, b, later) = boxes
    assert b[3] == pytest.approx(3 * a[3], abs=0.3)
    assert later[3] == pytest.approx(2 * a[3], abs=0.3)
    assert a[1] == pytest.approx(b[1] + b[3], abs=0.2)  # the one stands on the other
    assert later[0] - a[0] == pytest.approx(3 * a[2] / 0.8, abs=0.3)  # two empty months between them
    assert [text.text for text in svg.iter(f"{SVG}text")][-4:] == ["2025-01", "2025-02", "2025-03", "2025-04"]


def test_losses_go_the_other_way() -> None:
    svg = svg_of(draw_chart(Chart("bar", ("who",), ("profit",), (), ()), [{"who": "A", "profit": -5}, {"who": "B", "profit": 10}], "x")[0])
    (loss, gain) = (numbers(box, "x", "width") for box in svg.iter(f"{SVG}rect"))
    assert loss[0] + loss[1] == pytest.approx(gain[0], abs=0.2)
    assert gain[1] == pytest.approx(2 * loss[1], abs=0.2)


def test_a_line_joins_its_points_in_the_order_of_time() -> None:
    chart = Chart("line", ("period",), ("value",), (), ())
    svg = svg_of(draw_chart(chart, [{"period": "2025", "value": 4.0}, {"period": "2023", "value": 1.0}, {"period": "2024", "value": 2.0}], "x")[0])
    spots = [numbers(dot, "cx", "cy") for dot in svg.iter(f"{SVG}circle")]
    assert [x for x, _ in spots] == sorted(x for x, _ in spots)
    assert [y for _, y in spots] == sorted((y for _, y in spots), reverse=True)
    (line,) = svg.iter(f"{SVG}polyline")
    assert line.attrib["points"].split() == [f"{x:.1f},{y:.1f}" for x, y in spots]


def test_chart_speaks_to_screen_readers_and_hostile_names_are_text() -> None:
    hostile = '"><script>alert(1)</script>'
    rows = [{"month": hostile, "deals": 7}, {"month": "]]>&amp;", "deals": 34_600_000_000}]
    (figure,) = draw_chart(BARS, rows, "x")
    svg = svg_of(figure)
    assert svg.attrib["role"] == "img"
    title, desc = (svg.find(f"{SVG}{name}") for name in ("title", "desc"))
    assert title is not None
    assert desc is not None
    assert svg.attrib["aria-labelledby"] == f"{title.attrib['id']} {desc.attrib['id']}"
    assert (title.text, desc.text) == ("Deals by month", f"2 values from {hostile} to ]]>&amp;; the highest is 34.6 bn (]]>&amp;), the lowest 7 ({hostile}).")
    assert not list(svg.iter(f"{SVG}script"))


def test_long_lists_are_cut_and_say_so() -> None:
    (figure,) = draw_chart(BARS, [{"month": f"company {n}", "deals": n} for n in range(100)], "x")
    assert len(list(svg_of(figure).iter(f"{SVG}rect"))) == MOST_BARS - 1  # a bar of nothing has no box
    assert f"The first {MOST_BARS} of 100." in figure


def test_bundled_reports_with_a_chart() -> None:
    assert {name for name, report in read_reports().items() if report.chart} == {
        "claims-by-kind", "deals-by-month", "figures-of-company", "largest-deals", "most-connected-companies", "relations-of-company", "stakes",
    }  # fmt: skip
