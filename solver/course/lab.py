"""JupyterLab on the welcome page of the course, in the language of the machine.

The server starts first and the folder is made while it does: together they take no longer than the slower.
"""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
import webbrowser
from pathlib import Path

from solver.words.files import write_text
from solver.words.places import shipped

SETTINGS = Path(__file__).parent / "jupyter"  # of every language, and in a folder of its own what one adds
NOTE = ".made.json"
PATIENCE_S = 60.0
LOOK_S = 0.05


def open_lab(folder: Path, language: str, *, browser: bool = True) -> int:
    """Open JupyterLab on a course folder, made or brought up to date first, and stay until it is closed.

    Parameters
    ----------
    folder : Path
    language : str
        `en` or `fr`.
    browser : bool
        Open the page; its address is printed in any case.

    Returns
    -------
    int
        The status of the server.
    """
    folder.mkdir(parents=True, exist_ok=True)
    signal.signal(signal.SIGTERM, _stop)
    started = time.time() - 1
    server = subprocess.Popen(_command(folder), env=_environment(language))
    try:
        address = _address(server, _made(folder.resolve(), language), started)
        if address is not None:
            sys.stdout.write(f"\n  {address}\n\n")
            sys.stdout.flush()
            if browser:
                webbrowser.open(address)
        return server.wait()
    except KeyboardInterrupt:
        return server.wait()
    finally:
        if server.poll() is None:
            server.terminate()
            server.wait()


def _made(folder: Path, language: str) -> Path:
    """Make the folder, or bring it up to date, and return its welcome page; quick where nothing changed."""
    note = folder / NOTE
    stamp = _stamp(folder)
    try:
        made = json.loads(note.read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError):
        made = {}
    if made.get("stamp") != stamp or not (folder / made["page"]).exists():
        from solver.course.folder import make_course
        from solver.course.welcome import write_welcome

        welcome = write_welcome(make_course(folder, language))
        made = {"page": welcome.name, "stamp": _stamp(folder)}
        write_text(note, json.dumps(made))
    return folder / str(made["page"])


def _stamp(folder: Path) -> list[float]:
    """Tell whether what the folder is made of, or what was done in it, has changed."""
    ours = Path(__file__).parent
    made_of = [shipped("notebooks"), shipped("data"), ours, ours.parent / "words"]
    files = [file for place in made_of for file in place.rglob("*") if file.suffix != ".pyc"]
    files += [*folder.glob("*/run/progress.json"), *folder.glob("*/run/manifest.json")]
    times = [file.stat().st_mtime for file in files if file.is_file()]
    return [len(times), max(times)]


def _stop(_number: int, _frame: object) -> None:
    """End as at the keyboard, so that the server ends too."""
    sys.exit(1)


def _command(folder: Path) -> list[str]:
    options = {
        "ServerApp.root_dir": str(folder.resolve()),
        "ServerApp.open_browser": "False",
        "ServerApp.allow_root": "True",  # as in a container; it listens to this machine only
        "Application.log_level": "30",
        "KernelManager.transport_encryption": "auto",  # no word of it on the terminal
    }
    return [sys.executable, "-m", "jupyterlab", *(f"--{name}={value}" for name, value in options.items())]


def _environment(language: str) -> dict[str, str]:
    """Add the settings of the course: its language, no news, plain errors; the user's own settings win."""
    ours = [str(SETTINGS / language), str(SETTINGS)]
    paths = [*ours, *filter(None, [os.environ.get("JUPYTER_CONFIG_PATH")])]
    start = str(Path(__file__).with_name("kernel.py"))  # IPython runs it at the start of every kernel
    return {**os.environ, "JUPYTER_CONFIG_PATH": os.pathsep.join(paths), "PYTHONSTARTUP": start}


def _address(server: "subprocess.Popen[bytes]", page: Path, started: float) -> str | None:
    """Wait for the server to say where it listens, and return where the page is found.

    The course has a workspace of its own: tabs of other work stay out of it, its own are found again.
    """
    workspace = f"course-{hashlib.sha256(str(page.parent).encode()).hexdigest()[:8]}"
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and server.poll() is None:
        told = _server_facts(page.parent, started)
        if told is not None:
            return f"{told['url']}lab/workspaces/{workspace}/tree/{page.name}?token={told['token']}"
        time.sleep(LOOK_S)
    return None


def _server_facts(folder: Path, started: float) -> dict[str, str] | None:
    """Return what the server of this folder wrote about itself since it was started."""
    from jupyter_core.paths import jupyter_runtime_dir

    for file in Path(jupyter_runtime_dir()).glob("jpserver-*.json"):
        try:
            if file.stat().st_mtime < started:
                continue
            told: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, json.JSONDecodeError):  # half written, or gone in the meantime
            continue
        if Path(told["root_dir"]) == folder:
            return told
    return None


def usual_folder(language: str) -> Path:
    """Return where the course is made when nobody says where: one folder a language."""
    return Path.cwd() / "reports" / f"course-{language}"
