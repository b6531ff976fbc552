"""Two files about the same clients or the same sales: which of them counts, and what each is taken for."""

from dataclasses import replace

from solver.intake.drafting.forms import PLACES, called_so, names_as_values
from solver.intake.drafting.found import Found
from solver.intake.presets import presets
from solver.intake.reading.columns import find_columns
from solver.intake.reading.totals import says_total
from solver.intake.words import fold
from solver.parameters import Source
from solver.words.i18n import _


def two_of_one(found: list[Found]) -> list[Found]:
    """Take the accounts from the invoices where no file holds them, sales across only where no other has."""
    found = _without_sums_of_nobody(found)
    in_rows = any(each.table == "sales" and not each.across and not each.missing for each in found)
    twice = _("another file holds the invoices one by one: its totals would count them twice.")
    found = [
        each.without(twice) if each.across and each.table == "sales" and in_rows else each for each in found
    ]
    found = _without_poorer_lists(_without_lists_of_another(found))
    lists = [each for each in found if each.table == "accounts"]
    if any(map(_says_where_or_who, lists)):
        return found
    of_lines = [_accounts_of(each) for each in found if each.table == "sales" and not _is_ledger(each)]
    told = [each for each in of_lines if each is not None]
    if not lists:
        return [*found, *told]
    if not any(map(_says_where_or_who, names_as_values(told))):
        return found
    said = {name for each in told for name in _clients(each)}
    if not all(2 * len(_clients(each) & said) > len(_clients(each)) for each in lists):
        return found  # under codes of their own
    twice = _("the sheets or files with the sales name the same clients, with their reps or places.")
    listed = [
        each.without(twice) if each in lists and not each.preset and _clients(each) <= said else each
        for each in found
    ]
    return [*listed, *told]


def _says_where_or_who(accounts: Found) -> bool:
    """Tell whether a list of accounts has places or reps."""
    return accounts.preset is not None or not {*PLACES}.isdisjoint(
        {*accounts.columns, *accounts.computed, *accounts.constants}
    )


def _clients(found: Found) -> frozenset[str]:
    """Return the codes or names in the column of accounts, but totals."""
    column = found.columns.get("account_id")
    texts = found.cells.get(column, ())
    return frozenset(fold(text) for text in texts if text.strip() and not says_total(text))


def _without_sums_of_nobody(found: list[Found]) -> list[Found]:
    """Leave out amounts of no client, where another file, or another sheet, has those of clients."""
    clients = any(each.table == "sales" and "account_id" not in each.missing for each in found)
    summary = _("no client stands in it: a summary of what another file holds client by client.")
    return [
        each.without(summary)
        if clients and each.table == "sales" and each.missing.get("account_id", "") is None
        else each
        for each in found
    ]


def _without_lists_of_another(found: list[Found]) -> list[Found]:
    """Leave out the clients of a sheet with amounts across, where a list has each of them and more of it."""
    lists = [each for each in found if each.table == "accounts" and not each.problem]
    visits = {(each.file, each.sheet) for each in found if each.table == "visits" and each.across}
    sums = {(each.file, each.sheet) for each in found if each.across}
    said = _("another file has the same clients, and says more of each.")

    def poorer(one: Found) -> bool:
        if (one.file, one.sheet) in visits and any(
            (other.file, other.sheet) not in visits and _clients(one) <= called_so(other) for other in lists
        ):
            return True
        return (one.file, one.sheet) in sums and any(
            {*one.columns} < {*other.columns} and _clients(one) <= _clients(other)
            for other in lists
            if other is not one
        )

    return [each.without(said) if each in lists and poorer(each) else each for each in found]


def _without_poorer_lists(found: list[Found]) -> list[Found]:
    """Leave a bare list of names out where another file has places or reps, and codes of its own."""
    rich = [each for each in found if each.table == "accounts" and {*PLACES} & {*each.columns}]
    # Who has neither place nor rep adds a client at most: only under the same codes, and with a name.
    codes = {fold(each.columns.get("account_id", "")) for each in rich}
    bare = _("a list of names without places or reps, and another file has the accounts with theirs.")
    return [
        each.without(bare)
        if each.table == "accounts"
        and not each.preset
        and each not in rich
        and rich
        and not (fold(each.columns.get("account_id", "")) in codes and _has_name(each))
        else each
        for each in found
    ]


def _is_ledger(found: Found) -> bool:
    return found.preset is not None and bool(presets()[found.preset].ledger)


def _has_name(found: Found) -> bool:
    return found.columns.get("name") not in (None, found.columns.get("account_id"))


def _accounts_of(sales: Found) -> Found | None:
    """Return the accounts that a file of documents names: code or name, rep and place, nothing else."""
    account = sales.columns.get("account_id")
    if account is None:
        return None
    header = [*dict.fromkeys([*sales.columns.values(), *sales.left_alone])]
    fits = find_columns(Source.model_validate({"table": "accounts", "path": sales.file}), header, sales.file)
    fits = {**sales.by_values.get("accounts", {}), **fits}
    columns = {"account_id": account}
    # The name beside a code, else the account's own column.
    columns["name"] = fits["name"] if fits.get("name") not in (None, account) else account
    columns |= {name: fits[name] for name in PLACES if name in fits and fits[name] not in columns.values()}
    left = tuple(name for name in header if name not in columns.values())
    return replace(
        sales,
        table="accounts",
        preset=None,
        columns=columns,
        missing={},
        computed={},
        constants={},
        across={},
        from_lines=True,
        totals_on_first=False,
        left_alone=left,
    )
