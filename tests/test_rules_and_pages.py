"""`tunelint rules` and `tunelint explain`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command import on_a_terminal, tunelint
from tunelint.config.rule_index import own_entries


def test_the_table_has_a_line_for_every_rule(tmp_path: Path) -> None:
    run = tunelint(tmp_path, "rules")

    lines = run.output.splitlines()
    assert run.status == 0
    assert lines[0].split() == ["code", "name", "level", "tuners"]
    assert [line.split()[0] for line in lines[1:]] == list(own_entries())
    (zero_seed,) = (line for line in lines if line.startswith("TUN102"))
    assert zero_seed.split(maxsplit=3) == ["TUN102", "zero-seed", "warning", "Keras Tuner"]


def test_the_table_can_be_had_as_json(tmp_path: Path) -> None:
    rows = json.loads(tunelint(tmp_path, "rules", "--output-format", "json").output)

    assert [row["code"] for row in rows] == list(own_entries())
    assert {
        "code": "TUN102",
        "name": "zero-seed",
        "level": "warning",
        "tuners": ["Keras Tuner"],
    } in rows


def test_a_page_is_the_rule_s_own_text(tmp_path: Path) -> None:
    run = tunelint(tmp_path, "explain", "TUN901")

    assert run.status == 0
    assert run.output.startswith("TUN901 unreadable-file\n\n## What it does\n")


@pytest.mark.parametrize(
    ("code", "hint"),
    [("TUN90l", "; did you mean TUN901?"), ("TUN9", "; did you mean TUN9"), ("x", "")],
)
def test_a_page_that_is_not_there_is_told_in_one_line(tmp_path: Path, code: str, hint: str) -> None:
    run = tunelint(tmp_path, "explain", code)

    assert (run.status, run.output) == (2, "")
    assert run.errors.startswith(f"error: unknown rule code {code!r}{hint}")
    assert run.errors.count("\n") == 1


def test_a_terminal_gets_the_page_rendered(tmp_path: Path) -> None:
    output = on_a_terminal(tmp_path, "explain", "TUN901")

    assert "What it does" in output
    assert "## What it does" not in output
    assert "\x1b[" in output
    assert "\x1b[3" not in on_a_terminal(tmp_path, "explain", "TUN901", NO_COLOR="1")
