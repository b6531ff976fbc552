"""Step 1's tables: whatever the firm's files were, this is what the other steps read."""

from solver.tables.columns import count, day, flag, number, schema, text

KINDS = ("client", "former_client", "prospect", "supplier", "banker", "journalist", "relation")
VISITED_KINDS = ("client", "former_client", "prospect")
ROLES = ("decision_maker", "prescriber", "user", "buyer")
STAGES = ("called", "reached", "appointment", "visited", "quoted", "won", "lost")

TABLES = {
    "accounts": schema(
        ["account_id"],
        {
            "account_id": text("The firm's own code for the account."),
            "name": text("Name as the firm writes it."),
            "kind": text(
                "Which of the seven kinds of partner; only the first three get visits.", values=KINDS
            ),
            "rep_id": text("The rep in charge; filled for every account that may be visited.", empty=True),
            "siren": text("Company number, nine digits, checksum verified.", empty=True),
            "siret": text("Site number, fourteen digits, checksum verified.", empty=True),
            "naf": text("French activity code, as in 46.69B.", empty=True),
            "address": text("Street address.", empty=True),
            "postcode": text("Postcode, leading zero kept.", empty=True),
            "town": text("Town.", empty=True),
            "country": text("Two letters."),
            "lat": number("Latitude in degrees.", low=-90, high=90, empty=True),
            "lon": number("Longitude in degrees.", low=-180, high=180, empty=True),
            "phone": text("Telephone.", empty=True),
            "email": text("E-mail.", empty=True),
            "headcount": number("Employees.", low=0, empty=True),
            "potential_eur": number("Yearly purchases of what we sell, from everybody.", low=0, empty=True),
            "potential_on": day("When the potential was estimated.", empty=True),
            "potential_source": text("Who or what the potential comes from.", empty=True),
            "accessible_share": number("Part of the potential that can be won.", low=0, high=1, empty=True),
            "satisfaction": number("From 1, angry, to 5, delighted.", low=1, high=5, empty=True),
            "stage": text("How far the work on a prospect has come.", values=STAGES, empty=True),
            "since_on": day("Start of the relation.", empty=True),
            "last_contact_on": day("Last time the person answered or met us.", empty=True),
            "opposed": flag("Objects to being canvassed: no visit, no call."),
            "source": text("The file the record comes from."),
        },
    ),
    "contacts": schema(
        ["contact_id"],
        {
            "contact_id": text("Number of the contact."),
            "account_id": text("Whose contact."),
            "name": text("Name of the person."),
            "function": text("Job title.", empty=True),
            "role": text("Part played in the purchase.", values=ROLES, empty=True),
            "phone": text("Direct telephone.", empty=True),
            "email": text("E-mail.", empty=True),
            "opposed": flag("Objects to being contacted."),
            "updated_on": day("When the record was last verified.", empty=True),
        },
    ),
    "sales": schema(
        [],
        {
            "account_id": text("Who bought."),
            "date": day("Date of the invoice."),
            "order_id": text("Number of the invoice."),
            "family": text("Product family.", empty=True),
            "revenue_eur": number("Amount without tax; credit notes are negative."),
            "cost_eur": number("Cost of what was sold, same sign.", empty=True),
        },
    ),
    "visits": schema(
        [],
        {
            "account_id": text("Who is visited."),
            "rep_id": text("By which rep.", empty=True),
            "date": day("On which day."),
            "start_time": text("From which time, as in 09:30.", empty=True),
            "duration_minutes": number("For how long, on site.", low=0, empty=True),
            "status": text("Done, or agreed for a day to come.", values=("done", "agreed")),
            "result": text("What came of it, in the firm's words.", empty=True),
        },
    ),
    "prospect_events": schema(
        [],
        {
            "account_id": text("Which prospect."),
            "date": day("When."),
            "stage": text("The stage reached that day.", values=STAGES),
        },
    ),
    "decisions": schema(
        ["account_id"],
        {
            "account_id": text("Which account the sales manager decided on."),
            "min_visits": count("At least so many visits in the plan.", empty=True),
            "max_visits": count("At most so many.", empty=True),
            "locked_visits": count("Exactly so many.", empty=True),
            "reason": text("Why.", empty=True),
            "author": text("Who decided.", empty=True),
            "decided_on": day("When.", empty=True),
        },
    ),
    "reps": schema(
        ["rep_id"],
        {
            "rep_id": text("The firm's code for the rep."),
            "name": text("Name."),
            "home_lat": number("Latitude of the place where the days start.", low=-90, high=90),
            "home_lon": number("Longitude of that place.", low=-180, high=180),
            "annual_cost_eur": number("Full cost of a year: salary, charges, car, expenses.", low=0),
            "day_hours": number("Hours of a day in the field, driving included.", low=0, high=14),
            "email": text("E-mail.", empty=True),
        },
    ),
    "repairs": schema(
        [],
        {
            "file": text("File."),
            "row": count("Line of the file, header counted.", empty=True),
            "column": text("Column as the file writes it.", empty=True),
            "account_id": text("Account concerned, where it can be told.", empty=True),
            "problem": text("What is wrong."),
            "found": text("What the file says.", empty=True),
            "used": text("What was used instead; empty where the value or row was set aside.", empty=True),
            "worth_eur": number("Revenue of the last 12 months that hangs on it.", empty=True),
        },
    ),
    "duplicates": schema(
        [],
        {
            "account_id": text("The account with more revenue."),
            "other_id": text("Its likely double."),
            "evidence": text("Why they look the same."),
            "revenue_eur": number("Revenue of the last 12 months of both together."),
        },
    ),
    "fields_to_verify": schema(
        [],
        {
            "account_id": text("Account."),
            "name": text("Name."),
            "rep_id": text("Who can ask.", empty=True),
            "fields": text("What is missing, wrong or old."),
            "revenue_eur": number("Revenue of the last 12 months: the most valuable first."),
        },
    ),
    "purge_list": schema(
        ["account_id"],
        {
            "account_id": text("Account."),
            "name": text("Name."),
            "last_contact_on": day("Last sign of life.", empty=True),
            "reason": text("Why it should be deleted or asked."),
        },
    ),
}
