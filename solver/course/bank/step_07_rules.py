"""Exercises of step 7 on the rules themselves: a border, their order, a rate that is none."""

from collections.abc import Sequence
from functools import cache

import pandas as pd

from solver.course.case import account_names, fil_rouge
from solver.course.exercise import Exercise, Mistake, Part
from solver.course.kinds import Choice, Codes, Custom, Number
from solver.course.numbers import UnreadableError, plain
from solver.course.typed import names_read, read_order
from solver.tables.codes import labels
from solver.words.i18n import _, mark

ACCOUNTS = tuple(f"C{number:02d}" for number in range(1, 13))
STANDARD_ORDER = ("lost", "new", "inactive", "at_risk", "developing", "loyal", "standard")
SATISFACTION_FIRST = ("lost", "new", "inactive", "developing", "loyal", "at_risk", "standard")
MORE_TYPE_NAMES = {
    "nouveau": "new",
    "nouveaux": "new",
    "nouvelle": "new",
    "developpement": "developing",
    "en developpement": "developing",
    "a developper": "developing",
    "en croissance": "developing",
    "fidele": "loyal",
    "risque": "at_risk",
    "a risque": "at_risk",
    "inactif": "inactive",
    "inactive": "inactive",
    "perdu": "lost",
    "perdue": "lost",
    "risk": "at_risk",
}
RATES = {
    "111": (0.73, 0.73),
    "011": (0.52, 0.52),
    "101": (0.37, 0.39),
    "001": (0.29, 0.30),
    "110": (0.29, 0.28),
    "010": (0.15, 0.15),
    "100": (0.09, 0.08),
    "000": (0.98, 0.95),
}


def order_facts() -> pd.DataFrame:
    """Return what is known of the twelve accounts' buying."""
    facts = fil_rouge()
    wanted = [
        "account_id",
        "name",
        "previous_keur",
        "revenue_keur",
        "recency_months",
        "orders",
        "satisfaction",
    ]
    return facts[wanted]


def three_year_rates() -> pd.DataFrame:
    """Return the published rates of those who bought again, by the three years before."""
    return pd.DataFrame(
        {
            "segment": list(RATES),
            "first_rate": [first for first, _second in RATES.values()],
            "second_rate": [second for _first, second in RATES.values()],
        }
    )


def type_names() -> dict[str, str]:
    """Return the seven types in words, as a list of words stands that favours none: by the alphabet."""
    return dict(sorted(labels("behaviour").items(), key=lambda pair: plain(pair[1])))


def type_name(said: str) -> str | None:
    """Return the code of a type by its code or its name, in either language."""
    return names_read(labels("behaviour"), MORE_TYPE_NAMES)(said)


@cache
def types_in_order(precedence: tuple[str, ...]) -> dict[str, str]:
    """Return the behaviour of the twelve accounts when the rules are tried in this order."""
    from solver.method.behaviour.build_typology import build_typology

    case = fil_rouge()
    facts = case[["account_id", "recency_months", "satisfaction"]].assign(
        orders_12m=case["orders"],
        revenue_12m_eur=case["revenue_keur"] * 1000.0,
        trend=case["revenue_keur"] / case["previous_keur"] - 1,
    )
    table = build_typology(
        facts,
        precedence=precedence,
        client_window_months=24,
        new_months=12,
        inactive_months=9,
        inactive_orders=1,
        risk_trend=-0.1,
        risk_fall_spreads=1.64,
        risk_silent_months=2,
        developing_trend=0.2,
        unsatisfied_note=2,
        satisfied_note=4,
        loyal_recency_months=3,
        silence_ratio=3,
    )
    return dict(zip(table["account_id"], table["behaviour"], strict=True))


def judge_order(order: Sequence[str]) -> str | None:
    """Say which account a new order of precedence leaves or puts in the wrong type; none when it fits."""
    if sorted(order) != sorted(STANDARD_ORDER):
        raise UnreadableError(_("Name each of the seven types once, in the order you want."))
    found = types_in_order(tuple(order))
    if found["C06"] != "loyal":
        return _("C06 is not loyal yet: another rule that fits it is tried before.")
    today = types_in_order(STANDARD_ORDER)
    moved = [code for code in ACCOUNTS if code != "C06" and found[code] != today[code]]
    if moved:
        return _("C06 is loyal now, but others changed type too: {codes}.").format(codes=", ".join(moved))
    return None


def is_order(answer: Sequence[str], first: str, then: str) -> bool:
    """Tell whether a type is tried before another in an answer that names both."""
    order = list(answer)
    return order.index(first) < order.index(then)


HEADS = {"account_id": mark("Code"), "name": mark("Name")}
SALES_HEADS = {**HEADS, "previous_keur": mark("Year before, k€"), "revenue_keur": mark("This year, k€")}
FACT_HEADS = {
    **SALES_HEADS,
    "recency_months": mark("Months since the last order"),
    "orders": mark("Orders in the year"),
    "satisfaction": mark("Satisfaction, 1 to 5"),
}

RULES = (
    Exercise(
        "07.4",
        level="find_error",
        title=mark("Who fell out of the list?"),
        parts=(
            Part(
                "missing",
                mark("Account that is missing"),
                Codes(ACCOUNTS, account_names, one=True),
                ("C01",),
                mistakes=(
                    Mistake(["C03"], mark("C03 grew by 5.6%: that is not 20%, on any computer.")),
                    Mistake(
                        lambda codes: bool(codes & {"C05", "C09"}),
                        mark("C05 and C09 are in the list. Who grew by exactly 20%?"),
                        ["C05", "C09"],
                    ),
                ),
            ),
            Part(
                "became",
                mark("The type it got instead"),
                Choice({"loyal": mark("loyal"), "standard": mark("standard"), "at_risk": mark("at risk")}),
                "loyal",
                mistakes=(
                    Mistake(
                        "standard",
                        mark("Loyal is tried before standard: it ordered a month ago and gives us 4."),
                    ),
                    Mistake("at_risk", mark("It grows and is satisfied: no sign of risk at all.")),
                ),
            ),
            Part(
                "mend",
                mark("The fix"),
                Choice(
                    {
                        "a": mark("lower the limit to 19%"),
                        "b": mark("round every trend to a whole percent first"),
                        "c": mark("compare with a tiny tolerance"),
                    }
                ),
                "c",
                mistakes=(
                    Mistake(
                        "b",
                        mark(
                            "Then 19.6% would be developing, and a loss of 9.6% at risk: you moved every "
                            "border by half a point."
                        ),
                    ),
                    Mistake(
                        "a", mark("That is another rule: a client that grew by 19.2% would come in too.")
                    ),
                ),
            ),
        ),
        why=mark(
            "A computer counts in halves, quarters, eighths…, and most decimals do not come out. On a border "
            "such a speck decides who gets a visit. So every comparison of the twelve steps allows for a "
            "speck, and for nothing more."
        ),
        data=order_facts,
        columns=FACT_HEADS,
    ),
    Exercise(
        "07.5",
        level="model",
        title=mark("The order is a decision"),
        parts=(
            Part(
                "order",
                mark("Order in which the rules are tried"),
                Custom(
                    mark("a list of the seven types"),
                    judge_order,
                    read=lambda raw: read_order(raw, type_name),
                    names=type_names,
                    ordered=True,
                ),
                SATISFACTION_FIRST,
                mistakes=(
                    Mistake(
                        lambda order: is_order(order, "at_risk", "loyal"),
                        mark("C06 is still at risk: that rule fits it, and you try it before loyal."),
                        STANDARD_ORDER,
                    ),
                    Mistake(
                        lambda order: (
                            is_order(order, "loyal", "at_risk") and is_order(order, "loyal", "developing")
                        ),
                        mark(
                            "C06 is loyal now, but so are C01, C05 and C09: they are satisfied too, and you "
                            "no longer ask first whether they grow."
                        ),
                        ("lost", "new", "inactive", "loyal", "at_risk", "developing", "standard"),
                    ),
                ),
            ),
        ),
        hints=(
            mark(
                "C06 fits two rules, at risk and loyal. Which of them must come first? And which before both?"
            ),
            mark(
                "C06 is to meet loyal before at risk. But C01 and C05 are satisfied, too, and they grow: "
                "which rule must they meet before loyal? All others stay where they are."
            ),
        ),
        why=mark(
            "No calculation says which rule comes first: it is a decision, so it is written down as a "
            "parameter. With your order a satisfied client that buys 20% less is thanked instead of called. "
            "Would you defend that? The standard order asks for danger before it asks for satisfaction."
        ),
        data=order_facts,
        columns=FACT_HEADS,
    ),
    Exercise(
        "07.6",
        level="find_error",
        title=mark("Eight rates, one trap"),
        parts=(
            Part(
                "buyers",
                mark("Clients expected to buy"),
                Number(0, mark("clients"), out_of=300),
                73,
                mistakes=(
                    Mistake(
                        66,
                        mark("You averaged the two rates. There are twice as many clients at 29% as at 15%."),
                    ),
                    Mistake(59, mark("You swapped the two segments. The last figure is the latest year.")),
                ),
            ),
            Part(
                "segment",
                mark("Segment whose rate is no chance of buying"),
                Choice({code: code for code in RATES}),
                "000",
                mistakes=(
                    Mistake(
                        "111", mark("Bought in all three years: that most of them buy again is no surprise.")
                    ),
                    Mistake(
                        "100", mark("A low rate after two years of silence is just what one would expect.")
                    ),
                ),
            ),
            Part(
                "cause",
                mark("The likeliest cause"),
                Choice(
                    {
                        "a": mark("without a past, one is in the file only because one bought this year"),
                        "b": mark("old clients are the easiest to win back"),
                        "c": mark("one figure is misprinted"),
                    }
                ),
                "a",
                mistakes=(
                    Mistake(
                        "b",
                        mark(
                            "Those of 100 were clients longer ago than the others, and come back least of "
                            "all."
                        ),
                    ),
                    Mistake("c", mark("Both columns say nearly the same. This is no slip of the pen.")),
                ),
            ),
        ),
        why=mark(
            "The rates hold from one year to the next, and that makes them useful: three figures, and one "
            "knows whom to call. The 98% most likely come from how the file was made: those who never bought "
            "and did not buy this year are not in it. Before you believe a rate, ask who was not counted."
        ),
        source=mark("Happy Beez, on scoring a client file by three years of purchases, happy-beez.net"),
        data=three_year_rates,
        columns={
            "segment": mark("Bought (1) or not (0), oldest year first"),
            "first_rate": mark("Bought in the year that followed"),
            "second_rate": mark("The same, one year later"),
        },
    ),
)
