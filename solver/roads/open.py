"""The source of driving times that a portfolio names."""

import pandas as pd

from solver.parameters import DrivingTimes
from solver.roads.known import Known, fitted_factor
from solver.roads.law import Law
from solver.roads.places import every_place
from solver.roads.roads import Roads


def open_roads(
    named: DrivingTimes, drives: pd.DataFrame, accounts: pd.DataFrame, reps: pd.DataFrame
) -> Roads:
    """Return the driving times of a firm: what is known of its drives, the law for the rest.

    Parameters
    ----------
    named : DrivingTimes
        What the portfolio says of them.
    drives : DataFrame
        Table `drives` of step 1.
    accounts, reps : DataFrame
        Canonical tables, for where the ends of the drives lie.
    """
    law = the_law(named, drives, every_place(accounts, reps, named.stays))
    return law if drives.empty else Known(drives, law)


def the_law(named: DrivingTimes, drives: pd.DataFrame, places: pd.DataFrame) -> Law:
    """Return the law with its factor: the one stated, or the one that fits the known drives."""
    known = drives[drives["said_by"] != Law.name]
    factor = fitted_factor(known, places, Law(named)) if named.factor == "auto" else float(named.factor)
    return Law(named, factor)
