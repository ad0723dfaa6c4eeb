"""Every bad fixture gives exactly the findings that it was written for, every good one none."""

from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from tunelint.cli.main import main
from tunelint.config.rule_index import own_entries
from tunelint.findings.finding import Level

FIXTURES = Path(__file__).parent.parent / "fixtures"
EXPECTED = {
    (file.parent.name, name): table
    for file in sorted(FIXTURES.glob("*/expected.toml"))
    for name, table in tomllib.loads(file.read_text()).items()
}
ADVICE = {code for code, entry in own_entries().items() if entry.load().level is Level.ADVICE}
PROGRAMS = sorted(
    path for path in FIXTURES.glob("*/tun*") if path.is_dir() or path.suffix in (".py", ".ipynb")
)


Finding = tuple[str, str, int | None, int]
"""Code, file, cell and line."""


def found(programs: list[Path], folder: Path) -> dict[str, list[Finding]]:
    """The findings of level error or warning on copies of programs, by program.

    The rule that a program is about is asked too where it gives advice.
    """
    for program in programs:
        project = folder / program.stem
        project.mkdir()
        if program.is_dir():
            shutil.copytree(program, project, dirs_exist_ok=True)
        else:
            shutil.copy(program, project)
        about = program.stem.partition("_")[0].upper()
        asked = f'extend-select = ["{about}"]\n' if about in ADVICE else ""
        (project / "tunelint.toml").write_text(asked)
    run = CliRunner().invoke(main, ["check", "--output-format", "json", str(folder)])
    assert run.exit_code in (0, 1), run.output
    findings: dict[str, list[Finding]] = {program.stem: [] for program in programs}
    for one in json.loads(run.stdout):
        project, *parts = Path(one["path"]).relative_to(folder).parts
        findings[project].append((one["code"], "/".join(parts), one["cell"], one["line"]))
    return findings


def expected(program: Path) -> list[Finding]:
    """The findings that `expected.toml` states for a bad program; none for a good one."""
    table = EXPECTED.get((program.parent.name, program.stem), {})
    if "code" not in table:
        return []
    file = table.get("file", table["entry"])
    return [(table["code"], file, table.get("cell"), line) for line in table["lines"]]


@pytest.mark.parametrize("library", sorted({path.parent.name for path in PROGRAMS}))
def test_findings(library: str, tmp_path: Path) -> None:
    programs = [path for path in PROGRAMS if path.parent.name == library]

    assert found(programs, tmp_path) == {path.stem: expected(path) for path in programs}


def test_every_bad_program_is_expected_to_be_found() -> None:
    bad = {(path.parent.name, path.stem) for path in PROGRAMS if "_bad" in path.stem}
    assert bad == {key for key, table in EXPECTED.items() if "code" in table}
