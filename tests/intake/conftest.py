"""A small firm on disk, and a minimal workbook writer."""

import io
import zipfile
from contextlib import contextmanager
from datetime import date
from functools import partial
from xml.sax.saxutils import escape

import pandas as pd
import pytest

from solver.intake import prepare_tools
from solver.intake.booking.account_codes import AccountCodes
from solver.intake.decided.decisions import build_decisions
from solver.intake.history.visits import build_prospect_events, build_visits
from solver.intake.partners.contacts import build_contacts
from solver.intake.reading.sources import read_source
from solver.intake.reading.typed import read_values
from solver.parameters import Portfolio, Rep, Source
from solver.words.errors import PortfolioError

REPS = [
    Rep(
        rep_id="R1",
        name="Ann Le Goff",
        home_lat=48.11,
        home_lon=-1.68,
        annual_cost_eur=60000,
        email="ann@firm.example",
    ),
    Rep(rep_id="R2", name="Bob Kerjean", home_lat=48.39, home_lon=-4.49, annual_cost_eur=60000),
]
CLIENTS = """\
Code client;Raison sociale;SIRET;CP;Ville;Commercial
C1;Menuiserie Rance;73282932000074;35400;SAINT-MALO;R1
C2;Garage du Port;;29200;BREST;R2
C3;Transports Odet;;29000;QUIMPER;
"""
SALES = """\
N° facture;Date facture;Code client;Famille;Montant HT
F1;15/01/2025;C1;EPI;1 200,50
F2;20/06/2025;C2;VISS;300,00
F3;31/12/2025;C2;VISS;-50,25
"""
FAULTY_CLIENTS = (
    "Code client;Type;Raison sociale;SIRET;CP;Ville;Téléphone;E-mail;Potentiel;Date du potentiel;"
    "Dernier contact;Commercial\n"
    "C1;Client;Alpha;73282932000074;35000;RENNES;0261910001;a@a.example;1000,00;15/06/2025;20/12/2025;R1\n"
    "C2;Client;Beta;73282932000075;35000;RENNES;voir standard;;2000,00;15/06/2024;20/12/2024;R1\n"
    "C3;Client;Gamma;;6000;NICE;;;;;;JPD\n"
    "P1;Prospect;Delta;;;Atlantis;;;;;20/12/2022;\n"
    "F1;Fournisseur;Epsilon;;;;;;;;;\n"
)
FAULTY_SALES = (
    "N° facture;Date facture;Code client;Montant HT\n"
    "F1;15/01/2025;C1;800,00\nF2;15/02/2025;C2;150,00\nF3;15/03/2025;C3;50,00\n"
)
FAULTY_CONTACTS = "Code client;Nom;Opposition\nC1;Ann;non\nC2;Bob;oui\nC2;Cleo;non\n"
CODES = ("C1", "C2", "C3")


def write(folder, table, content, name=None, **options):
    """Write one file and return its source."""
    path = folder / (name or f"{table}.csv")
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return Source(table=table, path=str(path), **options)


def small_firm(sources, **parameters):
    """Return the portfolio of a firm with these files."""
    given = {
        "firm": "Small firm",
        "as_of": date(2025, 12, 31),
        "plan_start": date(2026, 1, 1),
        "plan_end": date(2026, 12, 31),
        "sources": sources,
        "reps": REPS,
    }
    return Portfolio(**{**given, **parameters})


@pytest.fixture
def source(tmp_path):
    return partial(write, tmp_path)


@pytest.fixture
def typed(source):
    """Write one file and return its values."""

    def make(table, content, **options):
        return read_values(read_source(source(table, content, **options)))

    return make


@pytest.fixture
def firm(source):
    """Return the portfolio of a firm with clients, sales and whatever files are added."""

    def make(clients=CLIENTS, sales=SALES, *others, **parameters):
        first = clients if isinstance(clients, Source) else source("accounts", clients)
        second = sales if isinstance(sales, Source) else source("sales", sales)
        return small_firm([first, second, *others], **parameters)

    return make


def workbook(sheets):
    """Return the bytes of an .xlsx; cells are texts, numbers, or pairs (serial day, "date")."""
    names = list(sheets)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        types = "http://schemas.openxmlformats.org/package/2006/content-types"
        sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml"
        relation = "application/vnd.openxmlformats-package.relationships+xml"
        overrides = "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{sheet}.worksheet+xml"/>'
            for n in range(1, len(names) + 1)
        )
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{types}"><Default Extension="rels" ContentType="{relation}"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{sheet}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{sheet}.styles+xml"/>{overrides}</Types>',
        )
        office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        packages = "http://schemas.openxmlformats.org/package/2006/relationships"
        main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{packages}"><Relationship Id="rId1" Type="{office}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        listed = "".join(
            f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(names, 1)
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{listed}</sheets></workbook>',
        )
        relations = "".join(
            f'<Relationship Id="rId{n}" Type="{office}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n in range(1, len(names) + 1)
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{packages}">{relations}<Relationship Id="rId99" Type="{office}/styles" '
            'Target="styles.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/styles.xml",
            f'<styleSheet xmlns="{main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
            "</styleSheet>",
        )
        for n, name in enumerate(names, 1):
            rows = "".join(
                f'<row r="{r}">' + "".join(_cell(value, r, c) for c, value in enumerate(row)) + "</row>"
                for r, row in enumerate(sheets[name], 1)
            )
            archive.writestr(
                f"xl/worksheets/sheet{n}.xml",
                f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>',
            )
    return content.getvalue()


def _cell(value, row, column):
    place = f"{chr(65 + column)}{row}"
    if value is None:
        return ""
    if isinstance(value, tuple):
        return f'<c r="{place}" s="1"><v>{value[0]}</v></c>'
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{place}"><v>{value!r}</v></c>'


@contextmanager
def refusal(*parts):
    """Expect a refusal whose message holds all these words."""
    with pytest.raises(PortfolioError) as caught:
        yield caught
    for part in parts:
        assert part in str(caught.value)


def account_rows(**columns):
    """Return accounts of which only some columns matter."""
    size = len(next(iter(columns.values())))
    base = {"account_id": [f"C{n}" for n in range(size)], "country": "FR", "kind": "client", "rep_id": None}
    texts = ["account_id", "country", "kind", "rep_id", "postcode", "town"]
    table = pd.DataFrame(
        {**base, "postcode": None, "town": None, "lat": float("nan"), "lon": float("nan"), **columns}
    )
    return table.astype(dict.fromkeys(texts, "str") | {"lat": "float64", "lon": "float64"})


@pytest.fixture
def log(firm, source):
    """Return the table of one file around three accounts of rep R1."""

    def make(table, text):
        portfolio = firm()
        typed = [read_values(read_source(source(table, text)))]
        codes = AccountCodes(pd.Series(CODES, dtype="str"))
        if table == "contacts":
            return build_contacts(typed, codes, portfolio)
        if table == "visits":
            return build_visits(typed, codes, portfolio, pd.Series("R1", index=CODES, dtype="str"))
        if table == "prospect_events":
            return build_prospect_events(typed, codes, portfolio.as_of)
        return build_decisions(typed, codes)

    return make


def problems(made):
    """Return line and problem of every repair, in the order of the lines."""
    return made.repairs.sort_values("row", kind="stable")[["row", "problem"]].to_numpy().tolist()


@pytest.fixture(scope="session")
def faulty(tmp_path_factory):
    """Return step 1 of a firm of five partners with a few faults, each counted in the tests."""
    folder = tmp_path_factory.mktemp("firm")
    texts = {"accounts": FAULTY_CLIENTS, "sales": FAULTY_SALES, "contacts": FAULTY_CONTACTS}
    return prepare_tools(small_firm([write(folder, table, text) for table, text in texts.items()]))
