import datetime as dt
import io
import zipfile

import numpy as np
import pandas as pd
import pytest

from solver.intake.reading.sources import read_source
from solver.intake.reading.typed import read_values
from solver.intake.reading.workbooks import cell_text
from tests.intake.conftest import refusal, workbook

ROWS = [
    ["Liste des clients", None, None],
    ["Code client", "Raison sociale", "SIRET", "Potentiel", "Date du potentiel", "CP"],
    ["C1", "Garage Rance", 73282932000074, 12500.5, (45292, "date"), 1000],
    [2465, "Menuiserie Odet", "", 1234.567, (45657, "date"), "29000"],
]


def test_a_workbook_reads_like_a_text_file(source):
    content = workbook({"Notes": [["rien"]], "Clients": ROWS})
    raw = read_source(source("accounts", content, name="clients.xlsx"))
    assert raw.facts["sheet"] == "Clients"
    assert (raw.facts["title_rows"], raw.facts["header_row"]) == (1, 2)
    table = read_values(raw).table
    assert table["account_id"].to_dict() == {3: "C1", 4: "2465"}
    assert table["siret"].tolist()[0] == "73282932000074"
    assert table["potential_eur"].tolist() == [12500.5, 1234.567]
    assert table["potential_on"].dt.strftime("%Y-%m-%d").tolist() == ["2024-01-01", "2024-12-31"]
    assert table["postcode"].tolist() == ["1000", "29000"]


def test_a_stated_decimal_comma_does_not_spoil_the_numbers_of_a_workbook(source):
    content = workbook({"Clients": ROWS})
    raw = read_source(source("accounts", content, name="clients.xlsx", decimal=","))
    assert read_values(raw).table["potential_eur"].tolist() == [12500.5, 1234.567]


def test_an_unknown_sheet_is_refused_with_the_nearest(source):
    with refusal("no sheet “Client” → did you mean “Clients”"):
        read_source(source("accounts", workbook({"Clients": ROWS}), name="clients.xlsx", sheet="Client"))


def test_a_parquet_file_reads_like_a_text_file(source):
    frame = pd.DataFrame(
        {
            "account_id": ["C1", "C2"],
            "date": pd.to_datetime(["2025-01-02", "2025-03-04"]),
            "revenue_eur": [12.5, np.nan],
            "order_id": [1, 2],
        }
    )
    content = io.BytesIO()
    frame.to_parquet(content)
    raw = read_source(source("sales", content.getvalue(), name="sales.parquet"))
    table = read_values(raw).table
    assert table.index.tolist() == [1, 2]
    assert table["date"].dt.strftime("%Y-%m-%d").tolist() == ["2025-01-02", "2025-03-04"]
    assert table["revenue_eur"].tolist()[0] == 12.5
    assert table["revenue_eur"].isna().tolist() == [False, True]
    assert table["order_id"].tolist() == ["1", "2"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (float("nan"), ""),
        (12.0, "12"),
        (12.345, "12.3450"),
        (0.1, "0.1"),
        (True, "true"),
        (dt.datetime(2025, 1, 2), "2025-01-02"),
        (dt.datetime(2025, 1, 2, 9, 30), "2025-01-02 09:30:00"),
        (dt.date(2025, 1, 2), "2025-01-02"),
        (dt.time(9, 30), "09:30"),
        ("=1+1", "=1+1"),
    ],
)
def test_a_cell_is_written_as_a_person_would(value, text):
    assert cell_text(value, ".") == text


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_a_workbook_under_a_password_says_so(source, kind):
    """What each kind writes where it is locked; the rest of the file does not matter."""
    start = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    book = {
        "xlsx": start + "EncryptedPackage".encode("utf-16-le"),
        "xls": start + b"\x09\x08\x10\x00" + bytes(16) + b"\x2f\x00\x36\x00" + bytes(54),
        "ods": _locked_ods(),
    }
    with refusal("the workbook is protected by a password", "save a copy without the password"):
        read_source(source("accounts", book[kind], name=f"clients.{kind}"))


def _locked_ods():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("content.xml", b"\x8a\x11\xd3")
        archive.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
    return content.getvalue()
