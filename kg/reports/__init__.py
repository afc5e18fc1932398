"""Saved questions to the graph: reads and checks ``queries/*.cypher`` and runs one, read only."""

from kg.reports.checks import check_query
from kg.reports.files import GROUPS, Column, Report, read_reports
from kg.reports.names import Reader, find_article, find_likest_names, find_name
from kg.reports.run import find_report, read_parameters, run_report
from kg.reports.values import Parameter, Value

__all__ = [
    "GROUPS", "Column", "Parameter", "Reader", "Report", "Value", "check_query", "find_article", "find_likest_names", "find_name", "find_report",
    "read_parameters", "read_reports", "run_report",
]  # fmt: skip
