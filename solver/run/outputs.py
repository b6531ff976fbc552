"""The registry of the output files after a run: what each is for, and what it is made of."""

from dataclasses import dataclass

from solver.words.errors import PortfolioError
from solver.words.i18n import _, mark


@dataclass(frozen=True)
class Output:
    """One kind of output file.

    Attributes
    ----------
    name : str
        As `--only` calls it.
    title : str
        What it is and for whom.
    needs : tuple of str
        Artifacts without which it cannot be written.
    last : bool
        Whether it is written after the others, for it leads to them.
    """

    name: str
    title: str
    needs: tuple[str, ...]
    last: bool = False


OUTPUTS = (
    Output(
        "report",
        mark("The report for the owner, on a screen"),
        (),
        last=True,
    ),
    Output(
        "pdf",
        mark("The same report on paper"),
        ("allocation", "certificate.json", "comparison"),
    ),
    Output(
        "excel",
        mark("The action plan, to be worked in and given back"),
        ("allocation", "action_plan"),
    ),
    Output(
        "agenda",
        mark("A calendar and a sheet of visits for each rep"),
        ("appointments",),
    ),
    Output(
        "animation",
        mark("The contacts beside the visits, for the office"),
        ("touches", "touch_dates"),
    ),
    Output(
        "slides",
        mark("Slides for the meeting"),
        ("allocation", "certificate.json", "comparison"),
    ),
    Output(
        "cockpit",
        mark("The plan to be moved by sliders, on a screen"),
        ("allocation", "certificate.json", "team_size", "hour_prices"),
    ),
    Output(
        "exports",
        mark("Files for the CRM and the field apps"),
        ("allocation", "scores"),
    ),
)


def select_outputs(only: str | None) -> tuple[Output, ...]:
    """Read a selection such as `report,excel`; none means all.

    Raises
    ------
    PortfolioError
        The selection names something that is not written.
    """
    if not only:
        return OUTPUTS
    names = [name.strip() for name in only.split(",") if name.strip()]
    known = {output.name for output in OUTPUTS}
    for name in names:
        if name not in known:
            raise PortfolioError(
                _("there is no file called “{name}” to make").format(name=name),
                fix=_("choose among: {names}").format(names=", ".join(output.name for output in OUTPUTS)),
            )
    return tuple(output for output in OUTPUTS if output.name in names)
