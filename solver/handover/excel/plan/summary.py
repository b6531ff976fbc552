"""The first sheet: the answers, the key figures, the decisions to take, and how the workbook is used."""

from typing import Any

import pandas as pd
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.image import Image

from solver.handover.excel.fields import literal
from solver.handover.excel.looks import write_value
from solver.handover.excel.measure import BOLD, EDGE, lines_of
from solver.handover.excel.plan.content import Plan
from solver.handover.excel.plan.visits import visit_rows
from solver.handover.excel.sheet import print_on_a4, write_across
from solver.report.findings.headline import KNOWN, Figure, Known, headline
from solver.report.findings.summary import verdict
from solver.tables.codes import label
from solver.words.i18n import _, format_date, with_label

LABEL, VALUE, SECOND, NOTE = range(1, 5)  # columns
WIDTHS = (2, 46, 17, 17, 62)
ACROSS = (LABEL, NOTE)
MOST_PRICES = 12
NEAR = 1e-6
LOGO_HEIGHT, LOGO_WIDTH, PIXELS = 44, 200, 7  # pixels; the last those of a character
EXCEL_PICTURES = (".png", ".jpg", ".jpeg")


def write_summary(plan: Plan, sheet: Any) -> None:
    """Write the summary."""
    sheet.hide_gridlines(2)
    for place, width in enumerate(WIDTHS):
        sheet.set_column(place, place, width)
    row = _top(plan, sheet)
    row = _figures(plan, sheet, row)
    row = _decisions(plan, sheet, row)
    sheet.set_h_pagebreaks([row])
    row = _prices(plan, sheet, row)
    row = _how_to(plan, sheet, row)
    _contents(plan, sheet, row)
    print_on_a4(sheet, 0)


def _top(plan: Plan, sheet: Any) -> int:
    """Write the firm, the period and the answers; return the row after them."""
    portfolio, styles = plan.findings.portfolio, plan.styles
    sheet.set_row(0, 34)
    sheet.write_string(0, LABEL, portfolio.firm, styles("title"))
    sentence = _("Action plan from {start} to {end}, worked out on the data up to {day}.").format(
        start=format_date(portfolio.plan_start, "long"),
        end=format_date(portfolio.plan_end, "long"),
        day=format_date(portfolio.as_of, "long"),
    )
    sheet.write_string(1, LABEL, sentence, styles("soft"))
    _logo(plan, sheet)
    told = plan.findings.answers
    if not told:
        words = verdict(plan.findings.artifacts)
        write_across(sheet, 3, ACROSS, words, styles("verdict"), sum(WIDTHS[LABEL:]), spare=1)
        return 5
    for row, answer in enumerate(told, start=3):
        sheet.write_string(row, LABEL, answer.question, styles("strong_wrapped"))
        write_across(sheet, row, (VALUE, NOTE), answer.whole, styles("line"), sum(WIDTHS[VALUE:]))
    return 4 + len(told)


def _logo(plan: Plan, sheet: Any) -> None:
    """Put the logo at the top right where a workbook can hold it."""
    logo = plan.findings.brand.logo
    if logo is None or logo.suffix.lower() not in EXCEL_PICTURES:
        return
    try:
        picture = Image(str(logo))
    except XlsxWriterException:
        return  # a file that only bears the name of a picture
    scale = min(LOGO_HEIGHT / picture.height, LOGO_WIDTH / picture.width)
    place = {
        "x_scale": scale,
        "y_scale": scale,
        "x_offset": max(0, WIDTHS[NOTE] * PIXELS - scale * picture.width),
        "y_offset": 2,
        "description": _("Logo"),
    }
    sheet.insert_image(0, NOTE, str(logo), place)


def _section(plan: Plan, sheet: Any, row: int, title: str) -> int:
    sheet.set_row(row, 24)
    for place in range(LABEL, NOTE + 1):
        sheet.write_blank(row, place, None, plan.styles("section"))
    sheet.write_string(row, LABEL, title, plan.styles("section"))
    return row + 1


def _heads(plan: Plan, sheet: Any, row: int, heads: tuple[str, ...]) -> int:
    sheet.set_row(row, 20)
    for place, words in enumerate(heads, start=LABEL):
        sheet.write_string(row, place, words, plan.styles("heading"))
    return row + 1


def _figures(plan: Plan, sheet: Any, row: int) -> int:
    """Write the key figures, by formula where they are sums of another sheet."""
    figures = headline(plan.findings.artifacts)
    row = _section(plan, sheet, row, _("Key figures"))
    row = _heads(plan, sheet, row, ("", _("The plan"), _("With your decisions"), _("Where it comes from")))
    for known in KNOWN:
        if known.code not in figures:
            continue
        figure = figures[known.code]
        sheet.set_row(row, 18)
        sheet.write_string(row, LABEL, figure.label, plan.styles("strong"))
        source = _figure(plan, sheet, row, known, figure)
        live = _formula(plan, known, "visits_decided") if known.live else None
        if live is not None:
            sheet.write_formula(row, SECOND, live[0], plan.styles("cell", figure.unit), live[1])
        else:
            sheet.write_blank(row, SECOND, None, plan.styles("cell", figure.unit))
        sheet.write_string(row, NOTE, source, plan.styles("wrapped"))
        row += 1
    return row + 1


def _figure(plan: Plan, sheet: Any, row: int, known: Known, figure: Figure) -> str:
    """Write one figure in full precision; return where it comes from."""
    style = plan.styles("strong", figure.unit)
    made = _formula(plan, known)
    if made is None or known.formula is None or abs(made[1] - figure.value) > NEAR * max(1.0, abs(made[1])):
        sheet.write_number(row, VALUE, figure.value, style)
        return _worked_out(figure.code)
    sheet.write_formula(row, VALUE, made[0], style, figure.value)
    return _("Sum of the sheet {sheet}").format(sheet=plan.sheet_name(known.formula.sheet))


def _worked_out(code: str) -> str:
    return {
        "gain_eur": _("The plan less today's visits, by the same curves"),
        "road_eur": _(
            "Driving to the visits at the cost of a kilometre; no part of the cost of the action plan"
        ),
    }.get(code, _("Worked out by the run"))


def _formula(plan: Plan, known: Known, visits: str = "visits") -> tuple[str, float] | None:
    """Return the formula of a figure and what it comes to; none where the workbook has no such sheet.

    `visits` is the column of the sheet of visits that is summed: those of the plan, or those decided.
    """
    told = known.formula
    if told is None or told.sheet not in plan.areas:
        return None
    column = visits if told.column == "visits" else told.column
    area, values = plan.areas[told.sheet].outside(column), _values(plan, told.sheet, column)
    if told.how == "filled":
        return f"=COUNT({area})", float(values.notna().sum())
    if told.how == "positive":
        return f'=COUNTIF({area},">0")', float((values > 0).sum())
    if told.how == "hours":
        hours = plan.areas[told.sheet].outside("hours_per_visit")
        return f"=SUMPRODUCT({area},{hours})", float((values * visit_rows(plan)["hours_per_visit"]).sum())
    if told.prospects is None:
        return f"=SUM({area})", float(values.sum())
    prospect = label("kind", "prospect")
    wanted = literal(prospect if told.prospects else "<>" + prospect)
    mine = visit_rows(plan)["kind"].eq("prospect") == told.prospects
    kinds = plan.areas[told.sheet].outside("kind")
    return f"=SUMIFS({area},{kinds},{wanted})", float(values[mine].sum())


def _values(plan: Plan, sheet: str, column: str) -> pd.Series:
    """Return what a formula sums: the lines of the sheet, those of reps who are gone left out."""
    if sheet == "visits":
        return visit_rows(plan)[column]
    if sheet == "appointments":
        return plan.table("appointments")[column]
    table = plan.table("action_plan" if column == "budget_eur" else "rep_time")
    return table.loc[table["rep_id"].isin(list(plan.names)), column]


def _decisions(plan: Plan, sheet: Any, row: int) -> int:
    """Write the decisions to take, the largest first."""
    found = plan.findings.decisions
    if not found:
        return row
    row = _section(plan, sheet, row, _("Decisions to take"))
    row = _heads(plan, sheet, row, (_("What to decide"), _("What hangs on it"), _("What it is"), _("Why")))
    for decision in found:
        texts = (
            (decision.title, LABEL, "strong_wrapped"),
            (decision.stake, SECOND, "wrapped"),
            (decision.whole, NOTE, "wrapped"),
        )
        for text, place, look in texts:
            sheet.write_string(row, place, text, plan.styles(look))
        sheet.write_number(row, VALUE, decision.euros, plan.styles("strong", "money"))
        lines = max(lines_of(text, WIDTHS[place] / BOLD) for text, place, _look in texts)
        sheet.set_row(row, EDGE + 14 * lines)
        row += 1
    return row + 1


def _prices(plan: Plan, sheet: Any, row: int) -> int:
    """Write what the decisions already taken cost, those that weigh most."""
    if not plan.has("decision_prices"):
        return row
    prices = plan.table("decision_prices")
    together = prices["account_id"].isna()
    order = prices["forgone_eur"].abs().mask(together, float("inf"))  # all of them together come first
    shown = prices.assign(order=order).sort_values("order", ascending=False, kind="stable")
    row = _section(plan, sheet, row, _("What the decisions taken cost"))
    row = _heads(
        plan, sheet, row, (_("Decision"), _("What it costs, first year"), _("Source"), _("In words"))
    )
    shown = plan.with_accounts(shown.head(MOST_PRICES), "name")
    for line in shown.to_dict("records"):
        who = "" if pd.isna(line["name"]) else with_label(line["name"], line["decision"])
        source = "" if pd.isna(line["source"]) else line["source"]
        texts = ((who or line["decision"], LABEL), (source, SECOND), (line["sentence"], NOTE))
        for text, place in texts:
            sheet.write_string(row, place, text, plan.styles("wrapped"))
        write_value(sheet, row, VALUE, line["forgone_eur"], plan.styles("strong", "money"))
        lines = max(lines_of(text, WIDTHS[place]) for text, place in texts)
        sheet.set_row(row, EDGE + 14 * lines)
        row += 1
    return row + 1


def _how_to(plan: Plan, sheet: Any, row: int) -> int:
    """Say what the yellow cells do, and how the workbook is given back."""
    row = _section(plan, sheet, row, _("How to use this workbook"))
    for words in _explanations(plan):
        write_across(sheet, row, ACROSS, words, plan.styles("line"), sum(WIDTHS[LABEL:]))
        row += 1
    return row + 1


def _explanations(plan: Plan) -> list[str]:
    texts = [
        _("Yellow cells are yours. The others are worked out: what is changed in them is not read back.")
    ]
    if "visits" in plan.areas:
        texts.append(
            _(
                "On the sheet {sheet}, say for an account exactly how many visits, at least or at most how"
                " many, no visit at all, or which rep takes it over, and why. The hours follow at once, and"
                " a rep who has too few of them turns red."
            ).format(sheet=plan.sheet_name("visits"))
        )
    if "actions" in plan.areas:
        texts.append(
            _(
                "On the sheet {sheet}, keep the status up to date, say who does it, move the date, comment."
                " Red is late, amber is due this month, green is done."
            ).format(sheet=plan.sheet_name("actions"))
        )
    return [
        *texts,
        _(
            "You may sort, filter, hide and move columns, and add or delete lines. Sums above the heads"
            " count the lines that a filter shows. Leave the hidden line above the heads where it is."
        ),
        _(
            "To give it back, save it where it lies, in the folder of the run, and run again; or name it"
            " under plan_file: in portfolio.yaml. What the yellow cells say counts as decided, its cost is"
            " told, and the next plan keeps it. A cell that is emptied takes the decision back."
        ),
    ]


def _contents(plan: Plan, sheet: Any, row: int) -> None:
    """Link to the other sheets."""
    row = _section(plan, sheet, row, _("The sheets"))
    told = _told()
    for code in plan.sheets:
        if code == "summary":
            continue
        sheet.write_url(row, LABEL, plan.link(code), plan.styles("link"), plan.sheet_name(code))
        sheet.write_string(row, VALUE, told[code], plan.styles("blank"))
        row += 1


def _told() -> dict[str, str]:
    return {
        "pac": _("The action plan by track, an action a line."),
        "actions": _("Who does what for which account, by when. To be kept up to date."),
        "visits": _("Visits today, proposed, and why. To be decided on."),
        "portfolio": _("Every account, its worth, its score and what it is made of."),
        "matrix": _("Accounts, revenue and gap, what they bring by what they could bring."),
        "reps": _("Hours, visits, contribution and budget of each rep."),
        "calendar": _("Visits of each week, rep by rep."),
        "appointments": _("Every visit that has a day."),
        "parameters": _("What the plan was worked out with, and what of it is judged."),
        "repairs": _("What to ask for or correct, the most valuable first."),
        "glossary": _("The words of the method."),
    }
