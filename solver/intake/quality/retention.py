"""Personal data: the records that there is no reason left to keep, and a line for the register."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from solver.intake.booking.row_reader import Sorted
from solver.intake.words import values_of
from solver.parameters import Portfolio
from solver.tables import check
from solver.words.i18n import _, clauses, counted, format_date, format_number
from solver.words.months import months_before


def purge_list(
    accounts: pd.DataFrame, sales: pd.DataFrame, portfolio: Portfolio
) -> tuple[pd.DataFrame, dict[str, int]]:
    """List the records that the firm has no reason left to keep, and count them by reason.

    Parameters
    ----------
    accounts, sales : DataFrame
        The canonical tables.
    portfolio : Portfolio
        `as_of` and `prospect_silence_months`, which former clients are given too.

    Returns
    -------
    tuple of DataFrame and dict
        Table `purge_list`; and how many prospects and how many former clients are silent (`silent`,
        `former_silent`), how many accounts are `opposed`, and how many prospects are `undated`: nothing says
        since when they are on file, so nobody can tell.

    References
    ----------
    CNIL, reference framework on managing commercial activities (2022): prospects' data are kept for three
    years from their collection or from the last contact that came from the prospect; clients' data for the
    relation, then three years.
    """
    prospect = accounts["kind"].eq("prospect")
    sign = accounts["last_contact_on"].fillna(accounts["since_on"])
    limit = months_before(portfolio.as_of, portfolio.prospect_silence_months)
    silent = prospect & (sign <= limit)
    bought = values_of(accounts["account_id"], sales.groupby("account_id")["date"].max())
    last = pd.concat([accounts["last_contact_on"], bought], axis=1).max(axis=1)
    former_silent = accounts["kind"].eq("former_client") & (last <= limit)
    opposed = accounts["opposed"] & accounts["kind"].isin(("prospect", "former_client"))
    months = counted(portfolio.prospect_silence_months, "{n} month", "{n} months")
    silence = _("silent for more than {months}: delete, or ask once whether to stay in touch").format(
        months=months
    )
    parted = _(
        "neither purchase nor contact for more than {months}: delete, or ask once whether to stay in touch"
    ).format(months=months)
    wide = accounts["opposition_scope"].eq("processing")
    objection = pd.Series(
        _("objects to being canvassed: keep only what the list of objections needs"), index=accounts.index
    ).mask(wide, _("objects to any use of its data: keep only what the list of objections needs"))
    reason = pd.Series("", index=accounts.index, dtype="str")
    reason[silent] = silence
    reason[former_silent] = parted
    both = opposed & reason.ne("")
    reason[opposed & ~both] = objection
    reason[both] = objection + "; " + reason[both]
    rows = accounts.assign(reason=reason)[silent | former_silent | opposed]
    counts = {
        "silent": int(silent.sum()),
        "former_silent": int(former_silent.sum()),
        "opposed": int(opposed.sum()),
        "undated": int((prospect & sign.isna()).sum()),
    }
    table = rows[["account_id", "name", "last_contact_on", "reason"]].sort_values("account_id", kind="stable")
    return check("purge_list", table), counts


def register_line(
    portfolio: Portfolio, tables: dict[str, pd.DataFrame], sources: Sequence[Sorted]
) -> dict[str, Any]:
    """Return the entry for the firm's register of processing, as a start for the firm to complete."""
    people = len(tables["contacts"])
    categories = [
        _(
            "Identity and professional contact details, job title and part played in the purchase, purchases,"
            " visits and their results, objections; for the reps: home location, cost and absences"
        )
    ]
    if any(source.typed.raw.source.table == "touchpoints" for source in sources):
        categories.append(_("calls, e-mails, complaints and dates ahead"))
    months = counted(portfolio.prospect_silence_months, "{n} month", "{n} months")
    owner = portfolio.file_owner
    named = {"file_owner": _with_email(owner.name, owner.email)} if owner else {}
    return {
        "controller": portfolio.firm,
        **named,
        "purpose": _(
            "Managing the portfolio of clients and prospects, and planning the visits of the sales reps"
        ),
        "legal_basis": _(
            "Legitimate interest in developing the business (prospects); performance of contracts (clients)"
        ),
        "people": _(
            "Contacts at clients, former clients, prospects and partners ({n}); sales reps ({reps})"
        ).format(n=format_number(people), reps=format_number(len(portfolio.reps))),
        "categories": clauses(categories),
        "sources": ", ".join(dict.fromkeys(source.typed.raw.file for source in sources)),
        "recipients": _(
            "Sales management and sales reps; the consultant, as processor, for the length of the mission"
        ),
        "retention": _(
            "Clients: the relation, then {months}; prospects: {months} from collection or from"
            " their last contact; objections: kept as long as they hold"
        ).format(months=months),
        "rights": _(
            "Information at the first contact, access, correction, deletion, and objection at any time"
        ),
        "transfers": _("None: the files stay on this computer"),
        "security": _(
            "Local files only; a run under pseudonyms may be shown outside the firm, and its key stays inside"
        ),
        "automation": _("Accounts are scored and visits proposed by calculation; the sales manager decides"),
        "written_on": format_date(portfolio.as_of),
        "note": _("A help for the firm's own register; not legal advice."),
    }


def _with_email(name: str, email: str | None) -> str:
    return f"{name} <{email}>" if email else name
