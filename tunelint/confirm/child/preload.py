"""An interpreter that has libraries imported already, and is copied for each job.

A copy (a fork) is as good as a fresh process while the original has one thread and TensorFlow's
runtime has not started (it starts with the first operation, never at import): both are looked at
before each. What was seeded at import is seeded anew in the copy; what differs between processes
from their start on, the order of sets of strings, is the original's.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from tunelint.confirm.child.channel import ERRORS
from tunelint.confirm.child.tree import threads

Answer = Callable[[Path, socket.socket], None]

STARTED = b"."


def serve(asking: socket.socket, libraries: Sequence[str], answer: Answer) -> None:
    """Import what can be imported, and copy this process until the asking one closes its end.

    A request is a line of JSON, ``folder`` and ``environment`` of a job, with the job's own socket
    beside it; what comes back is a byte, once the copy was made.
    """
    for library in libraries:
        with contextlib.suppress(ImportError):
            importlib.import_module(library)
    # Keras collects garbage before every trial: the libraries' own objects need not be looked at.
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while (request := _request(asking)) is not None:
        order, own = request
        with own:
            hindered = _hindered()
            if hindered:
                own.sendall(hindered.encode())
            elif os.fork() == 0:
                asking.close()
                _copied(order, own, answer)
        asking.sendall(STARTED)


def _copied(order: dict[str, object], own: socket.socket, answer: Answer) -> None:
    """Be a fresh process for one job; never returns."""
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()
        folder = Path(str(order["folder"]))
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        for descriptor, file in ((1, os.devnull), (2, folder / ERRORS)):
            output = os.open(file, flags, 0o600)
            os.dup2(output, descriptor)
            os.close(output)
        environment = order["environment"]
        assert isinstance(environment, dict)
        os.environ.clear()
        os.environ.update(environment)
        answer(folder, own)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(0)


def seed_anew() -> None:
    """Fresh entropy for what was seeded at import; Python's own generator sees to itself."""
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()
    if "torch" in sys.modules:
        sys.modules["torch"].seed()


def _request(asking: socket.socket) -> tuple[dict[str, object], socket.socket] | None:
    line, found = b"", []
    while not line.endswith(b"\n"):
        data, descriptors, _, _ = socket.recv_fds(asking, 1 << 16, 1)
        if not data:
            return None
        line += data
        found += descriptors
    return json.loads(line), socket.socket(fileno=found[0])


def _hindered() -> str:
    """Why this process cannot be copied, or nothing."""
    running = threads()
    if running > 1:
        return f"the interpreter cannot be copied: it has {running} threads"
    context = sys.modules.get("tensorflow.python.eager.context")
    if context is not None and context.context()._initialized:
        return "the interpreter cannot be copied: TensorFlow's runtime has started"
    return ""
