"""`twelvefold suits`: while phoning, which days suit an account best, on the plan as it stands."""

from collections.abc import Hashable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from solver.cli.console import FOLDER, FirstDay, Weeks, as_table, out
from solver.words.i18n import _, format_date, format_number, is_missing, mark
from solver.words.places import project_path

if TYPE_CHECKING:
    import pandas as pd

    from solver.calendar.suits import Suiting


def suits(
    folder: Annotated[Path, typer.Argument(metavar=FOLDER, help=mark("The run folder, with its step 12."))],
    account: Annotated[
        str, typer.Argument(metavar=mark("ACCOUNT"), help=mark("The account's code, or its name."))
    ],
    weeks: Weeks = 8,
    first_day: FirstDay = None,
) -> None:
    """Say which days suit an account best, while it is on the phone."""
    from solver.flow.suits import account_meant
    from solver.flow.suits import suits as asked
    from solver.run import Run

    run = Run(project_path(folder))
    run.check_layout()
    with run.spoken():
        accounts = run.read("accounts")
        account = account_meant(accounts, account)
        found = asked(run, account, weeks=weeks, first_day=first_day.date() if first_day else None)
        names = accounts.set_index("account_id")["name"]
        _print(found, f"{account} {names[account]}")


def _print(found: "Suiting", account: str) -> None:
    """Print the days that suit best, then the weeks as a grid."""
    if found.planned_on is not None:
        line = _("{account}: visit {number}, planned for {date}")
    else:
        line = _("{account}: visit {number}, without a day yet")
    planned = format_date(found.planned_on, "EEEE d MMMM")
    out.print(line.format(account=account, number=found.visit_no, date=planned), markup=False)
    best = found.best()
    if best.empty:
        out.print(_("No day has room: look further ahead with --from, or make room."), markup=False)
    else:
        out.print(_best(best))
        out.print(_grid(found.days))
        out.print(
            _(
                "In the grid: minutes of detour; *: one planned visit would move; in brackets: too near to"
                " another visit of the account."
            ),
            markup=False,
        )


def _best(days: "pd.DataFrame") -> Table:
    heads = [_("Day"), _("From"), _("Detour (min)"), _("Room left (min)"), _("Days since"), _("Days until")]
    return as_table(
        [*heads, _("Far enough apart"), _("Would move")],
        [
            (
                format_date(day["date"], "EEE d MMM"),
                day["start"],
                format_number(day["detour_minutes"]),
                format_number(day["room_minutes"]),
                format_number(day["days_since"]),
                format_number(day["days_until"]),
                _("yes") if day["gap_kept"] else _("no"),
                _moved(day),
            )
            for day in days.to_dict("records")
        ],
    )


def _moved(day: Mapping[Hashable, Any]) -> str:
    """Say which planned visit gives way, and when it would be made."""
    if is_missing(day["moves"]):
        return ""
    return _("{account} to {date}").format(
        account=day["moves"], date=format_date(day["moved_to"], "EEE d MMM")
    )


def _grid(days: "pd.DataFrame") -> Table:
    """Lay the days out, a week a line; a day without field time stays empty."""
    cells = {day["date"].date(): _cell(day) for day in days.to_dict("records")}
    mondays = sorted({day - timedelta(days=day.weekday()) for day in cells})
    wide = range(max(day.weekday() for day in cells) + 1)
    heads = [format_date(mondays[0] + timedelta(days=number), "EEE") for number in wide]
    return as_table(
        [_("Week of"), *heads],
        [
            (
                format_date(monday, "d MMM"),
                *(cells.get(monday + timedelta(days=number), "") for number in wide),
            )
            for monday in mondays
        ],
    )


def _cell(day: Mapping[Hashable, Any]) -> str:
    if is_missing(day["detour_minutes"]):
        return _("full")
    detour = format_number(day["detour_minutes"]) + ("" if is_missing(day["moves"]) else "*")
    return detour if day["gap_kept"] else f"({detour})"
