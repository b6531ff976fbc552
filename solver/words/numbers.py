"""A number as people write it: spaces, points and commas, signs, currencies, thousands of euros."""

import re
from decimal import Decimal
from typing import Literal, NamedTuple

NOTHING = frozenset(
    {
        "",
        "-",
        "--",
        "–",
        "—",
        "?",
        ".",
        "/",
        "n/a",
        "#n/a",
        "na",
        "nc",
        "n.c.",
        "nd",
        "nan",
        "null",
        "none",
        "néant",
        "neant",
    }
)
SIMPLE = re.compile(r"(-?)(\d+)(?:([.,])(\d{1,2}|\d{4,6}))?")
WRITTEN = re.compile(
    r"(?P<open>\()?\s*(?P<sign>[-+−–])?\s*(?:€|\$|£|eur|usd|gbp|chf)?\s*(?P<inner>[-−–])?\s*"
    r"(?P<body>\d(?:[\d\s.,'’]*\d)?|[.,]\d+)"
    r"(?P<exponent>e[-+]?\d{1,3})?\s*"
    r"(?P<unit>k|m(?=€|eur|\s*€))?\s*(?:€|\$|£|euros?|eur|usd|gbp|chf)?\s*(?:ht|h\.t\.)?\s*"
    r"(?P<percent>%)?\s*(?P<trailing>[-−])?\s*(?P<close>\))?"
)
BODY = re.compile(
    r"(?P<whole>[1-9]\d{0,2}(?P<group>[ '.,])\d{3}(?:(?P=group)\d{3})*|\d*)(?:(?P<mark>[.,])(?P<digits>\d+))?"
)
DOUBTFUL = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
OTHER_MARK = {".": ",", ",": "."}
LONGEST = 60
UNITS = {None: 1, "k": 1_000, "m": 1_000_000}


class Written(NamedTuple):
    """A number taken apart; `mark` is its decimal mark, which may be a thousands mark if `doubtful`."""

    sign: int
    whole: str
    digits: str
    mark: str | None
    group: str | None
    exponent: int
    unit: int
    percent: bool
    doubtful: bool

    def size(self, mark: str | None) -> Decimal:
        """Return the number without sign and unit, its doubt settled by the decimal mark in force."""
        grouped = self.doubtful and self.mark != mark
        text = f"{self.whole}{self.digits}" if grouped else f"{self.whole or 0}.{self.digits}"
        return Decimal(text).scaleb(self.exponent - (2 if self.percent else 0))

    def exact(self, mark: str | None) -> Decimal:
        """Return the number with its sign and in its unit."""
        return self.sign * self.unit * self.size(mark)


def take_apart(text: str) -> Written | Literal[""] | None:
    """Take one number apart; an empty text stays empty, what is not a number is None."""
    simple = SIMPLE.fullmatch(text)
    if simple:
        minus, whole, mark, digits = simple.groups()
        return Written(-1 if minus else 1, whole, digits or "", mark, None, 0, 1, False, False)
    lowered = text.strip().lower()
    if lowered in NOTHING:
        return ""
    written = WRITTEN.fullmatch(lowered) if len(lowered) <= LONGEST else None
    if not written or (written["open"] is None) != (written["close"] is None):
        return None
    body = BODY.fullmatch(re.sub(r"\s", " ", written["body"]).replace("’", "'"))
    if not body:
        return None
    return _written(written, body)


def _written(written: re.Match[str], body: re.Match[str]) -> Written | None:
    signs = [written["sign"], written["inner"], written["trailing"], written["open"]]
    minus = [sign for sign in signs if sign not in (None, "+")]
    mark, group, whole, digits = body["mark"], body["group"], body["whole"], body["digits"] or ""
    if len(minus) > 1 or (mark is not None and mark == group) or not whole + digits:
        return None
    exponent = int(written["exponent"][1:]) if written["exponent"] else 0
    doubtful = bool(DOUBTFUL.fullmatch(body[0])) and not written["exponent"]
    if written["exponent"] and group is not None and not re.fullmatch(r"\d+[.,]\d{3}", body[0]):
        return None
    if group is not None and (doubtful or written["exponent"]):
        whole, digits = whole.split(group)
        mark, group = group, None
    return Written(
        sign=-1 if minus else 1,
        whole="".join(re.findall(r"\d", whole)),
        digits=digits,
        mark=mark,
        group=group,
        exponent=exponent,
        unit=UNITS[written["unit"]],
        percent=written["percent"] is not None,
        doubtful=doubtful,
    )
