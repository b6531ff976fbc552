"""Files that look like sales and are none: purchases, quotes, orders beside invoices."""

from pathlib import Path

from solver.intake.drafting.found import Found
from solver.intake.values.counting import no_sales, speaks_of_invoices
from solver.words.i18n import _


def without_other_papers(found: list[Found]) -> list[Found]:
    """Leave out the files that look like sales and speak of purchases, quotes, or orders beside invoices."""

    def named(each: Found) -> str:
        return f"{Path(each.file).stem} {each.sheet or ''}"

    invoices = [
        each for each in found if each.table == "sales" and speaks_of_invoices(named(each), each.header)
    ]
    told = []
    for each in found:
        word = None
        if each.table == "sales" and each.preset is None:
            others = any(other is not each for other in invoices)
            word = no_sales(named(each), each.header, beside_invoices=others)
        said = _(
            "it speaks of “{word}”: only what clients were invoiced is a sale. If its amounts are that, "
            "write it as a source of the table sales."
        )
        told.append(each if word is None else each.without(said.format(word=word)))
    return told
