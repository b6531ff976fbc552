"""The method's own parameters: what the twelve notebooks declare, same names, same defaults."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, model_validator

from solver.parameters.basis import JUDGED, MEASURED
from solver.parameters.curves import expect_judged_curves
from solver.parameters.reasons import WIN_BACK_FACTORS
from solver.tables.codes import BEHAVIOURS, CLIENT_TYPES, LOST_REASONS, SCORE_CLASSES
from solver.tables.criteria import usual_weights
from solver.words.i18n import _

Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]
NotNegative = Annotated[float, Field(ge=0)]
MOST_VISITS = 26  # to any account over the plan: one every two weeks


class MethodParameters(BaseModel):
    """Parameters of the twelve steps; units stand in the names, shares run from 0 to 1."""

    # 01 prepare the tools
    freshness_months: Positive = Field(12, description="A record older than this is to be verified.")
    prospect_silence_months: Positive = Field(
        36, description="A prospect silent for longer is listed for purge (CNIL reference)."
    )
    client_window_months: Positive = Field(
        24, description="A client bought within this window; older buyers are former clients."
    )
    name_similarity: Share = Field(
        0.9, description="Names nearer than this, in one town, are proposed as duplicates."
    )
    margin_rate: Share | None = Field(
        None,
        description="Margin where the invoices hold no cost; none = that of the invoices that hold one.",
        json_schema_extra=MEASURED,
    )

    # 02 measure the time
    reserve_share: Share = Field(0.10, description="Hours kept for the unforeseen.")
    visit_minutes: Positive = Field(60, description="A client visit, on site.")
    prospect_visit_minutes: Positive = Field(60, description="A prospect visit, on site.")
    preparation_minutes: NotNegative = Field(15, description="Preparing and writing up one visit.")
    stops_per_day: Positive = Field(
        4, description="Visits of a usual day; shares the drive from home among them."
    )
    travel_minutes_per_visit: NotNegative | None = Field(
        None, description="Driving counted in every visit, the same for all; none = by where accounts lie."
    )

    # 03 set the prospect target
    growth_rate: Annotated[float, Field(ge=-0.9, le=5)] = Field(
        0.03, description="Revenue goal against the last 12 months."
    )
    client_growth_rate: Annotated[float, Field(ge=-0.9, le=5)] = Field(
        0.03,
        description="Growth expected of the clients who stay.",
        json_schema_extra=JUDGED,
    )
    attrition_rate: Share | None = Field(
        None,
        description="Revenue lost in a year with the clients who leave; none = measured.",
        json_schema_extra=MEASURED,
    )
    new_client_revenue_eur: Positive | None = Field(
        None, description="First-year revenue of a new client; none = measured.", json_schema_extra=MEASURED
    )
    appointment_rate: Share = Field(
        0.33, description="Appointments per prospect reached, when history is short."
    )
    reach_rate: Share = Field(
        0.75, description="Prospects reached per prospect called, when history is short."
    )
    kept_rate: Annotated[float, Field(gt=0, le=1)] = Field(
        0.85, description="Appointments kept per appointment made, when history is short."
    )
    conversion_rate: Annotated[float, Field(gt=0, le=1)] = Field(
        0.15, description="Clients won per prospect visited, when history is short."
    )
    visits_per_prospect: Annotated[float, Field(ge=1, le=12)] = Field(
        1.75, description="First, second and third visits: 1 + 1/2 + 1/4."
    )
    prospect_visits_max: Annotated[int, Field(ge=1)] = Field(
        4,
        description="Visits one prospect may get over the plan.",
        json_schema_extra=JUDGED,
    )
    pursuits_per_year: Positive | None = Field(
        None, description="Pursuits of one prospect in a year; none = measured.", json_schema_extra=MEASURED
    )
    sales_cycle_months: NotNegative = Field(
        3, description="Pursuits begun more recently have not had their time: left out of the rates."
    )
    minimum_cases: Annotated[int, Field(ge=1)] = Field(
        30, description="Fewer cases than this: a rate is a judgement."
    )

    # 04 segment the portfolio
    abc_measure: Literal["revenue", "margin"] = Field(
        "revenue", description="What the ABC classes count: revenue or margin."
    )
    abc_cut_a: Share = Field(0.80, description="Class A ends at this cumulative share.")
    abc_cut_b: Share = Field(0.95, description="Class B ends at this cumulative share.")
    abc_rule: Literal["own_line_included", "crossing"] = Field(
        "own_line_included",
        description="A line is in the class while the share with it stays within the cut, or, for crossing,"
        " as long as the share before it has not reached the cut.",
    )
    dependence_share: Share = Field(
        0.25,
        description="A client above this share of the revenue is a dependence.",
        json_schema_extra=JUDGED,
    )
    exceptional_order_share: Share = Field(
        0.40, description="One order above this share of an account's year is exceptional."
    )

    # 05 qualify the portfolio
    potential_per_head_eur: Positive | None = Field(
        None, description="Yearly purchases per head, where no potential is given."
    )
    accessible_share: Share = Field(0.80, description="Part of a potential that can be won at all.")
    potential_fresh_months: Positive = Field(12, description="An older potential is flagged.")
    potential_cut_a: Share = Field(
        0.80, description="Class A' of the potential ends at this cumulative share."
    )
    potential_cut_b: Share = Field(
        0.95, description="Class B' of the potential ends at this cumulative share."
    )

    # 06 group into accounts
    consolidate_share: Share = Field(
        0.50, description="A/A' accounts at or above this share of wallet are consolidated."
    )
    account_rules: dict[str, str] = Field(
        {
            "A/A'": "key_account_to_develop",
            "A/B'": "going_concern",
            "A/C'": "going_concern",
            "A/?": "going_concern",
            "B/A'": "high_potential",
            "B/B'": "medium_account",
            "B/C'": "economical_management",
            "B/?": "medium_account",
            "C/A'": "high_potential",
            "C/B'": "medium_account",
            "C/C'": "economical_management",
            "C/?": "economical_management",
            "P/A'": "priority_prospect",
            "P/B'": "prospect_to_follow",
            "P/C'": "prospect_to_watch",
            "P/?": "prospect_to_watch",
        },
        description="The crossed matrix: cell to account type.",
    )

    # 07 build the typology
    inactive_months: Positive = Field(9, description="Inactive: no order for so many months.")
    inactive_orders: Annotated[int, Field(ge=0)] = Field(
        1, description="Inactive as well: no more orders than this in 12 months."
    )
    risk_trend: Annotated[float, Field(ge=-1, le=0)] = Field(
        -0.10, description="At risk: the revenue of 12 months fell by this share or more."
    )
    risk_fall_spreads: NotNegative = Field(
        1.64,
        description="At risk: the fall is at least so many spreads of the firm's own changes.",
    )
    risk_silent_months: NotNegative = Field(
        2, description="At risk: silent for so long at least; a newcomer of one order, from then on."
    )
    developing_trend: NotNegative = Field(
        0.20, description="Developing: the revenue of 12 months grew by this share or more."
    )
    unsatisfied_note: Annotated[float, Field(ge=1, le=5)] = Field(
        2, description="At risk as well: satisfaction at this note or below, out of 5."
    )
    satisfied_note: Annotated[float, Field(ge=1, le=5)] = Field(
        4, description="Loyal: satisfaction at this note or above, out of 5."
    )
    loyal_recency_months: Positive = Field(3, description="Loyal: ordered within so many months.")
    new_months: Positive = Field(12, description="First order younger than this: a new client.")
    silence_ratio: Annotated[float, Field(ge=1)] = Field(
        3, description="Silent for more than this many usual intervals: at risk."
    )
    precedence: list[str] = Field(
        ["lost", "new", "inactive", "at_risk", "developing", "loyal", "standard"],
        description="An account gets the first behaviour of this list whose rule holds.",
    )

    # 08 weigh the typology
    typology_mode: Literal["note", "multiplier"] = Field(
        "note", description="How behaviour enters the score: as a note, or as a multiplier of the rest."
    )
    typology_note: dict[str, NotNegative] = Field(
        {"new": 4, "developing": 5, "loyal": 3, "standard": 2, "at_risk": 4, "inactive": 1, "lost": 1},
        description="Urgency of contact on the scale of the other criteria, 1 to 5.",
        json_schema_extra=JUDGED,
    )
    win_back_factors: dict[str, NotNegative] = Field(
        WIN_BACK_FACTORS,
        description="What the reason of the loss makes of the rate at which former clients come back.",
        json_schema_extra=JUDGED,
    )
    typology_multiplier: dict[str, NotNegative] = Field(
        {
            "new": 1.25,
            "developing": 1.25,
            "loyal": 1.0,
            "standard": 1.0,
            "at_risk": 1.25,
            "inactive": 0.5,
            "lost": 0.5,
        },
        description="Multiplies the floors and ceilings of the classes in multiplier mode.",
        json_schema_extra=JUDGED,
    )
    contacts_per_quarter_max: Annotated[int, Field(ge=1)] = Field(
        4,
        description="Contacts one person accepts per quarter, all channels.",
        json_schema_extra=JUDGED,
    )
    newsletter_months: Annotated[int, Field(ge=0, le=6)] = Field(
        3, description="Months between two newsletters, 2 to 6; 0 = none."
    )
    welcome_months: Positive = Field(6, description="Length of the welcome of a new client.")
    welcome_contacts: Annotated[int, Field(ge=1)] = Field(
        4, description="Contacts with a new client during the welcome."
    )
    win_back_rate: Share = Field(
        0.12, description="Former clients won back when worked on.", json_schema_extra=JUDGED
    )
    win_back_visits: Annotated[float, Field(ge=1)] = Field(2, description="Visits that a win-back takes.")

    # 09 score the accounts
    score_weights: dict[str, NotNegative] = Field(
        usual_weights(),
        description="Weights of the clients' grid; they sum to 100.",
        json_schema_extra=JUDGED,
    )
    score_weights_prospects: dict[str, NotNegative] = Field(
        usual_weights(prospects=True),
        description="Weights of the prospects' grid; they sum to 100.",
        json_schema_extra=JUDGED,
    )
    class_notes: dict[str, NotNegative] = Field(
        {"A": 5, "B": 3, "C": 1}, description="Note of each class; a prospect's potential goes by its place."
    )
    margin_brackets: list[list[float]] = Field(
        [[0.0, 2], [0.20, 3], [0.25, 4], [0.30, 5]], description="[from this margin rate, note]."
    )
    access_brackets: list[list[float]] = Field(
        [[0, 5], [30, 3], [60, 1]], description="[from this many minutes from home, note]."
    )
    stage_notes: dict[str, NotNegative] = Field(
        {"quoted": 5, "visited": 4, "appointment": 3, "reached": 2, "called": 1, "lost": 0},
        description="How near a prospect is; lost is the last answer, not the last word.",
        json_schema_extra=JUDGED,
    )
    score_cut_s1: Annotated[float, Field(ge=0, le=100)] = Field(75, description="Lowest score of class S1.")
    score_cut_s2: Annotated[float, Field(ge=0, le=100)] = Field(55, description="Lowest score of class S2.")
    score_cut_s3: Annotated[float, Field(ge=0, le=100)] = Field(35, description="Lowest score of class S3.")
    score_known_share_min: Share = Field(
        0.5, description="An account of which less of the grid is known is at most an S3: qualify it first."
    )

    # 10 allocate the visits
    judged_curves: dict[str, list[float]] = Field(
        {
            "key_account_to_consolidate": [12, 0.50, 1.15],
            "key_account_to_develop": [12, 0.50, 1.40],
            "high_potential": [8, 0.50, 1.50],
            "going_concern": [8, 0.55, 1.12],
            "medium_account": [5, 0.60, 1.15],
            "economical_management": [2, 0.80, 1.08],
        },
        description=(
            "Judged per account type: usual visits a year; then, of 1 of today's revenue, what would be left "
            "after a year without any visit, and what it would be with all the visits one could wish. Five "
            "numbers, with half the visits and half as many again in the middle, ask for an S-shaped curve."
        ),
        json_schema_extra=JUDGED,
    )
    save_share: Share = Field(
        0.30,
        description="Of the clients about to leave, the part that all the visits one could wish would keep.",
        json_schema_extra=JUDGED,
    )
    carry_over: Annotated[float, Field(ge=0, lt=1)] = Field(
        0.65,
        description="What a euro won or lost this year leaves in the next.",
        json_schema_extra=JUDGED,
    )
    value_years: Annotated[int, Field(ge=1, le=10)] = Field(
        3, description="Years over which the effect of this year's visits is counted; 1 = this year alone."
    )
    km_cost_eur: NotNegative = Field(
        0.40, description="One kilometre of road to a visit.", json_schema_extra=JUDGED
    )
    call_effect: Share = Field(
        0.3, description="A call is worth this part of a visit.", json_schema_extra=JUDGED
    )
    ramp_visits: Annotated[int, Field(ge=1)] = Field(
        8,
        description="Visits an account may gain in a year, or as many again as it had if that is more.",
        json_schema_extra=JUDGED,
    )
    stop_at_cost: Literal[False, "year", "horizon"] = Field(
        False,
        description="Visits stop where an hour no longer earns its cost, within the year or within the years "
        "counted; false = the hours are paid, so they are filled.",
    )
    calendar_trials: Annotated[int, Field(ge=0, le=2)] = Field(
        2,
        description="Times the plan is tried on the calendar before it counts: a visit without a day then "
        "goes to another account; 0 = hours alone decide.",
    )
    first_year_share: Share = Field(
        0.25,
        description="Share of its accessible potential a new client buys in its first year.",
        json_schema_extra=JUDGED,
    )
    conversion_ceiling: Annotated[float, Field(gt=1)] = Field(
        1.6,
        description="Best conversion with many visits over the usual one.",
        json_schema_extra=JUDGED,
    )
    overdue_days_max: NotNegative = Field(
        60, description="Overdue for more days than this: nothing more is sold.", json_schema_extra=JUDGED
    )
    overdue_share_max: Share = Field(
        0.05,
        description="Overdue for longer, but no more than this part of the year: nothing changes.",
        json_schema_extra=JUDGED,
    )
    floor_visits: dict[str, int] = Field(
        {"S1": 4, "S2": 2, "S3": 0, "S4": 0},
        description="Visits a client of the class gets at least.",
        json_schema_extra=JUDGED,
    )
    ceiling_visits: dict[str, int] = Field(
        {"S1": 24, "S2": 12, "S3": 8, "S4": 4},
        description="Visits an account of the class gets at most.",
        json_schema_extra=JUDGED,
    )
    fixed_frequency: dict[str, int] = Field(
        {"S1": 12, "S2": 6, "S3": 3, "S4": 1}, description="The rule of thumb the plan is compared with."
    )
    allocation_method: Literal["auto", "envelope", "milp", "cpsat"] = Field(
        "milp", description="How the plan is found, all of one value; above 20,000 accounts milp is auto."
    )
    gap: Annotated[float, Field(gt=0, le=0.1)] = Field(
        1e-4, description="The proof wanted: bound over objective, minus one."
    )
    time_limit_s: Positive = Field(
        600, description="Longest time the solver may take; beyond it there is no plan, never another one."
    )
    seed: Annotated[int, Field(ge=0)] = Field(
        1, description="Start of the random draws: the same seed gives the same plan."
    )

    # 11 write the action plan
    phone_contact_cost_eur: NotNegative = Field(
        12, description="One call, all included.", json_schema_extra=JUDGED
    )
    letter_contact_cost_eur: NotNegative = Field(
        1.5, description="One letter or e-mail.", json_schema_extra=JUDGED
    )

    offer_rate: Share = Field(
        0.05, description="Offers beside the visits that succeed.", json_schema_extra=JUDGED
    )

    # 12 prepare the appointments
    day_start: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] = Field(
        "08:30", description="Earliest start of a visit."
    )
    day_reserve_share: Share = Field(
        0.08, description="Part of each day never planned; what whole visits leave makes up the reserve."
    )
    spacing_share: Share = Field(
        0.5, description="Two visits of one account are never nearer than this share of their ideal gap."
    )
    hours_keep: Literal["start", "whole"] = Field(
        "start", description="Whether a visit has to start (start), or to start and end (whole), while open."
    )
    off_day_minutes: Annotated[float, Field(ge=0, le=600)] = Field(
        20,
        description="Driving accepted to bring a visit to a day of the week that is wished for, in minutes.",
    )
    minutes_per_call: Positive = Field(6, description="Length of one telephone call.")
    lunch_start: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] = Field(
        "12:30", description="When lunch begins."
    )
    lunch_minutes: Annotated[int, Field(ge=0, le=240)] = Field(60, description="Lunch is not field time.")
    client_appointment_rate: Annotated[float, Field(gt=0, le=1)] = Field(
        0.9,
        description="Appointments per client reached on the phone.",
        json_schema_extra=JUDGED,
    )
    call_weeks: Annotated[int, Field(ge=1, le=26)] = Field(4, description="Weeks the call list looks ahead.")
    iterations_per_visit: Annotated[int, Field(ge=0, le=10_000)] = Field(
        100,
        description="Rounds of improvement of the tours per visit; 1,000 for a thorough search. A firm "
        "of more than 100,000 visits gets fewer.",
    )

    @model_validator(mode="after")
    def _cuts_rise(self) -> Self:
        for low, high in (("abc_cut_a", "abc_cut_b"), ("potential_cut_a", "potential_cut_b")):
            if getattr(self, low) >= getattr(self, high):
                raise ValueError(_("{low} must be below {high}").format(low=low, high=high))
        if not self.score_cut_s1 > self.score_cut_s2 > self.score_cut_s3:
            raise ValueError(_("the cuts must fall: score_cut_s1 > score_cut_s2 > score_cut_s3"))
        if self.newsletter_months == 1:
            raise ValueError(
                _("newsletter_months: one a month is more than people accept; write 2 to 6, or 0 for none")
            )
        return self

    @model_validator(mode="after")
    def _weights_sum_to_100(self) -> Self:
        for name in ("score_weights", "score_weights_prospects"):
            total = sum(getattr(self, name).values())
            if abs(total - 100) > 1e-9:
                raise ValueError(
                    _("{name} must sum to 100, they sum to {total}").format(name=name, total=f"{total:g}")
                )
        return self

    @model_validator(mode="after")
    def _lists_are_whole(self) -> Self:
        known = {
            "precedence": (set(self.precedence), set(BEHAVIOURS)),
            "typology_note": (set(self.typology_note), set(BEHAVIOURS)),
            "win_back_factors": (set(self.win_back_factors), set(LOST_REASONS)),
            "typology_multiplier": (set(self.typology_multiplier), set(BEHAVIOURS)),
            "judged_curves": (set(self.judged_curves), set(CLIENT_TYPES)),
            "floor_visits": (set(self.floor_visits), set(SCORE_CLASSES)),
            "ceiling_visits": (set(self.ceiling_visits), set(SCORE_CLASSES)),
            "fixed_frequency": (set(self.fixed_frequency), set(SCORE_CLASSES)),
        }
        for name, (given, wanted) in known.items():
            if given != wanted:
                raise ValueError(
                    _("{name} must name exactly: {names}").format(name=name, names=", ".join(sorted(wanted)))
                )
        expect_judged_curves(self.judged_curves)
        return self
