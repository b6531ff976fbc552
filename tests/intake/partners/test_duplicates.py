from types import SimpleNamespace

import numpy as np
import pandas as pd
from rapidfuzz import process

from solver.intake.partners import duplicates
from solver.intake.partners.duplicates import find_duplicates, plain_name

SIRET = "73282932000074"


def accounts(*rows):
    table = pd.DataFrame(rows, columns=["account_id", "name", "siret", "siren", "postcode", "town"])
    return table.astype("str")


def pairs(table, revenue=None, similarity=0.9):
    found = find_duplicates(table, pd.Series(revenue or {}, dtype="float64"), similarity)
    return found[["account_id", "other_id", "evidence"]].to_numpy().tolist()


def test_the_same_siret_is_the_surest_evidence():
    table = accounts(
        ("C1", "Garage Rance", SIRET, SIRET[:9], "35400", "Saint-Malo"),
        ("C2", "SARL GARAGE RANCE", SIRET, SIRET[:9], "35400", "Saint-Malo"),
    )
    assert pairs(table) == [["C1", "C2", f"same SIRET {SIRET}"]]


def test_the_same_siren_counts_in_one_postcode_only():
    rows = [
        ("C1", "Le Port", None, SIRET[:9], "35400", None),
        ("C2", "Rance Auto", None, SIRET[:9], "35400", None),
    ]
    assert pairs(accounts(*rows)) == [["C1", "C2", "same SIREN 732829320 in 35400"]]
    assert pairs(accounts(rows[0], ("C3", "Rance Auto", None, SIRET[:9], "29200", None))) == []


def test_near_names_count_in_one_place_only():
    first = ("C1", "Menuiserie Kerbrannec", None, None, "35000", "Rennes")
    assert pairs(accounts(first, ("C2", "Menuiserie Kerbranec", None, None, "35000", "Rennes"))) == [
        ["C1", "C2", "names alike at 98% in 35000"]
    ]
    assert pairs(accounts(first, ("C2", "Menuiserie Kerbranec", None, None, "29200", "Brest"))) == []
    without = [
        (code, name, None, None, None, "Rennes") for code, name in (("C1", first[1]), ("C2", first[1]))
    ]
    assert pairs(accounts(*without)) == [["C1", "C2", "names alike at 100% in Rennes"]]


def test_the_similarity_can_be_checked_by_hand():
    # "abcdefghij" and "abcdefghiX": 9 letters in common of 20, twice 9 over 20 = 90 %
    table = accounts(
        ("C1", "abcdefghij", None, None, "35000", None), ("C2", "abcdefghix", None, None, "35000", None)
    )
    assert len(pairs(table, similarity=0.90)) == 1
    assert len(pairs(table, similarity=0.91)) == 0


def test_two_shops_of_a_chain_are_no_double():
    table = accounts(
        ("C1", "Casey's General Store #2659", None, None, "52404", None),
        ("C2", "Casey's General Store #2660", None, None, "52404", None),
    )
    assert pairs(table) == []


def test_near_names_with_two_company_numbers_say_so():
    table = accounts(
        ("C1", "Garage Rance", None, "732829320", "35400", None),
        ("C2", "Garage Rances", None, "000054338", "35400", None),
    )
    assert pairs(table)[0][2] == "names alike at 96% in 35400, but two different SIREN"


def test_the_account_with_more_revenue_comes_first():
    table = accounts(
        ("C1", "Garage Rance", None, None, "35400", None), ("C2", "Garage Rance", None, None, "35400", None)
    )
    found = find_duplicates(table, pd.Series({"C2": 31000.0, "C1": 42.5}), 0.9)
    assert found[["account_id", "other_id", "revenue_eur"]].to_numpy().tolist() == [["C2", "C1", 31042.5]]


def test_a_pair_known_to_be_two_accounts_is_not_proposed_again():
    rows = [(code, "Garage Rance", None, None, "35400", None) for code in ("C1", "C2", "C3")]
    found = find_duplicates(accounts(*rows), pd.Series(dtype="float64"), 0.9, {frozenset(("C2", "C1"))})
    assert found[["account_id", "other_id"]].to_numpy().tolist() == [["C1", "C3"], ["C2", "C3"]]


def test_legal_form_accents_case_and_order_of_words_do_not_matter():
    assert plain_name("SARL Métallerie LE GOFF") == plain_name(
        "le goff metallerie (S.A.S.)".replace("S.A.S.", "SAS")
    )
    assert plain_name("SARL") == "sarl"


def test_a_thousand_accounts_are_compared_place_by_place(monkeypatch):
    compared = []

    def counted(names, others, **how):
        compared.append(len(names) * len(others))
        return process.cdist(names, others, **how)

    monkeypatch.setattr(duplicates, "process", SimpleNamespace(cdist=counted))
    rng = np.random.default_rng(1)
    letters = np.array(list("abcdefghijklmnoprstuv"))
    names = ["".join(word) for word in letters[rng.integers(0, len(letters), (1000, 12))]]
    table = accounts(*((f"C{n}", name, None, None, f"{n % 125:05d}", None) for n, name in enumerate(names)))
    assert pairs(table) == []
    assert sum(compared) == 125 * 8 * 8
