"""People of a firm among the accounts: “Firm, Person” below “Firm”, where a column says what is a firm."""

from dataclasses import replace

import pandas as pd

from solver.intake.booking.questions import Question, Value
from solver.intake.drafting.found import Found
from solver.intake.values.counting import said_yes
from solver.intake.words import fold

FEWEST = 2


def without_people(found: Found) -> Found:
    """Leave out the rows of accounts that a column calls no firm and whose name begins with that of a firm.

    Parameters
    ----------
    found : Found
        A file of any table; only one of accounts changes.

    Notes
    -----
    Every row that is called no firm has to be somebody of a firm of the file: elsewhere people are clients.
    Without such a column, accounts under their names alone are looked through for “Firm, Person”.
    """
    name = found.columns.get("name")
    if found.table != "accounts" or name is None or found.problem or found.questions:
        return found
    if name not in found.cells:
        return found
    names = found.cells[name].str.strip()
    for column in found.left_alone:
        said = found.cells[column].str.strip()
        answers = {value: said_yes(value) for value in said.unique()}
        if {*answers.values()} != {True, False}:
            continue
        firms = {fold(each) for each in names[said.map(answers).to_numpy(dtype=bool)]}
        people = names[~said.map(answers).to_numpy(dtype=bool)]
        if len(people) >= FEWEST and all(
            fold(each.partition(",")[0]) in firms and "," in each for each in people
        ):
            rows = said.value_counts()
            values = tuple(
                Value(value, int(rows[value]), 0, "counts" if yes else "never")
                for value, yes in answers.items()
            )
            out = [value for value, yes in answers.items() if not yes]
            return replace(
                found, questions=(Question(column, values, {"drop": out}, sure=True, priced=False),)
            )
    return _without_named_people(found, name, names) if found.columns.get("account_id") == name else found


def _without_named_people(found: Found, column: str, names: pd.Series) -> Found:
    """Leave out “Firm, Person” where “Firm” is a row of its own and nothing but the name tells them apart."""
    firms = names[~names.str.contains(",", regex=False).to_numpy()]
    said = names.str.partition(", ")[0]
    people = said[names.str.contains(", ", regex=False).to_numpy() & said.isin(firms).to_numpy()]
    if len(people) < FEWEST:
        return found
    rows = people.value_counts(sort=False).sort_index()
    values = tuple(Value(f"{firm}, *", int(n), 0, "never") for firm, n in rows.items())
    out = [value.value for value in values]
    question = Question(column, values, {"drop": out}, sure=True, priced=False)
    return replace(found, questions=(question,))
