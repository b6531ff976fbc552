"""Everything works with the network shut, and the course's server listens to this machine alone.

`python -m tests.attack.network` (Linux, where a namespace without a network can be had)
"""

import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import psutil

from tests.attack.command import COURSE_CASE, line_of, surroundings
from tests.attack.tally import Tally

WITHIN = "--within"
SHUT = ("unshare", "--map-root-user", "--net")
PATIENCE_S = 120
REFUSED = (400, 403, 404)


def main() -> int:
    """Go into a namespace of its own, where nothing but this machine answers, and try the commands there."""
    if WITHIN in sys.argv:
        return _within()
    if shutil.which("unshare") is None:
        print("network: not tried, this machine has no `unshare`")
        return 0
    up = f"ip link set lo up && exec {sys.executable} -m tests.attack.network {WITHIN}"
    return subprocess.run([*SHUT, "sh", "-c", up], check=False).returncode


def _within() -> int:
    tally = Tally("network shut")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        tally.holds("the network is shut", _answers("http://1.1.1.1/") and "somebody answers")
        shutil.copytree(COURSE_CASE.parent, folder / "firm")
        run = folder / "run"
        for words in (
            ("init", "--demo", folder / "demo"),
            ("init", folder / "firm", "--out", folder / "proposed.yaml"),
            ("check", folder / "firm" / COURSE_CASE.name, "--out", run),
            ("run", folder / "firm" / COURSE_CASE.name, "--out", run),
            ("cockpit", run),
            ("course", "--out", folder / "course"),
        ):
            ended = subprocess.run(
                line_of(*words), cwd=folder, env=surroundings(), capture_output=True, text=True, check=False
            )
            tally.holds(f"twelvefold {words[0]}", ended.returncode and ended.stderr[-500:])
        _try_the_server(folder, tally)
    return tally.status()


def _try_the_server(folder: Path, tally: Tally) -> None:
    """Start the course and knock at its server, with and without its token, and for what lies outside."""
    (folder / "secret.txt").write_text("secret", encoding="utf-8")
    told = surroundings(JUPYTER_RUNTIME_DIR=str(folder / "runtime"))
    command = line_of("lab", "--out", folder / "lab", "--no-open")
    server = subprocess.Popen(
        command, cwd=folder, env=told, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        facts = _facts(folder / "runtime")
        tally.holds("the server starts", None if facts else "it does not")
        if not facts:
            return
        known = f"?token={facts['token']}"
        tally.holds("it has a token", None if facts["token"] else "none")
        tally.holds("it listens to this machine alone", _listens_to_others(server.pid))
        for path in ("api/contents", "files/welcome.md", "lab", "api/kernels"):
            status = _status(facts["url"] + path)
            tally.holds(f"without the token: {path}", status not in REFUSED and f"answered {status}")
        status = _status(facts["url"] + "api/contents" + known)
        tally.holds("with the token", status != 200 and f"answered {status}")
        outside = (
            "../secret.txt",
            "%2e%2e/secret.txt",
            "..%2fsecret.txt",
            "....//secret.txt",
            "%2fetc%2fpasswd",
        )
        for way in ("files/", "api/contents/", "static/", "view/"):
            for path in outside:
                status = _status(facts["url"] + way + path + known)
                tally.holds(f"outside the folder: {way}{path}", status == 200 and "it was read")
    finally:
        server.terminate()
        server.wait()


def _facts(runtime: Path) -> dict[str, str] | None:
    """Return what the server wrote about itself, once it did."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        for file in runtime.glob("jpserver-*.json"):
            try:
                told: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
            except json.JSONDecodeError:  # half written
                continue
            if _status(told["url"] + "api"):
                return told
        time.sleep(0.2)
    return None


def _listens_to_others(pid: int) -> str:
    """Return the addresses on which a process and its children listen to more than this machine."""
    family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    heard = [each.laddr for one in family for each in one.net_connections("tcp") if each.status == "LISTEN"]
    if not heard:
        return "it listens nowhere"
    return ", ".join(f"{each.ip}:{each.port}" for each in heard if each.ip not in ("127.0.0.1", "::1"))


def _status(address: str) -> int:
    """Return what a server answers; 0 where there is none. Its page to sign in counts as a refusal."""
    try:
        with urlopen(address, timeout=20) as answer:
            return 403 if "/login" in answer.url else int(answer.status)
    except HTTPError as error:
        return error.code
    except OSError:
        return 0


def _answers(address: str) -> bool:
    return _status(address) != 0


if __name__ == "__main__":
    sys.exit(main())
