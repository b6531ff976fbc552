"""Exercises of step 4: segment the portfolio."""

import pandas as pd

from solver.course.case import account_names, fil_rouge
from solver.course.exercise import Exercise, Mistake, Part
from solver.course.kinds import Choice, Codes, Whole
from solver.words.i18n import mark

TEN_CLIENTS_KEUR = (9000, 8125, 900, 900, 800, 600, 500, 375, 200, 10)
CODES = tuple(f"C{number:02d}" for number in range(1, 13))


def ten_clients() -> pd.DataFrame:
    """Return the ten clients of the published case, without their names."""
    return pd.DataFrame({"client": range(1, 11), "revenue_keur": TEN_CLIENTS_KEUR})


def twelve_clients() -> pd.DataFrame:
    """Return the revenue of the twelve accounts."""
    return fil_rouge()[["account_id", "name", "revenue_keur"]]


def with_margins() -> pd.DataFrame:
    """Return revenue and margin rate of the twelve accounts."""
    return fil_rouge()[["account_id", "name", "revenue_keur", "margin_rate"]]


HEADS = {"account_id": mark("Code"), "name": mark("Name"), "revenue_keur": mark("Revenue, k€")}

EXERCISES = (
    Exercise(
        "04.1",
        level="compute",
        title=mark("The client at 79.99%"),
        parts=(
            Part(
                "a_clients",
                mark("Clients in class A"),
                Whole(mark("clients"), out_of=10),
                2,
                mistakes=(
                    Mistake(
                        3,
                        mark(
                            "You let in the client that crosses the 80% line: that is the other usual rule. "
                            "Here a client is A as long as the share, its own line included, is within 80%."
                        ),
                    ),
                    Mistake(
                        1,
                        mark(
                            "You took the second client out. With it the share is 79.99%: still within the "
                            "first cut, so it is A."
                        ),
                    ),
                    Mistake(
                        8,
                        mark("That is 80% of the ten clients. The cut is a share of the revenue."),
                    ),
                ),
            ),
        ),
        hints=(
            mark("Add up from the largest client down, and divide each sum by the total, 21,410 k€."),
            mark("After the second client the sum is 17,125 k€. Is that within 80%? And after the third?"),
        ),
        why=mark(
            "Two clients make 79.99% of the revenue. With the rule “own line included” nobody crosses the "
            "line, so class A never holds more than the cut says. Compare the exact shares: on a border, a "
            "rounded figure decides at random."
        ),
        source=mark("La Dissertation, “La segmentation du portefeuille client”, ladissertation.com"),
        data=ten_clients,
        columns={"client": mark("Client"), "revenue_keur": mark("Revenue, k€")},
    ),
    Exercise(
        "04.2",
        level="compute",
        title=mark("The other rule, and two equals"),
        parts=(
            Part(
                "a_clients",
                mark("Clients in class A, crossing rule"),
                Whole(mark("clients"), out_of=10),
                4,
                mistakes=(
                    Mistake(
                        3,
                        mark("The fourth client bought exactly as much as the third: equals stay together."),
                    ),
                    Mistake(
                        2, mark("That is the first rule. Here the client that crosses the line goes up.")
                    ),
                ),
            ),
        ),
        hints=(
            mark("Under this rule the client that crosses the 80% line belongs to the class above it."),
            mark("The third crosses it. Who else bought 900 k€?"),
        ),
        why=mark(
            "Both rules are published, and both are right if you say which one you use. Splitting two "
            "equal clients is "
            "never right: the list would depend on the alphabet."
        ),
        data=ten_clients,
        columns={"client": mark("Client"), "revenue_keur": mark("Revenue, k€")},
    ),
    Exercise(
        "04.3",
        level="compute",
        title=mark("A, B and C of the twelve accounts"),
        parts=(
            Part(
                "a_codes",
                mark("Class A"),
                Codes(CODES, account_names),
                CODES[:5],
                mistakes=(
                    Mistake(
                        CODES[:4],
                        mark("You stopped at 72.4%. With C05 the share is 79.1%: still within 80%."),
                    ),
                    Mistake(
                        CODES[:6],
                        mark("With C06 the share is 85.1%: it crosses the line. Own line included, it is B."),
                    ),
                ),
            ),
            Part(
                "c_codes",
                mark("Class C"),
                Codes(CODES, account_names),
                CODES[8:],
                mistakes=(
                    Mistake(CODES[9:], mark("C09 brings the share to 95.5%: beyond 95%, so it is C.")),
                    Mistake(
                        CODES[6:],
                        mark(
                            "You cut the list in halves. The cuts are shares of the revenue, not of the "
                            "clients."
                        ),
                    ),
                ),
            ),
        ),
        why=mark(
            "Five clients of twelve carry four fifths of the year. The curve is yours: neither 20/80 nor "
            "the 20/30/50 "
            "of the handbooks is a law, only a question to ask of your own file."
        ),
        data=twelve_clients,
        columns=HEADS,
    ),
    Exercise(
        "04.4",
        level="model",
        title=mark("The same list, by margin"),
        parts=(
            Part(
                "movers",
                mark("Accounts that change class"),
                Codes(CODES, account_names),
                ("C08", "C09"),
                mistakes=(
                    Mistake(
                        ["C04", "C05"],
                        mark("They change places, but both stay in A. Which ones cross a line?"),
                    ),
                    Mistake(["C09"], mark("If one goes up, look at who is pushed over the 95% line.")),
                ),
            ),
        ),
        hints=(
            mark("Margin = revenue × margin rate. Sort again, and cut at 80% and 95% of 164.24 k€."),
            mark("Around the 95% line: C07, then C09 (6.3 k€), then C08 (5.7 k€)."),
        ),
        why=mark(
            "Revenue says who fills the lorries, margin who pays the wages. Where the two disagree, the "
            "visit belongs "
            "to the margin; that is why the measure is a parameter of this step."
        ),
        data=with_margins,
        columns={**HEADS, "margin_rate": mark("Margin rate")},
    ),
    Exercise(
        "04.5",
        level="decide",
        title=mark("A large year that may not come back"),
        parts=(
            Part(
                "treatment",
                mark("What you do with this client"),
                Choice(
                    {
                        "a": mark("Class A: the figures say so."),
                        "b": mark("Take the order out: it spoils the statistics."),
                        "c": mark("Keep the revenue, flag the order, and ask whether it will come back."),
                    }
                ),
                "c",
                mistakes=(
                    Mistake("a", mark("Then next year a rep drives every month to a client who buys 6 k€.")),
                    Mistake(
                        "b",
                        mark(
                            "It was invoiced and paid. Whoever takes it out no longer agrees with the books."
                        ),
                    ),
                ),
            ),
        ),
        hints=(
            mark("The client bought 40 k€, 34 of them in one order for a new hall."),
            mark(
                "Two things must hold: the total agrees with the books, and the rep knows what it is made of."
            ),
        ),
        why=mark(
            "Facts stay facts, and get a flag. The score of step 9 and the rep's own judgement can then "
            "take it into "
            "account; a figure that was silently removed can never be discussed."
        ),
    ),
)
