"""Customers of a customer, and accounts that one file calls by code and another by name."""

from solver.words.errors import PortfolioError
from tests.intake.outcome import taken_in

CLIENTS = "Customer,Billing City,Billing Zip\nAcme,Salem,97301\nBolt,Salem,97301\n"
JOBS = CLIENTS + "Acme:Job 7,Salem,97301\n"
SALES = (
    "Customer,Invoice date,Num,Net amount\nAcme,2025-01-15,1,100.00\nAcme:Job 7,2025-02-15,2,250.00\n"
    "Bolt,2025-03-15,3,40.00\n"
)
REPORT = """,Date,Num,Net amount
Acme,,,
,01/15/2025,1,100.00
   Job 7,,,
,02/25/2025,2,250.00
   Total for Job 7,,,250.00
Total for Acme with sub-customers,,,350.00
Bolt,,,
,03/15/2025,3,40.00
Total for Bolt,,,40.00
TOTAL,,,390.00
"""


def bought(taken):
    """Return what each account bought, or what was refused."""
    assert not isinstance(taken, PortfolioError), str(taken)
    sums = taken.sales.groupby("account_id")["revenue_eur"].sum().round(2)
    return {account: float(sums.get(account, 0.0)) for account in taken.accounts["account_id"]}


def test_a_sub_customer_counts_with_its_customer(tmp_path):
    taken = taken_in(tmp_path / "f", {"customers.csv": JOBS, "sales.csv": SALES})
    assert bought(taken) == {"Acme": 350.0, "Bolt": 40.0}
    assert "sub-customers count with their customer" in set(taken.repairs["problem"])


def test_a_sub_customer_below_its_customer_in_a_report_counts_with_it(tmp_path):
    taken = taken_in(tmp_path / "f", {"customers.csv": CLIENTS, "Sales by Customer Detail.csv": REPORT})
    assert bought(taken) == {"Acme": 350.0, "Bolt": 40.0}


def test_a_sub_customer_is_a_client_of_its_own_where_the_firm_says_so(tmp_path):
    files = {"customers.csv": JOBS, "sales.csv": SALES}
    taken = taken_in(tmp_path / "f", files, lambda text: text.replace("together", "apart"))
    assert bought(taken) == {"Acme": 100.0, "Acme:Job 7": 250.0, "Bolt": 40.0}


def test_sub_customers_are_asked_about_where_nobody_says_how_they_count(tmp_path):
    files = {"customers.csv": JOBS, "sales.csv": SALES}
    refused = taken_in(tmp_path / "f", files, lambda text: text.replace("sub_customers: together\n", ""))
    assert isinstance(refused, PortfolioError)
    assert "1 account is the sub-customer of another: “Acme:Job 7”" in str(refused)
    assert "sub_customers: apart" in str(refused)


def test_number_and_name_with_a_colon_are_no_sub_customer(tmp_path):
    clients = "Code,Name,Town,Postcode\nC1,Acme,Salem,97301\nC2,Bolt,Salem,97301\n"
    sales = SALES.replace("Acme:Job 7", "Acme").replace("Acme", "C1:Acme").replace("Bolt", "C2:Bolt")
    taken = taken_in(tmp_path / "f", {"customers.csv": clients, "sales.csv": sales})
    assert bought(taken) == {"C1": 350.0, "C2": 40.0}


def test_a_list_by_name_and_a_list_by_code_are_the_same_accounts(tmp_path):
    header = "Account ID,Account Name,Billing City,Billing Zip,Account Owner"
    codes = f"{header}\nX1,Acme,Salem,97301,Ann\nX2,Bolt,Salem,97301,Ann\n"
    sales = SALES.replace(":Job 7", "")
    taken = taken_in(tmp_path / "f", {"accounts.csv": codes, "customers.csv": CLIENTS, "sales.csv": sales})
    assert bought(taken) == {"X1": 350.0, "X2": 40.0}
