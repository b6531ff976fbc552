"""The words of the template: what each sheet is for, what each column means, and an example of a line."""

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from solver.words.i18n import mark

PURPOSES: Mapping[str, str] = MappingProxyType(
    {
        "accounts": mark("Every client, former client and prospect, one line each. This sheet is needed."),
        "contacts": mark("The people at the accounts: whom to ask for, and who decides."),
        "sales": mark(
            "Three years of invoices are best, one line per invoice or per line of it. This sheet is needed."
        ),
        "visits": mark("The visits of the last 12 months, and those agreed for the months to come."),
        "visit_reports": mark("What the reps bring home from a visit; it brings the accounts up to date."),
        "prospect_events": mark("The work on prospects, one line per step taken: it gives your own rates."),
        "decisions": mark("What the sales manager has decided on an account; it binds the plan."),
    }
)

# A table's own words come before those that all tables share.
NOTES: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("accounts", "account_id"): mark("Your own code for the account, each once."),
        ("", "account_id"): mark("The account's code, as on the sheet of accounts."),
        ("accounts", "name"): mark("Name of the firm."),
        ("contacts", "name"): mark("Last name of the person."),
        ("", "kind"): mark("Client, former client or prospect; left empty, the purchases decide."),
        ("", "rep_id"): mark("Code of the rep in charge."),
        ("", "siret"): mark("14 digits."),
        ("", "naf"): mark("French activity code, as in 46.69B."),
        ("", "address"): mark("Number and street."),
        ("", "postcode"): mark("With its leading zero."),
        ("", "town"): mark("The town, for the map."),
        ("", "country"): mark("Two letters; left empty, the country of the portfolio."),
        ("", "phone"): mark("Telephone number."),
        ("", "email"): mark("E-mail address."),
        ("", "headcount"): mark("Number of employees at this site."),
        ("", "potential_eur"): mark("Yearly purchases of what you sell, from everybody, without tax."),
        ("", "potential_on"): mark("Day of the estimate."),
        ("", "potential_source"): mark("Who said so, or how it was worked out."),
        ("", "accessible_share"): mark("Part of the potential that you could win."),
        ("", "satisfaction"): mark("From 1, angry, to 5, delighted."),
        ("", "stage"): mark("How far the work on a prospect has come."),
        ("", "since_on"): mark("First day on file."),
        ("", "last_contact_on"): mark("Last day on which somebody answered or met you."),
        ("", "opposed"): mark("Yes: no visit, no call."),
        ("visit_reports", "opposed"): mark("Yes: the person met objects; the account, where none is named."),
        ("", "first_name"): mark("First name of the person."),
        ("", "function"): mark("What the person does in the firm."),
        ("", "role"): mark("Part the person plays when the firm buys."),
        ("", "updated_on"): mark("Day on which this was last verified."),
        ("sales", "date"): mark("Date of the invoice."),
        ("", "order_id"): mark("Number of the invoice or credit note."),
        ("", "family"): mark("What was bought, in ten families or so."),
        ("", "revenue_eur"): mark("Without tax; negative for a credit note."),
        ("", "cost_eur"): mark("What it cost you; it gives the margin."),
        ("", "date"): mark("On which day."),
        ("", "start_time"): mark("From which time."),
        ("", "duration_minutes"): mark("On site, without the driving."),
        ("", "status"): mark("Done, or agreed for a day to come."),
        ("", "result"): mark("What came of it, in a few words."),
        ("", "next_action"): mark("What you promised, or agreed on."),
        ("", "next_action_on"): mark("By when."),
        ("", "next_visit_on"): mark("Only where a day was agreed."),
        ("", "next_visit_time"): mark("Only where a time was agreed."),
        ("", "contact_name"): mark("First and last name."),
        ("", "contact_function"): mark("Where it is new or has changed."),
        ("", "contact_role"): mark("Where it is new or has changed."),
        ("", "contact_phone"): mark("Where it is new or has changed."),
        ("", "contact_email"): mark("Where it is new or has changed."),
        ("", "contact_left"): mark("Yes: this person does not work there any more."),
        ("prospect_events", "stage"): mark("The stage reached on that day."),
        ("", "min_visits"): mark("Fewest visits in the plan."),
        ("", "max_visits"): mark("Most visits in the plan."),
        ("", "locked_visits"): mark("So many visits, neither more nor fewer."),
        ("", "reason"): mark("Why."),
        ("", "author"): mark("Who decided."),
        ("", "decided_on"): mark("When."),
    }
)

EXAMPLES: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "accounts": {
            "account_id": "C0042",
            "name": "Menuiserie Exemple",
            "kind": "client",
            "rep_id": "R1",
            "siret": "73282932000074",
            "naf": "43.32A",
            "address": "12 rue du Port",
            "postcode": "01000",
            "town": "Bourg-en-Bresse",
            "country": "FR",
            "phone": "02 61 91 00 00",
            "email": "contact@menuiserie.example",
            "headcount": 18,
            "potential_eur": 24000,
            "potential_on": dt.date(2025, 9, 15),
            "potential_source": "R1",
            "accessible_share": 0.6,
            "satisfaction": 4,
            "since_on": dt.date(2017, 3, 1),
            "last_contact_on": dt.date(2025, 11, 20),
            "opposed": False,
        },
        "contacts": {
            "account_id": "C0042",
            "first_name": "Camille",
            "name": "Exemple",
            "function": "Direction",
            "role": "decision_maker",
            "phone": "06 39 98 00 00",
            "email": "claude@menuiserie.example",
            "opposed": False,
            "updated_on": dt.date(2025, 11, 20),
        },
        "sales": {
            "account_id": "C0042",
            "date": dt.date(2025, 10, 31),
            "order_id": "F2025-118",
            "family": "EPI",
            "revenue_eur": 1250.5,
            "cost_eur": 830,
        },
        "visits": {
            "account_id": "C0042",
            "rep_id": "R1",
            "date": dt.date(2025, 11, 20),
            "start_time": dt.time(9, 30),
            "duration_minutes": 45,
            "status": "done",
            "result": "…",
        },
        "visit_reports": {
            "account_id": "C0042",
            "rep_id": "R1",
            "date": dt.date(2025, 11, 20),
            "result": "…",
            "potential_eur": 30000,
            "satisfaction": 4,
            "next_action": "…",
            "next_action_on": dt.date(2025, 12, 1),
            "next_visit_on": dt.date(2026, 1, 15),
            "next_visit_time": dt.time(14, 0),
            "contact_name": "Camille Exemple",
            "contact_role": "decision_maker",
            "contact_left": False,
            "opposed": False,
        },
        "prospect_events": {
            "account_id": "P0007",
            "date": dt.date(2025, 6, 12),
            "stage": "appointment",
        },
        "decisions": {
            "account_id": "C0042",
            "min_visits": 6,
            "reason": "…",
            "author": "…",
            "decided_on": dt.date(2025, 12, 10),
        },
    }
)
