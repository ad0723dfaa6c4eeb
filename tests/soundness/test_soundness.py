"""The law of the interpreter, on random programs."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.soundness.holding import hold

PROGRAMS = 250


@pytest.mark.parametrize("seed", range(4))
def test_what_is_said_of_a_program_holds_in_its_runs(seed: int) -> None:
    command = [sys.executable, "-m", "tests.soundness.measure", "--jobs", "1"]
    run = subprocess.run(
        [*command, "--programs", str(PROGRAMS), "--seed", str(1000 * seed)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.splitlines()[-1].startswith(f"{PROGRAMS} programs")


# What a comparison that cannot fail would let pass: each of these programs hides something.
HIDING = {
    "a value": (
        "import sys\nn = 1\nsys._getframe().f_globals['n'] = 2\nprobe(1, n)\n",
        "probe 1 was 2, not 1",
    ),
    "an item": (
        "import sys\nl = [1]\nsys._getframe().f_globals['l'].append(2)\nprobe(1, l)\n",
        "probe 1 was list(1, 2), not list[1]",
    ),
    "code": ("exec('probe(1, 2)')\n", "probe 1 ran and was not read"),
    "what comes first": (
        "exec('probe(2, 0)')\nprobe(1, 0)\nprobe(2, 0)\n",
        "probe 2 ran without 1 before it",
    ),
    "that both arms run": (
        "if unknown('n'):\n    probe(1, 0)\n    exec('probe(2, 0)')\nelse:\n    probe(2, 0)\n",
        "probes 1 and 2 both ran: they were called exclusive",
    ),
}


@pytest.mark.parametrize("hidden", HIDING)
def test_what_is_hidden_from_the_reading_is_a_breach(hidden: str) -> None:
    text, breach = HIDING[hidden]

    assert any(each.startswith(f"{breach} (seed") for each in hold(text, range(8)).breaches)
