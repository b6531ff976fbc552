"""A rep's page holds that rep's lines, and only those."""

import pandas as pd

from solver.handover.html import rep_page as pages
from solver.handover.html.rep_page import day_sheet, rep_page, rep_pages, rest_of
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.rep_tiles import rep_tiles


def test_every_rep_has_a_page_in_the_order_of_their_names(firm):
    assert [page.name for page in rep_pages(Artifacts(firm))] == [
        "Loïc Brannelec",
        "Maëlle Trévidan",
        "Solène Rosnalec",
    ]


def test_of_very_many_reps_those_who_bring_most_are_there_in_full_and_the_others_with_their_figures(
    firm, monkeypatch
):
    assert rest_of(rep_pages(Artifacts(firm))) == ""
    monkeypatch.setattr(pages, "MOST", 2)
    brought = firm["allocation"].groupby("rep_id")["contribution_eur"].sum()
    made = rep_pages(Artifacts(firm))
    assert {page.rep_id for page in made if not page.parts} == {brought.idxmin()}
    assert all(page.tiles for page in made)
    assert rest_of(made).startswith("The 2 reps whose visits bring most are here in full; of the others (1)")


def test_the_tiles_are_the_reps_own(firm):
    mine = firm["allocation"][firm["allocation"]["rep_id"] == "MTR"]
    found = {tile.label: tile.figure for tile in rep_tiles(Artifacts(firm), "MTR")}
    assert found["Visits of the plan"] == str(mine["visits"].sum())
    assert found["One more hour would bring, over the years counted"] == "€61"


def test_the_day_sheet_lists_the_visits_of_a_day_in_order():
    appointments = pd.DataFrame(
        {
            "account_id": ["b", "a", "b"],
            "rep_id": "R",
            "date": pd.to_datetime(["2026-01-06", "2026-01-06", "2026-01-07"]),
            "stop": [2, 1, 1],
            "start": ["11:00", "09:00", "10:00"],
            "status": ["agreed", "planned", "planned"],
            "travel_minutes": [20.0, 30.0, 5.0],
        }
    )
    accounts = pd.DataFrame({"account_id": ["a", "b"], "name": ["Ay", "Bee"], "town": ["Brest", None]})
    tours = appointments[["rep_id", "date"]].drop_duplicates().assign(driving_minutes=[80.0, 10.0])
    days = day_sheet(appointments, accounts, tours)
    assert list(days["tour"]) == ["09:00 Ay (Brest) · 11:00 Bee, agreed", "10:00 Bee"]
    assert list(days["driving_minutes"]) == [80.0, 10.0]  # 30 more and 5 more, for the way home


def test_what_the_run_does_not_hold_is_left_out(firm):
    page = rep_page(Artifacts({"reps": firm["reps"], "ledger": firm["ledger"]}), "LBR", "Loïc Brannelec")
    assert [title for title, _parts in page.parts] == ["Where the hours go"]


def test_a_full_run_fills_every_part(firm):
    titles = [title for title, _parts in rep_page(Artifacts(firm), "LBR", "Loïc Brannelec").parts]
    assert titles == [
        "Where the hours go",
        "What changes most",
        "The first full week",
    ]


def test_what_changes_most_is_told_where_visits_are_logged_and_left_out_where_they_are_not(firm):
    titles = dict(rep_page(Artifacts(firm), "LBR", "Loïc Brannelec").parts)
    mine = firm["allocation"].query("rep_id == 'LBR'")
    more = (mine["visits"] > mine["visits_today"].fillna(mine["visits"])).sum()
    fewer = (mine["visits"] < mine["visits_today"].fillna(mine["visits"])).sum()
    sentence, _table = titles["What changes most"]
    assert sentence.startswith(f"{more} accounts get more visits")
    assert f"{fewer} get fewer" in sentence
    nobody_knows = firm | {"allocation": firm["allocation"].assign(visits_today=None)}
    assert "What changes most" not in {
        title for title, _parts in rep_page(Artifacts(nobody_knows), "LBR", "Loïc Brannelec").parts
    }
