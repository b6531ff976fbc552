"""Run at the start of each kernel of the course: errors of beginners are answered in their language."""

from typing import Any

from solver.course.plain_errors import speak_plainly
from solver.course.progress import speak_as_beside


def _count(exercise_id: str, words: str) -> Any:
    """Count a stumble; what this takes is loaded only then, so that kernels start quickly."""
    from solver.course.handle import stumbled

    return stumbled(exercise_id, words)


speak_as_beside()
speak_plainly(_count)
