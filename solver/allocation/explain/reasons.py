"""One plain sentence per account: why it gets this number of visits."""

from typing import NamedTuple

from solver.allocation.problem import bounds
from solver.words.i18n import _, clauses, format_hours, format_money

LOCK = "lock"
FLOOR = "floor"
CEILING = "ceiling"
PROSPECT_TARGET = "prospect_target"
HOURS = "hours"
SATURATED = "saturated"
CENT = 0.005


class AccountFacts(NamedTuple):
    """What decides about one account.

    Parameters
    ----------
    binding : str
        Code of the rule that decides.
    visits : int
    last_eur, next_eur : float
        Value of the last visit and of one more; NaN where there is none.
    visit_price_eur : float
        What the hours of one visit are worth elsewhere, and its road.
    hours : float
        Hours of one visit.
    road : bool
        Whether its road costs something.
    step : int
        Visits more that come closest to paying for their hours: above 1 on an S-shaped curve.
    step_eur : float
        What these visits would bring together.
    days_full : bool
        Whether hours of the rep stay unused because no whole day holds a visit in them.
    objects : bool
        Whether the account, or all its people, object to being canvassed.
    """

    binding: str
    visits: int
    last_eur: float
    next_eur: float
    visit_price_eur: float
    hours: float
    road: bool
    step: int
    step_eur: float
    days_full: bool = False
    objects: bool = False


def reason_sentence(facts: AccountFacts) -> str:
    """Write the sentence of one account."""
    text = _by_rule(facts) or _by_hours(facts)
    price = facts.visit_price_eur * facts.step
    return text.format(
        visits=facts.visits,
        last=format_money(facts.last_eur),
        next=format_money(facts.next_eur),
        price=format_money(facts.visit_price_eur),
        hours=_hours(facts.hours, facts.road),
        step=facts.step,
        step_value=format_money(facts.step_eur),
        step_price=format_money(price),
        step_hours=_hours(facts.hours * facts.step, facts.road),
        missing=format_money(_missing(price, facts.step_eur)),
    )


def _hours(hours: float, road: bool) -> str:
    """Write hours to the hundredth, whole ones without decimals; and that the road is counted with them."""
    written = format_hours(hours, 0 if round(hours, 2) == round(hours) else 2)
    return _("{hours} and road").format(hours=written) if road else written


def _missing(price_eur: float, step_eur: float) -> int:
    """Return what a visit lacks, as the rounded figures beside it show it."""
    return round(price_eur) - round(step_eur) if price_eur - step_eur >= 0 else 0


def _with_what_lacks(text: str, facts: AccountFacts) -> str:
    """Add to a sentence how much the visit lacks."""
    price = facts.visit_price_eur * facts.step
    if not price - facts.step_eur >= 0:
        return text + "."
    lacks = _("{missing} short") if _missing(price, facts.step_eur) >= 1 else _("about the same")
    return clauses([text, lacks]) + "."


def _by_rule(facts: AccountFacts) -> str:
    """Sentence of an account whose number a rule decides; empty for one that the hours decide."""
    valued = facts.next_eur == facts.next_eur
    more = [_("one more visit would bring {next}")] if valued else []
    held = {
        bounds.AGREED: _(
            "Held at {visits}, the visits already agreed: who is there objects to being canvassed"
        )
        if facts.objects
        else _("Held at {visits}, the visits already agreed"),
        bounds.RHYTHM: _("Held at {visits}, the dates of its rhythm"),
        bounds.PROSPECT_MOST: _("Held at {visits}, the most a prospect gets"),
        bounds.FORMER_MOST: _("Held at {visits}, the most that whoever buys nothing gets without a decision"),
        bounds.RAMP: _("Held at {visits}, as far as an account may rise in a year"),
        bounds.CONTACT_CAP: _("Held at {visits} by the contact cap"),
        bounds.CLASS_CEILING: _(
            "Held at {visits} by the ceiling of its class, or last year's visits if more"
        ),
        bounds.DECISION: _("Held at {visits} by a decision"),
        bounds.MOST_VISITS: _("Held at {visits}, the most any account may get"),
        bounds.NO_DAY: _("Held at {visits}, as no day was found for more"),
        bounds.LAST_VALUED: _("Held at {visits}, the last number that your own table values"),
        CEILING: _("Held at {visits} by its ceiling"),
    }
    if facts.binding in held:
        return clauses([held[facts.binding], *more]) + "."
    return {
        bounds.NOT_WORTH_IT: _("No visit: winning it back would cost more than it should bring."),
        bounds.HOLD: _("No visit until somebody decides whether this record stays."),
        bounds.TOO_FAR: _(
            "No visit: driven to alone, it fits into no day once the reserve of the day is left out."
        ),
        bounds.PROCESSING: _("No visit: the account objected to any use of its data."),
        bounds.OPPOSITION: _("No visit: the contact objected to being approached."),
        LOCK: _("Fixed at {visits} by a decision."),
        FLOOR: _(
            "Kept at its floor of {visits}: the last visit brings {last}, its {hours} are worth {price}"
            " elsewhere."
        ),
        PROSPECT_TARGET: _(
            "Gets {visits} for the prospect target: the last visit brings {last}, its {hours} are worth"
            " {price} elsewhere."
        ),
        SATURATED: _(
            "Stops at {visits}: one more visit would bring nothing, as all that can be won there would be"
            " won."
        )
        if facts.visits
        else _("No visit: by what is on file, nothing can be won there."),
    }.get(facts.binding, "")


def _by_hours(facts: AccountFacts) -> str:
    """Sentence of an account that stops where its hours are worth more elsewhere."""
    if facts.step_eur > facts.visit_price_eur * facts.step + CENT:
        return (
            _(
                "Stops at {visits}: {step} more would bring {step_value} for {step_hours} worth {step_price},"
                " but what is left of the days is too short for that."
            )
            if facts.days_full
            else _(
                "Stops at {visits}: {step} more would bring {step_value} for {step_hours} worth {step_price},"
                " but too few hours are left."
            )
        )
    if facts.step > 1:
        stops = _(
            "Stops at {visits}: only {step} more together would begin to pay, bringing {step_value}; their"
            " {step_hours} are worth {step_price} elsewhere"
        )
    elif facts.visits == 0:
        stops = _("No visit: the first would bring {next}, its {hours} are worth {price} elsewhere")
    else:
        stops = _(
            "Stops at {visits}: one more visit would bring {next}, its {hours} are worth {price} elsewhere"
        )
    return _with_what_lacks(stops, facts)
