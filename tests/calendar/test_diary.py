"""The diary keeps what people accept in a quarter, in the order of the motives."""

from datetime import date

import pandas as pd
import pytest

from solver.calendar.diary import Diary
from solver.calendar.diary_counts import calls_by_week, pressure
from solver.calendar.phone import phone_time
from solver.calendar.room import accepted
from solver.report.findings.beside_visits import (
    calls_end_sentence,
    calls_sentence,
    cost_sentence,
    journeys_sentence,
    offers_sentence,
    other_contacts_eur,
    phone_sentence,
    recipients_by_ground,
    recipients_sentence,
    short_notice_sentence,
    touches_by_motive,
)
from solver.tables import empty
from tests.method.diary.tables import AS_OF, contacts_table, log, table_of
from tests.method.tables import accounts_table

PLAN = {"plan_start": date(2026, 1, 1), "plan_end": date(2026, 12, 31), "rep_days": empty("rep_days")}
ONE_PERSON = contacts_table([{"contact_id": "K1", "account_id": "C1"}])


def touch(motive, due_from, due_on, channel="phone", **more):
    return {
        "touch_id": f"C1-{motive}-1-2026",
        "motive": motive,
        "due_from": pd.Timestamp(due_from),
        "due_on": pd.Timestamp(due_on),
        "channel": channel,
        **more,
    }


def touches_table(*rows):
    usual = {"account_id": "C1", "no": 1, "purpose": "…", "owner": "R1", "cost_eur": 0.0, "status": "to_do"}
    return table_of("touches", list(rows), **usual)


def visits_on(*days):
    return pd.DataFrame({"account_id": "C1", "date": pd.to_datetime(list(days))})


def dated(touches, appointments, touchpoints=None, visits=None, contacts=ONE_PERSON, **plan):
    room = accepted(
        appointments,
        empty("visits") if visits is None else visits,
        empty("touchpoints") if touchpoints is None else touchpoints,
        accounts_table([{"account_id": "C1"}]),
        contacts,
        as_of=AS_OF,
        contacts_per_quarter_max=4,
    )
    table = Diary(appointments, room, **PLAN | plan).place(touches)
    return table.assign(motive=touches["motive"].to_numpy()).set_index("motive")


ANNIVERSARY = touch("occasion", "2026-02-10", "2026-02-17")
NEWSLETTER = touch("newsletter", "2026-03-03", "2026-03-03", "email")
OFFER = touch("offer", "2026-01-08", "2026-03-31")


def test_of_five_contacts_in_a_quarter_of_four_the_offer_moves():
    table = dated(touches_table(ANNIVERSARY, NEWSLETTER, OFFER), visits_on("2026-01-20", "2026-03-10"))
    assert table["placed_on"].to_dict() == {
        "occasion": pd.Timestamp("2026-02-10"),
        "newsletter": pd.Timestamp("2026-03-03"),
        "offer": pd.Timestamp("2026-04-01"),
    }
    assert table["cause"].fillna("").to_dict() == {
        "occasion": "",
        "newsletter": "",
        "offer": "a quarter later: it accepts 4 contacts a quarter",
    }


def test_what_finds_no_room_in_the_next_quarter_stays_without_a_day():
    full = visits_on(*["2026-02-02"] * 4, *["2026-05-04"] * 4)
    row = dated(touches_table(OFFER), full).loc["offer"]
    assert pd.isna(row["placed_on"])
    assert row["cause"] == "no room: its people have all the contacts they accept"


def test_a_newsletter_is_missed_and_not_sent_a_quarter_later():
    row = dated(touches_table(NEWSLETTER), visits_on(*["2026-02-02"] * 4)).loc["newsletter"]
    assert pd.isna(row["placed_on"])


def test_what_was_accepted_in_the_same_quarter_a_year_ago_is_accepted_again():
    made = pd.DataFrame({"account_id": "C1", "date": pd.to_datetime(["2025-02-03"] * 5), "status": "done"})
    table = dated(touches_table(OFFER), visits_on(*["2026-02-02"] * 4), visits=made)
    assert table["placed_on"].tolist() == [pd.Timestamp("2026-01-08")]


def test_two_people_accept_twice_as_much_and_one_who_objects_nothing():
    both = contacts_table(
        [
            {"contact_id": "K1", "account_id": "C1"},
            {"contact_id": "K2", "account_id": "C1"},
            {"contact_id": "K3", "account_id": "C1", "opposed": True},
        ]
    )
    seven, eight = visits_on(*["2026-02-02"] * 7), visits_on(*["2026-02-02"] * 8)
    assert dated(touches_table(OFFER), seven, contacts=both)["placed_on"].dt.quarter.tolist() == [1]
    assert dated(touches_table(OFFER), eight, contacts=both)["placed_on"].dt.quarter.tolist() == [2]


def test_visits_and_calls_of_the_quarter_in_which_the_plan_begins_count():
    room = accepted(
        visits_on("2026-02-20"),
        table_of("visits", [{"account_id": "C1", "date": pd.Timestamp("2026-01-06"), "status": "done"}]),
        log(*[("C1", "2026-01-12", "call", {})] * 2),
        accounts_table([{"account_id": "C1"}]),
        ONE_PERSON,
        as_of=date(2026, 1, 31),
        contacts_per_quarter_max=4,
    )
    plan = PLAN | {"plan_start": date(2026, 2, 1)}
    table = Diary(visits_on("2026-02-20"), room, **plan).place(touches_table(OFFER))
    assert table["placed_on"].tolist() == [pd.Timestamp("2026-04-01")]


def test_a_contact_by_visit_takes_a_visit_of_the_account_and_without_one_it_is_a_call():
    promise = touch("promise", "2026-01-05", "2026-02-27", "visit")
    seen = dated(touches_table(promise), visits_on("2026-02-18", "2026-05-04")).loc["promise"]
    assert (seen["placed_on"], seen["channel"]) == (pd.Timestamp("2026-02-18"), "visit")
    called = dated(touches_table(promise), visits_on("2026-05-04")).loc["promise"]
    assert (called["placed_on"], called["channel"]) == (pd.Timestamp("2026-02-27"), "phone")
    assert called["cause"] == "no visit left in its weeks: by phone"


def test_a_call_of_a_journey_lies_midway_between_two_visits_and_in_the_office_if_that_can_be():
    """Visits on 2 and 30 March: midway is Monday the 16th, and Friday the 13th is in the office."""
    call = touches_table(touch("retention", "2026-03-02", "2026-03-30"))
    seen = visits_on("2026-03-02", "2026-03-30")
    assert dated(call, seen)["placed_on"].tolist() == [pd.Timestamp("2026-03-16")]
    fridays = pd.DataFrame(
        {"rep_id": "R1", "date": pd.to_datetime(["2026-03-06", "2026-03-13"]), "activity": "admin"}
    )
    assert dated(call, seen, rep_days=fridays)["placed_on"].tolist() == [pd.Timestamp("2026-03-13")]


def test_two_calls_of_one_account_keep_apart():
    """Without a visit the first takes its last day, 30 March; the second is as far from it as can be."""
    one, two = (
        touch(motive, "2026-03-02", "2026-03-30", touch_id=f"C1-{motive}-1-2026")
        for motive in ("welcome", "retention")
    )
    assert dated(touches_table(one, two), visits_on())["placed_on"].tolist() == [
        pd.Timestamp("2026-03-30"),
        pd.Timestamp("2026-03-02"),
    ]


def test_nobody_is_called_on_a_weekend():
    """Due by Saturday, 3 January: on Friday; where the contact is not wanted before, on Monday."""
    by_friday = dated(touches_table(touch("promise", "2026-01-01", "2026-01-03")), visits_on())
    assert by_friday["placed_on"].tolist() == [pd.Timestamp("2026-01-02")]
    monday = dated(touches_table(touch("promise", "2026-01-03", "2026-01-03")), visits_on())
    assert monday["placed_on"].tolist() == [pd.Timestamp("2026-01-05")]


@pytest.mark.parametrize("motive", ["complaint", "leaving"])
def test_who_complained_or_may_leave_is_called_before_anybody_goes_there(motive):
    """Due within the month, from Saturday on: on Monday, not on the last day, after a visit."""
    call = dated(touches_table(touch(motive, "2026-01-03", "2026-01-30")), visits_on("2026-01-12"))
    assert call["placed_on"].tolist() == [pd.Timestamp("2026-01-05")]


def test_a_promise_that_finds_no_room_for_a_call_is_kept_at_the_next_visit():
    """Four visits fill the quarter: the first from the 15th on brings it up; else a call of April."""
    call = touches_table(touch("promise", "2026-01-15", "2026-01-19"))
    table = dated(call, visits_on("2026-01-06", "2026-01-20", "2026-02-03", "2026-03-03"))
    assert table[["placed_on", "channel", "cause"]].to_numpy().tolist() == [
        [pd.Timestamp("2026-01-20"), "visit", "no room for a call: its next visit brings it up"]
    ]
    made = pd.DataFrame({"account_id": "C1", "date": pd.to_datetime(["2026-01-06"] * 4), "status": "done"})
    later = dated(call, visits_on("2026-05-05"), visits=made)
    assert later["placed_on"].tolist() == [pd.Timestamp("2026-04-01")]


@pytest.mark.parametrize("motive", ["complaint", "leaving"])
def test_visits_that_fill_the_quarter_leave_nobody_waiting_who_complained_or_may_leave(motive):
    call = touches_table(touch(motive, "2026-01-15", "2026-01-29"), OFFER)
    table = dated(call, visits_on("2026-01-20", "2026-01-27", "2026-02-03", "2026-03-03"))
    assert (table["placed_on"][motive], table["channel"][motive]) == (pd.Timestamp("2026-01-15"), "phone")
    assert table["cause"][motive].startswith("on top of what its people accept")
    assert table["placed_on"]["offer"] == pd.Timestamp("2026-04-01")


def office_on(*days, rep="R1", activity="admin"):
    share = {"admin": 0.0, "field": 1.0, "leave": 0.0}[activity]
    return pd.DataFrame(
        {"rep_id": rep, "date": pd.to_datetime(list(days)), "activity": activity, "field_share": share}
    )


def test_half_of_the_hours_in_the_office_and_half_an_hour_in_the_field_are_for_the_phone():
    days = pd.concat(
        [
            office_on("2026-01-02"),
            office_on("2026-01-05", activity="leave"),
            office_on("2026-01-06", activity="field"),
        ]
    )
    phone = phone_time(days, pd.Series({"R1": 7.0}))
    assert list(phone.left["R1"].values()) == [210.0, 30.0]
    assert not phone.free("R1", pd.Timestamp("2026-01-05"), 6.0)
    assert phone.free("manager", pd.Timestamp("2026-01-05"), 6.0)


def test_no_day_holds_more_calls_than_there_is_time_for_and_the_largest_who_complained_come_first():
    """An hour in the office is half an hour on the phone: five calls of 6 minutes; five more wait a week."""
    calls = table_of(
        "touches",
        [
            touch("complaint", "2026-01-01", "2026-01-15") | {"touch_id": f"C{n}", "account_id": f"C{n}"}
            for n in range(10)
        ],
        no=1,
        purpose="…",
        owner="R1",
        cost_eur=0.0,
        status="to_do",
    )
    days = office_on("2026-01-02", "2026-01-09")
    table = dated(
        calls,
        visits_on(),
        rep_days=days,
        phone=phone_time(days, pd.Series({"R1": 1.0})),
        size=pd.Series({f"C{n}": float(n) for n in range(10)}),
    )
    on = table.set_index("touch_id")["placed_on"]
    assert on.value_counts().to_dict() == {pd.Timestamp("2026-01-02"): 5, pd.Timestamp("2026-01-09"): 5}
    assert sorted(on.index[on == pd.Timestamp("2026-01-02")]) == ["C5", "C6", "C7", "C8", "C9"]


def test_first_calls_are_shared_out_among_the_days_in_the_office_each_before_somebody_goes_there():
    """Eight, due within two weeks of three offices: three a day, the largest first; who is seen on the 12th
    is called on the 2nd, however small; the half hours in the field are left for others."""
    codes = [f"C{n}" for n in range(8)]
    rows = [
        touch("complaint", "2026-01-01", "2026-01-16") | {"touch_id": code, "account_id": code}
        for code in codes
    ]
    same = {"no": 1, "purpose": "…", "owner": "R1", "cost_eur": 0.0, "status": "to_do"}
    days = pd.concat(
        [office_on("2026-01-02", "2026-01-09", "2026-01-16"), office_on("2026-01-06", activity="field")]
    )
    seen = pd.DataFrame({"account_id": ["C0"], "date": [pd.Timestamp("2026-01-12")]})
    table = dated(
        table_of("touches", rows, **same),
        seen,
        rep_days=days,
        phone=phone_time(days, pd.Series({"R1": 7.0})),
        size=pd.Series({code: float(n) for n, code in enumerate(codes)}),
    )
    on = table.set_index("touch_id")["placed_on"].dt.day
    assert on[["C7", "C6", "C5", "C4", "C3", "C2", "C1", "C0"]].tolist() == [2, 2, 2, 9, 9, 9, 16, 2]


OFFICES = office_on("2026-01-02", "2026-01-09", "2026-01-16")


def two_calls(one, two):
    """Return the days of two calls of one account, by motive, and the causes that are told."""
    phone = phone_time(OFFICES, pd.Series({"R1": 1.0}))
    table = dated(touches_table(one, two), visits_on(), rep_days=OFFICES, phone=phone)
    taken = sum(30.0 - left for left in phone.left["R1"].values())
    return table["placed_on"].dt.day.to_dict(), table["cause"].dropna().to_dict(), taken


def test_a_call_in_place_of_a_visit_lies_near_the_middle_of_its_weeks_however_empty_their_end_is():
    """From 1 October to 31 December, the third around 15 November goes to the 30th: of its Fridays in the
    office, of half an hour on the phone each, those with time left come first; 23 December stays free."""
    fridays = [*(f"2026-11-{day}" for day in ("06", "13", "20", "27")), "2026-12-04", "2026-12-11"]
    days = pd.concat([office_on(*fridays), office_on("2026-10-02", "2026-12-23")])
    calls = touches_table(
        *(
            touch("action", "2026-10-01", "2026-12-31", touch_id=f"T{n}", account_id=f"C{n}")
            for n in range(21)
        )
    )
    table = dated(calls, visits_on(), rep_days=days, phone=phone_time(days, pd.Series({"R1": 1.0})))
    assert table["placed_on"].dt.strftime("%m-%d").value_counts().sort_index().to_dict() == {
        **dict.fromkeys(("11-06", "11-13", "11-20", "11-27"), 5),
        "12-04": 1,
    }


def test_two_calls_of_an_account_lie_eight_days_apart_where_their_weeks_allow():
    """The complaint is asked about on the 2nd; the action, due by the 16th, keeps away from it."""
    complaint = touch("complaint", "2026-01-01", "2026-01-15")
    days, causes, taken = two_calls(complaint, touch("action", "2026-01-01", "2026-01-16"))
    assert (days, causes, taken) == ({"complaint": 2, "action": 16}, {}, 12.0)


def test_a_call_keeps_two_days_from_a_visit_where_its_weeks_allow():
    """Of three office days, two lie beside the visit of the 12th; of these alone, the first is taken."""
    far = office_on("2026-02-11", "2026-02-13", "2026-02-16")
    near = office_on("2026-02-11", "2026-02-13")
    placed = [
        dated(
            touches_table(ANNIVERSARY),
            visits_on("2026-02-12"),
            rep_days=days,
            phone=phone_time(days, pd.Series({"R1": 8.0})),
        )["placed_on"].dt.day.tolist()
        for days in (far, near)
    ]
    assert placed == [[16], [11]]


def test_where_its_weeks_are_too_short_one_call_does_for_both_and_counts_once():
    complaint = touch("complaint", "2026-01-01", "2026-01-15")
    action = touch("action", "2026-01-01", "2026-01-09")
    days, causes, taken = two_calls(complaint, action)
    assert (days, taken) == ({"complaint": 2, "action": 2}, 6.0)
    assert causes == {"action": "one call for both: the rep phones there that day anyway"}
    rows = touches_table(complaint, action)
    dates = rows[["touch_id", "channel"]].assign(placed_on=pd.Timestamp("2026-01-02"))
    assert pressure(rows, dates, visits_on())["phone"].tolist() == [1]


def test_how_many_calls_come_shortly_before_their_visit_is_told_with_the_reason():
    """Calls from the 2nd on: the visit of the 6th cannot be called a week before, that of the 13th could."""
    calls = pd.DataFrame(
        {
            "call_on": pd.to_datetime(["2026-01-02", "2026-01-07", "2026-01-02", None]),
            "proposed_on": pd.to_datetime(["2026-01-06", "2026-01-13", "2026-01-13", "2026-01-06"]),
        }
    )
    assert short_notice_sentence(calls) == (
        "Calls less than 8 days before their visit: 2 of 4; 1 as the calls start on 2 January 2026 and "
        "the visits on 6 January 2026 and 1 as the rep is away sooner, or has no time left to phone. 1 call "
        "has no day: the office makes it, or the rep drops in."
    )
    assert not short_notice_sentence(calls[2:3])
    assert calls_end_sentence(calls) == (
        "Calls that fix the hour of a visit are listed up to 7 January 2026: run the plan again by then."
    )
    assert not calls_end_sentence(calls[3:])


def test_a_call_for_which_there_is_no_time_is_told_apart_from_one_for_which_there_is_no_room():
    """The one day in the office holds five calls; the sixth stays without a day."""
    calls = touches_table(
        *(
            touch("offer", "2026-01-01", "2026-03-31") | {"touch_id": f"T{n}", "account_id": f"C{n}"}
            for n in range(6)
        )
    )
    days = office_on("2026-01-02")
    table = dated(calls, visits_on(), rep_days=days, phone=phone_time(days, pd.Series({"R1": 1.0})))
    assert table["placed_on"].notna().sum() == 5
    assert table["cause"].dropna().tolist() == [
        "no day: the rep has no time left to phone in its weeks, nor after"
    ]


def test_the_hours_on_the_phone_stand_beside_those_in_the_office():
    table = touches_table(OFFER)
    days = dated(table, visits_on()).reset_index()[["touch_id", "placed_on", "channel", "cause"]]
    fixed = {"rep_id": "R1", "account_id": "C2", "call_on": pd.Timestamp("2026-01-08")}
    calls = pd.DataFrame([fixed | {"week": "2026-W02", "phoning_minutes": 20.0}])
    office = pd.DataFrame(
        {
            "rep_id": ["R1"],
            "date": [pd.Timestamp("2026-01-09")],
            "activity": ["admin"],
            "field_share": [0.5],
        }
    )
    hours = pd.Series({"R1": 8.0})
    weeks = calls_by_week(table, days, calls, office, hours, minutes_per_call=10)
    assert weeks.to_numpy().tolist() == [["R1", "2026-W02", 1, 1, 0, 0.5, 4.0]]
    # The same account on the same day: one call, whichever of the two takes the time.
    for own, hours_on_the_phone in ((20.0, 20 / 60), (0.0, 10 / 60)):
        once = calls.assign(account_id="C1", phoning_minutes=own)
        weeks = calls_by_week(table, days, once, office, hours, minutes_per_call=10)
        assert weeks.to_numpy().tolist() == [["R1", "2026-W02", 1, 0, 0, hours_on_the_phone, 4.0]]


def test_a_call_for_an_action_and_an_offer_is_one_for_an_action_and_counts_once():
    action = touch("action", "2026-01-01", "2026-01-09")
    later = touch("offer", "2026-02-01", "2026-02-09", touch_id="C1-offer-2-2026", no=2)
    table = touches_table(OFFER, action, later)
    days = table[["touch_id"]].assign(channel="phone", placed_on=pd.Timestamp("2026-01-08"))
    days.loc[2, "placed_on"] = pd.Timestamp("2026-01-09")
    nobody = empty("call_list"), empty("rep_days")
    weeks = calls_by_week(table, days, *nobody, pd.Series({"R1": 8.0}), minutes_per_call=10)
    assert weeks[["calls", "actions"]].to_numpy().tolist() == [[2, 1]]


def test_calls_say_how_many_have_another_day_and_how_many_have_no_number():
    """Of three calls one has a second day; C2 has no number, nor C4, who is called later in the year."""
    listed = pd.DataFrame(
        {"account_id": ["C1", "C2", "C3"], "alternative_on": [pd.Timestamp("2026-02-02")] + [None] * 2}
    )
    listed["third_on"] = None
    table = touches_table(touch("offer", "2026-01-01", "2026-01-09")).assign(account_id="C2")
    days = table[["touch_id"]].assign(channel="phone", placed_on=pd.Timestamp("2026-01-08"))
    people = accounts_table([{"account_id": code} for code in ("C1", "C2", "C3", "C4", "C5")])
    people["phone"] = ["02 98 00 00 01", None, "02 98 00 00 03", None, None]
    people["name"] = ["Ay", "Bee", "Cee", "Dee", "Ey"]
    later = pd.DataFrame({"account_id": ["C1", "C4"]})
    assert calls_sentence(listed, later, table, days, empty("contacts"), people) == (
        "1 of 3 calls has a second day to offer, 0 a third: all the other visits staying, no other day has "
        "the time left. 2 accounts of 4 to phone have no number in the file (Bee, Dee): their reps ask for "
        "one."
    )
    twice = pd.concat([listed, listed.head(1)])
    said = calls_sentence(twice, later, table, days, empty("contacts"), people)
    assert said.startswith("3 different accounts over these weeks. 2 of 4 calls have a second day")


def test_the_contacts_of_the_plan_are_told_by_quarter_and_channel():
    table = dated(touches_table(ANNIVERSARY, NEWSLETTER, OFFER), visits_on("2026-01-20", "2026-03-10"))
    touches = touches_table(ANNIVERSARY, NEWSLETTER, OFFER)
    told = pressure(touches, table.reset_index(drop=True), visits_on("2026-01-20", "2026-03-10"))
    assert told.to_numpy().tolist() == [["2026 Q1", 2, 1, 1], ["2026 Q2", 0, 1, 0]]
    assert list(told.columns) == ["quarter", "visit", "phone", "email"]


def test_a_diary_without_a_contact_is_a_table_without_a_line():
    nothing = empty("touches")
    room = accepted(
        empty("appointments"),
        empty("visits"),
        empty("touchpoints"),
        accounts_table([{"account_id": "C1"}]),
        ONE_PERSON,
        as_of=AS_OF,
        contacts_per_quarter_max=4,
    )
    days = Diary(empty("appointments"), room, **PLAN).place(nothing)
    assert days.empty
    assert pressure(nothing, days, empty("appointments")).empty
    weeks = calls_by_week(
        nothing,
        days,
        empty("call_list"),
        empty("rep_days"),
        pd.Series({"R1": 8.0}),
        minutes_per_call=6,
    )
    assert weeks.empty
    assert touches_by_motive(nothing).empty
    assert recipients_by_ground(empty("recipients")).empty
    told = offers_sentence(empty("offers"), empty("account_types"))
    assert told.startswith("0 of 0 medium accounts have a family gap")


PRICES = {"phone_contact_cost_eur": 12, "letter_contact_cost_eur": 1.5}


def contacts_due(*rows):
    return pd.DataFrame(rows, columns=["account_id", "motive", "channel"])


def planned(*rows):
    columns = ["action_id", "account_id", "channel", "calls", "budget_eur"]
    return pd.DataFrame(rows, columns=columns)


def test_the_contacts_cost_their_prices_and_stand_beside_the_budget():
    # 3 calls at 12 and 20 e-mails at 1.50 are 66; a visit and an event have no price of their own.
    channels = ["visit"] * 5 + ["phone"] * 3 + ["email"] * 20 + ["event"] * 2
    due = contacts_due(*(("C1", "offer", channel) for channel in channels))
    told = cost_sentence(due, planned(), PRICES, pd.DataFrame({"other_cost_eur": [40.0, 60.0]}))
    assert told.startswith("Contacts that are due: 30, by a visit of the plan 5, beside the visits 25.")
    assert "At €12.00 a call and €1.50 a letter or an e-mail the last cost €66." in told
    assert told.endswith("€66 of the €66 is not in it: all calls and letters together cost €166.")


def test_every_call_and_letter_that_stands_in_the_contacts_and_in_the_budget_counts_once():
    """C1 in place of visits: 2 calls twice. C2, a journey: 3 calls planned, 2 due. C3: two letters, one sent.

    In the contacts 4 calls and a letter cost 49.50, in the budget 5 calls and 2 letters 63: 4 calls and a
    letter, 49.50, stand in both. The offer to C1 stands in the contacts alone: 12 more. In all 75.
    """
    due = contacts_due(
        *[("C1", "action", "phone")] * 2,
        *[("C2", "prevention", "phone")] * 2,
        ("C3", "newsletter", "email"),
        ("C1", "offer", "phone"),
    )
    actions = planned(
        ("C1-economy-2026", "C1", "phone", 2, 24.0),
        ("C2-prevention-2026-2", "C2", "phone", 3, 36.0),
        ("C3-inform-2026", "C3", "email", 0, 3.0),
        ("C4-promise-251104-2026", "C4", "visit", 0, 0.0),
    )
    told = cost_sentence(due, actions, PRICES, pd.DataFrame({"other_cost_eur": [63.0]}))
    assert told.endswith(
        "the last cost €62. The cost of the plan holds €63 for the calls and letters of its actions. €50 of "
        "it is for contacts that are among these; €12 of the €62 is not in it: all calls and letters "
        "together cost €75."
    )
    assert other_contacts_eur(due, actions, PRICES) == pytest.approx(12)


def test_the_contacts_of_the_journeys_that_are_not_among_them_have_their_reason():
    """Of 5, one waits on a record on hold and one is made by the call to who complained."""
    journeys = pd.DataFrame({"account_id": ["C1", "C1", "C1", "C2", "C3"]})
    due = pd.DataFrame({"motive": ["prevention"] * 3 + ["complaint"]})
    told = journeys_sentence(journeys, due, {"C2"})
    assert told.startswith("Contacts of the journeys: 5 in step 8, 3 here. 1 wait")
    assert told.endswith(
        "; 1 are made by the call to who complained or may leave, would thank who may leave, or would go "
        "where somebody decided on no visit."
    )


def test_the_calls_in_place_of_a_visit_are_among_the_hours_on_the_phone_of_a_week():
    """3 hours in two weeks of one rep; 4 calls beside those for appointments, 2 of them of actions."""
    weeks = pd.DataFrame(
        {
            "owner": "R1",
            "week": ["2026-W02", "2026-W03"],
            "appointments": [10, 20],
            "calls": [1, 3],
            "actions": [1, 1],
            "hours": [1.0, 2.0],
            "office_hours": 7.5,
        }
    )
    told = phone_sentence(weeks, pd.DataFrame({"rep_id": ["R1"]}))
    assert "15.0 to fix an hour and 2.0 beside, 1.0 of these for actions of the plan" in told
    assert told.endswith("They take 1.5\xa0h of 7.5\xa0h in the office.")


def test_the_addresses_of_the_grounds_less_those_that_wait_are_those_that_get_the_newsletter():
    """Of four addresses one is verified first, and one waits for both; two get it."""
    listed = pd.DataFrame(
        {
            "newsletter_no": [1, 1, 1, 1, 2],
            "verify_first": [False, True, True, False, False],
            "complaint_first": [False, False, True, False, False],
        }
    )
    sent = pd.DataFrame({"motive": ["newsletter"] * 3, "no": [1, 1, 2]})
    assert recipients_sentence(listed, sent) == (
        "Addresses: 4. It is for 2 of them, as far as they accept a contact that day; 2 are verified first, "
        "1 wait until a complaint is settled, 1 of these for both."
    )
