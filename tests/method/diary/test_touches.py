"""Contacts beside the visits: what is due, from when on, how, by whom."""

from datetime import date

import pandas as pd
import pytest

from solver.method.behaviour.leaving import journeys_to_make, who_may_leave
from solver.method.diary.newsletter import newsletter_dates, newsletter_touches, recipients
from solver.method.diary.occasions import anniversaries, stated_occasions, yearly_peaks
from solver.method.diary.offers import Rate, offer_touches, offers
from solver.method.diary.partners import invitations, partner_touches
from solver.method.diary.people import people_of
from solver.method.diary.touches import (
    action_touches,
    as_touches,
    complaint_touches,
    journey_touches,
    leaving_touches,
    promise_touches,
)
from solver.method.diary.windows import Plan, due
from solver.parameters.diary import DiaryParameters, Event
from solver.tables import empty
from tests.method.diary.tables import AS_OF, contacts_table, log, table_of
from tests.method.tables import accounts_table, sales_table

PLAN = Plan(date(2026, 1, 1), date(2026, 12, 31))
USUAL = DiaryParameters()
RATE = Rate(offer_rate=0.05, margin_rate=0.30, phone_contact_cost_eur=12)
TOLD = {"unsaid": 0, "ask_first": False}
LETTERS = [pd.Timestamp("2026-03-03")]
NO_VISITS = pd.Series(dtype="int64")


def people(accounts, contacts=(), purged=(), gone=()):
    """Return accounts and people; a contact is (account, what differs)."""
    persons = [
        {"contact_id": f"K{place}", "account_id": account, **more}
        for place, (account, more) in enumerate(contacts, start=1)
    ]
    purge = table_of("purge_list", [{"account_id": code, "name": code, "reason": "…"} for code in purged])
    return people_of(accounts_table(accounts), contacts_table(persons), purge, gone)


def occasions_of(touchpoints, who, visits=NO_VISITS, **more):
    given = {"as_of": AS_OF, "margin_rate": 0.3, **more}
    return stated_occasions(touchpoints, who, visits, PLAN, USUAL.occasion_months, **given)


# occasions


def test_the_work_on_a_contract_that_ends_in_june_starts_at_the_end_of_march():
    who = people([{"account_id": "C1"}])
    due_then = occasions_of(log(("C1", "2026-06-30", "contract_end", {"amount_eur": 1000})), who)
    row = due_then.iloc[0]
    assert (row["due_from"], row["due_on"]) == (pd.Timestamp("2026-03-30"), pd.Timestamp("2026-06-30"))
    assert row["purpose"] == "End of a contract on 30 Jun 2026"
    assert row["value_eur"] == pytest.approx(300)


def test_the_firm_may_say_how_early_the_work_starts():
    who = people([{"account_id": "C1"}])
    due_then = occasions_of(log(("C1", "2026-06-30", "contract_end", {"act_months": 1})), who)
    assert due_then["due_from"].tolist() == [pd.Timestamp("2026-05-30")]


def test_an_account_with_visits_is_seen_and_another_called():
    who = people([{"account_id": "C1"}, {"account_id": "C2"}])
    ahead = log(("C1", "2026-06-30", "tender", {}), ("C2", "2026-06-30", "tender", {}))
    assert occasions_of(ahead, who, pd.Series({"C1": 2}))["channel"].tolist() == ["visit", "phone"]


def test_what_is_past_is_no_occasion_and_who_objects_is_left_alone():
    who = people([{"account_id": "C1"}, {"account_id": "C2", "opposed": True}])
    ahead = log(("C1", "2025-12-31", "tender", {}), ("C2", "2026-06-30", "tender", {}))
    assert occasions_of(ahead, who).empty


def test_the_anniversary_of_the_first_order_is_for_class_a_alone():
    who = people([{"account_id": "C1"}, {"account_id": "C2"}])
    orders = [("old", "2020-01-02", 100.0), ("C1", "2023-05-04", 100.0), ("C2", "2023-05-04", 100.0)]
    segments = pd.DataFrame({"account_id": ["C1", "C2"], "segment": ["A", "B"]})
    rows = anniversaries(sales_table(orders), segments, who, PLAN)
    assert rows[["account_id", "due_on", "purpose"]].to_numpy().tolist() == [
        ["C1", pd.Timestamp("2026-05-04"), "Thank for 3 years of orders"]
    ]
    assert anniversaries(sales_table(orders), segments, who, PLAN, {"C1"}).empty  # it may leave


def test_a_first_order_that_may_lie_before_the_history_has_no_anniversary():
    who = people([{"account_id": "C1"}, {"account_id": "C2", "since_on": pd.Timestamp("2016-09-10")}])
    orders = [("C1", "2023-01-10", 100.0), ("C2", "2023-01-10", 100.0)]
    segments = pd.DataFrame({"account_id": ["C1", "C2"], "segment": ["A", "A"]})
    rows = anniversaries(sales_table(orders), segments, who, PLAN)
    assert rows[["account_id", "purpose"]].to_numpy().tolist() == [["C2", "Thank for 10 years of orders"]]


def test_a_peak_is_one_and_a_half_times_the_mean_month_in_every_year():
    who = people([{"account_id": "C1"}, {"account_id": "C2"}])
    # C1: 12 months of 100, but 200 each May: 200 is above 1.5 x 108.3. C2: that only once.
    months = [(year, month) for year in (2024, 2025) for month in range(1, 13)]
    orders = [("C1", f"{y}-{m:02d}-15", 200.0 if m == 5 else 100.0) for y, m in months]
    orders += [("C2", f"{y}-{m:02d}-15", 200.0 if (y, m) == (2024, 5) else 100.0) for y, m in months]
    rows = yearly_peaks(sales_table(orders), who, PLAN, as_of=AS_OF, margin_rate=0.3)
    assert rows[["account_id", "due_from", "due_on", "value_eur"]].to_numpy().tolist() == [
        ["C1", pd.Timestamp("2026-04-01"), pd.Timestamp("2026-04-30"), 60.0]
    ]


def test_a_month_of_one_and_a_half_times_the_mean_is_a_peak_and_its_call_is_a_month_before():
    """150 of 1,200 in January, 95.4 in each other month: called in December, as the plan begins in March."""
    who = people([{"account_id": "C1"}, {"account_id": "F1", "kind": "former_client"}])
    months = [(year, month) for year in (2024, 2025) for month in range(1, 13)]

    def peaks(january, plan=PLAN, account="C1"):
        rest = (1200.0 - january) / 11
        orders = [(account, f"{y}-{m:02d}-15", january if m == 1 else rest) for y, m in months]
        found = yearly_peaks(sales_table(orders), who, plan, as_of=AS_OF, margin_rate=0.5)
        return found[["due_from", "value_eur"]].to_numpy().tolist()

    whole = Plan(date(2026, 3, 1), date(2027, 2, 28))
    assert peaks(150.0, whole) == [[pd.Timestamp("2026-12-01"), 75.0]]
    assert peaks(149.0, whole) == []
    assert peaks(150.0, account="F1") == []
    # From January to December the month before the peak is the last one of the plan.
    assert peaks(150.0) == [[pd.Timestamp("2026-12-01"), 75.0]]
    assert peaks(150.0, Plan(date(2026, 1, 1), date(2026, 11, 30))) == []


def test_a_peak_takes_two_whole_years_to_show():
    """Each May 200 of 1,300: since January 2024 it is one, since February 2024 there is one whole year."""
    who = people([{"account_id": "C1"}])
    months = [(year, month) for year in (2024, 2025) for month in range(1, 13)]
    orders = [("C1", f"{y}-{m:02d}-15", 200.0 if m == 5 else 100.0) for y, m in months]
    for known, shown in ((orders, 1), (orders[1:], 0)):
        assert len(yearly_peaks(sales_table(known), who, PLAN, as_of=AS_OF, margin_rate=0.3)) == shown


def test_who_may_leave_is_not_asked_what_it_will_need_and_a_date_ahead_waits_for_the_first_call():
    """Work on the contract of June starts later anyway; that of 20 January waits until the 16th, after the
    call due by the 15th; that of the 10th cannot wait."""
    who = people([{"account_id": "C1"}, {"account_id": "C2"}])
    months = [(year, month) for year in (2024, 2025) for month in range(1, 13)]
    orders = [
        (code, f"{y}-{m:02d}-15", 200.0 if m == 5 else 100.0) for y, m in months for code in ("C1", "C2")
    ]
    rows = yearly_peaks(sales_table(orders), who, PLAN, {"C1"}, as_of=AS_OF, margin_rate=0.3)
    assert rows["account_id"].tolist() == ["C2"]
    ahead = log(*[("C1", f"2026-{day}", "contract_end", {}) for day in ("06-30", "01-20", "01-10")])
    free, asked = (
        occasions_of(ahead, who, first_calls=first)["due_from"].dt.strftime("%m-%d").tolist()
        for first in ({}, {"C1": pd.Timestamp("2026-01-15")})
    )
    assert free[1:] == ["01-01", "01-01"]
    assert asked == [free[0], "01-16", "01-01"]


def test_one_year_of_invoices_shows_no_peak():
    who = people([{"account_id": "C1"}])
    orders = [("C1", f"2025-{month:02d}-15", 900.0 if month == 5 else 1.0) for month in range(1, 13)]
    assert yearly_peaks(sales_table(orders), who, PLAN, as_of=AS_OF, margin_rate=0.3).empty


# newsletter


@pytest.mark.parametrize(("months", "number"), [(0, 0), (2, 6), (3, 4), (6, 2)])
def test_a_plan_of_a_year_has_as_many_newsletters_as_the_months_between_them_allow(months, number):
    assert len(newsletter_dates(PLAN.start, PLAN.end, months)) == number


def test_a_newsletter_goes_out_on_the_first_tuesday_of_its_month():
    days = newsletter_dates(PLAN.start, PLAN.end, 3)
    assert [f"{day:%a %d %b}" for day in days] == ["Tue 03 Mar", "Tue 02 Jun", "Tue 01 Sep", "Tue 01 Dec"]


def written(who, touchpoints=None, complaints=None):
    told = touchpoints if touchpoints is not None else empty("touchpoints")
    waiting = complaints if complaints is not None else empty("complaints")
    return recipients(who, told, waiting, LETTERS, USUAL.partner_actions, as_of=AS_OF)


def test_recipients_have_a_ground_and_who_was_never_told_a_first_notice():
    who = people(
        [
            {"account_id": "C1"},
            {"account_id": "P1", "kind": "prospect"},
            {"account_id": "P2", "kind": "prospect", "email": "contact@p2.example"},
            {"account_id": "J1", "kind": "journalist"},
        ],
        [
            ("C1", {"email": "a@c1.example", "informed_on": pd.Timestamp("2024-01-01")}),
            ("P1", {"email": "b@p1.example", "updated_on": pd.Timestamp("2022-12-30")}),
            ("J1", {"email": "c@j1.example"}),
        ],
    )
    columns = ["account_id", "ground", "first_notice", "verify_first"]
    assert written(who)[columns].to_numpy().tolist() == [
        ["C1", "client", False, False],
        ["P1", "professional", True, True],
        ["P2", "generic", False, False],
    ]


def test_nobody_gets_it_who_objects_left_the_list_is_to_be_deleted_closed_or_waits_for_an_answer():
    accounts = [{"account_id": f"C{n}"} for n in (1, 2, 3, 4, 5, 7)] + [{"account_id": "C6", "opposed": True}]
    who = people(
        accounts,
        [
            ("C1", {"email": "1@c.example", "opposed": True}),
            ("C2", {"email": "2@c.example", "no_email": True}),
            ("C3", {"email": "3@c.example"}),
            ("C4", {"email": "4@c.example"}),
            ("C5", {"email": "5@c.example"}),
            ("C6", {"email": "6@c.example"}),
            ("C7", {"email": "7@c.example"}),
        ],
        purged=["C3"],
        gone=["C7"],
    )
    waiting = table_of(
        "complaints",
        [{"account_id": "C4", "complaints": 1, "open": 1, "alarm": True, "reason": "…", **TOLD}],
        complained_on=pd.Timestamp("2025-12-20"),
    )
    listed = written(who, complaints=waiting)
    assert listed["account_id"].tolist() == ["C4", "C5"]
    assert newsletter_touches(listed, LETTERS, PLAN)["account_id"].tolist() == ["C5"]


def test_the_address_of_a_firm_that_wants_no_more_is_left_out():
    who = people([{"account_id": "C1", "email": "contact@c1.example"}])
    assert written(who)["account_id"].tolist() == ["C1"]
    left = log(("C1", "2025-10-01", "newsletter", {"touch_outcome": "unsubscribed"}))
    assert written(who, left).empty


def test_who_was_verified_three_years_ago_to_the_day_needs_no_asking_and_is_told_once():
    who = people(
        [
            {"account_id": "P1", "kind": "prospect"},
            {"account_id": "P2", "kind": "prospect"},
            {"account_id": "P3", "kind": "prospect", "last_contact_on": pd.Timestamp("2025-01-01")},
        ],
        [
            ("P1", {"email": "A@p1.example", "updated_on": pd.Timestamp("2022-12-31")}),
            ("P2", {"email": "a@P1.example"}),
            ("P3", {"email": "c@p3.example", "updated_on": pd.NaT}),
        ],
    )
    twice = [pd.Timestamp("2026-03-03"), pd.Timestamp("2026-06-02")]
    rows = recipients(
        who, empty("touchpoints"), empty("complaints"), twice, USUAL.partner_actions, as_of=AS_OF
    )
    assert rows["account_id"].tolist() == ["P1", "P3"] * 2, "one address gets it once, however it is written"
    assert not rows["verify_first"].any()
    assert rows["first_notice"].tolist() == [True, True, False, False]
    touches = newsletter_touches(rows, twice, PLAN)
    assert touches["due_on"].tolist() == [twice[0]] * 2 + [twice[1]] * 2
    assert touches["due_from"].equals(touches["due_on"])


# offers


def offered(
    gap_eur,
    *,
    behaviour="standard",
    account=None,
    overdue=(),
    waiting=(),
    unsaid=(),
    sold=(),
    gone=(),
    held=(),
    leaving=(),
    decided=(),
    bought=(0.0, 0.0),
):
    usual = {"account_id": "C1", "phone": "0261910000", "email": "c@c1.example"}
    who = people([usual | (account or {})], gone=gone)
    gaps = pd.DataFrame({"account_id": ["C1"], "family": ["Gloves"], "gap_eur": [float(gap_eur)]})
    known = {
        "account_types": pd.DataFrame({"account_id": ["C1"], "account_type": ["medium_account"]}),
        "segments": pd.DataFrame(
            {"account_id": ["C1"], "revenue_eur": [bought[0]], "margin_eur": [bought[1]]}
        ),
        "typology": pd.DataFrame({"account_id": ["C1"], "behaviour": [behaviour]}),
        "to_settle": pd.DataFrame({"account_id": list(overdue)}, dtype="str"),
        "complaints": pd.DataFrame(
            {
                "account_id": [*waiting, *unsaid],
                "open": [1] * len(waiting) + [0] * len(unsaid),
                "ask_first": [False] * len(waiting) + [True] * len(unsaid),
            }
        ).astype({"ask_first": "bool", "account_id": "str"}),
    }
    actions = pd.DataFrame({"action_id": list(sold), "account_id": ["C1"] * len(sold), "visits": 1})
    actions = actions.astype({"action_id": "str", "account_id": "str"})
    made = offers(gaps, known, who, actions, RATE, held, leaving, decided)
    return made.iloc[0], offer_touches(made, gaps, known["segments"], who, PLAN, RATE)


@pytest.mark.parametrize(("gap", "worth", "channel"), [(2000, 30.0, "phone"), (700, 10.5, "email")])
def test_an_offer_worth_more_than_a_call_is_made_by_phone(gap, worth, channel):
    row, touches = offered(gap)
    assert row["value_eur"] == pytest.approx(worth)
    assert row["channel"] == channel
    assert touches[["motive", "channel", "owner"]].to_numpy().tolist() == [
        ["offer", channel, "R1" if channel == "phone" else "marketing"]
    ]


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        ({"overdue": ["C1"]}, "what is overdue comes first"),
        ({"waiting": ["C1"]}, "a complaint is open"),
        ({"held": ["C1"]}, "its record is on hold until somebody decides"),
        ({"leaving": ["C1"]}, "ask first why it stops buying"),
        ({"decided": ["C1"]}, "somebody decided on no visit"),
        ({"unsaid": ["C1"]}, "ask first whether its complaint is settled"),
        ({"behaviour": "at_risk"}, "not the moment: new, at risk, inactive or lost"),
        ({"sold": ["C1-new_family-2026"]}, "a visit sells it"),
        ({"account": {"phone": None, "email": None}}, "neither telephone nor e-mail is known"),
        ({"gone": ["C1"]}, "found closed, or needs nothing any more: somebody decides first"),
        ({"account": {"opposed": True}}, "objects to being canvassed, or its record is to be deleted"),
    ],
)
def test_who_gets_no_offer_is_told_why(case, reason):
    row, touches = offered(2000, **case)
    assert row["reason"] == reason
    assert touches.empty


def test_an_offer_is_worth_the_margin_of_its_own_account_where_that_is_known():
    """A gap of 2,000 at 40 % of 50,000, one offer in twenty taken: 40; a loss is worth nothing."""
    assert offered(2000, bought=(50_000.0, 20_000.0))[0]["value_eur"] == pytest.approx(40)
    assert offered(2000, bought=(50_000.0, -20_000.0))[0]["value_eur"] == 0
    assert offered(2000, bought=(-50.0, 20.0))[0]["value_eur"] == pytest.approx(30)


def test_offers_are_listed_by_what_they_are_worth_and_alike_ones_by_their_code():
    codes = ["C1", "C2", "C3", "C4"]
    who = people([{"account_id": code, "phone": "0261910000"} for code in codes])
    gaps = pd.DataFrame({"account_id": codes, "family": "Gloves", "gap_eur": [100.0, 300.0, 200.0, 300.0]})
    known = {
        "account_types": pd.DataFrame({"account_id": codes, "account_type": "medium_account"}),
        "segments": pd.DataFrame({"account_id": codes, "revenue_eur": 0.0, "margin_eur": 0.0}),
        "typology": pd.DataFrame({"account_id": codes, "behaviour": "standard"}),
        "to_settle": pd.DataFrame({"account_id": []}, dtype="str"),
        "complaints": empty("complaints").assign(ask_first=pd.Series(dtype="bool")),
    }
    actions = pd.DataFrame({"action_id": [], "account_id": [], "visits": []}, dtype="str")
    assert offers(gaps, known, who, actions, RATE, ())["account_id"].tolist() == ["C2", "C4", "C3", "C1"]


def test_without_a_telephone_the_offer_is_written():
    row, _touches = offered(2000, account={"phone": None})
    assert row["channel"] == "email"


def test_the_offers_of_a_half_are_spread_over_its_first_quarter_the_worthiest_first():
    """Twelve weeks for four: weeks 0, 3, 6, 9; the next family is for the second half, no third."""
    codes = ["C1", "C2", "C3", "C4"]
    who = people(
        [{"account_id": code, "phone": "0261910000", "email": f"{code}@c.example"} for code in codes]
    )
    made = pd.DataFrame({"account_id": codes, "reason": None}, dtype="str")
    gaps = pd.DataFrame(
        [
            ("C1", "Gloves", 4000.0),
            ("C2", "Gloves", 900.0),
            ("C3", "Gloves", 2000.0),
            ("C4", "Gloves", 2000.0),
            ("C1", "Boots", 500.0),
            ("C2", "Boots", 800.0),
            ("C2", "Masks", 700.0),
        ],
        columns=["account_id", "family", "gap_eur"],
    )
    segments = pd.DataFrame({"account_id": ["C1"], "revenue_eur": [1000.0], "margin_eur": [500.0]})
    rows = offer_touches(made, gaps, segments, who, PLAN, RATE)
    told = rows.assign(
        due_from=rows["due_from"].dt.strftime("%m-%d"), due_on=rows["due_on"].dt.strftime("%m-%d")
    )
    assert told[["account_id", "due_from", "due_on", "channel"]].to_numpy().tolist() == [
        ["C1", "01-01", "06-30", "phone"],
        ["C3", "01-22", "06-30", "phone"],
        ["C4", "02-12", "06-30", "phone"],
        ["C2", "03-05", "06-30", "phone"],
        ["C1", "07-01", "12-31", "phone"],
        ["C2", "08-12", "12-31", "email"],
    ]
    # Half of 4,000 and of 500 by C1's own margin, 30 % for the others; one in twenty succeeds.
    assert rows["value_eur"].tolist() == pytest.approx([100, 30, 30, 13.5, 12.5, 12])
    assert rows["purpose"].tolist()[4:] == ["Offer: Boots"] * 2


def test_an_offer_is_made_to_who_can_be_reached_as_it_is_made():
    """A call asks for who has a telephone, a mail for who has an address and reads it."""
    persons = [
        ("C1", {"role": "decision_maker"}),
        ("C1", {"role": "buyer", "phone": "0261910001", "email": "b@c1.example", "no_email": True}),
        ("C1", {"role": "user", "email": "u@c1.example"}),
    ]
    who = people([{"account_id": "C1"}, {"account_id": "C2"}], persons)
    both = pd.Series(["C1", "C2"])
    assert who.first(both).fillna("").tolist() == ["K1", ""]
    assert who.first(both, "phone").fillna("").tolist() == ["K2", ""]
    assert who.first(both, "email").fillna("").tolist() == ["K3", ""]
    assert who.reached_by(both, "email").tolist() == [True, False]
    unread = people([{"account_id": "C1"}], persons[:2])
    assert not unread.reached_by(pd.Series(["C1"]), "email").any()
    assert unread.owner(both).tolist() == ["R1", "manager"]


# partners, guests


def test_every_partner_has_an_owner_and_a_contact_of_its_own_kind():
    who = people(
        [
            {"account_id": "F1", "kind": "supplier", "rep_id": None},
            {"account_id": "J1", "kind": "journalist", "rep_id": None},
            {"account_id": "L1", "kind": "relation", "rep_id": None},
        ]
    )
    rows = partner_touches(who, USUAL.partner_actions, PLAN, due(who.accounts.iloc[:0], PLAN))
    assert rows.groupby("account_id")["channel"].agg(sorted).to_dict() == {
        "F1": ["event"],
        "J1": ["email", "email"],
        "L1": ["event", "phone"],
    }
    assert rows["owner"].unique().tolist() == ["manager"]
    # Once a year is in the middle of it, twice are in the middle of each half: working days all.
    days = rows.groupby("account_id")["due_on"].agg(lambda due_on: sorted(f"{day:%d %b}" for day in due_on))
    assert days["F1"] == ["02 Jul"]
    assert days["J1"] == ["01 Oct", "02 Apr"]


@pytest.mark.parametrize(("last", "wanted", "times"), [("2026-06-30", 2, 1), ("2026-01-09", 75, 2)])
def test_a_partner_is_met_the_part_of_the_year_that_the_plan_lasts(last, wanted, times):
    """Both ends count: of 75 times a year the nine days to 9 January hold 1.85."""
    who = people([{"account_id": "F1", "kind": "supplier", "rep_id": None}])
    plan = Plan(date(2026, 1, 1), date.fromisoformat(last))
    rows = partner_touches(who, {"supplier": {"phone": wanted}}, plan, due(who.accounts.iloc[:0], plan))
    assert len(rows) == times


def test_guests_come_by_class_then_delight_then_relation_then_quotation_up_to_the_places():
    who = people(
        [
            {"account_id": "P1", "kind": "prospect", "stage": "quoted"},
            {"account_id": "L1", "kind": "relation"},
            {"account_id": "C1"},
            {"account_id": "C2"},
            {"account_id": "C3"},
        ]
    )
    segments = pd.DataFrame(
        {"account_id": ["C1", "C2", "C3"], "segment": ["B", "A", "A"], "revenue_eur": [1.0, 5.0, 9.0]}
    )
    event = Event(name="Open day", on=date(2026, 6, 18), places=4)
    rows = invitations(who, segments, empty("complaints"), [event], PLAN, {"C1"})
    assert rows["account_id"].tolist() == ["C3", "C2", "C1", "L1"]
    assert rows["due_on"].unique().tolist() == [pd.Timestamp("2026-06-04")]


def test_guests_who_wait_for_an_answer_or_object_are_not_invited_and_large_clients_come_first():
    codes = ["C1", "C2", "C3", "C4"]
    who = people(
        [{"account_id": code} for code in codes]
        + [
            {"account_id": "C5", "opposed": True},
            {"account_id": "P2", "kind": "prospect", "stage": "called"},
        ],
        [("C2", {"role": "user"}), ("C2", {"role": "decision_maker"})],
    )
    segments = pd.DataFrame(
        {"account_id": [*codes, "C5"], "segment": "A", "revenue_eur": [3.0, 9.0, 9.0, 8.0, 99.0]}
    )
    waiting = [{"account_id": "C4", "complaints": 1, "open": 1, "alarm": True, "reason": "…", **TOLD}]
    complaints = table_of("complaints", waiting, complained_on=pd.Timestamp("2025-12-20"))
    events = [
        Event(name="Open day", on=date(2026, 6, 18), places=9),
        Event(name="Fair", on=date(2026, 7, 1), places=1),
    ]
    rows = invitations(who, segments, complaints, events, PLAN)
    assert rows["account_id"].tolist() == ["C2", "C3", "C1", "C2"]
    assert rows["contact_id"].fillna("").tolist() == ["K2", "", "", "K2"]
    assert rows["due_from"].tolist()[::3] == [pd.Timestamp("2026-05-07"), pd.Timestamp("2026-05-20")]
    assert set(rows["owner"]) == {"marketing"}
    assert rows["purpose"].iloc[-1] == "Invite to Fair on 1 Jul 2026"
    assert invitations(who, segments, complaints, [], PLAN).empty


def test_a_plan_of_half_a_year_has_half_of_the_contacts_with_partners_and_one_at_least():
    """181 of 365 days: of four calls two, of one meeting one; a guest of the firm needs no meeting."""
    who = people([{"account_id": code, "kind": "relation", "rep_id": None} for code in ("L1", "L2")])
    half = Plan(date(2026, 1, 1), date(2026, 6, 30))
    guests = pd.DataFrame({"account_id": ["L2"]})
    rows = partner_touches(who, {"relation": {"phone": 4, "event": 1, "email": 0}}, half, guests)
    counted = rows.groupby(["account_id", "channel"]).size().to_dict()
    assert counted == {("L1", "phone"): 2, ("L2", "phone"): 2, ("L1", "event"): 1}
    calls = rows[rows["account_id"].eq("L1") & rows["channel"].eq("phone")]
    # A quarter and three quarters of 180 days on; four weeks to do it.
    assert [f"{day:%m-%d}" for day in calls["due_on"]] == ["02-16", "05-18"]
    assert (calls["due_on"] - calls["due_from"]).dt.days.tolist() == [28, 28]
    assert calls["purpose"].iloc[0].startswith("Thank, ask for a name")


# promises, complaints, journeys; all together


def test_a_promise_is_kept_at_a_visit_or_by_phone_and_an_overdue_one_at_once():
    who = people([{"account_id": "C1"}, {"account_id": "C2"}])
    promised = table_of(
        "next_actions",
        [
            {"account_id": "C1", "due_on": pd.Timestamp("2025-11-30"), "status": "overdue"},
            {"account_id": "C2", "due_on": pd.Timestamp("2026-02-10"), "status": "to_do"},
        ],
        rep_id="R1",
        action="send samples",
        agreed_on=pd.Timestamp("2025-11-03"),
    )
    rows = promise_touches(promised, who, pd.Series({"C2": 3}), PLAN)
    table = as_touches([rows], PLAN, promised, phone_contact_cost_eur=12, letter_contact_cost_eur=1.5)
    assert table[["touch_id", "channel", "due_on", "status", "cost_eur"]].to_numpy().tolist() == [
        ["C1-promise-1-2026", "phone", pd.Timestamp("2026-01-01"), "overdue", 12.0],
        ["C2-promise-1-2026", "visit", pd.Timestamp("2026-02-10"), "to_do", 0.0],
    ]


def test_who_waits_for_an_answer_is_called_for_it_and_not_asked_what_has_changed():
    who = people([{"account_id": "C1"}])
    waiting = table_of(
        "complaints",
        [
            {
                "account_id": "C1",
                "complaints": 2,
                "open": 1,
                "alarm": True,
                "reason": "2 complaints; 1 open",
                **TOLD,
            }
        ],
        complained_on=pd.Timestamp("2025-12-20"),
    )
    prevention = pd.DataFrame(
        {
            "account_id": "C1",
            "journey": "prevention",
            "contact_no": [1, 2],
            "due_on": pd.to_datetime(["2026-01-08", "2026-01-30"]),
            "channel": ["phone", "visit"],
            "purpose": ["Ask", "Settle"],
            "value_eur": 900.0,
        }
    )
    own = journeys_to_make(prevention, waiting, ())
    parts = [complaint_touches(waiting, prevention, who, PLAN), journey_touches(own, who, PLAN)]
    table = as_touches(
        parts, PLAN, empty("next_actions"), phone_contact_cost_eur=12, letter_contact_cost_eur=1.5
    )
    assert table[["motive", "channel", "due_on"]].to_numpy().tolist() == [
        ["complaint", "phone", pd.Timestamp("2026-01-05")],
        ["prevention", "visit", pd.Timestamp("2026-01-30")],
    ]


def test_of_a_complaint_noted_at_a_visit_the_rep_asks_within_two_weeks_whether_it_is_settled():
    who = people([{"account_id": "C1"}])
    unsaid = {"account_id": "C1", "complaints": 1, "open": 0, "unsaid": 1, "alarm": False, "ask_first": True}
    heard = table_of("complaints", [unsaid], complained_on=pd.Timestamp("2025-12-20"), reason="1 complaint")
    (row,) = complaint_touches(heard, empty("journeys"), who, PLAN).to_dict("records")
    assert (row["channel"], row["owner"], row["due_on"]) == ("phone", "R1", pd.Timestamp("2026-01-15"))
    assert row["purpose"] == "Ask whether their complaint of 20 Dec 2025 is settled"


def test_who_complained_at_a_visit_is_asked_once_and_sent_nothing_until_then():
    """C1 complained once, C2 twice: both are called for it, and C2 alone is at risk."""
    who = people(
        [{"account_id": code, "email": f"{code}@firm.example"} for code in ("C1", "C2", "C3")],
    )
    unsaid = {"open": 0, "ask_first": True, "reason": "…"}
    heard = table_of(
        "complaints",
        [
            {"account_id": "C1", "complaints": 1, "unsaid": 1, "alarm": False, **unsaid},
            {"account_id": "C2", "complaints": 2, "unsaid": 2, "alarm": True, **unsaid},
        ],
        complained_on=pd.Timestamp("2025-12-20"),
    )
    losses = pd.DataFrame({"account_id": ["C1", "C3"], "p": 0.9, "basis": "measured"})
    losses = losses.assign(revenue_eur=1000.0, margin_eur=300.0)
    first = {"journey": "prevention", "contact_no": 1, "due_on": pd.Timestamp("2026-01-08"), "value_eur": 0.0}
    journey = pd.DataFrame(
        [{"account_id": "C2", "channel": "phone", "purpose": "Ask what has changed", **first}]
    )
    calls = complaint_touches(heard, journey, who, PLAN)
    assert calls["account_id"].tolist() == ["C1", "C2"]
    assert calls["purpose"].str.endswith("is settled; Ask what has changed").tolist() == [False, True]
    assert journeys_to_make(journey, heard, ()).empty
    leave = leaving_touches(losses, journey, heard, who, PLAN)
    assert leave["account_id"].tolist() == ["C1", "C3"]
    assert leave["purpose"].unique().tolist() == ["Find out why it stops buying"]
    sent = newsletter_touches(written(who, complaints=heard), LETTERS, PLAN)
    assert sent["account_id"].tolist() == ["C3"]


def test_who_may_leave_is_called_within_two_weeks_and_told_every_reason_in_that_call():
    """C1 may leave; C2 rather stays; C3 objects; C4 is asked the same by a journey; C5 bought nothing."""
    names = ["C1", "C2", "C3", "C4", "C5"]
    who = people([{"account_id": name, "opposed": name == "C3"} for name in names])
    risk = pd.DataFrame({"account_id": names, "p": [0.8, 0.5, 0.9, 0.9, 0.9], "basis": "measured"})
    bought = pd.DataFrame({"account_id": names, "revenue_eur": [1000.0] * 4 + [0.0], "margin_eur": 300.0})
    contact = {"account_id": "C4", "journey": "prevention", "contact_no": 1}
    journey = pd.DataFrame([{**contact, "purpose": "Ask why it would not recommend us"}])
    rows = leaving_touches(who_may_leave(risk, bought), journey, empty("complaints"), who, PLAN)
    assert rows[["account_id", "motive", "channel"]].to_numpy().tolist() == [
        ["C1", "leaving", "phone"],
        ["C4", "leaving", "phone"],
    ]
    assert rows["purpose"].tolist() == [
        "Find out why it stops buying",
        "Find out why it stops buying; Ask why it would not recommend us",
    ]
    asked = pd.Series({"C1": "e-mail; headcount", "C9": "telephone"})
    told = leaving_touches(who_may_leave(risk, bought), journey, empty("complaints"), who, PLAN, asked)
    assert told["purpose"][0] == ("Find out why it stops buying; then find out or correct: e-mail; headcount")
    # Ten working days after Thursday 1 January.
    assert (rows["due_from"][0], rows["due_on"][0]) == (
        pd.Timestamp("2026-01-01"),
        pd.Timestamp("2026-01-15"),
    )
    assert rows["value_eur"][0] == pytest.approx(0.8 * 300)


def test_who_may_leave_is_asked_once_and_not_thanked_for_being_loyal():
    """C1 may leave: its first contact of prevention is the call of that, and it is not thanked."""
    steps = [("prevention", 1), ("prevention", 2), ("retention", 1), ("retention", 2)]
    journeys = pd.DataFrame(
        [
            {"account_id": code, "journey": name, "contact_no": no}
            for code in ("C1", "C2")
            for name, no in steps
        ]
    )
    made = journeys_to_make(journeys, empty("complaints"), {"C1"})
    assert made.groupby("account_id").size().to_dict() == {"C1": 1, "C2": 4}
    assert made.iloc[0][["journey", "contact_no"]].tolist() == ["prevention", 2]


def plan_of(*actions):
    """Return an action plan; an action is (number, day, calls)."""
    rows = [
        {
            "action_id": number,
            "account_id": number.split("-")[0],
            "action": "Manage at low cost",
            "objective": "Keep €1,700 a year",
            "due_on": pd.Timestamp(day),
            "calls": calls,
        }
        for number, day, calls in actions
    ]
    return pd.DataFrame(rows)


def test_calls_in_place_of_visits_share_out_the_year_and_those_to_verify_the_time_they_have():
    """364 days in four parts of 91; the record is verified by 2 April. A journey dates its own calls."""
    who = people([{"account_id": "C1"}])
    plan = plan_of(
        ("C1-economy-2026", "2026-12-31", 4),
        ("C1-verify-2026", "2026-04-02", 1),
        ("C1-prevention-2026", "2026-04-02", 2),
    )
    rows = action_touches(plan, who, PLAN)
    assert [f"{day:%m-%d}" for day in rows["due_from"]] == ["01-01", "04-02", "07-02", "10-01", "01-01"]
    assert [f"{day:%m-%d}" for day in rows["due_on"]] == ["04-02", "07-02", "10-01", "12-31", "04-02"]
    assert set(rows["channel"]) == {"phone"}
    assert rows["purpose"][0] == "In place of a visit: ask how it goes, and what it needs"


def test_who_objects_gets_no_call_in_place_of_a_visit():
    who = people([{"account_id": "C1"}, {"account_id": "C2", "opposed": True}])
    plan = plan_of(("C1-economy-2026", "2026-01-31", 2), ("C2-economy-2026", "2026-12-31", 2))
    assert action_touches(plan, who, PLAN)["account_id"].tolist() == ["C1", "C1"]


def test_a_newsletter_bears_one_number_for_all_who_get_it_and_the_person_where_one_is_named():
    """Two people of C1 get both; C2 has no person: its number stands alone. A call counts for itself."""
    first, second = pd.Timestamp("2026-03-03"), pd.Timestamp("2026-06-02")
    sent = pd.DataFrame(
        {
            "account_id": ["C1", "C1", "C2", "C1", "C1"],
            "contact_id": ["K1", "K2", None, "K1", "K2"],
            "due_on": [first, first, first, second, second],
        }
    )
    sent = due(sent, PLAN, motive="newsletter", channel="email", purpose="News", due_from=sent["due_on"])
    calls = pd.DataFrame({"account_id": ["C2", "C2"], "due_on": [first, first], "purpose": ["one", "two"]})
    calls = due(calls, PLAN, motive="promise", channel="phone", due_from=first, owner="R1")
    given = {"phone_contact_cost_eur": 12, "letter_contact_cost_eur": 1.5}
    table = as_touches([sent.assign(owner="R1"), calls], PLAN, empty("next_actions"), **given)
    assert sorted(table["touch_id"]) == [
        "C1-newsletter-1-K1-2026",
        "C1-newsletter-1-K2-2026",
        "C1-newsletter-2-K1-2026",
        "C1-newsletter-2-K2-2026",
        "C2-newsletter-1-2026",
        "C2-promise-1-2026",
        "C2-promise-2-2026",
    ]
