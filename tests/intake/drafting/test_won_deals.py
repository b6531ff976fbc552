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


CLIENTS = "Account ID,Account name,City\nC1,Garage,Rennes\nC2,Hotel,Vannes\nC3,Scierie,Le Mans\n"


def agreed_sales(tmp_path, files, change=str):
    def agreed(text):
        head, _line, rest = change(text).partition("  # - table: sales\n")
        lines = ("  - table: sales\n" + rest).splitlines()
        return head + "\n".join(row.replace("  #   ", "    ") for row in lines)

    read = taken_in(tmp_path, files, agreed)
    return read.sales.groupby("account_id")["revenue_eur"].sum().to_dict()


def test_names_written_in_one_are_read_and_only_what_was_won_counts(tmp_path):
    deals = "Id,AccountId,StageName,Amount,CloseDate\n1,C1,Closed Won,100.00,2025-01-05\n"
    deals += "2,C2,Closed Lost,50.00,2025-02-05\n3,C3,Closed Won,200.00,2025-03-05\n"
    deals += "4,C1,Prospecting,70.00,2025-09-05\n"
    asked = taken_in(tmp_path / "asked", {"Account.csv": CLIENTS, "Opportunity.csv": deals})
    assert "take the # off the lines that `twelvefold init` proposed" in str(asked)
    assert agreed_sales(tmp_path, {"Account.csv": CLIENTS, "Opportunity.csv": deals}) == {
        "C1": 100,
        "C3": 200,
    }


def test_a_flag_tells_won_deals_where_no_stage_does(tmp_path):
    deals = "Opportunity,Account name,Amount,Close date,Won\nd1,Garage,100.00,2025-01-05,1\n"
    deals += "d2,Hotel,50.00,2025-02-05,0\nd3,Scierie,200.00,2025-03-05,1\n"
    assert agreed_sales(tmp_path, {"a.csv": CLIENTS, "deals.csv": deals}) == {"C1": 100, "C3": 200}


def test_stages_that_nobody_knows_are_listed_and_no_pipeline_is_taken_for_invoices(tmp_path):
    deals = (
        "Opportunité;Client;Montant HT;Date de signature;Étape\nd1;Garage;100,00;05/01/2025;Bon pour accord\n"
    )
    deals += "d2;Hotel;50,00;06/02/2025;En pause\nd3;Scierie;200,00;17/03/2025;Bon pour accord\n"
    files = {"a.csv": CLIENTS, "Opportunités.csv": deals}
    asked = taken_in(tmp_path / "asked", files)
    assert "must name at least one file for: sales" in str(asked)

    def chosen(text):
        assert "leave under keep only the stages" in " ".join(text.replace("\n  # ", " ").split())
        return text.replace("[Bon pour accord, En pause]", "[Bon pour accord]")

    assert agreed_sales(tmp_path, files, chosen) == {"C1": 100, "C3": 200}
