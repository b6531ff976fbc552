"""Codes of the contacts that are no visit: what they are, what came of them, why they are due."""

from solver.tables.channels import KINDS_OF_CONTACT
from solver.words.i18n import mark

COMPLAINT_CAUSES = {
    "delivery": mark("Delivery"),
    "quality": mark("Quality"),
    "price": mark("Price"),
    "invoice": mark("Invoice"),
    "advice": mark("Advice"),
    "other": mark("Other"),
}
TOUCH_CODES = {
    "touch_kind": {
        **{kind: label for kind, (label, _channel) in KINDS_OF_CONTACT.items()},
        "complaint": mark("Complaint"),
        "notice": mark("Notice of leaving"),
        "contract_end": mark("End of a contract"),
        "tender": mark("Call for tenders"),
        "budget": mark("Budget decided"),
        "project": mark("Project"),
        "fair": mark("Trade fair"),
        "other": mark("Other"),
    },
    "touch_outcome": {
        "answered": mark("Answered"),
        "no_answer": mark("No answer"),
        "interested": mark("Interested"),
        "ordered": mark("Order taken"),
        "refused": mark("Refused"),
        "unsubscribed": mark("No more e-mail"),
    },
    "touch_cause": {
        **COMPLAINT_CAUSES,
        "service": mark("Service"),
        "competitor": mark("Competitor"),
        "no_need": mark("No need any more"),
        "closed": mark("Closed down"),
        "moved": mark("Moved away"),
        "person_left": mark("The person left"),
        "unknown": mark("Unknown"),
    },
    "motive": {
        "promise": mark("Promise"),
        "complaint": mark("Complaint"),
        "leaving": mark("May leave"),
        "prevention": mark("Prevention"),
        "occasion": mark("Occasion"),
        "welcome": mark("Welcome"),
        "retention": mark("Retention"),
        "win_back": mark("Win-back"),
        "newsletter": mark("Newsletter"),
        "offer": mark("Offer"),
        "invitation": mark("Invitation"),
        "action": mark("Action of the plan"),
        "partner": mark("Partner"),
    },
    "ground": {
        "client": mark("Client"),
        "professional": mark("Concerns the profession"),
        "generic": mark("Address of the firm, of no person"),
    },
}

TOUCH_KINDS = tuple(TOUCH_CODES["touch_kind"])
TOUCH_OUTCOMES = tuple(TOUCH_CODES["touch_outcome"])
TOUCH_CAUSES = tuple(TOUCH_CODES["touch_cause"])
MOTIVES = tuple(TOUCH_CODES["motive"])  # in the order in which they take the room that people leave
GROUNDS = tuple(TOUCH_CODES["ground"])
# What is known to have come, and cannot be known beforehand.
FACTS = ("newsletter", "complaint", "notice")
