"""The examples of the template: a line of each sheet as somebody would write it."""

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

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
            "lat": 46.205,
            "lon": 5.226,
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
            "opposition_scope": "canvassing",
            "buying_criteria": "delivery",
            "competitor": "…",
            "recommend": 9,
            "recommend_on": dt.date(2025, 11, 20),
            "introduced_by": "C0007",
            "speciality": "…",
            "overdue_eur": 800,
            "overdue_on": dt.date(2025, 10, 17),
            "late_eur": 800,
            "outstanding_eur": 2400,
            "credit_limit_eur": 5000,
            "risk_grade": "…",
            "verified_on": dt.date(2025, 12, 15),
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
            "no_email": False,
            "informed_on": dt.date(2024, 3, 12),
            "has_left": False,
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
            "visit_outcome": "quoted",
            "result": "…",
        },
        "visit_reports": {
            "account_id": "C0042",
            "rep_id": "R1",
            "date": dt.date(2025, 11, 20),
            "visit_outcome": "met",
            "complaint": "delivery",
            "result": "…",
            "potential_eur": 30000,
            "satisfaction": 4,
            "promise_kept": "kept",
            "next_action": "…",
            "next_action_on": dt.date(2025, 12, 1),
            "next_visit_on": dt.date(2026, 1, 15),
            "next_visit_time": dt.time(14, 0),
            "contact_name": "Camille Exemple",
            "contact_role": "decision_maker",
            "contact_left": False,
            "opposed": False,
            "recommend": 9,
            "buying_criteria": "delivery",
            "competitor": "…",
            "competitor_edge": "price",
            "project": "…",
            "project_on": dt.date(2026, 9, 1),
            "introduces": "…",
        },
        "touchpoints": {
            "account_id": "C0042",
            "date": dt.date(2026, 6, 30),
            "touch_kind": "contract_end",
            "person": "Camille Exemple",
            "by": "R1",
            "about": "…",
            "act_months": 3,
            "amount_eur": 18000,
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

# What `twelvefold template --for SERVICE` holds: sheet and columns, all of them where none is named.
FOR_SERVICE: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "switchboard": {
            "contacts": (
                *("account_id", "first_name", "name", "role", "phone", "email", "has_left"),
                *("opposed", "updated_on"),
            ),
            "touchpoints": (
                "account_id",
                "date",
                "touch_kind",
                "person",
                "about",
                "touch_cause",
                "closed_on",
            ),
        },
        "accounting": {
            "accounts": (
                *("account_id", "name", "siret", "overdue_eur", "overdue_on", "credit_limit_eur"),
                *("risk_grade", "lost_reason", "verified_on"),
            )
        },
        "field_service": {
            "visit_reports": (
                *("account_id", "date", "competitor", "project", "satisfaction", "complaint"),
                "contact_name",
            )
        },
        "delivery": {
            "accounts": ("account_id", "name", "address", "postcode", "town", "verified_on"),
            "contacts": ("account_id", "first_name", "name", "function", "phone", "updated_on"),
            "touchpoints": ("account_id", "date", "touch_kind", "about", "touch_cause", "closed_on"),
        },
        "marketing": {
            "contacts": ("account_id", "name", "email", "no_email", "informed_on", "updated_on"),
            "touchpoints": ("account_id", "date", "touch_kind", "person", "about", "touch_outcome"),
        },
        "sales": dict.fromkeys(EXAMPLES, ()),
    }
)
