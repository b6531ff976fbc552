"""Every drawing: its message carries the figure that the data hold, worked here by hand."""

import re
from functools import cache

import pandas as pd
import pytest

from solver.evidence.backtest import backtest
from solver.report import figures
from solver.report.look.theme import PHONE_WIDTH
from tests.allocation.cases import problem_of
from tests.evidence.firms import AS_OF, NO_POTENTIALS, noise

SALES = pd.DataFrame(
    {"date": pd.to_datetime(["2025-01-05", "2025-01-31", "2025-04-01"]), "revenue_eur": [100.0, 20.0, -5.0]}
)
HOURS_CURVE = pd.DataFrame({"hours": [100.0, 200.0], "contribution_eur": [50_000.0, 60_000.0]})
STOPPING = pd.DataFrame(
    {
        "stop_at": ["fill", "horizon"],
        "hours": [200.0, 150.0],
        "contribution_eur": [60_000.0, 56_000.0],
    }
)
ALL = {
    "abc_curve": lambda t, f: figures.abc_curve(t["segments"]),
    "actions": lambda t, f: figures.actions(t["action_plan"]),
    "behaviours": lambda t, f: figures.behaviours(t["typology"], t["segments"]),
    "budget": lambda t, f: figures.budget(t["budget"], t["reps"]),
    "comparison": lambda t, f: figures.comparison(t["comparison"]),
    "completeness": lambda t, f: figures.completeness(f["quality.json"]),
    "crossed_matrix": lambda t, f: figures.crossed_matrix(
        t["account_types"], t["segments"], t["qualification"]
    ),
    "funnel": lambda t, f: figures.funnel(t["funnel"]),
    "hour_prices": lambda t, f: figures.hour_prices(t["hour_prices"], t["reps"]),
    "hours_worth": lambda t, f: figures.hours_worth(HOURS_CURVE, STOPPING, t["comparison"], 3),
    "journeys": lambda t, f: figures.journeys(t["journeys"]),
    "ledger": lambda t, f: figures.ledger(t["ledger"], t["reps"]),
    "margin_and_revenue": lambda t, f: figures.margin_and_revenue(t["segments"], t["accounts"]),
    "monthly_capacity": lambda t, f: figures.monthly_capacity(t["rep_time"]),
    "need_bridge": lambda t, f: figures.need_bridge(f["need.json"]),
    "need_range": lambda t, f: figures.need_range(t["expected_figures"]),
    "own_table": lambda t, f: figures.own_table(with_own_table([[0, 60, 90, 105], [0, 10, 15, 16]])),
    "rankings_judged": lambda t, f: figures.rankings_judged(a_past()),
    "rep_week": lambda t, f: figures.rep_week(t["appointments"], t["accounts"], tours=t["tours"]),
    "revenue_by_month": lambda t, f: figures.revenue_by_month(SALES),
    "score_distribution": lambda t, f: figures.score_distribution(t["scores"]),
    "score_makeup": lambda t, f: figures.score_makeup(t["scores"], t["accounts"]),
    "time_waterfall": lambda t, f: figures.time_waterfall(t["rep_time"]),
    "tour_map": lambda t, f: figures.tour_map(t["accounts"], t["appointments"], t["reps"]),
    "visit_values": lambda t, f: figures.visit_values(t["response"], t["allocation"], t["accounts"]),
    "visits_today_and_proposed": lambda t, f: figures.visits_today_and_proposed(
        t["allocation"], t["account_types"]
    ),
    "wallet": lambda t, f: figures.wallet(t["qualification"], t["accounts"]),
    "workload": lambda t, f: figures.workload(t["tours"]),
}


@cache
def a_past():
    """A made-up firm's past, judged."""
    return backtest(noise(11), NO_POTENTIALS, as_of=AS_OF, seed=1, draws=50)


def with_own_table(values, own=True):
    """A problem whose accounts a table of one's own values, as what they bring after 0, 1, 2… visits."""
    problem = problem_of(values, 1.0, 2.0)
    return problem.with_tables(accounts=problem.accounts.assign(own_values=own, name="Client"))


def test_every_drawing_is_tried_here():
    assert set(ALL) == set(figures.__all__)


@pytest.mark.parametrize("name", ALL)
def test_each_drawing_is_repeatable_light_safe_and_told_in_words(name, firm, facts):
    picture = ALL[name](firm, facts)
    assert picture == ALL[name](firm, facts)
    assert len(picture.svg) < 120_000
    assert "<script" not in picture.svg
    assert picture.title
    assert picture.alt.startswith(picture.title)
    assert "nan" not in picture.svg.lower().replace("finance", "")


EMPTY = {
    "abc_curve": lambda t: figures.abc_curve(t["segments"].head(0)),
    "actions": lambda t: figures.actions(t["action_plan"].head(0)),
    "behaviours": lambda t: figures.behaviours(t["typology"].head(0), t["segments"]),
    "comparison": lambda t: figures.comparison(t["comparison"].head(1)),
    "journeys": lambda t: figures.journeys(t["journeys"].head(0)),
    "margin_and_revenue": lambda t: figures.margin_and_revenue(t["segments"].head(0), t["accounts"]),
    "rep_week": lambda t: figures.rep_week(t["appointments"].head(0), t["accounts"], tours=t["tours"]),
    "revenue_by_month": lambda t: figures.revenue_by_month(SALES.head(0)),
    "score_makeup": lambda t: figures.score_makeup(t["scores"].head(0), t["accounts"]),
    "tour_map": lambda t: figures.tour_map(t["accounts"], t["appointments"].head(0), t["reps"]),
    "wallet": lambda t: figures.wallet(t["qualification"].head(0), t["accounts"]),
    "workload": lambda t: figures.workload(t["tours"].head(0)),
}


@pytest.mark.parametrize("name", EMPTY)
def test_a_table_without_a_line_still_gives_a_drawing(name, firm):
    assert EMPTY[name](firm).title


def test_abc_curve_says_how_many_clients_make_how_much():
    """Two clients of five make 160 of 200."""
    segments = pd.DataFrame(
        {
            "rank": [1, 2, 3, 4, 5],
            "cumulative_share": [0.5, 0.8, 0.9, 0.95, 1.0],
            "segment": list("AABBC"),
        }
    )
    picture = figures.abc_curve(segments)
    assert picture.title == "40% of the clients make 80% of the revenue"
    assert "segment B: 2 clients, 15%" in picture.alt
    assert figures.abc_curve(segments, "margin").title == "40% of the clients make 80% of the margin"


def test_a_month_without_an_invoice_is_named():
    """From January to April, nothing in February and March."""
    assert figures.revenue_by_month(SALES).title == (
        "2 months without an invoice between January 2025 and April 2025; "
        "the first: February 2025 and March 2025"
    )
    assert figures.revenue_by_month(SALES.head(2)).title.startswith("Every month from January 2025")


def test_funnel_multiplies_the_rates(firm):
    """0.775 × 104/310 × 88/104 × 13/88 = 0.0325: 30.8 calls and 6.8 visits for one client."""
    title = figures.funnel(firm["funnel"]).title
    assert title == "It takes 31 prospects called, 6.8 of them visited, to win one client"


def test_need_bridge_says_what_is_to_be_won(facts):
    need = facts["need.json"]
    assert need["revenue_eur"] - need["lost_eur"] + need["client_growth_eur"] == need["expected_eur"]
    assert (
        need["expected_eur"] + need["inflow_eur"] + need["won_back_eur"] + need["to_win_eur"]
        == need["goal_eur"]
    )
    picture = figures.need_bridge(need)
    assert picture.title == (
        "Prospecting must win €55,000: 14 clients, 164 visits to prospects (105 to 235 in four cases of five)"
    )
    assert "Clients who leave −€60,000" in picture.alt
    alone = figures.need_bridge({**need, "to_win_eur": 0.0})
    assert alone.title == "The goal of €1,050,000 needs no prospecting"


def test_time_waterfall_ends_at_the_field_days(firm):
    """365 − 12 × (8.5 + 1 + 0.5 + 0.25 + 1 + 2) − leave 26.5 = 179.5 days; × 7.5 h × 0.88 = 1,184.7 h."""
    title = figures.time_waterfall(firm["rep_time"]).title
    assert title == "Of 365 days, a rep spends 180 in the field: 1,185\xa0h of visits, reserve taken off"


def test_wallet_divides_the_sums_and_leaves_prospects_out():
    ids = [*"abcdefghijk", "p"]  # eleven clients, of which ten are drawn
    kinds = ["client"] * 11 + ["prospect"]
    accounts = pd.DataFrame({"account_id": ids, "name": ids, "kind": kinds})
    qualification = pd.DataFrame(
        {
            "account_id": ids,
            "revenue_eur": [1.0] * 11 + [0.0],
            "potential_eur": [10.0] * 11 + [9000.0],
            "share_of_wallet": [0.1] * 11 + [0.0],
            "gap_eur": [9.0] * 11 + [9000.0],
        }
    )
    title = figures.wallet(qualification, accounts).title
    assert title == "10% of what clients buy is ours; €99 more can be won, 91% of it from 10 of them"


def test_crossed_matrix_counts_the_cells(firm):
    picture = figures.crossed_matrix(firm["account_types"], firm["segments"], firm["qualification"])
    large = firm["account_types"]["cell"].str.endswith("/A'").sum()
    assert picture.title.startswith(
        f"{large} accounts of {len(firm['account_types'])} have a large potential"
    )


def test_behaviours_name_the_revenue_at_risk():
    typology = pd.DataFrame({"account_id": ["a", "b"], "behaviour": ["at_risk", "loyal"]})
    segments = pd.DataFrame({"account_id": ["a", "b"], "revenue_eur": [250.0, 750.0]})
    title = figures.behaviours(typology, segments).title
    assert title == "1 client is at risk; it makes €250, 25% of the revenue"


@pytest.mark.parametrize(
    ("gain", "share", "message"),
    [
        (1900.0, 0.019, "The plan brings €1,900 more than today's visits (+1.9%): a small gain"),
        (2100.0, 0.021, "The plan brings €2,100 more than today's visits (+2.1%)"),
        (40.0, 0.0004, "The plan brings no more than today's visits"),
        (-500.0, -0.005, "The plan brings €500 less than today's visits (−0.5%)"),
    ],
)
def test_a_gain_under_two_per_cent_is_called_small(gain, share, message):
    comparison = pd.DataFrame(
        {"plan": ["plan", "today"], "gain_eur": [0.0, gain], "gain_share": [0.0, share]}
    )
    assert figures.comparison(comparison).title == message


def test_visits_say_which_type_gains_and_which_gives_up():
    allocation = pd.DataFrame(
        {"account_id": list("abc"), "visits_today": [2, 9, None], "visits": [6, 1, 3]}
    ).astype({"visits_today": "Int64"})
    types = pd.DataFrame(
        {
            "account_id": list("abc"),
            "account_type": ["high_potential", "economical_management", "high_potential"],
        }
    )
    title = figures.visits_today_and_proposed(allocation, types).title
    assert title == (
        "10 visits planned, 11 made in 12 months; “High potential” gains the most (+7); "
        "“Economical management” gives up the most (−8)"
    )


def test_visits_without_a_log_say_so():
    allocation = pd.DataFrame({"account_id": ["a"], "visits_today": [None], "visits": [6]})
    allocation = allocation.astype({"visits_today": "Int64"})
    types = pd.DataFrame({"account_id": ["a"], "account_type": ["high_potential"]})
    title = figures.visits_today_and_proposed(allocation, types).title
    assert title == "6 visits are proposed; the firm keeps no log of those of today"


def test_of_many_reps_a_picture_draws_those_that_matter_and_says_of_how_many(firm):
    one = firm["hour_prices"].iloc[[0]]
    many = pd.concat([one.assign(rep_id=f"R{n:02d}", price_eur=float(n)) for n in range(50)])
    picture = figures.hour_prices(many, firm["reps"])
    assert "€49 with R49, €0 with R00 (of 50 reps, 30 are drawn)" in picture.title
    assert [name in picture.svg for name in ("R49", "R00", "R25")] == [True, True, False]


def test_hour_prices_name_the_dearest_and_the_cheapest(firm):
    title = figures.hour_prices(firm["hour_prices"], firm["reps"]).title
    assert title == (
        "Over the years counted, one more hour would bring €118 with Loïc Brannelec, €61 with Maëlle Trévidan"
    )


def test_a_mark_far_from_the_bar_of_an_hour_has_a_figure_of_its_own():
    reps = pd.DataFrame({"rep_id": ["R"], "name": ["Ann"]})
    far = pd.DataFrame({"rep_id": ["R"], "price_eur": 343.0, "plus_one_eur": 0.0, "minus_one_eur": 1079.0})
    near = far.assign(minus_one_eur=360.0)
    assert "€1,079" in figures.hour_prices(far, reps).svg
    assert "€360" not in figures.hour_prices(near, reps).svg


def test_a_crowded_top_class_is_said_to_be_one():
    scores = pd.DataFrame({"score": [80.0, 90.0, 40.0, 50.0], "score_class": ["S1", "S1", "S3", "S3"]})
    title = figures.score_distribution(scores).title
    assert title == "2 accounts, 50% of the portfolio, stand in the top class: too many to tell them apart"


def test_completeness_names_the_field_that_is_most_often_empty(facts):
    title = figures.completeness(facts["quality.json"]).title
    assert title == "The field most often empty is “E-mail”, filled for 42% of the accounts"


def test_the_week_shown_is_the_first_full_one_and_says_whose_it_is():
    """One day of tours, then three, then two, then four: the middle week has 2.5, the second is full."""
    days = pd.to_datetime(
        ["2026-01-05"]
        + [f"2026-01-{day}" for day in (13, 14, 15)]
        + ["2026-01-19", "2026-01-20"]
        + [f"2026-01-{day}" for day in (26, 27, 28, 29)]
    )
    appointments = pd.DataFrame(
        {
            "rep_id": "R",
            "account_id": "a",
            "visit_no": range(1, 11),
            "date": days,
            "stop": 1,
            "start": "09:00",
            "end": "10:00",
            "travel_minutes": 30.0,
            "status": "planned",
        }
    )
    accounts = pd.DataFrame({"account_id": ["a"], "name": ["Ay"]})
    reps = pd.DataFrame({"rep_id": ["R"], "name": ["Ann"]})
    tours = pd.DataFrame({"rep_id": "R", "date": appointments["date"].unique(), "driving_minutes": 40.0})
    title = figures.rep_week(appointments, accounts, "R", reps=reps, tours=tours).title
    assert title == "Ann, week of 12 January 2026: 3 visits, 2.0\xa0h on the road, the way home included"
    assert figures.rep_week(appointments, accounts, "R", tours=tours).title.startswith(
        "R, week of 12 January 2026"
    )


def test_a_map_outside_france_has_no_communes_and_still_its_accounts(firm):
    far = firm["accounts"].assign(lat=firm["accounts"]["lat"] - 40, lon=firm["accounts"]["lon"] + 60)
    homes = firm["reps"].assign(
        home_lat=firm["reps"]["home_lat"] - 40, home_lon=firm["reps"]["home_lon"] + 60
    )
    near = figures.tour_map(firm["accounts"], firm["appointments"], firm["reps"])
    away = figures.tour_map(far, firm["appointments"], homes)
    assert away.title == near.title
    assert len(away.svg) < len(near.svg) - 5000


def test_the_map_says_whose_tours_it_shows(firm):
    one = figures.tour_map(firm["accounts"], firm["appointments"], firm["reps"], "MTR")
    everybody = figures.tour_map(firm["accounts"], firm["appointments"], firm["reps"])
    assert one.title.startswith("Maëlle Trévidan: ")
    assert everybody.title.startswith("All reps: ")


def test_the_load_is_told_in_days_of_tours():
    """Two reps on one day are two days of tours; 60 of 300 minutes are driven."""
    tours = pd.DataFrame(
        {
            "rep_id": ["R", "S"],
            "date": pd.Timestamp("2026-01-05"),
            "stops": [2, 3],
            "visit_minutes": [100.0, 140.0],
            "driving_minutes": [20.0, 40.0],
        }
    )
    title = figures.workload(tours).title
    assert (
        title == "5 visits in 2 days and half days of tours of 2 reps; 20% of the time is spent on the road"
    )


@pytest.mark.parametrize(
    ("points", "message"),
    [
        (
            {"revenue": 30.2, "potential": 29.8, "margin": 20.0},
            "“Revenue (ABC)” and “Potential” bring the 2 best accounts most of their points: "
            "30 each on average",
        ),
        (
            {"revenue": 50.0, "potential": 20.0, "margin": 20.0},
            "“Revenue (ABC)” brings the 2 best accounts most of their points: 50 on average",
        ),
        (
            {"revenue": 30.0, "potential": 25.0, "margin": 20.0},
            "“Revenue (ABC)” brings the 2 best accounts 30 points on average, more than any other",
        ),
        (
            {"revenue": 20.0, "potential": 20.0, "margin": 15.0, "access": 15.0, "typology": 15.0},
            "“Revenue (ABC)” and “Potential” bring the 2 best accounts 20 points each on average, "
            "more than any other",
        ),
        (
            {"revenue": 20.0, "potential": 20.0},
            "“Revenue (ABC)” and “Potential” bring the 2 best accounts 20 points each on average",
        ),
    ],
)
def test_criteria_that_tie_are_all_named_and_most_means_more_than_half(points, message):
    scores = pd.DataFrame({"account_id": ["a", "b"], "score": sum(points.values())})
    scores = scores.assign(**{f"{name}_points": value for name, value in points.items()})
    accounts = pd.DataFrame({"account_id": ["a", "b"], "name": ["Ay", "Bee"]})
    assert figures.score_makeup(scores, accounts).title == message


def test_without_a_potential_the_titles_ask_for_it(firm):
    unknown = firm["qualification"].assign(potential_eur=float("nan"), gap_eur=float("nan"))
    unknown["share_of_wallet"] = float("nan")
    cells = firm["account_types"].assign(cell=firm["account_types"]["cell"].str[0] + "/?")
    ask = "No potential is known: ask for it"
    assert figures.wallet(unknown, firm["accounts"]).title == ask
    matrix = figures.crossed_matrix(cells, firm["segments"], unknown)
    assert matrix.title == ask
    assert "gap –" in matrix.alt
    assert "gap €0" not in matrix.alt


def test_a_matrix_without_large_potentials_says_so(firm):
    small = firm["account_types"].assign(cell=firm["account_types"]["cell"].str[0] + "/C'")
    title = figures.crossed_matrix(small, firm["segments"], firm["qualification"]).title
    assert title == f"None of the {len(small)} accounts has a large potential"


def test_a_matrix_with_nothing_left_to_win_says_so(firm):
    full = firm["qualification"].assign(gap_eur=0.0)
    title = figures.crossed_matrix(firm["account_types"], firm["segments"], full).title
    assert title.endswith("have a large potential, and nothing is left to be won")


def test_files_without_an_empty_column_are_said_to_be_full():
    field = {"table": "accounts", "field": "email", "rows": 5, "wrong": 0, "filled_share": 1.0}
    assert figures.completeness({"fields": [field]}).title == "Every column of the files is filled"
    nearly = figures.completeness({"fields": [{**field, "filled_share": 0.998}]})
    assert nearly.title.endswith("filled for 99.8% of the accounts")


def test_a_margin_that_is_the_same_for_all_is_an_assumed_one(firm):
    flat = firm["segments"].assign(margin_eur=0.3 * firm["segments"]["revenue_eur"])
    title = figures.margin_and_revenue(flat, firm["accounts"]).title
    assert title == "No cost on the invoices: 30% is assumed"
    few = figures.margin_and_revenue(firm["segments"].head(8), firm["accounts"]).title
    assert few.startswith("The clients leave a margin of ")


@pytest.mark.parametrize(
    ("prices", "end"),
    [
        ([9.0, 33.0, 20.0], "elsewhere, €9 to €33 in the first year"),
        ([44.2, 43.8, 44.0], "elsewhere, €44 in the first year"),
        ([0.0, 0.0, 0.0], "no hour is short"),
        ([None, None, None], "no hour is short"),
    ],
)
def test_a_range_of_prices_is_written_once_where_it_is_none(firm, prices, end):
    price = dict(zip(firm["hour_prices"]["rep_id"], prices, strict=True))
    plan = firm["allocation"].assign(hour_price_eur=firm["allocation"]["rep_id"].map(price).astype("float64"))
    title = figures.visit_values(firm["response"], plan, firm["accounts"]).title
    assert title.endswith(end)


def test_what_hangs_on_the_visits_is_not_called_the_expected_contribution(firm):
    picture = figures.budget(firm["budget"], firm["reps"])
    assert "contribution lost without the visits" in picture.svg
    assert "expected contribution" not in picture.svg.lower()


@pytest.mark.parametrize("name", EMPTY)
def test_no_title_holds_a_dash_for_a_figure(name, firm):
    assert "–" not in EMPTY[name](firm).title


def test_without_a_table_of_one_s_own_there_is_no_drawing_of_it():
    assert figures.own_table(with_own_table([[0, 60, 90]], own=False)) is None


def test_a_table_on_a_curve_shows_the_share_each_visit_takes():
    """60, then 30, then 15: each visit takes half of what is left of 120."""
    drawing = figures.own_table(with_own_table([[0, 60, 90, 105]]))
    assert "each visit takes 50.0% of what is left" in drawing.svg


def test_the_hours_say_up_to_where_one_earns_its_cost(firm):
    picture = figures.hours_worth(HOURS_CURVE, STOPPING, firm["comparison"], 3)
    assert picture.title == "150\u00a0h of 200\u00a0h earn their cost over the 3 years counted"
    assert "100\u00a0h €50,000; 200\u00a0h €60,000" in picture.alt


def test_the_curve_of_the_first_screen_is_whole_on_a_phone_with_words_of_nine_pixels(firm):
    """A phone of 390 px leaves 358 for a picture: it shrinks to them, and its words with it."""
    svg = figures.hours_worth(HOURS_CURVE, STOPPING, firm["comparison"], 3, PHONE_WIDTH).svg
    drawn_wide = float(re.search(r'viewBox="0 0 ([\d.]+)', svg)[1])
    words_px = [float(size) for size in re.findall(r"font-size: ([\d.]+)px", svg)]
    assert "min-width:0" in svg[: svg.index(">")]
    assert min(words_px) * 358 / drawn_wide >= 9
