"""Exercises of step 3: set the prospect-visit target."""

import pandas as pd

from solver.course.exercise import Exercise, Mistake, Part
from solver.course.kinds import Choice, Number, Share, Whole
from solver.words.i18n import _, mark


def two_years() -> pd.DataFrame:
    """Return what became of last year's clients."""
    return pd.DataFrame(
        {
            "group": [_("bought again"), _("did not buy again")],
            "clients": [68, 12],
            "revenue_keur": [760, 40],
        }
    )


def funnel() -> pd.DataFrame:
    """Return the stages of a published funnel."""
    return pd.DataFrame(
        {
            "stage": [_("file"), _("reached"), _("met"), _("won")],
            "cases": [300, 240, 80, 15],
        }
    )


def mailing() -> pd.DataFrame:
    """Return the seven stages of another published funnel."""
    stages = (
        _("letters"),
        _("answers"),
        _("usable answers"),
        _("appointments"),
        _("kept"),
        _("quotes"),
        _("clients"),
    )
    return pd.DataFrame({"stage": stages, "cases": (1000, 350, 320, 100, 85, 35, 10)})


EXERCISES = (
    Exercise(
        "03.1",
        level="compute",
        title=mark("Two ways to count what leaks"),
        parts=(
            Part(
                "of_clients",
                mark("Attrition in clients"),
                Share(),
                0.15,
                mistakes=(
                    Mistake(
                        12 / 68,
                        mark("You divided by those who stayed. Attrition is a part of all of last year's."),
                    ),
                    Mistake(0.12, mark("Twelve clients, not twelve in a hundred: divide by 80.")),
                ),
            ),
            Part(
                "of_revenue",
                mark("Attrition in revenue"),
                Share(),
                0.05,
                mistakes=(
                    Mistake(0.15, mark("That is the rate in clients. The twelve who left were small.")),
                    Mistake(40 / 760, mark("You divided by the revenue of those who stayed.")),
                ),
            ),
        ),
        why=mark(
            "A fall of 15% in clients and 5% in revenue is a leak of small accounts. The goal is in "
            "euros, so the "
            "target is computed from the second rate; the first says how many good-byes nobody noticed."
        ),
        data=two_years,
        columns={
            "group": mark("Last year's clients"),
            "clients": mark("Clients"),
            "revenue_keur": mark("Revenue, k€"),
        },
    ),
    Exercise(
        "03.2",
        level="compute",
        title=mark("From a goal to clients to win"),
        parts=(
            Part(
                "to_win_keur",
                mark("Revenue to win"),
                Number(1, "k€"),
                737 - 670 * 0.95 * 1.03,
                mistakes=(
                    Mistake(67, mark("That is the growth alone. Today's clients will not all stay.")),
                    Mistake(737 - 670 * 0.95, mark("You forgot that those who stay grow by 3%.")),
                    Mistake(737 - 670 * 1.03, mark("You forgot the 5% that leaves.")),
                    Mistake(
                        737 - 670 * 0.98,
                        mark("You added −5% and +3%. One follows the other: multiply the factors."),
                    ),
                ),
            ),
            Part(
                "clients",
                mark("New clients, at 12 k€ each"),
                Whole(mark("clients")),
                7,
                mistakes=(
                    Mistake(6, mark("You rounded down or left something out: six clients bring 72 k€.")),
                    Mistake(
                        9,
                        mark("That comes from a revenue to win that is too high. Look at the first answer."),
                    ),
                ),
            ),
        ),
        why=mark(
            "To grow by a tenth, the firm must win more than a tenth: first it fills the leak. That is "
            "why prospect "
            "visits are set aside before the clients take all the time."
        ),
    ),
    Exercise(
        "03.3",
        level="compute",
        title=mark("Back up the funnel"),
        parts=(
            Part(
                "visits",
                mark("First visits to make"),
                Whole(mark("visits")),
                38,
                mistakes=(
                    Mistake(37, mark("You rounded down: 37 visits give a little less than seven clients.")),
                    Mistake(2, mark("You multiplied by the rate. To walk back up, divide by it.")),
                    Mistake(47, mark("Look at the rate again: 15 clients out of 80 met.")),
                ),
            ),
            Part(
                "file",
                mark("Prospects in the file"),
                Whole(mark("prospects")),
                140,
                mistakes=(
                    Mistake(16, mark("You averaged the three rates. Rates of successive stages multiply.")),
                    Mistake(105, mark("You divided by 20 in 300. Fifteen were won.")),
                ),
            ),
        ),
        why=mark(
            "Each stage keeps a part of the one before, so the parts multiply: 80% × 33% × 19% is 5%. "
            "Walk back up "
            "with your own rates, and the goal tells you how many doors to knock on."
        ),
        source=mark("A sheet of sales ratios, scribd.com"),
        data=funnel,
        columns={"stage": mark("Stage"), "cases": mark("Cases")},
    ),
    Exercise(
        "03.4",
        level="find_error",
        title=mark("The mean of six rates"),
        parts=(
            Part(
                "overall",
                mark("Letters that become clients"),
                Share(),
                0.01,
                mistakes=(
                    Mistake(
                        (0.35 + 320 / 350 + 100 / 320 + 0.85 + 35 / 85 + 10 / 35) / 6,
                        mark(
                            "That is the colleague's mean of six rates. It would make 521 clients of "
                            "1,000 letters."
                        ),
                    ),
                    Mistake(10 / 350, mark("You started from the answers. The letters cost money too.")),
                ),
            ),
            Part(
                "narrowest",
                mark("Narrowest stage"),
                Choice(
                    {
                        "a": mark("letters to answers"),
                        "b": mark("usable answers to appointments"),
                        "c": mark("kept appointments to quotes"),
                        "d": mark("quotes to clients"),
                    }
                ),
                "d",
                mistakes=(
                    Mistake("a", mark("It loses most in number, 650, but keeps 35%. Another keeps less.")),
                    Mistake("b", mark("Nearly: 31% stay there. Another stage keeps less still.")),
                ),
            ),
        ),
        why=mark(
            "Rates in a row multiply; a mean of them answers no question. And the stage to work on is the "
            "one that keeps "
            "the smallest part, not the one that loses the largest number."
        ),
        source=mark("Digischool, on following up a campaign, digischool.fr"),
        data=mailing,
        columns={"stage": mark("Stage"), "cases": mark("Cases")},
    ),
    Exercise(
        "03.5",
        level="decide",
        title=mark("Two clients out of nine"),
        parts=(
            Part(
                "use",
                mark("What you do with the 22%"),
                Choice(
                    {
                        "a": mark("Call it a judgement, show its interval, and plan on a careful rate."),
                        "b": mark("Use 22%: it is our own figure."),
                        "c": mark("Throw it away and take the best rate of the trade."),
                    }
                ),
                "a",
                mistakes=(
                    Mistake(
                        "b",
                        mark(
                            "With one client more it would be 33%, with one less 11%. It cannot "
                            "carry a plan yet."
                        ),
                    ),
                    Mistake(
                        "c",
                        mark("Somebody else's best rate is no more yours than a guess, and flatters more."),
                    ),
                ),
            ),
        ),
        hints=(
            mark("How much would the rate move if one of the nine had decided otherwise?"),
            mark("With nine cases the true rate lies somewhere between 6% and 55%."),
        ),
        why=mark(
            "A rate is a measure when enough cases stand behind it; below thirty the method calls it a "
            "judgement, in "
            "the open. The plan then says what would change if the rate were half as good."
        ),
    ),
)
