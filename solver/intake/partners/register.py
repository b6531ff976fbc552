"""The public register: a line a site, matched by its SIRET to the accounts whose gaps it fills."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from solver.intake.reading.typed import Typed
from solver.intake.repairs import gather, repairs
from solver.intake.words import fold
from solver.tables.codes import label
from solver.words.i18n import _, counted

PRESET = "sirene"
FILLS = ("naf", "headcount", "legal_form", "lost_reason")
SOLE_TRADER = frozenset(("1000", "ei", "eirl", "entrepreneur individuel", "micro entreprise"))


class Registered(NamedTuple):
    """What the register says of the accounts.

    Attributes
    ----------
    rows : DataFrame
        Like the rows of a file of accounts, holding nothing but what no other file says.
    undisclosed : frozenset of str
        Accounts that are a natural person who refused that others than the State use its data.
    repairs : DataFrame
        What it proposes, and the lines that no account answers to.
    """

    rows: pd.DataFrame
    undisclosed: frozenset[str]
    repairs: pd.DataFrame


def is_register(typed: Typed) -> bool:
    """Tell whether a file of accounts is an export of the public register."""
    return typed.raw.source.preset == PRESET


def natural_persons(legal_form: pd.Series) -> pd.Series:
    """Tell who trades under a person's own name, by Insee's code or in words."""
    return legal_form.fillna("").map(lambda text: fold(text) in SOLE_TRADER).astype("bool")


def matched(registers: Sequence[pd.DataFrame], others: pd.DataFrame) -> Registered:
    """Give the lines of the register to the accounts with their SIRET.

    Parameters
    ----------
    registers : sequence of DataFrame
        Rows of its files; `account_id` holds the SIRET.
    others : DataFrame
        Rows of all other files of accounts.
    """
    lines = pd.concat(registers, ignore_index=True)
    known = others[["account_id", "siret"]].dropna().drop_duplicates()
    found = lines.drop(columns="siret").rename(columns={"account_id": "siret"}).merge(known, on="siret")
    refused = found["opposed"].astype("bool")
    person = found["legal_form"].isna() | natural_persons(found["legal_form"])
    filled = others.groupby("account_id")[list(FILLS)].first()
    gaps = filled.reindex(found["account_id"]).isna().set_axis(found.index)
    closed = found["lost_reason"].notna() & gaps["lost_reason"]
    listed = [
        repairs(
            found["file"][closed],
            found["row"][closed],
            account_id=found["account_id"][closed],
            problem=_("closed, by the public register: proposed as the reason of the loss"),
            used=label("lost_reason", "closed"),
        ),
        *(_unanswered(rows, set(known["siret"])) for rows in registers),
    ]
    rows = found[[*("account_id", "file", "row", "source"), *FILLS]].reindex(columns=list(others.columns))
    rows = rows.astype(others.dtypes.to_dict() | {"opposed": "object", "read_off": "object"})
    rows = rows.assign(
        opposed=False, read_off=False, **{name: rows[name].where(gaps[name]) for name in FILLS}
    ).astype(others.dtypes.to_dict())
    return Registered(rows, frozenset(found.loc[refused & person, "account_id"]), gather(listed))


def _unanswered(rows: pd.DataFrame, known: set[str]) -> pd.DataFrame:
    """Say how many lines of a register have a SIRET that no account has."""
    strange = ~rows["account_id"].isin(known)
    return repairs(
        rows["file"].iloc[0] if len(rows) else None,
        [None] if strange.any() else [],
        problem=_("no account has the SIRET of these lines of the public register"),
        found=counted(int(strange.sum()), "{n} line", "{n} lines"),
        used=_("nothing"),
    )
