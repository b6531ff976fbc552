"""A question about the rows that count, and the lines of a source that answer it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from solver.intake.values.counting import Verdict, speaks_of_orders, usual_meaning
from solver.intake.values.numbers import MICRO
from solver.intake.words import one_line
from solver.words.i18n import clauses, counted, format_money, in_quotes

SETTLED = ("never", "credit", "counts")


@dataclass(frozen=True)
class Value:
    """One value of a column: its rows, their amount in millionths, and whether they count.

    It is `worthless` where every amount is nil: whether such rows count makes no difference.
    """

    value: str
    rows: int
    micros: int
    verdict: Verdict | None
    worthless: bool = False


@dataclass(frozen=True)
class Question:
    """A column whose values disagree on whether rows count.

    Attributes
    ----------
    column : str
        As the file writes it.
    values : tuple of Value
        The most frequent first.
    rules : dict
        Rule of a source (`drop`, `credit_notes` or `keep`): values of the column.
    sure : bool
        Whether every value is understood, so that the rules can stand as they are.
    priced : bool
        Whether the amounts are known.
    planned : bool
        Whether some were only planned where others were done.
    beside : mapping
        The rules that the source has for other columns: a line that answers holds them too.
    taken_back : bool
        Whether cancelled documents have credit notes that count.
    begins : bool
        Whether the values are how titles begin; other titles count.
    """

    column: str
    values: tuple[Value, ...]
    rules: dict[str, list[str]]
    sure: bool
    priced: bool
    planned: bool = False
    beside: Mapping[str, Mapping[str, list[str]]] = field(default_factory=dict)
    taken_back: bool = False
    begins: bool = False

    @property
    def told(self) -> list[str]:
        """Each value with its rows and what they are worth."""
        return [
            clauses([in_quotes(each.value), counted(each.rows, "{n} row", "{n} rows"), *self._worth(each)])
            for each in self.values
        ]

    def _worth(self, value: Value) -> list[str]:
        return [format_money(value.micros / MICRO, 2)] if self.priced else []

    @property
    def unclear(self) -> list[str]:
        """The values of which nobody can tell whether their rows count."""
        open_to = ("doubtful",) if not self._any_counts else ("doubtful", None)
        return [each.value for each in self.values if each.verdict in open_to and each.value]

    @property
    def _any_counts(self) -> bool:
        return any(each.verdict == "counts" for each in self.values if each.value)

    @property
    def in_part(self) -> bool:
        """Whether some values are understood and others are not: to count these, or not, is the question."""
        return bool(self.unclear) and (bool(self.rules) or self._any_counts)

    @property
    def nothing_counts(self) -> bool:
        """Whether no value is of what is looked for: to leave all of them out would leave nothing."""
        return not self.begins and all(each.verdict == "never" for each in self.values if each.value)

    @property
    def orders(self) -> list[str]:
        """The line that lets orders count, where nothing better is in the file."""
        ordered = [each.value for each in self.values if speaks_of_orders(each.value)]
        return self._as_lines({"keep": ordered}) if self.nothing_counts and ordered else []

    @property
    def lines(self) -> list[str]:
        """The lines of a source that answer the question as it was understood."""
        return self._as_lines(self.rules)

    @property
    def usual(self) -> list[str]:
        """The lines that answer the question if codes of documents mean what they usually do."""
        meant = usual_meaning(each.value for each in self.values if each.value)
        if self.rules or meant is None:
            return []
        above = {each.value for each in self.values if each.micros > 0}
        turned = [value for value in meant.get("credit", []) if value in above]
        rules = {"drop": meant.get("never", []), "credit_notes": turned}
        return self._as_lines({rule: values for rule, values in rules.items() if values})

    @property
    def most(self) -> str:
        """The most frequent value."""
        return self.values[0].value

    @property
    def guess(self) -> list[str]:
        """The line that lets the most frequent value of a log of visits count alone, where nothing tells."""
        if self.priced or self.rules or self.planned or not self.most:
            return []
        return self._as_lines({"keep": [self.most]})

    @property
    def without_the_unclear(self) -> list[str]:
        """The lines that answer the question if no unclear value counts."""
        out = self.rules.get("drop", []) + self.unclear
        return self._as_lines({"drop": out, **{k: v for k, v in self.rules.items() if k != "drop"}})

    @property
    def with_the_unclear(self) -> list[str]:
        """The lines that answer the question if every unclear value counts."""
        out = {each.value for each in self.values if each.verdict == "never"}
        kept = [each.value for each in self.values if each.value not in out]
        return self._as_lines({**{k: v for k, v in self.rules.items() if k != "drop"}, "keep": kept})

    def _as_lines(self, rules: Mapping[str, list[str]]) -> list[str]:
        return [
            f"{rule}: {one_line({**self.beside.get(rule, {}), self.column: values})}"
            for rule, values in rules.items()
        ]

    @property
    def all_count(self) -> str:
        """The line that says that every row counts as it is."""
        rules = {"drop": []} if self.begins else {"keep": [each.value for each in self.values]}
        return self._as_lines(rules)[0]
