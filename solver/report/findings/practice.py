"""What the measures of the practices say, each in a sentence with what it rests on."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from solver.evidence.churn_ledger import effect_can_be_told
from solver.intake.reference import naf_labels
from solver.tables.codes import label
from solver.tables.method import FEWEST_ANSWERS
from solver.words.i18n import _, counted, format_money, format_number, format_share
from solver.words.sentences import signed

FEWEST_CLIENTS = 30  # of a group: fewer are called small


def people_known_sentences(coverage: pd.DataFrame) -> list[str]:
    """Say at how many main accounts the firm knows who decides and who prescribes, and which hang on one."""
    main = coverage[coverage["main"]]
    if not main["people"].sum():
        return []
    decides, prescribes = main["decision_maker"].ne("none"), main["prescriber"].ne("none")
    met = main["decision_maker"].eq("met") | main["prescriber"].eq("met")
    return [
        counted(
            len(main),
            "Of {n} main account, who decides is known at {decides}, who prescribes at {prescribes}, both "
            "at {both}.",
            "Of {n} main accounts, who decides is known at {decides}, who prescribes at {prescribes}, both "
            "at {both}.",
        ).format(
            decides=format_number(decides.sum()),
            prescribes=format_number(prescribes.sum()),
            both=format_number((decides & prescribes).sum()),
        ),
        (
            _(
                "One of the two was met in the last 12 months at {met} of them; {alone} hang on one person "
                "alone."
            )
            if (coverage[["decision_maker", "prescriber"]] == "met").to_numpy().any()
            else _("No visit says which of the two it met; {alone} of them hang on one person alone.")
        ).format(met=format_number(met.sum()), alone=format_number(main["hangs_on_one"].sum())),
    ]


def recommendation_sentence(table: pd.DataFrame) -> str:
    """Say how many would recommend the firm, or that too few answered."""
    if table.empty:
        return _("Nobody has been asked yet whether they would recommend us.")
    first = table.iloc[0]
    if pd.isna(first["nps"]):
        return counted(
            first["answers"],
            "{n} answer is too few for a figure ({least} are needed): only the names count.",
            "{n} answers are too few for a figure ({least} are needed): only the names count.",
        ).format(least=format_number(FEWEST_ANSWERS))
    return counted(
        first["answers"],
        "Of {n} answer, {promoters} would recommend us and {detractors} would not: {nps} points, between "
        "{low} and {high} (95%).",
        "Of {n} answers, {promoters} would recommend us and {detractors} would not: {nps} points, between "
        "{low} and {high} (95%).",
    ).format(
        promoters=format_number(first["promoters"]),
        detractors=format_number(first["detractors"]),
        nps=signed(format_number(first["nps"])),
        low=signed(format_number(first["low_nps"])),
        high=signed(format_number(first["high_nps"])),
    )


def attrition_sentence(facts: Mapping[str, float] | None) -> str:
    """Say how many clients left in a year, and which part of the revenue left with them."""
    if facts is None:
        return _("The sales do not reach two years back: nobody can tell yet how many clients leave.")
    shares = {
        name: format_share(value, 1) for name, value in facts.items() if name not in ("clients", "left")
    }
    return counted(
        round(facts["clients"]),
        "Of {n} client of the year before, {left} left in the last 12 months: {client_rate} of the clients "
        "(between {client_low} and {client_high}), with {lost_share} of the revenue (between {lost_low} and "
        "{lost_high}).",
        "Of {n} clients of the year before, {left} left in the last 12 months: {client_rate} of the clients "
        "(between {client_low} and {client_high}), with {lost_share} of the revenue (between {lost_low} and "
        "{lost_high}).",
    ).format(left=format_number(facts["left"]), **shares)


def saved_sentence(counts: pd.DataFrame, *, told: bool) -> str:
    """Say which part was saved of those contacted and of the others, and whether that is an effect."""
    if not counts["clients"].sum():
        return _("No earlier run is named under previous_run, or none of its clients was at risk.")
    by = {bool(row["contacted"]): row for row in counts.to_dict("records")}
    both = {
        "with_us": format_share(by[True]["saved_share"]),
        "without": format_share(by[False]["saved_share"]),
    }
    said = _(
        "Contacted: {contacted}, of whom {with_us} saved; not contacted: {others}, of whom {without}."
    ).format(contacted=format_number(by[True]["clients"]), others=format_number(by[False]["clients"]), **both)
    verdict = (
        _("The difference is more than chance; who was contacted was not drawn by lot.")
        if told
        else _("{with_us} against {without}: no effect can be told.").format(**both)
    )
    return " ".join([said, verdict, *_still_open(counts)])


def with_and_without(counts: pd.DataFrame) -> list[str]:
    """Say what became of those contacted and of the others: who came back by itself is not taken for saved.

    Nothing is said where one of the two groups is empty. Small numbers are called so.
    """
    by = {bool(row["contacted"]): row for row in counts.to_dict("records")}
    if not all(by[contacted]["clients"] for contacted in (True, False)):
        return []
    said = _(
        "Contacted: {contacted}, saved {saved_with} ({with_us}), lost {lost_with}; not contacted: {others}, "
        "saved {saved_without} ({without}), lost {lost_without}."
    ).format(
        contacted=format_number(by[True]["clients"]),
        others=format_number(by[False]["clients"]),
        with_us=format_share(by[True]["saved_share"]),
        without=format_share(by[False]["saved_share"]),
        **{f"{name}_with": format_number(by[True][name]) for name in ("saved", "lost")},
        **{f"{name}_without": format_number(by[False][name]) for name in ("saved", "lost")},
    )
    return [said, _verdict(counts)]


def _verdict(counts: pd.DataFrame) -> str:
    """Say whether saved or lost differ by more than chance, and that few clients tell little."""
    if effect_can_be_told(counts):
        return _("Who is saved differs by more than chance, though nobody drew lots.")
    if effect_can_be_told(counts, "lost"):
        return _("Who is lost differs by more than chance, though nobody drew lots.")
    if counts["clients"].min() < FEWEST_CLIENTS:
        return _("These numbers are small: no effect can be told.")
    return _("No effect can be told.")


def win_back_sentence(rates: pd.DataFrame) -> str:
    """Say how many former clients came back once they were visited, or that it is judged."""
    first = rates.iloc[0]
    if first["basis"] == "judgement":
        return counted(
            first["cases"],
            "{n} former client was met a year ago or more: too few to measure how many come back. The rate "
            "of {rate} is assumed, and so are the factors of the reasons.",
            "{n} former clients were met a year ago or more: too few to measure how many come back. The rate "
            "of {rate} is assumed, and so are the factors of the reasons.",
        ).format(rate=format_share(first["rate"]))
    said = counted(
        first["cases"],
        "Of {n} former client met a year ago or more, {back} bought again within a year: {rate}, between "
        "{low} and {high} (95%).",
        "Of {n} former clients met a year ago or more, {back} bought again within a year: {rate}, between "
        "{low} and {high} (95%).",
    ).format(
        back=format_number(first["successes"]),
        rate=format_share(first["rate"]),
        low=format_share(first["low_rate"]),
        high=format_share(first["high_rate"]),
    )
    own = counted(
        int((rates["basis"].iloc[1:] == "history").sum()),
        "{n} reason has a rate of its own; of the others the factor is assumed.",
        "{n} reasons have a rate of their own; of the others the factor is assumed.",
    )
    return f"{said} {own}"


def _still_open(counts: pd.DataFrame) -> list[str]:
    """Say how many are neither saved nor lost, and when one is."""
    left = int((counts["clients"] - counts["saved"] - counts["lost"]).sum())
    if not left:
        return []
    return [
        counted(
            left,
            "{n} is open: saved once half of a usual half-year is bought again, lost after half a year "
            "without a purchase.",
            "{n} are open: saved once half of a usual half-year is bought again, lost after half a year "
            "without a purchase.",
        )
    ]


def followed_sentence(shares: Mapping[str, float | None]) -> str:
    """Say which part of the dates was kept."""
    if shares["on_time"] is None:
        return _("No earlier run is named under previous_run, or none of its dates is past.")
    return _(
        "{on_time} of the dates were kept within ten days, {done} in all: for the rep and the manager to "
        "talk about, not to rank anybody."
    ).format(on_time=format_share(shares["on_time"]), done=format_share(shares["done"]))


def profiles_in_words(profiles: pd.DataFrame) -> pd.DataFrame:
    """Say of each kind of client in one line how often the one in the middle orders, how much, and its trade.

    Parameters
    ----------
    profiles : DataFrame
        The canonical table `segment_profile`.

    Returns
    -------
    DataFrame
        `profiles` with `profile` first.
    """
    told = profiles.copy()
    told.insert(0, "profile", [_in_a_line(row) for row in profiles.to_dict("records")])
    return told


def _in_a_line(row: Mapping[Hashable, Any]) -> str:
    trade = _commonest_trade(row["top_naf"])
    if row["mean_basket_eur"] != row["mean_basket_eur"]:
        sentence = _("{behaviour} {segment}: no order")
    elif not trade:
        sentence = _("{behaviour} {segment}: {orders} of {basket}")
    else:
        sentence = _("{behaviour} {segment}: {orders} of {basket}, {trade}")
    return sentence.format(
        behaviour=label("behaviour", row["behaviour"]),
        segment=row["segment"],
        orders=counted(row["orders"], "{n} order", "{n} orders"),
        basket=format_money(row["mean_basket_eur"]),
        trade=trade,
    )


def _commonest_trade(top_naf: str | None) -> str:
    """Return the first of the trades by its name; nothing where it is that of one client alone."""
    code, _space, clients = str(top_naf).split(",")[0].partition(" ")
    return "" if clients in ("", "(1)") else naf_labels().get(code, code)
