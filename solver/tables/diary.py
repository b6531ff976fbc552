"""Tables of the contacts beside the visits: what was, what is due, who is written to, on which day."""

from solver.tables import shared
from solver.tables.codes import KINDS
from solver.tables.columns import (
    Table,
    by_name,
    code,
    count,
    day,
    days,
    flag,
    identifier,
    money,
    number,
    text,
)
from solver.tables.touch_codes import GROUNDS, MOTIVES, TOUCH_CAUSES, TOUCH_KINDS, TOUCH_OUTCOMES
from solver.words.i18n import mark

# fmt: off
touch_id = identifier("touch_id", mark("No."), "Number of the contact that is due.")
contact_id = identifier("contact_id", mark("Contact code"), "Person; empty for the firm as such.", empty=True)
owner = identifier("owner", mark("Who does it"),
    "Rep, or marketing or manager for those whom no rep looks after.")
value_eur = money("value_eur", mark("Margin concerned"), "Margin that hangs on it.", low=0)
TABLES = by_name(  # a line a column
    Table("touchpoints", mark("Contacts and dates"),
        mark("Calls, mails and complaints that were; contract ends, tenders and projects to come."), (
        shared.account_id.here("With whom.", needed=True),
        shared.date.here("When it was, or will be.", needed=True,
            note=mark("Day on which it was; or the day ahead, of the end of a contract, say.")),
        code("touch_kind", mark("Nature of the contact"), "What it is.", TOUCH_KINDS, needed=True,
            note=mark("What was, or what is to come.")),
        text("person", mark("Person concerned"), "The person concerned.", empty=True,
            note=mark("First and last name.")),
        contact_id.here("The same by its number.", note=mark("The same by its number.")),
        text("by", mark("By whom"), "Who of the firm.", empty=True, note=mark("Who of you.")),
        text("about", mark("Subject"), "What about, in the firm's words.", empty=True,
            note=mark("What about, in a few words that the person may read.")),
        code("touch_outcome", mark("Outcome"), "What came of it.", TOUCH_OUTCOMES, empty=True,
            note=mark("Refused: wants no more contacts. No more e-mail: other contacts stay allowed.")),
        code("touch_cause", mark("Cause"), "Of a complaint, or of a client who leaves.", TOUCH_CAUSES,
            empty=True, note=mark("What a complaint is about, or why a client leaves.")),
        day("closed_on", mark("Closed on"), "Day on which a complaint was settled; empty while it is open.",
            empty=True, note=mark("Of a complaint: settled on which day; left empty while it is open.")),
        number("act_months", mark("Months before"), "So many months before the day the work on it starts.",
            low=0, high=24, empty=True, adds=False,
            note=mark("Months before that day in which to start; left empty, the usual ones.")),
        money("amount_eur", mark("Amount"), "What is at stake, or was ordered.", low=0, empty=True,
            note=mark("What is at stake, without tax.")),
        shared.source.here("The file the record comes from.", ours=True),
    )),
    Table("complaints", mark("Complaints of the clients"),
        "An account that complained in the last 12 months, or whose complaint is still open.", (
        shared.account_id,
        count("complaints", mark("Complaints"), "In the last 12 months."),
        count("open", mark("Open"), "Of all, those that are not settled."),
        count("unsaid", mark("Settled or not: unsaid"), "Of all, those noted at a visit alone."),
        day("complained_on", mark("The last on"), "Day of the last one."),
        days("days_to_close", mark("Days to settle"), "Median, of those settled.", low=0, empty=True,
            adds=False),
        flag("alarm", mark("Alarm"), "One is open, or there were two in 12 months, whichever log tells."),
        flag("ask_first", mark("Ask first"), "Noted at a visit alone, of late or as the second: somebody"
            " asks whether it is settled."),
        shared.reason.here("The same in words."),
    ), key=("account_id",)),
    Table("touches", mark("Contacts beside the visits"), "A contact that is due, beside the visits.", (
        touch_id,
        shared.account_id,
        contact_id.here("Whom; empty where nobody is known, or for the firm as such."),
        code("motive", mark("Motive"), "Why it is due.", MOTIVES),
        count("no", mark("Contact no."), "First, second, … of this motive.", low=1, adds=False),
        day("due_from", mark("From"), "From when on."),
        shared.due_on.here("By when.", empty=False),
        shared.channel,
        text("purpose", mark("Purpose"), "What for."),
        owner,
        value_eur.here("What hangs on it; empty where nobody can tell.", empty=True, adds=False),
        shared.cost_eur.here("Of a call, a letter or a mail.", low=0, empty=False),
        shared.status.here("To do, or overdue on the day of the portfolio.", ("to_do", "overdue")),
    ), key=("touch_id",)),
    Table("recipients", mark("Recipients of the newsletter"), "An address that newsletters go to.", (
        count("newsletter_no", mark("Newsletter no."), "First, second, … of the plan.", low=1, adds=False),
        shared.account_id,
        contact_id.here("Whose address; empty for that of the firm."),
        shared.email.here("Where it goes.", empty=False),
        shared.kind.here("Which kind of partner.", KINDS),
        code("ground", mark("Ground"), "What allows to write.", GROUNDS),
        flag("first_notice", mark("First notice"),
            "Nobody told the person before: this message says where the address comes from."),
        flag("verify_first", mark("Verify first"), "Not verified for so long that it is asked about first."),
        flag("complaint_first", mark("Complaint first"), "A complaint there is not settled: none goes there"
            " before it is."),
    )),
    Table("offers", mark("Offers beside the visits"),
        "A client who could buy one more family: the offer it gets, or why it gets none.", (
        shared.account_id,
        shared.account_type,
        text("family", mark("Product family"), "Its largest gap."),
        money("gap_eur", mark("Gap"), "What its like spend on it, and it does not.", low=0),
        value_eur.here("Gap times margin times the part of offers that succeed."),
        shared.channel.here("How it is made; empty where none is.", empty=True),
        shared.reason.here("Why none is made; empty where one is.", empty=True),
    ), key=("account_id",)),
    Table("touch_dates", mark("Days of the contacts"), "The day that a contact beside the visits gets.", (
        touch_id,
        day("placed_on", mark("On"), "Its day; empty where none could be found.", empty=True),
        shared.channel.here("How, once the visits have their days."),
        shared.cause.here("Why it moved, became a call, is one with another call or has no day.", empty=True),
    ), key=("touch_id",)),
)
