"""The contacts beside the visits in words and small tables."""

from collections.abc import Collection, Iterable, Mapping

import pandas as pd

from solver.calendar.calls import LATEST, people_to_ask
from solver.report.figures.shared import names_of
from solver.tables.actions import MADE_BY_PHONE, codes_of
from solver.tables.channels import CHANNELS, SPOKEN
from solver.tables.codes import JOURNEYS, label, labels
from solver.tables.touch_codes import GROUNDS, MOTIVES
from solver.words.i18n import _, counted, format_date, format_hours, format_money, format_number, mark_plural
from solver.words.sentences import listed

MEDIUM = "medium_account"
NAMED = 6  # accounts without a number
# Under which motive the diary has the calls and letters of an action, where that is not its own code.
MOTIVES_OF_ACTIONS = {**dict.fromkeys(MADE_BY_PHONE, "action"), "inform": "newsletter"}


def touches_by_motive(touches: pd.DataFrame) -> pd.DataFrame:
    """Return how many contacts are due by motive and channel: `motive`, the channels, in their order."""
    table = pd.crosstab(touches["motive"], touches["channel"])
    motives = [motive for motive in MOTIVES if motive in table.index]
    channels = [channel for channel in labels("channel") if channel in table.columns]
    return table.loc[motives, channels].rename_axis(index="motive", columns=None).reset_index()


def channel_heads(table: pd.DataFrame) -> dict[str, str]:
    """Return what the columns of a table by channel are called, those beside them by their own names."""
    heads = {"motive": _("Motive"), "quarter": _("Quarter"), **labels("channel")}
    return {str(name): heads[str(name)] for name in table.columns}


def cost_sentence(
    touches: pd.DataFrame, action_plan: pd.DataFrame, prices_eur: Mapping[str, float], budget: pd.DataFrame
) -> str:
    """Say what these contacts cost, and together with the calls and letters of the budget.

    The calls and letters of the plan's own actions that stand in both count once.

    Parameters
    ----------
    touches, action_plan : DataFrame
        The canonical tables.
    prices_eur : mapping
        What one contact costs, by the parameter that says it.
    budget : DataFrame
        The canonical table.
    """
    price = _prices(prices_eur)
    cost = float(touches["channel"].map(price).fillna(0.0).sum())
    other = float(budget["other_cost_eur"].sum())
    twice = _twice_eur(touches, action_plan, price)
    visits = int(touches["channel"].eq("visit").sum())
    return _(
        "Contacts that are due: {all}, by a visit of the plan {visits}, beside the visits {beside}. "
        "At {call} a call and {letter} a letter or an e-mail the last cost {cost}. The cost of the plan "
        "holds {other} for the calls and letters of its actions. {twice} of it is for contacts that are "
        "among these; {others} of the {cost} is not in it: all calls and letters together cost {most}."
    ).format(
        all=format_number(len(touches)),
        visits=format_number(visits),
        beside=format_number(len(touches) - visits),
        call=format_money(prices_eur["phone_contact_cost_eur"], 2),
        letter=format_money(prices_eur["letter_contact_cost_eur"], 2),
        cost=format_money(cost),
        other=format_money(other),
        twice=format_money(twice),
        others=format_money(cost - twice),
        most=format_money(cost + other - twice),
    )


def other_contacts_eur(
    touches: pd.DataFrame, action_plan: pd.DataFrame, prices_eur: Mapping[str, float]
) -> float:
    """Return what the contacts that are due cost beyond the calls and letters of the plan's own actions."""
    price = _prices(prices_eur)
    cost = float(touches["channel"].map(price).fillna(0.0).sum())
    return cost - _twice_eur(touches, action_plan, price)


def _prices(prices_eur: Mapping[str, float]) -> dict[str, float]:
    return {name: prices_eur[channel.cost] for name, channel in CHANNELS.items() if channel.cost}


def _twice_eur(touches: pd.DataFrame, action_plan: pd.DataFrame, price: Mapping[str, float]) -> float:
    """Return what the calls and letters cost that stand in the plan and, for the same motive, here."""
    code = codes_of(action_plan["action_id"])
    motive = code.replace(MOTIVES_OF_ACTIONS).fillna("")
    planned = {
        "phone": action_plan["calls"] * price["phone"],
        "email": action_plan["budget_eur"].where(action_plan["channel"].eq("email"), 0.0),
    }
    total = 0.0
    for channel, own in planned.items():
        asked = own.groupby([action_plan["account_id"], motive.rename("motive")]).sum()
        made = touches[touches["channel"].eq(channel)].groupby(["account_id", "motive"]).size()
        least = (made * price[channel]).clip(upper=asked.reindex(made.index).fillna(0.0))
        total += float(least.sum())
    return total


def journeys_sentence(journeys: pd.DataFrame, touches: pd.DataFrame, held: Collection[str]) -> str:
    """Say what of the journeys of step 8 is among the contacts, and where the rest is.

    Parameters
    ----------
    journeys, touches : DataFrame
        The canonical tables.
    held : collection of str
        The accounts on hold, by account_id.
    """
    due = int(touches["motive"].isin(JOURNEYS).sum())
    waiting = int(journeys["account_id"].isin(held).sum())
    called = len(journeys) - waiting - due
    if not len(journeys):
        return ""
    if not (waiting or called):
        return _("Contacts of the journeys: {n} in step 8, and as many here.").format(n=format_number(due))
    return _(
        "Contacts of the journeys: {all} in step 8, {due} here. {waiting} wait until somebody has said what "
        "becomes of a record on hold; {called} are made by the call to who complained or may leave, would "
        "thank who may leave, or would go where somebody decided on no visit."
    ).format(
        all=format_number(len(journeys)),
        due=format_number(due),
        waiting=format_number(waiting),
        called=format_number(called),
    )


def phone_sentence(calls_by_week: pd.DataFrame, reps: pd.DataFrame) -> str:
    """Say how many hours a rep phones in a week, for what, beside those in the office.

    Parameters
    ----------
    calls_by_week : DataFrame
        `owner, week, appointments, calls, actions, hours, office_hours`, as step 12 has it.
    reps : DataFrame
        The canonical table.
    """
    mine = calls_by_week[calls_by_week["owner"].isin(reps["rep_id"])]
    weeks = mine["week"].nunique() * len(reps)
    if not weeks:
        return ""
    return _(
        "Calls of a rep in a week, on average: {appointments} to fix an hour and {calls} beside, {actions} "
        "of these for actions of the plan, in place of a visit above all. They take {hours} of {office} in "
        "the office."
    ).format(
        hours=format_hours(mine["hours"].sum() / weeks, 1),
        office=format_hours(mine["office_hours"].sum() / weeks, 1),
        appointments=format_number(mine["appointments"].sum() / weeks, 1),
        calls=format_number(mine["calls"].sum() / weeks, 1),
        actions=format_number(mine["actions"].sum() / weeks, 1),
    )


def short_notice_sentence(calls: pd.DataFrame) -> str:
    """Say how many calls for appointments come less than eight days before the visit, and why.

    Parameters
    ----------
    calls : DataFrame
        The table `call_list`.
    """
    start, first = calls["call_on"].min(), calls["proposed_on"].min()
    without = int(calls["call_on"].isna().sum())
    short = calls[calls["proposed_on"] - calls["call_on"] < LATEST]
    at_start = int((short["proposed_on"] - start < LATEST).sum())
    said = []
    if len(short) > at_start:
        words = _("{n} as the rep is away sooner, or has no time left to phone")
        said.append(words.format(n=format_number(len(short) - at_start)))
    if at_start:
        words = _("{n} as the calls start on {start} and the visits on {first}")
        days = {"start": format_date(start, "long"), "first": format_date(first, "long")}
        said.insert(0, words.format(n=format_number(at_start), **days))
    told = []
    if said:
        sentence = _("Calls less than 8 days before their visit: {n} of {all}; {why}.")
        n, every = format_number(len(short)), format_number(len(calls))
        told.append(sentence.format(all=every, n=n, why=listed(said)))
    if without:
        forms = mark_plural(
            "{n} call has no day: the office makes it, or the rep drops in.",
            "{n} calls have no day: the office makes them, or the rep drops in.",
        )
        told.append(counted(without, *forms))
    return " ".join(told)


def calls_end_sentence(calls: pd.DataFrame) -> str:
    """Say up to which day calls for appointments are listed, and where those after it come from.

    Parameters
    ----------
    calls : DataFrame
        The table `call_list`; without a day in it, nothing is said.
    """
    last = calls["call_on"].max()
    if pd.isna(last):
        return ""
    told = _("Calls that fix the hour of a visit are listed up to {day}: run the plan again by then.")
    return told.format(day=format_date(last, "long"))


def calls_sentence(
    call_list: pd.DataFrame,
    appointments: pd.DataFrame,
    touches: pd.DataFrame,
    touch_dates: pd.DataFrame,
    contacts: pd.DataFrame,
    accounts: pd.DataFrame,
) -> str:
    """Say how many accounts these calls reach, which days they have to offer, and who has no number.

    Parameters
    ----------
    call_list, appointments, touches, touch_dates, contacts, accounts : DataFrame
        The canonical tables; who has no number is told of all that are phoned over the plan.
    """
    dated = touch_dates[touch_dates["channel"].isin(SPOKEN) & touch_dates["placed_on"].notna()]
    phoned = touches.loc[touches["touch_id"].isin(dated["touch_id"]), "account_id"]
    people = people_to_ask(contacts, accounts[~accounts["opposed"].astype("bool")]).set_index("account_id")
    asked = pd.concat([call_list["account_id"], appointments["account_id"], phoned]).drop_duplicates()
    people = people[people.index.isin(asked)]
    silent = people.index[people["contact_phone"].isna() & people["switchboard"].isna()]
    said = [_different(call_list), _other_days(call_list), _without_a_number(silent, len(people), accounts)]
    return " ".join(sentence for sentence in said if sentence)


def _different(calls: pd.DataFrame) -> str:
    """Say how many accounts are called over all the weeks, as some are called in several."""
    once = calls["account_id"].nunique()
    if once == len(calls):
        return ""
    return counted(once, "{n} account in all over these weeks.", "{n} different accounts over these weeks.")


def _without_a_number(silent: pd.Index, phoned: int, accounts: pd.DataFrame) -> str:
    """Name the accounts to phone that have no number; of many, say where they are listed."""
    if silent.empty:
        return ""
    names = names_of(silent, accounts)
    where = (
        ""
        if len(names) <= NAMED
        else " " + _("All of them: action plan, “Verify the record”, where the telephone is asked for.")
    )
    said = counted(
        len(names),
        "{n} account of {all} to phone has no number in the file ({names}): its rep asks for one.",
        "{n} accounts of {all} to phone have no number in the file ({names}): their reps ask for one.",
    ).format(all=format_number(phoned), names=", ".join(names[:NAMED]) + ("…" if where else ""))
    return said + where


def _other_days(calls: pd.DataFrame) -> str:
    second, third = (int(calls[name].notna().sum()) for name in ("alternative_on", "third_on"))
    if calls.empty or second == len(calls):
        return ""
    return counted(
        second,
        "{n} of {all} calls has a second day to offer, {third} a third: all the other visits staying, no "
        "other day has the time left.",
        "{n} of {all} calls have a second day to offer, {third} a third: all the other visits staying, no "
        "other day has the time left.",
    ).format(all=format_number(len(calls)), third=format_number(third))


def offers_sentence(offers: pd.DataFrame, account_types: pd.DataFrame) -> str:
    """Say how many medium accounts have a gap, and how many of them get an offer."""
    medium = int(account_types["account_type"].eq(MEDIUM).sum())
    with_gap = offers[offers["account_type"].eq(MEDIUM)]
    made = with_gap[with_gap["reason"].isna()]
    return counted(
        len(with_gap),
        "{n} of {medium} medium accounts has a family gap ({gap}); an offer goes to {made} of them. The "
        "others are sold to on a visit, or stand in the list with the reason.",
        "{n} of {medium} medium accounts have a family gap ({gap}); an offer goes to {made} of them. The "
        "others are sold to on a visit, or stand in the list with the reason.",
    ).format(
        medium=format_number(medium),
        gap=format_money(with_gap["gap_eur"].sum()),
        made=format_number(len(made)),
    )


def dated_sentence(touches: pd.DataFrame, touch_dates: pd.DataFrame) -> str:
    """Say how many of the contacts that are due have a day, how many found none, and what became of visits.

    Parameters
    ----------
    touches, touch_dates : DataFrame
        The canonical tables.
    """
    both = touches[["touch_id", "motive", "channel"]].merge(
        touch_dates[["touch_id", "placed_on", "channel"]], on="touch_id", suffixes=("_due", "")
    )
    dated = both["placed_on"].notna()
    by_visit = both["channel_due"].eq("visit")
    said = counted(
        len(both),
        "{n} contact is due, {visits} by a visit of the plan and {beside} beside the visits: {dated} has a "
        "day, {left} found no room{motives}.",
        "{n} contacts are due, {visits} by a visit of the plan and {beside} beside the visits: {dated} have "
        "a day, {left} found no room{motives}.",
    ).format(
        visits=format_number(int(by_visit.sum())),
        beside=format_number(int((~by_visit).sum())),
        dated=format_number(int(dated.sum())),
        left=format_number(int((~dated).sum())),
        motives=_by_motive(both.loc[~dated, "motive"]),
    )
    if not (called := int((by_visit & both["channel"].ne("visit")).sum())):
        return said
    return f"{said} " + counted(
        called,
        "{n} of those by a visit is a call instead: no visit is left in its weeks.",
        "{n} of those by a visit are calls instead: no visit is left in their weeks.",
    )


def _by_motive(motives: pd.Series) -> str:
    """Write how many contacts of each motive, in brackets; nothing where there is none."""
    counts = motives.value_counts()
    said = [f"{label('motive', name)} {format_number(counts[name])}" for name in MOTIVES if name in counts]
    return f" ({', '.join(said)})" if said else ""


def recipients_by_ground(recipients: pd.DataFrame) -> pd.DataFrame:
    """Return to how many addresses the first newsletter goes, on which ground."""
    first = recipients[recipients["newsletter_no"].eq(1)]
    table = first.groupby("ground").agg(
        addresses=("email", "size"),
        people=("contact_id", "count"),
        first_notice=("first_notice", "sum"),
        verify_first=("verify_first", "sum"),
        complaint_first=("complaint_first", "sum"),
    )
    grounds = [ground for ground in GROUNDS if ground in table.index]
    table = table.loc[grounds].reset_index()
    return table.assign(ground=[label("ground", ground) for ground in table["ground"]])


def recipients_sentence(recipients: pd.DataFrame, touches: pd.DataFrame) -> str:
    """Say to how many of the addresses the first newsletter goes at once, and what the others wait for."""
    first = recipients[recipients["newsletter_no"].eq(1)]
    if first.empty:
        return ""
    verify, complaint = first["verify_first"], first["complaint_first"]
    sent = int((touches["motive"].eq("newsletter") & touches["no"].eq(1)).sum())
    return _(
        "Addresses: {all}. It is for {sent} of them, as far as they accept a contact that day; {verify} are "
        "verified first, {complaint} wait until a complaint is settled, {both} of these for both."
    ).format(
        all=format_number(len(first)),
        sent=format_number(sent),
        verify=format_number(int(verify.sum())),
        complaint=format_number(int(complaint.sum())),
        both=format_number(int((verify & complaint).sum())),
    )


def recipients_heads() -> dict[str, str]:
    """Return the heads of that table."""
    return {
        "ground": _("Ground"),
        "addresses": _("Addresses"),
        "people": _("Of people"),
        "first_notice": _("Told for the first time"),
        "verify_first": _("Verify first"),
        "complaint_first": _("Complaint first"),
    }


def older_names_sentence(names: Iterable[str], newsletter_months: int) -> str | None:
    """Say how an older name of a parameter was read; nothing where none was."""
    if "newsletters_per_quarter" not in names:
        return None
    return _(
        "The portfolio still says newsletters_per_quarter; it is read as newsletter_months: {n}, the months "
        "between two newsletters."
    ).format(n=newsletter_months)
