"""Won deals are proposed as sales where there are no others, and count once somebody agrees."""

from tests.intake.outcome import taken_in

ORGANIZATIONS = "Organization - ID,Organization - Name,Organization - Owner\n1,Ormeau,Ann\n2,Cap,Ann\n"
DEALS = """\
Deal - Title,Deal - Organization,Deal - Value,Deal - Status,Deal - Won time,Deal - Deal created,Deal - Stage
D1,Ormeau,1000.00,Won,2025-03-15,2025-01-15,Negotiations Started
D2,Cap,250.50,Won,2025-04-20,2025-01-15,Negotiations Started
D3,Cap,900.00,Lost,,2025-01-15,Proposal Made
D4,Ormeau,800.00,Open,,2025-01-15,Proposal Made
"""


def test_won_deals_wait_for_somebody_to_agree_and_then_count(tmp_path):
    files = {"organizations.csv": ORGANIZATIONS, "deals.csv": DEALS}
    asked = taken_in(tmp_path / "asked", files)
    assert "must name at least one file for: sales" in str(asked)

    def agreed(text):
        head, line, rest = text.partition("  # - table: sales\n")
        assert line
        lines = ("  - table: sales\n" + rest).splitlines()
        return head + "\n".join(row.replace("  #   ", "    ") for row in lines)

    sales = taken_in(tmp_path / "agreed", files, agreed).sales
    assert sales.groupby("account_id")["revenue_eur"].sum().to_dict() == {"1": 1000, "2": 250.5}
