"""Every processor writes the same files and chooses the same: nothing hangs on the last bit of a number.

Exponentials, logarithms and sines differ in their last bit from one set of vector instructions to the next,
and sorts that are not stable order ties differently. Instructions switched off make an older processor of
this one.
"""

import json
import os
import subprocess
import sys
from functools import cache

import pandas as pd
import pytest
from numpy._core._multiarray_umath import __cpu_dispatch__ as used_where_found
from numpy._core._multiarray_umath import __cpu_features__ as found

from solver.flow.whole import walk
from solver.parameters import load_portfolio
from tests.conftest import ROOT
from tests.everyday import ATTACK, MORE
from tests.in_process import few_draws

pytestmark = MORE
GENERATORS = ("demo/generate.py", "demo/next_quarter.py", "fil_rouge/generate.py")


EVERYDAY = used_where_found[:2]  # those by which most machines differ
# The first of them, for without it those that came after it are missing too; the others in `make attack`.
OLDEST = [pytest.param(name, marks=[pytest.mark.attack] * (place > 0)) for place, name in enumerate(EVERYDAY)]


@pytest.fixture(params=used_where_found if ATTACK else EVERYDAY)
def older(request):
    """The environment of a processor without a set of instructions, and without those that came after it."""
    if not found[request.param]:
        pytest.skip(f"this processor has no {request.param}")
    later = used_where_found[used_where_found.index(request.param) :]
    return {**os.environ, "NPY_DISABLE_CPU_FEATURES": " ".join(name for name in later if found[name])}


@cache
def course_case():
    """Write all that the twelve steps make of the course case, numbers to twelve digits."""
    with pytest.MonkeyPatch.context() as patch:
        few_draws(patch)
        made = walk(load_portfolio(ROOT / "data" / "fil_rouge" / "portfolio.yaml")).made
    return {name: in_twelve_digits(artifact) for name, artifact in made.items()}


def in_twelve_digits(artifact):
    if isinstance(artifact, pd.DataFrame):
        return artifact.to_csv(float_format="%.12g")
    return json.loads(json.dumps(artifact), parse_float=lambda number: f"{float(number):.12g}")


def test_older_processors_do_without_the_instructions(older):
    script = "from numpy._core._multiarray_umath import __cpu_features__ as found; print(found)"
    printed = subprocess.run(
        [sys.executable, "-c", script], check=True, env=older, capture_output=True, text=True
    )
    off = older["NPY_DISABLE_CPU_FEATURES"].split()
    assert off
    assert [name for name in off if f"'{name}': True" in printed.stdout] == []


@pytest.mark.whole
@pytest.mark.parametrize("generator", GENERATORS)
def test_generators_write_the_committed_bytes_on_older_processors(tmp_path, older, generator):
    program = ROOT / "data" / generator
    subprocess.run([sys.executable, "-B", str(program), "--out", str(tmp_path)], check=True, env=older)
    written = [file.relative_to(tmp_path) for file in sorted(tmp_path.rglob("*.*"))]
    assert written
    apart = [
        file for file in written if (tmp_path / file).read_bytes() != (program.parent / file).read_bytes()
    ]
    assert apart == []


@pytest.mark.whole
@pytest.mark.parametrize("older", OLDEST, indirect=True)
def test_the_course_case_comes_out_the_same_on_older_processors(older):
    script = "import json; from tests.test_processors import course_case; print(json.dumps(course_case()))"
    printed = subprocess.run(
        [sys.executable, "-c", script], check=True, cwd=ROOT, env=older, capture_output=True, text=True
    )
    here, there = course_case(), json.loads(printed.stdout)
    assert len(here) > 50
    assert [name for name, text in here.items() if there[name] != text] == []
