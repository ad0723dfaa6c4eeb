"""The rules on Optuna studies that a loop of the program asks for its trials (`ask` and `tell`)."""

from __future__ import annotations

from tests.rules.programs import check_coded_programs

HEAD = """\
import keras
import numpy as np
import optuna
from optuna.distributions import FloatDistribution
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from sklearn.svm import SVC

"""
MAKE = 'optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=1))'
FOREST = """\
trial = study.ask()
depth = trial.suggest_int("depth", 2, 9)
model = RandomForestClassifier(max_depth=depth, random_state=1).fit(x_train, y_train)
study.tell(trial, accuracy_score(y_val, model.predict(x_val)))
"""
GRID = (
    'optuna.create_study(direction="maximize",'
    ' sampler=optuna.samplers.GridSampler({"depth": [2, DEEP]}))'
)


def asked(trial: str, make: str = MAKE, before: str = "", after: str = "") -> str:
    """A study that is asked in a loop."""
    lines = "".join(f"    {line}\n" for line in trial.strip().split("\n"))
    return f"{HEAD}study = {make}\n{before}for _ in range(20):\n{lines}{after}"


FLAGGED = {
    "TUN101: no seed": asked(
        FOREST, 'optuna.create_study(direction="maximize")  # TUN101: the study is not seeded'
    ),
    "TUN103: NumPy's seed": "import numpy as np\nnp.random.seed(1)\n"
    + asked(
        FOREST,
        'optuna.create_study(direction="maximize")  # TUN103: np.random.seed does not seed this study',
    ),
    "TUN105: no seed for the forest": asked(
        FOREST.replace(", random_state=1", ""), f"{MAKE}  # TUN105: the study is seeded"
    ),
    "TUN304: an accuracy that is minimised": asked(
        FOREST.rstrip() + "  # TUN304: the study minimises accuracy",
        MAKE.replace('direction="maximize", ', ""),
    ),
    "TUN304: told by number, scored in a function": HEAD
    + """\
def score(trial):
    model = SVC(C=trial.suggest_float("C", 0.1, 9)).fit(x_train, y_train)
    return accuracy_score(y_val, model.predict(x_val))
study = optuna.create_study()
while len(study.trials) < 30:
    trial = study.ask()
    study.tell(trial.number, score(trial))  # TUN304: the study minimises accuracy
""",
    "TUN409: no reports to the pruner": asked(
        FOREST,
        MAKE.replace(
            "seed=1))",
            "seed=1), pruner=optuna.pruners.MedianPruner())"
            "  # TUN409: MedianPruner never prunes: the loop never calls trial.report",
        ),
    ),
    "TUN413: steps of each fold": asked(
        "trial = study.ask()\nfor fold in range(3):\n    for epoch in range(9):\n"
        "        trial.report(train(fold, epoch), epoch)  # TUN413: these steps start again in every pass of the outer loop\n"
        "study.tell(trial, trial.suggest_float('x', 0, 1))"
    ),
    "TUN510: resumed with one seed": asked(
        FOREST,
        MAKE.replace(
            "(direction",
            '(study_name="a", storage="sqlite:///a.db", load_if_exists=True, direction',
        )
        + "  # TUN510: every run resumes the study 'a' with the same seed",
    ),
    "TUN513: a point that is never drawn": asked(
        FOREST,
        before="study.enqueue_trial({'dept': 3})  # TUN513: the enqueued 'dept' is ignored\n",
    ),
    "TUN514: a grid beyond the range": asked(
        FOREST, GRID.replace("DEEP", "20") + "  # TUN514: the grid sets 'depth' to 20"
    ),
    "TUN601: a value that nothing uses": asked(
        FOREST.replace(
            "depth = ",
            "rate = trial.suggest_float('rate', 0, 1)  # TUN601: every trial draws 'rate' and none uses it\ndepth = ",
        )
    ),
    "TUN602: one name for two": asked(
        "trial = study.ask()\na = trial.suggest_int('n', 2, 9)\n"
        "b = trial.suggest_int('n', 20, 90)  # TUN602: this range of 'n' is ignored\n"
        "model = RandomForestClassifier(max_depth=a, n_estimators=b, random_state=1)\n"
        "study.tell(trial, model.fit(x_train, y_train).score(x_val, y_val))"
    ),
    "TUN602: one name for all layers": asked(
        "trial = study.ask()\nmodel = keras.Sequential()\nfor number in range(3):\n"
        "    model.add(keras.layers.Dense(trial.suggest_int('units', 2, 9)))  # TUN602: 'units' is the same hyperparameter in every pass of this loop\n"
        "model.compile('adam', 'mse')\nmodel.fit(x_train, y_train)\n"
        "study.tell(trial, -model.evaluate(x_val, y_val))"
    ),
    "TUN604: a linear scale": asked(
        "trial = study.ask()\nmodel = SVC(C=trial.suggest_float('C', 1e-3, 1e3))  # TUN604: 'C' is drawn on a linear scale\n"
        "study.tell(trial, model.fit(x_train, y_train).score(x_val, y_val))"
    ),
    "TUN604: a linear distribution": asked(
        "trial = study.ask({'C': FloatDistribution(1e-3, 1e3)})  # TUN604: 'C' is drawn on a linear scale\n"
        "model = SVC(C=trial.params['C'])\n"
        "study.tell(trial, model.fit(x_train, y_train).score(x_val, y_val))"
    ),
}
BATCHES = """\
for _ in range(10):
    trials = [study.ask() for _ in range(4)]
    for trial in trials:
        C, gamma = trial.suggest_float("C", 0.1, 9), trial.suggest_float("gamma", 0.1, 9)
        model = SVC(C=C, gamma=gamma).fit(x_train, y_train)
        study.tell(trial, accuracy_score(y_val, model.predict(x_val)))
"""
PAIRS = """\
for _ in range(9):
    one, other = study.ask(), study.ask()
    study.tell(one, fitted(SVC(C=one.suggest_float("C", 0.1, 9))))
    study.tell(other, fitted(SVC(C=other.suggest_float("C", 1, 9))))
"""
SILENT = {
    "TUN101: a grid has nothing to seed": asked(FOREST, GRID.replace("DEEP", "9")),
    "TUN304: an error that is minimised": asked(
        FOREST.replace("accuracy_score(", "1 - accuracy_score("),
        MAKE.replace('direction="maximize", ', ""),
    ),
    "TUN407: two trials in each pass": f"{HEAD}study = {MAKE}\n{PAIRS}",
    "TUN409: a callback reports": asked(
        FOREST.replace("depth =", "watch(trial)\ndepth ="),
        MAKE.replace("seed=1))", "seed=1), pruner=optuna.pruners.MedianPruner())"),
    ),
    "TUN413: steps of one training": asked(
        "trial = study.ask()\nfor epoch in range(9):\n    trial.report(train(epoch), epoch)\n"
        "study.tell(trial, trial.suggest_float('x', 0, 1))"
    ),
    "TUN513: a trial that is handed on": asked(
        FOREST.replace("depth =", "more(trial)\ndepth ="),
        before="study.enqueue_trial({'dept': 3})\n",
    ),
    "TUN514: a grid within the range": asked(FOREST, GRID.replace("DEEP", "9")),
    "TUN601: a trial that is handed on": asked(
        FOREST.replace("depth =", "rate = trial.suggest_float('rate', 0, 1)\nmore(trial)\ndepth =")
    ),
    "TUN601: read from the trial's values": asked(
        FOREST.replace(
            "depth =",
            "rate = trial.suggest_float('rate', 0, 1)\nprint(trial.params['rate'])\ndepth =",
        )
    ),
    "TUN602: a batch of trials": f"{HEAD}study = {MAKE}\n{BATCHES}",
    "TUN602: two trials in each pass": f"{HEAD}study = {MAKE}\n{PAIRS}",
    "TUN604: a logarithmic distribution": asked(
        "trial = study.ask({'C': FloatDistribution(1e-3, 1e3, log=True)})\n"
        "study.tell(trial, SVC(C=trial.params['C']).fit(x_train, y_train).score(x_val, y_val))"
    ),
}


test_programs = check_coded_programs(FLAGGED, SILENT)
