"""Every bad fixture gives exactly the findings that it was written for, every good one none."""

from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path
from typing import Any

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


def found(program: Path, folder: Path) -> list[tuple[str, str, int | None, int]]:
    """Code, file, cell and line of each finding of level error or warning on a copy.

    The rule that the program is about is asked too where it gives advice.
    """
    if program.is_dir():
        shutil.copytree(program, folder, dirs_exist_ok=True)
    else:
        shutil.copy(program, folder)
    (folder / "tunelint.toml").touch()
    about = program.stem.partition("_")[0].upper()
    asked = ["--extend-select", about] if about in ADVICE else []
    run = CliRunner().invoke(main, ["check", "--output-format", "json", *asked, str(folder)])
    assert run.exit_code in (0, 1), run.output
    findings: list[dict[str, Any]] = json.loads(run.stdout)
    return [
        (
            one["code"],
            Path(one["path"]).relative_to(folder).as_posix(),
            one["cell"],
            one["line"],
        )
        for one in findings
    ]


def expected(program: Path) -> list[tuple[str, str, int | None, int]]:
    """The findings that `expected.toml` states for a bad program; none for a good one."""
    table = EXPECTED.get((program.parent.name, program.stem), {})
    if "code" not in table:
        return []
    file = table.get("file", table["entry"])
    return [(table["code"], file, table.get("cell"), line) for line in table["lines"]]


@pytest.mark.parametrize(
    "program", PROGRAMS, ids=[f"{path.parent.name}-{path.stem}" for path in PROGRAMS]
)
def test_findings(program: Path, tmp_path: Path) -> None:
    assert found(program, tmp_path) == expected(program)


def test_every_bad_program_is_expected_to_be_found() -> None:
    bad = {(path.parent.name, path.stem) for path in PROGRAMS if "_bad" in path.stem}
    assert bad == {key for key, table in EXPECTED.items() if "code" in table}
