"""Answers cross from a script's process as data: all kinds of values arrive, and nothing runs."""

from __future__ import annotations

import math
import pickle
from pathlib import Path

import pytest

from tests.confirm.running import answer, job, values
from tunelint.confirm.executors import LocalProcesses

FORGING = """\
import os

for number in os.listdir("/proc/self/fd"):
    try:
        name = os.readlink(f"/proc/self/fd/{{number}}")
    except OSError:
        continue
    if name.endswith("answer.json"):
        os.write(int(number), {content!r})
os._exit(3)
1
"""


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("None", None),
        ("True", True),
        ("-7", -7),
        ("2.5", 2.5),
        ("float('inf')", math.inf),
        ("2 ** 80", 2**80),
        ("10 ** 5_000", hex(10**5_000)),
        ("'ä\\u2028\\udc80\\0'", "ä\u2028\udc80\0"),
        pytest.param("__import__('numpy').float32(0.5)", 0.5, marks=pytest.mark.libraries),
        pytest.param("__import__('numpy').int64(3)", 3, marks=pytest.mark.libraries),
        pytest.param("__import__('numpy').True_", True, marks=pytest.mark.libraries),
        ("[1, 2]", "[1, 2]"),
    ],
)
def test_a_value_arrives_as_it_is(tmp_path: Path, expression: str, value: object) -> None:
    found = values(answer(tmp_path, f"x = {expression}\nx"))

    assert found == [value]
    assert type(found[0]) is type(value)


def test_a_number_that_is_none_arrives(tmp_path: Path) -> None:
    (found,) = values(answer(tmp_path, "float('nan')"))

    assert isinstance(found, float)
    assert math.isnan(found)


class Creating:
    """Creates a file where its pickle is loaded."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __reduce__(self) -> tuple[object, ...]:
        return (Path.touch, (self.file,))


def forged(folder: Path, content: bytes) -> str:
    """Why there is no answer where the script wrote one itself."""
    program = FORGING.format(content=content)
    (found,) = LocalProcesses().run([job(folder, program)], 60)
    assert not found.reached
    return found.why


def test_nothing_that_a_script_writes_as_its_answer_runs_here(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    content = pickle.dumps(Creating(victim))

    why = forged(tmp_path, content)
    assert not victim.exists()
    pickle.loads(content)

    assert victim.exists()
    assert why == "the script's process exited with status 3"


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe\0",
        b'{"reached": true',
        b"[" * 100_000,
        b'{"reached": true, "seconds": ' + b"9" * 5_000 + b"}",
    ],
)
def test_what_is_no_answer_is_none(tmp_path: Path, content: bytes) -> None:
    assert forged(tmp_path, content) == "the script's process exited with status 3"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'{"reached": "yes"}', "Expected `bool`, got `str` - at `$.reached`"),
        (
            b'{"reached": true, "earlier": [[]]}',
            "Expected `object`, got `array` - at `$.earlier[0]`",
        ),
        (
            b'{"reached": true, "trials": [{"configuration": {"a": []}}]}',
            "Expected `bool | int | float | str | null`, got `array`"
            " - at `$.trials[0].configuration[...]`",
        ),
    ],
)
def test_what_is_wrong_with_an_answer_is_told(tmp_path: Path, content: bytes, reason: str) -> None:
    why = forged(tmp_path, content)

    assert why == f"the answer of the script's process cannot be read: {reason}"
