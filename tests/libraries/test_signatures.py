"""The signatures of libraries, as they are written down and as calls are held against them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.checking import programs
from tools.library_signatures import FOLDERS, file_of
from tunelint.libraries.common.library_calls import LibraryCall, unsupported_arguments
from tunelint.libraries.common.signatures import WHOLE, Signatures, parsed
from tunelint.libraries.keras_tuner.signatures import signature
from tunelint.model.facts import Default, Unknown

TEXT = "(a, b=1, *, c: int = 2, d=..., e)"


def call(written: str, folder: Path, text: str = TEXT) -> LibraryCall:
    """A call of a function with this signature."""
    (program,) = programs({"a.py": f"from library import f\nf({written})\n"}, folder)
    (event,) = program.trace.calls()
    return LibraryCall(event, parsed(text))


def test_a_signature_is_parsed() -> None:
    found = parsed(TEXT)

    assert (found.order, found.keywords) == (("a", "b"), ("c", "d", "e"))
    assert found.defaults == {"b": 1, "c": 2, "d": ...}
    assert found.of_kind(WHOLE) == ["c"]
    assert not found.open
    assert parsed("(*arguments, **options)").open


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_signature_that_is_written_down_can_be_read(folder: str) -> None:
    for group in tomllib.loads(file_of(folder).read_text(encoding="utf-8")):
        assert all(Signatures(folder, group).values())


def test_arguments_are_found_by_position_and_keyword(tmp_path: Path) -> None:
    found = call("1, 2, c=3", tmp_path)

    assert [found.fact(name).value for name in "abc"] == [1, 2, 3]


def test_what_is_not_given_has_the_default_where_that_is_known(tmp_path: Path) -> None:
    found = call("1", tmp_path)

    assert [type(found.fact(name)) for name in "bcd"] == [Default, Default, Unknown]
    assert found.fact("c").value == 2


def test_behind_a_spread_nothing_is_known(tmp_path: Path) -> None:
    found = call("**options", tmp_path)

    assert found.may_have("b")
    assert isinstance(found.fact("b"), Unknown)


def test_keywords_that_are_not_taken(tmp_path: Path) -> None:
    found = list(unsupported_arguments(call("1, c=2, x=3, y=4", tmp_path), "f", {"x": "c="}))

    assert [(one.written, one.instead) for one in found] == [("x=", "c="), ("y=", None)]
    assert not list(unsupported_arguments(call("x=1", tmp_path, "(**options)"), "f", {}))


def test_what_keras_tuner_s_tuners_hand_on() -> None:
    assert "executions_per_trial" in signature("RandomSearch")
    assert "logger" in signature("SklearnTuner")
    assert "oracle" not in signature("Hyperband")
    assert signature("Hyperband").defaults["overwrite"] is False
