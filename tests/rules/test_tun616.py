"""TUN616: dimensions of whole numbers for parameters that are continuous."""

from __future__ import annotations

from tests.rules.programs import check_programs
from tunelint.testing import Texts, notebook

BAYES = """
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import SGDClassifier
from sklearn.pipeline import Pipeline
from sklearn.svm import SVC
from skopt import BayesSearchCV
from skopt.space import Categorical, Integer, Real
{}
search.fit(x, y)
"""
MINIMISED = """
import skopt as so
from sklearn.ensemble import GradientBoostingClassifier as Boosting
def objective(point):
    rate, depth, rows = point
    model = Boosting(learning_rate=rate, subsample=rows, max_depth=depth)
    return -model.fit(x, y).score(v, w)
so.gp_minimize(
    objective,
    [(0.01, 0.5), (1, 6), {}],
    n_calls=30, random_state=1)
"""

FLAGGED: dict[str, Texts] = {
    "a share": BAYES.format(
        "search = BayesSearchCV(GradientBoostingClassifier(), {\n"
        "    \"subsample\": (0, 1),  # TUN616: 'subsample' is drawn as an integer: both\n"
        '    "max_depth": (1, 5),\n'
        "}, random_state=1)"
    ),
    "a step's parameter, by keyword, in a list": BAYES.format(
        'pipe = Pipeline([("svc", SVC())])\n'
        "space = dict(\n"
        "    svc__C=[1, 100],  # TUN616: 'C' is drawn as an integer: both bounds, 1 and\n"
        '    svc__kernel=["rbf", "poly"])\n'
        "search = BayesSearchCV(estimator=pipe, search_spaces=space, random_state=1)"
    ),
    "on a logarithmic scale": BAYES.format(
        'search = BayesSearchCV(SVC(), {"gamma": (1, 1000, "log-uniform")}, random_state=1)'
        "  # TUN616: 'gamma' is drawn as an integer"
    ),
    "one of several spaces, in a function": BAYES.format(
        "def space():\n"
        '    return [{"alpha": (0.1, 1.0)},\n'
        '            {"l1_ratio": (0, 1)}]'
        "  # TUN616: 'l1_ratio' is drawn as an integer\n"
        "class Tuned:\n"
        "    def __init__(self):\n"
        "        self.search = BayesSearchCV(SGDClassifier(), space(), random_state=1)\n"
        "search = Tuned().search"
    ),
    "by position in the point": MINIMISED.format(
        "(0, 1)],  # TUN616: 'subsample' is drawn as an integer\n    *["
    ),
    "over modules": {
        "space.py": "SPACE = {\"ccp_alpha\": (0, 1)}  # TUN616: 'ccp_alpha' is drawn as an integer\n",
        "main.py": "from skopt import BayesSearchCV\n"
        "from sklearn.tree import DecisionTreeClassifier\n"
        "from space import SPACE\n"
        "BayesSearchCV(DecisionTreeClassifier(), SPACE).fit(x, y)\n",
    },
    "in a notebook": {
        "n.ipynb": notebook(
            "from skopt import BayesSearchCV\nfrom sklearn.svm import SVC",
            "BayesSearchCV(SVC(), {'C': (1, 9)}).fit(x, y)  # TUN616: 'C' is drawn as an integer",
        )
    },
}

SILENT: dict[str, Texts] = {
    "one bound is a float": BAYES.format(
        'search = BayesSearchCV(SVC(), {"C": (1.0, 100), "gamma": [0, 1.0]}, random_state=1)'
    ),
    "the kind is written out": BAYES.format(
        'search = BayesSearchCV(SVC(), {"C": Integer(1, 100), "gamma": Real(0, 1)}, random_state=1)'
    ),
    "a choice": BAYES.format(
        "search = BayesSearchCV(SVC(), {\n"
        '    "C": [1, 10, 100], "gamma": Categorical([0, 1])}, random_state=1)'
    ),
    "a number of columns or rows": BAYES.format(
        "search = BayesSearchCV(RandomForestClassifier(), {\n"
        '    "max_features": (1, 10), "max_samples": (10, 100), "max_depth": (1, 9)},\n'
        "    random_state=1)"
    ),
    "a parameter of the project": BAYES.format(
        'search = BayesSearchCV(make_model(), {"width": (0, 1)}, random_state=1)'
    ),
    "bounds that cannot be read": BAYES.format(
        'search = BayesSearchCV(SVC(), {"C": (LOW, HIGH)}, random_state=1)'
    ),
    "by position, a float": MINIMISED.format("(0.1, 1)"),
    "a value that is computed with": MINIMISED.format("(1, 10)").replace("=rows", "=rows / 10"),
}

test_programs = check_programs("TUN616", FLAGGED, SILENT)
