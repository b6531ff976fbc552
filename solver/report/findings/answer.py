"""One question, what the run answers, and what is behind it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from solver.report.look.cells import Column


@dataclass(frozen=True)
class Answer:
    """One question and what the run answers.

    Attributes
    ----------
    question, lead : str
        The answer in one sentence.
    beside : str
        What must be read with it.
    more : tuple of str
        What it is made of and what it rests on, a sentence each.
    behind : str
        What those sentences are, where they are not what the answer rests on.
    table : DataFrame
        What is behind it; empty where the sentences say all.
    columns : mapping of str to str or Column
    code : str
        A name by which files ask for it.
    """

    question: str
    lead: str
    more: tuple[str, ...] = ()
    table: pd.DataFrame = field(default_factory=pd.DataFrame)
    columns: Mapping[str, str | Column] = field(default_factory=dict)
    code: str = ""
    beside: str = ""
    behind: str = ""

    @property
    def whole(self) -> str:
        """The answer and what must be read with it."""
        return " ".join(sentence for sentence in (self.lead, self.beside) if sentence)
