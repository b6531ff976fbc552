"""The hints of exercises with several parts: each part has its own, so that none speaks of another."""

from collections.abc import Mapping

from solver.words.i18n import mark

HINTS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "01.6": {
        "switchboard": (
            mark("Which of the six can somebody answer who picks up the telephone all day?"),
            mark("Names to ring, telephone numbers, e-mail addresses: three of the six."),
        ),
        "worth_eur": (
            mark("Yves writes the invoices: which question is his? Then revenue times weight."),
            mark("It is Q3: 30,000 × 0.5."),
        ),
        "shared": (
            mark("How many people read a question that all of them get, and how many answer it?"),
            mark("One name for each question; and a list that can be done."),
        ),
    },
    "02.1": {
        "working_days": (
            mark("365 days, less 104 Saturdays and Sundays, less the holidays that fall on a weekday."),
            mark("In 2026 two of the eleven holidays fall on a weekend: 15 August and 1 November."),
        ),
        "at_work": (
            mark("Start from your working days and take five weeks off. How many working days has a week?"),
            mark("Five weeks of five working days are 25 days off."),
        ),
    },
    "02.3": {
        "hours": (
            mark("How many weeks are worked, how many days in each, how many hours a day?"),
            mark("44 weeks × 4 days × 8 hours."),
        ),
        "visits": (
            mark("Divide the hours by the length of one visit. What are 45 minutes in hours?"),
            mark("Divide by 0.75 hour, and drop what is left over: a third of a visit is no visit."),
        ),
    },
    "02.4": {
        "cost_eur": (
            mark("A year costs €120,000, spread over 200 days of 8 visits."),
            mark("120,000 / (200 × 8)."),
        ),
        "revenue_eur": (
            mark("The visit is paid out of the margin, and the margin is a part of the revenue."),
            mark("A quarter of the revenue is margin: so the revenue is four times the margin."),
        ),
    },
    "02.5": {
        "hours": (
            mark("A tenth of what? Of all the field hours."),
            mark("1,200 less a tenth of 1,200."),
        ),
        "answer": (
            mark("The rep has 1,200 field hours. What happens in the week when the van breaks down?"),
            mark("Which of the three answers survives a breakdown, and wastes nothing for sure?"),
        ),
    },
    "03.1": {
        "of_clients": (
            mark("Count heads: those who left, over all who were clients last year."),
            mark("12 of 80 clients."),
        ),
        "of_revenue": (
            mark("Count euros: what those who left bought, over the whole revenue of last year."),
            mark("40 of 800 k€."),
        ),
    },
    "03.2": {
        "to_win_keur": (
            mark("What is the goal, and what will those who stay bring? The rest is to be won."),
            mark("Goal: 670 × 1.10. Expected: 670 × 0.95 × 1.03."),
        ),
        "clients": (
            mark("Divide what is to be won by what one new client brings. Can half a client be won?"),
            mark("Divide by 12 and round up: nobody wins half a client."),
        ),
    },
    "03.3": {
        "visits": (
            mark("Which share of the first visits became a client? Seven are wanted."),
            mark("15 of 80 visits won a client: 7 / (15/80), rounded up."),
        ),
        "file": (
            mark("Which share of the file became a client, from the first line to the last?"),
            mark("15 of 300 in the file won: 7 / (15/300), rounded up."),
        ),
    },
    "03.4": {
        "overall": (
            mark("The first and the last line are enough."),
            mark("Ten clients came of a thousand letters."),
        ),
        "narrowest": (
            mark("Divide each line by the one above it. Which share is the smallest?"),
            mark("35%, 91%, 31%, 85%, 41%, 29%."),
        ),
    },
    "04.3": {
        "a_codes": (
            mark("The total is 670 k€. Add up from the top and divide each sum by it."),
            mark("After C05: 530 / 670. After C06: 570 / 670. Which one still lies within 80%?"),
        ),
        "c_codes": (
            mark("Class C begins where the running sum passes 95%."),
            mark("After C08: 622 / 670. After C09: 640 / 670."),
        ),
    },
    "05.1": {
        "wallet_share": (
            mark("What it buys from us, over what it buys from everybody."),
            mark("60 over 300 k€."),
        ),
        "gap_keur": (
            mark("What it buys from everybody, less what it buys from us."),
            mark("300 less 60 k€."),
        ),
    },
    "05.2": {
        "wallet_share": (
            mark("A colleague says 45.8%. Which average is that? Add up revenues and potentials first."),
            mark("670 k€ over 1,682 k€."),
        ),
        "gap_keur": (
            mark("All potentials together, less all revenues together."),
            mark("1,682 less 670 k€."),
        ),
    },
    "05.4": {
        "gap_keur": (
            mark("What can be won is a part of the potential; part of that is ours already."),
            mark("0.60 × 200 − 45."),
        ),
        "wallet_share": (
            mark("The share of wallet is counted on all that the client buys, whoever could win it."),
            mark("45 / 200."),
        ),
    },
    "06.1": {
        "cell": (
            mark("Row: its segment on revenue. Column: its class on potential."),
            mark("In its line of the table: segment B, potential class A'."),
        ),
        "mission": (
            mark("What is missing there, and who has it?"),
            mark("It buys 22 k€ of us, and 200 k€ from everybody."),
        ),
    },
    "06.5": {
        "share": (
            mark("Count the cell A/A' and divide by twelve."),
            mark("C01, C02, C04 and C05 are in it."),
        ),
        "answer": (
            mark("The rule of thumb is one client in seven. What does the title promise each of them?"),
            mark(
                "There are sixty visits for twelve clients. What is a title worth that has no hours "
                "behind it?"
            ),
        ),
    },
    "07.1": {
        "c02": (
            mark("This year over the year before, less one."),
            mark("150 / 160 − 1."),
        ),
        "c05": (
            mark("This year over the year before, less one."),
            mark("45 / 20 − 1."),
        ),
    },
    "07.2": {
        "usual_days": (
            mark("Count the days from each order to the next, and put the five numbers in order of size."),
            mark("28, 29, 31, 35, 84: the one in the middle."),
        ),
        "limit_days": (
            mark("The rule is three usual intervals. Which figure is the usual one?"),
            mark("Three times the one in the middle."),
        ),
    },
    "07.4": {
        "missing": (
            mark("Work out the growth of each account by hand. Who lies exactly on the limit?"),
            mark("180 / 150 − 1 is 0.2 by hand; a computer finds 0.19999999999999996."),
        ),
        "became": (
            mark("Go on through the rules of 07.3, in order, with the account that fell out."),
            mark("It ordered a month ago and gives us 4: which rule fits first?"),
        ),
        "mend": (
            mark("Which mend moves no other border?"),
            mark("Try each mend on an account that grew by 19.6%."),
        ),
    },
    "07.6": {
        "buyers": (
            mark(
                "001 bought in the latest of the three years only, 010 in the middle one only. Each group"
                " times its own rate, then the sum."
            ),
            mark("001 is at 29%, 010 at 15%: 200 × 29% + 100 × 15%."),
        ),
        "segment": (
            mark(
                "Read the rates from top to bottom: the less and the longer ago, the lower. Which one"
                " breaks the rule?"
            ),
            mark("Look at those who bought in none of the three years."),
        ),
        "cause": (
            mark("Somebody bought in none of the three years. What puts them into a client file at all?"),
            mark(
                "Who never bought and did not buy this year either: would that person be among those counted?"
            ),
        ),
    },
    "07.7": {
        "score": (
            mark("The share of those who would, less the share of those who would not."),
            mark("18 / 40 − 8 / 40."),
        ),
        "low": (
            mark("Work out half the interval, and take it off the score. The shares are 0.45 and 0.20."),
            mark("(0.45 + 0.20 − 0.25²) / 40 = 0.0147; its root is 0.121; 25 − 100 × 1.96 × 0.121."),
        ),
        "said": (
            mark("What would one answer that changes do to a score of eight?"),
            mark("Below thirty answers only the names count."),
        ),
    },
}
