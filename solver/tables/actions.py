"""What the actions of the plan are called in their numbers, as in C0412-develop-2026; reading that back."""

import pandas as pd

from solver.words.i18n import mark

# The main action of a client, by the type of the account: its code, and what a reader calls it.
CODES_OF_TYPE = {
    "key_account_to_consolidate": "secure",
    "key_account_to_develop": "develop",
    "high_potential": "potential",
    "going_concern": "keep",
    "medium_account": "follow",
    "economical_management": "economy",
}
NAMES_OF_TYPE = {
    "key_account_to_consolidate": mark("Secure a key account"),
    "key_account_to_develop": mark("Develop a key account"),
    "high_potential": mark("Develop a high potential"),
    "going_concern": mark("Keep a core client"),
    "medium_account": mark("Follow a medium account"),
    "economical_management": mark("Manage at low cost"),
}
STAY = "stay"  # in its place, of a client who may leave
MAIN = (*CODES_OF_TYPE.values(), STAY)  # their goal is the revenue of the year
GROWTH_SHOWN = 0.005  # below it, a goal holds today's revenue
ECONOMY = CODES_OF_TYPE["economical_management"]
WIN = "win"  # a prospect
FIRST_ORDER = (WIN, "win_back")  # what is to be had of them
HELD = ("welcome", "prevention", "retention")  # journeys whose goal is that their contacts are held
SELLING = ("new_family", "more_of_family", "next_range")
FIRST_CALLS = ("complaint", "leaving")  # made before anything is sold: their motives are their codes
VERIFY = "verify"
AT_FIRST_VISIT = (VERIFY, "name")  # done at it, where there is one
SETTLE = "settle"  # what an account owes
# Whose calls no other contact makes: those of journeys, promises and offers have motives of their own.
MADE_BY_PHONE = (*MAIN, SETTLE, VERIFY)
# What is done, the day it was promised, the year of the plan, a number where an account has two alike.
NUMBER = r"-([a-z][a-z_]*)-(?:\d{6}-)?\d{4}(?:-\d+)?$"


def codes_of(action_ids: pd.Series) -> pd.Series:
    """Return what is done by the actions of these numbers, as a code in no language."""
    return action_ids.astype("str").str.extract(NUMBER)[0]
