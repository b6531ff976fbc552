"""Several rows on one account become one: which value is kept, why, and which file it comes from."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from solver.intake.partners.account_rules import NAMES
from solver.intake.partners.duplicates import plain_name
from solver.intake.partners.owners import reps_named
from solver.intake.reference import plain_town
from solver.intake.repairs import repairs
from solver.intake.words import each_value, fold
from solver.parameters import Rep
from solver.tables import TABLES, check, empty
from solver.tables.portfolio import DISCOVERED, OWED
from solver.words.i18n import _, mark

# Values that describe one thing together: a town does not go with another file's postcode.
TOGETHER = (
    ("siren", "siret"),
    ("address", "postcode", "town", "country", "lat", "lon"),
    ("potential_eur", "potential_on", "potential_source"),
    ("recommend", "recommend_on"),
    ("competitor", "competitor_edge"),
    ("project", "project_on"),
    ("overdue_eur", "overdue_on", "late_eur"),
)
NOT_VALUES = ("account_id", "source", "opposed", "opposition_scope")
# Values that are the same to a reader are no conflict.
PLAIN: Mapping[str, Callable[[str], str]] = {
    "name": plain_name,
    "town": plain_town,
    "address": fold,
    "email": str.casefold,
    "potential_source": fold,
}
TOLERANCE = 1e-6
GOES_ALONG = mark("it goes with a value that was not kept")


@dataclass(frozen=True)
class Joined:
    """The accounts of all files, one row each.

    Attributes
    ----------
    accounts : DataFrame
        One row per account; and `file` and `row`: where it stands first.
    conflicts : DataFrame
        The table `value_conflicts`.
    origins : DataFrame
        account_id, field, file and row of every value kept.
    repairs : DataFrame
        The conflicts that somebody should settle.
    """

    accounts: pd.DataFrame
    conflicts: pd.DataFrame
    origins: pd.DataFrame
    repairs: pd.DataFrame


def join_accounts(
    stacked: pd.DataFrame,
    into: Mapping[str, str],
    decided: Collection[str],
    reps: Sequence[Rep],
    columns: Mapping[tuple[str, str], str],
) -> Joined:
    """Make one account of the rows that several files, or two merged accounts, give it.

    Parameters
    ----------
    stacked : DataFrame
        The account files one below the other, in the order of the portfolio; and `file`, `row`, and
        `verified_on`: when somebody verified the line.
    into : mapping of str to str
        Codes that go into another account.
    decided : collection of str
        Those of them that somebody decided on.
    reps : sequence of Rep
        The reps; one file may name them by code, another by name.
    columns : mapping of (str, str) to str
        File and our column: column as the file writes it.

    Notes
    -----
    Of two lines that somebody verified, the one verified later wins. Else the account that stays wins over
    those that go into it, then the first file wins, and the others fill its gaps. Three things go by a day of
    their own: the newer of two potentials, the latest contact, the earliest start.
    What belongs together is taken together. An objection in one file is an objection, the widest scope holds.
    """
    stays = stacked["account_id"].map(lambda code: into.get(code, code)).astype("str")
    rows = stacked.assign(account_id=stays, code=stacked["account_id"]).reset_index(drop=True)
    rows = rows.sort_values("code", key=lambda code: code.ne(rows["account_id"]), kind="stable")
    rank = rows.groupby("account_id", sort=False).cumcount()
    own = [name for name in TABLES["accounts"].names if name not in NOT_VALUES]
    values = [*own, "legal_form", *NAMES, *(column.name for column in (*DISCOVERED, *OWED))]
    first = rows[rank.eq(0)].sort_index()
    table = first.set_index("account_id", drop=False)
    origin = pd.DataFrame(
        {name: np.where(first[name].notna(), first.index, -1) for name in values}, index=table.index
    )
    conflicts = []
    for place in range(1, int(rank.max()) + 1 if len(rank) else 1):
        more = rows[rank.eq(place)]
        conflicts += _take_over(table, origin, more, rows["verified_on"], values, reps)
    listed = _conflicts_table(conflicts, rows, decided)
    told = listed[listed["told"]]
    return Joined(
        _with_all_sources(table, rows).reset_index(drop=True),
        check("value_conflicts", listed[list(TABLES["value_conflicts"].names)]),
        _origins(origin, rows),
        _told(told, columns),
    )


def _take_over(
    table: pd.DataFrame,
    origin: pd.DataFrame,
    more: pd.DataFrame,
    verified: pd.Series,
    values: list[str],
    reps: Sequence[Rep],
) -> list[pd.DataFrame]:
    """Fill the gaps of the accounts from one more row each, in place, and return the conflicts."""
    accounts = more["account_id"]
    position = pd.Series(more.index, index=accounts)
    new = more.set_index("account_id")[values]
    old = table.loc[accounts, values]
    differ = pd.DataFrame(
        {name: _differ(name, old[name], new[name], reps) for name in values}, index=accounts
    )
    grouped = {name for group in TOGETHER for name in group}
    found = []
    for group in (*TOGETHER, *((name,) for name in values if name not in grouped)):
        clash = differ[list(group)].any(axis=1)
        then = origin.loc[accounts, list(group)].apply(lambda at: verified.reindex(at).set_axis(at.index))
        later = verified[more.index].set_axis(accounts).gt(then.max(axis=1))
        wins = _newer(group, old, new, clash, later)
        for name in group:
            gap = old[name].isna() & new[name].notna()
            use = (wins & new[name].notna()) | (gap & ~clash)
            lost_old = wins & old[name].notna() & (differ[name] | new[name].isna())
            lost_new = ~wins & clash & new[name].notna() & (differ[name] | old[name].isna())
            drop = wins & new[name].isna()
            found += [
                _conflicts(name, old[name], new[name], origin.loc[accounts, name], position, lost_new),
                _conflicts(name, new[name], old[name], position, origin.loc[accounts, name], lost_old),
            ]
            changed = accounts[(use | drop).to_numpy()]
            table.loc[changed, name] = new.loc[changed, name]
            origin.loc[changed, name] = position[changed].where(new.loc[changed, name].notna(), -1)
    return [part for part in found if len(part)]


def _newer(
    group: Sequence[str], old: pd.DataFrame, new: pd.DataFrame, clash: pd.Series, verified: pd.Series
) -> pd.Series:
    """Tell the accounts for which the later row wins, because of its day; else by when it was verified."""
    if "potential_eur" in group:
        day, before = new["potential_on"], old["potential_on"]
        later = day.gt(before) | (before.isna() & day.notna()) | (verified & day.isna() & before.isna())
        return clash & new["potential_eur"].notna() & later
    if group == ("last_contact_on",):
        return clash & new["last_contact_on"].gt(old["last_contact_on"])
    if group == ("since_on",):
        return clash & new["since_on"].lt(old["since_on"])
    return clash & verified


def _differ(name: str, old: pd.Series, new: pd.Series, reps: Sequence[Rep]) -> pd.Series:
    """Tell where two values are both there and not the same to a reader."""
    both = old.notna() & new.notna()
    one, other = old[both], new[both]
    if name == "rep_id":
        one, other = (reps_named(texts, reps).fillna(texts) for texts in (one, other))
    elif name in PLAIN:
        one, other = (pd.Series(each_value(texts, PLAIN[name]), index=texts.index) for texts in (one, other))
    unlike = (one - other).abs().gt(TOLERANCE) if one.dtype == "float64" else one.ne(other)
    result = pd.Series(False, index=old.index)
    result[both.to_numpy()] = unlike.to_numpy(dtype=bool)
    return result


def _conflicts(
    name: str, kept: pd.Series, other: pd.Series, kept_at: pd.Series, other_at: pd.Series, where: pd.Series
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "account_id": where.index[where],
            "field": name,
            "kept": _texts(kept[where]).to_numpy(),
            "kept_at": kept_at[where].to_numpy(),
            "other": _texts(other[where]).to_numpy(),
            "other_at": other_at[where].to_numpy(),
        }
    )


def _texts(values: pd.Series) -> pd.Series:
    """Write values as a reader would."""
    if values.dtype == "float64":
        texts = values.map(lambda value: f"{value:.12g}").where(values.notna())
    elif str(values.dtype).startswith("datetime"):
        texts = values.dt.strftime("%Y-%m-%d")
    else:
        texts = values
    return texts.astype("str")


def _conflicts_table(parts: list[pd.DataFrame], rows: pd.DataFrame, decided: Collection[str]) -> pd.DataFrame:
    """Say of each conflict where both values stand and why one was kept."""
    if not parts:
        return empty("value_conflicts").assign(told=False)
    found = pd.concat(parts, ignore_index=True)
    other = rows.loc[found["other_at"]].reset_index(drop=True)
    kept = rows.reindex(found["kept_at"]).reset_index(drop=True)
    by_day = {"last_contact_on": _("the latest contact counts"), "since_on": _("the earliest day counts")}
    newer = found["field"].isin(TOGETHER[2]) & found["kept_at"].ge(0) & _ranked_later(kept, other)
    merged = other["code"].isin(decided) | kept["code"].isin(decided)
    reason = pd.Series(_("the first file wins"), index=found.index).astype("str")
    reason = reason.mask(merged, _("the account that stays wins"))
    verified = kept["verified_on"].gt(other["verified_on"]) & ~found["field"].isin(TOGETHER[2])
    reason = reason.mask(verified, _("the line verified later wins"))
    reason = reason.mask(newer, _("the newer estimate wins"))
    reason = reason.mask(found["kept"].isna(), _(GOES_ALONG))
    reason = found["field"].map(by_day).fillna(reason)
    table = found.assign(
        kept_file=kept["file"],
        kept_row=kept["row"],
        other_file=other["file"],
        other_row=other["row"],
        reason=reason,
        told=~found["field"].isin(by_day),
    )
    order = {name: place for place, name in enumerate(TABLES["accounts"].names)}
    return table.sort_values(
        ["account_id", "field", "other_file", "other_row"],
        key=lambda column: column.map(order) if column.name == "field" else column,
        kind="stable",
        ignore_index=True,
    )


def _ranked_later(kept: pd.DataFrame, other: pd.DataFrame) -> pd.Series:
    return kept["potential_on"].gt(other["potential_on"]) | (
        kept["potential_on"].notna() & other["potential_on"].isna()
    )


def _told(conflicts: pd.DataFrame, columns: Mapping[tuple[str, str], str]) -> pd.DataFrame:
    """List the conflicts among the repairs, on the line of the value that was not kept."""
    written = [
        columns.get(place, place[1])
        for place in zip(conflicts["other_file"], conflicts["field"], strict=True)
    ]
    return repairs(
        conflicts["other_file"],
        conflicts["other_row"],
        column=pd.Series(written, index=conflicts.index, dtype="str"),
        account_id=conflicts["account_id"],
        problem=conflicts["reason"].map(_disagree),
        found=conflicts["other"],
        used=conflicts["kept"],
    )


def went_with_another() -> str:
    """Return the problem of a value that was not kept because another one was not."""
    return _disagree(_(GOES_ALONG))


def _disagree(reason: str) -> str:
    return _("two records of this account disagree: {reason}").format(reason=reason)


def _with_all_sources(table: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Name every file of each account, and let an objection in one of them hold."""
    several = rows[rows["account_id"].duplicated(keep=False)]
    if several.empty:
        return table.drop(columns="code")
    groups = several.groupby("account_id", sort=False)
    named = groups["source"].agg(lambda sources: ", ".join(dict.fromkeys(sources)))
    opposed = groups["opposed"].any()
    # Processing forbids more than canvassing, and comes after it in the alphabet.
    scope = groups["opposition_scope"].max()
    table.loc[named.index, "source"] = named
    table.loc[opposed.index, "opposed"] = opposed
    table.loc[scope.index, "opposition_scope"] = scope
    return table.drop(columns="code")


def _origins(origin: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Return where every value kept comes from: account_id, field, file, row."""
    opposed = rows[rows["opposed"]].drop_duplicates("account_id")
    found = origin.assign(opposed=-1)
    found.loc[opposed["account_id"], "opposed"] = opposed.index
    found_out = [column.name for column in DISCOVERED]
    names = [name for name in (*TABLES["accounts"].names, *found_out) if name in found]
    positions = found[names].to_numpy()
    account, field = np.nonzero(positions >= 0)
    where = rows.loc[positions[account, field], ["file", "row"]].reset_index(drop=True)
    return pd.DataFrame(
        {
            "account_id": found.index.to_numpy()[account],
            "field": np.array(names, dtype=object)[field],
            "file": where["file"],
            "row": where["row"],
        }
    )
