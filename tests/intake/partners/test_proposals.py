from solver.intake import prepare_tools


def test_proposals_stand_on_the_line_of_their_account(faulty):
    rows = faulty.repairs[faulty.repairs["account_id"].eq("C3")]
    assert rows[["file", "row", "column", "found", "used"]].to_numpy().tolist() == [
        ["accounts.csv", 4, "CP", "6000", "06000"],
        ["accounts.csv", 4, "Commercial", "JPD", "R1"],
    ]


def test_a_column_that_no_file_has_is_told_once_with_what_was_decided_and_its_euros(firm):
    # C1 and C2 bought (1200.50 and 300.00 - 50.25), C3 did not; the column of reps is there
    repairs = prepare_tools(firm()).repairs
    whole = repairs[repairs["account_id"].isna() & repairs["row"].isna()]
    assert whole[["column", "found", "used", "worth_eur"]].to_numpy().tolist() == [
        ["kind", "3 accounts", "2 taken as clients, 1 taken as a prospect", 1450.25]
    ]


def test_proposed_reps_are_counted_where_no_file_names_any(firm):
    text = "Code client;Raison sociale;CP;Ville\nC1;Rance;35400;SAINT-MALO\nC2;Port;29200;BREST\n"
    repairs = prepare_tools(firm(text)).repairs
    told = repairs.loc[repairs["column"].eq("rep_id"), ["found", "used"]].to_numpy().tolist()
    assert told == [["2 accounts", "1 given to R1, 1 given to R2"]]
