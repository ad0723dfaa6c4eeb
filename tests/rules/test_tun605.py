"""TUN605: bounds of `hp.loguniform` that are written as values instead of exponents."""

from __future__ import annotations

from tests.rules.programs import check_programs

HEAD = "import numpy as np\nfrom hyperopt import fmin, hp, tpe\n"
RUN = "best = fmin(f, space, algo=tpe.suggest, max_evals=50)\n"

RAY = """\
import numpy as np
from hyperopt import hp
from ray import tune
from ray.tune.search import ConcurrencyLimiter
from ray.tune.search.hyperopt import HyperOptSearch

space = {"lr": hp.loguniform("lr", LOW, HIGH)}MARK
search = HyperOptSearch(space, metric="loss", mode="min", random_state_seed=3)
tune.Tuner(train, tune_config=tune.TuneConfig(search_alg=search, num_samples=50)).fit()
"""
RAY_MARK = (
    "  # TUN605: hp.loguniform takes the bounds of 'lr' for exponents: it draws between 1 and 1.105"
)


def in_ray(low: str = "1e-5", high: str = "1e-1", mark: str = RAY_MARK) -> str:
    return RAY.replace("LOW", low).replace("HIGH", high).replace("MARK", mark)


FLAGGED = {
    "Ray Tune": in_ray(),
    "Ray Tune, by keyword, through a limiter": in_ray()
    .replace("HyperOptSearch(space, ", "HyperOptSearch(space=space, ")
    .replace("search_alg=search", "search_alg=ConcurrencyLimiter(search, 2)"),
    "Ray Tune, tune.run": in_ray()
    .replace("tune.Tuner(train, tune_config=tune.TuneConfig(", "tune.run(train, ")
    .replace(")).fit()", ")"),
    "in a dictionary": HEAD
    + "space = {\n    'lr': hp.loguniform('lr', 1e-5, 1e-1),  # TUN605: hp.loguniform takes the bounds of 'lr' for exponents\n"
    "    'layers': hp.randint('layers', 4),\n}\n" + RUN,
    "quantised": HEAD
    + "space = hp.qloguniform('alpha', 0.001, 0.5, 0.001)  # TUN605: hp.qloguniform takes the bounds of 'alpha' for exponents: it draws between 1.001 and 1.649, never between 0.001 and 0.5\n"
    + RUN,
    "keywords": HEAD
    + "space = [hp.loguniform(label='c', low=0.01, high=0.9)]  # TUN605: hp.loguniform takes the bounds of 'c' for exponents\n"
    + RUN,
    "named bounds": HEAD
    + "LOW, HIGH = 1e-4, 1e-2\nspace = {'lr': hp.loguniform('lr', LOW, HIGH)}  # TUN605: hp.loguniform takes the bounds of 'lr' for exponents\n"
    + RUN,
    "aliased, inside a choice": "import hyperopt\nfrom hyperopt import hp as draw\n"
    "space = draw.choice('model', [\n"
    "    {'name': 'svm', 'gamma': draw.loguniform('gamma', 1e-4, 0.1)},  # TUN605: hp.loguniform takes the bounds of 'gamma' for exponents\n"
    "    {'name': 'tree'},\n])\n"
    "hyperopt.fmin(f, space, hyperopt.tpe.suggest, 50)\n",
    "space made by a function": HEAD
    + "def make():\n    return {'lr': hp.loguniform('lr', 0.0001, 0.1)}  # TUN605: hp.loguniform takes the bounds of 'lr' for exponents\n"
    "space = make()\n" + RUN,
    "from another module": {
        "search.py": "from hyperopt import fmin, tpe\nfrom space import SPACE\n"
        "fmin(f, SPACE, algo=tpe.suggest, max_evals=50)\n",
        "space.py": "from hyperopt import hp\n"
        "SPACE = {'lr': hp.loguniform('lr', 1e-5, 1e-2)}  # TUN605: hp.loguniform takes the bounds of 'lr' for exponents\n",
    },
    "fragment": "space = {'lr': hp.loguniform('lr', 1e-5, 1e-2)}  # TUN605: hp.loguniform takes the bounds of 'lr' for exponents\n"
    "best = fmin(fn=train, space=space, algo=tpe.suggest, max_evals=100)\n",
}

SILENT = {
    "Ray Tune, logarithms": in_ray("np.log(1e-5)", "np.log(1e-1)", ""),
    "Ray Tune's own scale": in_ray(mark="").replace('hp.loguniform("lr", ', "tune.loguniform("),
    "Ray Tune, a space that cannot be read": in_ray(mark="").replace(
        "HyperOptSearch(space, ", "HyperOptSearch(load(), "
    ),
    "logarithms": HEAD + "space = hp.loguniform('lr', np.log(1e-5), np.log(1e-1))\n" + RUN,
    "small logarithms": HEAD + "space = hp.loguniform('lr', np.log(1.2), np.log(2.5))\n" + RUN,
    "negative exponents": HEAD + "space = hp.loguniform('lr', -10, -2)\n" + RUN,
    "one exponent positive": HEAD + "space = hp.loguniform('c', -3, 0.5)\n" + RUN,
    "from one to e": HEAD + "space = hp.loguniform('c', 0, 1)\n" + RUN,
    "wide": HEAD + "space = hp.loguniform('n', 0.5, 7)\n" + RUN,
    "linear": HEAD + "space = hp.uniform('dropout', 0.1, 0.5)\n" + RUN,
    "unknown": HEAD + "def run(low):\n    fmin(f, hp.loguniform('lr', low, 0.1), tpe.suggest, 9)\n",
    "no search": HEAD + "space = hp.loguniform('lr', 1e-5, 1e-1)\n",
    "scipy": (
        "from scipy.stats import loguniform\n"
        "from sklearn.model_selection import RandomizedSearchCV\n"
        "RandomizedSearchCV(m, {'lr': loguniform(1e-5, 1e-1)}).fit(x, y)\n"
    ),
}


test_programs = check_programs("TUN605", FLAGGED, SILENT)
