"""TUN511: first points of a Hyperopt search that are passed over."""

from __future__ import annotations

from tests.rules.programs import check_programs

HEAD = "from hyperopt import Trials, fmin, hp, tpe\nspace = {'x': hp.uniform('x', 0, 1)}\n"

FLAGGED = {
    "written in the call": HEAD
    + "fmin(f, space, algo=tpe.suggest, max_evals=30, trials=Trials(),\n"
    + "     points_to_evaluate=[{'x': 0.5}])  # TUN511: points_to_evaluate is ignored because trials= is given too\n",
    "named": HEAD
    + "trials = Trials()\nstart = [{'x': 0.1}, {'x': 0.9}]\n"
    + "best = fmin(\n    fn=f,\n    space=space,\n    algo=tpe.suggest,\n    max_evals=30,\n"
    + "    points_to_evaluate=start,  # TUN511: points_to_evaluate is ignored because trials= is given too: none of the 2 points is tried\n    trials=trials,\n)\n",
    "aliased": "import hyperopt as ho\nruns = ho.Trials()\n"
    "ho.fmin(f, {'x': ho.hp.uniform('x', 0, 1)}, ho.tpe.suggest, 30, trials=runs,\n"
    "        points_to_evaluate=previous_best())  # TUN511: points_to_evaluate is ignored because trials= is given too\n",
    "through keywords": HEAD
    + "options = {\n    'max_evals': 30,\n    'trials': Trials(),\n"
    + "    'points_to_evaluate': [{'x': 0.5}],\n}\n"
    + "fmin(f, space, algo=tpe.suggest, **options)  # TUN511: points_to_evaluate is ignored because trials= is given too\n",
    "inside a function": HEAD
    + "def tune(points):\n    trials = Trials()\n"
    + "    fmin(f, space, tpe.suggest, 30, trials=trials, points_to_evaluate=points)\n"
    + "    return trials.argmin\nprint(tune([{'x': 0.5}]))  # TUN511: points_to_evaluate is ignored because trials= is given too\n",
    "on Spark": "from hyperopt import SparkTrials, fmin, hp, tpe\n"
    "fmin(f, hp.uniform('x', 0, 1), tpe.suggest, 30, trials=SparkTrials(parallelism=4),\n"
    "     points_to_evaluate=[{'x': 0.5}])  # TUN511: points_to_evaluate is ignored because trials= is given too\n",
}

SILENT = {
    "no trials": HEAD
    + "fmin(f, space, algo=tpe.suggest, max_evals=30, points_to_evaluate=[{'x': 0.5}])\n",
    "None": HEAD
    + "fmin(f, space, algo=tpe.suggest, max_evals=30, trials=None,\n"
    + "     points_to_evaluate=[{'x': 0.5}])\n",
    "trials made of the points": HEAD
    + "from hyperopt.fmin import generate_trials_to_calculate\n"
    + "fmin(f, space, tpe.suggest, 30, trials=generate_trials_to_calculate([{'x': 0.5}]))\n",
    "both": HEAD
    + "from hyperopt.fmin import generate_trials_to_calculate\npoints = [{'x': 0.5}]\n"
    + "fmin(f, space, tpe.suggest, 30, trials=generate_trials_to_calculate(points),\n"
    + "     points_to_evaluate=points)\n",
    "no points": HEAD
    + "fmin(f, space, tpe.suggest, 30, trials=Trials(), points_to_evaluate=None)\n",
    "an empty list": HEAD
    + "fmin(f, space, tpe.suggest, 30, trials=Trials(), points_to_evaluate=[])\n",
    "unknown trials": HEAD
    + "def tune(trials=None):\n"
    + "    fmin(f, space, tpe.suggest, 30, trials=trials, points_to_evaluate=[{'x': 0.5}])\n"
    + "tune(load())\n",
    "trials or None": HEAD
    + "trials = Trials() if keep else None\n"
    + "fmin(f, space, tpe.suggest, 30, trials=trials, points_to_evaluate=[{'x': 0.5}])\n",
}


test_programs = check_programs("TUN511", FLAGGED, SILENT)
