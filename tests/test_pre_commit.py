"""The pre-commit hook, run by the real pre-commit on a repository made here."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.checkout import copy_checkout
from tests.command import NO_SEARCH, ZERO_SEED, notebook, write

pytestmark = pytest.mark.libraries  # pre-commit installs the hook, with what it depends on


def run(folder: Path, *command: str, home: Path) -> tuple[int, str]:
    done = subprocess.run(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        env={
            **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
            "PRE_COMMIT_HOME": str(home),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_AUTHOR_NAME": "A",
            "GIT_AUTHOR_EMAIL": "a@example.org",
            "GIT_COMMITTER_NAME": "A",
            "GIT_COMMITTER_EMAIL": "a@example.org",
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        },
    )
    return done.returncode, done.stdout


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pre-commit")


@pytest.fixture(scope="module")
def hook(tmp_path_factory: pytest.TempPathFactory, home: Path) -> tuple[Path, str]:
    """A repository with this checkout as its only commit, and that commit."""
    folder = copy_checkout(tmp_path_factory.mktemp("tunelint"))
    run(folder, "git", "init", "-q", home=home)
    run(folder, "git", "add", ".", home=home)
    status, output = run(folder, "git", "commit", "-q", "-m", "all", home=home)
    assert status == 0, output
    return folder, run(folder, "git", "rev-parse", "HEAD", home=home)[1].strip()


@pytest.fixture
def project(tmp_path: Path, hook: tuple[Path, str], home: Path) -> Path:
    """A repository that uses the hook."""
    folder, commit = hook
    configuration = f"repos:\n- repo: {folder}\n  rev: {commit}\n  hooks:\n  - id: tunelint\n"
    write(tmp_path, {".pre-commit-config.yaml": configuration})
    run(tmp_path, "git", "init", "-q", home=home)
    return tmp_path


def hooks(project: Path, home: Path) -> tuple[int, str]:
    run(project, "git", "add", ".", home=home)
    command = (sys.executable, "-m", "pre_commit", "run", "--all-files", "--color", "never")
    return run(project, *command, home=home)


def test_a_clean_repository_passes(project: Path, home: Path) -> None:
    write(project, {"a.py": NO_SEARCH, "notes.txt": "x = ("})

    status, output = hooks(project, home)

    assert status == 0, output
    assert "Passed" in output


def test_findings_in_scripts_and_notebooks_fail(project: Path, home: Path) -> None:
    write(project, {"a.py": ZERO_SEED, "n.ipynb": notebook(ZERO_SEED), "b.py": NO_SEARCH})

    status, output = hooks(project, home)

    assert status == 1, output
    assert "a.py:7:5: TUN102" in output
    assert "n.ipynb:cell 1:7:5: TUN102" in output
    assert "Found 2 findings (2 warnings) in 3 files." in output


def test_excluded_files_are_left_out_although_pre_commit_names_them(
    project: Path, home: Path
) -> None:
    write(project, {"old/a.py": ZERO_SEED, "tunelint.toml": "extend-exclude = ['old']\n"})

    status, output = hooks(project, home)

    assert status == 0, output
