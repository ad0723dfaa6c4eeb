"""Text that goes too deep is refused before a parser sees it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import ZERO_SEED, tunelint, write
from tunelint.files.depth import too_deep

MANY = 30_000

BOTTOMLESS = {
    "brackets": "(" * MANY + "1" + ")" * MANY,
    "dictionaries": "x = " + "{1: " * MANY + "1" + "}" * MANY,
    "not": "x = " + "not " * MANY + "y",
    "lambda": "x = " + "lambda: " * MANY + "y",
    "sum": "x = " + " + ".join(["y"] * MANY),
    "sum over lines": "x = (" + " +\n".join(["y"] * MANY) + ")",
    "sum over backslashes": "x = " + " + \\\n".join(["y"] * MANY),
    "sum of calls": "x = " + " + ".join(["f(y, z)"] * MANY),
    "attributes": "x" + ".y" * MANY,
    "calls": "x" + "()" * MANY,
    "choices": "x = " + "a if b else " * MANY + "c",
    "branches": "if x:\n    pass\n" + "elif x:\n    pass\n" * MANY,
    "pieces of a string": "x = (\n" + "    'a piece'  # and more\n" * MANY + ")",
    "pieces of a string in a line": "x = " + "'a' b\"c\" " * MANY,
}

SHALLOW = {
    "a long list of numbers": "x = [" + "-1.5, " * MANY + "]",
    "a long dictionary": "x = {" + "'a.b': -1.5,\n" * MANY + "}",
    "many statements": "x = a.b(1)[2] + c\n" * MANY,
    "a long string": "x = '" + "((((" * MANY + "'",
    "a long list of strings": "x = [" + "'a', f'b', " * MANY + "]",
    "many strings": "'a'\n" * MANY,
    "a long text": "'''" + "((((\n" * MANY + "'''",
    "a long comment": "# " + "(" * MANY,
    "many branches in all": "if x:\n    pass\nelif y:\n    pass\n" * MANY,
    "many calls in one call": "f(" + "g(x, y.z), " * MANY + ")",
    "many branches in turn": "if x:\n    pass\nelse:\n    pass\n" * MANY,
}


@pytest.mark.parametrize("kind", BOTTOMLESS)
def test_it_is_refused(kind: str) -> None:
    assert too_deep(BOTTOMLESS[kind] + "\n") is not None


@pytest.mark.parametrize("kind", SHALLOW)
def test_long_is_not_deep(kind: str) -> None:
    assert too_deep(SHALLOW[kind] + "\n") is None


DEEP = {
    "brackets": "x = " + "(" * 150 + "1" + ")" * 150,
    "sum": "x = " + " + ".join(["y"] * 390),
    "attributes": "x" + ".y" * 390,
    "branches": "if x:\n    pass\n" + "elif x:\n    pass\n" * 390,
}


@pytest.mark.parametrize("kind", DEEP)
def test_what_is_merely_deep_is_read(kind: str, tmp_path: Path) -> None:
    write(tmp_path, {"a.py": f"{ZERO_SEED}\n{DEEP[kind]}\n"})

    run = tunelint(tmp_path, "check", "--output-format", "json")

    assert (run.status, run.codes) == (1, ["TUN102"])


@pytest.mark.parametrize("kind", BOTTOMLESS)
def test_it_costs_one_file(kind: str, tmp_path: Path) -> None:
    write(tmp_path, {"a.py": f"import hyperopt\n{BOTTOMLESS[kind]}\n", "b.py": "import os\n"})

    run = tunelint(tmp_path, "check", "--output-format", "json")

    assert run.status == 1
    assert [finding["code"] for finding in run.findings] == ["TUN901"]
