"""What goes out of the house says which line of which module, and nothing of this machine."""

import pytest

from solver.words.errors import without_places


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (
            'File "/home/ann/d’été 2/lib/python3.12/site-packages/solver/run/step.py", line 3',
            'File "solver/run/step.py", line 3',
        ),
        (
            'File "C:\\Users\\Ann B\\Lib\\site-packages\\pandas\\core.py", line 3',
            'File "site-packages\\pandas\\core.py", line 3',
        ),
        (
            "File \x1b[32m/home/ann b/twelvefold/solver/run/step.py:3\x1b[39m, in f",
            "File \x1b[32msolver/run/step.py:3\x1b[39m, in f",
        ),
        ("File ~/twelvefold/solver/run/step.py:3, in f", "File solver/run/step.py:3, in f"),
        ("a solver/worker, 3 km/h", "a solver/worker, 3 km/h"),
    ],
)
def test_a_traceback_keeps_its_modules_and_loses_their_place(line, shown):
    assert without_places(line) == shown
