"""Families of inputs that grow: each a project of a size, which should take time in proportion."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

Files = Mapping[str, str]

KERAS = """\
import itertools
import keras_tuner as kt, optuna, numpy as np, hyperopt
from hyperopt import hp, fmin, tpe
from tensorflow import keras
from sklearn.model_selection import *
from sklearn.svm import SVC

def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 1, 9))])
    model.compile("adam", "mse", metrics=["mae"])
    return model

"""
SEARCH = """\
tuner = kt.RandomSearch(build, objective="val_loss", max_trials=5, overwrite=True)
tuner.search(x, y, epochs=3, validation_split=0.2)
"""
STUDY = """\
study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=30)
"""
OBJECTIVE = """\
def objective(trial):
    model = SVC(C=trial.suggest_float("C", 0.1, 10, log=True))
    model.fit(x_train, y_train)
    return model.score(x_val, y_val)

"""
GRID = """\
search = GridSearchCV(SVC(), {"C": [1, 2, 3]}, cv=5)
search.fit(x_train, y_train)
print(search.best_params_, search.score(x_test, y_test))
"""
MINIMISED = """\
best = fmin(loss, {"C": hp.uniform("C", 1, 9)}, algo=tpe.suggest, max_evals=50)
model = SVC(C=best["C"]).fit(x_train, y_train)
print(model.score(x_test, y_test))
"""
LOOP = """\
best, chosen = 0.0, None
for c in [1, 2, 3]:
    model = SVC(C=c).fit(x_train, y_train)
    score = model.score(x_val, y_val)
    if score > best:
        best, chosen = score, c
print(SVC(C=chosen).fit(x_train, y_train).score(x_test, y_test))
"""
_SPLIT = """\
x = df.drop("y", axis=1)
x_train, x_test, y_train, y_test = train_test_split(x, df["y"])
x_train, x_val, y_train, y_val = train_test_split(x_train, y_train)
"""


def _lines(n: int, line: str) -> str:
    """A line so many times; ``#`` in it is its number."""
    return "".join(line.replace("#", str(number)) + "\n" for number in range(n))


def _indented(text: str, by: int = 4) -> str:
    return "".join(f"{' ' * by}{line}\n" for line in text.splitlines())


def _around_a_search(line: str, *, inside: bool = False) -> Callable[[int], Files]:
    """A line so many times before a search, or in the function that builds its model."""

    def family(n: int) -> Files:
        if inside:
            head, body, rest = KERAS.partition("def build(hp):\n")
            return {"main.py": head + body + _indented(_lines(n, line)) + rest + SEARCH}
        return {"main.py": KERAS + _lines(n, line) + SEARCH}

    return family


def _repeated(text: str, head: str = KERAS) -> Callable[[int], Files]:
    """A text so many times."""
    return lambda n: {"main.py": head + _lines(n, text)}


def _notebook(cells: list[str]) -> Files:
    listed = [{"cell_type": "code", "source": one, "metadata": {}, "outputs": []} for one in cells]
    return {"main.ipynb": json.dumps({"cells": listed, "metadata": {}, "nbformat": 4})}


def _nested_grids(n: int) -> Files:
    nested = 'p = GridSearchCV(p, {"C": [1]}, cv=5)\np.fit(x, y)'
    return {"main.py": KERAS + "p = SVC()\n" + _lines(n, nested) + SEARCH}


def _diamonds(n: int) -> Files:
    classes = "".join(
        f"class L{k}(A{k - 1}): pass\nclass R{k}(A{k - 1}): pass\nclass A{k}(L{k}, R{k}): pass\n"
        for k in range(1, n)
    )
    base = "class A0(kt.HyperModel):\n" + _indented("def build(self, hp):\n    return build(hp)")
    return {"main.py": KERAS + base + classes + SEARCH.replace("build,", f"A{n - 1}(),")}


def _callbacks(n: int) -> Files:
    some = "if c#:\n    found.append(keras.callbacks.EarlyStopping(patience=#))"
    search = SEARCH.replace("epochs=3", "epochs=3, callbacks=found")
    return {"main.py": KERAS + "found = []\n" + _lines(n, some) + search}


def _methods(n: int) -> Files:
    methods = _indented(_lines(n, "def m#(self, x):\n    return self.m#(x) + 1"))
    model = "class Model(kt.HyperModel):\n" + methods
    build = _indented("def build(self, hp):\n    return build(hp)")
    return {"main.py": KERAS + model + build + SEARCH.replace("build,", "Model(),")}


def _call_chain(n: int) -> Files:
    calls = _lines(n, "def f#(x):\n    y = g(x)\n    return x")
    return {"main.py": KERAS + calls + _lines(n, "f#(1)") + SEARCH}


def _branching_calls(n: int) -> Files:
    functions = "".join(f"def f{k}(x):\n    return f{k + 1}(x) + f{k + 1}(x)\n" for k in range(n))
    return {"main.py": KERAS + functions + "f0(1)\n" + SEARCH}


def _elifs(n: int) -> Files:
    chains = -(-n // 100)
    chain = "if a == 0:\n    x = 0\n" + "".join(f"elif a == {k}:\n    x = {k}\n" for k in range(99))
    return {"main.py": KERAS + chain * chains + SEARCH}


def _one_elif(n: int) -> Files:
    chain = "if a == 0:\n    x = 0\n" + _lines(n, "elif a == #:\n    x = #")
    return {"main.py": KERAS + chain + SEARCH}


def _suggesting_branches(n: int) -> Files:
    chain = "if k == 0:\n    v = 0\n" + _lines(
        n, "elif k == #:\n    v = trial.suggest_float('v#', 0, 1)"
    )
    body = "k = trial.suggest_int('k', 0, 9)\n" + chain + "return v"
    return {"main.py": KERAS + "def objective(trial):\n" + _indented(body) + STUDY}


def _summed(n: int) -> Files:
    names = _lines(n, "v# = trial.suggest_float('v#', 0, 1)")
    total = " + ".join(f"v{k}" for k in range(n))
    body = _indented(f"{names}return {total}")
    return {"main.py": KERAS + "def objective(trial):\n" + body + STUDY}


def _early_returns(n: int) -> Files:
    body = _lines(n, "if k == #:\n    return #") + "return 0"
    calls = "z = choose(x)\nfor i in range(10):\n    q = choose(i)\n"
    return {"main.py": KERAS + "def choose(k):\n" + _indented(body) + calls + SEARCH}


def _columns(n: int) -> Files:
    column = 'df["c#"] = df["d#"].fillna(df["d#"].mean())'
    head = "import pandas as pd\ndf = pd.read_csv('x.csv')\n"
    return {"main.py": KERAS + head + _lines(n, column) + _SPLIT + OBJECTIVE + STUDY}


def _columns_of_columns(n: int) -> Files:
    column = "".join(
        f'df["c{k}"] = df["c{k - 1}"].fillna(df["c{k - 1}"].mean())\n' for k in range(1, n)
    )
    head = "import pandas as pd\ndf = pd.read_csv('x.csv')\n"
    return {"main.py": KERAS + head + column + _SPLIT + OBJECTIVE + STUDY}


def _transforms(n: int) -> Files:
    lines = "s# = preprocessing.StandardScaler()\nx = s#.fit_transform(x)"
    head = "from sklearn import preprocessing\n"
    split = "x_train, x_val, y_train, y_val = train_test_split(x, y)\n"
    return {"main.py": KERAS + head + _lines(n, lines) + split + OBJECTIVE + STUDY}


def _loading(n: int) -> Files:
    lines = "s# = preprocessing.StandardScaler()\nx = s#.fit_transform(x)"
    head = "from sklearn import preprocessing\n(x, y), _ = keras.datasets.mnist.load_data()\n"
    return {"main.py": KERAS + head + _lines(n, lines) + GRID.replace("_train", "")}


def _chained(n: int) -> Files:
    chain = "".join(f".assign(a{k}={k})" for k in range(n))
    return {
        "main.py": KERAS + "import pandas as pd\ndf = pd.read_csv('x.csv')" + chain + "\n" + SEARCH
    }


def _calling_all(n: int) -> Files:
    calls = "".join(f"    f{k}(x)\n" for k in range(n))
    functions = "".join(f"def f{k}(x):\n{calls}    return x\n" for k in range(n))
    return {"main.py": KERAS + functions + "f0(1)\n" + SEARCH}


def _many_fors(n: int) -> Files:
    fors = "".join(f" for a{k} in range(2)" for k in range(n))
    return {"main.py": KERAS + f"a = [1{fors}]\n" + SEARCH}


def _nested_comprehensions(n: int) -> Files:
    fors = "".join(f" for a{k} in range(2)]" for k in range(n))
    return {"main.py": KERAS + "a = " + "[" * n + "1" + fors + "\n" + SEARCH}


def _put_in_branches(n: int) -> Files:
    puts = _lines(n, "if x[#]:\n    a['k#'] = #")
    return {"main.py": KERAS + "a = {}\n" + puts + "SVC(**a)\n" + SEARCH}


def _imported(n: int) -> Files:
    modules = {f"m{k}.py": f"import keras\nVALUE = {k}\n" for k in range(n)}
    imports = _lines(n, "from m# import VALUE as v#")
    return {**modules, "main.py": imports + KERAS + SEARCH}


def _import_chain(n: int) -> Files:
    modules = {f"m{k}.py": f"from m{k + 1} import *\nV{k} = {k}\n" for k in range(n)}
    return {**modules, f"m{n}.py": "", "main.py": "from m0 import *\n" + KERAS + SEARCH}


def _importing(n: int) -> Files:
    mains = {f"main{k}.py": "from lib import build\n" + KERAS + SEARCH for k in range(n)}
    return {**mains, "lib.py": KERAS}


def _cells(n: int) -> Files:
    cell = KERAS + SEARCH + "best = tuner.get_best_models()[0]\nbest.evaluate(x_test, y_test)"
    return _notebook([cell] * n)


def _broken_cells(n: int) -> Files:
    return _notebook([KERAS + SEARCH, *(["x = ("] * n), *(["y = 1"] * n)])


def _magic_cells(n: int) -> Files:
    return _notebook([KERAS + SEARCH, *(["%matplotlib inline\n!pip install x\ny = !ls\nx?"] * n)])


def _gitignore(n: int) -> Files:
    return {".gitignore": "a*" * 10 + "b\n" + "a" * n + "*b\n", "a" * 100 + ".py": KERAS + SEARCH}


def _many_ignored(n: int) -> Files:
    return {".gitignore": _lines(n, "name#*x*.py"), "main.py": KERAS + SEARCH}


FAMILIES: Mapping[str, tuple[int, Callable[[int], Files]]] = {
    # searches
    "searches with one tuner": (25, _repeated(SEARCH)),
    "searches by Optuna": (25, _repeated(STUDY, KERAS + OBJECTIVE)),
    "studies with their objectives": (25, _repeated(OBJECTIVE + STUDY)),
    "grids": (25, _repeated(GRID)),
    "minimisations": (25, _repeated(MINIMISED)),
    "loops by hand": (25, _repeated(LOOP)),
    "searches in functions": (40, _repeated("def f#():\n" + _indented(SEARCH))),
    "searches with builders": (
        25,
        _repeated(
            "def build#(hp):\n    return build(hp)\n" + SEARCH.replace("build,", "build#,"),
        ),
    ),
    "searches in classes": (
        25,
        _repeated(
            "class C#:\n    def run(self):\n" + _indented(SEARCH, 8) + "\nC#().run()",
        ),
    ),
    "runs of one tuner": (25, _around_a_search("tuner.search(x, y, epochs=#)")),
    "nested grids": (25, _nested_grids),
    "cells with searches": (10, _cells),
    "files with searches": (10, _importing),
    # what trials do
    "one hyperparameter again": (25, _around_a_search('a = hp.Int("a", 1, 10)', inside=True)),
    "many hyperparameters": (50, _around_a_search('a# = hp.Int("a#", 1, 10)', inside=True)),
    "layers": (50, _around_a_search("keras.layers.Dense(hp.Int('n#', 1, 9))(x)", inside=True)),
    "models": (25, _around_a_search("m = keras.Sequential(); m.compile('adam', 'mse')")),
    "fits": (25, _around_a_search("m.fit(x_train, y_train, epochs=#)")),
    "splits": (25, _around_a_search("x, x_test, y, y_test = train_test_split(x, y)")),
    "scalers": (25, _around_a_search("x = StandardScaler().fit_transform(x)")),
    "seeds": (50, _around_a_search("np.random.seed(#)")),
    "callbacks in branches": (100, _callbacks),
    "options": (200, _around_a_search('a = kt.HyperParameters().Choice("a", [0, # ])')),
    "suggestions summed": (100, _summed),
    "suggestions in branches": (60, _suggesting_branches),
    "columns": (100, _columns),
    "columns of columns": (100, _columns_of_columns),
    "transforms": (60, _transforms),
    "transforms of what is loaded": (60, _loading),
    "scores": (25, _around_a_search("s# = cross_val_score(SVC(), x, y).mean(); print(s#)")),
    # values
    "sums": (100, _around_a_search("a = a + b#")),
    "sums of itself": (12, _around_a_search("a = a + a")),
    "lists of itself": (12, _around_a_search("a = [a, a]")),
    "dictionaries of itself": (12, _around_a_search("a = {'x': a, 'y': a}")),
    "texts of itself": (12, _around_a_search("a = f'{a}{a}'")),
    "lists doubled": (
        12,
        lambda n: {"main.py": KERAS + "a = [1]\n" + _lines(n, "a = a + a") + SEARCH},
    ),
    "lists extended": (
        12,
        lambda n: {"main.py": KERAS + "a = [1]\n" + _lines(n, "a.extend(a)") + SEARCH},
    ),
    "dictionaries merged": (
        12,
        lambda n: {
            "main.py": KERAS + "a = {'k': 1}\n" + _lines(n, "a = {**a, **a, '#': 1}") + SEARCH
        },
    ),
    "lambdas called": (10, _around_a_search("a = (lambda q: q + q)(a)")),
    "functions that call two": (6, _branching_calls),
    "appended": (
        200,
        lambda n: {"main.py": KERAS + "a = []\n" + _lines(n, "a.append(#)") + SEARCH},
    ),
    "entries put": (
        200,
        lambda n: {"main.py": KERAS + "a = {}\n" + _lines(n, "a['#'] = #") + SEARCH},
    ),
    "attributes set": (200, _around_a_search("args.a# = #")),
    "a long list": (2_000, lambda n: {"main.py": KERAS + f"a = [{'1.5, ' * n}]\n" + SEARCH}),
    "a long dictionary": (
        1_000,
        lambda n: {"main.py": KERAS + "a = {" + _lines(n, "'#': #,") + "}\n" + SEARCH},
    ),
    "many keywords": (
        500,
        lambda n: {"main.py": KERAS + "f(" + _lines(n, "a#=#,") + ")\n" + SEARCH},
    ),
    "branches": (100, _around_a_search("if a#:\n    b = #")),
    "branches of one name": (100, _around_a_search("if a:\n    b = #\nelse:\n    b = c")),
    "long branches": (100, _elifs),
    "one long branch": (95, _one_elif),
    "early returns": (200, _early_returns),
    "entries put in branches": (100, _put_in_branches),
    "loops": (100, _around_a_search("for a# in b:\n    c = a# + c")),
    "attempts": (100, _around_a_search("try:\n    a = f(#)\nexcept ValueError:\n    a = None")),
    "assignments": (400, _around_a_search("a = #")),
    "names": (400, _around_a_search("a# = b")),
    "functions": (100, _repeated("def f#(x, y=#):\n    return x + y")),
    "functions called": (50, _call_chain),
    "functions that call all": (20, _calling_all),
    "methods": (50, _methods),
    "methods in a chain": (30, _chained),
    "classes": (100, _repeated("class C#(Base):\n    a = #")),
    "diamonds": (50, _diamonds),
    "comprehensions": (100, _around_a_search("a = [b for b in a if b > #]")),
    "comprehensions of many loops": (8, _many_fors),
    "comprehensions in each other": (8, _nested_comprehensions),
    "prints": (400, _around_a_search("print(a, #)")),
    # texts
    "an open string": (2_000, lambda n: {"main.py": 'import optuna\nx = """' + '\\"' * n}),
    "open strings": (2_000, lambda n: {"main.py": "import optuna\n" + "x = '\n" * n}),
    "quotes": (2_000, lambda n: {"main.py": "import optuna\n" + "\"'" * n}),
    "triple quotes": (2_000, lambda n: {"main.py": "import optuna\nx = " + '"""\\' * n}),
    "open brackets": (2_000, lambda n: {"main.py": "import optuna\n" + "(" * n}),
    "spaces": (20_000, lambda n: {"main.py": KERAS + "x = 1" + " " * n + "\n" + SEARCH}),
    "spaces in cells": (
        20_000,
        lambda n: _notebook([KERAS + SEARCH, " " * n + "x", "x" + " " * n + "y"]),
    ),
    "questions": (
        5_000,
        lambda n: _notebook([KERAS + SEARCH, "x?" + " " * n + "y", "x" * n + "!"]),
    ),
    "backslashes": (
        2_000,
        lambda n: {"main.py": "import optuna\n" + "\\" * n + "\n" + "x = \\\n" * n},
    ),
    "imports": (300, lambda n: {"main.py": _lines(n, "import a#, b# as c#") + KERAS + SEARCH}),
    "words that import": (
        3_000,
        lambda n: {"main.py": "import optuna\nx = '''" + "import " * n + "'''\n"},
    ),
    "froms": (3_000, lambda n: {"main.py": "import optuna\nx = '''" + "from a " * n + "'''\n"}),
    "continued imports": (
        1_000,
        lambda n: {"main.py": "import optuna\nimport " + "a, \\\n" * n + "b\n"},
    ),
    "comments": (2_000, lambda n: {"main.py": KERAS + SEARCH + "# noqa: TUN101\n" * n}),
    "suppressions": (500, _around_a_search("x = #  # tunelint: ignore[TUN101]")),
    "no search": (
        2_000,
        lambda n: {"main.py": "import optuna\n" + _lines(n, "def f#(): return g(#)")},
    ),
    "training without a search": (
        100,
        lambda n: {"main.py": _lines(n, "m#.fit(x, y)\nfor i in y#: m#.fit(i)")},
    ),
    "functions that train": (
        100,
        lambda n: {"main.py": _lines(n, "def f#(): f%()\n".replace("%", "#")) + "m.fit(x)\n"},
    ),
    "broken cells": (50, _broken_cells),
    "cells of magics": (100, _magic_cells),
    "modules": (50, _imported),
    "a chain of modules": (50, _import_chain),
    # around the files
    "patterns with stars": (20, _gitignore),
    "many patterns": (500, _many_ignored),
}
"""By name: a size that takes a moment, and the files of a size."""
