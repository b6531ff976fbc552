"""Rules of the small model, ticked or written: every choice is looked at, so that the model is judged.

Three accounts with five numbers of visits each are fifteen yes-or-no questions: 32,768 choices, all tried.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

import numpy as np

from solver.course.numbers import UnreadableError, plain
from solver.course.small_model import HOURS, LEVELS, VALUES, VISIT_HOURS, SmallPlan
from solver.course.typed import read_codes
from solver.words.i18n import _, clauses, format_hours, mark, ngettext, with_label

KEYS = tuple((name, k) for name in VALUES for k in LEVELS)
COLUMN = {f"y_{name}_{k}": place for place, (name, k) in enumerate(KEYS)}
SPECK = 1e-9
MOST_VISITS = 6  # as many as there are hours: the slip of who counts visits for hours
RULES: Mapping[str, str] = {
    "one": mark("each account gets exactly one number of visits"),
    "hours": mark("the hours of all visits are at most 6"),
    "visits": mark("the visits are at most 6 in all"),
    "full": mark("the hours of all visits are exactly 6"),
    "halves": mark("the half hours of all visits are at most 12"),
    "short": mark("the half hours of all visits are at most 6"),
    "each": mark("each account gets one visit at least"),
    "three": mark("each account gets three visits at least"),
}
# How they are said, the narrower first; accents and capitals are off.
PIECES = r"[,;\n]|\. |\b(?:et|and|puis|then)\b"
SIX, TWELVE, EXACT = r"\b(?:6|six)\b", r"\b(?:12|twelve|douze)\b", r"exact|just|pile|== ?\d"
SAID: Mapping[str, str] = {
    "halves": rf"{TWELVE}.*(?:half|demi)|(?:half|demi).*{TWELVE}",
    "short": rf"{SIX}.*(?:half|demi)|(?:half|demi).*{SIX}",
    "full": rf"(?=.*(?:{EXACT}))(?=.*(?:hour|heure|\d ?h\b)).*{SIX}",
    "hours": rf"(?=.*(?:hour|heure|\d ?h\b)).*{SIX}",
    "one": r"\b(?:one|1|un|seul|single|unique)\b.*\b(?:number|nombre|level|niveau)|\b(?:sum|somme).*\b1\b",
    "three": r"\b(?:3|three|trois)\b.*\bvisit",
    "visits": rf"{SIX}.*\bvisit|\bvisit.*{SIX}",
    "each": r"\b(?:1|one|une)\b.*\bvisit",
}
WRITTEN: Mapping[str, str] = {
    "one": "[pulp.lpSum(y[i, k] for k in LEVELS) == 1 for i in VISIT_HOURS]",
    "hours": "[pulp.lpSum(VISIT_HOURS[i] * k * y[i, k] for i, k in y) <= HOURS]",
    "halves": "[sum(HALF_HOURS[i] * k * y[i, k] for i, k in y) <= 2 * HOURS]",
}


@dataclass(frozen=True, eq=False)
class RuleSet:
    """Rules, and which of all choices they allow.

    Attributes
    ----------
    allowed : array of bool
        One for each choice.
    codes : tuple of str
        The rules that were ticked; none where they were written.
    """

    allowed: np.ndarray[Any, np.dtype[np.bool_]]
    codes: tuple[str, ...] = ()

    @property
    def plan(self) -> SmallPlan | None:
        """The choice that brings most of those allowed; none where none is."""
        return best_of(self.allowed)


@cache
def choices() -> np.ndarray[Any, np.dtype[np.int8]]:
    """Return every choice, a row each, the columns in the order of `KEYS`."""
    numbers = np.arange(2 ** len(KEYS), dtype=np.int64)
    return ((numbers[:, None] >> np.arange(len(KEYS))) & 1).astype(np.int8)


def total(weights: Iterable[float]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return the weighted sum of each choice."""
    return choices() @ np.array(list(weights), dtype=float)


@cache
def hours() -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return the hours of each choice."""
    return total(VISIT_HOURS[name] * k for name, k in KEYS)


@cache
def values() -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return what each choice brings."""
    return total(VALUES[name][k] for name, k in KEYS)


@cache
def chosen() -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return how many numbers of visits each account gets, a column an account."""
    return np.column_stack([total(float(name == one) for name, _k in KEYS) for one in VALUES])


@cache
def visits() -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return the visits of each account, a column an account."""
    return np.column_stack([total(k * float(name == one) for name, k in KEYS) for one in VALUES])


def allowed_by(code: str) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Return which choices a rule allows."""
    rules = {
        "one": (chosen() == 1).all(axis=1),
        "hours": hours() <= HOURS + SPECK,
        "visits": visits().sum(axis=1) <= MOST_VISITS,
        "full": np.abs(hours() - HOURS) <= SPECK,
        "halves": hours() <= HOURS + SPECK,
        "short": 2 * hours() <= HOURS + SPECK,
        "each": (visits() >= 1).all(axis=1),
        "three": (visits() >= 3).all(axis=1),
    }
    return np.asarray(rules[code])


def ticked(codes: Iterable[str]) -> RuleSet:
    """Return the rules of these codes together."""
    ours = tuple(code for code in RULES if code in set(codes))
    mask = np.ones(len(choices()), dtype=bool)
    for code in ours:
        mask &= allowed_by(code)
    return RuleSet(mask, ours)


def best_of(mask: np.ndarray[Any, np.dtype[np.bool_]]) -> SmallPlan | None:
    """Return the choice of the largest value among those allowed."""
    if not mask.any():
        return None
    value = np.where(mask, values(), -1.0)
    return plan_of(int(value.argmax()))


def plan_of(place: int) -> SmallPlan:
    """Return one choice as a plan."""
    row = choices()[place]
    return SmallPlan({name: tuple(k for k in LEVELS if row[COLUMN[f"y_{name}_{k}"]]) for name in VALUES})


def read_rules(raw: Any) -> RuleSet:
    """Read rules: codes that were ticked, or what was written in PuLP or for CP-SAT, however nested.

    Raises
    ------
    UnreadableError
        There is no rule in it, or something in it is no rule.
    """
    if isinstance(raw, RuleSet):
        return raw
    listed = [raw] if isinstance(raw, str) or not isinstance(raw, Iterable) else list(raw)
    if isinstance(raw, Mapping) or raw is None or not listed:
        raise UnreadableError(_("There is no rule yet: write one, or tick one."))
    if all(isinstance(one, str) for one in listed):
        names = [(code, _(sentence)) for code, sentence in RULES.items()]
        codes = rules_said(", ".join(listed)) or read_codes(listed, tuple(RULES), names)[0]
        if not codes:
            raise UnreadableError(_("There is no rule yet: write one, or tick one."))
        return ticked(codes)
    rules = list(_flat(listed))
    if not rules:
        raise UnreadableError(_("There is no rule yet: write one, or tick one."))
    mask = np.ones(len(choices()), dtype=bool)
    for rule in rules:
        mask &= _allowed_by_written(rule)
    return RuleSet(mask)


def rules_said(text: str) -> frozenset[str]:
    """Return the rules that somebody says in words of their own; none where a part of them says no rule."""
    pieces = [piece for piece in re.split(PIECES, plain(text)) if piece.strip(" .-")]
    codes = [next((code for code, said in SAID.items() if re.search(said, piece)), None) for piece in pieces]
    return frozenset() if None in codes else frozenset(code for code in codes if code is not None)


def _flat(raw: Any) -> Iterable[Any]:
    """Take rules out of lists in lists."""
    if isinstance(raw, list | tuple | set | frozenset) or hasattr(raw, "__next__"):
        return chain.from_iterable(_flat(one) for one in raw)
    return [raw]


def _allowed_by_written(rule: Any) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Return which choices a written rule allows."""
    weights, low, high = _taken_apart(rule)
    row = [0.0] * len(KEYS)
    for name, weight in weights.items():
        if name not in COLUMN:
            raise UnreadableError(_("A rule speaks of something that is no y[i, k]."))
        row[COLUMN[name]] += weight
    sums = total(row)
    return (sums >= low - SPECK) & (sums <= high + SPECK)


def _taken_apart(rule: Any) -> tuple[dict[str, float], float, float]:
    """Return the weight of each variable, and between which two numbers the sum must lie."""
    if hasattr(rule, "bounds") and hasattr(rule, "coeffs"):  # CP-SAT
        ends = rule.bounds.flattened_intervals()
        low, high = float(ends[0]) - rule.offset, float(ends[-1]) - rule.offset
        weights: dict[str, float] = {}
        for variable, weight in zip(rule.vars, rule.coeffs, strict=True):
            weights[variable.name] = weights.get(variable.name, 0.0) + weight
        return weights, low, high
    if hasattr(rule, "sense") and hasattr(rule, "constant") and rule.sense is not None:
        right = -float(rule.constant)
        low = right if rule.sense >= 0 else -np.inf
        high = right if rule.sense <= 0 else np.inf
        return {variable.name: float(weight) for variable, weight in rule.items()}, low, high
    raise UnreadableError(
        _("One of these is no rule. A rule compares a sum of y[i, k] with a number, by ==, <= or >=.")
    )


def judge_rules(rules: RuleSet) -> str | None:
    """Say what rules allow that they should not, or forbid that they should not; none when they are right."""
    mask = rules.allowed
    if not mask.any():
        return _("No plan keeps these rules: one of them asks too much. Read them one by one.")
    several = mask & (chosen() > 1).any(axis=1)
    if several.any():
        return _(
            "With these rules an account may get several numbers of visits at once, as in {plan}: "
            "the rule “one number” is missing."
        ).format(plan=best_of(several))
    too_long = mask & (hours() > HOURS + SPECK)
    if too_long.any():
        plan = best_of(too_long)
        assert plan is not None
        return ngettext(
            "The plan takes {hours} hour of {limit}: how long is each visit, and how many are there?",
            "The plan takes {hours} hours of {limit}: how long is each visit, and how many are there?",
            plan.hours,
        ).format(hours=f"{plan.hours:g}", limit=HOURS)
    wanted = ticked(("one", "hours")).allowed
    made = {tuple(row) for row in visits()[mask]}
    lost = np.array([tuple(row) not in made for row in visits()[wanted]])
    if lost.any():
        places = np.flatnonzero(wanted)[lost]
        forbidden = np.zeros(len(mask), dtype=bool)
        forbidden[places] = True
        return _(
            "These rules forbid {plan}, which keeps both sentences: a rule asks more than it should."
        ).format(plan=best_of(forbidden))
    return None


def board(codes: Sequence[str]) -> list[str]:
    """Say in sentences what ticked rules give: the plan, and which of the two sentences it breaks."""
    plan = ticked(codes).plan
    if plan is None:
        return [_("No plan: no choice keeps all these rules.")]
    nothing = _("Nothing is ticked: without a rule the solver takes every number of visits at once.")
    said = [_("The plan under these rules: {plan}").format(plan=plan) if codes else nothing]
    if any(len(one) > 1 for one in plan.levels.values()):
        said.append(_("✗ an account gets several numbers of visits at once"))
    if plan.hours > HOURS:
        said.append(
            _("✗ it takes {hours} of the {limit}").format(
                hours=format_hours(plan.hours, 1), limit=format_hours(HOURS, 0)
            )
        )
    return (
        said if len(said) > 1 else [*said, _("✓ the plan keeps the hours, and one number for each account")]
    )


def write_rules(rules: Any) -> str:
    """Write rules for the table: ticked ones in words, written ones by their plan."""
    read = read_rules(rules)
    return clauses(_(RULES[code]) for code in read.codes) or str(read.plan)


def rules_in_code(rules: Any) -> str:
    """Write rules in words, each with the line that says it in code."""
    said = [(_(RULES[code]), WRITTEN.get(code)) for code in read_rules(rules).codes]
    return clauses(words if written is None else with_label(words, written) for words, written in said)
