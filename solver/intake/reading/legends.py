"""Codes spelt out in the name of their column, as in “Status (0=draft, 1=sent)”: read as those words."""

import re
from collections.abc import Iterable, Sequence

import pandas as pd

from solver.intake.repairs import repairs
from solver.intake.words import fold
from solver.parameters import Source
from solver.words.i18n import _, clauses

BRACKET = re.compile(r"[(\[]([^()\[\]]*[=:][^()\[\]]*)[)\]]")
PAIR = re.compile(r"\s*([^=:\s]{1,6})\s*[=:]\s*([^=:]*[^\W\d_][^=:]*?)\s*")
FEWEST = 2
RULES = ("keep", "drop", "credit_notes")


def legend_of(column: str) -> dict[str, str]:
    """Return the codes that the name of a column spells out, each with its words; none where it does not."""
    for bracket in BRACKET.findall(column):
        pairs = [PAIR.fullmatch(part) for part in re.split(r"[,;|]", bracket)]
        told = {pair[1]: pair[2] for pair in pairs if pair}
        if None not in pairs and len(told) == len(pairs) >= FEWEST:
            return told
    return {}


def spelt_out(names: Sequence[str], rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with words in the place of codes, where the name of their column spells them out.

    Parameters
    ----------
    names : sequence of str
        The columns, in the order of the rows' own.
    rows : DataFrame of str
        The lines below the header. A cell that the name does not explain stays as it is.
    """
    for place, name in enumerate(names):
        if legend := legend_of(name):
            rows = rows.copy(deep=False)
            column = rows.columns[place]
            rows[column] = rows[column].map(_code).map(legend).fillna(rows[column]).astype("str")
    return rows


def rules_in_words(source: Source, names: Iterable[str]) -> Source:
    """Return a source whose rules say words in the place of codes that the name of a column spells out."""
    legends = {fold(name): legend for name in names if (legend := legend_of(name))}
    if not legends:
        return source
    said = {
        rule: {
            column: [legends.get(fold(column), {}).get(_code(value), value) for value in values]
            for column, values in getattr(source, rule).items()
        }
        for rule in RULES
    }
    return source.model_copy(update=said)


def told_of_legends(names: Iterable[str]) -> pd.DataFrame:
    """List the columns whose codes were read as the words that their name has for them (table `repairs`)."""
    legends = {name: legend for name in names if (legend := legend_of(name))}
    return repairs(
        None,
        [None] * len(legends),
        column=pd.Series(list(legends), dtype="str"),
        problem=_("the name of the column says what its codes mean"),
        used=pd.Series(
            [clauses(f"{code} = {word}" for code, word in told.items()) for told in legends.values()],
            dtype="str",
        ),
    )


def _code(cell: str) -> str:
    return cell.strip().removesuffix(".0")
