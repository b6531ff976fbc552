"""Exercises of step 10: share out the visits."""

import pandas as pd

from solver.course.bank.step_10_judgement import HEADS, JUDGEMENT
from solver.course.bank.step_10_models import ACCOUNT_HEAD, MODELS, NUMBERS, values_of_visits
from solver.course.case import account_names, fil_rouge
from solver.course.exercise import Exercise, Mistake, Part
from solver.course.kinds import Choice, Codes, Number, Share, Whole
from solver.words.i18n import mark

SCORE_CLASS = ("S1", "S1", "S1", "S1", "S1", "S3", "S3", "S1", "S2", "S4", "S4", "S3")
LAST_VISITS_KEUR = {"C01": 1.172, "C02": 1.166, "C04": 1.231, "C05": 1.292, "C07": 1.318, "C08": 1.079}


def classed_accounts() -> pd.DataFrame:
    """Return the twelve accounts with their class of score and the hours of one visit."""
    return fil_rouge()[["account_id", "name", "visit_hours"]].assign(score_class=SCORE_CLASS)


def sectors() -> pd.DataFrame:
    """Return the four departments of the published case: clients of each group, and the total it prints."""
    return pd.DataFrame(
        {
            "department": [54, 55, 57, 88],
            "public": [120, 114, 144, 114],
            "large": [55, 33, 44, 66],
            "managers": [92, 29, 75, 34],
            "printed": [682, 551, 739, 612],
        }
    )


def threshold_values() -> pd.DataFrame:
    """Return three areas and what 0 to 5 engineers bring: the second has increasing returns."""
    rows = {"1": (0, 45, 70, 90, 105, 120), "2": (0, 20, 45, 75, 110, 150), "3": (0, 50, 70, 80, 100, 130)}
    return pd.DataFrame({"area": list(rows)} | {str(k): [row[k] for row in rows.values()] for k in range(6)})


def last_visits() -> pd.DataFrame:
    """Return six accounts of the best plan for 60 visits, with what the last visit of each brings."""
    facts = fil_rouge().set_index("account_id")
    visits = {"C01": 5, "C02": 10, "C04": 10, "C05": 8, "C07": 5, "C08": 10}
    return pd.DataFrame(
        {
            "account_id": list(visits),
            "name": [facts.loc[code, "name"] for code in visits],
            "revenue_keur": [facts.loc[code, "revenue_keur"] for code in visits],
            "visits": list(visits.values()),
            "last_keur": [LAST_VISITS_KEUR[code] for code in visits],
        }
    )


EXERCISES = (
    Exercise(
        "10.1",
        level="compute",
        title=mark("The load of a fixed frequency"),
        parts=(
            Part(
                "load_visits",
                mark("Visits in the year"),
                Whole(mark("visits")),
                89,
                mistakes=(
                    Mistake(
                        22, mark("You added one account per class. Count the accounts of each class first.")
                    ),
                    Mistake(144, mark("That is twelve visits for everybody. Only class S1 gets twelve.")),
                ),
            ),
            Part(
                "load_hours",
                mark("Hours in the year"),
                Number(1, "h"),
                267,
                mistakes=(
                    Mistake(
                        89,
                        mark("You counted one hour per visit. A visit takes three, the road included."),
                    ),
                    Mistake(
                        133.5,
                        mark("You counted the time on site alone: the road belongs to the visit, too."),
                    ),
                ),
            ),
        ),
        why=mark(
            "A frequency by class is easy to say and easy to keep, but its sum comes out by accident. "
            "Here it asks for 89 visits, 267 hours; the Thursdays leave 210, a seventh of them for "
            "prospects. That is why step 10 starts from the hours."
        ),
        data=classed_accounts,
        columns={**HEADS, "visit_hours": mark("Hours per visit"), "score_class": mark("Class")},
    ),
    Exercise(
        "10.2",
        level="find_error",
        title=mark("A published total that does not add up"),
        parts=(
            Part(
                "department",
                mark("Department with the wrong total"),
                Choice({"54": "54", "55": "55", "57": "57", "88": "88"}),
                "88",
                mistakes=(
                    Mistake(
                        "57",
                        mark("144 × 4 + 44 × 2 + 75 = 739: the largest total is not the wrong one."),
                    ),
                ),
            ),
            Part(
                "total",
                mark("Its right total"),
                Whole(mark("visits")),
                622,
                mistakes=(
                    Mistake(612, mark("That is the printed one. 66 × 2 is 132, not 122.")),
                    Mistake(214, mark("You added the clients. Each group has its own number of visits.")),
                ),
            ),
        ),
        why=mark(
            "The four right totals sum to 2,594, the load on which the whole case rests; the printed ones "
            "do not. "
            "Sum rows and columns before you believe a table: one wrong product moves visits, and people."
        ),
        source=mark("Fixaris, a business-school case on the size of a sales force, etudier.com"),
        data=sectors,
        columns={
            "department": mark("Department"),
            "public": mark("Public clients"),
            "large": mark("Large firms"),
            "managers": mark("Managers"),
            "printed": mark("Total as printed"),
        },
    ),
    Exercise(
        "10.3",
        level="compute",
        title=mark("Five visits for three accounts, by hand"),
        parts=(
            Part(
                "value",
                mark("Value of the best five visits"),
                Whole(),
                160,
                mistakes=(
                    Mistake(
                        136,
                        mark("You gave the best account all it can take. Its fourth visit brings only 10."),
                    ),
                    Mistake(180, mark("You made six visits. There is time for five.")),
                    Mistake(
                        152, mark("You left Z out: its first visit brings 28, more than the third of X.")
                    ),
                ),
            ),
            Part(
                "price",
                mark("Value of one more visit"),
                Whole(),
                20,
                mistakes=(
                    Mistake(
                        26,
                        mark("That is the last visit you made. Asked is what the next one would bring."),
                    ),
                    Mistake(
                        32, mark("That is the mean of the five. The next visit is worth less than the mean.")
                    ),
                ),
            ),
        ),
        why=mark(
            "When each further visit to an account brings less than the one before, taking the best next "
            "visit, "
            "again and again, gives the best plan. What the first refused visit would bring is what "
            "one more hour would bring: any visit that brings less is not worth making."
        ),
        data=values_of_visits,
        columns={**ACCOUNT_HEAD, **NUMBERS},
    ),
    Exercise(
        "10.4",
        level="find_error",
        title=mark("When the best next step leads astray"),
        parts=(
            Part(
                "step_by_step",
                mark("Value, one best step at a time"),
                Whole(),
                160,
                mistakes=(
                    Mistake(170, mark("That is the best there is. One step at a time does not find it.")),
                    Mistake(140, mark("You stopped at four. There are five engineers to place.")),
                ),
            ),
            Part(
                "best",
                mark("Value of the best plan"),
                Whole(),
                170,
                mistakes=(
                    Mistake(160, mark("Give area 2 three engineers at once, and look again.")),
                    Mistake(
                        150,
                        mark(
                            "All five in area 2 bring 150; one each in 1 and 3, and three there, bring more."
                        ),
                    ),
                    Mistake(165, mark("Near. Two of the engineers in area 1 could be one.")),
                ),
            ),
        ),
        why=mark(
            "In area 2 each further engineer adds more than the one before: looking one step ahead never "
            "gets there. "
            "Real accounts can be like this, when the first visit opens a door and the second walks "
            "through. So the "
            "model looks at whole numbers of visits, not at the next visit."
        ),
        source=mark(
            "A textbook exercise in dynamic programming: five engineers, three areas; optimum recomputed"
        ),
        data=threshold_values,
        columns={"area": mark("Area"), **NUMBERS, "5": "5"},
    ),
    *MODELS,
    Exercise(
        "10.8",
        level="decide",
        title=mark("Who gives up a visit?"),
        parts=(
            Part(
                "account",
                mark("Account that gives up a visit"),
                Codes(("C01", "C02", "C04", "C05", "C07", "C08"), account_names, one=True),
                ("C08",),
                mistakes=(
                    Mistake(
                        lambda codes: codes == {"C07"},
                        mark(
                            "You took it from the smallest client but one. What counts is what the last "
                            "visit brings."
                        ),
                        ["C07"],
                    ),
                    Mistake(
                        lambda codes: codes == {"C01"},
                        mark(
                            "You took it from the largest. Its fifth visit brings more than the tenth of "
                            "another."
                        ),
                        ["C01"],
                    ),
                    Mistake(
                        lambda codes: bool(codes & {"C02", "C04"}),
                        mark("Ten visits are many, but look at what the tenth one brings here."),
                        ["C04"],
                    ),
                ),
            ),
        ),
        hints=(
            mark("One visit has to go. Look at the column that says what would be lost."),
            mark("The visit to give up is the one whose loss costs least, whatever the size of the client."),
        ),
        why=mark(
            "In a good plan the last visits are all worth about the same: here between 1.08 and 1.32 k€. "
            "The least "
            "of them goes first. Neither the size of a client nor the number of its visits decides; the "
            "next hour does."
        ),
        data=last_visits,
        columns={
            **HEADS,
            "revenue_keur": mark("Revenue, k€"),
            "visits": mark("Visits"),
            "last_keur": mark("Last visit brings, k€"),
        },
    ),
    Exercise(
        "10.9",
        level="decide",
        title=mark("Is the optimiser worth its trouble?"),
        parts=(
            Part(
                "gain_percent",
                mark("Gain over the plan by class"),
                Share(1, signed=True),
                9.478 / 195.599,
                mistakes=(
                    Mistake(
                        9.478 / 205.077,
                        mark("You divided by the better plan. A gain is counted on the plan one comes from."),
                    ),
                    Mistake(0.095, mark("That is the difference in k€. Put it over the plan by class.")),
                ),
            ),
            Part(
                "verdict",
                mark("What you tell the manager"),
                Choice(
                    {
                        "a": mark("The plan brings so much more: it is proven."),
                        "b": mark("The gain is too small: let us keep the plan by class."),
                        "c": mark("So much if the judged curves hold: let us test it on a few accounts."),
                    }
                ),
                "c",
                mistakes=(
                    Mistake(
                        "a",
                        mark(
                            "What is proven is that no plan beats it on these curves. The curves are judged."
                        ),
                    ),
                    Mistake(
                        "b", mark("On the same hours it costs nothing to try; 9.5 k€ pay for many hours.")
                    ),
                ),
            ),
        ),
        why=mark(
            "The proof is about the model: no other plan brings more on these curves. Whether the curves "
            "are right "
            "only the market says. So the gain is told with its condition, and tried on a part before all."
        ),
    ),
    *JUDGEMENT,
)
