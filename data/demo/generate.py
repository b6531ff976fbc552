"""Write the files of Armor Fournitures, a fictional firm; the same seed always writes the same bytes.

Run `python data/demo/generate.py` to write them here, or add `--out FOLDER`.
"""

import argparse
from itertools import count
from pathlib import Path

import dirt
import export
import numpy as np
import pandas as pd
from diary import visit_log
from fieldwork import add_habits, add_rhythms, agreed_appointments, decisions
from partners import company_numbers, draw_buyers, draw_others, draw_prospects, invented_names
from people import (
    add_addresses,
    draw_contacts,
    last_contacts,
    mark_opposed,
    prospect_state,
)
from places import read_communes
from prospecting import follow_up, mark_prospects
from trading import add_economics, invoice_lines
from vocabulary import SALES_MANAGER, SEED, YEARS

SPARED_EUR = 15_000


def generate(folder: Path) -> None:
    """Draw the firm and write its files."""
    streams = (np.random.default_rng([SEED, stream]) for stream in count())
    communes = read_communes()
    names, numbers = invented_names(next(streams)), company_numbers(next(streams))

    buyers = add_economics(next(streams), draw_buyers(next(streams), communes, names, numbers))
    buyers = add_habits(next(streams), mark_opposed(next(streams), buyers))
    prospects = mark_prospects(next(streams), draw_prospects(next(streams), communes, names, numbers))
    others = draw_others(next(streams), communes, names, numbers)

    lines = invoice_lines(next(streams), buyers)
    events = follow_up(next(streams), prospects, buyers)
    prospects = prospect_state(next(streams), prospects, events)
    visits = visit_log(next(streams), buyers, prospects, events)
    decided = decisions(buyers, prospects, SALES_MANAGER)
    refused = set(decided.loc[decided["locked_visits"].eq(0), "account_id"])
    agreed = agreed_appointments(next(streams), buyers, prospects, refused)

    buyers["last_contact_on"] = last_contacts(buyers, lines, visits, events)
    partners = add_addresses(next(streams), pd.concat([buyers, others], ignore_index=True))
    prospects = add_addresses(next(streams), prospects)
    contacts = draw_contacts(next(streams), pd.concat([partners, prospects], ignore_index=True))

    planned = set(decided["account_id"]) | set(agreed["account_id"])
    spared = planned | set(buyers.loc[buyers["current"] > SPARED_EUR, "account_id"])
    buying = set(buyers.loc[buyers["revenue_2025"] > 0, "account_id"])
    clients = export.clients_file(next(streams), add_rhythms(partners, decided))
    clients = dirt.spoil_clients(next(streams), clients, spared, buying)
    listed = dirt.spoil_prospects(next(streams), export.prospects_file(prospects), clients, planned)
    log = export.visits_file(pd.concat([visits, agreed], ignore_index=True))
    tables = {
        "clients.csv": clients,
        "prospects.csv": listed,
        "contacts.csv": dirt.spoil_contacts(next(streams), export.contacts_file(contacts)),
        "visites.csv": dirt.spoil_visits(next(streams), log),
        "suivi_prospection.csv": dirt.spoil_follow_up(next(streams), export.follow_up_file(events)),
        "decisions.csv": export.decisions_file(decided),
    }
    rep_of = buyers.set_index("account_id")["rep_id"]
    for year in YEARS:
        invoices = export.invoices_file(lines[lines["year"] == year], rep_of)
        tables[f"factures_{year}.csv"] = dirt.spoil_invoices(next(streams), invoices, year)
    for name, table in tables.items():
        export.write(table, folder, name)


def main() -> None:
    """Read the command line and write the files."""
    parser = argparse.ArgumentParser(description="Write the files of the fictional firm.")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="folder to write into")
    folder = parser.parse_args().out
    folder.mkdir(parents=True, exist_ok=True)
    generate(folder)


if __name__ == "__main__":
    main()
