"""A rep's sheet: the year in brief, the next four weeks in full, then a page a month."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from solver.calendar.elsewhere import days_elsewhere, with_nights
from solver.handover.agenda.tour_map import Frame, Point, territory_map
from solver.handover.agenda.visits import Visit, text_of
from solver.handover.agenda.week_pages import Year, day_words, month_pages, place_of, week_pages
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.read import Findings
from solver.report.look.cells import Column
from solver.report.look.paper import compile_pdf, table_data
from solver.roads.places import STAY
from solver.tables import empty
from solver.words.i18n import (
    _,
    clauses,
    counted,
    format_date,
    format_hours,
    format_number,
    format_share,
    mark_plural,
)

TEMPLATE = Path(__file__).with_name("sheet.typ")
TOP_ACCOUNTS = 14
TERRITORY = Frame(300.0, 168.0, 12.0)
NAMED = 6
DIARY = ("rep_days", "nights")


def read_diary(findings: Findings) -> Artifacts:
    """Read what each day is for, and the nights away: not among what every file is written from."""
    run = findings.run
    there = (name for name in DIARY if run.artifact_path(name).exists())
    return Artifacts({name: run.read(name) for name in there})


def write_sheet(
    findings: Findings, diary: Artifacts, path: Path, visits: Sequence[Visit], rep_id: str, rep: str
) -> None:
    """Write the sheet of a rep who has visits.

    Parameters
    ----------
    findings : Findings
    diary : Artifacts
        Of `read_diary`, read once for all reps.
    path : Path
    visits : sequence of Visit
        By day and hour.
    rep_id, rep : str
        Code and name.

    Raises
    ------
    PortfolioError
        It cannot be laid out, or not be written.
    """
    portfolio, year = findings.portfolio, _year(findings, diary, rep_id)
    compile_pdf(
        TEMPLATE,
        path,
        {
            "first": _first_page(findings, visits, rep_id, rep) | {"map": _territory(visits, year.home)},
            "weeks": week_pages(visits, year),
            "months": month_pages(visits, year),
            "words": {"verify": _("To verify")},
        },
        brand=findings.brand,
        firm=text_of(portfolio.firm),
        title=_("Visits of {rep}").format(rep=text_of(rep)),
        on=portfolio.as_of,
        foot=_("Hours without the word “agreed” are proposed: confirm by telephone"),
        tagged=False,  # the sheet goes to telephones, and the calendar beside it can be read aloud
    )


def _year(findings: Findings, diary: Artifacts, rep_id: str) -> Year:
    portfolio = findings.portfolio
    rep = next((rep for rep in portfolio.reps if rep.rep_id == rep_id), None)
    activities = {
        row["date"].date(): (str(row["activity"]), float(row["field_share"]))
        for row in _of_rep(diary, "rep_days", rep_id).to_dict("records")
    }
    tours = _of_rep(findings.artifacts, "tours", rep_id)
    driving = {row["date"].date(): float(row["driving_minutes"]) for row in tours.to_dict("records")}
    home = (rep.home_lat, rep.home_lon) if rep else None
    said = _elsewhere(findings, diary, rep_id)
    slept = _of_rep(diary, "nights", rep_id)
    nights = dict(zip(slept["date"].dt.date, slept["place"], strict=True))
    return Year(home, portfolio.plan_start, portfolio.plan_end, activities, driving, *said, nights=nights)


def _elsewhere(
    findings: Findings, diary: Artifacts, rep_id: str
) -> tuple[dict[date, str], dict[date, tuple[Point | None, Point | None]]]:
    """Say of the days that do not start and end at the rep's home where they do, in words and on the map."""
    nights = _of_rep(diary, "nights", rep_id)
    days = days_elsewhere(with_nights(_of_rep(diary, "rep_days", rep_id), nights))
    if days.empty:  # nearly always: nobody's account is then looked up
        return {}, {}
    own, accounts, reps = f"home:{rep_id}", findings.artifacts.table("accounts"), findings.portfolio.reps
    names = accounts.set_index("account_id")["name"].to_dict()
    names |= {f"home:{rep.rep_id}": _("home of {name}").format(name=rep.name) for rep in reps}
    names[own] = _("home")
    known = accounts.dropna(subset=["lat", "lon"]).set_index("account_id")[["lat", "lon"]]
    places: dict[str, Point] = {str(code): (float(lat), float(lon)) for code, lat, lon in known.itertuples()}
    places |= {f"home:{rep.rep_id}": (rep.home_lat, rep.home_lon) for rep in reps}
    places |= {STAY + stay.name: (stay.lat, stay.lon) for stay in findings.portfolio.roads.stays}
    names |= dict(zip(nights["place_id"], nights["place"], strict=True))
    beds = set(nights["date"].dt.date)
    said, ends = {}, {}
    for row in days.to_dict("records"):
        start, end = (row[one] or own for one in ("start_id", "end_id"))
        if (start, end) != (own, own):
            day = row["date"].date()
            words = _("from {start} to {end}, night there") if day in beds else _("from {start} to {end}")
            said[day] = words.format(start=names.get(start, start), end=names.get(end, end))
            ends[day] = (places.get(start), places.get(end))
    return said, ends


def _of_rep(known: Artifacts, name: str, rep_id: str) -> pd.DataFrame:
    """Return the lines of one rep; of what is not there, none."""
    mine = known.of_rep(name, rep_id)
    return empty(name) if mine is None else mine


def _first_page(findings: Findings, visits: Sequence[Visit], rep_id: str, rep: str) -> dict[str, Any]:
    portfolio = findings.portfolio
    span = _("{start} to {end}").format(
        start=format_date(portfolio.plan_start), end=format_date(portfolio.plan_end)
    )
    return {
        "eyebrow": _("The year in brief"),
        "name": text_of(rep),
        "span": span,
        "cards": _cards(findings, visits, rep_id),
        "weeks_title": _("The weeks at a glance"),
        "weeks_note": _("Visits of each week; a week without a bar is spent otherwise."),
        "weeks": _bars(visits, portfolio.plan_start, portfolio.plan_end),
        "accounts_title": _("The accounts that count"),
        "accounts": _accounts(findings, visits, rep_id),
        "unplaced": _unplaced(findings, rep_id),
        "map_title": _("Where the visits are"),
        "reading_title": _("How to read the weeks"),
        "reading": [
            _("Each day has its colour, on the map and in the list; numbers are the order of the visits."),
            _("Agreed: the account expects you then. Other hours are proposed: confirm them by telephone."),
            _("To verify: what to find out about the account, said at its first visit."),
            _("Why: the reason of the number of visits in the year."),
            _(
                "The calendar file beside this sheet holds the same visits. What colleagues may not see "
                "stands here alone."
            ),
        ],
    }


def _cards(findings: Findings, visits: Sequence[Visit], rep_id: str) -> list[dict[str, str]]:
    mine = _of_rep(findings.artifacts, "allocation", rep_id)
    agreed = sum(visit.agreed for visit in visits)
    days = len({visit.day for visit in visits})
    on_days = counted(days, "on {n} day", "on {n} days, half days included")
    said = _("{on_days}; no visit agreed yet")
    if agreed:
        said = counted(agreed, "{on_days}; {n} visit agreed", "{on_days}; {n} visits agreed")
    cards = [
        {
            "label": _("Visits in the calendar"),
            "figure": format_number(len(visits)),
            "note": said.format(on_days=on_days),
        }
    ]
    if len(mine):
        visited = mine[mine["visits"] > 0]
        prospects = mine.loc[mine["kind"] == "prospect", "visits"].sum()
        note = counted(
            prospects,
            "{n} visit to prospects in the plan",
            "{n} visits to prospects in the plan, who will not all receive us",
        )
        cards.append({"label": _("Accounts to visit"), "figure": format_number(len(visited)), "note": note})
    on_site = sum((visit.end - visit.start).total_seconds() / 3600 for visit in visits)
    tours = _of_rep(findings.artifacts, "tours", rep_id)
    cards.append({"label": _("Hours on site"), "figure": format_hours(on_site), "note": ""})
    if len(tours):
        road = tours["driving_minutes"].sum() / 60
        cards[-1]["note"] = _("{hours} a day").format(hours=format_hours(on_site / days, 1))
        note = _("{share} of the day").format(share=format_share(road / (road + on_site)))
        if len(mine):
            together = round(road) + round(on_site)  # of the figures that stand beside each other
            note = _("{share}; {hours} in all, {planned} by the plan, before it knew the days").format(
                share=note, hours=format_hours(together), planned=format_hours(mine["hours"].sum())
            )
        cards.append({"label": _("Hours on the road"), "figure": format_hours(road), "note": note})
    return cards


def _bars(visits: Sequence[Visit], start: date, end: date) -> dict[str, Any]:
    """Visits of each week of the plan, and where its months begin."""
    counts: dict[date, int] = {}
    for visit in visits:
        monday = visit.monday
        counts[monday] = counts.get(monday, 0) + 1
    first = min([start - timedelta(days=start.weekday()), *counts])
    last = max([end, *counts])
    mondays = [first + timedelta(weeks=n) for n in range((last - first).days // 7 + 1)]
    most = max(counts.values())
    months: list[dict[str, Any]] = []
    for place, monday in enumerate(mondays):
        name = day_words(max(monday + timedelta(days=3), start), "LLL")  # the month of a week's Thursday
        if not months or months[-1]["name"] != name:
            months.append({"name": name, "at": place})
    return {
        "bars": [{"n": counts.get(monday, 0), "share": counts.get(monday, 0) / most} for monday in mondays],
        "months": months,
    }


def _territory(visits: Sequence[Visit], home: Point | None) -> dict[str, Any]:
    """Place every account visited, and name the towns most visited."""
    places: dict[Point, int] = {}
    towns: dict[str, tuple[Point, int]] = {}
    for visit in visits:
        place, town = place_of(visit), visit.account.town
        if place is None:
            continue
        places[place] = places.get(place, 0) + 1
        if town:
            towns[town] = (towns.get(town, (place, 0))[0], towns.get(town, (place, 0))[1] + 1)
    return territory_map(home, places, towns, TERRITORY)


def _accounts(findings: Findings, visits: Sequence[Visit], rep_id: str) -> dict[str, Any] | None:
    mine = _of_rep(findings.artifacts, "allocation", rep_id)
    if mine.empty:
        return None
    first: dict[str, Visit] = {}
    for visit in visits:
        first.setdefault(visit.account.account_id, visit)
    mine = mine[mine["account_id"].isin(first)]
    largest = mine.sort_values(["contribution_eur", "account_id"], ascending=[False, True]).head(TOP_ACCOUNTS)
    seen = [first[name] for name in largest["account_id"]]
    table = pd.DataFrame(
        {
            "name": [visit.account.name for visit in seen],
            "town": [visit.account.town for visit in seen],
            "type": [visit.account.account_type or visit.account.kind for visit in seen],
            "visits": largest["visits"].to_numpy(),
            "first_on": pd.to_datetime([visit.day for visit in seen]),
            "contribution_eur": largest["contribution_eur"].to_numpy(),
        }
    )
    labels: dict[str, str | Column] = {
        "name": _("Account"),
        "town": _("Town"),
        "type": _("Type"),
        "visits": _("Visits"),
        "first_on": Column(_("First visit")),
        "contribution_eur": _("Expected contribution"),
    }
    return table_data(table, labels)


def _unplaced(findings: Findings, rep_id: str) -> str:
    """Name the accounts some of whose visits have no day yet."""
    missing = _of_rep(findings.artifacts, "unplaced", rep_id)
    if missing.empty:
        return ""
    counts = missing["account_id"].value_counts()
    ordered = sorted(counts.index, key=lambda name: (-int(counts[name]), str(name)))
    names = dict.fromkeys(ordered)
    if findings.has("accounts"):
        accounts = findings.artifacts.table("accounts")
        named = accounts[accounts["account_id"].isin(ordered)]
        names |= dict(zip(named["account_id"], named["name"], strict=True))
    listed = clauses(f"{text_of(names.get(code) or code)} ({counts[code]})" for code in ordered[:NAMED])
    forms = mark_plural(
        "{n} visit of the plan has no day yet: {accounts}",
        "{n} visits of the plan have no day yet: {accounts}",
    )
    if len(ordered) > NAMED:
        forms = mark_plural(
            "{n} visit of the plan has no day yet, among them: {accounts}",
            "{n} visits of the plan have no day yet, among them: {accounts}",
        )
    return counted(len(missing), *forms).format(accounts=listed)
