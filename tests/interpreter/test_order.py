"""What happens before what: surely, perhaps or never."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.interpreter.probing import calls_of, traced
from tunelint.interpreter.order import exclusive, perhaps_before, surely_before

RETURNS = "".join(f"    if k == {number}:\n        return\n" for number in range(150))
ELIFS = "".join(f"elif k == {number}:\n    pass\n" for number in range(150))
SURELY = {
    "before very many branches": f"def f(k):\n    seed()\n{RETURNS}    search()\nf(x)",
    "after very many branches": f"def f(k):\n{RETURNS}    seed()\n    search()\nf(x)",
    "in sequence": "seed()\nsearch()",
    "before a branch": "seed()\nif x:\n    search()",
    "in the same arm": "if x:\n    seed()\n    search()",
    "in a function called before": "def f():\n    seed()\nf()\nsearch()",
    "at the module's head": "seed()\ndef main():\n    search()",
    "around a callback": "seed()\ndef objective(p):\n    search()\nfmin(objective)",
    "in an initialiser": (
        "class A:\n    def __init__(self):\n        seed()\n    def run(self):\n        search()\nA().run()"
    ),
    "in a loop that is entered": "for i in x:\n    seed()\nsearch()",
    "after a loop that is left by a break": (
        "while True:\n    seed()\n    if x:\n        break\nsearch()"
    ),
    "in a finally": "try:\n    f()\nfinally:\n    seed()\nsearch()",
}
PERHAPS = {
    "behind very many branches": f"def f(k):\n{RETURNS}    seed()\nf(x)\nsearch()",
    "in the last of very many branches": f"if x:\n    pass\n{ELIFS}else:\n    seed()\nsearch()",
    "in a branch": "if x:\n    seed()\nsearch()",
    "in a handler": "try:\n    f()\nexcept E:\n    seed()\nsearch()",
    "in the body of a try": "try:\n    f()\n    seed()\nexcept E:\n    pass\nsearch()",
    "after a continue": "for i in x:\n    if y:\n        continue\n    seed()\nsearch()",
    "in an earlier pass": "for i in x:\n    if i:\n        seed()\n    else:\n        search()",
    "in an earlier pass, for a name that passes set": (
        "a = 1\nfor i in x:\n    if a == 1:\n        seed()\n"
        "    if a == 0:\n        search()\n    a = 0"
    ),
    "where a list is filled meanwhile": (
        "l = load()\nif not l:\n    seed()\n    l.append(1)\nif l:\n    search()"
    ),
}
NEVER = {
    "after": "search()\nseed()",
    "in the other arm": "if x:\n    seed()\nelse:\n    search()",
    "after an arm that ends": "def f():\n    if x:\n        seed()\n        return\n    search()\nf()",
    "in another arm for the same value": (
        "kind = f()\nif kind == 'a':\n    seed()\nif kind == 'b':\n    search()"
    ),
    "in an arm that another literal of the caller decides for": (
        "def f(kind):\n    if kind == 'a':\n        seed()\n    elif kind == 'b':\n        search()\nf(x)"
    ),
    "in another function that nobody calls": "def f():\n    seed()\ndef g():\n    search()",
}


@pytest.mark.parametrize("text", SURELY.values(), ids=SURELY)
def test_surely_before(text: str, tmp_path: Path) -> None:
    trace = traced(text, tmp_path)
    assert surely_before(calls_of(trace, "seed")[0], calls_of(trace, "search")[0])


@pytest.mark.parametrize("text", PERHAPS.values(), ids=PERHAPS)
def test_perhaps_before(text: str, tmp_path: Path) -> None:
    trace = traced(text, tmp_path)
    seed, search = calls_of(trace, "seed")[0], calls_of(trace, "search")[0]
    assert perhaps_before(seed, search)
    assert not surely_before(seed, search)


@pytest.mark.parametrize("text", NEVER.values(), ids=NEVER)
def test_never_before(text: str, tmp_path: Path) -> None:
    trace = traced(text, tmp_path)
    assert not perhaps_before(calls_of(trace, "seed")[0], calls_of(trace, "search")[0])


def test_arms_of_one_decision_exclude_each_other(tmp_path: Path) -> None:
    trace = traced("if x:\n    seed()\nelif y:\n    search()", tmp_path)
    assert exclusive(calls_of(trace, "seed")[0], calls_of(trace, "search")[0])


def test_a_function_that_another_entry_calls_is_read_there_only(tmp_path: Path) -> None:
    trace = traced("def inner(n=1):\n    search()\ndef outer():\n    inner(2)", tmp_path)
    assert len(calls_of(trace, "search")) == 1
