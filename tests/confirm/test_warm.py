"""Copies of an interpreter that has the libraries imported are as fresh as new processes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.command import write
from tests.confirm.running import job, running, values
from tunelint.confirm.preloaded_interpreters import WarmProcesses

pytestmark = pytest.mark.libraries

LIBRARIES = ("numpy", "keras", "torch", "no_such_library")
DRAWN = """\
import sys
assert "torch" in sys.modules
import os, random
import keras, numpy, torch
weights = keras.layers.Dense(1)
weights.build((1, 1))
drawn = {
    "python": random.random(),
    "numpy": numpy.random.rand(),
    "torch": torch.rand(1).item(),
    "keras": float(weights.kernel.numpy()[0, 0]),
    "tensorflow": float(keras.backend.backend() == "tensorflow"),
    "hash": hash("a"),
    "of the job": os.environ["MPLBACKEND"],
    "marker": os.environ["TUNELINT_TEST"],
}
open("out.csv", "w").write("new")
for value in drawn.values():
    value  # here
"""


def test_copies_share_nothing_but_imports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with WarmProcesses(LIBRARIES) as executor:
        # What changes later reaches the copies all the same.
        monkeypatch.setenv("TUNELINT_TEST", f"marker-of-{os.getpid()}")
        first, second, third = executor.run([job(tmp_path, DRAWN)] * 3, 120)
        (stuck,) = executor.run([job(tmp_path, "import time\ntime.sleep(600)\n1")], 0.5)
        assert running(os.environ["TUNELINT_TEST"]) == []
    drawn = list(zip(values(first), values(second), values(third), strict=True))

    assert [len(set(one)) for one in drawn[:4]] == [3, 3, 3, 3]
    # The third is a copy of the same interpreter as the first.
    assert len(set(drawn[5])) == 2
    assert drawn[5][0] == drawn[5][2]
    assert set(drawn[6]) == {"Agg"}
    assert stuck.why == "the script is still running after 0 s"
    assert not (tmp_path / "out.csv").exists()


def test_what_cannot_be_copied_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waiter = "import threading, time\nthreading.Thread(target=time.sleep, args=(60,)).start()\n"
    write(tmp_path, {"waiter.py": waiter})
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    with WarmProcesses(["waiter"]) as executor:
        (found,) = executor.run([job(tmp_path, "1")], 60)

    assert found.why == "the interpreter cannot be copied: it has 2 threads"


def test_an_interpreter_that_ends(tmp_path: Path) -> None:
    with WarmProcesses([], "/bin/false") as executor:
        (found,) = executor.run([job(tmp_path, "1")], 60)

    assert found.why == "the interpreter that has the libraries imported has ended"
