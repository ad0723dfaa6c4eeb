"""Where a fix writes a seed, and which: none for repeats, the program's own where it has one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.command import tunelint, write
from tests.fixing import program

SVC = """
    from sklearn.model_selection import GridSearchCV, KFold, train_test_split
    from sklearn.svm import SVC

"""
STUDY = """
    import optuna


    def objective(trial):
        return score(trial.suggest_float("x", 0, 1))


"""
KERAS = """
    import keras
    import keras_tuner as kt


    def build(hp):
        units = hp.Int("units", 8, 32)
        model = keras.Sequential([keras.layers.Dense(units), keras.layers.Dense(1)])
        model.compile(loss="mse")
        return model


"""
TUNED = """
    tuner = kt.RandomSearch(build, "val_loss", max_trials=9, overwrite=True{seed})
    tuner.search(x, y, validation_split=0.2, epochs=9)
"""
OPTIMIZED = "study.optimize(objective, n_trials=30)"
SAMPLER = "optuna.samplers.TPESampler"
SEEDED = "keras.utils.set_random_seed(seed)"


def lines(text: str, folder: Path, *options: str) -> list[str]:
    """The lines that fixing writes anew; a call that is broken over several is one line again."""
    folder = write(folder, {"train.py": program(text)})
    before = program(text).decode().splitlines()
    tunelint(folder, "check", "--fix", *options)
    after = (folder / "train.py").read_text()
    joined = re.sub(r"\(\n +(.*)\n *\)", r"(\1)", after)
    return [line.strip() for line in joined.splitlines() if line not in before]


def indented(text: str, head: str) -> str:
    """Lines of a program below its head, with the indentation that all have in a test."""
    return head + "".join(f"    {line}\n" for line in text.splitlines())


REPEATED: dict[str, tuple[str, str, list[str]]] = {
    "in a loop over numbers": (
        "TUN106",
        indented(
            """
for repeat in range(5):
    x_train, x_val, y_train, y_val = train_test_split(x, y)
    GridSearchCV(SVC(), {"C": [1, 9]}).fit(x_train, y_train)
""",
            SVC,
        ),
        ["x_train, x_val, y_train, y_val = train_test_split(x, y, random_state=42 + repeat)"],
    ),
    "in a loop over seeds": (
        "TUN106",
        indented(
            """
for seed in [11, 12, 13]:
    folds = KFold(4, shuffle=True)
    GridSearchCV(SVC(), {"C": [1, 9]}, cv=folds).fit(x, y)
""",
            SVC,
        ),
        ["folds = KFold(4, shuffle=True, random_state=seed)"],
    ),
    "in a loop over data": (
        "TUN106",
        indented(
            """
for x, y in data:
    folds = KFold(4, shuffle=True)
    GridSearchCV(SVC(), {"C": [1, 9]}, cv=folds).fit(x, y)
""",
            SVC,
        ),
        [],
    ),
    "in a loop that counts": (
        "TUN101",
        indented(
            f"""
for number, kind in enumerate(kinds):
    study = optuna.create_study(study_name=kind)
    {OPTIMIZED}
""",
            STUDY,
        ),
        [f"study = optuna.create_study(study_name=kind, sampler={SAMPLER}(seed=42 + number))"],
    ),
    "in a while loop": (
        "TUN101",
        indented(f"while better():\n    study = optuna.create_study()\n    {OPTIMIZED}\n", STUDY),
        [],
    ),
    "in a comprehension": (
        "TUN106",
        indented(
            """
parts = [train_test_split(x, y) for _ in range(3)]
GridSearchCV(SVC(), {"C": [1, 9]}).fit(parts[0][0], parts[0][2])
""",
            SVC,
        ),
        [],
    ),
    "in a function that a comprehension calls": (
        "TUN101",
        indented(
            f"""
def run(repeat):
    study = optuna.create_study()
    {OPTIMIZED}
    return study.best_value


scores = [run(i) for i in range(10)]
""",
            STUDY,
        ),
        [f"study = optuna.create_study(sampler={SAMPLER}(seed=42 + repeat))"],
    ),
    "in a function that is called twice": (
        "TUN106",
        indented(
            """
def run(kernel):
    folds = KFold(4, shuffle=True)
    return GridSearchCV(SVC(kernel=kernel), {"C": [1, 9]}, cv=folds).fit(x, y)


run("rbf")
run("linear")
""",
            SVC,
        ),
        [],
    ),
    "in a function that is called with two seeds": (
        "TUN106",
        indented(
            """
def run(seed):
    folds = KFold(4, shuffle=True)
    return GridSearchCV(SVC(), {"C": [1, 9]}, cv=folds).fit(x, y)


run(3)
run(4)
""",
            SVC,
        ),
        ["folds = KFold(4, shuffle=True, random_state=seed)"],
    ),
    "in a method that a loop calls": (
        "TUN101",
        indented(
            f"""
class Experiment:
    def __init__(self, rounds):
        self.rounds = rounds

    def once(self):
        study = optuna.create_study()
        {OPTIMIZED}

    def run(self):
        for _ in range(self.rounds):
            self.once()


Experiment(5).run()
""",
            STUDY,
        ),
        [],
    ),
    "in the processes of a pool": (
        "TUN101",
        indented(
            f"""
from multiprocessing import Pool


def work(number):
    study = optuna.create_study()
    {OPTIMIZED}


with Pool(4) as pool:
    pool.map(work, range(4))
""",
            STUDY,
        ),
        [f"study = optuna.create_study(sampler={SAMPLER}(seed=42 + number))"],
    ),
    "in a thread": (
        "TUN101",
        indented(
            f"""
from threading import Thread


def work():
    study = optuna.create_study()
    {OPTIMIZED}


Thread(target=work).start()
""",
            STUDY,
        ),
        [],
    ),
    "in the jobs of joblib": (
        "TUN106",
        indented(
            """
from joblib import Parallel, delayed


def work(fold):
    x_train, x_val, y_train, y_val = train_test_split(x, y)
    GridSearchCV(SVC(), {"C": [1, 9]}).fit(x_train, y_train)


Parallel(n_jobs=2)(delayed(work)(i) for i in range(3))
""",
            SVC,
        ),
        ["x_train, x_val, y_train, y_val = train_test_split(x, y, random_state=42 + fold)"],
    ),
    "in a test that is repeated": (
        "TUN101",
        indented(
            f"""
import pytest


@pytest.mark.parametrize("kind", ["a", "b"])
def test_search(kind):
    study = optuna.create_study()
    {OPTIMIZED}
""",
            STUDY,
        ),
        [],
    ),
    "in a fixture of repeats": (
        "TUN106",
        indented(
            """
import pytest


@pytest.fixture(params=range(3))
def searched(request):
    x_train, x_val, y_train, y_val = train_test_split(x, y)
    return GridSearchCV(SVC(), {"C": [1, 9]}).fit(x_train, y_train)
""",
            SVC,
        ),
        [],
    ),
    "in a function that calls itself": (
        "TUN101",
        indented(
            f"""
def run(depth):
    study = optuna.create_study()
    {OPTIMIZED}
    if depth:
        run(depth - 1)


run(3)
""",
            STUDY,
        ),
        [],
    ),
    "a generator made without a seed": (
        "TUN106",
        indented(
            """
import numpy as np

for part in parts:
    order = np.random.default_rng().permutation(len(x))
    GridSearchCV(SVC(), {"C": [1, 9]}).fit(x[order], y[order])
""",
            SVC,
        ),
        [],
    ),
    "an estimator in the folds of a trial": (
        "TUN105",
        """
        import optuna
        from sklearn.ensemble import RandomForestClassifier
        from sklearn.model_selection import KFold


        def objective(trial):
            scores = []
            for fit, score in KFold(4).split(x):
                forest = RandomForestClassifier(max_depth=trial.suggest_int("depth", 2, 9))
                scores.append(forest.fit(x[fit], y[fit]).score(x[score], y[score]))
            return sum(scores) / 4


        study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=3))
        study.optimize(objective, n_trials=30)
        """,
        [],
    ),
    "a zero": (
        "TUN102",
        KERAS
        + """
    for number in range(3):
        tuner = kt.RandomSearch(build, "val_loss", seed=0, project_name=f"run{number}")
        tuner.search(x, y, validation_split=0.2, epochs=9)
    """,
        [
            'tuner = kt.RandomSearch(build, "val_loss", seed=42 + number,'
            ' project_name=f"run{number}")'
        ],
    ),
}


@pytest.mark.parametrize(("code", "text", "written"), REPEATED.values(), ids=REPEATED)
def test_what_is_repeated_gets_no_fixed_seed(
    code: str, text: str, written: list[str], tmp_path: Path
) -> None:
    assert lines(text, tmp_path / "safe", "--select", code) == []
    assert lines(text, tmp_path / "unsafe", "--select", code, "--unsafe-fixes") == written


ONCE: dict[str, tuple[str, str, list[str]]] = {
    "a trial, however often it is run": (
        "TUN105",
        """
        import optuna
        from sklearn.ensemble import RandomForestClassifier
        from sklearn.model_selection import cross_val_score


        def objective(trial):
            forest = RandomForestClassifier(max_depth=trial.suggest_int("depth", 2, 9))
            return cross_val_score(forest, x, y).mean()


        for name in ("a", "b"):
            study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=3))
            study.optimize(objective, n_trials=30)
        """,
        [],
    ),
    "a trial of a search that runs once": (
        "TUN105",
        """
        import optuna
        from sklearn.ensemble import RandomForestClassifier
        from sklearn.model_selection import cross_val_score


        def objective(trial):
            forest = RandomForestClassifier(max_depth=trial.suggest_int("depth", 2, 9))
            return cross_val_score(forest, x, y).mean()


        study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=3))
        study.optimize(objective, n_trials=30)
        """,
        [
            'forest = RandomForestClassifier(max_depth=trial.suggest_int("depth", 2, 9),'
            " random_state=3)"
        ],
    ),
    "one of two branches": (
        "TUN101",
        indented(
            f"""
def run(pruner):
    study = optuna.create_study(pruner=pruner)
    {OPTIMIZED}


if fast:
    run(optuna.pruners.MedianPruner())
else:
    run(optuna.pruners.NopPruner())
""",
            STUDY,
        ),
        [f"study = optuna.create_study(pruner=pruner, sampler={SAMPLER}(seed=42))"],
    ),
    "a function that nobody visible calls": (
        "TUN101",
        indented(f"def run():\n    study = optuna.create_study()\n    {OPTIMIZED}\n", STUDY),
        [f"study = optuna.create_study(sampler={SAMPLER}(seed=42))"],
    ),
    "a function that is handed to what calls it once": (
        "TUN101",
        indented(
            f"""
from absl import app


def main(_):
    study = optuna.create_study()
    {OPTIMIZED}


app.run(main)
""",
            STUDY,
        ),
        [f"study = optuna.create_study(sampler={SAMPLER}(seed=42))"],
    ),
    "a generator of the process, before a loop that draws from it": (
        "TUN106",
        indented(
            """
import numpy as np

for part in parts:
    order = np.random.permutation(len(x))
    GridSearchCV(SVC(), {"C": [1, 9]}).fit(x[order], y[order])
""",
            SVC,
        ),
        ["np.random.seed(42)"],
    ),
    "a generator of the process, before the first of several draws": (
        "TUN106",
        indented(
            """
import numpy as np


def drawn(rows):
    return np.random.permutation(len(rows))


first = drawn(x)
second = drawn(x)
GridSearchCV(SVC(), {"C": [1, 9]}).fit(x[first][second], y[first][second])
""",
            SVC,
        ),
        ["np.random.seed(42)"],
    ),
    "the training, before a loop over searches": (
        "TUN105",
        KERAS
        + """
    for number in range(3):
        tuner = kt.RandomSearch(build, "val_loss", seed=7, project_name=f"run{number}")
        tuner.search(x, y, validation_split=0.2, epochs=9)
    """,
        ["keras.utils.set_random_seed(7)"],
    ),
    "the training, before the weights that it starts from": (
        "TUN105",
        """
        import torch
        from torch import nn


        def main(x, y):
            start = torch.randn(4, 1)
            losses = []
            for decay in (0.0, 0.1):
                model = nn.Linear(4, 1)
                model.weight.data = start.T.clone()
                optimizer = torch.optim.SGD(model.parameters(), lr=0.1, weight_decay=decay)
                for _ in range(5):
                    loss = ((model(x) - y) ** 2).mean()
                    optimizer.zero_grad()
                    loss.backward()
                    optimizer.step()
                losses.append(loss.item())
            return min(losses)


        main(torch.ones(8, 4), torch.ones(8, 1))
        """,
        ["torch.manual_seed(42)"],
    ),
    "rows that PyTorch parts": (
        "TUN106",
        """
        import optuna
        import torch
        from torch.utils.data import DataLoader, random_split

        training, validation = random_split(rows, [80, 20])


        def objective(trial):
            model = torch.nn.Linear(4, 1)
            optimizer = torch.optim.SGD(model.parameters(), lr=trial.suggest_float("lr", 0.1, 1))
            for x, y in DataLoader(training):
                loss = ((model(x) - y) ** 2).mean()
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
            return sum(((model(x) - y) ** 2).mean().item() for x, y in DataLoader(validation))


        optuna.create_study().optimize(objective, n_trials=30)
        """,
        [
            "training, validation = random_split("
            "rows, [80, 20], generator=torch.Generator().manual_seed(42))",
        ],
    ),
}


@pytest.mark.parametrize(("code", "text", "written"), ONCE.values(), ids=ONCE)
def test_what_runs_once_gets_a_seed(
    code: str, text: str, written: list[str], tmp_path: Path
) -> None:
    assert lines(text, tmp_path, "--select", code) == written


def test_the_seed_stands_before_the_draw_that_it_governs(tmp_path: Path) -> None:
    folder = write(tmp_path, {"train.py": program(ONCE[BEFORE_WEIGHTS][1])})

    tunelint(folder, "check", "--fix", "--select", "TUN105")

    text = (folder / "train.py").read_text()
    assert "    torch.manual_seed(42)\n    start = torch.randn(4, 1)\n" in text


BEFORE_WEIGHTS = "the training, before the weights that it starts from"
PARSED = """
    import argparse

    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=5)
    args = parser.parse_args()
"""
OWN: dict[str, tuple[str, str, list[str]]] = {
    "a constant of the module": (
        "TUN101",
        indented(f"SEED = 7\nstudy = optuna.create_study()\n{OPTIMIZED}\n", STUDY),
        [f"study = optuna.create_study(sampler={SAMPLER}(seed=SEED))"],
    ),
    "a constant that is imported": (
        "TUN106",
        indented(
            """
from settings import RANDOM_STATE

x_train, x_val, y_train, y_val = train_test_split(x, y)
GridSearchCV(SVC(), {"C": [1, 9]}).fit(x_train, y_train)
""",
            SVC,
        ),
        ["x_train, x_val, y_train, y_val = train_test_split(x, y, random_state=RANDOM_STATE)"],
    ),
    "a constant of a module": (
        "TUN101",
        indented(
            f"""
import settings

print(settings.SEED)
study = optuna.create_study()
{OPTIMIZED}
""",
            STUDY,
        ),
        [f"study = optuna.create_study(sampler={SAMPLER}(seed=settings.SEED))"],
    ),
    "an option of the command line": (
        "TUN103",
        PARSED
        + STUDY
        + indented(
            "import random\n\nrandom.seed(args.seed)\n"
            f"study = optuna.create_study()\n{OPTIMIZED}\n",
            "",
        ),
        [f"study = optuna.create_study(sampler={SAMPLER}(seed=args.seed))"],
    ),
    "an option of the command line that nothing has read": (
        "TUN101",
        PARSED + STUDY + indented(f"study = optuna.create_study()\n{OPTIMIZED}\n", ""),
        [f"study = optuna.create_study(sampler={SAMPLER}(seed=args.seed))"],
    ),
    "an option that has to be given": (
        "TUN101",
        PARSED.replace("default=5", "required=True")
        + STUDY
        + indented(f"study = optuna.create_study()\n{OPTIMIZED}\n", ""),
        [f"study = optuna.create_study(sampler={SAMPLER}(seed=args.seed))"],
    ),
    "an option of click's": (
        "TUN101",
        indented(
            f"""
import click


@click.command()
@click.option("--seed", default=3)
def main(seed):
    study = optuna.create_study()
    {OPTIMIZED}
""",
            STUDY,
        ),
        [f"study = optuna.create_study(sampler={SAMPLER}(seed=seed))"],
    ),
    "an attribute that nothing reads": (
        "TUN101",
        indented(
            f"""
class Tuning:
    def __init__(self, seed):
        self.seed = seed

    def run(self):
        study = optuna.create_study()
        {OPTIMIZED}
""",
            STUDY,
        ),
        [f"study = optuna.create_study(sampler={SAMPLER}(seed=self.seed))"],
    ),
    "a seed that the command line may overwrite": (
        "TUN103",
        indented(
            f"""
import random
import sys

number = 3
if len(sys.argv) > 1:
    number = int(sys.argv[1])
random.seed(number)
study = optuna.create_study()
{OPTIMIZED}
""",
            STUDY,
        ),
        [f"study = optuna.create_study(sampler={SAMPLER}(seed=number))"],
    ),
    "a parameter": (
        "TUN101",
        indented(
            f"""
def run(data, seed=3):
    study = optuna.create_study()
    {OPTIMIZED}


run(load())
""",
            STUDY,
        ),
        [f"study = optuna.create_study(sampler={SAMPLER}(seed=seed))"],
    ),
    "a parameter before a constant": (
        "TUN101",
        indented(
            f"""
SEED = 7


def run(seed):
    study = optuna.create_study()
    {OPTIMIZED}


run(SEED)
""",
            STUDY,
        ),
        [f"study = optuna.create_study(sampler={SAMPLER}(seed=seed))"],
    ),
    "an entry of a dictionary": (
        "TUN101",
        indented(
            f"""
config = load()
print(config["seed"])
study = optuna.create_study()
{OPTIMIZED}
""",
            STUDY,
        ),
        [f'study = optuna.create_study(sampler={SAMPLER}(seed=config["seed"]))'],
    ),
    "an attribute of the object": (
        "TUN101",
        indented(
            f"""
class Experiment:
    def __init__(self, seed):
        self.seed = seed

    def split(self):
        return part(self.seed)

    def run(self):
        study = optuna.create_study()
        {OPTIMIZED}
""",
            STUDY,
        ),
        [f"study = optuna.create_study(sampler={SAMPLER}(seed=self.seed))"],
    ),
    "an attribute of a class": (
        "TUN101",
        indented(
            f"""
class Settings:
    seed = 4


print(Settings.seed)
study = optuna.create_study()
{OPTIMIZED}
""",
            STUDY,
        ),
        [f"study = optuna.create_study(sampler={SAMPLER}(seed=Settings.seed))"],
    ),
    "what is handed over as a seed, whatever its name": (
        "TUN101",
        indented(
            f"""
LUCKY = 7
fold(x, random_state=LUCKY)
study = optuna.create_study()
{OPTIMIZED}
""",
            STUDY,
        ),
        [f"study = optuna.create_study(sampler={SAMPLER}(seed=LUCKY))"],
    ),
    "the number that the program seeds with": (
        "TUN103",
        indented(
            f"import random\n\nrandom.seed(9)\nstudy = optuna.create_study()\n{OPTIMIZED}\n", STUDY
        ),
        [f"study = optuna.create_study(sampler={SAMPLER}(seed=9))"],
    ),
    "all that Keras draws from, where the rest has the same seed": (
        "TUN105",
        KERAS.replace("import keras\n", "import keras\n    import numpy as np\n")
        + "\n    SEED = 7\n    np.random.seed(SEED)"
        + TUNED.format(seed=", seed=SEED"),
        ["keras.utils.set_random_seed(SEED)"],
    ),
    "what is missing alone, where the rest has another seed": (
        "TUN105",
        KERAS.replace(
            "import keras\n", "import random\n\n    import keras\n    import numpy as np\n"
        )
        + "\n    import tensorflow as tf\n\n    SEED = 7\n    random.seed(SEED)"
        + "\n    np.random.seed(8)"
        + TUNED.format(seed=", seed=SEED"),
        ["tf.random.set_seed(SEED)"],
    ),
    "what is missing alone, where the seed is drawn elsewhere": (
        "TUN105",
        KERAS.replace(
            "import keras\n", "import random\n\n    import keras\n    import numpy as np\n"
        )
        + "\n    import tensorflow as tf\n\n\n    def seeded(seed):\n        random.seed(seed)\n"
        + "        np.random.seed(seed + 1)\n\n\n    seeded(3)"
        + TUNED.format(seed=", seed=5"),
        ["tf.random.set_seed(5)"],
    ),
}


@pytest.mark.parametrize(("code", "text", "written"), OWN.values(), ids=OWN)
def test_the_programs_own_seed_is_written(
    code: str, text: str, written: list[str], tmp_path: Path
) -> None:
    assert lines(text, tmp_path, "--select", code) == written


NOT_IN_REACH = {
    "bound later": f"study = optuna.create_study()\n{OPTIMIZED}\nSEED = 7\n",
    "bound in another function": f"""
def other():
    seed = 7
    return seed


study = optuna.create_study()
{OPTIMIZED}
""",
    "bound in one branch": f"""
if fast:
    SEED = 7
study = optuna.create_study()
{OPTIMIZED}
""",
    "a parameter of another function": f"""
def other(args):
    return args.seed


def run(args_of_mine):
    study = optuna.create_study()
    {OPTIMIZED}
""",
    "of a library": f"""
import numpy as np

np.random.seed
study = optuna.create_study()
{OPTIMIZED}
""",
    "no number": f"""
import numpy as np

random_state = np.random.RandomState(3)
study = optuna.create_study()
{OPTIMIZED}
""",
    "what seeds": f"""
def set_seed():
    pass


study = optuna.create_study()
{OPTIMIZED}
""",
    "set later than it is needed": f"""
class Experiment:
    def __init__(self):
        study = optuna.create_study()
        {OPTIMIZED}
        self.seed = 3

    def read(self):
        return self.seed
""",
}


@pytest.mark.parametrize("rest", NOT_IN_REACH.values(), ids=NOT_IN_REACH)
def test_a_seed_that_is_not_in_reach_is_not_written(rest: str, tmp_path: Path) -> None:
    assert lines(indented(rest, STUDY), tmp_path, "--select", "TUN101,TUN103") == [
        f"study = optuna.create_study(sampler={SAMPLER}(seed=42))"
    ]


OPTION = PARSED.replace(", default=5", "").replace("\n    ", "\n")
NO_FIX = {
    "an option of the command line that need not be given": f"""
{OPTION}
study = optuna.create_study()
{OPTIMIZED}
""",
    "an option of click's that need not be given": f"""
import click


@click.command()
@click.option("-s", "--seed", type=int)
def main(seed):
    study = optuna.create_study()
    {OPTIMIZED}
""",
    "a setting that is None": f"""
class Settings:
    seed: int | None = None


settings = Settings()
print(settings.seed)
study = optuna.create_study()
{OPTIMIZED}
""",
    "an attribute that nothing reads and that is None": f"""
class Tuning:
    def __init__(self, seed=None):
        self.seed = seed

    def run(self):
        study = optuna.create_study()
        {OPTIMIZED}


Tuning().run()
""",
    "the program's own seed is None": f"""
def run(seed=None):
    study = optuna.create_study()
    {OPTIMIZED}
""",
    "trials at once": """
study = optuna.create_study()
study.optimize(objective, n_trials=30, n_jobs=4)
""",
    "a study that may go on": f"""
study = optuna.create_study(storage="sqlite:///a.db", study_name="a", load_if_exists=True)
{OPTIMIZED}
""",
}


@pytest.mark.parametrize("rest", NO_FIX.values(), ids=NO_FIX)
def test_no_fix(rest: str, tmp_path: Path) -> None:
    text = indented(rest, STUDY)

    assert lines(text, tmp_path, "--select", "TUN101", "--unsafe-fixes") == []


@pytest.mark.parametrize(
    "zero", ["\n    SEED = 0", PARSED.replace("default=5", "default=0")], ids=["name", "option"]
)
def test_a_seed_that_the_tuner_ignores_is_not_written(zero: str, tmp_path: Path) -> None:
    text = KERAS + zero + TUNED.format(seed="")

    assert lines(text, tmp_path, "--select", "TUN101") == []


METHOD = """
class Study:
    def run(self, x, y):
        tuner = kt.RandomSearch(build, "val_loss", max_trials=9, overwrite=True, seed=3)
        tuner.search(x, y, validation_split=0.2, epochs=9)
"""


@pytest.mark.parametrize(
    ("rest", "options", "written"),
    [
        (METHOD, (), []),
        (METHOD, ("--unsafe-fixes",), ["keras.utils.set_random_seed(3)"]),
        (METHOD + "\n\nStudy().run(x, y)\n", (), ["keras.utils.set_random_seed(3)"]),
        (METHOD.replace("y):", "y, seed=3):").replace("seed=3)\n", "seed=seed)\n"), (), [SEEDED]),
    ],
    ids=["seen by nobody", "seen by nobody, unsafely", "seen", "with a seed that its caller gives"],
)
def test_no_number_seeds_the_process_of_whoever_calls_a_method(
    rest: str, options: tuple[str, ...], written: list[str], tmp_path: Path
) -> None:
    text = indented(rest, KERAS)

    assert lines(text, tmp_path, "--select", "TUN105", *options) == written


def test_nothing_is_seeded_with_none(tmp_path: Path) -> None:
    text = KERAS + PARSED.replace(", default=5", "") + TUNED.format(seed=", seed=3")

    assert lines(text, tmp_path, "--select", "TUN105", "--unsafe-fixes") == []


@pytest.mark.parametrize(
    "zero",
    [
        PARSED.replace("default=5", "default=0") + "    seed = args.seed\n",
        "\n    import sys\n\n    seed = 0\n    if len(sys.argv) > 1:\n"
        "        seed = int(sys.argv[1])\n",
    ],
)
def test_a_zero_that_the_command_line_overwrites_stays(zero: str, tmp_path: Path) -> None:
    text = KERAS + zero + TUNED.format(seed=", seed=seed")

    assert lines(text, tmp_path, "--select", "TUN102", "--unsafe-fixes") == []


HELP = {
    "a search that goes on": (
        """
        import pickle

        import numpy as np
        from hyperopt import fmin, hp, tpe

        trials = pickle.load(open("trials.p", "rb"))
        best = fmin(f, hp.uniform("x", 0, 1), tpe.suggest, max_evals=99, trials=trials)
        """,
        "rstate=np.random.default_rng(n), with a different n in every run",
    ),
    "trials at once": (
        indented("study = optuna.create_study()\nstudy.optimize(objective, n_jobs=4)\n", STUDY),
        "n_jobs=1 to optimize",
    ),
    "trials at once of Ray": (
        """
        from ray import tune
        from ray.tune.search.optuna import OptunaSearch


        def train(config):
            tune.report({"loss": config["x"]})


        tune.Tuner(
            train,
            param_space={"x": tune.uniform(0, 1)},
            tune_config=tune.TuneConfig(search_alg=OptunaSearch(), num_samples=20),
        ).fit()
        """,
        "max_concurrent_trials=1 to TuneConfig",
    ),
    "repeats": (
        indented(f"for _ in data:\n    study = optuna.create_study()\n    {OPTIMIZED}\n", STUDY),
        "with a different n in every pass",
    ),
    "a seed that is none by default": (
        PARSED.replace(", default=5", "")
        + STUDY
        + indented(f"study = optuna.create_study()\n{OPTIMIZED}\n", ""),
        f"sampler={SAMPLER}(seed=args.seed), and make args.seed a number by default",
    ),
    "a zero that counts as none": (
        KERAS + PARSED.replace("default=5", "default=0") + TUNED.format(seed=""),
        "make args.seed a number other than 0 by default",
    ),
    "splits of several data sets": (
        indented(
            """
for x, y in data:
    a, _, c, _ = train_test_split(x, y)
    GridSearchCV(SVC(), {"C": [1, 9]}).fit(a, c)
""",
            SVC,
        ),
        "add random_state=n, with a different n in every pass",
    ),
    "a split where the own seed is none": (
        indented(
            """
def run(seed=None):
    a, _, c, _ = train_test_split(x, y)
    GridSearchCV(SVC(), {"C": [1, 9]}).fit(a, c)
""",
            SVC,
        ),
        "add random_state=seed, and make seed a number by default",
    ),
    "an object that is no seed": (
        indented(
            """
import numpy as np

x, _, y, _ = train_test_split(x, y, random_state=np.random.RandomState())
GridSearchCV(SVC(), {"C": [1, 9]}).fit(x, y)
""",
            SVC,
        ),
        "add random_state=42",
    ),
}


@pytest.mark.parametrize(("text", "said"), HELP.values(), ids=HELP)
def test_the_help_says_what_to_do_instead(text: str, said: str, tmp_path: Path) -> None:
    folder = write(tmp_path, {"train.py": program(text)})

    run = tunelint(folder, "check", "--select", "TUN101,TUN103,TUN106")

    assert any(line.startswith("help: ") and said in line for line in run.output.splitlines())
