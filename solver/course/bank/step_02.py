"""Exercises of step 2: measure the time available."""

from solver.course.exercise import Exercise, Mistake, Part
from solver.course.kinds import Choice, Money, Number, Whole
from solver.words.i18n import mark

EXERCISES = (
    Exercise(
        "02.1",
        level="compute",
        title=mark("The working days of 2026"),
        parts=(
            Part(
                "working_days",
                mark("Working days in 2026"),
                Whole(mark("days")),
                252,
                mistakes=(
                    Mistake(
                        250, mark("You took off all eleven holidays. Two fall on a weekend and cost nothing.")
                    ),
                    Mistake(261, mark("You forgot the public holidays.")),
                    Mistake(
                        254, mark("You took off seven holidays: count again those that fall on a weekday.")
                    ),
                ),
            ),
            Part(
                "at_work",
                mark("Less five weeks of leave"),
                Whole(mark("days")),
                227,
                mistakes=(
                    Mistake(
                        225, mark("The slip comes from the holidays: two of the eleven fall on a weekend.")
                    ),
                    Mistake(217, mark("Five weeks of leave are 25 working days, not 35.")),
                    Mistake(
                        222, mark("You took off 30 days: that counts Saturdays. Here a week has five days.")
                    ),
                ),
            ),
        ),
        why=mark(
            "A holiday on a Sunday takes nothing from anybody. Two days sound like little; for five reps "
            "they are ten "
            "field days a year, more than forty visits."
        ),
    ),
    Exercise(
        "02.2",
        level="compute",
        title=mark("Half a day a week in the office"),
        parts=(
            Part(
                "field_days",
                mark("Days left for the field"),
                Number(1, mark("days")),
                211.5,
                mistakes=(
                    Mistake(
                        209, mark("You took off half a day in 52 weeks. Nobody does office work on leave.")
                    ),
                    Mistake(235, mark("You forgot the office work.")),
                    Mistake(188, mark("You took off a whole day a week. It is half a day.")),
                ),
            ),
        ),
        hints=(
            mark("First the weeks worked, then half a day off each of them."),
            mark("47 weeks of five days, less 47 half days."),
        ),
        why=mark(
            "The order matters: leave comes off first, and what recurs every week comes off the weeks "
            "that are left. "
            "The short method forgets holidays, meetings, training and fairs; step 2 shows what they weigh."
        ),
        source=mark("Access Com', on the best use of rounds, access-com.fr"),
    ),
    Exercise(
        "02.3",
        level="find_error",
        title=mark("From hours to visits"),
        parts=(
            Part(
                "hours",
                mark("Field hours of the year"),
                Whole("h"),
                1408,
                mistakes=(
                    Mistake(1664, mark("You counted 52 weeks. Eight of them are not worked.")),
                    Mistake(1760, mark("You counted five days a week. Four are spent in the field.")),
                ),
            ),
            Part(
                "visits",
                mark("Visits of 45 minutes that fit"),
                Whole(mark("visits")),
                1877,
                mistakes=(
                    Mistake(
                        1056,
                        mark(
                            "You multiplied by 0.75: that is the colleague's error. How many "
                            "times does 0.75 h fit?"
                        ),
                    ),
                    Mistake(
                        1878,
                        mark("You rounded up: what is left is time for a third of a visit, and for none."),
                    ),
                    Mistake(3128, mark("You divided by 0.45. 45 minutes are 0.75 h.")),
                ),
            ),
        ),
        why=mark(
            "Short visits mean more of them: a result below the number of hours should ring a bell. And "
            "it is an upper "
            "limit: no driving and no preparation is in it. Step 2 adds both, account by account."
        ),
        source=mark("OFPPT, exercises on the sales force with their correction, scribd.com"),
    ),
    Exercise(
        "02.4",
        level="compute",
        title=mark("What a visit costs, and what it must bring"),
        parts=(
            Part(
                "cost_eur",
                mark("Cost of a visit"),
                Money(per="visit"),
                75,
                mistakes=(
                    Mistake(600, mark("That is the cost of a day. Eight visits share it.")),
                    Mistake(329, mark("You divided by 365 days. Only the field days carry visits.")),
                ),
            ),
            Part(
                "revenue_eur",
                mark("Revenue that pays for it at a margin of 25%"),
                Money(),
                300,
                mistakes=(
                    Mistake(
                        75,
                        mark(
                            "Revenue does not pay for a visit; margin does. How much revenue "
                            "leaves that much margin?"
                        ),
                    ),
                    Mistake(
                        18.75,
                        mark("You multiplied by the margin rate. To go from margin to revenue, divide."),
                    ),
                    Mistake(100, mark("You divided by 0.75. It is the margin of 25% that has to pay.")),
                ),
            ),
        ),
        why=mark(
            "A visit is the dearest way to say hello. A client who leaves less margin a year than the "
            "visits cost is "
            "better served by phone; that is what the method calls economical management."
        ),
        source=mark("Portatour, on what a field force costs, portatour.com"),
    ),
    Exercise(
        "02.5",
        level="decide",
        title=mark("Fill every hour?"),
        parts=(
            Part(
                "hours",
                mark("Hours to plan, a tenth kept back"),
                Whole("h"),
                1080,
                mistakes=(
                    Mistake(1091, mark("You divided by 1.1. A tenth of 1,200 is 120.")),
                    Mistake(120, mark("That is the reserve. The question is what is left.")),
                ),
            ),
            Part(
                "answer",
                mark("What you answer the manager"),
                Choice(
                    {
                        "a": mark("All 1,200 hours are paid, so plan them all."),
                        "b": mark("Plan all but a tenth: breakdowns and urgent calls will take the rest."),
                        "c": mark("Plan 600: half a year is always lost."),
                    }
                ),
                "b",
                mistakes=(
                    Mistake(
                        "a", mark("Then the first urgent call takes the place of a planned visit: which one?")
                    ),
                    Mistake("c", mark("A reserve is for the unforeseen, not for what nobody has counted.")),
                ),
            ),
        ),
        why=mark(
            "The reserve is decided beforehand, in the open, and is measured afterwards: if it is never "
            "used, make it "
            "smaller next year. Without it the plan is broken by February and nobody looks at it any more."
        ),
    ),
)
