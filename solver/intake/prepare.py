"""Step 1 as a whole: the firm's files in, the canonical tables and the quality report out."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from solver.intake.booking.account_codes import AccountCodes
from solver.intake.booking.currencies import converted
from solver.intake.booking.document_totals import once_each, refuse_repeated_totals, with_whole_documents
from solver.intake.booking.refused_questions import refuse_open_questions
from solver.intake.booking.row_reader import Sorted
from solver.intake.booking.sourced_tables import SourcedLog, SourcedTable, in_order
from solver.intake.booking.third_key import through_third_key
from solver.intake.decided.decisions import build_decisions
from solver.intake.decided.own_response import own_response
from solver.intake.decided.returned_decisions import Returned, with_returned_plan
from solver.intake.decided.road_matrix import read_road_matrix
from solver.intake.decided.visiting_days import build_closures, build_zone_days
from solver.intake.history.log_of_contacts import Logged, last_answers, with_log
from solver.intake.history.loop import Loop, close_loop
from solver.intake.history.overdue import build_overdue
from solver.intake.history.sales import SourcedSales, build_sales
from solver.intake.history.touchpoints import build_touchpoints
from solver.intake.history.visit_reports import build_visit_reports
from solver.intake.history.visits import build_prospect_events, build_visits
from solver.intake.partners.account_names import by_code
from solver.intake.partners.account_trace import describe_merges, merge_trace, value_sources
from solver.intake.partners.accounts import SourcedAccounts, build_accounts
from solver.intake.partners.activity_codes import in_one_list
from solver.intake.partners.contacts import People, build_contacts
from solver.intake.partners.duplicates import find_duplicates
from solver.intake.partners.kinds import closed_to_canvassing, decide_kinds, private_numbers, recent_revenue
from solver.intake.partners.objection_lists import read_objections
from solver.intake.partners.owners import assign_owners, check_elsewhere, check_homes, check_stays
from solver.intake.partners.places import locate_accounts, off_map
from solver.intake.partners.places_file import gazetteers
from solver.intake.partners.proposals import on_their_lines
from solver.intake.partners.sub_customers import with_sub_customers
from solver.intake.quality.asks import build_asks
from solver.intake.quality.confirmed import refuse_other_turnover, words_left_alone, year_by_year
from solver.intake.quality.figures import (
    contact_cover,
    describe_fields,
    describe_files,
    describe_places,
    freshness,
    invoice_dates,
    siren_cover,
    summary_of_repairs,
)
from solver.intake.quality.low_potentials import low_potentials
from solver.intake.quality.private_words import private_words
from solver.intake.quality.reconcile import reconcile
from solver.intake.quality.retention import purge_list, register_line
from solver.intake.quality.unread_objections import unread_objections
from solver.intake.quality.worklists import fields_to_verify, what_to_verify
from solver.intake.reading.sources import labels, read_sources
from solver.intake.reading.typed import Typed, read_values
from solver.intake.repairs import gather
from solver.intake.words import values_of
from solver.parameters import Portfolio, Rep
from solver.roads.describe import describe
from solver.roads.engine import open_engine
from solver.roads.gather import gather_drives
from solver.roads.open import open_roads
from solver.roads.places import every_place
from solver.roads.roads import Engine
from solver.tables import TABLES, check
from solver.tables.codes import VISITED_KINDS
from solver.tables.people import still_there
from solver.words.errors import PortfolioError
from solver.words.i18n import _

# A call that nobody answered is no sign of life.
SIGNS_OF_LIFE = ("reached", "appointment", "visited", "quoted", "won", "lost")


@dataclass(frozen=True)
class Intake:
    """The tables of step 1, by the names under which the other steps read them, and the quality facts."""

    accounts: pd.DataFrame
    contacts: pd.DataFrame
    sales: pd.DataFrame
    visits: pd.DataFrame
    prospect_events: pd.DataFrame
    decisions: pd.DataFrame
    plan_notes: pd.DataFrame
    visit_reports: pd.DataFrame
    reported_changes: pd.DataFrame
    next_actions: pd.DataFrame
    touchpoints: pd.DataFrame
    reps: pd.DataFrame
    drives: pd.DataFrame
    visit_rules: pd.DataFrame
    closures: pd.DataFrame
    zone_days: pd.DataFrame
    overdue: pd.DataFrame
    discoveries: pd.DataFrame
    repairs: pd.DataFrame
    duplicates: pd.DataFrame
    merges: pd.DataFrame
    value_conflicts: pd.DataFrame
    value_sources: pd.DataFrame
    off_map: pd.DataFrame
    fields_to_verify: pd.DataFrame
    asks: pd.DataFrame
    purge_list: pd.DataFrame
    quality: dict[str, Any]


@dataclass(frozen=True)
class _Files:
    """What the files say, each table by itself."""

    typed: list[Typed]
    partners: SourcedAccounts
    codes: AccountCodes
    sales: SourcedSales
    people: People
    events: SourcedTable
    decided: SourcedTable
    closures: SourcedTable
    zone_days: SourcedTable
    overdue: pd.DataFrame
    owed: dict[str, Any] | None

    def of(self, table: str) -> list[Typed]:
        """Return the files of a table."""
        return _of(table, self.typed)


@dataclass(frozen=True)
class _Known:
    """Every account with its kind, its place and its rep, what was proposed, and who knows the roads."""

    accounts: pd.DataFrame
    reps: pd.DataFrame
    engine: Engine | None
    matrix: pd.DataFrame | None
    how: pd.Series
    owners: pd.DataFrame
    proposed: pd.DataFrame
    recoded: pd.DataFrame
    returned: Returned


@dataclass(frozen=True)
class _Told:
    """What was lived with the accounts, and the accounts as that leaves them."""

    accounts: pd.DataFrame
    reports: SourcedLog
    visits: SourcedTable
    log: SourcedLog
    loop: Loop
    logged: Logged


def prepare_tools(portfolio: Portfolio) -> Intake:
    """Read the firm's files and bring them into the canonical tables.

    Parameters
    ----------
    portfolio : Portfolio
        Names the files, the reps, the day the portfolio is looked at, and the windows of step 1.

    Returns
    -------
    Intake
        Canonical tables, what was set aside or fixed, and the quality report.

    Raises
    ------
    PortfolioError
        A file cannot be used as a whole. A bad value in a good file is listed in `repairs` instead.
    """
    files = _in_tables(portfolio)
    known = _who_and_where(files, portfolio)
    told = _lived(files, known, portfolio)
    return _looked_at(files, known, told, portfolio)


def _in_tables(portfolio: Portfolio) -> _Files:
    """Read every file, and put those of each table together."""
    typed = with_sub_customers(_read_all(portfolio), portfolio.sub_customers)
    partners = build_accounts(
        _of("accounts", typed), portfolio.as_of, portfolio.country, _of("merges", typed), portfolio.reps
    )
    codes = AccountCodes(partners.accounts["account_id"], partners.merges.into)
    typed = [by_code(each, partners.names, codes) for each in typed]
    sales = build_sales(_of("sales", typed), codes, portfolio.as_of)
    refuse_other_turnover(sales.table, portfolio.expected_revenue)
    objections = read_objections(portfolio.objection_files, portfolio.country)
    listed = partners.accounts["opposed"].astype("bool") | objections.name(partners.accounts)
    partners = replace(partners, accounts=partners.accounts.assign(opposed=listed))
    people = build_contacts(_of("contacts", typed), codes, portfolio, objections)
    if portfolio.objection_files:
        told = objections.told(partners.accounts, people.table)
        partners = replace(partners, repairs=gather([partners.repairs, told]))
    events = build_prospect_events(_of("prospect_events", typed), codes, portfolio.as_of)
    overdue, owed = build_overdue(partners.owed, _of("sales", typed), codes, portfolio.as_of)
    decided = build_decisions(_of("decisions", typed), codes)
    closures = build_closures(_of("closures", typed), codes)
    zones = partners.rules["zone"].dropna()
    zone_days = build_zone_days(_of("zone_days", typed), portfolio.reps, zones)
    return _Files(typed, partners, codes, sales, people, events, decided, closures, zone_days, overdue, owed)


def _who_and_where(files: _Files, portfolio: Portfolio) -> _Known:
    """Settle of every account what it is, where it lies and who looks after it."""
    accounts, recoded = in_one_list(files.partners.accounts, portfolio.naf_file)
    owes = files.overdue["overdue_eur"].gt(0) | files.overdue["outstanding_eur"].gt(0)
    owing = set(files.overdue.loc[owes, "account_id"])
    accounts, kinds = decide_kinds(
        accounts, files.sales.table, portfolio.as_of, portfolio.client_window_months, owing
    )
    private = private_numbers(accounts, files.partners.persons)
    accounts, undisclosed = closed_to_canvassing(accounts, files.partners.undisclosed)
    accounts, how, places = locate_accounts(accounts, gazetteers(portfolio.places_file, portfolio.country))
    check_homes(accounts, portfolio.reps)
    reps = reps_table(portfolio.reps)
    check_stays(every_place(accounts, reps), portfolio.roads.stays, portfolio.country)
    named = every_place(accounts, reps, portfolio.roads.stays)
    check_elsewhere(named, portfolio.reps)
    engine = open_engine(portfolio.roads)
    matrix = read_road_matrix(portfolio.roads.matrix, files.codes, named)
    # In the order of the second question, so that a server is asked for each block once.
    visited = accounts[accounts["kind"].isin(VISITED_KINDS)].sort_values("account_id", kind="stable")
    homeward = gather_drives(portfolio.roads, matrix, engine, visited.assign(rep_id=None), reps)
    accounts, owners = assign_owners(
        accounts, portfolio.reps, open_roads(portfolio.roads, homeward, accounts, reps)
    )
    returned = with_returned_plan(portfolio, accounts, files.decided.table, files.codes)
    proposed = gather([kinds, undisclosed, private, places, owners])
    return _Known(returned.accounts, reps, engine, matrix, how, owners, proposed, recoded, returned)


def _lived(files: _Files, known: _Known, portfolio: Portfolio) -> _Told:
    """Let visits, their reports and the log of contacts speak of the accounts."""
    as_of = pd.Timestamp(portfolio.as_of)
    rep_of = known.accounts.set_index("account_id")["rep_id"]
    reports = build_visit_reports(files.of("visit_reports"), files.codes, portfolio)
    visits = build_visits(files.of("visits"), files.codes, portfolio, rep_of, reports.lines)
    log = build_touchpoints(files.of("touchpoints"), files.codes, portfolio)
    loop = close_loop(
        reports,
        known.accounts,
        files.people.table,
        visits.table,
        files.events.table,
        files.partners.discoveries,
        log.lines,
        files.codes,
        portfolio,
        files.people.left,
        files.partners.stated,
    )
    logged = with_log(log.lines, reports.lines, loop.accounts, loop.contacts, loop.reported_changes, as_of)
    # Read again in step 10: what is wrong with it had better be told at once.
    own_response(portfolio.response_file, known.accounts)
    answers = last_answers(logged.touchpoints, as_of)
    dated = _with_last_contact(logged.accounts, loop.visits, loop.prospect_events, answers)
    return _Told(in_order("accounts", dated, ["account_id"]), reports, visits, log, loop, logged)


def _looked_at(files: _Files, known: _Known, told: _Told, portfolio: Portfolio) -> Intake:
    """List what is wrong with the tables, what they lack and what is to be asked."""
    partners, sales, loop, logged = files.partners, files.sales, told.loop, told.logged
    accounts, revenue = told.accounts, recent_revenue(sales.table, portfolio.as_of)
    logs = (told.reports, files.closures, files.zone_days, told.log)
    per_source = (sales, files.people, told.visits, files.events, files.decided, *logs)
    sources = [source for sourced in (partners, *per_source) for source in sourced.sources]
    origins = value_sources(partners, accounts, logged.reported_changes)
    others = gather(
        [
            partners.repairs,
            low_potentials(accounts, origins, revenue, sources),
            on_their_lines(_with_worth(known.proposed, revenue), partners),
            known.recoded,
            private_words(files.typed),
            unread_objections(files.typed),
            known.returned.repairs,
            loop.repairs,
            *(sourced.repairs for sourced in per_source[1:]),
        ]
    )
    repairs = in_order("repairs", gather([_with_worth(others, revenue), sales.repairs]), ["file", "row"])
    remarks = what_to_verify(
        accounts, still_there(logged.contacts), repairs, partners.origins, sources, revenue, portfolio
    )
    purge, purge_counts = purge_list(accounts, sales.table, portfolio)
    visited = accounts[accounts["kind"].isin(VISITED_KINDS)]
    intake = Intake(
        accounts=accounts,
        contacts=logged.contacts,
        sales=sales.table,
        visits=loop.visits,
        prospect_events=loop.prospect_events,
        decisions=known.returned.decisions,
        plan_notes=known.returned.plan_notes,
        visit_reports=told.reports.table,
        reported_changes=logged.reported_changes,
        next_actions=loop.next_actions,
        touchpoints=logged.touchpoints,
        reps=known.reps,
        drives=gather_drives(portfolio.roads, known.matrix, known.engine, visited, known.reps),
        visit_rules=partners.rules,
        closures=files.closures.table,
        zone_days=files.zone_days.table,
        overdue=files.overdue,
        discoveries=loop.discoveries,
        repairs=repairs,
        duplicates=find_duplicates(accounts, revenue, portfolio.name_similarity, partners.merges.apart),
        merges=merge_trace(partners, files.codes, sources, revenue, portfolio),
        value_conflicts=partners.conflicts,
        value_sources=origins,
        off_map=off_map(accounts, known.how.set_axis(known.accounts["account_id"]), revenue),
        fields_to_verify=fields_to_verify(remarks, accounts, revenue),
        asks=build_asks(
            remarks,
            accounts,
            still_there(logged.contacts),
            loop.discoveries,
            sources,
            revenue,
            portfolio,
        ),
        purge_list=purge,
        quality={},
    )
    return replace(intake, quality=_quality(files, known, told, intake, sources, purge_counts, portfolio))


def _quality(
    files: _Files,
    known: _Known,
    told: _Told,
    intake: Intake,
    sources: list[Sorted],
    purge: dict[str, int],
    portfolio: Portfolio,
) -> dict[str, Any]:
    """Return what the files are worth, in figures."""
    sales, accounts, duplicates = files.sales, intake.accounts, intake.duplicates
    revenue = recent_revenue(sales.table, portfolio.as_of)
    tables = {name: table for name, table in vars(intake).items() if isinstance(table, pd.DataFrame)}
    roads = open_roads(portfolio.roads, intake.drives, accounts, known.reps)
    return {
        "as_of": portfolio.as_of.isoformat(),
        "invoices": invoice_dates(sales.table, portfolio),
        "files": describe_files(sources),
        "reconciliation": reconcile(sales, sources),
        "to_confirm": year_by_year(sales.sources, sales.lines, sales.lines["file"]),
        "words_left_alone": words_left_alone(sources),
        "kinds": accounts["kind"].value_counts().sort_index().to_dict(),
        "visits_done": int(intake.visits["status"].eq("done").sum()),
        "fields": describe_fields(sources, tables | {"touchpoints": told.log.table}, intake.repairs),
        "freshness": freshness(accounts, portfolio),
        "contact_cover": contact_cover(
            accounts,
            still_there(intake.contacts),
            revenue,
            portfolio.abc_cut_a,
            has_contacts=bool(files.people.sources),
        ),
        "siren": siren_cover(accounts, revenue),
        "overdue": files.owed,
        "places": {
            **describe_places(known.accounts, known.how),
            "not_found_revenue_eur": round(float(intake.off_map["revenue_eur"].sum()), 2),
        },
        "roads": describe(
            portfolio.roads,
            intake.drives,
            roads,
            every_place(accounts, known.reps, portfolio.roads.stays),
            known.engine.told if known.engine else (),
        ),
        "proposed_reps": known.owners["account_id"].tolist(),
        "duplicates": {
            "pairs": len(duplicates),
            "accounts": int(pd.concat([duplicates["account_id"], duplicates["other_id"]]).nunique()),
        },
        "merges": describe_merges(files.partners, intake.merges),
        "opposed": {
            "accounts": int((accounts["opposed"] & accounts["kind"].isin(VISITED_KINDS)).sum()),
            "contacts": int(intake.contacts["opposed"].sum()),
        },
        "visit_reports": told.loop.facts,
        "purge": purge,
        "repairs": summary_of_repairs(intake.repairs),
        "register": register_line(portfolio, tables, sources),
    }


def _read_all(portfolio: Portfolio) -> list[Typed]:
    """Read every file; those that cannot be used are told together."""
    typed: list[Typed] = []
    refused: list[PortfolioError] = []
    for source, label in zip(portfolio.sources, labels(portfolio.sources), strict=True):
        try:
            for raw in read_sources(source, label):
                refuse_open_questions(raw)
                refuse_repeated_totals(raw)
                whole = with_whole_documents(read_values(once_each(raw)), raw)
                typed.append(through_third_key(converted(whole, portfolio.currency)))
        except PortfolioError as error:
            refused.append(error)
    told = list(dict.fromkeys(str(error) for error in refused))
    if len(told) > 1:
        raise PortfolioError("\n- ".join([_("several files cannot be used"), *told]))
    if refused:
        raise refused[0]
    return typed


def reps_table(reps: Iterable[Rep]) -> pd.DataFrame:
    """Return the table `reps` of the portfolio's reps, in the order of their codes."""
    columns = list(TABLES["reps"].names)
    rows = pd.DataFrame([{name: getattr(rep, name) for name in columns} for rep in reps])
    return check("reps", rows.astype({"email": "str"}).sort_values("rep_id", kind="stable"))


def _with_worth(listed: pd.DataFrame, revenue: pd.Series) -> pd.DataFrame:
    """Put the recent revenue of the account on each repair without an amount of its own."""
    return listed.assign(worth_eur=listed["worth_eur"].fillna(values_of(listed["account_id"], revenue)))


def _of(table: str, typed: list[Typed]) -> list[Typed]:
    return [source for source in typed if source.raw.source.table == table]


def _with_last_contact(
    accounts: pd.DataFrame, visits: pd.DataFrame, events: pd.DataFrame, answers: pd.DataFrame
) -> pd.DataFrame:
    """Let visits, the follow-up of prospects and answers say when somebody was last met or reached."""
    met = pd.concat(
        [
            visits.loc[visits["status"].eq("done"), ["account_id", "date"]],
            events.loc[events["stage"].isin(SIGNS_OF_LIFE), ["account_id", "date"]],
            answers,
        ]
    )
    latest = values_of(accounts["account_id"], met.groupby("account_id")["date"].max())
    both = pd.concat([accounts["last_contact_on"], latest], axis=1)
    return accounts.assign(last_contact_on=both.max(axis=1))
