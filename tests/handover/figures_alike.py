"""Each named figure as each file of a run says it: `python -m tests.handover.figures_alike RUN`.

The files are read back as a person reads them, and each place is held against the definition of the figure.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import unescape
from itertools import groupby, pairwise
from pathlib import Path

import nbformat
import pandas as pd
import pptx
from python_calamine import CalamineWorkbook

from solver.report.findings.artifacts import Artifacts
from solver.report.findings.read import Findings, read_findings
from solver.report.look.cells import Column, formatter
from solver.run import Run
from solver.words.i18n import _, ngettext
from tests.handover.named_figures import FIGURES, OF_A_REP, Named

THIN = r"[\u00a0\u202f]"  # stands inside figures; a plain space does not
NUMBER = rf"[−+]?[€$£]?\d(?:[\d,.]|{THIN}(?=\d{{3}}(?!\d)))*(?:{THIN}?[€%]|{THIN}h\b)?"
BLANKS = re.compile(r"[ \t\r\n\f]+")
OTHER = r"[^\n]{1,90}?"
FEWEST_TILES = 3  # of a row; on a cover figures and labels stand about otherwise
REACH = 400  # signs on either side of the longest part of a sentence
PLACE = re.compile(r"\{(\w+)\}")


def places(findings: Findings) -> pd.DataFrame:
    """Return each figure as it stands in each file of a run.

    Returns
    -------
    DataFrame
        `figure, defined` (as its definition writes it), `file, printed, agrees`, a line for each file and
        each way in which a figure is printed there.
    """
    with findings.spoken():
        texts = dict(_texts(findings.run.path))
        whole = {file: text for file, text in texts.items() if not file.startswith("agenda/")}
        rows = _rows(FIGURES, findings.artifacts, whole)
        if "reps" in findings.artifacts:
            for turn, rep in enumerate(findings.artifacts.table("reps")["rep_id"].sort_values(), start=1):
                theirs = {f"agenda/{rep}.pdf": texts.get(f"agenda/{rep}.pdf", "")}
                page = findings.run.path / "index.html"
                if page.exists():
                    theirs[f"index.html, {rep}"] = page_text(page, of_rep=turn)
                rows += _rows(OF_A_REP, _of_rep(findings.artifacts, rep), theirs, f", {rep}")
    return pd.DataFrame(rows, columns=["figure", "defined", "file", "printed", "agrees"])


def _rows(
    figures: Iterable[Named], artifacts: Artifacts, texts: Mapping[str, str], of: str = ""
) -> list[tuple[str, str, str, str, bool]]:
    rows = []
    for named in figures:
        value = named.value(artifacts)
        if value is None:
            continue
        defined = formatter(Column(unit=named.unit), named.name)(value)
        rows += [
            (named.name + of, defined, file, printed, _same(printed, defined))
            for file, text in texts.items()
            for printed in sorted(_printed(named, text))
        ]
    return rows


def _of_rep(artifacts: Artifacts, rep_id: str) -> Artifacts:
    """Leave of every table the lines of one rep."""
    return Artifacts(
        {
            name: held[held["rep_id"] == rep_id]
            for name, held in artifacts.items()
            if isinstance(held, pd.DataFrame) and "rep_id" in held
        }
    )


def _same(printed: str, defined: str) -> bool:
    """Compare digits and sign: a sentence may put the unit elsewhere than a tile does."""
    return _digits(printed) == _digits(defined)


def _digits(figure: str) -> str:
    return re.sub(r"[^\d−]", "", figure)


def _printed(named: Named, text: str) -> set[str]:
    found = {
        figure
        for one, many, place in named.sentences
        for message in dict.fromkeys((ngettext(one, many, 1), ngettext(one, many, 2)))
        for figure in _in_sentences(message, place, text)
    }
    for label in named.labels:
        found |= set(re.findall(rf"(?:^|⟶)\s*{_spaced(_(label))}\s*⟶\s*({NUMBER})", text, re.MULTILINE))
    return {figure.strip().rstrip(".,") for figure in found}


def _in_sentences(message: str, place: str, text: str) -> list[str]:
    """Take the figure out of every sentence of that form, found by its longest part."""
    parts = PLACE.split(message)
    made = "".join(
        _spaced(part) if turn % 2 == 0 else f"({NUMBER})(?:\\s[^\\d.;]{{1,40}}?)?" if part == place else OTHER
        for turn, part in enumerate(parts)
    )
    form = re.compile((r"(?<![\d,.])" if message.startswith("{" + place) else "") + made)
    longest = _spaced(max(parts[::2], key=len).strip())
    windows = (text[max(0, at.start() - REACH) : at.end() + REACH] for at in re.finditer(longest, text))
    return [match[1] for window in windows for match in form.finditer(window)]


def _spaced(words: str) -> str:
    if not words.strip():
        return r"\s*"
    before, after = _ends(words)
    return before + r"\s+".join(map(re.escape, words.split())) + after


def _ends(words: str) -> tuple[str, str]:
    """Leave a space at either end free to be a line's end."""
    return (r"\s*" if words[:1].isspace() else "", r"\s*" if words[-1:].isspace() else "")


def _texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Return the text of each file that a person reads; `⟶` stands between a label and its figure."""
    for name, read in READERS.items():
        for path in sorted(folder.glob(name)):
            yield path.relative_to(folder).as_posix(), read(path)


def page_text(path: Path, of_rep: int = 0) -> str:
    """Return the text of a page: a label on a line with its figure; or of one rep."""
    page = re.sub(r"<(script|style)\b.*?</\1>", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    page = BLANKS.sub(" ", page)
    reps = re.search(r'<section id="reps">.*?(?=<section id="(?:accounts|appendix)")', page)
    if of_rep:
        parts = re.split(r'id="rep-\d+"', reps[0] if reps else "")
        page = parts[of_rep] if of_rep < len(parts) else ""
    elif reps:
        page = page.replace(reps[0], " ")
    page = re.sub(r"</dt>\s*<dd[^>]*>(?:<strong[^>]*>)?", " ⟶ ", page)
    page = re.sub(r"</?(?:div|dl|p|h\d|li|section|tr|figure)\b[^>]*>", "\n", page)
    return unescape(re.sub(r"<[^>]+>", " ", page)).replace("\u200b", "")


def pdf_text(path: Path) -> str:
    """Return the text of a paper; nothing where the program that reads it is not on the machine."""
    if shutil.which("pdftotext") is None:
        return ""
    read = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True).stdout.decode("utf-8")
    thin = r"(?<=\d) (?=\d{3}(?!\d)|[€%]|h\b)"  # the program writes thin spaces as plain ones
    read = re.sub(thin, "\u202f", read.replace("\u200b", ""))
    return "\n".join([BLANKS.sub(" ", read), *_tiles(read)])


def _tiles(read: str) -> Iterator[str]:
    """Return each figure of a row of tiles with its label: a row of figures, then one of as many labels."""
    blocks = [BLANKS.sub(" ", block).strip() for block in re.split(r"\n\s*\n", read)]
    rows = [list(row) for _figures, row in groupby(blocks, lambda block: bool(re.fullmatch(NUMBER, block)))]
    for figures, labels in pairwise(rows):
        if re.fullmatch(NUMBER, figures[0]):
            many = min(len(figures), len(labels))  # before them the marks of a scale, after them other words
            if many < FEWEST_TILES:
                continue
            yield from (f"{label} ⟶ {figure}" for figure, label in zip(figures[-many:], labels, strict=False))


def notebook_text(path: Path) -> str:
    """Return what the cells of an executed notebook show, a label on a line with its figure."""
    shown = [
        output["data"]["text/plain"]
        for cell in nbformat.read(path, as_version=4).cells
        for output in cell.get("outputs", ())
        if "text/plain" in output.get("data", {})
    ]
    return re.sub(rf"^([^:\n]+?)\s?: (?={NUMBER}$)", r"\1 ⟶ ", "\n".join(shown), flags=re.MULTILINE)


def slides_text(path: Path) -> str:
    """Return the text of the slides; a tile is its label and its figure."""
    said = []
    for slide in pptx.Presentation(str(path)).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                lines = [paragraph.text for paragraph in shape.text_frame.paragraphs]
                said.append(" ".join(lines))
                said.append(f"{shape.name} ⟶ {lines[0]}")
            if shape.has_table:
                said += [" ".join(cell.text for cell in row.cells) for row in shape.table.rows]
    return "\n".join(said)


def workbook_text(path: Path) -> str:
    """Return the texts of a workbook; a number beside a label is written as the label's unit has it."""
    units = {_(label): named.unit for named in FIGURES for label in named.labels}
    book = CalamineWorkbook.from_path(path)
    said = []
    for sheet in book.sheet_names:
        for row in book.get_sheet_by_name(sheet).to_python():
            said += [cell for cell in row if isinstance(cell, str)]
            for cell, beside in pairwise(row):
                if isinstance(beside, float) and isinstance(cell, str) and cell in units:
                    said.append(f"{cell} ⟶ {formatter(Column(unit=units[cell]), 'value')(beside)}")
    return "\n".join(said)


READERS: dict[str, Callable[[Path], str]] = {
    "index.html": page_text,
    "report.pdf": pdf_text,
    "plan.xlsx": workbook_text,
    "summary.pptx": slides_text,
    "agenda/*.pdf": pdf_text,
    "cockpit.html": page_text,
    "notebooks/*.ipynb": notebook_text,
}


def main(folder: str) -> int:
    """Print each figure with its value in each file; the result is the number of disagreements."""
    table = places(read_findings(Run(Path(folder))))
    for (figure, defined), lines in table.groupby(["figure", "defined"], sort=False):
        print(f"{figure}: {defined}")
        for line in lines.to_dict("records"):
            print(f"    {'  ' if line['agrees'] else '≠ '}{line['file']}: {line['printed']}")
    wrong = int((~table["agrees"]).sum())
    print(f"places that disagree: {wrong}")
    return wrong


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1]), 1))
