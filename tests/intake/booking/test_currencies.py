"""Amounts in another currency: the name of their column goes before the currency of the document."""

import pytest

from solver.intake.booking.currencies import converted, currency_column, in_own_currency
from solver.intake.reading.sources import read_source
from solver.words.errors import PortfolioError
from tests.intake.conftest import refusal

HEADER = "N°;Date facture;Code client;{amount};Coût{cost};Devise\n"
ROWS = "F1;15/01/2025;C1;100;40;EUR\nF2;15/02/2025;C1;200;80;CHF\n"


@pytest.fixture
def in_euros(typed):
    def make(amount, cost="", rows=ROWS, header=HEADER, **options):
        columns = {"account_id": "Code client", "revenue_eur": amount, "cost_eur": f"Coût{cost}"}
        text = header.format(amount=amount, cost=cost) + rows
        return converted(typed("sales", text, columns=columns, **options), "EUR")

    return make


def amounts(told):
    """Revenue, the same as it is added up, and costs."""
    return told.table["revenue_eur"].tolist(), (told.micros / 1e6).tolist(), told.table["cost_eur"].tolist()


def test_each_row_is_in_the_currency_that_its_column_says(in_euros):
    told = in_euros("Montant HT", rates={"CHF": 1.5})
    assert amounts(told) == ([100, 300], [100, 300], [40, 120])


@pytest.mark.parametrize("rows", [ROWS, ROWS.replace("CHF", "EUR"), ROWS.replace("CHF", "")])
def test_amounts_called_dollars_are_dollars_whatever_the_document_is_in(in_euros, rows):
    told = in_euros("Montant HT (USD)", rows=rows, rates={"USD": 0.5, "CHF": 1.5})
    assert amounts(told) == ([50, 100], [50, 100], [20, 40])


def test_without_a_rate_for_them_they_are_refused(in_euros):
    with refusal("in other currencies than EUR: 300.00 USD (2 rows)", "rates: {USD: …}"):
        in_euros("Montant HT (USD)", rates={"CHF": 1.5})


def test_the_currency_of_most_rows_is_named_first_and_of_equal_ones_the_first_by_its_code(in_euros):
    rows = "".join(
        f"F{n};15/01/2025;C1;100;40;{code}\n" for n, code in enumerate(["USD", "USD", "GBP", "CHF"])
    )
    with refusal(
        "in other currencies than EUR: 200.00 USD (2 rows) · 100.00 CHF (1 row) · 100.00 GBP (1 row)",
        "rates: {CHF: …, GBP: …, USD: …}",
    ):
        in_euros("Montant HT", rows=rows)


def test_an_amount_of_nothing_needs_no_rate_and_one_of_a_cent_does(in_euros):
    rows = "F1;15/01/2025;C1;100;40;EUR\nF2;15/02/2025;C1;{};0;CHF\n"
    assert amounts(in_euros("Montant HT", rows=rows.format("0")))[0] == [100, 0]
    with refusal("in other currencies than EUR", "0.01 CHF (1 row)"):
        in_euros("Montant HT", rows=rows.format("0,01"))


def test_a_stated_column_goes_before_the_name(in_euros):
    told = in_euros("Montant HT (USD)", rates={"CHF": 1.5}, currency_column="Devise")
    assert amounts(told) == ([100, 300], [100, 300], [40, 120])


def test_a_cost_called_euros_stays_as_it_is(in_euros):
    told = in_euros("Montant HT", " (EUR)", rates={"CHF": 1.5})
    assert amounts(told) == ([100, 300], [100, 300], [40, 80])


def test_what_a_rate_makes_is_rounded_to_the_millionth_and_not_cut_off(in_euros):
    # 0.10 at 0.333337 is 0.0333337, the nearest millionth 0.033334; costs as revenue.
    rows = "F1;15/01/2025;C1;0,10;0,10;CHF\nF2;15/02/2025;C1;0,20;0,20;CHF\n"
    said = in_euros("Montant HT", rows=rows, rates={"CHF": 0.333337})
    assert amounts(said) == ([0.033334, 0.066667],) * 3
    named = in_euros("Montant HT", " (CHF)", rows=rows.replace("CHF", "EUR"), rates={"CHF": 0.333337})
    assert amounts(named) == ([0.1, 0.2], [0.1, 0.2], [0.033334, 0.066667])


def test_rows_without_a_currency_are_the_firms_own_beside_its_own_and_need_a_rate_beside_others(in_euros):
    rows = ROWS + "F3;15/03/2025;C1;50;20;\n"
    told = in_euros("Montant HT", rows=rows.replace("CHF", "EUR"))
    assert amounts(told)[0] == [100, 200, 50]
    unsaid = told.raw.repairs.query("problem == 'these rows name no currency'")
    assert unsaid[["found", "used", "worth_eur"]].to_numpy().tolist() == [["1 row", "EUR", 50]]
    with refusal("50.00 without a currency (1 row)", 'rates: {"": …}'):
        in_euros("Montant HT", rows=rows, rates={"CHF": 1.5})
    assert amounts(in_euros("Montant HT", rows=rows, rates={"CHF": 1.5, "": 2.0}))[0] == [100, 300, 100]


def test_each_currency_is_told_with_its_sum_and_its_rate_to_four_digits(in_euros):
    told = in_euros("Montant HT", rates={"CHF": 1.23456}).raw.repairs
    lines = told.loc[told["problem"].eq("amounts in another currency"), ["found", "used"]]
    assert lines.to_numpy().tolist() == [["200.00 CHF", "1 CHF = 1.2346 EUR"]]


@pytest.mark.parametrize(
    ("columns", "cells", "chosen"),
    [
        ("Unité monétaire;Devise", "EUR;CHF", "Unité monétaire"),
        ("Devise;Unité monétaire", "EUR;CHF", "Devise"),
        ("Devise société;Devise", "EUR;CHF", "Devise"),
        ("Remarque;Devise", "n.c.;CHF", "Devise"),
        ("Remarque;Numéro", "n.c.;12", None),
    ],
)
def test_of_columns_that_tell_as_much_the_first_counts_unless_it_speaks_of_the_firm_itself(
    source, columns, cells, chosen
):
    text = f"N°;Date facture;Code client;Montant HT;{columns}\nF1;15/01/2025;C1;100;{cells}\n"
    assert currency_column(read_source(source("sales", text))) == chosen


def test_of_two_columns_of_currencies_the_one_that_tells_more_apart_counts(source):
    rows = "F1;15/01/2025;C1;100;EUR;EUR\nF2;15/01/2025;C1;100;EUR;CHF\n"
    text = f"N°;Date facture;Code client;Montant HT;Devise;Monnaie\n{rows}"
    assert currency_column(read_source(source("sales", text))) == "Monnaie"


def test_currencies_without_a_rate_are_named_by_their_code_and_one_that_nobody_knows_as_it_is_written(
    in_euros,
):
    rows = ROWS + "F3;15/03/2025;C1;50;20;usd\nF4;15/03/2025;C1;7;2;pts\n"
    told = ("200.00 CHF (1 row)", "50.00 USD (1 row)", "7.00 PTS (1 row)", "rates: {CHF: …, PTS: …, USD: …}")
    with refusal(*told):
        in_euros("Montant HT", rows=rows)


def test_a_firm_all_of_whose_amounts_are_in_one_other_currency_may_be_of_that_currency(in_euros):
    with refusal("300.00 CHF (2 rows)", "write currency: CHF at the top of portfolio.yaml, or"):
        in_euros("Montant HT", rows=ROWS.replace("EUR", "CHF"))
    for rows in (ROWS, ROWS.replace("EUR", "USD")):
        with pytest.raises(PortfolioError) as refused:
            in_euros("Montant HT", rows=rows)
        assert "at the top" not in str(refused.value)


@pytest.mark.parametrize(
    ("rows", "own"),
    [
        (["100;100;EUR", "70;70;EUR", "150;200;CHF"], True),
        (["100;100;EUR", "70;71;EUR", "150;200;CHF"], False),  # not the same where both are in euros
        (["100;100;EUR", "70;70;EUR", "200;200;CHF"], False),  # the same where they should differ
        (["100;100;EUR", "70;70;EUR"], False),  # nothing in another currency
        (["100;100;EUR", "n.c.;70;EUR", "150;200;CHF"], False),  # cannot be read
    ],
)
def test_an_amount_is_in_euros_where_another_agrees_with_it_where_and_only_where_the_document_is(
    source, rows, own
):
    lines = "".join(f"F{n};15/01/2025;C1;{row}\n" for n, row in enumerate(rows))
    raw = read_source(
        source(
            "sales",
            f"N°;Date facture;Code client;Montant HT (EUR);Montant;Devise\n{lines}",
            columns={"account_id": "Code client", "revenue_eur": "Montant HT (EUR)"},
        )
    )
    assert in_own_currency(raw, "Montant HT (EUR)", "EUR") is own
    assert not in_own_currency(raw, "", "EUR")


def test_a_sign_in_the_cell_goes_before_the_name(typed):
    text = "N°;Date facture;Code client;Montant HT (USD)\nF1;15/01/2025;C1;100 €\nF2;15/02/2025;C1;200\n"
    told = converted(typed("sales", text, rates={"USD": 0.5}), "EUR")
    assert (told.micros / 1e6).tolist() == told.table["revenue_eur"].tolist() == [100, 100]


def test_a_rate_beside_each_document_is_read_as_stated_one_way_or_the_other(in_euros):
    header = HEADER.replace("Devise", "Devise;Kurs")
    rows = "F1;15/01/2025;C1;100;40;EUR;1,000\nF2;15/02/2025;C1;200,03;80;CHF;1,050\n"
    rows += "F3;15/02/2025;C1;100;0;CHF;1,100\n"
    one, other = (
        in_euros("Montant HT", rows=rows, rates={"CHF": rate}, header=header) for rate in ("Kurs", "1/Kurs")
    )
    # Each document to the cent, as it is booked: 200.03 × 1.05 = 210.0315.
    assert amounts(one)[0] == [100, 210.03, 110]
    assert amounts(other)[0] == [100, 190.5, 90.91]
    told = one.raw.repairs
    assert "1 CHF = 1.0500 – 1.1000 EUR" in told["used"].tolist()


def test_which_way_a_column_of_rates_goes_is_asked_with_what_each_makes(in_euros):
    header = HEADER.replace("Devise", "Devise;Taux de change")
    rows = "F1;15/01/2025;C1;100;40;EUR;1\nF2;15/02/2025;C1;200;80;CHF;0.8\n"
    with refusal(
        "in other currencies than EUR",
        "currency_column: Devise, rates: {CHF: Taux de change}",
        "they make 160.00 EUR",
        "rates: {CHF: 1/Taux de change}",
        "they make 250.00 EUR",
    ):
        in_euros("Montant HT", rows=rows, header=header)


def test_an_amount_without_its_rate_is_refused_with_its_row(in_euros):
    header = HEADER.replace("Devise", "Devise;Kurs")
    rows = "F1;15/01/2025;C1;100;40;EUR;\nF2;15/02/2025;C1;200;80;CHF;0\n"
    with refusal("no rate of exchange stands beside an amount in CHF", "row 3", "rates: {CHF: …}"):
        in_euros("Montant HT", rows=rows, header=header, rates={"CHF": "Kurs"})
