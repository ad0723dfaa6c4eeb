"""Fixing small programs, for the tests: a text and what it is fixed to."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

from tests.command import Outcome, tunelint, write


def fixed(text: str | bytes, folder: Path, *options: str, name: str = "train.py") -> str:
    """The text after ``check --fix --unsafe-fixes``, of one code or of all."""
    data = fixed_bytes(
        text if isinstance(text, bytes) else program(text), folder, *options, name=name
    )
    return data.decode()


def fixed_bytes(data: bytes, folder: Path, *options: str, name: str = "train.py") -> bytes:
    """The same in bytes."""
    (folder / "tunelint.toml").touch()
    path = folder / name
    path.write_bytes(data)
    run = run_fix(folder, *options)
    assert run.status in (0, 1), run.errors
    return path.read_bytes()


def run_fix(folder: Path, *options: str) -> Outcome:
    """One run that fixes all that can be fixed."""
    return tunelint(folder, "check", "--fix", "--unsafe-fixes", *options)


def program(text: str) -> bytes:
    """A program as it is written in a test."""
    return textwrap.dedent(text).lstrip("\n").encode()


def changed_lines(text: str, folder: Path, *options: str) -> list[str]:
    """The lines of the fixed program that were not in it before."""
    before = program(text).decode().splitlines()
    return [line for line in fixed(text, folder, *options).splitlines() if line not in before]


def added(
    files: dict[str, str], folder: Path, *options: str, paths: tuple[str, ...] = ()
) -> list[str]:
    """The lines that fixing writes anew in any file; a call over several lines is one again."""
    before = {name: program(text) for name, text in files.items()}
    write(folder, before)
    tunelint(folder, "check", "--fix", *options, *paths)
    found = []
    for name, old in before.items():
        joined = re.sub(r"\(\n +(.*)\n *\)", r"(\1)", (folder / name).read_text())
        known = old.decode().splitlines()
        found += [line.strip() for line in joined.splitlines() if line not in known]
    return found


def below(head: str, text: str) -> str:
    """Lines of a program below its head, with the indentation that all have in a test."""
    return head + "".join(f"    {line}\n" for line in text.splitlines())
