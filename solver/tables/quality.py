"""What step 1 found in the files: repairs, doubles, contradictions, and what to ask for."""

from solver.tables import shared
from solver.tables.codes import KINDS, VALUE_BASES
from solver.tables.columns import Table, by_name, count, money, text
from solver.words.i18n import mark

# fmt: off
TABLES = by_name(  # a line a column
    Table("repairs", mark("Repairs"), "A value or a line of a file that was mended or set aside.", (
        shared.file,
        shared.row.here("Line of the file, header counted.", empty=True),
        text("column", mark("Column"), "Column as the file writes it.", empty=True),
        shared.account_id.here("Account concerned, where it can be told.", empty=True),
        text("problem", mark("Problem"), "What is wrong."),
        text("found", mark("Found"), "What the file says.", empty=True),
        text("used", mark("Used instead"),
            "What was used instead; empty where the value or row was set aside.", empty=True),
        money("worth_eur", mark("Revenue concerned"), "Revenue of the last 12 months that hangs on it.",
            empty=True),
    )),
    Table("duplicates", mark("Likely doubles"), "Two accounts that may be one.", (
        shared.account_id.here("The account with more revenue."),
        shared.other_id,
        text("evidence", mark("Evidence"), "Why they look the same."),
        shared.revenue_eur.here("Revenue of the last 12 months of both together."),
    )),
    Table("value_conflicts", mark("Files that disagree"),
        "A value on which two files differ, and the one that was kept.", (
        shared.account_id,
        shared.field.here("What the files do not agree on."),
        text("kept", mark("Kept"), "The value kept; empty where none is.", empty=True),
        text("kept_file", mark("From the file"), "File that it comes from.", empty=True),
        count("kept_row", mark("On line"), "Line of that file.", empty=True, adds=False),
        text("other", mark("Not kept"), "The value that was not kept."),
        text("other_file", mark("From the file"), "File that it comes from."),
        count("other_row", mark("On line"), "Line of that file.", adds=False),
        shared.reason.here("Why the one was kept and not the other."),
    )),
    Table("value_sources", mark("Sources of values"),
        "Which line of which file each value of an account comes from.", (
        shared.account_id,
        shared.field.here("Column of the table accounts that is filled."),
        shared.file.here("File that the value comes from; empty where it was worked out.", empty=True),
        shared.row.here("Line of that file.", empty=True),
        shared.basis.here("Written in a file of accounts, in a visit report, or worked out from the rest.",
            VALUE_BASES),
    ), key=("account_id", "field")),
    Table("off_map", mark("Accounts without a place"),
        "An account that may be visited and could not be placed on the map.", (
        shared.account_id.here("Account that may be visited and could not be placed."),
        shared.name,
        shared.kind.here("Kind of partner.", KINDS),
        shared.rep_id.here("Who can ask.", empty=True),
        shared.postcode.here("Postcode."),
        shared.town,
        shared.country,
        shared.cause.here("Why it has no place, and what to ask for."),
        shared.revenue_eur.here("Revenue of the last 12 months behind it."),
    ), key=("account_id",)),
    Table("fields_to_verify", mark("Fields to verify"),
        "An account on which something is missing, wrong or old.", (
        shared.account_id,
        shared.name,
        shared.rep_id.here("Who can ask.", empty=True),
        text("fields", mark("To verify"), "What is missing, wrong or old."),
        text("field_ids", mark("Columns to verify"),
            "The same as names of columns, separated by semicolons."),
        shared.revenue_eur.here("Revenue of the last 12 months: the most valuable first."),
    )),
    Table("purge_list", mark("Records to delete"),
        "A record that there seems to be no reason left to keep.", (
        shared.account_id,
        shared.name,
        shared.last_contact_on.here("Last sign of life."),
        shared.reason.here("Why it should be deleted or asked."),
    ), key=("account_id",)),
)
