"""All that the files of a run are written from, read once."""

from dataclasses import dataclass
from typing import Any

from solver.parameters import Portfolio
from solver.report.findings.artifacts import has, read_artifacts
from solver.report.look.brand import Brand, brand_of
from solver.run import Run
from solver.words.i18n import set_language


@dataclass(frozen=True)
class Findings:
    """One run, as those who write its files read it.

    Attributes
    ----------
    run : Run
    portfolio : Portfolio
    artifacts : dict
        Name to table or to facts; what the run does not hold yet is left out.
    brand : Brand
    """

    run: Run
    portfolio: Portfolio
    artifacts: dict[str, Any]
    brand: Brand

    def has(self, *names: str) -> bool:
        """Tell whether all of these are there, and no table of them is empty."""
        return has(self.artifacts, *names)


def read_findings(run: Run) -> Findings:
    """Read a run and speak its language from here on.

    Raises
    ------
    PortfolioError
        The run has no parameters, or its logo cannot be used.
    """
    portfolio = run.portfolio()
    set_language(portfolio.language, portfolio.currency)
    return Findings(run, portfolio, read_artifacts(run), brand_of(portfolio.branding))
