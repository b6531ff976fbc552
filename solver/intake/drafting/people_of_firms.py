"""People of a firm among the accounts: “Firm, Person” below “Firm”, where a column says what is a firm."""

from dataclasses import replace

import pandas as pd

from solver.intake.booking.questions import Question, Value
from solver.intake.drafting.found import Found
from solver.intake.reading.columns import find_columns
from solver.intake.values.counting import said_yes
from solver.intake.words import fold
from solver.parameters import Source

FEWEST = 2
MOSTLY = 0.95
OF_PEOPLE = ("email", "phone", "function", "opposed", "no_email")


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


def with_their_people(found: list[Found]) -> list[Found]:
    """Read people as contacts, where a column names the firm of each who is called no firm."""
    people = [each for each in map(_people, found) if each is not None]
    known = {(each.file, each.sheet) for each in found if each.table == "contacts"}
    return found + [each for each in people if (each.file, each.sheet) not in known]


def _people(accounts: Found) -> Found | None:
    """Return the same file as the list of the people in it; none where they are under no firm of the file."""
    name, telling = accounts.columns.get("name"), accounts.questions
    if accounts.table != "accounts" or name is None or name not in accounts.cells or len(telling) != 1:
        return None
    column, out = telling[0].column, telling[0].rules.get("drop", [])
    if column == name or not out:
        return None
    rows = accounts.cells[column].str.strip().isin(out).to_numpy()
    firms = {fold(each) for each in accounts.cells[name][~rows]}

    def leads(texts: pd.Series) -> bool:
        said = [fold(text) for text in texts[rows]]
        return sum(text in firms for text in said) >= MOSTLY * len(said)

    free = (c for c in accounts.left_alone if c != column and c in accounts.cells)
    firm = next((c for c in free if leads(accounts.cells[c])), None)
    if firm is None:
        return None
    header = [str(each) for each in accounts.cells.columns]
    usual = find_columns(Source.model_validate({"table": "contacts", "path": accounts.file}), header, "")
    usual = {**{k: v for k, v in accounts.columns.items() if k in OF_PEOPLE}, **usual}
    columns = {"account_id": firm, "name": name}
    columns |= {ours: usual[ours] for ours in OF_PEOPLE if ours in usual and usual[ours] not in (firm, name)}
    (question,) = telling
    values = tuple(
        replace(each, verdict="counts" if each.value in out else "never")
        for each in question.values  # noqa: PD011
    )
    others = [each.value for each in values if each.verdict == "never"]
    question = replace(question, values=values, rules={"drop": others})
    left = tuple(each for each in header if each not in columns.values())
    return Found(
        accounts.file,
        accounts.sheet,
        "contacts",
        columns=columns,
        left_alone=left,
        lines=accounts.lines,
        questions=(question,),
        cells=accounts.cells,
    )


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
