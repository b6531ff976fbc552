"""Fewest and most visits of each account, and the rule each bound comes from."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from solver.tables.checks import number_column, refuse, require_columns
from solver.words.i18n import _

PROCESSING = "processing"
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
FORMER_MOST = "former_most"
LAST_VALUED = "last_valued"
NO_DAY = "no_day"
HOLD = "hold"
RAMP = "ramp"
JOURNEY = "journey"
RHYTHM = "rhythm"
# What the firm set for all of a kind gives way to the dates that it promised one account; a client's own
# word, a day too short and a number beyond all values do not.
GIVES_WAY_TO_A_RHYTHM = (CLASS_CEILING, RAMP, PROSPECT_MOST, FORMER_MOST, NO_DAY)
PRICED_CEILINGS = (  # in the order in which they apply
    *(HOLD, CONTACT_CAP, CLASS_CEILING, RAMP, TOO_FAR, PROSPECT_MOST, FORMER_MOST, NOT_WORTH_IT, NO_DAY),
)
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

    The bounds as they would be if nobody had decided anything are `undecided_min, undecided_max`; without the
    rule that holds an account, `next_min, next_max`.

    A floor gives way to a ceiling; a decision wins over every rule; an opposition wins over all, and a
    decision against it is refused: who objects to being canvassed and buys gets the visits it agreed to, and
    those that a decision keeps (no more than last year), and no other; who objects to any use of its data
    gets none. No client is cut by the contact cap or its class below the visits it accepted last year.

    Parameters
    ----------
    table : DataFrame
        `account_id, kind, score_class, visit_cap, opposed`, and where they are there: `opposition_scope`
        (processing; anything else is canvassing), `frequency_multiplier`
        (of the class floors and ceilings, criterion 3 as a multiplier), `worth_visiting`, `fits_a_day` and
        `on_hold` (accounts that are not, do not, or are, get no visit unless a decision gives them some),
        `accepted_visits` (of last year), `ramp_most` (how far an account may rise in a year), `prospect_most`
        and `former_most` (most visits to one of them), `placed_most` (for how many a trial found a day),
        `last_valued` (most visits that the user's own table values); as floors `agreed_visits` (dates already
        agreed), `journey_visits` and `rhythm_visits` (dates that its rhythm has in the plan, above what is
        set for its class or its kind as well).
    decisions : DataFrame or None
        `account_id, min_visits, max_visits, locked_visits`.
    class_floors, class_ceilings : mapping
        Visits for every score class; floors hold for clients only.
    most_visits : int
        Most visits to any account over the horizon.
    """
    decided = _read_decisions(table, decisions, most_visits)
    kept = _kept_by_decision(table, decided)
    _refuse_opposed_visits(table, decisions, decided, kept)
    ceiling, next_ceiling, ceiling_rule = _ceilings(table, class_ceilings, most_visits)
    agreed = _column(table, "agreed_visits", 0.0).astype(float)
    floor, next_floor, floor_rule = _floors(table, class_floors, agreed)
    ceiling_rule = np.where(agreed > ceiling, AGREED, ceiling_rule)
    ceiling, next_ceiling = np.maximum(ceiling, agreed), np.maximum(next_ceiling, agreed)

    dates = np.minimum(_column(table, "rhythm_visits", 0.0).astype(float), most_visits)
    dates = np.minimum(dates, _column(table, "last_valued", np.inf).astype(float))
    lifted = (dates > ceiling) & np.isin(ceiling_rule, GIVES_WAY_TO_A_RHYTHM)
    ceiling_rule = np.where(lifted, RHYTHM, ceiling_rule)
    ceiling, next_ceiling = (
        np.where(lifted, np.maximum(dates, most), most) for most in (ceiling, next_ceiling)
    )

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
    processing = _column(table, "opposition_scope", None) == PROCESSING
    asked_for = np.where(_is_client(table) & ~processing, agreed, 0.0)
    served = np.fmax(asked_for, np.nan_to_num(kept))
    by_decision = served > asked_for
    floor, ceiling = (np.where(opposed, served, bound) for bound in (floor, ceiling))
    floor_rule = np.where(opposed, np.where(by_decision, DECISION, AGREED), floor_rule)
    why_opposed = np.select(
        [processing, by_decision, asked_for > 0], [PROCESSING, DECISION, AGREED], OPPOSITION
    )
    ceiling_rule = np.where(opposed, why_opposed, ceiling_rule)
    return table.assign(
        undecided_min=np.where(opposed, asked_for, undecided_floor).astype(np.int64),
        undecided_max=np.where(opposed, asked_for, undecided_ceiling).astype(np.int64),
        next_min=np.where(opposed, served, np.minimum(next_floor, ceiling)).astype(np.int64),
        next_max=np.where(opposed, served, np.maximum(next_ceiling, ceiling)).astype(np.int64),
        min_visits=floor.astype(np.int64),
        max_visits=ceiling.astype(np.int64),
        locked_visits=pd.array(decided.lock, dtype="Float64").astype("Int64"),
        floor_rule=np.where(floor > 0, floor_rule, NO_RULE).astype(str),
        ceiling_rule=ceiling_rule.astype(str),
    )


def _is_client(table: pd.DataFrame) -> np.ndarray:
    return table["kind"].to_numpy() == "client"


def _ceilings(
    table: pd.DataFrame, class_ceilings: Mapping[str, int], most_visits: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Take the lowest of all the limits on each account, the next one, and say which one it is."""
    accepted = _column(table, "accepted_visits", 0.0).astype(float)
    by_class = _by_class(table, class_ceilings, "class_ceilings")
    limits = {
        HOLD: np.where(_column(table, "on_hold", False), 0.0, np.inf),
        TOO_FAR: np.where(_column(table, "fits_a_day", True), np.inf, 0.0),
        NOT_WORTH_IT: np.where(_column(table, "worth_visiting", True), np.inf, 0.0),
        CONTACT_CAP: np.maximum(table["visit_cap"].astype(float).fillna(np.inf).to_numpy(), accepted),
        CLASS_CEILING: np.where(_is_client(table), np.maximum(by_class, accepted), by_class),
        RAMP: _column(table, "ramp_most", np.inf).astype(float),
        PROSPECT_MOST: _column(table, "prospect_most", np.inf).astype(float),
        FORMER_MOST: _column(table, "former_most", np.inf).astype(float),
        NO_DAY: _column(table, "placed_most", np.inf).astype(float),
        MOST_VISITS: np.full(len(table), float(most_visits)),
        LAST_VALUED: _column(table, "last_valued", np.inf).astype(float),
    }
    rows = np.floor(np.column_stack(list(limits.values())))
    names = np.array(list(limits), dtype=object)
    lowest, following = np.sort(rows, axis=1)[:, :2].T
    return lowest, np.minimum(following, most_visits), names[rows.argmin(axis=1)]


def _floors(
    table: pd.DataFrame, class_floors: Mapping[str, int], agreed: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Take the highest of all the floors of each account, the next one, and say which one it is."""
    floors = {
        CLASS_FLOOR: np.where(_is_client(table), _by_class(table, class_floors, "class_floors"), 0.0),
        AGREED: agreed,
        JOURNEY: _column(table, "journey_visits", 0.0).astype(float),
        RHYTHM: _column(table, "rhythm_visits", 0.0).astype(float),
    }
    rows = np.column_stack(list(floors.values()))
    names = np.array(list(floors), dtype=object)
    following, highest = np.sort(rows, axis=1)[:, -2:].T
    return highest, following, np.where(highest > 0, names[rows.argmax(axis=1)], NO_RULE)


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


def _kept_by_decision(table: pd.DataFrame, decided: Decided) -> np.ndarray:
    """Return the visits that a decision keeps at clients who object to being canvassed; NaN at the others."""
    wanted = np.fmax(decided.floor, decided.lock)
    processing = _column(table, "opposition_scope", None) == PROCESSING
    theirs = table["opposed"].to_numpy(dtype=bool) & _is_client(table) & ~processing
    accepted = _column(table, "accepted_visits", 0.0).astype(float)
    return np.where(theirs & (wanted <= accepted), wanted, np.nan)


def _refuse_opposed_visits(
    table: pd.DataFrame, decisions: pd.DataFrame | None, decided: Decided, kept: np.ndarray
) -> None:
    """Refuse a decision to visit somebody who objected, but a client as often as it accepted last year."""
    wanted = np.nan_to_num(decided.floor) + np.nan_to_num(decided.lock) > 0
    conflict = table["opposed"].to_numpy(dtype=bool) & wanted & np.isnan(kept)
    if conflict.any() and decisions is not None:
        ids = decisions["account_id"].astype(str)
        _refuse_where(
            ids.isin(set(table["account_id"].astype(str)[conflict])),
            ids,
            "account_id",
            _("account “{id}” is opposed to contact, and a decision gives it visits"),
            _(
                "take the decision out, or record that the opposition was lifted; a client that objects to "
                "being canvassed alone may keep as many visits as last year"
            ),
        )
