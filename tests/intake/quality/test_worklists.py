def test_what_to_verify_comes_by_revenue(faulty):
    table = faulty.fields_to_verify.set_index("account_id")
    assert table.index.tolist() == ["C1", "C2", "C3", "P1"]
    assert table.loc["C1", "fields"] == "a second contact: a main account hangs on one person"
    assert table.loc["C2", "fields"] == (
        "SIRET (wrong); telephone (wrong); e-mail; potential (older than 12 months); "
        "whole record (no contact for 12 months)"
    )
    assert table.loc["C3", "fields"] == (
        "SIRET; postcode (to confirm); telephone; e-mail; potential; rep in charge (to confirm); "
        "a person to ask for"
    )
