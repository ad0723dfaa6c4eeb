"""Only regular files are opened, and each is written whole or not at all."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command import ZERO_SEED, tunelint, tunelint_process, write
from tunelint.files import disk
from tunelint.files.disk import NOT_REGULAR, read_regular, replace_file, rewrite_file

JSON = ("--output-format", "json")
OLD, NEW = b"old\n" * 1000, b"new\n" * 1000


def pipe(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def link_to_a_pipe(path: Path) -> None:
    os.mkfifo(path.with_name("elsewhere"))
    path.symlink_to(path.with_name("elsewhere"))


def listening(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(path))


SPECIAL = [pipe, device, link_to_a_pipe, listening]
special = pytest.mark.parametrize("make", SPECIAL, ids=lambda make: make.__name__)


class TestSpecialFiles:
    @special
    def test_are_not_opened(self, make: Callable[[Path], None], tmp_path: Path) -> None:
        make(tmp_path / "a")

        with pytest.raises(OSError, match=NOT_REGULAR):
            read_regular(tmp_path / "a")
        with pytest.raises(OSError, match=NOT_REGULAR):
            rewrite_file(tmp_path / "a", NEW)

    def test_a_folder_is_one(self, tmp_path: Path) -> None:
        with pytest.raises(OSError, match=NOT_REGULAR):
            read_regular(tmp_path)

    @special
    def test_below_a_folder_costs_a_line(
        self, make: Callable[[Path], None], tmp_path: Path
    ) -> None:
        write(tmp_path, {"good.py": ZERO_SEED})
        make(tmp_path / "a.py")

        run = tunelint_process(tmp_path, "check", *JSON)

        assert (run.status, run.codes) == (2, ["TUN102"])
        assert run.errors == f"error: {tmp_path}/a.py: {NOT_REGULAR}\n"

    @special
    def test_that_is_named_costs_a_line(self, make: Callable[[Path], None], tmp_path: Path) -> None:
        write(tmp_path, {"good.py": ZERO_SEED})
        make(tmp_path / "a.py")

        run = tunelint_process(tmp_path, "check", "a.py", "good.py", *JSON)

        assert (run.status, run.codes) == (2, ["TUN102"])
        assert run.errors == f"error: a.py: {NOT_REGULAR}\n"

    @special
    @pytest.mark.parametrize("name", ["pyproject.toml", "tunelint.toml"])
    def test_in_the_place_of_a_configuration(
        self, name: str, make: Callable[[Path], None], tmp_path: Path
    ) -> None:
        (tmp_path / "good.py").write_text(ZERO_SEED)
        make(tmp_path / name)

        run = tunelint_process(tmp_path, "check", *JSON)

        assert run.status == 2
        assert run.errors == f"error: {tmp_path}/{name}: cannot be read: {NOT_REGULAR}\n"

    @special
    def test_in_the_place_of_what_is_ignored(
        self, make: Callable[[Path], None], tmp_path: Path
    ) -> None:
        write(tmp_path, {"good.py": ZERO_SEED})
        make(tmp_path / ".gitignore")

        run = tunelint_process(tmp_path, "check", *JSON)

        assert (run.status, run.codes) == (2, ["TUN102"])
        assert run.errors == f"error: {tmp_path}/.gitignore: cannot be read: {NOT_REGULAR}\n"

    @special
    def test_in_the_place_of_a_baseline(self, make: Callable[[Path], None], tmp_path: Path) -> None:
        write(tmp_path, {"good.py": ZERO_SEED})
        make(tmp_path / "accepted")

        reading = tunelint_process(tmp_path, "check", "--baseline", "accepted")
        writing = tunelint_process(tmp_path, "check", "--write-baseline", "accepted")

        assert (reading.status, writing.status) == (2, 2)
        assert reading.errors.endswith(f"cannot be read: {NOT_REGULAR}\n")
        assert writing.errors.endswith(f"cannot be written: {NOT_REGULAR}\n")

    @special
    def test_in_the_place_of_the_store_of_verdicts(
        self, make: Callable[[Path], None], tmp_path: Path
    ) -> None:
        write(tmp_path, {"good.py": ZERO_SEED})
        (tmp_path / ".tunelint").mkdir()
        make(tmp_path / ".tunelint" / "evidence.sqlite")

        run = tunelint_process(tmp_path, "check", *JSON)

        assert run.codes == ["TUN102"]
        assert NOT_REGULAR in run.errors

    def test_as_a_module_is_not_there(self, tmp_path: Path) -> None:
        write(tmp_path, {"good.py": f"import models\n{ZERO_SEED}"})
        pipe(tmp_path / "models.py")

        assert tunelint_process(tmp_path, "check", "good.py", *JSON).codes == ["TUN102"]


class TestWriting:
    @pytest.fixture(params=["without a name", "with a name", "beside it"], autouse=True)
    def kind(self, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
        """All kinds of unfinished files, whatever this system has."""
        if request.param == "with a name":
            monkeypatch.setattr(disk, "_NAMELESS", None)
        if request.param == "beside it":
            monkeypatch.setattr(disk, "own_folder", lambda: None)

    def test_makes_a_file_with_the_usual_mode(self, tmp_path: Path) -> None:
        before = os.umask(0o027)
        try:
            rewrite_file(tmp_path / "a", NEW)
        finally:
            os.umask(before)

        assert (tmp_path / "a").read_bytes() == NEW
        assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640

    def test_keeps_the_mode(self, tmp_path: Path) -> None:
        (tmp_path / "a").write_bytes(OLD)
        (tmp_path / "a").chmod(0o751)

        rewrite_file(tmp_path / "a", NEW)

        assert (tmp_path / "a").read_bytes() == NEW
        assert (tmp_path / "a").stat().st_mode & 0o777 == 0o751
        assert os.listdir(tmp_path) == ["a"]

    @pytest.mark.skipif(not hasattr(os, "setxattr"), reason="no attributes here")
    def test_keeps_the_attributes(self, tmp_path: Path) -> None:
        (tmp_path / "a").write_bytes(OLD)
        try:
            os.setxattr(tmp_path / "a", "user.note", b"mine")
        except OSError:
            pytest.skip("no attributes on this disk")

        rewrite_file(tmp_path / "a", NEW)

        assert os.getxattr(tmp_path / "a", "user.note") == b"mine"

    def test_parts_no_hard_links(self, tmp_path: Path) -> None:
        (tmp_path / "a").write_bytes(OLD)
        (tmp_path / "b").hardlink_to(tmp_path / "a")

        with pytest.raises(OSError, match="2 hard links"):
            rewrite_file(tmp_path / "a", NEW)

        assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes() == OLD

    def test_goes_from_one_disk_to_another(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "a").write_bytes(OLD)
        replace = os.replace

        def within_folders(old: Path, new: Path) -> None:
            if old.parent != new.parent:
                raise OSError(errno.EXDEV, "Invalid cross-device link")
            replace(old, new)

        monkeypatch.setattr(os, "replace", within_folders)
        rewrite_file(tmp_path / "a", NEW)

        assert (tmp_path / "a").read_bytes() == NEW
        assert os.listdir(tmp_path) == ["a"]

    def test_follows_a_link_of_the_user_s_and_replaces_one_of_ours(self, tmp_path: Path) -> None:
        (tmp_path / "target").write_bytes(OLD)
        (tmp_path / "link").symlink_to("target")

        rewrite_file(tmp_path / "link", NEW)
        assert (tmp_path / "link").is_symlink()
        assert (tmp_path / "target").read_bytes() == NEW

        replace_file(tmp_path / "link", OLD)
        assert not (tmp_path / "link").is_symlink()
        assert (tmp_path / "target").read_bytes() == NEW

    def test_takes_a_name_as_long_as_there_can_be(self, tmp_path: Path) -> None:
        name = "é" * 127

        rewrite_file(tmp_path / name, NEW)

        assert os.listdir(tmp_path) == [name]

    @pytest.mark.parametrize("failing", ["fsync", "replace"])
    def test_that_fails_leaves_all_as_it_was(
        self, failing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: object, **__: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        (tmp_path / "a").write_bytes(OLD)
        monkeypatch.setattr(os, failing, full)

        with pytest.raises(OSError, match="No space left"):
            rewrite_file(tmp_path / "a", NEW)

        assert (tmp_path / "a").read_bytes() == OLD
        assert os.listdir(tmp_path) == ["a"]


WRITING_FOR_EVER = """\
import sys
from pathlib import Path
from tunelint.files.disk import rewrite_file
target, old, new = Path(sys.argv[1]), b"old\\n" * 1000, b"new\\n" * 1000
print(flush=True)
while True:
    rewrite_file(target, new)
    rewrite_file(target, old)
"""


def test_what_is_killed_while_it_writes_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(OLD)
    for pause in range(12):
        with subprocess.Popen(
            [sys.executable, "-c", WRITING_FOR_EVER, tmp_path / "a"], stdout=subprocess.PIPE
        ) as run:
            assert run.stdout is not None
            run.stdout.readline()
            time.sleep(0.004 + pause / 3_000)
            run.send_signal(signal.SIGKILL)
        assert (tmp_path / "a").read_bytes() in (OLD, NEW)
        assert os.listdir(tmp_path) == ["a"]


class TestBaseline:
    def test_names_that_are_not_utf_8_are_kept(self, tmp_path: Path) -> None:
        write(tmp_path, {"good.py": "\n"})
        with open(os.path.join(os.fsencode(tmp_path), b"caf\xe9.py"), "wb") as file:
            file.write(ZERO_SEED.encode())

        run = tunelint(tmp_path, "check", "--write-baseline", "accepted")

        assert (run.status, run.errors) == (0, "")
        assert tunelint(tmp_path, "check", "--baseline", "accepted", *JSON).codes == []

    @pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no full disk here")
    def test_on_a_full_disk_the_earlier_one_stays(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(tmp_path, {"a.py": ZERO_SEED})
        tunelint(tmp_path, "check", "--write-baseline", "accepted")
        before = (tmp_path / "accepted").read_bytes()

        def full(handle: int, mode: str) -> object:
            if mode == "rb":
                return open(handle, mode)
            os.close(handle)
            return open("/dev/full", mode)

        monkeypatch.setattr(disk, "open", full, raising=False)
        run = tunelint(tmp_path, "check", "--no-cache", "--write-baseline", "accepted")

        assert (run.status, run.errors.count("\n")) == (2, 1)
        assert "No space left on device" in run.errors
        assert (tmp_path / "accepted").read_bytes() == before


@pytest.mark.parametrize("name", ["XDG_CACHE_HOME", "HOME"])
def test_a_home_that_is_no_whole_path_is_not_made_here(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(tmp_path, {"a.py": ZERO_SEED})
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv(name, "here")

    run = tunelint(folder, "check")

    assert (run.status, run.errors) == (1, "")
    assert not (folder / "here").exists()
    assert (folder / "home/.cache/tunelint/key").exists() is (name != "HOME")
