"""TUN615: names of a space that set nothing of the estimator."""

from __future__ import annotations

from tests.rules.programs import check_programs
from tunelint.testing import Texts, notebook

HEAD = """
from imblearn.over_sampling import SMOTE
from imblearn.pipeline import make_pipeline as sampling_pipeline
from scipy.stats import loguniform
from sklearn.base import BaseEstimator, TransformerMixin, clone
from sklearn.compose import ColumnTransformer, make_column_transformer
from sklearn.decomposition import PCA, TruncatedSVD
from sklearn.ensemble import (
    AdaBoostClassifier, BaggingClassifier, RandomForestClassifier, StackingClassifier,
    VotingClassifier)
from sklearn.linear_model import LogisticRegression, Ridge, SGDClassifier
from sklearn.model_selection import (
    GridSearchCV, ParameterGrid, ParameterSampler, RandomizedSearchCV, cross_val_score)
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVC, LinearSVC
from sklearn.tree import DecisionTreeClassifier
from xgboost import XGBClassifier
"""
SEARCH = HEAD + "{}\nsearch.fit(x, y)\n"
LOOP = HEAD + "best = 0\nmodel = make_pipeline(StandardScaler(), SVC())\n{}\n"
KEPT = """
    if score > best:
        best, winner = score, params
"""

FLAGGED: dict[str, Texts] = {
    "the step's name is missing": SEARCH.format(
        "pipe = make_pipeline(StandardScaler(), SVC())\n"
        "grid = {\"C\": [0.1, 1]}  # TUN615: Pipeline has no parameter 'C': the grid's first fit\n"
        "search = GridSearchCV(pipe, grid, cv=3)"
    ),
    "one underscore, by keyword, from a function": SEARCH.format(
        "def searched(model, **options):\n"
        "    return GridSearchCV(estimator=model, param_grid=dict(\n"
        "        svc_C=[1, 2],  # TUN615: Pipeline has no parameter 'svc_C': the grid's first fit\n"
        "    ), **options)\n"
        'search = searched(Pipeline(steps=[("scale", StandardScaler()), ("svc", SVC())]), cv=3)'
    ),
    "a misspelt parameter of a step, imported by another name": """
import sklearn.model_selection as ms
from sklearn.svm import SVC as Machine
from sklearn import pipeline as pl
search = ms.RandomizedSearchCV(
    pl.Pipeline([("clf", Machine())]),
    {"clf__gama": [1, 2], "clf__C": [1, 2]},  # TUN615: SVC (at 'clf') has no parameter 'gama'
    n_iter=3, random_state=1)
search.fit(x, y)
""",
    "a step's name in front of an estimator alone": SEARCH.format(
        "search = GridSearchCV(SVC(), {\"svc__C\": [1, 2]})  # TUN615: SVC has no parameter 'svc'"
    ),
    "in a class": SEARCH.format(
        "class Tuning:\n"
        "    def __init__(self):\n"
        '        self.pipe = Pipeline([("pca", PCA()), ("forest", RandomForestClassifier())])\n'
        "        self.grid = {\n"
        '            "pca__n_components": [2, 3],\n'
        "            \"rf__max_depth\": [2, 3],  # TUN615: Pipeline has no parameter 'rf'\n"
        "        }\n"
        "    def search(self):\n"
        "        return GridSearchCV(self.pipe, self.grid)\n"
        "search = Tuning().search()"
    ),
    "several in one dictionary": SEARCH.format(
        "search = GridSearchCV(make_pipeline(StandardScaler(), SVC()), {\n"
        "    \"gamma\": [1, 2],  # TUN615: Pipeline has no parameter 'gamma'\n"
        "    \"C\": [1, 2],  # TUN615: Pipeline has no parameter 'C'\n"
        "})"
    ),
    "in the second of several dictionaries": SEARCH.format(
        "grid = [\n"
        '    {"kernel": ["rbf"], "gamma": [1, 2]},\n'
        '    {"kernel": ["poly"], "degre": [2, 3]},  # TUN615: SVC has no parameter \'degre\'\n'
        "]\n"
        "search = GridSearchCV(SVC(), grid)"
    ),
    "an inner estimator": SEARCH.format(
        "search = GridSearchCV(OneVsRestClassifier(SVC()), {\n"
        "    \"C\": [1, 2],  # TUN615: OneVsRestClassifier has no parameter 'C'\n"
        "})"
    ),
    "the inner estimator by its old name": SEARCH.format(
        "search = GridSearchCV(AdaBoostClassifier(DecisionTreeClassifier()), {\n"
        '    "base_estimator__max_depth": [1, 2],'
        "  # TUN615: AdaBoostClassifier has no parameter 'base_estimator'\n"
        "})"
    ),
    "no inner estimator": SEARCH.format(
        "search = GridSearchCV(AdaBoostClassifier(), {\n"
        '    "estimator__max_depth": [1, 2],'
        "  # TUN615: 'estimator__max_depth' sets nothing, since 'estimator' is None: the grid's\n"
        "})"
    ),
    "a removed parameter": SEARCH.format(
        'search = GridSearchCV(Ridge(), {"normalize": [True, False]})'
        "  # TUN615: Ridge has no parameter 'normalize'"
    ),
    "a column transformer in a pipeline": SEARCH.format(
        'numbers = Pipeline([("impute", "passthrough"), ("scale", StandardScaler())])\n'
        "columns = ColumnTransformer([\n"
        '    ("num", numbers, ["a"]), ("cat", OneHotEncoder(), ["b"]), ("rest", "drop", ["c"])])\n'
        'model = Pipeline([("columns", columns), ("clf", LogisticRegression())])\n'
        "search = GridSearchCV(model, {\n"
        '    "columns__num__scale__with_mean": [True, False],\n'
        '    "columns__numbers__scale__with_std": [True],'
        "  # TUN615: ColumnTransformer (at 'columns') has no parameter 'numbers'\n"
        "})"
    ),
    "members of a vote": SEARCH.format(
        'vote = VotingClassifier([("lr", LogisticRegression()), ("rf", RandomForestClassifier())])\n'
        "search = GridSearchCV(vote, {\n"
        '    "lr__C": [1, 2], "rf__n_estimators": [5], "weights": [[1, 2]],\n'
        "    \"gb__max_depth\": [1],  # TUN615: VotingClassifier has no parameter 'gb'\n"
        "})"
    ),
    "one of the estimators that the space puts in place": SEARCH.format(
        'search = GridSearchCV(Pipeline([("clf", SVC())]), {\n'
        '    "clf": [SVC(), RandomForestClassifier()],\n'
        "    \"clf__C\": [1, 2],  # TUN615: RandomForestClassifier (at 'clf') has no parameter 'C'\n"
        "})"
    ),
    "a word stands in place of the step": SEARCH.format(
        'search = GridSearchCV(Pipeline([("pca", "passthrough"), ("svc", SVC())]), {\n'
        '    "pca__n_components": [2, 3],'
        "  # TUN615: 'pca__n_components' sets nothing, since 'pca' is 'passthrough'\n"
        "})"
    ),
    "two steps of one class have numbers": SEARCH.format(
        "pipe = make_pipeline(StandardScaler(), PCA(), StandardScaler(), SVC())\n"
        "search = GridSearchCV(pipe, {\n"
        '    "standardscaler-2__with_mean": [True],\n'
        '    "standardscaler__with_std": [True],'
        "  # TUN615: Pipeline has no parameter 'standardscaler'\n"
        "})"
    ),
    "a pipeline of what functions make": SEARCH.format(
        'columns = make_column_transformer((StandardScaler(), ["a"]), remainder="drop")\n'
        "search = GridSearchCV(make_pipeline(columns, make_pipeline(PCA(), SVC())), {\n"
        '    "columntransformer__standardscaler__with_mean": [True],\n'
        '    "pipeline__svc__C": [1],\n'
        "    \"svc__C\": [1],  # TUN615: Pipeline has no parameter 'svc'\n"
        "})"
    ),
    "a pipeline with a step of the project": SEARCH.format(
        "class Cut(TransformerMixin, BaseEstimator):\n    pass\n"
        "pipe = make_pipeline(Cut(), XGBClassifier())\n"
        "search = GridSearchCV(pipe, {\n"
        '    "cut__at": [1, 2],\n'
        "    \"max_depth\": [1, 2],  # TUN615: Pipeline has no parameter 'max_depth'\n"
        "})"
    ),
    "imbalanced-learn": SEARCH.format(
        "search = GridSearchCV(sampling_pipeline(SMOTE(), SVC()), {\n"
        '    "smote__k_neighbors": [3], "svc__C": [1],\n'
        "    \"smote__neighbors\": [3, 5],  # TUN615: SMOTE (at 'smote') has no parameter 'neighbors'\n"
        "})"
    ),
    "scikit-optimize": HEAD
    + """
from skopt import BayesSearchCV
from skopt.space import Real
pipe = Pipeline([("scale", StandardScaler()), ("svc", SVC())])
opt = BayesSearchCV(pipe, {
    "svc__gamma": (1e-4, 1.0, "log-uniform"),
    "C": Real(0.1, 10, prior="log-uniform"),  # TUN615: Pipeline has no parameter 'C': the search's
}, n_iter=12, random_state=1)
opt.fit(x, y)
""",
    "scikit-optimize with a budget for each space": HEAD
    + """
from skopt import BayesSearchCV
opt = BayesSearchCV(SVC(), [
    ({"C": (0.1, 10.0)}, 10),
    ({"gama": (0.1, 10.0)}, 10),  # TUN615: SVC has no parameter 'gama'
], random_state=1)
opt.fit(x, y)
""",
    "a loop over a grid": LOOP.format(
        "grid = {\n"
        '    "svc__C": [1, 2],\n'
        "    \"scaler__with_mean\": [True],  # TUN615: Pipeline has no parameter 'scaler': set_params\n"
        "}\n"
        "for params in ParameterGrid(grid):\n"
        "    score = clone(model).set_params(**params).fit(x, y).score(v, w)" + KEPT
    ),
    "a loop over a sampler's list": LOOP.format(
        'space = {"kernel": ["rbf"], "gama": loguniform(0.1, 10)}  # TUN615: SVC has no parameter\n'
        "svc = SVC()\n"
        "for number, params in enumerate(list(ParameterSampler(space, 20, random_state=1))):\n"
        "    svc.set_params(**params)\n"
        "    svc.fit(x, y)\n"
        "    score = svc.score(v, w)" + KEPT
    ),
    "a constructor in a loop": LOOP.format(
        'for params in ParameterGrid({"depth": [1, 2]}):'
        "  # TUN615: RandomForestClassifier has no parameter 'depth': the call raises TypeError\n"
        "    score = RandomForestClassifier(n_jobs=2, **params).fit(x, y).score(v, w)" + KEPT
    ),
    "a loop over dictionaries": LOOP.format(
        'for params in [{"svc__C": 1}, {"svc_C": 2}]:  # TUN615: Pipeline has no parameter \'svc_C\'\n'
        "    score = model.set_params(**params).fit(x, y).score(v, w)" + KEPT
    ),
    "a loop over values": LOOP.format(
        "for params in [1, 2, 3]:\n"
        "    model.set_params(C=params)  # TUN615: Pipeline has no parameter 'C': set_params raises\n"
        "    score = model.fit(x, y).score(v, w)" + KEPT
    ),
    "over modules": {
        "models.py": "from sklearn.pipeline import Pipeline\nfrom sklearn.svm import SVC\n"
        "def model():\n    return Pipeline([('svm', SVC())])\n"
        "GRID = {'svc__C': [1, 2]}  # TUN615: Pipeline has no parameter 'svc': the grid's first\n",
        "main.py": "from sklearn.model_selection import GridSearchCV\n"
        "import models\n"
        "GridSearchCV(models.model(), models.GRID).fit(x, y)\n",
    },
    "in a notebook": {
        "n.ipynb": notebook(
            "from sklearn.model_selection import GridSearchCV\nfrom sklearn.svm import SVC\nm = SVC()",
            "GridSearchCV(m, {'c': [1, 2]}).fit(x, y)  # TUN615: SVC has no parameter 'c'",
        )
    },
    "each search of a loop has its own space": SEARCH.format(
        "for model, grid in [\n"
        '    (SVC(), {"C": [1, 2]}),\n'
        "    (Ridge(), {\"C\": [1, 2]}),  # TUN615: Ridge has no parameter 'C'\n"
        "]:\n"
        "    search = GridSearchCV(model, grid)\n"
        "    search.fit(x, y)"
    ),
}

SILENT: dict[str, Texts] = {
    "every name is there": SEARCH.format(
        "search = GridSearchCV(make_pipeline(StandardScaler(), SVC()), {\n"
        '    "svc__C": [1], "standardscaler": ["passthrough"], "memory": [None], "svc": [SVC()]})'
    ),
    "a step that joins the list later": SEARCH.format(
        'steps = [("scale", StandardScaler())]\nmodel = Pipeline(steps)\n'
        'steps.append(("svc", SVC()))\n'
        'search = GridSearchCV(model, {"svc__C": [1, 2]})'
    ),
    "any keyword is taken": SEARCH.format(
        'search = GridSearchCV(XGBClassifier(), {"learning_speed": [0.1, 0.2]})'
    ),
    "an estimator of the project": SEARCH.format(
        "class Net(BaseEstimator):\n    def __init__(self, **parameters):\n        pass\n"
        'search = GridSearchCV(Net(), {"width": [1, 2]})'
    ),
    "a subclass of the library's": SEARCH.format(
        "class Machine(SVC):\n    def __init__(self, width=1, **rest):\n"
        "        super().__init__(**rest)\n"
        'search = GridSearchCV(Machine(), {"width": [1, 2]})'
    ),
    "an estimator that cannot be read": SEARCH.format(
        'search = GridSearchCV(make_model(), {"width": [1, 2]})'
    ),
    "a step that cannot be read": SEARCH.format(
        'search = GridSearchCV(Pipeline([("net", make_model())]), {"net__width": [1, 2]})'
    ),
    "steps that cannot be listed": SEARCH.format(
        'search = GridSearchCV(Pipeline([("svc", SVC()), *more]), {"net__width": [1, 2]})'
    ),
    "a step whose class cannot be read has an unknown name": SEARCH.format(
        'search = GridSearchCV(make_pipeline(make_model(), SVC()), {"net__width": [1, 2]})'
    ),
    "one of several estimators": SEARCH.format(
        "model = SVC() if small else RandomForestClassifier()\n"
        'search = GridSearchCV(model, {"C": [1, 2]} if small else {"max_depth": [1, 2]})'
    ),
    "names that a decision adds with the estimator": SEARCH.format(
        'grid = {"verbose": [0]}\n'
        "if small:\n    model = SVC()\n    grid['C'] = [1, 2]\n"
        "else:\n    model = RandomForestClassifier()\n    grid['max_depth'] = [1, 2]\n"
        "search = GridSearchCV(model, grid)"
    ),
    "a decision picks one of the estimators of a loop": HEAD
    + """
models = {"svc": SVC(), "forest": RandomForestClassifier()}
for name, model in models.items():
    if name == "svc":
        search = GridSearchCV(model, {"C": [1, 2]})
    else:
        search = GridSearchCV(model, {"max_depth": [1, 2]})
    search.fit(x, y)
""",
    "a decision looks at the estimator": HEAD
    + """
def tuned(model):
    if isinstance(model, SVC):
        search = GridSearchCV(model, {"C": [1, 2]})
    else:
        search = GridSearchCV(model, {"max_depth": [1, 2]})
    return search.fit(x, y)
print(tuned(SVC()), tuned(RandomForestClassifier()))
""",
    "a decision that the call makes": HEAD
    + """
def tuned(kind, model):
    if kind == "svc":
        return GridSearchCV(model, {"C": [1, 2]}).fit(x, y)
    return GridSearchCV(model, {"max_depth": [1, 2]}).fit(x, y)
print(tuned("svc", SVC()), tuned("forest", RandomForestClassifier()))
""",
    "spaces looked up by the estimator's name": HEAD
    + """
models = {"svc": SVC(), "forest": RandomForestClassifier()}
grids = {"forest": {"max_depth": [1, 2]}, "svc": {"C": [1, 2]}}
for name in models:
    GridSearchCV(models[name], grids[name]).fit(x, y)
for name, grid in grids.items():
    GridSearchCV(models[name], grid).fit(x, y)
""",
    "names that cannot all be read": SEARCH.format(
        'search = GridSearchCV(Pipeline([("clf", SVC())]), {"clf__max_depth": [1], **more})'
    ),
    "a name that cannot be read may replace the step": SEARCH.format(
        'search = GridSearchCV(Pipeline([("clf", SVC())]), {"clf__max_depth": [1], STEP: models})'
    ),
    "the space replaces the step": SEARCH.format(
        'search = GridSearchCV(Pipeline([("pca", "passthrough"), ("clf", "passthrough")]), [\n'
        '    {"clf": [SVC()], "clf__C": [1, 2], "pca": [PCA()], "pca__n_components": [2]},\n'
        '    {"clf": [RandomForestClassifier()], "clf__max_depth": [1, 2]},\n'
        "])"
    ),
    "the space replaces the step by what cannot be read": SEARCH.format(
        'search = GridSearchCV(Pipeline([("clf", SVC())]), {"clf": models, "clf__depth": [1]})'
    ),
    "the space replaces the steps": SEARCH.format(
        'search = GridSearchCV(Pipeline([("clf", SVC())]), {\n'
        '    "steps": [[("forest", RandomForestClassifier())]], "forest__max_depth": [1]})'
    ),
    "steps put in later": SEARCH.format(
        'pipe = Pipeline([("scale", StandardScaler())])\n'
        'pipe.steps.append(("svc", SVC()))\n'
        'search = GridSearchCV(pipe, {"svc__C": [1, 2]})'
    ),
    "a step replaced later": SEARCH.format(
        'pipe = Pipeline([("clf", SVC())])\n'
        "pipe.set_params(clf=RandomForestClassifier())\n"
        'search = GridSearchCV(pipe, {"clf__max_depth": [1, 2]})'
    ),
    "an inner estimator given later": SEARCH.format(
        "model = AdaBoostClassifier()\nmodel.estimator = DecisionTreeClassifier()\n"
        'search = GridSearchCV(model, {"estimator__max_depth": [1, 2]})'
    ),
    "a search of the project": SEARCH.format(
        "class Renaming(GridSearchCV):\n"
        "    def fit(self, x, y):\n        self.param_grid = renamed(self.param_grid)\n"
        "        return super().fit(x, y)\n"
        'search = Renaming(make_pipeline(SVC()), {"C": [1, 2]})'
    ),
    "the search is prepared for it": HEAD
    + 'search = GridSearchCV(SVC(), {"alpha": [1, 2]})\n'
    + "try:\n    search.fit(x, y)\nexcept ValueError:\n    print('not of this model')\n",
    "names that a comprehension writes": SEARCH.format(
        'grid = {f"svc__{name}": values for name, values in given.items()}\n'
        "search = GridSearchCV(make_pipeline(SVC()), grid)"
    ),
    "other classes of that name": """
from cuml.svm import SVC
from cuml.model_selection import GridSearchCV
GridSearchCV(SVC(), {"nochange_steps": [1, 2]}).fit(x, y)
""",
    "a nested search's own parameters": SEARCH.format(
        'search = GridSearchCV(GridSearchCV(SVC(), {"C": [1]}), {"estimator__gamma": [1], "cv": [3]})'
    ),
    "a loop that takes a name out": LOOP.format(
        'for params in ParameterGrid({"C": [1, 2], "scaled": [True, False]}):\n'
        '    scaled = params.pop("scaled")\n'
        "    score = SVC().set_params(**params).fit(x if scaled else z, y).score(v, w)" + KEPT
    ),
    "a loop that deletes a name": LOOP.format(
        'for params in ParameterGrid({"C": [1, 2], "scaled": [True, False]}):\n'
        '    scaled = params["scaled"]\n    del params["scaled"]\n'
        "    score = SVC(**params).fit(x if scaled else z, y).score(v, w)" + KEPT
    ),
    "a loop whose dictionaries replace the step": LOOP.format(
        'pipe = Pipeline([("clf", SVC())])\n'
        "for params in ParameterGrid([\n"
        '    {"clf": [RandomForestClassifier()], "clf__max_depth": [1, 2]},\n'
        '    {"clf__n_estimators": [1, 2]},\n'
        "]):\n"
        "    score = pipe.set_params(**params).fit(x, y).score(v, w)" + KEPT
    ),
    "a loop over several models": LOOP.format(
        "for params, model in [({'C': 1}, SVC()), ({'max_depth': 2}, RandomForestClassifier())]:\n"
        "    score = model.set_params(**params).fit(x, y).score(v, w)" + KEPT
    ),
    "names of a model of boosting in a loop": LOOP.format(
        'for params in ParameterGrid({"eta": [0.1, 0.2]}):\n'
        "    score = XGBClassifier(**params).fit(x, y).score(v, w)" + KEPT
    ),
}

test_programs = check_programs("TUN615", FLAGGED, SILENT)
