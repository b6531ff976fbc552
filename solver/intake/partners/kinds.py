"""Client, former client or prospect: what the files say, held against what was bought."""

from collections.abc import Collection
from datetime import date

import pandas as pd

from solver.intake.repairs import repairs
from solver.intake.words import values_of
from solver.tables.codes import VISITED_KINDS, labels
from solver.words.i18n import _
from solver.words.months import months_before

YEAR_MONTHS = 12
MOBILE = r"^(?:0033|33|0)[67]\d{8}$"


def recent_revenue(sales: pd.DataFrame, as_of: date) -> pd.Series:
    """Return the revenue of each account over the last 12 months, by account_id."""
    since = sales["date"].gt(months_before(as_of, YEAR_MONTHS))
    recent = sales.loc[since, ["account_id", "revenue_eur"]]
    return recent.groupby("account_id")["revenue_eur"].sum().round(2)


def decide_kinds(
    accounts: pd.DataFrame,
    sales: pd.DataFrame,
    as_of: date,
    client_window_months: float,
    owing: Collection[str] = (),
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Settle the kind of every account that may be visited.

    Parameters
    ----------
    accounts : DataFrame
        Table `accounts`; `kind` is missing where no file says it.
    sales : DataFrame
        Table `sales`; a credit note is no purchase.
    as_of : date
        The day the portfolio is looked at.
    client_window_months : float
        Who bought within these months is a client.
    owing : collection of str
        Who owes the firm something: it bought, whatever the invoices say.

    Returns
    -------
    tuple of DataFrame and DataFrame
        The accounts, and one repair per account whose kind is not, or not rightly, said by the files.

    Notes
    -----
    A buyer of the window is a client, an older buyer a former client, whoever never bought a prospect. The
    files' word stands against that in one case: a former client stays one while the last 12 months hold no
    purchase. Whoever is called a client, or owes something, and never bought did so before the files begin: a
    former client.
    """
    bought = sales.loc[sales["revenue_eur"].gt(0), ["account_id", "date"]]
    purchases = bought.groupby("account_id")["date"].max()
    last = values_of(accounts["account_id"], purchases)
    said = accounts["kind"]
    ours = said.isna() | said.isin(VISITED_KINDS)
    recent = last > months_before(as_of, client_window_months)
    this_year = last > months_before(as_of, min(YEAR_MONTHS, client_window_months))
    decided = said.copy()
    decided[ours & recent & (this_year | said.ne("former_client"))] = "client"
    before = last.notna() | said.eq("client") | (said.isna() & accounts["account_id"].isin(owing))
    decided[ours & ~recent & before] = "former_client"
    decided[ours & decided.isna()] = "prospect"
    changed = decided.ne(said)
    reasons = {
        "client": _("bought recently: counted as a client"),
        "former_client": _("no purchase in the client window: counted as a former client"),
    }
    problem = decided.map(reasons).where(said.notna(), _("no kind in the file; decided by the purchases"))
    rows = accounts[changed]
    listed = repairs(
        None,
        [None] * len(rows),
        column="kind",
        account_id=rows["account_id"],
        problem=problem[changed],
        found=said[changed].map(labels("kind")),
        used=decided[changed].map(labels("kind")),
    )
    return accounts.assign(kind=decided), listed


def private_numbers(accounts: pd.DataFrame, persons: Collection[str]) -> pd.DataFrame:
    """List the sole traders on a mobile number: on the telephone the law may take them for consumers.

    Parameters
    ----------
    accounts : DataFrame
        Table `accounts`.
    persons : collection of str
        Accounts that are one natural person.
    """
    mobile = accounts["phone"].fillna("").str.replace(r"\D", "", regex=True).str.contains(MOBILE)
    rows = accounts[mobile & accounts["account_id"].isin(persons) & accounts["kind"].isin(VISITED_KINDS)]
    return repairs(
        None,
        [None] * len(rows),
        column="phone",
        account_id=rows["account_id"],
        problem=_("a sole trader on a mobile number: no cold call without consent, as for a consumer"),
        found=rows["phone"],
        used=rows["phone"],
    )


def closed_to_canvassing(
    accounts: pd.DataFrame, undisclosed: Collection[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Let prospects whom the public register does not disclose object to being canvassed.

    Parameters
    ----------
    accounts : DataFrame
        Table `accounts`, the kinds decided.
    undisclosed : collection of str
        Natural persons who refused that others than the State use what the register holds of them.

    Returns
    -------
    tuple of DataFrame and DataFrame
        The accounts, and one repair for each that objects by this alone.
    """
    refuses = (
        accounts["kind"].eq("prospect") & accounts["account_id"].isin(undisclosed) & ~accounts["opposed"]
    )
    rows = accounts[refuses]
    listed = repairs(
        None,
        [None] * len(rows),
        column="opposed",
        account_id=rows["account_id"],
        problem=_("a person whom the public register does not disclose: no canvassing"),
        used=_("objects"),
    )
    return accounts.assign(opposed=accounts["opposed"] | refuses), listed
