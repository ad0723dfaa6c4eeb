"""Inputs of all kinds: some at random, and the smallest of those that broke something."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.fuzz import seeds, texts, trees
from benchmarks.fuzz.inputs import Input, input_of
from benchmarks.fuzz.kills import ACCEPTING, FIXING, killed, searches
from benchmarks.fuzz.measure import measured, outcome
from benchmarks.fuzz.shrinking import shrunk
from benchmarks.fuzz.trial import NOTE
from tests.command import notebook

SEARCH = """\
import keras_tuner as kt

def build(hp):
    return model

tuner = kt.RandomSearch(build, "val_loss", max_trials=3)
tuner.search(x, y)
"""

SMALLEST: dict[str, dict[str, str | bytes]] = {
    "bytes beside text": {"main.py": 'import optuna\nx = "a" b"b"\n'},
    "a number behind a keyword": {"main.py": "import optuna\nx = 1 if a else.5\n"},
    "a lambda behind a keyword": {"main.py": "import optuna\nraise(lambda: 1)\n"},
    "a return outside of functions": {
        "main.py": SEARCH.replace("return model", "for i in x:\n        hp.Int('u', 1, 2)")
        + "return\n"
    },
    "a step that is tiny": {
        "main.py": SEARCH.replace("return model", "hp.Float('x', 0.0, 1e300, step=1e-300)").replace(
            "RandomSearch", "GridSearch"
        )
    },
    "a bound that is infinite": {
        "main.py": SEARCH.replace(
            "return model", "for i in range(hp.Int('n', 1e999, 3)):\n        hp.Int('u', 1, 2)"
        )
    },
    "a number of too many digits": {"main.py": f"import optuna\nx = {'9' * 4301}\n"},
    "a range without end": {"main.py": "import optuna\nfor i in range(10**19):\n    pass\n"},
    "a power": {"main.py": "import optuna\nx = pow(10, 10**9)\n"},
    "places to round to": {"main.py": "import optuna\nx = round(5, -10**9)\n"},
    "a width": {"main.py": "import optuna\nx = '{:>4000000000}'.format(1)\n"},
    "a width behind %": {"main.py": "import optuna\nx = '%2147483647d' % 5\n"},
    "an open string": {"main.py": 'import optuna\nx = """' + '\\"' * 20_000},
    "a file of zeros": {"main.py": b"import optuna\n" + bytes(50_000)},
    "half a character in a cell": {"main.ipynb": notebook("import optuna\nx = '\ud800'")},
    "a name with a zero": {"main.ipynb": notebook("import optuna", "%%writefile 'a\0b.py'\nx = 1")},
    "a long name": {"main.ipynb": notebook("import optuna", f"%%writefile {'a' * 5000}.py\nx = 1")},
    "stars": {
        ".gitignore": "a*" * 10 + "b\n",
        "tunelint.toml": f"exclude = ['{'*a' * 12}b']\n",
        "a" * 100 + ".py": SEARCH,
    },
    "digits in a configuration": {"tunelint.toml": f"x = {'9' * 5000}\n", "main.py": SEARCH},
    "one name again and again": {
        "main.py": SEARCH.replace(
            "return model", "\n    ".join(["a = hp.Int('a', 1, 10)"] * 400 + ["return model"])
        )
    },
}


def made(files: dict[str, str | bytes]) -> Input:
    encoded = {
        name: data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
        for name, data in files.items()
    }
    return Input(encoded, "small")


@pytest.mark.parametrize("name", SMALLEST)
def test_what_once_broke_something_breaks_nothing(name: str) -> None:
    # The numbers decide what is done with it: printed in one format or another, fixed, done again.
    assert {outcome(made(SMALLEST[name]), number) for number in (1, 4, 11)} == {None}


def test_inputs_of_all_kinds_break_nothing() -> None:
    report = measured(150, seconds=120, seed=2, jobs=1)

    assert not report.count.keys() - {NOTE}
    assert set(report.tried) == {
        *("tree", "text", "tree and text", "snippet", "notebook", "modules")
    }


class TestBench:
    def test_an_input_comes_from_its_number_alone(self) -> None:
        assert [input_of(number) for number in range(30)] == [
            input_of(number) for number in range(30)
        ]
        assert input_of(1) != input_of(1, seed=1)

    def test_programs_are_changed(self) -> None:
        text = seeds.programs()[0]

        changed = {trees.mutated(text, random.Random(number)) for number in range(40)}
        assert len(changed) > 35
        assert len({texts.mutated(text, random.Random(number)) for number in range(40)}) > 35

    def test_what_breaks_is_told_and_shrunk(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from tunelint.rules import tun101_unseeded_search

        def failing(*_: object) -> Iterator[object]:
            raise KeyError("broken on purpose")

        monkeypatch.setattr(tun101_unseeded_search.UnseededSearch, "subjects", failing)
        one = made({"main.py": SEARCH, "other.py": "x = 1\n"})

        kind = outcome(one, 1)
        smallest = shrunk(one, lambda other: outcome(other, 1) == kind, seconds=30)

        assert kind is not None
        assert kind.startswith("mistake: KeyError at ")
        assert set(smallest.files) == {"main.py"}
        assert len(smallest.files["main.py"]) < len(SEARCH) / 2

    def test_what_takes_too_long_is_told(self) -> None:
        one = made({"main.py": SEARCH})

        assert outcome(one, 1, most_seconds=0.0) == "slow"
        assert outcome(one, 1) is None


@pytest.mark.parametrize(
    ("arguments", "files"),
    [
        (FIXING, searches()),
        (ACCEPTING, {**searches(), "accepted.json": b'{"version": 1, "findings": []}\n'}),
    ],
    ids=["fixes", "baseline"],
)
def test_kills_leave_old_or_new_files(
    arguments: tuple[str, ...], files: dict[str, bytes], tmp_path: Path
) -> None:
    outcome = killed(arguments, 12, random.Random(7), files)

    assert outcome.broken == []
    assert sum(outcome.states.values()) == 12
