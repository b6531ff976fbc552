"""A reason for each answer to defend, as a good sales manager gives it; to compare, after the verdict."""

from collections.abc import Mapping

from solver.words.i18n import mark

REASONS: Mapping[str, str] = {
    "01.4": mark("The same SIRET is the same place of the same firm; everything else is a question."),
    "01.5": mark("A prospect silent for over three years, and one who objected."),
    "01.6": mark("The answer passes over one desk anyway; who is asked alone answers."),
    "02.5": mark("A plan without a reserve is broken by the first breakdown."),
    "03.5": mark("Nine cases cannot carry a plan: one client more or less moves the rate by eleven points."),
    "04.5": mark("It was invoiced, so it counts; but the rep must know what the year is made of."),
    "05.6": mark("They have most left to win, as an amount."),
    "06.5": mark("A title costs hours, and there are not enough of them for everybody."),
    "07.3": mark("It says that all is well, and buys 20% less: somebody else has the difference."),
    "07.5": mark("I would not: it buys 20% less, and who is thanked today is not rung before it has left."),
    "07.7": mark("A single answer that changes moves it by twelve points; the names are worth more."),
    "08.3": mark("L6 objects, and that settles it; the margin of L4 does not pay for the tries that fail."),
    "08.5": mark(
        "A new client leaves after its first order or stays for years: a contact matters most in these weeks."
    ),
    "08.7": mark("It left over what we did, so it wants to hear what we changed, not a lower price."),
    "09.5": mark("A class that holds half of the accounts chooses nobody; three of twelve can be served."),
    "09.6": mark(
        "They favour the clients one has; with as little moved the other way C08 leads, so I would promise "
        "neither."
    ),
    "09.7": mark(
        "Both figures are what a lot brings: an order that says no more than a lot sends nobody anywhere."
    ),
    "09.8": mark("Nought lies inside the interval of B, so one year does not decide."),
    "10.8": mark("Its tenth visit brings less than the last visit of any other."),
    "10.9": mark("The proof is about the model; the curves are judged, and a trial costs little."),
    "10.11": mark("The potential was judged; halve it, and the last two visits bring more elsewhere."),
    "11.1": mark("A chance below about 3%: then the margin no longer pays for the ten visits."),
    "11.5": mark(
        "It has a verb, a thing, a figure and a date; the others are a wish, an effort, and a "
        "figure without a date."
    ),
    "12.4": mark("Nothing is spare: the first day that is called off cannot be made up in any later cycle."),
    "12.6": mark("One visit every three months, counted from the last one: each finds something new to say."),
    "12.7": mark("The figure says how much was kept; only the talk says why, and what to change."),
}
