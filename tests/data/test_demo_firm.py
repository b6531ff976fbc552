"""The fictional firm: the generator repeats itself, its figures are a wholesaler's."""

import os
import re
import subprocess
import sys
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from stdnum.fr import siren, siret

from tests.conftest import ROOT
from tests.data.demo_files import (
    AMOUNT,
    AS_OF,
    CLIENT,
    CLIENT_POTENTIAL,
    CODE,
    COST,
    DATE,
    DEMO,
    DOCUMENT,
    ENCODINGS,
    FILES,
    INVOICES,
    PROSPECT_POTENTIAL,
    REPS,
    day,
    number,
    read,
    read_all,
)


@pytest.fixture(scope="module")
def raw():
    return read_all()


@pytest.fixture(scope="module")
def sales(raw):
    """Invoice lines of known accounts with an amount."""
    lines = pd.concat([raw[name] for name in INVOICES], ignore_index=True)
    lines = lines[lines[CLIENT].isin(raw["clients.csv"][CODE])]
    lines = lines.assign(
        euros=number(lines[AMOUNT]),
        cost=number(lines[COST]),
        on=day(lines[DATE]),
        year=day(lines[DATE]).dt.year,
    )
    return lines.dropna(subset=["euros"])


@pytest.fixture(scope="module")
def yearly(sales):
    return sales.pivot_table(index=CLIENT, columns="year", values="euros", aggfunc="sum", fill_value=0.0)


@pytest.fixture(scope="module")
def clients(raw, sales, yearly):
    """Clients with what they buy, could buy, and how often they are visited."""
    table = raw["clients.csv"].set_index(CODE)
    table = table[table["Type de tiers"].isin(["Client", ""])]
    potential = number(table[CLIENT_POTENTIAL])
    visits = raw["visites.csv"].query("Statut == 'Réalisée'")["Code tiers"].value_counts()
    bought = sales[sales["euros"] > 0]
    table = table.assign(
        revenue=yearly[2025].reindex(table.index, fill_value=0.0),
        before=yearly[2024].reindex(table.index, fill_value=0.0),
        potential=potential.where(potential > 0),
        visits=visits.reindex(table.index, fill_value=0),
        first_on=bought.groupby(CLIENT)["on"].min(),
        last_on=bought.groupby(CLIENT)["on"].max(),
    )
    return table.assign(
        wallet=table["revenue"] / table["potential"],
        revenue_class=pareto(table["revenue"]),
        potential_class=pareto(table["potential"].dropna()),
    )


def pareto(values):
    """Return A, B, C at 80 and 95 % of the sum, own line included."""
    ordered = values.sort_values(ascending=False)
    share = ordered.cumsum() / ordered.sum()
    return pd.Series(np.select([share <= 0.8, share <= 0.95], ["A", "B"], "C"), index=ordered.index)


def test_generator_writes_the_committed_bytes(tmp_path):
    command = [sys.executable, "-B", str(DEMO / "generate.py"), "--out", str(tmp_path)]
    subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": "7"})
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FILES)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (DEMO / name).read_bytes(), name


def test_files_are_small():
    sizes = [path.stat().st_size for path in DEMO.iterdir() if path.is_file()]
    assert max(sizes) < 2_500_000
    assert sum(sizes) < 3_000_000


def test_encodings_differ_as_in_a_real_delivery():
    assert (DEMO / "prospects.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with pytest.raises(UnicodeDecodeError):
        (DEMO / "clients.csv").read_bytes().decode("utf-8")
    assert (DEMO / "clients.csv").read_bytes().count(b"\r\n") == len(read("clients.csv")) + 1
    assert b"\r" not in (DEMO / "visites.csv").read_bytes()


def test_every_company_number_is_valid_and_never_issued(raw):
    sirens = raw["clients.csv"]["SIREN"]
    sites = pd.concat([raw["clients.csv"]["SIRET"], raw["prospects.csv"]["SIRET"]])
    wrong = [site for site in sites if site and "E" not in site and not siret.is_valid(site)]
    assert len(wrong) == 4
    assert all(siren.is_valid(value) for value in sirens if value)
    assert sirens[sirens != ""].str.startswith("0000").all()
    assert sites[(sites != "") & ~sites.str.contains("E")].str.startswith("0000").all()


def test_nobody_can_be_reached(raw):
    for name in ("clients.csv", "prospects.csv", "contacts.csv"):
        text = (DEMO / name).read_bytes().decode(ENCODINGS.get(name, "utf-8"))
        phones = re.findall(r"\b0\d(?: \d\d){4}\b", text)
        assert phones
        assert {phone[:8] for phone in phones} <= {"02 61 91", "06 39 98"}
        domains = re.findall(r"@[\w-]+\.(\w+)", text)
        assert set(domains) == {"example"}
        origin = raw[name]["Origine"]
        assert set(origin[origin != ""]) == {"fictif – Armor Fournitures"}


def test_size_of_the_firm(raw):
    kinds = raw["clients.csv"]["Type de tiers"].value_counts()
    assert kinds["Client"] + kinds[""] == 420
    assert kinds["Ancien client"] == 60
    assert {"Fournisseur", "Banque", "Presse", "Relation"} <= set(kinds.index)
    assert len(raw["prospects.csv"]) == 180
    assert 23_000 <= sum(len(raw[name]) for name in INVOICES) <= 27_000
    contacts = raw["contacts.csv"].query("`Code tiers` != ''")
    assert 1.3 <= len(contacts) / contacts["Code tiers"].nunique() <= 1.7
    assert 5 <= len(raw["decisions.csv"]) <= 8


def test_top_fifth_of_clients_makes_about_four_fifths_of_sales(yearly):
    bought = yearly[2025][yearly[2025] > 0].sort_values(ascending=False)
    assert 0.75 <= bought.head(round(len(bought) / 5)).sum() / bought.sum() <= 0.85


@pytest.mark.parametrize("year", [2023, 2024])
def test_one_client_in_eight_buys_nothing_the_year_after(yearly, year):
    bought = yearly[yearly[year] > 0]
    assert 0.10 <= (bought[year + 1] <= 0).mean() <= 0.15


def test_margins_differ_by_family_and_client(sales):
    invoiced = sales[sales["euros"] > 50]
    margin = 1 - invoiced["cost"] / invoiced["euros"]
    assert margin.between(0.175, 0.385).all()
    by_family = sales.groupby("Ligne - Famille")[["euros", "cost"]].sum()
    rates = 1 - by_family["cost"] / by_family["euros"]
    assert len(rates) == 8
    assert rates.max() - rates.min() > 0.1
    by_client = sales.groupby(CLIENT)[["euros", "cost"]].sum()
    assert (1 - by_client["cost"] / by_client["euros"]).std() > 0.02


def test_credit_notes_are_negative_and_few(sales):
    credit = sales[DOCUMENT].str.startswith("AV")
    assert (sales.loc[credit, "euros"] < 0).all()
    assert (sales.loc[~credit, "euros"] > 0).all()
    assert 0.01 <= credit.mean() <= 0.03


def test_sales_have_a_season(sales):
    by_month = sales.groupby(sales["on"].dt.month)["euros"].sum()
    assert by_month.idxmin() == 8
    assert by_month.max() > 2 * by_month.min()


def test_the_total_row_is_the_sum_of_its_file(raw):
    lines = raw["factures_2024.csv"]
    total = lines[DOCUMENT] == "Total"
    assert number(lines.loc[total, AMOUNT]).iloc[0] == pytest.approx(
        number(lines.loc[~total, AMOUNT]).sum(), abs=0.005
    )


def test_a_fifth_of_the_accounts_lack_a_potential(raw):
    partners = raw["clients.csv"]
    visited = partners[~partners["Type de tiers"].isin(["Fournisseur", "Banque", "Presse", "Relation"])]
    missing = [*visited[CLIENT_POTENTIAL].eq(""), *raw["prospects.csv"][PROSPECT_POTENTIAL].eq("")]
    assert 0.18 <= np.mean(missing) <= 0.22


def test_known_potentials_have_a_source_and_often_an_old_date(clients):
    known = clients[clients["potential"].notna()]
    assert (known["Source du potentiel"] != "").all()
    age_months = (AS_OF - day(known["Date du potentiel"])).dt.days / 30.44
    assert 0.25 <= (age_months > 12).mean() <= 0.45


def test_share_of_wallet_is_spread_and_large_potentials_are_under_served(clients):
    buying = clients[clients["revenue"] > 0]
    assert 5 <= (buying["wallet"] > 1).sum() <= 10
    assert buying["wallet"].quantile(0.1) < 0.1
    assert buying["wallet"].quantile(0.9) > 0.7
    large = clients[clients["potential_class"] == "A"]
    assert (large["wallet"] < 0.4).mean() > 0.7
    stale = buying[buying["wallet"] > 1]
    assert (day(stale["Date du potentiel"]) < "2024-01-01").all()


def test_every_cell_of_the_crossed_matrix_has_accounts(clients):
    cells = pd.crosstab(clients["revenue_class"], clients["potential_class"].fillna("?"))
    assert (cells.loc[["A", "B", "C"], ["A", "B", "C", "?"]] >= 2).all(axis=None)
    both = clients[(clients["revenue_class"] == "A") & (clients["potential_class"] == "A")]
    assert (both["wallet"] >= 0.5).sum() >= 5
    assert (both["wallet"] < 0.5).sum() >= 5


def test_every_behaviour_occurs(clients):
    recency = (AS_OF - clients["last_on"]).dt.days / 30.44
    trend = clients["revenue"] / clients["before"].where(clients["before"] > 0) - 1
    note = number(clients["Satisfaction"])
    regular = (recency < 3) & (clients["first_on"] < "2024-01-01")
    behaviours = {
        "new": clients["first_on"] >= "2025-01-01",
        "inactive": recency.between(9, 12),
        "lost": recency > 12,
        "at risk": regular & (trend < -0.1),
        "developing": regular & (trend > 0.2),
        "loyal": regular & trend.between(-0.1, 0.2) & (note >= 4),
        "standard": regular & trend.between(-0.1, 0.2) & ~(note >= 4),
    }
    assert {name: int(found.sum()) for name, found in behaviours.items() if found.sum() < 12} == {}


def test_satisfaction_is_known_for_about_half(clients):
    note = number(clients["Satisfaction"])
    assert 0.45 <= note.notna().mean() <= 0.6
    assert set(note.dropna()) == {1, 2, 3, 4, 5}


def test_some_large_clients_have_a_single_contact(raw, clients):
    people = raw["contacts.csv"]["Code tiers"].value_counts()
    large = clients.index[clients["revenue_class"] == "A"]
    assert 10 <= (people.reindex(large) == 1).sum() <= 30
    assert 10 <= (raw["contacts.csv"]["Opposition"] == "Oui").sum() <= 40


def test_the_visit_log_has_the_habits_that_the_method_mends(raw, clients):
    done = raw["visites.csv"].query("Statut == 'Réalisée'")
    assert 2600 <= len(done) <= 3200
    assert done["Code tiers"].str.startswith("P").mean() < 0.06
    pleasant = clients[(clients["revenue"] < 26_000) & (clients["visits"] >= 10)]
    assert len(pleasant) >= 50
    assert pleasant["visits"].max() <= 20
    large = clients[(clients["potential_class"] == "A") & (clients["wallet"] < 0.4)]
    assert (large["visits"] <= 2).mean() > 0.6
    known = clients.dropna(subset="potential")
    assert abs(known["visits"].rank().corr(known["potential"].rank())) < 0.2


def test_visits_fit_the_days_of_a_rep(raw):
    done = raw["visites.csv"].query("Statut == 'Réalisée'")
    dates = day(done["Date"])
    assert (dates.dropna().dt.day_of_week < 5).all()
    per_day = done.groupby(["Commercial", "Date"]).size()
    assert per_day.max() <= 6
    assert set(done["Commercial"]) == REPS
    assert not done.duplicated(["Commercial", "Date", "Heure"]).any()


def test_agreed_appointments_lie_in_the_first_quarter(raw):
    agreed = raw["visites.csv"].query("Statut == 'Planifiée'")
    dates = day(agreed["Date"])
    assert len(agreed) == 40
    assert dates.between("2026-01-13", "2026-03-31").all()
    assert dates.dt.day_of_week.isin([1, 2, 3]).all()
    assert not dates.between("2026-02-16", "2026-02-27").any()
    assert not agreed.duplicated(["Commercial", "Date"]).any()
    decided = raw["decisions.csv"]
    refused = set(decided.loc[decided["Visites imposées"] == "0", "Code tiers"])
    assert refused
    assert not refused & set(agreed["Code tiers"])


def test_prospecting_gives_rates_of_its_own(raw):
    rows = raw["suivi_prospection.csv"]["Étape"].value_counts()
    order = ["Appelé", "Joint", "Rendez-vous", "Visité", "Devis", "Gagné"]
    rates = [rows[after] / rows[before] for before, after in pairwise(order)]
    assert rates == pytest.approx([0.75, 0.33, 0.85, 0.40, 0.30], abs=0.01)
    assert all(rows[stage] >= 30 for stage in order[:-1])


def test_stages_of_a_pursuit_follow_each_other(raw):
    events = raw["suivi_prospection.csv"]
    rank = {"Appelé": 0, "Joint": 1, "Rendez-vous": 2, "Visité": 3, "Devis": 4, "Gagné": 5, "Perdu": 5}
    events = events.assign(on=day(events["Date"]), rank=events["Étape"].map(rank)).dropna(subset="on")
    ordered = events.sort_values(["Code tiers", "Campagne", "rank"])
    gaps = ordered.groupby(["Code tiers", "Campagne"])["on"].diff().dropna()
    assert (gaps >= pd.Timedelta(0)).all()


def test_prospects_won_are_clients_who_ordered_afterwards(raw, sales):
    won = raw["suivi_prospection.csv"].query("Étape == 'Gagné'")
    first = sales.groupby(CLIENT)["on"].min().reindex(won["Code tiers"])
    delay = (first.to_numpy() - day(won["Date"]).to_numpy()) / np.timedelta64(1, "D")
    assert len(won) == 15
    assert ((delay >= 0) & (delay < 40)).all()


def test_accounts_lie_in_brittany_and_mostly_near_their_rep(raw):
    partners = raw["clients.csv"].query("`Type de tiers` in ['Client', 'Ancien client']")
    department = partners["Code postal (facturation)"].str[:2]
    assert department.isin(["22", "29", "35", "56"]).mean() > 0.98
    mostly = pd.crosstab(partners["Code commercial/collaborateur"], department)
    assert (
        mostly.loc[sorted(REPS)].max(axis="columns") / mostly.loc[sorted(REPS)].sum(axis="columns") > 0.5
    ).all()


def test_codes_refer_to_accounts_that_exist(raw):
    known = {*raw["clients.csv"][CODE], *raw["prospects.csv"]["Code prospect"]}
    for name in ("visites.csv", "suivi_prospection.csv", "decisions.csv"):
        assert set(raw[name]["Code tiers"]) <= known, name


def test_accounts_without_a_kind_bought_in_2025(raw, yearly):
    unknown = raw["clients.csv"].loc[raw["clients.csv"]["Type de tiers"] == "", CODE]
    assert (yearly[2025].reindex(unknown) > 0).all()
