"""Why the firm's past cannot be asked: each cause in a sentence, with what to do."""

from collections.abc import Mapping
from typing import Any

from solver.words.i18n import _, counted, format_date, format_share


def refusal(cause: Mapping[str, Any], evidence: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Say why nothing could be judged.

    Parameters
    ----------
    cause : mapping
        What stands under `refused`, as `solver.evidence.backtest.backtest` returns it.
    evidence : mapping
    names : mapping of str to str
        Account to name.
    """
    return {
        "inside_month": _inside_month,
        "no_data": _no_data,
        "gap": _gap,
        "short": _short,
        "few_clients": _few_clients,
        "one_client": _one_client,
    }[cause["code"]](cause, evidence, names)


def refused_days(evidence: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    """Name each day of the past that could not be judged beside those that could, with its cause."""
    return [
        _("Not judged as of {date}: {cause}").format(
            date=format_date(cut["on"]), cause=refusal(cut["refused"], evidence, names)
        )
        for cut in evidence["cut_offs"]
        if cut["refused"]
    ]


def _inside_month(cause: Mapping[str, Any], *_others: Any) -> str:
    return _("{date} lies inside a month: take the last day of one, {end} for instance.").format(
        date=format_date(cause["as_of"]), end=format_date(cause["month_end"])
    )


def _no_data(cause: Mapping[str, Any], *_others: Any) -> str:
    if cause["last"] is None:
        return _("There is no invoice up to {date}: take a later day, or older invoices.").format(
            date=format_date(cause["as_of"])
        )
    return _(
        "The last invoice up to {date} is of {last}: take the end of that month, or newer invoices."
    ).format(date=format_date(cause["as_of"]), last=format_date(cause["last"]))


def _gap(cause: Mapping[str, Any], *_others: Any) -> str:
    return _("Nobody was invoiced from {first} to {last}: export these months again.").format(
        first=format_date(f"{cause['first']}-01", "MMMM y"), last=format_date(f"{cause['last']}-01", "MMMM y")
    )


def _short(cause: Mapping[str, Any], *_others: Any) -> str:
    return counted(
        cause["months"],
        "The invoices begin on {first}, {n} month: two years are needed, one year for half-years.",
        "The invoices begin on {first}, {n} months: two years are needed, one year for half-years.",
    ).format(first=format_date(cause["first"]))


def _few_clients(cause: Mapping[str, Any], evidence: Mapping[str, Any], _names: Mapping[str, str]) -> str:
    on = next(cut["on"] for cut in evidence["cut_offs"] if cut["refused"] == cause)
    return counted(
        cause["clients"],
        "{n} client had bought in the time before {date}; {least} are needed.",
        "{n} clients had bought in the time before {date}; {least} are needed.",
    ).format(date=format_date(on), least=cause["fewest"])


def _one_client(cause: Mapping[str, Any], _evidence: Mapping[str, Any], names: Mapping[str, str]) -> str:
    name = names.get(cause["account_id"], cause["account_id"])
    return _("{name} made {share} of the revenue: any ranking that holds it looks right.").format(
        name=name, share=format_share(cause["share"])
    )
