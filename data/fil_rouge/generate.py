"""Write the files of Ranvor Fluides, the firm of the course case, around its twelve accounts.

`accounts.csv` says of each account, in thousands of euros, what a trainee works with by hand. The files
written here say the same as a firm's own files would: clients, invoices, visits, prospects. Nothing is drawn
by lot.
Run `python data/fil_rouge/generate.py` to write them here, or add `--out FOLDER`.
"""

import argparse
import csv
import math
import unicodedata
from datetime import date, timedelta
from pathlib import Path

import firm
from stdnum import luhn

HERE = Path(__file__).parent
AS_OF = date(2025, 12, 31)
DAYS_PER_MONTH = 30.4375
THURSDAY, SATURDAY = 3, 5
SIZES = (4, 3, 5, 2, 6)  # of one order after the other, so that they are not all alike
HOURS = ("09:30", "11:30", "14:00")


def generate(folder: Path) -> None:
    """Write every file of the firm."""
    with (HERE / "accounts.csv").open(encoding="utf-8", newline="") as file:
        accounts = list(csv.DictReader(file))
    orders = [order for account in accounts for order in orders_of(account)]
    orders += former_orders()
    visits = visits_made()
    write(folder / "clients.csv", clients(accounts, orders, visits))
    write(folder / "prospects.csv", prospects())
    write(folder / "contacts.csv", contacts())
    write(folder / "factures.csv", invoices(orders))
    write(folder / "visites.csv", visit_log(visits))
    write(folder / "suivi_prospection.csv", follow_up())
    write(folder / "decisions.csv", decisions())
    write(
        folder / "contacts_echeances.csv",
        [dict(zip(firm.TOUCH_COLUMNS, one, strict=True)) for one in firm.TOUCHES],
    )
    write(folder / "comptes_rendus.csv", reports(visits))
    write(folder / "reponse.csv", responses(accounts))


def clients(accounts: list[dict], orders: list[dict], visits: list[tuple[date, str]]) -> list[dict]:
    """Return the client file: the twelve, and the one who left."""
    met = {code: max(day for day, visited in visits if visited == code) for code in firm.VISITS_MADE}
    bought: dict[str, date] = {}
    for order in orders:
        bought[order["code"]] = max(order["day"], bought.get(order["code"], order["day"]))
    rows = []
    for number, account in enumerate(accounts, start=1):
        code, name = account["id"], account["nom"]
        postcode, town = firm.TOWNS[code]
        siret = site_number(number)
        if code == firm.WRONG_SIRET:
            siret = siret[:-1] + str((int(siret[-1]) + 1) % 10)
        email = f"contact@{slug(name)}.example"
        rows.append(
            {
                "Code client": code,
                "Type de tiers": "Client",
                "Nom": name,
                "SIRET": siret,
                "Code postal": postcode,
                "Ville": town,
                "Zone": account["zone"],
                "Téléphone": "" if code == firm.NO_PHONE else f"02 61 91 40 {number:02d}",
                "E-mail": email.replace("@", "@@") if code == firm.BROKEN_EMAIL else email,
                "Commercial": firm.REP,
                "Potentiel annuel HT": euros(1000 * float(account["potentiel"])),
                "Date du potentiel": firm.OLD_POTENTIAL.get(code, firm.POTENTIAL_ON),
                "Source du potentiel": "Visite",
                "Part accessible": "1,00",
                "Satisfaction": account["satisfaction"],
                "Client depuis": firm.SINCE[code],
                "Dernier contact": written(max(met[code], bought[code])),
            }
        )
    code, name, postcode, town, potential, _bought = firm.FORMER_CLIENT
    rows.append(
        dict.fromkeys(rows[0], "")
        | {
            "Code client": code,
            "Type de tiers": "Ancien client",
            "Nom": name,
            "SIRET": site_number(len(rows) + 1),
            "Code postal": postcode,
            "Ville": town,
            "Zone": "Z2",
            "Téléphone": "02 61 91 40 13",
            "E-mail": f"contact@{slug(name)}.example",
            "Commercial": firm.REP,
            "Potentiel annuel HT": euros(potential),
            "Date du potentiel": "18/01/2024",
            "Source du potentiel": "Visite",
            "Part accessible": "1,00",
            "Satisfaction": "2",
            "Client depuis": "09/10/2018",
            "Dernier contact": written(bought[code]),
        }
    )
    return rows


def prospects() -> list[dict]:
    """Return the prospect list."""
    columns = ("Code prospect", "Raison sociale", "Code postal", "Ville", "Potentiel estimé (€)")
    columns += ("Date d'estimation", "Source du potentiel", "Stade", "Dernier contact", "Ne pas contacter")
    rows = [dict(zip(columns, prospect, strict=True)) for prospect in firm.PROSPECTS]
    for number, row in enumerate(rows, start=1):
        row["Potentiel estimé (€)"] = str(row["Potentiel estimé (€)"])
        row["Part accessible"] = "0,60" if row["Potentiel estimé (€)"] else ""
        row["Commercial"] = firm.REP
        row["Téléphone"] = f"02 61 91 41 {number:02d}"
        row["E-mail"] = f"contact@{slug(row['Raison sociale'])}.example"
    return rows


def contacts() -> list[dict]:
    """Return the people."""
    columns = ("Code tiers", "Nom du contact", "Fonction", "Rôle", "Opposition", "Date de mise à jour")
    return [
        {"N° contact": f"K{number:02d}"}
        | dict(zip(columns, contact, strict=True))
        | {"Ligne directe": f"06 39 98 40 {number:02d}"}
        for number, contact in enumerate(firm.CONTACTS, start=1)
    ]


def orders_of(account: dict) -> list[dict]:
    """Return the orders of one account: 2025 as the case states it, and 2024 in proportion."""
    code, number = account["id"], int(account["nb_cdes"])
    now, before = (1000 * float(account[name]) for name in ("ca_n", "ca_n1"))
    last = AS_OF - timedelta(days=round(DAYS_PER_MONTH * int(account["recence_mois"])))
    first = min(date(2025, 1, 8) + timedelta(days=int(code[1:])), last)
    earlier = max(2, round(number * min(before / now, 1.5)))
    year_before = even_days(date(2024, 1, 8) + timedelta(days=int(code[1:])), date(2024, 12, 4), earlier)
    large = firm.LARGE_ORDER.get(code, 0.0)
    return [
        order
        for days, revenue, share in (
            (year_before, before, 0.0),
            (even_days(first, last, number), now + firm.CREDIT_NOTE.get(code, 0), large),
        )
        for order in priced(account, days, revenue, share)
    ] + credit_note(account)


def priced(account: dict, days: list[date], revenue: float, large: float) -> list[dict]:
    """Share a year's revenue out among its orders, to the euro; one may be large."""
    sizes = [SIZES[number % len(SIZES)] for number in range(len(days))]
    amounts = [round(revenue * (1 - large) * size / sum(sizes)) for size in sizes]
    amounts[len(days) // 2] += round(revenue * large)
    amounts[-1] += round(revenue) - sum(amounts)
    families = int(account["nb_familles"])
    return [
        order_line(account["id"], day, firm.FAMILIES[number % families], amount, float(account["taux_marge"]))
        for number, (day, amount) in enumerate(zip(days, amounts, strict=True))
    ]


def credit_note(account: dict) -> list[dict]:
    """Return the goods an account gave back, if it did."""
    amount = firm.CREDIT_NOTE.get(account["id"], 0)
    if not amount:
        return []
    margin = float(account["taux_marge"])
    return [order_line(account["id"], date(2025, 6, 12), firm.FAMILIES[0], -amount, margin)]


def former_orders() -> list[dict]:
    """Return what the client who left bought in its last spring."""
    code, *_place, revenue = firm.FORMER_CLIENT
    account = {"id": code, "nb_familles": "2", "taux_marge": "0.18"}
    return priced(account, even_days(date(2024, 1, 18), date(2024, 5, 16), 3), revenue, 0.0)


def order_line(code: str, day: date, family: str, amount: float, margin_rate: float) -> dict:
    """Return one order, its cost at the account's own margin rate."""
    return {
        "code": code,
        "day": day,
        "family": family,
        "amount": amount,
        "cost": round(amount * (1 - margin_rate), 2),
    }


def invoices(orders: list[dict]) -> list[dict]:
    """Return one invoice line per order, numbered by date within the year."""
    counts: dict[str, int] = {}
    rows = []
    for order in sorted(orders, key=lambda order: (order["day"], order["code"])):
        start = f"{'FA' if order['amount'] > 0 else 'AV'}{order['day']:%y}"
        counts[start] = counts.get(start, 0) + 1
        rows.append(
            {
                "N° facture": f"{start}-{counts[start]:03d}",
                "Date": written(order["day"]),
                "Code client": order["code"],
                "Famille": order["family"],
                "Montant HT": euros(order["amount"]),
                "Coût d'achat HT": euros(order["cost"]),
            }
        )
    return rows


def visits_made() -> list[tuple[date, str]]:
    """Spread each account's visits of 2025 over the Thursdays of the year, two a day at most."""
    thursdays = [date(2025, 1, 9) + timedelta(weeks=week) for week in range(50)]
    thursdays = [day for day in thursdays if day.month != 8 and (day.month, day.day) not in ((5, 1), (5, 29))]
    taken = dict.fromkeys(thursdays, 0)
    visits = []
    for code, number in firm.VISITS_MADE.items():
        for visit in range(number):
            wanted = int((visit + 0.5) * len(thursdays) / number)
            free = [place for place, day in enumerate(thursdays) if taken[day] < len(HOURS) - 1]
            place = min(free, key=lambda place: (abs(place - wanted), place))
            taken[thursdays[place]] += 1
            visits.append((thursdays[place], code))
    return sorted(visits)


def visit_log(visits: list[tuple[date, str]]) -> list[dict]:
    """Return the visits done, and the appointments agreed for the weeks to come."""
    rows = []
    for number, (day, code) in enumerate(visits):
        hour = HOURS[sum(other == day for other, _code in visits[:number])]
        rows.append((day, hour, code, 90, "Réalisée", firm.RESULTS[number % len(firm.RESULTS)]))
    rows += [
        (read(day), hour, code, 60, "Réalisée", result) for day, hour, code, result in firm.PROSPECT_VISITS
    ]
    rows += [(read(day), hour, code, 90, "Planifiée", "") for day, hour, code in firm.AGREED]
    columns = ("Date", "Heure", "Code tiers", "Durée (min)", "Statut", "Résultat")
    return [
        dict(zip(columns, (written(day), *others), strict=True)) | {"Commercial": firm.REP}
        for day, *others in sorted(rows)
    ]


def reports(visits: list[tuple[date, str]]) -> list[dict]:
    """Return what the last visits to eight clients brought: whether they would recommend the firm."""
    last = {code: day for day, code in sorted(visits)}
    hours = {(row["Date"], row["Code tiers"]): row["Heure"] for row in visit_log(visits)}
    return [
        {
            "Date de visite": written(last[code]),
            "Heure": hours[written(last[code]), code],
            "Commercial": firm.REP,
            "Code tiers": code,
            "Durée (min)": 90,
            "Issue de la visite": "Vu",
            "Compte rendu": said,
            "Recommandation (0 à 10)": note,
        }
        for code, note, said in firm.REPORTED
    ]


def follow_up() -> list[dict]:
    """Return the stages that each prospect has reached."""
    return [dict(zip(("Date", "Code tiers", "Étape"), event, strict=True)) for event in firm.FOLLOW_UP]


def decisions() -> list[dict]:
    """Return what the manager decided: a prospect that is a client already gets no visit of its own."""
    return [
        {
            "Code tiers": "P07",
            "Visites mini": "",
            "Visites maxi": "",
            "Visites imposées": "0",
            "Motif": "Doublon de C03, à fusionner",
            "Auteur": firm.MANAGER,
            "Date": "18/12/2025",
        }
    ]


def responses(accounts: list[dict]) -> list[dict]:
    """Return what each number of visits would bring: G (1 - exp(-k x)), G the margin on the gap."""
    return [
        {
            "Code client": account["id"],
            "Visites": str(visits),
            "Contribution (€)": euros(gap_margin(account) * (1 - math.exp(-firm.STEEPNESS * visits))),
        }
        for account in accounts
        for visits in range(firm.MOST_VISITS + 1)
    ]


def gap_margin(account: dict) -> float:
    """Return the margin on what an account still buys elsewhere, in euros."""
    return 1000 * (float(account["potentiel"]) - float(account["ca_n"])) * float(account["taux_marge"])


def even_days(first: date, last: date, number: int) -> list[date]:
    """Return `number` working days at even distances, the last one last."""
    step = (last - first) / max(number - 1, 1)
    return [working_day(last - step * place) for place in range(number - 1, -1, -1)]


def working_day(day: date) -> date:
    """Return the day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(day.weekday() - SATURDAY + 1, 0))


def site_number(number: int) -> str:
    """Return a SIRET that passes the checksum and belongs to nobody: none begins with 0000."""
    company = f"00007{number:03d}"
    company += luhn.calc_check_digit(company)
    return f"{company}0001" + luhn.calc_check_digit(f"{company}0001")


def slug(name: str) -> str:
    """Return a name as it may stand in an e-mail address."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join("".join(c if c.isalnum() else " " for c in plain).split())


def euros(amount: float) -> str:
    """Write an amount as a French spreadsheet does."""
    return f"{amount:.2f}".replace(".", ",")


def written(day: date) -> str:
    """Write a date day first."""
    return f"{day:%d/%m/%Y}"


def read(text: str) -> date:
    """Read a date written day first."""
    day, month, year = map(int, text.split("/"))
    return date(year, month, day)


def write(path: Path, rows: list[dict]) -> None:
    """Write one file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], delimiter=";", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    """Read the command line and write the files."""
    parser = argparse.ArgumentParser(description="Write the files of the course case.")
    parser.add_argument("--out", type=Path, default=HERE, help="folder to write into")
    folder = parser.parse_args().out
    folder.mkdir(parents=True, exist_ok=True)
    generate(folder)


if __name__ == "__main__":
    main()
