"""Tables of steps 10 to 12: the visits, the action plan and the diary."""

from solver.tables.columns import count, day, flag, number, schema, text
from solver.tables.method import CHANNELS
from solver.tables.portfolio import VISITED_KINDS

TABLES = {
    "allocation": schema(
        ["account_id"],
        {
            "account_id": text("Account that may be visited."),
            "rep_id": text("Rep."),
            "kind": text("Client, former client or prospect.", values=VISITED_KINDS),
            "visits_today": count("Visits of the last 12 months; empty where there is no log.", empty=True),
            "min_visits": count("Floor."),
            "max_visits": count("Ceiling."),
            "visits": count("Visits of the plan."),
            "hours_per_visit": number("Hours one visit takes, driving included.", low=0),
            "hours": number("Hours all of them take.", low=0),
            "contribution_eur": number("Expected contribution with these visits."),
            "last_visit_eur": number("What the last visit adds; empty without a visit.", empty=True),
            "next_visit_eur": number("What one visit more would add; empty at the last level.", empty=True),
            "hour_price_eur": number("Price of an hour of the rep.", empty=True),
            "visit_price_eur": number("What the hours of one visit are worth elsewhere.", empty=True),
            "missing_eur": number("What the next visit lacks to be worth its hours.", empty=True),
            "binding": text("Which rule holds the number where it is."),
            "reason": text("Why this number, in one sentence."),
        },
    ),
    "response": schema(
        ["account_id", "visits"],
        {
            "account_id": text("Account that may be visited."),
            "visits": count("Visits over the plan."),
            "contribution_eur": number("Expected contribution with so many visits."),
        },
    ),
    "hour_prices": schema(
        ["rep_id"],
        {
            "rep_id": text("Rep."),
            "price_eur": number("Contribution of one hour more, by the linear relaxation.", empty=True),
            "plus_one_eur": number("Contribution gained by solving again with one hour more.", empty=True),
            "minus_one_eur": number("Contribution lost by solving again with one hour less.", empty=True),
        },
    ),
    "comparison": schema(
        ["plan"],
        {
            "plan": text("The plan proposed, or what it is compared with."),
            "visits": count("Visits in all."),
            "prospect_visits": count("Visits to prospects."),
            "hours": number("Hours in all.", low=0),
            "contribution_eur": number("Expected contribution, by the same curves."),
            "gain_eur": number("What the proposed plan adds."),
            "gain_share": number("The same, over that plan's contribution.", empty=True),
            "meets_prospect_target": flag("Whether that plan holds the prospect visits of step 3."),
            "sentence": text("The gain in words; a small one is called small.", empty=True),
        },
    ),
    "ledger": schema(
        ["rep_id"],
        {
            "rep_id": text("Rep."),
            "capacity_hours": number("Field hours.", low=0),
            "client_hours": number("Visits to clients and former clients.", low=0),
            "prospect_hours": number("Visits to prospects.", low=0),
            "reserve_hours": number("Kept for the unforeseen.", low=0),
            "unused_hours": number("What is left."),
        },
    ),
    "action_plan": schema(
        ["action_id"],
        {
            "action_id": text("Number of the action."),
            "account_id": text("Target."),
            "rep_id": text("Owner."),
            "track": text("Family of action.", values=("information", "development", "sales")),
            "action": text("What is done."),
            "objective": text("Verb, what, how much, when."),
            "channel": text("How.", values=CHANNELS),
            "visits": count("Visits of the action."),
            "hours": number("Hours of the action.", low=0),
            "budget_eur": number("Cost of those hours, calls and letters.", low=0),
            "indicator": text("What is measured."),
            "start_value": number("Where the indicator stands.", empty=True),
            "goal_value": number("Where it should come.", empty=True),
            "due_on": day("By when."),
            "status": text(
                "To do, under way, done, dropped.", values=("to_do", "under_way", "done", "dropped")
            ),
        },
    ),
    "budget": schema(
        ["rep_id"],
        {
            "rep_id": text("Rep."),
            "visits": count("Visits of the plan."),
            "hours": number("Hours of the plan.", low=0),
            "visit_cost_eur": number("Cost of those hours.", low=0),
            "other_cost_eur": number("Calls and letters.", low=0),
            "expected_contribution_eur": number("Contribution that hangs on the plan."),
        },
    ),
    "stopped": schema(
        ["account_id"],
        {
            "account_id": text("Account that loses visits."),
            "rep_id": text("Rep."),
            "visits_today": count("Visits of the last 12 months."),
            "visits": count("Visits of the plan."),
            "hours_freed": number("Hours given back.", low=0),
            "instead": text("What replaces them."),
        },
    ),
    "appointments": schema(
        ["account_id", "visit_no"],
        {
            "rep_id": text("Rep."),
            "account_id": text("Account."),
            "visit_no": count("First, second, … visit of the plan.", low=1),
            "date": day("Day."),
            "stop": count("Place in the day's tour.", low=1),
            "start": text("From, as in 09:30."),
            "end": text("To."),
            "travel_minutes": number("Drive from the stop before.", low=0),
            "status": text("Planned by us, or already agreed.", values=("planned", "agreed")),
            "gap_days": number("Days since the visit before.", low=0, empty=True),
            "ideal_gap_days": number("Days between visits if evenly spread.", low=0),
        },
    ),
    "tours": schema(
        ["rep_id", "date"],
        {
            "rep_id": text("Rep."),
            "date": day("Day."),
            "stops": count("Visits of the day.", low=1),
            "visit_minutes": number("On site.", low=0),
            "driving_minutes": number("On the road, home and back.", low=0),
            "filled_share": number("Both over the field hours of the day.", low=0),
            "area": text("Where the day is spent."),
        },
    ),
    "unplaced": schema(
        ["account_id", "visit_no"],
        {
            "rep_id": text("Rep."),
            "account_id": text("Account."),
            "visit_no": count("Which visit.", low=1),
            "cause": text("Why no day was found."),
        },
    ),
    "call_list": schema(
        [],
        {
            "week": text("Week of the appointment, as in 2026-W03."),
            "rep_id": text("Rep."),
            "account_id": text("Account."),
            "name": text("Account's name."),
            "contact": text("Whom to ask for.", empty=True),
            "phone": text("Telephone.", empty=True),
            "proposed_on": day("Day proposed."),
            "proposed_start": text("Time proposed."),
            "alternative_on": day("Second choice.", empty=True),
            "alternative_start": text("Time of the second choice.", empty=True),
            "priority": count("1 is called first.", low=1),
            "phoning_minutes": number("Minutes on the phone it takes on average.", low=0),
        },
    ),
}
