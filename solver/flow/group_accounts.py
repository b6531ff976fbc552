"""Step 6: cross what an account brings with what it could bring."""

from functools import cached_property
from typing import Any

import pandas as pd

from solver.flow.step import Flow, Needed
from solver.method.accounts.group_accounts import group_accounts, grouping_facts


class GroupAccounts(Flow):
    """Classes of revenue and of potential in, account types out."""

    id = "06_group_accounts"
    parameters = ("consolidate_share", "account_rules")
    accounts = Needed()
    segments = Needed()
    qualification = Needed()

    @cached_property
    def account_types(self) -> pd.DataFrame:
        """Cell, type and domain of each account."""
        rules = self.given(*self.parameters)
        return group_accounts(self.accounts, self.segments, self.qualification, **rules)

    @cached_property
    def facts(self) -> dict[str, Any]:
        """How many accounts are of each type, and whether too many are key accounts."""
        return grouping_facts(self.account_types)
