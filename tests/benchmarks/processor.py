"""Seconds of the processor, of this process and of all that it starts."""

import resource
from contextlib import contextmanager


@contextmanager
def spent():
    """Measure a block: a list of one figure, filled in when the block ends."""
    taken = [0.0]
    before = clock()
    yield taken
    taken[0] = clock() - before


def clock() -> float:
    """Return the seconds so far; a process that was started counts once it has ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)
