"""How often each account is visited in 2025, the appointments agreed for 2026, and what was decided."""

import numpy as np
import pandas as pd
from vocabulary import REPS

FAVOURITES_PER_REP = 14
CLIENT_VISITS_PER_REP = 585
AGREED_CLIENTS_PER_REP = 6
AGREED_PROSPECTS_PER_REP = 2
FRAME_CONTRACT = "Contrat-cadre : un rendez-vous par mois"
WARM_STAGES = ("appointment", "visited", "quoted")
LARGE_POTENTIAL_EUR = 75_000
LARGE_REVENUE_EUR, MIDDLE_REVENUE_EUR = 18_000, 4_500
AGREED_HOURS = ("10:00", "10:30", "11:00", "13:30", "14:00")
AGREED_KM_MAX = 40
# Appointments are agreed for Tuesday to Thursday, none in the winter school holidays.
AGREED_DAYS = pd.DatetimeIndex(
    [*pd.bdate_range("2026-01-13", "2026-02-13"), *pd.bdate_range("2026-03-02", "2026-03-26")]
)


def add_habits(rng: np.random.Generator, buyers: pd.DataFrame) -> pd.DataFrame:
    """Add the visits of 2025: the near and pleasant often, the large and difficult hardly."""
    size, revenue = len(buyers), buyers["revenue_2025"]
    buying = revenue.gt(0) & buyers["kind"].eq("client") & buyers["stop"].isna()
    active = buying & ~buyers["outside"]
    favourite = _favourites(rng, buyers, active)
    large_gap = buyers["true_potential"].ge(LARGE_POTENTIAL_EUR) & buyers["wallet"].lt(0.4)
    neglected = active & large_gap & (rng.random(size) < 0.75)
    usual = np.select([revenue > LARGE_REVENUE_EUR, revenue > MIDDLE_REVENUE_EUR], [10.0, 6.0], 2.8)
    nearness = 1.45 - 0.55 * buyers["home_km"].clip(upper=60) / 30
    visits = np.clip(np.round(usual * nearness * rng.uniform(0.75, 1.25, size)), 1, 14)
    visits = np.where(active, visits, np.where(buyers["outside"], 0, rng.integers(0, 3, size)))
    visits = np.where(favourite, rng.integers(10, 21, size), visits)
    visits = np.where(neglected, rng.choice([0, 0, 1, 2], size), visits)
    visits = np.where(buyers["kind"].eq("former_client"), rng.random(size) < 0.4, visits)
    buyers = buyers.assign(favourite=favourite, visits_2025=visits.astype(int))
    return _fill_the_year(rng, buyers, active & ~favourite & ~neglected)


def agreed_appointments(
    rng: np.random.Generator, buyers: pd.DataFrame, prospects: pd.DataFrame, refused: set[str]
) -> pd.DataFrame:
    """Write the appointments already agreed for January to March 2026, habitual accounts first."""
    days = AGREED_DAYS[AGREED_DAYS.day_of_week.isin([1, 2, 3])]
    near, open_to_visit = buyers["home_km"].lt(AGREED_KM_MAX), ~buyers["opposed"]
    possible = buyers[
        buyers["visits_2025"].ge(3) & near & open_to_visit & ~buyers["account_id"].isin(refused)
    ]
    warm = prospects[prospects["stage"].isin(WARM_STAGES) & prospects["home_km"].lt(AGREED_KM_MAX)]
    rows = []
    for rep in REPS:
        clients, open_prospects = (table[table["rep_id"] == rep.rep_id] for table in (possible, warm))
        odds = clients["visits_2025"] / clients["visits_2025"].sum()
        chosen = [
            *rng.choice(clients["account_id"], AGREED_CLIENTS_PER_REP, replace=False, p=odds),
            *rng.choice(open_prospects["account_id"], AGREED_PROSPECTS_PER_REP, replace=False),
        ]
        dates = np.sort(rng.choice(days.to_numpy(), len(chosen), replace=False))
        for date, account_id in zip(dates, rng.permutation(chosen), strict=True):
            hour = AGREED_HOURS[int(rng.integers(len(AGREED_HOURS)))]
            rows.append({"rep_id": rep.rep_id, "account_id": account_id, "date": date, "start_time": hour})
    agreed = pd.DataFrame(rows).assign(duration=60.0, status="Planifiée", result="")
    return agreed.sort_values(["date", "rep_id"], ignore_index=True)


def decisions(buyers: pd.DataFrame, prospects: pd.DataFrame, author: str) -> pd.DataFrame:
    """Write what the sales manager has decided, one account each."""
    alive = buyers["cohort"].isin(["stay", "new_2025"]) & ~buyers["outside"]
    by_revenue = buyers[alive].sort_values(["revenue_2025", "true_potential"], ascending=False)
    falling = by_revenue.iloc[1:]
    falling = falling[falling["growth"].lt(-0.12) & falling["cohort"].eq("stay")]
    small = by_revenue[by_revenue["revenue_2025"].between(1_000, 3_000) & ~by_revenue["favourite"]]
    favourites = buyers[alive & buyers["favourite"]]
    favourites = favourites[favourites["visits_2025"].eq(favourites["visits_2025"].max())]
    new = by_revenue[by_revenue["cohort"].eq("new_2025")]
    quoted = prospects[prospects["stage"].eq("quoted")].sort_values(
        ["true_potential", "account_id"], ascending=False
    )
    rows = [
        # account, at least, at most, exactly, why, when
        (by_revenue, None, None, 12, FRAME_CONTRACT, "2025-11-18"),
        (falling, 6, None, None, "Client à reconquérir après le retard de livraison de juin", "2025-12-02"),
        (new, 4, None, None, "Nouveau client : suivi trimestriel promis", "2025-12-02"),
        (favourites, None, 4, None, "Visité par habitude : quatre passages suffisent", "2025-12-02"),
        (favourites.iloc[-1:], None, 6, None, "Commande désormais en ligne", "2025-12-09"),
        (small, None, None, 0, "Commande en ligne : ne souhaite plus de visite", "2025-12-15"),
        (quoted, 3, None, None, "Appel d'offres au printemps 2026", "2025-12-15"),
    ]
    columns = ["account_id", "min_visits", "max_visits", "locked_visits", "reason", "decided_on"]
    decided = pd.DataFrame([(row[0]["account_id"].iloc[0], *row[1:]) for row in rows], columns=columns)
    return decided.assign(author=author, decided_on=pd.to_datetime(decided["decided_on"]))


def add_rhythms(partners: pd.DataFrame, decided: pd.DataFrame) -> pd.DataFrame:
    """Add the dates that a frame contract asks for: a visit in each month, near its third Tuesday."""
    monthly = partners["account_id"].isin(decided.loc[decided["reason"].eq(FRAME_CONTRACT), "account_id"])
    return partners.assign(
        rhythm=pd.Series("", index=partners.index).mask(monthly, "FREQ=MONTHLY;BYDAY=3TU"),
        rhythm_slack_days=pd.Series(float("nan"), index=partners.index).mask(monthly, 9.0),
    )


def _favourites(rng: np.random.Generator, buyers: pd.DataFrame, active: pd.Series) -> pd.Series:
    """Choose the accounts where the coffee is good: near home, known for years, small."""
    near = buyers["home_km"].lt(buyers.groupby("rep_id")["home_km"].transform("median"))
    pleasant = (
        active
        & near
        & buyers["since_on"].lt("2019-01-01")
        & buyers["revenue_2025"].between(600, 12_000)
        & buyers["true_potential"].lt(LARGE_POTENTIAL_EUR / 3)
    )
    draw = pd.Series(rng.random(len(buyers)), index=buyers.index).where(pleasant, 2.0)
    return pleasant & draw.groupby(buyers["rep_id"]).rank(method="first").le(FAVOURITES_PER_REP)


def _fill_the_year(rng: np.random.Generator, buyers: pd.DataFrame, flexible: pd.Series) -> pd.DataFrame:
    """Bring each rep's year to a full one, a visit more or less at a time."""
    visits = buyers["visits_2025"].copy()
    for rep in REPS:
        own = buyers["rep_id"] == rep.rep_id
        pool = buyers.index[own & flexible].to_numpy()
        while (missing := CLIENT_VISITS_PER_REP - int(visits[own].sum())) != 0:
            step = rng.permutation(pool)[: abs(missing)]
            visits.loc[step] = (visits.loc[step] + np.sign(missing)).clip(1, 16)
    return buyers.assign(visits_2025=visits)
