"""The report of a run: one page that needs nothing but itself, on a screen or on paper."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from solver.handover.html.accounts_list import accounts_list
from solver.handover.html.appendix import judgement_table
from solver.handover.html.core import core
from solver.handover.html.files import files_beside, rep_files
from solver.handover.html.frame import page_of
from solver.handover.html.in_brief import hours_on_the_first_screen, questions
from solver.handover.html.logo import logo_source
from solver.handover.html.notebook_html import notebook_html
from solver.handover.html.promises import promises_kept
from solver.handover.html.quarter import quarter, with_tables
from solver.handover.html.rep_page import rep_pages, rest_of
from solver.report import appendix
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.decisions import HOW_TO_READ
from solver.report.findings.gain import how_sure
from solver.report.findings.margins import where_the_margin_is_not_measured
from solver.report.findings.read import Findings, in_its_language
from solver.report.findings.summary import judgements, verdict
from solver.run import STEPS, Run, StepSpec
from solver.words.files import write_text
from solver.words.i18n import _, current_language

IN_BRIEF = 2  # key figures beside the title of a step


@dataclass(frozen=True)
class StepPart:
    """One step's part of the page.

    Attributes
    ----------
    anchor, number, title : str
    html : str
        What the notebook shows; empty when it has not been run.
    kpis : dict
        Key figures from the manifest: all of them are shown where the notebook itself is not there.
    done : bool
        Whether the run holds the step's results.
    """

    anchor: str
    number: str
    title: str
    html: str
    kpis: dict[str, str]
    done: bool

    @property
    def brief(self) -> list[tuple[str, str]]:
        """The first key figures, beside the title of the step."""
        return list(self.kpis.items())[:IN_BRIEF]


@in_its_language
def write_report(findings: Findings) -> list[Path]:
    """Write `index.html` into the run folder, from whatever the run holds so far.

    Returns
    -------
    list of Path
        The page.

    Raises
    ------
    PortfolioError
        The page cannot be written.
    """
    path = findings.run.path / "index.html"
    write_text(path, report_html(findings))
    return [path]


@in_its_language
def report_html(findings: Findings) -> str:
    """Return the whole page of a run."""
    run, portfolio, artifacts = findings.run, findings.portfolio, findings.artifacts
    manifest = run.manifest()
    curves, reps = judgement_table(artifacts), rep_pages(artifacts)
    return page_of(
        "report.html.j2",
        portfolio=portfolio,
        brand=findings.brand,
        logo=logo_source(findings.brand.logo),
        verdict=verdict(artifacts),
        answers=with_tables(findings.answers, total=True),
        hours=hours_on_the_first_screen(artifacts, portfolio),
        figures=questions(artifacts),
        decisions=findings.decisions,
        how_to_read=_(HOW_TO_READ),
        core=core(artifacts),
        judgements=judgements(portfolio),
        sure=[*how_sure(artifacts), *where_the_margin_is_not_measured(artifacts, portfolio)],
        quarter=quarter(findings),
        kept=promises_kept(artifacts),
        steps=[step_part(run, spec, manifest) for spec in STEPS],
        files=files_beside(run.path),
        reps=reps,
        rest_of_reps=rest_of(reps),
        rep_files=rep_files(run.path, rep_ids(artifacts)),
        accounts=accounts_list(artifacts),
        changed=appendix.changed_parameters(portfolio),
        judged=appendix.judged_parameters(portfolio, curves_below=curves is not None),
        curves=curves,
        overrides=appendix.step_overrides(manifest, portfolio),
        certificate=appendix.certificate_rows(artifacts),
        versions=appendix.versions(manifest),
        glossary=appendix.glossary(),
    )


def rep_ids(artifacts: Artifacts) -> list[str]:
    """Return every rep that the run knows of, also one who has left and still has appointments."""
    known = [artifacts.table(name)["rep_id"] for name in ("reps", "appointments") if name in artifacts]
    return sorted({str(rep_id) for ids in known for rep_id in ids})


def step_part(run: Run, spec: StepSpec, manifest: dict[str, Any]) -> StepPart:
    """Return one step: its executed notebook without code, or what is known of it without."""
    notebook = run.notebooks / f"{spec.id}.ipynb"
    entry = manifest.get("steps", {}).get(spec.id, {})
    return StepPart(
        anchor=f"step-{spec.id[:2]}",
        number=str(spec.number),
        title=spec.french_title if current_language() == "fr" else spec.title,
        html=notebook_html(notebook) if notebook.exists() else "",
        kpis=dict(entry.get("kpis", {})),
        done=bool(entry),
    )
