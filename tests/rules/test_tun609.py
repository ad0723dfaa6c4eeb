"""TUN609: SciPy's width where the highest value is meant."""

from __future__ import annotations

from tests.rules.programs import check_programs

HEAD = (
    "import scipy.stats as st\nfrom scipy.stats import uniform\n"
    "from sklearn.ensemble import GradientBoostingClassifier\n"
    "from sklearn.model_selection import RandomizedSearchCV, ParameterSampler, cross_val_score\n"
)
SEARCH = "RandomizedSearchCV(GradientBoostingClassifier(), space).fit(x, y)\n"
LOOP = (
    "best = 0\nfor params in ParameterSampler(space, n_iter=20, random_state=3):\n"
    "    score = cross_val_score(GradientBoostingClassifier(**params), x, y).mean()\n"
    "    if score > best:\n        best, chosen = score, params\n"
)

FLAGGED = {
    "a share": HEAD
    + "space = {'subsample': uniform(0.5, 0.9)}  # TUN609: uniform(0.5, 0.9) draws 'subsample' from 0.5 to 1.4: the second argument is the width, and subsample ends at 1\n"
    + SEARCH,
    "in a pipeline": HEAD
    + "space = {'gb__max_features': st.uniform(0.2, 1.0)}  # TUN609: uniform(0.2, 1) draws 'gb__max_features' from 0.2 to 1.2\n"
    + SEARCH,
    "columns": HEAD
    + "space = dict(\n    colsample_bytree=uniform(0.6, 1),  # TUN609: uniform(0.6, 1) draws 'colsample_bytree' from 0.6 to 1.6\n)\n"
    + SEARCH,
    "from 0": HEAD
    + "space = {'l1_ratio': uniform(0, 2)}  # TUN609: uniform(0, 2) draws 'l1_ratio' from 0 to 2\n"
    + SEARCH,
    "a maximum by its name": HEAD
    + "low_C, high_C = 0.1, 10.0\nspace = {\n    'C': uniform(low_C, high_C),  # TUN609: uniform(0.1, 10) draws 'C' from 0.1 to 10.1\n}\n"
    + SEARCH,
    "in upper case": HEAD
    + "LR_MIN = 0.01\nLR_MAX = 0.3\nspace = {'eta': uniform(LR_MIN, LR_MAX)}  # TUN609: uniform(0.01, 0.3) draws 'eta' from 0.01 to 0.31\n"
    + SEARCH,
    "a loop over sampled configurations": HEAD
    + "space = {'subsample': uniform(0.5, 0.9)}  # TUN609: uniform(0.5, 0.9) draws 'subsample' from 0.5 to 1.4\n"
    + LOOP,
    "one of several spaces": HEAD
    + "space = [{'subsample': [0.5]}, {'subsample': uniform(0.7, 0.9)}]  # TUN609: uniform(0.7, 0.9) draws 'subsample' from 0.7 to 1.6\n"
    + SEARCH,
}


SILENT = {
    "up to 1": HEAD + "space = {'subsample': uniform(0.6, 0.4)}\n" + SEARCH,
    "up to 1, rounded": HEAD + "space = {'subsample': uniform(0.7, 0.3)}\n" + SEARCH,
    "named": HEAD + "space = {'subsample': uniform(loc=0.5, scale=0.9)}\n" + SEARCH,
    "the width named": HEAD + "space = {'subsample': uniform(0.5, scale=0.9)}\n" + SEARCH,
    "the defaults": HEAD + "space = {'subsample': uniform()}\n" + SEARCH,
    "a parameter without a range": HEAD
    + "space = {'learning_rate': uniform(0.01, 0.3)}\n"
    + SEARCH,
    "subtracted": HEAD + "low, high = 0.1, 9.0\nspace = {'C': uniform(low, high - low)}\n" + SEARCH,
    "from 0 to a maximum": HEAD + "high = 9.0\nspace = {'C': uniform(0, high)}\n" + SEARCH,
    "loguniform": HEAD + "space = {'subsample': st.loguniform(0.5, 0.9)}\n" + SEARCH,
    "numbers that cannot be read": HEAD + "space = {'subsample': uniform(low(), 0.9)}\n" + SEARCH,
    "a loop that fits": HEAD + "space = {'subsample': uniform(0.5, 0.5)}\n" + LOOP,
}


test_programs = check_programs("TUN609", FLAGGED, SILENT)
