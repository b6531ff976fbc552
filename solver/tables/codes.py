"""Every code of the tables beside what it is called, and how it is called in the language in force."""

from collections.abc import Mapping
from typing import Any

from solver.tables.channels import CHANNELS
from solver.tables.criteria import CRITERIA
from solver.tables.touch_codes import COMPLAINT_CAUSES, TOUCH_CODES
from solver.words.i18n import MISSING, _, format_date, is_missing, mark

Labels = Mapping[str, str]

# By the column that holds them, in the method's order; what a code is called is marked for the catalogues.
CODES: dict[str, Labels] = {
    "kind": {
        "client": mark("Client"),
        "former_client": mark("Former client"),
        "prospect": mark("Prospect"),
        "supplier": mark("Supplier"),
        "banker": mark("Banker"),
        "journalist": mark("Journalist"),
        "relation": mark("Relation"),
    },
    "account_type": {
        "key_account_to_consolidate": mark("Key account to consolidate"),
        "key_account_to_develop": mark("Key account to develop"),
        "high_potential": mark("High potential"),
        "going_concern": mark("Core client"),
        "medium_account": mark("Medium account"),
        "economical_management": mark("Economical management"),
        "priority_prospect": mark("Priority prospect"),
        "prospect_to_follow": mark("Prospect to follow"),
        "prospect_to_watch": mark("Prospect to watch"),
        "former_client": mark("Former client"),
    },
    "domain": {
        "going_concern": mark("Core business"),
        "development": mark("Development potential"),
        "economical": mark("Economical management"),
        "conquest": mark("Conquest"),
    },
    "behaviour": {
        "new": mark("New"),
        "developing": mark("Developing"),
        "loyal": mark("Loyal"),
        "standard": mark("Standard"),
        "at_risk": mark("At risk"),
        "inactive": mark("Inactive"),
        "lost": mark("Lost"),
    },
    "stage": {
        "called": mark("Called"),
        "reached": mark("Reached"),
        "appointment": mark("Appointment made"),
        "visited": mark("Visited"),
        "quoted": mark("Quoted"),
        "won": mark("Won"),
        "lost": mark("Lost"),
    },
    "role": {
        "decision_maker": mark("Decision maker"),
        "prescriber": mark("Prescriber"),
        "user": mark("User"),
        "buyer": mark("Buyer"),
    },
    "activity": {
        "weekend": mark("Weekends"),
        "holiday": mark("Public holidays"),
        "leave": mark("Leave"),
        "training": mark("Training"),
        "fair": mark("Fairs"),
        "meeting": mark("Meetings"),
        "admin": mark("Office work"),
        "field": mark("Field"),
    },
    "weeks": {"odd": mark("Odd weeks"), "even": mark("Even weeks")},
    "flexible": {"time": mark("That time"), "day": mark("That day"), "week": mark("That week")},
    "said_by": {
        "matrix": mark("Your file"),
        "reverse": mark("Your file, the other way"),
        "osrm": mark("OSRM, on the map"),
        "server": mark("OSRM server"),
        "openrouteservice": mark("openrouteservice"),
        "valhalla": mark("Valhalla server"),
        "law": mark("Estimated without roads"),
    },
    "journey": {
        "welcome": mark("Welcome"),
        "prevention": mark("Prevention"),
        "retention": mark("Retention"),
        "win_back": mark("Win-back"),
    },
    "channel": {code: channel.label for code, channel in CHANNELS.items()},
    "track": {
        "information": mark("Information"),
        "development": mark("Development"),
        "sales": mark("Sales"),
    },
    "visit_outcome": {
        "met": mark("Somebody met"),
        "not_met": mark("Nobody met"),
        "ordered": mark("Order taken"),
        "quoted": mark("Quotation asked for"),
        "refused": mark("Refused"),
    },
    "complaint": COMPLAINT_CAUSES,
    **TOUCH_CODES,
    "lost_reason": {
        "price": mark("Price"),
        "delivery": mark("Delivery"),
        "quality": mark("Quality"),
        "service": mark("Service"),
        "competitor": mark("A competitor"),
        "no_need": mark("No need any more"),
        "closed": mark("Closed down"),
        "moved": mark("Moved away"),
        "person_left": mark("Our contact left"),
        "unknown": mark("Unknown"),
    },
    "buying_criteria": {
        "price": mark("Price"),
        "delivery": mark("Delivery"),
        "quality": mark("Quality"),
        "range": mark("Range"),
        "advice": mark("Advice"),
        "credit": mark("Credit"),
        "nearness": mark("Nearness"),
    },
    "known_part": {
        "none": mark("Nobody known"),
        "known": mark("Known"),
        "met": mark("Met in 12 months"),
    },
    "heat": {"hot": mark("Had said something"), "cold": mark("Silent or declining")},
    "outcome": {"won": mark("Won"), "saved": mark("Saved"), "lost": mark("Lost"), "open": mark("Still open")},
    "origin": {
        "introduced": mark("Introduced by somebody"),
        "call": mark("Called by us"),
        "other": mark("Other"),
    },
    "service": {
        "switchboard": mark("Switchboard"),
        "accounting": mark("Accounting"),
        "field_service": mark("Field service"),
        "delivery": mark("Delivery"),
        "marketing": mark("Marketing"),
        "sales": mark("Sales"),
    },
    "promise_kept": {
        "kept": mark("Promise kept"),
        "moved": mark("Promise put off"),
        "not_kept": mark("Promise not kept"),
    },
    "status": {
        "done": mark("Done"),
        "not_met": mark("Nobody met"),
        "agreed": mark("Agreed"),
        "planned": mark("Planned"),
        "to_do": mark("To do"),
        "under_way": mark("Under way"),
        "dropped": mark("Dropped"),
        "overdue": mark("Overdue"),
    },
    "basis": {
        "history": mark("Measured"),
        "stated": mark("Stated"),
        "judgement": mark("Judgement"),
        "given": mark("Given"),
        "estimated": mark("Estimated"),
        "unknown": mark("Unknown"),
        "decision": mark("Decided"),
        "same_siret": mark("Same SIRET in two files"),
        "same_code": mark("Same code but for zeros, in two files"),
        "same_name": mark("A name in one file, a code in another"),
        "file": mark("In a file"),
        "visit_report": mark("In a visit report"),
        "worked_out": mark("Worked out"),
        "measured": mark("Measured on who left in the last year"),
        "firm_rate": mark("The firm's rate, for all"),
        "label_rate": mark("Rate of its behaviour"),
        "judged": mark("Judged, without a history"),
    },
    "flag": {
        "over_100": mark("Buys more than its potential"),
        "stale": mark("Too old"),
        "unknown": mark("Unknown"),
    },
    "merge_decision": {
        "merge": mark("Merge"),
        "merge_into_other": mark("Merge into the other"),
        "apart": mark("Keep both"),
    },
    "group": {
        "over_visited": mark("Fewer visits than today"),
        "neglected": mark("More visits than today"),
        "prospects": mark("Prospects"),
        "unchanged": mark("The same visits"),
        "trips": mark("Trips to the areas"),
        "total": mark("All together"),
    },
    "rule": {
        "prospect_target": mark("Prospect target"),
        "floors": mark("All floors"),
        "ceilings": mark("All ceilings"),
        "locks": mark("All locks"),
        "all_rules": mark("All rules together"),
        "lock": mark("Lock on one account"),
        "decided_floor": mark("Floor decided for one account"),
        "decided_ceiling": mark("Ceiling decided for one account"),
        "hold": mark("On hold"),
        "contact_cap": mark("Contacts accepted"),
        "class_ceiling": mark("Ceiling of the class"),
        "ramp": mark("Most a year may add"),
        "too_far": mark("Too far for a day"),
        "prospect_most": mark("Most visits to a prospect"),
        "former_most": mark("Most visits to a former client"),
        "not_worth_it": mark("Not worth winning back"),
        "no_day": mark("No day found for more"),
        "journey": mark("Visits of the journeys"),
        "rhythm": mark("Dates of the rhythms"),
    },
    "question": {
        "fewer_visits": mark("Fewer visits to a main account"),
        "potential": mark("Potentials and judged curve"),
        "unlogged": mark("No visit in the log"),
        "other_contact": mark("Objects to being canvassed"),
    },
    "verdict": {"solid": mark("Solid"), "fragile": mark("Fragile")},
    "judgement": {
        "saturation": mark("Revenue with all the visits one could wish"),
        "none": mark("Revenue left without a visit"),
        "reference_visits": mark("Usual visits"),
        "save_share": mark("Part of those about to leave that visits keep"),
        "wallet_power": mark("Weight of the share of wallet"),
        "carry_over": mark("What a euro leaves in the next year"),
        "ramp_visits": mark("Visits an account may gain in a year"),
        "ceiling_ratio": mark("Conversion with endless visits, over the usual one"),
        "floor_visits": mark("Fewest visits, by class"),
        "ceiling_visits": mark("Most visits, by class"),
        "contacts_per_quarter_max": mark("Visits that people accept"),
        "call_effect": mark("Part of a visit that a call is worth"),
        "first_year_share": mark("Part of its potential that a new client buys in its first year"),
    },
    "stop_at": {
        "fill": mark("Fill the hours"),
        "horizon": mark("Stop at the cost, over the years counted"),
        "year": mark("Stop at the cost, within the year"),
    },
    "sizing": {
        "one_too_many": mark("Less than is usual"),
        "right": mark("As is usual"),
        "short": mark("More than is usual"),
        "open": mark("Nobody can say yet"),
    },
    "team_change": {"one_fewer": mark("Without"), "one_more": mark("One more beside")},
    "flow": {
        "kept": mark("Bought both years"),
        "left": mark("Left"),
        "new": mark("New"),
        "returned": mark("Came back"),
        "neither": mark("Bought in neither year"),
    },
    "arrived_by": {
        "prospecting": mark("Won by prospecting"),
        "by_themselves": mark("Came by themselves"),
        "won_back": mark("Won back"),
    },
    "figure": {
        "attrition_rate": mark("Revenue that leaves with clients"),
        "stated_growth": mark("Growth of those who stay, at the rate counted on"),
        "measured_growth": mark("Growth of those who stay, as measured"),
        "expected_eur": mark("Revenue of today's clients next year"),
        "inflow_eur": mark("Newcomers who come by themselves, in a year"),
        "won_back_eur": mark("Clients who come back, in a year"),
        "to_win_eur": mark("To be won by prospecting"),
        "new_client_revenue_eur": mark("Revenue of a new client, first year"),
        "new_clients": mark("New clients"),
        "conversion_rate": mark("Clients won per prospect met"),
        "prospects": mark("Prospects to meet"),
        "prospect_visits": mark("Visits, at the growth counted on"),
        "met_per_pursuit": mark("Prospects met per pursuit"),
        "pursuits": mark("Pursuits"),
        "names_to_find": mark("Names to find"),
        "visits_with_past_errors": mark("Visits, were we as far off as in earlier years"),
        "visits_at_measured_growth": mark("Visits, growth half way to what was measured"),
    },
    "measured_in": {"share": mark("Share"), "money": mark("Amount"), "count": mark("Number")},
    "opposition_scope": {
        "canvassing": mark("Canvassing"),
        "processing": mark("Any use of its data"),
    },
    "decision": {
        "worth_it": mark("Worth it"),
        "not_worth_it": mark("Not worth it"),
        "unknown_value": mark("Value unknown"),
        "opposed": mark("Objects to being canvassed"),
    },
    "ranking": {
        "revenue": mark("Revenue alone"),
        "rfm": mark("Recency, frequency, money"),
        "score": mark("Score"),
        "behaviour": mark("Behaviour"),
        "loss_risk": mark("Risk of loss"),
    },
    "finding": {
        "no_signal": mark("No signal"),
        "as_good_as_revenue": mark("As good as revenue"),
        "better_at_losses": mark("Better at losses, not at revenue"),
        "worse_than_revenue": mark("Worse than revenue"),
    },
    "promise": {
        "account_contribution": mark("Contribution of an account"),
        "account_visits": mark("Visits to an account"),
        "goal_eur": mark("Revenue goal"),
        "attrition_rate": mark("Revenue lost with clients"),
        "client_loss_rate": mark("Clients lost"),
        "client_growth_rate": mark("Growth of the clients who stay"),
        "inflow_eur": mark("Newcomers who come by themselves, in a year"),
        "new_clients": mark("Clients won by prospecting"),
        "new_client_revenue_eur": mark("Revenue of a new client"),
        "conversion_rate": mark("Clients won per prospect visited"),
        "prospect_need": mark("Prospect visits needed"),
        "visits": mark("Visits made"),
        "prospect_visits": mark("Visits to prospects"),
        "contribution_eur": mark("Contribution of the plan"),
    },
    "promise_basis": {"own_past": mark("The firm's own past"), "point": mark("No bounds")},
    "form": {
        "exponential": mark("Each visit takes the same share of what is left"),
        "adbudg": mark("S-shaped, through five points"),
    },
    "grid": {"clients": mark("Clients"), "prospects": mark("Prospects")},
    "certificate": {
        "optimal": mark("Proven best, within the gap"),
        "feasible": mark("Keeps every rule; not proven best within the gap"),
        "infeasible": mark("No plan keeps every rule"),
        "unknown": mark("Stopped before any plan was found"),
    },
    "plan": {
        "plan": mark("the proposed plan"),
        "today": mark("today's visits"),
        "by_revenue": mark("visits in proportion to revenue"),
        "by_class": mark("a fixed frequency by class"),
        "equal": mark("the same number of visits for all"),
    },
    "binding": {
        "processing": mark("Objects to any use of its data"),
        "opposition": mark("Opposition"),
        "lock": mark("Lock"),
        "floor": mark("Floor"),
        "not_worth_it": mark("Not worth winning back"),
        "hold": mark("On hold"),
        "ramp": mark("Most a year may add"),
        "former_most": mark("Most visits to a former client"),
        "too_far": mark("Too far for a day"),
        "agreed": mark("Visits already agreed"),
        "rhythm": mark("Dates of the rhythm"),
        "prospect_most": mark("Most visits to a prospect"),
        "contact_cap": mark("Contacts accepted"),
        "class_ceiling": mark("Ceiling of the class"),
        "decision": mark("Decision"),
        "most_visits": mark("Most visits planned for"),
        "last_valued": mark("End of your own table"),
        "no_day": mark("No day found for more"),
        "ceiling": mark("Ceiling"),
        "prospect_target": mark("Prospect target"),
        "saturated": mark("Saturated"),
        "hours": mark("Hours"),
    },
    "abc_measure": {"revenue": mark("Revenue"), "margin": mark("Margin")},
    "abc_rule": {
        "own_line_included": mark("Its own line included"),
        "crossing": mark("The line that crosses the cut included"),
    },
}
CODES["potential_basis"] = CODES["basis"]
CODES["decision_maker"] = CODES["prescriber"] = CODES["known_part"]
CODES["better_on"] = CODES["competitor_edge"] = CODES["buying_criteria"]
CODES["criterion"] = {criterion.name: criterion.label for criterion in CRITERIA}

KINDS = tuple(CODES["kind"])
VISITED_KINDS = KINDS[:3]
ACCOUNT_TYPES = tuple(CODES["account_type"])
CLIENT_TYPES, PROSPECT_TYPES = ACCOUNT_TYPES[:6], ACCOUNT_TYPES[6:9]
DOMAINS = tuple(CODES["domain"])
BEHAVIOURS = tuple(CODES["behaviour"])
SEGMENTS = ("A", "B", "C")
ROW_OF_KIND = {"prospect": "P", "former_client": "F"}  # in the matrix of step 6
MATRIX_ROWS = (*SEGMENTS, *ROW_OF_KIND.values())
POTENTIAL_CLASSES = ("A'", "B'", "C'", "?")
SCORE_CLASSES = ("S1", "S2", "S3", "S4")
STAGES = tuple(CODES["stage"])
ROLES = tuple(CODES["role"])
SCOPES = tuple(CODES["opposition_scope"])
SAID_BY = tuple(CODES["said_by"])
WEEKS = tuple(CODES["weeks"])
FLEXIBLE = tuple(CODES["flexible"])
ACTIVITIES = tuple(CODES["activity"])
OFF_FIELD = tuple(activity for activity in ACTIVITIES if activity != "field")
JOURNEYS = tuple(CODES["journey"])
DECIDED = ("lock", "decision")  # what binds an account whose visits somebody decided
FIGURES = tuple(CODES["figure"])
ARRIVALS = tuple(CODES["arrived_by"])
TRACKS = tuple(CODES["track"])
OUTCOMES = tuple(CODES["visit_outcome"])
COMPLAINTS = tuple(CODES["complaint"])
PROMISES = tuple(CODES["promise_kept"])
LOST_REASONS = tuple(CODES["lost_reason"])
CRITERIA_OF_PURCHASE = tuple(CODES["buying_criteria"])
KNOWN_PARTS = tuple(CODES["known_part"])
ORIGINS = tuple(CODES["origin"])
SERVICES = tuple(CODES["service"])
VISIT_STATUSES = ("done", "not_met", "agreed")
ACTION_STATUSES = ("to_do", "under_way", "done", "dropped")
MERGE_BASES = ("decision", "same_siret", "same_code", "same_name")
VALUE_BASES = ("file", "visit_report", "worked_out")
VERDICTS = tuple(CODES["verdict"])
TEAM_CHANGES = tuple(CODES["team_change"])
JUDGEMENTS = tuple(CODES["judgement"])
QUESTIONS = tuple(CODES["question"])
STOPS = tuple(CODES["stop_at"])
SIZINGS = tuple(CODES["sizing"])


def label(column: str, code: Any) -> str:
    """Return what a code of a column is called; what is not a known code stays as it is.

    Parameters
    ----------
    column : str
        Name of the column, as in `account_type`.
    code : str or missing
    """
    if is_missing(code):
        return MISSING
    known = CODES.get(column, {}).get(str(code))
    return _(known) if known else str(code)


def labels(column: str) -> dict[str, str]:
    """Return every code of a column with what it is called, in the method's order."""
    return {code: _(name) for code, name in CODES[column].items()}


def month_name(month: str, pattern: str = "LLL") -> str:
    """Return a month written as `2026-01` by its short name, or by its whole one (`LLLL`)."""
    return format_date(f"{month}-01", pattern)
