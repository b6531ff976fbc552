"""Step 8: turn the behaviour into a note or a multiplier, and cap the contacts an account's people accept."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Literal

import numpy as np
import pandas as pd

from solver.tables.codes import BEHAVIOURS, VISITED_KINDS
from solver.tables.people import still_there
from solver.words.errors import PortfolioError
from solver.words.i18n import _
from solver.words.months import MONTHS_PER_QUARTER, plan_quarters

EDGE = 1e-9


def weigh_typology(
    accounts: pd.DataFrame,
    contacts: pd.DataFrame,
    typology: pd.DataFrame,
    *,
    typology_mode: Literal["note", "multiplier"],
    typology_note: Mapping[str, float],
    typology_multiplier: Mapping[str, float],
    contacts_per_quarter_max: int,
    newsletter_months: int,
    plan_start: date,
    plan_end: date,
    readers: Collection[str] | None = None,
) -> pd.DataFrame:
    """Return the note, the multiplier and the visits accepted of every account that may be visited.

    The behaviour counts once: as a note in the score (the multiplier is then 1), or as a multiplier of the
    reference number of visits (the note is then empty, and step 9 leaves the criterion out of its grid).

    Parameters
    ----------
    accounts, contacts, typology : DataFrame
        The canonical tables of steps 1 and 7.
    typology_mode : {"note", "multiplier"}
    typology_note, typology_multiplier : mapping
        Behaviour to note, on the scale of the other criteria, and to multiplier.
    contacts_per_quarter_max, newsletter_months : int
        Contacts one person accepts in a quarter, all channels, and the months between two newsletters, which
        take some of them; 0 = none.
    plan_start, plan_end : date
    readers : collection of str, optional
        Accounts that get the newsletters; all of them where it is not known.

    Returns
    -------
    DataFrame
        The canonical table `typology_notes`, by account_id. `visit_cap` is what is left of the contacts,
        newsletters taken off where any goes to the account, times the quarters of the plan, times the people
        who do not object. An account without anybody on
        file counts one person; an account that objects, or whose every contact does, gets none.

    Raises
    ------
    PortfolioError
        The mode is unknown, a behaviour has no note or multiplier, or newsletters take every contact.
    """
    scale = _scale(typology_mode, typology_note, typology_multiplier)
    letters = newsletters_per_quarter(newsletter_months)
    if contacts_per_quarter_max <= letters:
        raise PortfolioError(
            _("newsletters take all the contacts a person accepts, so nobody may be visited"),
            column="newsletter_months",
            fix=_("write more months between two, or raise contacts_per_quarter_max ({n})").format(
                n=contacts_per_quarter_max
            ),
        )
    table = accounts.loc[accounts["kind"].isin(VISITED_KINDS), ["account_id", "opposed"]].merge(
        typology[["account_id", "behaviour"]], on="account_id", how="left"
    )
    value = table["behaviour"].map(scale).astype("float64")
    as_note = typology_mode == "note"
    table["typology_note"] = value if as_note else np.nan
    table["frequency_multiplier"] = 1.0 if as_note else value.fillna(1.0)
    written = table["account_id"].isin(table["account_id"] if readers is None else readers)
    left = contacts_per_quarter_max - letters * written
    accepted = left * plan_quarters(plan_start, plan_end) * willing_people(table, contacts)
    table["visit_cap"] = np.floor(accepted + EDGE).astype("int64")
    return table.drop(columns="opposed").sort_values("account_id", ignore_index=True, kind="stable")


def stakes_table(typology: pd.DataFrame, segments: pd.DataFrame, qualification: pd.DataFrame) -> pd.DataFrame:
    """Return what hangs on each behaviour: revenue to keep, potential still to win.

    Parameters
    ----------
    typology, segments, qualification : DataFrame
        The canonical tables of steps 7, 4 and 5. An account without a line in `segments` bought nothing; an
        unknown gap counts as nothing.

    Returns
    -------
    DataFrame
        `behaviour, accounts, revenue_eur, revenue_share, gap_eur`, all seven behaviours.
    """
    table = (
        typology[["account_id", "behaviour"]]
        .merge(segments[["account_id", "revenue_eur"]], on="account_id", how="left")
        .merge(qualification[["account_id", "gap_eur"]], on="account_id", how="left")
    )
    totals = table.groupby("behaviour").agg(
        accounts=("account_id", "size"), revenue_eur=("revenue_eur", "sum"), gap_eur=("gap_eur", "sum")
    )
    stakes = totals.reindex(BEHAVIOURS, fill_value=0).rename_axis("behaviour").reset_index()
    total = stakes["revenue_eur"].sum()
    stakes["revenue_share"] = stakes["revenue_eur"] / total if total > 0 else 0.0
    return stakes[["behaviour", "accounts", "revenue_eur", "revenue_share", "gap_eur"]]


def stake_facts(stakes: pd.DataFrame, win_backs: pd.DataFrame) -> dict[str, Any]:
    """Return the figures of the step.

    Parameters
    ----------
    stakes : DataFrame
        As `stakes_table` returns it.
    win_backs : DataFrame
        As `solver.method.behaviour.journeys.weigh_win_backs` returns it.

    Returns
    -------
    dict
        `revenue_eur`; `at_risk_eur, at_risk_share, developing_eur`; `to_reactivate` (inactive accounts) and
        `to_reactivate_eur`; `win_backs` worth it and `win_backs_refused`, a count per reason.
    """
    by_behaviour = stakes.set_index("behaviour")
    revenue = by_behaviour["revenue_eur"].to_dict()
    decisions = win_backs["decision"].value_counts()
    return {
        "revenue_eur": float(stakes["revenue_eur"].sum()),
        "at_risk_eur": float(revenue["at_risk"]),
        "at_risk_share": float(by_behaviour["revenue_share"].to_dict()["at_risk"]),
        "developing_eur": float(revenue["developing"]),
        "to_reactivate": int(by_behaviour["accounts"].to_dict()["inactive"]),
        "to_reactivate_eur": float(revenue["inactive"]),
        "win_backs": int(decisions.get("worth_it", 0)),
        "win_backs_refused": {
            reason: int(decisions.get(reason, 0)) for reason in ("not_worth_it", "unknown_value", "opposed")
        },
    }


def _scale(mode: str, note: Mapping[str, float], multiplier: Mapping[str, float]) -> Mapping[str, float]:
    """Return the table that the mode asks for, refused where a behaviour is missing."""
    scales = {"note": ("typology_note", note), "multiplier": ("typology_multiplier", multiplier)}
    if mode not in scales:
        raise PortfolioError(
            _("“{mode}” is no way to weigh the typology").format(mode=mode),
            column="typology_mode",
            fix=_("write note or multiplier: counting the behaviour twice is not offered"),
        )
    name, scale = scales[mode]
    missing = [behaviour for behaviour in BEHAVIOURS if behaviour not in scale]
    if missing:
        raise PortfolioError(
            _("no value for: {names}").format(names=", ".join(missing)),
            column=name,
            fix=_("give one for each behaviour"),
        )
    return scale


def newsletters_per_quarter(newsletter_months: int) -> float:
    """Return how many newsletters a quarter there are, so many months apart; 0 = none."""
    return MONTHS_PER_QUARTER / newsletter_months if newsletter_months else 0.0


def willing_people(table: pd.DataFrame, contacts: pd.DataFrame) -> pd.Series:
    """Return how many people of each account may be contacted; who has left counts no more.

    Parameters
    ----------
    table : DataFrame
        `account_id, opposed`.
    contacts : DataFrame
        `account_id, opposed`. An account without anybody on file counts one person.
    """
    contacts = still_there(contacts)
    willing = (~contacts["opposed"].astype("bool")).groupby(contacts["account_id"]).sum()
    # Somebody we do not know yet does not object; everybody we know may.
    people = table["account_id"].map(willing).fillna(1).astype("int64")
    return people.mask(table["opposed"].astype("bool"), 0)
