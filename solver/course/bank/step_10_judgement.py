"""Exercises of step 10 on what its numbers rest on: a line of the table, and one judgement moved."""

import pandas as pd

from solver.course.case import account_names, fil_rouge
from solver.course.exercise import Exercise, Mistake, Part
from solver.course.kinds import Choice, Codes, Money, Number, Whole
from solver.words.i18n import _, mark

# Account, visit, what it brings in euros, and whether the best plan makes it: as step 10 of the case has it.
ON_THE_EDGE = (
    ("C04", 7, 2606, True),
    ("C04", 8, 2030, True),
    ("C04", 9, 1581, True),
    ("C04", 10, 1231, True),
    ("C11", 3, 1030, False),
    ("C07", 6, 1027, False),
    ("C05", 9, 1006, False),
    ("C03", 3, 939, False),
)


def one_response() -> pd.DataFrame:
    """Return what is needed of C04 to rebuild its line of the table of responses."""
    facts = fil_rouge().set_index("account_id").loc[["C04"]].reset_index()
    facts["to_win_keur"] = facts["potential_keur"] - facts["revenue_keur"]
    return facts[["account_id", "name", "to_win_keur", "margin_rate"]]


def on_the_edge() -> pd.DataFrame:
    """Return the last visits of C04, and the best of those that the plan does not make elsewhere."""
    names = account_names()
    rows = [
        (code, names[code], visit, brings, _("yes") if made else _("no"))
        for code, visit, brings, made in ON_THE_EDGE
    ]
    return pd.DataFrame(rows, columns=["account_id", "name", "visit", "brings_eur", "made"])


HEADS = {"account_id": mark("Code"), "name": mark("Name")}

JUDGEMENT = (
    Exercise(
        "10.10",
        level="compute",
        title=mark("A line of the table, from two numbers"),
        parts=(
            Part(
                "first",
                mark("What the first visit brings, k€"),
                Number(2, "k€"),
                11.68,
                mistakes=(
                    Mistake(
                        41.12,
                        mark("That is what is left after the visit. The visit takes the other part, 1 − w."),
                    ),
                    Mistake(
                        53.09,
                        mark("That is revenue. What is left to win counts by its margin: 22% of it."),
                    ),
                ),
            ),
            Part(
                "four",
                mark("What four visits bring together, k€"),
                Number(2, "k€"),
                33.38,
                mistakes=(
                    Mistake(
                        46.72,
                        mark("That is four times the first. Each visit takes its part of what is left."),
                    ),
                    Mistake(19.42, mark("That is what four visits leave. What they take is the rest.")),
                ),
                also=(33.37,),  # 0.7788 to the fourth, rounded as the hint has it
            ),
        ),
        why=mark(
            "Two numbers make the whole line: what there is to win, and which part of what is left each "
            "visit takes. The table of the case is this curve, written out; where a table is given, the "
            "table decides."
        ),
        data=one_response,
        columns={
            **HEADS,
            "to_win_keur": mark("Left to win, k€"),
            "margin_rate": mark("Margin"),
        },
    ),
    Exercise(
        "10.11",
        level="decide",
        title=mark("One judgement moves"),
        parts=(
            Part(
                "eighth",
                mark("What the eighth visit to C04 brings now"),
                Money(0),
                1015,
                mistakes=(
                    Mistake(2030, mark("That is what the table says today. Half of it is left.")),
                    Mistake(790.5, mark("That is half of the ninth.")),
                ),
            ),
            Part(
                "keeps",
                mark("Visits that C04 keeps"),
                Whole(mark("visits")),
                8,
                mistakes=(
                    Mistake(5, mark("Half the value is not half the visits: go down one by one.")),
                    Mistake(10, mark("Its tenth brings €616 now, and elsewhere there is more to get.")),
                    Mistake(9, mark("Its ninth brings €791 now: two visits elsewhere bring more.")),
                    Mistake(7, mark("You gave up its eighth. Does a visit left elsewhere bring more?")),
                ),
            ),
            Part(
                "gets",
                mark("Accounts that get the visits it gives up"),
                Codes(("C03", "C05", "C07", "C11"), account_names),
                ("C07", "C11"),
                mistakes=(
                    Mistake(
                        lambda codes: "C05" in codes,
                        mark("C05 would bring €1,006; the eighth visit to C04 still brings more."),
                        ["C05", "C07", "C11"],
                    ),
                    Mistake(["C11"], mark("One account is not enough. Who is next?")),
                ),
            ),
            Part(
                "rests",
                mark("What the number of visits to C04 rests on"),
                Choice(
                    {
                        "a": mark("on a potential that somebody judged: it changes, the number changes"),
                        "b": mark("on the solver: it has proven the plan"),
                        "c": mark("on the formula: the curve was measured"),
                    }
                ),
                "a",
                mistakes=(
                    Mistake("b", mark("Proven is that no plan beats it on this table. Who wrote the table?")),
                    Mistake("c", mark("Nobody has measured it. The formula writes out what was judged.")),
                ),
            ),
        ),
        why=mark(
            "The table decides: where a judgement changes, the line changes, and visits move. Halving it "
            "takes two visits of ten, since each is worth less than the one before. So one asks first about "
            "the accounts whose last visit lies near the edge."
        ),
        data=on_the_edge,
        columns={
            **HEADS,
            "visit": mark("Visit no."),
            "brings_eur": mark("Brings today"),
            "made": mark("In the plan"),
        },
    ),
)
