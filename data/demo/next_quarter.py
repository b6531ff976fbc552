"""Play the first quarter of 2026 of Armor Fournitures, by the visits that its plan of December dates.

`python data/demo/next_quarter.py` writes the files of `march/` again, the same bytes every time. The agenda
is a plan as it was drawn up one day; `--freeze reports/demo` takes another.
"""

import argparse
from itertools import count
from pathlib import Path

import export
import numpy as np
import pandas as pd
import quarter_office as office
from quarter_field import LOG, REPORT, WON, contacts_and_dates, visit_reports
from stdnum.fr import siret
from vocabulary import SEED, YEARS

DATA = Path(__file__).parent
QUARTER = 2026_03
AGENDA = "agenda_T1.csv"
AGREED = "Planifiée"
DECIDED_POTENTIAL_EUR = 40_000  # the largest accounts are not decided on in passing
MERGED = ("C0475", "C0119")  # the same company twice: the first goes into the second


def play(folder: Path) -> None:
    """Write the files of the quarter, which `portfolio_march.yaml` reads beside those of December."""
    draws = (np.random.default_rng([SEED, QUARTER, stream]) for stream in count())
    march = folder / "march"
    march.mkdir(parents=True, exist_ok=True)
    agenda = _agenda()
    accounts, people = _accounts(), _people()
    reports = visit_reports(next(draws), agenda, accounts, people)
    log = contacts_and_dates(next(draws), reports, accounts)
    prospects = accounts[accounts.index.str.startswith("P")]
    won = _won(next(draws), reports, prospects)
    reports.loc[reports["account_id"].isin(won) & reports["outcome"].ne("Absent"), "outcome"] = "Devis"
    sold = office.invoices(next(draws), _year(accounts.index), won)
    quarter = office.amounts(sold).groupby(sold[office.CODE]).sum()
    clients = accounts[accounts["siret"].ne("") & ~accounts["siret"].duplicated(keep=False)]
    year = _year(accounts.index)
    before = office.amounts(year).groupby(year[office.CODE]).sum()
    clients = clients.assign(
        quarter_eur=quarter.reindex(clients.index), year_eur=before.reindex(clients.index)
    )
    clients = clients.query("quarter_eur > 200 and year_eur > 200")
    tables = {
        "comptes_rendus_T1.csv": _written(reports.rename(columns=REPORT)),
        "factures_2026_T1.csv": sold,
        "suivi_prospection_T1.csv": office.follow_up(next(draws), reports, prospects, won),
        "contacts_echeances.csv": _written(log[list(LOG)]),
        "balance_agee.csv": office.aged_balance(next(draws), clients),
    }
    for name, table in tables.items():
        export.write(table, march, name)
    content = (DATA / "march" / AGENDA).read_bytes()
    (march / AGENDA).write_bytes(content)
    planned = agenda["account_id"].drop_duplicates()
    usual = accounts["plain"] & accounts["buys"] & accounts["potential"].lt(DECIDED_POTENTIAL_EUR)
    plain = planned[planned.map(usual).eq(True)]
    chosen = next(draws).choice(plain.to_numpy(), len(office.DECIDED) + len(office.NOTES), replace=False)
    office.plan_given_back(march / "plan_rendu.xlsx", list(chosen), MERGED)


def freeze(run: Path) -> None:
    """Take the visits of the quarter from the plan of a run."""
    planned = pd.read_parquet(run / "artifacts" / "12_prepare_appointments" / "appointments.parquet")
    planned = planned[planned["date"].le(office.LAST)]
    begin, end = (pd.to_datetime(planned[name], format="%H:%M") for name in ("start", "end"))
    agenda = pd.DataFrame(
        {
            "Date": planned["date"].dt.strftime("%d/%m/%Y"),
            "Heure": planned["start"],
            "Commercial": planned["rep_id"],
            "Code tiers": planned["account_id"],
            "Durée (min)": ((end - begin).dt.total_seconds() / 60).map("{:.0f}".format),
            "Statut": AGREED,
        }
    )
    order = planned.sort_values(["date", "rep_id", "start", "account_id"], kind="stable").index
    (DATA / "march").mkdir(exist_ok=True)
    export.write(agenda.loc[order], DATA / "march", AGENDA)


def _agenda() -> pd.DataFrame:
    agenda = export.read(DATA / "march" / AGENDA)
    return pd.DataFrame(
        {
            "date": _days(agenda["Date"]),
            "start_time": agenda["Heure"],
            "rep_id": agenda["Commercial"],
            "account_id": agenda["Code tiers"],
            "minutes": agenda["Durée (min)"],
        }
    )


def _accounts() -> pd.DataFrame:
    """Return what the quarter is played by, account by account."""
    clients, prospects = export.read(DATA / "clients.csv"), export.read(DATA / "prospects.csv")
    names = {
        "Code (tiers)": "account_id",
        "Code prospect": "account_id",
        "Code commercial/collaborateur": "rep_id",
        "Commercial": "rep_id",
        "Potentiel annuel HT": "potential",
        "Potentiel estimé (€)": "potential",
        "SIRET": "siret",
        "Nom": "name",
        "Raison sociale": "name",
        "Opposition prospection": "opposed",
        "Ne pas contacter": "opposed",
        "Date du potentiel": "potential_on",
        "Date d'estimation": "potential_on",
        "Type de tiers": "kind",
    }
    parts = [
        part.rename(columns=names) for part in (clients, prospects.assign(**{"Type de tiers": "Prospect"}))
    ]
    table = pd.concat(parts)[list(dict.fromkeys(names.values()))].fillna("").set_index("account_id")
    table = table[table["kind"].isin(["Client", "Ancien client", "Prospect"])]
    potential = pd.to_numeric(table["potential"], errors="coerce")
    last = _year(table.index).groupby(office.CODE)["on"].max().reindex(table.index)
    dated = _days(table["potential_on"]).le("2025-12-31") | table["potential_on"].eq("")
    valid = table["siret"].map(siret.is_valid)
    return table.assign(
        potential=potential.where(potential > 0),
        siret=table["siret"].where(valid, ""),
        buys=last.ge("2025-07-01"),
        may_end=~last.ge("2025-07-01"),
        plain=table["rep_id"].isin(_agenda()["rep_id"].unique())
        & table["opposed"].ne("Oui")
        & dated
        & ~table.index.isin(MERGED),
    )


def _people() -> pd.DataFrame:
    people = export.read(DATA / "contacts.csv").dropna(subset=["Code tiers", "Nom du contact"])
    return pd.DataFrame(
        {
            "account_id": people["Code tiers"],
            "name": people["Nom du contact"],
            "opposed": people["Opposition"].eq("Oui"),
        }
    )


def _year(known: pd.Index) -> pd.DataFrame:
    """Return the invoice lines of the last year that have a day, an amount and an account."""
    year = export.read(DATA / f"factures_{YEARS[-1]}.csv")
    year = year[year[office.CODE].isin(known)]
    year = year.assign(on=_days(year[office.DATE]))
    return year[year["on"].notna() & office.amounts(year).notna()].drop_duplicates()


def _won(draw: np.random.Generator, reports: pd.DataFrame, prospects: pd.DataFrame) -> list[str]:
    """Choose the prospects who order in March, of those met before."""
    met = reports[reports["outcome"].ne("Absent") & reports["lost_reason"].eq("") & reports["opposed"].eq("")]
    met = met[met["date"].lt("2026-03-10") & met["account_id"].isin(prospects.index)]
    return sorted(draw.choice(met["account_id"].unique(), WON, replace=False))


def _days(texts: pd.Series) -> pd.Series:
    return pd.to_datetime(texts, format="%d/%m/%Y", errors="coerce")


def _written(table: pd.DataFrame) -> pd.DataFrame:
    """Write days as the other files do."""
    return table.map(lambda value: f"{value:%d/%m/%Y}" if isinstance(value, pd.Timestamp) else value)


def main() -> None:
    """Read the command line and write the files."""
    parser = argparse.ArgumentParser(description="Play the first quarter of 2026 of the fictional firm.")
    parser.add_argument("--out", type=Path, default=DATA, help="folder to write into")
    parser.add_argument("--freeze", type=Path, help="a run of December whose dates become the agenda")
    given = parser.parse_args()
    if given.freeze:
        freeze(given.freeze)
    play(given.out)


if __name__ == "__main__":
    main()
