"""Exercises of step 7: build a client typology."""

import pandas as pd

from solver.course.bank.practice import RECOMMENDED
from solver.course.bank.step_07_rules import ACCOUNTS, FACT_HEADS, RULES, SALES_HEADS, order_facts
from solver.course.case import account_names, fil_rouge
from solver.course.exercise import Exercise, Mistake, Part
from solver.course.kinds import Codes, Number, Share
from solver.words.i18n import mark

AT_RISK = frozenset({"C04", "C06", "C08", "C12"})
ORDER_DAYS = ("2025-04-07", "2025-05-05", "2025-06-05", "2025-07-10", "2025-10-02", "2025-10-31")


def two_clients() -> pd.DataFrame:
    """Return the two accounts whose trend is asked."""
    facts = fil_rouge()[["account_id", "name", "previous_keur", "revenue_keur"]]
    return facts[facts["account_id"].isin(["C02", "C05"])].reset_index(drop=True)


def order_days() -> pd.DataFrame:
    """Return the days on which one client ordered."""
    return pd.DataFrame({"date": pd.to_datetime(list(ORDER_DAYS))})


EXERCISES = (
    Exercise(
        "07.1",
        level="compute",
        title=mark("Up or down?"),
        parts=(
            Part(
                "c02",
                mark("Trend of C02"),
                Share(1, signed=True),
                150 / 160 - 1,
                mistakes=(
                    Mistake(
                        150 / 160,
                        mark(
                            "That is this year in percent of the year before. A trend is what changed: take "
                            "off one."
                        ),
                    ),
                    Mistake(
                        (150 - 160) / 150,
                        mark("You divided by this year. A change is counted on where it starts from."),
                    ),
                    Mistake(
                        1 - 150 / 160,
                        mark("The size is right, the sign is not: C02 bought less than before."),
                    ),
                ),
            ),
            Part(
                "c05",
                mark("Trend of C05"),
                Share(1, signed=True),
                45 / 20 - 1,
                mistakes=(
                    Mistake(45 / 20, mark("It buys 2.25 times as much: that is 125% more, not 225% more.")),
                    Mistake(
                        (45 - 20) / 45,
                        mark("You divided by this year. A change is counted on where it starts from."),
                    ),
                ),
            ),
        ),
        why=mark(
            "A trend is a fact that anybody can check, and it tells what the revenue hides: C02 buys from us "
            "more than three times what C05 does, and shrinks. But look at the amounts too: on 20 k€, 125% "
            "come quickly."
        ),
        data=two_clients,
        columns=SALES_HEADS,
    ),
    Exercise(
        "07.2",
        level="compute",
        title=mark("How long is too long?"),
        parts=(
            Part(
                "usual_days",
                mark("Usual interval"),
                Number(1, mark("days")),
                31,
                mistakes=(
                    Mistake(
                        207 / 5,
                        mark(
                            "That is the mean, and one summer holiday stretches it. The usual interval is "
                            "the median: the one in the middle."
                        ),
                    ),
                    Mistake(207 / 6, mark("Six orders have five intervals between them, not six.")),
                    Mistake(
                        365 / 6,
                        mark("You shared the year among the orders. Look at the days between them."),
                    ),
                ),
            ),
            Part(
                "limit_days",
                mark("Longest silence without alarm"),
                Number(1, mark("days")),
                93,
                mistakes=(
                    Mistake(
                        3 * 207 / 5, mark("Three times the mean: the holiday delays the alarm by a month.")
                    ),
                    Mistake(
                        61,
                        mark(
                            "That is today's silence. The question is which one would be three times too "
                            "long."
                        ),
                    ),
                ),
            ),
        ),
        why=mark(
            "On 31 December this client has been silent for 61 days: twice its usual interval, and not yet "
            "an alarm. Each client is measured by its own rhythm, so a monthly buyer is missed after three "
            "months and a yearly one is left in peace. The median does not care about one long summer."
        ),
        data=order_days,
        columns={"date": mark("Order of")},
    ),
    Exercise(
        "07.3",
        level="decide",
        title=mark("Who is about to leave?"),
        parts=(
            Part(
                "at_risk",
                mark("Accounts at risk"),
                Codes(ACCOUNTS, account_names),
                tuple(sorted(AT_RISK)),
                mistakes=(
                    Mistake(
                        lambda codes: codes == AT_RISK | {"C11"},
                        mark(
                            "C11 falls and is unhappy, but it is inactive first: that rule is tried before, "
                            "and the first that fits wins."
                        ),
                        ["C04", "C06", "C08", "C11", "C12"],
                    ),
                    Mistake(
                        lambda codes: codes == AT_RISK - {"C06"},
                        mark(
                            "You let C06 off because it is satisfied. It buys 20% less: one sign is enough."
                        ),
                        ["C04", "C08", "C12"],
                    ),
                    Mistake(
                        lambda codes: bool(codes & {"C02", "C10"}),
                        mark("C02 and C10 buy 6.25% less. The line is at 10%: not every dip is a danger."),
                        ["C02", "C04", "C06", "C08", "C10", "C12"],
                    ),
                    Mistake(
                        lambda codes: codes in ({"C08"}, {"C08", "C11"}),
                        mark("You looked at satisfaction alone. Those who leave often say that all is well."),
                        ["C08"],
                    ),
                ),
            ),
        ),
        hints=(
            mark(
                "First take out the inactive ones. Then look for either sign: the trend or the satisfaction."
            ),
            mark("C11 is inactive. Of the others, who buys 90% of last year or less, or gives 2 or less?"),
        ),
        why=mark(
            "All four still buy: together 129 k€. That is what makes the type useful: there is still "
            "something to save. C06 is the one to remember. Satisfied people leave too; satisfaction is what "
            "they say, loyalty is what they do."
        ),
        data=order_facts,
        columns=FACT_HEADS,
    ),
    *RULES,
    RECOMMENDED,
)
