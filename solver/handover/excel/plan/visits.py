"""The sheet of the visits: today's, the plan's and why, and the yellow cells in which somebody decides."""

from typing import Any

import pandas as pd
from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from solver.handover.excel.fields import Area, Field, Layout, Limits
from solver.handover.excel.looks import LATE, OVER, TO_FILL_HEAD
from solver.handover.excel.plan.content import Plan, column, known
from solver.handover.excel.sheet import colour, write_table
from solver.intake.decided.returned_plan import written_in_files
from solver.parameters.method import MOST_VISITS
from solver.tables.dictionary import column_label
from solver.words.i18n import _

MOST_REPS_ABOVE = 6  # the codes must stay within the first twelve lines
FIRST_REP_ROW = 3
PRINTED = 70  # lines: five pages
TOLERANCE = 0.005
VISITS = Limits("integer", 0, MOST_VISITS)
DECIDED = ("min_visits", "max_visits", "locked_visits")


def write_visits(plan: Plan, sheet: Any) -> Area:
    """Write the visits."""
    rows = visit_rows(plan)
    above = len(plan.names) + 1 if shows_reps(plan) else 0
    layout = Layout(
        _("Visits"),
        _(
            "One line per account: visits today, visits proposed, and why. Yellow cells are yours: what is"
            " written there counts as decided in the next plan."
        ),
        _fields(plan, rows),
        printed=PRINTED,
        frozen=2,
        above=above,
    )
    area = write_table(sheet, plan.styles, layout)
    if above:
        _reps_above(plan, sheet, area, rows)
    _colour(plan, sheet, area, reps_above=bool(above))
    return area


def shows_reps(plan: Plan) -> bool:
    """Tell whether the reps' hours stand above the table: a large team has them on a sheet of its own."""
    return plan.has("reps", "rep_time") and len(plan.names) <= MOST_REPS_ABOVE


def visit_rows(plan: Plan) -> pd.DataFrame:
    """Return one line per account that may be visited, rep by rep, with what is decided already."""
    if "visits" not in plan.made:
        plan.made["visits"] = _visit_rows(plan)
    return plan.made["visits"]


def _visit_rows(plan: Plan) -> pd.DataFrame:
    rows = plan.with_accounts(plan.table("allocation"), "name", "town")
    rows = plan.with_facts(rows, "account_types", "account_type")
    rows = plan.with_facts(rows, "scores", "score", "score_class")
    rows = rows.merge(_decisions(plan), on="account_id", how="left")
    rows["visits_decided"] = visits_decided(rows)
    rows["hours_decided"] = rows["visits_decided"] * rows["hours_per_visit"]
    rows["decided_rep_id"] = rows["new_rep_id"].where(rows["new_rep_id"].notna(), rows["rep_id"])
    rows["rep_name"] = plan.reps(rows["rep_id"])
    order = ["rep_name", "contribution_eur", "account_id"]
    return rows.sort_values(order, ascending=[True, False, True], ignore_index=True, kind="stable")


def visits_decided(rows: pd.DataFrame) -> pd.Series:
    """Return what the yellow cells make of the visits proposed, as the formula in the sheet does.

    Parameters
    ----------
    rows : DataFrame
        `visits, locked_visits, decided_min, decided_max, refused`
    """
    visits = rows["visits"].astype("float64")
    most = rows["decided_max"].astype("float64").fillna(visits)
    least = rows["decided_min"].astype("float64").fillna(0)
    kept = visits.clip(upper=most).clip(lower=least)
    locked = rows["locked_visits"].astype("float64")
    return kept.where(locked.isna(), locked).mask(rows["refused"].eq(True), 0).astype("int64")


def _decisions(plan: Plan) -> pd.DataFrame:
    """Return what is decided on accounts; no visit at all reads as a refusal, however it was said."""
    names = ["account_id", *DECIDED, "reason", "author", "new_rep_id"]
    known = plan.table("decisions") if plan.has("decisions") else pd.DataFrame(columns=names)
    in_files = list(written_in_files(known)) if len(known) else None
    known = (
        known.reindex(columns=names)
        .assign(decided_in_files=in_files)
        .rename(
            columns={
                "min_visits": "decided_min",
                "max_visits": "decided_max",
                "reason": "decision_reason",
                "author": "decision_author",
            }
        )
    )
    for name in ("decided_min", "decided_max", "locked_visits"):
        known[name] = pd.to_numeric(known[name]).astype("Int64")
    nothing_more = known[["decided_min", "locked_visits"]].fillna(0).eq(0).all(axis=1)
    none = known["locked_visits"].eq(0) | (known["decided_max"].eq(0) & nothing_more)
    refused = none.fillna(False).astype(bool)
    for name in ("decided_min", "decided_max", "locked_visits"):
        known[name] = known[name].mask(refused)
    return known.assign(account_id=known["account_id"].astype("str"), refused=refused)


def _fields(plan: Plan, rows: pd.DataFrame) -> list[Field]:
    return [*_who(plan, rows), *_numbers(rows), *_to_fill(plan, rows)]


def _who(plan: Plan, rows: pd.DataFrame) -> list[Field]:
    return [
        known(rows, "account_id", most=12),
        known(rows, "name", least=18, most=26),
        known(rows, "town", least=12, most=15, folded=True),
        known(rows, "kind", folded=True, most=14),
        Field("rep_id", column_label("rep_id"), column(rows, "rep_name"), least=12, most=15),
        known(rows, "account_type", most=19),
        known(rows, "score", folded=True),
        plan.score_class(rows),
    ]


def _numbers(rows: pd.DataFrame) -> list[Field]:
    return [
        known(rows, "visits_today", total=True),
        Field("visits", _("Visits proposed"), column(rows, "visits"), "count", total=True),
        Field(
            "visits_decided",
            _("With your decisions"),
            column(rows, "visits_decided"),
            "count",
            formula=_decided_formula,
            total=True,
        ),
        known(rows, "hours_per_visit", heading=_hours_head(), unit="fine", folded=True),
        Field(
            "hours",
            _("Hours expected"),
            column(rows, "hours_decided"),
            "hours",
            formula=_hours_formula,
            total=True,
        ),
        known(rows, "contribution_eur", total=True),
        known(rows, "last_visit_eur", folded=True),
        known(rows, "next_visit_eur", folded=True),
        known(rows, "paying_visits", folded=True),
        Field("reason", _("Why this number"), column(rows, "reason"), least=30, most=44),
    ]


def _hours_head() -> str:
    """Say what a planned visit to a prospect takes: nobody knows beforehand whether it will be made."""
    return _("Hours per visit; of a prospect, times its chance to be met")


def _hours_formula(area: Area, row: int) -> str:
    return f"={area.cell('visits_decided', row)}*{area.cell('hours_per_visit', row)}"


def _decided_formula(area: Area, row: int) -> str:
    """Return the formula of `visits_decided`: refused, else locked, else held between floor and ceiling."""
    names = ("visits", "locked_visits", "min_visits", "max_visits", "refused")
    visits, locked, low, high, refused = (area.cell(name, row) for name in names)
    held = f'MAX({low},MIN(IF({high}="",{visits},{high}),{visits}))'
    return f'=IF({refused}<>"",0,IF({locked}<>"",{locked},{held}))'


def _to_fill(plan: Plan, rows: pd.DataFrame) -> list[Field]:
    refused = [_("yes") if value is True else None for value in column(rows, "refused")]
    in_files = [value or None for value in column(rows, "decided_in_files")]
    counts = (
        ("locked_visits", "locked_visits", _("Exactly"), _("Exactly so many visits over the plan.")),
        ("min_visits", "decided_min", _("At least"), _("At least so many visits over the plan.")),
        ("max_visits", "decided_max", _("At most"), _("At most so many visits over the plan.")),
    )
    return [
        *(
            Field(name, heading, column(rows, values), "count", to_fill=True, limits=VISITS, hint=hint)
            for name, values, heading, hint in counts
        ),
        Field(
            "refused",
            _("No visit at all"),
            refused,
            to_fill=True,
            choices=plan.lists["list_yes"],
            hint=_("Choose yes and the account gets no visit. Empty it to take that back."),
        ),
        Field(
            "new_rep_id",
            _("New rep"),
            plan.reps(rows["new_rep_id"]),
            to_fill=True,
            choices=plan.lists["list_rep_name"],
            least=12,
            most=15,
            hint=_("The rep who takes the account over."),
        ),
        Field(
            "decision_reason",
            column_label("reason"),
            column(rows, "decision_reason"),
            to_fill=True,
            least=18,
            most=24,
        ),
        Field(
            "decision_author",
            column_label("author"),
            column(rows, "decision_author"),
            to_fill=True,
            least=12,
            most=16,
        ),
        Field("decided_in_files", _("Decided in the files"), in_files, hidden=True),
    ]


def hours_by_rep(area: Area, name: str, rep_cell: str, *, outside: bool, extra: str = "") -> str:
    """Return the sum of a column over the accounts that a rep has once the yellow cells are read.

    Parameters
    ----------
    area : Area
        Of the visits.
    name : str
        Column to sum.
    rep_cell : str
        Where the name of the rep stands.
    outside : bool
        Whether the formula stands on another sheet.
    extra : str
        Further conditions, each led by a comma.
    """
    point = area.outside if outside else area.column
    rep = f'"="&{rep_cell}'
    own = f"SUMIFS({point(name)},{point('rep_id')},{rep}{extra})"
    given = f'SUMIFS({point(name)},{point("rep_id")},{rep},{point("new_rep_id")},"?*"{extra})'
    taken = f"SUMIFS({point(name)},{point('new_rep_id')},{rep}{extra})"
    return f"{own}-{given}+{taken}"


def _reps_above(plan: Plan, sheet: Any, area: Area, rows: pd.DataFrame) -> None:
    """Write a line per rep: hours for visits, hours used, hours left."""
    places = [area.places[name] for name in ("name", "town", "rep_id", "account_type")]
    heads = (column_label("rep_id"), _("Hours for visits"), _("Hours used"), _("Hours left"))
    for place, head in zip(places, heads, strict=True):
        sheet.write_string(FIRST_REP_ROW - 1, place, head, plan.styles("heading"))
    sheet.set_row(FIRST_REP_ROW - 1, 30)
    available = plan.table("rep_time").groupby("rep_id")["available_hours"].sum()
    used = rows.groupby("decided_rep_id")["hours_decided"].sum()
    for row, (rep_id, shown) in enumerate(plan.names.items(), start=FIRST_REP_ROW):
        name, has, uses, _left = (xl_rowcol_to_cell(row, place, col_abs=True) for place in places)
        hours, taken = float(available.get(rep_id, 0.0)), float(used.get(rep_id, 0.0))
        sheet.set_row(row, 15)
        sheet.write_string(row, places[0], shown, plan.styles("strong"))
        sheet.write_number(row, places[1], hours, plan.styles("cell", "hours"))
        formula = "=" + hours_by_rep(area, "hours", name, outside=False)
        sheet.write_formula(row, places[2], formula, plan.styles("cell", "hours"), taken)
        formula = f"={has}-{uses}"
        sheet.write_formula(row, places[3], formula, plan.styles("strong", "hours"), hours - taken)
    left = xl_rowcol_to_cell(FIRST_REP_ROW, places[3], col_abs=True)
    cells = (FIRST_REP_ROW, places[3], FIRST_REP_ROW + len(plan.names) - 1, places[3])
    look = {**OVER, "num_format": '"▲ "#,##0.0;"▲ "-#,##0.0'}
    colour(plan.book, sheet, cells, f"={left}<-{TOLERANCE}", look)


def _colour(plan: Plan, sheet: Any, area: Area, *, reps_above: bool) -> None:
    """Show what the yellow cells change, who gains and loses visits, and whose rep has too few hours."""
    visits, decided = area.cell("visits", area.first), area.cell("visits_decided", area.first)
    today, rep = area.cell("visits_today", area.first), area.cell("rep_id", area.first)
    rules: list[tuple[str, str, dict[str, Any]]] = [
        ("visits_decided", f"={decided}<>{visits}", {"bold": True, "bg_color": TO_FILL_HEAD}),
        ("visits", f'=AND({today}<>"",{visits}>{today})', {"font_color": "#1D7A5C", "bold": True}),
        ("visits", f'=AND({today}<>"",{visits}<{today})', {"font_color": "#B3401A", "bold": True}),
    ]
    if reps_above:
        names, left = (_block(plan, area, name) for name in ("name", "account_type"))
        rules.append(("rep_id", f"=SUMPRODUCT(({names}={rep})*({left}<-{TOLERANCE}))>0", LATE))
    for name, formula, look in rules:
        place = area.places[name]
        colour(plan.book, sheet, (area.first, place, area.reach, place), formula, look)


def _block(plan: Plan, area: Area, name: str) -> str:
    """Point at a column of the lines above the table."""
    last = FIRST_REP_ROW + len(plan.names) - 1
    place = area.places[name]
    return str(xl_range_abs(FIRST_REP_ROW, place, last, place))
