"""What the firm's own past says of the rankings, in people and euros; never that a ranking “predicts”."""

from collections.abc import Mapping
from math import isclose
from typing import Any

import pandas as pd

from solver.evidence.backtest import UNDATED, latest, without_signal
from solver.evidence.cut_offs import YEAR
from solver.evidence.loss_risk import FEWEST_LOST_TO_FIT
from solver.evidence.measures import top_count
from solver.evidence.prospects import FEWEST_PROSPECTS, FEWEST_WON
from solver.evidence.verdicts import AS_GOOD, FEWEST_LOST, NO_SIGNAL, RISKS
from solver.report.past.labels import score_warning
from solver.report.past.refusals import refusal, refused_days
from solver.tables.codes import label
from solver.tables.dictionary import column_label
from solver.words.i18n import (
    _,
    clauses,
    counted,
    format_date,
    format_money,
    format_number,
    format_share,
    mark,
)
from solver.words.sentences import listed, signed

Names = Mapping[str, str]
CALLED_BY = ("loss_risk", "rfm")  # whom one would have called: the first ranking that there is
DROPPED = {
    "satisfaction": mark("satisfaction"),
    "stage": mark("stage on file"),
    "access": mark("driving time"),
    "accessible_share": mark("accessible part of the potential"),
    "headcount": mark("employees"),
    "potential": mark("potential"),
    "wallet": mark("share of purchases"),
    "change": mark("change on the year before"),
    "families": mark("product families"),
    "loss_risk": mark("risk of loss"),  # in the evidence of earlier versions
}
NOT_JUDGED = {
    "half_years": mark("Not judged, for want of whole years: {rankings}."),
    "few_lost": mark("Not judged, since so few were lost: {rankings}."),
    "few_lost_before": mark("Not judged, with fewer than {losses} in the year before: {rankings}."),
    "few_prospects": mark("Not judged, with fewer than {prospects} then, or {clients} won: {rankings}."),
    "short": mark("Not judged, for want of a longer history: {rankings}."),
}


def names_of_accounts(accounts: pd.DataFrame) -> dict[str, str]:
    """Return the name of each account, by its code."""
    return dict(zip(accounts["account_id"], accounts["name"], strict=True))


def headline(evidence: Mapping[str, Any]) -> str:
    """Say in one line what the past shows.

    Parameters
    ----------
    evidence : mapping
        As `solver.evidence.backtest.backtest` returns it.
    """
    cut = latest(evidence)
    if cut is None:
        return _("This firm's past cannot be asked")
    if without_signal(evidence):
        return _("No signal: no ranking does anything here that chance does not do as well")
    called = _called_by(cut)
    if called is None:
        return _(
            "The fifth with most revenue brought {share} of what was bought in the {months} after"
        ).format(share=format_share(cut["rankings"]["revenue"]["capture"]["value"]), months=_months(cut))
    ranking = cut["rankings"][called]
    return counted(
        cut["lost"],
        "Of {n} client lost, {ranking} would have called {caught}, revenue alone {by_revenue}",
        "Of {n} clients lost, {ranking} would have called {caught}, revenue alone {by_revenue}",
    ).format(
        ranking=_in_sentence(called),
        caught=format_number(ranking["caught"]),
        by_revenue=format_number(cut["rankings"]["revenue"]["caught"]),
    )


def story(evidence: Mapping[str, Any], names: Names) -> list[str]:
    """Tell what the latest cut-off shows, a sentence a matter.

    Parameters
    ----------
    evidence : mapping
        As `solver.evidence.backtest.backtest` returns it.
    names : mapping of str to str
        Account to name.
    """
    cut = latest(evidence)
    if cut is None:
        causes = [evidence["refused"], *(each["refused"] for each in evidence["cut_offs"])]
        return [refusal(next(cause for cause in causes if cause), evidence, names)]
    told = [_who_left(cut), _revenue_caught(cut)]
    told += [
        verdict_sentence(name, ranking) + _against_revenue(name, ranking)
        for name, ranking in cut["rankings"].items()
    ]
    told += [_foreseen(cut)] if cut["losses"] else []
    told += _decided(cut, names) + _prospects(cut) + refused_days(evidence, names)
    return [*told, *consequence_sentences(evidence)]


def limits(evidence: Mapping[str, Any]) -> list[str]:
    """Say what the back-test could not use, and how it was done."""
    cut = latest(evidence)
    if cut is None:
        return []
    undated = [_(DROPPED[name]) for name in cut["dropped"] if name in UNDATED]
    thin = [_(DROPPED[name]) for name in cut["dropped"] if name not in UNDATED]
    said = [
        _("Known as of today only, so left out: {fields}.").format(fields=listed(undated)),
    ]
    if thin:
        said.append(_("Not dated early enough, or beyond the history: {fields}.").format(fields=listed(thin)))
    if cut["score_missing"]:
        missing = [label("criterion", name) for name in cut["score_missing"]]
        said.append(_("The score was replayed without: {criteria}.").format(criteria=listed(missing)))
    if cut["months"] < YEAR:
        said.append(_("The invoices cover less than two years: half-years were judged."))
    if evidence["gap"]:
        said.append(
            _("Nobody was invoiced from {first} to {last}: only what came after was used.").format(
                first=_month(evidence["gap"][0]), last=_month(evidence["gap"][-1])
            )
        )
    if cut["lost"] < FEWEST_LOST:
        said.append(_("Fewer than ten clients were lost: the order of losses was not judged."))
    said += _not_judged(cut)
    said.append(
        _(
            "Intervals hold the truth 19 times in 20 ({draws} draws of the clients); a verdict allows for "
            "how many rankings were tried."
        ).format(draws=format_number(evidence["draws"]))
    )
    return said


def _not_judged(cut: Mapping[str, Any]) -> list[str]:
    """Name the rankings that were not judged, by cause."""
    causes: dict[str, list[str]] = {}
    for name, cause in cut.get("not_judged", {}).items():
        causes.setdefault(cause, []).append(_in_sentence(name))
    fewest = {
        "losses": counted(FEWEST_LOST_TO_FIT, "{n} loss", "{n} losses"),
        "prospects": counted(FEWEST_PROSPECTS, "{n} prospect", "{n} prospects"),
        "clients": counted(FEWEST_WON, "{n} client", "{n} clients"),
    }
    return [_(NOT_JUDGED[cause]).format(rankings=listed(who), **fewest) for cause, who in causes.items()]


def auc_note(evidence: Mapping[str, Any]) -> str:
    """Say how often each ranking put a client who was lost behind one who stayed: a chance, no score."""
    cut = latest(evidence)
    if cut is None or cut["rankings"]["revenue"]["auc"] is None:
        return ""
    parts = [
        _("{ranking} {auc} ({low} to {high})").format(
            ranking=_in_sentence(name),
            **{part: format_number(ranking["auc"][key], 2) for part, key in _AUC},
        )
        for name, ranking in cut["rankings"].items()
    ]
    return _(
        "Take one client who was lost and one who stayed: the chance that the lost one stood lower (AUC; 0.5 "
        "is a coin): {parts}."
    ).format(parts=listed(parts))


_AUC = (("auc", "value"), ("low", "low"), ("high", "high"))


def verdict_sentence(name: str, ranking: Mapping[str, Any]) -> str:
    """Say one of the four verdicts on a ranking."""
    told = label("ranking", name)
    if ranking["verdict"] == NO_SIGNAL:
        return _("{ranking}: no signal. Chance does as well.").format(ranking=told)
    if name == "revenue":
        return _("Revenue alone finds more than a draw by lot: it is the yardstick for the others.")
    if name in RISKS and ranking["verdict"] == AS_GOOD:
        return _(
            "{ranking}: as good as revenue at telling who leaves; over the whole order no difference can be "
            "told. It does not look for revenue."
        ).format(ranking=told)
    verdict = {
        "as_good_as_revenue": _(
            "{ranking}: as good as revenue; over the whole order no difference can be told."
        ),
        "better_at_losses": _("{ranking}: better at losses, not at revenue."),
        "worse_than_revenue": _("{ranking}: worse than revenue."),
    }
    return verdict[ranking["verdict"]].format(ranking=told)


def _against_revenue(name: str, ranking: Mapping[str, Any]) -> str:
    """Say what a verdict rests on: the differences to revenue alone, each as an interval."""
    if name == "revenue" or ranking["verdict"] == NO_SIGNAL:
        return ""
    parts = []
    if ranking["auc_more"]:
        parts.append(
            _("lost clients called {between}").format(between=between_people(ranking["more_caught"]))
        )
        parts.append(_("order of the lost {between}").format(between=between_points(ranking["auc_more"])))
    if name not in RISKS:
        parts.append(_("revenue caught {between}").format(between=between_points(ranking["capture_more"])))
    said = " " + _("Against revenue alone: {parts}.").format(parts=clauses(parts))
    if ranking["verdict"] == AS_GOOD and any(map(_beyond_nought, _judged_by(name, ranking))):
        said += " " + _("An interval that leaves nought out may be chance: several rankings were tried.")
    return said


def _judged_by(name: str, ranking: Mapping[str, Any]) -> list[Mapping[str, float]]:
    """Return the differences to revenue alone that a verdict rests on."""
    parts = [ranking["auc_more"]] if name in RISKS else [ranking["auc_more"], ranking["capture_more"]]
    return [part for part in parts if part]


def _beyond_nought(more: Mapping[str, float]) -> bool:
    """Tell whether an interval, as it is shown in points, lies on one side of nought."""
    return round(100 * more["low"]) > 0 or round(100 * more["high"]) < 0


def between_points(more: Mapping[str, float]) -> str:
    """Write the interval of a difference of shares, in points of a hundred."""
    low, high = (signed(format_number(100 * more[end], 0)) for end in ("low", "high"))
    return _("{low} to {high} points").format(low=low, high=high)


def consequence_sentences(evidence: Mapping[str, Any]) -> list[str]:
    """Say what may no longer be said without a signal, or where revenue alone does better."""
    said = [warning] if (warning := classes_warning(evidence)) else []
    if warning := score_warning(evidence):
        said.append(warning)
    if evidence["consequences"]["risk_argued"] is False:
        said.append(prevention_sentence(argued=False))
    return said


def class_label(evidence: Mapping[str, Any]) -> str:
    """Return the head of a column of score classes, with a warning where the past does not confirm them.

    Parameters
    ----------
    evidence : mapping
        As `solver.evidence.backtest.backtest` returns it; empty where step 9 is not done.
    """
    if classes_warning(evidence):
        return _("Class (order not confirmed by the past)")
    return column_label("score_class")


def classes_warning(evidence: Mapping[str, Any]) -> str:
    """Say that the score put the clients in no better order than chance does; nothing where it did."""
    if evidence and evidence["consequences"]["classes_confirmed"] is False:
        return _("Classes S1 to S4: order not confirmed by the past.")
    return ""


def prevention_sentence(*, argued: bool | None) -> str:
    """Say what the journey of prevention is argued by, once the past was asked who will leave."""
    if argued is None:
        return _("The past cannot be asked who will leave: prevention rests on the behaviour alone.")
    if argued:
        return _("The past tells who will leave better than chance does: prevention is argued by it.")
    return _("No journey is argued by risk: the past does not tell who will leave.")


def cautions(evidence: Mapping[str, Any], names: Names) -> list[str]:
    """Say beside the classes what the past does not confirm, or why it cannot be asked."""
    if latest(evidence) is None:
        return story(evidence, names)
    return consequence_sentences(evidence)


def _called_by(cut: Mapping[str, Any]) -> str | None:
    if cut["lost"] < FEWEST_LOST:
        return None
    known = [name for name in CALLED_BY if name in cut["rankings"]]
    return next((name for name in known if cut["rankings"][name]["verdict"] != NO_SIGNAL), known[-1])


def _in_sentence(ranking: str) -> str:
    return {
        "revenue": _("revenue alone"),
        "rfm": _("recency, frequency and money"),
        "score": _("the score"),
        "behaviour": _("the behaviour"),
        "loss_risk": _("the risk of loss"),
        "prospects": _("the order of the prospects"),
    }[ranking]


def _who_left(cut: Mapping[str, Any]) -> str:
    """Tell the people: who left, whom one would have called, whom revenue alone would have."""
    called = _called_by(cut)
    clients = counted(cut["clients"], "{n} client", "{n} clients")
    if called is None and cut["lost"]:
        return counted(
            cut["lost"],
            "Of the {clients} of the {months} up to {date}, {n} bought nothing in the {months} after, credit "
            "notes deducted: too few to tell which ranking finds those who leave.",
            "Of the {clients} of the {months} up to {date}, {n} bought nothing in the {months} after, credit "
            "notes deducted: too few to tell which ranking finds those who leave.",
        ).format(clients=clients, months=_months(cut), date=format_date(cut["on"]))
    if called is None:
        return _("The {clients} of the {months} up to {date} all bought again in the {months} after.").format(
            clients=clients, months=_months(cut), date=format_date(cut["on"])
        )
    ranking = cut["rankings"][called]
    return _(
        "Of the {lost} of the {months} up to {date} who bought nothing in the {months} after, credit notes "
        "deducted, {caught} were among the {called} we would have called by {ranking}; by revenue alone "
        "{by_revenue} (n = {n}, {between})."
    ).format(
        lost=counted(cut["lost"], "{n} client", "{n} clients"),
        months=_months(cut),
        date=format_date(cut["on"]),
        caught=format_number(ranking["caught"]),
        called=format_number(_top(cut)),
        ranking=_in_sentence(called),
        by_revenue=format_number(cut["rankings"]["revenue"]["caught"]),
        n=format_number(cut["clients"]),
        between=between_people(ranking["more_caught"]),
    )


def between_people(more: Mapping[str, float]) -> str:
    """Write an interval of a difference in people: between 3 fewer and 12 more."""
    low, high = round(more["low"]), round(more["high"])
    if low == high == 0:
        return _("not one more or fewer")
    if low >= 0:
        sentence = _("between {low} and {high} more")
    elif high <= 0:
        sentence, low, high = _("between {low} and {high} fewer"), high, low
    else:
        sentence = _("between {low} fewer and {high} more")
    return sentence.format(low=format_number(abs(low)), high=format_number(abs(high)))


def _revenue_caught(cut: Mapping[str, Any]) -> str:
    ranking, chance = cut["rankings"]["revenue"], cut["chance"]
    return _(
        "The {top} with most revenue brought {amount} of the {total} bought in the {months} after, {share} "
        "(between {low} and {high}); {top} drawn by lot bring between {least} and {most}."
    ).format(
        top=format_number(_top(cut)),
        amount=format_money(ranking["capture_eur"]),
        total=format_money(cut["next_eur"]),
        months=_months(cut),
        share=format_share(ranking["capture"]["value"]),
        low=format_share(ranking["capture"]["low"]),
        high=format_share(ranking["capture"]["high"]),
        least=format_share(chance["low"]),
        most=format_share(chance["high"]),
    )


def _foreseen(cut: Mapping[str, Any]) -> str:
    losses = cut["losses"]
    worst = losses["thirds"][-1]
    return _(
        "The risks added up to {predicted}, and {lost} came; in the third that worries most, {worst} were "
        "foreseen and {worst_lost} came. In revenue, the risks one by one foresaw {by_client} and the rate "
        "of the year before, on the whole, {by_share}; {gone} went. {nearer}"
    ).format(
        predicted=counted(losses["predicted"], "{n} loss", "{n} losses"),
        lost=format_number(losses["lost"]),
        worst=format_number(worst["predicted"]),
        worst_lost=format_number(worst["lost"]),
        by_client=format_money(losses["predicted_eur"]),
        by_share=format_money(losses["by_share_eur"]),
        gone=format_money(losses["lost_eur"]),
        nearer=" ".join(
            [_nearer(losses), *([_("Both foresaw too little.")] if foresaw_too_little(losses) else [])]
        ),
    )


def foresaw_too_little(losses: Mapping[str, Any]) -> bool:
    """Tell whether the risks and the rate of the whole both foresaw less revenue to leave than went."""
    return bool(max(losses["predicted_eur"], losses["by_share_eur"]) < losses["lost_eur"])


def _nearer(losses: Mapping[str, Any]) -> str:
    off = [abs(losses[name] - losses["lost_eur"]) for name in ("predicted_eur", "by_share_eur")]
    if isclose(*off):
        return _("Both were as near.")
    if off[0] < off[1]:
        return _("The risks, by which step 10 plans, came nearer.")
    if losses["predicted_eur"] < losses["lost_eur"]:
        return _("The rate, by which step 3 counts, came nearer: step 10 may expect too little to leave.")
    return _("The rate, by which step 3 counts, came nearer: step 10 may expect too much to leave.")


def _decided(cut: Mapping[str, Any], names: Names) -> list[str]:
    return [
        _("{name} alone decides what {ranking} catches: {share} with that client, {without} without.").format(
            name=names.get(decided["account_id"], decided["account_id"]),
            ranking=_in_sentence(name),
            share=format_share(ranking["capture"]["value"]),
            without=format_share(decided["without"]),
        )
        for name, ranking in cut["rankings"].items()
        if (decided := ranking["decided_by"])
    ]


def _prospects(cut: Mapping[str, Any]) -> list[str]:
    found = cut["prospects"]
    if found is None:
        return []
    parts = {
        f"{name}_{part}": format_number(lift[part], 1)
        for name, lift in found["lifts"].items()
        for part in ("value", "low", "high")
    }
    return [
        _(
            "Of {prospects} of that day, {won}. The first fifth by score held "
            "{score_value} times as many as a fifth by lot (between {score_low} and {score_high}), the first "
            "by potential {potential_value} times ({potential_low} to {potential_high})."
        ).format(
            prospects=counted(found["prospects"], "{n} prospect", "{n} prospects"),
            won=counted(found["won"], "{n} became a client", "{n} became clients"),
            **parts,
        )
    ]


def _months(cut: Mapping[str, Any]) -> str:
    return counted(cut["months"], "{n} month", "{n} months")


def _month(month: str) -> str:
    return format_date(f"{month}-01", "MMMM y")


def _top(cut: Mapping[str, Any]) -> int:
    return top_count(cut["clients"])
