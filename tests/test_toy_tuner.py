"""A tuner is one folder: with it, and nothing else, its searches are read, judged, mended, run."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tunelint import registry

CHECKOUT = Path(__file__).parents[1]
TOY = Path(__file__).parent / "toy_tuner"
INSTALLED = "installed"


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of tunelint that has one library's folder more."""
    root = tmp_path_factory.mktemp("extended")
    unneeded = shutil.ignore_patterns("__pycache__")
    shutil.copytree(CHECKOUT / "tunelint", root / "tunelint", ignore=unneeded)
    shutil.copytree(TOY / "folder", root / "tunelint" / "libraries" / "toytune", ignore=unneeded)
    return root


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a program that searches with the library, which is installed elsewhere."""
    (tmp_path / INSTALLED).mkdir()
    shutil.copy(TOY / "toytune.py", tmp_path / INSTALLED)
    shutil.copy(TOY / "unseeded.py", tmp_path)
    return tmp_path


def run(extended: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tunelint", *words],
        env={**os.environ, "PYTHONPATH": f"{extended}{os.pathsep}{folder / INSTALLED}"},
        cwd=folder,
        capture_output=True,
        text=True,
    )


def test_its_searches_are_judged(extended: Path, folder: Path) -> None:
    checked = run(extended, folder, "check", "--output-format", "json", "unseeded.py")

    found = json.loads(checked.stdout)
    assert [(one["code"], one["line"]) for one in found] == [("TUN101", 8)]


def test_they_are_unknown_without_it(folder: Path) -> None:
    without = run(CHECKOUT, folder, "check", "--output-format", "json", "unseeded.py")

    assert json.loads(without.stdout) == []


def test_they_are_mended(extended: Path, folder: Path) -> None:
    run(extended, folder, "check", "--fix", "unseeded.py")

    assert "trials=8, seed=" in (folder / "unseeded.py").read_text()
    assert run(extended, folder, "check", "unseeded.py").returncode == 0


def test_they_are_run(extended: Path, folder: Path) -> None:
    confirmed = run(extended, folder, "confirm", "--output-format", "json", "unseeded.py")

    (found,) = json.loads(confirmed.stdout)
    assert (found["code"], found["verdict"]) == ("TUN101", "confirmed"), found


def test_rules_that_leave_out_others_speak_of_it(extended: Path, folder: Path) -> None:
    listed = run(extended, folder, "rules", "--output-format", "json")

    tuners = {row["code"]: row["tuners"] for row in json.loads(listed.stdout)}
    assert "Toytune" in tuners["TUN401"]
    assert "Toytune" not in tuners["TUN102"]


def test_a_wrong_entry_is_reported_with_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(TOY / "folder", tmp_path / "toytune")
    file = tmp_path / "toytune" / "library.toml"
    file.write_text(file.read_text().replace("packages", "package"))
    monkeypatch.setattr(registry, "FOLDER", tmp_path)

    with pytest.raises(ValueError, match=r"toytune/library\.toml: .*'package'"):
        registry.libraries.__wrapped__()


def test_a_search_of_a_tuner_without_a_folder_is_reported_with_its_name() -> None:
    with pytest.raises(KeyError, match=r"no tuner's library\.toml has the name 'toytune'"):
        registry.tuner_named("toytune")


def test_nothing_else_knows_its_name() -> None:
    knowing = [
        path
        for path in (CHECKOUT / "tunelint").rglob("*.py")
        if "toytune" in path.read_text(encoding="utf-8").lower()
    ]

    assert knowing == []
