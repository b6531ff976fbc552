"""A run under pseudonyms, in a process that may not speak to anybody: nothing of the originals is in it.

The firm's files are full of telling words; every file that the run makes is searched for each of them.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest

from solver.cli import app
from solver.intake import prepare_tools
from solver.intake.privacy.pseudonyms import open_key
from solver.parameters import load_portfolio
from solver.run import Run
from solver.runner.pseudonymised import pseudonymise_files, run_pseudonymised
from solver.words.errors import PortfolioError
from tests.conftest import ROOT
from tests.everyday import MORE
from tests.small_firm import TOWNS, write_csv

pytestmark = [pytest.mark.whole, *MORE]

PORTFOLIO = """\
firm: Quincaillerie Zéphirin
as_of: 2025-12-31
plan_start: 2026-01-01
plan_end: 2026-12-31
sources:
  - {table: accounts, path: clients Zéphirin.csv}
  - {table: contacts, path: contacts.csv}
  - {table: sales, path: ventes.csv}
  - {table: visits, path: visites.csv}
  - {table: visit_reports, path: rapports.csv, date_order: dmy}
  - {table: decisions, path: decisions.csv}
branding: {logo: Zéphirin.png}
reps:
  - {rep_id: ZQREP1, name: Ophélie Vantadour, home_lat: 48.11, home_lon: -1.68, annual_cost_eur: 60000,
     email: ophelie@zephirin.example}
assumptions: [Ophélie Vantadour says that Bonnemaison will grow]
attrition_rate: 0.02
new_client_revenue_eur: 20000
growth_rate: 0.02
"""
# Outgoing speech ends here: whoever tries is written down, and refused.
NO_NETWORK = """\
import ipaddress, os, sys
def hook(event, args):
    if event == "socket.getaddrinfo":
        host = args[0]
    elif event in ("socket.connect", "socket.sendto"):
        host = args[1][0] if isinstance(args[1], tuple) else "localhost"
    else:
        return
    host = host.decode() if isinstance(host, bytes) else host
    try:
        here = host in (None, "", "localhost") or ipaddress.ip_address(host).is_loopback
    except ValueError:
        here = False
    if not here:
        with open(os.environ["SPOKEN_TO"], "a", encoding="utf-8") as file:
            file.write(f"{event} {host}\\n")
        raise OSError(f"the network is shut: {host}")
sys.addaudithook(hook)
"""
# What papermill adds to a page is there on the first, which has a kernel of its own; in the attack, the last.
COMMAND = """\
import pytest
from solver import cli
from tests.everyday import ATTACK
from tests.in_process import in_this_process
with pytest.MonkeyPatch.context() as patch:
    in_this_process(patch, shown=True, kernels=(1, 12) if ATTACK else (1,))
    cli.main()
"""
NUMBERS = ("732829320", "552100554", "005420120", "352600016", "444786511", "542107651")
REFERENCE = "FACT-77"


def siret(siren):
    """Complete a SIREN by a site number whose check digit is right."""
    from stdnum import luhn

    digits = siren + "0001"
    return digits + luhn.calc_check_digit(digits)


def originals(number):
    """What the files say of one account: all of it has to go."""
    siren = NUMBERS[number % len(NUMBERS)] if number < len(NUMBERS) else ""
    return {
        "Code client": f"ZQX{number:04d}",
        "Raison sociale": f"Bonnemaison {chr(65 + number)}{'aeiou'[number % 5]}rdent",
        "SIRET": siret(siren) if siren else "",
        "Adresse": f"{number + 11} impasse du Korrigan",
        "Téléphone": f"02 61 91 {number:02d} 17",
        "E-mail": f"accueil{number}@bonnemaison{number}.example",
    }


def write_firm(folder, clients=18, prospects=6):
    """Write the files and return the portfolio and every word that would give somebody away."""
    accounts, sales, contacts = [], [], []
    for number in range(clients + prospects):
        client = number < clients
        accounts.append(
            {
                **originals(number),
                "Type": "" if number == 0 else "Client" if client else "Prospect",
                "CP": TOWNS[number % 4][0],
                "Ville": TOWNS[number % 4][1],
                "Commercial": "Ophélie Vantadour",
                "Potentiel": f"{3000 * (30 - number)},00",
                "Date du potentiel": "15/06/2025",
                "Source du potentiel": "dixit Bonnemaison",
            }
        )
        contacts.append(
            {
                "N° contact": f"KZQ{number:04d}",
                "Code client": f"ZQX{number:04d}",
                "Nom": f"Eulalie Tréhondart{number}",
                "Fonction": "Gérante de Bonnemaison",
                "E-mail": f"eulalie{number}@bonnemaison{number}.example",
                "Téléphone": f"06 39 98 {number:02d} 21",
            }
        )
        for year in (2023, 2024, 2025) if client else ():
            for month in range(1 + number % 3, 13, 3):
                sales.append(
                    {
                        "Code client": f"ZQX{number:04d}",
                        "Date": f"{5 + number:02d}/{month:02d}/{year}",
                        "N° facture": f"{REFERENCE}-{year}{month:02d}{number:03d}",
                        "Famille": ("Outils", "Gants", "Colle", "Spécial Bonnemaison Aardent")[
                            (number + month) % 4
                        ],
                        "Montant HT": f"{120 * (30 - number) + 10 * month},50",
                    }
                )
    write_csv(folder / "clients Zéphirin.csv", accounts)
    write_csv(folder / "contacts.csv", contacts)
    write_csv(folder / "ventes.csv", sales)
    visit = {
        "Date": "15/12/2025",
        "Code client": "ZQX0003",
        "Commercial": "Ophélie Vantadour",
        "Résultat": "Eulalie est partie en cure",
    }
    write_csv(folder / "visites.csv", [visit])
    report = {
        "Date de visite": "17/12/2025",
        "Code client": "ZQX0002",
        "Résultat": "Eulalie songe à la retraite",
        "Potentiel constaté": "99000",
        "Prochaine action": "Apporter du kouign-amann",
        "Prochain rendez-vous": "20/01/2026",
        "Interlocuteur": "Théophraste Lanhouarneau",
        "Ligne directe": "06 39 98 77 88",
    }
    write_csv(folder / "rapports.csv", [report])
    decision = {
        "Code client": "ZQX0001",
        "Visites mini": "3",
        "Motif": "Promis à Eulalie",
        "Auteur": "Gwladys",
    }
    write_csv(folder / "decisions.csv", [decision])
    path = folder / "portfolio.yaml"
    path.write_text(PORTFOLIO, encoding="utf-8")
    words = {"Zéphirin", "Ophélie", "Vantadour", "ZQREP1", "Korrigan", "Bonnemaison", "Eulalie", "Tréhondart"}
    words |= {"Théophraste", "Lanhouarneau", "Gwladys", "kouign-amann", "retraite", "cure", REFERENCE, "KZQ"}
    words |= {"0639987788", "06 39 98 77 88", "Fougères", "Saint-Malo", "35300"}
    for account in accounts + contacts:
        named = ("Code client", "SIRET", "Téléphone", "E-mail", "N° contact")
        words |= {account[name] for name in named if account.get(name)}
        words |= {account[name].replace(" ", "") for name in named if account.get(name)}
    words |= set(NUMBERS)
    return path, words


def texts(path):
    """Return everything that a file says, whatever its format."""
    content = path.read_bytes()
    if path.suffix == ".parquet":
        table = pd.read_parquet(path)
        return " ".join([*table.columns, *map(str, table.to_numpy().ravel())])
    if zipfile.is_zipfile(BytesIO(content)):
        return unpacked(content)
    if path.suffix == ".pdf" and shutil.which("pdftotext"):
        read = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True)
        outside = re.sub(rb"stream\r?\n.*?endstream", b"", content, flags=re.DOTALL)
        return read.stdout.decode("utf-8") + outside.decode("utf-8", "replace")
    if path.suffix in (".ipynb", ".json"):
        return content.decode("utf-8") + json.dumps(json.loads(content), ensure_ascii=False)
    return content.decode("utf-8", "replace")


def unpacked(content):
    """Return what an archive says, and the workbooks within its charts."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = [archive.read(name) for name in archive.namelist()]
    return " ".join(
        unpacked(part) if zipfile.is_zipfile(BytesIO(part)) else part.decode("utf-8", "replace")
        for part in parts
    )


def said(path):
    """Return what a file says without capitals."""
    return texts(path).casefold()


def found(folder, words):
    """Return which file holds which word, on a word's own borders, whatever the case.

    A number is not looked for among the decimals of another: how long a step took is a matter of chance.
    """
    sought = {
        word.casefold(): rf"(?<![a-z0-9.]){word}(?![0-9])"
        if word.isdigit()
        else rf"(?<![a-z0-9]){re.escape(word.casefold())}"
        for word in sorted(words)
    }
    files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
    assert len(files) > 10
    return {
        (str(file.relative_to(folder)), match)
        for file in files
        for text in (said(file), file.name.casefold())
        for match in matches(sought, text)
    }


def matches(sought, text):
    """Find every word by its pattern; only those that stand in the text at all are worth a pattern."""
    there = [pattern for word, pattern in sought.items() if word in text]
    return re.findall("|".join(there), text, flags=re.UNICODE) if there else []


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Run the twelve steps under pseudonyms, in French homes, with the network shut."""
    home = tmp_path_factory.mktemp("Bonnemaison")
    portfolio, words = write_firm(home)
    (home / "sitecustomize.py").write_text(NO_NETWORK, encoding="utf-8")
    spoken = home / "spoken.txt"
    environment = {**os.environ, "PYTHONPATH": f"{home}{os.pathsep}{ROOT}", "SPOKEN_TO": str(spoken)}
    command = [sys.executable, "-c", COMMAND, "run", str(portfolio), "--pseudonymise"]
    done = subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (folder,) = (home / "reports").iterdir()
    return folder, words, home, done.stdout, spoken


def test_no_file_of_the_run_holds_a_word_of_the_originals(made):
    folder, words, *_rest = made
    assert found(folder, words) == set()


def test_the_search_finds_what_it_looks_for(made):
    _folder, words, home, *_rest = made
    assert len({word for _file, word in found(home, words)}) > 100


def test_nothing_was_sent_anywhere(made):
    *_rest, spoken = made
    assert not spoken.exists(), spoken.read_text(encoding="utf-8")


def test_the_shut_network_is_really_shut(made):
    _folder, _words, home, *_rest = made
    environment = {**os.environ, "PYTHONPATH": str(home), "SPOKEN_TO": str(home / "tried.txt")}
    call = "import urllib.request as u; u.urlopen('http://192.0.2.1/', timeout=1)"
    done = subprocess.run([sys.executable, "-c", call], env=environment, capture_output=True, check=False)
    assert done.returncode != 0
    assert (home / "tried.txt").read_text(encoding="utf-8") == "socket.getaddrinfo 192.0.2.1\n"


def test_the_figures_are_those_of_the_originals(made):
    folder, _words, home, *_rest = made
    run = Run(folder)
    sales = pd.DataFrame(pd.read_csv(home / "ventes.csv", sep=";", decimal=","))
    assert run.read("sales")["revenue_eur"].sum() == pytest.approx(sales["Montant HT"].sum())
    assert run.read("accounts")["kind"].value_counts().to_dict() == {"client": 18, "prospect": 6}
    # The visit report is in it without its words: the potential found, the visits done and agreed.
    assert run.read("accounts")["potential_eur"].max() == 99000
    assert run.read("visits")["status"].value_counts().to_dict() == {"done": 2, "agreed": 1}
    assert run.read("decisions")["min_visits"].tolist() == [3]


def test_the_holder_of_the_key_can_tell_who_is_who(made):
    folder, _words, home, out, _spoken = made
    table = pd.read_csv(home / "pseudonyms.csv", sep=";", encoding="utf-8-sig").set_index("pseudonym")
    assert "Keep this file and the key to yourself" in out
    decided = Run(folder).read("decisions")["account_id"].iloc[0]
    assert table.loc[decided, ["original", "name"]].tolist() == ["ZQX0001", originals(1)["Raison sociale"]]
    assert (home / "pseudonyms.key").stat().st_mode & 0o077 == 0


def test_one_key_gives_one_pseudonym_and_another_key_another(made, tmp_path):
    _folder, _words, home, *_rest = made
    first = open_key(home / "pseudonyms.key", tmp_path / "run").of("account", "ZQX0001")
    again = open_key(home / "pseudonyms.key", tmp_path / "run").of("account", "ZQX0001")
    other = open_key(tmp_path / "other.key", tmp_path / "run").of("account", "ZQX0001")
    assert first == again != other


def test_a_key_in_the_run_folder_is_refused(made, tmp_path):
    _folder, _words, home, *_rest = made
    with pytest.raises(PortfolioError, match="the key would lie in the run folder"):
        pseudonymise_files(home / "portfolio.yaml", tmp_path, key=tmp_path / "pseudonyms.key")


def test_a_folder_with_a_run_under_the_real_names_is_refused(made, tmp_path):
    _folder, _words, home, *_rest = made
    Run.create(tmp_path / "real", load_portfolio(home / "portfolio.yaml"))
    with pytest.raises(PortfolioError, match="not pseudonymised"):
        run_pseudonymised(home / "portfolio.yaml", tmp_path / "real")


def test_the_quality_facts_name_nobody(made, tmp_path):
    _folder, words, home, *_rest = made
    pseudonymised = pseudonymise_files(home / "portfolio.yaml", tmp_path / "run")
    told = json.dumps(pseudonymised.hidden.intake.quality, ensure_ascii=False, default=str).casefold()
    assert [word for word in words if word.casefold() in told] == []
    assert pseudonymised.hidden.intake.quality["reconciliation"]["holds"]
    assert Path(pseudonymised.folder) == tmp_path / "run"


def test_a_list_of_repairs_still_says_what_was_mended_and_what_was_set_aside(made, tmp_path):
    _folder, _words, home, *_rest = made
    hidden = pseudonymise_files(home / "portfolio.yaml", tmp_path / "run").hidden.intake.repairs
    real = prepare_tools(load_portfolio(home / "portfolio.yaml")).repairs
    assert hidden["used"].notna().sum() == real["used"].notna().sum() > 0
    assert set(hidden["used"].dropna()) == {"withheld"} == set(hidden["found"].fillna("withheld"))


def test_the_page_of_a_check_and_its_questions_name_nobody_either(made, monkeypatch):
    _folder, words, home, *_rest = made
    monkeypatch.chdir(home)
    app(["check", "portfolio.yaml", "--pseudonymise", "--out", "shown"], standalone_mode=False)
    files = [file for file in (home / "shown").rglob("*") if file.is_file()]
    assert {file.suffix for file in files} >= {".html", ".xlsx"}
    long = sorted(word for word in words if len(word) > 4)
    assert {(file.name, word) for file in files for word in long if word.casefold() in said(file)} == set()
