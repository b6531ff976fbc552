"""Accounts that are one: what somebody decided about likely doubles, and sites that stand in two files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from solver.intake.booking.account_codes import NOTHING_MERGED, AccountCodes, loose_code
from solver.intake.booking.row_reader import Cause, Sorted, sort_rows, which_column
from solver.intake.partners.duplicates import plain_name
from solver.intake.reading.typed import Typed
from solver.intake.repairs import gather, repairs
from solver.intake.words import fold
from solver.words.errors import PortfolioError
from solver.words.i18n import _

TRACE = ["account_id", "into_id", "reason", "author", "decided_on", "basis", "file", "row"]
TO_FILL_IN = ("decision", "reason", "author", "decided_on")


@dataclass(frozen=True)
class Merges:
    """Which accounts go into which.

    Attributes
    ----------
    into : mapping of str to str
        The code that goes: the account that stays, which goes into no other.
    trace : DataFrame
        One row per code that goes: the columns of `TRACE`.
    apart : frozenset of frozenset of str
        Pairs that somebody knows to be two accounts.
    undecided : int
        Pairs given back without a decision.
    sources : sequence of Sorted
        The files of decisions.
    repairs : DataFrame
        The table `repairs` of these files, and of the sites found in two files.
    """

    into: Mapping[str, str]
    trace: pd.DataFrame
    apart: frozenset[frozenset[str]]
    undecided: int
    sources: Sequence[Sorted]
    repairs: pd.DataFrame


def no_merges() -> Merges:
    """Return the merges of a firm that decided none."""
    trace = pd.DataFrame({name: pd.Series(dtype="object") for name in TRACE})
    return Merges(NOTHING_MERGED, trace, frozenset(), 0, (), gather([]))


def read_merges(sources: Sequence[Typed], account_ids: pd.Series) -> Merges:
    """Read which accounts somebody decided to merge, or to keep apart.

    Parameters
    ----------
    sources : sequence of Typed
        Lists of merges (`account_id` goes into `into_id`), or lists of duplicates given back (`account_id`,
        `other_id` and `decision`: merge puts the other into the first, merge_into_other the first into the
        other, apart keeps both; a row without a decision decides nothing).
    account_ids : Series of str
        The accounts of the files. The code that goes need not be among them: it may be one of old invoices.

    Raises
    ------
    PortfolioError
        A code is to go into two accounts, into itself, or into one that goes elsewhere; a pair is both to be
        merged and to be kept apart; or more than a twentieth of a file cannot be used.
    """
    if not sources:
        return no_merges()
    codes = AccountCodes(account_ids.drop_duplicates())
    per_source, tables, undecided = [], [], 0
    for typed in sources:
        _check_columns(typed)
        directed = _directed(typed, codes)
        open_pair = directed["asked"] & directed["decision"].isna()
        sourced = sort_rows(typed, _causes(typed, directed, open_pair))
        usable = sourced.cause.eq("").to_numpy() & ~open_pair.to_numpy()
        undecided += int((sourced.cause.eq("") & open_pair).sum())
        per_source.append(sourced)
        tables.append(directed[usable].assign(file=typed.raw.file, row=directed.index[usable]))
    decided = pd.concat(tables, ignore_index=True)
    apart = decided[decided["decision"].eq("apart")]
    merged = decided[decided["decision"].ne("apart")]
    into = _checked(merged)
    _refuse_contradiction(merged, apart)
    trace = merged.drop_duplicates("account_id").assign(basis="decision")
    return Merges(
        into,
        trace[TRACE].reset_index(drop=True),
        frozenset(frozenset(pair) for pair in zip(apart["account_id"], apart["into_id"], strict=True)),
        undecided,
        per_source,
        gather(sourced.repairs for sourced in per_source),
    )


def with_same_accounts(merges: Merges, stacked: pd.DataFrame) -> Merges:
    """Add the accounts that two files hold under two codes.

    Parameters
    ----------
    merges : Merges
        What was decided, which wins.
    stacked : DataFrame
        The account files one below the other: account_id, name, siret, file, row.

    Notes
    -----
    Two codes are one account where the same SIRET stands once in each file, or where the codes differ by
    zeros and capitals alone and the names are the same, or where one is the name of the other. What stands
    twice in one file may be two departments of one site: that is proposed, not done. The code of the first
    file stays.
    """
    if stacked["file"].nunique() < 2:
        return merges
    names = stacked["name"].fillna("").map(plain_name)
    codes = stacked["account_id"].map(loose_code) + " " + names
    sites = _joined(merges, stacked, stacked["siret"], "same_siret")
    rewritten = _joined(sites, stacked, codes.where(names.ne("")), "same_code")
    return _joined(rewritten, stacked, _called_by_name(stacked), "same_name")


def _called_by_name(stacked: pd.DataFrame) -> pd.Series:
    """Return the names by which a file calls its accounts for want of codes, where no two places bear one."""
    names = stacked["name"].fillna("").map(fold)
    bare = names.eq(stacked["account_id"].map(fold)) & names.ne("")
    places = stacked["postcode"].groupby(names).transform("nunique")
    return names.where(names.isin(names[bare]) & places.lt(2))


def _joined(merges: Merges, stacked: pd.DataFrame, key: pd.Series, basis: str) -> Merges:
    """Join the accounts of one key, where no file holds two of them."""
    known = stacked.loc[key.notna(), ["file", "row", "account_id"]].assign(key=key.dropna())
    known["code"] = known["account_id"].map(lambda code: merges.into.get(code, code))
    known = known.drop_duplicates(["key", "file", "code"])
    twice = known.duplicated(["key", "file"], keep=False).groupby(known["key"]).transform("any")
    once = known[~twice].drop_duplicates(["key", "code"])
    into, rows = dict(merges.into), []
    for _key, group in once[once["key"].duplicated(keep=False)].groupby("key", sort=False):
        stays = into.get(group["code"].iloc[0], group["code"].iloc[0])
        for other in group.iloc[1:].to_dict("records"):
            gone = into.get(other["code"], other["code"])
            if gone == stays or frozenset((gone, stays)) in merges.apart:
                continue
            into = {code: stays if kept == gone else kept for code, kept in into.items()} | {gone: stays}
            rows.append({**other, "account_id": gone, "into_id": stays})
    if not rows:
        return merges
    found = pd.DataFrame(rows).assign(basis=basis)
    problems = {
        "same_siret": _("this SIRET stands in another file under another code; counted as one account"),
        "same_code": _("this account stands in another file, its code written otherwise; counted as one"),
        "same_name": _("this account stands in another file under its name alone; counted as one"),
    }
    told = repairs(
        found["file"],
        found["row"],
        column="account_id",
        account_id=found["into_id"],
        problem=problems[basis],
        found=found["account_id"],
        used=found["into_id"],
    )
    trace = pd.concat([merges.trace, found.reindex(columns=TRACE)], ignore_index=True)
    return replace(
        merges,
        into=into,
        trace=trace.assign(into_id=trace["account_id"].map(into)),
        repairs=gather([merges.repairs, told]),
    )


def decision_sheet(duplicates: pd.DataFrame, accounts: pd.DataFrame) -> pd.DataFrame:
    """Return the list of likely doubles with the names of both and empty columns to decide in.

    Parameters
    ----------
    duplicates, accounts : DataFrame
        The tables of step 1.

    Returns
    -------
    DataFrame
        Given back as a source of the table `merges`, it needs no mapping of columns.
    """
    names = accounts.set_index("account_id")["name"]
    sheet = pd.DataFrame(
        {
            "account_id": duplicates["account_id"],
            "name": duplicates["account_id"].map(names),
            "other_id": duplicates["other_id"],
            "other_name": duplicates["other_id"].map(names),
            "evidence": duplicates["evidence"],
            "revenue_eur": duplicates["revenue_eur"],
        }
    )
    return sheet.assign(**dict.fromkeys(TO_FILL_IN, ""))


def _check_columns(typed: Typed) -> None:
    held = {*typed.raw.columns, *typed.raw.source.constants}
    if "into_id" in held or {"other_id", "decision"} <= held:
        return
    raise PortfolioError(
        _("no column says which account is to go into which"),
        file=typed.raw.file,
        fix=_(
            "give account_id and into_id (the account that stays), or the list of duplicates with its "
            "other_id and a column decision"
        ),
    )


def _directed(typed: Typed, codes: AccountCodes) -> pd.DataFrame:
    """Say of each row which code goes (account_id) and which stays (into_id), or which two are apart."""
    table = typed.table
    known = {name: codes.find(table[name]) for name in ("account_id", "into_id", "other_id")}
    first, target, other = (known[name].fillna(table[name]) for name in known)
    pair = table["other_id"].notna() & table["into_id"].isna()
    swapped = table["decision"].eq("merge_into_other").fillna(False).astype("bool")
    gone = first.where(~pair | swapped, other)
    stays = target.where(~pair, first.where(~swapped, other))
    return pd.DataFrame(
        {
            "account_id": gone,
            "into_id": stays,
            "stays": codes.find(stays),
            "decision": table["decision"].where(pair, "merge"),
            "asked": pair,
            **{name: table[name] for name in ("reason", "author", "decided_on")},
        },
        index=table.index,
    )


def _causes(typed: Typed, directed: pd.DataFrame, open_pair: pd.Series) -> list[Cause]:
    column = "into_id" if "into_id" in typed.raw.columns else "other_id"
    decided = ~open_pair
    nameless = directed["account_id"].isna() | directed["into_id"].isna()
    return [
        Cause(_("a merge needs two accounts"), nameless & decided, column, which_column(column)),
        Cause(
            _("the account that stays is in no accounts file"),
            directed["stays"].isna() & decided,
            column,
            _("name an account of the files as the one that stays"),
        ),
    ]


def _checked(merged: pd.DataFrame) -> dict[str, str]:
    """Return the code that goes: the account that stays; each goes once, and none that stays goes."""
    into: dict[str, str] = {}
    place: dict[str, tuple[str, int]] = {}
    columns = (merged[name] for name in ("account_id", "into_id", "file", "row"))
    for gone, stays, file, row in zip(*columns, strict=True):
        if gone == stays:
            raise PortfolioError(
                _("{code} cannot go into itself").format(code=gone),
                file=file,
                row=int(row),
                fix=_("name two accounts, or remove the row"),
            )
        if into.get(gone, stays) != stays:
            raise PortfolioError(
                _("{code} is to go into {other}, and into {first} on row {row} of {file}").format(
                    code=gone, other=stays, first=into[gone], row=place[gone][1], file=place[gone][0]
                ),
                file=file,
                row=int(row),
                fix=_("an account goes into one other: remove one of the two rows"),
            )
        if gone not in into:
            into[gone], place[gone] = stays, (file, int(row))
    for gone, stays in into.items():
        if stays in into:
            raise _chain(gone, into, *place[gone])
    return into


def _chain(gone: str, into: Mapping[str, str], file: str, row: int) -> PortfolioError:
    """Say of a merge into an account that goes itself where the way ends, or that it is a circle."""
    way = [gone]
    while way[-1] in into and way.count(way[-1]) == 1:
        way.append(into[way[-1]])
    if way[-1] in into:
        circle = way[way.index(way[-1]) :]
        return PortfolioError(
            _("the merges go in a circle: {codes}").format(codes=" → ".join(circle)),
            file=file,
            row=row,
            fix=_("decide which of them stays, and let all the others go into it"),
        )
    return PortfolioError(
        _("{code} is to go into {stays}, which goes into {last} itself").format(
            code=gone, stays=way[1], last=way[-1]
        ),
        file=file,
        row=row,
        fix=_("let {code} go into {last}").format(code=gone, last=way[-1]),
    )


def _refuse_contradiction(merged: pd.DataFrame, apart: pd.DataFrame) -> None:
    """Refuse a pair that one row merges and another keeps apart."""
    pairs = {frozenset((row["account_id"], row["into_id"])): row for row in merged.to_dict("records")}
    for row in apart.to_dict("records"):
        other = pairs.get(frozenset((row["account_id"], row["into_id"])))
        if other is not None:
            raise PortfolioError(
                _("{one} and {two} are kept apart here, and merged on row {row} of {file}").format(
                    one=row["into_id"], two=row["account_id"], row=other["row"], file=other["file"]
                ),
                file=str(row["file"]),
                row=int(row["row"]),
                fix=_("remove one of the two rows"),
            )
