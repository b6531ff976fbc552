"""What the sheets of the contacts beside the visits share: the tables, the columns and who does it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from solver.handover.excel.fields import Field
from solver.handover.excel.plan.content import known
from solver.method.diary.people import MANAGER, MARKETING
from solver.report.findings.read import Findings
from solver.tables import empty
from solver.words.i18n import _
from solver.words.sentences import rep_names

WIDTHS: Mapping[str, Mapping[str, Any]] = {  # in characters; of the other columns by what they hold
    "account_id": {"most": 12},
    "name": {"least": 20, "most": 32},
    "town": {"most": 20},
    "kind": {"most": 14},
    "person": {"least": 16, "most": 26},
    "owner": {"most": 20},
    "phone": {"most": 16},
    "email": {"most": 34},
    "purpose": {"least": 26, "most": 46},
    "reason": {"most": 50},
    "speciality": {"least": 16, "most": 34},
    "introduced_by": {"least": 16, "most": 26},
    "ground": {"most": 26},
    "cause": {"most": 34},
    "week": {"least": 9},
}


@dataclass(frozen=True)
class Beside:
    """What the sheets are made of.

    Attributes
    ----------
    findings : Findings
    touches : DataFrame
        The contacts with their days, their account and the person to ask for.
    letters : DataFrame
        The recipients whose newsletter has its day.
    """

    findings: Findings
    touches: pd.DataFrame
    letters: pd.DataFrame

    def table(self, name: str) -> pd.DataFrame:
        """Return a table of the run; without a row where the run has none."""
        return self.findings.artifacts.table(name) if self.findings.has(name) else empty(name)

    def of(self, *motives: str) -> pd.DataFrame:
        """Return the contacts of some motives."""
        return self.touches[self.touches["motive"].isin(motives)]


def fields_of(rows: pd.DataFrame, *names: str) -> list[Field]:
    """Return columns, each as wide and under the same head as on every sheet."""
    heads = {"placed_on": _("On"), "person": _("Person")}
    return [known(rows, name, heading=heads.get(name), **WIDTHS.get(name, {})) for name in names]


def contact_fields(rows: pd.DataFrame, first: str) -> list[Field]:
    """Return the columns of a list of contacts, what the list is sorted by in front."""
    names = "placed_on owner motive channel account_id name kind person phone email purpose due_from due_on"
    fields = fields_of(rows, *names.split(), "value_eur", "cause")
    return sorted(fields, key=lambda field: field.name != first)


def owners_of(owners: pd.Series, findings: Findings) -> pd.Series:
    """Return the names of those who see to contacts: reps, marketing, the manager."""
    reps = rep_names(findings.artifacts.table("reps")) if findings.has("reps") else {}
    names = {MARKETING: _("Marketing"), MANAGER: _("Sales manager"), **reps}
    return owners.map(names).fillna(owners).astype("str")
