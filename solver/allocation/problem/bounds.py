"""Fewest and most visits of each account, and the rule each bound comes from."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from solver.tables.checks import number_column, refuse, require_columns
from solver.words.i18n import _

OPPOSITION = "opposition"
DECISION = "decision"
CONTACT_CAP = "contact_cap"
CLASS_CEILING = "class_ceiling"
CLASS_FLOOR = "class_floor"
MOST_VISITS = "most_visits"
NOT_WORTH_IT = "not_worth_it"
TOO_FAR = "too_far"
AGREED = "agreed"
PROSPECT_MOST = "prospect_most"
LAST_VALUED = "last_valued"
NO_RULE = ""


class Decided(NamedTuple):
    """What a person decided for each account; NaN where nothing was."""

    floor: np.ndarray
    ceiling: np.ndarray
    lock: np.ndarray


def with_bounds(
    table: pd.DataFrame,
    decisions: pd.DataFrame | None,
    class_floors: Mapping[str, int],
    class_ceilings: Mapping[str, int],
    most_visits: int,
) -> pd.DataFrame:
    """Add `min_visits, max_visits, locked_visits, floor_rule, ceiling_rule`, and bounds without decisions.

    The bounds as they would be if nobody had decided anything are `undecided_min, undecided_max`.

    A floor by class gives way to a ceiling; a decision wins over classes and the contact cap; an opposition
    wins over all, and a decision against it is refused.

    Parameters
    ----------
    table : DataFrame
        `account_id, kind, score_class, visit_cap, opposed`, and where they are there: `frequency_multiplier`
        (of the class floors and ceilings, criterion 3 as a multiplier), `worth_visiting` and
        `fits_a_day` (accounts that are not, or do not, get no visit unless a decision gives them some),
        `prospect_most` (most visits to a prospect), `last_valued` (most visits that the user's own table of
        response values), `agreed_visits` (dates already agreed: a floor).
    decisions : DataFrame or None
        `account_id, min_visits, max_visits, locked_visits`.
    class_floors, class_ceilings : mapping
        Visits for every score class; floors hold for clients only.
    most_visits : int
        Most visits to any account over the horizon.

    Returns
    -------
    DataFrame
    """
    decided = _read_decisions(table, decisions, most_visits)
    _refuse_opposed_visits(table, decisions, decided)
    ceiling, ceiling_rule = _ceilings(table, class_ceilings, most_visits)
    is_client = table["kind"].to_numpy() == "client"
    floor = np.where(is_client, _by_class(table, class_floors, "class_floors"), 0.0)
    floor_rule = np.where(floor > 0, CLASS_FLOOR, NO_RULE).astype(object)

    agreed = _column(table, "agreed_visits", 0.0).astype(float)
    floor_rule = np.where(agreed > floor, AGREED, floor_rule)
    ceiling_rule = np.where(agreed > ceiling, AGREED, ceiling_rule)
    floor, ceiling = np.maximum(floor, agreed), np.maximum(ceiling, agreed)

    undecided_ceiling, undecided_floor = ceiling, np.minimum(floor, ceiling)

    lower = decided.ceiling < ceiling
    higher = np.fmax(decided.floor, decided.lock) > ceiling
    ceiling = np.where(lower, decided.ceiling, ceiling)
    ceiling = np.where(higher, np.fmax(decided.floor, decided.lock), ceiling)
    ceiling_rule = np.where(lower | higher, DECISION, ceiling_rule)

    floor = np.fmin(np.minimum(floor, ceiling), decided.lock)
    has_floor = ~np.isnan(decided.floor)
    floor = np.where(has_floor, decided.floor, floor)
    floor_rule = np.where(has_floor, DECISION, floor_rule)

    opposed = table["opposed"].to_numpy(dtype=bool)
    floor = np.where(opposed, 0.0, floor)
    ceiling = np.where(opposed, 0.0, ceiling)
    return table.assign(
        undecided_min=np.where(opposed, 0, undecided_floor).astype(np.int64),
        undecided_max=np.where(opposed, 0, undecided_ceiling).astype(np.int64),
        min_visits=floor.astype(np.int64),
        max_visits=ceiling.astype(np.int64),
        locked_visits=pd.array(decided.lock, dtype="Float64").astype("Int64"),
        floor_rule=np.where(floor > 0, floor_rule, NO_RULE).astype(str),
        ceiling_rule=np.where(opposed, OPPOSITION, ceiling_rule).astype(str),
    )


def _ceilings(
    table: pd.DataFrame, class_ceilings: Mapping[str, int], most_visits: int
) -> tuple[np.ndarray, np.ndarray]:
    """Take the lowest of all the limits on each account, and say which one it is."""
    limits = {
        TOO_FAR: np.where(_column(table, "fits_a_day", True), np.inf, 0.0),
        NOT_WORTH_IT: np.where(_column(table, "worth_visiting", True), np.inf, 0.0),
        CONTACT_CAP: table["visit_cap"].astype(float).fillna(np.inf).to_numpy(),
        CLASS_CEILING: _by_class(table, class_ceilings, "class_ceilings"),
        PROSPECT_MOST: _column(table, "prospect_most", np.inf).astype(float),
        MOST_VISITS: np.full(len(table), float(most_visits)),
        LAST_VALUED: _column(table, "last_valued", np.inf).astype(float),
    }
    rows = np.column_stack(list(limits.values()))
    names = np.array(list(limits), dtype=object)
    return np.floor(rows.min(axis=1)), names[rows.argmin(axis=1)]


def _column(table: pd.DataFrame, name: str, default: object) -> np.ndarray:
    """Return an optional column, or its default on every line."""
    return table[name].to_numpy() if name in table else np.full(len(table), default)


def _by_class(accounts: pd.DataFrame, bounds: Mapping[str, int], table: str) -> np.ndarray:
    """Look up the bound of each account's class, times the multiplier of its behaviour where there is one.

    A class without a bound is refused.
    """
    score_class = accounts["score_class"].astype(str)
    unknown = sorted(set(score_class) - set(bounds))
    if unknown:
        refuse(
            _("no bound is set for class “{name}”").format(name=unknown[0]),
            table,
            None,
            "score_class",
            _("give a number of visits for every class"),
        )
    visits = score_class.map(dict(bounds)).to_numpy(dtype=float)
    return np.round(visits * _column(accounts, "frequency_multiplier", 1.0).astype(float))


def _read_decisions(table: pd.DataFrame, decisions: pd.DataFrame | None, most_visits: int) -> Decided:
    """Read the decisions in the order of the accounts."""
    ids = table["account_id"].astype(str)
    if decisions is None or decisions.empty:
        nothing = np.full(len(table), np.nan)
        return Decided(nothing, nothing, nothing)
    name = "decisions"
    require_columns(decisions, name, ("account_id",))
    decided_ids = decisions["account_id"].astype(str)
    _refuse_where(
        decided_ids.duplicated(), decided_ids, "account_id", _("“{id}” is there twice"), _("keep one line")
    )
    _refuse_where(
        ~decided_ids.isin(ids),
        decided_ids,
        "account_id",
        _("“{id}” is not an account that gets visits"),
        _("correct the id, or take the line out"),
    )
    floor, ceiling, lock = (
        pd.Series(
            number_column(decisions, name, column, lowest=0, whole=True, missing_allowed=True)
            if column in decisions.columns
            else np.nan,
            index=decisions.index,
            dtype=float,
        )
        for column in ("min_visits", "max_visits", "locked_visits")
    )
    most = ceiling.fillna(most_visits).clip(upper=most_visits)
    for wrong, column, problem, fix in (
        (floor > most, "min_visits", _("“{id}”: the floor is above the ceiling"), _("lower the floor")),
        (lock > most, "locked_visits", _("“{id}”: locked visit beyond the ceiling"), _("lower the lock")),
        (lock < floor, "locked_visits", _("“{id}”: the lock is below the floor"), _("raise the lock")),
    ):
        _refuse_where(wrong, decided_ids, column, problem, fix)
    return Decided(
        *(
            pd.Series(part.to_numpy(), index=decided_ids).reindex(ids).to_numpy()
            for part in (floor, ceiling, lock)
        )
    )


def _refuse_where(wrong: pd.Series, ids: pd.Series, column: str, problem: str, fix: str) -> None:
    """Refuse the first decision that is wrong."""
    if wrong.any():
        where = int(np.argmax(wrong.to_numpy()))
        refuse(problem.format(id=ids.iloc[where]), "decisions", where, column, fix)


def _refuse_opposed_visits(table: pd.DataFrame, decisions: pd.DataFrame | None, decided: Decided) -> None:
    """Refuse a decision to visit somebody who objected."""
    wanted = np.nan_to_num(decided.floor) + np.nan_to_num(decided.lock) > 0
    conflict = table["opposed"].to_numpy(dtype=bool) & wanted
    if conflict.any() and decisions is not None:
        ids = decisions["account_id"].astype(str)
        _refuse_where(
            ids.isin(set(table["account_id"].astype(str)[conflict])),
            ids,
            "account_id",
            _("account “{id}” is opposed to contact, and a decision gives it visits"),
            _("take the decision out, or record that the opposition was lifted"),
        )
