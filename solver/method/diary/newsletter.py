"""The newsletter: on which days it goes out, to whom, on which ground."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from solver.method.behaviour.complaints import called
from solver.method.diary.people import MARKETING, People
from solver.method.diary.windows import Plan, due
from solver.tables import check
from solver.tables.codes import VISITED_KINDS
from solver.words.i18n import _
from solver.words.months import months_before

TUESDAY = 1
VERIFIED_MONTHS = 36


def newsletter_dates(plan_start: date, plan_end: date, newsletter_months: int) -> list[pd.Timestamp]:
    """Return the days on which a newsletter goes out: the first Tuesday of each so manieth month.

    Parameters
    ----------
    plan_start, plan_end : date
    newsletter_months : int
        Months between two; 0 = none. Of three months, the newsletter goes out in the third.
    """
    if not newsletter_months:
        return []
    first, last = pd.Timestamp(plan_start), pd.Timestamp(plan_end)
    months = pd.period_range(first, last, freq="M")[newsletter_months - 1 :: newsletter_months]
    days = [month.start_time.normalize() for month in months]
    tuesdays = [day + pd.Timedelta(days=(TUESDAY - day.weekday()) % 7) for day in days]
    return [day for day in tuesdays if first <= day <= last]


def recipients(
    people: People,
    touchpoints: pd.DataFrame,
    complaints: pd.DataFrame,
    dates: list[pd.Timestamp],
    partner_actions: Mapping[Any, Mapping[Any, int]],
    *,
    as_of: date,
) -> pd.DataFrame:
    """Return whom each newsletter goes to, and what allows to write.

    Parameters
    ----------
    people : People
    touchpoints, complaints : DataFrame
        The canonical tables: an address of a firm that wants no more is left out; whose complaint is not
        settled waits for that.
    dates : list of Timestamp
        As `newsletter_dates` returns them.
    partner_actions : mapping
        Which kinds of partner get it.
    as_of : date

    Returns
    -------
    DataFrame
        The canonical table `recipients`. An address gets it once; the firm's own one only where no person of
        it does. Who was not verified for three years is asked first.
    """
    written = [
        *VISITED_KINDS,
        *(kind for kind, wanted in partner_actions.items() if wanted.get("newsletter")),
    ]
    accounts = people.accounts[["account_id", "kind", "email", "last_contact_on"]]
    accounts = accounts[people.may(accounts["account_id"]) & accounts["kind"].isin(written)]
    known = people.contacts[people.contacts["email"].notna() & ~people.contacts["no_email"]]
    known = known[["account_id", "contact_id", "email", "updated_on", "informed_on"]]
    persons = known.merge(accounts.drop(columns="email"), on="account_id")
    limit = months_before(as_of, VERIFIED_MONTHS)
    verified = persons["updated_on"].fillna(persons["last_contact_on"])
    persons = persons.assign(
        verify_first=~verified.ge(limit), untold=persons["informed_on"].isna(), ground="professional"
    )
    persons["ground"] = persons["ground"].mask(persons["kind"].eq("client"), "client")
    firms = accounts[accounts["email"].notna() & ~accounts["account_id"].isin(known["account_id"])]
    firms = firms[~firms["account_id"].isin(_unsubscribed(touchpoints))]
    firms = firms.assign(contact_id=None, verify_first=False, untold=False, ground="generic")
    columns = ["account_id", "contact_id", "email", "kind", "ground", "untold", "verify_first"]
    both = pd.concat([persons[columns], firms[columns].astype({"contact_id": "str"})], ignore_index=True)
    both = both[~both["email"].str.casefold().duplicated()]
    letters = pd.DataFrame({"newsletter_no": range(1, len(dates) + 1)})
    table = letters.merge(both, how="cross")
    table["complaint_first"] = table["account_id"].isin(called(complaints))
    table["first_notice"] = table.pop("untold").astype("bool") & table["newsletter_no"].eq(1)
    order = ["newsletter_no", "account_id", "contact_id"]
    return check("recipients", table.sort_values(order, kind="stable"))


def written_to(recipients: pd.DataFrame) -> pd.DataFrame:
    """Return the recipients to whom nothing else comes first, neither a check nor a complaint."""
    return recipients[~recipients["verify_first"] & ~recipients["complaint_first"]]


def readers(recipients: pd.DataFrame) -> frozenset[str]:
    """Return the accounts that get the newsletters."""
    return frozenset(written_to(recipients)["account_id"])


def newsletter_touches(recipients: pd.DataFrame, dates: list[pd.Timestamp], plan: Plan) -> pd.DataFrame:
    """Return one contact per newsletter and recipient; none yet to whom something else comes first."""
    rows = written_to(recipients)
    days = rows["newsletter_no"].map(dict(enumerate(dates, start=1))).astype("datetime64[us]")
    return due(
        rows,
        plan,
        motive="newsletter",
        due_from=days,
        due_on=days,
        channel="email",
        purpose=_("Newsletter"),
        owner=MARKETING,
    )


def _unsubscribed(touchpoints: pd.DataFrame) -> pd.Series:
    left = touchpoints["touch_outcome"].eq("unsubscribed") & touchpoints["contact_id"].isna()
    return touchpoints.loc[left, "account_id"]
