"""What a client's visits are worth, in a sentence that can be worked out again."""

from solver.allocation.explain.terms import client_terms
from tests.allocation.problem.test_build import built


def test_the_sentence_has_the_terms_and_the_visits_on_either_side_of_today():
    """c2: 40,000 at 25 % are 10,000 at two visits; the room of 5 % is 500, of which a third takes 42.3 %."""
    said = client_terms(built()).set_index("account_id")["sentence"]
    assert said["c2"] == (
        "€40,000 at 25.0% margin, risk 0.0%, room 5.0%; each visit takes 42.3% of the room that is left. "
        "Visit 3 would bring €211. Visit 2 brought €366."
    )
    assert said["c3"].endswith("Visit 1 would bring €169."), "never visited: no last visit"


def test_the_largest_client_comes_first():
    assert client_terms(built())["account_id"].tolist() == ["c1", "c2", "c3"]


def said_at(today):
    """The sentence of c2 where so many visits are those of today."""
    problem = built()
    accounts = problem.accounts.assign(visits_today=problem.accounts["visits_today"] * 0 + today)
    return client_terms(problem.with_tables(accounts=accounts)).set_index("account_id").loc["c2", "sentence"]


def test_half_a_visit_more_than_two_is_two_and_the_last_of_the_table_has_no_next():
    assert said_at(2.5) == said_at(2.0)
    assert "Visit 3 would bring" in said_at(2.5)
    last = built().contribution_eur.shape[1] - 1
    assert "would bring" not in said_at(last)
    assert f"Visit {last} brought" in said_at(last)
    assert "would bring" in said_at(last - 1)
