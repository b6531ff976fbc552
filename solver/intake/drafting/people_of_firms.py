"""People of a firm among the accounts: “Firm, Person” below “Firm”, where a column says what is a firm."""

from dataclasses import replace

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
    """
    name = found.columns.get("name")
    if found.table != "accounts" or name not in found.cells or found.problem or found.questions:
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
    return found
