"""Documents in two files: clients and dates on their heads, amounts on their lines."""

from dataclasses import replace

from solver.intake.drafting.by_values import FEWEST, MOSTLY
from solver.intake.drafting.found import Found
from solver.intake.reading.columns import find_columns
from solver.intake.reading.parts import ways_to_work_out
from solver.parameters import Source
from solver.words.i18n import _


def heads_and_lines(found: list[Found]) -> list[Found]:
    """Say of two such files that they belong together and how one list is made of them."""
    result = list(found)
    for place, heads in enumerate(found):
        number = heads.columns.get("order_id")
        if heads.table != "sales" or set(heads.missing) != {"revenue_eur"} or number is None:
            continue
        numbers = {*heads.cells[number].str.strip()} - {""}
        for other, lines in enumerate(found):
            if other == place or lines.problem or lines.preset or lines.cells.empty:
                continue
            source = Source.model_validate({"table": "sales", "path": lines.file})
            names = find_columns(source, [str(column) for column in lines.cells.columns], lines.file)
            amounts = "revenue_eur" in names or "revenue_eur" in ways_to_work_out(names, lines.cells)
            if not amounts or "order_id" not in names or {"account_id", "date"} <= {*names}:
                continue
            said = {*lines.cells[names["order_id"]].str.strip()} - {""}
            if len(said & numbers) < max(FEWEST, MOSTLY * len(said)):
                continue
            reason = _(
                "clients and dates stand in {heads}, amounts in {lines}: ask for one list that has both on "
                "each line, or join the two by “{column}”"
            ).format(heads=heads.file, lines=lines.file, column=number)
            result[place], result[other] = (replace(each, problem=reason) for each in (heads, lines))
    return result
