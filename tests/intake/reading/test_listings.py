"""Lists that a program prints page by page are read row by row, and what is around the rows is left out."""

from tests.intake.outcome import taken_in

HEAD = "CLIENT  NOM                  FACTURE   DATE         MONTANT HT"
RULE = "-" * len(HEAD)
CLIENTS = (
    "CLIENT  NOM                  CP     VILLE\n"
    "001001  GARAGE DU PORT       35000  RENNES\n"
    "001002  SCIERIE DU BOIS JOLI 29200  BREST\n"
    "001003  TRANSPORTS ODET      29000  QUIMPER\n"
)


def page(number):
    return f"SOCIETE ARMOR        LISTE DES FACTURES            PAGE {number:4}\n{RULE}\n{HEAD}\n{RULE}\n"


FIRST = (
    page(1)
    + "001001  GARAGE DU PORT       40001     15/01/2024     1.000,00\n"
    + "001001  GARAGE DU PORT       40002     20/02/2025     1.100,50\n"
    + "                             TOTAL CLIENT             2.100,50 *\n"
)
SECOND = (
    "                             A REPORTER               2.100,50\n\f"
    + page(2)
    + "                             REPORT                   2.100,50\n"
    + "001002  SCIERIE DU BOIS JOLI 40003     17/03/2024     2.000,00\n"
    + "001002  SCIERIE DU BOIS JOLI 40004     18/04/2025       200,00-\n"
    + "                             TOTAL CLIENT             1.800,00 *\n"
    + RULE
    + "\n                             TOTAL GENERAL            3.900,50 **\nFIN D'ETAT\n"
)
DUE = {("001001", 2024): 1000.0, ("001001", 2025): 1100.5, ("001002", 2024): 2000.0, ("001002", 2025): -200.0}


def by_client_and_year(made):
    sums = made.sales.groupby(["account_id", made.sales["date"].dt.year])["revenue_eur"].sum()
    return {(account, int(year)): round(float(amount), 2) for (account, year), amount in sums.items()}


def test_pages_totals_and_amounts_carried_over_are_no_rows_of_a_printed_list(tmp_path):
    made = taken_in(tmp_path, {"FAC210.lst": FIRST + SECOND, "CLI100.txt": CLIENTS})
    assert by_client_and_year(made) == DUE
    assert made.accounts["name"].tolist() == ["GARAGE DU PORT", "SCIERIE DU BOIS JOLI", "TRANSPORTS ODET"]


def test_a_client_once_above_its_lines_is_the_client_of_each_of_them(tmp_path):
    head = (
        "FACTURE   DATE         LIBELLE         MONTANT HT\n--------- ------------ ----------- ----------\n"
    )
    listing = (
        f"JOURNAL DES VENTES                    PAGE   1\n{head}"
        "CLIENT : 001001  GARAGE DU PORT\n"
        "40001     15/01/2024   FOURNITURES       1.000,00\n"
        "40002     20/02/2025   FOURNITURES       1.100,50\n"
        "                       TOTAL CLIENT      2.100,50\n"
        "CLIENT : 001002  SCIERIE DU BOIS JOLI\n"
        "40003     17/03/2024   FOURNITURES       2.000,00\n"
        f"JOURNAL DES VENTES                    PAGE   2\n{head}"
        "40004     18/04/2025   AVOIR               200,00-\n"
        "                       TOTAL CLIENT      1.800,00\n"
        "                       TOTAL GENERAL     3.900,50\n"
    )
    made = taken_in(tmp_path, {"journal.prn": listing, "CLI100.txt": CLIENTS})
    assert by_client_and_year(made) == DUE


def test_prose_in_a_text_file_is_no_printed_list(tmp_path):
    files = {
        "FAC210.txt": FIRST + SECOND,
        "CLI100.txt": CLIENTS,
        "note.txt": "Le client a dit  que la date est bonne.\n" * 5,
    }
    assert by_client_and_year(taken_in(tmp_path, files)) == DUE
