"""The mailings of the diary as text files, for the firm's own mail program; nothing is sent."""

from pathlib import Path
from typing import Any

import pandas as pd

from solver.tables.codes import label
from solver.words.files import write_text
from solver.words.harmless import harmless
from solver.words.i18n import _

MOST_NEWSLETTERS = 6  # of a plan
OFFERS = "offers_by_email.csv"


def write_mailings(letters: pd.DataFrame, offers: pd.DataFrame, folder: Path) -> list[Path]:
    """Write a text file for each mailing; one of an earlier run that is no more is taken away.

    Parameters
    ----------
    letters : DataFrame
        `newsletter_no, email, person, name, account_id, ground, first_notice`.
    offers : DataFrame
        `channel, placed_on, email, person, name, account_id, purpose`; those by e-mail that have a day.
    folder : Path
    """
    made = {}
    for number in range(1, MOST_NEWSLETTERS + 1):
        rows = letters[letters["newsletter_no"].eq(number)]
        made[f"newsletter_{number}.csv"] = pd.DataFrame(
            {
                _("E-mail"): rows["email"],
                _("Person"): rows["person"],
                _("Firm"): rows["name"],
                _("Code"): rows["account_id"],
                _("Ground"): [label("ground", ground) for ground in rows["ground"]],
                _("First notice"): [_("yes") if flag else "" for flag in rows["first_notice"]],
            }
        )
    rows = offers
    rows = rows[rows["channel"].eq("email") & rows["placed_on"].notna() & rows["email"].notna()]
    rows = rows.sort_values(["placed_on", "account_id"], kind="stable")
    made[OFFERS] = pd.DataFrame(
        {
            _("E-mail"): rows["email"],
            _("Person"): rows["person"],
            _("Firm"): rows["name"],
            _("Code"): rows["account_id"],
            _("On"): rows["placed_on"].dt.strftime("%Y-%m-%d"),
            _("Purpose"): rows["purpose"],
        }
    )
    written = []
    for name, table in made.items():
        path = folder / name
        if table.empty:
            path.unlink(missing_ok=True)
            continue
        texts = table.astype("object").where(table.notna(), "").map(lambda value: harmless(str(value)))
        texts.columns = [harmless(str(head)) for head in texts.columns]
        write_text(path, "\ufeff" + _csv(texts))
        written.append(path)
    return written


def _csv(table: pd.DataFrame) -> str:
    text: Any = table.to_csv(sep=";", index=False, lineterminator="\r\n")
    return str(text)
