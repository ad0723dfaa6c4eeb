"""The parts of the speed benchmark that need no clock: its inputs, its figures, its table."""

from __future__ import annotations

import json
import random
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.speed.figures import Aim, Quantity, compared, medians
from benchmarks.speed.inputs import joined, notebook
from benchmarks.speed.measure import WrongRun, checked
from benchmarks.speed.renaming import multiplied, template
from benchmarks.speed.rows import Command, Row, rows
from benchmarks.speed.sameness import variants
from benchmarks.speed.tables import Failed, Measured, Sameness, document, tables
from benchmarks.speed.timing import Usage
from tests.command import tunelint, write

FIXTURES = Path(__file__).parent.parent / "fixtures"
PROGRAMS = [
    FIXTURES / "keras_tuner" / "tun101_bad.py",
    FIXTURES / "keras_tuner" / "tun109_bad_hypermodel.py",
    FIXTURES / "optuna" / "tun403_bad_lightning.py",
    FIXTURES / "scikit_learn" / "tun203_bad.py",
]


def usage(wall: float, user: float = 0.0, peak: float = 0.0) -> Usage:
    return Usage(wall, user, 0.0, peak)


# Renaming


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_renamed_program_has_the_same_findings(program: Path, tmp_path: Path) -> None:
    source = program.read_bytes()
    copies = multiplied([source], 3)

    folder = write(tmp_path, {f"tune_{n}.py": copy for n, copy in enumerate([source, *copies])})
    found = tunelint(folder, "check", "--output-format", "json").findings
    spans = [
        [(one["code"], one["line"]) for one in found if one["path"].endswith(f"tune_{n}.py")]
        for n in range(4)
    ]
    assert spans[0]
    assert spans[1:] == [spans[0]] * 3


def test_no_two_programs_are_alike() -> None:
    sources = [path.read_bytes() for path in PROGRAMS]

    many = multiplied(sources, 10)

    assert len(many) == 10
    assert len({*many, *sources}) == 10 + len(sources)


def test_only_names_that_nothing_else_refers_to_are_renamed() -> None:
    source = b"""\
import optuna
import optuna as tuner
from sklearn.svm import SVC, NuSVC

SVC, tuner = NuSVC, optuna
rate, trials = 0.1, 9


class Model:
    units = 3

    def fit(self, rows):
        rows = rows[1:]
        return rows


def objective(trial, depth=2):
    depth = depth + 1
    units = trial.suggest_int("units", 1, 9)
    for seed in range(3):
        for fold in range(4):
            print(f"{rate:.2f}", SVC(C=rate), Model().fit(units), seed, fold)
    best_value = study.best_value
    return best_value


study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=trials, seed=1)
"""
    assert (
        template(source).renamed("_7").decode()
        == """\
import optuna
import optuna as tuner
from sklearn.svm import SVC, NuSVC

SVC, tuner = NuSVC, optuna
rate_7, trials_7 = 0.1, 9


class Model_7:
    units = 3

    def fit(self, rows):
        rows = rows[1:]
        return rows


def objective_7(trial, depth=2):
    depth = depth + 1
    units = trial.suggest_int("units", 1, 9)
    for seed in range(3):
        for fold_7 in range(4):
            print(f"{rate_7:.2f}", SVC(C=rate_7), Model_7().fit(units), seed, fold_7)
    best_value = study_7.best_value
    return best_value


study_7 = optuna.create_study(direction="maximize")
study_7.optimize(objective_7, n_trials=trials_7, seed=1)
"""
    )


def test_a_program_without_names_of_its_own_cannot_be_multiplied() -> None:
    with pytest.raises(ValueError, match="no name"):
        multiplied([b"import optuna\nprint(optuna)\n"], 2)


# Other inputs


def test_programs_are_joined_up_to_a_length() -> None:
    programs = [b"a = 1\nb = a\n", b"c = 1\n" * 9, b"d = 2\n"]

    assert joined(programs, 3) == b"a_0 = 1\nb_0 = a_0\nd_2 = 2\n"


def test_a_notebook_has_outputs_of_the_size_and_its_program_is_found(tmp_path: Path) -> None:
    text = notebook(PROGRAMS[0].read_text(), 50_000, random.Random(3))

    (cell,) = json.loads(text)["cells"]
    log, picture = cell["outputs"]
    size = sum(map(len, log["text"])) + len(picture["data"]["image/png"])
    assert 49_900 < size <= 50_000
    assert min(len(log["text"]), len(picture["data"]["image/png"])) > 100
    folder = write(tmp_path, {"tune.ipynb": text})
    assert tunelint(folder, "check", "--output-format", "json").codes == ["TUN101"]


# Figures

ROUNDS = [
    {"ours": usage(2.0, 1.0, 300), "theirs": usage(1.0, 4.0, 100)},
    {"ours": usage(9.0, 2.0, 100), "theirs": usage(3.0, 1.0, 100)},
    {"ours": usage(4.0, 3.0, 200), "theirs": usage(4.0, 2.0, 400)},
]


def test_each_quantity_has_its_own_median() -> None:
    assert medians(ROUNDS, "ours") == usage(4.0, 2.0, 200)


def test_a_ratio_is_taken_within_each_round() -> None:
    found = compared(ROUNDS, Aim("ours", "theirs", most=2.0))

    # The ratio of the medians would be 4 / 3.
    assert (found.lowest, found.middle, found.highest) == (1.0, 2.0, 3.0)


@pytest.mark.parametrize(
    ("quantity", "middle"), [(Quantity.WALL, 2.0), (Quantity.USER, 1.5), (Quantity.PEAK, 1.0)]
)
def test_a_ratio_is_one_of_its_quantity(quantity: Quantity, middle: float) -> None:
    assert compared(ROUNDS, Aim("ours", "theirs", quantity)).middle == middle


def test_a_difference_is_taken_within_each_round() -> None:
    found = compared(ROUNDS, Aim("ours", "theirs", most=0.1, difference=True))

    assert (found.lowest, found.middle, found.highest) == (0.0, 1.0, 6.0)


def test_a_ratio_is_one_for_each_part_of_the_work() -> None:
    assert compared(ROUNDS, Aim("ours", "theirs", scale=4)).middle == 0.5


@pytest.mark.parametrize(("most", "met"), [(2.0, True), (1.99, False), (None, None)])
def test_an_aim_is_met_up_to_its_limit(most: float | None, met: bool | None) -> None:
    assert compared(ROUNDS, Aim("ours", "theirs", most=most)).is_met is met


# The table


def test_the_table_tells_figures_aims_and_what_was_taken() -> None:
    aims = [
        Aim("ours", "theirs", most=1 / 20),
        Aim("ours", "theirs", Quantity.USER, 1.5),
        Aim("ours", "theirs", most=7.0, difference=True),
        Aim("ours", "theirs", Quantity.PEAK, scale=8),
    ]
    figures = tuple(compared(ROUNDS, aim) for aim in aims)
    taken = (("ours", medians(ROUNDS, "ours")), ("theirs", replace(usage(3), system=0.126)))

    text = "\n".join(tables([Measured("dense", "many programs", 3, taken, figures)]))

    assert (
        text
        == """\
| row | compared | median | rounds | aim | met |
|---|---|---|---|---|---|
| dense | wall: ours / theirs | 2.00 | 1.00 to 3.00 | at most 0.050 | no |
| dense | user: ours / theirs | 1.50 | 0.25 to 2.00 | at most 1.50 | yes |
| dense | wall: ours − theirs | 1.00 s | 0.000 to 6.00 | at most 7.00 s | yes |
| dense | peak: ours / theirs / 8 | 0.12 | 0.062 to 0.38 | none |  |

| row | command | wall s | user s | system s | peak MiB | rounds |
|---|---|---|---|---|---|---|
| dense | ours | 4.00 | 2.00 | 0.00 | 200 | 3 |
| dense | theirs | 3.00 | 0.00 | 0.13 | 0 | 3 |

- `dense`: many programs"""
    )


def test_the_document_tells_facts_differing_output_and_what_was_not_measured() -> None:
    results = [
        Sameness("dense_1", ("as given", "reversed"), ()),
        Sameness("sparse", ("as given", "reversed"), ("reversed",)),
        Failed("cached", "with a cache", "tunelint has no --no-cache yet"),
    ]

    text = document(["2 cores", "Python 3.11"], results)

    assert "\n- 2 cores\n- Python 3.11\n" in text
    assert "| dense_1 | as given, reversed | yes |" in text
    assert "| sparse | as given, reversed | no: reversed |" in text
    assert "`cached` (with a cache) was not measured: tunelint has no --no-cache yet" in text


# Rows and commands


def all_rows(*options: str) -> dict[str, Row]:
    return {row.name: row for row in rows(frozenset(options))}


def test_aims_speak_of_commands_of_their_row() -> None:
    for row in all_rows().values():
        labels = [run.command.label for run in row.runs]
        assert len(set(labels)) == len(labels)
        assert {label for aim in row.aims for label in (aim.ours, aim.theirs)} <= set(labels)


def test_the_cache_is_off_in_every_row_but_its_own() -> None:
    cached = {
        row.name
        for row in all_rows("--no-cache").values()
        for run in row.runs
        if "tunelint" in run.command.arguments[0]
        and "check" in run.command.arguments
        and "ruff" not in run.command.label
        and "--no-cache" not in run.command.arguments
    }
    assert cached == {"sparse-cached"}
    assert all_rows()["sparse-cached"].needs == "--no-cache"


def test_an_option_that_is_not_there_is_not_given() -> None:
    ours = [run.command for run in all_rows()["dense"].runs if run.command.label == "tunelint"]

    assert [command.arguments[1:] for command in ours] == [("check", ".")]


def test_output_is_compared_in_the_ways_that_the_options_allow() -> None:
    few = [way.label for way in variants(frozenset(), ("a", "b"))]
    all_ways = list(variants(frozenset({"--jobs", "--no-cache"}), ("a", "b")))

    assert few == ["as given", "reversed", "shuffled"]
    assert [way.label for way in all_ways if "--jobs" in way.options] == [
        "1 workers",
        "2 workers",
        "5 workers",
    ]
    assert [way.label for way in all_ways if "--no-cache" not in way.options] == [
        "new cache",
        "filled cache",
    ]


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("print('9 files'); raise SystemExit(3)", "ended with 3"),
        ("print('8 files')", "did not say '9 files'"),
        (
            "import sys; print('9 files\\nTraceback (most recent call last)', file=sys.stderr)",
            "traceback",
        ),
        ("import time; time.sleep(60)", "took more than 1 s"),
    ],
)
def test_a_command_that_goes_wrong_is_not_timed(code: str, why: str, tmp_path: Path) -> None:
    command = Command("rival", (sys.executable, "-c", code), tells="9 files")
    with pytest.raises(WrongRun, match=why):
        checked(command, tmp_path, 1)


def test_a_run_tells_what_the_command_and_its_children_took(tmp_path: Path) -> None:
    held = 60 * 2**20
    child = f"kept = bytearray({held})"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}]); print(1)"

    run = checked(Command("rival", (sys.executable, "-c", code), tells="1"), tmp_path, 60)

    assert run.output == b"1\n"
    assert run.usage.peak > held / 2**20
    assert run.usage.wall > 0
    assert run.usage.user + run.usage.system > 0


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not tell")
def test_a_child_that_nobody_waited_for_is_counted(tmp_path: Path) -> None:
    child = "import os, time\nwhile time.process_time() < 0.4: pass\nos.close(1)"
    code = (
        "import os, subprocess, sys\n"
        f"child = subprocess.Popen([sys.executable, '-c', {child!r}], stdout=subprocess.PIPE)\n"
        "child.stdout.read()\n"
        "os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)\n"
        "os._exit(0)\n"
    )

    run = checked(Command("rival", (sys.executable, "-c", code)), tmp_path, 60)

    assert run.usage.user + run.usage.system > 0.4


def test_the_benchmark_s_own_memory_is_not_counted(tmp_path: Path) -> None:
    kept = bytearray(b"x") * (100 * 2**20)

    run = checked(Command("rival", (sys.executable, "-S", "-c", "pass")), tmp_path, 60)

    assert run.usage.peak < len(kept) / 2**20
