"""Two plans of one firm compared: what is the same, what differs, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from solver.report.compare.accounts import account_changes
from solver.report.compare.causes import KINDS, Causes, find_causes
from solver.report.compare.runs import Side, TwoRuns, read_two
from solver.report.findings.headline import headline
from solver.report.kept import kept_sentences
from solver.report.look.cells import Column, formatter
from solver.words.i18n import _, clauses, counted, format_number, mark
from solver.words.months import DAYS_PER_MONTH
from solver.words.sentences import is_nothing, rep_names, signed

ONLY_CAUSE: Mapping[str, str] = {
    "data": mark("Only the data differ: all of the difference comes from them."),
    "parameter": mark("Only parameters differ: all of the difference comes from them."),
    "decision": mark("Only decisions differ: all of the difference comes from them."),
    "software": mark("Only the software differs: all of the difference comes from it."),
}

UNLIKE = 1.1  # times as long: less is a plan that ends with its month; a judgement


@dataclass(frozen=True)
class Comparison:
    """What two runs have in common and what not.

    Attributes
    ----------
    two : TwoRuns
    causes : Causes
    figures : DataFrame
        `code, label, unit, before, after, change` (values), `same` (as it is read), `before_text,
        after_text, change_text`.
    reps : DataFrame
        `rep` (name), then visits, hours, contribution and what one more hour would bring, of both runs.
    accounts : DataFrame
        As `account_changes` returns it.
    """

    two: TwoRuns
    causes: Causes
    figures: pd.DataFrame
    reps: pd.DataFrame
    accounts: pd.DataFrame

    @property
    def moved(self) -> pd.DataFrame:
        """The accounts that get another number of visits."""
        return self.accounts[self.accounts["visits_change"].ne(0)]

    @property
    def same_plan(self) -> bool:
        """Whether every account has the visits, and the rep, that it had."""
        there = self.accounts["rep_before"].ne("") & self.accounts["rep_after"].ne("")
        rep_moved = there & self.accounts["rep_before"].ne(self.accounts["rep_after"])
        return self.moved.empty and not bool(rep_moved.any())

    def sentences(self) -> list[str]:
        """Say in a few sentences what differs and why, and what became of the first run's promises."""
        return [*self._differences(), *self._kept()]

    def _kept(self) -> list[str]:
        """Say what became of the promises of the first run, where the second read them back."""
        facts = self.two.after.artifacts.facts("promises_kept.json")
        read_back = facts.get("as_of") == self.two.before.portfolio.as_of.isoformat()
        return kept_sentences(facts) if read_back else []

    def _differences(self) -> list[str]:
        kinds = self.causes.kinds
        if self.same_plan and not kinds:
            return [_("The two plans are the same, and so are the data, the parameters and the decisions.")]
        causes = clauses([_(KINDS[kind]) for kind in kinds])
        if self.same_plan:
            said = [_("Every account keeps its visits and its rep, although this differs: {causes}.")]
            return [said[0].format(causes=causes), *self._euros()]
        more, fewer = (int(part.sum()) for part in (self._change > 0, self._change < 0))
        told = counted(
            len(self.moved),
            "{n} account gets another number of visits: {more}, {fewer} fewer.",
            "{n} accounts get another number of visits: {more}, {fewer} fewer.",
        ).format(more=counted(more, "{n} gets more", "{n} get more"), fewer=format_number(fewer))
        return [told + self._unlike_times(), *self._euros(), self._because(causes), *self._prices()]

    def _unlike_times(self) -> str:
        """Warn where one plan covers a longer time than the other; nothing where they are alike."""
        firms = (self.two.before.portfolio, self.two.after.portfolio)
        days = [(firm.plan_end - firm.plan_start).days + 1 for firm in firms]
        if max(days) <= UNLIKE * min(days):
            return ""
        before, after = (counted(round(n / DAYS_PER_MONTH), "{n} month", "{n} months") for n in days)
        words = _("The first plan covers {before} and the second {after}: neither visits nor euros compare.")
        return " " + words.format(before=before, after=after)

    @property
    def _change(self) -> pd.Series:
        return self.accounts["visits_change"].astype("int64")

    def _euros(self) -> list[str]:
        known = self.figures.set_index("code")
        if "contribution_eur" not in known.index:
            return []
        row = known.loc["contribution_eur"]
        return [
            _("The expected contribution goes from {before} to {after} ({change}).").format(
                before=row["before_text"], after=row["after_text"], change=row["change_text"]
            )
        ]

    def _because(self, causes: str) -> str:
        kinds = self.causes.kinds
        if not kinds:
            return _(
                "Data, parameters, decisions and software are the same: the plan was changed in a notebook,"
                " or two plans of the same value were found."
            )
        if len(kinds) == 1:
            return _(ONLY_CAUSE[kinds[0]])
        return _(
            "Several things differ at once: {causes}. The euros are not split between them; for each account"
            " it is said what changed for itself."
        ).format(causes=causes)

    def _prices(self) -> list[str]:
        """Say what the decisions that came back in a plan cost, where the later run priced them."""
        prices = self.two.after.artifacts.get("decision_prices")
        if prices is None or "decision" not in self.causes.kinds:
            return []
        return [str(sentence) for sentence in prices.loc[prices["account_id"].isna(), "sentence"]]


def compare_runs(before: Path, after: Path) -> Comparison:
    """Compare two run folders.

    Parameters
    ----------
    before, after : Path
        The run that is compared with, and the one that came after it.

    Returns
    -------
    Comparison
        Its words are in the language of the second run.

    Raises
    ------
    PortfolioError
        The two cannot be compared.
    """
    two = read_two(before, after)
    with two.spoken():
        causes = find_causes(two)
        return Comparison(two, causes, _figures(two), _reps(two), account_changes(two, causes))


def _figures(two: TwoRuns) -> pd.DataFrame:
    """Set the key figures of the two runs side by side."""
    old, new = headline(two.before.artifacts), headline(two.after.artifacts)
    rows = []
    for code, figure in new.items():
        if code not in old:
            continue
        change = figure.value - old[code].value
        write = formatter(Column(unit=figure.unit), code)
        rows.append(
            {
                "code": code,
                "label": figure.label,
                "unit": figure.unit,
                "before": old[code].value,
                "after": figure.value,
                "change": change,
                "before_text": old[code].written,
                "after_text": figure.written,
                "same": is_nothing(write(change)),
                "change_text": _("unchanged") if is_nothing(write(change)) else signed(write(change)),
            }
        )
    return pd.DataFrame(rows)


def _reps(two: TwoRuns) -> pd.DataFrame:
    """Set what the two plans give each rep side by side."""
    old, new = (_of_reps(side) for side in (two.before, two.after))
    both = old.add_suffix("_before").join(new.add_suffix("_after"), how="outer").sort_index()
    names = {**rep_names(two.before.artifacts.table("reps")), **rep_names(two.after.artifacts.table("reps"))}
    both.insert(0, "rep", [names.get(str(code), str(code)) for code in both.index])
    for name in ("visits", "hours", "contribution_eur"):
        both[[f"{name}_before", f"{name}_after"]] = both[[f"{name}_before", f"{name}_after"]].fillna(0)
        both[f"{name}_change"] = both[f"{name}_after"] - both[f"{name}_before"]
    whole = dict.fromkeys(("visits_before", "visits_after", "visits_change"), "int64")
    return both.astype(whole).reset_index(drop=True)


def _of_reps(side: Side) -> pd.DataFrame:
    sums: Any = (
        side.artifacts.table("allocation").groupby("rep_id")[["visits", "hours", "contribution_eur"]].sum()
    )
    prices = side.artifacts.get("hour_prices")
    hour = pd.Series(dtype="float64") if prices is None else prices.set_index("rep_id")["price_eur"]
    table: pd.DataFrame = sums.assign(hour_price_eur=hour.reindex(sums.index))
    return table
