"""The visit allocation problem as tables: accounts, the value of visits, the hours of the reps."""

import dataclasses
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from solver.allocation.problem import validate
from solver.tables import checks
from solver.value.levels import PARTS, Levels, target_parts
from solver.words.i18n import _

PROSPECT = "prospect"
HOURS_TOLERANCE = 1e-6  # relative to a rep's hours: a few milliseconds in a year


@dataclass(frozen=True)
class RepSheet:
    """One rep's part of the problem as arrays: n accounts, levels 0 to K.

    Parameters
    ----------
    rep_id : str
    rows : ndarray of int, shape (n,)
        Positions of the accounts in the problem's accounts.
    levels : Levels
        What each level of each account takes and brings.
    floor, ceiling : ndarray of int, shape (n,)
        Lowest and highest level; equal where a decision locks them.
    zone : ndarray of int, shape (n,)
        Position of the zone in `trip_hours`, -1 where trips are not counted.
    trip_hours : ndarray
        Hours of one trip to each zone.
    available_hours : float
        Hours of the rep, net of the reserve.
    target_parts : int
        Fewest visits to prospects, in twentieths of a visit, each counted with its chance to be made.
    """

    rep_id: str
    rows: np.ndarray
    levels: Levels
    floor: np.ndarray
    ceiling: np.ndarray
    zone: np.ndarray
    trip_hours: np.ndarray
    available_hours: float
    target_parts: int

    @property
    def value_eur(self) -> np.ndarray:
        """What the plan is best for, accounts by levels, NaN above an account's last level."""
        return self.levels.value

    @property
    def hours(self) -> np.ndarray:
        """Hours that one planned visit to each account is expected to take, travel included."""
        return self.levels.hours_per_visit

    @property
    def is_prospect(self) -> np.ndarray:
        """Whether an account counts towards the prospect target."""
        return self.levels.is_prospect

    @property
    def last_level(self) -> np.ndarray:
        """Highest level of each account that has a value."""
        return np.isfinite(self.value_eur).sum(axis=1) - 1

    @property
    def most_eur(self) -> float:
        """Value of giving every account its best number of visits, hours set aside."""
        level = np.arange(self.value_eur.shape[1])
        open_ = (level >= self.floor[:, None]) & (level <= self.ceiling[:, None])
        return float(np.where(open_, self.value_eur, -np.inf).max(axis=1, initial=-np.inf).sum())

    @property
    def has_trips(self) -> bool:
        """Whether trips to zones take hours of their own."""
        return bool((self.zone >= 0).any())


@dataclass(frozen=True, eq=False)
class AllocationProblem:
    """Accounts, the value of visits and the hours of the reps, checked once.

    Rows are put in order of their ids, so the order they came in changes nothing.

    Parameters
    ----------
    accounts : DataFrame
        `account_id, rep_id, kind, zone, min_visits, max_visits, hours_per_visit` and, where a decision
        fixes the number, `locked_visits`; where it is there, `met`, the chance that a prospect receives us,
        by which the hours of a visit count, and the visit towards the target. `floor_rule` and `ceiling_rule`
        may say where the bounds come from (see `solver.allocation.problem.build`); other columns are kept.
    response : DataFrame
        `account_id, visits, contribution_eur`: one line for every number of visits from 0 on. With
        `visits_made, other_hours` as well, `visits` counts levels of contact (see `solver.value.levels`), and
        so do bounds and plans.
    reps : DataFrame
        `rep_id, hours, prospect_visits_min`: hours net of the reserve, over the whole horizon. Where
        `hour_cost_eur` is there, every hour of a visit is charged so much (see `hour_cost.charged`). Where
        prospects cannot take as many visits as asked, `prospect_visits_asked` says how many those are.
    horizon : float, default 1
        How many first years of contribution an effect of this year's visits is worth: the plan is the best
        for horizon x contribution, less the road of the visits (`road_eur` of the accounts, where it is).
    zones : DataFrame, optional
        `zone, hours_per_trip`. A rep makes as many trips to a zone as its most visited account gets visits.

    Raises
    ------
    PortfolioError
        Names the table, the row and the column of the first thing that cannot be used. A prospect target
        that does not fit in the hours is no such error: `allocate` answers “infeasible”.
    """

    accounts: pd.DataFrame
    response: pd.DataFrame
    reps: pd.DataFrame
    zones: pd.DataFrame | None = None
    horizon: float = 1.0
    contribution_eur: np.ndarray = dataclasses.field(init=False, repr=False)
    levels: Levels = dataclasses.field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Check every table and put it in order."""
        reps = _checked_reps(self.reps)
        zones = None if self.zones is None else _checked_zones(self.zones)
        accounts = _checked_accounts(self.accounts, pd.Index(reps["rep_id"]), zones)
        ids = pd.Index(accounts["account_id"], dtype=object)
        values = validate.value_matrix(self.response, ids)
        contacts = validate.contact_matrices(self.response, ids, accounts["hours_per_visit"].to_numpy(float))
        last_level = np.isfinite(values).sum(axis=1) - 1
        original = _rank_of_rows(self.accounts, ids)
        numbers = accounts.take(original)
        validate.check_bounds(
            numbers["account_id"].to_numpy(),
            numbers["min_visits"].to_numpy(),
            numbers["max_visits"].to_numpy(),
            numbers["locked_visits"].to_numpy(dtype=float, na_value=np.nan),
            last_level[original],
        )
        checked: dict[str, Any] = {
            "accounts": accounts,
            "response": validate.long_response(ids, values, contacts),
            "reps": reps,
            "zones": zones,
        }
        for name, table in checked.items():
            object.__setattr__(self, name, table)
        prospects = accounts["kind"].to_numpy() == PROSPECT
        hours = accounts["hours_per_visit"].to_numpy(dtype=float) * self.met
        levels = Levels.of_visits(values, hours, target_parts(prospects, self.met))
        if contacts is not None:
            levels = dataclasses.replace(levels, visits=contacts[0], other_hours=contacts[1])
        if "hour_cost_eur" in reps:
            checks.number_column(reps, "reps", "hour_cost_eur", lowest=0)
        object.__setattr__(self, "levels", levels)
        self._value(values, self.horizon)

    def _value(self, contribution_eur: np.ndarray, horizon: float) -> None:
        """Set what every level brings in the first year, and what it is worth."""
        worth = horizon * contribution_eur - self.road_eur[:, None] * self.levels.visits
        if "hour_cost_eur" in self.reps:
            cost = self.reps["hour_cost_eur"].to_numpy(dtype=float)
            worth = worth - cost[self.rep_codes, None] * self.levels.hours
        object.__setattr__(self, "horizon", horizon)
        object.__setattr__(self, "contribution_eur", contribution_eur)
        object.__setattr__(self, "levels", self.levels.worth(worth))

    @property
    def value_eur(self) -> np.ndarray:
        """What the plan is best for, accounts by levels, NaN above an account's last level."""
        return self.levels.value

    @cached_property
    def account_ids(self) -> pd.Index:
        """Ids of the accounts, in order."""
        return pd.Index(self.accounts["account_id"], name="account_id")

    @cached_property
    def rep_ids(self) -> pd.Index:
        """Ids of the reps, in order."""
        return pd.Index(self.reps["rep_id"], name="rep_id")

    @cached_property
    def rep_codes(self) -> np.ndarray:
        """Position of each account's rep among the reps."""
        return self.rep_ids.get_indexer(pd.Index(self.accounts["rep_id"]))

    @property
    def hours(self) -> np.ndarray:
        """Hours that one planned visit to each account is expected to take."""
        return self.levels.hours_per_visit

    @cached_property
    def road_eur(self) -> np.ndarray:
        """Cost of the road of one visit to each account; nothing where nobody says."""
        if "road_eur" not in self.accounts:
            return np.zeros(len(self.accounts))
        return self.accounts["road_eur"].to_numpy(dtype=float)

    @cached_property
    def met(self) -> np.ndarray:
        """Chance that a planned visit is made: that a prospect receives us; 1 for the others."""
        if "met" not in self.accounts:
            return np.ones(len(self.accounts))
        prospects = self.accounts["kind"].to_numpy() == PROSPECT
        return np.where(prospects, self.accounts["met"].to_numpy(dtype=float), 1.0)

    @cached_property
    def floor(self) -> np.ndarray:
        """Fewest visits of each account, its lock where there is one."""
        return self._bound("min_visits")

    @cached_property
    def ceiling(self) -> np.ndarray:
        """Most visits of each account, its lock where there is one."""
        return self._bound("max_visits")

    @property
    def is_prospect(self) -> np.ndarray:
        """Whether an account counts towards the prospect target."""
        return self.levels.is_prospect

    @cached_property
    def zone_codes(self) -> np.ndarray:
        """Position of each account's zone among the zones, -1 where trips are not counted."""
        if self.zones is None:
            return np.full(len(self.accounts), -1)
        return pd.Index(self.zones["zone"]).get_indexer(pd.Index(self.accounts["zone"]))

    @cached_property
    def prospect_visits_min(self) -> np.ndarray:
        """Fewest visits to prospects of each rep, as whole visits."""
        return self._whole_visits("prospect_visits_min")

    @property
    def prospect_visits_asked(self) -> np.ndarray:
        """Return the visits to prospects that were asked of each rep, be it more than they can take."""
        asked = "prospect_visits_asked"
        return self._whole_visits(asked if asked in self.reps else "prospect_visits_min")

    def _whole_visits(self, column: str) -> np.ndarray:
        return np.ceil(self.reps[column].to_numpy(dtype=float) - 1e-9).astype(np.int64)

    def sheets(self) -> tuple[RepSheet, ...]:
        """Split the problem by rep."""
        order = np.argsort(self.rep_codes, kind="stable")
        cuts = np.searchsorted(self.rep_codes[order], np.arange(len(self.reps) + 1))
        return tuple(self._sheet(code, order[start:end]) for code, (start, end) in enumerate(pairwise(cuts)))

    def sheet(self, rep_id: str) -> RepSheet:
        """Return one rep's part of the problem."""
        code = int(np.argmax(self.rep_ids == rep_id))
        return self._sheet(code, np.flatnonzero(self.rep_codes == code))

    def with_tables(self, **tables: Any) -> "AllocationProblem":
        """Return the problem with some tables replaced, checked again."""
        return dataclasses.replace(self, **tables)

    def revalued(self, contribution_eur: np.ndarray, horizon: float) -> "AllocationProblem":
        """Return the problem with other values, nothing checked again; `response` stays that of before."""
        other = copy(self)
        other._value(contribution_eur, horizon)
        return other

    def with_hours(self, hours: pd.Series) -> "AllocationProblem":
        """Return the problem with other hours; `hours` is indexed by rep_id."""
        reps = self.reps.assign(hours=self.reps["rep_id"].map(hours).fillna(self.reps["hours"]).astype(float))
        return self.with_tables(reps=reps)

    def value_of(self, visits: np.ndarray) -> np.ndarray:
        """First-year contribution in euros of each account at a number of visits: what is printed."""
        return self.contribution_eur[np.arange(len(visits)), np.asarray(visits, dtype=np.int64)]

    def worth_of(self, visits: np.ndarray) -> np.ndarray:
        """Euros of each account at a number of visits over the horizon, road deducted: what is optimised."""
        return self.levels.value_at(np.asarray(visits, dtype=np.int64))

    def _bound(self, column: str) -> np.ndarray:
        lock = self.accounts["locked_visits"].to_numpy(dtype=float, na_value=np.nan)
        bound = self.accounts[column].to_numpy(dtype=float)
        return np.where(np.isnan(lock), bound, lock).astype(np.int64)

    def _sheet(self, code: int, rows: np.ndarray) -> RepSheet:
        trip_hours = np.empty(0) if self.zones is None else self.zones["hours_per_trip"].to_numpy(dtype=float)
        return RepSheet(
            rep_id=str(self.rep_ids[code]),
            rows=rows,
            levels=self.levels.take(rows),
            floor=self.floor[rows],
            ceiling=self.ceiling[rows],
            zone=self.zone_codes[rows],
            trip_hours=trip_hours,
            available_hours=float(self.reps["hours"].iloc[code]),
            target_parts=int(PARTS * self.prospect_visits_min[code]),
        )


def _checked_reps(reps: pd.DataFrame) -> pd.DataFrame:
    """Reps in order of their ids, with numbers as numbers."""
    table = "reps"
    checks.require_columns(reps, table, validate.REP_COLUMNS)
    if reps.empty:
        checks.refuse(_("there is no rep"), table, None, "rep_id", _("add at least one"))
    ids = checks.text_column(reps, table, "rep_id")
    checks.unique_ids(ids, table, "rep_id")
    hours = checks.number_column(
        reps, table, "hours", lowest=0, above_lowest=True, too_low=_("the rep has no hours ({value} h)")
    )
    target = checks.number_column(reps, table, "prospect_visits_min", lowest=0)
    return _ordered(reps.assign(rep_id=ids.astype(str), hours=hours, prospect_visits_min=target), "rep_id")


def _checked_zones(zones: pd.DataFrame) -> pd.DataFrame:
    """Zones in order, with hours as numbers."""
    table = "zones"
    checks.require_columns(zones, table, validate.ZONE_COLUMNS)
    ids = checks.text_column(zones, table, "zone")
    checks.unique_ids(ids, table, "zone")
    hours = checks.number_column(
        zones, table, "hours_per_trip", lowest=0, too_low=_("a trip cannot take {value} h")
    )
    return _ordered(zones.assign(zone=ids.astype(str), hours_per_trip=hours), "zone")


def _checked_accounts(accounts: pd.DataFrame, reps: pd.Index, zones: pd.DataFrame | None) -> pd.DataFrame:
    """Accounts in order of their ids, with numbers as numbers; bounds are compared later."""
    table = "accounts"
    checks.require_columns(accounts, table, validate.ACCOUNT_COLUMNS)
    ids = checks.text_column(accounts, table, "account_id")
    checks.unique_ids(ids, table, "account_id")
    rep_ids = checks.text_column(accounts, table, "rep_id")
    checks.known_ids(rep_ids, reps, table, "rep_id", "reps")
    kinds = checks.text_column(accounts, table, "kind")
    zone = accounts["zone"].astype(object).where(accounts["zone"].notna(), None)
    if zones is not None:
        named = np.flatnonzero(zone.notna().to_numpy())
        names = zone.iloc[named].astype(str).to_numpy(dtype=object)
        unknown = pd.Index(zones["zone"]).get_indexer(names) < 0
        if unknown.any():
            where = int(named[np.argmax(unknown)])
            checks.refuse(
                _("“{id}” is not in the table {table}").format(id=zone.iloc[where], table="zones"),
                table,
                where,
                "zone",
                _("correct the id, or add it to {table}").format(table="zones"),
            )
    lock = np.full(len(accounts), np.nan)
    if "locked_visits" in accounts.columns:
        lock = checks.number_column(
            accounts, table, "locked_visits", lowest=0, whole=True, missing_allowed=True
        )
    numbers = {
        "min_visits": checks.number_column(accounts, table, "min_visits", lowest=0, whole=True),
        "max_visits": checks.number_column(accounts, table, "max_visits", lowest=0, whole=True),
    }
    hours = checks.number_column(
        accounts,
        table,
        "hours_per_visit",
        lowest=0,
        above_lowest=True,
        too_low=_("a visit cannot take {value} h"),
    )
    for name in ("road_eur", "met"):
        if name in accounts:
            checks.number_column(accounts, table, name, lowest=0)
    return _ordered(
        accounts.assign(
            account_id=ids.astype(str),
            rep_id=rep_ids.astype(str),
            kind=kinds.astype(str),
            zone=pd.array(zone.to_numpy(), dtype="str"),
            hours_per_visit=hours,
            locked_visits=pd.array(lock, dtype="Float64").astype("Int64"),
            **{name: column.astype(np.int64) for name, column in numbers.items()},
        ),
        "account_id",
    )


def _ordered(frame: pd.DataFrame, key: str) -> pd.DataFrame:
    return frame.sort_values(key, ignore_index=True, kind="stable")


def _rank_of_rows(frame: pd.DataFrame, ids: pd.Index) -> np.ndarray:
    """Position among the ordered ids of every row of the table as it came."""
    return ids.get_indexer(pd.Index(frame["account_id"].astype(str)))
