"""Exercises of step 9 on the firm's own past: a ranking that is noise, an interval that decides."""

import pandas as pd

from solver.course.exercise import Exercise, Mistake, Part
from solver.course.kinds import Choice, Number, Whole
from solver.words.i18n import _, format_share, mark

CLIENTS, LOST = 100, 12
TOP_FIFTH = {"note": 0.17, "revenue": 0.19}
BY_LOT = (0.15, 0.27)
CALLED = {"note": 3, "revenue": 2}
# More of the lost called than by revenue alone: as counted, and the interval of it.
MORE_CALLED = {"A": (20, 12, 28), "B": (2, -6, 8), "C": (5, 1, 9), "D": (-3, -9, 4)}


def noise() -> pd.DataFrame:
    """Return what two rankings of a hundred clients caught, beside what a lot catches."""
    lot = _("{low} to {high}").format(low=format_share(BY_LOT[0]), high=format_share(BY_LOT[1]))
    return pd.DataFrame(
        {
            "ranking": [_("The new note"), _("Revenue alone")],
            "top": [format_share(TOP_FIFTH[name]) for name in CALLED],
            "by_lot": [lot] * len(CALLED),
            "called": list(CALLED.values()),
        }
    )


def intervals() -> pd.DataFrame:
    """Return, firm by firm, how many more of the lost the risk would have called than revenue alone."""
    rows = [(firm, *figures) for firm, figures in MORE_CALLED.items()]
    return pd.DataFrame(rows, columns=["firm", "more", "least", "most"])


PAST = (
    Exercise(
        "09.7",
        level="find_error",
        title=mark("A ranking that is noise"),
        parts=(
            Part(
                "by_lot",
                mark("Lost clients a fifth drawn by lot holds, on average"),
                Number(1, mark("clients"), out_of=12),
                LOST / 5,
                mistakes=(
                    Mistake(LOST, mark("Those are all the lost. One calls a fifth of the clients only.")),
                    Mistake(CLIENTS / 5, mark("Those are the clients one calls. How many of them are lost?")),
                    Mistake(3, mark("That is what the new note called. What would a lot have called?")),
                ),
            ),
            Part(
                "verdict",
                mark("The verdict on the new note"),
                Choice(
                    {
                        "a": mark("no signal"),
                        "b": mark("as good as revenue"),
                        "c": mark("better at losses, not at revenue"),
                        "d": mark("worse than revenue"),
                    }
                ),
                "a",
                mistakes=(
                    Mistake(
                        "b",
                        mark("They are alike because both are chance. “As good” sounds as if both were."),
                    ),
                    Mistake("c", mark("Three of twelve against two: and how many does a lot call?")),
                    Mistake("d", mark("Two points below, and both inside what a lot brings.")),
                ),
            ),
            Part(
                "advice",
                mark("What you advise"),
                Choice(
                    {
                        "a": mark("print the classes as an order that the past does not confirm"),
                        "b": mark("use the new note: it is no worse than revenue"),
                        "c": mark("try other weights until the note beats the lot"),
                    }
                ),
                "a",
                mistakes=(
                    Mistake("b", mark("No worse than a lot: nobody would send a rep out by it.")),
                    Mistake(
                        "c",
                        mark("Try twenty, and one beats the lot by luck. Next year it is a lot again."),
                    ),
                ),
            ),
        ),
        why=mark(
            "17% of the revenue in the top fifth is what a lot brings, and three of twelve lost clients is "
            "what a lot calls. “No difference to revenue” would be true and would mislead: it reads as if "
            "both were fine. Here nothing orders the clients, so nothing is to be argued from their order."
        ),
        data=noise,
        columns={
            "ranking": mark("Ranking"),
            "top": mark("Revenue of the year after in the top fifth"),
            "by_lot": mark("A fifth by lot, 19 times in 20"),
            "called": mark("Of the 12 lost, in the last fifth"),
        },
    ),
    Exercise(
        "09.8",
        level="decide",
        title=mark("An interval that decides"),
        parts=(
            Part(
                "sure",
                mark("Firms of which one may say that the risk calls more"),
                Whole(mark("firms"), out_of=4),
                2,
                mistakes=(
                    Mistake(3, mark("You counted every plus. For B it may as well be six fewer.")),
                    Mistake(1, mark("C counts too: from 1 to 9, the whole interval lies above nought.")),
                    Mistake(4, mark("For D even the count itself is below nought.")),
                ),
            ),
            Part(
                "least",
                mark("How many more it is at least, to be safe, for firm C"),
                Whole(mark("clients")),
                1,
                mistakes=(
                    Mistake(5, mark("That is the count of one year. Another year would have given another.")),
                    Mistake(9, mark("That is the most it may be.")),
                ),
            ),
            Part(
                "advice",
                mark("What you write to firm B"),
                Choice(
                    {
                        "a": mark(
                            "the past does not tell them apart: the simpler one, and look again in a year"
                        ),
                        "b": mark("take the risk: two more are two more"),
                        "c": mark("take revenue: the risk may call six fewer"),
                    }
                ),
                "a",
                mistakes=(
                    Mistake("b", mark("By the same table it may be six fewer. Two is one draw of many.")),
                    Mistake("c", mark("It may as well call eight more. An interval has two ends.")),
                ),
            ),
        ),
        why=mark(
            "A count is one year's luck and skill together; the interval says how far luck goes. Nought "
            "inside means that the past does not decide, and that is a result: B needs no new list, it needs "
            "another year. A and C may say more, and C says it in the small figure: one more at least."
        ),
        data=intervals,
        columns={
            "firm": mark("Firm"),
            "more": mark("More of the lost called than by revenue"),
            "least": mark("From"),
            "most": mark("To"),
        },
    ),
)
