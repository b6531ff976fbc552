"""Which portfolios a batch is about: a folder, a list, and names that nobody could tell apart."""

import pytest

from solver.batch.listed import portfolios_of
from solver.words.errors import PortfolioError


@pytest.fixture
def clients(tmp_path):
    for name in ("north", "south"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "portfolio.yaml").write_text("firm: x\n", encoding="utf-8")
    return tmp_path


def names(given):
    return [one.name for one in portfolios_of(given)]


def test_each_folder_with_a_portfolio_is_one_and_a_run_folder_is_none(clients):
    (clients / "west.yaml").write_text("firm: x\n", encoding="utf-8")
    (clients / "empty").mkdir()
    run = clients / "a_run"
    run.mkdir()
    for file in ("portfolio.yaml", "manifest.json"):
        (run / file).write_text("{}", encoding="utf-8")
    assert names(clients) == ["north", "south", "west"]


@pytest.mark.parametrize(
    "text",
    [
        "south/portfolio.yaml\nnorth\n",
        "portfolio;name\nnorth;Nord\nsouth/portfolio.yaml;\n",
        "\ufeffNom,Portefeuille\nNord,north\n,south\n",
    ],
)
def test_a_list_names_paths_from_where_it_lies(clients, text, monkeypatch):
    file = clients / "agencies.csv"
    file.write_text(text, encoding="utf-8")
    monkeypatch.chdir("/")
    found = portfolios_of(file)
    assert sorted(one.path for one in found) == [
        clients / name / "portfolio.yaml" for name in ("north", "south")
    ]
    assert [one.name for one in found] == (["Nord", "south"] if "Nord" in text else ["north", "south"])


def test_a_portfolio_that_is_not_there_is_still_one_of_the_list(clients):
    file = clients / "agencies.txt"
    file.write_text("north\nlost/portfolio.yaml\n", encoding="utf-8")
    assert names(file) == ["lost", "north"]


def test_two_that_would_write_into_one_folder_are_told_with_their_paths(clients):
    for name in ("a/North", "b/north"):
        (clients / name).mkdir(parents=True)
        (clients / name / "portfolio.yaml").write_text("firm: x\n", encoding="utf-8")
    file = clients / "agencies.txt"
    file.write_text("a/North\nsouth\nb/north\n", encoding="utf-8")
    with pytest.raises(PortfolioError) as refused:
        portfolios_of(file)
    assert str(clients / "a" / "North" / "portfolio.yaml") in str(refused.value)
    assert str(clients / "b" / "north" / "portfolio.yaml") in str(refused.value)
    assert "south" not in str(refused.value)


@pytest.mark.parametrize("name", ["../up", "a/b", "half.part-1", "con:", ".hidden"])
def test_a_name_that_is_no_folder_of_its_own_is_told(clients, name):
    file = clients / "agencies.csv"
    file.write_text(f"portfolio,name\nnorth,{name}\n", encoding="utf-8")
    with pytest.raises(PortfolioError, match="no run folder can be called so"):
        portfolios_of(file)


def test_what_is_not_there_is_called_so(tmp_path):
    with pytest.raises(PortfolioError, match="nowhere: there is no such file → give a folder of firms"):
        portfolios_of(tmp_path / "nowhere")


def test_a_folder_without_a_portfolio_says_what_to_give(tmp_path):
    with pytest.raises(PortfolioError, match="there is no portfolio in it → give a folder of folders"):
        portfolios_of(tmp_path)
