"""What differs between two runs before any plan is made: data, parameters, decisions, software."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from solver.allocation.explain.decision_prices import decision_in_words
from solver.parameters import Portfolio
from solver.parameters.method import MethodParameters
from solver.parameters.roads import numbers_alone
from solver.report.compare.runs import Side, TwoRuns
from solver.report.findings.parameters import meaning
from solver.tables.dictionary import table_label
from solver.words.i18n import _, counted, format_date, format_number, mark

DATA_TABLES = (
    "accounts",
    "contacts",
    "sales",
    "visits",
    "prospect_events",
    "visit_reports",
    "judgements",
    "drives",
    "visit_rules",
    "closures",
    "zone_days",
    "touchpoints",
)
DATES: Mapping[str, str] = {
    "as_of": mark("Day the portfolio is looked at"),
    "plan_start": mark("First day of the plan"),
    "plan_end": mark("Last day of the plan"),
}
EARLIER_NAME = "price_eur"  # of what a decision costs, in runs made before it had a name of its own
MOST_DECIMALS = 6
NO_DATA = ("source",)  # where a row comes from is no fact about the account
KINDS: Mapping[str, str] = {
    "data": mark("Data"),
    "parameter": mark("Parameters"),
    "decision": mark("Decisions"),
    "software": mark("Software"),
}


@dataclass(frozen=True)
class Causes:
    """What differs between two runs.

    Attributes
    ----------
    data : DataFrame
        `what, before, after`: tables of step 1, dates and reps.
    parameters : DataFrame
        `what, before, after, meaning`.
    decisions : DataFrame
        `account_id, before, after` (in words, empty for nothing), `source, forgone_eur` (what it costs in the
        later run; missing where that does not price it).
    software : DataFrame
        `what, before, after`.
    """

    data: pd.DataFrame
    parameters: pd.DataFrame
    decisions: pd.DataFrame
    software: pd.DataFrame

    @property
    def decisions_shown(self) -> pd.DataFrame:
        """The decisions as a reader is shown them, with a word where nothing is decided."""
        return self.decisions.replace({"before": {"": _("nothing")}, "after": {"": _("nothing")}})

    @property
    def kinds(self) -> list[str]:
        """Name the kinds of cause there are, in a fixed order."""
        parts = {
            "data": self.data,
            "parameter": self.parameters,
            "decision": self.decisions,
            "software": self.software,
        }
        return [name for name in KINDS if len(parts[name])]


def find_causes(two: TwoRuns) -> Causes:
    """Set the inputs of two runs side by side."""
    data, parameters = _data(two), _parameters(two)
    if data.empty and parameters.empty:
        data = pd.DataFrame(_own_table(two), columns=data.columns)
    return Causes(data, parameters, _decisions(two), _software(two))


def accounts_of_files(side: Side) -> pd.DataFrame:
    """Return the accounts as the files have them: with the rep whom a returned plan replaced."""
    accounts: pd.DataFrame = side.artifacts.table("accounts")
    decisions = side.artifacts.get("decisions")
    if decisions is None or "replaces_rep_id" not in decisions:
        return accounts
    before = decisions.set_index("account_id")["replaces_rep_id"].reindex(accounts["account_id"])
    rep = before.set_axis(accounts.index).fillna(accounts["rep_id"])
    return accounts.assign(rep_id=rep.astype("str"))


def shown(value: Any) -> str:
    """Write the value of a parameter."""
    if value is None:
        return _("none")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float):
        return format_number(value, len(f"{value:.{MOST_DECIMALS}f}".rstrip("0").partition(".")[2]))
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {shown(part)}" for name, part in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(shown(part) for part in value)
    return str(value)


def _parameters(two: TwoRuns) -> pd.DataFrame:
    """List the parameters of the method that differ, and of a table only the parts that do."""
    before, after = _in_force(two.before), _in_force(two.after)
    rows = []
    for name in sorted(before.keys() | after.keys()):
        old, new = _apart(before.get(name), after.get(name))
        if old == new:
            continue
        field = Portfolio.model_fields.get(name)
        said = "" if field is None else meaning(field)
        rows.append({"what": name, "before": shown(old), "after": shown(new), "meaning": said})
    return pd.DataFrame(rows, columns=["what", "before", "after", "meaning"])


def _in_force(side: Side) -> dict[str, Any]:
    """Return the parameters of the method as the steps were given them."""
    frozen = side.portfolio.model_dump(mode="json")
    known = {name: frozen[name] for name in MethodParameters.model_fields}
    known["roads"] = numbers_alone("roads", frozen["roads"])
    for entry in side.manifest["steps"].values():
        given = entry.get("parameters", {})
        known |= {name: value for name, value in given.items() if name in known}
    # Where a file lies is no parameter: what it is called may be.
    known["judgement_files"] = [Path(file).name for file in side.portfolio.judgement_files]
    known["response_file"] = Path(side.portfolio.response_file).name if side.portfolio.response_file else None
    return known


def _apart(old: Any, new: Any) -> tuple[Any, Any]:
    """Return two values without the parts that are alike; numbers are compared as numbers."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
        return {name: old.get(name) for name in names}, {name: new.get(name) for name in names}
    return old, new


def _data(two: TwoRuns) -> pd.DataFrame:
    rows = []
    for name in DATA_TABLES:
        old, new = two.before.artifacts.get(name), two.after.artifacts.get(name)
        if name == "accounts":
            old, new = accounts_of_files(two.before), accounts_of_files(two.after)
        by_parameter = name == "judgements" and two.before.portfolio.judged_curves != (
            two.after.portfolio.judged_curves
        )
        if old is None or new is None or by_parameter or _alike(old, new):
            continue
        counts = [counted(len(table), "{n} line", "{n} lines") for table in (old, new)]
        counts[1] = counts[1] if len(old) != len(new) else _("as many, some of them different")
        rows.append({"what": table_label(name), "before": counts[0], "after": counts[1]})
    for name, label in DATES.items():
        days = [getattr(side.portfolio, name) for side in (two.before, two.after)]
        if days[0] != days[1]:
            rows.append({"what": _(label), "before": format_date(days[0]), "after": format_date(days[1])})
    return pd.DataFrame([*rows, *_reps(two)], columns=["what", "before", "after"])


def _own_table(two: TwoRuns) -> list[dict[str, str]]:
    """Tell a table of the firm's own values that differs where nothing else does."""
    files = [side.portfolio.response_file for side in (two.before, two.after)]
    tables = [side.artifacts.table("response") for side in (two.before, two.after)]
    if not all(files) or _alike(*tables):
        return []
    name = Path(str(files[1])).name
    return [{"what": name, "before": "", "after": _("some of its values are different")}]


def _alike(old: pd.DataFrame, new: pd.DataFrame) -> bool:
    shared = [name for name in old if name in new and name not in NO_DATA]
    return old[shared].reset_index(drop=True).equals(new[shared].reset_index(drop=True))


def _reps(two: TwoRuns) -> list[dict[str, str]]:
    """List the reps who came, left, or whose time, cost or home differ."""
    old, new = ({rep.rep_id: rep for rep in side.portfolio.reps} for side in (two.before, two.after))
    rows = []
    for rep_id in sorted(old.keys() | new.keys()):
        name = (new.get(rep_id) or old[rep_id]).name
        rep = _("Rep {name}").format(name=name)
        if rep_id not in old or rep_id not in new:
            there = [_("there") if rep_id in side else _("not there") for side in (old, new)]
            rows.append({"what": rep, "before": there[0], "after": there[1]})
            continue
        values = [one[rep_id].model_dump(mode="json") for one in (old, new)]
        apart = _apart(values[0], values[1])
        if apart[0] != apart[1]:
            rows.append({"what": rep, "before": shown(apart[0]), "after": shown(apart[1])})
    return rows


def _decisions(two: TwoRuns) -> pd.DataFrame:
    """List the accounts on which something else is decided, in words."""
    old, new = (decided(side) for side in (two.before, two.after))
    rows = [
        {
            "account_id": code,
            "before": old.get(code, ("", ""))[0],
            "after": new.get(code, ("", ""))[0],
            "source": (new.get(code) or old[code])[1],
        }
        for code in sorted(old.keys() | new.keys())
        if old.get(code, ("",))[0] != new.get(code, ("",))[0]
    ]
    table = pd.DataFrame(rows, columns=["account_id", "before", "after", "source"])
    prices = two.after.artifacts.get("decision_prices")
    if prices is None:
        return table.assign(forgone_eur=float("nan"))
    known = prices.rename(columns={EARLIER_NAME: "forgone_eur"}).dropna(subset="account_id")
    known = known.set_index("account_id")["forgone_eur"]
    return table.assign(forgone_eur=known.reindex(table["account_id"]).to_numpy(dtype="float64"))


def decided(side: Side) -> dict[str, tuple[str, str]]:
    """Return what is decided on each account in words, and the file that says so."""
    decisions = side.artifacts.get("decisions")
    if decisions is None:
        return {}
    names = {rep.rep_id: rep.name for rep in side.portfolio.reps}
    table = decisions.reindex(columns=[*decisions.columns.union(["new_rep_id", "source"], sort=False)])
    return {
        str(row["account_id"]): (
            decision_in_words(row, names),
            "" if pd.isna(row["source"]) else str(row["source"]),
        )
        for row in table.to_dict("records")
    }


def _software(two: TwoRuns) -> pd.DataFrame:
    """List the product and its libraries where their versions differ."""
    old, new = (_versions(side.manifest) for side in (two.before, two.after))
    rows = [
        {"what": name, "before": old.get(name, "–"), "after": new.get(name, "–")}
        for name in sorted(old.keys() | new.keys(), key=lambda name: (name != "Twelvefold", name))
        if old.get(name) != new.get(name)
    ]
    return pd.DataFrame(rows, columns=["what", "before", "after"])


def _versions(manifest: Mapping[str, Any]) -> dict[str, str]:
    versions = {"Twelvefold": str(manifest.get("version", "–"))}
    for entry in manifest["steps"].values():
        versions |= entry.get("packages", {})
    return versions
