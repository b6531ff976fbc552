"""Whatever a firm calls its clients, people, products and files: in no output is it more than a name.

One small firm full of names that are formulas, markup, templates and commands walks through every command
that writes something; then every file is opened as its reader opens it. Each name ends on a mark of its own:
wherever the mark shows up, the whole name must stand before it, to the letter.
"""

import ast
import csv
import json
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import icalendar
import pandas as pd
import pytest
import yaml
from markdown_it import MarkdownIt
from python_calamine import CalamineWorkbook

from solver.cli import app
from tests.in_process import in_this_process
from tests.intake.conftest import CLIENTS, SALES
from tests.small_firm import PORTFOLIO, read_csv, write_csv, write_small_firm

pytestmark = pytest.mark.whole

NAMES = tuple(
    f"{name}zq{number:02d}z"
    for number, name in enumerate(
        (
            '=HYPERLINK("http://x.example";"y")',
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            '"><svg onload=alert(1)>',
            "' onclick='alert(1)",
            "&lt;b&gt; &amp; &#60;",
            "**a** [b](http://x.example) `c`",
            "# a | b | c",
            "{{ 7*7 }}{% raw %}{# a #}",
            "{name}{0}%s%(a)s${b}",
            "$x^2$ \\(y\\) \\[z\\]",
            "[/][red]a[/red]",
            "+1",
            "-2+3",
            "@SUM(A1)",
            "=1+1|' /C calc'!A0",
            "\t=1+1",
            "a\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:b",
            "a;b,c\\n:d",
            "../../../a",
            "</title></style></td>",
            '#link("http://x.example")[a] #sys.version',
            "\u202eedoc",
            "O'Brien & Cœur « 1 »",
        )
    )
)
MARK = re.compile(r"zq(\d\d)z")
FILES = ("clients.csv", "ventes.csv", "contacts [b] &lt;b&gt; {a}.csv", "visites.csv", "decisions.csv")
BARE = ("=1+1", "+1", "-1", "@a", "<b>", "{}", "%", "[/]", "NULL")
ELSEWHERE = "http://x.example"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Let every command write what it writes; return the folder."""
    folder = tmp_path_factory.mktemp("names")
    portfolio = firm_of_names(folder)
    run = folder / "made" / "run"
    with pytest.MonkeyPatch.context() as patch:
        in_this_process(patch, shown=True)
        for words in (
            ["check", portfolio, "--out", run],
            ["run", portfolio, "--out", run],
            ["worksheet", portfolio, "--out", folder / "made" / "judgements.xlsx", "--author", NAMES[0]],
        ):
            app([*map(str, words)], standalone_mode=False)
    return folder / "made"


def firm_of_names(folder):
    """Write the small firm, every free text of it a name."""
    path = write_small_firm(folder, clients=len(NAMES), prospects=len(BARE) + 8)
    accounts, sales = read_csv(folder / "clients.csv"), read_csv(folder / "ventes.csv")
    for row, name in zip(accounts, [*NAMES, *BARE, *NAMES], strict=False):
        row |= {"Nom": name, "Adresse": name, "Téléphone": name, "E-mail": name}
    for number, row in enumerate(sales):
        row |= {"Famille": NAMES[number % 3], "Facture": f"{row['Facture']} {NAMES[number % 7]}"}
    people = [
        {"Code client": row["Code"], "Nom": name, "Fonction": name, "E-mail": name}
        for row, name in zip(accounts, reversed(NAMES), strict=False)
    ]
    visits = [
        {"Date": f"{3 + n:02d}/11/2025", "Heure": "10:00", "Commercial": "R1", "Code client": row["Code"]}
        | {"Statut": "Réalisée", "Résultat": NAMES[n]}
        for n, row in enumerate(accounts[:12])
    ]
    reasons = {"Motif": NAMES[2], "Auteur": NAMES[3]}
    decided = [{"Code client": row["Code"], "Visites mini": "2", **reasons} for row in accounts[1:3]]
    for name, rows in zip(FILES, (accounts, sales, people, visits, decided), strict=True):
        write_csv(folder / name, rows)
    given = yaml.safe_load(PORTFOLIO)
    given["firm"] = NAMES[1]
    given["reps"][0] |= {"name": NAMES[4], "email": "a@b.example"}
    given["assumptions"] = list(NAMES[:12])
    others = zip(("contacts", "visits", "decisions"), FILES[2:], strict=True)
    given["sources"] += [{"table": table, "path": name} for table, name in others]
    path.write_text(yaml.safe_dump(given, allow_unicode=True), encoding="utf-8")
    return path


def only_names(text, where):
    """Every mark ends a whole name; where a name is broken into lines does not matter."""
    seen = "".join(text.split())
    for mark in MARK.finditer(seen):
        name = "".join(NAMES[int(mark[1])].split())
        assert seen[: mark.end()].endswith(name), f"{where}: …{seen[max(0, mark.start() - 60) : mark.end()]}"
    return set(MARK.findall(seen))


class Page(HTMLParser):
    """A page as a browser takes it apart."""

    def __init__(self, content):
        super().__init__()
        self.text, self.attributes, self.inside, self.code, self.data = [], [], [], [], []
        self.feed(content)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag in ("script", "style"):
            self.inside.append(tag)
            self.runs = dict(attrs).get("type") != "application/json"

    def handle_endtag(self, tag):
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data):
        if not self.inside:
            self.text.append(data)
        else:
            (self.code if self.runs else self.data).append(data)


def words_of(held):
    """Return every text in what JSON holds."""
    inside = held.values() if isinstance(held, dict) else held if isinstance(held, list) else ()
    return [held] if isinstance(held, str) else [word for one in inside for word in words_of(one)]


def harmless_page(content, where):
    page = Page(content)
    for data in page.data:
        for word in words_of(json.loads(data)):
            only_names(word, where)
    assert "alert(1)" not in "".join(page.code), where
    for tag, name, value in page.attributes:
        assert not (name.startswith("on") and "alert" in value), f"{where}: {tag} {name}={value}"
        assert not (name in ("href", "src", "xlink:href") and ELSEWHERE in value), f"{where}: {tag}"
        only_names(value, where)
    return only_names("".join(page.text), where)


def harmless_notebook(path):
    book = json.loads(path.read_text(encoding="utf-8"))
    seen = set()
    for cell in book["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            seen |= harmless_page(MarkdownIt().render(source), path)
            continue
        ast.parse(source)
        for output in cell["outputs"]:
            data = output.get("data", {"text/plain": output.get("text", "")})
            for kind, content in data.items():
                text = "".join(content) if isinstance(content, list | str) else ""
                if kind == "text/markdown":
                    seen |= harmless_page(MarkdownIt().render(text), path)
                elif kind in ("text/html", "image/svg+xml"):
                    seen |= harmless_page(text, path)
    return seen


def harmless_workbook(path):
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                for part in ElementTree.fromstring(archive.read(name)).iter():
                    tag = part.tag.rpartition("}")[2]
                    assert not (tag == "f" and MARK.search(part.text or "")), f"{path}: {name}: {part.text}"
                    assert ELSEWHERE not in part.get("Target", ""), f"{path}: {name}"
    rows = [
        cell
        for sheet in CalamineWorkbook.from_path(path).sheet_names
        for row in CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python()
        for cell in row
    ]
    return set().union(*(only_names(cell, path) for cell in rows if isinstance(cell, str)))


def harmless_table(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file, delimiter=";") for cell in row]
    for cell in cells:
        assert not re.match(r"[=+\-@\t\r]", cell) or re.fullmatch(r"-?[\d\s.,]+", cell), f"{path}: {cell}"
    return set().union(*(set(MARK.findall(cell)) for cell in cells))


def harmless_agenda(path):
    written = path.read_bytes()
    events = icalendar.Calendar.from_ical(written).walk("VEVENT")
    assert len(events) == written.count(b"\r\nBEGIN:VEVENT\r\n")
    assert len({event["UID"] for event in events}) == len(events)
    texts = [str(event.get(name, "")) for event in events for name in ("SUMMARY", "LOCATION", "DESCRIPTION")]
    return set().union(*(only_names(text, path) for text in texts))


def harmless_slides(path):
    with zipfile.ZipFile(path) as archive:
        texts = []
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                root = ElementTree.fromstring(archive.read(name))
                assert not any(ELSEWHERE in part.get("Target", "") for part in root.iter()), f"{path}: {name}"
                texts += ["".join(part.itertext()) for part in root.iter() if part.tag.endswith("}p")]
    return set().union(*(only_names(text, path) for text in texts))


def harmless_paper(path):
    content = path.read_bytes()
    assert b"/JavaScript" not in content
    assert ELSEWHERE.encode() not in content
    return set()


def plain_data(path):
    """Data for programs: it must come back, and nothing reads it as anything else."""
    match path.suffix:
        case ".json":
            json.loads(path.read_text(encoding="utf-8"))
        case ".yaml":
            yaml.safe_load(path.read_text(encoding="utf-8"))
        case ".parquet":
            pd.read_parquet(path)
    return set()


OPENED = {
    ".html": lambda path: harmless_page(path.read_text(encoding="utf-8"), path),
    ".svg": lambda path: harmless_page(path.read_text(encoding="utf-8"), path),
    ".ipynb": harmless_notebook,
    ".xlsx": harmless_workbook,
    ".csv": harmless_table,
    ".ics": harmless_agenda,
    ".pptx": harmless_slides,
    ".pdf": harmless_paper,
    ".json": plain_data,
    ".yaml": plain_data,
    ".parquet": plain_data,
    ".lock": plain_data,
    ".txt": plain_data,
}
# These are read by people: a test that sees no name in them has tested nothing.
READ_BY_PEOPLE = (".html", ".xlsx", ".ipynb", ".csv", ".ics", ".pptx")


def test_in_no_output_is_a_name_more_than_a_name(made):
    files = sorted(path for path in made.rglob("*") if path.is_file())
    unknown = {path.name for path in files if path.suffix not in OPENED}
    assert unknown == set(), "say in OPENED what makes such a file harmless"
    seen = {suffix: set() for suffix in OPENED}
    for path in files:
        seen[path.suffix] |= OPENED[path.suffix](path)
    for suffix in READ_BY_PEOPLE:
        if any(path.suffix == suffix for path in files):
            assert seen[suffix], f"no name in any {suffix} file"


def test_no_file_lies_outside_the_folder_asked_for(made):
    assert {path.name for path in made.parent.iterdir()} == {"made", "portfolio.yaml", *FILES}


def test_the_frozen_portfolio_says_what_the_firm_said(made):
    frozen = yaml.safe_load((made / "run" / "portfolio.yaml").read_text(encoding="utf-8"))
    assert frozen["firm"] == NAMES[1]
    assert frozen["reps"][0]["name"] == NAMES[4]


def test_the_accounts_keep_their_names(made):
    accounts = pd.read_parquet(next(Path(made).rglob("accounts.parquet")))
    kept = accounts.loc[accounts["kind"].eq("client"), "name"].tolist()
    assert kept == [name.strip() for name in NAMES]


def test_a_proposed_portfolio_holds_the_names_of_files_and_columns_and_no_more(tmp_path):
    for name, text in (("clients - a.csv", CLIENTS), ("{b} # ventes.csv", SALES)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    for number, name in enumerate((*NAMES, "Commentaire # a\nfirm: b\nreps: []")):
        rows = [{"Code client": "C001", name: "1", "Commercial": name}]
        write_csv(tmp_path / f"# {number} - [a] {{b}}, 'c'.csv", rows)
    app(["init", str(tmp_path)], standalone_mode=False)
    proposed = yaml.safe_load((tmp_path / "portfolio.yaml").read_text(encoding="utf-8"))
    assert proposed["firm"] == tmp_path.name
    assert {"clients - a.csv", "{b} # ventes.csv"} <= {source["path"] for source in proposed["sources"]}
    assert all((tmp_path / source["path"]).is_file() for source in proposed["sources"])
    assert proposed["reps"]
