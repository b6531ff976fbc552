"""Exercises of step 12: prepare the appointments."""

import pandas as pd

from solver.course.bank.practice import PLANNED_AND_DONE
from solver.course.exercise import Exercise, Mistake, Part
from solver.course.kinds import Choice, Codes, Number, Whole
from solver.words.i18n import mark

STOPS = ("P1", "P2", "P3", "P4", "P5")


def call_cycle() -> pd.DataFrame:
    """Return the accounts of the published case and how often each class is called on."""
    return pd.DataFrame(
        {"account_class": list("ABCDE"), "accounts": (10, 20, 45, 12, 10), "weeks": (2, 4, 6, 8, 10)}
    )


def stops() -> pd.DataFrame:
    """Return five possible stops of one day: detour and value."""
    return pd.DataFrame(
        {
            "stop": STOPS,
            "visit_hours": 1.0,
            "detour_hours": (0.25, 0.25, 0.5, 1.5, 0.25),
            "value_keur": (1.2, 1.0, 1.5, 2.0, 0.6),
        }
    )


EXERCISES = (
    Exercise(
        "12.1",
        level="compute",
        title=mark("From a year to a week"),
        parts=(
            Part(
                "per_day",
                mark("Visits per field day"),
                Number(1, mark("visits"), per="day"),
                662 / 184,
                mistakes=(
                    Mistake(
                        662 / 365,
                        mark("You divided by all the days of the year. Visits happen on field days."),
                    ),
                    Mistake(
                        662 / 252, mark("You divided by the working days. Meetings and leave are among them.")
                    ),
                ),
            ),
            Part(
                "per_week",
                mark("Visits per field week"),
                Number(1, mark("visits"), per="week"),
                662 / 44,
                mistakes=(
                    Mistake(662 / 52, mark("You counted 52 weeks. The rep is in the field in 44 of them.")),
                    Mistake(
                        662 / 184 * 5, mark("You counted five field days a week. There are 184 in 44 weeks.")
                    ),
                ),
            ),
        ),
        why=mark(
            "A year is not 52 weeks of visits. Whoever plans twelve a week and needs fifteen is three "
            "weeks late by "
            "Easter, and makes up for it with the prospects."
        ),
    ),
    Exercise(
        "12.2",
        level="compute",
        title=mark("Three appointments, how many calls?"),
        parts=(
            Part(
                "calls_a_week",
                mark("Calls a week"),
                Whole(mark("calls"), per="week"),
                12,
                mistakes=(
                    Mistake(
                        11, mark("You rounded down: 11 calls give a little less than three appointments.")
                    ),
                    Mistake(4, mark("You counted those who answer. Only one answer in three gives a date.")),
                    Mistake(9, mark("You forgot that two calls in ten reach nobody.")),
                    Mistake(1, mark("You multiplied. The calls come first: divide by each rate.")),
                ),
            ),
        ),
        hints=(
            mark("Walk back up: from appointments to answers, from answers to calls."),
            mark("Three appointments need nine answers; nine answers need 9 / 0.80 calls."),
        ),
        why=mark(
            "Rates multiply on the way down, so they divide on the way back, and you round up at the end. "
            "Phoning "
            "takes hours too: the plan counts them, or nobody makes the calls."
        ),
    ),
    Exercise(
        "12.3",
        level="compute",
        title=mark("Appointments that are kept"),
        parts=(
            Part(
                "kept",
                mark("Kept, of 80 made"),
                Whole(mark("appointments"), out_of=80),
                68,
                mistakes=(
                    Mistake(65, mark("You took 15 off. It is 15 in a hundred: 12 of the 80.")),
                    Mistake(12, mark("That is how many are missed.")),
                ),
            ),
            Part(
                "to_make",
                mark("To make, so that 80 are kept"),
                Whole(mark("appointments")),
                95,
                mistakes=(
                    Mistake(
                        92,
                        mark("You added 15% of 80. The misses are 15% of those you make, not of those kept."),
                    ),
                    Mistake(94, mark("You rounded down: 94 would keep 79.9.")),
                ),
            ),
        ),
        why=mark(
            "A share is always a share of something. Adding back 15% to what was cut by 15% falls short, in "
            "appointments as in prices. A call the day before costs a minute and saves the drive."
        ),
    ),
    Exercise(
        "12.4",
        level="find_error",
        title=mark("A call cycle without a spare minute"),
        parts=(
            Part(
                "calls_due",
                mark("Visits in a cycle of two weeks"),
                Whole(mark("visits"), per="cycle"),
                40,
                mistakes=(
                    Mistake(97, mark("You visited everybody. Only class A is seen in every cycle.")),
                    Mistake(80, mark("That is two cycles. Two weeks are one.")),
                ),
            ),
            Part(
                "spare",
                mark("Visits to spare in the cycle"),
                Whole(mark("visits"), per="cycle"),
                0,
                mistakes=(
                    Mistake(10, mark("A day has room for four visits, not five.")),
                    Mistake(-20, mark("A cycle has ten days, not five.")),
                ),
            ),
        ),
        why=mark(
            "The sum comes out to the last visit, and that is the error: the first cancelled day breaks "
            "the cycle for "
            "good. A plan that fills every hour is a plan for a year in which nothing happens. Hence the "
            "reserve."
        ),
        source=mark("Futrell's case of Sally Malone on call cycles, solutioninn.com"),
        data=call_cycle,
        columns={
            "account_class": mark("Class"),
            "accounts": mark("Accounts"),
            "weeks": mark("One visit every so many weeks"),
        },
    ),
    Exercise(
        "12.5",
        level="model",
        title=mark("Fill one day of seven hours"),
        parts=(
            Part(
                "chosen",
                mark("Stops of the day"),
                Codes(STOPS),
                ("P1", "P3", "P4"),
                mistakes=(
                    Mistake(
                        ["P1", "P2", "P3", "P5"],
                        mark("Most visits, but not most value: these four bring 4.3 k€, three others 4.7."),
                    ),
                    Mistake(
                        ["P1", "P2", "P3", "P4"],
                        mark("You forgot the drive to the area and home: with it the day takes eight hours."),
                    ),
                    Mistake(
                        ["P2", "P3", "P4"], mark("It fits, but P1 brings more than P2 for the same time.")
                    ),
                ),
            ),
        ),
        hints=(
            mark(
                "From seven hours take off the 1.5 to the area and home. A stop takes its visit and its "
                "detour."
            ),
            mark("5.5 hours are left. P4 is far but brings most: what fits beside it?"),
        ),
        why=mark(
            "This is step 10's knapsack once more, one day wide: hours are the sack, detours the weight. "
            "The computer "
            "does it for every day of the year at once, and keeps the spacing besides."
        ),
        data=stops,
        columns={
            "stop": mark("Stop"),
            "visit_hours": mark("Visit, h"),
            "detour_hours": mark("Detour, h"),
            "value_keur": mark("Value, k€"),
        },
    ),
    Exercise(
        "12.6",
        level="decide",
        title=mark("Four dates for one client"),
        parts=(
            Part(
                "dates",
                mark("The dates you propose"),
                Choice(
                    {
                        "a": mark("12 January, 19 January, 2 February, 9 February"),
                        "b": mark("2 January, then when the client calls"),
                        "c": mark("mid-March, mid-June, mid-September, mid-December"),
                        "d": mark("four visits in the week of the trade fair, in May"),
                    }
                ),
                "c",
                mistakes=(
                    Mistake("a", mark("Four visits in a month, then eleven months of silence.")),
                    Mistake(
                        "b",
                        mark(
                            "Then the client decides who gets your time. Book the next visit at each visit."
                        ),
                    ),
                    Mistake(
                        "d",
                        mark(
                            "Grouped visits save driving, but the fourth of a week has nothing left to say."
                        ),
                    ),
                ),
            ),
        ),
        hints=(
            mark("The last visit was on 15 December. What is the ideal gap for four visits a year?"),
            mark("Three months: count from the last visit, not from New Year's Day."),
        ),
        why=mark(
            "Four visits mean one every three months, counted from the last one made. The exact day is "
            "left to the "
            "tour: inside its window each visit goes where the neighbours are."
        ),
    ),
    PLANNED_AND_DONE,
)
