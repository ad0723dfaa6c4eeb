"""The smallest input that still goes wrong in the same way, as far as there is time to find it."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from benchmarks.fuzz.inputs import Input

_LINE = re.compile(rb"[^\n]*\n|[^\n]+")

Fails = Callable[[Input], bool]


def shrunk(one: Input, fails: Fails, *, seconds: float) -> Input:
    """A smaller input that `fails`: without files, lines and parts of lines that do not matter."""
    deadline = time.monotonic() + seconds
    for name in sorted(one.files):
        if len(one.files) > 1:
            fewer = replace(one, files={key: one.files[key] for key in one.files if key != name})
            if time.monotonic() < deadline and fails(fewer):
                one = fewer
    progress = True
    while progress and time.monotonic() < deadline:
        progress = False
        for name in sorted(one.files):
            for split in (_cells, _lines, _words):
                parts, join = split(name, one.files[name])
                kept = _minimal(parts, partial(_fails_with, fails, one, name, join), deadline)
                if len(kept) < len(parts):
                    one = _with_parts(one, name, join(kept))
                    progress = True
    return one


def _with_parts(one: Input, name: str, data: bytes) -> Input:
    return replace(one, files={**one.files, name: data})


def _fails_with(fails: Fails, one: Input, name: str, join: Join, kept: Sequence[bytes]) -> bool:
    return fails(_with_parts(one, name, join(kept)))


Join = Callable[[Sequence[bytes]], bytes]


def _lines(name: str, data: bytes) -> tuple[Sequence[bytes], Join]:
    return _LINE.findall(data), b"".join


def _words(name: str, data: bytes) -> tuple[Sequence[bytes], Join]:
    if len(data) > 600 or name.endswith(".ipynb"):
        return (), b"".join
    return re.findall(rb"\w+|\s+|.", data, re.DOTALL), b"".join


def _cells(name: str, data: bytes) -> tuple[Sequence[bytes], Join]:
    """The cells of a notebook, one by one; nothing of any other file."""
    try:
        document = json.loads(data)
        cells = [json.dumps(cell).encode() for cell in document["cells"]]
    except (ValueError, TypeError, KeyError, RecursionError):
        return (), b"".join

    def join(kept: Sequence[bytes]) -> bytes:
        return json.dumps({**document, "cells": [json.loads(cell) for cell in kept]}).encode()

    return cells, join


def _minimal(
    parts: Sequence[bytes], fails: Callable[[Sequence[bytes]], bool], deadline: float
) -> Sequence[bytes]:
    """The parts without as many of them as can be left out (Zeller's delta debugging)."""
    kept = list(parts)
    size = max(len(kept) // 2, 1)
    while kept and time.monotonic() < deadline:
        for start in _starts(len(kept), size):
            fewer = kept[:start] + kept[start + size :]
            if time.monotonic() < deadline and len(fewer) < len(kept) and fails(fewer):
                kept = fewer
                break
        else:
            if size == 1:
                break
            size = max(size // 2, 1)
    return kept


def _starts(count: int, size: int) -> Iterator[int]:
    yield from reversed(range(0, count, size))
