"""Steps 7 and 8: how clients buy, and the contacts that each behaviour calls for."""

import pandas as pd

from solver.evidence.labels import loss_of, silence_of_those_at_risk
from solver.evidence.loss_risk import expected_loss_eur
from solver.report.figures.shared import bare, figure_at, row_labels
from solver.report.look.picture import Picture, drawn, new_figure, to_picture
from solver.report.look.theme import BEHAVIOUR_COLOURS, INK, RULE, SERIES, SMALL_SIZE
from solver.report.past.labels import those_of_a_year_ago
from solver.tables.codes import label, labels
from solver.words.i18n import _, clauses, counted, format_date, format_money, format_number, format_share


@drawn
def behaviours(typology: pd.DataFrame, segments: pd.DataFrame) -> Picture:
    """Draw how many clients behave in each way, and the revenue they make."""
    table = typology.merge(segments[["account_id", "revenue_eur"]], on="account_id", how="left")
    groups = table.groupby("behaviour")["revenue_eur"]
    sizes, sums = groups.size(), groups.sum()
    names = [name for name in labels("behaviour") if name in sizes.index]
    counts = [int(sizes[name]) for name in names]
    revenue = [float(sums[name]) for name in names]
    colours = [BEHAVIOUR_COLOURS[name] for name in names]
    figure = new_figure(0.42 * len(names) + 0.6)
    left, right = figure.subplots(1, 2)
    for axes, values, head, write in (
        (left, counts, _("clients"), format_number),
        (right, revenue, _("revenue of the last 12 months"), format_money),
    ):
        axes.barh(range(len(names)), [max(value, 0) for value in values], color=colours, height=0.64)
        for place, value in enumerate(values):
            figure_at(axes, max(value, 0), place, write(value))
        row_labels(axes, [label("behaviour", name) for name in names] if axes is left else [""] * len(names))
        axes.set_xlim(0, 1.3 * max([*values, 1]))
        axes.set_title(head, fontsize=SMALL_SIZE, fontweight="normal", color=INK)
    total = sum(revenue)
    risky = float(sums.get("at_risk", 0.0))
    sentence = counted(
        sizes.get("at_risk", 0),
        "{n} client is at risk; it makes {revenue}, {share} of the revenue",
        "{n} clients are at risk; they make {revenue}, {share} of the revenue",
    )
    title = (sentence if sizes.get("at_risk", 0) else _("No client is at risk")).format(
        revenue=format_money(risky),
        share=format_share(risky / total if total else 0.0),
    )
    words = clauses(
        f"{label('behaviour', name)} {format_number(count)}, {format_money(amount)}"
        for name, count, amount in zip(names, counts, revenue, strict=True)
    )
    return to_picture(figure, title, f"{title}. {words}")


def who_is_at_risk(
    typology: pd.DataFrame,
    segments: pd.DataFrame,
    loss_risk: pd.DataFrame,
    losses: pd.DataFrame | None = None,
) -> str:
    """Say how many are at risk by their orders, how many by what they say, and what should go with each.

    Parameters
    ----------
    typology, segments, loss_risk : DataFrame
        The canonical tables.
    losses : DataFrame, optional
        The table `label_losses`: what became of those so called a year ago, where they were not alike.
    """
    risky = typology[typology["behaviour"].eq("at_risk")]
    if risky.empty:
        return ""
    by_orders = risky["by_orders"].eq("at_risk")
    said = counted(
        int(by_orders.sum()),
        "{n} is so called by its orders, {others} for a complaint or a low note alone.",
        "{n} are so called by their orders, {others} for a complaint or a low note alone.",
    ).format(others=format_number(int((~by_orders).sum())))
    theirs = loss_risk[loss_risk["account_id"].isin(risky["account_id"])]
    if theirs.empty or not theirs["basis"].eq("measured").all():  # one rate for many is no risk of each
        return said
    silent = theirs["account_id"].isin(risky.loc[by_orders, "account_id"])
    share = expected_loss_eur(theirs, segments) / _bought(segments, risky["account_id"])
    base = expected_loss_eur(loss_risk, segments) / _bought(segments, loss_risk["account_id"])
    calm = ""
    if share < base:
        calm = " " + _(
            "They order still: the name warns early that orders fall. Those who leave are found above all "
            "among the inactive, who have stopped ordering."
        )
    told = _(
        "By the risk of each to buy nothing in the year to come, the first should take {silent} of revenue "
        "along, the others {others}: {share} of what they bought, against {base} of all clients."
    ).format(
        silent=format_money(expected_loss_eur(theirs[silent], segments)),
        others=format_money(expected_loss_eur(theirs[~silent], segments)),
        share=format_share(share, 1),
        base=format_share(base, 1),
    )
    line = None if losses is None else loss_of(losses, "at_risk")
    then = those_of_a_year_ago(line, silence_of_those_at_risk(typology))
    return f"{said} {told}{calm} {then}".rstrip()


def _bought(segments: pd.DataFrame, account_ids: pd.Series) -> float:
    revenue = segments.loc[segments["account_id"].isin(account_ids), "revenue_eur"]
    return max(float(revenue.clip(lower=0).sum()), 0.01)


@drawn
def journeys(journeys: pd.DataFrame) -> Picture:
    """Draw the contacts of the journeys month by month."""
    months = journeys["due_on"].dt.to_period("M")
    span = pd.period_range(months.min(), months.max(), freq="M") if len(journeys) else pd.PeriodIndex([], "M")
    counts = journeys.groupby([journeys["journey"], months]).size()
    names = [name for name in labels("journey") if name in counts.index.get_level_values(0)]
    figure = new_figure(0.62 * max(len(names), 1) + 0.6)
    axes = figure.subplots()
    largest = int(counts.max()) if len(counts) else 1
    for place, name in enumerate(names):
        axes.axhline(place, color=RULE, linewidth=0.8, zorder=0)
        for column, month in enumerate(span):
            count = int(counts.get((name, month), 0))
            if count:
                axes.scatter(column, place, s=150 + 550 * count / largest, color=SERIES[place], linewidth=0)
                axes.annotate(
                    format_number(count),
                    (column, place),
                    ha="center",
                    va="center",
                    color="white",
                    fontsize=SMALL_SIZE - 1.5,
                )
    axes.set_yticks(range(len(names)), [label("journey", name) for name in names])
    axes.set_xticks(range(len(span)), [format_date(month.start_time, "LLL") for month in span])
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.set_xlim(-0.6, len(span) - 0.4)
    bare(axes)
    visits = int((journeys["channel"] == "visit").sum())
    title = _("{contacts} for {accounts}, {visits}").format(
        contacts=counted(len(journeys), "{n} contact", "{n} contacts"),
        accounts=counted(journeys["account_id"].nunique(), "{n} account", "{n} accounts"),
        visits=counted(visits, "{n} of them a visit", "{n} of them visits"),
    )
    words = clauses(
        f"{label('journey', name)} {format_number(int((journeys['journey'] == name).sum()))}"
        for name in names
    )
    return to_picture(figure, title, f"{title}. {words}")
