"""One drawing per question of the method; every function takes canonical tables and returns a `Picture`."""

from solver.report.figures.actions import actions, budget
from solver.report.figures.agenda import rep_week, workload
from solver.report.figures.behaviour import behaviours, journeys
from solver.report.figures.evidence import rankings_judged
from solver.report.figures.hours import hours_worth
from solver.report.figures.maps import tour_map
from solver.report.figures.plans import comparison, hour_prices, ledger
from solver.report.figures.prospecting import funnel, need_bridge, need_range
from solver.report.figures.quality import completeness, revenue_by_month
from solver.report.figures.scores import score_distribution, score_makeup
from solver.report.figures.segments import abc_curve, margin_and_revenue
from solver.report.figures.time import monthly_capacity, time_waterfall
from solver.report.figures.visits import own_table, visit_values, visits_today_and_proposed
from solver.report.figures.wallet import crossed_matrix, wallet

__all__ = [
    "abc_curve",
    "actions",
    "behaviours",
    "budget",
    "comparison",
    "completeness",
    "crossed_matrix",
    "funnel",
    "hour_prices",
    "hours_worth",
    "journeys",
    "ledger",
    "margin_and_revenue",
    "monthly_capacity",
    "need_bridge",
    "need_range",
    "own_table",
    "rankings_judged",
    "rep_week",
    "revenue_by_month",
    "score_distribution",
    "score_makeup",
    "time_waterfall",
    "tour_map",
    "visit_values",
    "visits_today_and_proposed",
    "wallet",
    "workload",
]
