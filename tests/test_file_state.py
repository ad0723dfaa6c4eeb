"""A file's content is known again: by its stamp where that can be trusted, else by its digest."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.file_times import aged, rewritten
from tunelint.files.file_state import Known, Stamp, current, digest_of, read_known


def unchanged(path: Path, known: Known) -> bool:
    """Whether the file still holds what is known of it."""
    now = current(path, known)
    return now is not None and now.digest == known.digest


class TestAFile:
    @pytest.fixture(name="file")
    def _file(self, tmp_path: Path) -> Path:
        file = tmp_path / "a.py"
        file.write_text("x = 1\n")
        return aged(file)

    def test_that_is_old_is_known_by_its_stamp(self, file: Path) -> None:
        data, known = read_known(file)
        rewritten(file, "x = 2\n")

        assert data == b"x = 1\n"
        assert known == Known(digest_of(data), Stamp(6, file.stat().st_mtime_ns))
        assert unchanged(file, known)

    def test_that_was_touched_is_known_by_its_content(self, file: Path) -> None:
        known = read_known(file)[1]
        aged(file, 50)

        assert unchanged(file, known)

    @pytest.mark.parametrize("text", ["x = 2\n", "x = 10\n", ""])
    def test_that_was_edited_is_another(self, file: Path, text: str) -> None:
        known = read_known(file)[1]
        file.write_text(text)

        assert not unchanged(file, known)

    def test_that_was_edited_to_another_size_at_the_same_time_is_another(self, file: Path) -> None:
        known = read_known(file)[1]
        rewritten(file, "x = 10\n")

        assert not unchanged(file, known)

    @pytest.mark.parametrize("seconds", [0, 1.5, -3600])
    def test_that_was_just_changed_is_not_known_by_its_stamp(
        self, file: Path, seconds: float
    ) -> None:
        known = read_known(aged(file, seconds))[1]

        assert known.stamp is None
        assert unchanged(file, known)
        assert not unchanged(rewritten(file, "x = 2\n"), known)

    def test_that_was_changed_three_seconds_ago_is_known_by_its_stamp(self, file: Path) -> None:
        assert read_known(aged(file, 3))[1].stamp is not None

    def test_that_grows_while_it_is_read_is_not_known_by_its_stamp(self, file: Path) -> None:
        class Growing(type(file)):  # type: ignore[misc]
            """Grows after it was first looked at."""

            looked_at = 0

            def __fspath__(self) -> str:
                Growing.looked_at += 1
                if Growing.looked_at == 2:
                    aged(file.write_text("x = 1\ny = 2\n") and file)
                return str(self)

        data, known = read_known(Growing(file))

        assert (data, known.stamp) == (b"x = 1\ny = 2\n", None)
        assert read_known(file)[1].stamp is not None

    def test_that_is_gone_is_another(self, file: Path) -> None:
        known = read_known(file)[1]
        file.unlink()
        assert not unchanged(file, known)

        file.mkdir()
        assert not unchanged(file, known)

    def test_text_is_never_taken_for_bytes(self) -> None:
        assert digest_of("x = 1\n") != digest_of(b"x = 1\n")
        assert digest_of("\udc80") != digest_of("\udc81")
