"""Findings come back from the cache as they were, or not at all."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.test_cache import GARBAGE, mutations
from tunelint.engine.cache import Cache, open_cache
from tunelint.engine.cached_findings import Findings, recalled, remember, unit_key
from tunelint.files.file_state import Basis, read_known
from tunelint.findings.diagnostic import Diagnostic, RelatedSpan, Span
from tunelint.findings.finding import Applicability, Level
from tunelint.findings.fixes.text_edit import Repair, TextEdit

UNIT = "unit"


def finding(root: Path) -> Diagnostic:
    """A finding with everything that one can have."""
    here = Span(root / "a.py", None, 3, 5, 3, 9, ((2, "x = 1"), (3, "\tsearch(\udc80'ä')")))
    there = Span(root.parent / "lib" / "model.ipynb", 2, 1, 1, 2, 1)
    edits = (
        TextEdit(root / "a.py", None, 3, 5, 3, 9, "seed=1,\n"),
        TextEdit(root / "a.py", None, 4, 1, 4, 1, ""),
    )
    return Diagnostic(
        "TUN101",
        "unseeded-search",
        Level.ERROR,
        "no seed: 'ü'\u2028",
        here,
        "f" * 64,
        (RelatedSpan(there, "here"), RelatedSpan(here, "")),
        "pass seed=1",
        Repair(Applicability.UNSAFE, "pass a seed", edits),
    )


def bare(root: Path) -> Diagnostic:
    """A finding with no more than one must have."""
    span = Span(root / "deep" / "b.ipynb", 7, 1, 1, 1, 2)
    return Diagnostic("ACME1", "an-own-rule", Level.ADVICE, "", span, "")


@pytest.fixture(name="project")
def _project(tmp_path: Path) -> Path:
    """a.py, which imports model.py, and other.py beside them."""
    for name in ("a.py", "model.py", "other.py"):
        (tmp_path / name).write_text("x = 1\n")
    return tmp_path


def opened(project: Path) -> Cache:
    return open_cache(project, "the key")


def basis(project: Path) -> Basis:
    """What was read: a file of the run, and a module."""
    return Basis({project / name: read_known(project / name)[1] for name in ("a.py", "model.py")})


def keep(project: Path, *diagnostics: Diagnostic, problems: tuple[str, ...] = ()) -> Findings:
    """A run over a.py that finds something."""
    findings = Findings(diagnostics, problems)
    run = opened(project)
    remember(run, UNIT, basis(project), {project / "a.py"}, findings)
    run.save()
    return findings


def kept(project: Path, *names: str) -> Findings | None:
    """What the next run knows, over these files."""
    return recalled(opened(project), UNIT, {project / name for name in names})


def test_they_come_back_with_everything_and_with_nothing(project: Path) -> None:
    assert kept(project, "a.py") is None

    findings = keep(project, finding(project), bare(project), problems=("a problem", ""))
    assert kept(project, "a.py") == findings

    findings = keep(project)
    assert kept(project, "a.py") == findings == Findings()


def test_no_field_is_forgotten(project: Path) -> None:
    full = finding(project)

    assert [field.name for field in dataclasses.fields(full) if not getattr(full, field.name)] == [
        "evidence"
    ]


def test_they_come_back_where_the_same_files_are_in_the_run(project: Path) -> None:
    findings = keep(project, finding(project))

    assert kept(project, "a.py", "other.py") == findings
    # A fix could now change the module as well, or could no longer change the file.
    assert kept(project, "a.py", "model.py") is None
    assert kept(project) is None
    assert kept(project, "other.py") is None


def test_a_fix_of_a_file_outside_of_the_run_does_not_come_back(project: Path) -> None:
    edit = TextEdit(project / "other.py", None, 1, 1, 1, 1, "")
    fix = Repair(Applicability.SAFE, "change another file", (edit,))
    keep(project, dataclasses.replace(bare(project), fix=fix))

    assert kept(project, "a.py") is None
    assert kept(project, "a.py", "other.py") is not None


def test_what_a_rule_of_somebody_s_says_in_a_wrong_type_does_not_come_back(project: Path) -> None:
    keep(project, dataclasses.replace(bare(project), help=5))  # type: ignore[arg-type]
    assert kept(project, "a.py") is None


def entry(project: Path) -> tuple[Cache, Any]:
    """An entry of the cache as JSON has it, and the run that knows it."""
    keep(project, finding(project), problems=("a problem",))
    run = opened(project)
    return run, run.result(UNIT)


@pytest.mark.parametrize("garbage", GARBAGE, ids=repr)
def test_what_nobody_kept_does_not_come_back(project: Path, garbage: Any) -> None:
    run, whole = entry(project)
    for changed in mutations(whole, garbage):
        run.keep_result(UNIT, basis(project), changed)
        found = recalled(run, UNIT, {project / "a.py"})
        if found is not None:
            # It is as sound as what was kept: it says the same once it is kept itself.
            remember(run, UNIT, basis(project), {project / "a.py"}, found)
            assert recalled(run, UNIT, {project / "a.py"}) == found


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every part of a value."""
    yield path
    if isinstance(value, dict | list):
        for at in value if isinstance(value, dict) else range(len(value)):
            yield from places(value[at], (*path, at))


@pytest.mark.parametrize("garbage", [True, 2.5, {}, [None], {"path": 1}], ids=repr)
def test_nothing_of_a_wrong_type_comes_back(project: Path, garbage: Any) -> None:
    run, whole = entry(project)
    for path in places(whole):
        value = with_part(whole, path, garbage)
        run.keep_result(UNIT, basis(project), value)
        assert recalled(run, UNIT, {project / "a.py"}) is None, path


def with_part(value: Any, path: tuple[Any, ...], part: Any) -> Any:
    """The value with something else in one place."""
    if not path:
        return part
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = with_part(value[path[0]], path[1:], part)
    return copy


def test_a_unit_has_a_key_that_tells_its_files_and_how_they_are_read() -> None:
    a, b = Path("/p/a.py"), Path("/p/b.py")
    keys = [
        unit_key("settings", [a], [a]),
        unit_key("settings", [a], []),
        unit_key("settings", [b], [b]),
        unit_key("settings", [a, b], [a]),
        unit_key("settings", [a, b], [b]),
        unit_key("settings", [a, b], [a, b]),
        unit_key("others", [a, b], [a, b]),
    ]

    assert len(set(keys)) == len(keys)
    assert unit_key("settings", [b, a], [b, a]) == unit_key("settings", [a, b], [a, b])
