"""The contacts beside the visits as a workbook: for the assistant, or for marketing, week by week.

Nothing in it is of a person who objects: who objects is counted, so that nobody adds the address again.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd

from solver.calendar.diary import AWAITED
from solver.calendar.weeks import week_of
from solver.handover.excel.beside import Beside, contact_fields, fields_of, owners_of
from solver.handover.excel.fields import Field, Layout
from solver.handover.excel.looks import Styles, numbers_of
from solver.handover.excel.mailings import write_mailings
from solver.handover.excel.plan.content import known
from solver.handover.excel.sheet import explain, new_book, sheet_name, write_table
from solver.handover.excel.template import PRESET, template_sheet
from solver.intake.reference import naf_labels
from solver.method.behaviour.private_lines import without_private_lines
from solver.report.findings.beside_visits import calls_end_sentence, dated_sentence
from solver.report.findings.read import Findings, in_its_language
from solver.tables import empty
from solver.tables.actions import codes_of
from solver.tables.dictionary import table_label
from solver.words.i18n import _, counted, format_date

FILE, FOLDER = "animation.xlsx", "animation"
NOTED = "touchpoints"  # what came of it is written on a sheet of the same workbook, which is read back
OF_ACCOUNTS = ("name", "kind", "town", "phone", "email")


@in_its_language
def write_animation(findings: Findings) -> list[Path]:
    """Write the workbook, and a text file for each mailing.

    Parameters
    ----------
    findings : Findings
        `touches` and `touch_dates` at least; a sheet without a line is left out.

    Returns
    -------
    list of Path
        `animation.xlsx`, and the files of `animation/`.

    Raises
    ------
    PortfolioError
        A file cannot be written.
    """
    folder, portfolio = findings.run.path, findings.portfolio
    beside = _beside(findings)
    title = _("{firm}: contacts beside the visits").format(firm=portfolio.firm)
    sheets = [sheet for sheet in _sheets(beside) if len(sheet.fields[0].values)]
    with new_book(folder / FILE, title, company=portfolio.firm) as book:
        styles = Styles(book, findings.brand, numbers_of(portfolio.currency))
        explain(book, styles, sheet_name(_("Read me first")), _explanation(beside, sheets))
        for layout in sheets:
            write_table(book.add_worksheet(sheet_name(layout.title)), styles, layout)
        template_sheet(book, styles, NOTED)
    return [folder / FILE, *write_mailings(beside.letters, beside.of("offer"), folder / FOLDER)]


def _beside(findings: Findings) -> Beside:
    """Put days, accounts and people to the contacts."""
    table = findings.artifacts.table
    contacts = table("contacts") if findings.has("contacts") else empty("contacts")
    willing = contacts[~contacts["opposed"]]
    accounts = without_private_lines(table("accounts"), contacts)
    accounts = accounts.loc[~accounts["opposed"], ["account_id", *OF_ACCOUNTS]]
    people = willing[["contact_id", "name", "phone", "email"]].rename(
        columns={"name": "person", "phone": "own_phone", "email": "own_email"}
    )
    dates = table("touch_dates")[["touch_id", "placed_on", "channel", "cause"]]
    touches = table("touches").drop(columns="channel").merge(dates, on="touch_id")
    touches = touches.merge(accounts, on="account_id").merge(people, on="contact_id", how="left")
    touches = touches.assign(
        phone=touches["own_phone"].fillna(touches["phone"]),
        email=touches["own_email"].fillna(touches["email"]),
        owner=owners_of(touches["owner"], findings),
    )
    letters = touches.loc[touches["motive"].eq("newsletter"), ["no", "account_id", "contact_id", "placed_on"]]
    listed = findings.artifacts.table("recipients") if findings.has("recipients") else empty("recipients")
    listed = listed.merge(
        letters.dropna(subset="placed_on").rename(columns={"no": "newsletter_no"}),
        on=["newsletter_no", "account_id", "contact_id"],
    )
    listed = listed.merge(accounts[["account_id", "name"]], on="account_id")
    listed = _first_notices(listed, findings)
    return Beside(
        findings, touches, listed.merge(people[["contact_id", "person"]], on="contact_id", how="left")
    )


def _first_notices(letters: pd.DataFrame, findings: Findings) -> pd.DataFrame:
    """Put the first notice where a person never told gets its first newsletter: it may miss the first one."""
    listed = findings.artifacts.table("recipients") if findings.has("recipients") else empty("recipients")
    untold = letters["contact_id"].isin(listed.loc[listed["first_notice"], "contact_id"].dropna())
    first = letters.groupby("contact_id")["newsletter_no"].transform("min")
    return letters.assign(first_notice=untold & letters["newsletter_no"].eq(first))


def _sheets(beside: Beside) -> Iterator[Layout]:
    """Yield the sheets in their order, those without a line too."""
    yield _weeks(beside)
    for number in sorted(beside.letters["newsletter_no"].unique()):
        yield _newsletter(beside, int(number))
    yield _layout(
        _("Offers by family"),
        _("One offer in each half of the plan, the worthiest first; by phone where it may pay for the call."),
        beside.of("offer").sort_values(["purpose", "value_eur"], ascending=[True, False], kind="stable"),
        "purpose",
        contact_fields,
    )
    yield _layout(
        _("Dates ahead"),
        _("Ends of contracts, tenders, anniversaries and months of peak sales, in the order of their days."),
        beside.of("occasion").sort_values(["due_from", "due_on"], kind="stable"),
        "due_from",
        contact_fields,
    )
    yield _partners(beside)
    yield _layout(
        _("Invitations"),
        _("Whom each event is for, as many as there are places; note each answer on the last sheet."),
        beside.of("invitation"),
        "purpose",
        contact_fields,
    )
    yield _win_back(beside)
    yield _complaints(beside)
    yield _names(beside)
    yield _verify(beside)
    yield _objections(beside)


def _layout(
    title: str,
    sentence: str,
    rows: pd.DataFrame,
    first: str,
    fields: Callable[[pd.DataFrame, str], list[Field]],
) -> Layout:
    return Layout(
        title, sentence, fields(rows.reset_index(drop=True), first), frozen=2, most_lines=2, sums=False
    )


def _weeks(beside: Beside) -> Layout:
    """Return what is to do in each week, by whom: the calls of the diary and those for appointments."""
    table = beside.touches
    due = table[table["motive"].ne("newsletter") & _in_the_week(table)]
    calls = beside.table("call_list").rename(columns={"contact": "person"})
    words = [
        _("Make the appointment of {date}, {time}").format(date=format_date(day), time=start)
        for day, start in zip(calls["proposed_on"], calls["proposed_start"], strict=True)
    ]
    calls = calls.assign(
        owner=owners_of(calls["rep_id"], beside.findings),
        motive=_("Appointment"),
        channel="phone",
        placed_on=calls["call_on"],
        purpose=pd.Series(words, index=calls.index, dtype="str"),
    )
    # What found no room is not lost: it stands in the week in which it is due.
    due = due.assign(week=week_of(due["placed_on"].fillna(due["due_on"])))
    columns = [
        "week",
        "owner",
        "placed_on",
        "channel",
        "motive",
        "account_id",
        "name",
        "person",
        "phone",
        "purpose",
        "cause",
    ]
    both = pd.concat([due[columns], calls[columns]], ignore_index=True)
    rows = both.sort_values(["week", "owner", "placed_on", "account_id"], kind="stable", ignore_index=True)
    told = _("What is to do, and by whom: filter your name. Visits are in the sheets of the reps.")
    return Layout(
        _("Week by week"),
        f"{told} {calls_end_sentence(calls)}".rstrip(),
        fields_of(rows, *columns),
        frozen=2,
        most_lines=2,
        sums=False,
    )


def _in_the_week(table: pd.DataFrame) -> pd.Series:
    """Tell the contacts that the office sees to: those with a day, and those that somebody waits for.

    A visit is in the sheet of its rep; one that brings up what found no room for a call is told here too.
    """
    waits = table["motive"].isin(AWAITED)
    dated, by_visit = table["placed_on"].notna(), table["channel"].eq("visit")
    return (dated & ~by_visit) | (waits & ~dated) | (dated & by_visit & table["cause"].notna())


def _newsletter(beside: Beside, number: int) -> Layout:
    rows = beside.letters[beside.letters["newsletter_no"].eq(number)].reset_index(drop=True)
    letters = beside.of("newsletter")
    left = int((letters["no"].eq(number) & letters["placed_on"].isna()).sum())
    said = counted(
        len(rows),
        "Goes out on {date} to {n} address. A first notice says where the address comes from; each one "
        "offers a way out.",
        "Goes out on {date} to {n} addresses. A first notice says where the address comes from; each one "
        "offers a way out.",
    ).format(date=format_date(rows["placed_on"].iloc[0], "long"))
    if left:
        said += " " + counted(
            left,
            "{n} more finds no room: its people have all the contacts that they accept by then.",
            "{n} more find no room: their people have all the contacts that they accept by then.",
        )
    return Layout(
        _("Newsletter {n}").format(n=number),
        said,
        [
            *fields_of(rows, "email", "person", "name", "account_id", "kind", "ground"),
            Field("first_notice", _("First notice"), _yes(rows["first_notice"]), least=10),
        ],
        frozen=1,
        most_lines=2,
        sums=False,
    )


def _partners(beside: Beside) -> Layout:
    """Return whom the manager keeps in touch with: what each is there for, and how often they met.

    What a supplier supplies is its trade, where nobody wrote more.
    """
    said = beside.table("discoveries").set_index("account_id")
    accounts = beside.findings.artifacts.table("accounts")
    names = accounts[~accounts["opposed"]].set_index("account_id")["name"]
    log = beside.table("touchpoints")
    held = log["touch_kind"].eq("event") & log["date"].le(pd.Timestamp(beside.findings.portfolio.as_of))
    rows = beside.of("partner").sort_values(["kind", "due_on", "account_id"], kind="stable")
    sent_by = rows["account_id"].map(said["introduced_by"])
    trades = accounts.set_index("account_id")["naf"].map(naf_labels())
    theirs = rows["account_id"].map(trades).where(rows["kind"].eq("supplier"))
    rows = rows.assign(
        speciality=rows["account_id"].map(said["speciality"]).fillna(theirs).astype("str"),
        introduced_by=sent_by.map(names).fillna(sent_by).astype("str"),
        meetings=rows["account_id"].map(log[held].groupby("account_id").size()).fillna(0),
    ).reset_index(drop=True)
    fields = contact_fields(rows, "kind")
    told = [
        *fields_of(rows, "speciality", "introduced_by"),
        Field("meetings", _("Meetings held"), rows["meetings"].tolist(), "count", least=10),
    ]
    return Layout(
        _("Partners"),
        _(
            "Suppliers, bankers, journalists and relations: whom the manager keeps in touch with, what each "
            "is there for, who introduced it and how often you met."
        ),
        [fields[0], *told, *fields[1:]],
        frozen=2,
        most_lines=2,
        sums=False,
    )


def _win_back(beside: Beside) -> Layout:
    """Return who is to be won back, the reason of leaving in front, as step 8 took it."""
    reasons = beside.table("discoveries").set_index("account_id")["lost_reason"]
    rows = beside.of("win_back")
    reason = rows["account_id"].map(reasons).fillna("unknown").astype("str")
    rows = rows.assign(lost_reason=reason).sort_values(["lost_reason", "due_on", "account_id"], kind="stable")
    return _layout(
        _("Win-back by reason"),
        _("Former clients worth winning back; ask for the reason first where it is unknown."),
        rows,
        "lost_reason",
        lambda rows, first: [known(rows, first), *contact_fields(rows, "name")],
    )


def _complaints(beside: Beside) -> Layout:
    """Return who complained, who answers and by when: those who wait first."""
    accounts = beside.findings.artifacts.table("accounts")[["account_id", "name"]]
    calls = beside.of("complaint")[["account_id", "owner", "due_on"]]
    rows = beside.table("complaints").merge(accounts, on="account_id")
    letters = beside.table("recipients")
    held = letters[letters["complaint_first"] & letters["newsletter_no"].eq(1)].groupby("account_id").size()
    rows = rows.assign(letters=rows["account_id"].map(held).fillna(0).astype("int64"))
    rows = rows.merge(calls, how="left", on="account_id").sort_values(
        ["open", "ask_first", "complained_on", "account_id"],
        ascending=[False, False, False, True],
        kind="stable",
        ignore_index=True,
    )
    return Layout(
        _("Complaints"),
        _(
            "Open ones first, then those of which somebody asks whether they are settled: nothing is sold "
            "there and no newsletter goes there before that. Note it on the last sheet with the day on which "
            "it was settled: the next run writes to them again."
        ),
        [
            *fields_of(
                rows,
                *("account_id", "name", "reason", "complained_on", "owner", "due_on"),
                *("complaints", "open", "unsaid", "days_to_close"),
            ),
            Field("letters", _("Whose newsletter waits"), rows["letters"].tolist(), "count", least=12),
        ],
        sums=False,
    )


def _names(beside: Beside) -> Layout:
    """Return the clients who would recommend the firm: a name they give is the best prospect."""
    artifacts = beside.findings.artifacts
    accounts, said = artifacts.table("accounts"), artifacts.table("discoveries")
    plan = artifacts.get("action_plan", empty("action_plan"))
    asked = plan.loc[codes_of(plan["action_id"]).eq("name"), "account_id"]
    rows = accounts[accounts["account_id"].isin(asked)]
    rows = rows.merge(said[["account_id", "recommend"]], how="left", on="account_id")
    rows = rows.assign(owner=owners_of(rows["rep_id"], beside.findings)).reset_index(drop=True)
    return Layout(
        _("Ask for a name"),
        _(
            "Who would recommend us, or is delighted and was not asked yet: at the first visit, ask to whom "
            "else we could be of use."
        ),
        fields_of(rows, "account_id", "name", "town", "recommend", "satisfaction", "owner"),
        sums=False,
    )


def _verify(beside: Beside) -> Layout:
    """Return the addresses that nobody has verified for three years."""
    listed = beside.table("recipients")
    rows = listed[listed["verify_first"] & listed["newsletter_no"].eq(1)]
    accounts = beside.findings.artifacts.table("accounts")[["account_id", "name", "rep_id"]]
    people = beside.table("contacts")[["contact_id", "name", "updated_on"]]
    rows = rows.merge(accounts, on="account_id").merge(
        people.rename(columns={"name": "person"}), on="contact_id", how="left"
    )
    rows = rows.assign(owner=owners_of(rows["rep_id"], beside.findings))
    return Layout(
        _("Verify first"),
        _("Not verified for three years: ask whether the person is still there and wants to hear from us."),
        fields_of(rows, "account_id", "name", "person", "email", "updated_on", "owner"),
        sums=False,
    )


def _objections(beside: Beside) -> Layout:
    """Count who objects, account by account, without a name, a number or an address."""
    accounts, contacts = (beside.table(name) for name in ("accounts", "contacts"))
    people = contacts[contacts["opposed"]].groupby("account_id").size()
    quiet = contacts[contacts["no_email"] & ~contacts["opposed"]].groupby("account_id").size()
    rows = accounts[["account_id", "opposed"]].assign(
        people=accounts["account_id"].map(people).fillna(0).astype("int64"),
        quiet=accounts["account_id"].map(quiet).fillna(0).astype("int64"),
    )
    rows = rows[rows["opposed"] | rows["people"].gt(0) | rows["quiet"].gt(0)].reset_index(drop=True)
    return Layout(
        _("Objections"),
        _("Whom nobody may canvass or write to. Names are left out on purpose: add none of them by hand."),
        [
            *fields_of(rows, "account_id"),
            Field("opposed", _("The account objects"), _yes(rows["opposed"]), least=12),
            Field("people", _("People who object"), rows["people"].tolist(), "count"),
            Field("quiet", _("People who want no e-mail"), rows["quiet"].tolist(), "count"),
        ],
        sums=False,
    )


def _yes(flags: pd.Series) -> list[str]:
    return [_("yes") if flag else "" for flag in flags]


def _explanation(beside: Beside, sheets: list[Layout]) -> list[tuple[str, str]]:
    noted = table_label(NOTED)
    return [
        ("title", _("Contacts beside the visits")),
        (
            "line",
            _(
                "For whoever looks after clients from the office. The sheet of the week says what is to do; "
                "the others are lists by purpose. Nothing is sent by itself: each mailing lies beside this "
                "workbook as a text file, for your own mail program."
            ),
        ),
        ("line", dated_sentence(beside.table("touches"), beside.table("touch_dates"))),
        (
            "line",
            _(
                "Write down what comes of it on the last sheet, {sheet}: who answered, who ordered, who "
                "wants no more, when a complaint was settled. Whoever objects is in no list of the next run."
            ).format(sheet=noted),
        ),
        ("section", _("The sheets")),
        *[("link", sheet_name(sheet.title)) for sheet in sheets],
        ("link", noted),
        ("section", _("How it comes back")),
        (
            "line",
            _(
                "Once something stands on that sheet, put this workbook beside the portfolio and name it "
                "among the sources, as below."
            ),
        ),
        ("line", f'- {{table: {NOTED}, path: {FILE}, preset: {PRESET}, sheet: "{noted}"}}'),
    ]
