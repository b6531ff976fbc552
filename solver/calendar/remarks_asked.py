"""What became of the dates that accounts ask for, and of those agreed with some freedom."""

from collections.abc import Iterator, Mapping

import pandas as pd

from solver.calendar.agreed import AGREED
from solver.calendar.settings import CalendarSettings, clock_text
from solver.calendar.tables import CalendarTables
from solver.words.i18n import _, counted, format_date, format_number, ngettext


def remarks_on_dates_asked(
    appointments: pd.DataFrame, of_rep: Mapping[str, pd.DataFrame], settings: CalendarSettings
) -> list[dict[str, str]]:
    """Return the dates of rhythms kept and moved, and what of an agreed visit had to give.

    Parameters
    ----------
    appointments : DataFrame
        The table `appointments`.
    of_rep : mapping of str to DataFrame
        The rows of `list_occurrences` of each rep.
    settings : CalendarSettings

    Returns
    -------
    list of dict
        `rep_id, account_id, remark`.
    """
    columns = ["account_id", "visit_no", "ideal_day", "asked_on", "clock", "first_day", "last_day"]
    if not of_rep:
        return []
    occurrences = pd.concat([rows[columns] for rows in of_rep.values()])  # looked through once, not by rep
    dated = appointments.merge(occurrences, on=["account_id", "visit_no"])
    dated = dated.assign(day=(dated["date"] - pd.Timestamp(settings.plan_start)).dt.days)
    return [*_rhythms(dated), *_what_gave(dated, settings)]


def remarks_on_rhythms_without_visits(tables: CalendarTables) -> Iterator[dict[str, str]]:
    """Name the accounts that ask for dates and get no visit: nobody is to wait for one."""
    rules = tables.visit_rules.reindex(columns=["account_id", "rhythm"])  # older runs have no rhythms
    asking = rules.loc[rules["rhythm"].notna(), "account_id"]
    without = tables.allocation[
        tables.allocation["visits"].eq(0) & tables.allocation["account_id"].isin(asking)
    ]
    for rep_id, account_id in without[["rep_id", "account_id"]].itertuples(index=False):
        said = _("asks for dates, and the plan gives it no visit")
        yield {"rep_id": str(rep_id), "account_id": str(account_id), "remark": said}


def _rhythms(dated: pd.DataFrame) -> Iterator[dict[str, str]]:
    asked = dated[dated["asked_on"].notna()]
    for (rep_id, account_id), own in asked.groupby(["rep_id", "account_id"], sort=True):
        apart = (own["day"] - own["asked_on"]).abs()
        remark = ngettext(
            "{kept} of {n} date of its rhythm kept", "{kept} of {n} dates of its rhythm kept", len(own)
        ).format(kept=format_number(int(apart.eq(0).sum())), n=format_number(len(own)))
        if apart.gt(0).any():
            most = counted(
                int(apart.max()),
                "the others moved by {n} day at most",
                "the others moved by {n} days at most",
            )
            remark = _("{remark}, {moved}").format(remark=remark, moved=most)
        yield {"rep_id": str(rep_id), "account_id": str(account_id), "remark": remark}


def _what_gave(dated: pd.DataFrame, settings: CalendarSettings) -> Iterator[dict[str, str]]:
    for row in dated[dated["status"].eq(AGREED)].to_dict("records"):
        then = format_date(settings.day(row["ideal_day"]))
        told = None
        if row["first_day"] < row["last_day"]:
            told = _("agreed for the week of {then}: it is on {now} at {time}, to be told")
        elif not pd.isna(row["clock"]) and clock_text(int(row["clock"])) != row["start"]:
            told = _("agreed for {then}: it is at {time} instead of {clock}, within its leeway")
        if told is not None:
            words = told.format(
                then=then,
                now=format_date(row["date"]),
                time=row["start"],
                clock="" if pd.isna(row["clock"]) else clock_text(int(row["clock"])),
            )
            yield {"rep_id": str(row["rep_id"]), "account_id": str(row["account_id"]), "remark": words}
