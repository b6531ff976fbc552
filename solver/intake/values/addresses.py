"""Postcode and town in an address written in one cell."""

import re

# From what is surest to what is least: the letters of a country before it, four to six digits, letters and
# digits as in Britain and the Netherlands.
PATTERNS = (
    re.compile(r"\b(?:[A-Z]{1,2}[- ])?(\d{4} ?[A-Z]{2})\b[ ,]+([^\d,;\n]+)"),
    re.compile(r"\b(?:[A-Z]{1,3}[- ]?)?(\d{5})\b[ ,]*([^\d,;\n]+)"),
    re.compile(r"\b(?:[A-Z]{1,3}[- ]?)?(\d{4})\b[ ,]*([^\d,;\n]+)"),
    re.compile(r"([^\d,;\n]+)[ ,]+([A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b"),
)
COUNTRY_BEHIND = re.compile(r"\s*(?:-\s*)?(?:cedex.*|\([^)]*\))\s*$", re.IGNORECASE)


def postcode_and_town(address: str) -> tuple[str, str]:
    """Return the postcode and the town of an address, empty where they cannot be told.

    Notes
    -----
    The last place that looks like a postcode counts: a house number stands before it.
    """
    text = " ".join(address.replace("\n", ", ").split())
    if " " not in text and "," not in text:  # a code, as those of databases are
        return "", ""
    for pattern in PATTERNS:
        found = list(pattern.finditer(text))
        if not found:
            continue
        first, second = found[-1].groups()
        postcode, town = (second, first) if any(c.isdigit() for c in second) else (first, second)
        town = COUNTRY_BEHIND.sub("", town).strip(" ,-")
        if any(c.isalpha() for c in town):  # the cents of an amount are no town
            return postcode.strip(), town
    return "", ""
