"""Told to stop, by the keyboard or by the system: everything ends in its order, and within seconds."""

import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import copy_context
from types import FrameType
from typing import Any

from solver.words.i18n import _, mark
from solver.words.scratch import clear

PATIENCE_S = 3.0  # for an end in order; a library that computes on for longer is not waited for
STATUS_AFTER = 128  # a process that a signal ends has the signal's number after this
STOPPED_BY = {
    signal.SIGINT: mark("Stopped by the keyboard; what was done is kept."),
    signal.SIGTERM: mark("Stopped by the system; what was done is kept."),
}
SIGNALS = tuple(STOPPED_BY)


class Stop:
    """The first signal that came; later ones would only disturb the tidying up."""

    def __init__(self) -> None:
        self.number: int | None = None

    def __call__(self, number: int, _frame: FrameType | None) -> None:
        """Stop the main thread as the keyboard does."""
        if self.number is None:
            self.number = number
            raise KeyboardInterrupt


@contextmanager
def listening() -> Iterator[Stop]:
    """Hear both signals within a `with` block, whatever the main thread is in the middle of."""
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = {number: signal.signal(number, stop) for number in SIGNALS}
    ours, theirs = socket.socketpair()
    theirs.setblocking(False)
    woke = signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)
    ended = threading.Event()
    spoken = copy_context()  # a thread of its own would speak the language of the machine
    threading.Thread(target=spoken.run, args=(_end_in_any_case, ours, ended), daemon=True).start()
    try:
        yield stop
    finally:
        deaf(before, woke)
        ended.set()
        theirs.close()


def deaf(before: dict[signal.Signals, Any] | None = None, woke: int = -1) -> None:
    """Leave the signals to what was there before, or to what is started next."""
    signal.set_wakeup_fd(woke)
    for number in SIGNALS:
        signal.signal(number, (before or {}).get(number, signal.default_int_handler))


def leave(number: int) -> None:
    """End at once: a thread that still computes would keep the process for as long as it likes."""
    clear()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(STATUS_AFTER + number)


def _end_in_any_case(ours: socket.socket, ended: threading.Event) -> None:
    """Wait for a signal in a thread: the main one hears it only once it is back in Python."""
    with ours:
        while heard := ours.recv(1):
            if heard[0] in SIGNALS and not ended.wait(PATIENCE_S):
                print(_(STOPPED_BY[signal.Signals(heard[0])]), file=sys.stderr)
                leave(heard[0])
