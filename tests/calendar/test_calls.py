import pandas as pd
import pytest

from solver.calendar.calls import (
    _days_tried,
    appointment_calls,
    call_list,
    people_to_ask,
    phoning_hours,
)
from solver.calendar.phone import PhoneTime, phone_time
from tests.calendar.village import done, four_weeks, plan, village_firm


def people(*rows):
    columns = ["contact_id", "account_id", "name", "role", "phone", "opposed"]
    return pd.DataFrame(list(rows), columns=columns)


ANN = ("P1", "C1", "Ann", "user", "0102030401", False)
BOB = ("P2", "C1", "Bob", "decision_maker", "0102030402", False)
EVE = ("P3", "C1", "Eve", "decision_maker", "0102030403", True)


def nothing(_day):
    """Nothing else is due before a call."""


def calls(visits=(1,), log=(), contacts=(), kinds=None, phones=None, opposed=(), scores=(), **changes):
    """Return the calls of a plan of four weeks from Monday 5 January 2026 on."""
    ids = [f"C{i}" for i in range(1, len(visits) + 1)]
    firm = village_firm([(0.1, 0.0)] * len(ids), list(visits), log=log)
    result = plan(firm)
    accounts = firm.accounts.assign(
        kind=kinds or ["client"] * len(ids),
        phone=phones or ["0200000000"] * len(ids),
        opposed=[account_id in opposed for account_id in ids],
    )
    grid = pd.DataFrame(list(scores), columns=["account_id", "score"])
    weeks = changes.pop("call_weeks", 4)
    made = appointment_calls(
        result.appointments,
        accounts,
        people(*contacts),
        grid,
        firm.visits,
        four_weeks(),
        phone=at_the_desk(),
        due_before=nothing,
        **changes,
    )
    return call_list(made, result.other_days, four_weeks(), call_weeks=weeks)


def called_on(*days, phone, kind="client", scores=(), log=(), due_before=nothing):
    """Return the calls of a plan from 5 January 2026, for a visit on each of these days, all elsewhere."""
    ids = [f"C{i}" for i in range(1, len(days) + 1)]
    visits = pd.DataFrame(
        {"account_id": ids, "visit_no": 1, "rep_id": "R1", "start": "09:00", "status": "planned"}
    ).assign(date=pd.to_datetime([f"2026-01-{day:02d}" for day in days]), ideal_gap_days=28.0)
    accounts = pd.DataFrame(
        {"account_id": ids, "name": ids, "kind": kind, "phone": "0200000000", "opposed": False}
    )
    grid = pd.DataFrame({"account_id": ids[: len(scores)], "score": list(scores)})
    known = (visits, accounts, people(), grid)
    return appointment_calls(
        *known,
        village_firm([(0.1, 0.0)], [1], log=log).visits,
        four_weeks(),
        phone=phone,
        due_before=due_before,
        reach_rate=1.0,
        client_appointment_rate=1.0,
    ).set_index("account_id")


def at_the_desk(*offices, leave=()):
    """Return the time on the phone of a rep who is at the desk on these days, else away or in the field."""
    days = pd.bdate_range("2026-01-05", "2026-01-30")
    kinds = {**dict.fromkeys(offices, "admin"), **dict.fromkeys(leave, "leave")}
    table = pd.DataFrame(
        {"rep_id": "R1", "date": days, "activity": [kinds.get(day.day, "field") for day in days]}
    )
    table["field_share"] = table["activity"].eq("field") * 1.0
    return phone_time(table, pd.Series({"R1": 1.0}))


def test_an_hour_is_fixed_a_week_or_two_before_the_visit_and_at_the_desk():
    """Visits on the 26th and the 27th: of the 12th to the 19th only the 16th is at the desk."""
    table = called_on(26, 27, phone=at_the_desk(9, 16, 23))
    assert table["call_on"].tolist() == [pd.Timestamp("2026-01-16")] * 2
    assert table["week"].tolist() == ["2026-W03"] * 2
    assert table["cause"].isna().all()


def test_what_a_plan_starts_with_is_called_as_soon_as_it_starts_and_the_reason_is_told():
    table = called_on(7, phone=at_the_desk(5, 9))
    assert table["call_on"].tolist() == [pd.Timestamp("2026-01-05")]
    assert table["cause"].tolist() == [
        "less than 8 days before the visit: the rep has no day to phone sooner"
    ]


def test_no_day_holds_more_calls_than_there_is_time_for():
    """Half an hour a day holds five calls of six minutes; the 12 of the 13th take the 5th before the 6th."""
    table = called_on(*[13] * 12, phone=at_the_desk(5))
    assert table["call_on"].dt.day.value_counts().to_dict() == {5: 5, 6: 5, 7: 2}
    late = table[table["call_on"].dt.day > 5]
    assert late["cause"].unique().tolist() == [
        "less than 8 days before the visit: until then there is no time left to phone"
    ]


def test_the_last_place_at_the_desk_is_for_the_more_urgent_call():
    """Six calls for the five of the 16th: the one of the lowest score is made in the field, on the 12th."""
    table = called_on(*[27] * 6, phone=at_the_desk(16), scores=(10, 60, 50, 40, 30, 20))
    assert table["call_on"].dt.day.to_dict() == dict.fromkeys(["C2", "C3", "C4", "C5", "C6"], 16) | {"C1": 12}
    assert table["priority"].to_dict()["C1"] == 1, "in the order of their days"
    of_the_16th = table[table["call_on"].dt.day.eq(16)].sort_values("priority")
    assert list(of_the_16th.index) == ["C2", "C3", "C4", "C5", "C6"]


def test_who_comes_back_from_leave_called_before_leaving():
    """On leave from the 12th to the 23rd, at the desk on the 9th: a visit of Monday, 26th, is fixed there."""
    table = called_on(26, phone=at_the_desk(9, leave=range(12, 24)))
    assert table["call_on"].tolist() == [pd.Timestamp("2026-01-09")]
    assert table["cause"].tolist()[0].startswith("more than 15 days before the visit")


def test_a_call_for_which_no_time_is_left_is_listed_without_a_day_and_says_so():
    table = called_on(*[6] * 7, phone=at_the_desk(5))
    assert table["call_on"].isna().sum() == 2
    told = table.loc[table["call_on"].isna(), "cause"]
    assert told.str.startswith("no time to phone is left before the visit").all()
    assert table["week"].unique().tolist() == ["2026-W02"]


def test_who_is_phoned_within_the_days_of_its_call_is_phoned_once_for_both():
    """Phoned on the 13th for something else: the visit of the 26th is fixed there, not on the 16th."""
    phone = at_the_desk(9, 16, 23)
    phone.call("C1", "R1", pd.Timestamp("2026-01-13"), 6.0)
    table = called_on(26, 26, phone=phone)
    assert table["call_on"].dt.day.to_dict() == {"C1": 13, "C2": 16}
    assert table["phoning_minutes"].to_dict() == {"C1": 0.0, "C2": 6.0}
    assert table["cause"]["C1"] == "one call for both: the rep phones there that day anyway"
    assert phone.left["R1"][pd.Timestamp("2026-01-13")] == 24.0


@pytest.mark.parametrize(("phoned_on", "called_on_the"), [(8, 8), (7, 16)])
def test_who_is_phoned_up_to_a_week_before_the_days_of_its_call_is_not_phoned_again(phoned_on, called_on_the):
    """That of the 30th is fixed from the 15th on: a call of the 8th does for both, not one of the 7th."""
    phone = at_the_desk(9, 16, 23)
    phone.call("C1", "R1", pd.Timestamp(2026, 1, phoned_on), 6.0)
    assert called_on(30, phone=phone)["call_on"].dt.day.to_dict() == {"C1": called_on_the}


def test_an_account_that_a_colleague_phones_that_day_is_called_on_another():
    phone = at_the_desk(16)
    phone.call("C1", "R2", pd.Timestamp("2026-01-16"), 6.0)
    assert called_on(26, phone=phone)["call_on"].dt.day.tolist() == [12]


def test_the_nearest_visit_comes_first_and_is_named_first():
    """Half an hour on the 5th holds five calls of six minutes: those for the 6th and the 7th."""
    table = called_on(12, 7, 12, 6, 6, 12, 7, phone=at_the_desk(5))
    assert sorted(table.index[table["call_on"].dt.day == 5]) == ["C1", "C2", "C4", "C5", "C7"]
    first = table[table["call_on"].dt.day == 5].sort_values("priority")
    assert first["proposed_on"].dt.day.tolist() == [6, 6, 7, 7, 12]


def test_what_is_due_before_the_last_good_day_of_a_call_takes_its_time_first():
    """The last good day for the visit of the 26th is the 18th; for that of the 7th, the plan's first."""
    asked = []
    called_on(26, 7, phone=at_the_desk(), due_before=asked.append)
    assert [day.day for day in asked] == [5, 18]


def test_the_decision_maker_is_asked_for_on_a_direct_line():
    row = calls(contacts=[ANN, BOB]).iloc[0]
    assert (row["contact"], row["phone"], row["priority"]) == ("Bob", "0102030402", 1)
    assert row["week"].startswith("2026-W0")
    assert row["alternative_on"] != row["proposed_on"]


def test_a_contact_without_a_telephone_comes_after_one_who_has_one():
    mute = ("P0", "C1", "Max", "decision_maker", None, False)
    assert calls(contacts=[mute, ANN]).iloc[0]["contact"] == "Ann"
    alone = calls(contacts=[mute]).iloc[0]
    assert (alone["contact"], alone["phone"]) == ("Max", "0200000000")


def test_of_several_people_one_is_asked_for_with_a_telephone_first_then_by_role_then_by_code():
    accounts = pd.DataFrame({"account_id": ["C1", "C2", "C3"], "phone": "0200000000"})
    mute = ("P0", "C1", "Max", "decision_maker", None, False)
    twin = ("P9", "C2", "Zoe", "user", "0102030409", False)
    rows = [twin, mute, ANN, BOB, EVE, ("P8", "C2", "Tim", "user", "0102030408", False)]
    found = people_to_ask(people(*rows).assign(function=None), accounts)
    assert found[["account_id", "contact"]].fillna("").to_numpy().tolist() == [
        ["C1", "Bob"],
        ["C2", "Tim"],
        ["C3", ""],
    ]
    assert found["switchboard"].tolist() == ["0200000000"] * 3


def test_an_opposed_contact_never_appears_nor_the_line_of_one():
    assert calls(contacts=[EVE, ANN]).iloc[0]["contact"] == "Ann"
    row = calls(contacts=[EVE], phones=["0102030403"]).iloc[0]
    assert pd.isna(row["contact"])
    assert pd.isna(row["phone"])


def test_an_opposed_account_never_appears():
    assert calls(visits=(1, 1), opposed=["C1"])["account_id"].tolist() == ["C2"]


def test_calls_as_urgent_as_each_other_come_by_date_then_by_account():
    """Nine accounts nobody has visited, seven of which fill a day: two days at least."""
    table = calls(visits=(1,) * 9)
    assert table["week"].tolist() == sorted(table["week"])
    for _week, week in table.groupby("week"):
        found = list(zip(week["proposed_on"], week["account_id"], strict=True))
        assert found == sorted(found)
    assert table.groupby("week")["proposed_on"].nunique().max() > 1
    assert table.groupby("proposed_on").size().max() > 1


def test_lateness_times_score_sets_the_order_of_the_calls_for_one_day():
    """Gap 28 days. C1: 42 / 28 x 10 = 15. C2: 28 / 28 x 30 = 30. C3, never visited, no score: 1 x 20."""
    log = [done("C1", 42), done("C2", 28)]
    table = called_on(27, 27, 27, phone=at_the_desk(16), log=log, scores=(10.0, 30.0))
    assert table["priority"].to_dict() == {"C2": 1, "C3": 2, "C1": 3}


def test_only_the_calls_of_the_weeks_asked_for_are_listed():
    one, four = calls(visits=(4,), call_weeks=1), calls(visits=(4,))
    assert 0 < len(one) < len(four) == 4
    assert (one["call_on"] < pd.Timestamp("2026-01-12")).all()


def test_three_prospects_reached_four_times_in_five_and_one_in_three_saying_yes_take_twelve_calls():
    """3 / (0.80 x 0.333) = 11.3, so 12 calls; at 6 min a call, 67.6 minutes in the mean."""
    table = calls(
        visits=(1, 1, 1), kinds=["prospect"] * 3, reach_rate=0.8, appointment_rate=0.333, minutes_per_call=6
    )
    hours = phoning_hours(table.assign(week="2026-W02"), minutes_per_call=6)
    assert hours["call_attempts"].tolist() == [12]
    assert hours["hours"].tolist() == pytest.approx([3 * 6 / (0.8 * 0.333) / 60], abs=0.01)


def test_no_visit_no_call():
    assert calls(visits=(0,)).empty


def test_where_nobody_has_a_score_lateness_alone_says_who_comes_first():
    """Both are visited on one day; one was last seen 90 days before the plan, the other ten."""
    logs = ([done("C1", 10), done("C2", 90)], [done("C1", 90), done("C2", 10)])
    tables = [called_on(27, 27, phone=at_the_desk(16), log=log) for log in logs]
    assert [table.index.tolist() for table in tables] == [["C2", "C1"], ["C1", "C2"]]


def test_days_for_a_call_are_tried_from_calls_made_anyway_over_a_week_or_two_before_to_whatever_is_left():
    """The visit is on Friday 30 January, R1 is in the office on Tuesdays. The good days are the 15th to the
    22nd; R1 phones there on the 7th, which is too soon, the 9th, the 20th and the 27th, R2 on the 21st."""
    days = pd.bdate_range("2026-01-01", "2026-01-30")
    whole = dict.fromkeys(days, 30.0)
    office = frozenset(day for day in days if day.day_of_week == 1)
    talks = {7: "R1", 9: "R1", 20: "R1", 21: "R2", 27: "R1"}
    phone = PhoneTime(
        {"R1": dict(whole)},
        {"R1": whole},
        {"R1": office},
        {"C1": {pd.Timestamp(2026, 1, day): rep for day, rep in talks.items()}},
    )
    start = pd.Timestamp("2026-01-01")
    tried = _days_tried(phone, "C1", "R1", pd.Timestamp("2026-01-30"), start)
    assert [day.day for day in tried] == [
        *(20, 9),  # one call does for both
        *(20, 15, 16, 19, 21, 22),  # a week or two before, the office first
        *(27, 23, 26, 27, 28, 29),  # nearer to the visit, up to the day before
        *(14, 13, 12, 9, 8, 7, 6, 5, 2, 1),  # then sooner, the nearest first
    ]
    late = _days_tried(phone, "C1", "R1", pd.Timestamp("2026-01-30"), pd.Timestamp("2026-01-26"))
    assert [day.day for day in late] == [27, 26, 27, 28, 29]
