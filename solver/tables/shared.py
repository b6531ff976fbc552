"""Columns that several tables have: said once, each table says what they mean in it."""

from solver.tables import columns as new
from solver.tables.channels import CHANNELS
from solver.tables.codes import BEHAVIOURS, COMPLAINTS, LOST_REASONS, OUTCOMES, STAGES, TRACKS
from solver.words.i18n import mark

# fmt: off
account_id = new.identifier("account_id", mark("Code"), "Account.", inside=mark("account code"),
    note=mark("The account's code, as on the sheet of accounts."))
name = new.text("name", mark("Name"), "Name.", inside=mark("name"))
kind = new.code("kind", mark("Kind"), "Which of the seven kinds of partner; only the first three get visits.",
    inside=mark("kind of partner"),
    note=mark("Client, former client or prospect; left empty, the purchases decide."))
rep_id = new.identifier("rep_id", mark("Rep"), "Rep.", inside=mark("rep in charge"),
    note=mark("Code of the rep in charge."))
postcode = new.identifier("postcode", mark("Postcode"), "Postcode, leading zero kept.", empty=True,
    inside=mark("postcode"), asked=True, note=mark("With its leading zero."))
town = new.text("town", mark("Town"), "Town.", empty=True, inside=mark("town"), asked=True,
    note=mark("The town, for the map."))
country = new.text("country", mark("Country"), "Two letters.", inside=mark("country"),
    note=mark("Two letters; left empty, the country of the portfolio."))
phone = new.phone("phone", mark("Telephone"), "Telephone.", empty=True, inside=mark("telephone"), asked=True,
    note=mark("Telephone number."))
email = new.text("email", mark("E-mail"), "E-mail.", empty=True, inside=mark("e-mail"), asked=True,
    note=mark("E-mail address."))
potential_eur = new.money("potential_eur", mark("Potential"),
    "Yearly purchases of what we sell, from everybody.", low=0, empty=True, inside=mark("potential"),
    asked=True, note=mark("Yearly purchases of what you sell, from everybody, without tax."))
potential_on = new.day("potential_on", mark("Estimated on"), "When the potential was estimated.", empty=True,
    inside=mark("date of the potential"), asked=True, note=mark("Day of the estimate."))
satisfaction = new.number("satisfaction", mark("Satisfaction"), "From 1, angry, to 5, delighted.", low=1,
    high=5, empty=True, inside=mark("satisfaction"), asked=True, note=mark("From 1, angry, to 5, delighted."))
stage = new.code("stage", mark("Stage"), "How far the work on a prospect has come.", STAGES, empty=True,
    inside=mark("stage of the prospecting"), note=mark("How far the work on a prospect has come."))
last_contact_on = new.day("last_contact_on", mark("Last contact"), "Last time the person answered or met us.",
    empty=True, inside=mark("last contact"), note=mark("Last day on which somebody answered or met you."))
opposed = new.flag("opposed", mark("Opposed"), "Objects to being canvassed: none but agreed visits, no call.",
    inside=mark("objection"), note=mark("Yes: none but agreed visits, no call."))
source = new.text("source", mark("Source"), "File that says so.")
date = new.day("date", mark("Date"), "Day.", note=mark("On which day."))
revenue_eur = new.money("revenue_eur", mark("Revenue"), "Revenue of the last 12 months.",
    note=mark("Without tax; negative for a credit note."))
cost_eur = new.money("cost_eur", mark("Cost"), "Cost of what was sold, same sign.", empty=True,
    note=mark("What it cost you; it gives the margin."))
start_time = new.time("start_time", mark("From"), "From which time, as in 09:30.", empty=True,
    note=mark("From which time."))
duration_minutes = new.minutes("duration_minutes", mark("Minutes"), "For how long, on site.", low=0,
    empty=True, note=mark("On site, without the driving."))
status = new.code("status", mark("Status"), "How far it has come.",
    note=mark("Done, or agreed for a day to come."))
result = new.text("result", mark("Result"), "What came of it, in the firm's words.", empty=True,
    note=mark("What came of it, in a few words."))
visit_outcome = new.code("visit_outcome", mark("Outcome of the visit"),
    "What came of it: nobody met, an order, a quotation, a refusal.", OUTCOMES, empty=True,
    note=mark("Who found nobody says so here: its drive counts, but no contact."))
complaint = new.code("complaint", mark("Complaint"), "What the client reproaches us with.", COMPLAINTS,
    empty=True, note=mark("Where the client complained: of what."))
buying_criteria = new.text("buying_criteria", mark("Decides on"),
    "What it decides on when it buys, two things at most: price, delivery, quality, range, advice, credit,"
    " nearness.", empty=True, inside=mark("what decides"),
    note=mark("One or two: price, delivery, quality, range, advice, credit, nearness."))
competitor = new.text("competitor", mark("Competitor"), "Who has the rest of what it buys.", empty=True,
    inside=mark("competitor"), note=mark("Who else sells it what you sell."))
competitor_edge = new.text("competitor_edge", mark("Where they are better"),
    "Where the competitor is better: the same words as for what decides.", empty=True,
    inside=mark("where the competitor is better"),
    note=mark("One or two: price, delivery, quality, range, advice, credit, nearness."))
project = new.text("project", mark("Project"), "What it is about to do or to buy.", empty=True,
    inside=mark("project"), note=mark("What it is about to do or to buy."))
project_on = new.day("project_on", mark("Project on"), "When the project is due.", empty=True,
    inside=mark("date of the project"), note=mark("When it is due."))
recommend = new.number("recommend", mark("Recommends us"),
    "How likely it is to recommend us, from 0, not at all, to 10, surely.", low=0, high=10, empty=True,
    inside=mark("recommendation"), note=mark("From 0, not at all, to 10, surely."))
recommend_on = new.day("recommend_on", mark("Said on"), "When it said so.", empty=True,
    inside=mark("date of the recommendation"), note=mark("When it said so."))
lost_reason = new.code("lost_reason", mark("Reason of the loss"), "Why it buys no more, or did not buy.",
    LOST_REASONS, empty=True, inside=mark("reason of the loss"),
    note=mark("Where it buys no more, or did not buy: why."))
field = new.text("field", mark("Field"), "Column of the table accounts.")
file = new.text("file", mark("File"), "File.")
row = new.count("row", mark("Line"), "Line of the file, header counted.", adds=False)
action = new.text("action", mark("Action"), "What is done.")
due_on = new.day("due_on", mark("Due on"), "By when.", empty=True)
min_visits = new.count("min_visits", mark("Floor"), "At least so many visits in the plan.", empty=True,
    note=mark("Fewest visits in the plan."))
max_visits = new.count("max_visits", mark("Ceiling"), "At most so many.", empty=True,
    note=mark("Most visits in the plan."))
reason = new.text("reason", mark("Reason"), "Why.", note=mark("Why."))
author = new.text("author", mark("Author"), "Who decided.", empty=True, note=mark("Who decided."))
decided_on = new.day("decided_on", mark("Decided on"), "When.", empty=True, note=mark("When."))
action_id = new.identifier("action_id", mark("No."), "Number of the action.")
track = new.code("track", mark("Track"), "Family of action.", TRACKS, empty=True)
annual_cost_eur = new.money("annual_cost_eur", mark("Cost of the year"),
    "Full cost of a year: salary, charges, expenses; not the kilometres, which km_cost_eur counts.", low=0)
basis = new.code("basis", mark("Basis"),
    "Decided by somebody, or read in two files: the same SIRET, or the same code but for zeros.")
visits = new.count("visits", mark("Visits"), "Visits of the plan.")
cause = new.text("cause", mark("Cause"), "Why.")
capacity_hours = new.hours("capacity_hours", mark("Capacity"), "Field hours.", low=0)
reserve_hours = new.hours("reserve_hours", mark("Reserve"), "Hours kept for the unforeseen.", low=0)
visit_minutes = new.minutes("visit_minutes", mark("On site (min)"),
    "On site, preparation and writing-up included.", low=0)
travel_minutes = new.minutes("travel_minutes", mark("Driving (min)"), "On the road.", low=0)
hours_per_visit = new.hours("hours_per_visit", mark("Hours per visit"),
    "Hours of one visit, on site and on the road.", low=0, adds=False)
prospect_visits = new.count("prospect_visits", mark("Prospect visits"), "Visits to prospects over the plan.")
prospect_hours = new.hours("prospect_hours", mark("Prospect visits"), "Hours they take.", low=0)
account_type = new.code("account_type", mark("Account type"), "Type of account.")
behaviour = new.code("behaviour", mark("Behaviour"), "How it buys.", BEHAVIOURS)
channel = new.code("channel", mark("Channel"), "How.", tuple(CHANNELS))
visits_today = new.count("visits_today", mark("Visits today"), "Visits of the last 12 months.")
hours = new.hours("hours", mark("Hours"), "Hours all of them take.", low=0)
contribution_eur = new.money("contribution_eur", mark("Expected contribution, first year"),
    "Expected contribution of the first year.")
forgone_eur = new.money("forgone_eur", mark("What it costs, first year"),
    "Contribution that giving it up would add.", empty=True, adds=False)
sentence = new.text("sentence", mark("In words"), "The same in words.")
visit_no = new.count("visit_no", mark("Visit no."), "First, second, … visit of the plan.", low=1, adds=False)
other_id = new.identifier("other_id", mark("Likely double"), "Its likely double.")
