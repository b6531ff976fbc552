"""The two runs that are compared, and what makes them comparable."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from solver.parameters import Portfolio
from solver.report.findings.artifacts import NOT_READ, Artifacts, read_artifacts
from solver.run import Run
from solver.words.errors import PortfolioError
from solver.words.i18n import _, spoken

NEEDED = ("accounts", "qualification", "account_types", "allocation", "response", "certificate.json")


@dataclass(frozen=True)
class Side:
    """One of the two runs.

    Attributes
    ----------
    run : Run
    name : str
        Of its folder.
    portfolio : Portfolio
    artifacts : Artifacts
        All that the run holds, by name.
    manifest : dict
    """

    run: Run
    name: str
    portfolio: Portfolio
    artifacts: Artifacts
    manifest: dict[str, Any]

    def has(self, name: str) -> bool:
        """Tell whether the run holds this."""
        return name in self.artifacts


@dataclass(frozen=True)
class TwoRuns:
    """The run that is compared with, and the one that came after it."""

    before: Side
    after: Side

    def spoken(self) -> AbstractContextManager[None]:
        """Write in the language and the currency of the second run."""
        return spoken(self.after.portfolio.language, self.after.portfolio.currency)


def read_two(before: Path, after: Path) -> TwoRuns:
    """Read two runs of one firm.

    Parameters
    ----------
    before, after : Path
        Run folders.

    Raises
    ------
    PortfolioError
        A folder holds no run, or half a one; the two are the same, or of different firms.
    """
    if before.resolve() == after.resolve():
        raise PortfolioError(
            _("both names lead to the same run"), file=after, fix=_("give the folders of two runs")
        )
    first, second = _side(before), _side(after)
    if first.portfolio.firm != second.portfolio.firm:
        raise PortfolioError(
            _("these are runs of two firms: {before} and {after}").format(
                before=first.portfolio.firm, after=second.portfolio.firm
            ),
            fix=_("compare two runs of one firm; one under pseudonyms with one under the same pseudonyms"),
        )
    if first.portfolio.currency != second.portfolio.currency:
        raise PortfolioError(
            _("the two runs count in different currencies: {before} and {after}").format(
                before=first.portfolio.currency, after=second.portfolio.currency
            ),
            fix=_("run one of them again in the currency of the other"),
        )
    return TwoRuns(first, second)


def _side(folder: Path) -> Side:
    run = Run(folder)
    if not run.portfolio_path.exists() or not run.manifest_path.exists():
        raise PortfolioError(
            _("there is no run in this folder"),
            file=folder,
            fix=_("give the folder that twelvefold run wrote, as in reports/demo"),
        )
    run.check_layout()
    artifacts = read_artifacts(run)
    artifacts |= {name: run.read(name) for name in NOT_READ if run.artifact_path(name).exists()}
    if any(name not in artifacts for name in NEEDED):
        raise PortfolioError(
            _("this run has not come as far as step 10: there are no visits to compare"),
            file=folder,
            fix=_("go on with twelvefold run"),
        )
    return Side(run, folder.resolve().name, run.portfolio(), artifacts, run.manifest())
