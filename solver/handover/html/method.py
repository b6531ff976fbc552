"""The method in one page: how the plan is found, what proves it, what it rests on and what it cannot say."""

from markupsafe import Markup

from solver.handover.html.mathematics import formula
from solver.words.i18n import _

MODEL = r"""\max \sum_i \sum_k v_i(k) \, y_{ik} \\
\sum_k y_{ik} = 1 \qquad
\sum_{i \in r} \sum_k h_i \, k \, y_{ik} \le H_r \qquad
\sum_{i \in \mathrm{prospects}(r)} \sum_k k \, y_{ik} \ge P_r"""


def method() -> list[tuple[str, list[str | Markup]]]:
    """Return the parts of the method: title, then sentences and formulas."""
    return [
        (
            _("What is known"),
            [
                _(
                    "Invoices, visits, decisions and the calendar are the firm's own. Revenue excludes tax, "
                    "is signed, and agrees with the files to the cent. What was mended or left out is "
                    "listed."
                ),
            ],
        ),
        (
            _("What is judged"),
            [
                _(
                    "Nobody has measured what one visit more brings. For each type of account the response "
                    "curve passes through assumed points: no visit, half the usual number, half as many "
                    "again, all that one could wish. It hangs on a fact: with today's visits the account "
                    "brings today's revenue. All of it is counted in margin."
                ),
            ],
        ),
        (
            _("How the plan is found"),
            [
                _(
                    "Each account gets one number of visits; all the accounts together bring as much as "
                    "they can; no rep works more than the hours there are, the reserve set aside; the "
                    "prospects get the visits that the revenue goal calls for; floors, ceilings and "
                    "decisions are kept."
                ),
                Markup(formula(MODEL, display=True)),
                _(
                    "Here v is the contribution of account i with k visits, y says whether it gets them, h "
                    "is the hours of one visit with its driving, H the hours of rep r, and P the visits to "
                    "prospects."
                ),
            ],
        ),
        (
            _("What proves it"),
            [
                _(
                    "The solver returns a plan and a bound: no plan under these rules and these curves can "
                    "bring more. A checker that knows nothing of the solver adds everything up again. What "
                    "one more hour would bring, and what a rule costs, come from solving again."
                ),
            ],
        ),
        (
            _("How the visits get their days"),
            [
                _(
                    "Visits to one account are spread over the plan, neighbours are grouped into one day, "
                    "agreed visits keep their place, and no day is longer than the rep's. A visit without a "
                    "day is listed with its cause."
                ),
            ],
        ),
        (
            _("What the plan cannot say"),
            [
                _(
                    "It does not know what competitors will do, nor what a client will decide. Near the "
                    "best plan the contribution hardly changes, so whoever knows better decides otherwise "
                    "at little cost, and the plan is made again around the decision. Nothing here is legal "
                    "advice."
                ),
            ],
        ),
    ]
