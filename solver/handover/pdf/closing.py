"""The last pages: the data, what rests on judgement, the proof, the method and the words."""

from typing import Any

import pandas as pd

from solver.handover.pdf.pages import (
    Page,
    Part,
    bullets,
    filling_pairs,
    filling_table,
    heading,
    note,
    pairs,
    picture,
    table,
)
from solver.report import appendix, figures
from solver.report.findings.learnt import learnt_sentences
from solver.report.findings.read import Findings
from solver.run import STEPS
from solver.value.judged import CURVE_COLUMNS
from solver.words.i18n import MISSING, _, current_language, mark, with_label

LIKELY_DOUBLES = 5
OF_A_STEP = 2  # key figures
PURPOSES = (
    mark("One clean list of accounts, contacts, sales and visits; every repair is on record."),
    mark("The hours left for the field, once absences and office work are taken off."),
    mark("From the revenue goal back to the visits to prospects that it takes."),
    mark("Who makes the revenue: classes A, B and C."),
    mark("What each account could buy, and how much of it we have."),
    mark("Both crossed: each account gets a type, a mission and its resources."),
    mark("How each client buys, from new to lost."),
    mark("What that behaviour calls for: a note, and a journey of contacts."),
    mark("One score out of 100 over all criteria, and four classes."),
    mark("The hours shared out so that together they bring most, with proof."),
    mark("Who does what for which account, by when, at what cost, measured how."),
    mark("A day, an hour and a tour for each visit, and the calls that fix them."),
)


def quality_page(findings: Findings) -> Page | None:
    """Return how full the fields are, what was repaired, which accounts look the same."""
    artifacts = findings.artifacts
    if not artifacts.has("quality.json"):
        return None
    first = figures.completeness(artifacts.facts("quality.json"))
    parts = [picture(first, titled=False)]
    if artifacts.has("duplicates"):
        doubles = artifacts.table("duplicates").sort_values("revenue_eur", ascending=False, kind="stable")
        parts += [heading(_("Accounts that look the same")), table(doubles, rows=LIKELY_DOUBLES)]
    if artifacts.has("repairs"):
        problems = appendix.repairs_by_problem(artifacts.table("repairs"))
        parts += [
            heading(_("Values mended or left out")),
            filling_table(problems, appendix.repair_columns()),
        ]
    return Page(_("The data"), first.title, parts)


def judgement_page(findings: Findings) -> Page:
    """Return what nobody measured: the curves, the parameters, what was typed in."""
    portfolio, artifacts = findings.portfolio, findings.artifacts
    curves = artifacts.has("judgements")
    parts: list[Part] = []
    learnt = learnt_sentences(artifacts.get("response_learnt.json"))
    if learnt:
        parts.append(bullets(learnt))
    if curves:
        parts += [heading(_(appendix.CURVES)), table(artifacts.table("judgements"), CURVE_COLUMNS)]
    if portfolio.assumptions:
        parts += [
            heading(_("What was typed in because nobody knew")),
            bullets([_(said) for said in portfolio.assumptions]),
        ]
    judged = appendix.judged_parameters(portfolio, curves_below=curves)
    parts += [
        heading(_("Parameters that are judgements")),
        filling_pairs(
            [(meaning or name, value) for name, value, meaning in judged if name != "judged_curves"]
        ),
    ]
    title = _("What a visit brings is judged, not measured: here is everything that was judged")
    return Page(_("What rests on judgement"), title, parts)


def changed_parts(findings: Findings) -> list[Part]:
    """Return the parameters that differ from the usual ones, and where a notebook was given others."""
    changed = appendix.changed_parameters(findings.portfolio)
    rows = [(meaning or name, value, usual) for name, usual, value, meaning in changed]
    rows += [
        (with_label(step_id, name), value, MISSING)
        for step_id, name, value in appendix.step_overrides(findings.run.manifest(), findings.portfolio)
    ]
    if not rows:
        return [
            heading(_("Parameters that were changed")),
            note(_("None: every parameter has its usual value.")),
        ]
    made = pd.DataFrame(rows, columns=["meaning", "value", "usual"])
    heads = {"meaning": _("Parameter"), "value": _("Here"), "usual": _("Usually")}
    return [heading(_("Parameters that were changed")), filling_table(made, heads)]


def changed_page(findings: Findings) -> Page:
    """Return a page of its own for the parameters that were changed, and what the run was made with."""
    made_with = pairs(appendix.versions(findings.run.manifest()))
    return Page(
        _("Parameters"),
        _("The parameters that make this plan this firm's own"),
        [heading(_("Made with")), made_with, *changed_parts(findings)],
    )


def method_page(findings: Findings, *more: Part) -> Page:
    """Return the twelve steps with a key figure each, and the proof of the plan."""
    steps = findings.run.manifest().get("steps", {})
    items = [
        {
            "number": str(spec.number),
            "purpose": _(PURPOSES[spec.number - 1]),
            "title": spec.french_title if current_language() == "fr" else _(spec.title),
            "figures": [
                list(pair) for pair in list(steps.get(spec.id, {}).get("kpis", {}).items())[:OF_A_STEP]
            ],
        }
        for spec in STEPS
    ]
    parts: list[Part] = [{"kind": "steps", "items": items}]
    proof = appendix.certificate_rows(findings.artifacts)
    if proof:
        parts += [heading(_("The proof")), pairs(proof)]
    return Page(_("Method and proof"), _("The method in twelve steps"), [*parts, *more])


def words_used() -> list[Any]:
    """Return the words of the method and what they mean."""
    return [list(pair) for pair in appendix.glossary()]
