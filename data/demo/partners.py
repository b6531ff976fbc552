"""The partners of the firm: who they are, where, and what they could buy."""

from collections.abc import Iterator
from statistics import NormalDist

import numpy as np
import pandas as pd
from places import DECIMALS, OUT_OF_REGION, draw_places, locate
from stdnum import luhn
from vocabulary import (
    NAME_HEADS,
    NAME_MIDDLES,
    NAME_TAILS,
    OTHER_PARTNERS,
    POTENTIAL_SOURCES,
    PRICE_LEVEL,
    REPS,
    SECTORS,
    STREETS,
)

FORMER_WITHOUT_SALES = 8
# How long each group of buyers bought: (first year, last year, how many, how many of them are typed former).
COHORTS = {
    "stay": (2023, 2025, 277, 0),
    "inactive": (2023, 2025, 18, 0),
    "new_2024": (2024, 2025, 40, 0),
    "new_2024_lost": (2024, 2024, 4, 2),
    "new_2025": (2025, 2025, 44, 0),
    "lost_2024": (2023, 2023, 44, 34),
    "lost_2025": (2023, 2024, 41, 16),
    "gap": (2023, 2025, 4, 0),
    "older": (0, 0, FORMER_WITHOUT_SALES, FORMER_WITHOUT_SALES),
}
LEVEL_MEDIAN_EUR = 4300.0
LEVEL_SIGMA = 1.66
# In normal scores: who stays is larger than who comes, who comes is larger than who left.
LEVEL_SHIFT = {"stay": 0.45, "new_2024": 0.3, "new_2025": 0.3, "gap": -1.5, "inactive": -0.4}
LEVEL_MAX_EUR = 340_000.0
STALE_ON = np.datetime64("2022-11-15")
PROSPECTS = 180
PROSPECT_POTENTIAL_MEDIAN_EUR = 16_000.0


def company_numbers(rng: np.random.Generator) -> Iterator[str]:
    """Yield company numbers that pass the checksum and start with 0000, which INSEE never issued."""
    for payload in rng.permutation(np.arange(1000, 9999)):
        stem = f"0000{payload:04d}"
        yield stem + luhn.calc_check_digit(stem)


def site_number(siren: str, site: int) -> str:
    """Return the number of a company's n-th site, checksum included."""
    stem = f"{siren}{site:04d}"
    return stem + luhn.calc_check_digit(stem)


def invented_names(rng: np.random.Generator) -> Iterator[str]:
    """Yield proper names that sound Breton, each once."""
    stems = [head + middle + tail for head in NAME_HEADS for middle in NAME_MIDDLES for tail in NAME_TAILS]
    for position in rng.permutation(len(stems)):
        yield stems[position]


def draw_buyers(
    rng: np.random.Generator, communes: pd.DataFrame, names: Iterator[str], numbers: Iterator[str]
) -> pd.DataFrame:
    """Draw clients and former clients with what they buy a year and what they could buy."""
    cohort = np.repeat(list(COHORTS), [rule[2] for rule in COHORTS.values()])
    former = np.concatenate([np.arange(rule[2]) < rule[3] for rule in COHORTS.values()])
    total = len(cohort)
    counts = {rep.rep_id: rep.clients for rep in REPS}
    for extra in range(total - sum(counts.values())):
        counts[REPS[extra % len(REPS)].rep_id] += 1
    places = draw_places(rng, communes, counts)
    order = rng.permutation(total)
    buyers = places.assign(
        cohort=cohort[order], kind=np.where(former[order], "former_client", "client"), is_buyer=True
    )
    buyers = _move_out_of_region(rng, buyers, communes)
    buyers = _identify(rng, buyers, names, numbers)
    buyers = _since(rng, _level(rng, buyers))
    buyers = buyers.sort_values(["since_on", "siret"], ignore_index=True)
    buyers["account_id"] = [f"C{n:04d}" for n in range(1, total + 1)]
    return buyers


def draw_prospects(
    rng: np.random.Generator, communes: pd.DataFrame, names: Iterator[str], numbers: Iterator[str]
) -> pd.DataFrame:
    """Draw the prospects, a quarter of them without a potential."""
    counts = {rep.rep_id: PROSPECTS // len(REPS) for rep in REPS}
    prospects = draw_places(rng, communes, counts).assign(kind="prospect", cohort="prospect")
    prospects = _identify(rng, prospects.sample(frac=1, random_state=rng), names, numbers)
    prospects["account_id"] = [f"P{n:04d}" for n in range(1, PROSPECTS + 1)]
    scores = _normal_scores(rng, PROSPECTS)
    potential = np.minimum(PROSPECT_POTENTIAL_MEDIAN_EUR * np.exp(1.15 * scores), 260_000)
    prospects = with_potential(rng, prospects, potential.round(DECIMALS), unknown=45)
    days = rng.integers(0, 1500, PROSPECTS)
    prospects["since_on"] = pd.Timestamp("2021-09-01") + pd.to_timedelta(days, unit="D")
    return prospects.assign(satisfaction=np.nan)


def draw_others(
    rng: np.random.Generator, communes: pd.DataFrame, names: Iterator[str], numbers: Iterator[str]
) -> pd.DataFrame:
    """Draw suppliers, bankers, journalists and relations: partners whom no rep visits."""
    towns = communes.loc[["35238", "29019", "56121", "22278", "56260"]]
    rows = []
    for kind, letter, patterns, naf, count in OTHER_PARTNERS:
        for n in range(1, count + 1):
            name, town = next(names), towns.iloc[int(rng.integers(len(towns)))]
            siren = next(numbers)
            rows.append(
                {
                    "account_id": f"{letter}{n:03d}",
                    "kind": kind,
                    "name": patterns[int(rng.integers(len(patterns)))].format(name),
                    "stem": name,
                    "naf": naf,
                    "siren": siren,
                    "siret": site_number(siren, 1),
                    "address": _address(rng, name),
                    "town": town["town"],
                    "postcode": town["postcode"],
                    "since_on": pd.Timestamp("2015-01-05") + pd.Timedelta(days=int(rng.integers(3000))),
                }
            )
    return pd.DataFrame(rows)


def with_potential(
    rng: np.random.Generator, accounts: pd.DataFrame, potential: np.ndarray, *, unknown: int
) -> pd.DataFrame:
    """Add headcount, the potential with its date, source and accessible part, and forget some of them."""
    size = len(accounts)
    per_head = rng.uniform(550, 1400, size)
    headcount = np.maximum(1, np.round(potential / per_head)).astype(float)
    headcount[rng.random(size) < 0.15] = np.nan
    age_days = np.where(rng.random(size) < 0.66, rng.integers(5, 360, size), rng.integers(370, 1100, size))
    estimated_on = pd.Timestamp("2025-12-31") - pd.to_timedelta(age_days, unit="D")
    accounts = accounts.assign(
        headcount=headcount,
        true_potential=potential,
        potential=_round_to_two_figures(potential * PRICE_LEVEL),
        potential_on=np.where(accounts.get("stale", False), STALE_ON, estimated_on),
        potential_source=rng.choice(POTENTIAL_SOURCES, size, p=[0.5, 0.15, 0.2, 0.05, 0.1]),
        accessible=np.where(rng.random(size) < 0.7, rng.integers(8, 17, size) * 0.05, np.nan),
    )
    # The best known accounts are those one already looks at: forgetting spares the largest.
    chances = 1 / (1 + potential / np.median(potential))
    chances = np.where(accounts.get("keep_potential", False), 0.0, chances)
    forgotten = rng.choice(size, unknown, replace=False, p=chances / chances.sum())
    columns = ["potential", "potential_on", "potential_source", "accessible"]
    kept = ~np.isin(np.arange(size), forgotten)
    return accounts.assign(**{column: accounts[column].where(kept) for column in columns})


def _normal_scores(rng: np.random.Generator, size: int) -> np.ndarray:
    """Return shuffled normal scores: a sample of the normal law without the luck of the draw."""
    quantiles = (np.arange(size) + 0.5) / size
    return rng.permutation(np.array([NormalDist().inv_cdf(q) for q in quantiles]))


def _level(rng: np.random.Generator, buyers: pd.DataFrame) -> pd.DataFrame:
    """Give each buyer a usual year's purchases; those who stay are larger than those who come and go."""
    size = len(buyers)
    shift = buyers["cohort"].map(LEVEL_SHIFT).fillna(-0.45)
    shift = shift.where(~buyers["outside"], -1.2)
    # Ranked within each rep, so that no portfolio is large by the luck of the draw alone.
    by_rep = (shift + rng.normal(0, 1, size)).groupby(buyers["rep_id"])
    quantile = (by_rep.rank(method="first") - 0.5) / by_rep.transform("size")
    scores = np.array([NormalDist().inv_cdf(q) for q in quantile]) + rng.normal(0, 0.12, size)
    level = np.minimum(LEVEL_MEDIAN_EUR * np.exp(LEVEL_SIGMA * scores), LEVEL_MAX_EUR)
    return buyers.assign(level=np.maximum(level, 180.0).round(DECIMALS))


def _since(rng: np.random.Generator, buyers: pd.DataFrame) -> pd.DataFrame:
    """Date the start of the relation: new buyers in their first year, the others long before."""
    size = len(buyers)
    since = pd.Timestamp("2009-01-05") + pd.to_timedelta(rng.integers(0, 4900, size), unit="D")
    within_year = pd.to_timedelta(rng.integers(10, 320, size), unit="D")
    new = buyers["cohort"].str.extract(r"new_(\d{4})", expand=False)
    first_day = pd.to_datetime(new.fillna("2000") + "-01-01")
    return buyers.assign(since_on=np.where(new.notna(), first_day + within_year, since))


def _move_out_of_region(
    rng: np.random.Generator, buyers: pd.DataFrame, communes: pd.DataFrame
) -> pd.DataFrame:
    """Place a few of the clients who stay far outside Brittany."""
    stays = np.flatnonzero(buyers["cohort"] == "stay")
    moved = rng.choice(stays, len(OUT_OF_REGION), replace=False)
    code = buyers["insee_code"].to_numpy().copy()
    code[moved] = OUT_OF_REGION
    outside = np.isin(np.arange(len(buyers)), moved)
    columns = ["rep_id", "cohort", "kind", "is_buyer"]
    return locate(buyers[columns].assign(insee_code=code, outside=outside), communes)


def _identify(
    rng: np.random.Generator, accounts: pd.DataFrame, names: Iterator[str], numbers: Iterator[str]
) -> pd.DataFrame:
    """Give names, trades, company numbers and addresses."""
    size = len(accounts)
    weights = np.array([sector.weight for sector in SECTORS])
    sectors = rng.choice(len(SECTORS), size, p=weights / weights.sum())
    stems = [next(names) for _ in range(size)]
    sirens = [next(numbers) for _ in range(size)]
    return accounts.reset_index(drop=True).assign(
        sector=sectors,
        stem=stems,
        name=[SECTORS[s].label.format(stem) for s, stem in zip(sectors, stems, strict=True)],
        naf=[SECTORS[s].naf for s in sectors],
        siren=sirens,
        siret=[site_number(siren, int(rng.integers(1, 4))) for siren in sirens],
        address=[_address(rng, stem) for stem in stems],
    )


def _address(rng: np.random.Generator, stem: str) -> str:
    """Return a street address that exists nowhere."""
    if rng.random() < 0.25:
        return f"ZA de {stem}"
    return f"{int(rng.integers(1, 90))} {STREETS[int(rng.integers(len(STREETS)))]}"


def _round_to_two_figures(amounts: np.ndarray) -> np.ndarray:
    """Round as people estimate: to two significant figures."""
    scale = 10.0 ** (np.floor(np.log10(amounts)) - 1)
    return np.round(np.round(amounts / scale) * scale)
