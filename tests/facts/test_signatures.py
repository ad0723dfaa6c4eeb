"""What is written down of a library is what the installed one takes."""

from __future__ import annotations

import pytest

from tools.library_signatures import FOLDERS, file_of, unmentioned, written

pytestmark = pytest.mark.libraries


@pytest.mark.parametrize("folder", FOLDERS)
def test_signatures_are_those_of_the_installed_library(folder: str) -> None:
    """After a new release: ``make signatures``, and read what changed."""
    assert file_of(folder).read_text(encoding="utf-8") == written(folder)


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_a_release_adds_is_classified(folder: str) -> None:
    assert unmentioned(folder) == []
