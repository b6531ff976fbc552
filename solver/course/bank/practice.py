"""Exercises on a file that lives: who feeds it, what it hears, what it may send, what became of a plan."""

import re

import pandas as pd

from solver.course.case import account_names
from solver.course.exercise import Exercise, Mistake, Part
from solver.course.kinds import Choice, Codes, Money, Share, Whole
from solver.tables.codes import labels
from solver.words.i18n import _, mark

QUESTIONS = ("Q1", "Q2", "Q3", "Q4", "Q5", "Q6")
# Account, what the run of the case asks for, revenue, and the part of it that hangs on the field.
ASKED = (
    ("C02", mark("who decides"), 150_000, 0.8),
    ("C03", mark("a second person to ring"), 95_000, 0.9),
    ("C07", mark("the SIRET: a wrong digit"), 30_000, 0.5),
    ("C10", mark("the e-mail: two at signs"), 15_000, 0.4),
    ("C11", mark("the potential: older than 12 months"), 8_000, 0.7),
    ("C12", mark("the telephone: none"), 7_000, 0.6),
)
CONTACTS = ("K1", "K2", "K3", "K4", "K5", "K6")
# What stands for C04 in the second quarter of the case's plan: when, what, and why.
SPRING = (
    ("2026-04-16", mark("visit"), mark("has its date")),
    ("2026-05-21", mark("visit"), mark("has its date")),
    ("2026-04-02", mark("call"), mark("prevention: check that the promise holds")),
    ("2026-04-01", mark("call"), mark("occasion: they buy most in May, ask now")),
    ("2026-06-02", mark("newsletter"), mark("goes to all on one day")),
    ("2026-06-10", mark("call"), mark("occasion: thank for nine years of orders")),
)
REASONS = {
    "R1": ("price", 1.3),
    "R2": ("competitor", 1.0),
    "R3": ("person_left", 1.2),
    "R4": ("delivery", 0.7),
    "R5": ("no_need", 0.0),
    "R6": ("unknown", 1.0),
}
# Date of the plan, day of the visit, whether somebody was met.
DATES = (
    ("2026-01-08", "2026-01-08", True),
    ("2026-01-08", "2026-01-15", True),
    ("2026-01-15", "2026-01-15", True),
    ("2026-01-15", "2026-02-05", True),
    ("2026-01-22", "2026-01-22", True),
    ("2026-01-29", "2026-01-29", False),
    ("2026-02-05", "2026-02-03", True),
    ("2026-02-12", "2026-02-12", True),
    ("2026-02-26", None, None),
    ("2026-03-12", "2026-03-19", True),
    (None, "2026-02-19", True),
    (None, "2026-03-05", True),
)


def questions() -> pd.DataFrame:
    """Return six of the questions that step 1 of the case asks, with what hangs on each field."""
    names = account_names()
    return pd.DataFrame(
        [
            (code, f"{account} {names[account]}", _(missing), revenue, weight)
            for code, (account, missing, revenue, weight) in zip(QUESTIONS, ASKED, strict=True)
        ],
        columns=["question", "account", "missing", "revenue_eur", "weight"],
    )


def question_names() -> dict[str, tuple[str, ...]]:
    """Return each question as people name it: by its account's code or name, or by what is missing."""
    names = account_names()
    return {
        code: (account, names[account], *_nouns(_(missing)))
        for code, (account, missing, _revenue, _weight) in zip(QUESTIONS, ASKED, strict=True)
    }


def _nouns(missing: str) -> tuple[str, ...]:
    """Return what is missing as it is said in short: the first noun, with its hyphen and without."""
    noun = re.split(r"\s?:| to | à ", re.sub(r"^(?:l[ea] |l['’]|une? |the |an? )", "", missing))[0]
    return missing, noun, noun.replace("-", "")


def spring_contacts() -> pd.DataFrame:
    """Return what stands for C04 in the second quarter."""
    rows = [(code, day, _(what), _(why)) for code, (day, what, why) in zip(CONTACTS, SPRING, strict=True)]
    table = pd.DataFrame(rows, columns=["contact", "day", "what", "why"])
    return table.assign(day=pd.to_datetime(table["day"]))


def reason_names() -> dict[str, str]:
    """Return code to reason in words."""
    words = labels("lost_reason")
    return {code: words[reason] for code, (reason, _factor) in REASONS.items()}


def reasons_lost() -> pd.DataFrame:
    """Return the reasons of a loss, and what each makes of the chance of a win-back."""
    names = reason_names()
    rows = [(code, names[code], factor) for code, (_reason, factor) in REASONS.items()]
    return pd.DataFrame(rows, columns=["code", "reason", "factor"])


def dates_kept() -> pd.DataFrame:
    """Return ten dates of a quarter and what became of them, and two visits that no date asked for."""
    found = {True: _("yes"), False: _("no: nobody there"), None: ""}
    rows = [(planned, made, found[met]) for planned, made, met in DATES]
    table = pd.DataFrame(rows, columns=["planned", "made", "met"])
    return table.assign(planned=pd.to_datetime(table["planned"]), made=pd.to_datetime(table["made"]))


WHOSE_LIST = Exercise(
    "01.6",
    level="decide",
    title=mark("Whose list?"),
    parts=(
        Part(
            "switchboard",
            mark("Questions on Maud's list"),
            Codes(QUESTIONS, question_names),
            ("Q2", "Q4", "Q6"),
            mistakes=(
                Mistake(
                    lambda codes: "Q1" in codes,
                    mark("Who decides is found out in a talk, not on the telephone: Q1 is Enora's."),
                    ["Q1", "Q2", "Q4", "Q6"],
                ),
                Mistake(
                    lambda codes: "Q3" in codes,
                    mark("The SIRET stands on the invoices: who writes them looks it up."),
                    ["Q2", "Q3", "Q4", "Q6"],
                ),
                Mistake(
                    ["Q4", "Q6"],
                    mark("A second person rings, too: whoever answers the telephone hears the name first."),
                ),
            ),
        ),
        Part(
            "worth_eur",
            mark("What hangs on the question for Yves"),
            Money(0),
            15_000,
            mistakes=(
                Mistake(30_000, mark("That is the revenue. Only half of it hangs on this field.")),
                Mistake(60_000, mark("You divided by the weight. A part of something is less than all.")),
                Mistake(120_000, mark("That is Q1, for Enora. Which question is about a company number?")),
            ),
        ),
        Part(
            "shared",
            mark("How you share the questions out"),
            Choice(
                {
                    "a": mark("all of them to Enora: she knows the clients best"),
                    "b": mark("each to one person, the dearest first, no more than can be asked in a week"),
                    "c": mark("all of them to all three: somebody will know"),
                }
            ),
            "b",
            mistakes=(
                Mistake("a", mark("She sells one day a week, and the invoices are not on her desk.")),
                Mistake("c", mark("What everybody is asked nobody answers: each waits for the others.")),
            ),
        ),
    ),
    why=mark(
        "A file is kept by one person and fed by everybody. Each question goes where the answer passes "
        "anyway, and the dearest come first: Q1 alone weighs €120,000, the last three together not €16,000. "
        "Step 1 writes a list for each, of fifteen lines at most."
    ),
    data=questions,
    columns={
        "question": mark("Question"),
        "account": mark("Account"),
        "missing": mark("Missing"),
        "revenue_eur": mark("Revenue"),
        "weight": mark("Weight of the field"),
    },
)

RECOMMENDED = Exercise(
    "07.7",
    level="decide",
    title=mark("Would they recommend us?"),
    parts=(
        Part(
            "score",
            mark("The score of the 40, in percent"),
            Share(0),
            18 / 40 - 8 / 40,
            mistakes=(
                Mistake(0.45, mark("You left out those who would not. They talk, too.")),
                Mistake(10 / 26, mark("You left out the fourteen in between. They count among those asked.")),
                Mistake(0.10, mark("That is how many more they are. Divide by all who answered.")),
            ),
        ),
        Part(
            "low",
            mark("The lower end of its interval"),
            Share(0),
            0.25 - 1.96 * (0.5875 / 40) ** 0.5,
            mistakes=(
                Mistake(0.25 + 1.96 * (0.5875 / 40) ** 0.5, mark("That is the upper end.")),
                Mistake(
                    1.96 * (0.5875 / 40) ** 0.5, mark("That is half the interval. Take it off the score.")
                ),
                Mistake(0.25 - (0.5875 / 40) ** 0.5, mark("You forgot to multiply the root by 1.96.")),
            ),
        ),
        Part(
            "said",
            mark("What you tell the manager"),
            Choice(
                {
                    "a": mark("print it, since their score is above that firm's"),
                    "b": mark("print it, with its interval beside it"),
                    "c": mark("ask only satisfied clients, until thirty have answered"),
                    "d": mark("no figure yet: thank the four, ring the one, and go on asking"),
                }
            ),
            "d",
            mistakes=(
                Mistake(
                    "a",
                    mark("A single answer that changes moves it by twelve points. It is no figure yet."),
                ),
                Mistake(
                    "b", mark("Of eight answers the interval would reach from −11 to 86: it says nothing.")
                ),
                Mistake("c", mark("Whoever chooses whom to ask has chosen the answer.")),
            ),
        ),
    ),
    why=mark(
        "Even forty answers say no more than: between 1 and 49. Below thirty the step prints no score, but "
        "the names are worth something from the first on: a promoter is asked for a name, a detractor is "
        "rung before anybody sells there."
    ),
)

QUARTER_CAP = Exercise(
    "08.6",
    level="compute",
    title=mark("Four contacts a quarter"),
    parts=(
        Part(
            "room",
            mark("Room beside the dated visits"),
            Whole(mark("contacts"), per="quarter"),
            2,
            mistakes=(
                Mistake(4, mark("A visit is a contact, too. The two with a date are counted first.")),
                Mistake(3, mark("Two visits have their date, not one.")),
                Mistake(1, mark("You took the newsletter off already. In the diary it comes last.")),
            ),
        ),
        Part(
            "later",
            mark("Contact that moves to the next quarter"),
            Codes(CONTACTS, one=True),
            ("K6",),
            mistakes=(
                Mistake(
                    lambda codes: "K5" in codes,
                    mark("The newsletter goes to all on one day: it cannot move to a day of its own."),
                    ["K5"],
                ),
                Mistake(
                    lambda codes: bool(codes & {"K1", "K2"}),
                    mark("The visits have their dates. They are counted first, and stay."),
                    ["K2"],
                ),
                Mistake(
                    lambda codes: bool(codes & {"K3", "K4"}),
                    mark("Go down the order: what prevents a loss, then what has the earlier day."),
                    ["K4"],
                ),
            ),
        ),
        Part(
            "missed",
            mark("Contact that is not made at all"),
            Codes(CONTACTS, one=True),
            ("K5",),
            mistakes=(
                Mistake(["K6"], mark("A call can wait: it is made in July, when there is room again.")),
                Mistake(["K5", "K6"], mark("One of the two can be made later. Which?")),
            ),
        ),
    ),
    why=mark(
        "The person counts contacts, not channels. So the diary fills the room that the visits leave, the "
        "most pressing first, and says what stays out. A second person at C04 would double the room: that "
        "is what a name is worth."
    ),
    data=spring_contacts,
    columns={
        "contact": mark("Contact"),
        "day": mark("Due from"),
        "what": mark("What"),
        "why": mark("Why"),
    },
)

WIN_BACK = Exercise(
    "08.7",
    level="decide",
    title=mark("Why did it leave?"),
    parts=(
        Part(
            "value_eur",
            mark("Margin a try brings on average if it left over the price, before the cost of the visits"),
            Money(0),
            2340 * 0.12 * 1.3,
            mistakes=(
                Mistake(
                    280.8, mark("That is without the reason. Who left over the price comes back more often.")
                ),
                Mistake(3042, mark("You forgot the chance: twelve tries in a hundred succeed.")),
                Mistake(
                    65.04, mark("That is what is left once the visits are paid. Asked is what comes in.")
                ),
            ),
        ),
        Part(
            "pays",
            mark("Reasons for which a try pays"),
            Codes(tuple(REASONS), reason_names),
            ("R1", "R3"),
            mistakes=(
                Mistake(
                    lambda codes: bool(codes & {"R2", "R6"}) and not codes & {"R4", "R5"},
                    mark("With a factor of 1 it brings €280.80, and the two visits cost €300."),
                    ["R1", "R2", "R3", "R6"],
                ),
                Mistake(["R1"], mark("Work out R3 as well: a new buyer has no quarrel with us.")),
                Mistake(
                    lambda codes: bool(codes & {"R4", "R5"}),
                    mark("R4 and R5 make the chance smaller. Below €300 a try does not pay for itself."),
                    ["R1", "R3", "R4"],
                ),
            ),
        ),
        Part(
            "first",
            mark("What you say first if it left over a late delivery"),
            Choice(
                {
                    "a": mark("an offer, ten percent below the last price"),
                    "b": mark("what was mended since, and who answers for it"),
                    "c": mark("that the competitor delivers late, too"),
                }
            ),
            "b",
            mistakes=(
                Mistake("a", mark("It did not leave over the price: you would pay for what nobody asked.")),
                Mistake("c", mark("That may be true, and mends nothing here.")),
            ),
        ),
    ),
    why=mark(
        "One question to a lost client, “why?”, decides whether a try pays and how it opens. The factors are "
        "judgements until there are enough cases to measure; where nobody knows the reason the rate stands, "
        "and C13 is left alone."
    ),
    data=reasons_lost,
    columns={
        "code": mark("Code"),
        "reason": mark("Reason of the loss"),
        "factor": mark("Chance multiplied by"),
    },
)

PLANNED_AND_DONE = Exercise(
    "12.7",
    level="decide",
    title=mark("Planned and done"),
    parts=(
        Part(
            "on_time",
            mark("Dates kept on time"),
            Share(0),
            0.7,
            mistakes=(
                Mistake(0.8, mark("One of these came three weeks later: done, but not on time.")),
                Mistake(0.9, mark("The two that nobody planned keep no date of the plan.")),
                Mistake(7 / 12, mark("Twelve visits and gaps are in the table; ten of them had a date.")),
                Mistake(7.0, mark("That is the number of dates. Divide it by ten.")),
            ),
        ),
        Part(
            "kept",
            mark("Dates kept at all"),
            Share(0),
            0.8,
            mistakes=(
                Mistake(0.9, mark("Where nobody was there the road was driven, but nobody was met.")),
                Mistake(1.0, mark("You filled the gaps with the visits that nobody planned.")),
                Mistake(0.7, mark("Late is kept, too: it was done.")),
                Mistake(8.0, mark("That is the number of dates. Divide it by ten.")),
            ),
        ),
        Part(
            "use",
            mark("What you do with the two figures"),
            Choice(
                {
                    "a": mark("compare the reps by them, and reward the best"),
                    "b": mark("talk about the dates that failed, and about the two visits nobody planned"),
                    "c": mark("nothing, since ten visits met somebody"),
                }
            ),
            "b",
            mistakes=(
                Mistake("a", mark("Whoever is ranked by kept dates plans fewer, and easier ones.")),
                Mistake("c", mark("Two clients waited in vain, and two others came first. Was that right?")),
            ),
        ),
    ),
    why=mark(
        "A plan is worth what is kept of it. The two shares say how much; the talk says why: a call from a "
        "client, a date nobody confirmed, an area too far. What comes out of it goes into the next plan."
    ),
    data=dates_kept,
    columns={"planned": mark("Date of the plan"), "made": mark("Visit made"), "met": mark("Somebody met")},
)
