"""Single cells that were read but may still be wrong: identities, days to come, unclear objections."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from solver.intake.reading.typed import Typed
from solver.intake.reference import known_postcodes, naf_codes
from solver.intake.repairs import gather, no_repairs, repairs
from solver.intake.values.identity import (
    Check,
    Checked,
    check_country,
    check_email,
    check_naf,
    check_phone,
    check_postcode,
    check_siren,
    check_siret,
    check_vat,
)
from solver.intake.words import each_value
from solver.words.i18n import _

CHECKED: dict[str, Check] = {
    "siren": check_siren,
    "siret": check_siret,
    "naf": lambda text: check_naf(text, naf_codes()),
    "naf_2025": lambda text: check_naf(text, naf_codes()),
    "email": check_email,
}
CHECKED_BY_COUNTRY: dict[str, Callable[[str, str], Checked]] = {
    "phone": check_phone,
    "postcode": lambda text, country: check_postcode(text, country, known_postcodes()),
}


def check_identity(typed: Typed, table: pd.DataFrame, country: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Check numbers, telephone, e-mail and postcode of each row; what fails is set aside and listed.

    Parameters
    ----------
    typed : Typed
        The source.
    table : DataFrame
        Its rows; columns that a table does not have are passed over.
    country : str
        Country of the rows that do not say.
    """
    notes = []
    if "country" in table:
        table, listed = check_column(typed, table, "country", lambda text: check_country(text, country))
        table = table.assign(country=table["country"].fillna(country))
        notes.append(listed)
    for name, check in CHECKED.items():
        if name in table:
            table, listed = check_column(typed, table, name, check)
            notes.append(listed)
    where = table["country"] if "country" in table else pd.Series(country, index=table.index)
    for name, check_there in CHECKED_BY_COUNTRY.items():
        for code in sorted(where.unique()) if name in table else []:
            table, listed = check_column(typed, table, name, _there(check_there, code), where.eq(code))
            notes.append(listed)
    if "vat_number" in table:
        table, listed = check_column(typed, table, "vat_number", check_vat)
        notes.append(listed)
    if "naf_2025" in table:
        table = table.assign(naf=table["naf_2025"].fillna(table["naf"]))
    if "siren" in table:
        table, listed = _one_company(typed, table)
        notes.append(listed)
    return table, gather(notes)


def check_column(
    typed: Typed, table: pd.DataFrame, name: str, check: Check, where: pd.Series | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Apply a check to a column; a value that fails becomes missing, a fixed one is listed with its fix.

    Parameters
    ----------
    typed : Typed
        The source.
    table : DataFrame
        Its rows.
    name : str
        Our column.
    check : callable
        From a text to `Checked`.
    where : Series of bool, optional
        The rows to check; none = all.
    """
    filled = table[name].notna() if where is None else table[name].notna() & where
    texts = table.loc[filled, name]
    if texts.empty:
        return table, no_repairs()
    results: list[Checked] = list(each_value(texts, check))
    values = pd.Series([result.value for result in results], index=texts.index, dtype="str")
    problems = pd.Series([result.problem for result in results], index=texts.index, dtype="str")
    checked = table.copy()
    checked.loc[filled, name] = values
    wrong = problems.ne("").to_numpy()
    used = values[wrong]
    if name in ("siret", "vat_number") and "siren" in checked:
        company = pd.Series([result.siren for result in results], index=texts.index, dtype="str")
        rescued = company[company.notna() & checked.loc[texts.index, "siren"].isna()]
        checked.loc[rescued.index, "siren"] = rescued
        used = used.fillna(("SIREN " + rescued).reindex(used.index))
    listed = repairs(
        typed.raw.file,
        used.index,
        column=typed.raw.columns.get(name),
        account_id=table.loc[used.index, "account_id"],
        problem=problems[wrong],
        found=texts[wrong],
        used=used,
    )
    return checked, listed


def not_in_future(
    typed: Typed, table: pd.DataFrame, name: str, as_of: pd.Timestamp
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Set aside dates that cannot have been yet."""
    future = table[name].gt(as_of)
    if not future.any():
        return table, no_repairs()
    listed = cell_repairs(typed, table, name, future, _("this day is still to come; it was set aside"))
    return table.assign(**{name: table[name].where(~future)}), listed


def opposed_when_in_doubt(typed: Typed, table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Treat an answer about opposition that nobody can read as an opposition: that is the safe side.

    So is a scope without an objection; one that nobody can read counts as any use of the data.
    """
    unclear = _unread(typed, table, "opposed")
    opposed = table["opposed"].fillna(False).astype("bool") | unclear
    doubts = {"opposed": (unclear, _("nobody can tell whether this is an objection"))}
    if "opposition_scope" in table:
        unread = _unread(typed, table, "opposition_scope")
        scoped = unread | table["opposition_scope"].notna().to_numpy()
        denied = scoped & table["opposed"].eq(False).fillna(False).to_numpy(dtype=bool)
        opposed |= scoped
        table = table.assign(opposition_scope=table["opposition_scope"].mask(unread, "processing"))
        doubts["opposition_scope"] = (unread | denied, _("nobody can tell what this objection is about"))
    listed = [_objections(typed, table, name, *doubt) for name, doubt in doubts.items()]
    return table.assign(opposed=opposed), gather(listed)


def _unread(typed: Typed, table: pd.DataFrame, name: str) -> np.ndarray:
    """Tell the rows whose cell in a column could not be read."""
    return table.index.isin(typed.slips.loc[typed.slips["name"].eq(name), "row"])


def _objections(
    typed: Typed, table: pd.DataFrame, name: str, where: np.ndarray, problem: str
) -> pd.DataFrame:
    """List the rows that are treated as objections because nobody can tell."""
    rows = table.index[where]
    return repairs(
        typed.raw.file,
        rows,
        column=typed.raw.columns.get(name),
        account_id=table.loc[rows, "account_id"],
        problem=problem,
        used=_("treated as an objection until somebody says otherwise"),
    )


def cell_repairs(
    typed: Typed, table: pd.DataFrame, name: str, wrong: pd.Series, problem: str, *, keep: bool = False
) -> pd.DataFrame:
    """List cells that were read but cannot be right; `keep` says that they are used all the same."""
    rows = table.index[wrong.to_numpy()]
    column = typed.raw.columns.get(name)
    found = typed.raw.table.loc[rows, column].str.strip() if column else table.loc[rows, name].astype("str")
    return repairs(
        typed.raw.file,
        rows,
        column=column,
        account_id=table.loc[rows, "account_id"],
        problem=problem,
        found=found,
        used=found if keep else None,
    )


def _there(check: Callable[[str, str], Checked], country: str) -> Check:
    return lambda text: check(text, country)


def _one_company(typed: Typed, table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read a missing SIREN off the SIRET; list the rows in which the two contradict each other."""
    site = table["siret"].str[:9]
    other = table["siren"].notna() & site.notna() & site.ne(table["siren"])
    problem = _("the SIRET belongs to another SIREN; both are kept")
    listed = cell_repairs(typed, table, "siret", other, problem, keep=True)
    return table.assign(siren=table["siren"].fillna(site)), listed
