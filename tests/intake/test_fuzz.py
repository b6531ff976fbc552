"""Files mangled as disks, mailboxes and hands do it: each gives a result or a reason, never a traceback.

Two thousand files in `make attack`, fewer every day: exports of every kind, cut, spliced, recoded, with
strange cells put in; and plain noise.
Each is read alone; of those that can be read, one for each table at a time walks through the whole of step 1.
"""

import gzip
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from solver.intake import prepare, prepare_tools
from solver.intake.presets import presets
from solver.intake.reading.sources import read_sources
from solver.intake.reading.typed import read_values
from solver.parameters import Source, load_portfolio
from solver.words.errors import PortfolioError
from tests.conftest import DEMO, ROOT
from tests.everyday import draws
from tests.intake.conftest import CLIENTS, SALES, small_firm
from tests.intake.outcome import outcome_of
from tests.intake.test_torture import CASES
from tests.intake.test_torture import FOLDER as TORTURE

SAMPLES = TORTURE.with_name("samples")
AT_ONCE, FOLDERS_AT_ONCE = 40, 15
LINES_OF_THE_DEMO = 25
OTHERS = {
    "visit_reports": "Code client;Date;Résultat;Potentiel\nC1;15/01/2025;Commande;1 200\nC2;20/02/2025;;\n",
    "merges": "account_id;into_id;reason;author;decided_on\nC3;C2;même société;Ann;20/12/2025\n",
}
STRANGE = (
    '" "" ; ;;;; , | - ? % %s {x} {{x}} =1+1 @x <b> \\ / . 0 -0 007 1e5 1e999 1e-400 NaN inf ∞ １２ ½ 1.234 '
    "1,234.5 (5 (5) 5- --5 1'2 0x10 1_000 7,3E+13 73282932000074 C1 C2 c1 C1.0 Total Sous-total Code Montant "
    "31/02/2025 00/00/0000 03/04/2025 2025-13-45 0001-01-01 9999-12-31 10000-01-01 45000,5 99999 oui non "
    "2025-06-30T25:61:61Z peut-être 99000 975 F-2A004 +33 0033 ++33(0) a@b a@b.c é œ ß ı İ ﬁ € \u00a0 \u202f "
    "\u200b \u2028 \ufeff 😀"
)
BYTES = (b"\0", b"\x1a", b"\x85", b"\xff\xfe", b"\xed\xa0\x80", b"\r", b"\n\n", b"\t", b"\n;;;\n", b"9" * 400)
PIECES = (*(cell.encode() for cell in STRANGE.split(" ")), *BYTES)
ENCODINGS = ("cp1252", "utf-16", "utf-8-sig", "mac-roman", "utf-7", "utf-32", "iso8859-15")
SEPARATORS = b";,\t|"


@cache
def whole_files():
    """List what there is to mangle: table, preset, content and how the name ends."""
    found = [(table, None, TORTURE / case["file"]) for table, listed in CASES.items() for case in listed]
    for path in sorted(SAMPLES.iterdir()):
        named = [preset for preset in presets().values() if path.stem.startswith(preset.name)]
        found += [(table, preset.name, path) for preset in named[-1:] for table in preset.tables]
        found += [("sales", "fec", path)] if not named else []
    whole = [(table, preset, path.read_bytes(), path.suffix) for table, preset, path in found]
    for source in load_portfolio(DEMO).sources:
        with Path(source.path).open("rb") as file:
            whole.append((source.table, None, b"".join(file.readlines()[:LINES_OF_THE_DEMO]), ".csv"))
    return [*whole, *((table, None, text.encode(), ".csv") for table, text in OTHERS.items())]


def mangled(content, how, other):
    """Do one thing to a file; `how` says what, where and with which piece."""
    how, kind = divmod(how, 9)
    how, place = divmod(how, 1000)
    at = place * len(content) // 1000
    piece = PIECES[how % len(PIECES)]
    match kind:
        case 0:
            return content[:at] + bytes([how % 256]) + content[at + 1 :]
        case 1:
            return content[:at]
        case 2:
            return content[:at] + content[at + 1 + how % 50 :]
        case 3:
            return content[: at + how % 200] + content[at:]
        case 4:
            return content[:at] + piece + content[at:]
        case 5:
            return content[:at] + other[at : at + how % 300] + content[at:]
        case 6:
            return with_cell(content, at, piece)
        case 7:
            lines = content.splitlines(keepends=True) or [b""]
            line = lines.pop(place % len(lines))
            return b"".join([*lines[: how % 5], line, *lines[how % 5 :], line * (how % 2)])
    encoding = ENCODINGS[how % len(ENCODINGS)]
    return content.decode("utf-8", errors="replace").encode(encoding, errors="replace")


def with_cell(content, at, piece):
    """Put something else in place of a cell."""
    ends = [place for place, byte in enumerate(content) if byte in SEPARATORS + b"\r\n"]
    start = max((end + 1 for end in ends if end < at), default=0)
    end = min((end for end in ends if end >= at), default=len(content))
    return content[:start] + piece + content[end:]


def content_of(drawn):
    """Return table, preset, bytes and ending of one drawn file."""
    which, changes, packed = drawn
    if isinstance(which, bytes):
        return ("accounts", "sales")[len(which) % 2], None, which, ".csv"
    table, preset, content, ending = whole_files()[which % len(whole_files())]
    other = whole_files()[sum(changes) % len(whole_files())][2]
    for how in changes:
        content = mangled(content, how, other)
    return table, preset, gzip.compress(content, mtime=0) if packed == 0 else content, ending


DRAWN = st.tuples(
    st.one_of(*[st.integers(0, 10_000)] * 9, st.binary(max_size=200)),
    st.lists(st.integers(0, 10**9), min_size=1, max_size=2),
    st.integers(0, 30),
)


def told(error):
    """A refusal is one line, and says what to do."""
    line = str(error)
    assert "\n" not in line.strip()
    assert error.problem
    assert error.fix
    return error


@pytest.mark.whole
@settings(
    max_examples=draws(4, 50),
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(DRAWN, min_size=AT_ONCE, max_size=AT_ONCE))
def test_whatever_the_file_there_is_a_result_or_a_reason(tmp_path_factory, drawn):
    folder = tmp_path_factory.mktemp("fuzz")
    readable = {}
    for number, (table, preset, content, ending) in enumerate(map(content_of, drawn)):
        source = write(folder, f"f{number}{ending}", table, content, preset)
        note(f"{source.name} {table} {preset} {content!r}")
        if typed := read(source):
            readable[table] = typed
    whole = [write(folder, "accounts.csv", "accounts", CLIENTS), write(folder, "sales.csv", "sales", SALES)]
    walk_through([*map(read, whole), *readable.values()])


FOLDERS = sorted(file.parent for file in (ROOT / "tests" / "intake" / "cases").glob("*/expected.json"))


@pytest.mark.whole
@settings(max_examples=draws(1, 60), derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(st.sampled_from(FOLDERS), st.lists(st.integers(0, 10**9), min_size=1, max_size=3)),
        min_size=FOLDERS_AT_ONCE,
        max_size=FOLDERS_AT_ONCE,
    )
)
def test_whatever_the_folder_a_portfolio_is_proposed_and_gives_a_result_or_a_reason(tmp_path_factory, drawn):
    for place, changes in drawn:
        note(f"{place.name} {changes}")
        folder = mangled_folder(place, changes, tmp_path_factory.mktemp("folder"))
        try:
            outcome = outcome_of(folder, folder)
        except PortfolioError as error:
            told(error)  # nothing in the folder can be read
        else:
            assert outcome.refusal is None or outcome.refusal.fix or "\n- " in str(outcome.refusal)
            # Kept and set aside are what is in the files, to the cent, by file and year.
            assert outcome.intake is None or outcome.intake.quality["reconciliation"]["holds"]


def mangled_folder(place, changes, folder):
    """Copy a folder, some of its files changed."""
    files = [file for file in sorted(place.iterdir()) if file.name != "expected.json"]
    for number, file in enumerate(files):
        content = file.read_bytes()
        for how in changes:
            if how % len(files) == number:
                content = mangled(content, how // len(files), files[0].read_bytes())
        (folder / file.name).write_bytes(content)
    return folder


def read(source):
    """Return the values of one file; nothing where it is refused."""
    try:
        return [read_values(raw) for raw in read_sources(source)]
    except PortfolioError as error:
        told(error)
        return []


def walk_through(files):
    """Take out the file that step 1 names, until it is content with the rest."""
    values = {typed[0].raw.source.name: typed for typed in files}
    with pytest.MonkeyPatch.context() as patch:
        # Every file was read once; what is tried here is what comes after.
        patch.setattr(
            prepare, "read_sources", lambda source, label: [each.raw for each in values[source.name]]
        )
        patch.setattr(
            prepare, "read_values", lambda raw: next(t for t in values[raw.source.name] if t.raw is raw)
        )
        while True:
            try:
                made = prepare_tools(small_firm([typed[0].raw.source for typed in values.values()]))
            except PortfolioError as error:
                refused = told(error)
            else:
                assert made.quality["reconciliation"]["holds"]
                return
            named = str(refused.file).split(" [")[0]
            assert named in values, refused
            del values[named]


def write(folder, name, table, content, preset=None):
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return Source(table=table, path=str(path), preset=preset)


@pytest.mark.parametrize("table", OTHERS)
def test_the_small_files_written_here_are_whole(tmp_path, table):
    files = {"accounts": CLIENTS, "sales": SALES, table: OTHERS[table]}
    sources = [write(tmp_path, f"{name}.csv", name, text) for name, text in files.items()]
    assert prepare_tools(small_firm(sources)).quality["reconciliation"]["holds"]
