"""From accounting entries to our tables: the sales in them, and the clients that they name."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from solver.intake.presets.buyers import buyers, client_on_line
from solver.intake.presets.catalogue import Preset
from solver.intake.presets.client_accounts import SALES, Chart, chart_of, with_usual_accounts
from solver.intake.presets.foreign_entries import without_sales
from solver.intake.presets.ledger import (
    amounts_as_text,
    check_roles,
    entry_numbers,
    general_lines,
    ledger_roles,
    read_entries,
    unbalanced,
    with_days,
)
from solver.intake.presets.lettering import client_lines
from solver.intake.presets.rules import Aside
from solver.intake.presets.unquoted_separators import put_together
from solver.intake.repairs import gather, repairs, too_many
from solver.intake.values.numbers import MICRO
from solver.intake.words import each_value, fold
from solver.parameters import Source
from solver.words.errors import PortfolioError
from solver.words.i18n import _, format_money, ngettext

# Accounts of the result and of the balance sheet: entries that close or open the books.
CLOSING = ("12", "89")
OPENING_CODES = frozenset({"an", "anc", "ano", "anv", "aan", "ran", "ouv"})
OPENING = re.compile(r"\ba nouveaux?\b|\bouverture\b|\bbalance initiale\b|\bopening\b")
MISCELLANEOUS_CODE = re.compile(r"od[a-z0-9]?")
MISCELLANEOUS = re.compile(
    r"\bop\w* div\w*|\becritures? div\w*|\binventaires?\b|\bclotures?\b|\bmiscellaneous\b"
)
SELLING = re.compile(r"\bventes?\b|\bvtes?\b|\bfactur\w*|\bclients?\b|\bsales\b")
# More sales without a client than these are a habit of the firm: they are counted, not listed.
MOST_LISTED = 200
# Rounding line by line leaves an entry so many millionths uneven.
CENTS = 50_000
FEWEST_WORDINGS = 2  # lines of a client that say the same
# Under these names the columns come that no file has.
CLIENT, CLIENT_NAME, PIECE, FAMILY = "CompAuxNum", "CompAuxLib", "PieceRef", "CompteLib"


@dataclass(frozen=True)
class Extract:
    """What accounting entries hold for one of our tables.

    Attributes
    ----------
    table : DataFrame of str
        Rows of the table, under column names of the file; the index is the line of the file.
    columns : dict of str to str
        Our column: column of `table`.
    asides : tuple of Aside
        Rows that do not count.
    repairs : DataFrame
        What was found wrong (table `repairs`).
    facts : dict
        How many lines and entries there are.
    client_lines : DataFrame, optional
        What each client owes, line by line, and what is settled, where the entries are lettered.
    """

    table: pd.DataFrame
    columns: dict[str, str]
    asides: tuple[Aside, ...]
    repairs: pd.DataFrame
    facts: Mapping[str, int]
    client_lines: pd.DataFrame | None = None


def take_from_entries(lines: pd.DataFrame, source: Source, preset: Preset, file: str) -> Extract:
    """Take the sales, or the clients, out of accounting entries.

    Parameters
    ----------
    lines : DataFrame of str
        The lines of the entries, under the column names of the file.
    source : Source
        Its table says which; its rules on the journal replace the usual ones.
    preset : Preset
        Which column plays which part.
    file : str
        Name for the messages.

    Raises
    ------
    PortfolioError
        A column is missing, or no line is a sale, or no sale names a client.
    """
    header = [str(column) for column in lines.columns]
    roles = ledger_roles(header, preset.ledger)
    check_roles(roles, header, file)
    lines, analytic = general_lines(lines, roles)
    lines = with_days(lines, roles)
    entries = read_entries(lines, roles, source.decimal, preset.decimal)
    groups = entry_numbers(entries)
    entries = with_usual_accounts(entries, groups)
    chart = chart_of(entries, groups)
    named = client_on_line(entries, chart)
    if source.table == "accounts":
        return _clients(lines, roles, entries, named, file)
    extract = _sales(lines, roles, entries, groups, named, source, chart, preset.date_order, file)
    return replace(extract, repairs=gather([extract.repairs, analytic]))


def whole_lines(
    cells: pd.DataFrame, names: Sequence[str], preset: Preset, separator: str | None
) -> tuple[pd.DataFrame, pd.Index]:
    """Put together the lines that their wording tore apart, and return which they were.

    Parameters
    ----------
    cells : DataFrame of str
        The lines, columns numbered from 0.
    names : sequence of str
        The header.
    preset : Preset
        Which column plays which part.
    separator : str, optional
        What stands between two cells; none in a workbook.
    """
    roles = {role: list(names).index(name) for role, name in ledger_roles(names, preset.ledger).items()}
    if separator is None or "date" not in roles:
        return cells, cells.index[:0]
    return put_together(cells, len(names), roles, separator)


def _clients(
    lines: pd.DataFrame, roles: Mapping[str, str], entries: pd.DataFrame, named: pd.Series, file: str
) -> Extract:
    """Return one row per client that the entries name, with the last name it bears there."""
    first = named[named.ne("").to_numpy()].drop_duplicates()
    if first.empty:
        raise _nobody_named(roles, file)
    called = first.map(_last_names(entries, named)).astype("str").fillna("")
    columns = {"account_id": roles.get("client", CLIENT), "name": roles.get("client_name", CLIENT_NAME)}
    table = lines.loc[first.index].assign(**{columns["account_id"]: first, columns["name"]: called})
    return Extract(table, columns, (), gather([]), {"entry_lines": len(lines)})


def _last_names(entries: pd.DataFrame, named: pd.Series) -> pd.Series:
    """Return the last name that each client bears in the entries."""
    own = named.eq(entries["account"])
    names = entries["client_name"].where(~own | entries["client_name"].ne(""), entries["account_name"])
    borne = pd.DataFrame({"client": named, "name": names})[(named.ne("") & names.ne("")).to_numpy()]
    if borne.empty:
        return _names_in_wordings(entries["label"], named)
    return borne.drop_duplicates("client", keep="last").set_index("client")["name"]


def _names_in_wordings(labels: pd.Series, named: pd.Series) -> pd.Series:
    """Return what stands on every line of a client and of no other: its name, where no column has names."""
    told = pd.DataFrame({"client": named, "name": labels})[(named.ne("") & labels.ne("")).to_numpy()]
    lines = told.groupby("client")["name"].agg(["nunique", "size", "first"])
    once = lines[lines["nunique"].eq(1) & lines["size"].ge(FEWEST_WORDINGS)]["first"]
    alike = told.drop_duplicates()["name"].value_counts()
    return once[once.map(alike).eq(1)].rename("name")


def _sales(
    lines: pd.DataFrame,
    roles: Mapping[str, str],
    entries: pd.DataFrame,
    groups: pd.Series,
    named: pd.Series,
    source: Source,
    chart: Chart,
    order: str | None,
    file: str,
) -> Extract:
    """Return the lines on 70x accounts, each with its client, its amount without tax and its document."""
    sold = entries["account"].str.startswith(SALES)
    if not sold.any():
        problem, fix = without_sales(entries["account"], chart.theirs)
        raise PortfolioError(problem, file=file, column=roles["account"], fix=fix)
    found, among = buyers(entries, groups, named, chart)
    amount = roles.get("amount") or "{credit} - {debit}".format(**roles)
    columns = {
        "account_id": roles.get("client", CLIENT),
        "date": roles["date"],
        "order_id": roles.get("piece", PIECE),
        "family": roles.get("account_name", FAMILY),
        "revenue_eur": amount,
    }
    called = found.map(_last_names(entries, named)).astype("str").fillna("")
    number = (entries["journal"] + " " + entries["entry"]).str.strip()
    texts = amounts_as_text(entries["micros"], source.decimal)
    table = lines.assign(
        **{
            columns["account_id"]: found,
            # Who keeps the clients under other codes may find them by their names.
            roles.get("client_name", CLIENT_NAME): called,
            columns["order_id"]: entries["piece"].where(entries["piece"].ne(""), number),
            columns["family"]: entries["account_name"].where(
                entries["account_name"].ne(""), entries["account"]
            ),
            amount: entries["wrong"].where(entries["wrong"].ne(""), texts),
        }
    )[sold.to_numpy()]
    stated = {fold(column) for column in (*source.keep, *source.drop)}
    by_journal = (
        ()
        if fold(roles.get("journal", "")) in stated
        else _by_journal(entries, roles, sold & ~_with_tax(entries, groups, named, chart))
    )
    ignored = pd.Index([]).append([aside.rows for aside in by_journal])
    closing = _in_entries_with(entries["account"].str.startswith(CLOSING), groups) & sold
    moved = _all(entries["account"].str.startswith(SALES), groups) & unbalanced(entries, groups).eq(0)
    closing &= ~moved
    causes = [
        *by_journal,
        *_aside(moved, _("moved from one sales account to another: nothing was sold"), roles["account"]),
        *_aside(closing, _("an entry that opens or closes the books"), roles["account"]),
        *_nameless(entries, found, among, sold & ~closing & ~moved & ~entries.index.isin(ignored), roles),
    ]
    kept = sold & ~entries.index.isin(pd.Index([]).append([aside.rows for aside in causes]))
    if not kept.any():
        raise _nothing_left(causes, entries, roles, file)
    if (total := int(entries.loc[kept, "micros"].sum())) < 0:
        raise PortfolioError(
            _("the sales of these entries come to {amount}: they would be refunds").format(
                amount=format_money(total / MICRO, 2)
            ),
            file=file,
            column=roles.get("credit") or roles.get("amount"),
            fix=_(
                "check that debit and credit stand under their names, and that no line has fewer cells than "
                "the header; export the entries again as a FEC"
            ),
        )
    facts = {"entry_lines": len(lines), "entries": int(groups.nunique())}
    forward = _journal_kinds(entries).eq("opening")
    owed = client_lines(entries, named, chart, forward, roles, source.date_order or order)
    return Extract(table, columns, tuple(causes), _uneven(entries, groups, kept), facts, owed)


def _by_journal(entries: pd.DataFrame, roles: Mapping[str, str], sold: pd.Series) -> tuple[Aside, ...]:
    """Set the sales of opening and miscellaneous journals aside."""
    kinds = _journal_kinds(entries)
    causes = {
        "opening": _("journal {journal}: brings forward what was sold before"),
        "miscellaneous": _("journal {journal}: miscellaneous entries, not invoices"),
    }
    asides = []
    for kind, cause in causes.items():
        out = sold & kinds.eq(kind)
        for journal, rows in entries.loc[out, "journal"].groupby(entries["journal"][out], sort=True):
            asides.append(Aside(cause.format(journal=journal), rows.index, roles.get("journal")))
    return tuple(asides)


def _with_tax(entries: pd.DataFrame, groups: pd.Series, named: pd.Series, chart: Chart) -> pd.Series:
    """Tell the entries that owe tax on a sale to a client: an invoice or a rebate, in whatever journal."""
    opening = _journal_kinds(entries).eq("opening")
    taxed = _in_entries_with(entries["account"].str.startswith(chart.tax), groups)
    return taxed & _in_entries_with(named.ne(""), groups) & ~opening


def _journal_kinds(entries: pd.DataFrame) -> pd.Series:
    names = entries["journal"] + "\0" + entries["journal_name"]
    return pd.Series(each_value(names, _journal_kind), index=entries.index, dtype="str")


def _journal_kind(journal: str) -> str:
    code, name = (fold(part) for part in journal.split("\0"))
    if SELLING.search(name):
        return ""
    if code in OPENING_CODES or OPENING.search(name):
        return "opening"
    return "miscellaneous" if MISCELLANEOUS_CODE.fullmatch(code) or MISCELLANEOUS.search(name) else ""


def _nameless(
    entries: pd.DataFrame, found: pd.Series, among: pd.Series, counting: pd.Series, roles: Mapping[str, str]
) -> list[Aside]:
    """List the sales without a client, and those between several clients, one by one."""
    nobody = counting & found.eq("")
    column = roles.get("client", CLIENT)
    several = nobody & among.str.contains(", ", regex=False)
    return [
        *_aside(
            nobody & ~several,
            _("a sale without a client: the entry names none on a 411 line"),
            column,
            entries["label"],
        ),
        *_aside(several, _("several clients in one entry: whose sale it is cannot be told"), column, among),
    ]


def _aside(rows: pd.Series, problem: str, column: str | None, found: pd.Series | None = None) -> list[Aside]:
    index = rows.index[rows.to_numpy()]
    if index.empty:
        return []
    return [Aside(problem, index, column, found=found if len(index) <= MOST_LISTED else None)]


def _in_entries_with(which: pd.Series, groups: pd.Series) -> pd.Series:
    return groups.isin(groups[which])


def _all(which: pd.Series, groups: pd.Series) -> pd.Series:
    return which.groupby(groups, sort=False).transform("all")


def _uneven(entries: pd.DataFrame, groups: pd.Series, kept: pd.Series) -> pd.DataFrame:
    """List the entries with sales in which debit and credit differ; in one line where they are many."""
    gaps = unbalanced(entries, groups)[kept.to_numpy()]
    table = pd.DataFrame({"entry": groups[kept.to_numpy()], "gap": gaps, "micros": entries["micros"][kept]})
    firsts = table.drop_duplicates("entry")
    wrong = firsts[firsts["gap"].ne(0).to_numpy()]
    worth = table.groupby("entry")["micros"].sum().reindex(wrong["entry"]).to_numpy() / MICRO
    used = _("its sales count as they are")
    if len(wrong) and wrong["gap"].abs().le(CENTS).all():
        cents = wrong["gap"].abs() / MICRO
        return repairs(
            None,
            [None],
            problem=_("entries are off by cents: rounding"),
            found=_("{least} to {most}, {all} in all").format(
                least=format_money(cents.min(), 2),
                most=format_money(cents.max(), 2),
                all=format_money(cents.sum(), 2),
            ),
            used=used,
        )
    if too_many(len(wrong), len(firsts)):
        return repairs(
            None,
            [None],
            problem=_("entries do not balance: lines are missing from the export"),
            found=ngettext(
                "{count} of {entries} entries with sales",
                "{count} of {entries} entries with sales",
                len(wrong),
            ).format(count=len(wrong), entries=len(firsts)),
            used=used,
            worth_eur=worth.sum(),
        )
    return repairs(
        None,
        wrong.index,
        problem=_("the entry does not balance"),
        found=[
            _("credit less debit is {amount}").format(amount=format_money(gap / MICRO, 2))
            for gap in wrong["gap"]
        ],
        used=used,
        worth_eur=worth,
    )


def _nothing_left(
    causes: Sequence[Aside], entries: pd.DataFrame, roles: Mapping[str, str], file: str
) -> PortfolioError:
    if any(aside.found is not None for aside in causes):
        return _nobody_named(roles, file)
    journals = sorted(set(entries["journal"]) - {""})
    return PortfolioError(
        _("every sale stands in an opening or miscellaneous journal"),
        file=file,
        column=roles.get("journal"),
        fix=_("write under `keep` of this source the journals that hold invoices, as in {example}").format(
            example="{" + roles.get("journal", "") + ": [" + ", ".join(journals) + "]}"
        ),
    )


def _nobody_named(roles: Mapping[str, str], file: str) -> PortfolioError:
    return PortfolioError(
        _("no entry names a client: the 411 lines have no auxiliary account"),
        file=file,
        column=roles.get("client"),
        fix=_("ask for an export with the auxiliary accounts, or for the list of invoices"),
    )
