"""A firm on disk whose files are wrong in ways that can be counted by hand, with names that would do harm."""

from datetime import date

from solver.intake import prepare_tools
from solver.parameters import Portfolio, Rep, Source

# Two clients of one SIRET and one without a telephone; C2's e-mail is wrong, C3's name is a formula.
CLIENTS = """\
Code client;Raison sociale;SIRET;CP;Ville;Téléphone;E-mail;Potentiel;Date du potentiel;Commercial;Origine
C1;Menuiserie Rance;73282932000074;35400;SAINT-MALO;02 61 91 00 01;a@a.example;9000;15/06/2025;R1;salon
C2;Menuiserie Rance SARL;73282932000074;35400;SAINT-MALO;02 61 91 00 02;voir standard;5000;15/06/2025;R1;salon
C3;"=HYPERLINK(""http://x"")";;29200;BREST;;c@c.example;;;R1;salon
C4;<script>alert(1)</script>;;99999;NULLE PART;02 61 91 00 04;d@d.example;800;15/06/2025;R1;salon
"""
SALES = """\
N° facture;Date facture;Code client;Famille;Montant HT
F1;15/01/2025;C1;EPI;1 200,50
F2;20/03/2025;C2;EPI;300,00
F3;20/12/2025;C3;EPI;-50,25
F4;20/12/2025;C4;EPI;100,00
F5;20/12/2025;C9;EPI;7,00
"""
CONTACTS = "Code client;Nom;Fonction\nC1;Ann Exemple;Achats\nC1;Bob Exemple;Direction\nC3;@SUM(A1);+1\n"


def write_firm(folder):
    """Write the files and return the portfolio that names them."""
    sources = []
    for table, name, text in (
        ("accounts", "clients.csv", CLIENTS),
        ("sales", "ventes.csv", SALES),
        ("contacts", "contacts.csv", CONTACTS),
    ):
        (folder / name).write_text(text, encoding="utf-8", newline="")
        sources.append(Source(table=table, path=str(folder / name)))
    return Portfolio(
        firm="Rance & Fils",
        as_of=date(2025, 12, 31),
        plan_start=date(2026, 1, 1),
        plan_end=date(2026, 12, 31),
        sources=sources,
        reps=[Rep(rep_id="R1", name="Ann", home_lat=48.11, home_lon=-1.68, annual_cost_eur=60000)],
    )


def checked(folder):
    """Return the portfolio and what step 1 makes of its files."""
    portfolio = write_firm(folder)
    return portfolio, prepare_tools(portfolio)
