"""What a returned plan decides, joined to what the firm's own files decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from solver.intake.booking.account_codes import AccountCodes
from solver.intake.booking.sourced_tables import in_order
from solver.intake.decided.returned_faults import Fault, refuse_faults
from solver.intake.decided.returned_plan import (
    LIMITS,
    PlanSheet,
    ReturnedPlan,
    is_noted,
    limits_in_words,
    read_plan,
    says_something,
)
from solver.intake.repairs import gather, no_repairs, repairs
from solver.intake.values.codes import usual_words
from solver.intake.words import fold, look_up, nearest, quoted
from solver.parameters import Portfolio, Rep
from solver.tables import TABLES, check, empty
from solver.tables.codes import VISITED_KINDS
from solver.words.errors import PortfolioError
from solver.words.i18n import _, clauses, mark_plural, ngettext


@dataclass(frozen=True)
class Returned:
    """Step 1 with a returned plan in it.

    Attributes
    ----------
    accounts, decisions, plan_notes : DataFrame
        As they were, with what the plan says; accounts have the rep whom it puts in charge.
    repairs : DataFrame
        What of the plan replaces something else, or could not be followed.
    """

    accounts: pd.DataFrame
    decisions: pd.DataFrame
    plan_notes: pd.DataFrame
    repairs: pd.DataFrame


def with_returned_plan(
    portfolio: Portfolio, accounts: pd.DataFrame, decisions: pd.DataFrame, codes: AccountCodes
) -> Returned:
    """Let the plan that the portfolio names decide along with the firm's own files.

    Parameters
    ----------
    portfolio : Portfolio
        `plan_file` names the plan; without one nothing changes.
    accounts, decisions : DataFrame
        The firm's own files, every account with its rep.
    codes : AccountCodes

    Returns
    -------
    Returned
        The plan is the later word: where it decides other visits for an account than a file of the firm, it
        holds and a repair says so. A cell left as it was written is no decision: there the file holds, even
        where it has changed since. So it does where a cell was emptied, and a repair says that, too.

    Raises
    ------
    PortfolioError
        Cells of the plan cannot be used; all of them are named.
    """
    if portfolio.plan_file is None:
        return Returned(accounts, decisions, empty("plan_notes"), no_repairs())
    plan = read_plan(Path(portfolio.plan_file))
    known = accounts.set_index("account_id")
    rows = plan.visits.table.assign(code=codes.find(plan.visits.table["account_id"]))
    _refuse_another_firm(plan, rows)
    rows["rep"], faults = _reps_named(plan.visits, rows, portfolio.reps)
    faults = [*plan.faults, *faults, *_refused_by_accounts(plan.visits, rows, known)]
    faults += _said_twice(plan.visits, rows)
    refuse_faults(plan.file, faults)
    place = plan.place(plan.visits)
    told = [_of_nobody(plan, rows, known)]
    rows = rows[rows["code"].isin(known.index[known["kind"].isin(VISITED_KINDS)])]
    rows["max_visits"] = rows["max_visits"].mask(rows["refused"], 0)
    rows["said"] = limits_in_words(rows)
    rows = rows[rows["said"].ne("") | rows["rep"].notna() | rows["decided_in_files"].notna()]
    rows = rows.sort_values("said", kind="stable", ascending=False).drop_duplicates("code").sort_index()
    rows["rep"] = rows["rep"].mask(rows["rep"].eq(rows["code"].map(known["rep_id"])))
    joined, replaced = _joined(rows, decisions, known["rep_id"], place, plan.visits)
    moved = rows.dropna(subset="rep").set_index("code")["rep"]
    owners = accounts["account_id"].map(moved).astype("str").fillna(accounts["rep_id"])
    notes, lost = _notes(plan, codes)
    return Returned(accounts.assign(rep_id=owners), joined, notes, gather([*told, *replaced, lost]))


def _joined(
    rows: pd.DataFrame, own: pd.DataFrame, owners: pd.Series, place: str, sheet: PlanSheet
) -> tuple[pd.DataFrame, list[pd.DataFrame]]:
    """Put what the plan says beside, or in place of, what the files say."""
    files = own.set_index("account_id")
    in_files = limits_in_words(files).reindex(rows["code"]).fillna("").set_axis(rows.index)
    shown = rows["decided_in_files"].fillna("")
    untouched = rows["said"].eq(shown) & shown.ne("")
    decides = rows["said"].ne("") & rows["said"].ne(in_files) & ~untouched
    emptied = rows["said"].eq("") & shown.ne("") & in_files.ne("")
    told = [
        repairs(
            place,
            rows.index[case],
            column=sheet.headings["locked_visits"],
            account_id=rows.loc[case, "code"],
            problem=problem,
            found=_in_words(found[case]),
            used=_in_words(used[case]),
        )
        for case, problem, found, used in (
            (
                decides & in_files.ne(""),
                _("the returned plan decides otherwise than the firm's own file, and replaces it"),
                in_files,
                rows["said"],
            ),
            (
                emptied,
                _("the returned plan takes this decision back, and the firm's own file still says it"),
                rows["said"],
                in_files,
            ),
        )
    ]
    by_plan = rows[decides | rows["rep"].notna()].set_index("code")
    codes = files.index.union(by_plan.index, sort=True)
    table = files.reindex(codes)
    table["from_plan"] = table["from_plan"].astype("boolean").fillna(False).astype("bool")
    ours = by_plan.reindex(codes)
    wins = pd.Series(codes.isin(rows.loc[decides, "code"]), index=codes)
    alone = wins | ~pd.Series(codes.isin(files.index), index=codes)
    for name in LIMITS:
        table[name] = table[name].astype("Int64").mask(wins, ours[name].astype("Int64"))
    words = rows.set_index("code").reindex(codes)
    for name, said in (("reason", "decision_reason"), ("author", "decision_author")):
        table[name] = words[said].fillna(table[name].mask(wins)).astype("str")
    table["decided_on"] = table["decided_on"].astype("datetime64[us]").mask(wins)
    table["new_rep_id"] = ours["rep"].astype("str")
    table["replaces_rep_id"] = owners.reindex(codes).where(ours["rep"].notna()).astype("str")
    table["source"] = table["source"].mask(alone, place).astype("str")
    table["from_plan"] = table["from_plan"] | alone
    return in_order("decisions", table.rename_axis("account_id").reset_index(), ["account_id"]), told


def _in_words(said: pd.Series) -> pd.Series:
    """Write what was decided as a reader reads it."""
    words = {
        "locked_visits": mark_plural("exactly {n} visit", "exactly {n} visits"),
        "min_visits": mark_plural("at least {n} visit", "at least {n} visits"),
        "max_visits": mark_plural("at most {n} visit", "at most {n} visits"),
    }

    def spoken(text: str) -> str:
        pairs = (part.split("=") for part in text.split())
        return clauses(
            [ngettext(*words[name], float(number)).format(n=number) for name, number in pairs]
        ) or _("nothing")

    return said.map(spoken).astype("str")


def _refuse_another_firm(plan: ReturnedPlan, rows: pd.DataFrame) -> None:
    """Refuse a plan none of whose accounts is known."""
    if len(rows) and rows["code"].isna().all():
        raise PortfolioError(
            _("none of the accounts of this plan is in the portfolio; the first is “{code}”").format(
                code=rows["account_id"].iloc[0]
            ),
            file=plan.place(plan.visits),
            row=int(rows.index[0]),
            column=plan.visits.headings["account_id"],
            fix=_(
                "give the plan of a run of this portfolio; one under pseudonyms goes back into its own run"
                " folder only"
            ),
        )


def _reps_named(sheet: PlanSheet, rows: pd.DataFrame, reps: Sequence[Rep]) -> tuple[pd.Series, list[Fault]]:
    """Return the rep whom each line names by name, by code, or by both."""
    names: dict[str, set[str]] = {}
    for rep in reps:
        for word in (rep.name, rep.rep_id, rep.email, f"{rep.name} ({rep.rep_id})"):
            if word:
                names.setdefault(fold(word), set()).add(rep.rep_id)
    found, faults = [], []
    for row, text in rows["new_rep_id"].items():
        exact = [rep.rep_id for rep in reps if rep.rep_id == text]
        named = exact or sorted(names.get(fold(text), set()) if isinstance(text, str) else ())
        found.append(named[0] if len(named) == 1 else None)
        if len(named) == 1 or not isinstance(text, str):
            continue
        problem = (
            _("several reps have this name: “{found}”") if named else _("there is no such rep: “{found}”")
        )
        offered = [f"{rep.name} ({rep.rep_id})" for rep in reps if not named or rep.rep_id in named]
        near = None if named else nearest(text, [rep.name for rep in reps])
        fix = (
            _("did you mean “{name}”?").format(name=near)
            if near
            else _("write one of: {names}").format(names=quoted(offered))
        )
        faults.append(
            Fault(
                sheet.name,
                int(str(row)),
                sheet.headings["new_rep_id"],
                problem.format(found=text),
                fix,
            )
        )
    return pd.Series(found, index=rows.index, dtype="str"), faults


def _refused_by_accounts(sheet: PlanSheet, rows: pd.DataFrame, known: pd.DataFrame) -> list[Fault]:
    """Find visits decided for somebody who objects to them."""
    opposed = rows["code"].map(known["opposed"]).astype("boolean").fillna(False)
    return [
        Fault(
            sheet.name,
            int(str(row)),
            sheet.headings[name],
            _("this account objects to being canvassed, and the plan gives it visits"),
            _("empty the cell, or record in the accounts file that the objection was withdrawn"),
        )
        for name in ("locked_visits", "min_visits")
        for row in rows.index[(opposed & rows[name].gt(0).fillna(False)).to_numpy(dtype=bool)]
    ]


def _said_twice(sheet: PlanSheet, rows: pd.DataFrame) -> list[Fault]:
    """Find accounts on which two lines decide different things."""
    said = rows[says_something(rows) & rows["code"].notna()]
    decided = said[["code", *LIMITS, "refused", "rep"]]
    other = decided["code"].duplicated(keep=False) & ~decided.duplicated(keep=False)
    return [
        Fault(
            sheet.name,
            int(str(row)),
            sheet.headings["account_id"],
            _("another line decides otherwise on this account: row {row}").format(
                row=said.index[said["code"].eq(said.loc[row, "code"])][0]
            ),
            _("keep one of the two"),
        )
        for row in said.index[other & said["code"].duplicated()]
    ]


def _of_nobody(plan: ReturnedPlan, rows: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Tell the decisions on accounts that are gone, or get no visits any more."""
    kinds = rows["code"].map(known["kind"])
    aside = rows[says_something(rows) & ~kinds.isin(VISITED_KINDS)]
    gone = kinds[aside.index].isna()
    limits = aside.assign(max_visits=aside["max_visits"].mask(aside["refused"], 0))
    return repairs(
        plan.place(plan.visits),
        aside.index,
        column=plan.visits.headings["account_id"],
        account_id=aside["code"],
        problem=pd.Series(
            _("the returned plan decides on an account that gets no visits any more"), index=aside.index
        ).mask(gone, _("the returned plan decides on an account that is in no file any more")),
        found=aside["account_id"] + " (" + _in_words(limits_in_words(limits)) + ")",
    )


def _notes(plan: ReturnedPlan, codes: AccountCodes) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what the plan notes on its actions, and the notes on accounts that are gone."""
    rows = plan.actions.table[is_noted(plan.actions.table)]
    code = codes.find(rows["account_id"])
    gone = code.isna()
    listed = repairs(
        plan.place(plan.actions),
        rows.index[gone],
        column=plan.actions.headings["status"],
        problem=_("the returned plan notes something on an account that is in no file any more"),
        found=rows.loc[gone, "action_id"],
    )
    kept = rows[~gone].assign(account_id=code[~gone])
    kept = kept.assign(track=look_up(kept["track"].fillna(""), usual_words("track")))
    columns = list(TABLES["plan_notes"].names)
    return check("plan_notes", kept.sort_values("action_id", kind="stable")[columns]), listed
