"""Which modules may train in a loop, as far as their lines tell."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command import tunelint, write
from tunelint.config.settings import Settings
from tunelint.engine.run import find_files
from tunelint.files.byte_screen import may_suppress, told, trains_in_loop

FAR = "\n" * 12

LOOPS = {
    "a loop": "for rate in rates:\n    model.fit(x, y)\n",
    "a loop with an end": "while left:\n    model.fit(x, y)\n",
    "a loop in a line": "for rate in rates: model.fit(x, y)\n",
    "a comprehension": "scores = [build(rate).fit(x, y) for rate in rates]\n",
    "a comprehension over lines": (
        "scores = [\n    build(\n        rate\n    ).fit(x, y)\n    for rate in rates\n]\n"
    ),
    "a map": f"def run(rate):\n    model.fit(x, y)\n{FAR}scores = list(map(run, rates))\n",
    "a function": f"def run(rate):\n    model.fit(x, y)\n{FAR}for rate in rates:\n    run(rate)\n",
    "two functions": (
        f"def run(rate):\n    model.fit(x)\n{FAR}def score(rate):\n    return run(rate)\n"
        f"{FAR}for rate in rates:\n    print(score(rate))\n"
    ),
    "a method": (
        f"class Trial:\n    def go(self):\n        self.model.fit(x)\n{FAR}trial = Trial()\n"
        f"{FAR}while left:\n    trial.go()\n"
    ),
    "a partial function": (
        f"def run(rate, x):\n    model.fit(x)\n{FAR}trial = partial(run, x=x)\n"
        f"{FAR}for rate in rates:\n    trial(rate)\n"
    ),
    "a function that is made": (
        f"def make(x):\n    def run(rate):\n        m.fit(x)\n    return run\n{FAR}go = make(x)\n"
        f"{FAR}for rate in rates:\n    go(rate)\n"
    ),
    "a closing bracket at the margin": (
        "for rate in rates:\n    model = build(\n        rate\n)\n    model.fit(x, y)\n"
    ),
    "tabs": "for rate in rates:\n\tif rate:\n\t\tmodel.fit(x, y)\n",
}

NO_LOOPS = {
    "one training": "model.fit(x, y)\n",
    "a loop beside it": f"model.fit(x, y)\n{FAR}for row in rows:\n    print(row)\n",
    "a function that is called once": f"def run():\n    model.fit(x, y)\n{FAR}run()\n",
    "a loop over the results": (
        f"history = model.fit(x, y)\n{FAR}for name in history.history:\n    print(name)\n"
    ),
    "a loop in a text": f'model.fit(x, y)\n{FAR}"""\nfor rate in rates:\n    model.fit(x)\n"""\n',
    "a loop in a comment": f"model.fit(x, y)\n{FAR}# for rate in rates:\n#     model.fit(x)\n",
}


@pytest.mark.parametrize("kind", LOOPS)
def test_a_loop_that_trains_is_worth_a_look(kind: str) -> None:
    assert told(LOOPS[kind].encode()).may_hold_search


@pytest.mark.parametrize("kind", NO_LOOPS)
def test_training_once_is_not(kind: str) -> None:
    assert not told(NO_LOOPS[kind].encode()).may_hold_search


def test_names_under_which_a_module_trains_are_told() -> None:
    text = "class Trial:\n    def go(self):\n        self.model.fit(x)\n\ndef other():\n    pass\n"

    assert told(text.encode()).trains == {b"Trial", b"go"}


class TestModulesTogether:
    TRAINING = "def run(rate):\n    model.fit(x, y)\n"

    def test_a_loop_that_calls_another_module_s_training(self) -> None:
        looping = b"from models import run\n\nfor rate in rates:\n    run(rate)\n"

        assert trains_in_loop(looping, [b"run"])
        assert not trains_in_loop(looping, [b"walk"])

    def parsed(self, folder: Path) -> list[str]:
        """The files that a run reports as unreadable, which it does only to those it parses."""
        found = tunelint(folder, "check", "--output-format", "json").findings
        return [Path(one["path"]).name for one in found]

    def test_the_module_with_the_loop_is_parsed(self, tmp_path: Path) -> None:
        write(
            tmp_path,
            {
                "models.py": self.TRAINING,
                "looping.py": "from models import run\nfor rate in rates:\n    run(rate)\n(\n",
                "once.py": f"from models import run\n{FAR}for rate in rates:\n    print(1)\n(\n",
            },
        )

        assert self.parsed(tmp_path) == ["looping.py"]
        assert len(find_files([tmp_path], Settings()).files) == 3

    def test_who_leads_to_another_module_s_loop_is_parsed(self, tmp_path: Path) -> None:
        write(
            tmp_path,
            {
                "loops.py": "def search(rates):\n    for rate in rates:\n        m.fit(x)\n",
                "calling.py": "import loops\nloops.search([1, 2])\n(\n",
                "further.py": "import calling\n(\n",
                "silent.py": "print(1)\n(\n",
            },
        )

        assert self.parsed(tmp_path) == ["calling.py", "further.py"]


class TestTime:
    """A module takes time in proportion to its length, whatever stands in it."""

    @pytest.mark.parametrize(
        "text",
        [
            lambda n: (
                b"m.fit(x)\n" + b"".join(b"def f%d(): f%d()\n" % (k + 1, k) for k in range(n))
            ),
            lambda n: b'm.fit(x)\nx = """' + b'\\"' * 10 * n,
            lambda n: b"m.fit(x)\n" + b"x = '\n" * n,
            lambda n: b"m.fit(x)\n" + b"\"'" * n,
            lambda n: b"m.fit(x) # " + b"noqa wrappers import from " * n,
            lambda n: b"m.fit(x)\nimport " + b"a, \\\n" * n,
            lambda n: b"m.fit(x)\n" + b"import (" * n,
        ],
    )
    def test_twice_as_much_takes_twice_as_long(self, text: Callable[[int], bytes]) -> None:
        def seconds(data: bytes) -> float:
            times = []
            for _ in range(3):
                started = time.process_time()
                told(data)
                may_suppress(data + b"\nTUN")
                times.append(time.process_time() - started)
            return min(times)

        assert seconds(text(16_000)) < 12 * max(seconds(text(4_000)), 0.005)
