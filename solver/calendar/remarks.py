"""What a person should know before trusting the dates: the few places where the plan had to assume."""

import math

import pandas as pd

from solver.calendar.agreed import AGREED
from solver.calendar.engine import compiled_search
from solver.calendar.quarters import beyond_accepted
from solver.calendar.ramp import rising_faster
from solver.calendar.remarks_asked import remarks_on_dates_asked, remarks_on_rhythms_without_visits
from solver.calendar.remarks_lunch import remarks_on_lunch
from solver.calendar.remarks_nights import remarks_on_nights
from solver.calendar.settings import CalendarSettings
from solver.calendar.tables import CalendarTables
from solver.calendar.territory import NO_LIMIT
from solver.calendar.tours import NOWHERE, Tours
from solver.roads.drives import drive_factors
from solver.words.i18n import _, counted, format_date, format_hours, format_number, ngettext

NEARLY = 0.9  # of the most driving


def list_remarks(
    appointments: pd.DataFrame,
    finished: list[Tours],
    of_rep: dict[str, pd.DataFrame],
    tables: CalendarTables,
    settings: CalendarSettings,
) -> pd.DataFrame:
    """Return where the plan had to assume, agreed visits that fit badly, and wishes that it could not meet.

    Parameters
    ----------
    appointments : DataFrame
        The table `appointments`.
    finished : list of Tours
        One per rep.
    of_rep : dict of str to DataFrame
        The rows of `list_occurrences` of each rep.
    tables : CalendarTables
    settings : CalendarSettings

    Returns
    -------
    DataFrame
        `rep_id, account_id, remark`.
    """
    rows = [
        *_without_coordinates(appointments, tables.accounts),
        *_agreed_days(appointments, finished, settings),
        *_agreed_with_nobody(appointments, tables.visits, settings),
        *_late(appointments, tables, settings),
        *rising_faster(appointments, tables, settings),
        *beyond_accepted(appointments, tables),
        *_off_their_days(finished),
        *_at_the_cap(finished),
        *_overtime(finished),
        *remarks_on_dates_asked(appointments, of_rep, settings),
        *remarks_on_rhythms_without_visits(tables),
        *remarks_on_lunch(appointments, settings),
        *(remark for tours in finished for remark in remarks_on_nights(tours, tables.stays)),
        *_own_pace(tables.reps),
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


def _late(
    appointments: pd.DataFrame, tables: CalendarTables, settings: CalendarSettings
) -> list[dict[str, str]]:
    """Accounts that wait longer than they asked for, and why where the number of visits is to blame."""
    rows = []
    asked = tables.visit_rules.dropna(subset="max_gap_days").set_index("account_id")["max_gap_days"]
    owed = tables.allocation.set_index("account_id")["visits"]
    for (rep_id, account_id), own in appointments.groupby(["rep_id", "account_id"], sort=True):
        most = asked.get(account_id)
        if most is None or not (own["gap_days"] > most).any():
            continue
        needed = math.ceil(settings.plan_days / most) if most else settings.plan_days
        due = int(owed.get(account_id, 0))
        remark = waits_longer(int(own["gap_days"].max()), int(most))
        if due < needed:
            few = counted(due, "{n} visit is planned", "{n} visits are planned")
            remark = _("{remark}: {takes}, and {planned}").format(
                remark=remark,
                takes=counted(needed, "that takes {n} visit a plan", "that takes {n} visits a plan"),
                planned=few,
            )
        rows.append({"rep_id": str(rep_id), "account_id": str(account_id), "remark": remark})
    return rows


def waits_longer(gap: int, most: int) -> str:
    """Say that an account waits longer than it asked for; the remark begins with these words."""
    words = ngettext(
        "{n} day between two visits, more than the {most} asked for",
        "{n} days between two visits, more than the {most} asked for",
        gap,
    )
    return words.format(n=format_number(gap), most=format_number(most))


def _off_their_days(finished: list[Tours]) -> list[dict[str, str]]:
    """Say of each rep how many visits fall on the days of the week that accounts or zones wish for."""
    rows = []
    for tours in finished:
        rules = tours.territory.rules
        met = [
            all(wished[day] for wished in rules[place].wished)
            for visit, (place, day) in enumerate(zip(tours.place, tours.day_of, strict=True))
            if day != NOWHERE and not tours.fixed[visit] and place in rules and rules[place].wished
        ]
        if met:
            remark = ngettext(
                "{on} of {n} visit with a wished day of the week falls on one",
                "{on} of {n} visits with a wished day of the week fall on one",
                len(met),
            ).format(on=format_number(sum(met)), n=format_number(len(met)))
            rows.append({"rep_id": tours.territory.rep_id, "account_id": "", "remark": remark})
    return rows


def _at_the_cap(finished: list[Tours]) -> list[dict[str, str]]:
    """Say of each rep how many days hold the most visits, or nearly the most driving, of a day."""
    rows = []
    for tours in finished:
        territory = tours.territory
        full = sum(len(stops) >= territory.most_visits for stops in tours.stops)
        far = sum(driving >= NEARLY * territory.most_driving for driving in tours.driving)
        told = [
            counted(
                full,
                "{n} day holds the most visits that the rep makes a day, {most}",
                "{n} days hold the most visits that the rep makes a day, {most}",
            ).format(most=format_number(territory.most_visits)),
            counted(
                far,
                "{n} day takes nine tenths or more of the most driving a day, {most} min",
                "{n} days take nine tenths or more of the most driving a day, {most} min",
            ).format(most=format_number(territory.most_driving // 60)),
        ]
        capped = (territory.most_visits < NO_LIMIT, territory.most_driving < NO_LIMIT)
        rows += [
            {"rep_id": territory.rep_id, "account_id": "", "remark": remark}
            for remark, has_cap in zip(told, capped, strict=True)
            if has_cap
        ]
    return rows


def _overtime(finished: list[Tours]) -> list[dict[str, str]]:
    """Say of each rep who may do overtime how many days take some, and how long in all."""
    rows = []
    for tours in finished:
        territory = tours.territory
        if not territory.overtime:
            continue
        minutes = [tours.overtime(day) / 60 for day in range(len(territory.days))]
        remark = counted(
            sum(more > 0 for more in minutes),
            "{n} day takes overtime, {hours} in all",
            "{n} days take overtime, {hours} in all",
        ).format(hours=format_hours(sum(minutes) / 60, 1))
        rows.append({"rep_id": territory.rep_id, "account_id": "", "remark": remark})
    return rows


def _own_pace(reps: pd.DataFrame) -> list[dict[str, str]]:
    """Say of each rep who drives slower or faster than the roads say."""
    remark = _("drives take {fold} times as long as the roads say")
    return [
        {"rep_id": rep_id, "account_id": "", "remark": remark.format(fold=format_number(fold, 2))}
        for rep_id, fold in zip(reps["rep_id"], drive_factors(reps), strict=True)
        if fold != 1
    ]


def _without_compiled_search() -> list[dict[str, str]]:
    if compiled_search() is not None:
        return []
    remark = _(
        "planned without numba, so with longer tours than need be: install numba and run the step again"
    )
    return [{"rep_id": "", "account_id": "", "remark": remark}]
