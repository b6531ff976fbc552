from tests.intake.conftest import problems

DECISIONS = "Code client;Visites mini;Visites maxi;Visites imposées;Motif;Date\n"


def test_the_later_of_two_decisions_holds(log):
    made = log("decisions", DECISIONS + "C1;6;;;litige;15/12/2025\nC1;;;4;promis;20/12/2025\nC2;;2;;;\n")
    assert made.table[["account_id", "locked_visits", "max_visits"]].fillna(-1).to_numpy().tolist() == [
        ["C1", 4, -1],
        ["C2", -1, 2],
    ]
    assert problems(made) == [[2, "a later decision on the same account replaces this one"]]


def test_a_decision_that_cannot_be_followed_is_set_aside(log):
    made = log("decisions", DECISIONS + "C1;6;2;;;\nC2;;;;;\nC3;1,5;;2;;\nC3;1;;;;\n")
    assert made.table["account_id"].tolist() == ["C3"]
    assert [problem for _row, problem in problems(made)] == [
        "the least number of visits is above the most",
        "the decision says no number of visits",
        "this is not a whole number",
        "a later decision on the same account replaces this one",
    ]
