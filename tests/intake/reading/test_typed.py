from tests.intake.conftest import refusal

HEADER = "Code client;Nom;Potentiel;Date du potentiel;Effectif;Opposition\n"


def lines(count, row):
    return HEADER + "".join(row.format(n=n) + "\n" for n in range(count))


def test_every_column_of_the_table_is_there_in_its_type(typed):
    table = typed("accounts", HEADER + "C1;Ann;12 500,00;31/12/2025;7;Oui\n").table
    row = table.iloc[0]
    assert (row["potential_eur"], row["headcount"], bool(row["opposed"])) == (12500.0, 7.0, True)
    assert str(table["potential_on"].dtype) == "datetime64[us]"
    assert table["siret"].isna().all()
    assert table.index.tolist() == [2]


def test_a_few_bad_cells_are_listed_and_left_empty(typed):
    read = typed(
        "accounts", lines(40, "C{n};Ann;10{n};31/12/2025;5;non") + "C99;Bob;beaucoup;31/02/2025;-1;non\n"
    )
    assert read.slips[["row", "name", "found"]].to_numpy().tolist() == [
        [42, "headcount", "-1"],
        [42, "potential_eur", "beaucoup"],
        [42, "potential_on", "31/02/2025"],
    ]
    assert read.table.loc[42, ["headcount", "potential_eur", "potential_on"]].isna().all()


def test_a_column_of_nonsense_is_refused_with_row_column_and_fix(typed):
    with refusal(
        "accounts.csv, row 2, column “Potentiel”: this is not a number in 40 of 40 rows (100.0%)",
        "; the first says “élevé” → correct the cells",
        "or say under `columns` which column holds potential_eur",
        '; to do without it, write potential_eur: ""',
    ):
        typed("accounts", lines(40, "C{n};Ann;élevé;31/12/2025;5;non"))


def test_more_than_a_twentieth_of_bad_cells_is_too_many(typed):
    fine = lines(76, "C{n};Ann;1;31/12/2025;5;non")
    bad = "D{n};Bob;x;31/12/2025;5;non\n"
    assert len(typed("accounts", fine + "".join(bad.format(n=n) for n in range(4))).slips) == 4
    with refusal("in 5 of 81 rows"):
        typed("accounts", fine + "".join(bad.format(n=n) for n in range(5)))


def test_dates_that_read_both_ways_ask_for_the_order(typed):
    with refusal(
        "row 2, column “Date du potentiel”: “03/04/2025” can be read with the day or with the month first",
        "→ write date_order: dmy",
    ):
        typed("accounts", HEADER + "C1;Ann;1;03/04/2025;5;non\n")
    read = typed("accounts", HEADER + "C1;Ann;1;03/04/2025;5;non\n", date_order="dmy")
    assert read.table["potential_on"].dt.month.tolist() == [4]


def test_another_date_column_of_the_file_settles_the_order(typed):
    text = "Code client;Nom;Date du potentiel;Dernier contact\nC1;Ann;03/04/2025;25/04/2025\n"
    assert typed("accounts", text).table["potential_on"].dt.month.tolist() == [4]


def test_numbers_that_read_both_ways_ask_for_the_decimal_mark(typed):
    with refusal(
        "row 2, column “Potentiel”: “12.500” can be a number with three decimals or thousands",
        "→ write decimal",
    ):
        typed("accounts", HEADER + "C1;Ann;12.500;31/12/2025;5;non\n")
    read = typed("accounts", HEADER + "C1;Ann;12.500;31/12/2025;5;non\n", decimal=",")
    assert read.table["potential_eur"].tolist() == [12500.0]


def test_another_number_column_of_the_file_settles_the_decimal_mark(typed):
    text = "Code client;Nom;Potentiel;Part accessible\nC1;Ann;12.500;0,60\n"
    assert typed("accounts", text).table["potential_eur"].tolist() == [12500.0]


def test_a_header_in_thousands_of_euros_counts_in_euros(typed):
    read = typed(
        "accounts",
        "Code client;Nom;Potentiel (k€)\nC1;Ann;12,5\n",
        columns={"potential_eur": "Potentiel (k€)"},
    )
    assert read.table["potential_eur"].tolist() == [12500.0]


def test_unknown_codes_name_the_way_to_translate_them(typed):
    text = "Code client;Nom;Type\n" + "".join(f"C{n};Ann;ZZ\n" for n in range(9))
    with refusal(
        "this code is not known in 9 of 9 rows",
        "say under `codes` of this source what they mean, as in kind: {“ZZ”: …} (one of banker, client",
    ):
        typed("accounts", text)


def test_constants_fill_what_the_file_does_not_say(typed):
    text = "Code client;Nom\nC1;Ann\n"
    constants = {"kind": "prospect", "potential_eur": 1500.5, "potential_on": "2021-12-31", "opposed": True}
    row = typed("accounts", text, constants=constants).table.iloc[0]
    assert (row["kind"], row["potential_eur"], row["opposed"]) == ("prospect", 1500.5, True)
    assert str(row["potential_on"])[:10] == "2021-12-31"


def test_text_codes_are_replaced_where_they_are_listed(typed):
    text = "Code client;Nom;Commercial\nC1;Ann;12\nC2;Bob;R2\n"
    assert typed("accounts", text, codes={"rep_id": {"12": "R1"}}).table["rep_id"].tolist() == ["R1", "R2"]


def test_total_rows_are_left_out_and_counted(typed):
    header = "N° facture;Date facture;Code client;Montant HT\n"
    read = typed("sales", header + "F1;15/01/2025;C1;10,00\n;;Total;10,00\nTOTAL GÉNÉRAL;;;10,00\n")
    assert (len(read.table), read.total_rows) == (1, 2)
    assert read.raw.table.index.tolist() == [2]


def test_a_firm_called_total_is_a_firm(typed):
    read = typed("accounts", "Code client;Nom\nC1;Total\nC2;Total Énergies\n;Total\n")
    assert read.table["name"].tolist() == ["Total", "Total Énergies"]
    assert read.total_rows == 1


def test_formulas_and_markup_pass_through_as_they_are(typed):
    names = ['=HYPERLINK("http://x.example")', "<script>alert(1)</script>", "+33", "@cmd", "-2+3"]
    text = "Code client\tNom\n" + "".join(f"C{n}\t{name}\n" for n, name in enumerate(names))
    assert typed("accounts", text).table["name"].tolist() == names


def test_a_refused_column_names_the_encoding_that_was_guessed(typed):
    text = "N° facture;Date facture;Code client;Montant HT\n" + "F1;15/01/2025;C1;dû 12\n" * 5
    for used, other in (("cp1252", "cp850"), ("cp850", "cp1252")):
        with refusal("in 5 of 5 rows", f"; read as {used}; if that looks wrong, add encoding: {other}"):
            typed("sales", text.encode(used))


def test_an_encoding_that_is_stated_or_does_not_matter_is_not_named(typed):
    header = "N° facture;Date facture;Code client;Montant HT\n"
    for cell, options in (("douze", {}), ("dû 12", {"encoding": "cp1252"})):
        text = header + f"F1;15/01/2025;C1;{cell}\n" * 5
        with refusal("in 5 of 5 rows") as caught:
            typed("sales", text.encode("cp1252"), **options)
        assert "read as" not in str(caught.value)
