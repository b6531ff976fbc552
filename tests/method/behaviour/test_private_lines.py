"""A line of somebody who objects is not used because it is also the account's."""

import pandas as pd

from solver.method.behaviour.private_lines import without_private_lines


def test_a_line_of_a_person_who_objects_is_taken_out_however_it_is_written():
    accounts = pd.DataFrame(
        {
            "account_id": ["C1", "C2", "C3"],
            "phone": ["02 61-91.00 01", "02 61 91 00 02", None],
            "email": ["ann@firm.example", "BEN@firm.example", None],
        }
    )
    people = pd.DataFrame(
        {
            "phone": ["0261910001", "02 61 91 00 02", None],
            "email": [None, "ben@firm.example", "ann@firm.example"],
            "opposed": [True, False, True],
        }
    )
    kept = without_private_lines(accounts, people)
    assert kept["phone"].isna().tolist() == [True, False, True]
    assert kept["email"].isna().tolist() == [True, False, True], "Ben does not object"
    nobody = without_private_lines(accounts, people.head(0))
    pd.testing.assert_frame_equal(nobody, accounts)
