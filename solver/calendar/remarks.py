"""What a person should know before trusting the dates: the few places where the plan had to assume."""

import pandas as pd

from solver.calendar.engine import compiled_search
from solver.calendar.occurrences import AGREED
from solver.calendar.settings import CalendarSettings
from solver.calendar.tours import Tours
from solver.words.i18n import _, format_date


def list_remarks(
    appointments: pd.DataFrame,
    finished: list[Tours],
    accounts: pd.DataFrame,
    visits: pd.DataFrame,
    settings: CalendarSettings,
) -> pd.DataFrame:
    """Return accounts without coordinates, agreed visits that fit badly, and a search without numba.

    Parameters
    ----------
    appointments : DataFrame
        The table `appointments`.
    finished : list of Tours
        One per rep.
    accounts, visits : DataFrame
        Canonical tables.
    settings : CalendarSettings

    Returns
    -------
    DataFrame
        `rep_id, account_id, remark`.
    """
    rows = [
        *_without_coordinates(appointments, accounts),
        *_agreed_days(appointments, finished, settings),
        *_agreed_with_nobody(appointments, visits, settings),
        *_without_compiled_search(),
    ]
    table = pd.DataFrame(rows, columns=["rep_id", "account_id", "remark"]).astype("str")
    return table.sort_values(["rep_id", "account_id", "remark"], ignore_index=True)


def _without_coordinates(appointments: pd.DataFrame, accounts: pd.DataFrame) -> list[dict[str, str]]:
    unknown = set(accounts.loc[accounts["lat"].isna() | accounts["lon"].isna(), "account_id"])
    placed = appointments[["rep_id", "account_id"]].drop_duplicates()
    remark = _("no coordinates: the drive is the mean of the rep's accounts")
    return [
        {"rep_id": row["rep_id"], "account_id": row["account_id"], "remark": remark}
        for row in placed.to_dict("records")
        if row["account_id"] in unknown
    ]


def _agreed_days(
    appointments: pd.DataFrame, finished: list[Tours], settings: CalendarSettings
) -> list[dict[str, str]]:
    rows = []
    agreed = appointments[appointments["status"] == AGREED]
    for tours in finished:
        territory = tours.territory
        own = agreed[agreed["rep_id"] == territory.rep_id]
        day_number = {pd.Timestamp(settings.day(offset)): i for i, offset in enumerate(territory.days)}
        for row in own.to_dict("records"):
            day = day_number[row["date"]]
            if territory.field_seconds[day] == 0:
                remark = _("agreed for {date}, a day without field time")
            elif tours.times(day) is None:
                remark = _("agreed for {date}: too little time between the agreed visits of that day")
            elif tours.overfull(day):
                remark = _("agreed for {date}: the agreed visits alone fill more than that day")
            else:
                continue
            text = remark.format(date=format_date(row["date"]))
            rows.append({"rep_id": row["rep_id"], "account_id": row["account_id"], "remark": text})
    return rows


def _agreed_with_nobody(
    appointments: pd.DataFrame, visits: pd.DataFrame, settings: CalendarSettings
) -> list[dict[str, str]]:
    dates = pd.to_datetime(visits["date"])
    inside = dates.between(pd.Timestamp(settings.plan_start), pd.Timestamp(settings.plan_end))
    kept = set(appointments.loc[appointments["status"] == AGREED, "account_id"])
    lost = visits[(visits["status"] == AGREED) & inside & ~visits["account_id"].isin(kept)]
    return [
        {
            "rep_id": "",
            "account_id": row["account_id"],
            "remark": _("agreed for {date}, but in no rep's diary").format(date=format_date(row["date"])),
        }
        for row in lost.to_dict("records")
    ]


def _without_compiled_search() -> list[dict[str, str]]:
    if compiled_search() is not None:
        return []
    remark = _(
        "planned without numba, so with longer tours than need be: install numba and run the step again"
    )
    return [{"rep_id": "", "account_id": "", "remark": remark}]
