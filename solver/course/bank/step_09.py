"""Exercises of step 9: score the accounts on several criteria."""

import pandas as pd

from solver.course.bank.step_09_past import PAST
from solver.course.bank.step_09_weights import GRID_HEADS, NOTES_C08, WEIGHING, WEIGHTS, criteria
from solver.course.exercise import Exercise, Mistake, Part
from solver.course.kinds import Choice, Number, Share, Whole
from solver.words.i18n import _, format_share, mark

SCORES = (96, 80, 78, 92, 100, 50, 54, 78, 60, 30, 24, 44)


def grid_of_c02() -> pd.DataFrame:
    """Return the grid, what is known of C02, and how that is noted."""
    return pd.DataFrame(
        {
            "criterion": criteria(),
            "weight": list(WEIGHTS.values()),
            "case": ["A", "A'", _("standard"), format_share(0.2), "Z2"],
            "scale": [
                "A 5, B 3, C 1",
                "A' 5, B' 3, C' 1",
                _("developing 5, at risk 4, loyal 3, standard 2, inactive 1"),
                _("from 30% on 5, from 25% on 4, from 20% on 3, below 2"),
                "Z1 5, Z2 3, Z3 1",
            ],
        }
    )


def grid_of_c08() -> pd.DataFrame:
    """Return the notes of C08, its potential unknown."""
    notes = [str(NOTES_C08[name]) if name != "potential" else _("unknown") for name in WEIGHTS]
    return pd.DataFrame({"criterion": criteria(), "weight": list(WEIGHTS.values()), "note": notes})


def published_grid() -> pd.DataFrame:
    """Return the four readable criteria of the published grid."""
    rows = [
        (_("Growth of revenue"), _("from 5% to under 10%: 3; from 10%: 6"), 2),
        (_("Revenue"), _("€1,000 or less: 1; from €1,000 to €6,499: 4; from €6,500: 6"), 3),
        (_("Margin rate"), _("from 42% to under 45%: 2; from 45%: 3"), 3),
        (_("Products bought"), _("from 8 to under 12: 2; from 12: 3"), 1),
    ]
    return pd.DataFrame(rows, columns=["criterion", "points", "coefficient"])


def template_grid() -> pd.DataFrame:
    """Return the weights of the published template, and notes of an account made up for it."""
    names = [
        _("Industry"),
        _("Size"),
        _("Decision-maker known"),
        _("Need today"),
        _("Opportunity"),
        _("Past purchases"),
    ]
    return pd.DataFrame({"criterion": names, "weight": (5, 15, 15, 25, 25, 15), "note": (8, 6, 7, 9, 7, 6)})


def scored_accounts() -> pd.DataFrame:
    """Return the scores of the twelve accounts, the highest first; no names, since 09.1 asks for one."""
    return pd.DataFrame({"place": range(1, len(SCORES) + 1), "score": sorted(SCORES, reverse=True)})


EXERCISES = (
    Exercise(
        "09.1",
        level="compute",
        title=mark("One score by hand"),
        parts=(
            Part(
                "score",
                mark("Score of C02"),
                Number(1, out_of=100),
                80,
                mistakes=(
                    Mistake(
                        78,
                        mark(
                            "You gave the margin a 2. Exactly 20% belongs to the bracket that begins there: "
                            "closed on the left."
                        ),
                    ),
                    Mistake(
                        72,
                        mark(
                            "You added the notes and left the weights out: every criterion counted the same."
                        ),
                    ),
                    Mistake(
                        400, mark("Those are the points. Put them over the most there is, 500, times 100.")
                    ),
                    Mistake(82, mark("You gave the margin a 4. From 20% on it is a 3; a 4 begins at 25%.")),
                ),
            ),
        ),
        hints=(
            mark("Find the note of each criterion, multiply by its weight, and add up."),
            mark("30 × 5 + 30 × 5 + 20 × 2 + 10 × 3 + 10 × 3, out of 100 × 5."),
        ),
        why=mark(
            "A score is a sum that can be read backwards: 300 of its 400 points come from size and "
            "potential, 40 from how it behaves. When a rep asks why C02 stands where it does, every point "
            "can be shown."
        ),
        data=grid_of_c02,
        columns={**GRID_HEADS, "case": mark("C02"), "scale": mark("Notes")},
    ),
    Exercise(
        "09.2",
        level="compute",
        title=mark("Unknown is not zero"),
        parts=(
            Part(
                "score",
                mark("Score of C08"),
                Number(1, out_of=100),
                100 * 240 / 350,
                mistakes=(
                    Mistake(
                        48,
                        mark("You noted the unknown as 0. That says “no potential”, and nobody knows that."),
                    ),
                    Mistake(70, mark("That is the plain mean of the four notes. The weights still count.")),
                    Mistake(
                        78, mark("You wrote a 5 for a potential that nobody knows. A guess is not a note.")
                    ),
                ),
            ),
            Part(
                "known",
                mark("Share of the weights it stands on"),
                Share(0),
                0.7,
                mistakes=(
                    Mistake(0.8, mark("Four criteria of five: but the one that is missing weighs 30.")),
                    Mistake(0.3, mark("That is the part that is not known.")),
                ),
            ),
            Part(
                "score_class",
                mark("Its class"),
                Choice({"S1": "S1", "S2": "S2", "S3": "S3", "S4": "S4"}),
                "S2",
                mistakes=(
                    Mistake("S3", mark("That is where a zero would put it.")),
                    Mistake("S1", mark("S1 begins at 75. The four notes alone do not reach it.")),
                ),
            ),
        ),
        why=mark(
            "A zero would have punished C08 for our own gap: S3, hardly a visit, and so nobody would ever "
            "ask. Left out, the criterion makes the score less sure, and the 70% beside it says so. The true "
            "potential is the largest question to bring along: with it, C08 would be in S1."
        ),
        data=grid_of_c08,
        columns={**GRID_HEADS, "note": mark("Note of C08")},
    ),
    Exercise(
        "09.3",
        level="find_error",
        title=mark("A client in two brackets"),
        parts=(
            Part(
                "points",
                mark("Points of the client"),
                Whole(mark("points"), out_of=42),
                29,
                mistakes=(
                    Mistake(12, mark("You left the coefficients out. Revenue and margin count three times.")),
                    Mistake(
                        35, mark("€5,200 is below €6,500: 4 points for the revenue, not 6. Then times 3.")
                    ),
                    Mistake(26, mark("A margin of 46% is past 45%: 3 points, not 2. Then times 3.")),
                ),
            ),
            Part(
                "most",
                mark("Most points there are"),
                Whole(mark("points")),
                42,
                mistakes=(
                    Mistake(18, mark("You left the coefficients out of the highest points.")),
                    Mistake(54, mark("Not every criterion goes up to 6: margin and products stop at 3.")),
                ),
            ),
            Part(
                "apart",
                mark("Points between the two readings at €1,000"),
                Whole(mark("points")),
                9,
                mistakes=(
                    Mistake(3, mark("One reading gives 1, the other 4. The coefficient is still to come.")),
                    Mistake(12, mark("That is the higher reading. How far is it from the lower one?")),
                ),
            ),
        ),
        why=mark(
            "Exactly €1,000 is in two brackets of the printed grid, and 9 of 42 points hang on who reads "
            "it. So the brackets of the method are closed on the left and open on the right: every value is "
            "in one, and in one only."
        ),
        source=mark("A sales diploma exercise on a scoring grid, fr.essays.club; one cut-off line left out"),
        data=published_grid,
        columns={
            "criterion": mark("Criterion"),
            "points": mark("Points"),
            "coefficient": mark("Coefficient"),
        },
    ),
    Exercise(
        "09.4",
        level="find_error",
        title=mark("Read the class off the template"),
        parts=(
            Part(
                "score",
                mark("Score, on a scale to 10"),
                Number(2, out_of=10),
                7.25,
                mistakes=(
                    Mistake(43 / 6, mark("That is the plain mean of the six notes. Weigh them.")),
                    Mistake(725, mark("Those are the points. The weights sum to 100: divide by it.")),
                ),
            ),
            Part(
                "printed_class",
                mark("Its class, as printed"),
                Choice({"A": "A", "B": "B", "none": mark("no class")}),
                "none",
                mistakes=(
                    Mistake(
                        "B", mark("B ends at 7 as printed. You rounded, and the template does not say so.")
                    ),
                    Mistake("A", mark("A begins at 8 as printed.")),
                ),
            ),
            Part(
                "mend",
                mark("The fix"),
                Choice(
                    {
                        "a": mark("round the score to a whole number, then read the class"),
                        "b": mark("A from 8, B from 6 to under 8, C below 6"),
                        "c": mark("A from 7, B from 6, C from 0"),
                    }
                ),
                "b",
                mistakes=(
                    Mistake(
                        "a",
                        mark("Then 7.5 is A although A begins at 8: the borders moved, and nobody said so."),
                    ),
                    Mistake(
                        "c",
                        mark("No gap is left, but every 7 is an A now: that is another policy, not a mend."),
                    ),
                ),
            ),
        ),
        why=mark(
            "The template was tried out on whole numbers, and a weighted score is hardly ever one. Half-open "
            "brackets leave neither a gap nor an overlap, and each class keeps the border that the author "
            "printed for it."
        ),
        source=mark("Account Scoring Template, docstoc.com; the notes are ours"),
        data=template_grid,
        columns={**GRID_HEADS, "note": mark("Note, 1 to 10")},
    ),
    Exercise(
        "09.5",
        level="decide",
        title=mark("A crowded top class"),
        parts=(
            Part(
                "top_share",
                mark("Share of accounts in S1 today"),
                Share(0),
                0.5,
                mistakes=(
                    Mistake(7 / 12, mark("You let C09 in. At 60 it is in S2.")),
                    Mistake(
                        4 / 12, mark("You left C03 and C08 out. 78 is above 75, whatever comes before them.")
                    ),
                ),
            ),
            Part(
                "cut",
                mark("Lowest cut that keeps S1 within 30%"),
                Whole(mark("points")),
                81,
                mistakes=(
                    Mistake(80, mark("C02 has exactly 80, and a class holds its lower border: four are in.")),
                    Mistake(79, mark("That puts C03 and C08 out, but C02 is still in: four of twelve, 33%.")),
                    Mistake(
                        lambda cut: 81 < cut <= 100,
                        mark("That keeps S1 small enough, but a lower cut does too. Which is the lowest?"),
                        90,
                    ),
                ),
            ),
            Part(
                "advice",
                mark("What you advise"),
                Choice(
                    {
                        "a": mark("double all the weights, so that the scores spread out"),
                        "b": mark("leave it: half of our clients are simply very good"),
                        "c": mark(
                            "raise the cut of S1, and say why before anybody looks for their own client"
                        ),
                    }
                ),
                "c",
                mistakes=(
                    Mistake(
                        "b",
                        mark("Then S1 says “half of them”, and step 10 has to choose among them anyway."),
                    ),
                    Mistake("a", mark("A score is out of 100 of the weights: doubled, it stays what it is.")),
                ),
            ),
        ),
        why=mark(
            "A class is there to choose. With six of twelve in S1 it chooses nothing; with three, it does. "
            "Any cut from 81 to 92 gives the same three, so take a round one, 90 say: what is on the border "
            "should not depend on one point."
        ),
        data=scored_accounts,
        columns={"place": mark("Place"), "score": mark("Score")},
    ),
    *WEIGHING,
    *PAST,
)
