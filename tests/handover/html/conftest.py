"""The report of the made-up firm, written and taken apart once."""

import pytest

from solver.handover.html import report_html
from solver.report.findings.read import read_findings
from tests.handover.html.reader import Reader


@pytest.fixture(scope="session")
def page(run):
    return report_html(read_findings(run))


@pytest.fixture(scope="session")
def read(page):
    reader = Reader()
    reader.feed(page)
    return reader
