def test_proposals_stand_on_the_line_of_their_account(faulty):
    rows = faulty.repairs[faulty.repairs["account_id"].eq("C3")]
    assert rows[["file", "row", "column", "found", "used"]].to_numpy().tolist() == [
        ["accounts.csv", 4, "CP", "6000", "06000"],
        ["accounts.csv", 4, "Commercial", "JPD", "R1"],
    ]
