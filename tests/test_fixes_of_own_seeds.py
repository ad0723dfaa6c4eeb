"""Only what is surely a number that generators take is written as the program's own seed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fixing import added, below
from tests.test_fixes_of_repeats import STUDY

STUDIED = "study = optuna.create_study()\nstudy.optimize(objective, n_trials=30)\n"
PARSER = "import argparse\n\nparser = argparse.ArgumentParser()\n"
CLICK = "import click\n\n\n@click.command()\n{option}\ndef main(seed):\n"
INSIDE = "".join(f"    {line}\n" for line in STUDIED.splitlines())

DOUBTFUL = {
    "a word of the command line": "import sys\n\nseed = sys.argv[1]\n",
    "a variable of the environment": 'import os\n\nSEED = os.environ["SEED"]\n',
    "one that may be missing": 'import os\n\nSEED = os.environ.get("SEED")\n',
    "one with a number by default": 'import os\n\nSEED = os.getenv("SEED", 3)\n',
    "a setting": (
        'import configparser\n\ncfg = configparser.ConfigParser()\nseed = cfg.get("run", "seed")\n'
    ),
    "a part of the settings": (
        'import configparser\n\ncfg = configparser.ConfigParser()\nseed = cfg["run"]["seed"]\n'
    ),
    "what is asked for": 'seed = input("seed? ")\n',
    "an option without a type": (
        PARSER + 'parser.add_argument("--seed", default=1)\nargs = parser.parse_args()\n'
    ),
    "such an option by another name": (
        PARSER + 'parser.add_argument("--seed", default=1)\nseed = parser.parse_args().seed\n'
    ),
    "a switch": (
        PARSER + 'parser.add_argument("--seed", action="store_true")\nargs = parser.parse_args()\n'
    ),
    "too large a number": "SEED = 10**12\n",
    "a negative one": "SEED = -1\n",
    "milliseconds": "import time\n\nseed = int(time.time() * 1000)\n",
    "nanoseconds": "import time\n\nseed = time.time_ns()\n",
    "seconds with a fraction": "import time\n\nseed = time.time()\n",
}


@pytest.mark.parametrize("seed", DOUBTFUL.values(), ids=DOUBTFUL)
def test_a_seed_that_may_be_no_number_is_not_written_nor_another_beside_it(
    seed: str, tmp_path: Path
) -> None:
    text = below(STUDY, seed + STUDIED)

    assert added({"train.py": text}, tmp_path, "--select", "TUN101", "--unsafe-fixes") == []


@pytest.mark.parametrize(
    "option",
    ['@click.option("--seed", required=True)', '@click.option("--seed", default="1")'],
)
def test_an_option_of_click_may_be_a_text(option: str, tmp_path: Path) -> None:
    text = below(STUDY, CLICK.format(option=option) + INSIDE)

    assert added({"train.py": text}, tmp_path, "--select", "TUN101") == []


NUMBERS = {
    "a word that is made a number": ("import sys\n\nseed = int(sys.argv[1])\n", "seed"),
    "a variable that is made one": ('import os\n\nSEED = int(os.environ["SEED"])\n', "SEED"),
    "seconds": ("import time\n\nseed = int(time.time())\n", "seed"),
    "an entry with a number by default": ('seed = load().get("seed", 3)\n', "seed"),
    "an option with a type": (
        PARSER + 'parser.add_argument("--seed", type=int, default=1)\n'
        "seed = parser.parse_args().seed\n",
        "seed",
    ),
    "another one than too large a number": ("SEED = 10**12\nRANDOM_SEED = 3\n", "RANDOM_SEED"),
}


@pytest.mark.parametrize(("seed", "written"), NUMBERS.values(), ids=NUMBERS)
def test_a_seed_that_is_a_number_is_written(seed: str, written: str, tmp_path: Path) -> None:
    text = below(STUDY, seed + STUDIED)

    assert added({"train.py": text}, tmp_path, "--select", "TUN101") == [
        f"study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed={written}))"
    ]


def test_an_option_of_click_with_a_type_is_written(tmp_path: Path) -> None:
    option = '@click.option("--seed", type=int, required=True)'
    text = below(STUDY, CLICK.format(option=option) + INSIDE)

    assert added({"train.py": text}, tmp_path, "--select", "TUN101") == [
        "study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=seed))"
    ]


FMIN = """
import os

import numpy as np
from hyperopt import fmin, hp, tpe

space = hp.uniform("x", 0, 1)
{before}
best = fmin(f, space, tpe.suggest, rstate={given})
"""
TAKEN = "best = fmin(f, space, tpe.suggest, rstate={given})"

MODERN = {
    "a number that is computed": ("", 'int(os.environ["SEED"])', [
        TAKEN.format(given='np.random.default_rng(int(os.environ["SEED"]))')
    ]),
    "a module within NumPy's": ("rng = np.random.mtrand.RandomState(42)", "rng", [
        "rng = np.random.default_rng(42)"
    ]),
    "a name from within": ("from numpy.random.mtrand import RandomState\n", "RandomState(42)", [
        TAKEN.format(given="np.random.default_rng(42)")
    ]),
    "what a function is given": (
        "def checked(generator):\n    return generator\n\n", "checked(np.random.RandomState(6))", []
    ),
    "one that draws for something else": (
        "rng = np.random.RandomState(7)\nrows = rng.permutation(9)", "rng",
        [TAKEN.format(given="np.random.default_rng(7)")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("before", "given", "written"), MODERN.values(), ids=MODERN)
def test_a_generator_of_today_stands_for_all_that_is_given(
    before: str, given: str, written: list[str], tmp_path: Path
) -> None:
    text = FMIN.format(before=before, given=given)

    assert added({"train.py": text}, tmp_path, "--select", "TUN104") == written


def test_searches_that_share_a_generator_do_not_get_like_ones(tmp_path: Path) -> None:
    before = "rng = np.random.RandomState(7)\nrows = rng.permutation(9)"
    text = FMIN.format(before=before, given="rng")
    text += text.splitlines()[-1].replace("best", "other") + "\n"

    assert added({"train.py": text}, tmp_path, "--select", "TUN104") == []
