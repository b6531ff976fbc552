"""Exercises of step 6: group the clients into accounts."""

import pandas as pd

from solver.course.case import account_names, fil_rouge
from solver.course.exercise import Exercise, Mistake, Part
from solver.course.kinds import Choice, Codes, Share
from solver.words.i18n import mark

CODES = tuple(f"C{number:02d}" for number in range(1, 13))
SEGMENT = ("A", "A", "A", "A", "A", "B", "B", "B", "C", "C", "C", "C")
POTENTIAL_CLASS = ("A'", "A'", "B'", "A'", "A'", "C'", "B'", "A'", "B'", "C'", "C'", "C'")


def classes() -> pd.DataFrame:
    """Return the two letters of the twelve accounts, and their share of wallet."""
    facts = fil_rouge()
    return facts[["account_id", "name"]].assign(
        segment=SEGMENT,
        potential_class=POTENTIAL_CLASS,
        share_of_wallet=facts["revenue_keur"] / facts["potential_keur"],
    )


HEADS = {
    "account_id": mark("Code"),
    "name": mark("Name"),
    "segment": mark("Segment"),
    "potential_class": mark("Potential class"),
    "share_of_wallet": mark("Share of wallet"),
}

EXERCISES = (
    Exercise(
        "06.1",
        level="compute",
        title=mark("A cell and its mission"),
        parts=(
            Part(
                "cell",
                mark("Cell of Hydro Ouest (C08)"),
                Choice({"A/A'": "A/A'", "B/A'": "B/A'", "A/B'": "A/B'", "C/A'": "C/A'"}),
                "B/A'",
                mistakes=(
                    Mistake(
                        "A/B'",
                        mark(
                            "You exchanged the letters: first what it brings today, then what it could buy."
                        ),
                    ),
                    Mistake("A/A'", mark("It is A' on potential, but only B on revenue.")),
                ),
            ),
            Part(
                "mission",
                mark("Its mission"),
                Choice(
                    {
                        "a": mark("keep what is won and watch the risk"),
                        "b": mark("serve by phone and grouped visits"),
                        "c": mark("find out why we are small there, then grow"),
                    }
                ),
                "c",
                mistakes=(
                    Mistake(
                        "a",
                        mark(
                            "There is not much to keep: 22 k€ of 200. The mission looks at what is missing."
                        ),
                    ),
                    Mistake(
                        "b", mark("That is for accounts small on both sides. This one buys 200 k€ a year.")
                    ),
                ),
            ),
        ),
        why=mark(
            "The cell joins past and future. An account that is middling today and large on potential is "
            "the first place "
            "to look for growth: somebody else already sells there."
        ),
        data=classes,
        columns=HEADS,
    ),
    Exercise(
        "06.2",
        level="compute",
        title=mark("To consolidate or to develop"),
        parts=(
            Part(
                "consolidate",
                mark("A/A' accounts to consolidate"),
                Codes(CODES, account_names),
                ("C01",),
                mistakes=(
                    Mistake(
                        ["C01", "C03"],
                        mark(
                            "C03 is well fed too, but B' on potential: its cell is A/B', the core business."
                        ),
                    ),
                    Mistake(
                        ["C01", "C02"],
                        mark("C02 gives us 37.5% of its purchases: somebody else holds the larger part."),
                    ),
                    Mistake(
                        ["C02", "C04", "C05"],
                        mark("Those are the ones to develop. To consolidate is to keep what is mostly ours."),
                    ),
                ),
            ),
        ),
        hints=(
            mark(
                "Look at the cell A/A' only: C01, C02, C04, C05. Whose purchases do we hold by half or more?"
            ),
            mark("75%, 37.5%, 20%, 30%."),
        ),
        why=mark(
            "Two accounts in one cell can need opposite things: one is to be kept, the other to be won. "
            "A visit a month changes little at the first; at the second it can change its year, and ours."
        ),
        data=classes,
        columns=HEADS,
    ),
    Exercise(
        "06.3",
        level="compute",
        title=mark("Who is served without visits?"),
        parts=(
            Part(
                "economical",
                mark("Accounts in economical management"),
                Codes(CODES, account_names),
                ("C06", "C10", "C11", "C12"),
                mistakes=(
                    Mistake(
                        ["C09", "C10", "C11", "C12"],
                        mark(
                            "You took class C. C09 is B' on potential: a medium account. And C06 is C' "
                            "on potential."
                        ),
                    ),
                    Mistake(
                        ["C10", "C11", "C12"],
                        mark("C06 is B on revenue, but C' on potential: nothing more can be won there."),
                    ),
                    Mistake(
                        lambda codes: "C07" in codes,
                        mark("C07 is B/B': a medium account, right in the middle of the matrix."),
                        ["C06", "C07", "C10", "C11", "C12"],
                    ),
                ),
            ),
        ),
        hints=(
            mark("The cells B/C' and C/C': small on potential, and not large on revenue."),
            mark("Four accounts have C' on potential."),
        ),
        why=mark(
            "Economical does not mean neglected: they are served by phone, by the web, by a visit in "
            "passing. The hours "
            "saved here are the only ones that can be spent where there is something to win."
        ),
        data=classes,
        columns=HEADS,
    ),
    Exercise(
        "06.4",
        level="find_error",
        title=mark("A prospect in class C"),
        parts=(
            Part(
                "cell",
                mark("The right cell"),
                Choice({"C/A'": "C/A'", "P/A'": "P/A'", "A/A'": "A/A'", "P/C'": "P/C'"}),
                "P/A'",
                mistakes=(
                    Mistake(
                        "C/A'", mark("That is the colleague's error: C is the class of the smallest clients.")
                    ),
                    Mistake("A/A'", mark("It buys nothing from us yet: it is in none of A, B and C.")),
                    Mistake(
                        "P/C'", mark("Right row, wrong column: its potential is as large as an A' client's.")
                    ),
                ),
            ),
        ),
        hints=(
            mark("A prospect has bought nothing: what does class C say, and what does it not?"),
            mark(
                "Prospects have a row of their own, P. The column is decided by potential, as for a client."
            ),
        ),
        why=mark(
            "A prospect with 300 k€ of potential, filed as C, gets a letter at New Year. In the row P it "
            "is a priority "
            "prospect, and gets the first of the hours that step 3 has set aside."
        ),
    ),
    Exercise(
        "06.5",
        level="decide",
        title=mark("Too many key accounts?"),
        parts=(
            Part(
                "share",
                mark("Key accounts, of all clients"),
                Share(0),
                1 / 3,
                mistakes=(
                    Mistake(
                        0.25, mark("To consolidate or to develop: both are key accounts. C01 counts too.")
                    ),
                    Mistake(5 / 12, mark("C03 is A/B': core business, not a key account.")),
                ),
            ),
            Part(
                "answer",
                mark("What you propose"),
                Choice(
                    {
                        "a": mark("Keep them all: they are our best clients."),
                        "b": mark("Keep the title for those we can really treat so, and say who loses it."),
                        "c": mark("Rename the others key accounts too, so that nobody is offended."),
                    }
                ),
                "b",
                mistakes=(
                    Mistake(
                        "a",
                        mark("Twelve visits each for a third of the clients: look at the hours of step 2."),
                    ),
                    Mistake("c", mark("When everybody is a key account, nobody is.")),
                ),
            ),
        ),
        why=mark(
            "A title costs hours. On twelve accounts a third may be bearable; on five hundred it would be "
            "a hundred and "
            "sixty-six, and the word would mean nothing. Tighten the cut, or split the cell."
        ),
    ),
)
