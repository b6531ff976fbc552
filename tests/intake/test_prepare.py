import gzip
import io
import re
from contextlib import suppress
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from solver import tables
from solver.intake import Intake, prepare_tools
from solver.parameters import load_portfolio
from solver.tables import check
from solver.words.errors import PortfolioError
from tests.conftest import DEMO, ROOT
from tests.everyday import draws
from tests.intake.conftest import CLIENTS, SALES, workbook

IOWA = ROOT / "tests" / "iowa" / "portfolio.yaml"
IOWA_FILES = ROOT.parent / "shared" / "data" / "iowa_spirits"
TABLES = [name for name in Intake.__dataclass_fields__ if name != "quality"]


@pytest.fixture(scope="module")
def demo():
    if not DEMO.exists() or not (DEMO.parent / "clients.csv").exists():
        pytest.skip("the demo firm is not there")
    return prepare_tools(load_portfolio(DEMO))


@pytest.fixture(scope="module")
def iowa():
    if not IOWA_FILES.exists() or not IOWA.exists():
        pytest.skip("the invoices of Iowa are not on this machine")
    return prepare_tools(load_portfolio(IOWA))


def test_a_small_firm_comes_through_whole(firm):
    intake = prepare_tools(firm())
    assert intake.accounts[["account_id", "kind", "rep_id"]].to_numpy().tolist() == [
        ["C1", "client", "R1"],
        ["C2", "client", "R2"],
        ["C3", "prospect", "R2"],
    ]
    assert intake.sales["revenue_eur"].sum() == 1450.25
    assert intake.reps["rep_id"].tolist() == ["R1", "R2"]
    assert intake.quality["reconciliation"]["holds"]


def test_every_table_passes_its_check(firm):
    intake = prepare_tools(firm())
    for table in TABLES:
        made = getattr(intake, table)
        pd.testing.assert_frame_equal(made, check(table, made))
        assert list(made.columns) == list(tables.TABLES[table].names)


def test_the_same_files_give_the_same_bytes(firm):
    first, second = prepare_tools(firm()), prepare_tools(firm())
    for table in TABLES:
        one, other = io.BytesIO(), io.BytesIO()
        getattr(first, table).to_parquet(one)
        getattr(second, table).to_parquet(other)
        assert one.getvalue() == other.getvalue()
    assert first.quality == second.quality


def test_the_order_of_the_rows_changes_no_account(firm):
    header, *rows = CLIENTS.splitlines(keepends=True)
    shuffled = prepare_tools(firm(header + "".join(reversed(rows)))).accounts
    pd.testing.assert_frame_equal(shuffled, prepare_tools(firm()).accounts)


def test_the_report_can_be_written_in_french(firm, speak):
    speak("fr")
    assert prepare_tools(firm()).quality["register"]["written_on"] == "31 déc. 2025"


def test_names_that_look_like_formulas_or_markup_are_only_names(firm):
    names = ['=HYPERLINK("http://x.example")', "<script>alert('x')</script>", "@SUM(A1)", "O'Brien & Fils"]
    text = "Code client;Nom\n" + "".join(f"C{n};{name}\n" for n, name in enumerate(names, 1))
    assert prepare_tools(firm(text)).accounts["name"].tolist() == names


def test_a_compressed_file_and_a_workbook_give_what_the_text_gives(firm, source):
    expected = prepare_tools(firm())
    packed = source("sales", gzip.compress(SALES.encode()), name="sales.csv.gz")
    sourced = source(
        "accounts",
        workbook({"Clients": [line.split(";") for line in CLIENTS.splitlines()]}),
        name="clients.xlsx",
    )
    made = prepare_tools(firm(sourced, packed))
    pd.testing.assert_frame_equal(made.sales, expected.sales)
    columns = [name for name in made.accounts if name != "source"]
    pd.testing.assert_frame_equal(made.accounts[columns], expected.accounts[columns])


def damaged(content, position, value):
    data = bytearray(content)
    if data:
        data[position % len(data)] = value
    return bytes(data)


WHOLE = {
    "csv": CLIENTS.encode("cp1252"),
    "gz": gzip.compress(CLIENTS.encode(), mtime=0),
    "xlsx": workbook({"Clients": [line.split(";") for line in CLIENTS.splitlines()]}),
}


@settings(max_examples=draws(10, 100), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(st.binary(max_size=300), st.text(alphabet=';,"\n\rC1aé€ 0\t|', max_size=200).map(str.encode))
)
@example(b'"')
@example(b"\xff\xfe")
@example(b"PK\x03\x04")
@example(b"Code client;Nom\n" + b"\xff" * 50)
def test_whatever_the_bytes_the_answer_is_a_result_or_a_reason(firm, source, content):
    for clients, sales in ((content, SALES), (CLIENTS, content)):
        with suppress(PortfolioError):
            prepare_tools(firm(source("accounts", clients), source("sales", sales)))


@settings(max_examples=draws(15, 100), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(sorted(WHOLE)),
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=4),
    st.integers(0, 2000),
)
@example("xlsx", [(3616, 64)], 1)  # the version that is needed to unpack it
def test_a_damaged_file_gives_a_result_or_a_reason(firm, source, kind, changes, cut):
    content = WHOLE[kind]
    for position, value in changes:
        content = damaged(content, position, value)
    if cut % 3 == 0:
        content = content[: cut % (len(content) + 1)]
    with suppress(PortfolioError):
        prepare_tools(firm(source("accounts", content, name=f"clients.{kind}")))


def planted():
    """Return the faults that the demo's own page promises: (fault, file) to number."""
    text = (DEMO.parent / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\w+) \| ([\w.]+) \| (\d+) \|", text, flags=re.MULTILINE)
    return {(fault, file): int(count) for fault, file, count in rows}


# How each planted fault is told: part of the problem, and the file.
TOLD = {
    "siret_in_scientific_notation": "rounded by a spreadsheet",
    "siret_wrong_check_digit": "the checksum of the SIRET is wrong",
    "postcode_lost_zero": "lost its leading zero",
    "missing_town": "the town is missing",
    "malformed_email": "not an e-mail address",
    "malformed_phone": "not a telephone number",
    "impossible_date": "not a date|still to come",
    "unknown_account": "in no accounts file",
    "missing_amount": "no amount",
    "repeated_line": "the same line twice",
    "missing_rep": "no rep in charge",
    "departed_rep": "this rep is not in the portfolio",
    "missing_kind": "no kind in the file",
    "potential_not_positive": "a potential of 0|below 0",
}


def test_every_fault_planted_in_the_demo_is_told(demo):
    promised = planted()
    assert promised, "the demo's page lists no fault"
    for (fault, file), count in promised.items():
        if fault in TOLD:
            problem = demo.repairs.loc[demo.repairs["file"].eq(file), "problem"]
            assert problem.str.contains(TOLD[fault]).sum() == count, (fault, file)


def test_the_doubles_planted_in_the_demo_are_proposed(demo):
    promised = planted()
    same = demo.duplicates["evidence"].str.startswith("same SIRET")
    assert same.sum() == promised[("same_siret", "clients.csv")]
    prospects = demo.duplicates[["account_id", "other_id"]].apply(
        lambda pair: pair.str.startswith("P").any(), axis=1
    )
    assert (~same & prospects).sum() == promised[("similar_name", "prospects.csv")]
    assert (~same & ~prospects).sum() == promised[("similar_name", "clients.csv")]


def test_totals_and_blank_lines_of_the_demo_are_left_out_and_told(demo):
    files = {facts["file"]: facts for facts in demo.quality["files"]}
    for (fault, file), count in planted().items():
        if fault in ("total_row", "empty_line"):
            assert files[file]["total_rows" if fault == "total_row" else "blank_rows"] == count


def test_no_euro_of_the_demo_is_lost(demo):
    report = demo.quality["reconciliation"]
    assert report["holds"]
    for row in report["by_file"]:
        lines = (DEMO.parent / row["file"]).read_text(encoding="utf-8").splitlines()[1:]
        cents = 0
        for line in lines:
            cells = line.split(";")
            day, amount = (cells[1], cells[-2]) if len(cells) > 2 else ("", "")
            digits = re.sub(r"[^\d-]", "", amount)
            cents += int(digits) if digits and day else 0
        assert round(row["revenue_in_eur"] * 100) == cents
        assert round((row["revenue_kept_eur"] + row["revenue_set_aside_eur"]) * 100) == cents


def test_every_account_of_the_demo_that_may_be_visited_has_a_rep_and_a_place(demo):
    visited = demo.accounts[demo.accounts["kind"].isin(("client", "former_client", "prospect"))]
    assert visited["rep_id"].notna().all()
    assert visited["lat"].notna().mean() > 0.98


def test_real_invoices_come_through_with_their_revenue(iowa):
    raw = pd.read_csv(IOWA_FILES / "comptes.csv")
    by_year = iowa.sales.groupby(iowa.sales["date"].dt.year)["revenue_eur"].sum()
    for year in (2019, 2020, 2021):
        assert by_year[year] == pytest.approx(raw[f"ca_{year}"].sum(), abs=0.01)
    revenue = iowa.sales[iowa.sales["date"].dt.year.eq(2021)].groupby("account_id")["revenue_eur"].sum()
    expected = raw.set_index(raw["store"].astype("str"))["ca_2021"]
    np.testing.assert_allclose(revenue, expected[revenue.index], atol=0.005)
    assert iowa.quality["reconciliation"]["holds"]
    assert len(iowa.sales) == 27643


def test_real_accounts_get_their_kind_from_their_purchases(iowa):
    raw = pd.read_csv(IOWA_FILES / "comptes.csv")
    # the window of 24 months before 31 December 2021 is 2020 and 2021
    sold = iowa.sales[iowa.sales["revenue_eur"] > 0].groupby("account_id")["date"].max().dt.year
    assert (iowa.accounts["kind"] == "client").sum() == (sold >= 2020).sum()
    assert (iowa.accounts["kind"] == "prospect").sum() == len(raw) - len(sold)
    assert iowa.accounts["rep_id"].notna().all()


def test_the_project_root_holds_the_reference_lists():
    assert Path(ROOT / "data" / "reference" / "communes.csv").exists()


def test_every_file_that_cannot_be_used_is_told_at_once(firm, source):
    scan = source("contacts", b"%PDF-1.7", "scan.pdf")
    sales = source("sales", "N° facture;Date facture;Code client;TTC\nF1;01/02/2025;C1;12\n", "ventes.csv")
    with pytest.raises(PortfolioError) as caught:
        prepare_tools(firm(CLIENTS, sales, scan, source("visits", "", "visites.csv")))
    first, *told = str(caught.value).splitlines()
    assert first == "several files cannot be used"
    assert [line.split(":")[0] for line in told] == ["- ventes.csv", "- scan.pdf", "- visites.csv"]
    assert all("→" in line for line in told), "each with its fix"
