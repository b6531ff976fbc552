"""Who gains and who loses visits from one run to the next, and what changed for the account itself."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from solver.report.compare.causes import Causes, accounts_of_files
from solver.report.compare.runs import Side, TwoRuns
from solver.tables.codes import label
from solver.words.i18n import _, clauses, format_hours, format_money, format_number, mark
from solver.words.sentences import rep_names

Change = tuple[str, str, str]  # kind of cause, fact, sentence

CENT = 0.005
EURO = 0.5
A_MINUTE = 1 / 60
AN_HOUR = 1.0
CAUSES: Mapping[str, str] = {
    "decision": mark("Decision"),
    "data": mark("Data"),
    "parameter": mark("Parameters"),
    "software": mark("Software"),
    "elsewhere": mark("Hours elsewhere"),
}
COLUMNS = [
    "account_id",
    "name",
    "rep_before",
    "rep_after",
    "visits_before",
    "visits_after",
    "visits_change",
    "hours_change",
    "contribution_change_eur",
    "cause",
    "fact",
    "sentence",
]
# What may have changed for an account itself, in the order in which one is named where several did.
FACTS: Mapping[str, str] = {
    "decision": mark("what was decided"),
    "new": mark("new in the files"),
    "gone": mark("gone from the files"),
    "lost_reason": mark("why they leave"),
    "settles": mark("what they owe"),
    "opposed": mark("an objection to canvassing"),
    "kind": mark("first purchases, or none any more"),
    "potential_eur": mark("a new potential"),
    "satisfaction": mark("satisfaction"),
    "rep_id": mark("another rep"),
    "people": mark("people who came, left or object"),
    "revenue_eur": mark("what they bought"),
    "": mark("nothing of their own"),
}


def account_changes(two: TwoRuns, causes: Causes) -> pd.DataFrame:
    """Return the accounts whose visits, rep, or own facts differ.

    Parameters
    ----------
    two : TwoRuns
    causes : Causes
        As `find_causes` returns them.

    Returns
    -------
    DataFrame
        `account_id, name, rep_before, rep_after` (names), `visits_before, visits_after, visits_change,
        hours_change, contribution_change_eur, cause` (in words), `fact` (the first of `FACTS` that changed),
        `sentence`. First the accounts that were
        decided on or that changed themselves, then those that others' hours went to or came from; the
        largest change of contribution before the others.
    """
    both = _side_by_side(two)
    own = _own_changes(two, causes)
    terms, hours = _terms(two, both), _more_hours(two)
    rows = []
    for row in both.to_dict("records"):
        code = str(row["account_id"])
        change = int(row["visits_after"] - row["visits_before"])
        more_hours = hours.get(row["rep_after"] or row["rep_before"], 0.0)
        cause, sentence = _why(own.get(code, []), terms.get(code, ""), causes, change, more_hours)
        if change or code in own or row["rep_before"] != row["rep_after"]:
            fact = min((name for _kind, name, _said in own.get(code, [])), key=[*FACTS].index, default="")
            rows.append({**row, "visits_change": change, "cause": cause, "fact": fact, "sentence": sentence})
    table = pd.DataFrame(rows, columns=COLUMNS)
    size = table["contribution_change_eur"].astype("float64").abs()
    order = pd.DataFrame(
        {
            "stays": table["visits_change"].eq(0) & table["rep_before"].eq(table["rep_after"]),
            "indirect": ~table["account_id"].isin(list(own)),
            "size": -size.round(2),
            "code": table["account_id"],
        }
    )
    places = order.sort_values(["stays", "indirect", "size", "code"]).index
    return table.loc[places].reset_index(drop=True)


def _side_by_side(two: TwoRuns) -> pd.DataFrame:
    """One line per account of either plan: rep, visits, hours and contribution in both."""
    old, new = (_plan(side) for side in (two.before, two.after))
    both = old.add_suffix("_before").join(new.add_suffix("_after"), how="outer").sort_index()
    names = pd.concat(
        [side.artifacts.table("accounts").set_index("account_id")["name"] for side in (two.after, two.before)]
    )
    both["name"] = names[~names.index.duplicated()].reindex(both.index)
    for name in ("visits", "hours", "contribution_eur"):
        for side in ("before", "after"):
            both[f"{name}_{side}"] = both[f"{name}_{side}"].fillna(0)
    both["hours_change"] = both["hours_after"] - both["hours_before"]
    both["contribution_change_eur"] = both["contribution_eur_after"] - both["contribution_eur_before"]
    whole = {"visits_before": "int64", "visits_after": "int64"}
    return both.astype(whole).fillna({"rep_before": "", "rep_after": ""}).reset_index()


def _plan(side: Side) -> pd.DataFrame:
    names = rep_names(side.artifacts.table("reps"))
    table = side.artifacts.table("allocation").set_index("account_id")
    rep = pd.Series([names.get(code, code) for code in table["rep_id"]], index=table.index, dtype="str")
    kept = ["visits", "hours", "contribution_eur", "min_visits", "max_visits", "hours_per_visit"]
    return table[kept].assign(rep=rep)


def _decided(before: str, after: str) -> str:
    """Say how a decision came, went or changed."""
    if not before:
        return _("Decided: {after}.").format(after=after)
    if not after:
        return _("No longer decided: {before}.").format(before=before)
    return _("Decided: {after} (before: {before}).").format(after=after, before=before)


def _own_changes(two: TwoRuns, causes: Causes) -> dict[str, list[Change]]:
    """Say what changed for each account itself."""
    said: dict[str, list[Change]] = {}
    for row in causes.decisions.to_dict("records"):
        said.setdefault(str(row["account_id"]), []).append(
            ("decision", "decision", _decided(row["before"], row["after"]))
        )
    for code, name, sentence in _facts(two):
        said.setdefault(code, []).append(("data", name, sentence))
    weight = {name: place for place, name in enumerate(FACTS)}
    return {code: sorted(own, key=lambda each: weight[each[1]]) for code, own in said.items()}


def _facts(two: TwoRuns) -> list[tuple[str, str, str]]:
    """Say which accounts are new or gone, and which of their facts differ: account, fact and a sentence."""
    old, new = (accounts_of_files(side).set_index("account_id") for side in (two.before, two.after))
    allocated = [set(side.artifacts.table("allocation")["account_id"]) for side in (two.before, two.after)]
    came, went = _("It is new in the files."), _("It is gone from the files.")
    found = [(str(code), "new", came) for code in new.index.difference(old.index)]
    found += [(str(code), "gone", went) for code in old.index.difference(new.index)]
    both = old.index.intersection(new.index)
    reps = {**rep_names(two.before.artifacts.table("reps")), **rep_names(two.after.artifacts.table("reps"))}
    bought = [
        side.artifacts.table("qualification").set_index("account_id")["revenue_eur"].reindex(both)
        for side in (two.before, two.after)
    ]
    told: list[tuple[str, pd.Series, pd.Series, Callable[[Any], str], str]] = [
        (
            "potential_eur",
            old.loc[both, "potential_eur"],
            new.loc[both, "potential_eur"],
            _money,
            _("Its potential was {before}, and is {after}."),
        ),
        (
            "revenue_eur",
            bought[0],
            bought[1],
            _money,
            _("Its revenue of twelve months was {before}, and is {after}."),
        ),
        (
            "kind",
            old.loc[both, "kind"],
            new.loc[both, "kind"],
            lambda kind: label("kind", kind),
            _("It was one of the kind “{before}”, and is one of the kind “{after}”."),
        ),
        (
            "rep_id",
            old.loc[both, "rep_id"],
            new.loc[both, "rep_id"],
            lambda rep: reps.get(str(rep), str(rep)),
            _("The files named {before} as its rep, and name {after}."),
        ),
        (
            "opposed",
            old.loc[both, "opposed"],
            new.loc[both, "opposed"],
            lambda opposed: _("yes") if opposed else _("no"),
            _("It objects to being canvassed: {before} before, {after} now."),
        ),
        (
            "satisfaction",
            old.loc[both, "satisfaction"],
            new.loc[both, "satisfaction"],
            lambda note: "–" if pd.isna(note) else format_number(note, 1),
            _("Its satisfaction was {before}, and is {after}."),
        ),
    ]
    for name, before, after, write, sentence in told:
        for code in both[_differ(before, after).to_numpy()]:
            words = sentence.format(before=write(before[code]), after=write(after[code]))
            found.append((str(code), name, words))
    lost = _("It is lost: what it counts for now is the chance to win it back, and no gain.")
    found += [(str(code), "revenue_eur", lost) for code in both[bought[0].ge(CENT) & bought[1].lt(CENT)]]
    found += [*_reasons(two), *_owing(two), *_people(two)]
    known = allocated[0] | allocated[1]
    return [each for each in found if each[0] in known]


def _reasons(two: TwoRuns) -> list[tuple[str, str, str]]:
    """Say of whom it was told since why it leaves: account, fact and a sentence."""
    old, new = (_column(side, "discoveries", "lost_reason").dropna() for side in (two.before, two.after))
    told = new[new.ne(old.reindex(new.index)).fillna(True)]
    words = _("Why it leaves was told: {reason}.")
    return [
        (str(code), "lost_reason", words.format(reason=label("lost_reason", reason)))
        for code, reason in told.items()
    ]


def _owing(two: TwoRuns) -> list[tuple[str, str, str]]:
    """Say who owes too much now, or does no more."""
    old, new = (_column(side, "to_settle", "too_late").index for side in (two.before, two.after))
    owes = _("It owes too much, or for too long: before it has paid, no growth counts.")
    paid = _("It has paid what it owed: growth counts again.")
    found = [(str(code), "settles", owes) for code in new.difference(old)]
    return [*found, *((str(code), "settles", paid) for code in old.difference(new))]


def _people(two: TwoRuns) -> list[tuple[str, str, str]]:
    """Say whose people accept another number of visits, the two plans being as long."""
    old, new = (_column(side, "typology_notes", "visit_cap") for side in (two.before, two.after))
    both = old.index.intersection(new.index)
    usual = (new / old.where(old > 0)).median()  # a longer plan, or another parameter, moves all of them
    words = _("What its people accept in visits: {before} before, {after} now.")
    return [
        (str(code), "people", words.format(before=format_number(old[code]), after=format_number(new[code])))
        for code in both[_differ(old[both], new[both]).to_numpy()]
        if usual == 1
    ]


def _column(side: Side, table: str, name: str) -> pd.Series:
    """Return a column by account_id; nothing where a run does not hold the table."""
    held = side.artifacts.get(table)
    return pd.Series(dtype="object") if held is None else held.set_index("account_id")[name]


def _money(amount: float) -> str:
    return _("unknown") if pd.isna(amount) else format_money(amount)


def _differ(before: pd.Series, after: pd.Series) -> pd.Series:
    if pd.api.types.is_float_dtype(before):
        apart = (before - after).abs().gt(CENT)
    else:
        apart = before.ne(after) & before.notna() & after.notna()
    return apart | before.notna().ne(after.notna())


def _terms(two: TwoRuns, both: pd.DataFrame) -> dict[str, str]:
    """Say what an account's visits may be, take and bring where that differs."""
    worth = _values_differ(two)
    found = {}
    for row in both.dropna(subset=["min_visits_before", "min_visits_after"]).to_dict("records"):
        parts = []
        if str(row["account_id"]) in worth:
            parts.append(_("what its visits bring"))
        if abs(row["hours_per_visit_before"] - row["hours_per_visit_after"]) > A_MINUTE:
            parts.append(
                _("the hours of a visit, {before} before and {after} now").format(
                    before=format_hours(row["hours_per_visit_before"], 1),
                    after=format_hours(row["hours_per_visit_after"], 1),
                )
            )
        for name, words in (
            ("min_visits", _("its floor, {before} before and {after} now")),
            ("max_visits", _("its ceiling, {before} before and {after} now")),
        ):
            before, after = row[f"{name}_before"], row[f"{name}_after"]
            if before != after:
                parts.append(words.format(before=format_number(before), after=format_number(after)))
        if parts:
            found[str(row["account_id"])] = clauses(parts)
    return found


def _values_differ(two: TwoRuns) -> set[str]:
    """Name the accounts whose visits are valued otherwise."""
    old, new = (
        side.artifacts.table("response").set_index(["account_id", "visits"])["contribution_eur"]
        for side in (two.before, two.after)
    )
    apart = (old - new).abs()  # a level that only one of the two has is missing
    codes = apart.index.get_level_values("account_id")[(apart > EURO).to_numpy(dtype=bool)]
    return set(np.unique(codes.astype(str)).tolist())


def _more_hours(two: TwoRuns) -> dict[str, float]:
    """Return how many hours more each rep has for visits, by name; below zero where fewer."""
    old, new = (
        side.artifacts.table("rep_time").groupby("rep_id")["available_hours"].sum()
        if side.has("rep_time")
        else pd.Series(dtype="float64")
        for side in (two.before, two.after)
    )
    names = rep_names(two.after.artifacts.table("reps"))
    change = (new - old).dropna()
    return {names.get(str(code), str(code)): float(hours) for code, hours in change.items()}


def _why(own: list[Change], terms: str, causes: Causes, change: int, more_hours: float) -> tuple[str, str]:
    """Name the cause of a change of visits, and say it in one or two sentences."""
    said = [sentence for _kind, _name, sentence in own]
    if own:
        return _(CAUSES[own[0][0]]), " ".join(said)
    kinds = causes.kinds
    if terms:
        if "parameter" in kinds and "data" in kinds:
            cause, why = (
                "parameter",
                _("With the parameters, or the data of others, this has changed: {terms}."),
            )
        elif "parameter" in kinds:
            cause, why = "parameter", _("With the parameters this has changed: {terms}.")
        elif "data" in kinds:
            cause, why = "data", _("With the data of the firm this has changed: {terms}.")
        elif "decision" in kinds:
            cause, why = "decision", _("With the decisions on others this has changed: {terms}.")
        else:
            cause, why = "software", _("With the version of the software this has changed: {terms}.")
        return _(CAUSES[cause]), why.format(terms=terms)
    if change * more_hours > 0 and abs(more_hours) > AN_HOUR:
        words = (
            _("Nothing changed for the account itself: its rep has more hours.")
            if change > 0
            else _("Nothing changed for the account itself: its rep has fewer hours.")
        )
        return _(CAUSES[causes.kinds[0]]) if causes.kinds else "", words
    if change < 0:
        return _(CAUSES["elsewhere"]), _("Nothing changed for the account itself: the hours went elsewhere.")
    if change > 0:
        return _(CAUSES["elsewhere"]), _("Nothing changed for the account itself: hours came free elsewhere.")
    return _(CAUSES["elsewhere"]), _("Nothing changed for the account itself.")
