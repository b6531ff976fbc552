"""What came of a batch, put together: lines, sums where they mean something, and what is to be said."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from solver.batch.asked import Options
from solver.batch.job import DONE, FAILED, REFUSED
from solver.batch.workers import Facts
from solver.report.findings.headline import KNOWN, Known
from solver.words.i18n import _, counted, current_language, mark, spoken
from solver.words.sentences import listed

WORDS = {
    DONE: mark("done"),
    REFUSED: mark("refused: to be put right in its files"),
    FAILED: mark("failed: to be put right in the program"),
}
FIGURES = tuple(known.code for known in KNOWN)


@dataclass(frozen=True)
class Gathered:
    """A batch, as its page and its workbook show it.

    Attributes
    ----------
    facts : list of dict
        Of each portfolio, as `run_batch` returns them.
    options : Options
        What was asked of each.
    cells : list of dict
        Of the grid, as `grid_of` returns them.
    """

    facts: Sequence[Facts]
    options: Options
    cells: Sequence[Facts] = ()

    @property
    def varied(self) -> list[str]:
        """The parameters of the grid."""
        return sorted({name for cell in self.options.grid for name in cell})

    @property
    def grid(self) -> pd.DataFrame:
        """A line for each plan of the grid, each portfolio's own plan first."""
        own = [{**facts, "cell": {}, "said": ""} for facts in self.facts if facts["status"] == DONE]
        rows = [
            {
                "name": line["name"],
                "currency": line["currency"],
                **{name: line["cell"].get(name) for name in self.varied},
                **line["figures"],
                "gap": line["gap"],
                "said": line["said"],
            }
            for line in sorted([*own, *self.cells], key=lambda line: line["name"])
        ]
        planned = [code for code in FIGURES if any(code in line["figures"] for line in self.cells)]
        names = ["name", "currency", *self.varied, *planned, "gap", "said"]
        return pd.DataFrame(rows).reindex(columns=names)

    @property
    def lines(self) -> pd.DataFrame:
        """A line for each portfolio, in their order; what is not known is empty."""
        rows = [
            {**dict.fromkeys((*FIGURES, "gap")), **facts, **facts.get("figures", {})} for facts in self.facts
        ]
        names = ["name", "firm", "status", "currency", *FIGURES, "gap"]
        names += ["said", "kept", "seconds", "peak_mb", "manifest"]
        lines = pd.DataFrame(rows).reindex(columns=names)
        return lines.assign(status=[_(WORDS[status]) for status in lines["status"]])

    @property
    def done(self) -> pd.DataFrame:
        """The lines of those whose run is there."""
        return self.lines[[facts["status"] == DONE for facts in self.facts]].reset_index(drop=True)

    @property
    def currencies(self) -> list[str]:
        """The currencies of the amounts."""
        return sorted({facts["currency"] for facts in self.facts if facts["status"] == DONE})

    @property
    def all_done(self) -> bool:
        """Whether each portfolio has its run."""
        return len(self.done) == len(self.facts)

    def adds_up(self, known: Known) -> bool:
        """Tell whether a figure may be added up: amounts only where their currencies agree."""
        return known.unit != "money" or len(self.currencies) == 1

    def sums(self) -> Iterator[tuple[Known, float, int]]:
        """Yield each key figure that may be added up, its sum, and of how many portfolios."""
        done = self.done
        for known in KNOWN:
            there = done[known.code].dropna()
            if len(there) and self.adds_up(known):
                yield known, float(there.sum()), len(there)

    def in_one_currency(self) -> Any:
        """Write amounts in the currency of all, where they have one."""
        return spoken(current_language(), *self.currencies[:1])

    def sentences(self) -> Iterator[str]:
        """Say how many runs there are, and what their sums are not."""
        whole = counted(len(self.facts), "{n} portfolio", "{n} portfolios")
        statuses = [facts["status"] for facts in self.facts]
        yield _("{whole}: {done} done, {refused} refused, {failed} failed.").format(
            whole=whole, **{status: statuses.count(status) for status in WORDS}
        )
        if self.options.overrides:
            yield _("In each of them: {parameters}.").format(parameters=written(self.options.overrides))
        if len(self.done) > 1:
            yield _("Each was planned by itself: no hour of one is offered to another.")
        if len(self.currencies) > 1:
            yield _("Their amounts are in {currencies}, and are not added up.").format(
                currencies=listed(self.currencies)
            )


def written(parameters: Mapping[str, Any]) -> str:
    """Write parameters as they are typed."""
    return ", ".join(f"{name}={value}" for name, value in parameters.items())
