"""Which loops are searches: they train on changing configurations and compare scores to pick."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checking import programs
from tunelint.model.search import Search

SK = (
    "import itertools, random\nimport numpy as np\nimport pandas as pd\n"
    "from sklearn.model_selection import *\nfrom sklearn.model_selection import ParameterGrid\n"
    "from sklearn.model_selection import ParameterSampler, KFold, cross_val_score\n"
    "from sklearn.svm import SVC\nfrom sklearn.ensemble import RandomForestClassifier\n"
    "x, y, x_val, y_val = load()\n"
)
KERAS = (
    "from tensorflow import keras\n"
    "def build(units, lr):\n"
    "    model = keras.Sequential([keras.layers.Dense(units), keras.layers.Dense(1)])\n"
    "    model.compile(optimizer=keras.optimizers.Adam(lr), loss='mse')\n"
    "    return model\n"
)
FIT = "model = SVC(C=c).fit(x, y)\n    score = model.score(x_val, y_val)\n"

# Text, line of the loop, direction.
SEARCHES = {
    "if better": (
        SK + "best = 0\nfor c in [1, 10]:\n    " + FIT
        + "    if score > best:\n        best, best_c = score, c\n",
        11, "max",
    ),
    "starts with None": (
        SK + "best = None\nfor c in [1, 10]:\n    " + FIT
        + "    if best is None or best < score:\n        best = score\n",
        11, "max",
    ),
    "best on an object": (
        SK + "class Study:\n    def __init__(self):\n        self.best = 1e9\n"
        "    def run(self, values):\n        for c in values:\n"
        "            error = 1 - cross_val_score(SVC(C=c), x, y).mean()\n"
        "            if error < self.best:\n                self.best = error\n"
        "                self.best_c = c\n"
        "Study().run([1, 10])\n",
        14, "min",
    ),
    "nested loops, remembered in a dictionary": (
        SK + "best = {'score': -1}\nfor c in [1, 10]:\n    for g in [0.1, 1]:\n"
        "        score = SVC(C=c, gamma=g).fit(x, y).score(x_val, y_val)\n"
        "        if score >= best['score']:\n            best = {'score': score, 'c': c}\n",
        11, "max",
    ),
    "max of best and score": (
        SK + "best = 0\nfor c in [1, 10]:\n    " + FIT + "    best = max(best, score)\n",
        11, "max",
    ),
    "argmax of a list": (
        SK + "values = [1, 10]\nscores = []\nfor c in values:\n    " + FIT
        + "    scores.append(score)\nprint(values[np.argmax(scores)])\n",
        12, "max",
    ),
    "position of the smallest": (
        SK + "errors = []\nfor k in range(1, 40):\n"
        "    model = RandomForestClassifier(max_depth=k).fit(x, y)\n"
        "    errors.append(np.mean(model.predict(x_val) != y_val))\n"
        "best = errors.index(min(errors)) + 1\n",
        11, "min",
    ),
    "max by key of a dictionary": (
        SK + "scores = {}\nfor c, kernel in itertools.product([1, 10], ['rbf', 'linear']):\n"
        "    scores[c, kernel] = SVC(C=c, kernel=kernel).fit(x, y).score(x_val, y_val)\n"
        "best = max(scores, key=scores.get)\n",
        11, "max",
    ),
    "items of a dictionary": (
        SK + "scores = {}\nfor c in [1, 10]:\n    " + FIT + "    scores[c] = score\n"
        "best = max(scores.items(), key=lambda item: item[1])[0]\n",
        11, "max",
    ),
    "sorted records": (
        SK + "results = []\nfor c in [1, 10]:\n    " + FIT
        + "    results.append({'c': c, 'score': score})\n"
        "best = sorted(results, key=lambda r: r['score'], reverse=True)[0]\n",
        11, "max",
    ),
    "sorted by the negated score": (
        SK + "results = []\nfor c in [1, 10]:\n    " + FIT
        + "    results.append((c, score))\n"
        "best = sorted(results, key=lambda r: -r[1])[0]\n",
        11, "max",
    ),
    "sorted by something else": (
        SK + "results = []\nfor c in [1, 10]:\n    " + FIT
        + "    results.append((c, score))\n"
        "best = min(results, key=lambda r: 1 - r[1])\n",
        11, None,
    ),
    "sorted in place": (
        SK + "results = []\nfor c in [1, 10]:\n    " + FIT
        + "    results.append((score, c))\nresults.sort()\nprint(results[-1])\n",
        11, "max",
    ),
    "data frame": (
        SK + "rows = []\nfor params in ParameterGrid({'C': [1, 10]}):\n"
        "    score = cross_val_score(SVC(**params), x, y).mean()\n"
        "    rows.append({**params, 'score': score})\n"
        "table = pd.DataFrame(rows)\nbest = table.loc[table['score'].idxmax()]\n",
        11, "max",
    ),
    "sorted data frame": (
        SK + "rows = []\nfor params in ParameterGrid({'C': [1, 10]}):\n"
        "    rows.append([params['C'], cross_val_score(SVC(**params), x, y).mean()])\n"
        "table = pd.DataFrame(rows, columns=['C', 'score']).sort_values('score')\n"
        "print(table.iloc[-1])\n",
        11, "max",
    ),
    "comprehension": (
        SK + "values = [1, 10]\n"
        "scores = [cross_val_score(SVC(C=c), x, y).mean() for c in values]\n"
        "best = values[int(np.argmax(scores))]\n",
        11, "max",
    ),
    "compared in a second loop": (
        SK + "results = []\nfor c in [1, 10]:\n    " + FIT + "    results.append((score, c))\n"
        "best = results[0]\nfor result in results:\n    if result[0] > best[0]:\n"
        "        best = result\n",
        11, "max",
    ),
    "scored in one function, chosen in another": (
        SK + "def tune(values):\n    scores = {}\n    for c in values:\n"
        "        scores[c] = SVC(C=c).fit(x, y).score(x_val, y_val)\n    return scores\n"
        "def main():\n    scores = tune([1, 10])\n    return max(scores, key=scores.get)\nmain()\n",
        12, "max",
    ),
    "Keras, built by a function": (
        KERAS + "lowest = float('inf')\nfor units in (8, 16):\n    for lr in (0.1, 0.01):\n"
        "        model = build(units, lr)\n        model.fit(x, y, epochs=5)\n"
        "        loss = model.evaluate(x_val, y_val)\n"
        "        if loss < lowest:\n            lowest = loss\n            best = units, lr\n",
        7, "min",
    ),
    "Keras, batch sizes": (
        KERAS + "scores = {}\nfor size in [16, 32]:\n    model = build(8, 0.1)\n"
        "    history = model.fit(x, y, batch_size=size, validation_data=(a, b), epochs=5)\n"
        "    scores[size] = min(history.history['val_loss'])\n"
        "best = min(scores, key=scores.get)\n",
        7, "min",
    ),
    "PyTorch": (
        "import torch\nclass Net(torch.nn.Module):\n    def __init__(self, width):\n"
        "        super().__init__()\n        self.layer = torch.nn.Linear(3, width)\n"
        "best = 1e9\nfor width in [8, 16]:\n    net = Net(width)\n"
        "    optimizer = torch.optim.Adam(net.parameters())\n    for epoch in range(9):\n"
        "        loss = criterion(net(x), y)\n        loss.backward()\n        optimizer.step()\n"
        "    error = criterion(net(a), b).item()\n"
        "    if error < best:\n        best = error\n        best_width = width\n",
        7, "min",
    ),
    "boosting": (
        "import xgboost as xgb\nbest = 9e9\nfor depth in range(3, 10):\n"
        "    result = xgb.cv({'max_depth': depth}, data, num_boost_round=50)\n"
        "    error = result['test-rmse-mean'].min()\n"
        "    if error < best:\n        best, best_depth = error, depth\n",
        3, "min",
    ),
    "seeds inside": (
        SK + "best = 0\nfor c in [1, 10]:\n    scores = []\n    for seed in range(3):\n"
        "        scores.append(SVC(C=c, random_state=seed).fit(x, y).score(x_val, y_val))\n"
        "    if np.mean(scores) > best:\n        best = np.mean(scores)\n",
        11, "max",
    ),
    "beside a seed": (
        SK + "best = 0\nfor seed, c in [(1, 0.1), (2, 10)]:\n"
        "    score = SVC(C=c, random_state=seed).fit(x, y).score(x_val, y_val)\n"
        "    if score > best:\n        best = score\n",
        11, "max",
    ),
    "drawn by seed": (
        SK + "best = 0\nfor seed in range(9):\n    rng = np.random.default_rng(seed)\n"
        "    score = SVC(C=rng.uniform(1, 9)).fit(x, y).score(x_val, y_val)\n"
        "    if score > best:\n        best = score\n",
        11, "max",
    ),
    "folds inside": (
        SK + "best = 0\nfor c in [1, 10]:\n    scores = []\n"
        "    for train, test in KFold(5).split(x):\n"
        "        scores.append(SVC(C=c).fit(x[train], y[train]).score(x[test], y[test]))\n"
        "    if np.mean(scores) > best:\n        best = np.mean(scores)\n",
        11, "max",
    ),
}  # fmt: skip

NONE = {
    "only recorded": SK + "scores = []\nfor c in [1, 10]:\n    " + FIT
    + "    scores.append(score)\nplt.plot(scores)\n",
    "only printed": SK + "for c in [1, 10]:\n    " + FIT + "    print(c, score)\n",
    "put in order only": SK + "scores = []\nfor c in [1, 10]:\n    " + FIT
    + "    scores.append(score)\nscores.sort()\nprint(scores)\n",
    "averaged": SK + "scores = []\nfor c in [1, 10]:\n    " + FIT
    + "    scores.append(score)\nprint(np.mean(scores))\n",
    "folds": SK + "best = 0\nfor train, test in KFold(5).split(x):\n"
    "    model = SVC().fit(x[train], y[train])\n    score = model.score(x[test], y[test])\n"
    "    if score > best:\n        best, best_model = score, model\n",
    "folds by number": KERAS + "best = 0\nfor i in range(5):\n"
    "    part = x[i * n:(i + 1) * n]\n    model = keras.Sequential([keras.layers.Dense(9,"
    " input_shape=part.shape[1:], name=f'fold{i}')])\n    model.compile('adam', 'mse')\n"
    "    model.fit(part, y, epochs=5)\n    score = model.evaluate(a, b)\n"
    "    if score > best:\n        best = score\n",
    "epochs": KERAS + "model = build(8, 0.1)\nlowest = 1e9\nfor epoch in range(50):\n"
    "    model.fit(x, y, epochs=epoch + 1, initial_epoch=epoch)\n"
    "    loss = model.evaluate(a, b)\n    if loss < lowest:\n        lowest = loss\n",
    "seeds": SK + "best = 0\nfor seed in range(5):\n"
    "    model = RandomForestClassifier(random_state=seed).fit(x, y)\n"
    "    score = model.score(x_val, y_val)\n    if score > best:\n        best = score\n",
    "seeds by position": KERAS + "best = 9\ndef train(n, seed):\n"
    "    net = keras.Sequential([keras.layers.Dense(n, 'relu', True, seed_of(seed))])\n"
    "    net.compile('adam', 'mse')\n    net.fit(x, y, epochs=1)\n    return net.evaluate(a, b)\n"
    "for repeat in range(5):\n    loss = train(8, repeat + 7)\n    if loss < best:\n"
    "        best = loss\n",
    "folds and seeds": KERAS + "best = 9\nfor fold in range(5):\n    for seed in (1, 2, 3):\n"
    "        net = build(8, 0.1)\n"
    "        keep = keras.callbacks.ModelCheckpoint(f'net_{fold}_{seed}.keras')\n"
    "        net.fit(x[ids != fold], y, epochs=1, callbacks=[keep])\n"
    "        loss = net.evaluate(a, b)\n        if loss < best:\n            best = loss\n",
    "files by number": KERAS + "best = 9\nfor i in range(5):\n    net = build(8, 0.1)\n"
    "    log = keras.callbacks.CSVLogger('log_%d.csv' % i)\n"
    "    net.fit(parts[i], epochs=1, callbacks=[log])\n    loss = net.evaluate(a, b)\n"
    "    if loss < best:\n        best = loss\n",
    "a fold of a list of pairs": SK + "best = 0\nfor fold, name in [(0, 'a'), (1, 'b')]:\n"
    "    model = RandomForestClassifier(random_state=7 + fold).fit(x[fold], y[fold])\n"
    "    score = model.score(x_val, y_val)\n    if score > best:\n        best = score\n",
    "random states by position": SK + "best = 0\nfor random_state in range(5):\n"
    "    model = other.Forest(100, random_state)\n"
    "    net = RandomForestClassifier(100, max_samples=sample(random_state)).fit(x, y)\n"
    "    score = net.score(x_val, y_val)\n    if score > best:\n        best = score\n",
    "splits": SK + "best = 0\nfor i in range(9):\n"
    "    a, b, c, d = train_test_split(x, y, random_state=i)\n"
    "    score = SVC().fit(a, c).score(b, d)\n    if score > best:\n        best = score\n",
    "models": SK + "results = {}\nfor name, model in {'svc': SVC(), 'rf': SVC(C=2)}.items():\n"
    "    model.fit(x, y)\n    results[name] = model.score(x_val, y_val)\n"
    "best = max(results, key=results.get)\n",
    "thresholds": SK + "model = SVC().fit(x, y)\nbest = 0\nfor t in [0.1, 0.5]:\n"
    "    score = f1_score(y_val, model.decision_function(x_val) > t)\n"
    "    if score > best:\n        best = score\n",
    "nothing is trained": "best = 0\nfor c in [1, 10]:\n    score = run(c)\n"
    "    if score > best:\n        best = score\n",
    "filtered": SK + "good = []\nfor c in [1, 10]:\n    " + FIT
    + "    if score > 0.9:\n        good.append(c)\n",
    "best epoch of each": KERAS + "for n in [8, 16]:\n    history = build(n, 0.1).fit(x, y)\n"
    "    print(max(history.history['val_loss']))\n",
    "training sizes": SK + "scores = []\nfor n in [10, 100]:\n"
    "    scores.append(SVC().fit(x[:n], y[:n]).score(x_val, y_val))\nprint(max(scores))\n",
}  # fmt: skip


def searches(text: str, root: Path) -> list[tuple[Search, int]]:
    (program,) = programs({"train.py": text}, root)
    return [(search, program.project.locate(search.place)[0]) for search in program.searches]


@pytest.mark.parametrize("name", SEARCHES)
def test_finds(name: str, tmp_path: Path) -> None:
    text, line, direction = SEARCHES[name]
    ((search, found),) = searches(text, tmp_path)
    assert (search.tuner, found, search.direction) == ("loop", line, direction)
    assert search.scores


@pytest.mark.parametrize("name", NONE)
def test_finds_none(name: str, tmp_path: Path) -> None:
    assert searches(NONE[name], tmp_path) == []


COMPARED = (
    "    score = cross_val_score(SVC(**p), x, y).mean()\n"
    "    if score > best:\n        best = score\n"
)

# Text, whether it draws, whose seed, which generators.
SAMPLED = {
    "sampler without a seed": (
        "for p in ParameterSampler(space, n_iter=9):\n" + COMPARED,
        (True, (None,), {"numpy"}),
    ),
    "sampler with a seed": (
        "for p in ParameterSampler(space, 9, random_state=3):\n" + COMPARED,
        (True, (3,), set()),
    ),
    "sampler that takes all": (
        "for p in ParameterSampler({'C': [1, 2]}, n_iter=2):\n" + COMPARED,
        (False, (None,), set()),
    ),
    "drawn in the body": (
        "for i in range(9):\n    p = {'C': random.uniform(1, 9)}\n" + COMPARED,
        (True, (None,), {"python"}),
    ),
    "drawn before, with NumPy": (
        "for c in 10 ** np.random.uniform(-3, 3, size=9):\n    p = {'C': c}\n" + COMPARED,
        (True, (None,), {"numpy"}),
    ),
    "drawn from a list of all": (
        "every = list(itertools.product([1, 2], [3, 4]))\n"
        "for c, g in random.sample(every, 3):\n    p = {'C': c, 'gamma': g}\n" + COMPARED,
        (True, (None,), {"python"}),
    ),
    "a generator of its own": (
        "rng = np.random.default_rng(5)\nfor i in range(9):\n"
        "    p = {'C': rng.uniform(1, 9)}\n" + COMPARED,
        (True, (5,), set()),
    ),
    "a generator without a seed": (
        "rng = np.random.default_rng()\nfor i in range(9):\n"
        "    p = {'C': rng.uniform(1, 9)}\n" + COMPARED,
        (True, (None,), set()),
    ),
    "a grid": ("for p in ParameterGrid(space):\n" + COMPARED, (False, (None,), set())),
    "from elsewhere": ("for p in configurations():\n" + COMPARED, (None, (None,), set())),
}  # fmt: skip


@pytest.mark.parametrize("name", SAMPLED)
def test_says_where_configurations_come_from(name: str, tmp_path: Path) -> None:
    text, expected = SAMPLED[name]
    ((search, _),) = searches(SK + "best = 0\n" + text, tmp_path)
    randomness = search.randomness
    generators = {name for group in randomness.generators for name in group}
    assert (randomness.draws, randomness.seed.values, generators) == expected
