"""Figures are written as each language writes them."""

import pytest

from solver.words import i18n
from solver.words.errors import PortfolioError
from solver.words.i18n import (
    format_date,
    format_hours,
    format_money,
    format_number,
    format_share,
    set_language,
)

VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
NARROW, HARD = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", ["€1,234,568", "-€12.50", "12.3%", "1,234.5", f"12{HARD}h", "1 Mar 2026"]),
        (
            "fr",
            [
                f"1{NARROW}234{NARROW}568{HARD}€",
                f"-12,50{HARD}€",
                f"12,3{HARD}%",
                f"1{NARROW}234,5",
                f"12{HARD}h",
                "1er mars 2026",
            ],
        ),
    ],
)
def test_money_shares_numbers_hours_and_dates(language, written):
    set_language(language)
    assert [
        format_money(1234567.5),
        format_money(-12.5, 2),
        format_share(0.1234, 1),
        format_number(1234.5, 1),
        format_hours(12),
        format_date("2026-03-01"),
    ] == written


def test_a_currency_other_than_the_euro_is_named():
    set_language("en", "USD")
    assert format_money(1200) == "US$1,200"


def test_what_is_unknown_is_a_dash_and_nothing_is_minus_zero():
    assert [format_money(None), format_number(float("nan")), format_share(None), format_date(None)] == [
        "–"
    ] * 4
    assert format_money(-0.2) == "€0"


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANGUAGE": "fr", "LANG": "en_GB.UTF-8"}, "fr"),
        ({"LANGUAGE": "en_GB:en", "LANG": "fr_FR.UTF-8"}, "en"),
        ({"LC_ALL": "fr_CA.UTF-8", "LANG": "en_GB.UTF-8"}, "fr"),
    ],
)
def test_the_language_is_that_of_the_machine_unless_one_is_named(monkeypatch, variables, language):
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert i18n.machine_language() == language


def test_windows_says_its_language_in_words(monkeypatch):
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(i18n.locale, "getlocale", lambda: ("French_France", "1252"))
    assert i18n.machine_language() == "fr"


def test_a_label_is_set_off_as_the_language_does():
    assert str(PortfolioError("x is missing", file="a.csv", mend="add x")) == "a.csv: x is missing → add x"
    set_language("fr")
    assert str(PortfolioError("x manque", file="a.csv", mend="x")) == f"a.csv{HARD}: x manque → x"
    assert i18n.clauses(["un", "deux"]) == f"un{HARD}; deux"
    assert i18n.in_quotes("x") == f"«{HARD}x{HARD}»"
