"""`twelvefold doctor`: does everything that the product stands on work on this machine."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import typer

from solver.cli.console import out
from solver.words.files import write_text
from solver.words.i18n import _, clauses, mark, with_label
from solver.words.installed import installed, tested
from solver.words.places import shipped

LONGEST_PATH = 120  # of the folder of the packages: theirs go on for 140 more, and Windows ends at 260
PATIENCE_S = 60
NEEDED = ("jupyterlab", "highspy", "ortools", "pandas", "papermill", "pulp")
SHIPPED = (
    "notebooks/12_prepare_appointments.ipynb",
    "data/demo/portfolio.yaml",
    "data/fil_rouge/portfolio.yaml",
    "data/reference/communes.csv",
)
type Look = Callable[[], tuple[bool, str]]


def doctor() -> None:
    """Look at each thing in turn, a line each; the status is 1 where one is not as it should be."""
    sound = True
    for title, look in LOOKS:
        try:
            well, found = look()
        except Exception as error:  # whatever is wrong with it, the next one is looked at too
            well, found = False, " ".join(str(error).split()) or type(error).__name__
        sound &= well
        out.print(f"{'[ OK ]' if well else '[FAIL]'} {with_label(_(title), found)}", markup=False)
    raise typer.Exit(0 if sound else 1)


def _python() -> tuple[bool, str]:
    from_store = "WindowsApps" in sys.executable
    found = ".".join(map(str, sys.version_info[:3]))
    if from_store:
        found = _("{version} of the Microsoft Store hides files: install that of python.org").format(
            version=found
        )
    return not from_store, found


def _packages() -> tuple[bool, str]:
    """Compare what is installed with what was tested; a later version is told, and no fault."""
    wanted = tested()
    found = {name: installed(name) for name in wanted}
    lacking = [name for name in NEEDED if found.get(name) is None]
    if lacking:
        return False, _("missing: {names}").format(names=clauses(lacking))
    others = [f"{name} {one}" for name, one in found.items() if one not in (None, wanted[name])]
    if not others:
        return True, _("as tested")
    return True, _("not the versions tested: {names}").format(names=clauses(others))


def _files() -> tuple[bool, str]:
    missing = [name for name in SHIPPED if not shipped(*name.split("/")).exists()]
    if missing:
        return False, _("missing: {names}").format(names=clauses(missing))
    return True, _("notebooks, demo, course and reference lists are there")


def _kernel() -> tuple[bool, str]:
    from solver.run import STEPS
    from solver.runner.kernels import WarmKernels

    with WarmKernels(STEPS[:1]) as kernels:
        client = kernels.take(STEPS[0]).blocking_client()
        client.start_channels()
        try:
            client.wait_for_ready(timeout=PATIENCE_S)
        finally:
            client.stop_channels()
    return True, _("a notebook's process starts and answers")


def _papers() -> tuple[bool, str]:
    import typst

    made = typst.compile(b"#set page(width: 8cm)\n12", format="pdf", ignore_system_fonts=True)
    return made.startswith(b"%PDF"), _("a page is set, without a font of this machine")


def _place() -> tuple[bool, str]:
    probe = Path.cwd() / "reports" / ".doctor"
    new = not probe.parent.exists()
    write_text(probe, "")
    probe.unlink()
    if new:
        probe.parent.rmdir()
    return True, _("runs go to {path}").format(path=probe.parent)


def _long_paths() -> tuple[bool, str]:
    home = Path(sys.prefix)
    if os.name != "nt" or len(str(home)) <= LONGEST_PATH:
        return True, _("short enough")
    return False, _("{path} is too long for Windows: install into a shorter one").format(path=home)


LOOKS: tuple[tuple[str, Look], ...] = (
    (mark("Python"), _python),
    (mark("Packages"), _packages),
    (mark("Our own files"), _files),
    (mark("Notebooks"), _kernel),
    (mark("Papers"), _papers),
    (mark("Place to write"), _place),
    (mark("Paths"), _long_paths),
)
