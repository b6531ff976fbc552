"""The people at the partners', and when each partner was last in touch."""

import unicodedata

import numpy as np
import pandas as pd
from vocabulary import FIRST_NAMES, FUNCTIONS, NAME_HEADS, NAME_MIDDLES, NAME_TAILS

ROLE_ODDS = {"decision_maker": 0.4, "buyer": 0.22, "prescriber": 0.18, "user": 0.2}
OPPOSED_CLIENTS = 3
OPPOSED_FORMER = 2
OPPOSED_CONTACTS = 24


def slug(text: str) -> str:
    """Return a text as it may stand in an e-mail address."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe")).encode("ascii", "ignore").decode()
    return "-".join("".join(c if c.isalnum() else " " for c in plain.lower()).split())


def landline(rng: np.random.Generator) -> str:
    """Return a number of the landline range that the regulator keeps for fiction."""
    return f"02 61 91 {int(rng.integers(100)):02d} {int(rng.integers(100)):02d}"


def mobile(rng: np.random.Generator) -> str:
    """Return a number of the mobile range that the regulator keeps for fiction."""
    return f"06 39 98 {int(rng.integers(100)):02d} {int(rng.integers(100)):02d}"


def add_addresses(rng: np.random.Generator, accounts: pd.DataFrame) -> pd.DataFrame:
    """Add telephone and e-mail; some are unknown."""
    size = len(accounts)
    phones = pd.Series([landline(rng) for _ in range(size)], index=accounts.index)
    emails = pd.Series([f"contact@{slug(name)}.example" for name in accounts["name"]], index=accounts.index)
    return accounts.assign(
        phone=phones.where(rng.random(size) < 0.95, ""), email=emails.where(rng.random(size) < 0.85, "")
    )


def mark_opposed(rng: np.random.Generator, buyers: pd.DataFrame) -> pd.DataFrame:
    """Mark a few small clients and former clients who refuse to be canvassed."""
    small = buyers.index[buyers["cohort"].eq("stay") & buyers["revenue_2025"].lt(2_500) & ~buyers["outside"]]
    former = buyers.index[buyers["kind"].eq("former_client")]
    opposed = [
        *rng.choice(small, OPPOSED_CLIENTS, replace=False),
        *rng.choice(former, OPPOSED_FORMER, replace=False),
    ]
    return buyers.assign(opposed=buyers.index.isin(opposed))


def last_contacts(
    buyers: pd.DataFrame, lines: pd.DataFrame, visits: pd.DataFrame, events: pd.DataFrame
) -> pd.Series:
    """Return the latest sign of life of each buyer: an order, a visit or an answer."""
    answered = events[events["stage"] != "called"]
    signs = pd.concat([frame[["account_id", "date"]] for frame in (lines, visits, answered)])
    return buyers["account_id"].map(signs.groupby("account_id")["date"].max())


def prospect_state(rng: np.random.Generator, prospects: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """Add the stage of each prospect's last pursuit and its last sign of life."""
    own = events[events["account_id"].isin(prospects["account_id"])]
    stage = own.groupby("account_id")["stage"].last()
    answered = own[own["stage"] != "called"].groupby("account_id")["date"].max()
    before = prospects["since_on"] + pd.to_timedelta(rng.integers(0, 60, len(prospects)), unit="D")
    return prospects.assign(
        stage=prospects["account_id"].map(stage),
        last_contact_on=prospects["account_id"].map(answered).fillna(before),
    )


def draw_contacts(rng: np.random.Generator, accounts: pd.DataFrame) -> pd.DataFrame:
    """Draw one to four people per account; large clients more often have several."""
    revenue = accounts["revenue_2025"].fillna(0)
    several = np.select([revenue > 18_000, revenue > 4_500], [1.9, 0.65], 0.36)
    lone = (revenue > 18_000) & (rng.random(len(accounts)) < 0.12)
    count = np.where(lone, 1, 1 + np.minimum(rng.poisson(several), 3))
    owners = accounts.loc[accounts.index.repeat(count)].reset_index(drop=True)
    size = len(owners)
    roles = rng.choice(list(ROLE_ODDS), size, p=list(ROLE_ODDS.values()))
    names = [f"{rng.choice(FIRST_NAMES)} {_surname(rng)}" for _ in range(size)]
    age = np.where(rng.random(size) < 0.6, rng.integers(5, 365, size), rng.integers(366, 1500, size))
    functions = pd.Series([str(rng.choice(FUNCTIONS[role])) for role in roles])
    phones = pd.Series([mobile(rng) for _ in range(size)])
    emails = [
        f"{slug(name).replace('-', '.', 1)}@{slug(owner)}.example"
        for name, owner in zip(names, owners["name"], strict=True)
    ]
    opposed = np.isin(np.arange(size), rng.choice(size, OPPOSED_CONTACTS, replace=False))
    return pd.DataFrame(
        {
            "contact_id": [f"K{n:04d}" for n in range(1, size + 1)],
            "account_id": owners["account_id"],
            "name": names,
            "function": functions.where(rng.random(size) < 0.93, ""),
            "role": pd.Series(roles).where(rng.random(size) < 0.9),
            "phone": phones.where(rng.random(size) < 0.85, ""),
            "email": pd.Series(emails).where(rng.random(size) < 0.82, ""),
            "opposed": opposed,
            "updated_on": pd.Timestamp("2025-12-31") - pd.to_timedelta(age, unit="D"),
        }
    )


def _surname(rng: np.random.Generator) -> str:
    """Return an invented surname."""
    parts = (NAME_HEADS, NAME_MIDDLES, NAME_TAILS)
    return "".join(str(rng.choice(part)) for part in parts)
