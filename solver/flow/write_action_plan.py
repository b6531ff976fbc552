"""Step 11: turn visits into actions, and see what they cost and what stops."""

from functools import cached_property

import pandas as pd

from solver.evidence.promises import account_promises, figure_promises, promises, size_bands
from solver.flow.earlier_run import rests_on
from solver.flow.step import Flow, Needed
from solver.method.accounts.revenue import year_sales
from solver.method.actions.cross_selling import family_gaps
from solver.method.actions.range_ladder import range_gaps
from solver.method.actions.write_action_plan import (
    balance_hours,
    carry_notes,
    list_stopped,
    notes_without_action,
    summarise_budget,
    write_action_plan,
)


class WriteActionPlan(Flow):
    """The allocation and what is known of the accounts in; actions, budgets and what is stopped out."""

    id = "11_write_action_plan"
    parameters = (
        "margin_rate",
        "newsletters_per_quarter",
        "phone_contact_cost_eur",
        "letter_contact_cost_eur",
    )
    accounts = Needed()
    sales = Needed()
    reps = Needed()
    visit_cost = Needed()
    need = Needed("need.json")
    expected_figures = Needed()
    ledger = Needed()
    segments = Needed()
    qualification = Needed()
    account_types = Needed()
    typology = Needed()
    typology_notes = Needed()
    journeys = Needed()
    allocation = Needed()
    response = Needed()
    fields_to_verify = Needed()
    next_actions = Needed()
    plan_notes = Needed()

    @cached_property
    def family_gaps(self) -> pd.DataFrame:
        """What the peers of each client buy and it does not."""
        known = (self.sales, self.account_types, self.segments, self.qualification)
        gaps = family_gaps(*known, as_of=self.portfolio.as_of)
        if not self.portfolio.ladders:
            return gaps
        up = range_gaps(*known, self.portfolio.ladders, as_of=self.portfolio.as_of)
        return pd.concat([gaps, up], ignore_index=True)

    @cached_property
    def action_plan(self) -> pd.DataFrame:
        """The actions, with the notes that came back on them."""
        made_anew = write_action_plan(
            self.allocation,
            self.account_types,
            self.segments,
            self.qualification,
            self.typology,
            self.typology_notes,
            self.journeys,
            self.family_gaps,
            self.fields_to_verify,
            self.visit_cost,
            self.next_actions,
            self.response,
            plan_start=self.portfolio.plan_start,
            plan_end=self.portfolio.plan_end,
            **self.given(*self.parameters),
        )
        return carry_notes(made_anew, self.plan_notes)

    @cached_property
    def notes_without_action(self) -> pd.DataFrame:
        """The notes that came back on actions no longer in the plan."""
        return notes_without_action(self.action_plan, self.plan_notes)

    @cached_property
    def balance(self) -> pd.DataFrame:
        """The plan's hours against the hours of step 2."""
        return balance_hours(self.action_plan, self.allocation, self.ledger)

    @cached_property
    def budget(self) -> pd.DataFrame:
        """What the plan of each rep costs, and the contribution that hangs on it."""
        return summarise_budget(self.action_plan, self.allocation, self.response, self.visit_cost)

    @cached_property
    def stopped(self) -> pd.DataFrame:
        """The accounts that get fewer visits, and what they get instead."""
        return list_stopped(self.accounts, self.allocation)

    @cached_property
    def size_bands(self) -> pd.DataFrame:
        """Between which multiples of the year before nine of ten clients ended, by size."""
        years = [
            year_sales(self.sales, self.portfolio.as_of, back).groupby("account_id")["revenue_eur"].sum()
            for back in (1, 0)
        ]
        return size_bands(*years)

    @cached_property
    def promises(self) -> pd.DataFrame:
        """What this run expects, for a run of next year to read back."""
        firm = self.portfolio
        revenue = self.segments.set_index("account_id")["revenue_eur"]
        return promises(
            figure_promises(self.need, self.expected_figures, self.allocation),
            account_promises(self.allocation, revenue, self.size_bands),
            as_of=firm.as_of,
            plan_start=firm.plan_start,
            plan_end=firm.plan_end,
            parameters=rests_on(firm),
        )
