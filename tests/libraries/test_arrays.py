"""Random draws of rows, and which rows an array holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checking import programs
from tunelint.interpreter.values import Term
from tunelint.libraries.arrays.lineage import lineage_of
from tunelint.libraries.arrays.roles import named_role, role
from tunelint.model.program import Program

HEAD = (
    "import random\nimport numpy as np\nimport pandas as pd\nimport tensorflow as tf\n"
    "from keras.datasets import mnist\nfrom sklearn.utils import shuffle\n"
    "from sklearn.model_selection import KFold, ShuffleSplit, StratifiedKFold, train_test_split\n"
    "from sklearn.preprocessing import StandardScaler\n"
    "rng = np.random.default_rng(7)\nframe = pd.read_csv('rows.csv')\n"
)


def read(text: str, root: Path) -> Program:
    (program,) = programs({"train.py": HEAD + text}, root)
    return program


DRAWS = {
    "train_test_split(x, y)": ("split", (None,)),
    "train_test_split(x, random_state=3)": ("split", (3,)),
    "train_test_split(x, random_state=np.random.RandomState())": ("split", (None,)),
    "train_test_split(x, random_state=np.random.RandomState(4))": ("split", (4,)),
    "train_test_split(x, random_state=seed)": ("split", None),
    "KFold(5, shuffle=True)": ("splitter", (None,)),
    "ShuffleSplit(random_state=2)": ("splitter", (2,)),
    "shuffle(x, y, random_state=0)": ("permutation", (0,)),
    "np.random.permutation(x)": ("permutation", (None,)),
    "np.random.permutation(len(x))": ("order", (None,)),
    "np.random.permutation(x.shape[0])": ("order", (None,)),
    "rng.permutation(np.arange(9))": ("order", (7,)),
    "rng.shuffle(x)": ("permutation", (7,)),
    "np.random.default_rng().permutation(x)": ("permutation", (None,)),
    "random.shuffle(rows)": ("permutation", (None,)),
    "random.Random(2).shuffle(rows)": ("permutation", (2,)),
    "frame.sample(frac=1)": ("permutation", (None,)),
    "frame.sample(100, random_state=1)": ("sample", (1,)),
    "tf.random.shuffle(x, 5)": ("permutation", (5,)),
    "np.random.rand(9) < 0.8": ("numbers", (None,)),
}


@pytest.mark.parametrize(("text", "expected"), DRAWS.items(), ids=DRAWS)
def test_draw(text: str, expected: tuple[str, object], tmp_path: Path) -> None:
    (draw,) = read(text, tmp_path).records.draws
    assert (draw.kind, draw.seed.values) == expected
    assert draw.random


@pytest.mark.parametrize("text", ["train_test_split(x, shuffle=False)", "StratifiedKFold(3)"])
def test_draw_that_is_turned_off(text: str, tmp_path: Path) -> None:
    (draw,) = read(text, tmp_path).records.draws
    assert not draw.random


@pytest.mark.parametrize(
    "text", ["hp.sample()", "dist.sample(3)", "x.shuffle(1000)", "shuffle_it(x)"]
)
def test_no_draw(text: str, tmp_path: Path) -> None:
    assert read(text, tmp_path).records.draws == ()


def compared(text: str, root: Path) -> tuple[Program, Term, Term]:
    """The two arguments of the last call of a text."""
    program = read(text, root)
    arguments = list(program.trace.calls())[-1].arguments.positional
    return program, arguments[0].value, arguments[1].value


SAME = [
    "x = f(1)\ny = x\nuse(x, y)",
    "use(x_train, x_train)",
    "use(x, np.asarray(x).reshape(-1, 4).astype('float32') / 255.0)",
    "use(x, StandardScaler().fit_transform(x))",
    "use(x[:9], x[:9])",
    "use(x[..., np.newaxis], x[:, 1:])",
    "use(frame['a'], frame.drop(columns='a').values)",
    "use(frame[['a', 'b']].to_numpy(), frame.copy())",
    "a, b, c, d = train_test_split(x, y)\nuse(a, c)",
    "o = rng.permutation(len(x))\nuse(x[o], x)",
    "use(shuffle(x, y)[0], x)",
    "(a, b), (c, d) = mnist.load_data()\nuse(a / 255, a)",
    "use(x if f() else x / 2, x)",
    "use(pd.concat([frame, other], axis=1), frame)",
    "use(np.hstack([x, z]), x)",
    "use(pd.DataFrame(columns=names, data=x), x)",
    "a, b = [each / 255 for each in (x, z)]\nuse(b, z)",
    "use(frame.select_dtypes('number').ffill(), frame)",
]

DIFFERENT = [
    "use(x_train, x_test)",
    "a, b, c, d = train_test_split(x, y)\nuse(a, b)",
    "use(x[:9], x[9:])",
    "use(f(1), f(1))",
    "use(data['x_train'], data['x_val'])",
    "(a, b), (c, d) = mnist.load_data()\nuse(a, c)",
    "use(x[rng.permutation(len(x))[:5]], x)",
    "use(frame.dropna(), frame)",
    "use(x if f() else z, x)",
    "use(frame.drop(index), frame)",
    "use(pd.concat([frame, other]), frame)",
    "use(frame.merge(other), frame)",
    "a, b = [each / 255 for each in (x, z)]\nuse(a, b)",
    "a, b = [f(each) for each in (x, z)]\nuse(a, b)",
]


@pytest.mark.parametrize("text", SAME)
def test_same_rows(text: str, tmp_path: Path) -> None:
    program, one, other = compared(text, tmp_path)
    assert lineage_of(program.records.draws).same_rows(one, other)


@pytest.mark.parametrize("text", DIFFERENT)
def test_not_surely_the_same_rows(text: str, tmp_path: Path) -> None:
    program, one, other = compared(text, tmp_path)
    assert not lineage_of(program.records.draws).same_rows(one, other)


def test_a_part_is_contained_in_its_whole(tmp_path: Path) -> None:
    text = "a, b = train_test_split(x, random_state=0)\nuse(x / 255, b[:9])"
    program, whole, part = compared(text, tmp_path)
    lineage = lineage_of(program.records.draws)
    assert lineage.contains(whole, part)
    assert not lineage.contains(part, whole)
    assert [found.side for found in lineage.parts(part)] == ["test"]
    assert lineage.whole(part) == lineage.rows(whole)


ROLES = {
    "x_test": "test",
    "X_test": "test",
    "xtest": "test",
    "testX": "test",
    "testImages": "test",
    "test_ds": "test",
    "X_te": "test",
    "x_val": "validation",
    "validation_generator": "validation",
    "x_valid": "validation",
    "dev_set": "validation",
    "x_test_val": "validation",
    "x_train": "train",
    "train_ds": "train",
    "values": None,
    "latest": None,
    "contest_rows": None,
    "x": None,
    "intervals": None,
}


@pytest.mark.parametrize(("name", "expected"), ROLES.items())
def test_role_of_a_name(name: str, expected: str | None) -> None:
    assert named_role(name) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("use(x_test / 255.0, 0)", "test"),
        ("x_val = StandardScaler().transform(x_test)\nuse(x_val, 0)", "validation"),
        ("x = x_test[:100]\nuse(x, 0)", "test"),
        ("use(data.x_test, 0)", "test"),
        ("use(data['test'], 0)", "test"),
        ("use((x_test, y_test), 0)", "test"),
        ("a, b = train_test_split(x)\nd = {'train': a, 'test': b}\nuse(d['test'], 0)", "test"),
        ("test = load()\nuse(test[0], 0)", "test"),
        ("for a, test in KFold(3).split(x):\n    use(x[test], 0)", "test"),
        ("use(x_test if f() else x_val, 0)", None),
        ("a, b = train_test_split(x_test)\nuse(b, 0)", None),
    ],
)
def test_role_of_an_array(text: str, expected: str | None, tmp_path: Path) -> None:
    program, term, _ = compared(text, tmp_path)
    found = role(program.trace, lineage_of(program.records.draws), term)
    assert (found[0] if found is not None else None) == expected
