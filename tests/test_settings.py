"""What holds in the folders of a run, whether they are marked as projects or not."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from tunelint.config.settings import Settings, Wishes
from tunelint.files.project import find_project


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    """Folders within each other, with a mark here and there, and one that is not there."""
    names = ("a/b/c", "marked/b/c", "marked/nested/c", "repository/d")
    for name in names:
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "marked" / "tunelint.toml").write_text('exclude = ["old"]\n')
    (tmp_path / "marked" / "nested" / "pyproject.toml").touch()
    (tmp_path / "repository" / ".git").mkdir()
    return [
        *(path for path in tmp_path.rglob("*") if path.is_dir()),
        tmp_path / "gone" / "for good",
    ]


def test_roots_are_those_of_the_projects(folders: list[Path]) -> None:
    settings = Settings()

    for folder in folders:
        assert settings.of_folder(folder).root == find_project(folder).root


def test_settings_do_not_depend_on_the_folders_met_before(folders: list[Path]) -> None:
    together = Settings(Wishes(per_file_ignores={"old.py": ("TUN101",)}, advice=True))

    for folder in folders:
        alone = Settings(together.wishes).of_folder(folder)
        met = together.of_folder(folder)
        for field in dataclasses.fields(met):
            if field.name not in {"excluded", "per_file_ignores"}:
                assert getattr(met, field.name) == getattr(alone, field.name)
        (excluded,), (expected,) = met.excluded, alone.excluded
        assert (excluded.root, excluded.lines) == (expected.root, expected.lines)
        assert met.ignored_in(folder / "old.py", "TUN101")
        assert [codes for _, codes in met.per_file_ignores] == [("TUN101",)]
