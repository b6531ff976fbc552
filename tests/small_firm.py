"""A firm small enough to run in a test: one rep, two dozen clients, three years of invoices, all computed."""

import csv
from pathlib import Path

PORTFOLIO = """\
firm: Small firm
as_of: 2025-12-31
plan_start: 2026-01-01
plan_end: 2026-12-31
sources:
  - table: accounts
    path: clients.csv
    columns: {account_id: Code, name: Nom, kind: Type, postcode: CP, town: Ville, rep_id: Commercial,
              potential_eur: Potentiel, potential_on: Estimé le}
  - table: sales
    path: ventes.csv
    columns: {account_id: Code, date: Date, order_id: Facture, family: Famille, revenue_eur: Montant}
reps:
  - {rep_id: R1, name: Ann, home_lat: 48.11, home_lon: -1.68, annual_cost_eur: 60000}
attrition_rate: 0.02
new_client_revenue_eur: 20000
growth_rate: 0.02
"""
TOWNS = (("35000", "Rennes"), ("35400", "Saint-Malo"), ("35300", "Fougères"), ("35500", "Vitré"))


def write_small_firm(folder: Path, clients: int = 24, prospects: int = 8) -> Path:
    """Write the files of the firm and return its portfolio.yaml."""
    accounts = [
        {
            "Code": f"C{n:03d}",
            "Nom": f"Client {n}",
            "Type": "Client",
            "CP": TOWNS[n % 4][0],
            "Ville": TOWNS[n % 4][1],
            "Commercial": "R1",
            "Potentiel": f"{3000 * (clients - n) + 2000},00",
            "Estimé le": "15/06/2025",
        }
        for n in range(clients)
    ]
    accounts += [
        accounts[0]
        | {
            "Code": f"P{n:03d}",
            "Nom": f"Prospect {n}",
            "Type": "Prospect",
            "Potentiel": f"{9000 + 1000 * n},00",
        }
        for n in range(prospects)
    ]
    sales = [
        {
            "Code": f"C{n:03d}",
            "Date": f"{5 + n % 20:02d}/{month:02d}/{year}",
            "Facture": f"F{year}{month:02d}{n:03d}",
            "Famille": ("Outils", "Gants", "Colle")[(n + month) % 3],
            "Montant": f"{120 * (clients - n) + 10 * month},50",
        }
        for n in range(clients)
        for year in (2023, 2024, 2025)
        for month in range(1 + n % 3, 13, 3)
    ]
    write_csv(folder / "clients.csv", accounts)
    write_csv(folder / "ventes.csv", sales)
    path = folder / "portfolio.yaml"
    path.write_text(PORTFOLIO, encoding="utf-8")
    return path


def write_csv(path: Path, rows: list[dict[str, str]]) -> None:
    """Write rows as a French package exports them."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], delimiter=";")
        writer.writeheader()
        writer.writerows(rows)


def read_csv(path: Path) -> list[dict[str, str]]:
    """Read them back."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))
