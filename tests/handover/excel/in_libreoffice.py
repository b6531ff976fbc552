"""A workbook of ours, filled in by LibreOffice in French, as a person would."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice")
PYTHONS = ("/usr/bin/python3", "/usr/lib/libreoffice/program/python", "/opt/libreoffice/program/python")
FRENCH = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>fr-FR</value></prop></item></oor:items>
"""
TIMEOUT = 240  # seconds


def python_with_uno():
    """Return a Python that speaks to LibreOffice; none where there is none."""
    for name in PYTHONS:
        if Path(name).exists():
            asked = subprocess.run([name, "-c", "import uno"], check=False, capture_output=True)
            if asked.returncode == 0:
                return name
    return None


def typed(folder, *books):
    """Type into copies of workbooks; each is given as to `tests.filled_in.fill_in`, with texts for cells."""
    python = python_with_uno()
    if SOFFICE is None or python is None:
        pytest.skip("LibreOffice (soffice, and a Python with uno) is not on this machine")
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(FRENCH, encoding="utf-8", newline="\n")
    pipe = f"twelvefold-{folder.parent.name}-{folder.name}"
    started = subprocess.Popen(
        [
            SOFFICE,
            *("--headless", "--norestore", f"-env:UserInstallation={profile.as_uri()}"),
            f"--accept=pipe,name={pipe};urp;",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    asked = [
        [str(path), str(to), place, first, [[*line, texts] for line, texts in changes.items()]]
        for path, to, place, first, changes in books
    ]
    try:
        script = Path(__file__).with_name("typed_in_libreoffice.py")
        subprocess.run(
            [python, str(script)],
            input=json.dumps({"pipe": pipe, "books": asked}),
            text=True,
            check=True,
            timeout=TIMEOUT,
        )
    finally:
        started.terminate()
        started.wait(TIMEOUT)
