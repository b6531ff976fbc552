"""Totals among the rows: told by their word or by their amount, never counted, held against the rows."""

import pytest

HEADER = "N° facture;Date facture;Code client;Montant HT\n"
LINES = "F1;15/01/2025;C1;100,10\nF2;16/01/2025;C2;200,20\nF3;17/01/2025;C1;300,30\n"


@pytest.mark.parametrize(
    "word", ["Total", "TOTAL GÉNÉRAL", "Totaux", "Sous-total", "S/Total C1", "Somme", "Cumul", "CA total HT"]
)
def test_a_row_that_says_total_is_not_counted(typed, word):
    read = typed("sales", f"{HEADER}{LINES}{word};;;600,60\n")
    assert (read.total_rows, read.micros.sum()) == (1, 600_600_000)
    assert read.raw.repairs.empty


def test_a_bare_row_with_the_sum_of_the_rows_above_is_a_total(typed):
    read = typed("sales", f"{HEADER}{LINES};;;600,60\n")
    assert (read.total_rows, read.micros.sum()) == (1, 600_600_000)


def test_subtotals_and_their_grand_total_are_told_apart(typed):
    text = HEADER + LINES + ";;;600,60\n" + LINES.replace("F", "G") + ";;;600,60\nTotal;;;1201,20\n"
    read = typed("sales", text)
    assert (read.total_rows, read.micros.sum()) == (3, 1_201_200_000)
    assert read.raw.repairs.empty


def test_a_total_that_is_not_the_sum_of_its_rows_is_told(typed):
    read = typed("sales", f"{HEADER}{LINES}Total;;;700,60\n")
    told = read.raw.repairs.iloc[0]
    assert (read.total_rows, len(read.raw.repairs), told["row"], told["worth_eur"]) == (1, 1, 5, 100.0)
    assert told["problem"].startswith("this total is not the sum of its lines")
    assert (told["found"], told["used"]) == ("700.60", "the lines, which add up to 600.60")


def test_a_total_above_its_rows_is_held_against_all_of_them(typed):
    read = typed("sales", f"{HEADER}Total;;;600,60\n{LINES}")
    assert (read.total_rows, read.micros.sum(), len(read.raw.repairs)) == (1, 600_600_000, 0)


def test_a_line_that_lacks_its_client_is_no_total_though_the_amount_adds_up(typed):
    read = typed("sales", f"{HEADER}{LINES}F4;18/01/2025;;600,60\n")
    assert (read.total_rows, len(read.table)) == (0, 4)


def test_a_bare_row_of_another_amount_is_no_total(typed):
    read = typed("sales", f"{HEADER}{LINES};;;600,61\n")
    assert (read.total_rows, len(read.table)) == (0, 4)


@pytest.mark.parametrize(
    "name", ["CA HT (k€)", "CA HT k€", "CA HT en k€", "CA HT [KEUR]", "CA HT (en milliers d'euros)"]
)
def test_thousands_of_euros_in_the_name_of_the_column_are_euros(typed, name):
    read = typed("sales", f"N° facture;Date;Code client;{name}\nF1;15/01/2025;C1;1,5\n")
    assert read.micros.tolist() == [1_500_000_000]


def test_thousands_of_euros_in_a_cell_are_euros(typed):
    read = typed(
        "sales", "N° facture;Date;Code client;CA HT (€)\nF1;15/01/2025;C1;1,5 k€\nF2;16/01/2025;C1;1,5\n"
    )
    assert read.micros.tolist() == [1_500_000_000, 1_500_000]


def test_a_list_from_an_old_macintosh_is_understood(typed):
    text = "Code client;Raison sociale;Ville\nC1;Hélène Grâce & frères;Saint-Rémy\nC2;Forêt à Noël;Bézéril\n"
    read = typed("accounts", text.encode("mac-roman"))
    assert read.raw.facts["encoding"] == "mac-roman"
    assert read.table["name"].tolist() == ["Hélène Grâce & frères", "Forêt à Noël"]


def test_grand_totals_of_several_months_are_each_held_against_their_own_groups(typed):
    january = LINES + "Total R1;;;600,60\nF4;18/01/2025;C3;10,00\nF5;19/01/2025;C3;5,00\nTotal R2;;;15,00\n"
    february = "G1;15/02/2025;C1;7,00\nTotal R1;;;7,00\nTotal général;;;7,00\n"
    read = typed("sales", f"{HEADER}{january}Total général;;;615,60\n{february}")
    assert (read.total_rows, read.micros.sum(), len(read.raw.repairs)) == (5, 622_600_000, 0)


def test_a_subtotal_that_is_wrong_is_the_only_one_told(typed):
    second = "G1;15/02/2025;C1;7,00\nG2;16/02/2025;C1;8,00\nTotal R2;;;15,00\nTotal;;;615,60\n"
    read = typed("sales", f"{HEADER}{LINES}Total R1;;;500,00\n{second}")
    told = read.raw.repairs[["found", "used"]].to_numpy().tolist()
    assert told == [["500.00", "the lines, which add up to 600.60"]]


LINES_OF_QUANTITIES = (
    "N° facture;Date;Code client;Qté;PU HT\nF1;15/01/2025;C1;2;50\n"
    "F2;15/02/2025;C2;4;50\nF3;16/02/2025;C2;5;10\n"
)


@pytest.mark.parametrize(
    ("stated", "told"), [("350", []), ("400", [["400.00", "the lines, which add up to 350.00"]])]
)
def test_a_total_below_quantities_and_prices_is_its_own_figure_and_no_product(typed, stated, told):
    """Eleven pieces times the total of 350 is 3,850, and nobody wrote that."""
    source = {"computed": {"revenue_eur": {"multiply": ["Qté", "PU HT"]}}}
    read = typed("sales", f"{LINES_OF_QUANTITIES}TOTAL;;;11;{stated}\n", **source)
    wrong = read.raw.repairs[read.raw.repairs["problem"].str.contains("total")]
    assert wrong[["found", "used"]].to_numpy().tolist() == told


@pytest.mark.parametrize(
    ("stated", "told"),
    [("600,60", []), ("650,60", []), ("700,00", [["700.00", "the lines, which add up to 650.60"]])],
)
def test_a_total_that_a_rule_leaves_out_is_held_against_the_rows_that_count_or_all(typed, stated, told):
    """600.60 were posted; with the draft it is 650.60."""
    rows = [f"{line};posted" for line in LINES.splitlines()]
    text = "\n".join([f"{HEADER.strip()};State", *rows, "F4;18/01/2025;C1;50,00;draft", f";;;{stated};"])
    read = typed("sales", f"{text}\n", keep={"State": ["posted"]})
    assert read.raw.repairs[["found", "used"]].to_numpy().tolist() == told
