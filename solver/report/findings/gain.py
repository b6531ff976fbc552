"""The gain over today's visits in words: its range, its parts, and what it rests on."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from solver.allocation.explain.reasons import HOURS, PROSPECT_TARGET, SATURATED
from solver.report.figures.plans import BY_REVENUE
from solver.report.findings.artifacts import Artifacts
from solver.tables.codes import label
from solver.words.i18n import (
    _,
    clauses,
    counted,
    format_money,
    format_number,
    format_share,
    mark,
    with_label,
)

NO_RULE_HOLDS = (HOURS, SATURATED, PROSPECT_TARGET)
WHY_NOTHING = {  # a judgement that moves no number of visits
    "first_year_share": mark(
        "the same gain twice, as all prospects are scaled to what a new client brought; only their "
        "proportions count."
    ),
    "call_effect": mark("the same gain twice, as a call takes no visit."),
}
NEARLY = 0.01  # of the contribution: a simple rule that comes so near does nearly as well

type Facts = Mapping[str, Any]


def gain_range(facts: Facts) -> str:
    """Write the range of the gain, and the gain that today's hours allow; empty without a log of visits."""
    if not facts:
        return ""
    parts = [
        _("four times in five {low} to {high}").format(
            low=format_money(facts["gain_eur_low_80"]), high=format_money(facts["gain_eur_high_80"])
        )
    ]
    if facts["same_hours_gain_eur"] is not None:
        parts.append(_("{gain} in today's hours").format(gain=format_money(facts["same_hours_gain_eur"])))
    return clauses(parts)


def gain_answer(facts: Facts) -> list[str]:
    """Say what the plan gains in the first year, how far that may be off, and on the hours of today."""
    if not facts:
        return []
    words = {
        "gain": format_money(facts["gain_eur"]),
        "share": format_share(facts["gain_share"], 1),
        "low": format_money(facts["gain_eur_low_80"]),
        "high": format_money(facts["gain_eur_high_80"]),
        "same": format_money(facts["same_hours_gain_eur"]),
        "half": format_money(facts["room_halved_eur"]),
    }
    said = [
        _(
            "The plan brings {gain} more margin than today's visits in the first year ({share}); with the "
            "assumptions varied, four times in five {low} to {high}."
        ),
        _("If the room for growth is half as large: {half}."),
    ]
    if facts["same_hours_gain_eur"] is not None:
        said.append(_("In the hours of today's visits it would bring {same}."))
    lead, *more = (sentence.format(**words) for sentence in said)
    return [lead + _decided_before(facts), *more]


def gain_sentences(facts: Facts, comparison: pd.DataFrame) -> list[str]:
    """Say what the gain of the first year is made of and what it rests on.

    Parameters
    ----------
    facts : mapping
        The artifact `gain.json`; nothing is said of an empty one.
    comparison : DataFrame
    """
    return [*gain_answer(facts), *gain_parts(facts), *(simple_rule(comparison) if facts else [])]


def gain_parts(facts: Facts) -> list[str]:
    """Say what the gain is made of."""
    if not facts:
        return []
    return [
        _("The gain is {part} of what visits bring today, and {net} net of the road.").format(
            part=format_share(facts["of_what_visits_bring"]), net=format_money(facts["net_of_road_eur"])
        ),
        _(
            "Of the gain, {prospects} come from prospects, {unlogged}, {stale} from potentials out of date."
        ).format(
            prospects=format_money(facts["prospects_eur"]),
            unlogged=counted(
                facts["unlogged_clients"],
                "{euros} from {n} client without a logged visit",
                "{euros} from {n} clients without a logged visit",
            ).format(euros=format_money(facts["unlogged_clients_eur"])),
            stale=format_money(facts["stale_eur"]),
        )
        + _beyond_reach(facts),
    ]


def _beyond_reach(facts: Facts) -> str:
    """Say how much is gained with clients whose potential on file leaves nothing to win."""
    clients, euros = facts.get("reached_clients", 0), facts.get("reached_eur", 0.0)
    if not clients or euros < 1:
        return ""
    return " " + counted(
        clients,
        "{euros} come from {n} client that already buys all that its potential on file lets us reach; an "
        "account may stand in several of these.",
        "{euros} come from {n} clients that already buy all that their potential on file lets us reach; an "
        "account may stand in several of these.",
    ).format(euros=format_money(euros))


def _decided_before(facts: Facts) -> str:
    """Say how much of the gain is of accounts whose number of visits somebody had decided before the plan."""
    accounts, euros = facts.get("decided_accounts", 0), facts.get("decided_eur", 0.0)
    if not accounts:
        return ""
    return " " + counted(
        accounts,
        "Of that, {euros} come from {n} account whose visits somebody had decided before.",
        "Of that, {euros} come from {n} accounts whose visits somebody had decided before.",
    ).format(euros=format_money(euros))


def firmness(stability: pd.DataFrame, allocation: pd.DataFrame) -> str:
    """Say how many numbers of visits hold when what is judged is drawn anew, and how many a rule holds."""
    solid = stability.loc[stability["verdict"] == "solid", "account_id"]
    binding = allocation.set_index("account_id")["binding"].reindex(solid)
    return counted(
        len(solid),
        "With the assumptions varied, {n} of {all} numbers of visits stays, give or take one, nine times "
        "in ten; {held} because of a rule (ceiling, floor, contacts accepted, days) that no draw changes.",
        "With the assumptions varied, {n} of {all} numbers of visits stay, give or take one, nine times "
        "in ten; {held} of them because of a rule (ceiling, floor, contacts accepted, days) that no draw "
        "changes.",
    ).format(all=format_number(len(stability)), held=format_number((~binding.isin(NO_RULE_HOLDS)).sum()))


def who_judged(judgements: pd.DataFrame) -> str:
    """Say who judged what visits bring; a product's defaults are nobody's judgement."""
    judges = int(judgements["judges"].max()) if len(judgements) else 0
    if not judges:
        return _(
            "Nobody of the firm has judged what visits bring: these are the product's defaults, or numbers "
            "that nobody has signed."
        )
    return counted(
        judges,
        "What visits bring was judged by {n} person, on the worksheet.",
        "What visits bring was judged by {n} people, on the worksheet.",
    )


def moves_nothing(effects: pd.DataFrame) -> str:
    """Say why the gain is one and the same at half and at double of some judgements; empty where it never is.

    Parameters
    ----------
    effects : DataFrame
        The table `judgement_effects`.
    """
    same = effects.loc[effects["half_gain_eur"].eq(effects["double_gain_eur"]), "judgement"]
    return " ".join(
        with_label(label("judgement", code), _(WHY_NOTHING[code])) for code in same if code in WHY_NOTHING
    )


def older_curves(judged_curves: Mapping[str, Sequence[float]]) -> str:
    """Say how the six numbers that older portfolios judged of a type are read; empty where none has six."""
    six = [label("account_type", name) for name, numbers in judged_curves.items() if len(numbers) == 6]
    if not six:
        return ""
    return counted(
        len(six),
        "{types}: six numbers, as portfolios of older versions have them. The first, the second and the "
        "fifth are used, the two between only check the curve, the part of the gap is not read. Keep three.",
        "{types}: six numbers each, as portfolios of older versions have them. The first, the second and the "
        "fifth are used, the two between only check the curve, the part of the gap is not read. Keep three.",
    ).format(types=", ".join(six))


def simple_rule(comparison: pd.DataFrame) -> list[str]:
    """Say how near visits by revenue come, with the same limits and the same visits to prospects."""
    rule = comparison[comparison["plan"] == BY_REVENUE]
    if rule.empty:
        return []
    line = rule.iloc[0].to_dict()
    text = _(
        "Visits in proportion to revenue, within the same limits and with the same visits to prospects, "
        "would bring {euros} less ({share})."
    ).format(euros=format_money(line["gain_eur"]), share=format_share(line["gain_share"], 1))
    if line["gain_share"] < NEARLY:
        text += " " + _("A simple rule does nearly as well: the gain is the correction of today's habit.")
    return [text]


def how_sure(artifacts: Artifacts) -> list[str]:
    """Say on the first page how firm the numbers are and who judged; step 10 has the rest."""
    if not artifacts.has("comparison"):
        return []
    said: list[str] = []
    if artifacts.has("stability", "allocation"):
        said.append(firmness(artifacts.table("stability"), artifacts.table("allocation")))
    if artifacts.has("judgements"):
        said.append(who_judged(artifacts.table("judgements")))
    return said
