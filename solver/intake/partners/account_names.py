"""Files that call an account by its name, as exports of customer relations do, instead of by its code."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

import pandas as pd

from solver.intake.booking.account_codes import AccountCodes
from solver.intake.partners.names_otherwise import OtherSpellings
from solver.intake.presets.client_accounts import CHARTS
from solver.intake.reading.typed import Typed
from solver.intake.repairs import repairs
from solver.intake.words import each_value, fold
from solver.words.errors import PortfolioError
from solver.words.i18n import _, ngettext

# Between the companies of a deal or a person that has several, and between a company and its contact: the
# first is the one that counts.
BETWEEN = re.compile(r";|, ")
MOST = 0.5
CLIENT_ACCOUNT = rf"^(?:{'|'.join(chart.own for chart in CHARTS)})0*"
# “00123 - Dupont SARL”, “00123 Dupont SARL”, “Dupont SARL (00123)”: number and name in one cell.
NUMBER_FIRST = re.compile(r"(?P<code>[^\W_]*\d[\w.-]*?)(?:\s*[-–—:/|]\s*|\s+)(?P<name>[^\W\d_].*)")
NUMBER_LAST = re.compile(r"(?P<name>.+?)\s*(?:[-–—:/|]\s*|[(\[])(?P<code>[^\W_]*\d[\w.-]*)[)\]]?")
LETTER = r"[^\W\d_]"  # a number behind a number may be anybody's
FEW = 2


def by_code(typed: Typed, accounts: pd.DataFrame, codes: AccountCodes) -> Typed:
    """Put the code of the account where a file writes its name.

    Parameters
    ----------
    typed : Typed
        A file that says of each row which account it belongs to.
    accounts : DataFrame
        Account_id and name of every account; one of several files, or merged, may have several names.
    codes : AccountCodes
        The accounts by their codes: a code goes before a name.

    Notes
    -----
    A name that several accounts share leads to none of them. Accents, capitals and punctuation do not count.
    """
    if "account_id" not in typed.table:
        return typed
    written = typed.table["account_id"]
    each = pd.Series(written.dropna().unique(), dtype="str")
    if typed.raw.preset is not None and typed.raw.preset.ledger:
        each = behind_the_account(each, codes)
        written = written.map(dict(zip(written.dropna().unique(), each, strict=True)))
        typed = replace(typed, table=typed.table.assign(account_id=written))
    unknown = each[codes.find(each).isna().to_numpy()]
    if unknown.empty:
        return typed
    names = _names(accounts, codes)
    called = _called(names)
    _refuse_names_elsewhere(typed, called, unknown=len(unknown) / len(each))
    found = pd.Series(
        each_value(unknown, _reader(called, codes)), index=unknown.to_numpy(), dtype="str"
    ).dropna()
    rest = unknown[~unknown.isin(found.index)]
    way = typed.raw.source.computed.get("account_id")
    if way is not None and way.within:
        spellings = OtherSpellings(zip(names["called"], names["stays"], strict=True))
        named_in = pd.Series(each_value(rest, spellings.within), index=rest.to_numpy(), dtype="str").dropna()
        found = pd.concat([found, named_in])
        rest = rest[~rest.isin(found.index)]
    other = _otherwise(rest, names)
    if found.empty and other.empty:
        return typed
    spelled = _spelled_otherwise(typed, other, accounts)
    calls = len(found)
    found = pd.concat([found, other])
    named = written.isin(found.index)
    listed = repairs(
        typed.raw.file,
        [None] if calls else [],
        column=typed.raw.columns.get("account_id"),
        problem=_("this file calls accounts by their names"),
        found=ngettext("{n} name", "{n} names", calls).format(n=calls),
        used=_("the accounts of these names"),
    )
    table = typed.table.assign(account_id=written.where(~named, written.map(found)))
    return replace(typed.noted(listed, spelled), table=table)


def _otherwise(unknown: pd.Series, names: pd.DataFrame) -> pd.Series:
    """Return the account of each name that is written otherwise than it is in the accounts."""
    spellings = OtherSpellings(zip(names["called"], names["stays"], strict=True))
    worded = unknown[unknown.str.contains(LETTER)]
    accounts = each_value(worded, lambda text: spellings.find(BETWEEN.split(text)[0]))
    return pd.Series(accounts, index=worded.to_numpy(), dtype="str").dropna()


def _spelled_otherwise(typed: Typed, other: pd.Series, accounts: pd.DataFrame) -> pd.DataFrame:
    """List each name that is written otherwise in the accounts, with the account that it was taken for."""
    names = accounts.drop_duplicates("account_id").set_index("account_id")["name"]
    rows = typed.table["account_id"].drop_duplicates()
    lines = pd.Series(rows.index, index=rows.to_numpy())
    worth = None
    if typed.raw.source.table == "sales":
        worth = typed.table.groupby("account_id")["revenue_eur"].sum()
    return repairs(
        typed.raw.file,
        lines.reindex(other.index),
        column=typed.raw.columns.get("account_id"),
        account_id=other.to_numpy(),
        problem=_("the name of the account is written differently in the accounts file"),
        found=other.index.to_numpy(),
        used=names.reindex(other).to_numpy(),
        worth_eur=None if worth is None else worth.reindex(other.index).round(2).to_numpy(),
    )


def behind_the_account(written: pd.Series, codes: AccountCodes) -> pd.Series:
    """Take a client's code off an account of the books, as C101 off 411C101, where the accounts know that."""
    bare = written.str.replace(CLIENT_ACCOUNT, "", regex=True)
    theirs = codes.find(written).isna() & codes.find(bare).notna() & bare.str.contains(LETTER)
    return written.where(~theirs, bare)


def _refuse_names_elsewhere(typed: Typed, called: Mapping[str, str], *, unknown: float) -> None:
    """Refuse codes that are in no accounts file beside a column that holds the names of the accounts."""
    held = typed.raw.columns.get("account_id")
    if unknown <= MOST or held is None:
        return
    own = _share_known(typed.raw.table[held], called)
    others = typed.raw.table.columns.difference(list(typed.raw.columns.values()), sort=False)
    shares = {str(column): _share_known(typed.raw.table[column], called) for column in others}
    best = max(shares, key=lambda column: shares[column], default="")
    if not best or shares[best] <= max(MOST, own):
        return
    raise PortfolioError(
        _("its codes are in no accounts file, but the column “{column}” holds names that are").format(
            column=best
        ),
        file=typed.raw.file,
        column=held,
        fix=_("write under `columns` of this source account_id: {column}").format(column=best),
    )


def _share_known(texts: pd.Series, called: Mapping[str, str]) -> float:
    values = {fold(value) for value in texts.unique()} - {""}
    if not any(letter.isalpha() for value in values for letter in value):
        return 0.0  # months and quantities are no names, though accounts be called by a number
    return len(values & called.keys()) / len(values) if len(values) > FEW else 0.0


def _names(accounts: pd.DataFrame, codes: AccountCodes) -> pd.DataFrame:
    """Return the folded names of accounts, the code beside each, and that of the account that stays."""
    stays = codes.find(accounts["account_id"])
    names = accounts.assign(called=accounts["name"].fillna("").map(fold), stays=stays)
    return names[names["called"].ne("") & stays.notna()]


def _called(names: pd.DataFrame) -> dict[str, str]:
    """Return the account of each folded name that one account alone bears."""
    alone = names[names.groupby("called")["stays"].transform("nunique").eq(1)]
    return dict(zip(alone["called"], alone["account_id"], strict=True))


def _reader(called: dict[str, str], codes: AccountCodes) -> Callable[[str], str | None]:
    def read(text: str) -> str | None:
        first = BETWEEN.split(text)[0].strip()
        known = codes.find(pd.Series([first], dtype="str")).iloc[0] if first != text else None
        by_name = called.get(fold(text)) or (first if isinstance(known, str) else called.get(fold(first)))
        return by_name or _both(text, called, codes)

    return read


def _both(text: str, called: Mapping[str, str], codes: AccountCodes) -> str | None:
    """Read number and name of an account in one cell; none where they lead to two accounts."""
    for form in (NUMBER_FIRST, NUMBER_LAST):
        if (found := form.fullmatch(text.strip())) is None:
            continue
        known = codes.find(pd.Series([found["code"]], dtype="str")).iloc[0]
        numbered, named = (known if isinstance(known, str) else None), called.get(fold(found["name"]))
        if numbered is None or named in (None, numbered):
            return numbered or named
    return None
