"""What changed since the last run: two states of a small firm, every difference planted by hand."""

import pytest

from solver.intake import prepare_tools
from solver.intake.changes import change_lines, last_run, what_changed
from solver.run import Run
from solver.words.files import write_table

FIRST = (
    "Code client;Type;Raison sociale;SIRET;CP;Ville;Commercial;Potentiel;Opposition\n"
    "C1;Client;Alpha;73282932000075;35000;RENNES;R1;1000;non\n"
    "C2;Client;Beta;;29200;BREST;R2;2000;non\n"
    "C3;Client;Gamma;;29000;QUIMPER;R2;;non\n"
    "P1;Prospect;Delta;;35400;SAINT-MALO;R1;;non\n"
)
SALES = (
    "N° facture;Date facture;Code client;Montant HT\n"
    "F1;15/01/2025;C1;800,00\nF2;15/02/2025;C2;150,00\nF3;15/03/2025;C3;50,00\n"
)
SECOND = (
    "Code client;Type;Raison sociale;SIRET;CP;Ville;Commercial;Potentiel;Opposition\n"
    "C1;Client;Alpha;73282932000074;35000;RENNES;R2;1000;non\n"
    "C2;Client;Beta;;29200;BREST;R2;2500;oui\n"
    "P1;Prospect;Delta;;35400;SAINT-MALO;R1;;non\n"
    "P2;Prospect;Zeta;;35400;Atlantis;R1;;non\n"
)
LATER = SALES.split("F3")[0] + "F4;20/06/2025;P1;500,00\n"


@pytest.fixture
def run(firm, tmp_path):
    """Return a run folder with step 1 of the first state in it."""
    portfolio = firm(FIRST, SALES)
    intake = prepare_tools(portfolio)
    made = Run.create(tmp_path / "run", portfolio)
    made.forget("01_prepare_tools")
    for name in ("accounts", "sales", "repairs"):
        write_table(made.artifact_path(name), getattr(intake, name))
    return made


def compared(run, portfolio):
    return what_changed(last_run(run), prepare_tools(portfolio), portfolio.as_of)


def test_every_difference_is_told_once(run, firm):
    portfolio = firm(SECOND, LATER)
    changes = compared(run, portfolio)
    told = changes.accounts[["change", "account_id", "before", "after", "revenue_eur"]].fillna("")
    assert told.to_numpy().tolist() == [
        ["new", "P2", "", "", 0],
        ["gone", "C3", "", "", 50],
        ["kind", "P1", "prospect", "client", 500],
        ["rep_id", "C1", "R1", "R2", 800],
        ["potential_eur", "C2", "€2,000", "€2,500", 150],
        ["opposed", "C2", "no", "yes", 150],
    ]
    assert changes.revenue.to_numpy().tolist() == [[2025, 1000, 1450, 450]]
    assert changes.repairs[["change", "account_id", "found"]].fillna("").to_numpy().tolist() == [
        ["new", "P1", "Prospect"],
        ["new", "P2", "35400 Atlantis"],
        ["solved", "C1", "73282932000075"],
    ]


def test_the_changes_in_words(run, firm):
    lines = list(change_lines(compared(run, firm(SECOND, LATER))))
    assert lines == [
        "Since the last run, which looked at 31 Dec 2025:",
        "New accounts: 1 (P2)",
        "Accounts gone from the files: 1 (C3), with €50 in the last 12 months before",
        "Accounts of another kind: 1 (P1)",
        "Accounts of another rep: 1 (C1)",
        "Accounts with another potential: 1 (C2)",
        "Accounts whose objection was raised or withdrawn: 1 (C2)",
        "Revenue of 2025: €1,000.00 then, €1,450.00 now",
        "Repairs: 1 solved, 2 new",
    ]


def test_the_same_files_change_nothing_even_in_another_language_or_row(run, firm, speak):
    nothing = "Nothing has changed since the last run, which looked at 31 Dec 2025."
    assert list(change_lines(compared(run, firm(FIRST, SALES)))) == [nothing]
    header, *rows = FIRST.splitlines(keepends=True)
    assert list(change_lines(compared(run, firm(header + "".join(reversed(rows)), SALES)))) == [nothing]
    speak("fr")
    assert compared(run, firm(FIRST, SALES)).repairs.empty


def test_without_a_run_there_is_nothing_to_compare_with(tmp_path):
    assert last_run(Run(tmp_path / "nowhere")) is None
