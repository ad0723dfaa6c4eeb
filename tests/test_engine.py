"""What a mistake inside tunelint costs: one file, one line, and the exit status."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.command import ZERO_SEED, tunelint, write
from tests.own_rule import own_rule
from tunelint.engine import check_unit
from tunelint.files.source import Source
from tunelint.model.program import Program

read_programs = check_unit.read_programs


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write(tmp_path / "project", {"a.py": ZERO_SEED, "b.py": ZERO_SEED})


def test_a_rule_that_fails_costs_itself_on_that_file(project: Path, tmp_path: Path) -> None:
    rule = own_rule(tmp_path / "lints", "if name == 'a.py': raise KeyError('two\\nlines')")

    run = tunelint(project, "check", "--output-format", "concise", *rule.options)

    assert run.status == 2
    assert [line.split(":")[0] for line in run.output.splitlines()[:-2]] == ["a.py", "b.py"]
    assert sorted(rule.asked.read()) == ["a.py", "b.py"]
    assert re.fullmatch(
        f"error: {project}/a.py: rule ACME001 failed, which is a bug in tunelint: "
        r"KeyError: two lines \(rule\.py:\d+\); please report it\n",
        run.errors,
    )


def test_a_reader_that_fails_costs_that_file(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(sources: Sequence[Source], *further: Any) -> Sequence[Program]:
        if any(source.path.name == "a.py" for source in sources):
            raise RecursionError("too deep")
        return read_programs(sources, *further)

    monkeypatch.setattr(check_unit, "read_programs", failing)
    run = tunelint(project, "check", "--output-format", "concise")

    assert run.status == 2
    assert [line.split(":")[0] for line in run.output.splitlines()[:-2]] == ["b.py"]
    assert re.fullmatch(
        f"error: {project}/a.py: reading failed, which is a bug in tunelint: "
        r"RecursionError: too deep \(engine/check_unit\.py:\d+\); please report it\n",
        run.errors,
    )


def test_files_that_fail_only_together_are_read_alone(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(sources: Sequence[Source], *further: Any) -> Sequence[Program]:
        if len(sources) > 1:
            raise ValueError("only together")
        return read_programs(sources, *further)

    monkeypatch.setattr(check_unit, "read_programs", failing)
    run = tunelint(project, "check", "--output-format", "concise")

    assert (run.status, run.errors) == (1, "")
    assert [line.split(":")[0] for line in run.output.splitlines()[:-2]] == ["a.py", "b.py"]
