"""Exercises of step 8: weigh the typology in."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from solver.course.bank.practice import QUARTER_CAP, WIN_BACK
from solver.course.bank.step_07_rules import type_name, type_names
from solver.course.case import fil_rouge
from solver.course.exercise import Exercise, Mistake, Part
from solver.course.kinds import Codes, Custom, Money, Number, Share, Whole
from solver.course.numbers import UnreadableError
from solver.course.typed import read_notes
from solver.tables.codes import label
from solver.words.i18n import _, mark

BEHAVIOURS = (
    "developing",
    "standard",
    "loyal",
    "at_risk",
    "developing",
    "at_risk",
    "standard",
    "at_risk",
    "developing",
    "standard",
    "inactive",
    "at_risk",
)
# Three months on: one has complained, one grows no longer. The page below prints the list as it stands.
LATER = {"C09": "standard", "C10": "at_risk"}
LOST = ("L1", "L2", "L3", "L4", "L5", "L6")
WORTH_IT = frozenset({"L1", "L3"})
# The page's own scale stands in its parameters and tables: the exercise asks for that of another firm.
OF_THE_PAGE = {"developing": 5, "at_risk": 4, "new": 4, "loyal": 3, "standard": 2, "inactive": 1, "lost": 1}
URGENCY = {"new": 5, "developing": 4, "at_risk": 4, "loyal": 3, "standard": 2, "inactive": 1, "lost": 1}
QUALITY = {"loyal": 5, "developing": 4, "new": 3, "standard": 3, "at_risk": 2, "inactive": 1, "lost": 1}
MOST_URGENT, CALMER = ("developing", "at_risk"), ("loyal", "standard", "inactive", "lost")
LOWEST_NOTE, HIGHEST_NOTE = 1, 5


def typed_accounts() -> pd.DataFrame:
    """Return the twelve accounts with their behaviour three months on."""
    accounts = fil_rouge()[["account_id", "name", "revenue_keur"]].assign(behaviour=BEHAVIOURS)
    return accounts.assign(behaviour=accounts["account_id"].map(LATER).fillna(accounts["behaviour"]))


def lost_clients() -> pd.DataFrame:
    """Return six lost clients, invented: what they bought in their best year, and at which margin."""
    return pd.DataFrame(
        {
            "account_id": LOST,
            "revenue_eur": (9000, 6000, 4000, 12_000, 3000, 20_000),
            "margin_rate": (0.30, 0.30, 0.50, 0.15, 0.30, 0.25),
            "opposed": (False, False, False, False, False, True),
        }
    )


def class_visits() -> pd.DataFrame:
    """Return the visits of each class of score."""
    return pd.DataFrame(
        {"score_class": ["S1", "S2", "S3", "S4"], "from_score": [75, 55, 35, 0], "visits": [12, 6, 3, 1]}
    )


def judge_scale(scale: Mapping[str, Any]) -> str | None:
    """Say which rule a scale of notes breaks; none when it keeps all."""
    missing = [name for name in URGENCY if name not in scale]
    if missing:
        names = ", ".join(label("behaviour", one) for one in missing)
        raise UnreadableError(_("These behaviours have no note: {names}.").format(names=names))
    notes = {name: float(scale[name]) for name in URGENCY}
    if any(not LOWEST_NOTE <= note <= HIGHEST_NOTE or note % 1 for note in notes.values()):
        return _("A note is a whole number from 1 to 5, as for revenue and potential.")
    if min(notes[name] for name in MOST_URGENT) <= max(notes[name] for name in CALMER):
        return _("The growing and those at risk come before the loyal and all who are below them.")
    if notes["new"] <= max(note for name, note in notes.items() if name != "new"):
        return _("New comes above all others here: its first months decide whether it stays.")
    if not notes["loyal"] > notes["standard"] > max(notes["inactive"], notes["lost"]):
        return _("The last rule: loyal above standard, standard above inactive and lost.")
    return None


HEADS = {"account_id": mark("Code"), "name": mark("Name")}

EXERCISES = (
    Exercise(
        "08.1",
        level="compute",
        title=mark("What is at stake?"),
        parts=(
            Part(
                "at_risk_keur",
                mark("Revenue at risk"),
                Number(0, "k€"),
                144,
                mistakes=(
                    Mistake(
                        152,
                        mark("You counted C11 too. It is inactive: most of that revenue is gone already."),
                    ),
                    Mistake(129, mark("That is the list of step 7. C10 has joined it since.")),
                    Mistake(5, mark("That is how many clients they are. How much do they buy?")),
                ),
            ),
            Part(
                "at_risk_share",
                mark("Its share of the revenue"),
                Share(1),
                144 / 670,
                mistakes=(
                    Mistake(
                        5 / 12,
                        mark("Five clients in twelve: that is a share of heads. Divide revenue by revenue."),
                    ),
                    Mistake(144 / 526, mark("You divided by the rest. A share is of the whole, 670 k€.")),
                    Mistake(152 / 670, mark("C11 is inactive, not at risk: leave its 8 k€ out.")),
                ),
            ),
            Part(
                "developing_keur",
                mark("Revenue of those who grow"),
                Number(0, "k€"),
                225,
                mistakes=(
                    Mistake(320, mark("You put C03 with them. It is loyal: it buys, but it does not grow.")),
                    Mistake(243, mark("You counted C09 too. It grew last year, and grows no longer.")),
                    Mistake(45, mark("You left C01 out. It grew by exactly 20%, and that is enough.")),
                ),
            ),
        ),
        why=mark(
            "Before any note: which money hangs on which behaviour? Here more than a fifth of the revenue "
            "sits with five clients who show signs of leaving, and a third with two who grow. That "
            "tells what the year is about better than twelve labels do."
        ),
        data=typed_accounts,
        columns={**HEADS, "revenue_keur": mark("Revenue, k€"), "behaviour": mark("Behaviour")},
    ),
    Exercise(
        "08.2",
        level="compute",
        title=mark("How often is welcome?"),
        parts=(
            Part(
                "year",
                mark("C01: most visits in the year"),
                Whole(mark("visits")),
                24,
                mistakes=(
                    Mistake(12, mark("That is one person's part. At C01 we know two.")),
                    Mistake(
                        32,
                        mark("The newsletter is a contact too. Take it off before you count the visits."),
                    ),
                    Mistake(
                        30, mark("Each of the two people gets a newsletter every quarter, so eight go off.")
                    ),
                    Mistake(6, mark("That is one quarter. The plan lasts four.")),
                ),
            ),
            Part(
                "half_year",
                mark("C02: most visits in six months"),
                Whole(mark("visits"), per="half"),
                6,
                mistakes=(
                    Mistake(
                        12,
                        mark(
                            "Twice too many: one of the two people objects, and six months are two quarters, "
                            "not four. Which of the two did you forget?"
                        ),
                    ),
                    Mistake(8, mark("The newsletter counts here too: three contacts a quarter are left.")),
                    Mistake(3, mark("That is one quarter. Six months are two.")),
                ),
            ),
        ),
        why=mark(
            "The ceiling counts all channels, because the person does: to them a newsletter, a call and a "
            "visit are all us. More people on file means more visits that are welcome; that is one more "
            "reason to know a second person at every large account."
        ),
    ),
    Exercise(
        "08.3",
        level="decide",
        title=mark("Six lost clients"),
        parts=(
            Part(
                "margin_eur",
                mark("Yearly margin from which it pays"),
                Money(0),
                220 / 0.12,
                mistakes=(
                    Mistake(
                        220,
                        mark(
                            "That is the cost of trying. Only 12 tries in 100 succeed, and they pay for the "
                            "rest."
                        ),
                    ),
                    Mistake(
                        26.4,
                        mark("You multiplied by the rate. The margin times 12% must reach €220: divide."),
                    ),
                    Mistake(110 / 0.12, mark("One visit is not enough: a win-back takes two.")),
                ),
                also=(1834,),  # the first whole euro that pays
            ),
            Part(
                "worth",
                mark("Lost clients worth a try"),
                Codes(LOST),
                tuple(sorted(WORTH_IT)),
                mistakes=(
                    Mistake(
                        lambda codes: "L6" in codes,
                        mark("L6 objects to being canvassed. However large the margin, nobody calls there."),
                        ["L1", "L3", "L6"],
                    ),
                    Mistake(
                        ["L1", "L2", "L3", "L4", "L5"],
                        mark("You compared revenue. What pays for the visits is the margin on it."),
                    ),
                    Mistake(
                        lambda codes: bool(codes & {"L2", "L4"}),
                        mark(
                            "L2 and L4 both brought €1,800 of margin: 12% of that are €216, and two visits "
                            "cost €220."
                        ),
                        ["L1", "L2", "L3", "L4"],
                    ),
                    Mistake(
                        ["L1"],
                        mark("L3 buys less but at a margin of 50%: €2,000 a year, and 12% of them are €240."),
                    ),
                ),
            ),
        ),
        why=mark(
            "A try is bought before one knows whether it succeeds, so the one that does has to pay for the "
            "seven that do not. L4 was the largest of those one may call, and is not worth it; L3 was a "
            "third of its size, and is."
        ),
        data=lost_clients,
        columns={
            "account_id": mark("Code"),
            "revenue_eur": mark("Revenue of the best year"),
            "margin_rate": mark("Margin rate"),
            "opposed": mark("Objects"),
        },
    ),
    Exercise(
        "08.4",
        level="find_error",
        title=mark("The same fact, twice"),
        parts=(
            Part(
                "with_note",
                mark("Visits with the note alone"),
                Number(2, mark("visits")),
                6,
                mistakes=(
                    Mistake(
                        7.5,
                        mark("That is the colleague's figure. The note has done its work; do not multiply."),
                    ),
                    Mistake(3, mark("That is its class without the note. With it the score is 60.")),
                ),
            ),
            Part(
                "with_multiplier",
                mark("Visits with the multiplier alone"),
                Number(2, mark("visits")),
                3.75,
                mistakes=(
                    Mistake(
                        7.5,
                        mark(
                            "You multiplied six visits. They come from a score that holds the note already."
                        ),
                    ),
                    Mistake(3, mark("That is its class without the note. Now multiply.")),
                    Mistake(4.25, mark("You added 1.25. It is a multiplier: a quarter more.")),
                ),
            ),
        ),
        why=mark(
            "C09 grows: one fact. The note lifted it by a class, the multiplier raised the class's visits, "
            "and one fact became two and a half times the visits. Either tool can be defended; both together "
            "cannot, because nobody decided on 7.5."
        ),
        data=class_visits,
        columns={
            "score_class": mark("Class"),
            "from_score": mark("From a score of"),
            "visits": mark("Visits a year"),
        },
    ),
    Exercise(
        "08.5",
        level="model",
        title=mark("A scale for urgency"),
        parts=(
            Part(
                "scale",
                mark("Note of each behaviour"),
                Custom(
                    mark("a note for each of the seven behaviours"),
                    judge_scale,
                    read=lambda raw: read_notes(raw, type_name),
                    names=type_names,
                ),
                URGENCY,
                mistakes=(
                    Mistake(
                        lambda scale: all(float(scale[name]) == note for name, note in OF_THE_PAGE.items()),
                        mark("That is the scale of the page, made for another firm. Here new comes first."),
                        OF_THE_PAGE,
                    ),
                    Mistake(
                        lambda scale: float(scale["loyal"]) > float(scale["at_risk"]),
                        mark(
                            "That scale says how good a client is. The note says how urgent a contact is: "
                            "who is about to leave cannot wait, who is loyal can."
                        ),
                        QUALITY,
                    ),
                    Mistake(
                        lambda scale: max(map(float, scale.values())) > HIGHEST_NOTE,
                        mark(
                            "Notes above 5: on a longer scale than the others, this criterion would weigh "
                            "more than its weight says."
                        ),
                        {name: 2 * note for name, note in URGENCY.items()},
                    ),
                    Mistake(
                        lambda scale: len({float(note) for note in scale.values()}) == 1,
                        mark("The same note for everybody: then the criterion says nothing."),
                        dict.fromkeys(URGENCY, 3),
                    ),
                ),
            ),
        ),
        hints=(
            mark("Write the seven in a row, the most urgent on the left. Then put notes under them."),
            mark(
                "Give the 5 to one alone: whom this firm loses. Two then come level, above the loyal; at the "
                "bottom stand those who no longer order."
            ),
        ),
        why=mark(
            "Several scales keep the rules, so write down which one you took, and before you look at the "
            "ranking. On a scale of quality, with loyal at 5 and at risk at 2, C03 would pass C04: the visit "
            "would go to the client who buys anyway. Changing the notes until a favourite wins is not a "
            "method."
        ),
    ),
    QUARTER_CAP,
    WIN_BACK,
)
