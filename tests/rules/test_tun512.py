"""TUN512: objectives with a path on which a trial gets no score"""

from __future__ import annotations

from tests.rules.programs import check_programs

STUDY = "study = optuna.create_study()\nstudy.optimize(objective, n_trials=50)\n"
SEVERAL = STUDY.replace("()\n", "(directions=['minimize', 'minimize'])\n", 1)
HEAD = "import optuna\n"

FLAGGED = {
    "nothing returned": "def objective(trial):  # TUN512: the objective ends without returning a score\n    loss = train(trial.suggest_int('n', 1, 9))\n    print(loss)\n"
    + STUDY,
    "None": "def objective(trial):\n    n = trial.suggest_int('n', 1, 9)\n"
    "    if n > 5:\n        return None  # TUN512: the objective returns None here instead of a score\n    return train(n)\n"
    + STUDY,
    "a bare return": "def objective(trial):\n    try:\n        return train(trial.suggest_int('n', 1, 9))\n"
    "    except ValueError:\n        return  # TUN512: the objective returns None here instead of a score\n"
    + STUDY,
    "an exception that is only printed": "class Objective:\n    def __call__(self, trial):  # TUN512: the objective can end without returning a score\n        try:\n"
    "            return train(trial.suggest_int('n', 1, 9))\n"
    "        except ValueError as error:\n            print(error)\n"
    "study = optuna.create_study()\nstudy.optimize(Objective(), n_trials=50)\n",
    "two numbers": "def objective(trial):\n    loss, score = train(trial.suggest_int('n', 1, 9))\n"
    "    return loss, score  # TUN512: the objective returns 2 values, but the study has 1 direction: Optuna marks such a trial as failed and raises nothing\n"
    + STUDY,
    "a dictionary": "def objective(trial):\n    return {'loss': train(trial.suggest_int('n', 1, 9))}  # TUN512: the objective returns a dictionary\n"
    + STUDY,
    "three numbers for two objectives": "def objective(trial):\n    a = train(trial.suggest_int('n', 1, 9))\n"
    "    return a, a ** 2, a ** 3  # TUN512: the objective returns 3 values, but the study has 2 directions\n"
    + SEVERAL,
    "returned only where it is pruned": "def objective(trial):  # TUN512: the objective can end without returning a score\n    n = trial.suggest_int('n', 1, 9)\n"
    "    for epoch in range(10):\n        loss = train(n)\n        trial.report(loss, epoch)\n"
    "        if trial.should_prune():\n            return loss\n" + STUDY,
    "a pass that may go on": "def objective(trial):  # TUN512: the objective can end without returning a score\n    n = trial.suggest_int('n', 1, 9)\n"
    "    for part in parts:\n        if not part:\n            continue\n"
    "        return train(n)\n" + STUDY,
    "a loop that may be left": "def objective(trial):  # TUN512: the objective can end without returning a score\n    n = trial.suggest_int('n', 1, 9)\n"
    "    for epoch in range(9):\n        if train(n) is None:\n            break\n"
    "        return train(n)\n" + STUDY,
    "a return in one arm of the last branch of a pass": "def objective(trial):  # TUN512: the objective can end without returning a score\n    n = trial.suggest_int('n', 1, 9)\n"
    "    for epoch in range(9):\n        if train(n) > 3:\n            return 3\n"
    "        else:\n            print(epoch)\n" + STUDY,
    "looked up in what is not known": "def objective(trial):  # TUN512: the objective can end without returning a score\n    n = trial.suggest_int('n', 1, 9)\n"
    "    for limit, value in limits():\n        if n < limit:\n            return value\n" + STUDY,
    "after a function that may raise": "def check(n):\n    if n > 5:\n        raise RuntimeError(n)\n"
    "def objective(trial):  # TUN512: the objective can end without returning a score\n    n = trial.suggest_int('n', 1, 9)\n"
    "    if n < 5:\n        return train(n)\n    check(n)\n" + STUDY,
    "after a function that is swallowed": "import contextlib\ndef fail(n):\n    raise RuntimeError(n)\n"
    "def objective(trial):  # TUN512: the objective can end without returning a score\n    n = trial.suggest_int('n', 1, 9)\n"
    "    if n < 5:\n        return train(n)\n"
    "    with contextlib.suppress(RuntimeError):\n        fail(n)\n" + STUDY,
    "a hook of an object that is there": "class Base:\n    def score(self, trial):  # TUN512: the objective ends without returning a score\n        ...\n    def run(self):\n"
    "        study = optuna.create_study()\n        study.optimize(self.score, n_trials=50)\n"
    "Base().run()\n",
    "a method without a return of a class without an object": "class Base:\n    def score(self, trial):  # TUN512: the objective ends without returning a score\n"
    "        print(train(trial.suggest_int('n', 1, 9)))\n    def run(self):\n"
    "        study = optuna.create_study()\n        study.optimize(self.score, n_trials=50)\n",
    "a condition on something else than before": "def objective(trial):  # TUN512: the objective can end without returning a score\n    a = trial.suggest_categorical('a', [True, False])\n"
    "    b = trial.suggest_categorical('b', [True, False])\n"
    "    if a:\n        return train(1)\n    if not b:\n        return train(2)\n" + STUDY,
    "looked up in a table with a value that counts as false": "def objective(trial):  # TUN512: the objective can end without returning a score\n    opt = trial.suggest_categorical('opt', ['a', 'b'])\n"
    "    rate = {'a': 0, 'b': 1}.get(opt)\n    if rate:\n        return train(rate)\n" + STUDY,
    "behind a lambda": "def run(trial, k):\n    loss = train(k, trial.suggest_int('n', 1, 9))\n"
    "    return loss, k  # TUN512: the objective returns 2 values, but the study has 1 direction\n"
    "study = optuna.create_study(direction='minimize')\n"
    "study.optimize(lambda trial: run(trial, 3), n_trials=50)\n",
}

SILENT = {
    "a return at the end of every pass": (
        "def objective(trial):\n    n = trial.suggest_int('n', 1, 9)\n"
        "    for epoch in range(15):\n        loss = train(n)\n        trial.report(loss, epoch)\n"
        "        if trial.should_prune():\n            raise optuna.TrialPruned()\n"
        "        return loss\n" + STUDY
    ),
    "a return at the end of every pass, as many as are given": (
        "def objective(trial, epochs):\n    n = trial.suggest_int('n', 1, 9)\n"
        "    with tracked():\n        for epoch, part in enumerate(parts[:epochs]):\n"
        "            return train(n, part)\n" + STUDY
    ),
    "a return in both arms of every pass": (
        "def objective(trial):\n    n = trial.suggest_int('n', 1, 9)\n"
        "    for epoch in range(15):\n        loss = train(n)\n        if loss > 3:\n"
        "            return 3\n        elif loss > 2:\n            raise optuna.TrialPruned()\n"
        "        else:\n            return loss\n" + STUDY
    ),
    "a pass that tries and fails": (
        "def objective(trial):\n    n = trial.suggest_int('n', 1, 9)\n    while True:\n"
        "        try:\n            return train(n)\n        except ValueError:\n"
        "            raise optuna.TrialPruned()\n" + STUDY
    ),
    "looked up in a table": (
        "LIMITS = [(3, 0.1), (6, 0.2), (10, 0.3)]\n"
        "def objective(trial):\n    n = trial.suggest_int('n', 1, 9)\n"
        "    for limit, value in LIMITS:\n        if n < limit:\n            return value * n\n"
        + STUDY
    ),
    "looked up in a dictionary": (
        "def objective(trial):\n    n = trial.suggest_int('n', 1, 9)\n"
        "    costs = {3: 0.1, 6: 0.2, 10: 0.3}\n"
        "    for limit in costs:\n        if n < limit:\n            return costs[limit] * n\n"
        + STUDY
    ),
    "looked up among functions": (
        "def small(trial):\n    return train(trial.suggest_int('n', 1, 9))\n"
        "def large(trial):\n    return train(trial.suggest_int('m', 10, 99))\n"
        "MODELS = [('small', small), ('large', large)]\n"
        "def objective(trial):\n"
        "    kind = trial.suggest_categorical('kind', [name for name, _ in MODELS])\n"
        "    for name, model in MODELS:\n        if name == kind:\n"
        "            return model(trial)\n" + STUDY
    ),
    "looked up among classes": (
        "from sklearn.svm import SVC\nfrom sklearn.tree import DecisionTreeClassifier\n"
        "def objective(trial):\n    kind = trial.suggest_categorical('kind', ['svm', 'tree'])\n"
        "    for name, model in {'svm': SVC, 'tree': DecisionTreeClassifier}.items():\n"
        "        if name == kind:\n            return train(model())\n" + STUDY
    ),
    "after functions that always raise": (
        "def fail(why):\n    raise RuntimeError(why)\ndef stop(why):\n    fail(why)\n"
        "def objective(trial):\n    n = trial.suggest_int('n', 1, 9)\n    try:\n"
        "        score = train(n)\n    except ValueError as error:\n        stop(error)\n"
        "    else:\n        return score\n" + STUDY
    ),
    "a function that always raises is returned": (
        "def prune():\n    raise optuna.TrialPruned\n"
        "def objective(trial):\n    n = trial.suggest_int('n', 1, 9)\n"
        "    if n > 3:\n        return prune()\n    return train(n)\n" + STUDY
    ),
    "after a method that always raises": (
        "class Objective:\n    def prune(self):\n        raise optuna.TrialPruned\n"
        "    def __call__(self, trial):\n        n = trial.suggest_int('n', 1, 9)\n"
        "        if n > 3:\n            return train(n)\n        self.prune()\n"
        + STUDY.replace("objective", "Objective()")
    ),
    "after what is never reached": (
        "from typing import assert_never\ndef objective(trial):\n"
        "    kind = trial.suggest_categorical('kind', ['a', 'b'])\n    if kind == 'a':\n"
        "        return train(1)\n    elif kind == 'b':\n        return train(2)\n"
        "    assert_never(kind)\n" + STUDY
    ),
    "after an assertion that never holds": (
        "def objective(trial):\n    n = trial.suggest_int('n', 1, 9)\n    if n > 0:\n"
        "        return train(n)\n    assert False, n\n" + STUDY
    ),
    "a value that is never None": (
        "def objective(trial):\n    if trial.suggest_int('n', 1, 9) > 3:\n        value = 1.0\n"
        "    else:\n        value = 2.0\n    if value is not None:\n        return value\n"
        + STUDY
    ),
    "both values of a condition": (
        "def objective(trial):\n    deep = trial.suggest_categorical('deep', [True, False])\n"
        "    if deep:\n        return train(1)\n    if not deep:\n        return train(2)\n"
        + STUDY
    ),
    "returned in the last pass": (
        "EPOCHS = 9\ndef objective(trial):\n    n = trial.suggest_int('n', 1, 9)\n"
        "    for epoch in range(EPOCHS):\n        loss = train(n)\n"
        "        if epoch == EPOCHS - 1:\n            return loss\n" + STUDY
    ),
    "returned at a count": (
        "def objective(trial):\n    n = trial.suggest_int('n', 1, 9)\n    step = 0\n"
        "    while step < 9:\n        step += 1\n        if step == 9:\n"
        "            return train(n)\n" + STUDY
    ),
    "looked up, and there": (
        "def objective(trial):\n    opt = trial.suggest_categorical('opt', ['a', 'b'])\n"
        "    rate = {'a': 0.1, 'b': 0.2}.get(opt)\n    if rate:\n        return train(rate)\n"
        + STUDY
    ),
    "a hook that other classes override": (
        "class Base:\n    def score(self, trial):\n        'To be overridden.'\n"
        "    def run(self):\n        study = optuna.create_study()\n"
        "        study.optimize(self.score, n_trials=50)\n"
    ),
    "a score": "def objective(trial):\n    return train(trial.suggest_int('n', 1, 9))\n" + STUDY,
    "pruned": (
        "def objective(trial):\n    n = trial.suggest_int('n', 1, 9)\n"
        "    if n > 5:\n        raise optuna.TrialPruned()\n    return train(n)\n" + STUDY
    ),
    "as many as the study wants": (
        "def objective(trial):\n    a = train(trial.suggest_int('n', 1, 9))\n"
        "    return a, a ** 2\n" + SEVERAL
    ),
    "a study that is loaded": (
        "def objective(trial):\n    a = train(trial.suggest_int('n', 1, 9))\n    return a, a ** 2\n"
        "study = optuna.load_study(study_name='s', storage=URL)\n"
        "study.optimize(objective, n_trials=50)\n"
    ),
    "cases told apart": (
        "def objective(trial):\n    kind = trial.suggest_categorical('kind', ['a', 'b'])\n"
        "    if kind == 'a':\n        return train(1)\n    elif kind == 'b':\n"
        "        return train(2)\n" + STUDY
    ),
    "a best score that starts at None": (
        "def objective(trial):\n    n = trial.suggest_int('n', 1, 9)\n    best = None\n"
        "    for epoch in range(9):\n        loss = train(n)\n"
        "        if best is None or loss < best:\n            best = loss\n    return best\n"
        + STUDY
    ),
    "a callback that returns nothing": (
        "def objective(trial):\n    return train(trial.suggest_int('n', 1, 9))\n"
        "def show(study, trial):\n    print(trial.number)\n"
        "study = optuna.create_study()\n"
        "study.optimize(objective, n_trials=50, callbacks=[show])\n"
    ),
    "what cannot be read": (
        "from somewhere import objective\n" + STUDY
    ),
    "one of a list": (
        "def objective(trial):\n    return [train(trial.suggest_int('n', 1, 9))]\n" + STUDY
    ),
}  # fmt: skip

DRAWN = "    n = trial.suggest_int('n', 1, 9)\n"
FLAGGED |= {
    "every trial": "def objective(trial):  # TUN512: the objective ends without returning a score: Optuna marks every trial as failed and raises nothing\n"
    + DRAWN
    + "    print(n)\n"
    + STUDY,
    "trials that get there": "def objective(trial):  # TUN512: the objective can end without returning a score: Optuna marks such a trial as failed and raises nothing\n"
    + DRAWN
    + "    if n > 3:\n        return 1.0\n"
    + STUDY,
    "trials that are not pruned": "def objective(trial):  # TUN512: the objective can end without returning a score: Optuna marks such a trial as failed and raises nothing\n"
    + DRAWN
    + "    if n > 3:\n        raise optuna.TrialPruned\n"
    + STUDY,
}

FMIN = "from hyperopt import STATUS_FAIL, STATUS_OK, Trials, fmin, hp, tpe\n"
RUN = (
    "fmin(objective, {'n': hp.uniform('n', 0, 1)}, algo=tpe.suggest, max_evals=50,"
    " trials=Trials())\n"
)
LACKS = "  # TUN512: the objective's result has no {}: fmin raises {}"


def hyperopt(body: str, mark: str = "", run: str = RUN) -> str:
    """A Hyperopt search with an objective that ends in `body`."""
    return f"{FMIN}def objective(params):\n    loss = train(params['n'])\n    {body}{mark}\n{run}"


FLAGGED |= {
    "hyperopt: no loss": hyperopt(
        "return {'rmse': loss, 'status': STATUS_OK}", LACKS.format("'loss'", "InvalidLoss")
    ),
    "hyperopt: no status": hyperopt(
        "return dict(loss=loss, model=None)", LACKS.format("'status'", "KeyError")
    ),
    "hyperopt: an empty result": hyperopt("return {}", LACKS.format("'status'", "KeyError")),
    "hyperopt: two numbers": hyperopt(
        "return loss, params",
        "  # TUN512: the objective returns 2 values instead of one number: fmin raises TypeError",
    ),
    "hyperopt: a list": hyperopt(
        "return [loss]",
        "  # TUN512: the objective returns 1 value instead of one number: fmin raises TypeError",
    ),
    "hyperopt: None": hyperopt(
        "if loss is None:\n        return"
        "  # TUN512: the objective returns None here instead of a score: fmin raises TypeError\n"
        "    return loss"
    ),
    "hyperopt: nothing": hyperopt("print(loss)").replace(
        "(params):",
        "(params):  # TUN512: the objective can end without returning a score: fmin raises TypeError",
    ),
    "hyperopt: a lambda": f"{FMIN}best = fmin(fn=lambda n: {{'score': n, 'status': 'ok'}},"
    " space=hp.uniform('n', 0, 1), algo=tpe.suggest, max_evals=9)"
    + LACKS.format("'loss'", "InvalidLoss")
    + "\n",
    "hyperopt: a method": f"""{FMIN}
class Search:
    def score(self, params):
        result = {{"accuracy": train(params)}}
        result["status"] = STATUS_OK
        return result{LACKS.format("'loss'", "InvalidLoss")}
    def run(self):
        return fmin(self.score, hp.uniform("n", 0, 1), tpe.suggest, 50)
Search().run()
""",
}

SILENT |= {
    "hyperopt: loss and status": hyperopt("return {'loss': loss, 'status': STATUS_OK}"),
    "hyperopt: a number": hyperopt("return -loss"),
    "hyperopt: a failure": hyperopt("return {'status': STATUS_FAIL}"),
    "hyperopt: a status that cannot be read": hyperopt("return {'status': state(), 'mse': loss}"),
    "hyperopt: more entries": hyperopt("return {'status': STATUS_OK, **scores}"),
    "hyperopt: a loss that is added": hyperopt(
        "result = {'status': STATUS_OK}\n    result['loss'] = loss\n    return result"
    ),
    "hyperopt: filled elsewhere": hyperopt(
        "result = {'status': STATUS_OK}\n    fill(result)\n    return result"
    ),
    "hyperopt: pairs": hyperopt("return [('loss', loss), ('status', 'ok')]"),
    "hyperopt: exceptions that are caught": hyperopt(
        "return {'rmse': loss, 'status': STATUS_OK}",
        run=RUN.replace("max_evals", "catch_eval_exceptions=True, max_evals"),
    ),
    "hyperopt: an exception": hyperopt("raise ValueError(loss)"),
}


test_programs = check_programs("TUN512", FLAGGED, SILENT, head=HEAD)
