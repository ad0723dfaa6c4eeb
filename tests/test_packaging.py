"""What is installed: the rules are a package through the link, and nothing is left behind."""

from __future__ import annotations

import importlib.metadata
import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import tunelint
from tests.checkout import CHECKOUT, copy_checkout


def test_the_rules_are_a_package_through_a_relative_link() -> None:
    link = CHECKOUT / "tunelint" / "rules"

    assert link.is_symlink()
    assert os.readlink(link) == "../rules"
    assert (CHECKOUT / "rules" / "__init__.py").is_file()


def test_only_five_packages_are_needed_to_check() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]

    names = sorted(requirement.split(">")[0] for requirement in project["dependencies"])
    assert names == ["click", "libcst", "msgspec", "pathspec", "rich"]


def test_the_installed_version_is_this_one() -> None:
    assert importlib.metadata.version("tunelint") == tunelint.__version__


@pytest.mark.libraries
def test_a_wheel_holds_every_module(tmp_path: Path) -> None:
    project = copy_checkout(tmp_path / "project")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", tmp_path, project],
        check=True,
        stdin=subprocess.DEVNULL,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")

    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if name.startswith("tunelint/")}
    written = {
        f"tunelint/{path.relative_to(CHECKOUT / 'tunelint').as_posix()}"
        for path in (CHECKOUT / "tunelint").rglob("*.py")
    } | {f"tunelint/rules/{path.name}" for path in (CHECKOUT / "rules").glob("*.py")}
    templates = {
        f"tunelint/{path.relative_to(CHECKOUT / 'tunelint').as_posix()}"
        for path in (CHECKOUT / "tunelint" / "reports" / "html" / "templates").iterdir()
    }
    signatures = {
        f"tunelint/{path.relative_to(CHECKOUT / 'tunelint').as_posix()}"
        for path in (CHECKOUT / "tunelint" / "libraries").glob("*/*.toml")
    }
    assert packed == written | templates | signatures | {"tunelint/py.typed"}
