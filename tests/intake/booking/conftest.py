"""Small tables whose rows may not all count."""

import pytest

from solver.intake.reading.sources import read_source


@pytest.fixture
def visit_log(source):
    """Return a log of visits with one more column."""

    def read(column, *values):
        rows = [f"{day}/01/2025;C1;Kim;{value}\n" for day, value in enumerate(values, 13)]
        return read_source(source("visits", f"Date;Code client;Commercial;{column}\n" + "".join(rows)))

    return read
