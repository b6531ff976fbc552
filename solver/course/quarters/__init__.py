"""Four quarters: a pair shares out its hours, and the clients of the course case answer, quarter by quarter.

The truth of the game is the model taught: what visits win is the table of step 10, who leaves follows the
loss risk of step 9, and chance plays on top, the same for all who play with the same luck.
"""

from solver.course.quarters.board import four_quarters

__all__ = ["four_quarters"]
