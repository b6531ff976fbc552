"""The made-up firm, for the tests of what a run says."""

from tests.made_up_firm.fixtures import facts, firm, portfolio, run

__all__ = ["facts", "firm", "portfolio", "run"]
