"""Programs as tests of rules: the comments on their lines say what is found there."""

from __future__ import annotations

import importlib
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import pytest

from tests.checking import rule
from tunelint.testing import Texts, check_marked

TRAINING_RULES = (
    *("TUN101", "TUN103", "TUN105", "TUN106", "TUN201", "TUN202", "TUN303", "TUN304"),
    *("TUN401", "TUN402", "TUN403", "TUN404", "TUN405", "TUN607"),
)
"""What the rules say of seeds, rows, scores and epochs where a framework trains."""

Programs = Mapping[str, Texts]
ProgramTest = Callable[[tuple[str, ...], Texts], None]


def check_programs(codes: str | tuple[str, ...], *groups: Programs, head: str = "") -> ProgramTest:
    """A test of each program: every rule named finds what the program's marks say, no more.

    Marks are those of `tunelint.testing.check_marked`. `head` begins each text of one file.
    """
    rules = (codes,) if isinstance(codes, str) else codes
    return _test(
        (name, rules, head + program if isinstance(program, str) else program)
        for group in groups
        for name, program in group.items()
    )


def check_coded_programs(*groups: Programs) -> ProgramTest:
    """A test of each program by one rule, whose code its name begins with."""
    return _test(
        (name, (name.partition(":")[0],), program)
        for group in groups
        for name, program in group.items()
    )


def _test(cases: Iterable[tuple[str, tuple[str, ...], Texts]]) -> ProgramTest:
    listed = [pytest.param(codes, program, id=name) for name, codes, program in cases]

    @pytest.mark.parametrize(("codes", "program"), listed)
    def check(codes: tuple[str, ...], program: Texts) -> None:
        check_marked([rule(code) for code in codes], program)

    return check


def marked(program: str, marks: Mapping[str, str]) -> str:
    """The program with marks by a part of their line, the last one with that part.

    For lines that a template writes, which other programs share.
    """
    lines = program.split("\n")
    for part, mark in marks.items():
        last = max(number for number, line in enumerate(lines) if part in line)
        lines[last] += f"  {mark}"
    return "\n".join(lines)


def rule_programs() -> Iterator[tuple[str, str]]:
    """Each program of one file that the tests of rules check, by its name."""
    for path in sorted(Path(__file__).parent.glob("test_*.py")):
        module = importlib.import_module(f"tests.rules.{path.stem}")
        for test in vars(module).values():
            for mark in getattr(test, "pytestmark", ()):
                for case in mark.args[1] if mark.args[0] == ("codes", "program") else ():
                    if isinstance(case.values[1], str):
                        yield f"{path.stem}: {case.id}", textwrap.dedent(case.values[1])
