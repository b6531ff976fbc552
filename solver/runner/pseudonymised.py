"""A run, or a look at the files, under pseudonyms: what is made can be shown, and the key stays at home."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from solver.handover.write import record
from solver.intake import prepare_tools
from solver.intake.decided.own_response import own_response
from solver.intake.privacy.pseudonymise import Hidden, pseudonymise, write_sources
from solver.intake.privacy.pseudonyms import Pseudonyms, open_key
from solver.parameters import Portfolio, freeze, load_portfolio, override
from solver.run import OUTPUTS, Output, Run, project_path
from solver.run.at_work import at_work
from solver.runner.pipeline import PipelineResult, Progress, run_pipeline
from solver.value.judged import as_numbers, curve_table
from solver.value.judgements import FIRM_WIDE, firm_wide_in_force, judgements_in_force
from solver.words.errors import PortfolioError
from solver.words.files import write_text
from solver.words.i18n import _, spoken
from solver.words.places import ROOT

KEY = "pseudonyms.key"
TABLE = "pseudonyms.csv"
SOURCES = "sources"
TEXTS = (".ipynb", ".yaml", ".json", ".html", ".csv", ".txt", ".ics", ".svg")


@dataclass(frozen=True)
class Pseudonymised:
    """Step 1 under pseudonyms, where its results go, and the table that leads back.

    Attributes
    ----------
    hidden : Hidden
        The portfolio and step 1 under pseudonyms.
    folder : Path
        The run folder, named by the pseudonym of the firm unless another was given.
    table : Path
        The table that leads back, beside the key.
    pseudonyms : Pseudonyms
        Made with the key.
    response : DataFrame or None
        The firm's own table of what visits bring, under pseudonyms.
    """

    hidden: Hidden
    folder: Path
    table: Path
    pseudonyms: Pseudonyms
    response: pd.DataFrame | None

    def write_table(self) -> None:
        """Write the table that leads back."""
        self.pseudonyms.write(self.table, self.hidden.names)


def pseudonymise_files(
    portfolio_path: Path,
    out: Path | None = None,
    *,
    key: Path | None = None,
    language: str | None = None,
    overrides: Mapping[str, Any] | None = None,
) -> Pseudonymised:
    """Read the firm's files and hide who they are about.

    Parameters
    ----------
    portfolio_path : Path
        The firm's `portfolio.yaml`.
    out : Path, optional
        The run folder; `reports/<pseudonym of the firm>` when not given.
    key : Path, optional
        The secret; `pseudonyms.key` beside the portfolio when not given, made when it is not there.
    language : str, optional
        `en` or `fr`; the portfolio's own when not given.
    overrides : mapping, optional
        Parameters that win over the portfolio's.

    Raises
    ------
    PortfolioError
        The files or the key cannot be used, or the run folder holds a run under the real names.
    """
    path = project_path(portfolio_path)
    chosen = {**(overrides or {}), **({"language": language} if language else {})}
    portfolio = override(load_portfolio(path), **chosen)
    with spoken(portfolio.language, portfolio.currency):
        return _drawn(portfolio, path, out, key)


def _drawn(portfolio: Portfolio, path: Path, out: Path | None, key: Path | None) -> Pseudonymised:
    secret = key or path.parent / KEY
    reports = Path.cwd() / "reports"
    pseudonyms = open_key(secret, out or reports)
    folder = Path.cwd() / (out or reports / pseudonyms.of("firm", portfolio.firm))
    _refuse_real_names(folder, pseudonyms.of("firm", portfolio.firm))
    intake = prepare_tools(portfolio)
    hidden = pseudonymise(intake, portfolio, pseudonyms)
    hidden = replace(hidden, portfolio=_with_judgements(hidden.portfolio, portfolio))
    response = own_response(portfolio.response_file, intake.accounts)
    if response is not None:
        response = response.assign(account_id=pseudonyms.each("account", response["account_id"]))
    return Pseudonymised(hidden, folder, secret.with_name(TABLE), pseudonyms, response)


def run_pseudonymised(
    portfolio_path: Path,
    out: Path | None = None,
    *,
    key: Path | None = None,
    language: str | None = None,
    steps: str | None = None,
    overrides: Mapping[str, Any] | None = None,
    outputs: Sequence[Output] = OUTPUTS,
    on_step: Progress = lambda spec: None,
) -> tuple[PipelineResult, Pseudonymised]:
    """Run the method, or a part of it, on a portfolio under pseudonyms; parameters as in `run_pipeline`.

    Returns
    -------
    tuple of PipelineResult and Pseudonymised
        The run only ever reads the hidden files, which lie in its folder under `sources`: nothing else of the
        firm can come into it. It shows the data as cleaned; what is wrong with the files, a check says.

    Raises
    ------
    PortfolioError
        As `draw_veil` and `run_pipeline`.
    """
    pseudonymised = pseudonymise_files(portfolio_path, out, key=key, language=language, overrides=overrides)
    sources = pseudonymised.folder / SOURCES
    with at_work(pseudonymised.folder):
        portfolio = write_sources(pseudonymised.hidden, sources)
        if pseudonymised.response is not None:
            own = sources / "response.csv"
            write_text(own, pseudonymised.response.to_csv(index=False, lineterminator="\n"))
            portfolio = portfolio.model_copy(update={"response_file": str(own)})
        written = sources / "portfolio.yaml"
        freeze(portfolio, written)
        pseudonymised.write_table()
        try:
            result = run_pipeline(
                written, pseudonymised.folder, steps=steps, outputs=outputs, on_step=on_step
            )
        finally:
            forget_places(pseudonymised.folder, project_path(portfolio_path).parent)
        record(result.run, result.written)
    return result, pseudonymised


def forget_places(folder: Path, home: Path) -> None:
    """Take the places of this computer out of the texts of a run folder; paths start from the folder."""
    known = (folder.resolve(), folder, home, ROOT, Path.cwd())
    places = {str(place) for place in known if len(place.parts) > 1}
    for file in sorted(folder.rglob("*")):
        if file.suffix not in TEXTS or not file.is_file():
            continue
        text = before = file.read_text(encoding="utf-8")
        for place in sorted(places, key=len, reverse=True):
            for written in (place, json.dumps(place)[1:-1]):
                text = text.replace(written + "/", "").replace(written, ".")
        if text != before:
            write_text(file, text)


def _refuse_real_names(folder: Path, firm: str) -> None:
    """Refuse a folder in which a run under the real names would stay behind."""
    run = Run(folder)
    if run.portfolio_path.exists() and run.portfolio().firm != firm:
        raise PortfolioError(
            _("this folder holds a run that is not pseudonymised, or one of another key"),
            file=folder,
            fix=_("give another folder with --out"),
        )


def _with_judgements(hidden: Portfolio, real: Portfolio) -> Portfolio:
    """Put the numbers of the worksheets into the parameters: the worksheets say who judged."""
    if not real.judgement_files:
        return hidden
    judged = judgements_in_force(real.judgement_files, curve_table(real.judged_curves))
    firm_wide = firm_wide_in_force(real.judgement_files, real.model_dump(include=set(FIRM_WIDE)))
    return hidden.model_copy(update={"judged_curves": as_numbers(judged), **firm_wide})
