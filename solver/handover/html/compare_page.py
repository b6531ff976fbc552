"""The comparison of two runs as one page that needs nothing but itself."""

from pathlib import Path

import pandas as pd
from markupsafe import Markup

from solver.handover.html.data_table import data_table
from solver.handover.html.frame import Chapter, page_of
from solver.handover.html.logo import logo_source
from solver.report.compare.comparison import Comparison
from solver.report.compare.picture import moves
from solver.report.findings.summary import Tile
from solver.report.look.brand import brand_of
from solver.report.look.cells import Column
from solver.report.look.picture import Picture
from solver.words.files import write_text
from solver.words.i18n import _, counted

AS_TEXT, WHOLE = Column(unit="text"), Column(decimals=0)
ON_THE_PAGE = 200  # accounts; the workbook holds all
TILES = ("contribution_eur", "client_visits", "prospect_visits", "visit_hours", "budget_eur", "gain_eur")


def write_page(comparison: Comparison, path: Path) -> Path:
    """Write the page.

    Raises
    ------
    PortfolioError
        It cannot be written.
    """
    with comparison.two.spoken():
        write_text(path, page(comparison))
    return path


def page(comparison: Comparison) -> str:
    """Return the page, in the language in force."""
    two = comparison.two
    brand = brand_of(two.after.portfolio.branding)
    return page_of(
        "chapters.html.j2",
        portfolio=two.after.portfolio,
        brand=brand,
        logo=logo_source(brand.logo),
        title=_("two plans compared"),
        kicker=_("Two plans compared"),
        period=_("Before: {before}. Now: {after}.").format(before=two.before.name, after=two.after.name),
        sentences=comparison.sentences(),
        tiles=_tiles(comparison),
        chapters=[chapter for chapter in _chapters(comparison) if chapter.parts],
    )


def _tiles(comparison: Comparison) -> list[Tile]:
    """Return the key figures of the later run, with what they were."""
    known = comparison.figures.set_index("code")
    note = _("{change} against {before}")
    return [
        Tile(
            row["label"],
            row["after_text"],
            row["change_text"]
            if row["same"]
            else note.format(before=row["before_text"], change=row["change_text"]),
        )
        for code, row in known.iterrows()
        if code in TILES
    ]


def _chapters(comparison: Comparison) -> list[Chapter]:
    return [
        Chapter(
            "why",
            _("What differs before any plan is made"),
            _("Data, parameters, decisions and software of the two runs, side by side."),
            _why(comparison),
        ),
        Chapter(
            "accounts",
            _("Who gains and who loses visits"),
            _("What changed for the account itself is said first; else, where the change comes from."),
            _accounts(comparison),
        ),
        Chapter(
            "reps",
            _("Rep by rep"),
            _("Visits, hours and contribution of the two plans, and what one more hour would bring."),
            _reps(comparison),
        ),
        Chapter(
            "figures",
            _("All key figures"),
            _("As they stand in the report of each run."),
            _figures(comparison),
        ),
    ]


def _why(comparison: Comparison) -> list[Markup | Picture | str]:
    causes = comparison.causes
    accounts = pd.concat(
        [side.artifacts.table("accounts") for side in (comparison.two.after, comparison.two.before)]
    ).drop_duplicates("account_id")
    shown = (
        (causes.data, _("Data"), ("what", "before", "after"), None),
        (causes.parameters, _("Parameters"), ("what", "before", "after", "meaning"), None),
        (causes.decisions_shown, _("Decisions"), ("account_id", "before", "after", "source"), accounts),
        (causes.software, _("Software"), ("what", "before", "after"), None),
    )
    price = Column(label=_("What it costs now"), decimals=0)
    return [
        data_table(
            table,
            dict.fromkeys(names, AS_TEXT) | ({"forgone_eur": price} if "forgone_eur" in table else {}),
            title=title,
            accounts=named,
        )
        for table, title, names, named in shown
        if len(table)
    ]


def _accounts(comparison: Comparison) -> list[Markup | Picture | str]:
    rows = comparison.accounts
    if rows.empty:
        return []
    table = rows.head(ON_THE_PAGE)
    rep = table["rep_after"].where(table["rep_after"].ne(""), table["rep_before"])
    names = ("name", "rep", "visits_before", "visits_after", "contribution_change_eur", "sentence")
    shown = data_table(
        table.assign(rep=rep), dict.fromkeys(names, WHOLE), name=_("Who gains and who loses visits")
    )
    drawing = [] if comparison.moved.empty else [moves(comparison)]
    left = len(rows) - len(table)
    more = counted(left, "{n} account more is in the workbook.", "{n} accounts more are in the workbook.")
    return [*drawing, shown, *([more] if left else [])]


def _reps(comparison: Comparison) -> list[Markup | Picture | str]:
    names = (
        "rep",
        "visits_before",
        "visits_after",
        "hours_before",
        "hours_after",
        "contribution_eur_change",
        "hour_price_eur_before",
        "hour_price_eur_after",
    )
    return [data_table(comparison.reps, dict.fromkeys(names, WHOLE), name=_("Rep by rep"))]


def _figures(comparison: Comparison) -> list[Markup | Picture | str]:
    names = ("label", "before_text", "after_text", "change_text")
    return [data_table(comparison.figures, dict.fromkeys(names, AS_TEXT), name=_("All key figures"))]
