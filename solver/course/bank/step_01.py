"""Exercises of step 1: prepare the tools."""

import pandas as pd

from solver.course.bank.practice import WHOSE_LIST
from solver.course.exercise import Exercise, Mistake, Part
from solver.course.kinds import Choice, Codes, Money
from solver.words.i18n import _, mark

PAIRS = ("P1", "P2", "P3", "P4")
RECORDS = ("R1", "R2", "R3", "R4", "R5")
SIREN = {"A": "732 829 320", "B": "552 100 554", "C": "443 061 814", "D": "404 833 048"}


def numbers() -> pd.DataFrame:
    """Return four company numbers; one was typed wrong."""
    return pd.DataFrame({"line": list(SIREN), "siren": list(SIREN.values())})


def invoices() -> pd.DataFrame:
    """Return a quarter of one client, with a credit note."""
    return pd.DataFrame(
        {
            "document": ["F-101", "F-117", "A-009", "F-126"],
            "kind": [_("invoice"), _("invoice"), _("credit note"), _("invoice")],
            "amount_eur": [9_000.0, 1_200.0, 700.0, 500.0],
        }
    )


def pairs() -> pd.DataFrame:
    """Return four pairs of records that look alike."""
    return pd.DataFrame(
        {
            "pair": PAIRS,
            "first": [
                "SARL Dupont Bâtiment, 22100",
                "Boulangerie Martin, 35000",
                "Celtimeca, 35500",
                "Iroise Santé",
            ],
            "second": [
                "DUPONT BATIMENT, 22100",
                "Boulangerie Martin, 29200",
                "Celtimeca, 35133",
                "Iroise Sante SAS",
            ],
            "siren": [_("the same"), _("different"), _("the same"), _("one is missing")],
            "siret": [_("the same"), _("different"), _("different"), _("one is missing")],
        }
    )


def records() -> pd.DataFrame:
    """Return five records and what is known of them."""
    return pd.DataFrame(
        {
            "record": RECORDS,
            "kind": [_("prospect"), _("client"), _("prospect"), _("prospect"), _("client")],
            "last_contact": [
                _("38 months ago"),
                _("40 months ago"),
                _("2 months ago"),
                _("11 months ago"),
                _("1 month ago"),
            ],
            "said": ["", _("orders every month by web"), _("“do not contact me again”"), "", _("late payer")],
        }
    )


EXERCISES = (
    Exercise(
        "01.1",
        level="compute",
        title=mark("With tax, without tax"),
        parts=(
            Part(
                "revenue_eur",
                mark("Revenue of the invoice"),
                Money(2),
                128.0,
                mistakes=(
                    Mistake(
                        153.6, mark("That is what the client pays. The tax goes to the state, not to us.")
                    ),
                    Mistake(
                        122.88, mark("You took 20% off the total. The tax is 20% of the price without tax.")
                    ),
                    Mistake(25.6, mark("That is the tax itself.")),
                ),
            ),
        ),
        hints=(
            mark("Price without tax + 20% of it = €153.60."),
            mark("Divide 153.60 by 1.20."),
        ),
        why=mark(
            "Every figure of the method is without tax: with it, a client at another rate would look "
            "larger or smaller "
            "than it is. Step 1 refuses a column whose name says that tax is included."
        ),
        source=mark("NDRC course book, chapter 3, scribd.com"),
    ),
    Exercise(
        "01.2",
        level="compute",
        title=mark("A credit note in the quarter"),
        parts=(
            Part(
                "revenue_eur",
                mark("Revenue of the quarter"),
                Money(per="quarter"),
                10_000,
                mistakes=(
                    Mistake(
                        11_400, mark("You added the credit note. It gives money back: it counts as −700.")
                    ),
                    Mistake(
                        10_700,
                        mark("You left the credit note out. The goods came back: so must the revenue."),
                    ),
                    Mistake(9_300, mark("You took the credit note off twice.")),
                ),
            ),
        ),
        hints=(
            mark("Invoices count as plus, credit notes as minus."),
            mark("9,000 + 1,200 + 500 − 700."),
        ),
        why=mark(
            "Some packages write a credit note as a negative amount, others as a positive one under "
            "another document "
            "type. Step 1 adds up what came in, what was kept and what was set aside, and the three must "
            "agree to the "
            "cent: that is how a forgotten credit note shows."
        ),
        data=invoices,
        columns={"document": mark("Document"), "kind": mark("Kind"), "amount_eur": mark("Amount")},
    ),
    Exercise(
        "01.3",
        level="find_error",
        title=mark("One of these numbers was mistyped"),
        parts=(
            Part(
                "line",
                mark("Line with the wrong number"),
                Choice({"A": "A", "B": "B", "C": "C", "D": "D"}),
                "C",
                mistakes=(
                    Mistake(
                        "A", mark("A passes: 7 + 6 + 2 + 7 + 2 + 9 + 3 + 4 + 0 makes 40, which ends in 0.")
                    ),
                    Mistake(
                        "B", mark("B passes: double every second digit from the right and add up again.")
                    ),
                ),
            ),
        ),
        hints=(
            mark("From the right, double every second digit; above 9, take 9 off. The sum must end in 0."),
            mark("For A: 7 + 6 + 2 + 7 + 2 + 9 + 3 + 4 + 0 = 40, right. Do the same for the others."),
        ),
        why=mark(
            "A check digit finds nearly every slip of the finger without asking anybody. Step 1 checks "
            "each SIREN and "
            "SIRET so; a number that fails is flagged and kept aside, never corrected by a guess."
        ),
        data=numbers,
        columns={"line": mark("Line"), "siren": mark("SIREN")},
    ),
    Exercise(
        "01.4",
        level="decide",
        title=mark("One client or two?"),
        parts=(
            Part(
                "merge",
                mark("Pairs to merge without asking"),
                Codes(PAIRS),
                ("P1",),
                mistakes=(
                    Mistake(
                        lambda codes: "P2" in codes,
                        mark("Two bakers may bear one name: different SIREN, different towns, two firms."),
                        ["P1", "P2"],
                    ),
                    Mistake(
                        lambda codes: "P3" in codes,
                        mark(
                            "One firm, two plants: each has its own SIRET, its buyer and its visits. "
                            "Keep two accounts."
                        ),
                        ["P1", "P3"],
                    ),
                    Mistake(
                        lambda codes: "P4" in codes,
                        mark("Likely, but nothing proves it: ask the client before you merge."),
                        ["P1", "P4"],
                    ),
                ),
            ),
        ),
        hints=(
            mark("A SIRET is one place of one firm. A SIREN is the firm, with all its places."),
            mark("Only the same SIRET is a proof. Everything else is a question."),
        ),
        why=mark(
            "A wrong merge is worse than a double: it mixes two histories, and nobody can part them "
            "again. So the tool "
            "proposes with its evidence, and a person decides in writing."
        ),
        data=pairs,
        columns={
            "pair": mark("Pair"),
            "first": mark("First record"),
            "second": mark("Second record"),
            "siren": mark("SIREN"),
            "siret": mark("SIRET"),
        },
    ),
    Exercise(
        "01.5",
        level="decide",
        title=mark("What may stay in the file?"),
        parts=(
            Part(
                "records",
                mark("Records that get no call and no visit"),
                Codes(RECORDS),
                ("R1", "R3"),
                mistakes=(
                    Mistake(
                        lambda codes: "R2" in codes,
                        mark("R2 is a client who orders every month: no talk, but a living relation."),
                        ["R1", "R2", "R3"],
                    ),
                    Mistake(["R1"], mark("R3 objected. That is a right, and it counts from the first day.")),
                    Mistake(
                        ["R3"],
                        mark(
                            "R1 has been silent for over three years: nothing keeps this record any longer."
                        ),
                    ),
                    Mistake(
                        lambda codes: "R5" in codes,
                        mark("Paying late is a fact about invoices, not a reason to stop visits."),
                        ["R1", "R3", "R5"],
                    ),
                ),
            ),
        ),
        hints=(
            mark("Two reasons: an objection, and a prospect's silence of more than three years."),
            mark("The second reason holds for prospects only. Which records does each reason strike?"),
        ),
        why=mark(
            "The French data authority's reference keeps a prospect for three years from the last "
            "contact; an objection "
            "is a hard stop. The optimiser never sees these records, so that no plan can ask for them."
        ),
        data=records,
        columns={
            "record": mark("Record"),
            "kind": mark("Kind"),
            "last_contact": mark("Last contact"),
            "said": mark("What is known"),
        },
    ),
    WHOSE_LIST,
)
