"""What came of a visit, told by the words of its result: nobody was met, or the client complained."""

import re

import pandas as pd

from solver.intake.values.codes import usual_words
from solver.intake.words import look_up

NOT_MET = "not_met"
END_OF_CLAUSE = re.compile(r"[,;:.(/|]|\s[-–—]\s")


def with_outcomes(visits: pd.DataFrame) -> pd.DataFrame:
    """Let the first words of a result say that nobody was met, or that the client complained.

    Parameters
    ----------
    visits : DataFrame
        With `status, visit_outcome, complaint, result`; what the file says itself of the outcome stands.

    Returns
    -------
    DataFrame
        A visit at which nobody was met has the status `not_met`: it took hours, and was no contact.
    """
    result = visits["result"].fillna("").str.split(END_OF_CLAUSE, n=1).str[0].str.strip()
    told = look_up(result, usual_words("nobody_result")).notna()
    nobody = visits["visit_outcome"].eq(NOT_MET) | (visits["visit_outcome"].isna() & told)
    nobody = visits["status"].eq(NOT_MET) | (visits["status"].eq("done") & nobody)
    complaint = look_up(result, usual_words("complaint_result")).where(~nobody)
    return visits.assign(
        status=visits["status"].mask(nobody, NOT_MET),
        visit_outcome=visits["visit_outcome"].mask(nobody, NOT_MET),
        complaint=visits["complaint"].fillna(complaint),
    )
