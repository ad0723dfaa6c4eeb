"""How the process of the script answers: one record, written whole, and then the end."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NoReturn

from tunelint.lab.answers import Answer
from tunelint.lab.plain_values import plain

# The file in a job's folder that holds what is printed to the standard error.
ERRORS = "errors.txt"
# The file in a job's folder that holds the answer.
ANSWER = "answer.json"
# The file in which every place that the script came to has a byte, by its number.
PASSED = "passed"


def noting(file: Path) -> Callable[[int], None]:
    """Keeps the numbers of places in the file, for whatever way the process ends."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT, 0o600)
    os.set_inheritable(descriptor, False)

    def passed(number: int) -> None:
        os.pwrite(descriptor, b"x", number)

    return passed


def passed_in(file: Path) -> frozenset[int]:
    """The numbers that were kept."""
    try:
        data = file.read_bytes()
    except OSError:
        return frozenset()
    return frozenset(number for number, byte in enumerate(data) if byte)


class Channel:
    """What the parent reads the answer from: an open file or pipe of this process alone."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        os.set_inheritable(descriptor, False)
        self._process = os.getpid()
        self.started = time.monotonic()

    @classmethod
    def to_file(cls, file: Path) -> Channel:
        """Open the file at once: the script may leave this folder behind, or its root."""
        return cls(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))

    def end_with(self, answer: Answer) -> NoReturn:
        """Answer, and end this process without running anything of the script any more."""
        if os.getpid() == self._process:
            data = json.dumps(answer, default=_in_json).encode("ascii")
            while data:
                data = data[os.write(self._descriptor, data) :]
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(Exception):
                stream.flush()
        os._exit(0)


def _in_json(value: Any) -> Any:
    """What stands in JSON for a value that it does not know: a library's number is a number."""
    if dataclasses.is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, frozenset) else plain(value)
