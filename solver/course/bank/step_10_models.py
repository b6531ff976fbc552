"""Exercises of step 10 on the model itself: write it, solve it twice, break it."""

import pandas as pd

from solver.course.exercise import Exercise, Mistake, Part
from solver.course.kinds import Choice, Custom, Number
from solver.course.small_model import HOURS, VALUES, VISIT_HOURS, SmallPlan
from solver.words.i18n import _, mark, ngettext

BEST_PLAN = SmallPlan({"X": (2,), "Y": (2,), "Z": (2,)})
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


def judge_plan(plan: SmallPlan | None) -> str | None:
    """Say which rule a plan of the small model breaks; none when it is the best."""
    if plan is None:
        return _("No plan keeps these rules: one of them asks too much. Read them one by one.")
    several = [name for name, chosen in plan.levels.items() if len(chosen) > 1]
    if several:
        return _(
            "Account {name} got several numbers of visits at once: the rule “one number” is missing."
        ).format(name=several[0])
    if plan.hours > HOURS:
        return ngettext(
            "The plan takes {hours} hour of {limit}: how long is each visit, and how many are there?",
            "The plan takes {hours} hours of {limit}: how long is each visit, and how many are there?",
            plan.hours,
        ).format(hours=f"{plan.hours:g}", limit=HOURS)
    if plan.value < BEST_PLAN.value:
        return _("The rules are kept, but the plan brings {value}: a rule asks more than it should.").format(
            value=plan.value
        )
    return None


MODELS = (
    Exercise(
        "10.5",
        level="model",
        title=mark("Write the rules, in PuLP"),
        parts=(
            Part(
                "plan",
                mark("The plan your rules give"),
                Custom(mark("the best plan under two rules"), judge_plan, str),
                BEST_PLAN,
                mistakes=(
                    Mistake(
                        lambda plan: isinstance(plan, SmallPlan) and plan.hours == 7,
                        mark(
                            "You limited the number of visits to six. The limit is six hours: multiply by "
                            "the length."
                        ),
                        SmallPlan({"X": (3,), "Y": (2,), "Z": (1,)}),
                    ),
                    Mistake(
                        lambda plan: isinstance(plan, SmallPlan) and plan.hours == 12,
                        mark(
                            "Everybody gets four visits: the hours do not hold anything back. Count k "
                            "visits as k "
                            "times the length of one."
                        ),
                        SmallPlan({"X": (4,), "Y": (4,), "Z": (4,)}),
                    ),
                    Mistake(
                        lambda plan: (
                            isinstance(plan, SmallPlan) and any(len(one) > 1 for one in plan.levels.values())
                        ),
                        mark(
                            "An account got two numbers of visits at once, and was paid for both. Say "
                            "that it gets "
                            "exactly one."
                        ),
                        SmallPlan({"X": (), "Y": (1, 2), "Z": (1, 2, 3)}),
                    ),
                ),
            ),
        ),
        hints=(
            mark("Two rules: the variables of one account sum to 1; the hours of all visits are at most 6."),
            mark(
                "The hours of account i with k visits are VISIT_HOURS[i] * k * y[i, k]. Sum over all pairs."
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
                "plan",
                mark("The plan of CP-SAT"),
                Custom(mark("the best plan under two rules"), judge_plan, str),
                BEST_PLAN,
                mistakes=(
                    Mistake(
                        lambda plan: isinstance(plan, SmallPlan) and plan.hours == 3,
                        mark("Half the time is unused: you count in half hours, so the limit is 12 of them."),
                        SmallPlan({"X": (0,), "Y": (2,), "Z": (2,)}),
                    ),
                    Mistake(
                        lambda plan: isinstance(plan, SmallPlan) and plan.hours == 12,
                        mark("The hours hold nothing back: multiply each length by k, the number of visits."),
                        SmallPlan({"X": (4,), "Y": (4,), "Z": (4,)}),
                    ),
                ),
            ),
        ),
        hints=(
            mark(
                "The same two rules. CP-SAT knows whole numbers only, so the time is counted in half hours."
            ),
            mark("Six hours are 12 half hours; HALF_HOURS holds the length of a visit in half hours."),
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
            "“No plan” is an answer: together the rules ask for more than there is. The mend is a "
            "decision, not a "
            "calculation: three hours more, or fewer visits promised. Step 10 names the cheapest of these "
            "changes."
        ),
    ),
)
