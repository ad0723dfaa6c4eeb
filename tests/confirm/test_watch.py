"""Hooks in a program: what is seen at a watched place, and that the program runs as before."""

from __future__ import annotations

import builtins
from typing import Any

import pytest

from tunelint.confirm.child.hooks import Hooks, Notes
from tunelint.confirm.child.instrument import HOOKS, Kind, Mark, NoSuchPlace, rewritten
from tunelint.lab.answers import Watched
from tunelint.lab.questions import ScriptSpan

FILE = "script.py"
Scope = dict[str, Any]


def site_of(program: str, text: str, number: int = 0) -> ScriptSpan:
    """Where `text` stands in the program, for the time that `number` counts from 0."""
    start = -1
    for _ in range(number + 1):
        start = program.index(text, start + 1)
    before, until = program[:start].split("\n"), program[: start + len(text)].split("\n")
    return ScriptSpan(FILE, len(before), len(before[-1]), len(until), len(until[-1]))


def run(program: str, hooks: Hooks, *marks: Mark) -> Scope:
    """Run the program with its hooks; what its names are worth at the end, ``error`` among them."""
    scope: Scope = {"__name__": "__main__", HOOKS: hooks, "__builtins__": builtins}
    try:
        exec(compile(rewritten(program, FILE, marks), FILE, "exec"), scope)
    except Exception as error:
        scope["error"] = error
    return scope


def watched(program: str, text: str, number: int = 0) -> tuple[Watched, Scope]:
    """What is seen at the place where `text` stands, and the names of the program."""
    span = site_of(program, text, number)
    notes = Notes(span)
    scope = run(program, Hooks(notes={0: notes}), Mark(0, Kind.WATCHED, span))
    return notes.as_watched(), scope


def test_a_call_tells_its_value() -> None:
    call = "max(3, *[4, 5], key=abs)"
    seen, scope = watched(f"a = [max(1, 2), {call}]\n", call)

    assert (seen.reached, seen.ended, seen.values, seen.raised) == (1, 1, (5,), "")
    assert scope["a"] == [2, 5]


def test_a_call_tells_its_exception_with_its_classes() -> None:
    seen, scope = watched("a = int(\n    'x',\n)\n", "int(\n    'x',\n)")

    assert (seen.reached, seen.ended, seen.values) == (1, 0, ())
    assert seen.raised.startswith("ValueError: invalid literal")
    assert seen.kinds[:2] == ("ValueError", "Exception")
    assert isinstance(scope["error"], ValueError)


def test_what_an_argument_raises_is_not_raised_by_the_call() -> None:
    seen, scope = watched("a = max(int('x'), 2)\n", "max(int('x'), 2)")

    assert (seen.reached, seen.ended, seen.raised) == (1, 0, "")
    assert seen.unmade.startswith("ValueError: invalid literal")
    assert isinstance(scope["error"], ValueError)


def test_every_keyword_that_a_call_does_not_take_is_told() -> None:
    seen, _ = watched("def f(a, b=1): pass\nf(a=1, c=2, d=3)\n", "f(a=1, c=2, d=3)")

    assert seen.kinds[0] == "TypeError"
    assert seen.refused == ("c", "d")


def test_a_function_that_is_not_there_is_the_call_s_own_exception() -> None:
    seen, _ = watched("import math\na = math.gone(\n  1)\n", "math.gone(\n  1)")

    assert (seen.reached, seen.ended, seen.kinds[0]) == (1, 0, "AttributeError")


def test_an_exception_that_others_swallow_is_seen() -> None:
    program = """\
def objective(x):
    return {"a": 1}[x]
for x in "ab":
    try:
        objective(x)
    except KeyError:
        pass
"""
    seen, scope = watched(program, '{"a": 1}[x]')

    assert (seen.reached, seen.ended, seen.values) == (2, 1, (1,))
    assert seen.raised == "KeyError: 'b'"
    assert "error" not in scope


def test_an_expression_that_is_not_evaluated_is_not_reached() -> None:
    seen, _ = watched("a = True or {}['b']\n", "{}['b']")

    assert (seen.reached, seen.ended) == (0, 0)


def test_another_exception_of_the_same_line_is_not_its_own() -> None:
    seen, scope = watched("a = {1: 2}[1] + {}[0]\n", "{1: 2}[1]")

    assert (seen.values, seen.raised) == ((2,), "")
    assert isinstance(scope["error"], KeyError)


def test_a_lambda_is_seen_where_it_is_called() -> None:
    program = "look = lambda name: {}[name]\ntry:\n    look('b')\nexcept KeyError:\n    pass\n"
    seen, _ = watched(program, "{}[name]")

    assert (seen.reached, seen.raised) == (1, "KeyError: 'b'")


def test_a_statement_tells_its_exception_and_its_warnings() -> None:
    program = "import warnings\nimport not_there_at_all\n"
    seen, _ = watched(program, "import not_there_at_all")
    warning = "warnings.warn('old', FutureWarning)"
    warned, _ = watched(f"import warnings\n{warning}\n", warning)

    assert seen.kinds[:2] == ("ModuleNotFoundError", "ImportError")
    assert warned.warnings == ("FutureWarning: old",)


def test_a_name_of_an_import_means_its_statement() -> None:
    seen, _ = watched("from math import pi, not_there\n", "not_there")

    assert seen.kinds[0] == "ImportError"


@pytest.mark.parametrize("text", ["dict(n=1)['n']", "int('1')"])
@pytest.mark.parametrize(
    "program",
    [
        'a = f"{@:03d}"\n',
        "a = f'''of\n  {@!r:>{3}} é\n'''\n",
        "é = 'ü'; a = ((@))\n",
        "a = (b := @) + b\n",
        "def f():\n    return @\na = f()\n",
        "def f():\n    while True:\n        if @: break\n    return 1\na = f()\n",
        "def f():\n    for _ in range(3):\n        c = @; continue\n    return c\na = f()\n",
        "def f():\n    yield @\na = list(f())\n",
        "def f():\n    with memoryview(b''): return @\na = f()\n",
        "a = [@ + k for k in range(2)]\n",
        "a = {k: @ for k in range(2)}\n",
        "class A:\n    one = 1\n    two = @ + one\na = A.two\n",
        "def told(n):\n    return lambda f: n\n@told(@)\ndef a(): pass\n".replace("@told", "§told"),
        "def f(n=@):\n    return n\na = f()\n",
        "if __name__ == '__main__':\n    a = @\n",
        "if False:\n    pass\nelif @:\n    a = 1\n",
        "a: int = @\n",
        "a = dict(b=@)\n",
        "def f(k):\n    global a\n    a = k, @\nf(3)\n",
        "match 1:\n    case 1 if @:\n        a = 1\n",
        "try:\n    a = @\nfinally:\n    c = 2\n",
        "a = [0]\na[@ - 1] += @@\n".replace("@@", "1"),
        "import asyncio\nasync def f():\n    return @\na = asyncio.run(f())\n",
    ],
)
def test_the_program_runs_as_before(program: str, text: str) -> None:
    program = program.replace("@", text).replace("§", "@")
    plain: Scope = {"__name__": "__main__"}
    exec(program, plain)

    seen, scope = watched(program, text)

    assert "error" not in scope
    assert repr(scope["a"]).split(" at ")[0] == repr(plain["a"]).split(" at ")[0]
    assert set(seen.values) == {1}
    assert seen.reached == seen.ended == len(seen.values)


def test_of_neighbouring_searches_the_right_one_is_taken_over() -> None:
    program = """\
search = lambda n: 0 if n == 1 else n
a = search(1) or search(2); b = search(search(3))
"""
    taken: list[int] = []

    def of(number: int) -> Any:
        return lambda function, args, kwargs: taken.append(number) or function(*args, **kwargs)

    texts = ["search(2)", "search(1)", "search(search(3))"]
    marks = [Mark(n, Kind.CALL, site_of(program, text)) for n, text in enumerate(texts)]
    scope = run(program, Hooks(calls={n: of(n) for n in range(3)}), *marks)

    assert (scope["a"], scope["b"]) == (2, 3)
    assert taken == [1, 0, 2]


def test_a_call_can_be_taken_over_and_watched() -> None:
    program = "a = str(max(1, 2))\n"
    span = site_of(program, "max(1, 2)")
    notes, values = Notes(span), []
    hooks = Hooks(
        calls={0: lambda function, args, kwargs: function(*args, **kwargs) + 40},
        notes={1: notes},
        listeners={2: values.append},
    )

    marks = [Mark(0, Kind.CALL, span), Mark(1, Kind.WATCHED, span), Mark(2, Kind.VALUE, span)]
    scope = run(program, hooks, *reversed(marks))

    assert (scope["a"], notes.values, values) == ("42", [42], [42])


def test_an_argument_means_its_value() -> None:
    for argument in ("alpha=best['a']", "**{'alpha': 2}", "*[2]"):
        program = f"best = {{'a': 2}}\ndef f(alpha): return alpha\na = f({argument})\n"
        seen, scope = watched(program, argument)

        assert scope["a"] == 2
        assert seen.values in ((2,), ("{'alpha': 2}",), ("[2]",))


@pytest.mark.parametrize("kind", [Kind.CALL, Kind.WATCHED, Kind.LOOP])
def test_what_stands_nowhere_is_said(kind: Kind) -> None:
    with pytest.raises(NoSuchPlace, match=r"script\.py:1"):
        rewritten("a = max(1, 2)\n", FILE, [Mark(0, kind, ScriptSpan(FILE, 1, 5, 1, 9))])


def test_a_watched_place_that_was_left_is_told_of_each_time() -> None:
    program = "def f(x):\n    return x or {}[0]\nf(1)\ntry: f(0)\nexcept KeyError: pass\n"
    span = site_of(program, "{}[0]")
    left: list[int] = []
    hooks = Hooks(notes={0: Notes(span)}, left=lambda notes: left.append(notes.reached))

    run(program, hooks, Mark(0, Kind.WATCHED, span))

    assert left == [1]


def test_lines_stay() -> None:
    program = "\n\nb = 0\na = (\n    1 /\n    b\n)\n"
    _, scope = watched(program, "1 /\n    b")

    lines = [step.tb_lineno for step in _steps(scope["error"])]
    assert lines[-1] == 5


def _steps(error: BaseException) -> list[Any]:
    found, step = [], error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == FILE:
            found.append(step)
        step = step.tb_next
    return found
