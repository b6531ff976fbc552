"""Files made to take all memory, to hang or to end the process: each ends in one clear line, under limits."""

import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.intake.conftest import CLIENTS, SALES, workbook
from tests.intake.outcome import taken_in

SECONDS = 20  # of the processor: a crowded machine is none of the file's doing
PATIENCE = 300
MEMORY = 1 << 20  # kilobytes
PORTFOLIO = """\
firm: F
as_of: 2025-12-31
plan_start: 2026-01-01
plan_end: 2026-12-31
sources:
  - {{table: accounts, path: {clients}}}
  - {{table: sales, path: {sales}}}
reps:
  - {{rep_id: R1, name: A, home_lat: 48.1, home_lon: -1.6, annual_cost_eur: 60000}}
"""
# Of this program alone: `ru_maxrss` begins with the peak of whoever started it.
READ = """
import os, re, resource, sys
from pathlib import Path
from solver.intake import prepare_tools
from solver.parameters import load_portfolio
from solver.words.errors import PortfolioError
resource.setrlimit(resource.RLIMIT_AS, (8 << 30, 8 << 30))
resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
status = Path("/proc/self/status")
for path in sys.argv[1:]:
    try:
        made = prepare_tools(load_portfolio(Path(path)))
        said = f"read {len(made.sales)} {made.accounts['name'].tolist()!r}"
    except PortfolioError as error:
        said = f"told {error}"
    peak = re.search(r"VmHWM:\\s*(\\d+)", status.read_text())[1] if status.exists() else 0
    print(said, peak, sep="\\n", flush=True)
os._exit(0)
"""
pytestmark = pytest.mark.whole
XLSX_FAR = {
    "Sheet": [["N° facture", "Date facture", "Code client", "Montant HT"], ["F1", "15/01/2025", "C1", 1]]
}


def told(folder, *, sales=None, clients=None):
    """Read a folder under limits, and return the one line that it ends in."""
    for name, content in (("clients.csv", CLIENTS), ("sales.csv", SALES)):
        (folder / name).write_text(content, encoding="utf-8")
    text = PORTFOLIO.format(clients=clients or "clients.csv", sales=sales or "sales.csv")
    path = folder / "portfolio.yaml"
    path.write_text(text, encoding="utf-8")
    return told_each([path])[0]


def told_each(paths):
    """Read portfolios one after the other, in one process under limits; return the line of each."""
    done = subprocess.run(
        [sys.executable, "-c", READ.replace("SECONDS", str(SECONDS)), *map(str, paths)],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    lines = done.stdout.strip().splitlines()
    assert len(lines) == 2 * len(paths), lines
    assert max(map(int, lines[1::2])) < MEMORY
    return lines[::2]


def far_cell(place):
    """Return a workbook with one blank cell at a place far from its list."""
    import io
    import zipfile

    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(XLSX_FAR))) as plain, zipfile.ZipFile(content, "w") as far:
        for part in plain.namelist():
            text = plain.read(part)
            row = "".join(c for c in place if c.isdigit()).encode()
            blank = b'<row r="' + row + b'"><c r="' + place.encode() + b'" s="0"/></row></sheetData>'
            far.writestr(part, text.replace(b"</sheetData>", blank))
    return content.getvalue()


def test_a_blank_in_the_last_cell_of_a_sheet(tmp_path):
    (tmp_path / "far.xlsx").write_bytes(far_cell("XFD1048576"))
    assert "far.xlsx: a sheet reaches to row 1,048,576 and column XFD" in told(tmp_path, sales="far.xlsx")


def test_a_compressed_file_far_larger_than_it_looks(tmp_path):
    with gzip.open(tmp_path / "bomb.csv.gz", "wb", compresslevel=9) as packed:
        for _piece in range(1100):
            packed.write(bytes(1_000_000))
    assert (tmp_path / "bomb.csv.gz").stat().st_size < 2_000_000
    assert "bomb.csv.gz: the file holds more than 1,000 MB" in told(tmp_path, sales="bomb.csv.gz")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no endless device")
def test_a_device_without_end(tmp_path):
    assert "zero: this is a device or a pipe, not a file" in told(tmp_path, sales="/dev/zero")


def test_a_pipe_that_nobody_writes_to(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    assert "pipe.csv: this is a device or a pipe, not a file" in told(tmp_path, sales="pipe.csv")


def test_a_cell_longer_than_any_reader_takes(tmp_path):
    (tmp_path / "long.csv").write_text(
        SALES + "F4;01/02/2025;C1;" + "x" * 140_000 + ";1;more\n", encoding="utf-8"
    )
    assert "long.csv, row 5: a cell holds more than 131,072 characters" in told(tmp_path, sales="long.csv")


def test_a_quotation_mark_that_is_never_closed_is_still_told_as_that(tmp_path):
    (tmp_path / "open.csv").write_text(SALES + 'F4;"01/02/2025;C1;' + "x\n" * 140_000, encoding="utf-8")
    assert "a quotation mark is opened here and never closed" in told(tmp_path, sales="open.csv")


def test_characters_that_no_document_may_hold_become_blanks(tmp_path):
    odd = CLIENTS.replace("Menuiserie Rance", "Menuiserie\x0bRance\x0c\ufffe\uffff\x01")
    (tmp_path / "odd.csv").write_text(odd, encoding="utf-8")
    assert "'Menuiserie Rance'" in told(tmp_path, clients="odd.csv")


def test_portfolios_that_no_hand_wrote(tmp_path):
    texts = {
        "deep": "firm: " + "[" * 100_000,
        "as deep as the quick reader goes": "firm: " + "[" * 1_999 + "]" * 1_999,
        "digits": "firm: F\nas_of: " + "9" * 5_000,
        "large": "firm: F\ngrowth_rate: " + "9" * 400,
        "hexadecimal": "firm: F\nplan_hours: 0x" + "f" * 300,
        "laughs": "a: &a [x, x, x, x, x, x, x, x, x]\n"
        + "".join(
            f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(12)
        )
        + "firm: *m\n",
        "nul": "firm: F\0\n",
        "nul in a path": 'firm: F\nsources: [{table: sales, path: "a\\0b.csv"}]\n',
    }
    paths = [tmp_path / f"{name}.yaml" for name in texts]
    for path, text in zip(paths, texts.values(), strict=True):
        path.write_text(text, encoding="utf-8")
    lines = told_each(paths)
    assert [line.startswith(f"told {path.name}") for line, path in zip(lines, paths, strict=True)] == [
        True
    ] * len(texts), lines


def test_a_path_with_a_nul(tmp_path):
    assert told(tmp_path, sales='"a\\0b.csv"').startswith("told ")


def test_limits_hold_where_a_file_is_good(tmp_path):
    assert told(tmp_path).startswith("read 3")


def test_a_cell_of_thousands_of_digits_is_cut_in_the_message(tmp_path):
    files = {"clients.csv": "Code client;Raison sociale;CP;Ville\nC1;Alpha;35000;Rennes\n"}
    lines = f"C1;15/01/2025;{'9' * 5000}\n" * 4
    files["factures.csv"] = f"Code client;Date facture;Montant HT\n{lines}"
    refusal = str(taken_in(tmp_path, files))
    assert "the first says “999" in refusal
    assert len(refusal) < 500
