"""What a trainer projects and prints: four pages a step, and guide and pack as pages for a printer."""

import re
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import Any

from solver.course.folder import CASES
from solver.course.html import html_page, paragraph
from solver.course.sheets import as_html
from solver.course.welcome import verbs
from solver.flow.whole import Walked, walk
from solver.parameters import load_portfolio
from solver.report import figures
from solver.run import STEPS, StepSpec
from solver.words.files import write_text, writing
from solver.words.i18n import _, current_language
from solver.words.places import shipped

PROJECTED, GUIDE, PACK = "projected.html", "guide.html", "pack.html"
PROJECTED_STYLE = (
    "@page{size:297mm 167mm;margin:0}*{box-sizing:border-box}"
    "body{margin:0;font-family:system-ui,sans-serif;color:#1d2733}"
    "section{height:100vh;padding:5vh 6vw;display:flex;flex-direction:column;break-after:page}"
    "header{display:flex;justify-content:space-between;font-size:2.4vh;color:#55606e}"
    "main{flex:1;display:flex;flex-direction:column;justify-content:center;min-height:0;font-size:4.2vh;"
    "line-height:1.35}h1{font-size:7vh;line-height:1.2;margin:0}p{margin:1.5vh 0}li{margin:1.4vh 0}"
    "figure{margin:0}figcaption{font-size:3.4vh;font-weight:600;margin-bottom:2vh}"
    ".drawing svg{display:block;width:100%!important;max-width:none!important;height:66vh!important}"
)
PRINTED_STYLE = (
    "@page{size:A4;margin:14mm}body{font:10pt/1.4 system-ui,sans-serif;max-width:18cm;margin:.5cm auto;"
    "color:#1d2733}h1{font-size:16pt}h2{font-size:13pt;break-after:avoid}h3{font-size:11pt;break-after:avoid}"
    ".sheet{break-before:page}.anchor-link{display:none}"
    "table{border-collapse:collapse;width:100%;font-size:9pt;margin:.4rem 0}"
    "tr{break-inside:avoid}td,th{border:1px solid #c9d0d8;padding:.2rem .4rem;text-align:left;"
    "vertical-align:top}.card{border:1.5px dashed #55606e;padding:.5rem .8rem;margin:.8rem 0;"
    "break-inside:avoid}code{font-size:8.5pt;overflow-wrap:anywhere}"
)
CARD = re.compile(r"<p>(?=<strong>(?:Card of|Carte d))")
# Cards, grid, subjects without their answers, the test; accents are written as entities.
OWN_SHEET = re.compile(
    r"<(h[23])(?=[^>]*>(?:Role-play|Jeu de r|Observation|Grille|Subject|Sujet|Marking|Bar&|Before|Avant))"
)
LINKS = {"trainer_pack": PACK, "trainer_guide": GUIDE}


def write_for_trainer(folder: Path) -> list[Path]:
    """Write what a trainer projects and prints into a folder, in the language in force.

    Returns
    -------
    list of Path
        Pages to project, guide, pack.
    """
    pages = {PROJECTED: _projected(), GUIDE: _printed("trainer_guide"), PACK: _printed("trainer_pack")}
    with writing(folder):
        for name, page in pages.items():
            write_text(folder / name, page)
    return [folder / name for name in pages]


def _text(name: str) -> str:
    return shipped("notebooks", f"{name}.{current_language()}.md").read_text(encoding="utf-8")


def _printed(name: str) -> str:
    """Set a page of the trainer for a printer: role-plays, grid and subjects on sheets of their own."""
    page = CARD.sub("<p class='card'>", as_html(_text(name)))
    page = OWN_SHEET.sub(r"<\1 class='sheet'", page)
    for other, file in LINKS.items():
        page = page.replace(f"{other}.{current_language()}.md", file)
    return _page(page, PRINTED_STYLE)


def _page(body: str, style: str) -> str:
    return html_page(_("Manage a client portfolio in twelve steps"), style, body)


def _projected() -> str:
    """Return four pages a step: the question, what one will be able to do, the picture, what to discuss."""
    case = walk(load_portfolio(CASES[0].portfolio))
    asked, discussed = _questions(_text("trainer_pack")), _discussed(_text("trainer_guide"))
    pages = []
    for place, spec in enumerate(STEPS):
        able = "".join(f"<li>{escape(verb.replace('*', ''))}</li>" for verb in verbs(spec))
        shown = PICTURES[spec.number](case)._repr_html_()
        four = (
            f"<h1>{escape(asked[place])}</h1>",
            paragraph(_("What you will be able to do")) + f"<ul>{able}</ul>",
            shown,
            as_html(discussed[place]),
        )
        pages += [_slide(spec, number, len(four), content) for number, content in enumerate(four, start=1)]
    return _page("".join(pages), PROJECTED_STYLE)


def _slide(spec: StepSpec, number: int, of: int, content: str) -> str:
    head = f"<span>{spec.number}. {escape(_(spec.title))}</span><span>{number}/{of}</span>"
    return f"<section><header>{head}</header><main>{content}</main></section>"


def _questions(pack: str) -> list[str]:
    """Return the question of each step, from the table of the pack."""
    return re.findall(r"^\| \d+ \| [^|]+ \| ([^|]+) \|$", pack, flags=re.MULTILINE)


def _discussed(guide: str) -> list[str]:
    """Return what each step is discussed on, from the guide."""
    return re.findall(r"^\*\*Discuss(?:ion)?\.\*\* (.+)$", guide, flags=re.MULTILINE)


def _step(case: Walked, number: int) -> Any:
    return case.steps[number - 1]


def _behaviours(case: Walked) -> Any:
    step = _step(case, 7)
    revenue = step.order_facts.rename(columns={"revenue_12m_eur": "revenue_eur"})
    return figures.behaviours(step.typology, segments=revenue)


def _scores(case: Walked) -> Any:
    scores = _step(case, 9).scores
    return figures.score_makeup(scores[scores["kind"] == "client"], case.made["accounts"])


def _matrix(case: Walked) -> Any:
    made = case.made
    return figures.crossed_matrix(_step(case, 6).account_types, made["segments"], made["qualification"])


def _visits(case: Walked) -> Any:
    step = _step(case, 10)
    return figures.visit_values(step.response, step.allocation, case.made["accounts"])


def _week(case: Walked) -> Any:
    step = _step(case, 12)
    return figures.rep_week(
        step.appointments, case.made["accounts"], reps=case.made["reps"], tours=step.tours
    )


PICTURES: Mapping[int, Callable[[Walked], Any]] = {
    1: lambda case: figures.revenue_by_month(case.made["sales"]),
    2: lambda case: figures.time_waterfall(_step(case, 2).rep_time),
    3: lambda case: figures.funnel(_step(case, 3).funnel),
    4: lambda case: figures.abc_curve(_step(case, 4).segments, "revenue"),
    5: lambda case: figures.wallet(_step(case, 5).qualification, case.made["accounts"]),
    6: _matrix,
    7: _behaviours,
    8: lambda case: figures.journeys(_step(case, 8).journeys),
    9: _scores,
    10: _visits,
    11: lambda case: figures.actions(_step(case, 11).action_plan),
    12: _week,
}
