"""Run at the start of each kernel of the course: errors of beginners are answered in their language."""

from typing import Any

from solver.course.plain_errors import speak_plainly
from solver.course.progress import run_beside
from solver.words.i18n import speak_by_default


def _count(exercise_id: str, words: str) -> Any:
    """Count a stumble; what this takes is loaded only then, so that kernels start quickly."""
    from solver.course.handle import stumbled

    return stumbled(exercise_id, words)


_run = run_beside()
if _run is not None:
    speak_by_default(_run.portfolio().language)
speak_plainly(_count)
