"""The field in the first quarter of 2026: what came of each visit, and the log of calls and complaints."""

from typing import Any

import numpy as np
import pandas as pd
from people import mobile
from vocabulary import FIRST_NAMES, FUNCTIONS, NAME_HEADS, NAME_MIDDLES, NAME_TAILS, ROLE_CODES

NOT_MET, NOT_DONE, UNPLANNED = 44, 44, 30
POTENTIALS, NEW_PEOPLE, LEFT, OBJECTIONS = 120, 35, 9, 4
RECOMMEND = {(9, 11): 24, (7, 9): 24, (2, 7): 12}  # notes from, up to but not: how many give one of them
COMPLAINTS, SETTLED, TOLD_AT_A_VISIT = 22, 15, 14
CONTRACT_ENDS, CALLS = 8, 30
WON, LOST_REASONS = 5, ("Prix", "Un concurrent", "Plus de besoin", "Livraison", "Contact parti", "Service")
CLOSED = 3  # of the accounts given up had closed down; the others gave one of the reasons, in turn
GIVEN_UP = 12
CAUSES = ("Livraison", "Livraison", "Qualité", "Facture", "Prix", "Conseil")
OUTCOMES = {
    "Commande": (0.30, "Commande prise sur place"),
    "Devis": (0.15, "Devis à envoyer"),
    "Vu": (0.55, "Point fait sur les besoins de la saison"),
}
NEXT_ACTIONS = (
    *("Envoyer le devis", "Montrer la nouvelle gamme de gants", "Faire essayer la meuleuse"),
    *("Voir le chef d'atelier", "Reprendre le point sur les livraisons", "Rappeler pour la commande d'avril"),
)
LOST_RESULT = "Ne travaillera plus avec nous"
REPORT = {
    "date": "Date de visite",
    "start_time": "Heure",
    "rep_id": "Commercial",
    "account_id": "Code tiers",
    "minutes": "Durée (min)",
    "outcome": "Issue de la visite",
    "result": "Compte rendu",
    "promise": "Promesse tenue",
    "next_action": "Prochaine action",
    "next_on": "Pour le",
    "person": "Interlocuteur",
    "function": "Fonction",
    "role": "Rôle",
    "phone": "Ligne directe",
    "left": "Parti",
    "opposed": "Opposition",
    "potential": "Potentiel constaté",
    "recommend": "Recommandation (0 à 10)",
    "complaint": "Réclamation",
    "lost_reason": "Motif de perte",
}
LOG = ("Date", "Code tiers", "Type", "Interlocuteur", "Par", "Objet", "Issue", "Cause", "Clos le", "Montant")


def visit_reports(
    draw: np.random.Generator, agenda: pd.DataFrame, accounts: pd.DataFrame, people: pd.DataFrame
) -> pd.DataFrame:
    """Write what came of the visits of the agenda, and of a few that nobody planned.

    Parameters
    ----------
    draw : Generator
    agenda : DataFrame
        `date, start_time, rep_id, account_id, minutes` of the visits planned.
    accounts : DataFrame
        By account_id: `rep_id, potential` (missing where unknown), `may_end` (has not bought for long),
        `plain` (nothing wrong with its line, and it does not object).
    people : DataFrame
        `account_id, name, opposed` of the people known, one line each.

    Returns
    -------
    DataFrame
        A line for each visit made, by the columns of `REPORT`; dates are dates.
    """
    order = draw.permutation(len(agenda))
    made = agenda.drop(index=order[:NOT_DONE])
    nobody = made.index.isin(order[NOT_DONE : NOT_DONE + NOT_MET])
    share = draw.random(len(made))
    bounds = np.cumsum([odds for odds, _result in OUTCOMES.values()])
    usual = np.array(list(OUTCOMES))[np.searchsorted(bounds, share, side="right").clip(max=2)]
    told = made.assign(outcome=np.where(nobody, "Absent", usual))
    told = pd.concat([told, _unplanned(draw, agenda, accounts)], ignore_index=True)
    told["result"] = told["outcome"].map({name: said for name, (_odds, said) in OUTCOMES.items()})
    told["result"] = told["result"].fillna("Personne sur place")
    told = told.sort_values(["date", "rep_id", "start_time"], kind="stable", ignore_index=True)
    for name in REPORT:
        if name not in told:
            told[name] = pd.Series("", index=told.index, dtype="object")
    _promises(draw, told)
    _findings(draw, told, accounts, people)
    return told[list(REPORT)]


def contacts_and_dates(
    draw: np.random.Generator, reports: pd.DataFrame, accounts: pd.DataFrame
) -> pd.DataFrame:
    """Write the log of the office: complaints, contracts that end, calls; by the columns of `LOG`."""
    rows = [*_complaints(draw, reports, accounts)]
    clients = accounts.index[accounts["plain"] & accounts["buys"]]
    for code in draw.choice(clients.to_numpy(), CONTRACT_ENDS, replace=False):
        end = pd.Timestamp("2026-05-31") + pd.offsets.MonthEnd(int(draw.integers(0, 9)))
        amount = str(int(draw.integers(4, 40)) * 500)
        rows.append(
            (end, code, "Fin de contrat", "", "Direction", "Contrat-cadre annuel", "", "", "", amount)
        )
    for code in draw.choice(clients.to_numpy(), CALLS, replace=False):
        day = pd.bdate_range("2026-01-05", "2026-03-30")[int(draw.integers(0, 60))]
        outcome = ("Joint", "Intéressé", "Pas de réponse")[int(draw.integers(0, 3))]
        rows.append((day, code, "Appel", "", "Assistance", "Suivi de commande", outcome, "", "", ""))
    log = pd.DataFrame(rows, columns=list(LOG))
    return log.sort_values(["Date", "Code tiers", "Type"], kind="stable", ignore_index=True)


def _unplanned(draw: np.random.Generator, agenda: pd.DataFrame, accounts: pd.DataFrame) -> pd.DataFrame:
    """Return visits to accounts that the agenda leaves alone, each on a day of the rep's agenda."""
    free = accounts[accounts["plain"] & accounts["buys"] & ~accounts.index.isin(agenda["account_id"])]
    codes = draw.choice(free.index.to_numpy(), UNPLANNED, replace=False)
    days = agenda.groupby("rep_id")["date"].unique()
    rows: list[dict[str, Any]] = []
    for code in codes:
        rep = accounts.loc[code, "rep_id"]
        day = np.sort(days[rep])[int(draw.integers(0, len(days[rep])))]
        rows.append(
            {
                "date": day,
                "start_time": "17:30",
                "rep_id": rep,
                "account_id": code,
                "minutes": 45,
                "outcome": "Vu",
            }
        )
    return pd.DataFrame(rows)


def _promises(draw: np.random.Generator, told: pd.DataFrame) -> None:
    """Say at a third of the visits what was promised, and at the next one whether it was kept."""
    met = told.index[told["outcome"].ne("Absent")]
    chosen = met[draw.random(len(met)) < 0.33]
    told.loc[chosen, "next_action"] = draw.choice(np.array(NEXT_ACTIONS, dtype=object), len(chosen))
    later = pd.to_timedelta(draw.integers(14, 45, len(chosen)), unit="D")
    told.loc[chosen, "next_on"] = (told.loc[chosen, "date"] + later).to_numpy()
    promised: set[str] = set()
    for row in met:
        code = told.loc[row, "account_id"]
        if code in promised:
            told.loc[row, "promise"] = ("Oui", "Oui", "Oui", "Reportée", "Non")[int(draw.integers(0, 5))]
            promised.discard(code)
        if told.loc[row, "next_action"]:
            promised.add(code)


def _findings(
    draw: np.random.Generator, told: pd.DataFrame, accounts: pd.DataFrame, people: pd.DataFrame
) -> None:
    """Let the visits bring what is planted, each finding at an account of its own kind, once."""
    met = told[told["outcome"].ne("Absent") & told["account_id"].map(accounts["plain"]).eq(True)]
    last = met.drop_duplicates("account_id", keep="last")
    buys = last["account_id"].map(accounts["buys"]).eq(True)
    ends = last.index[last["account_id"].map(accounts["may_end"]).eq(True).to_numpy()]
    given_up = draw.choice(ends.to_numpy(), GIVEN_UP, replace=False)
    for place, row in enumerate(given_up):
        reason = "Cessation d'activité" if place < CLOSED else LOST_REASONS[place % len(LOST_REASONS)]
        told.loc[row, ["outcome", "result", "lost_reason"]] = ["Refus", LOST_RESULT, reason]
        told.loc[row, ["next_action", "next_on"]] = ""
    going_on = last.index[~last.index.isin(given_up)]
    clients = last.index[buys.to_numpy() & ~last.index.isin(given_up)]
    rows = draw.choice(going_on.to_numpy(), POTENTIALS, replace=False)
    known = told.loc[rows, "account_id"].map(accounts["potential"])
    found = (known.fillna(6000) * draw.uniform(0.6, 1.7, len(rows)) / 100).round() * 100
    told.loc[rows, "potential"] = (found + found.eq(known) * 100).clip(lower=500).map("{:.0f}".format)
    rows = draw.choice(clients.to_numpy(), sum(RECOMMEND.values()), replace=False)
    notes = np.concatenate([draw.integers(*span, count) for span, count in RECOMMEND.items()])
    told.loc[rows, "recommend"] = notes.astype(str)
    _people(draw, told, going_on, people)


def _people(draw: np.random.Generator, told: pd.DataFrame, rows: pd.Index, people: pd.DataFrame) -> None:
    """Name who was met: people known, people new, people who left, people and accounts that object."""
    count = people.groupby("account_id").size()
    several = rows[(told.loc[rows, "account_id"].map(count).fillna(0) >= 2).to_numpy()]
    left = draw.choice(several.to_numpy(), LEFT, replace=False)
    free = people[~people["opposed"]].drop_duplicates("account_id").set_index("account_id")["name"]
    quiet = rows[~rows.isin(left)]
    codes = told.loc[quiet, "account_id"]
    prospects = quiet[(codes.isin(free.index) & codes.str.startswith("P")).to_numpy()]
    objecting = draw.choice(prospects.to_numpy(), OBJECTIONS, replace=False)
    others = quiet[~quiet.isin(objecting)]
    new = draw.choice(others.to_numpy(), NEW_PEOPLE, replace=False)
    known = [row for row in others if row not in set(new) and told.loc[row, "account_id"] in free.index]
    for row in known:
        told.loc[row, "person"] = free[told.loc[row, "account_id"]]
    for row in left:
        told.loc[row, ["person", "left"]] = [free[told.loc[row, "account_id"]], "Oui"]
    for place, row in enumerate(objecting):
        told.loc[row, "opposed"] = "Oui"
        if place % 2:
            told.loc[row, "person"] = free[told.loc[row, "account_id"]]
    roles = list(FUNCTIONS)
    for row in new:
        role = roles[int(draw.integers(0, len(roles)))]
        parts = (NAME_HEADS, NAME_MIDDLES, NAME_TAILS)
        surname = "".join(str(draw.choice(part)) for part in parts)
        told.loc[row, ["person", "function", "role", "phone"]] = [
            f"{draw.choice(FIRST_NAMES)} {surname}",
            str(draw.choice(FUNCTIONS[role])),
            ROLE_CODES[role],
            mobile(draw),
        ]


def _complaints(
    draw: np.random.Generator, reports: pd.DataFrame, accounts: pd.DataFrame
) -> list[tuple[Any, ...]]:
    """Return the complaints of the log; of most of them the report of the day tells as well, in place."""
    met = reports[reports["outcome"].ne("Absent") & reports["lost_reason"].eq("")]
    clients = met[met["account_id"].map(accounts["plain"] & accounts["buys"]).eq(True)]
    clients = clients.drop_duplicates("account_id", keep="last")
    clients = clients[clients["date"].lt("2026-03-15")]
    chosen = draw.choice(clients.index.to_numpy(), COMPLAINTS, replace=False)
    rows = []
    for place, row in enumerate(chosen):
        cause = CAUSES[int(draw.integers(0, len(CAUSES)))]
        day, code = reports.loc[row, "date"], reports.loc[row, "account_id"]
        if place < TOLD_AT_A_VISIT:
            reports.loc[row, "complaint"] = cause
        settled = day + pd.Timedelta(days=int(draw.integers(2, 15))) if place < SETTLED else ""
        said = (day, code, "Réclamation", "", reports.loc[row, "rep_id"], f"Réclamation : {cause.lower()}")
        rows.append((*said, "", cause, settled, ""))
    return rows
