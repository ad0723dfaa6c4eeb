"""TUN503: what a tuner's methods return is None, and it is used"""

from __future__ import annotations

from tests.rules.programs import check_programs
from tunelint.testing import Texts

TUNER = """
import keras_tuner as kt
tuner = kt.RandomSearch(build, 'val_loss', 5, seed=1)
{}
"""

FLAGGED: dict[str, Texts] = {
    "printed": TUNER.format(
        "print(tuner.search_space_summary())  # TUN503: search_space_summary() returns None, but this code uses its value as a result\ntuner.search(x, y)\n"
        "print(tuner.results_summary())  # TUN503: results_summary() returns None, but this code uses its value as a result"
    ),
    "stored and read": TUNER.format(
        "history = tuner.search(x, y)\n\nprint(history.history['val_loss'])  # TUN503: search() returns None, but this code uses its value as"
    ),
    "in a string": TUNER.format(
        "tuner.search(x, y)\nprint(f'found {tuner.results_summary(3)}')  # TUN503: results_summary() returns None"
    ),
    "indexed": TUNER.format(
        "tuner.search(x, y)\nbest = tuner.results_summary()[0]  # TUN503: results_summary() returns None"
    ),
    "an aliased tuner in a class": """
from keras_tuner import Hyperband as Search
class Tuning:
    def __init__(self):
        self.tuner = Search(build, objective='val_loss', max_epochs=9)
    def run(self):
        results = self.tuner.search(x, y)
        return results.best  # TUN503: search() returns None, but this code uses its value as
Tuning().run()
""",
    "through a function": """
import keras_tuner as kt
def search(tuner):
    return tuner.search(x, y)
results = search(kt.GridSearch(build, 'val_loss'))
print(results)  # TUN503: search() returns None, but this code uses its value as
""",
    "in another module": {
        "tuning.py": """
import keras_tuner as kt
tuner = kt.GridSearch(build, 'val_loss')
""",
        "train.py": """
from tuning import tuner
summary = tuner.search(x, y)
save(summary)  # TUN503: search() returns None, but this code uses its value as
""",
    },
    "optuna: the best of nothing": """
import optuna
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score
def objective(trial):
    C = trial.suggest_float("C", 1e-3, 1e2, log=True)
    return cross_val_score(SVC(C=C), x, y).mean()
study = optuna.create_study()
best = study.optimize(objective, n_trials=50)
print(best.best_params)  # TUN503: optimize() returns None, but this code uses its value as
""",
    "optuna: chained study": """
import optuna
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score
def objective(trial):
    C = trial.suggest_float("C", 1e-3, 1e2, log=True)
    return cross_val_score(SVC(C=C), x, y).mean()
study = optuna.create_study().optimize(objective, n_trials=50)
print(study.best_value)  # TUN503: optimize() returns None, but this code uses its value as
""",
}

FLAGGED |= {
    "taken apart": TUNER.format(
        "best, second = tuner.search(x, y)  # TUN503: search() returns None, but this code uses its value as"
    ),
    "gone over": TUNER.format(
        "for found in tuner.search(x, y):  # TUN503: search() returns None, but this code uses its value as\n    print(found)"
    ),
    "measured against a number": TUNER.format(
        "found = tuner.search(x, y)\nif found > 0.5:  # TUN503: search() returns None, but this code uses its value as\n    print('good')"
    ),
    "read where a test before lets it through": TUNER.format(
        "found = tuner.search(x, y)\nif found is None or found.best:  # TUN503: search() returns None, but this code uses its value as\n    print(1)"
    ),
    "None, whatever happens": TUNER.format(
        "found = None\nif x:\n    found = tuner.search(x, y)\nprint(found.best)  # TUN503: search() returns None, but this code uses its value as"
    ),
    "one of the results of a loop": TUNER.format(
        "for part in parts:\n    found = tuner.search(part, y)\n    save(found)  # TUN503: search() returns None, but this code uses its value as"
    ),
}

SILENT = {
    "asked for": TUNER.format("found = tuner.search(x, y)\nif found is None:\n    print('done')"),
    "asserted": TUNER.format("assert tuner.search(x, y) is None"),
    "compared with None": TUNER.format("found = tuner.search(x, y)\nassert found == None"),
    "asked whether it is true": TUNER.format(
        "found = tuner.search(x, y)\nif not found:\n    print('done')\nwhile found:\n    break"
    ),
    "something else in its place": TUNER.format(
        "best = tuner.search(x, y) or tuner.get_best_models()\nprint(best[0])"
    ),
    "something else in another branch": TUNER.format(
        "if x:\n    found = tuner.search(x, y)\nelse:\n    found = load()\nprint(found.best)"
    ),
    "something else from another return": TUNER.format(
        "def run():\n    if x:\n        return tuner.search(x, y)\n    return load()\n"
        "print(run().best)"
    ),
    "kept in a list": TUNER.format("_ = [tuner.search(part, y) for part in parts]"),
    "kept by name": TUNER.format(
        "done = {}\nfor part in parts:\n    done[part] = tuner.search(part, y)\nprint(len(done))"
    ),
    "handed back with the time it took": TUNER.format(
        "def timed(run):\n    start = now()\n    result = run()\n    return result, now() - start\n"
        "_, seconds = timed(lambda: tuner.search(x, y))\nprint(seconds)"
    ),
    "the code that a program ends with": TUNER.format(
        "import sys\ndef main():\n    return tuner.search(x, y)\nsys.exit(main())"
    ),
    "bare calls": TUNER.format(
        "tuner.search_space_summary()\ntuner.search(x, y)\ntuner.results_summary(num_trials=3)"
    ),
    "stored and never read": TUNER.format("results = tuner.search(x, y)"),
    "what the winner is": TUNER.format(
        "tuner.search(x, y)\nprint(tuner.get_best_hyperparameters()[0].values)"
    ),
    "bare under a condition": TUNER.format(
        "tuner.search(x, y)\nverbose and tuner.results_summary()\n"
        "tuner.results_summary() if verbose else None"
    ),
    "handed back and dropped": """
import keras_tuner as kt
def search(tuner):
    return tuner.search(x, y)
search(kt.GridSearch(build, 'val_loss'))
""",
    "handed back to nobody": """
import keras_tuner as kt
def search():
    tuner = kt.GridSearch(build, 'val_loss')
    result = tuner.search(x, y)
    return result
""",
    "another object's method": TUNER.format(
        "tuner.search(x, y)\nimport re\nprint(re.compile('a').search('b'))"
    ),
    "a search of the project": """
import keras_tuner as kt
class MyTuner(kt.RandomSearch):
    def search(self, *args):
        super().search(*args)
        return self.get_best_models()
best = MyTuner(build, 'val_loss', 5, seed=1).search(x, y)
print(best)
""",
    "optuna: a bare call": """
import optuna
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score
def objective(trial):
    C = trial.suggest_float("C", 1e-3, 1e2, log=True)
    return cross_val_score(SVC(C=C), x, y).mean()
study = optuna.create_study()
study.optimize(objective, n_trials=50)
print(study.best_params)
""",
    "optuna: handed back and dropped": """
import optuna
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score
def objective(trial):
    C = trial.suggest_float("C", 1e-3, 1e2, log=True)
    return cross_val_score(SVC(C=C), x, y).mean()
study = optuna.create_study()
def run():
    return study.optimize(objective, n_trials=50)
run()
""",
}


test_programs = check_programs("TUN503", FLAGGED, SILENT)
