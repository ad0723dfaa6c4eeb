"""What expressions are worth, through names, arithmetic, calls, branches and modules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.interpreter.probing import UNKNOWN, probed

WORTH: dict[str, tuple[str | dict[str, str], list[Any]]] = {
    "literal": ("probe(3)", [3]),
    "negative": ("probe(-0.5)", [-0.5]),
    "name": ("a = 3\nb = a\nprobe(b)", [3]),
    "arithmetic": ("n = 4\nprobe(2 * n + 1)", [9]),
    "power stays small": ("probe(10 ** 10 ** 10)", [UNKNOWN]),
    "rebound": ("a = 1\na = 2\nprobe(a)", [2]),
    "string": ("probe('val' + '_' 'loss')", ["val_loss"]),
    "f-string of constants": ("n = 3\nprobe(f'run_{n:02d}')", ["run_03"]),
    "f-string of the unknown": ("probe(f'run_{n}')", [UNKNOWN]),
    "format": ("probe('{}/{x}'.format('a', x=1))", ["a/1"]),
    "path": ("from pathlib import Path\nprobe(Path('a') / 'b')", ["a/b"]),
    "os.path.join": ("import os.path as p\nprobe(p.join('a', 'b'))", ["a/b"]),
    "name of a function": ("def f():\n    pass\nprobe(f.__name__)", ["f"]),
    "name of a library's class": (
        "from sklearn.svm import SVC as S\nprobe(S.__name__, type(S()).__name__)",
        ["SVC", "SVC"],
    ),
    "name of an object's class": (
        "class A:\n    pass\na = A()\nprobe(a.__class__.__name__, type(a).__name__)",
        ["A", "A"],
    ),
    "name of what is not known": ("probe(f.__name__, type(f).__name__)", [UNKNOWN, UNKNOWN]),
    "member": ("probe(2 in (1, 2), 'c' not in ['a', 'b'], 3 in {1, 2})", [True, True, False]),
    "member of what is not known": ("probe(2 in (1, n), n in (1, 2))", [UNKNOWN, UNKNOWN]),
    "logarithm": ("import numpy as np\nprobe(np.log(1.0))", [0.0]),
    "list": ("probe([1, 'a', None])", [(1, "a", None)]),
    "item": ("probe([1, 2, 3][-1])", [3]),
    "items that are gone through and kept": (
        "a = (1, 2)\nprobe([x for x in a], tuple(x for x in a), [x for x in range(2)][1])",
        [(1, 2), (1, 2), 1],
    ),
    "a kept list is a list of its own": (
        "a = [1, 2]\nb = [x for x in a]\nb.append(3)\nprobe(a, b, len(b))",
        [(1, 2), (1, 2, 3), 3],
    ),
    "a generator of a list that grows": (
        "a = [1, 2]\nb = (x for x in a)\na.append(3)\nprobe(tuple(b))",
        [UNKNOWN],
    ),
    "items that are handed on": (
        "def f(*args):\n    probe(*tuple(one for one in args), *[one for one in args])\nf(1, 2)",
        [1, 2, 1, 2],
    ),
    "dictionary": ("d = {'a': 1}\nprobe(d['a'])", [1]),
    "dict call": ("d = dict(a=1)\nprobe(d['a'])", [1]),
    "changed dictionary": (
        "d = {'a': 1}\nd['a'] = 2\nd.update(b=3)\nprobe(d['a'], d['b'])",
        [2, 3],
    ),
    "perhaps changed": ("d = {'a': 1}\nif x:\n    d['a'] = 2\nprobe(d['a'])", [{1, 2}]),
    "get with default": ("d = {'a': 1}\nprobe(d.get('b', 7))", [7]),
    "unpacking": ("a, (b, c) = 1, (2, 3)\nprobe(a, b, c)", [1, 2, 3]),
    "appended": ("l = []\nl.append(3)\nprobe(l[0])", [3]),
    "branch": ("if x:\n    a = 1\nelse:\n    a = 2\nprobe(a)", [{1, 2}]),
    "branch that ends": ("a = 1\nif x:\n    a = 2\n    raise E\nprobe(a)", [1]),
    "conditional expression": ("probe(1 if x else 2)", [{1, 2}]),
    "decided by a constant": ("QUICK = True\nprobe(1 if QUICK else 50)", [1]),
    "loop carries": ("a = 1\nfor i in x:\n    probe(a)\n    a += 1", [UNKNOWN]),
    "loop over values": ("for i in (1, 2):\n    probe(i)", [{1, 2}]),
    "range": ("for i in range(2):\n    probe(i)", [{0, 1}]),
    "zip": ("for a, b in zip([1], [2]):\n    probe(a, b)", [1, 2]),
    "items": ("for k, v in {'a': 1}.items():\n    probe(k, v)", ["a", 1]),
    "after a loop": ("a = 1\nfor i in x:\n    a = 2\nprobe(a)", [{1, 2}]),
    "try": ("try:\n    a = f()\nexcept E:\n    a = 2\nprobe(a)", [UNKNOWN]),
    "after a counted while loop": (
        "left = 3\nwhile left > 0:\n    left -= 1\nprobe(5, left)",
        [5, UNKNOWN],
    ),
    "after a while loop that only a break leaves": (
        "while True:\n    n = 4\n    if x:\n        break\nprobe(n)",
        [4],
    ),
    "what continue skips": (
        "n = 1\nfor i in x:\n    n = 2\n    if y:\n        continue\n    n = 3\nprobe(n)",
        [{1, 2, 3}],
    ),
    "what break skips": (
        "n = 1\nfor i in x:\n    n = 2\n    if y:\n        break\n    n = 1\nprobe(n)",
        [{1, 2}],
    ),
    "else of a loop": ("for i in x:\n    n = 1\n    break\nelse:\n    n = 2\nprobe(n)", [{1, 2}]),
    "middle of a try": (
        "n = 1\ntry:\n    f()\n    n = 2\n    f()\n    n = 3\nexcept E:\n    probe(n)\nprobe(n)",
        [{1, 2}, {1, 2, 3}],
    ),
    "what is computed before an exception": (
        "n = 1\ntry:\n    n = f(2)\nfinally:\n    m = 1\nprobe(m)",
        [1],
    ),
    "a list that a try fills": (
        "l = [1]\ntry:\n    l.append(2)\n    f()\n    l.append(3)\nexcept E:\n    probe(len(l), l[0])",
        [UNKNOWN, 1],
    ),
    "set in a loop under a name that is not known": (
        "class A:\n    n = 1\na = A()\nfor k, v in x:\n    setattr(a, k, v)\nprobe(a.n)",
        [UNKNOWN],
    ),
    "set in a loop under known names": (
        "class A:\n    n = 1\na = A()\nfor k in ('n', 'm'):\n    setattr(a, k, 2)\nprobe(a.n)",
        [{1, 2}],
    ),
    "changed through another name": ("a = [1]\nb = a\nb[0] = 2\nprobe(a[0])", [2]),
    "perhaps changed through another name": (
        "a = {'n': 1}\nb = a if x else {'n': 3}\nb['n'] = 2\nprobe(a['n'])",
        [{1, 2}],
    ),
    "changed by a function": (
        "def f(d):\n    d['n'] = 2\nd = {'n': 1}\nif x:\n    f(d)\nprobe(d['n'])",
        [{1, 2}],
    ),
    "default that is a list": (
        "def f(l=[]):\n    probe(len(l))\n    l.append(1)\nf()\nf()",
        [0, 1],
    ),
    "closure that is called later": (
        "n = 1\ndef f():\n    return n\nn = 2\nprobe(f())\nn = 3\nprobe(f())",
        [2, 3],
    ),
    "changed while a generator waits": (
        "n = 1\ndef f():\n    yield\n    probe(n)\nfor _ in f():\n    n = 2",
        [{1, 2}],
    ),
    "match": (
        "n = 0\nmatch x:\n    case {'n': m}:\n        n = 1\n    case [m, *_]:\n        n = 2\nprobe(n)",
        [{0, 1, 2}],
    ),
    "what an exception of a with leaves": (
        "import contextlib\nn = 1\nwith contextlib.suppress(E):\n    n = f()\n    n = 2\nprobe(n)",
        [{1, 2}],
    ),
    "and, or": ("n = 0\nx and (n := 1)\nprobe(n)", [{0, 1}]),
    "shuffled": ("import random\nl = [1, 2]\nrandom.shuffle(l)\nprobe(l[0])", [UNKNOWN]),
    "changed by a method of its type": ("l = [1]\nlist.append(l, 2)\nprobe(l[1])", [2]),
    "bound through globals": ("n = 1\nglobals()['n'] = 2\nprobe(n)", [{1, 2}]),
    "bound by exec": ("n = 1\nexec(text)\nprobe(n)", [UNKNOWN]),
    "finished by a dataclass itself": (
        "from dataclasses import dataclass\n@dataclass\nclass A:\n    n: int = 3\n"
        "    def __post_init__(self):\n        self.n += 1\nprobe(A(4).n)",
        [5],
    ),
    "after a function that always raises": (
        "n = 1\ndef f():\n    raise E\nif x:\n    n = 2\n    f()\n    probe(n)\nprobe(n)",
        [1],
    ),
    "after a function that raises in the end": (
        "n = 1\ndef f():\n    g()\n    raise E\ndef h():\n    return f()\n"
        "if x:\n    n = 2\n    m = h()\nprobe(n)",
        [1],
    ),
    "what a function leaves that always raises": (
        "n = 1\ndef f():\n    global n\n    n = 2\n    raise E\n"
        "try:\n    f()\nexcept E:\n    probe(n)\nprobe(n)",
        [{1, 2}, {1, 2}],
    ),
    "after a function that raises for these arguments": (
        "def f(kind):\n    if kind == 'a':\n        return 1\n    raise E\n"
        "n = 1\nif x:\n    n = 2\n    f('b')\nelse:\n    f('a')\nprobe(n)",
        [1],
    ),
    "after a function that others override": (
        "class A:\n    def f(self):\n        raise E\n    def g(self):\n        self.f()\n"
        "        probe(1)",
        [1],
    ),
    "after a function that is not there yet": (
        "def f():\n    raise NotImplementedError\nf()\nprobe(1)",
        [1],
    ),
    "after a function whose exceptions are swallowed": (
        "@swallowing\ndef f():\n    raise E\nf()\nprobe(1)",
        [1],
    ),
    "after an assertion that never holds": (
        "n = 1\nif x:\n    n = 2\n    assert False\nprobe(n)",
        [1],
    ),
    "set by an ancestor": (
        "class A:\n    n = 1\n    def __init_subclass__(cls, m=2, **rest):\n"
        "        super().__init_subclass__(**rest)\n        cls.n = m\n"
        "class B(A):\n    pass\nclass C(B, m=3):\n    pass\nprobe(A.n, B.n, C.n, C().n)",
        [1, 2, 3, 3],
    ),
    "told of itself alone": (
        "class A:\n    n = 1\n    def __init_subclass__(cls):\n        A.n = 2\nprobe(A.n)",
        [1],
    ),
    "set by a metaclass": (
        "class M(type):\n    def __init__(cls, *rest):\n        cls.n = 2\n"
        "class A(metaclass=M):\n    n = 1\nclass B(A):\n    m = 1\nprobe(A.n, B.n, B.m)",
        [UNKNOWN, UNKNOWN, UNKNOWN],
    ),
    "a metaclass that sets nothing": (
        "class M(type):\n    def f(cls):\n        return 2\n"
        "class A(metaclass=M):\n    n = 1\nprobe(A.n, A().n)",
        [1, 1],
    ),
    "an object that its metaclass makes": (
        "class M(type):\n    def __call__(cls):\n        made = super().__call__()\n"
        "        made.n = 2\n        return made\n"
        "class A(metaclass=M):\n    n = 1\na = A()\nb = A()\nb.n = 3\nprobe(a.n)",
        [UNKNOWN],
    ),
    "an object that is there already": (
        "class A:\n    n = 1\n    one = None\n    def __new__(cls):\n        if cls.one is None:\n"
        "            cls.one = super().__new__(cls)\n        return cls.one\n"
        "a = A()\nA().n = 2\nprobe(a.n)",
        [UNKNOWN],
    ),
    "one of several implementations": (
        "from functools import singledispatch\nn = 1\n@singledispatch\ndef f(x):\n    return 1\n"
        "@f.register(int)\ndef _(x):\n    global n\n    n = 2\n    return 2\nprobe(f(1), n)",
        [UNKNOWN, {1, 2}],
    ),
    "one of several methods": (
        "import functools\nclass A:\n    @functools.singledispatchmethod\n    def f(self, x):\n"
        "        return 1\n    @f.register\n    def _(self, x: int):\n        self.n = 2\n"
        "a = A()\na.n = 1\na.f(3)\nprobe(a.n)",
        [{1, 2}],
    ),
    "set through its dictionary": (
        "class A:\n    def __init__(self):\n        self.n = 1\n    def f(self, **k):\n"
        "        self.__dict__ |= k\na = A()\nprobe(a.n)\na.f(n=2)\nprobe(a.n)",
        [1, UNKNOWN],
    ),
    "set through its dictionary, which has a name": (
        "class A:\n    n = 1\na = A()\nd = vars(a)\nd |= x\nprobe(a.n)\n"
        "b = A()\ndel b.__dict__['n']\nprobe(b.n)\nc = A()\nc.__dict__ = x\nprobe(c.n)",
        [UNKNOWN, UNKNOWN, UNKNOWN],
    ),
    "set in its dictionary by a function": (
        "import operator\nclass A:\n    n = 1\na = A()\n"
        "operator.setitem(a.__dict__, 'n', 2)\nprobe(a.n)",
        [UNKNOWN],
    ),
    "set by its special method": (
        "l = [1]\nl.__setitem__(0, 2)\nd = {'n': 1}\nput = d.__setitem__\nput('n', 2)\n"
        "f = lambda n: d.__setitem__('m', n)\nf(3)\nprobe(l[0], d['n'], d['m'])",
        [2, 2, 3],
    ),
    "deleted by its special method": (
        "d = {'n': 1}\nd.__delitem__('n')\nprobe(d.get('n', 2))",
        [2],
    ),
    "changed by its special method": (
        "l = [1]\nl.__iadd__([2])\nd = {'n': 1}\nd.__ior__(x)\nprobe(len(l), d['n'])",
        [UNKNOWN, UNKNOWN],
    ),
    "set by the special method of its type": (
        "d = {'n': 1}\ndict.__setitem__(d, 'n', 2)\nprobe(d['n'])",
        [2],
    ),
    "an attribute that is set by its special method": (
        "class A:\n    n = 1\na = A()\na.__setattr__('n', 2)\nprobe(a.n)\n"
        "object.__setattr__(a, 'n', 3)\nprobe(a.n)",
        [2, 3],
    ),
    "changed by a method that is handed over": (
        "l = [1]\nlist(map(l.append, x))\nd = {'n': 1}\nrun(d.__setitem__)\nprobe(len(l), d['n'])",
        [UNKNOWN, UNKNOWN],
    ),
    "changed by a thread": (
        "import threading\nl = [1]\ndef f(l, *, n):\n    l[0] = n\n"
        "t = threading.Thread(target=f, args=(l,), kwargs={'n': 2})\nl[0] = 3\n"
        "t.start()\nt.join()\nprobe(l[0])",
        [UNKNOWN],
    ),
    "changed by a timer": (
        "from threading import Timer\nn = 1\ndef f(m):\n    global n\n    n = m\n"
        "Timer(0, f, [2]).start()\nprobe(n)",
        [{1, 2}],
    ),
    "changed by an executor": (
        "from concurrent.futures import ThreadPoolExecutor\nd = {'n': 1}\n"
        "def f(d, n):\n    d['n'] = n\nwith ThreadPoolExecutor() as pool:\n"
        "    pool.submit(f, d, n=2)\nprobe(d['n'])",
        [{1, 2}],
    ),
    "a property that is remembered": (
        "from functools import cached_property\nclass A:\n    n = 1\n    @cached_property\n"
        "    def m(self):\n        return self.n\na = A()\nprobe(a.m)\na.n = 2\nprobe(a.m)\n"
        "del a.m\nprobe(a.m)\na.m = 3\nprobe(a.m)",
        [1, 1, 2, 3],
    ),
    "a property that is perhaps remembered": (
        "from functools import cached_property\nclass A:\n    n = 1\n    @cached_property\n"
        "    def m(self):\n        return self.n\na = A()\nif x:\n    a.m\na.n = 2\nprobe(a.m)",
        [{1, 2}],
    ),
    "what special methods give": (
        "class A:\n    def __init__(self, n):\n        self.kept = {'n': n}\n"
        "    def __getitem__(self, key):\n        return self.kept[key]\n"
        "    def __setitem__(self, key, value):\n        self.kept[key] = value\n"
        "    def __getattr__(self, name):\n        return self.kept[name]\n"
        "a = A(1)\nprobe(a['n'], a.n)\na['n'] = 2\nprobe(a['n'], a.n)",
        [1, 1, 2, 2],
    ),
    "read by the object itself": (
        "class A:\n    n = 1\n    def __getattribute__(self, name):\n        return 2\n"
        "probe(A().n)",
        [{1, 2}],
    ),
    "set by the special method under names that are not known": (
        "class A:\n    n = 1\n    def fill(self, kw):\n        for k, v in kw.items():\n"
        "            super().__setattr__(k, v)\na = A()\na.fill(x)\nprobe(a.n)",
        [UNKNOWN],
    ),
    "deleted by the special method of an ancestor": (
        "class A:\n    n = 7\n    def clear(self):\n        super().__delattr__('n')\n"
        "a = A()\na.n = 1\na.clear()\nprobe(a.n)",
        [7],
    ),
    "deleted by the object itself": (
        "class A:\n    n = 7\n    def __delattr__(self, name):\n        pass\n"
        "a = A()\na.n = 1\ndel a.n\nprobe(a.n)",
        [UNKNOWN],
    ),
    "set by the object itself": (
        "class A:\n    def __setattr__(self, name, value):\n"
        "        super().__setattr__(name, value + 1)\na = A()\na.n = 1\nprobe(a.n)",
        [UNKNOWN],
    ),
    "set in the module by its name": (
        "import sys\nn = 1\nclass A:\n    m = 1\nsys.modules[__name__].A.m = 2\n"
        "sys.modules['__main__'].n = 3\nsetattr(sys.modules[__name__], 'k', 4)\nprobe(A.m, n, k)",
        [2, 3, 4],
    ),
    "set in the main module": (
        "n = 1\ndef f():\n    import __main__\n    __main__.n = 2\nf()\nprobe(n)\n"
        "from __main__ import n as m\nprobe(m)",
        [2, 2],
    ),
    "set in a module that is imported by its name": (
        {
            "train.py": "import importlib\nimport a\nimportlib.import_module('a').N = 2\nprobe(a.N)",
            "a.py": "N = 1",
        },
        [2],
    ),
    "a module that nothing of the project imports": (
        "import sys\nprobe(sys.modules['numpy'].pi, sys.modules[x].n)",
        [UNKNOWN, UNKNOWN],
    ),
    "a list that holds itself": (
        "l = [1]\nl.append(l)\nprobe(n in l, l == l, l[0])",
        [UNKNOWN, UNKNOWN, 1],
    ),
    "function": ("def f(a, b=2):\n    return a + b\nprobe(f(1))", [3]),
    "keywords": ("def f(*, a):\n    return a\nprobe(f(a=4))", [4]),
    "rest": ("def f(**k):\n    return g(**k)\ndef g(a):\n    return a\nprobe(f(a=4))", [4]),
    "positional rest": ("def f(*a):\n    probe(a[1])\nf(1, 2)", [2]),
    "arm that the argument selects": (
        "def f(kind):\n    if kind == 'a':\n        return 1\n    elif kind == 'b':\n        return 2\n    return 3\n"
        "probe(f('a'), f('b'), f('c'))",
        [1, 2, 3],
    ),
    "arm that a module's constant selects": (
        "KIND = 'a'\ndef f():\n    if KIND == 'a':\n        return g()\n    return 2\nprobe(f())",
        [UNKNOWN],
    ),
    "default": ("def f(a=5):\n    probe(a)", [5]),
    "parameter without a caller": ("def f(a):\n    probe(a)", [UNKNOWN]),
    "every caller": ("def f(a):\n    probe(a)\nf(1)\nf(2)", [1, 2]),
    "closure": ("a = 3\ndef f():\n    return a\nprobe(f())", [3]),
    "global": ("a = 1\ndef f():\n    global a\n    a = 2\nf()\nprobe(a)", [2]),
    "lambda": ("f = lambda a: a * 2\nprobe(f(4))", [8]),
    "partial": (
        "from functools import partial\ndef f(a, b):\n    probe(a, b)\ng = partial(f, b=2)\ng(1)",
        [1, 2],
    ),
    "class": ("class A:\n    n = 3\n    def f(self):\n        return self.n\nprobe(A().f())", [3]),
    "attribute": (
        "class A:\n    def __init__(self, n):\n        self.n = n\n    def f(self):\n"
        "        probe(self.n)\nA(3).f()",
        [3],
    ),
    "super": (
        "class A:\n    def __init__(self, n):\n        self.n = n\nclass B(A):\n"
        "    def __init__(self):\n        super().__init__(7)\nprobe(B().n)",
        [7],
    ),
    "property": ("class A:\n    @property\n    def n(self):\n        return 3\nprobe(A().n)", [3]),
    "dataclass": (
        "from dataclasses import dataclass\n@dataclass\nclass A:\n    n: int = 3\n    m: int = 4\n"
        "a = A(m=5)\nprobe(a.n, a.m)",
        [3, 5],
    ),
    "set by hand": ("class A: pass\na = A()\nsetattr(a, 'n', 3)\nprobe(a.n)", [3]),
    "module of a folder without __init__.py": (
        {
            "train.py": "import pack.a\nimport pack.deep.b\nprobe(pack.a.N, pack.deep.b.M)",
            "pack/a.py": "N = 3",
            "pack/deep/b.py": "M = 4",
        },
        [3, 4],
    ),
    "option with a default": (
        "import argparse\np = argparse.ArgumentParser()\np.add_argument('-n', '--n-trials', default=5)\nprobe(p.parse_args().n_trials)",
        [5],
    ),
    "option under another name": (
        "import argparse\np = argparse.ArgumentParser()\np.add_argument('--lr', dest='rate', default=0.1)\nprobe(p.parse_args().rate)",
        [0.1],
    ),
    "known options": (
        "import argparse\np = argparse.ArgumentParser()\np.add_argument('--n', default=5)\na, _ = p.parse_known_args()\nprobe(a.n)",
        [5],
    ),
    "option with None as its default": (
        "import argparse\np = argparse.ArgumentParser()\np.add_argument('--seed', default=None)\nprobe(p.parse_args().seed)",
        [UNKNOWN],
    ),
    "option without a default": (
        "import argparse\np = argparse.ArgumentParser()\np.add_argument('--seed', type=int)\nprobe(p.parse_args().seed)",
        [UNKNOWN],
    ),
    "an option decides no branch": (
        "import argparse\np = argparse.ArgumentParser()\np.add_argument('--kind', default='a')\n"
        "def pick(kind):\n    if kind == 'a':\n        probe(1)\n    else:\n        probe(2)\n"
        "pick(p.parse_args().kind)",
        [1, 2],
    ),
    "command line": (
        "import sys\nN = 10\nif len(sys.argv) > 1:\n    N = int(sys.argv[1])\nprobe(N)",
        [10],
    ),
    "environment": ("import os\nN = 1\nif x:\n    N = int(os.environ['N'])\nprobe(N)", [UNKNOWN]),
    "recursion": ("def f(n):\n    return f(n - 1)\nprobe(f(3))", [UNKNOWN]),
    "main guard": ("if __name__ == '__main__':\n    probe(1)", [1]),
    "another module": (
        {"train.py": "from settings import N\nprobe(N)", "settings.py": "N = 3"},
        [3],
    ),
    "function of another module": (
        {
            "train.py": "import models as m\nprobe(m.f(2))",
            "models.py": "def f(n):\n    return n * K\nK = 4",
        },
        [8],
    ),
    "src layout": (
        {"train.py": "from pkg.settings import N\nprobe(N)", "src/pkg/settings.py": "N = 3"},
        [3],
    ),
    "package": (
        {
            "train.py": "from pkg import N\nprobe(N)",
            "pkg/__init__.py": "from .inner import N",
            "pkg/inner.py": "N = 3",
        },
        [3],
    ),
    "star from a module": (
        {"train.py": "from settings import *\nprobe(N)", "settings.py": "N = 3"},
        [3],
    ),
    "guard of another module": (
        {
            "train.py": "import other",
            "other.py": "if __name__ == '__main__':\n    probe(1)\nelse:\n    probe(2)",
        },
        [2],
    ),
}


@pytest.mark.parametrize(("text", "expected"), WORTH.values(), ids=WORTH)
def test_worth(text: str | dict[str, str], expected: list[Any], tmp_path: Path) -> None:
    assert probed(text, tmp_path) == expected


# What sets a name while Python calls a special method, and how the method is called.
SPECIAL = {
    "equal": ("__eq__(self, other)", "K() == 3"),
    "not equal": ("__eq__(self, other)", "K() != 3"),
    "reflected": ("__gt__(self, other)", "3 < K()"),
    "sum": ("__add__(self, other)", "K() + 3"),
    "in place": ("__iadd__(self, other)", "k = K()\nk += 3"),
    "negative": ("__neg__(self)", "-K()"),
    "text": ("__str__(self)", "str(K())"),
    "f-string": ("__format__(self, how)", "f'{K()}'"),
    "old format": ("__str__(self)", "'%s' % K()"),
    "format": ("__repr__(self)", "'{!r}'.format(K())"),
    "printed": ("__str__(self)", "print(1, K())"),
    "printed in a list": ("__repr__(self)", "print([K()])"),
    "list": ("__iter__(self)", "list(K())"),
    "loop": ("__iter__(self)", "for i in K():\n    pass"),
    "comprehension": ("__iter__(self)", "[i for i in K()]"),
    "unpacked": ("__iter__(self)", "a, b = K()"),
    "starred": ("__iter__(self)", "f(*K())"),
    "next": ("__next__(self)", "for i in iter(K()):\n    pass\nnext(K())"),
    "tested": ("__bool__(self)", "if K():\n    pass"),
    "tested by its length": ("__len__(self)", "while K():\n    break"),
    "negated": ("__bool__(self)", "m = not K()"),
    "and": ("__bool__(self)", "m = K() and x"),
    "asserted": ("__bool__(self)", "assert K()"),
    "filtered": ("__bool__(self)", "[i for i in x if K()]"),
    "guarded": ("__bool__(self)", "match x:\n    case y if K():\n        pass"),
    "length": ("__len__(self)", "len(K())"),
    "member": ("__contains__(self, one)", "3 in K()"),
    "member of a list": ("__eq__(self, other)", "3 in [K()]"),
    "order": ("__lt__(self, other)", "sorted([K(), K()])"),
    "order in place": ("__lt__(self, other)", "l = [K(), K()]\nl.sort()"),
}
EXACT = {
    "missing attribute": ("__getattr__(self, name)", "K().any"),
    "any attribute": ("__getattribute__(self, name)", "K().any"),
    "set attribute": ("__setattr__(self, name, value)", "K().any = 1"),
    "item": ("__getitem__(self, key)", "K()[0]"),
    "set item": ("__setitem__(self, key, value)", "K()[0] = 1"),
    "deleted item": ("__delitem__(self, key)", "del K()[0]"),
    "descriptor": ("__get__(self, one, cls)", "class A:\n    k = K()\nA().k"),
    "set descriptor": ("__set__(self, one, value)", "class A:\n    k = K()\nA().k = 1"),
    "named": ("__set_name__(self, cls, name)", "class A:\n    k = K()"),
}


def _with_special(method: str, use: str) -> str:
    body = "        global n\n        n = 2\n        return f()\n"
    return f"n = 1\nclass K:\n    def {method}:\n{body}{use}\nprobe(n)"


@pytest.mark.parametrize(("method", "use"), SPECIAL.values(), ids=SPECIAL)
def test_python_may_call_special_methods(method: str, use: str, tmp_path: Path) -> None:
    assert probed(_with_special(method, use), tmp_path) in ([{1, 2}], [UNKNOWN])


@pytest.mark.parametrize(("method", "use"), EXACT.values(), ids=EXACT)
def test_python_calls_special_methods(method: str, use: str, tmp_path: Path) -> None:
    assert probed(_with_special(method, use), tmp_path) == [2]


def test_special_methods_that_nothing_calls(tmp_path: Path) -> None:
    method = "__eq__(self, other)"
    assert probed(_with_special(method, "k = K()\nk is 3\nstr(k)"), tmp_path) == [1]
