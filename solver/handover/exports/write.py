"""Writing the files for other programs, and the text beside them that explains each."""

import re
from pathlib import Path

import pandas as pd

from solver.handover.exports.csv_file import OutColumn, content, is_harmless_code
from solver.handover.exports.explain import Export, explanation
from solver.handover.exports.target import FOLDER, Target, in_words, read_targets
from solver.handover.exports.values import IS_PROSPECT, account_values, appointment_values
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.read import Findings, in_its_language
from solver.tables.dictionary import unit_called
from solver.words.files import write_bytes, write_text
from solver.words.i18n import spoken

README = "README.txt"


@in_its_language
def write_exports(findings: Findings, folder: Path = FOLDER) -> list[Path]:
    """Write `exports/` into the run folder: one file per description, and what explains them.

    Parameters
    ----------
    findings : Findings
        `accounts` and `allocation` are needed.
    folder : Path, optional
        Where the descriptions are.

    Returns
    -------
    list of Path
        The explanation first, then the files in its order.

    Raises
    ------
    PortfolioError
        A description is wrong, or a file cannot be written.
    """
    place = findings.run.path / "exports"
    language, currency = findings.portfolio.language, findings.portfolio.currency
    made, paths = [], []
    tables: dict[str, tuple[pd.DataFrame, pd.DataFrame]] = {}
    for target in read_targets(folder):
        own = target.language or language
        with spoken(own, currency):
            if own not in tables:
                accounts = account_values(findings)
                tables[own] = (accounts, appointment_values(findings, accounts))
            export, written = _make(target, tables[own], findings)
        made.append(export)
        paths.append(place / target.file)
        write_bytes(paths[-1], written)
    readme = place / README
    opposed = int(_opposed(findings).sum())
    write_text(readme, explanation(made, findings.portfolio, opposed))
    return [readme, *paths]


def _make(
    target: Target, tables: tuple[pd.DataFrame, pd.DataFrame], findings: Findings
) -> tuple[Export, bytes]:
    """Write one file into memory."""
    table = rows_of(target, *tables)
    fits = table["account_id"].map(is_harmless_code).astype(bool)
    if target.key.pattern:
        accepted = re.compile(target.key.pattern)
        fits &= table["account_id"].map(lambda code: bool(accepted.fullmatch(code))).astype(bool)
    left_out = int(table.loc[~fits, "account_id"].nunique())
    kept = table[fits]
    own = has_own_ids(target, findings.artifacts)
    heading = target.key.own if own or target.key.other is None else target.key.other
    named = findings.portfolio.record_ids.get(target.program, "")
    columns = [OutColumn(named or in_words(heading), "text", kept["account_id"])]
    columns += [
        OutColumn(in_words(column.heading), unit_called(column.value), kept[column.value])
        for column in target.columns
    ]
    return Export(target, len(kept), left_out, own, named), content(columns, target)


def rows_of(target: Target, accounts: pd.DataFrame, appointments: pd.DataFrame) -> pd.DataFrame:
    """Return the lines that a description asks for.

    Parameters
    ----------
    target : Target
    accounts, appointments : DataFrame
        What `account_values` and `appointment_values` return, the former in the order of the codes.
    """
    if target.rows == "appointments":
        return appointments
    if target.rows == "visited":
        return accounts[accounts["target_visits"] > 0]
    if target.rows == "clients":
        return accounts[~accounts[IS_PROSPECT]]
    if target.rows == "prospects":
        return accounts[accounts[IS_PROSPECT]]
    return accounts


def has_own_ids(target: Target, artifacts: Artifacts) -> bool:
    """Tell whether every file of accounts was read by a column that holds the program's own identifiers."""
    files = artifacts.facts("quality.json").get("files", [])
    read_by = [file.get("columns", {}).get("account_id") for file in files if file.get("table") == "accounts"]
    return bool(read_by) and all(column in target.key.read_from for column in read_by)


def _opposed(findings: Findings) -> pd.Series:
    accounts, allocation = findings.artifacts.table("accounts"), findings.artifacts.table("allocation")
    return accounts["opposed"].fillna(False) & accounts["account_id"].isin(allocation["account_id"])
