"""Rows and euros: in, kept and set aside by cause, per file and per year, to the cent, whatever the files."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from solver.intake import prepare_tools
from tests.everyday import draws

HEADER = "N° facture;Date facture;Code client;Famille;Montant HT\n"
CLIENTS = "Code client;Nom;CP;Commercial\nC1;Ann;35000;R1\nC2;Bob;29200;R2\nC3;Cleo;29000;R2\n"
# What may be wrong with a line, and whether its day and its amount can be read all the same.
FAULTS = {
    "": (True, True),
    "no amount": (True, False),
    "this is not a date": (False, True),
    "no date": (False, True),
    "no account code": (True, True),
    "this account is in no accounts file": (True, True),
    "dated after the day the portfolio is looked at": (True, True),
}
# So many good lines that no fault is a twentieth of a file, in number or in money.
GOOD = [("", "C1", date(2025, 1, 15 + n % 10), Decimal(1000)) for n in range(110)]


def written(number, fault, code, day, amount):
    """Write a line of a file with one fault."""
    if fault == "this account is in no accounts file":
        code = "Z9"
    if fault == "no account code":
        code = ""
    if fault == "dated after the day the portfolio is looked at":
        day = date(2026, 1, 20)
    shown = {"this is not a date": "32/13/2025", "no date": ""}.get(fault, f"{day:%d/%m/%Y}")
    money = "" if fault == "no amount" else f"{amount:.2f}".replace(".", ",")
    return f"F{number};{shown};{code};EPI;{money}\n"


def expected(lines):
    """Add up rows and cents of the lines by file, year and cause, in decimals."""
    sums = defaultdict(lambda: [0, Decimal(0)])
    for file, fault, day, amount in lines:
        dated, priced = FAULTS[fault]
        late = fault.startswith("dated after")
        year = (2026 if late else day.year) if dated else None
        cell = sums[file, year, fault]
        cell[0] += 1
        cell[1] += amount if priced else 0
    return {key: tuple(value) for key, value in sums.items()}


LINES = st.lists(
    st.tuples(
        st.sampled_from(sorted(FAULTS)),
        st.sampled_from(["C1", "C2", "C3"]),
        st.dates(date(2023, 1, 1), date(2025, 12, 31)),
        st.decimals(-900, 900, places=2),
    ),
    max_size=6,
)


@settings(max_examples=draws(4, 40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=st.lists(LINES, min_size=1, max_size=3), merged=st.booleans(), total=st.booleans())
def test_whatever_the_files_everything_adds_up(firm, source, files, merged, total):
    sources, lines = [], []
    for place, faulty in enumerate(files, 1):
        rows = [*GOOD, *faulty]
        lines += [(f"sales{place}.csv", fault, day, amount) for fault, _code, day, amount in rows]
        text = HEADER + "".join(written(1000 * place + n, *row) for n, row in enumerate(rows))
        text += "\n;;Total;;99,00\n" if total else ""
        sources.append(source("sales", text, name=f"sales{place}.csv", date_order="dmy"))
    others = [source("merges", "account_id;into_id\nC2;C1\n")] if merged else []
    made = prepare_tools(firm(source("accounts", CLIENTS), *sources, *others))
    report = made.quality["reconciliation"]
    assert report["holds"]
    due = expected(lines)
    kept = {(f, y): cell for (f, y, cause), cell in due.items() if not cause}
    aside = {key: cell for key, cell in due.items() if key[2]}
    found = {
        (row["file"], row["year"], row["cause"]): (row["rows"], Decimal(str(row["revenue_eur"])))
        for row in report["by_cause"]
    }
    assert found == aside
    for row in report["by_year"]:
        rows, euros = kept.get((row["file"], row["year"]), (0, Decimal(0)))
        assert (row["rows_kept"], Decimal(str(row["revenue_kept_eur"]))) == (rows, euros)
    assert round(made.sales["revenue_eur"].sum(), 2) == float(sum(euros for _rows, euros in kept.values()))
    for file in report["rows"]:
        assert file["lines"] == file["kept"] + file["set_aside"] + file["totals"] + file["blank"]
        if file["table"] == "sales":
            assert (file["totals"], file["blank"]) == (int(total), int(total))


def test_a_line_that_does_not_fit_is_a_row_without_an_amount(firm, source):
    good = "".join(f"F{n};15/01/2025;C1;EPI;10,00\n" for n in range(50))
    sales = source("sales", HEADER + good + "X1;16/01/2025;C1;EPI;1;234,50\nX2;17/01/2025;C1;EPI;\n")
    report = prepare_tools(firm(source("accounts", CLIENTS), sales)).quality["reconciliation"]
    assert report["holds"]
    totals = report["by_file"][0]
    assert (totals["rows_in"], totals["rows_kept"], totals["rows_unpriced"]) == (52, 50, 2)
    assert [(row["year"], row["cause"], row["rows"]) for row in report["by_cause"]] == [
        (2025, "no amount", 1),
        (None, "the line has more cells than the header; it was set aside", 1),
    ]
    assert [file["unread"] for file in report["rows"] if file["table"] == "sales"] == [1]


@pytest.mark.parametrize("lost", [0, 1])
def test_a_line_lost_on_the_way_would_be_seen(firm, source, monkeypatch, lost):
    real = prepare_tools.__globals__["build_sales"]

    def losing(*given):
        sourced = real(*given)
        object.__setattr__(sourced, "table", sourced.table.iloc[lost:])
        return sourced

    monkeypatch.setitem(prepare_tools.__globals__, "build_sales", losing)
    assert prepare_tools(firm()).quality["reconciliation"]["holds"] is (lost == 0)
