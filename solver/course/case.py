"""The fil rouge, the course's case: twelve clients, five prospects, one person who sells."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from solver.words.i18n import _
from solver.words.places import shipped

if TYPE_CHECKING:  # the exercises are listed on pages that solve nothing: those stay quick
    from solver.allocation.problem.problem import AllocationProblem

FOLDER = shipped("data", "fil_rouge")
COLUMNS = {
    "id": "account_id",
    "nom": "name",
    "ca_n1": "previous_keur",
    "ca_n": "revenue_keur",
    "taux_marge": "margin_rate",
    "potentiel": "potential_keur",
    "recence_mois": "recency_months",
    "nb_cdes": "orders",
    "nb_familles": "families",
    "satisfaction": "satisfaction",
    "zone": "zone",
    "duree_visite_h": "visit_hours",
}
REP = "EPE"
HOURS_PER_VISIT = 3.0
MOST_VISITS = 12
USUAL_EFFORT = 4.0  # visits that win all but a third of what is left to win: 1 - exp(-1)
MOST_PROSPECT_VISITS = 4
# What so many visits to a prospect bring, in euros, as step 10 of the case has it; the others get no visit.
PROSPECTS = {
    "P01": (0, 445.20, 717.82, 884.77, 987.01),
    "P02": (0, 177.38, 286.01, 352.53, 393.26),
    "P03": (0, 250.42, 403.78, 497.68, 555.19),
    "P04": (0, 35.12, 56.63, 69.80, 77.87),
    "P05": (0, 56.19, 90.61, 111.68, 124.58),
}


def fil_rouge() -> pd.DataFrame:
    """Return the twelve accounts that the exercises are about.

    Returns
    -------
    DataFrame
        One row per account, amounts in thousands of euros: `account_id, name, previous_keur` (revenue of the
        year before), `revenue_keur` (of the last year), `margin_rate` (0 to 1), `potential_keur` (a year),
        `recency_months` (since the last order), `orders` and `families` (of the last year), `satisfaction`
        (1 to 5), `zone` (Z1 within half an hour's drive, Z2 within the hour, Z3 beyond), `visit_hours` (one
        visit, preparation and road included).
    """
    table = pd.read_csv(FOLDER / "accounts.csv", encoding="utf-8")
    return table.rename(columns=COLUMNS)[list(COLUMNS.values())]


def the_case() -> str:
    """Say whose accounts these are, and what the figures of every exercise on them rest on."""
    return _(
        "The accounts belong to **Ranvor Fluides**, a firm that does not exist: pumps, valves and "
        "filters, in Brittany. **Enora Pendréal** runs it, and sells for it on Thursdays: 40 "
        "Thursdays of 7.5 hours in the year, 300 hours. A visit takes three hours: 90 minutes there, "
        "30 to prepare it, 60 on the road. Three hours in ten are kept for the unforeseen, ten visits"
        " go to prospects; sixty are left for the clients."
    )


def account_names() -> dict[str, str]:
    """Return code to name of the twelve accounts."""
    facts = fil_rouge()
    return dict(zip(facts["account_id"], facts["name"], strict=True))


def visit_problem(hours: float = 210.0, prospect_visits: int = 10) -> "AllocationProblem":
    """Return the course's visit problem; it reads the case's own files and no run.

    A client's visits bring ``G (1 - exp(-x / 4))``, with G the margin on what is left to win; every client
    gets 1 to 12 visits of three hours, travel included. A prospect's are worth what step 10 of the case says.

    Parameters
    ----------
    hours : float
        Hours of visits in the year, the reserve taken off.
    prospect_visits : int
        Fewest visits to prospects.
    """
    from solver.allocation.problem.problem import AllocationProblem

    clients = pd.read_csv(FOLDER / "accounts.csv", encoding="utf-8")
    accounts = pd.concat([_clients(clients), _prospects()], ignore_index=True)
    response = pd.concat([_client_response(clients), _prospect_response()], ignore_index=True)
    reps = pd.DataFrame({"rep_id": [REP], "hours": [hours], "prospect_visits_min": [prospect_visits]})
    return AllocationProblem(accounts, response, reps)


def _clients(facts: pd.DataFrame) -> pd.DataFrame:
    return _rows(facts["id"], facts["nom"], "client", fewest=1, most=MOST_VISITS)


def _prospects() -> pd.DataFrame:
    table = pd.read_csv(FOLDER / "prospects.csv", sep=";", encoding="utf-8").set_index("Code prospect")
    names = table.loc[list(PROSPECTS), "Raison sociale"]
    return _rows(names.index.to_series(), names, "prospect", fewest=0, most=MOST_PROSPECT_VISITS)


def _rows(codes: pd.Series, names: pd.Series, kind: str, *, fewest: int, most: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "account_id": codes.to_numpy(),
            "name": names.to_numpy(),
            "rep_id": REP,
            "kind": kind,
            "zone": None,
            "min_visits": fewest,
            "max_visits": most,
            "hours_per_visit": HOURS_PER_VISIT,
        }
    )


def _client_response(facts: pd.DataFrame) -> pd.DataFrame:
    visits = np.arange(MOST_VISITS + 1)
    to_win = (facts["potentiel"] - facts["ca_n"]) * 1000.0 * facts["taux_marge"]
    values = to_win.to_numpy()[:, None] * (1.0 - np.exp(-visits / USUAL_EFFORT))
    return pd.DataFrame(
        {
            "account_id": np.repeat(facts["id"].to_numpy(), len(visits)),
            "visits": np.tile(visits, len(facts)),
            "contribution_eur": values.ravel(),
        }
    )


def _prospect_response() -> pd.DataFrame:
    visits = range(MOST_PROSPECT_VISITS + 1)
    rows = [(code, k, values[k]) for code, values in PROSPECTS.items() for k in visits]
    return pd.DataFrame(rows, columns=["account_id", "visits", "contribution_eur"]).astype(
        {"contribution_eur": float}
    )
