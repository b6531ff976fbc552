"""Exercises of step 10 on the model itself: write it, solve it twice, break it."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from solver.course.exercise import Exercise, Mistake, Part
from solver.course.kinds import Choice, Number
from solver.course.rules_kind import Rules
from solver.course.small_model import VALUES, VISIT_HOURS
from solver.course.small_rules import RuleSet, allowed_by
from solver.words.i18n import mark

OFFERED = ("one", "hours", "visits", "full", "each", "three")
OFFERED_HALVES = ("one", "halves", "short", "visits", "each")
ACCOUNT_HEAD = {"account": mark("Account")}
NUMBERS = {str(k): str(k) for k in range(5)}


def values_of_visits() -> pd.DataFrame:
    """Return what so many visits bring three accounts, each visit an hour."""
    return pd.DataFrame(
        {"account": list(VALUES)} | {str(k): [v[k] for v in VALUES.values()] for k in range(5)}
    )


def values_and_hours() -> pd.DataFrame:
    """Return the same values, with visits of unequal length."""
    return values_of_visits().assign(visit_hours=list(VISIT_HOURS.values()))


def exactly_full() -> Any:
    """Return which choices fill the six hours to the minute."""
    return allowed_by("full")


def gives_hours(hours: float) -> Callable[[RuleSet], bool]:
    """Return a function that tells whether the plan that rules give takes so many hours."""
    return lambda rules: rules.plan is not None and one_number(rules) and rules.plan.hours == hours


def one_number(rules: RuleSet) -> bool:
    """Tell whether the plan of these rules has one number of visits for each account."""
    return rules.plan is not None and all(len(one) == 1 for one in rules.plan.levels.values())


MODELS = (
    Exercise(
        "10.5",
        level="model",
        title=mark("Say the rules"),
        parts=(
            Part(
                "rules",
                mark("The rules"),
                Rules(mark("the two rules, ticked or written"), offered=OFFERED),
                ("one", "hours"),
                hints_in_code=(
                    mark(
                        "Two rules: the variables of one account sum to 1; the hours of all visits are at "
                        "most 6."
                    ),
                    mark(
                        "The hours of account i with k visits are VISIT_HOURS[i] * k * y[i, k]. Sum over all "
                        "pairs."
                    ),
                ),
                mistakes=(
                    Mistake(
                        gives_hours(7),
                        mark(
                            "You limited the number of visits to six. The limit is six hours: multiply by "
                            "the length."
                        ),
                        ("one", "visits"),
                    ),
                    Mistake(
                        gives_hours(12),
                        mark(
                            "Everybody gets four visits: nothing holds the hours back. Which rule limits "
                            "them, and does it count each visit with its length?"
                        ),
                        ("one",),
                    ),
                    Mistake(
                        lambda rules: rules.plan is not None and not one_number(rules),
                        mark(
                            "An account got two numbers of visits at once, and was paid for both. Say "
                            "that it gets "
                            "exactly one."
                        ),
                        ("hours",),
                    ),
                    Mistake(
                        lambda rules: rules.allowed.any() and bool((rules.allowed <= exactly_full()).all()),
                        mark(
                            "You ask for exactly six hours. A plan that leaves half an hour free is a plan, "
                            "too: say at most."
                        ),
                        ("one", "full"),
                    ),
                ),
            ),
        ),
        hints=(
            mark("Two things must hold: one on each account by itself, one on all visits together."),
            mark(
                "Look under the ticks: an account with several numbers of visits, or more hours than six, "
                "tells which rule is missing. Untick what nobody asked for: it forbids good plans."
            ),
        ),
        why=mark(
            "A linear programme is a list of sentences: what may be chosen, what is to be as large as "
            "possible, and "
            "what must hold. You never say how to find the answer; the solver does. Step 10 writes the "
            "same two "
            "sentences, for hundreds of accounts."
        ),
        data=values_and_hours,
        columns={**ACCOUNT_HEAD, "visit_hours": mark("Hours per visit"), **NUMBERS},
    ),
    Exercise(
        "10.6",
        level="model",
        title=mark("The same model, by another solver"),
        parts=(
            Part(
                "rules",
                mark("The rules, in whole numbers"),
                Rules(mark("the two rules, ticked or written"), offered=OFFERED_HALVES),
                ("one", "halves"),
                hints_in_code=(
                    mark(
                        "The same two rules. CP-SAT knows whole numbers only, so the time is counted in half "
                        "hours."
                    ),
                    mark(
                        "Six hours are 12 half hours; HALF_HOURS holds the length of a visit in half hours."
                    ),
                ),
                mistakes=(
                    Mistake(
                        gives_hours(3),
                        mark("Half the time is unused: you count in half hours, so the limit is 12 of them."),
                        ("one", "short"),
                    ),
                    Mistake(
                        gives_hours(12),
                        mark(
                            "Nothing holds the time back: which rule counts each visit with its half hours?"
                        ),
                        ("one",),
                    ),
                ),
            ),
        ),
        hints=(
            mark("The same two rules as in 10.5; only the one on time is said in another unit."),
            mark("How many half hours are six hours? One of the two rules on half hours says so."),
        ),
        why=mark(
            "Two solvers that share no line of code and give the same value are worth more than one that "
            "is believed. "
            "Step 10 does the same in the tests: if the two ever disagreed, one of them would be wrong."
        ),
    ),
    Exercise(
        "10.7",
        level="model",
        board=("one", "hours", "three"),
        title=mark("A model without an answer"),
        parts=(
            Part(
                "outcome",
                mark("What the solver says"),
                Choice(
                    {
                        "a": mark("it gives a plan that breaks the new rule a little"),
                        "b": mark("it finds no plan: no choice keeps all the rules"),
                        "c": mark("it leaves the value without limit"),
                    }
                ),
                "b",
                mistakes=(
                    Mistake(
                        "a", mark("A solver never bends a rule. If it cannot keep them all, it says so.")
                    ),
                    Mistake(
                        "c",
                        mark(
                            "Without limit would mean that the value can grow for ever. Here nothing is "
                            "possible."
                        ),
                    ),
                ),
            ),
            Part(
                "hours_needed",
                mark("Hours it would take"),
                Number(1, "h"),
                9.0,
                mistakes=(
                    Mistake(
                        3, mark("That is what is missing. The question is how many hours it takes in all.")
                    ),
                    Mistake(18, mark("You counted in half hours.")),
                ),
            ),
        ),
        why=mark(
            "“No plan” is an answer: together the rules ask for more than there is. The fix is a "
            "decision, not a "
            "calculation: three hours more, or fewer visits promised. Step 10 names the cheapest of these "
            "changes."
        ),
    ),
)
