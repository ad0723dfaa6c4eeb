"""Tunelint's own rules on small programs, for the tests."""

from __future__ import annotations

from pathlib import Path

from tunelint.config.rule_index import own_entries
from tunelint.model.program import Program
from tunelint.rule import Rule
from tunelint.testing import Found, Texts, findings
from tunelint.testing import programs as written_programs


def rule(code: str) -> type[Rule]:
    """The rule with the given code."""
    return own_entries()[code].load()


def programs(files: dict[str, str], root: Path) -> list[Program]:
    """The programs of a run over `files`, written below `root`."""
    return written_programs(files, root)


def check(text: Texts, code: str) -> list[Found]:
    """The findings of one rule on a text (or on files by name), by file and line."""
    return findings(rule(code), text)


def lines(text: Texts, code: str) -> list[int]:
    """The lines of the findings of one rule on a text, each once."""
    return [line for _, line in dict.fromkeys((one.file, one.line) for one in check(text, code))]
