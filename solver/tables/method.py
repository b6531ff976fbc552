"""Tables of steps 2 to 9: the time, the target and the three criteria that make one score."""

from solver.tables.codes import BEHAVIOURS, CLIENT_TYPES, SCORE_CLASSES
from solver.tables.columns import count, day, number, schema, text
from solver.tables.portfolio import STAGES, VISITED_KINDS

ACTIVITIES = ("weekend", "holiday", "leave", "training", "fair", "meeting", "admin", "field")
PROSPECT_TYPES = ("priority_prospect", "prospect_to_follow", "prospect_to_watch")
ACCOUNT_TYPES = (*CLIENT_TYPES, *PROSPECT_TYPES, "former_client")
DOMAINS = ("going_concern", "development", "economical", "conquest")
POTENTIAL_CLASSES = ("A'", "B'", "C'", "?")
JOURNEYS = ("welcome", "prevention", "retention", "win_back")
CHANNELS = ("visit", "phone", "email", "letter")

TABLES = {
    "rep_days": schema(
        ["rep_id", "date"],
        {
            "rep_id": text("Rep."),
            "date": day("Every day of the plan."),
            "activity": text(
                "What the day is for; a half day keeps the other half for the field.", values=ACTIVITIES
            ),
            "field_share": number("Part of the day spent in the field: 0, 0.5 or 1.", low=0, high=1),
            "field_hours": number("Hours in the field, driving included.", low=0),
        },
    ),
    "rep_time": schema(
        ["rep_id", "month"],
        {
            "rep_id": text("Rep."),
            "month": text("Month, as in 2026-01."),
            "calendar_days": number("Days of the month within the plan.", low=0),
            **{f"{name}_days": number(f"Days: {name}.", low=0) for name in ACTIVITIES},
            "capacity_hours": number("Field hours.", low=0),
            "reserve_hours": number("Hours kept for the unforeseen.", low=0),
            "available_hours": number("Hours that visits may use.", low=0),
        },
    ),
    "visit_time": schema(
        ["account_id"],
        {
            "account_id": text("Account that may be visited."),
            "home_minutes": number("Drive from the rep's home, one way.", low=0, empty=True),
            "visit_minutes": number("On site, preparation and writing-up included.", low=0),
            "travel_minutes": number("Its share of a day's driving, per visit.", low=0),
            "hours_per_visit": number("Both, in hours.", low=0),
        },
    ),
    "visit_cost": schema(
        ["rep_id"],
        {
            "rep_id": text("Rep."),
            "annual_cost_eur": number("Full cost over the plan.", low=0),
            "capacity_hours": number("Field hours over the plan.", low=0),
            "cost_per_hour_eur": number("Cost of one field hour.", low=0),
            "hours_per_visit": number("Mean over the rep's accounts.", low=0),
            "cost_per_visit_eur": number("Cost of one visit.", low=0),
        },
    ),
    "prospect_target": schema(
        ["rep_id"],
        {
            "rep_id": text("Rep."),
            "prospect_visits": count("Visits to prospects over the plan."),
            "prospect_hours": number("Hours they take.", low=0),
            "capacity_share": number("Those hours over the available hours.", low=0),
        },
    ),
    "funnel": schema(
        ["stage"],
        {
            "stage": text("Stage reached.", values=STAGES),
            "cases": count("Prospects that could reach it."),
            "successes": count("Prospects that did."),
            "rate": number("Successes over cases, or the stated rate.", low=0, high=1),
            "low_rate": number("Lower end of the 95 % interval.", low=0, high=1, empty=True),
            "high_rate": number("Upper end.", low=0, high=1, empty=True),
            "basis": text("Measured on the firm's history, or judged.", values=("history", "judgement")),
            "stated_rate": number("The rate stated in the portfolio.", low=0, high=1, empty=True),
        },
    ),
    "segments": schema(
        ["account_id"],
        {
            "account_id": text("Client."),
            "revenue_eur": number("Revenue of the last 12 months."),
            "margin_eur": number("Margin of the last 12 months."),
            "rank": count("1 is the largest.", low=1),
            "share": number("Share of the total."),
            "cumulative_share": number("Share of the total down to this line, own line included."),
            "segment": text("Class on what is already realised.", values=("A", "B", "C")),
            "exceptional_eur": number("Revenue of orders out of the ordinary.", low=0),
        },
    ),
    "qualification": schema(
        ["account_id"],
        {
            "account_id": text("Client, former client or prospect."),
            "revenue_eur": number("Revenue of the last 12 months."),
            "potential_eur": number("Yearly purchases of what we sell.", low=0, empty=True),
            "potential_basis": text("Where it comes from.", values=("given", "estimated", "unknown")),
            "potential_on": day("When it was estimated.", empty=True),
            "accessible_eur": number("Part that can be won.", low=0, empty=True),
            "share_of_wallet": number("Revenue over potential.", empty=True),
            "gap_eur": number("Accessible potential not yet bought from us.", low=0, empty=True),
            "potential_class": text("Class on potential; ? where unknown.", values=POTENTIAL_CLASSES),
            "flag": text(
                "Why the potential is to be verified.", values=("over_100", "stale", "unknown"), empty=True
            ),
        },
    ),
    "account_types": schema(
        ["account_id"],
        {
            "account_id": text("Client, former client or prospect."),
            "cell": text("Cell of the crossed matrix, as in A/B'."),
            "account_type": text("Type of account.", values=ACCOUNT_TYPES),
            "domain": text("What the account is for us.", values=DOMAINS),
        },
    ),
    "typology": schema(
        ["account_id"],
        {
            "account_id": text("Client or former client."),
            "behaviour": text("How it buys.", values=BEHAVIOURS),
            "recency_months": number("Months since the last order.", low=0, empty=True),
            "orders_12m": count("Orders of the last 12 months."),
            "trend": number(
                "Revenue of the last 12 months over that of the 12 before, minus one.", empty=True
            ),
            "usual_interval_days": number("Median days between orders.", low=0, empty=True),
            "recency_note": count("1 to 5.", low=1, high=5),
            "frequency_note": count("1 to 5.", low=1, high=5),
            "money_note": count("1 to 5.", low=1, high=5),
            "rfm": text("The three notes side by side, as in 543."),
        },
    ),
    "typology_notes": schema(
        ["account_id"],
        {
            "account_id": text("Client, former client or prospect."),
            "behaviour": text("How it buys; prospects have none.", values=BEHAVIOURS, empty=True),
            "typology_note": number(
                "Urgency of contact, on the scale of the other criteria.", low=0, empty=True
            ),
            "frequency_multiplier": number("Multiplies the reference number of visits.", low=0),
            "visit_cap": count("Visits the account's people accept over the plan."),
        },
    ),
    "journeys": schema(
        ["account_id", "journey", "contact_no"],
        {
            "account_id": text("Account."),
            "journey": text("Which of the four.", values=JOURNEYS),
            "contact_no": count("First, second, … contact.", low=1),
            "due_on": day("When."),
            "channel": text("How.", values=CHANNELS),
            "purpose": text("What for."),
            "value_eur": number("Margin at stake.", low=0),
            "cost_eur": number("Cost of the whole journey.", low=0),
        },
    ),
    "scores": schema(
        ["account_id"],
        {
            "account_id": text("Account that may be visited."),
            "kind": text("Clients and prospects have a grid each.", values=VISITED_KINDS),
            "score": number("0 to 100, over the criteria that are known.", low=0, high=100),
            "score_class": text("Class of the score.", values=SCORE_CLASSES),
            "known_share": number("Share of the weights whose criterion is known.", low=0, high=1),
        },
        extra="^.+_points$",
    ),
}
