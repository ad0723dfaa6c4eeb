"""What seeds the random generators of a process, and before what."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checking import programs
from tunelint.analyses.seeding.seeded import perhaps_seeded, surely_seeded
from tunelint.model.program import Program

HEAD = (
    "import os, random\nimport numpy as np\nimport tensorflow as tf\nimport keras\n"
    "from common import fix, load\nfrom .seeds import everything\n"
)
ALL = {"python", "numpy", "tensorflow", "torch", "hyperopt"}


def read(text: str, root: Path) -> Program:
    (program,) = programs({"train.py": HEAD + text}, root)
    return program


SEEDINGS = {
    "random.seed(1)": {"python"},
    "np.random.seed(seed=1)": {"numpy"},
    "tf.random.set_seed(1)": {"tensorflow"},
    "tf.compat.v1.set_random_seed(1)": {"tensorflow"},
    "keras.utils.set_random_seed(1)": {"python", "numpy", "tensorflow"},
    "tf.keras.utils.set_random_seed(1)": {"python", "numpy", "tensorflow"},
    "set_random_seed(1)": {"python", "numpy", "tensorflow"},
    "os.environ['HYPEROPT_FMIN_SEED'] = '1'": {"hyperopt"},
    "os.environ.setdefault('HYPEROPT_FMIN_SEED', '1')": {"hyperopt"},
    "def start(n):\n    random.seed(n)\nstart(1)": {"python"},
    "fix(seed=3)": ALL,
    "SEED = 3\nload('rows.csv', SEED)": ALL,
    "everything(seed=3)": ALL,
    "set_seeds(3)": ALL,
    "seed(1)": ALL,
}

NO_SEEDINGS = [
    "random.seed()",
    "np.random.seed(None)",
    "fix(3)",
    "load(seed=None)",
    "os.environ['PYTHONHASHSEED'] = '1'",
    "np.random.default_rng(1)",
    "from sklearn.svm import SVC\nSVC(random_state=1)",
    "kt.RandomSearch(build, objective='loss', seed=1)",
    "make_model(seed=1)",
    "from unknown import Booster\nBooster(random_state=1)",
]


@pytest.mark.parametrize(("text", "generators"), SEEDINGS.items(), ids=SEEDINGS)
def test_seeding(text: str, generators: set[str], tmp_path: Path) -> None:
    (seeding,) = read(text, tmp_path).records.seedings
    assert seeding.generators == generators


@pytest.mark.parametrize("text", NO_SEEDINGS)
def test_no_seeding(text: str, tmp_path: Path) -> None:
    assert read(text, tmp_path).records.seedings == ()


@pytest.mark.parametrize(
    ("text", "perhaps", "surely"),
    [
        ("random.seed(1)\nmoment()", True, True),
        ("moment()\nrandom.seed(1)", False, False),
        ("if os.getpid():\n    random.seed(1)\nmoment()", True, False),
        ("if os.getpid():\n    random.seed(1)\nelse:\n    moment()", False, False),
        ("np.random.seed(1)\nmoment()", False, False),
        ("state = random.getstate()\nrandom.setstate(state)\nmoment()", False, False),
    ],
)
def test_before_a_moment(text: str, perhaps: bool, surely: bool, tmp_path: Path) -> None:
    program = read(text, tmp_path)
    seedings = program.records.seedings
    moment = list(program.trace.calls())[-1]
    if "moment()\n" in text:
        moment = next(iter(program.trace.calls()))
    python = frozenset({"python"})
    assert perhaps_seeded(seedings, (python,), moment) is perhaps
    assert surely_seeded(seedings, python, moment) is surely


def test_alternatives_have_to_be_seeded_whole(tmp_path: Path) -> None:
    program = read("random.seed(1)\nnp.random.seed(1)\nmoment()", tmp_path)
    seedings, moment = program.records.seedings, list(program.trace.calls())[-1]
    assert perhaps_seeded(seedings, (frozenset({"python", "numpy"}),), moment)
    assert not perhaps_seeded(seedings, (frozenset({"python", "tensorflow"}),), moment)
    assert not perhaps_seeded(seedings, (frozenset(),), moment)
