"""Rules as an answer: ticked in the form or written; the model is judged, not only the plan it gives."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from solver.course.kinds import Custom, Verdict
from solver.course.small_rules import RuleSet, judge_rules, read_rules, rules_in_code, write_rules


def _judge(rules: Any) -> str | None:
    return judge_rules(read_rules(rules))


@dataclass(frozen=True)
class Rules(Custom):
    """Rules of the small model.

    Parameters
    ----------
    offered : sequence of str
        The rules that may be ticked, by their codes in `small_rules.RULES`.
    """

    judge: Callable[[Any], Verdict | str | None] = _judge
    write: Callable[[Any], str] | None = write_rules
    read: Callable[[Any], Any] | None = read_rules
    offered: Sequence[str] = ()
    waits: ClassVar[bool] = False  # who ticks in the form leaves the cells of code alone

    def in_code(self, value: Any) -> str:
        """Write rules in words, with the line that says each of them in code."""
        return rules_in_code(value)

    def is_code(self, value: Any) -> bool:
        """Tell written rules from ticked ones."""
        return isinstance(value, RuleSet) and not value.codes
