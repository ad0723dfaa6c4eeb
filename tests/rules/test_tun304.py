"""TUN304: searches that improve the wrong way"""

from __future__ import annotations

from tests.rules import ray_programs
from tests.rules.programs import check_programs, marked

TUNER = """
import keras_tuner as kt
tuner = kt.RandomSearch(build, objective={objective}, max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
"""
HYPEROPT = """
import keras
import numpy as np
from hyperopt import fmin, hp, tpe
from sklearn.metrics import accuracy_score, f1_score, log_loss, mean_squared_error, r2_score
from sklearn.model_selection import cross_val_score
def objective(params):
    model = make(params)
    model.fit(x, y)
    {score}
best = fmin(objective, hp.uniform("a", 0, 1), algo=tpe.suggest, max_evals=30)
"""
SCIKIT = """
from sklearn.linear_model import Ridge
from sklearn.metrics import accuracy_score, f1_score, make_scorer, mean_squared_error
from sklearn.model_selection import GridSearchCV
grid = GridSearchCV(Ridge(), {{"alpha": [1, 2]}}, scoring={scoring})
grid.fit(x, y)
"""
LOOP = """
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_squared_error, r2_score
best, chosen = {start}, None
for alpha in [0.1, 1, 10]:
    model = Ridge(alpha=alpha).fit(x_train, y_train)
    value = {score}
    if value {compared} best:
        best, chosen = value, alpha
"""
ERROR = "mean_squared_error(y_val, model.predict(x_val))"
R2 = "r2_score(y_val, model.predict(x_val))"
RANKED = """
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score
results, scores = [], {{}}
for c in [0.1, 1.0, 10.0]:
    accuracy = cross_val_score(SVC(C=c), x, y).mean()
    results.append((accuracy, c))
    scores[c] = accuracy
{after}
"""

FLAGGED = {
    "a root of an error that is maximised": """
import optuna
from sklearn.metrics import mean_squared_error
from sklearn.svm import SVR
def objective(trial):
    model = SVR(C=trial.suggest_float("C", 0.1, 9)).fit(x_train, y_train)
    return mean_squared_error(y_val, model.predict(x_val)) ** 0.5  # TUN304: the study maximises
optuna.create_study(direction="maximize").optimize(objective, n_trials=50)
""",
    "accuracy minimised": marked(
        TUNER.format(objective="kt.Objective('val_accuracy', 'min')"),
        {"tuner = kt.": "# TUN304: the search minimises 'val_accuracy'"},
    ),
    "loss maximised": marked(
        TUNER.format(objective="kt.Objective('val_loss', direction='max')"),
        {"tuner = kt.": "# TUN304: the search maximises 'val_loss'"},
    ),
    "f1 as a string": marked(
        TUNER.format(objective="'val_f1_score'"),
        {"tuner = kt.": "# TUN304: Keras Tuner minimises 'val_f1_score'"},
    ),
    "R2 as a string": marked(
        TUNER.format(objective="'val_R2Score'"),
        {"tuner = kt.": "# TUN304: Keras Tuner minimises 'val_R2Score'"},
    ),
    "cosine similarity as a string": marked(
        TUNER.format(objective="'val_cosine_similarity'"),
        {"tuner = kt.": "# TUN304: Keras Tuner minimises 'val_cosine_similarity'"},
    ),
    "IoU as a string": marked(
        TUNER.format(objective="'val_binary_io_u'"),
        {"tuner = kt.": "# TUN304: Keras Tuner minimises 'val_binary_io_u'"},
    ),
    "a constant": marked(
        "OBJECTIVE = 'val_pearson_correlation'" + TUNER.format(objective="OBJECTIVE"),
        {"tuner = kt.": "# TUN304: Keras Tuner minimises 'val_pearson_correlation'"},
    ),
    "accuracy returned": HYPEROPT.format(
        score='return accuracy_score(y_val, model.predict(x_val))  # TUN304: the search minimises accuracy: its "best" trial is the worst one'
    ),
    "as the loss": HYPEROPT.format(
        score="f1 = f1_score(y_val, model.predict(x_val))\n"
        "    return {'loss': f1, 'status': 'ok'}  # TUN304: the search minimises f1: its \"best\" trial is the worst one"
    ),
    "R2 averaged": HYPEROPT.format(
        score="return np.mean(cross_val_score(model, x, y, scoring='r2'))  # TUN304: the search minimises r2: its \"best\" trial is the worst one"
    ),
    "a score that is negative already": HYPEROPT.format(
        score="s = cross_val_score(model, x, y, scoring='neg_log_loss')\n    return s.mean()  # TUN304: the search minimises neg_log_loss"
    ),
    "a loss, negated": HYPEROPT.format(
        score="return -mean_squared_error(y_val, model.predict(x_val))  # TUN304: the search minimises the negated mean_squared_error"
    ),
    "told by the name": HYPEROPT.format(
        score="accuracy = run(model)\n    return accuracy  # TUN304: the search minimises accuracy"
    ),
    "the history's accuracy": """
import keras
from hyperopt import fmin, hp, tpe
def train(units):
    model = keras.Sequential([keras.layers.Dense(units)])
    model.compile("adam", "mse", metrics=["accuracy"])
    return model.fit(x, y, validation_split=0.2, epochs=9)
def objective(units):
    history = train(units)
    return history.history["val_accuracy"][-1]  # TUN304: the search minimises accuracy
best = fmin(objective, hp.choice("units", [8, 16]), algo=tpe.suggest, max_evals=30)
""",
    "a loop that keeps the largest error": marked(
        LOOP.format(start="0", score=ERROR, compared=">"),
        {"if value": "# TUN304: the loop maximises mean_squared_error"},
    ),
    "a loop that keeps the smallest R2": marked(
        LOOP.format(start="float('inf')", score=R2, compared="<"),
        {"if value": '# TUN304: the loop minimises r2: its "best" trial is the worst one'},
    ),
    "a list of scores": """
import numpy as np
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_squared_error
alphas, errors = [0.1, 1, 10], []
for alpha in alphas:
    model = Ridge(alpha=alpha).fit(x_train, y_train)
    errors.append(mean_squared_error(y_val, model.predict(x_val)))
best = alphas[np.argmax(errors)]  # TUN304: the loop maximises mean_squared_error
""",
    "ranked, the first of a rising order": RANKED.format(
        after='best = sorted(results)[0]  # TUN304: the loop minimises accuracy: its "best" trial is the worst one'
    ),
    "ranked, the last of an order turned round": RANKED.format(
        after='best = sorted(results)[::-1][-1]  # TUN304: the loop minimises accuracy: its "best" trial is the worst one'
    ),
    "ranked, the first of a falling order turned round": RANKED.format(
        after='best = list(reversed(sorted(results, reverse=True)))[0]  # TUN304: the loop minimises accuracy: its "best" trial is the worst one'
    ),
    "ranked, the first few of a rising order": RANKED.format(
        after='ranked = sorted(results)  # TUN304: the loop minimises accuracy: its "best" trial is the worst one\nbest = ranked[:2]'
    ),
    "ranked by score, the first of a rising order": RANKED.format(
        after='best = sorted(scores.items(), key=lambda pair: pair[1])[0]  # TUN304: the loop minimises accuracy: its "best" trial is the worst one'
    ),
    "an error in both branches, maximised": """
import optuna
from sklearn.metrics import mean_absolute_error, mean_squared_error
def objective(trial):
    model = make(trial.suggest_float("a", 0, 1)).fit(x, y)
    if robust:
        return mean_absolute_error(v, model.predict(w))  # TUN304: the study maximises mean_absolute_error
    return mean_squared_error(v, model.predict(w))  # TUN304: the study maximises mean_squared_error
optuna.create_study(direction="maximize").optimize(objective, n_trials=50)
""",
    "a filler in the other branch": HYPEROPT.format(
        score="if failed(model):\n        return 0.0\n"
        "    return accuracy_score(v, model.predict(w))  # TUN304: the search minimises accuracy"
    ),
    "a scorer of an error": marked(
        SCIKIT.format(scoring="make_scorer(mean_squared_error)"),
        {"grid = GridSearchCV(": "# TUN304: the grid maximises mean_squared_error"},
    ),
    "a scorer that is called an error": marked(
        "def rmse(truth, found):\n    return np.mean((truth - found) ** 2) ** 0.5\n"
        + SCIKIT.format(scoring="make_scorer(rmse)"),
        {
            "grid = GridSearchCV(": '# TUN304: the grid maximises rmse: its "best" trial is the worst one'
        },
    ),
    "a scorer turned in vain": marked(
        SCIKIT.format(scoring="make_scorer(accuracy_score, greater_is_better=False)"),
        {
            "grid = GridSearchCV(": "# TUN304: greater_is_better=False makes the grid minimise accuracy_score"
        },
    ),
    "optuna: accuracy minimised by default": """
import optuna
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score
def objective(trial):
    C = trial.suggest_float("C", 1e-3, 1e2, log=True)
    return cross_val_score(SVC(C=C), x, y).mean()  # TUN304: the study minimises accuracy
optuna.create_study().optimize(objective, n_trials=50)
""",
    "optuna: accuracy minimised in so many words": """
import optuna
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score
def objective(trial):
    C = trial.suggest_float("C", 1e-3, 1e2, log=True)
    return cross_val_score(SVC(C=C), x, y).mean()  # TUN304: the study minimises accuracy
optuna.create_study(direction="minimize").optimize(objective, 50)
""",
    "optuna: loss maximised": """
import optuna
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_squared_error
from optuna.study import StudyDirection
def objective(trial, rows):
    model = Ridge(trial.suggest_float("alpha", 0.1, 1)).fit(x, y)
    return mean_squared_error(w, model.predict(v))  # TUN304: the study maximises mean_squared_error
study = optuna.create_study(direction=StudyDirection.MAXIMIZE)
study.optimize(lambda trial: objective(trial, 3), n_trials=50)
""",
    "optuna: negated error minimised": """
import optuna
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score
def objective(trial):
    C = trial.suggest_float("C", 1e-3, 1e2, log=True)
    return cross_val_score(SVC(C=C), x, y, scoring="neg_log_loss").mean()  # TUN304: the study minimises neg_log_loss
optuna.create_study().optimize(objective, 50)
""",
    "optuna: second of two objectives": """
import optuna
from sklearn.metrics import accuracy_score, log_loss
from sklearn.svm import SVC
def objective(trial):
    model = SVC(C=trial.suggest_float("C", 1, 9), probability=True).fit(x, y)
    return log_loss(w, model.predict_proba(v)), accuracy_score(w, model.predict(v))  # TUN304: the study minimises accuracy
study = optuna.create_study(directions=["minimize", "minimize"])
study.optimize(objective, n_trials=50)
""",
}

SILENT = {
    "accuracy maximised": TUNER.format(objective="kt.Objective('val_accuracy', 'max')"),
    "accuracy as a string": TUNER.format(objective="'val_accuracy'"),
    "loss as a string": TUNER.format(objective="'val_loss'"),
    "f1 with its direction": TUNER.format(objective="kt.Objective('val_f1_score', 'max')"),
    "a name that decides nothing": TUNER.format(objective="kt.Objective('val_score', 'min')"),
    "a gap": TUNER.format(objective="kt.Objective('val_accuracy_gap', 'min')"),
    "unknown direction": TUNER.format(objective="kt.Objective('val_accuracy', direction)"),
    "negated": HYPEROPT.format(score="return -accuracy_score(y_val, model.predict(x_val))"),
    "an error score where the training fails": HYPEROPT.format(
        score="try:\n        found = measure(model)\n"
        "    except ValueError:\n        return settings.worst_accuracy\n    return found"
    ),
    "what stands in for a score": (
        "import optuna\n"
        "class Objective:\n"
        "    def __init__(self, measure, error_score=0.0):\n"
        "        self.measure, self.error_score = measure, error_score\n"
        "    def __call__(self, trial):\n"
        "        try:\n            return self.measure(trial.suggest_float('a', 0, 1))\n"
        "        except ValueError as problem:\n            return self.failed(problem)\n"
        "    def failed(self, problem):\n        return self.error_score\n"
        "def tune(measure, error_score):\n"
        "    study = optuna.create_study(direction='maximize')\n"
        "    study.optimize(Objective(measure, error_score), n_trials=30)\n"
    ),
    "a value for trials that go wrong": (
        "import optuna\n"
        "def tune(measure, error_value):\n"
        "    def objective(trial):\n"
        "        found = measure(trial.suggest_float('a', 0, 1))\n"
        "        return error_value if found is None else found\n"
        "    study = optuna.create_study(direction='maximize')\n"
        "    study.optimize(objective, n_trials=30)\n"
    ),
    "one minus": HYPEROPT.format(
        score="f1 = f1_score(y_val, model.predict(x_val))\n    return {'loss': 1 - f1}"
    ),
    "times minus one": HYPEROPT.format(
        score="acc = cross_val_score(model, x, y).mean()\n    return acc * -1.0"
    ),
    "turned round, and only a name says what it is": HYPEROPT.format(
        score="err_rate = run(model)\n    return 1 - err_rate"
    ),
    "a loss": HYPEROPT.format(score="return log_loss(y_val, model.predict_proba(x_val))"),
    "an error from a negative scorer": HYPEROPT.format(
        score="return -cross_val_score(model, x, y, scoring='neg_mean_squared_error').mean()"
    ),
    "a root by its exponent": HYPEROPT.format(
        score="return mean_squared_error(y_val, model.predict(x_val)) ** 0.5"
    ),
    "an exponent that turns it": HYPEROPT.format(
        score="return accuracy_score(y_val, model.predict(x_val)) ** -1"
    ),
    "the square root of an error": HYPEROPT.format(
        score="return np.sqrt(mean_squared_error(y_val, model.predict(x_val)))"
    ),
    "unknown": HYPEROPT.format(score="return run(model)"),
    "a loop that keeps the smallest error": LOOP.format(
        start="float('inf')", score=ERROR, compared="<"
    ),
    "a loop that keeps the largest R2": LOOP.format(start="-9", score=R2, compared=">"),
    "a loop over negated errors": LOOP.format(start="-9", score="-" + ERROR, compared=">"),
    "the sign goes with the metric": HYPEROPT.format(
        score="if metric in ['auc']:\n        loss = -np.max(history['%s-mean' % metric])\n"
        "    else:\n        loss = np.min(history['%s-mean' % metric])\n"
        "    return {'loss': loss, 'status': 'ok'}"
    ),
    "a sign in one branch only": HYPEROPT.format(
        score="score = accuracy_score(v, model.predict(w))\n"
        "    if turned:\n        return -score\n    return score"
    ),
    "a conditional sign": HYPEROPT.format(
        score="score = accuracy_score(v, model.predict(w))\n    return -score if turned else score"
    ),
    "an error in one branch, a score in the other": HYPEROPT.format(
        score="if kind == 'regression':\n"
        "        return mean_squared_error(v, model.predict(w))\n"
        "    return f1_score(v, model.predict(w))"
    ),
    "an error in one branch, an unknown score turned in the other": HYPEROPT.format(
        score="if kind == 'gbm':\n        loss = min(history)\n    else:\n"
        "        loss = -cross_val_score(model, x, y, scoring=scorer).mean()\n"
        "    return loss"
    ),
    "called a score before its sign is turned": HYPEROPT.format(
        score="accuracy = -measure(model)\n    return accuracy"
    ),
    "a distance from a target": HYPEROPT.format(
        score="accuracy = measure(model)\n    return abs(accuracy - 0.9)"
    ),
    "how much an error was reduced": (
        "import optuna\ndef objective(trial):\n    found = run(trial)\n"
        "    return found['error_reduction']\n"
        "optuna.create_study(direction='maximize').optimize(objective, n_trials=50)\n"
    ),
    "a scorer that is called an error and turns its sign": (
        "from sklearn.metrics import mean_squared_error\n"
        "def rmse_score(truth, found):\n    return -mean_squared_error(truth, found) ** 0.5\n"
        + SCIKIT.format(scoring="make_scorer(rmse_score)")
    ),
    "a scorer that is called an error and gives its complement": (
        "def error(truth, found):\n    return 1 - np.mean(truth != found)\n"
        + SCIKIT.format(scoring="make_scorer(error)")
    ),
    "ranked, the last of a rising order": RANKED.format(after="best = sorted(results)[-1]"),
    "ranked, turned round": RANKED.format(after="best = sorted(results)[::-1][0]"),
    "ranked, reversed": RANKED.format(after="best = list(reversed(sorted(results)))[0]"),
    "ranked, reversed in place": RANKED.format(
        after="results.sort()\nresults.reverse()\nbest = results[0]"
    ),
    "ranked, reversed perhaps": RANKED.format(
        after="ranked = sorted(scores.items(), key=lambda pair: pair[1])\n"
        "if larger:\n    ranked = list(reversed(ranked))\nbest = ranked[0]"
    ),
    "ranked, falling perhaps": RANKED.format(
        after="results.sort(reverse=larger)\nbest = results[0]"
    ),
    "a scorer of a score": SCIKIT.format(scoring="make_scorer(f1_score)"),
    "a scorer turned": SCIKIT.format(
        scoring="make_scorer(mean_squared_error, greater_is_better=False)"
    ),
    "a scorer's name": SCIKIT.format(scoring="'neg_mean_squared_error'"),
    "optuna: accuracy maximised": """
import optuna
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score
def objective(trial):
    C = trial.suggest_float("C", 1e-3, 1e2, log=True)
    return cross_val_score(SVC(C=C), x, y).mean()
optuna.create_study(direction="maximize").optimize(objective, 50)
""",
    "optuna: error minimised": """
import optuna
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score
def objective(trial):
    C = trial.suggest_float("C", 1e-3, 1e2, log=True)
    return 1 - cross_val_score(SVC(C=C), x, y).mean()
optuna.create_study().optimize(objective, 50)
""",
    "optuna: loaded study": """
import optuna
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score
def objective(trial):
    C = trial.suggest_float("C", 1e-3, 1e2, log=True)
    return cross_val_score(SVC(C=C), x, y).mean()
optuna.load_study(study_name="s", storage="sqlite:///s.db").optimize(objective, 50)
""",
    "optuna: unknown direction": """
import optuna
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score
def objective(trial):
    C = trial.suggest_float("C", 1e-3, 1e2, log=True)
    return cross_val_score(SVC(C=C), x, y).mean()
def tune(way):
    optuna.create_study(direction=way).optimize(objective, 50)
""",
    "optuna: two functions called f1 and f2": """
import optuna
def objective(trial):
    x = trial.suggest_float("x", -9, 9)
    f1 = x ** 2
    f2 = (x - 2) ** 2
    return f1, f2
study = optuna.create_study(directions=["minimize", "minimize"])
study.optimize(objective, n_trials=50)
""",
}


FOLDS = """
import numpy as np
import optuna
from sklearn import metrics
from sklearn.model_selection import cross_val_score, cross_validate
from sklearn.svm import SVC
{before}
def objective(trial):
    model = {model}(C=trial.suggest_float("C", 1e-2, 1e2, log=True))
    {body}
study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=1))
study.optimize(objective, n_trials=20)
"""


def folds(body: str, model: str = "SVC", before: str = "") -> str:
    """A study that minimises what `body` returns, from line 9 on, or after what is `before`."""
    return FOLDS.format(body=body.replace("\n", "\n    "), model=model, before=before)


SCORES = "scores = cross_val_score(model, x, y)\n"
OWN = """
class Cost(SVC):
    def {}(self, x, y):
        return float((self.predict(x) != y).mean())
"""
CURVE = """
{} = metrics.{}(y_val, model.fit(x, y).decision_function(x_val))
return metrics.auc({})
""".strip()

SILENT |= {
    "the time of a fit": folds(
        "found = cross_validate(model, x, y)\nreturn found['fit_time'].mean()"
    ),
    "the time of scoring": folds("return np.mean(cross_validate(model, x, y)['score_time'])"),
    "an entry that is not known": folds("return cross_validate(model, x, y)[key].mean()"),
    "a score of its own": folds(
        "return model.fit(x, y).score(x_val, y_val)", "Cost", OWN.format("score")
    ),
    "a score of its own, cross-validated": folds(
        "return cross_val_score(model, x, y).mean()", "Cost", OWN.format("score")
    ),
    "all scores turned in place": folds(SCORES + "scores[:] = 1 - scores\nreturn scores.mean()"),
    "each score turned in place": folds(
        SCORES + "for i in range(len(scores)):\n    scores[i] = 1 - scores[i]\nreturn scores.mean()"
    ),
    "turned into itself": folds(SCORES + "np.negative(scores, out=scores)\nreturn scores.mean()"),
    "turned into itself, by position": folds(
        SCORES + "np.subtract(1, scores, scores)\nreturn scores.mean()"
    ),
    "turned into itself under a telling name": folds(
        "accuracies = np.array([cross_val_score(model, x, y).mean()])\n"
        "np.multiply(accuracies, -1, out=accuracies)\nreturn accuracies[0]"
    ),
    "an entry turned in place": folds(
        "found = cross_validate(model, x, y)\n"
        "found['test_score'][:] = 1 - found['test_score']\nreturn found['test_score'].mean()"
    ),
    "the area under a curve of errors": folds(CURVE.format("fpr, fnr, _", "det_curve", "fpr, fnr")),
    "the area under what is not known": folds("return metrics.auc(sizes, errors_of(model))"),
}
FLAGGED |= {
    "an entry of the scores": folds(
        "found = cross_validate(model, x, y)\nreturn found['test_score'].mean()  # TUN304: the study minimises accuracy"
    ),
    "an entry of several scores": folds(
        "found = cross_validate(model, x, y, scoring=['accuracy', 'f1'])\n"
        "return found['test_f1'].mean()  # TUN304: the study minimises test_f1: its \"best\" trial is the worst one"
    ),
    "a class of its own with another method": folds(
        "return model.fit(x, y).score(x_val, y_val)  # TUN304: the study minimises a score that should grow",
        "Cost",
        OWN.format("cost"),
    ),
    "scores that something else is computed from": folds(
        SCORES
        + "np.subtract(1, scores, out=errors)\nreturn scores.mean()  # TUN304: the study minimises accuracy"
    ),
    "scores, and a note about them": folds(
        "found = cross_validate(model, x, y)\nfound['number'] = trial.number\n"
        "return found['test_score'].mean()  # TUN304: the study minimises accuracy"
    ),
    "the area under a ROC curve": marked(
        folds(CURVE.format("fpr, tpr, _", "roc_curve", "fpr, tpr")),
        {"return": '# TUN304: the study minimises auc: its "best" trial is the worst one'},
    ),
    "the area under precision and recall": marked(
        folds(CURVE.format("precision, recall, _", "precision_recall_curve", "recall, precision")),
        {"return": '# TUN304: the study minimises auc: its "best" trial is the worst one'},
    ),
}


test_programs = check_programs("TUN304", FLAGGED, SILENT)


# -- Ray Tune ----------------------------------------------------------------------------------

RAY_PROGRAMS = {
    "an accuracy minimised": """\
def fit(config):
    model = SVC(**config).fit(x_train, y_train)
    tune.report({"acc": accuracy_score(y_val, model.predict(x_val))})  # TUN304: the search minimises accuracy

tune.run(fit, config={"C": tune.grid_search([1, 2])}, metric="acc", mode="min")
""",
    "an error maximised": """\
def fit(config):
    model = make(config).fit(x_train, y_train)
    error = mean_squared_error(y_val, model.predict(x_val))
    train.report({"score": error})  # TUN304: the search maximises mean_squared_error

settings = TuneConfig(metric="score", mode="max", num_samples=9)
Tuner(fit, param_space={"C": tune.uniform(1, 9)}, tune_config=settings).fit()
""",
    "by who picks the best": """\
def fit(config):
    tune.report({"loss": loss_of(config)})  # TUN304: the search maximises loss_of

results = Tuner(fit, param_space={"C": tune.uniform(1, 9)}).fit()
print(results.get_best_result(metric="loss", mode="max"))
""",
    "by the scheduler": """\
def fit(config):
    for epoch in range(9):
        loss, acc = step(config)
        tune.report({"mean_accuracy": acc, "loss": loss})  # TUN304: the search minimises acc: its "best" trial is the worst one

tune.run(
    fit,
    config={"C": tune.uniform(1, 9)},
    scheduler=ASHAScheduler(metric="mean_accuracy", mode="min"),
)
""",
    "a validation loss": """\
def net(config):
    model = keras.Sequential([layers.Dense(config["units"]), layers.Dense(1)])
    model.compile("adam", "mse")
    history = model.fit(x, y, epochs=9, validation_split=0.2)
    return {"val_loss": min(history.history["val_loss"])}  # TUN304: the search maximises loss: its "best" trial is the worst one

tune.run(net, config={"units": tune.randint(2, 9)}, metric="val_loss", mode="max")
""",
    "silent: an accuracy maximised": """\
tune.run(svm, config={"C": tune.grid_search([1, 2])}, metric="acc", mode="max")
""",
    "silent: an error with its sign turned": """\
def fit(config):
    model = make(config).fit(x_train, y_train)
    tune.report({"score": -mean_squared_error(y_val, model.predict(x_val))})

tune.run(fit, config={"C": tune.grid_search([1, 2])}, metric="score", mode="max")
""",
    "silent: no direction": """\
tune.run(svm, config={"C": tune.grid_search([1, 2])}, metric="acc")
""",
    "silent: a name that decides nothing": """\
def fit(config):
    tune.report({"score": run(config)})

tune.run(fit, config={"C": tune.grid_search([1, 2])}, metric="score", mode="min")
""",
    "silent: several directions": """\
results = tune.run(svm, config={"C": tune.grid_search([1, 2])})
print(results.get_best_config("acc", "max"), results.get_best_config("acc", "min"))
""",
}


test_ray_tune = check_programs("TUN304", RAY_PROGRAMS, head=ray_programs.HEAD)
