"""The first slides: the cover, the answer in one slide, the hours there are."""

from typing import Any

import pandas as pd
from pptx.util import Inches, Pt

from solver.handover.slides import measure
from solver.handover.slides.deck import BOTTOM, COVER, INSIDE, MARGIN, TOP, WIDTH, Deck, fill, one_line, rgb
from solver.handover.slides.logo import logo_picture
from solver.handover.slides.notes import note
from solver.handover.slides.shapes import (
    ACCENT,
    PRIMARY,
    TITLE_INK,
    Column,
    Line,
    bars,
    describe,
    figure_form,
    panel,
    table,
    write,
)
from solver.report.findings.headline import headline
from solver.report.findings.summary import verdict
from solver.report.look import theme
from solver.tables.codes import OFF_FIELD, label, month_name
from solver.words.i18n import _, counted, format_date, format_hours, format_number

LOGO = (2.6, 1.0)  # room for the logo, in inches
TILES_ACROSS, GAP, TILES_TOP = 5, 0.18, 3.3
ANSWER_SIZES = (18, 16, 15, 14)
ON_SLIDE = ("goal", "wrong")
TILE_FIGURES = (28, 26, 24, 22, 20, 18, 16, 14)


def cover(deck: Deck) -> None:
    """Add the cover: the firm, its logo, its colours, the period."""
    portfolio, brand = deck.findings.portfolio, deck.brand
    slide = deck.presentation.slides.add_slide(deck.presentation.slide_layouts[COVER])
    firm = one_line(portfolio.firm)
    size = measure.largest(firm, (48, 44, 40, 36, 32, 28, 24, 20, 16), (11.0, 1.75), bold=True)
    fill(slide.shapes.title.text_frame, firm, size)
    slide.shapes.title.text_frame.paragraphs[0].runs[0].font.color.rgb = rgb(brand.on_primary)
    period = _("Data as of {as_of}; plan from {start} to {end}").format(
        as_of=format_date(portfolio.as_of, "long"),
        start=format_date(portfolio.plan_start, "long"),
        end=format_date(portfolio.plan_end, "long"),
    )
    frame = slide.placeholders[1].text_frame
    fill(frame, _("Where the visits go, what they bring and what is to be decided"), 24)
    frame.add_paragraph()
    for paragraph, text, points in zip(frame.paragraphs, (None, period), (24, 16), strict=True):
        if text is not None:
            run = paragraph.add_run()
            run.text = text
            paragraph.space_before = Pt(12)
        for run in paragraph.runs:
            run.font.size = Pt(points)
            run.font.color.rgb = rgb(brand.on_primary)
    tall = measure.height(measure.count_lines(firm, size, 11.0, bold=True), size)
    panel(slide, (MARGIN, 4.1 - tall, 0.14, 1.6 + tall), [], name=_("Band"), colour=ACCENT)
    _add_logo(slide, deck)
    said = _("Every table and chart can be edited. The full account is in index.html and report.pdf.")
    deck.tell(slide, said)


def _add_logo(slide: Any, deck: Deck) -> None:
    """Set the logo on white, so that it reads on any colour."""
    content = logo_picture(deck.brand.logo)
    if content is None:
        return
    picture = slide.shapes.add_picture(content, Inches(0), Inches(0))
    scale = min(Inches(LOGO[0]) / picture.width, Inches(LOGO[1]) / picture.height)
    picture.width, picture.height = int(picture.width * scale), int(picture.height * scale)
    wide, high = picture.width / Inches(1), picture.height / Inches(1)
    left = WIDTH - MARGIN - wide - 0.2
    ground = panel(
        slide,
        (left - 0.2, 0.5, wide + 0.4, high + 0.4),
        [],
        name=_("Ground of the logo"),
        colour=theme.PAPER,
    )
    picture.left, picture.top = Inches(left), Inches(0.7)
    describe(picture, _("Logo"), _("Logo of {firm}").format(firm=one_line(deck.findings.portfolio.firm)))
    picture._element.getparent().remove(ground._element)
    picture._element.addprevious(ground._element)


def answer(deck: Deck) -> None:
    """Add the answer: the goal, the gain, and the key figures."""
    figures = headline(deck.findings.artifacts)
    title = _("The plan in one slide")
    if {"accounts_visited", "contribution_eur"} <= set(figures):
        title = counted(
            deck.findings.artifacts.table("allocation")["visits"].sum(),
            "{n} visit on {accounts}: {contribution} of contribution if the curves hold",
            "{n} visits on {accounts}: {contribution} of contribution if the curves hold",
        ).format(
            accounts=counted(figures["accounts_visited"].value, "{n} account", "{n} accounts"),
            contribution=figures["contribution_eur"].written,
        )
    said = _("The goal and the gain first, then the key figures that report and workbook give alike.")
    slide = deck.page(
        title, note(said, "allocation", "certificate.json", "comparison", "budget", "appointments")
    )
    first = [answer.lead for answer in deck.findings.answers if answer.code in ON_SLIDE]
    words = first or [verdict(deck.findings.artifacts)]
    box = (MARGIN, TOP, INSIDE, 1.65)
    size = measure.largest(" ".join(words), ANSWER_SIZES, box[2:])
    write(slide, box, [Line(text, size, before=4) for text in words], name=_("In short"))
    tile = (INSIDE - (TILES_ACROSS - 1) * GAP) / TILES_ACROSS
    rows = -(-len(figures) // TILES_ACROSS)
    high = min(1.45, (BOTTOM - TILES_TOP - GAP * (rows - 1)) / max(rows, 1))
    longest = max(
        (figure.written for figure in figures.values()), key=lambda text: measure.width(text, 10), default=""
    )
    size = measure.largest(longest, TILE_FIGURES, (tile - 0.4, 0.5), bold=True)
    for place, figure in enumerate(figures.values()):
        left = MARGIN + (place % TILES_ACROSS) * (tile + GAP)
        top = TILES_TOP + (place // TILES_ACROSS) * (high + GAP)
        lines = [
            Line(figure.written, size, bold=True, colour=TITLE_INK, exact=True),
            Line(figure.label, 14, before=4),
        ]
        panel(slide, (left, top, tile, high), lines, name=figure.label)


def hours(deck: Deck) -> None:
    """Add the hours that the calendar leaves, month by month, and where the days go."""
    if not deck.findings.has("rep_time"):
        return
    rep_time = deck.findings.artifacts.table("rep_time")
    months = rep_time.groupby("month", sort=True)[["available_hours", "reserve_hours"]].sum()
    slide = deck.page(
        _hours_in_words(months),
        note(
            _("Holidays, leave, training, fairs, meetings and office work are off; so is a reserve."),
            "rep_time",
        ),
    )
    available, reserve = _("Hours of visits"), _("Reserve")
    alt = _("Hours of visits and reserve of each month, all reps together: {total} and {reserve}.").format(
        total=format_hours(months["available_hours"].sum()),
        reserve=format_hours(months["reserve_hours"].sum()),
    )
    bars(
        slide,
        (MARGIN - 0.1, TOP, 7.9, BOTTOM - TOP),
        [month_name(str(month)) for month in months.index],
        {
            available: months["available_hours"].round(1).tolist(),
            reserve: months["reserve_hours"].round(1).tolist(),
        },
        name=available,
        alt=alt,
        colours=(PRIMARY, theme.QUIET),
        inks=(deck.brand.on_primary, None),
        form=figure_form(),
        stacked=True,
        size=14 if len(months) <= 12 else 10,
        gap=35,
    )
    _days(slide, rep_time, deck)


def _days(slide: Any, rep_time: pd.DataFrame, deck: Deck) -> None:
    """Add where the days of a rep go."""
    days = rep_time.groupby("rep_id").sum(numeric_only=True).mean()
    taken = [(name, float(days[f"{name}_days"])) for name in OFF_FIELD if days[f"{name}_days"] > 0]
    rows = [[_("Days of the plan"), format_number(days["calendar_days"], _decimals(days["calendar_days"]))]]
    rows += [[label("activity", name), f"−{format_number(size, _decimals(size))}"] for name, size in taken]
    rows.append([_("Field days"), format_number(days["field_days"], _decimals(days["field_days"]))])
    head = _("A rep, on average") if len(set(rep_time["rep_id"])) > 1 else _("The rep")
    table(
        slide,
        (8.75, TOP + 0.1, WIDTH - MARGIN - 8.75, BOTTOM - TOP - 0.1),
        [Column(head, 2.75), Column(_("Days"), WIDTH - MARGIN - 8.75 - 2.75, right=True)],
        rows,
        name=_("Where the days go"),
        alt=_("Days of the plan, what is taken off them, and the field days that are left."),
        head=(PRIMARY, deck.brand.on_primary),
        last_bold=True,
        size=16,
        least=0.42,
    )


def _decimals(days: float) -> int:
    return 0 if days >= 20 or float(days).is_integer() else 1


def _hours_in_words(months: pd.DataFrame) -> str:
    available = months["available_hours"]
    lowest, highest = str(available.idxmin()), str(available.idxmax())
    return _("{total} of visits in the year, from {low} in {low_month} to {high} in {high_month}").format(
        total=format_hours(available.sum()),
        low=format_hours(available[lowest]),
        low_month=month_name(lowest, "LLLL"),
        high=format_hours(available[highest]),
        high_month=month_name(highest, "LLLL"),
    )
