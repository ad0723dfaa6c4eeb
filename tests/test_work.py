"""How much is done for a run, counted: files parsed, positions computed, calls made. No clock."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import FrameType, FunctionType
from typing import Any

import pytest

from tests.command import NO_SEARCH, ZERO_SEED, tunelint, write
from tunelint.config.settings import Settings
from tunelint.engine.run import Result, check_paths
from tunelint.files.parse import parse
from tunelint.files.positions import positions_of
from tunelint.files.source import source_from_bytes

PACKAGE = str(Path(parse.__code__.co_filename).parents[1])
CLEAN = "import keras\n\nkeras.utils.set_random_seed(1)\n" + ZERO_SEED.replace("seed=0", "seed=7")
IMPORTING = "from models import build_model\n" + CLEAN
MODEL = "import keras\n\n\ndef build_model(hp):\n    return keras.Sequential([])\n"

SEARCHES = {
    "grid": """\
from sklearn.datasets import load_iris
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.svm import SVC

x, y = load_iris(return_X_y=True)
x_train, x_test, y_train, y_test = train_test_split(x, y, random_state=1)
""",
    "fmin": """\
from hyperopt import fmin, hp, tpe


def objective(given):
    model = SVC(C=given["C"])
    model.fit(x_train, y_train)
    return -model.score(x_val, y_val)


""",
    "loop": """\
from sklearn.svm import SVC

""",
}
SEARCH_AND_REPORT = {
    "grid": """\
search = GridSearchCV(SVC(), {"C": [1, 2, 3]}, cv=5)
search.fit(x_train, y_train)
print(search.best_params_, search.score(x_test, y_test))
""",
    "fmin": """\
best = fmin(objective, {"C": hp.uniform("C", 1, 9)}, algo=tpe.suggest, max_evals=50)
model = SVC(C=best["C"]).fit(x_train, y_train)
print(model.score(x_test, y_test))
""",
    "loop": """\
best, chosen = 0.0, None
for c in [1, 2, 3]:
    model = SVC(C=c).fit(x_train, y_train)
    score = model.score(x_val, y_val)
    if score > best:
        best, chosen = score, c
print(SVC(C=chosen).fit(x_train, y_train).score(x_test, y_test))
""",
}


def checked(folder: Path) -> Result:
    """The result of a run that ends without a problem."""
    result = check_paths([folder], Settings())
    assert result.problems == ()
    return result


def calls() -> AbstractContextManager[list[int]]:
    """Counts, in one number, the calls of functions of this package."""
    return _counted(
        lambda frame, event, _: event == "call" and frame.f_code.co_filename.startswith(PACKAGE)
    )


def forks() -> AbstractContextManager[list[int]]:
    """Counts, in one number, how often this process is copied."""
    return _counted(lambda frame, event, function: event == "c_call" and function is os.fork)


@contextmanager
def given_to(function: FunctionType, name: str) -> Iterator[list[Any]]:
    """What the argument of this name is, in each call of a function."""
    found: list[Any] = []

    def note(frame: FrameType, event: str, argument: object) -> None:
        if event == "call" and frame.f_code is function.__code__:
            found.append(frame.f_locals[name])

    with _profiled(note):
        yield found


@contextmanager
def parsed() -> Iterator[Counter[str]]:
    """How often each file is parsed, once all is over."""
    count: Counter[str] = Counter()
    with given_to(parse, "source") as sources:
        yield count
    count.update(source.path.name for source in sources)


@contextmanager
def _counted(is_counted: Callable[[FrameType, str, object], bool]) -> Iterator[list[int]]:
    count = [0]

    def note(frame: FrameType, event: str, argument: object) -> None:
        if is_counted(frame, event, argument):
            count[0] += 1

    with _profiled(note):
        yield count


@contextmanager
def _profiled(note: Callable[[FrameType, str, Any], object]) -> Iterator[None]:
    before = sys.getprofile()
    sys.setprofile(note)
    try:
        yield
    finally:
        sys.setprofile(before)


def calls_to_check(folder: Path, files: Mapping[str, str]) -> int:
    """The calls that checking a new folder with these files takes."""
    write(folder, files)
    with calls() as count:
        checked(folder)
    return count[0]


def work(folder: Path, programs: int) -> int:
    """The calls that checking so many programs takes, beside many files that hold no search."""
    texts = {f"p{number:03}.py": CLEAN for number in range(programs)}
    return calls_to_check(folder, texts)


class TestFiles:
    def test_only_what_may_hold_a_search_is_parsed_and_what_it_imports(
        self, tmp_path: Path
    ) -> None:
        others = {f"other{number}.py": NO_SEARCH for number in range(40)}
        write(tmp_path, {**others, "a.py": IMPORTING, "b.py": IMPORTING, "models.py": MODEL})

        with parsed() as count:
            checked(tmp_path)

        assert count == {"a.py": 1, "b.py": 1, "models.py": 1}

    def test_a_named_file_without_a_search_is_left_to_python_s_parser(self, tmp_path: Path) -> None:
        write(tmp_path, {"a.py": NO_SEARCH, "b.py": "x = (\n"})

        with parsed() as count:
            result = check_paths([tmp_path / "a.py", tmp_path / "b.py"], Settings())

        assert [(one.span.path.name, one.code) for one in result.diagnostics] == [
            ("b.py", "TUN901")
        ]
        assert set(count) == {"b.py"}

    def test_a_module_is_read_when_it_is_referred_to(self, tmp_path: Path) -> None:
        write(tmp_path, {"a.py": CLEAN, "models.py": MODEL, "shapes.py": "SIZE = 3\n"})

        with parsed() as count:
            checked(tmp_path / "a.py")

        assert count == {"a.py": 1}

    def test_nothing_is_decoded_without_a_search(self, tmp_path: Path) -> None:
        write(tmp_path, {f"other{number}.py": NO_SEARCH for number in range(10)})
        with given_to(source_from_bytes, "path") as decoded:
            assert checked(tmp_path).diagnostics == ()
        assert decoded == []

        write(tmp_path, {"a.py": ZERO_SEED})
        with given_to(source_from_bytes, "path") as decoded:
            assert len(checked(tmp_path).diagnostics) == 1
        assert decoded == [tmp_path / "a.py"]

    def test_positions_are_computed_where_something_is_reported(self, tmp_path: Path) -> None:
        write(tmp_path, {"bad.py": ZERO_SEED, "clean.py": CLEAN, "importing.py": IMPORTING})

        with given_to(positions_of, "tree") as trees:
            assert [one.code for one in checked(tmp_path).diagnostics] == ["TUN102"]

        assert ["seed=0" in tree.code for tree in trees] == [True]


class TestAmount:
    def test_it_grows_with_the_number_of_programs(self, tmp_path: Path) -> None:
        work(tmp_path / "first", 1)  # what is imported once and remembered
        few, more, many = (work(tmp_path / str(number), number) for number in (10, 20, 40))

        assert many - more == pytest.approx(2 * (more - few), rel=0.02)

    def test_it_grows_with_the_length_of_a_program(self, tmp_path: Path) -> None:
        def calls_for(searches: int) -> int:
            text = "\n".join(CLEAN.replace("tuner", f"tuner{number}") for number in range(searches))
            return calls_to_check(tmp_path / str(searches), {"a.py": text})

        calls_for(1)
        few, many = calls_for(8), calls_for(16)

        assert many <= 2.6 * few

    @pytest.mark.parametrize("kind", SEARCHES)
    def test_each_search_does_not_go_through_the_events_of_all(
        self, kind: str, tmp_path: Path
    ) -> None:
        def calls_for(searches: int) -> int:
            text = SEARCHES[kind] + "".join(SEARCH_AND_REPORT[kind] for _ in range(searches))
            return calls_to_check(tmp_path / str(searches), {"a.py": text})

        calls_for(1)
        few, many = calls_for(10), calls_for(40)

        assert many <= 9 * few

    def test_a_file_without_a_search_takes_next_to_nothing(self, tmp_path: Path) -> None:
        def calls_for(files: int) -> int:
            texts = {f"a{number:03}.py": NO_SEARCH for number in range(files)}
            return calls_to_check(tmp_path / str(files), texts)

        calls_for(1)

        assert (calls_for(200) - calls_for(100)) / 100 <= 65


class TestWorkers:
    @pytest.mark.parametrize("projects", [1, 6])
    def test_all_projects_are_fixed_by_the_workers_of_a_pass(
        self, projects: int, tmp_path: Path
    ) -> None:
        """What is found, what fixing uncovers, what is left: three, however many projects."""
        for number in range(projects):
            write(tmp_path / str(number), {"tunelint.toml": "", "train.py": ZERO_SEED})
        with forks() as started:
            run = tunelint(tmp_path, "check", "--fix", "--jobs", "1", "--no-cache")

        assert f"({2 * projects} fixed, 0 remaining)" in run.output
        assert started == [3]
