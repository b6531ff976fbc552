"""All that the files of a run are written from, read once."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Concatenate

from solver.parameters import Portfolio
from solver.report.findings.artifacts import Artifacts, read_artifacts
from solver.report.look.brand import Brand, brand_of
from solver.run import Run
from solver.words.i18n import spoken

if TYPE_CHECKING:
    from solver.report.findings.answer import Answer
    from solver.report.findings.decision import Decision


@dataclass(frozen=True)
class Findings:
    """One run, as those who write its files read it.

    Attributes
    ----------
    run : Run
    portfolio : Portfolio
    artifacts : Artifacts
        Name to table or to facts; what the run does not hold yet is left out.
    brand : Brand
    """

    run: Run
    portfolio: Portfolio
    artifacts: Artifacts
    brand: Brand

    def has(self, *names: str) -> bool:
        """Tell whether all of these are there, and no table of them is empty."""
        return self.artifacts.has(*names)

    @cached_property
    def answers(self) -> "tuple[Answer, ...]":
        """What a director asks first, answered once for all the files that say it."""
        # Much stands behind it, and not every file says it.
        from solver.report.findings.answers import answers

        with self.spoken():
            return tuple(answers(self.artifacts, self.portfolio))

    def answers_to(self, code: str) -> "list[Answer]":
        """Return the answer of that name, where there is more to it than its sentence."""
        return [told for told in self.answers if told.code == code and told.more]

    @cached_property
    def decisions(self) -> "tuple[Decision, ...]":
        """The decisions on which most euros hang, found once for all the files that name them."""
        from solver.report.findings.decisions import decisions

        with self.spoken():
            return tuple(decisions(self.artifacts, self.portfolio))

    def spoken(self) -> AbstractContextManager[None]:
        """Write in the language and the currency of the run."""
        return spoken(self.portfolio.language, self.portfolio.currency)


def in_its_language[**P, T](
    write: Callable[Concatenate[Findings, P], T],
) -> Callable[Concatenate[Findings, P], T]:
    """Let what is written from findings be in the language of their run, whoever asks for it."""

    @wraps(write)
    def written(findings: Findings, /, *args: P.args, **kwargs: P.kwargs) -> T:
        with findings.spoken():
            return write(findings, *args, **kwargs)

    return written


def read_findings(run: Run) -> Findings:
    """Read a run.

    Raises
    ------
    PortfolioError
        The run has no parameters, or its logo cannot be used.
    """
    portfolio = run.portfolio()
    with spoken(portfolio.language, portfolio.currency):
        return Findings(run, portfolio, read_artifacts(run), brand_of(portfolio.branding))
