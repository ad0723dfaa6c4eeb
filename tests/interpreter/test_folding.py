"""What is computed with constants, and what takes too long or gets too large to be."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

import pytest

from tunelint.interpreter import constant_folding as folding
from tunelint.interpreter.constant_folding import LONGEST, NotConstant

WIDE = 4_000_000_000


@pytest.mark.parametrize(
    "compute",
    [
        lambda: folding.call("builtins.pow", (10, 10**9)),
        lambda: folding.call("builtins.pow", (10**9, -(10**9))),
        lambda: folding.call("builtins.pow", (3, 10**9, 7)),
        lambda: folding.call("builtins.round", (5, -(10**9))),
        lambda: folding.call("builtins.round", (5.5, 10**9)),
        lambda: folding.call("builtins.int", ("9" * 5_000,)),
        lambda: folding.binary("**", 10, 10**9),
        lambda: folding.binary("*", "a", WIDE),
        lambda: folding.binary("%", "%2147483647d", 5),
        lambda: folding.binary("%", "%.2147483647f", 5.0),
        lambda: folding.binary("%", "%*d", WIDE),
        lambda: folding.binary("%", b"%99999999d", 5),
        lambda: folding.binary("+", "a" * LONGEST, "a"),
        lambda: folding.binary("+", b"a" * LONGEST, b"a"),
        lambda: folding.string_method(f"{{:>{WIDE}}}", "format", (1,), {}),
        lambda: folding.string_method("{:>{}}", "format", (1, WIDE), {}),
        lambda: folding.string_method("{:>{}9999999}", "format", (1, 1), {}),
        lambda: folding.string_method("{x:>{y}}", "format", (), {"x": 1, "y": WIDE}),
        lambda: folding.string_method("a" * LONGEST, "replace", ("a", "b" * LONGEST), {}),
        lambda: folding.string_method("", "replace", ("", "b" * (LONGEST + 1)), {}),
        lambda: folding.formatted(5, ">4000000000", None),
        lambda: folding.joined("a" * LONGEST, ["b"] * LONGEST),
    ],
)
def test_what_is_too_large_is_no_constant_and_takes_no_time(compute: Callable[[], Any]) -> None:
    started = time.process_time()

    with pytest.raises(NotConstant):
        compute()

    assert time.process_time() - started < 0.2


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (lambda: folding.call("builtins.pow", (2, 10)), 1024),
        (lambda: folding.call("builtins.round", (2.567, 1)), 2.6),
        (lambda: folding.call("builtins.round", (2.567,)), 3),
        (lambda: folding.call("builtins.round", (1250, -2)), 1200),
        (lambda: folding.binary("%", "run_20261120_%03d", 7), "run_20261120_007"),
        (lambda: folding.binary("%", "%5.1f|", 2.25), "  2.2|"),
        (
            lambda: folding.string_method("run_20261120_{:>{}}", "format", (7, 3), {}),
            "run_20261120_  7",
        ),
        (lambda: folding.string_method("{0}12345{1}", "format", (1, 2), {}), "1123452"),
        (lambda: folding.string_method("{}", "format", (10**12,), {}), "1000000000000"),
        (lambda: folding.string_method("a-b", "replace", ("-", "_"), {}), "a_b"),
        (lambda: folding.formatted(0.5, ".2%", None), "50.00%"),
        (lambda: folding.joined("/", ["a", "b"]), "a/b"),
    ],
)
def test_what_programs_mean_is_computed(value: Callable[[], Any], expected: object) -> None:
    assert value() == expected


@pytest.mark.parametrize(
    ("parts", "path"),
    [(("./output/cifar10/",), "output/cifar10"), (("a//b", "./c"), "a/b/c"), ((), ".")],
)
def test_a_path_is_written_as_its_text(parts: tuple[str, ...], path: str) -> None:
    assert folding.call("pathlib.Path", parts) == path
    assert path == str(PurePosixPath(*parts))
