"""Who keeps the client file and who feeds it: what cannot be is refused in plain words."""

import pytest
import yaml

from solver.parameters import load_portfolio
from solver.words.errors import PortfolioError
from tests.small_firm import write_small_firm


@pytest.fixture
def portfolio(tmp_path):
    path = write_small_firm(tmp_path)

    def make(**parameters):
        values = yaml.safe_load(path.read_text(encoding="utf-8"))
        path.write_text(yaml.safe_dump(values | parameters), encoding="utf-8")
        return load_portfolio(path)

    return make


def test_a_service_is_asked_what_it_usually_knows_unless_fields_are_named(portfolio):
    read = portfolio(
        file_owner={"name": "Odile Marec", "email": "odile@firm.example"},
        contributors=[
            {"name": "Claire", "service": "accounting"},
            {"name": "Nadia", "service": "switchboard", "fields": ["contact_phone", "email"]},
        ],
    )
    assert read.file_owner.name == "Odile Marec"
    assert [each.asked for each in read.contributors] == [
        ("siret", "siren", "naf"),
        ("contact phone", "email"),
    ]
    assert (read.list_lines, read.asks_per_visit) == (15, 3)


@pytest.mark.parametrize(
    ("contributors", "words"),
    [
        ([{"name": "Claire", "service": "cellar"}], "“service” of Claire is “cellar”: it must be one of"),
        ([{"service": "sales"}], "the parameter “name” of contributor 1 is missing"),
        ([{"name": "Claire", "service": "sales", "field": ["siret"]}], "did you mean “fields”?"),
        (
            [{"name": "Claire", "service": "sales", "fields": ["shoe_size"]}],
            "nobody is asked for “shoe_size”; what can be asked for: address,",
        ),
        (
            [{"name": "Claire", "service": "sales"}, {"name": "CLAIRE", "service": "delivery"}],
            "contributors: the same name twice",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_plain_words(portfolio, contributors, words):
    with pytest.raises(PortfolioError) as refused:
        portfolio(contributors=contributors)
    assert words in str(refused.value)


def test_an_owner_without_a_name_is_refused(portfolio):
    with pytest.raises(PortfolioError, match="file_owner"):
        portfolio(file_owner={"email": "odile@firm.example"})
