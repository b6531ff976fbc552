"""Codes that several tables and parameters share."""

CLIENT_TYPES = (
    "key_account_to_consolidate",
    "key_account_to_develop",
    "high_potential",
    "going_concern",
    "medium_account",
    "economical_management",
)
BEHAVIOURS = ("new", "developing", "loyal", "standard", "at_risk", "inactive", "lost")
SCORE_CLASSES = ("S1", "S2", "S3", "S4")
