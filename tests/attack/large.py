"""A large firm through the whole command: seconds and memory of each step, and of what is handed over.

`python -m tests.attack.large [5000 20000 50000]`

The aim is 50,000 accounts and 500 reps in less than 20 minutes and 4 GiB, on two quiet cores.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from tests.attack.command import line_of, surroundings
from tests.attack.tally import Tally
from tests.made_up_firm.large_firm import write_large_firm

ACCOUNTS = 5_000
MOST_SECONDS, MOST_MB = 1200, 4096
MB = 1024 * 1024


def main(sizes: tuple[int, ...] = (ACCOUNTS,)) -> int:
    """Run a firm of each size and print what it took."""
    tally = Tally("large firms")
    for accounts in sizes:
        with tempfile.TemporaryDirectory() as place:
            path = write_large_firm(Path(place), accounts)
            seconds, most, problem = _run(path, Path(place, "run"))
            files = [file.stat().st_size / MB for file in Path(place, "run").rglob("*") if file.is_file()]
        print(f"  {accounts} accounts: {seconds:.0f} s, {most:.0f} MB at most, {sum(files):.0f} MB of files")
        tally.holds(f"{accounts} accounts", problem)
        tally.holds(f"{accounts} accounts: time", seconds > MOST_SECONDS and f"{seconds:.0f} s")
        tally.holds(f"{accounts} accounts: memory", most > MOST_MB and f"{most:.0f} MB")
    return tally.status()


def _run(path: Path, run: Path) -> tuple[float, float, str]:
    """Run the command, look at its memory ten times a second, and print each step as it ends.

    Beside the seconds of the clock stand those of the processors: others may be at work on the machine.
    """
    began, done, highest, most = time.monotonic(), 0, 0.0, 0.0
    used: dict[int, float] = {}
    before = 0.0
    command = line_of("run", path, "--out", run)
    with subprocess.Popen(
        command,
        cwd=path.parent,
        env=surroundings(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        while process.poll() is None:
            highest = max(highest, _memory(process.pid, used))
            steps = _finished(run)
            for name, seconds in list(steps.items())[done:]:
                worked = sum(used.values()) - before
                print(
                    f"    {name}: {seconds:.1f} s, {worked:.0f} s of processors, {highest:.0f} MB", flush=True
                )
                most, highest, before = max(most, highest), 0.0, before + worked
            done = len(steps)
            time.sleep(0.1)
        assert process.stderr is not None
        problem = process.stderr.read() if process.returncode else ""
    worked = sum(used.values()) - before
    print(f"    handed over: {worked:.0f} s of processors, {highest:.0f} MB", flush=True)
    return time.monotonic() - began, max(most, highest), problem


def _finished(run: Path) -> dict[str, float]:
    """Return the seconds of each step that the manifest lists as finished."""
    try:
        told = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError):
        return {}
    return {name: float(step.get("seconds", 0)) for name, step in sorted(told["steps"].items())}


def _memory(pid: int, used: dict[int, float]) -> float:
    """Return the memory of a process and all that it started, in MB; note the processor's time of each."""
    try:
        family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
        used.update({one.pid: sum(one.cpu_times()[:2]) for one in family})
        return sum(one.memory_info().rss for one in family) / MB
    except psutil.NoSuchProcess:  # one ended in the meantime
        return 0.0


if __name__ == "__main__":
    sys.exit(main(tuple(map(int, sys.argv[1:])) or (ACCOUNTS,)))
