"""How somebody is reached: a line a channel, which says what a contact by it takes, costs and asks for.

One more, a video call say, is a line here, one among the kinds of contact for what a log says of it, and its
usual words in `solver/intake/values/codes.yaml`.
"""

from dataclasses import dataclass

from solver.words.i18n import mark


@dataclass(frozen=True)
class Channel:
    """A way to reach somebody.

    Attributes
    ----------
    label : str
        As it is called; marked for translation.
    line : str, optional
        What an account or a person has to have for it: a column of both tables.
    cost : str, optional
        The parameter that says what a contact by it costs; left out where its cost is counted elsewhere.
    calls : float
        How many telephone calls it is as long as: a rep's time in the office, and an entry in the calendar of
        calls. 0 for what takes none.
    for_partners : bool
        Whether `partner_actions` may ask for it.
    """

    label: str
    line: str | None = None
    cost: str | None = None
    calls: float = 0.0
    for_partners: bool = True


CHANNELS = {
    "visit": Channel(mark("Visit"), for_partners=False),
    "phone": Channel(mark("Telephone"), line="phone", cost="phone_contact_cost_eur", calls=1.0),
    "email": Channel(mark("E-mail"), line="email", cost="letter_contact_cost_eur"),
    "letter": Channel(mark("Letter"), cost="letter_contact_cost_eur"),
    "event": Channel(mark("Meeting or event")),
}
# What the log of contacts calls it, and the channel: it counts in the pressure of its quarter.
KINDS_OF_CONTACT = {
    "call": (mark("Call"), "phone"),
    "email": (mark("E-mail"), "email"),
    "newsletter": (mark("Newsletter"), "email"),
    "letter": (mark("Letter"), "letter"),
    "event": (mark("Invitation, event"), "event"),
    "offer": (mark("Offer"), "email"),
}

CHANNEL_OF_KIND = {kind: channel for kind, (_label, channel) in KINDS_OF_CONTACT.items()}
SPOKEN = tuple(code for code, channel in CHANNELS.items() if channel.calls)
FOR_PARTNERS = tuple(code for code, channel in CHANNELS.items() if channel.for_partners)
