"""Exercises of step 5: qualify the portfolio."""

import pandas as pd

from solver.course.case import account_names, fil_rouge
from solver.course.exercise import Exercise, Mistake, Part
from solver.course.kinds import Choice, Codes, Number, Share
from solver.words.i18n import mark

CODES = tuple(f"C{number:02d}" for number in range(1, 13))
MEAN_OF_RATES = 0.457777


def wallets() -> pd.DataFrame:
    """Return revenue and potential of the twelve accounts."""
    return fil_rouge()[["account_id", "name", "revenue_keur", "potential_keur"]]


HEADS = {
    "account_id": mark("Code"),
    "name": mark("Name"),
    "revenue_keur": mark("Revenue, k€"),
    "potential_keur": mark("Potential, k€"),
}

EXERCISES = (
    Exercise(
        "05.1",
        level="compute",
        title=mark("What Dinan BTP buys elsewhere"),
        parts=(
            Part(
                "wallet_share",
                mark("Share of wallet of C04"),
                Share(),
                0.20,
                mistakes=(
                    Mistake(
                        0.25, mark("You divided by what is left to win. The share is revenue over potential.")
                    ),
                    Mistake(5.0, mark("You turned the fraction over.")),
                ),
            ),
            Part(
                "gap_keur",
                mark("Left to win"),
                Number(0, "k€"),
                240,
                mistakes=(
                    Mistake(300, mark("That is the whole potential. We have 60 k€ of it already.")),
                    Mistake(360, mark("You added. What is left is potential less revenue.")),
                ),
            ),
        ),
        why=mark(
            "On revenue C04 comes fourth. On what is left to win it comes second: four fifths of what it "
            "buys go to "
            "somebody else. Criterion 1 looks back, criterion 2 looks ahead."
        ),
    ),
    Exercise(
        "05.2",
        level="find_error",
        title=mark("The portfolio's share of wallet"),
        parts=(
            Part(
                "wallet_share",
                mark("Share of wallet of the portfolio"),
                Share(),
                670 / 1682,
                mistakes=(
                    Mistake(
                        MEAN_OF_RATES,
                        mark(
                            "You averaged the twelve rates. Lamballe Auto then weighs as much as "
                            "Brétagri; divide the sums."
                        ),
                    ),
                    Mistake(670 / 1012, mark("You divided by what is left to win. Divide by the potential.")),
                ),
            ),
            Part(
                "gap_keur",
                mark("Left to win in all"),
                Number(0, "k€"),
                1012,
                mistakes=(
                    Mistake(1682, mark("That is the sum of the potentials. Take off what we sell already.")),
                    Mistake(2352, mark("You added the revenue. It is part of the potential.")),
                ),
            ),
        ),
        why=mark(
            "A rate of a whole is the ratio of the sums, never the mean of the rates. The mean flatters: "
            "the small "
            "accounts that buy nearly everything from us pull it up."
        ),
        data=wallets,
        columns=HEADS,
    ),
    Exercise(
        "05.3",
        level="compute",
        title=mark("The A' accounts"),
        parts=(
            Part(
                "a_codes",
                mark("Class A' on potential"),
                Codes(CODES, account_names),
                ("C01", "C02", "C04", "C05", "C08"),
                mistakes=(
                    Mistake(CODES[:5], mark("Those are the A of revenue. Sort again, by potential.")),
                    Mistake(
                        ["C01", "C02", "C03", "C04", "C05", "C08"],
                        mark("With C03 the share is 83.8%: beyond 80%."),
                    ),
                    Mistake(
                        ["C01", "C02", "C04", "C08"], mark("With C05 the share is 76.7%: still within 80%.")
                    ),
                ),
            ),
        ),
        hints=(
            mark("The same cut as in step 4, at 80%, on the potentials: their sum is 1,682 k€."),
            mark("From the top: C02, C04, C01, C08, C05, C03. Where does the share pass 80%?"),
        ),
        why=mark(
            "Hydro Ouest is B on revenue and A' on potential: today's small client may be tomorrow's "
            "large one. The two "
            "letters together are what step 6 works with."
        ),
        data=wallets,
        columns=HEADS,
    ),
    Exercise(
        "05.4",
        level="compute",
        title=mark("A part that can never be won"),
        parts=(
            Part(
                "gap_keur",
                mark("Left to win"),
                Number(0, "k€"),
                75,
                mistakes=(
                    Mistake(155, mark("You forgot that only 60% of the potential can be won.")),
                    Mistake(
                        93, mark("You took 60% of what is left. The accessible part is 60% of the potential.")
                    ),
                    Mistake(120, mark("That is the accessible part. We have 45 k€ of it already.")),
                ),
            ),
            Part(
                "wallet_share",
                mark("Share of wallet"),
                Share(),
                0.225,
                mistakes=(
                    Mistake(
                        0.375,
                        mark(
                            "You divided by the accessible part. The share of wallet is of the "
                            "whole potential."
                        ),
                    ),
                    Mistake(0.6, mark("That is the accessible part, not ours.")),
                ),
            ),
        ),
        why=mark(
            "A gap that nobody can win only feeds hopes. The accessible part keeps the optimiser from "
            "sending visits "
            "after purchases that are decided elsewhere."
        ),
    ),
    Exercise(
        "05.5",
        level="find_error",
        title=mark("More than everything"),
        parts=(
            Part(
                "cause",
                mark("The likeliest cause"),
                Choice(
                    {
                        "a": mark("the potential is out of date or underestimated"),
                        "b": mark("we sell more than the client buys"),
                        "c": mark("the client is fully won: nothing to do"),
                    }
                ),
                "a",
                mistakes=(
                    Mistake(
                        "b",
                        mark(
                            "Nobody buys more from us than from everybody. One of the two figures is wrong."
                        ),
                    ),
                    Mistake("c", mark("That would be 100%. Above it, the potential itself is in doubt.")),
                ),
            ),
        ),
        hints=(
            mark(
                "A client bought 50 k€; its potential on file is 40 k€, noted three years ago. The rate: "
                "125%."
            ),
            mark("Which of the two figures comes from invoices, and which from memory?"),
        ),
        why=mark(
            "A rate above 100% is a gift: it shows a figure that is wrong for certain. It is flagged, put "
            "on the list of "
            "fields to verify, and never cut back to 100% in silence."
        ),
    ),
    Exercise(
        "05.6",
        level="decide",
        title=mark("Where is growth?"),
        parts=(
            Part(
                "first",
                mark("The three accounts to grow first"),
                Codes(CODES, account_names),
                ("C02", "C04", "C08"),
                mistakes=(
                    Mistake(
                        ["C01", "C02", "C03"],
                        mark("Those are the three largest today. C03 has 25 k€ left to win."),
                    ),
                    Mistake(
                        ["C04", "C08", "C11"],
                        mark(
                            "Those are the lowest rates. 20% of a small potential is still small: C11 "
                            "has 32 k€ left."
                        ),
                    ),
                    Mistake(
                        ["C01", "C02", "C04"],
                        mark("Those are the largest potentials. Three quarters of C01's are ours already."),
                    ),
                ),
            ),
        ),
        hints=(
            mark("Neither the largest revenue nor the lowest rate: what can be won is an amount."),
            mark("Potential less revenue, the three largest."),
        ),
        why=mark(
            "Rank by the amount left to win. A rate says how far along you are, an amount says how much "
            "there is to "
            "gain; time should go where the amount is."
        ),
        data=wallets,
        columns=HEADS,
    ),
)
