"""Exercises of step 11: write the commercial action plan."""

import pandas as pd

from solver.course.case import fil_rouge
from solver.course.exercise import Exercise, Mistake, Part
from solver.course.kinds import Choice, Money, Number, Share, Whole
from solver.words.i18n import _, format_money, format_number, format_share, mark

SHARED = ("C02", "C04", "C08")
POTENTIALS_EUR = (151_738, 123_625, 117_425, 106_750, 104_462)


def gaps() -> pd.DataFrame:
    """Return the three clients among whom the objective is shared, with what is left to win."""
    facts = fil_rouge().set_index("account_id").loc[list(SHARED)].reset_index()
    columns = facts[["account_id", "name", "revenue_keur", "potential_keur"]]
    return columns.assign(gap_keur=columns["potential_keur"] - columns["revenue_keur"])


def mailing() -> pd.DataFrame:
    """Return the facts of the published mailing."""
    facts = {
        _("Letters sent"): format_number(1000),
        _("Cost of a letter"): format_money(0.22, 2),
        _("Design"): format_money(300),
        _("Routing"): format_money(650),
        _("Letters that led to a visit"): format_share(0.04),
        _("Cost of a visit"): format_money(49.6, 2),
        _("Orders"): format_number(10),
        _("Average order"): format_money(750),
        _("Margin rate"): format_share(0.43),
    }
    return pd.DataFrame({"fact": list(facts), "value": list(facts.values())})


def sectors() -> pd.DataFrame:
    """Return the potentials of the five sectors of the published case."""
    return pd.DataFrame({"sector": range(1, 6), "potential_eur": POTENTIALS_EUR})


EXERCISES = (
    Exercise(
        "11.1",
        level="compute",
        title=mark("What ten visits should bring"),
        parts=(
            Part(
                "margin_keur",
                mark("Margin expected"),
                Number(2, "k€"),
                7.92,
                mistakes=(
                    Mistake(
                        36, mark("That is revenue. A plan is judged on margin: multiply by the margin rate.")
                    ),
                    Mistake(52.8, mark("You won the whole gap. Only 15% of it is expected to succeed.")),
                ),
            ),
            Part(
                "return_percent",
                mark("Return on the cost"),
                Share(0, signed=True),
                (7.92 - 1.5) / 1.5,
                mistakes=(
                    Mistake(
                        7.92 / 1.5,
                        mark("That is margin over cost. First take off the cost: it has to be paid back."),
                    ),
                    Mistake(
                        (36 - 1.5) / 1.5, mark("You used the revenue. The cost is paid out of the margin.")
                    ),
                ),
            ),
        ),
        why=mark(
            "A return is counted on margin, after the cost, and it rests on a chance of success that "
            "somebody judged. "
            "Half the chance gives 164%: still worth it. A plan that survives a halved guess is a sound one."
        ),
    ),
    Exercise(
        "11.2",
        level="compute",
        title=mark("Share an objective by what is left to win"),
        parts=(
            Part(
                "c02",
                mark("C02"),
                Number(1, "k€"),
                120 * 250 / 668,
                mistakes=(
                    Mistake(40, mark("Equal parts. The three do not have the same left to win.")),
                    Mistake(
                        120 * 400 / 900,
                        mark("You shared by potential. Part of it is ours already: use the gap."),
                    ),
                    Mistake(
                        120 * 150 / 232, mark("You shared by revenue: that asks most of whoever is full.")
                    ),
                ),
            ),
            Part("c04", mark("C04"), Number(1, "k€"), 120 * 240 / 668, mistakes=()),
            Part(
                "c08",
                mark("C08"),
                Number(1, "k€"),
                120 * 178 / 668,
                mistakes=(
                    Mistake(120 * 200 / 900, mark("You shared by potential, not by what is left to win.")),
                ),
            ),
        ),
        why=mark(
            "An objective follows what can still be won, not what is bought already. Shared by last "
            "year's revenue, "
            "it would ask most of the client who has least left to give."
        ),
        data=gaps,
        columns={
            "account_id": mark("Code"),
            "name": mark("Name"),
            "revenue_keur": mark("Revenue, k€"),
            "potential_keur": mark("Potential, k€"),
            "gap_keur": mark("Left to win, k€"),
        },
    ),
    Exercise(
        "11.3",
        level="compute",
        title=mark("Did the mailing pay for itself?"),
        parts=(
            Part(
                "result_eur",
                mark("Result, visits paid"),
                Money(signed=True),
                71,
                mistakes=(
                    Mistake(
                        2055,
                        mark("You forgot the visits that the letters led to: 40 of them, at €49.60 each."),
                    ),
                    Mistake(
                        4346, mark("You took the cost off the revenue. Only the margin, 43% of it, is ours.")
                    ),
                ),
            ),
            Part(
                "return_percent",
                mark("Return on the cost"),
                Share(1, signed=True),
                71 / 3154,
                mistakes=(
                    Mistake(71 / 1170, mark("You divided by the letters alone. The visits cost money too.")),
                    Mistake(71 / 7500, mark("You divided by the revenue. A return is counted on the cost.")),
                ),
            ),
        ),
        why=mark(
            "A campaign's cost is not what the printer asks: the visits it leads to cost more here than "
            "the letters. "
            "That is why a plan counts the hours and the money of every contact, the small ones too."
        ),
        source=mark("BTS NRC 2011, the Vocalisis case, doczz.fr"),
        data=mailing,
        columns={"fact": mark("Fact"), "value": mark("Value")},
    ),
    Exercise(
        "11.4",
        level="find_error",
        title=mark("Five potentials and a sum that is not theirs"),
        parts=(
            Part(
                "total_eur",
                mark("Sum of the potentials"),
                Money(),
                604_000,
                mistakes=(
                    Mistake(610_000, mark("That is the sum as printed. Add the five lines up yourself.")),
                    Mistake(120_800, mark("That is the mean of the five sectors.")),
                ),
            ),
            Part(
                "units",
                mark("Units to sell before the first euro is earned"),
                Whole(mark("units")),
                1079,
                mistakes=(
                    Mistake(
                        1078,
                        mark(
                            "You rounded down: after 1,078 units a little of the cost is still to be covered."
                        ),
                    ),
                    Mistake(
                        210, mark("You divided by the price. Each unit first pays its own cost, €307.15.")
                    ),
                ),
            ),
        ),
        why=mark(
            "Quotas are shared in proportion to potential: with a wrong sum every rep's quota is wrong, "
            "and they no "
            "longer add up to the objective. A plan whose parts do not sum is argued about, not carried out."
        ),
        source=mark("Text'Imprim, a sales-force case on quotas, scribd.com; the sum is corrected here"),
        data=sectors,
        columns={"sector": mark("Sector"), "potential_eur": mark("Potential")},
    ),
    Exercise(
        "11.5",
        level="decide",
        title=mark("An objective, or a wish?"),
        parts=(
            Part(
                "sentence",
                mark("The objective that can be checked"),
                Choice(
                    {
                        "a": mark("Improve the relation with Dinan BTP."),
                        "b": mark("Win 15% of what Dinan BTP buys elsewhere."),
                        "c": mark("Visit Dinan BTP ten times this year."),
                        "d": mark("Raise the revenue of Dinan BTP from 60 to 96 k€ by 31 December."),
                    }
                ),
                "d",
                mistakes=(
                    Mistake(
                        "a",
                        mark("How would you know in December whether it was reached? No figure, no date."),
                    ),
                    Mistake("c", mark("That is an effort, not a result: ten visits can bring nothing.")),
                    Mistake("b", mark("Nearly: there is a figure, but no date. By when?")),
                ),
            ),
        ),
        hints=(
            mark(
                "An objective has a verb, a thing, a figure and a date, and says what changes for the "
                "client or for us."
            ),
            mark("Only one of the four has all of them."),
        ),
        why=mark(
            "Verb, what, how much, by when: with these four, anybody can say on the day whether it was "
            "reached. Visits "
            "are what you pay; the objective is what you get for them."
        ),
    ),
)
