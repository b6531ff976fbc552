"""The office in the first quarter of 2026: invoices, prospects followed up, balances, the plan given back."""

import io
import zipfile
from collections.abc import Collection
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xlsxwriter
from stdnum import luhn
from vocabulary import SALES_MANAGER, STAGE_CODES

FIRST, LAST = pd.Timestamp("2026-01-02"), pd.Timestamp("2026-03-31")
CODE, DATE, DOCUMENT = "Document - Code client", "Document - Date", "Document - Numéro du document"
AMOUNT, COST = "Ligne - Montant Net HT", "Ligne - Coût de revient"
LEAVE, LEAVE_SILENT, SILENT_SINCE = 0.03, 0.5, pd.Timestamp("2025-09-01")
LOW, HIGH = 0.70, 1.36  # of the same months a year before
FIRST_ORDERS = 4
CALLED, REACHED = 110, 70  # pursuits that end at the telephone
QUOTED_OF_VISITED = 3  # one in so many
OWING, PART_OVERDUE = 150, 0.25
TOO_LATE, OVER_LIMIT = 6, 3  # of them, to settle first
OVERDUE_OF_TWO_YEARS = 0.12
# What the sales manager decided in the plan: account, column, value, reason.
DECIDED = (
    ("min_visits", 6, "Promesse faite à la réunion de mars"),
    ("min_visits", 4, "Nouveau chef d'atelier à suivre"),
    ("max_visits", 2, "Commande par téléphone"),
    ("locked_visits", 3, "Convenu avec le client"),
)
NOTES = (
    *(("done", "Fiche mise à jour en janvier"), ("done", "Fait au téléphone"), ("under_way", "Devis parti")),
    *(("dropped", "Le client ferme"), ("done", ""), ("done", "Vu avec la comptabilité")),
)
VISITS_IDS = (
    *("account_id", "visits", "locked_visits", "min_visits", "max_visits", "refused", "new_rep_id"),
    *("decision_reason", "decision_author", "decided_in_files"),
)
VISITS_HEADS = (
    *("Code", "Visites proposées", "Exactement", "Au moins", "Au plus", "Aucune visite"),
    *("Nouveau commercial", "Motif", "Auteur", "Dans les fichiers"),
)
ACTIONS_IDS = ("action_id", "account_id", "track", "action", "due_on", "status", "action_owner", "comment")
ACTIONS_HEADS = ("N°", "Code", "Volet", "Action", "Échéance", "Statut", "Fait par", "Commentaire")
STATUS_WORDS = {"done": "faite", "under_way": "en cours", "dropped": "abandonnée"}


def invoices(draw: np.random.Generator, year: pd.DataFrame, won: Collection[str]) -> pd.DataFrame:
    """Let the clients of a year buy as in its first quarter, or its last, give or take; some leave.

    Parameters
    ----------
    year : DataFrame
        The invoice lines of the year before, texts as in the file, with `on`, the day.
    won : collection of str
        Prospects who give their first orders in March.

    Notes
    -----
    No visit moves a purchase. Nothing but uniform numbers is drawn: every processor gives the same cents.
    """
    seen = year.groupby(CODE)["on"].max().sort_index()
    leaves = draw.random(len(seen)) < np.where(seen < SILENT_SINCE, LEAVE_SILENT, LEAVE)
    factor = pd.Series(draw.uniform(LOW, HIGH, len(seen)), seen.index)[~leaves]
    first = year[year["on"].le("2025-04-02")].assign(shift=364)
    newer = year[year["on"].ge("2025-10-02") & ~year[CODE].isin(first[CODE])].assign(shift=91)
    lines = pd.concat([first, newer], ignore_index=True)
    lines["on"] = (lines["on"] + pd.to_timedelta(lines["shift"], unit="D")).clip(lower=FIRST)
    lines = lines[lines[CODE].isin(factor.index) & lines["on"].le(LAST)]
    patterns = draw.choice(np.sort(lines[DOCUMENT].unique()), (len(won), FIRST_ORDERS), replace=False)
    new = [
        lines[lines[DOCUMENT].isin(pattern)].assign(**{CODE: code, "on": pd.Timestamp("2026-03-20")})
        for code, pattern in zip(sorted(won), patterns, strict=True)
    ]
    lines = pd.concat([lines, *new], ignore_index=True)
    credit = lines[DOCUMENT].str.startswith("AV")
    order = lines[DOCUMENT] + lines[CODE]
    lines = lines.assign(credit=credit, order=order)
    lines = lines.sort_values(["on", "credit", CODE, "order"], kind="stable", ignore_index=True)
    number = lines.groupby("credit")["order"].transform(lambda each: pd.factorize(each)[0] + 1).astype(str)
    lines[DOCUMENT] = np.where(lines["credit"], "AV26-" + number.str.zfill(4), "FA26-" + number.str.zfill(5))
    by = lines[CODE].map(factor).fillna(1.0)
    for name in (AMOUNT, COST):
        lines[name] = (_number(lines[name]) * by).round(2).map("{:.2f}".format).str.replace(".", ",")
    lines[DATE] = lines["on"].dt.strftime("%d/%m/%Y")
    return lines.drop(columns=["on", "shift", "credit", "order"])


def follow_up(
    draw: np.random.Generator, reports: pd.DataFrame, prospects: pd.DataFrame, won: Collection[str]
) -> pd.DataFrame:
    """Write the pursuits of the quarter: those that led to the visits reported, and those that did not."""
    met = reports[reports["outcome"].ne("Absent") & reports["account_id"].isin(prospects.index)]
    rows = []
    for visit in met.drop_duplicates("account_id").itertuples():
        lost = bool(visit.lost_reason)
        day = visit.date
        gaps = draw.integers(1, 6, 3)
        before = (("called", gaps.sum()), ("reached", gaps[:2].sum()), ("appointment", gaps[0]))
        rows += [
            (day - pd.Timedelta(days=int(gap)), visit.rep_id, visit.account_id, stage)
            for stage, gap in before
        ]
        rows.append((day, visit.rep_id, visit.account_id, "visited"))
        if visit.account_id in won or int(draw.integers(0, QUOTED_OF_VISITED)) == 0:
            rows.append((day + pd.Timedelta(days=3), visit.rep_id, visit.account_id, "quoted"))
        if visit.account_id in won:
            rows.append((pd.Timestamp("2026-03-18"), visit.rep_id, visit.account_id, "won"))
        if lost:
            rows.append((day + pd.Timedelta(days=4), visit.rep_id, visit.account_id, "lost"))
    visited = set(met["account_id"])
    others = prospects[~prospects.index.isin(visited) & prospects["plain"]]
    calls = draw.choice(others.index.to_numpy(), CALLED)
    days = pd.bdate_range("2026-01-06", "2026-03-24")
    for place, code in enumerate(calls):
        day = days[int(draw.integers(0, len(days)))]
        rep = others.loc[code, "rep_id"]
        rows.append((day, rep, code, "called"))
        if place < REACHED:
            rows.append((day + pd.Timedelta(days=1), rep, code, "reached"))
    events = pd.DataFrame(rows, columns=["date", "rep_id", "account_id", "stage"])
    weekend = (events["date"].dt.day_of_week - 4).clip(lower=0)
    events["date"] = (events["date"] - pd.to_timedelta(weekend, unit="D")).clip(FIRST, LAST)
    events = events.drop_duplicates(["date", "account_id", "stage"])
    events = events.sort_values(["date", "account_id"], kind="stable", ignore_index=True)
    return pd.DataFrame(
        {
            "Date": events["date"].dt.strftime("%d/%m/%Y"),
            "Commercial": events["rep_id"],
            "Code tiers": events["account_id"],
            "Campagne": "2026-T1",
            "Étape": events["stage"].map(STAGE_CODES),
        }
    )


def amounts(lines: pd.DataFrame) -> pd.Series:
    """Read the amounts of invoice lines."""
    return _number(lines[AMOUNT])


def aged_balance(draw: np.random.Generator, clients: pd.DataFrame) -> pd.DataFrame:
    """Write what clients owe; for one of them the accountant knows another site than sales does.

    Parameters
    ----------
    clients : DataFrame
        By account_id: `name`, `siret` (valid, of this client alone), `quarter_eur` and `year_eur`, bought in
        the quarter and in the year before.
    """
    order = draw.permutation(len(clients))[:OWING]
    owing = clients.iloc[order]
    place = np.arange(OWING)
    late, above = place < TOO_LATE, (place >= TOO_LATE) & (place < TOO_LATE + OVER_LIMIT)
    usual = np.where(
        draw.random(OWING) < PART_OVERDUE, owing["quarter_eur"] * draw.uniform(0.02, 0.1, OWING), 0
    )
    bought = owing["quarter_eur"] + owing["year_eur"]
    overdue = np.where(late, bought * OVERDUE_OF_TWO_YEARS, usual).round(2)
    owed = (overdue + owing["quarter_eur"] * draw.uniform(0.2, 0.5, OWING)).round(2)
    limit = np.where(above, (owed * 0.4).round(), (owed / 500 + 2).round() * 500)
    days = np.where(late, draw.integers(75, 130, OWING), draw.integers(3, 40, OWING))
    since = (LAST - pd.to_timedelta(days, unit="D")).strftime("%d/%m/%Y")
    table = pd.DataFrame(
        {
            "Code client": owing.index,
            "Nom": owing["name"].to_numpy(),
            "SIRET": owing["siret"].to_numpy(),
            "Encours": _euros(owed),
            "Échu": _euros(overdue),
            "Échu depuis": np.where(overdue > 0, since, ""),
            "Encours autorisé": _euros(limit),
            "Cote": draw.choice(list("AAABBC"), OWING),
        }
    )
    moved = int(draw.integers(0, OWING))
    table.loc[moved, "SIRET"] = _next_site(table.loc[moved, "SIRET"])
    return table.sort_values("Code client", kind="stable", ignore_index=True)


def _euros(values: Any) -> list[str]:
    return [f"{value:.2f}".replace(".", ",") for value in values]


def plan_given_back(path: Path, codes: list[str], merged: tuple[str, str]) -> None:
    """Write the plan that the sales manager gives back: decisions, notes, and two accounts that are one.

    The workbook is stored, not compressed: whatever packs it, the bytes are the same.
    """
    decided = [
        {
            "account_id": code,
            name: value,
            "decision_reason": reason,
            "decision_author": SALES_MANAGER,
        }
        for code, (name, value, reason) in zip(codes, DECIDED, strict=False)
    ]
    noted = [
        {
            "action_id": f"{code}-verify-2026",
            "account_id": code,
            "track": "information",
            "action": "Vérifier la fiche",
            "due_on": "2026-04-02",
            "status": STATUS_WORDS[status],
            "comment": comment,
        }
        for code, (status, comment) in zip(codes[len(DECIDED) :], NOTES, strict=True)
    ]
    goes, stays = merged
    double = {
        "Compte": goes,
        "Compte conservé": stays,
        "Motif": "Même SIRET, même atelier",
        "Auteur": SALES_MANAGER,
    }
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"created": LAST.to_pydatetime()})
        _sheet(book, "Visites", VISITS_IDS, VISITS_HEADS, decided)
        _sheet(book, "Plan d'action", ACTIONS_IDS, ACTIONS_HEADS, noted)
        _sheet(book, "Doubles", None, tuple(double), [double])
    path.write_bytes(_stored(content.getvalue()))


def _sheet(book, name, ids, heads, rows) -> None:
    """Write a sheet: the hidden row that names the columns, the headings, the rows."""
    sheet = book.add_worksheet(name)
    top = 0
    if ids is not None:
        sheet.write_row(0, 0, ids)
        sheet.set_row(0, None, None, {"hidden": True})
        top = 1
    sheet.write_row(top, 0, heads)
    for line, row in enumerate(rows, start=top + 1):
        for place, column in enumerate(ids or heads):
            if row.get(column) is not None:
                sheet.write(line, place, row[column])


def _stored(content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as new:
        for name in sorted(old.namelist()):
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), old.read(name))
    return packed.getvalue()


def _next_site(siret: str) -> str:
    """Return the number of the next site of the same company."""
    stem = f"{siret[:9]}{int(siret[9:13]) + 1:04d}"
    return stem + luhn.calc_check_digit(stem)


def _number(texts: pd.Series) -> pd.Series:
    plain = texts.str.replace(r"[\s€]", "", regex=True).str.replace(",", ".")
    return pd.to_numeric(plain, errors="coerce")
