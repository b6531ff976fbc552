"""Every account of the plan on one line: what it gets today, what it will get, and why."""

from markupsafe import Markup

from solver.handover.html.data_table import data_table
from solver.report.findings.artifacts import Artifacts
from solver.report.look.cells import Column
from solver.report.past.sentences import class_label
from solver.words.i18n import _
from solver.words.sentences import rep_names

COLUMNS = (
    "name",
    "visits_today",
    "visits",
    "reason",
    "rep_id",
    "account_type",
    "score_class",
    "score",
    "contribution_eur",
    "revenue_eur",
    "town",
    "account_id",
)
JOINED = {
    "account_types": ["account_type"],
    "scores": ["score", "score_class"],
    "segments": ["revenue_eur"],
}


def accounts_list(artifacts: Artifacts) -> Markup | None:
    """Return the table of all accounts that may be visited, the largest contribution first.

    Parameters
    ----------
    artifacts : Artifacts
        What the run holds; columns that nothing fills are left out.
    """
    if not artifacts.has("allocation", "accounts"):
        return None
    every = artifacts.table("allocation").merge(
        artifacts.table("accounts")[["account_id", "name", "town"]], on="account_id", how="left"
    )
    for table, columns in JOINED.items():
        if artifacts.has(table):
            every = every.merge(artifacts.table(table)[["account_id", *columns]], on="account_id", how="left")
    if artifacts.has("reps"):
        every["rep_id"] = every["rep_id"].map(rep_names(artifacts.table("reps"))).fillna(every["rep_id"])
    every = every.sort_values(["contribution_eur", "account_id"], ascending=[False, True])
    shown = {name: Column() for name in COLUMNS if name in every and every[name].notna().any()}
    if "revenue_eur" in shown:
        shown["revenue_eur"] = Column(label=_("Revenue, 12 months"))
    if "score_class" in shown:
        shown["score_class"] = Column(label=class_label(artifacts.facts("evidence.json")))
    return data_table(every, shown, name=_("All the accounts"))
