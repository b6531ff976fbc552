"""An export of activities holds visits and calls: the second source that `init` proposes for it."""

from collections.abc import Iterator

import pandas as pd

from solver.intake.drafting.comments import source_in_comments
from solver.intake.drafting.found import Found
from solver.intake.values.codes import usual_words
from solver.intake.words import look_up
from solver.tables.channels import KINDS_OF_CONTACT
from solver.words.i18n import _

TAKEN_OVER = ("account_id", "date")


def calls_too(found: Found) -> Iterator[str]:
    """Write the lines, to be uncommented, that read the calls and mails of an export of activities."""
    if found.table != "visits" or found.preset is not None:
        return
    for question in found.questions:
        told = pd.Series([each.value for each in question.values], dtype="str")  # noqa: PD011
        if not look_up(told, usual_words("touch_kind")).isin(KINDS_OF_CONTACT).any():
            continue
        said = _("Its calls and mails can be read as contacts: take the # off these lines.")
        columns = {name: found.columns[name] for name in TAKEN_OVER if name in found.columns}
        lines = {"columns": {**columns, "touch_kind": question.column}}
        yield from source_in_comments(found, "touchpoints", said, lines)
        return
