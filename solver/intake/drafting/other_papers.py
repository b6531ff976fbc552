"""Files that look like sales and are none: purchases, quotes, orders beside invoices."""

from dataclasses import replace
from pathlib import Path

from solver.intake.drafting.found import Found
from solver.intake.values.counting import no_sales, speaks_of_invoices
from solver.parameters import Computed


def without_other_papers(found: list[Found]) -> list[Found]:
    """Leave out the files that look like sales and speak of purchases, quotes, or orders beside invoices."""

    def header(each: Found) -> tuple[str, ...]:
        parts = (part for way in each.computed.values() for part in Computed.model_validate(way).parts)
        return (*each.columns.values(), *parts, *each.across, *each.left_alone)

    def named(each: Found) -> str:
        return f"{Path(each.file).stem} {each.sheet or ''}"

    sales = [each for each in found if each.table == "sales" and each.preset is None]
    invoices = [
        each for each in found if each.table == "sales" and speaks_of_invoices(named(each), header(each))
    ]
    told = []
    for each in found:
        word = None
        if each in sales:
            others = any(other is not each for other in invoices)
            word = no_sales(named(each), header(each), beside_invoices=others)
        left = replace(
            each,
            table=None,
            columns={},
            missing={},
            computed={},
            across={},
            left_alone=header(each),
            no_sales=word,
        )
        told.append(each if word is None else left)
    return told
