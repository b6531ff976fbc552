"""Dates whose year has two digits: all of a column tell its place, or the reader is asked."""

from collections import Counter
from datetime import date

import numpy as np
import pandas as pd
import pytest

from solver.intake.values.dates import read_dates
from tests.intake.outcome import taken_in

DAYS = [date(2025, 1, 12), date(2025, 2, 27), date(2024, 5, 18), date(2025, 11, 30), date(2024, 12, 5)]
CLIENTS = "Code client;Nom;Ville\nC1;Garage Lemoine;Rennes\nC2;Atelier Bizien;Vannes\n"


def read(texts, order=None, hints=None):
    return read_dates(pd.Series(texts, dtype="str"), order, hints)


@pytest.mark.parametrize("order", ["dmy", "mdy", "ymd"])
def test_six_digits_are_read_in_the_only_order_that_gives_years_close_together(order):
    form = "".join(f"%{letter}" for letter in order)
    told = read([day.strftime(form) for day in DAYS])
    assert told.days.astype("datetime64[D]").tolist() == DAYS
    assert told.guessed == order


def test_a_first_nought_that_a_spreadsheet_took_off_is_put_back():
    assert read(["50124", "271225", "180525"]).days[0] == np.datetime64("2024-01-05")


def test_six_digits_that_read_in_two_orders_are_in_doubt_until_somebody_says():
    assert read(["010203", "020304"]).doubtful.all()
    assert read(["010203", "020304"], "ymd").days[0] == np.datetime64("2001-02-03")
    assert read(["010203", "020304"], hints=Counter({"dmy": 1})).days[0] == np.datetime64("2003-02-01")


def test_years_first_with_two_digits_are_no_days():
    told = read([f"{day:%y/%m/%d}" for day in DAYS])
    assert told.days.astype("datetime64[D]").tolist() == DAYS
    assert told.guessed == "ymd"


def test_days_first_with_two_digits_stay_as_they_are():
    told = read([f"{day:%d/%m/%y}" for day in DAYS])
    assert told.days.astype("datetime64[D]").tolist() == DAYS
    assert told.guessed is None


def test_a_month_of_six_digits_is_no_day():
    assert read(["202501", "202512"]).bad.all()


def test_the_order_that_was_found_is_told_and_the_one_in_doubt_is_asked_for(tmp_path):
    lines = [f"F{n};{day:%d%m%y};C{1 + n % 2};100,00" for n, day in enumerate(DAYS)]
    head = "NUM;DATE;Code client;Montant HT\n"
    read_in = taken_in(tmp_path / "told", {"clients.csv": CLIENTS, "factures.csv": head + "\n".join(lines)})
    assert read_in.sales["date"].dt.date.tolist() == sorted(DAYS)
    assert "date_order: dmy" in read_in.repairs["used"].tolist()
    asked = taken_in(
        tmp_path / "asked", {"clients.csv": CLIENTS, "factures.csv": head + "F1;010203;C1;100,00\n"}
    )
    assert "date_order: dmy, mdy or ymd" in str(asked)
