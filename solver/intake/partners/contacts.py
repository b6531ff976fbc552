"""The people at the accounts."""

from dataclasses import dataclass, replace

import pandas as pd

from solver.intake.booking.account_codes import AccountCodes, rewritten_codes
from solver.intake.booking.cells import check_identity, not_in_future, opposed_when_in_doubt
from solver.intake.booking.row_reader import account_causes, slipped, sort_rows
from solver.intake.booking.sourced_tables import SourcedTable, in_order
from solver.intake.partners.objection_lists import NOBODY, Objections
from solver.intake.partners.same_people import once_in_all_files
from solver.intake.presets import Aside
from solver.intake.reading.typed import Typed
from solver.intake.repairs import gather, repairs
from solver.intake.words import fold
from solver.parameters import Portfolio
from solver.tables import empty
from solver.tables.quality import OWN_SHEETS
from solver.words.i18n import _, counted

# What says anything of a person; a number alone does not.
TELLING = ("first_name", "name", "function", "role", "phone", "email", "opposed")


@dataclass(frozen=True)
class People(SourcedTable):
    """The people, and those of whom a file says that they have left.

    Attributes
    ----------
    left : DataFrame
        `account_id, date, contact_name, contact_email, contact_left, opposed, file, row`.
    """

    left: pd.DataFrame


def build_contacts(
    sources: list[Typed], codes: AccountCodes, portfolio: Portfolio, objections: Objections = NOBODY
) -> People:
    """Put the files of people together; a person of an unknown account is set aside.

    Who has left is in the table as long as another row says so: visits before that may have met them.

    Raises
    ------
    PortfolioError
        A cause sets aside more than a twentieth of a file.
    """
    if not sources:
        return People(empty("contacts"), (), gather([]), pd.DataFrame())
    tables, per_source, notes = [], [], []
    for typed in map(_without_unnamed, sources):
        account = codes.find(typed.table["account_id"])
        sourced = sort_rows(typed, account_causes(typed, account, codes))
        table = sourced.kept(account_id=account, file=typed.raw.file)
        table = table.assign(source=(typed.raw.file + " – " + table["source"]).fillna(typed.raw.file))
        table, identity = check_identity(typed, table, portfolio.country)
        table, future = not_in_future(typed, table, "updated_on", pd.Timestamp(portfolio.as_of))
        unread = slipped(typed, "no_email")[typed.table.index.isin(table.index)]
        table = table.assign(no_email=table["no_email"].fillna(False).astype("bool") | unread)
        table = table.assign(has_left=table["has_left"].fillna(False).astype("bool"))
        table, opposed = opposed_when_in_doubt(typed, table)
        table, named = _named(typed, table)
        table, once = _each_person_once(typed, table)
        own_sheet = typed.raw.source.preset == OWN_SHEETS
        tables.append(table.assign(row=table.index, own_sheet=own_sheet))
        per_source.append(sourced)
        notes += [sourced.repairs, rewritten_codes(typed, account), identity, future, opposed, named, once]
    every = pd.concat(tables, ignore_index=True)
    here = every[~every["has_left"]].reset_index(drop=True)
    stacked, renamed = _numbered(once_in_all_files(here))
    # Who has left may object, or want no e-mail, wherever else the person still stands.
    both = pd.concat([stacked, every[every["has_left"]]], ignore_index=True)
    both, spread = _objecting_everywhere(
        both.assign(opposed=both["opposed"].astype("bool") | objections.name(both))
    )
    address = both["email"].str.strip().str.casefold()
    both["no_email"] |= address.notna() & address.isin(address[both["no_email"]])
    left = _leavers(both, pd.Timestamp(portfolio.as_of))
    stacked = both[~both["has_left"]].reset_index(drop=True)
    listed = gather([*notes, renamed, spread])
    return People(in_order("contacts", stacked, ["contact_id"]), per_source, listed, left)


def _leavers(people: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """Return who has left as a visit report would say it, on the day the row was verified."""
    rows = people[people["has_left"]]
    return pd.DataFrame(
        {
            "account_id": rows["account_id"],
            "date": rows["updated_on"].fillna(as_of),
            "contact_name": rows["name"],
            "contact_email": rows["email"],
            "contact_left": True,
            "opposed": rows["opposed"],
            "file": rows["file"],
            "row": rows["row"],
        }
    ).reset_index(drop=True)


def _objecting_everywhere(people: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Let who objects in one row object in all, whatever the file or the account: it is a right of a person.

    Notes
    -----
    One e-mail is one person; so is one name at one account.
    """
    address = people["email"].str.strip().str.casefold()
    named = people["last_name"].notna() | people["first_name"].notna()
    person = (people["account_id"] + "\0" + people["name"].map(fold)).where(named)
    opposed = people["opposed"].astype("bool")
    before = None
    while before is None or not before.equals(opposed):
        before = opposed
        for key in (address, person):
            opposed = opposed | key.isin(key[opposed & key.notna()])
    spread = opposed & ~people["opposed"].astype("bool")
    listed = repairs(
        people.loc[spread, "file"],
        people.loc[spread, "row"],
        account_id=people.loc[spread, "account_id"],
        problem=_("the same person objects in another row"),
        found=people.loc[spread, "name"],
        used=_("treated as an objection until somebody says otherwise"),
    )
    return people.assign(opposed=opposed), listed


def _without_unnamed(typed: Typed) -> Typed:
    """Set the rows aside that hold an account and nobody at it, as a list sent out to be filled in does."""
    held = [typed.raw.columns[name] for name in TELLING if name in typed.raw.columns]
    # A question mark, or a dash, is what somebody writes who does not know.
    said = typed.raw.table[held].apply(lambda texts: texts.str.contains(r"\w", na=False)).any(axis=1)
    if not held or said.all():
        return typed
    rows = typed.raw.table.index[~said.to_numpy()]
    nobody = Aside(_("the row names nobody: neither name, function nor telephone"), rows)
    return replace(typed, raw=replace(typed.raw, asides=(*typed.raw.asides, nobody)))


def _named(typed: Typed, table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Join first name and name; a person without one is called by function or e-mail."""
    full = table["first_name"].fillna("").str.cat(table["name"].fillna(""), sep=" ").str.strip()
    name = full.where(full.ne(""))
    used = table["function"].fillna(table["email"]).fillna("?")
    nameless = name.isna()
    listed = repairs(
        typed.raw.file,
        table.index[nameless],
        column=typed.raw.columns.get("name"),
        account_id=table.loc[nameless, "account_id"],
        problem=_("no name"),
        used=used[nameless],
    )
    return table.assign(last_name=table["name"], name=name.fillna(used)), listed


def _each_person_once(typed: Typed, table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make one row of the rows of a person, as a list with a row per order has them.

    Notes
    -----
    Account, number and name make a person, and the e-mail where one name has several. A gap is filled from
    the rows below; who objects in one row objects.
    """
    named = table["name"].ne("?") & (table["last_name"].notna() | table["first_name"].notna())
    keys = ["account_id", "contact_id", "person", "address"]
    people = table.assign(person=table["name"].map(fold), address=table["email"].str.casefold())
    several = people.groupby(keys[:3], dropna=False)["address"].transform("nunique").gt(1)
    people["address"] = people["address"].where(several)
    groups = people[named].groupby(keys, dropna=False, sort=False)
    first = groups["name"].transform("size")
    again = named & people[named].duplicated(keys).reindex(table.index, fill_value=False)
    if not again.any():
        return table, gather([])
    columns = [name for name in table.columns if name not in ("account_id", "contact_id", "name")]
    filled = table.copy()
    for name in columns:
        filled.loc[first.index, name] = groups[name].transform("first").astype(table[name].dtype)
    for name in ("opposed", "no_email"):
        filled.loc[first.index, name] = groups[name].transform("any")
    rows = int(again.sum())
    listed = repairs(
        typed.raw.file,
        [None],
        column=typed.raw.columns.get("name"),
        problem=_("the same person on several rows"),
        found=counted(rows, "{n} row more", "{n} rows more"),
        used=_("one person each"),
    )
    return filled[~again], listed


def _numbered(table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give every person a number of its own."""
    place = (table.groupby("account_id").cumcount() + 1).astype("str")
    numbers = table["contact_id"].fillna(table["account_id"] + "/" + place)
    unique = numbers.copy()
    while unique.duplicated().any():
        again = unique.groupby(unique).cumcount()
        unique = unique.where(again.eq(0), unique + "-" + (again + 1).astype("str"))
    changed = unique.ne(numbers)
    listed = repairs(
        table.loc[changed, "file"],
        table.loc[changed, "row"],
        column="contact_id",
        account_id=table.loc[changed, "account_id"],
        problem=_("two people have this number"),
        found=numbers[changed],
        used=unique[changed],
    )
    return table.assign(contact_id=unique), listed
