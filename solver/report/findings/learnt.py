"""What the log says of the response to visits, or why nothing; what a field test said or would say."""

from collections.abc import Mapping
from typing import Any

from solver.evidence.learn import FEWEST_ACCOUNTS, FEWEST_MONTHS, PASSED, PUBLISHED
from solver.tables.codes import label
from solver.words.i18n import _, clauses, counted, format_date, format_number, format_share, with_label

Facts = Mapping[str, Any]
CERTAIN = 1.96  # standard errors, beyond which a habit is called one


def learnt_sentences(facts: Facts | None) -> list[str]:
    """Say whether the response to visits was learnt or refused, and what a field test said or would say."""
    if not facts:
        return []
    said = _learnt(facts) if facts["refused"] is None else _refused(facts)
    return [*said, *_field_test(facts)]


def _learnt(facts: Facts) -> list[str]:
    sentence = _(
        "Learnt from {accounts} over {months}: an account visited 10% more buys {share} more,"
        " from {low}"
        " to {high}. Later visits and earlier sales show nothing, as they should; the {published}"
        " published of"
        " other firms is borne in mind."
    ).format(
        accounts=counted(facts["accounts"], "{n} account", "{n} accounts"),
        months=counted(facts["months"], "{n} month", "{n} months"),
        published=format_number(PUBLISHED, 2),
        **_of_ten(facts, "elasticity", "low", "high"),
    )
    by_type = [
        with_label(
            label("account_type", name),
            _("{share}, from {low} to {high}").format(**_of_ten(each, "elasticity", "low", "high")),
        )
        for name, each in facts["by_type"].items()
    ]
    return [sentence, *([_("Types differ: {types}.").format(types=clauses(by_type))] if by_type else [])]


def _of_ten(facts: Facts, share: str, low: str, high: str) -> dict[str, str]:
    """Write an elasticity as what ten percent more visits change."""
    names = {"share": share, "low": low, "high": high}
    return {name: format_share(facts[field] / 10, 1) for name, field in names.items()}


def _refused(facts: Facts) -> list[str]:
    follows = facts["refused"] in ("next_visits", "last_sales")
    habit = follows or (facts["naive"] is not None and facts["naive_t"] > CERTAIN)
    verdict = (
        _("Your reps visit where sales are good; the log cannot say what visits cause.")
        if habit
        else _("The log cannot say what visits cause.")
    )
    return [f"{verdict} {_cause(facts)}"]


def _cause(facts: Facts) -> str:
    """Say why nothing was learnt."""
    if facts["refused"] == "short_log":
        return counted(
            facts["months"],
            "Visits and sales are on record together for {n} month; {least} are needed.",
            "Visits and sales are on record together for {n} months; {least} are needed.",
        ).format(least=format_number(FEWEST_MONTHS))
    if facts["refused"] == "few_accounts":
        return counted(
            facts["accounts"],
            "{n} account bought and was visited all along; {least} are needed.",
            "{n} accounts bought and were visited all along; {least} are needed.",
        ).format(least=format_number(FEWEST_ACCOUNTS))
    limit = format_number(PASSED, 2)
    if facts["refused"] == "next_visits":
        return _(
            "Sales seem to answer visits that had not taken place yet: {t} standard errors, {limit} at most."
        ).format(t=format_number(abs(facts["next_visits_t"]), 1), limit=limit)
    if facts["refused"] == "last_sales":
        return _(
            "Visits seem to have moved the sales of the year before: {t} standard errors, {limit} at most."
        ).format(t=format_number(abs(facts["last_sales_t"]), 1), limit=limit)
    if facts["refused"] == "no_variation":
        return _(
            "Each account is visited as often in one period as in the next: there is nothing to compare."
        )
    if facts["refused"] == "disagree":
        return _("Two ways of estimating it disagree by more than chance explains.")
    return _("The answer is too coarse to tell no effect at all from the usual one.")


def _field_test(facts: Facts) -> list[str]:
    test = facts["field_test"]
    return [_offer(facts)] if test is None else [_outcome(test)]


def _offer(facts: Facts) -> str:
    few, many = facts["sizes"][0], facts["sizes"][-1]
    return _(
        "A field test would tell: of pairs of like accounts the lot gives half a quarter more"
        " visits. {spread}: {few} show an effect of {large}, {many} one of"
        " {small}. The command twelvefold fieldtest draws it, and writes the list and the letter to the reps."
    ).format(
        spread=spread_words(facts["spread"], facts["spread_clients"]),
        few=counted(few["accounts"], "{n} account", "{n} accounts"),
        large=format_share(few["effect"]),
        many=format_number(many["accounts"]),
        small=format_share(many["effect"]),
    )


def spread_words(spread: float, clients: int) -> str:
    """Say by how much a client's sales change from year to year, and whether that was measured here."""
    if clients == 0:
        return _(
            "Sales of a client change by about {spread} from one year to the next, which is assumed: too few"
            " of those who may take part bought in both years to measure it here"
        ).format(spread=format_share(spread))
    return counted(
        clients,
        "Sales of a client change by {spread} from one year to the next (standard deviation), as measured on "
        "{n} client",
        "Sales of a client change by {spread} from one year to the next (standard deviation), as measured on "
        "{n} clients",
    ).format(spread=format_share(spread))


def _outcome(test: Facts) -> str:
    if test["refused"] == "not_over":
        return _("The field test runs until {end}: its outcome is read after that day.").format(
            end=format_date(test["end"])
        )
    pairs = counted(test["pairs"], "{n} pair", "{n} pairs")
    if test["refused"] == "few_pairs":
        return _("The field test is left with {pairs} of which both bought before: too few to read.").format(
            pairs=pairs
        )
    done, wanted = test["visits_done"], test["visits_wanted"]
    return _(
        "The field test from {start} to {end}, {pairs}: the accounts with more visits changed by {effect}"
        " against the others, nine times in ten from {low} to {high}. Visits: {done_more} of {more}"
        " made in the"
        " one half, {done_usual} of {usual} in the other."
    ).format(
        start=format_date(test["start"]),
        end=format_date(test["end"]),
        pairs=pairs,
        effect=format_share(test["effect"], 1),
        low=format_share(test["low"], 1),
        high=format_share(test["high"], 1),
        done_more=format_number(done["more"]),
        more=format_number(wanted["more"]),
        done_usual=format_number(done["usual"]),
        usual=format_number(wanted["usual"]),
    )
