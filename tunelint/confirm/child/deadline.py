"""The end of the time that a job has: what is there is answered, instead of nothing at all."""

from __future__ import annotations

import os
import sys
import threading
import traceback
from collections.abc import Callable, Container

# Before the keeper ends the process: it takes a moment to answer.
_SHARE = 0.95
_EARLIER = 0.5


def at_deadline(seconds: float, since_start: float, act: Callable[[], None]) -> None:
    """Call `act` in a thread shortly before `seconds` from the start have gone by."""
    left = min(seconds * _SHARE, seconds - _EARLIER) - since_start
    timer = threading.Timer(max(0.0, left), act)
    timer.daemon = True
    timer.start()


def where_it_is(own: Container[str]) -> str:
    """The innermost line of the user's files that the main thread is in, `` (train.py:45)``."""
    frame = sys._current_frames().get(threading.main_thread().ident or 0)
    for one, line in traceback.walk_stack(frame):
        if os.path.realpath(one.f_code.co_filename) in own:
            return f" ({os.path.basename(one.f_code.co_filename)}:{line})"
    return ""
