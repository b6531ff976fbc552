"""A table of one's own is read as other files are, and refused at the first thing that is wrong."""

import pandas as pd
import pytest

from solver.intake.decided.own_response import own_response
from solver.words.errors import PortfolioError

ACCOUNTS = pd.DataFrame(
    {"account_id": ["C01", "C02", "P01", "F01"], "kind": ["client", "client", "prospect", "supplier"]}
)
GOOD = "Code client;Visites;Contribution (€)\nC01;0;0,00\nC01;1;1 200,50\nC01;2;1900\n"


def read(folder, text, name="response.csv"):
    (folder / name).write_text(text, encoding="utf-8")
    return own_response(folder / name, ACCOUNTS)


def refusal(folder, text):
    with pytest.raises(PortfolioError) as caught:
        read(folder, text)
    return str(caught.value)


def test_no_file_is_no_table():
    assert own_response(None, ACCOUNTS) is None


def test_french_numbers_and_headings_are_understood(tmp_path):
    table = read(tmp_path, GOOD)
    assert table.to_dict("list") == {
        "account_id": ["C01"] * 3,
        "visits": [0, 1, 2],
        "contribution_eur": [0.0, 1200.5, 1900.0],
    }


def test_our_own_names_any_order_and_codes_written_otherwise_will_do(tmp_path):
    text = "account_id,visits,contribution_eur\nc02,1,50.5\nC02,0,10\np01,0,0\n"
    table = read(tmp_path, text)
    assert table["account_id"].tolist() == ["C02", "C02", "P01"]
    assert table["contribution_eur"].tolist() == [10.0, 50.5, 0.0]


def test_thousands_of_euros_are_said_in_the_heading(tmp_path):
    table = read(tmp_path, "account_id;visits;contribution_eur (k€)\nC01;0;1,5\n")
    assert table["contribution_eur"].tolist() == [1500.0]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (("C01;2;1900", "C01;3;1900"), "row 4, column “Visites”: account “C01” has no value for 2 visits"),
        (("C01;2;1900", "C01;1;1900"), "row 4, column “Visites”: account “C01” has two values for 1 visit"),
        (("C01;0;0,00\n", ""), "row 2, column “Visites”: account “C01” has no value for 0 visits"),
        (
            ("C01;2;1900", "C09;0;1"),
            "row 4, column “Code client”: “C09” is in no accounts file → did you mean",
        ),
        (("C01;2;1900", "F01;0;1"), "row 4, column “Code client”: “F01” is not an account that gets visits"),
        (("C01;2;1900", "C01;2;"), "row 4, column “Contribution (€)”: the value is missing"),
        (("C01;2;1900", "C01;2;much"), "column “Contribution (€)”: this is not a number: “much”"),
        (("C01;2;1900", "C01;1.5;1900"), "column “Visites”: this is not a whole number: “1.5”"),
        (("C01;2;1900", "C01;-1;1900"), "row 4, column “Visites”: this is below 0: “-1”"),
        (("C01;2;1900", "C01;2;1900;7"), "row 4: the line has more cells than the header"),
        (
            ("Visites", "Nombre"),
            "no column of this file is recognised as visits → give the columns account_id",
        ),
    ],
)
def test_the_first_thing_wrong_is_named_with_its_place(tmp_path, changed, expected):
    assert expected in refusal(tmp_path, GOOD.replace(*changed))


def test_a_missing_file_says_where_it_was_looked_for(tmp_path):
    with pytest.raises(PortfolioError, match="there is no such file → correct response_file"):
        own_response(tmp_path / "none.csv", ACCOUNTS)


def test_an_empty_file_is_refused(tmp_path):
    assert "the file is empty" in refusal(tmp_path, "")
