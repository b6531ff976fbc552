"""The course case as a firm: its files through the package's own functions, without notebooks."""

from functools import cache
from types import SimpleNamespace

from solver.allocation import allocate
from solver.allocation.problem.build import build_problem
from solver.intake import prepare_tools
from solver.intake.decided.own_response import own_response
from solver.method.accounts.group_accounts import group_accounts
from solver.method.accounts.qualify_portfolio import qualify, wallet
from solver.method.accounts.revenue import year_sales
from solver.method.accounts.segment_portfolio import client_revenue, segment
from solver.method.behaviour.build_typology import build_typology
from solver.method.behaviour.journeys import weigh_win_backs
from solver.method.behaviour.order_facts import order_facts
from solver.method.behaviour.weigh_typology import weigh_typology
from solver.method.prospects.client_flow import attrition, client_flow
from solver.method.prospects.prospect_funnel import funnel_rates, rate_of
from solver.method.prospects.set_prospect_target import prospect_need, prospecting_capacity, share_target
from solver.method.score.score_accounts import note_accounts, score_accounts, weights_in_force
from solver.method.time import measure_time
from solver.parameters import load_portfolio, override
from solver.value.response import curve_table
from solver.value.visit_log import agreed_visits, visits_of_the_year
from tests.conftest import ROOT

PORTFOLIO = ROOT / "data" / "fil_rouge" / "portfolio.yaml"


@cache
def steps_1_to_9():
    """Tables of steps 1 to 9, with the parameters of the firm's portfolio.yaml."""
    firm = load_portfolio(PORTFOLIO)
    intake = prepare_tools(firm)
    accounts, sales = intake.accounts, intake.sales
    segments = segment(
        client_revenue(accounts, sales, as_of=firm.as_of, **of(firm, "margin_rate exceptional_order_share")),
        **of(firm, "abc_measure abc_cut_a abc_cut_b abc_rule"),
    )
    qualification = qualify(
        accounts,
        segments,
        as_of=firm.as_of,
        **of(firm, "potential_per_head_eur accessible_share potential_fresh_months"),
        **of(firm, "potential_cut_a potential_cut_b abc_rule"),
    )
    types = group_accounts(accounts, segments, qualification, **of(firm, "account_rules consolidate_share"))
    facts = order_facts(accounts, sales, as_of=firm.as_of)
    typology = build_typology(
        facts,
        **of(firm, "precedence client_window_months new_months inactive_months inactive_orders risk_trend"),
        **of(firm, "developing_trend unsatisfied_note satisfied_note loyal_recency_months silence_ratio"),
    )
    notes = weigh_typology(
        accounts,
        intake.contacts,
        typology,
        **of(firm, "typology_mode typology_note typology_multiplier contacts_per_quarter_max"),
        **of(firm, "newsletters_per_quarter plan_start plan_end"),
    )
    visit_time = measure_time.visit_time(
        accounts,
        intake.reps,
        **of(firm, "visit_minutes prospect_visit_minutes preparation_minutes road_factor speed_kmh"),
        **of(firm, "stops_per_day travel_minutes_per_visit"),
    )
    scores = score_accounts(
        note_accounts(
            accounts,
            segments,
            qualification,
            notes,
            visit_time,
            **of(firm, "class_notes margin_brackets access_brackets stage_notes"),
        ),
        score_weights=weights_in_force(firm.score_weights, firm.typology_mode),
        note_max=max(firm.class_notes.values()),
        **of(firm, "score_weights_prospects score_cut_s1 score_cut_s2 score_cut_s3 score_known_share_min"),
    )
    return SimpleNamespace(
        firm=firm,
        intake=intake,
        segments=segments,
        qualification=qualification,
        wallet=wallet(qualification, accounts),
        types=types,
        facts=facts,
        typology=typology,
        notes=notes,
        visit_time=visit_time,
        scores=scores,
    )


@cache
def plan(**changes):
    """Steps 2, 3 and 10, some parameters changed: the problem, the plan, and what they rest on."""
    done = steps_1_to_9()
    firm = override(done.firm, **changes)
    intake, accounts = done.intake, done.intake.accounts
    days = measure_time.rep_days(firm.reps, firm.plan_start, firm.plan_end, firm.country, firm.region)
    time = measure_time.rep_time(days, firm.reserve_share)
    cost = measure_time.visit_cost(
        accounts, intake.reps, time, done.visit_time, **of(firm, "plan_start plan_end")
    )
    flow = client_flow(intake.sales, firm.as_of)
    funnel = funnel_rates(
        intake.prospect_events,
        as_of=firm.as_of,
        **of(firm, "minimum_cases reach_rate appointment_rate kept_rate conversion_rate sales_cycle_months"),
    )
    loss = attrition(flow, intake.sales, as_of=firm.as_of, **of(firm, "attrition_rate minimum_cases"))
    need = prospect_need(
        revenue_eur=year_sales(intake.sales, firm.as_of)["revenue_eur"].sum(),
        attrition_rate=loss["rate"],
        conversion_rate=rate_of(funnel, "won"),
        **of(firm, "growth_rate client_growth_rate visits_per_prospect new_client_revenue_eur"),
    )
    capacity = prospecting_capacity(accounts, time, done.visit_time, firm.prospect_visits_max)
    target = share_target(need, capacity)
    win_backs = weigh_win_backs(
        accounts,
        done.notes,
        intake.sales,
        cost,
        as_of=firm.as_of,
        **of(firm, "margin_rate win_back_rate win_back_visits"),
    )
    worth_it = win_backs.loc[win_backs["decision"] == "worth_it", "account_id"]
    problem = build_problem(
        accounts,
        done.types,
        done.scores,
        done.qualification,
        done.segments,
        done.notes,
        done.visit_time,
        time,
        target,
        intake.decisions,
        visits_today=visits_of_the_year(intake.visits, firm.as_of),
        win_backs=set(worth_it),
        agreed_visits=agreed_visits(intake.visits, firm.plan_start, firm.plan_end),
        day_hours=intake.reps.set_index("rep_id")["day_hours"] * (1 - firm.day_reserve_share),
        judged_curves=curve_table(firm.judged_curves),
        own_response=own_response(firm.response_file, accounts),
        class_floors=firm.floor_visits,
        class_ceilings=firm.ceiling_visits,
        conversion_rate=need["conversion_rate"],
        new_client_eur=need["new_client_revenue_eur"],
        ceiling_ratio=firm.conversion_ceiling,
        plan_years=need["plan_share"],
        **of(firm, "first_year_share win_back_rate visits_per_prospect prospect_visits_max margin_rate"),
    )
    return SimpleNamespace(
        days=days, time=time, cost=cost, need=need, target=target, problem=problem, plan=allocate(problem)
    )


def of(firm, names):
    """Parameters of the portfolio by name, as the notebooks hand them on."""
    return {name: getattr(firm, name) for name in names.split()}
