"""Rows of a list of accounts that a column calls suppliers, or services of the firm: nobody sells to them."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from solver.intake.booking.questions import Question, Value
from solver.intake.drafting.found import Found
from solver.intake.reading.hints import speaks
from solver.intake.values.counting import is_own_group, said_yes, signs_of
from solver.intake.words import fold

MANY = 24  # different values: more are no kinds
MOST_TESTS = 5
# “TEST - ne pas utiliser”, “Compte test 2”; a firm may be called “Test Auto”.
_WHAT = "compte|client|societe|entreprise|tiers|fiche|account|customer|company|kunde|klant"
TEST = re.compile(
    rf"(?:(?:{_WHAT}) )?(?:de |zz+ |x+ )?(?:tests?|dummy)(?: (?:{_WHAT}|test|record|do not use"
    r"|ne pas utiliser|a supprimer|interne|\d+))*|.* (?:ne pas utiliser|do not use)(?: .*)?"
)


def without_no_clients(found: Found) -> Found:
    """Leave out the rows of accounts that one column says to be no clients, and never to become any.

    Parameters
    ----------
    found : Found
        A file of any table; only one of accounts changes, where nothing was said of its rows yet.

    Notes
    -----
    The column that is read as the kind says so itself. A flag of suppliers counts where none of them is
    called client or prospect by another: who buys and sells is a client.
    """
    if found.table != "accounts" or found.problem or found.questions or found.from_lines:
        return found
    if (records := _tests(found)) is not None:
        return replace(found, questions=(records,))
    read = {*found.columns.values()}
    for column in map(str, found.cells.columns):
        if column in read or not 1 < found.cells[column].nunique() < MANY:
            continue
        said = found.cells[column].str.strip()
        out = [value for value in said.unique() if _no_client(value)] or _flagged(found.cells, column, said)
        if out and not said.isin(out).all():
            return replace(found, questions=(_question(column, said, out),))
    return found


def _tests(found: Found) -> Question | None:
    """Return the question of the records that their own name says to be a trial of the program."""
    column = found.columns.get("name")
    if column is None or column not in found.cells:
        return None
    said = found.cells[column].str.strip()
    out = [value for value in said.unique() if TEST.fullmatch(fold(value))]
    if not out or len(out) > MOST_TESTS:
        return None
    question = _question(column, said[said.isin(out)], out)
    return replace(question, begins=True)


def _no_client(value: str) -> bool:
    return fold(value) in signs_of("suppliers") | signs_of("services") or is_own_group(value)


def _flagged(cells: pd.DataFrame, column: str, said: pd.Series) -> list[str]:
    """Return the answers for suppliers in a column called after them, if none of these is a client too."""
    if not speaks(column, "of_suppliers") or not _answers(said):
        return []
    suppliers = [value for value in said.unique() if said_yes(value)]
    rows = said.isin(suppliers)
    others = list(_clients(cells, column))
    also = any(
        cells[other].str.strip()[rows].map(lambda text: bool(said_yes(text))).any() for other in others
    )
    return suppliers if others and not also else []


def _clients(cells: pd.DataFrame, column: str) -> Iterator[str]:
    """Return the flags of clients and prospects beside one of suppliers."""
    for other in map(str, cells.columns):
        if other != column and speaks(other, "of_buyers") and _answers(cells[other].str.strip()):
            yield other


def _answers(said: pd.Series) -> bool:
    told = {said_yes(value) for value in said.unique()}
    return told == {True, False}


def _question(column: str, said: pd.Series, out: list[str]) -> Question:
    rows = said.value_counts()
    values = tuple(
        Value(str(value), int(n), 0, "never" if value in out else "counts") for value, n in rows.items()
    )
    return Question(column, values, {"drop": out}, sure=True, priced=False)
