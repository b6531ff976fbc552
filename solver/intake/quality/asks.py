"""What is to be asked, one thing a line: of whom, why, and what hangs on it."""

from collections.abc import Sequence
from types import MappingProxyType

import pandas as pd

from solver.intake.booking.row_reader import Sorted
from solver.intake.quality.figures import main_accounts
from solver.intake.words import nearest, values_of
from solver.parameters import Portfolio
from solver.parameters.contributors import Contributor
from solver.tables import check
from solver.tables.codes import VISITED_KINDS
from solver.tables.dictionary import label_inside
from solver.words.errors import PortfolioError
from solver.words.i18n import _, clauses, mark
from solver.words.months import months_before

# Field: what hangs on it as a part of the revenue (judgement), and the decision that it changes.
CHANGES = MappingProxyType(
    {
        "potential_eur": (1.0, mark("how many visits the account is worth (steps 5, 10)")),
        "contact": (0.9, mark("whom to ring for the appointment (step 12)")),
        "role": (0.8, mark("whom to visit: who decides and who prescribes (steps 1, 12)")),
        "postcode": (0.8, mark("the road to it, and its tour (steps 2, 12)")),
        "town": (0.8, mark("the road to it, and its tour (steps 2, 12)")),
        "potential_on": (0.7, mark("whether the potential can still be believed (step 5)")),
        "satisfaction": (0.6, mark("whether the client is at risk (step 7)")),
        "phone": (0.6, mark("the call for the appointment (step 12)")),
        "siret": (0.5, mark("one client, not two; the electronic invoice (step 1)")),
        "siren": (0.5, mark("one client, not two; the electronic invoice (step 1)")),
        "record": (0.5, mark("whether the record still holds (step 1)")),
        "rep_id": (0.5, mark("who visits it (steps 2, 10)")),
        "recommend": (0.4, mark("whom to ask for a name, whom to calm down (step 7)")),
        "competitor": (0.4, mark("who has the rest of the wallet (step 5)")),
        "lost_reason": (0.4, mark("whether to win it back, and with what (step 8)")),
        "email": (0.4, mark("what can be sent in writing (step 8)")),
        "address": (0.3, mark("the door to knock at (step 12)")),
        "naf": (0.3, mark("with whom it is compared (step 11)")),
        "headcount": (0.3, mark("with whom it is compared (step 11)")),
        "buying_criteria": (0.3, mark("the argument of the visit (step 11)")),
        "project": (0.3, mark("when to come (step 8)")),
    }
)
OTHER = (0.2, mark("the record itself (step 1)"))
AT_CLIENTS = ("recommend", "competitor", "buying_criteria", "project")
COLUMNS = ["account_id", "field", "asked_for", "contributor", "service", "why", "worth_eur", "rank"]


def build_asks(
    remarks: pd.DataFrame,
    accounts: pd.DataFrame,
    contacts: pd.DataFrame,
    discoveries: pd.DataFrame,
    sources: Sequence[Sorted],
    revenue: pd.Series,
    portfolio: Portfolio,
) -> pd.DataFrame:
    """List all that is to be asked, the most valuable first, each of one person.

    Parameters
    ----------
    remarks : DataFrame
        As `solver.intake.quality.worklists.what_to_verify` returns them.
    accounts, contacts, discoveries : DataFrame
        The tables of step 1.
    sources : sequence of Sorted
        The files; a field that no file has, and that no contributor is asked for, is not asked for.
    revenue : Series of float
        Revenue of the last 12 months, by account_id.
    portfolio : Portfolio
        Its contributors and its reps; an ask goes to the first contributor who is asked for it, else to the
        rep of the account.

    Raises
    ------
    PortfolioError
        A contributor is named for an account that no file has.
    """
    _refuse_unknown_accounts(portfolio.contributors, accounts)
    more = _beyond(accounts, contacts, discoveries, sources, revenue, portfolio)
    said = pd.concat([remarks[["account_id", "field", "remark"]], *more], ignore_index=True)
    said = said.drop_duplicates(["account_id", "field"], ignore_index=True)
    weight = said["field"].map(lambda field: CHANGES.get(field, OTHER)[0]).astype("float64")
    known = accounts.set_index("account_id")
    bought = values_of(said["account_id"], revenue).fillna(0.0).clip(lower=0.0)
    people = [
        asked_of(portfolio.contributors, code, field)
        for code, field in zip(said["account_id"], said["field"], strict=True)
    ]
    rep_names = {rep.rep_id: rep.name for rep in portfolio.reps}
    reps = values_of(said["account_id"], known["rep_id"]).map(rep_names)
    order = {name: place for place, name in enumerate(CHANGES)}
    table = pd.DataFrame(
        {
            "account_id": said["account_id"],
            "field": said["field"],
            "asked_for": said["remark"],
            "contributor": pd.Series([one.name if one else None for one in people], dtype="str").fillna(reps),
            "service": pd.Series([one.service if one else None for one in people], dtype="str"),
            "why": said["field"].map(what_it_changes),
            "worth_eur": (bought * weight).round(2),
            "potential": values_of(said["account_id"], known["potential_eur"]).fillna(0.0) * weight,
            "order": said["field"].map(order).fillna(len(order)),
        }
    )
    by = ["worth_eur", "potential", "account_id", "order", "field"]
    ranked = table.sort_values(by, ascending=[False, False, True, True, True], kind="stable")
    ranked = ranked.assign(rank=range(1, len(ranked) + 1))
    return check("asks", ranked[COLUMNS])


def what_it_changes(field: str) -> str:
    """Say what knowing a field changes."""
    return _(CHANGES.get(field, OTHER)[1])


def _beyond(
    accounts: pd.DataFrame,
    contacts: pd.DataFrame,
    discoveries: pd.DataFrame,
    sources: Sequence[Sorted],
    revenue: pd.Series,
    portfolio: Portfolio,
) -> list[pd.DataFrame]:
    """Ask who decides, and what a visit finds out, where a file has such a column or somebody is asked."""
    wanted = {field for each in portfolio.contributors for field in each.asked}
    raws = [source.typed.raw for source in sources]
    wanted |= {"role" for raw in raws if raw.source.table == "contacts" and "role" in raw.columns}
    wanted |= {
        name
        for raw in raws
        if raw.source.table in ("accounts", "visit_reports")
        for name in (*AT_CLIENTS, "lost_reason")
        if name in raw.columns
    }
    free = accounts["kind"].isin(VISITED_KINDS) & ~accounts["opposed"]
    visited = accounts[free].set_index("account_id", drop=False)
    buys = values_of(visited["account_id"], revenue).fillna(0.0).gt(0).set_axis(visited.index)
    clients = visited.index[visited["kind"].eq("client") & buys]
    parts = [_roles(clients, contacts, revenue, portfolio)] if "role" in wanted else []
    known = discoveries.set_index("account_id")
    old = months_before(portfolio.as_of, portfolio.freshness_months)
    fresh = known[~known["recommend_on"].le(old)]
    for name in (each for each in AT_CLIENTS if each in wanted):
        told = (fresh if name == "recommend" else known)[name].dropna()
        parts.append(_lines(clients[~clients.isin(told.index)], name, label_inside(name)))
    if "lost_reason" in wanted:
        former = visited.index[visited["kind"].eq("former_client")]
        told = known["lost_reason"].dropna()
        parts.append(_lines(former[~former.isin(told.index)], "lost_reason", label_inside("lost_reason")))
    return parts


def _roles(
    clients: pd.Index, contacts: pd.DataFrame, revenue: pd.Series, portfolio: Portfolio
) -> pd.DataFrame:
    """Ask who decides, and at main accounts who prescribes, where people are known and none has that part."""
    known = clients[clients.isin(contacts["account_id"])]
    decides = known.isin(contacts.loc[contacts["role"].eq("decision_maker"), "account_id"])
    prescribes = known.isin(contacts.loc[contacts["role"].eq("prescriber"), "account_id"])
    main = known.isin(main_accounts(revenue[revenue.index.isin(clients)], portfolio.abc_cut_a))
    asked = [
        clauses(
            words
            for words, lacks in (
                (_("who decides"), not has_one),
                (_("who prescribes"), large and not has_other),
            )
            if lacks
        )
        for has_one, has_other, large in zip(decides, prescribes, main, strict=True)
    ]
    lines = pd.DataFrame({"account_id": list(known), "field": "role", "remark": asked})
    return lines[lines["remark"].ne("")]


def _lines(account_ids: pd.Index, field: str, question: str) -> pd.DataFrame:
    return pd.DataFrame({"account_id": list(account_ids), "field": field, "remark": question})


def asked_of(contributors: Sequence[Contributor], code: str, field: str) -> Contributor | None:
    """Return the first contributor who is asked for a field of an account."""
    names = {field, "contact"} if field.startswith("contact ") else {field}
    for each in contributors:
        if names & set(each.asked) and (each.accounts is None or code in each.accounts):
            return each
    return None


def _refuse_unknown_accounts(contributors: Sequence[Contributor], accounts: pd.DataFrame) -> None:
    known = set(accounts["account_id"])
    for each in contributors:
        for code in each.accounts or ():
            if code not in known:
                near = nearest(code, sorted(known))
                raise PortfolioError(
                    _("contributors: {name} is named for {code}, which is in no accounts file").format(
                        name=each.name, code=code
                    ),
                    fix=_("did you mean “{name}”?").format(name=near)
                    if near
                    else _("correct the code, or take it out"),
                )
