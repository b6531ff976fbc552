"""Every figure that stands in more than one place: one name, one definition, and where a reader meets it."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from solver.evidence.loss_risk import expected_loss_eur
from solver.evidence.need_range import left_to_find
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.budget import in_all
from solver.report.findings.days import dated_later
from solver.report.findings.goals import account_goals
from solver.report.findings.headline import KNOWN
from solver.report.findings.moves import unvisited, visit_moves
from solver.report.findings.year import forecast_of
from solver.tables.units import UnitName

Value = Callable[[Artifacts], float | None]


@dataclass(frozen=True)
class Named:
    """One figure: its name, its definition, the sentences and the labels under which it is printed.

    Attributes
    ----------
    name : str
    unit : str
        One of `UNITS`.
    value : callable
        Reads it off what a run holds.
    sentences : tuple of (str, str, str)
        A sentence for one, for many (or the same), and the place of the figure in it.
    labels : tuple of str
        To be translated: what stands beside it in tiles, key figures and sheets.
    """

    name: str
    unit: UnitName
    value: Value
    sentences: tuple[tuple[str, str, str], ...] = ()
    labels: tuple[str, ...] = ()


def _group(group: str, column: str) -> Value:
    """Take a figure of the page on the gain, without its sign."""

    def value(artifacts: Artifacts) -> float | None:
        if not artifacts.has("gain_sources"):
            return None
        return abs(float(artifacts.table("gain_sources").set_index("group")[column][group]))

    return value


def _fact(file: str, *path: str) -> Value:
    def value(artifacts: Artifacts) -> float | None:
        found: object = artifacts.facts(file)
        for name in path:
            found = found.get(name) if isinstance(found, dict) else None
        return None if found is None else float(str(found))

    return value


def _of(table: str, take: Callable[[pd.DataFrame], float | None]) -> Value:
    return lambda artifacts: take(artifacts.table(table)) if artifacts.has(table) else None


def _moves(side: str) -> Value:
    def value(artifacts: Artifacts) -> float | None:
        moves = visit_moves(artifacts.table("allocation")) if artifacts.has("allocation") else None
        return None if moves is None else float(len(getattr(moves, side)))

    return value


def _forecast(name: str) -> Value:
    def value(artifacts: Artifacts) -> float | None:
        year = forecast_of(artifacts)
        return None if year is None else getattr(year, name)

    return value


def _later(artifacts: Artifacts) -> float | None:
    if not artifacts.has("allocation", "appointments"):
        return None
    unplaced = artifacts.get("unplaced", pd.DataFrame())
    return float(dated_later(artifacts.table("allocation"), artifacts.table("appointments"), unplaced))


def _with_road(artifacts: Artifacts) -> float | None:
    road = _fact("certificate.json", "road_cost_eur")(artifacts)
    return None if road is None or not artifacts.has("budget") else in_all(artifacts.table("budget"), road)


def _lost_one_by_one(artifacts: Artifacts) -> float | None:
    if not artifacts.has("loss_risk", "segments"):
        return None
    return expected_loss_eur(artifacts.table("loss_risk"), artifacts.table("segments"))


def _names(artifacts: Artifacts) -> float | None:
    expected = artifacts.facts("certificate.json").get("prospects_expected")
    return float(left_to_find(artifacts.facts("need.json"), expected).names) if expected else None


def _expected(name: str) -> Value:
    return _fact("certificate.json", "prospects_expected", name)


def _stop(where: str) -> Value:
    return _of("stopping_plans", lambda plans: float(plans.set_index("stop_at")["hours"][where]))


def _alike(message: str, place: str) -> tuple[str, str, str]:
    return (message, message, place)


def _twice(message: str) -> tuple[str, str]:
    return (message, message)


GOALS = (
    "The goal of {n} account comes to {goals}, beside {goal} for the year. It is no forecast: in it "
    "nobody leaves but who may, by its risk, and nobody comes. Line by line: “{question}”",
    "The goals of {n} accounts add up to {goals}, beside {goal} for the year. They are no forecast: in "
    "them nobody leaves but who may, by its risk, and nobody comes. Line by line: “{question}”",
)
INSIDE = _twice(
    "Of the plan's gain, {gain} of margin or {revenue} of revenue, this forecast holds the prospects won "
    "and the growth of clients at the rate counted on; the rest is assumed, and stays out of it."
)
FREED = (
    "Fewer visits to {accounts} client free {hours}; it {brought}.",
    "Fewer visits to {accounts} clients, former ones included, free {hours}; they {brings}.",
)
PROSPECTS = (
    "{accounts} prospect gets {visits} instead of {today}; it {brought}.",
    "{accounts} prospects get {visits} instead of {today}; they {brings}.",
)
MADE = _twice("{planned} planned to prospects, {n} expected to be made")
EXPECTED = _twice(
    "Step 10 approaches {prospects}, meets {met}, makes {visits}, expects {clients}, {revenue}."
)
GAIN = _twice(
    "The plan brings {gain} more margin than today's visits in the first year ({share}); with the "
    "assumptions varied, four times in five {low} to {high}."
)
GOAL = tuple(
    _twice(
        f"{chance}: the forecast of the year is {{total}}, four times in five {{low}} to {{high}}; the goal "
        "is {goal}, {off}."
    )
    for chance in ("It can go either way", "Less than one chance in ten", "More than nine chances in ten")
)
EARN = _twice("{enough} of the {planned} planned earn their cost over {years}, {year} within the first.")
EARNING = (
    "{enough} of {planned} earn their cost within the year",
    "{enough} of {planned} earn their cost over the {n} years counted",
)
ACTIONS = (
    "{n} action on {accounts} takes {hours} and {budget}",
    "{n} actions on {accounts} take {hours} and {budget}",
)
COST = (
    "{n} action costs {budget}; the reps' visits take {share} of it",
    "{n} actions cost {budget}; the reps' visits take {share} of it",
)
AGAINST = _twice("{gains}, {losses}: {visits} against {today}")
TODAY = (
    "{n} visit planned, {today} made in 12 months",
    "{n} visits planned, {today} made in 12 months",
)

WON = (
    "{n} client is won of {met} prospects met ({share}, against {measured} so far: that more visits each win "
    "more is assumed)",
    "{n} clients are won of {met} prospects met ({share}, against {measured} so far: that more visits each "
    "win more is assumed)",
)
PURSUED = _twice("{expected} expected, of {accounts}")
OTHER_LOSS = tuple(
    _twice(
        "Losses are counted by the rate of the whole, {lost}; client by client they come to {expected}, and "
        f"the goal would be {how} by {{off}}."
    )
    for how in ("missed", "passed")
)
BESIDE = _twice(
    "The plan's contribution, {planned}, is the margin of {line}, {total}, less {alone} of those who come by "
    "themselves, {less} for losses counted client by client, {rest} for clients silent for a year and visits "
    "of today that nobody may repeat."
)
ON_TOP = _twice(
    "The cost of the action plan is that of the hours, the calls and the letters of its actions; the road, "
    "{road}, comes on top: {total} for both. Not in it: {other} for the other contacts beside the visits, "
    "and the calls to fix an hour, which have no price here. Of the {team} that the reps cost, {hours} are "
    "hours of these visits; the rest is reserve and hours that stay unused."
)
WITH_ROAD = _twice(
    "{total} together with the cost of the action plan; without the other contacts beside the visits and the "
    "calls to fix an hour"
)
LATER = _twice("{n} dated once a prospect receives us: nobody knows beforehand who will")
HELD = (
    "{n} visit planned to {prospects}; {made} can be expected, which take {hours} of the {all} that the "
    "reserve leaves for visits, and bring {euros}.",
    "{n} visits planned to {prospects}; {made} can be expected, which take {hours} of the {all} that the "
    "reserve leaves for visits, and bring {euros}.",
)
HAND_OVER = (
    "Hand over {n} account to a nearer rep: {gain} over the years counted, road included; {first} in the "
    "first year.",
    "Hand over {n} accounts to nearer reps: {gain} over the years counted, road included; {first} in the "
    "first year.",
)

FIGURES = (
    *(Named(known.label, known.unit, known.value, labels=(known.label,)) for known in KNOWN),
    Named(
        "Visits of the plan",
        "count",
        _of("allocation", lambda plan: float(plan["visits"].sum())),
        (
            (*TODAY, "n"),
            (*AGAINST, "visits"),
        ),
        ("Visits proposed", "Visits in the plan"),
    ),
    Named(
        "Visits today",
        "count",
        _of("allocation", lambda plan: float(plan["visits_today"].sum())),
        (
            (*TODAY, "today"),
            (*AGAINST, "today"),
        ),
    ),
    Named(
        "Accounts that gain visits",
        "count",
        _moves("gaining"),
        (
            ("{n} account gains visits", "{n} accounts gain visits", "n"),
            ("{n} account gains visits, first {names}", "{n} accounts gain visits, first {names}", "n"),
        ),
    ),
    Named(
        "Accounts that lose visits",
        "count",
        _moves("losing"),
        (
            ("{n} gives some up", "{n} give some up", "n"),
            (
                "{n} account loses visits ({none} all of them), first {names}",
                "{n} accounts lose visits ({none} all of them), first {names}",
                "n",
            ),
            ("{n} account loses visits, first {names}", "{n} accounts lose visits, first {names}", "n"),
        ),
        ("Accounts that lose visits",),
    ),
    Named(
        "Clients that lose visits",
        "count",
        _group("over_visited", "accounts"),
        (
            (*FREED, "accounts"),
            (
                "Accept that {n} client gets fewer visits",
                "Accept that {n} clients, former ones included, get fewer visits",
                "n",
            ),
        ),
    ),
    Named("Hours freed", "duration", _group("over_visited", "hours_change"), ((*FREED, "hours"),)),
    Named(
        "Visits to prospects",
        "count",
        _of("allocation", lambda plan: float(plan.loc[plan["kind"] == "prospect", "visits"].sum())),
        (
            (*PROSPECTS, "visits"),
            (*MADE, "planned"),
            (*HELD, "n"),
        ),
        ("To prospects",),
    ),
    Named(
        "Visits to prospects expected to be made",
        "count",
        _fact("certificate.json", "prospects_expected", "visits"),
        (
            (*MADE, "n"),
            (*EXPECTED, "visits"),
            (*HELD, "made"),
        ),
    ),
    Named(
        "Hours of visits to prospects, as expected",
        "duration",
        _expected("hours"),
        ((*HELD, "hours"),),
    ),
    Named(
        "Prospects approached",
        "count",
        _expected("approached"),
        ((*EXPECTED, "prospects"), (*HELD, "prospects"), (*PURSUED, "accounts")),
    ),
    Named("Prospects met", "count", _expected("met"), ((*EXPECTED, "met"), (*WON, "met"))),
    Named(
        "Clients won by prospecting",
        "count",
        _expected("clients"),
        ((*EXPECTED, "clients"), (*WON, "n"), (*PURSUED, "expected")),
    ),
    Named(
        "Names to find, those approached off",
        "count",
        _names,
        (
            (
                "That is {amount} short: it takes {n} more name",
                "That is {amount} short: it takes {n} more names",
                "n",
            ),
        ),
    ),
    Named(
        "Visits to prospects today",
        "count",
        _of("allocation", lambda plan: float(plan.loc[plan["kind"] == "prospect", "visits_today"].sum())),
        ((*PROSPECTS, "today"),),
    ),
    Named(
        "Won by prospecting",
        "money",
        _forecast("won_eur"),
        ((*EXPECTED, "revenue"),),
    ),
    Named(
        "Visits to prospects needed",
        "count",
        _fact("need.json", "prospect_visits"),
        (
            _alike("Step 3 asks {visits}, {clients}, {revenue}.", "visits"),
            (
                "The need is {n} visit, and the firm's own data allow anything from {low} to {high}",
                "The need is {n} visits, and the firm's own data allow anything from {low} to {high}",
                "n",
            ),
            (
                "Prospecting must win {to_win}: {n} client, {visits}",
                "Prospecting must win {to_win}: {n} clients, {visits}",
                "visits",
            ),
        ),
        ("Visits to prospects needed",),
    ),
    Named(
        "Forecast of the year",
        "money",
        _forecast("total_eur"),
        (
            _alike("Forecast of the year: {total}, {amount} above the goal", "total"),
            _alike("Forecast of the year: {total}, {amount} short of the goal", "total"),
            *((*said, "total") for said in GOAL),
        ),
    ),
    Named(
        "Revenue goal",
        "money",
        _fact("need.json", "goal_eur"),
        (*((*said, "goal") for said in GOAL), (*GOALS, "goal")),
        ("Revenue goal",),
    ),
    Named(
        "Goals of the accounts",
        "money",
        _of("action_plan", lambda plan: float(account_goals(plan).sum())),
        ((*GOALS, "goals"),),
    ),
    Named(
        "Lost with clients who leave",
        "money",
        _fact("need.json", "lost_eur"),
        (*((*sentence, "lost") for sentence in OTHER_LOSS),),
    ),
    Named(
        "Lost, client by client",
        "money",
        _lost_one_by_one,
        tuple((*sentence, "expected") for sentence in OTHER_LOSS),
    ),
    Named(
        "Followed without a visit",
        "count",
        _of("allocation", lambda plan: float(unvisited(plan).followed)),
        (
            (
                "{visits} on {accounts}, and {n} account followed without a visit.",
                "{visits} on {accounts}, and {n} accounts followed without a visit.",
                "n",
            ),
            ("{n} more is followed without a visit", "{n} more are followed without a visit", "n"),
        ),
    ),
    Named(
        "Visits without a day",
        "count",
        _of("unplaced", lambda unplaced: float(len(unplaced))),
        (("{n} visit has no day yet", "{n} visits have no day yet", "n"),),
        ("Visits without a day",),
    ),
    Named(
        "Visits dated once a prospect receives us",
        "count",
        _later,
        ((*LATER, "n"),),
        ("Dated once a prospect receives us",),
    ),
    Named(
        "Accounts to hand over",
        "count",
        _of("hand_over", lambda lines: float(lines["account_id"].notna().sum())),
        (
            (*HAND_OVER, "n"),
            (
                "Hand over {n} account to a nearer rep: {names}",
                "Hand over {n} accounts to nearer reps, first {names}",
                "n",
            ),
        ),
    ),
    Named(
        "Bound over the years, net of road",
        "money",
        _fact("certificate.json", "bound_eur"),
        labels=("No plan is worth more than",),
    ),
    Named(
        "Gain on today's visits",
        "money",
        _fact("gain.json", "gain_eur"),
        ((*GAIN, "gain"), (*INSIDE, "gain")),
    ),
    Named(
        "Gain on today's visits, low end",
        "money",
        _fact("gain.json", "gain_eur_low_80"),
        ((*GAIN, "low"),),
    ),
    Named(
        "Gain in today's hours",
        "money",
        _fact("gain.json", "same_hours_gain_eur"),
        (
            _alike("In the hours of today's visits it would bring {same}.", "same"),
            _alike("{gain} in today's hours", "gain"),
        ),
    ),
    Named(
        "Hours that earn their cost",
        "duration",
        _stop("horizon"),
        (
            (*EARNING, "enough"),
            (*EARN, "enough"),
        ),
    ),
    Named(
        "Hours planned",
        "duration",
        _stop("fill"),
        (
            (*EARNING, "planned"),
            (*EARN, "planned"),
            (*ACTIONS, "hours"),
        ),
        ("Hours used", "Hours in the plan"),
    ),
    Named(
        "Actions",
        "count",
        _of("action_plan", lambda plan: float(len(plan))),
        (
            (*COST, "n"),
            (*ACTIONS, "n"),
        ),
        ("Actions",),
    ),
    Named(
        "Cost of the plan",
        "money",
        _of("budget", lambda sums: float(sums[["visit_cost_eur", "other_cost_eur"]].to_numpy().sum())),
        (
            _alike(
                "The action plan costs {cost}, road apart; without any visit {contribution} of contribution "
                "would be lost",
                "cost",
            ),
            (*COST, "budget"),
        ),
    ),
    Named("Road of the visits", "money", _fact("certificate.json", "road_cost_eur"), ((*ON_TOP, "road"),)),
    Named(
        "Cost of the plan, road included",
        "money",
        _with_road,
        ((*ON_TOP, "total"), (*WITH_ROAD, "total")),
    ),
    Named(
        "Numbers of visits that hold",
        "count",
        _of("stability", lambda table: float((table["verdict"] == "solid").sum())),
        (
            (
                "With the assumptions varied, {n} of {all} numbers of visits stays, give or take one, "
                "nine times in ten; {held} because of a rule (ceiling, floor, contacts accepted, days) that "
                "no draw changes.",
                "With the assumptions varied, {n} of {all} numbers of visits stay, give or take one, nine "
                "times in ten; {held} of them because of a rule (ceiling, floor, contacts accepted, days) "
                "that no draw changes.",
                "n",
            ),
        ),
        ("Solid numbers",),
    ),
)

# One figure a rep: the tables of that rep alone, by the same definitions.
OF_A_REP = (
    Named(
        "Visits of the plan",
        "count",
        _of("allocation", lambda plan: float(plan["visits"].sum())),
        (("{n} visit planned", "{n} visits planned", "n"),),
        ("Visits of the plan",),
    ),
    Named(
        "Visits with a day",
        "count",
        _of("appointments", lambda visits: float(len(visits))),
        labels=("Visits in the calendar",),
    ),
    Named(
        "Visits to prospects",
        "count",
        _of("allocation", lambda plan: float(plan.loc[plan["kind"] == "prospect", "visits"].sum())),
        (
            (
                "{n} visit to prospects in the plan",
                "{n} visits to prospects in the plan, who will not all receive us",
                "n",
            ),
            (*_twice("{prospects} of them to prospects"), "prospects"),
        ),
    ),
    Named(
        "Accounts visited",
        "count",
        _of("allocation", lambda plan: float((plan["visits"] > 0).sum())),
        labels=("Accounts to visit",),
    ),
    Named(
        "Hours in the field",
        "duration",
        _of("rep_time", lambda time: float(time["capacity_hours"].sum())),
        labels=("Hours in the field",),
    ),
    Named(
        "Expected contribution, first year",
        "money",
        _of("allocation", lambda plan: float(plan["contribution_eur"].sum())),
        ((*BESIDE, "planned"),),
        labels=("Expected contribution, first year",),
    ),
)
