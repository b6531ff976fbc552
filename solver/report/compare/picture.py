"""The visits that types of account gain and lose from one run to the next, as a picture."""

import pandas as pd

from solver.report.compare.comparison import Comparison
from solver.report.figures.shared import figure_at, key, row_labels
from solver.report.look.picture import Picture, drawn, new_figure, to_picture
from solver.report.look.theme import GOOD, INK, WARNING
from solver.tables.codes import label, labels
from solver.words.i18n import _, counted, format_number


@drawn
def moves(comparison: Comparison) -> Picture:
    """Draw the visits that each type of account gains and loses."""
    rows = _sums(comparison)
    figure = new_figure(0.46 * len(rows) + 0.7)
    axes = figure.subplots()
    places = range(len(rows))
    axes.barh(places, rows["gained"], height=0.6, color=GOOD)
    axes.barh(places, -rows["lost"], height=0.6, color=WARNING)
    axes.axvline(0, color=INK, linewidth=0.8)
    for place, (gained, lost) in enumerate(zip(rows["gained"], rows["lost"], strict=True)):
        if gained:
            figure_at(axes, gained, place, f"+{format_number(gained)}")
        if lost:
            figure_at(axes, -lost, place, f"−{format_number(lost)}", side="left")
    row_labels(axes, [label("account_type", code) for code in rows.index])
    widest = 1.25 * max(float(rows[["gained", "lost"]].to_numpy().max()), 1.0)
    axes.set_xlim(-widest, widest)
    key(axes, [_("Visits lost"), _("Visits gained")], [WARNING, GOOD])
    title = counted(
        rows["gained"].sum(),
        "{n} visit is gained and {lost} lost, type by type",
        "{n} visits are gained and {lost} lost, type by type",
    ).format(lost=format_number(rows["lost"].sum()))
    return to_picture(figure, title)


def _sums(comparison: Comparison) -> pd.DataFrame:
    """Add up what is gained and lost, by the type that the account has now, or had."""
    sides = (comparison.two.after, comparison.two.before)
    types = (
        pd.concat([side.artifacts.table("account_types") for side in sides])
        .drop_duplicates("account_id")
        .set_index("account_id")["account_type"]
    )
    change = comparison.moved.set_index("account_id")["visits_change"].astype("int64")
    by_type = change.groupby(types.reindex(change.index))
    sums = pd.DataFrame(
        {
            "gained": by_type.agg(lambda part: int(part.clip(lower=0).sum())),
            "lost": by_type.agg(lambda part: int((-part).clip(lower=0).sum())),
        }
    )
    return sums.reindex([code for code in labels("account_type") if code in sums.index])
