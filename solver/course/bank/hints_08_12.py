"""The hints of exercises with several parts: each part has its own, so that none speaks of another."""

from collections.abc import Mapping

from solver.words.i18n import mark

HINTS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "08.1": {
        "at_risk_keur": (
            mark("Sum the revenue of the clients at risk, and of nobody else."),
            mark("60 + 40 + 22 + 15 + 7."),
        ),
        "at_risk_share": (
            mark("Their revenue over the revenue of the whole portfolio."),
            mark("The whole portfolio makes 670 k€."),
        ),
        "developing_keur": (
            mark("Sum the revenue of the developing clients, and of nobody else."),
            mark("180 + 45."),
        ),
    },
    "08.2": {
        "year": (
            mark(
                "Per person and quarter: the contacts accepted, less the newsletters. Then quarters, "
                "then people."
            ),
            mark("(4 − 1) × 4 × 2."),
        ),
        "half_year": (
            mark(
                "Per person and quarter: the contacts accepted, less the newsletters. Then quarters, "
                "then people."
            ),
            mark("(4 − 1) × 2 × 1: two quarters, one person who does not object."),
        ),
    },
    "08.3": {
        "margin_eur": (
            mark("The margin times the chance must exceed the cost of two visits."),
            mark("Two visits cost €220; 12 tries in 100 succeed: divide."),
        ),
        "worth": (
            mark("Margin = revenue × margin rate. Who lies above the line?"),
            mark("Work out the six margins, then see who objects."),
        ),
    },
    "08.4": {
        "with_note": (
            mark("The note is in the score already. Which class has the score with it?"),
            mark("Score 60 with the note: read its class and the visits of the class."),
        ),
        "with_multiplier": (
            mark("The multiplier goes on the visits of the score without the note."),
            mark("Score 50, the visits of its class, times 1.25."),
        ),
    },
    "08.6": {
        "room": (
            mark("One person, four contacts; the visits with a date are counted first."),
            mark("4 − 2."),
        ),
        "later": (
            mark("Fill the room in the order of the statement. Which call finds none?"),
            mark("Two places are left: the prevention takes one, the occasion of April the other."),
        ),
        "missed": (
            mark("Which contact has one day for everybody, and cannot be made later?"),
            mark("What comes by letter or e-mail to all on one day is missed, not moved."),
        ),
    },
    "08.7": {
        "value_eur": (
            mark("Margin × chance × the factor of the reason."),
            mark("2,340 × 0.12 × 1.3."),
        ),
        "pays": (
            mark("Work out each reason, and hold it against the cost of two visits."),
            mark("€280.80 times the factor must exceed €300: which factors are large enough?"),
        ),
        "first": (
            mark("Over what did it leave? Speak of that."),
            mark("Neither the price nor the others: what did we do wrong, and what is it today?"),
        ),
    },
    "09.2": {
        "score": (
            mark("Leave the unknown criterion out twice: of the points, and of the most there could be."),
            mark("(30 × 3 + 20 × 4 + 10 × 4 + 10 × 3) out of 70 × 5."),
        ),
        "known": (
            mark("Add up the weights of the criteria that are known."),
            mark("All weights make 100; the potential has 30."),
        ),
        "score_class": (
            mark("Hold your score against the borders of the classes."),
            mark("S1 from 75, S2 from 55, S3 from 35."),
        ),
    },
    "09.3": {
        "points": (
            mark("Points by bracket, times the coefficient, line by line."),
            mark("3 × 2 + 4 × 3 + 3 × 3 + 2 × 1."),
        ),
        "most": (
            mark("The highest bracket of each line, times its coefficient."),
            mark("6 × 2 + 6 × 3 + 3 × 3 + 3 × 1."),
        ),
        "apart": (
            mark("Two brackets of the revenue hold €1,000. Read the line both ways."),
            mark("At €1,000 the revenue line gives 1 × 3 or 4 × 3."),
        ),
    },
    "09.4": {
        "score": (
            mark("Weight times note, added up, over 100."),
            mark("0.40 + 0.90 + 1.05 + 2.25 + 1.75 + 0.90."),
        ),
        "printed_class": (
            mark("Look for your score among the printed classes, border by border."),
            mark("Is there a class between 7 and 8?"),
        ),
        "mend": (
            mark("A good mend gives every score one class, and changes as few as it can."),
            mark("Where do 7.5 and 5.5 go under each of the three?"),
        ),
    },
    "09.5": {
        "top_share": (
            mark("How many of the twelve have 75 or more?"),
            mark("Count the scores from 75 on, over twelve."),
        ),
        "cut": (
            mark("30% of twelve are 3.6 accounts, so three. Who would be the fourth?"),
            mark("The fourth is C02, at 80. The cut has to be just above it."),
        ),
        "advice": (
            mark("A class is there to choose. Whom does this one leave out?"),
            mark("Which of the three makes the class smaller, and says so beforehand?"),
        ),
    },
    "09.7": {
        "by_lot": (
            mark("A fifth of the clients, drawn by lot, holds a fifth of everything, on average."),
            mark("A fifth of 12."),
        ),
        "verdict": (
            mark("Hold each figure of the note against what a draw by lot gives."),
            mark("Is 17% inside 15% to 27%? And is 3 of 12 far from a fifth of 12?"),
        ),
        "advice": (
            mark("What may one print of an order that the past does not confirm?"),
            mark("Whoever tries until it fits finds something by chance."),
        ),
    },
    "09.8": {
        "sure": (
            mark("Look at where each interval begins. May the risk still be no better, or worse?"),
            mark("B begins at −6: it may be six fewer. For which firms is even the beginning above nought?"),
        ),
        "least": (
            mark("To be safe, count on the least that the interval of C allows, not on the count itself."),
            mark("C counted 5, and it may be anything from 1 to 9. Which of the two ends is safe?"),
        ),
        "advice": (
            mark("What may the truth be for B: more, fewer, or both?"),
            mark(
                "From six fewer to eight more. Where two ways cannot be told apart, which one costs less"
                " trouble?"
            ),
        ),
    },
    "10.1": {
        "load_visits": (
            mark("How many accounts has each class? Times the visits of the class."),
            mark("Six accounts are in S1, one in S2, three in S3, two in S4."),
        ),
        "load_hours": (
            mark("The visits of all accounts, times what one visit takes, the road included."),
            mark("Every visit takes three hours: multiply your visits by three."),
        ),
    },
    "10.2": {
        "department": (
            mark("Work out each line: public clients × 4, large firms × 2, managers × 1."),
            mark("Check the product in the middle of each line by head."),
        ),
        "total": (
            mark("Work out the wrong line anew: three products, one sum."),
            mark("114 × 4 + 66 × 2 + 34."),
        ),
    },
    "10.3": {
        "value": (
            mark(
                "Write under each number what that visit adds to the one before. Then take the five largest."
            ),
            mark("X adds 40, 30, 20, 10; Y adds 36, 26, 16, 10; Z adds 28, 18, 10, 4."),
        ),
        "price": (
            mark("Of what the visits add, five are taken. Which one comes next?"),
            mark("Cross out 40, 36, 30, 28 and 26. What is the largest left?"),
        ),
    },
    "10.4": {
        "step_by_step": (
            mark("At each step take the area where one more adds most; on a tie, the lowest number."),
            mark("Area 3 adds 50, then area 1 adds 45. Go on: what do 25, 20 and 20 lead to?"),
        ),
        "best": (
            mark("Look at an area where a later engineer adds more than an earlier one."),
            mark("Try three in area 2: its second, third and fourth engineers add 25, 30 and 35."),
        ),
    },
    "10.7": {
        "outcome": (
            mark("Add the rule “three visits at least for each account” and solve. Look at what comes back."),
            mark("The three rules ask for more hours than there are. Can all of them be kept?"),
        ),
        "hours_needed": (
            mark("Three visits to each account: how long do they take in all?"),
            mark("Three visits each take 3 × (1.5 + 1 + 0.5) hours."),
        ),
    },
    "10.9": {
        "gain_percent": (
            mark("A gain is counted on the plan one comes from."),
            mark("Divide the difference, 9.478 k€, by what you have today."),
        ),
        "verdict": (
            mark("What is proven here, and what is only judged?"),
            mark("The plan is the best on these curves. Who says that the curves are right?"),
        ),
    },
    "10.10": {
        "first": (
            mark("What can be won at all is G = 240 k€ × 22%. The first visit takes the part 1 − w of it."),
            mark("52.8 × (1 − 0.7788)."),
        ),
        "four": (
            mark("After four visits w × w × w × w of G is left; the visits have taken the rest."),
            mark("52.8 × (1 − 0.3679)."),
        ),
    },
    "10.11": {
        "eighth": (
            mark("Half is left to win, so each visit brings half of what the table says."),
            mark("2,030 / 2."),
        ),
        "keeps": (
            mark("Halve each visit to C04, and hold it against the best visits not made elsewhere."),
            mark("Halved: €1,303, €1,015, €791 and €616. Elsewhere: €1,030, €1,027, €1,006."),
        ),
        "gets": (
            mark("C04 gives up as many visits as elsewhere bring more. Take the best of those."),
            mark("Two visits go: €791 and €616 make room for the two best elsewhere."),
        ),
        "rests": (
            mark("What did you change, and who had said it?"),
            mark("You moved a potential. Who had estimated it, and how?"),
        ),
    },
    "11.1": {
        "margin_keur": (
            mark("Gap × chance of success × margin rate."),
            mark("240 × 0.15 × 0.22."),
        ),
        "return_percent": (
            mark("The margin less the cost of the visits, over that cost."),
            mark("Ten visits cost 10 × €150. Take that off €7,920, and divide by it."),
        ),
    },
    "11.2": {
        "c02": (
            mark("Each one's part is its gap over the sum of the three gaps."),
            mark("The gaps are 250, 240 and 178; their sum is 668. C02 has 250."),
        ),
        "c04": (
            mark("Each one's part is its gap over the sum of the three gaps."),
            mark("The gaps are 250, 240 and 178; their sum is 668. C04 has 240."),
        ),
        "c08": (
            mark("Each one's part is its gap over the sum of the three gaps."),
            mark("The gaps are 250, 240 and 178; their sum is 668. C08 has 178."),
        ),
    },
    "11.3": {
        "result_eur": (
            mark("Three costs: sending, preparing, visiting. Then the margin of ten orders."),
            mark("Letters €1,170, visits €1,984, margin €3,225."),
        ),
        "return_percent": (
            mark("What is left, over all that was paid: letters and visits."),
            mark("Over 1,170 + 1,984 euros."),
        ),
    },
    "11.4": {
        "total_eur": (
            mark("Add the five lines up yourself, thousand by thousand."),
            mark("The printed sum is 6,000 too large."),
        ),
        "units": (
            mark("Divide the fixed costs by what one unit leaves, and round so that all of it is covered."),
            mark("One unit leaves 381 − 307.15 = €73.85; the fixed costs are €79,650."),
        ),
    },
    "12.1": {
        "per_day": (
            mark("The year's visits over the days that are really spent in the field."),
            mark("662 over 184."),
        ),
        "per_week": (
            mark("The year's visits over the weeks that are really spent in the field."),
            mark("662 over 44."),
        ),
    },
    "12.3": {
        "kept": (
            mark("Of those that are made, 85 in a hundred are kept: multiply."),
            mark("80 × 0.85."),
        ),
        "to_make": (
            mark("Backward, divide by the share kept; and what is not a whole appointment?"),
            mark("80 / 0.85, rounded up."),
        ),
    },
    "12.4": {
        "calls_due": (
            mark("In two weeks: all of A, half of B, a third of C, a quarter of D, a fifth of E."),
            mark("10 + 10 + 15 + 3 + 2."),
        ),
        "spare": (
            mark("How many visits can be made in a cycle, and how many are due?"),
            mark("Ten days at four visits a day, less those that are due."),
        ),
    },
    "12.7": {
        "on_time": (
            mark("Count the rows with a date; then those whose visit came within ten days of it."),
            mark("Ten dates: one came three weeks later, one met nobody, one has no visit."),
        ),
        "kept": (
            mark("Those on time, and those that came late."),
            mark("Seven on time and one late, of ten."),
        ),
        "use": (
            mark("What does a share not tell you that the rep can?"),
            mark("Two dates failed, two visits came from elsewhere. Who knows why?"),
        ),
    },
}
