"""The letter that goes to the reps with the list of a field test."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pandas as pd

from solver.words.files import write_text
from solver.words.i18n import _, counted, format_date, format_share, with_label


def write_letter(
    path: Path,
    test: pd.DataFrame,
    *,
    firm: str,
    start: date,
    end: date,
    detectable: float,
    names: Mapping[str, str],
) -> Path:
    """Write the letter as Markdown, in the language in force.

    Parameters
    ----------
    path : Path
    test : DataFrame
        As `draw_test` returns it.
    firm : str
    start, end : date
        First and last day of the test.
    detectable : float
        The effect that the test would show, as `detectable_effect` returns it.
    names : mapping of str to str
        Name of each rep.

    Raises
    ------
    PortfolioError
        The file cannot be written.
    """
    accounts = counted(len(test), "{n} account", "{n} accounts")
    paragraphs = [
        "# " + _("What does a visit bring? Let us try it"),
        firm,
        _("Dear colleagues,"),
        _(
            "Nobody knows what one visit more brings. We visit most where business is good, so our"
            " own figures"
            " cannot tell what our visits cause. From {start} to {end} we try it on {accounts}."
        ).format(start=format_date(start, "long"), end=format_date(end, "long"), accounts=accounts),
        _(
            "The accounts are in pairs of the same size, both of the same rep. In each pair the lot has given"
            " one account a quarter more visits; the other is visited as often as last year. The"
            " list says how"
            " often."
        ),
        "## " + _("What we ask of you"),
        "\n".join(
            f"- {line}"
            for line in (
                _("Visit each account of the list as often as it says, spread over the whole time."),
                _(
                    "Do not swap two accounts, even where you would have chosen otherwise: the lot"
                    " is the test."
                ),
                _("Change nothing else: prices, offers and calls stay as they are, for both of a pair."),
                _("Log every visit. An account that needs you gets you; log that visit too."),
            )
        ),
        "## " + _("What it can show"),
        _(
            "With so many accounts the test shows an effect of {effect} four times in five. A smaller one may"
            " be there and not be seen. No rep is judged by it, and no account is given up for it."
        ).format(effect=format_share(detectable)),
        "## " + _("Your accounts"),
        "\n".join(
            f"- {with_label(names.get(str(rep), str(rep)), _of_rep(own))}"
            for rep, own in test.groupby("rep_id")
        ),
    ]
    write_text(path, "\n\n".join(paragraphs) + "\n")
    return path


def _of_rep(own: pd.DataFrame) -> str:
    more = int((own["visits_wanted"] - own["visits"]).sum())
    return _("{accounts}, {visits} more than last year").format(
        accounts=counted(len(own), "{n} account", "{n} accounts"),
        visits=counted(more, "{n} visit", "{n} visits"),
    )
