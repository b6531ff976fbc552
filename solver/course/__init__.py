"""The course: exercises and their checks, trainee copies, the welcome page and the marks."""

from solver.course.handle import exercise

__all__ = ["exercise"]
