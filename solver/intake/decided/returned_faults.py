"""Cells of a returned plan that cannot be used: named one by one, told together."""

from collections.abc import Sequence
from dataclasses import dataclass

from solver.words.errors import PortfolioError
from solver.words.i18n import _

SHOWN = 20


@dataclass(frozen=True)
class Fault:
    """One cell that cannot be used."""

    sheet: str
    row: int
    column: str
    problem: str
    fix: str


def refuse_faults(file: str, faults: Sequence[Fault]) -> None:
    """Stop where cells cannot be used, telling all of them together.

    Raises
    ------
    PortfolioError
        There is at least one.
    """
    errors = [
        PortfolioError(
            fault.problem,
            file=f"{file} [{fault.sheet}]",
            row=fault.row,
            column=fault.column,
            fix=fault.fix,
        )
        for fault in sorted(faults, key=lambda fault: (fault.sheet, fault.row, fault.column))
    ]
    if len(errors) == 1:
        raise errors[0]
    if errors:
        told = [str(error) for error in errors[:SHOWN]]
        if len(errors) > SHOWN:
            told.append(_("and {n} more").format(n=len(errors) - SHOWN))
        raise PortfolioError("\n- ".join([_("several cells of the returned plan cannot be used"), *told]))
