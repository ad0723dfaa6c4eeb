"""The cache: what holds is remembered, what changed is not, and no harm ever comes from it."""

from __future__ import annotations

import copy
import dataclasses
import errno
import io
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import MappingProxyType, SimpleNamespace
from typing import Any

import pytest

from tests.checkout import CHECKOUT
from tests.command import write
from tunelint.config.rule_selection import Choice
from tunelint.config.settings import ProjectSettings, Settings, Wishes
from tunelint.engine import cache, cache_key
from tunelint.engine.cache import Cache, Screening, open_cache, sealed, without_cache
from tunelint.engine.cache_key import key_of_settings, key_of_tool
from tunelint.engine.cached_findings import Findings, decoded, encoded, recalled, remember, unit_key
from tunelint.engine.run import check_paths
from tunelint.files import disk
from tunelint.files import file_state as stamps
from tunelint.files.file_state import Basis, Known, Stamp, current, digest_of, read_known
from tunelint.files.seal import own_key
from tunelint.findings.diagnostic import Diagnostic, RelatedSpan, Span
from tunelint.findings.finding import Level
from tunelint.findings.fixes.text_edit import Repair, TextEdit

KEY = "the key"
STORE = Path(".tunelint", "cache", "check.json")
TOLD = Screening(True, True, (("keras_tuner", 0), ("model", 1), ("", 2), ("a.b", 0)))
DAY = 86_400
GARBAGE: list[Any] = [None, True, -1, 1.5, 10**40, "", "x", [], {}, [[]], [None] * 9, {"a": 1}]


@pytest.fixture(name="at")
def _at(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Sets the cache's clock to so many seconds from now."""

    def later(seconds: float) -> None:
        clock = SimpleNamespace(
            time=lambda: time.time() + seconds, time_ns=lambda: time.time_ns() + int(seconds * 1e9)
        )
        monkeypatch.setattr(cache, "time", clock)
        monkeypatch.setattr(stamps, "time", clock)

    return later


def aged(path: Path, seconds: float = 100) -> Path:
    """The file, last changed so long ago."""
    then = time.time() - seconds
    os.utime(path, (then, then))
    return path


def rewritten(path: Path, text: str) -> Path:
    """The file with another text, its time as before."""
    before = path.stat()
    path.write_text(text)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    return path


def unchanged(path: Path, known: Known) -> bool:
    """Whether the file still holds what is known of it."""
    now = current(path, known)
    return now is not None and now.digest == known.digest


def never_read(path: Path | str) -> tuple[bytes, Known]:
    raise AssertionError(f"{path} is read")


class TestAFile:
    @pytest.fixture(name="file")
    def _file(self, tmp_path: Path) -> Path:
        file = tmp_path / "a.py"
        file.write_text("x = 1\n")
        return aged(file)

    def test_that_is_old_is_known_by_its_stamp(
        self, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        data, known = read_known(file)
        monkeypatch.setattr(stamps, "read_known", never_read)

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

    def test_that_grows_while_it_is_read_is_not_known_by_its_stamp(
        self, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        small = stamps.stamp_of(file)
        file.write_text("x = 1\ny = 2\n")
        monkeypatch.setattr(stamps, "stamp_of", lambda _: small)

        assert read_known(file)[1].stamp is None

    def test_that_is_gone_is_another(self, file: Path) -> None:
        known = read_known(file)[1]
        file.unlink()
        assert not unchanged(file, known)

        file.mkdir()
        assert not unchanged(file, known)

    def test_text_is_never_taken_for_bytes(self) -> None:
        assert digest_of("x = 1\n") != digest_of(b"x = 1\n")
        assert digest_of("\udc80") != digest_of("\udc81")


@pytest.fixture(name="project")
def _project(tmp_path: Path) -> Path:
    """a.py imports model.py, and other.py is beside; all of them are old."""
    files: dict[str, str | bytes] = {
        "a.py": "import model\n",
        "model.py": "x = 1\n",
        "other.py": "",
        "seen.py": "",
    }
    write(tmp_path, files)
    for name in files:
        aged(tmp_path / name)
    return tmp_path


def store(project: Path, document: Any) -> None:
    """Put another document into the place of the cache, sealed if it holds anything."""
    match document:
        case {"key": str(key), "files": files, "results": results}:
            entries = {"files": files, "results": results}
            (project / STORE).write_bytes(sealed(entries, key, own_key() or b""))
        case _:
            (project / STORE).write_text(json.dumps(document))


def keep(project: Path, *, key: str = KEY, result: str = "result", value: Any = 1) -> None:
    """A run that looks at all files and judges a.py, which looks for absent.py and seen.py."""
    run = open_cache(project, key)
    known = {path: read_known(path)[1] for path in sorted(project.glob("*.py"))}
    for path, one in known.items():
        run.keep_screening(path, one, TOLD)
    read = {project / name: known[project / name] for name in ("a.py", "model.py")}
    run.keep_result(
        result, Basis(read, absent=[project / "absent.py"], present=[project / "seen.py"]), value
    )
    run.save()


def kept(project: Path, *, key: str = KEY, result: str = "result") -> Any:
    """What the next run finds."""
    return open_cache(project, key).result(result)


class TestAResult:
    def test_is_there_for_the_next_run(self, project: Path) -> None:
        value = ["häß\udc80\n", {"a": [1, None, True, 2.5]}]
        keep(project, value=value)

        assert kept(project) == value
        assert kept(project, result="another") is None

    def test_needs_no_file_to_be_opened(
        self, project: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        keep(project)
        monkeypatch.setattr(stamps, "read_known", never_read)

        assert kept(project) == 1

    @pytest.mark.parametrize("name", ["a.py", "model.py"])
    def test_goes_with_a_file_that_is_edited(self, project: Path, name: str) -> None:
        keep(project)
        (project / name).write_text("y = 1\n")

        assert kept(project) is None

    def test_goes_with_a_module_that_is_deleted(self, project: Path) -> None:
        keep(project)
        (project / "model.py").unlink()

        assert kept(project) is None

    def test_goes_with_a_module_that_appears(self, project: Path) -> None:
        keep(project)
        (project / "absent.py").touch()

        assert kept(project) is None

    def test_stays_where_a_folder_appears_in_the_place_of_a_module(self, project: Path) -> None:
        keep(project)
        (project / "absent.py").mkdir()

        assert kept(project) == 1

    def test_goes_with_a_file_that_was_only_seen(self, project: Path) -> None:
        keep(project)
        (project / "seen.py").write_text("whatever it holds")
        assert kept(project) == 1

        (project / "seen.py").unlink()
        assert kept(project) is None

        (project / "seen.py").mkdir()
        assert kept(project) is None

    def test_stays_where_a_file_is_touched_or_written_again(self, project: Path) -> None:
        keep(project)
        (project / "model.py").touch()
        (project / "a.py").write_text("import model\n")

        assert kept(project) == 1

    def test_stays_where_a_file_is_edited_and_restored(self, project: Path) -> None:
        keep(project)
        (project / "model.py").write_text("y = 1\n")
        assert kept(project) is None

        (project / "model.py").write_text("x = 1\n")
        assert kept(project) == 1

    def test_stays_where_another_file_is_edited(self, project: Path) -> None:
        keep(project)
        (project / "other.py").write_text("y = 1\n")

        assert kept(project) == 1

    def test_that_rests_on_a_file_just_written_sees_the_next_edit(self, project: Path) -> None:
        (project / "model.py").write_text("x = 2\n")
        keep(project)
        assert kept(project) == 1

        rewritten(project / "model.py", "x = 3\n")
        assert kept(project) is None

    def test_goes_with_another_key(self, project: Path) -> None:
        keep(project)
        assert kept(project, key="another") is None

        keep(project, key="another", result="second")
        assert kept(project) is None

    def test_goes_with_another_format(self, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        keep(project)
        monkeypatch.setattr(cache, "_FORMAT", cache._FORMAT + 1)

        assert kept(project) is None

    def test_does_not_hold_for_a_buffer_that_differs(self, project: Path) -> None:
        keep(project)
        for text, value in (
            (b"import model\n", 1),
            (b"import os\n", None),
            ("import model\n", None),
        ):
            run = open_cache(project, KEY)
            run.give(project / "a.py", text)
            assert run.result("result") == value

    def test_of_files_outside_of_the_root_is_kept(self, project: Path) -> None:
        inner = write(project / "inner", {})
        run = open_cache(inner, KEY)
        run.keep_result("result", Basis({project / "a.py": read_known(project / "a.py")[1]}), 1)
        run.save()
        assert kept(inner) == 1

        (project / "a.py").write_text("")
        assert kept(inner) is None


class TestAScreening:
    def test_is_there_for_the_next_run(
        self, project: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        keep(project)
        monkeypatch.setattr(stamps, "read_known", never_read)
        run = open_cache(project, KEY)

        assert [run.screening(path) for path in sorted(project.glob("*.py"))] == [TOLD] * 4
        assert run.screening(project / "absent.py") is None

    def test_holds_nothing_where_nothing_was_told(self, project: Path) -> None:
        run = open_cache(project, KEY)
        known = read_known(project / "other.py")[1]
        run.keep_screening(project / "other.py", known, Screening())
        run.keep_result("result", Basis({project / "a.py": read_known(project / "a.py")[1]}), 1)
        run.save()
        run = open_cache(project, KEY)

        assert run.screening(project / "other.py") == Screening()
        assert run.screening(project / "a.py") is None

    def test_goes_with_an_edit(self, project: Path) -> None:
        keep(project)
        (project / "a.py").write_text("")

        assert open_cache(project, KEY).screening(project / "a.py") is None

    def test_stays_where_the_file_is_touched_and_read_once_only(
        self, project: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        keep(project)
        aged(project / "a.py", 50)
        run = open_cache(project, KEY)
        assert run.screening(project / "a.py") == TOLD
        run.save()

        monkeypatch.setattr(stamps, "read_known", never_read)
        assert open_cache(project, KEY).screening(project / "a.py") == TOLD

    def test_is_known_by_the_stamp_once_the_file_is_old(
        self, project: Path, monkeypatch: pytest.MonkeyPatch, at: Callable[[float], None]
    ) -> None:
        (project / "a.py").touch()
        keep(project)
        at(10)
        run = open_cache(project, KEY)
        run.screening(project / "a.py")
        run.save()

        monkeypatch.setattr(stamps, "read_known", never_read)
        assert open_cache(project, KEY).screening(project / "a.py") == TOLD

    def test_survives_that_the_file_is_judged(self, project: Path) -> None:
        keep(project)
        run = open_cache(project, KEY)
        run.keep_result("second", Basis({project / "a.py": read_known(project / "a.py")[1]}), 2)
        run.save()

        assert open_cache(project, KEY).screening(project / "a.py") == TOLD

    def test_of_a_buffer_is_not_kept(self, project: Path) -> None:
        keep(project)
        run = open_cache(project, KEY)
        run.give(project / "a.py", "another text")
        assert run.screening(project / "a.py") is None
        run.keep_screening(project / "a.py", Known(digest_of("another text")), Screening())
        run.save()

        assert open_cache(project, KEY).screening(project / "a.py") == TOLD


def usable(project: Path) -> bool:
    """Whether the cache begins anew: nothing is remembered, then what is kept is."""
    run = open_cache(project, KEY)
    if run.result("result") is not None or run.screening(project / "a.py") is not None:
        return False
    keep(project)
    return bool(kept(project) == 1)


BROKEN = {
    "empty": b"",
    "zeros": b"\0" * 4096,
    "binary": b"\xff\xfe\x80\x04.",
    "null": b"null",
    "a list": b"[]",
    "a number": b"1",
    "no entries": b'{"format": 3, "key": "the key"}',
    "of another format": b'{"format": 9, "key": "the key", "files": {}, "results": {}}',
    "lists for tables": b'{"format": 3, "key": "the key", "files": [], "results": []}',
    "deep": b"[" * 200_000,
    "deep within": b'{"format": 3, "key": "the key", "files": {}, "results": ' + b'{"a":' * 200_000,
    "a number without end": b'{"format": ' + b"9" * 10_000,
    "not a number": b'{"format": NaN, "key": Infinity, "files": {}, "results": {}}',
}


class TestABrokenFile:
    @pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN.keys())
    def test_is_as_if_it_were_not_there(self, project: Path, content: bytes) -> None:
        (project / STORE).parent.mkdir(parents=True)
        (project / STORE).write_bytes(content)

        assert usable(project)

    def test_may_be_torn_anywhere(self, project: Path) -> None:
        keep(project)
        whole = (project / STORE).read_bytes()
        for length in range(len(whole)):
            (project / STORE).write_bytes(whole[:length])
            assert kept(project) is None
            assert open_cache(project, KEY).screening(project / "a.py") is None

    @pytest.mark.parametrize("garbage", GARBAGE, ids=repr)
    def test_may_hold_anything_anywhere(self, project: Path, garbage: Any) -> None:
        keep(project)
        document = json.loads((project / STORE).read_bytes())
        for changed in mutations(document, garbage):
            store(project, changed)
            run = open_cache(project, KEY)
            run.screening(project / "a.py")
            run.result("result")
            run.keep_result("more", Basis({}), 1)
            run.save()
            assert open_cache(project, run.key).result("more") == 1

    @pytest.mark.parametrize("entry", [*GARBAGE, "1 2 3", "a b c d", "1 2 x d 0", "1 2 3 d x"])
    def test_may_hold_any_entry(self, project: Path, entry: Any) -> None:
        keep(project)
        document = json.loads((project / STORE).read_bytes())
        document["files"]["a.py"] = document["results"]["result"] = entry
        store(project, document)

        assert usable(project)

    @pytest.mark.parametrize("mark", [None, True, 2, -1, 1.0, [], {}])
    def test_may_expect_anything_of_a_file(self, project: Path, mark: Any) -> None:
        keep(project)
        document = json.loads((project / STORE).read_bytes())
        document["results"]["result"][1]["seen.py"] = mark
        store(project, document)

        assert kept(project) is None

    def test_may_name_files_that_cannot_be(self, project: Path) -> None:
        keep(project)
        document = json.loads((project / STORE).read_bytes())
        for name in ("\0", "\ud800", "x" * 100_000, "", ".", "/"):
            document["results"]["result"][1] = {name: "digest"}
            store(project, document)
            assert kept(project) is None

    def test_is_not_read_where_it_is_too_large(
        self, project: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        keep(project)
        monkeypatch.setattr(cache, "_MOST_BYTES", (project / STORE).stat().st_size)
        assert kept(project) == 1
        monkeypatch.setattr(cache, "_MOST_BYTES", (project / STORE).stat().st_size - 1)
        assert kept(project) is None

    def test_is_not_read_where_it_is_enormous(self, project: Path) -> None:
        keep(project)
        os.truncate(project / STORE, 1 << 40)

        assert usable(project)

    def test_is_not_believed_where_another_user_wrote_it(
        self, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        keep(project)
        assert kept(project) == 1
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "another"))

        assert usable(project)

    def test_is_not_believed_where_a_byte_is_another(self, project: Path) -> None:
        keep(project)
        whole = (project / STORE).read_bytes()
        for place in range(len(whole)):
            changed = bytes([whole[place] ^ 1])
            (project / STORE).write_bytes(whole[:place] + changed + whole[place + 1 :])
            assert kept(project) is None
            assert open_cache(project, KEY).screening(project / "a.py") is None

    def test_may_be_a_pipe_that_nobody_writes_to(self, project: Path) -> None:
        (project / STORE).parent.mkdir(parents=True)
        os.mkfifo(project / STORE)

        assert usable(project)

    @pytest.mark.parametrize("place", [STORE, STORE.parent, STORE.parent.parent], ids=str)
    def test_may_be_something_else_in_its_place(self, project: Path, place: Path) -> None:
        (project / place).parent.mkdir(parents=True, exist_ok=True)
        (project / place).mkdir() if place == STORE else (project / place).touch()

        keep(project)
        assert kept(project) is None
        assert not list(project.rglob("*.unfinished"))

    @pytest.mark.parametrize(
        "place",
        [STORE.parent.parent, STORE.parent, STORE, Path(".tunelint", ".gitignore")],
        ids=str,
    )
    @pytest.mark.parametrize("there", [True, False])
    def test_is_neither_read_nor_written_through_a_link(
        self, project: Path, tmp_path: Path, place: Path, there: bool
    ) -> None:
        keep(project)
        victim = tmp_path / "victim"
        shutil.move(project / place, victim)
        if not there:
            shutil.rmtree(victim) if victim.is_dir() else victim.unlink()
        before = contents(victim)
        (project / place).symlink_to(victim)

        assert kept(project) is None
        keep(project, value=2)
        assert kept(project) is None
        assert contents(victim) == before

    def test_that_becomes_a_link_is_not_written(self, project: Path, tmp_path: Path) -> None:
        run = open_cache(project, KEY)
        run.keep_result("result", Basis({}), 1)
        (tmp_path / "victim").mkdir()
        (project / ".tunelint").symlink_to(tmp_path / "victim")
        run.save()

        assert contents(tmp_path / "victim") == {}


def contents(folder: Path) -> dict[str, bytes]:
    """What lies at and below a place, if anything does."""
    files = [folder, *folder.rglob("*")]
    return {str(file): file.read_bytes() for file in files if file.is_file()}


def mutations(value: Any, garbage: Any) -> Iterator[Any]:
    """The value with garbage in the place of each of its parts in turn."""
    yield garbage
    if isinstance(value, dict | list):
        for at in value if isinstance(value, dict) else range(len(value)):
            for changed in mutations(value[at], garbage):
                whole = copy.copy(value)
                whole[at] = changed
                yield whole


WRITER = """\
import sys
from pathlib import Path
from tunelint.engine.cache import open_cache
from tunelint.files.file_state import Basis

root, who = Path(sys.argv[1]), sys.argv[2]
for turn in range(40):
    run = open_cache(root, "the key")
    run.keep_result("result", Basis({}), [who] * (20_000 + 1_000 * turn))
    run.save()
"""

TO_THE_LIMIT = """\
import resource, sys
from pathlib import Path
from tunelint.engine.cache import open_cache
from tunelint.files.file_state import Basis

run = open_cache(Path(sys.argv[1]), "the key")
run.keep_result("large", Basis({}), "x" * 100_000)
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
run.save()
"""


def on_a_full_disk(*_: object) -> io.FileIO:
    return io.FileIO("/dev/full", "wb")


def written(file: Path) -> tuple[int, int]:
    """Changes whenever the file is written or replaced; reading it may change further times."""
    found = file.stat()
    return found.st_ino, found.st_mtime_ns


class TestWriting:
    def test_keeps_the_folder_out_of_git(self, project: Path) -> None:
        keep(project)

        assert (project / ".tunelint" / ".gitignore").read_text() == "*\n"
        assert [path.name for path in (project / STORE).parent.iterdir()] == ["check.json"]

    def test_leaves_a_gitignore_that_is_there(self, project: Path) -> None:
        (project / ".tunelint").mkdir()
        (project / ".tunelint" / ".gitignore").write_text("cache\n")
        keep(project)

        assert (project / ".tunelint" / ".gitignore").read_text() == "cache\n"

    def test_happens_only_where_there_is_something_new(self, project: Path) -> None:
        keep(project)
        before = written(project / STORE)
        run = open_cache(project, KEY)
        for path in project.glob("*.py"):
            run.screening(path)
        run.result("result")
        run.save()

        assert written(project / STORE) == before

    def test_happens_only_where_a_cache_is_wanted(self, project: Path) -> None:
        run = without_cache(project)
        run.keep_result("result", Basis({}), 1)
        run.save()

        assert run.result("result") == 1
        assert not (project / ".tunelint").exists()

    @pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no full disk here")
    def test_to_a_full_disk_is_silent(self, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        keep(project)
        monkeypatch.setattr(disk, "open", on_a_full_disk, raising=False)
        run = open_cache(project, KEY)
        run.keep_result("more", Basis({}), 1)
        run.save()
        monkeypatch.undo()

        assert (kept(project), kept(project, result="more")) == (1, None)

    def test_to_a_disk_that_fills_up_leaves_the_earlier_cache(self, project: Path) -> None:
        keep(project)
        run = subprocess.run(
            [sys.executable, "-c", TO_THE_LIMIT, project], capture_output=True, check=False
        )

        assert (run.returncode, run.stderr) == (0, b"")
        assert (kept(project), kept(project, result="large")) == (1, None)
        assert [path.name for path in (project / STORE).parent.iterdir()] == ["check.json"]

    @pytest.mark.parametrize(("owner", "name"), [(Path, "mkdir"), (disk, "open"), (os, "replace")])
    def test_to_a_read_only_folder_is_silent(
        self, project: Path, owner: object, name: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def read_only(*_: object, **__: object) -> None:
            raise OSError(errno.EROFS, "Read-only file system")

        keep(project)
        run = open_cache(project, KEY)
        run.keep_result("more", Basis({}), 1)
        monkeypatch.setattr(owner, name, read_only, raising=False)
        run.save()
        monkeypatch.undo()

        assert (kept(project), kept(project, result="more")) == (1, None)
        assert [path.name for path in (project / STORE).parent.iterdir()] == ["check.json"]

    @pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
    def test_to_a_folder_without_permission_is_silent(self, project: Path) -> None:
        project.chmod(0o500)
        try:
            keep(project)
        finally:
            project.chmod(0o700)

        assert not (project / ".tunelint").exists()

    def test_of_what_json_cannot_hold_leaves_the_earlier_cache(self, project: Path) -> None:
        keep(project)
        run = open_cache(project, KEY)
        run.keep_result("more", Basis({}), object())
        run.save()

        assert kept(project) == 1

    def test_of_two_at_once_never_leaves_a_broken_file(self, project: Path) -> None:
        writers = [
            subprocess.Popen([sys.executable, "-c", WRITER, project, who]) for who in ("a", "b")
        ]
        seen = set()
        while any(writer.poll() is None for writer in writers):
            if (project / STORE).exists():
                document = json.loads((project / STORE).read_bytes())
                _, _, value = document["results"]["result"]
                assert len(set(value)) == 1
                seen.add(value[0])

        assert [writer.returncode for writer in writers] == [0, 0]
        assert seen == {"a", "b"}
        assert [path.name for path in (project / STORE).parent.iterdir()] == ["check.json"]

    def test_clears_what_killed_runs_left(self, project: Path) -> None:
        keep(project)
        with subprocess.Popen([sys.executable, "-c", ""]) as ended:
            ended.wait()
        theirs = (project / STORE).with_name(f".check.json.{ended.pid}-0123abcd.unfinished")
        ours = (project / STORE).with_name(f".check.json.{os.getpid()}-0123abcd.unfinished")
        theirs.touch()
        ours.touch()
        keep(project)

        assert (theirs.exists(), ours.exists()) == (False, True)


class TestGrowth:
    def test_entries_that_a_run_does_not_ask_for_stay(self, project: Path) -> None:
        keep(project)
        (project / "other.py").unlink()
        keep(project, result="second", value=2)

        assert (kept(project), kept(project, result="second")) == (1, 2)
        assert "other.py" in json.loads((project / STORE).read_bytes())["files"]

    def test_entries_that_are_not_used_for_a_month_go(
        self, project: Path, at: Callable[[float], None]
    ) -> None:
        keep(project)
        for days in (20, 40):
            at(days * DAY)
            run = open_cache(project, KEY)
            run.screening(project / "a.py")
            run.keep_result("second", Basis({}), 2)
            run.save()
            document = json.loads((project / STORE).read_bytes())
            assert ("other.py" in document["files"]) is (days == 20)
            assert ("result" in document["results"]) is (days == 20)

        assert "a.py" in document["files"]

    def test_use_is_noted_once_a_week(self, project: Path, at: Callable[[float], None]) -> None:
        keep(project)
        before = (project / STORE).read_bytes()
        for days in (5, 8):
            at(days * DAY)
            run = open_cache(project, KEY)
            assert run.result("result") == 1
            run.save()
            assert ((project / STORE).read_bytes() == before) is (days == 5)

    def test_the_least_used_go_where_there_are_too_many(
        self, project: Path, at: Callable[[float], None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(cache, "_MOST_RESULTS", 2)
        for days, result in enumerate(("first", "second", "third")):
            at(days * DAY)
            keep(project, result=result)

        found = [kept(project, result=result) for result in ("first", "second", "third")]
        assert found == [None, 1, 1]

    def test_only_this_runs_entries_stay_where_all_are_too_large(
        self, project: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        keep(project, value="x" * 10_000)
        monkeypatch.setattr(cache, "_MOST_BYTES", 15_000)
        keep(project, result="second", value="x" * 10_000)
        keep(project, result="third", value="x" * 20_000)

        found = [kept(project, result=result) for result in ("result", "second", "third")]
        assert found == [None, "x" * 10_000, None]


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
        Repair("unsafe", "pass a seed", edits),
    )


def bare(root: Path) -> Diagnostic:
    """A finding with no more than one must have."""
    span = Span(root / "deep" / "b.ipynb", 7, 1, 1, 1, 2)
    return Diagnostic("ACME1", "an-own-rule", Level.ADVICE, "", span, "")


class TestFindings:
    def test_of_all_fixtures_come_back_as_they_were(self) -> None:
        fixtures = CHECKOUT / "fixtures"
        found = check_paths([fixtures], Settings(Wishes(advice=True)))
        plain = tuple(replace(one, evidence=None) for one in found.diagnostics)
        findings = Findings(plain, found.problems)
        paths = frozenset(fixtures.rglob("*"))

        again = decoded(json.loads(json.dumps(encoded(findings, CHECKOUT))), CHECKOUT, paths)

        assert again == findings
        assert len(plain) > 300
        assert any(one.fix for one in plain)
        assert any(one.related for one in plain)
        assert any(one.span.cell for one in plain)

    def test_come_back_with_everything_and_with_nothing(self, tmp_path: Path) -> None:
        findings = Findings((finding(tmp_path), bare(tmp_path)), ("a problem", ""))
        for one in (findings, Findings()):
            value = json.loads(json.dumps(encoded(one, tmp_path)))
            assert decoded(value, tmp_path, {tmp_path / "a.py"}) == one

    def test_have_no_field_that_is_forgotten(self, tmp_path: Path) -> None:
        full = finding(tmp_path)
        empty = [
            field.name
            for field in dataclasses.fields(full)
            if field.name != "evidence" and not getattr(full, field.name)
        ]
        assert empty == []

    @pytest.mark.parametrize("garbage", GARBAGE, ids=repr)
    def test_that_nobody_encoded_are_none(self, tmp_path: Path, garbage: Any) -> None:
        value = encoded(Findings((finding(tmp_path),), ("a problem",)), tmp_path)
        anything = Everything()
        for changed in mutations(value, garbage):
            found = decoded(changed, tmp_path, anything)
            assert found is None or encoded(found, tmp_path) == changed

    @pytest.mark.parametrize(
        ("path", "garbage"),
        [
            ((0, 0, 2), "fatal"),
            ((0, 0, 4, 2), True),
            ((0, 0, 4, 2), -1),
            ((0, 0, 4, 2), 3.0),
            ((0, 0, 4, 2), 10**20),
            ((0, 0, 8, 0), "certain"),
            ((0, 0, 8, 2, 0, 6), None),
            ((1, 0), 1),
        ],
    )
    def test_of_a_wrong_kind_are_none(
        self, tmp_path: Path, path: tuple[int, ...], garbage: Any
    ) -> None:
        value: Any = encoded(Findings((finding(tmp_path),), ("a problem",)), tmp_path)
        place = value
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = garbage

        assert decoded(value, tmp_path, Everything()) is None

    def test_whose_fix_changes_a_file_outside_of_the_run_are_none(self, tmp_path: Path) -> None:
        value = encoded(Findings((finding(tmp_path),)), tmp_path)

        assert decoded(value, tmp_path, {tmp_path / "b.py"}) is None


class Everything(frozenset[Path]):
    """All files."""

    def __contains__(self, _: object) -> bool:
        return True


class TestAUnit:
    def run(self, project: Path) -> Cache:
        return open_cache(project, KEY)

    def basis(self, project: Path) -> Basis:
        return Basis(
            {project / name: read_known(project / name)[1] for name in ("a.py", "model.py")}
        )

    def test_is_recalled_where_the_same_files_are_in_the_run(self, project: Path) -> None:
        findings = Findings((finding(project), bare(project)), ("a problem",))
        unit = unit_key("settings", [project / "a.py"], [project / "a.py"])
        run = self.run(project)
        assert recalled(run, unit, {project / "a.py"}) is None
        remember(run, unit, self.basis(project), {project / "a.py"}, findings)
        run.save()

        assert recalled(self.run(project), unit, {project / "a.py"}) == findings
        more = {project / "a.py", project / "other.py"}
        assert recalled(self.run(project), unit, more) == findings
        # A fix could now change the module as well.
        joined = {project / "a.py", project / "model.py"}
        assert recalled(self.run(project), unit, joined) is None
        assert recalled(self.run(project), unit, set()) is None

    @pytest.mark.parametrize("value", [*GARBAGE, [[1], [], [[], []]], [[], ["a.py"], [[], []]]])
    def test_is_not_recalled_from_garbage(self, project: Path, value: Any) -> None:
        run = self.run(project)
        run.keep_result("unit", self.basis(project), value)

        assert recalled(run, "unit", {project / "a.py"}) is None

    def test_has_a_key_that_tells_its_files_and_how_they_are_read(self) -> None:
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


class TestTheKeyOfTheTool:
    def test_looks_at_all_of_the_tool(self) -> None:
        files = cache_key._files_below(cache_key._SOURCES, links=True)
        rooms = {Path(name).relative_to(cache_key._SOURCES).parts[0] for name, *_ in files}

        assert rooms >= {"rule.py", "rules", "interpreter", "libraries", "engine"}

    @pytest.fixture(name="sources")
    def _sources(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """A package with its rules behind a link."""
        for name in (
            "tunelint/engine/run.py",
            "tunelint/interpreter/library_names.py",
            "rules/tun101_a.py",
        ):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text("x = 1\n")
        (tmp_path / "tunelint" / "rules").symlink_to("../rules")
        (tmp_path / "tunelint" / "__pycache__").mkdir()
        monkeypatch.setattr(cache_key, "_SOURCES", str(tmp_path / "tunelint"))
        return tmp_path

    def test_is_the_same_for_the_same(self, sources: Path) -> None:
        before = key_of_tool()
        (sources / "tunelint" / "__pycache__" / "engine.py").touch()
        (sources / "tunelint" / "notes.txt").touch()

        assert key_of_tool() == before

    @pytest.mark.parametrize(
        "name",
        [
            "tunelint/engine/run.py",
            "tunelint/interpreter/library_names.py",
            "rules/tun101_a.py",
            "rules/tun102_new.py",
        ],
    )
    def test_changes_with_a_source(self, sources: Path, name: str) -> None:
        before = key_of_tool()
        (sources / name).write_text("x = 2\n")

        assert key_of_tool() != before

    def test_changes_with_a_source_that_goes(self, sources: Path) -> None:
        before = key_of_tool()
        (sources / "rules" / "tun101_a.py").unlink()

        assert key_of_tool() != before

    @pytest.mark.parametrize(
        ("owner", "name"), [(cache_key, "__version__"), (cache_key.sys, "version")]
    )
    def test_changes_with_a_version(
        self, owner: object, name: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = key_of_tool()
        monkeypatch.setattr(owner, name, "9.9.9")

        assert key_of_tool() != before

    def test_changes_with_libcst(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def find(name: str) -> ModuleSpec | None:
            spec = ModuleSpec(name, None, is_package=True)
            assert spec.submodule_search_locations is not None
            spec.submodule_search_locations.append(str(tmp_path / name))
            return spec if name == "libcst" else None

        monkeypatch.setattr(cache_key, "find_spec", find)
        keys = [key_of_tool()]
        (tmp_path / "libcst").mkdir()
        (tmp_path / "libcst-1.8.0.dist-info").mkdir()
        keys.append(key_of_tool())
        (tmp_path / "libcst-1.8.0.dist-info").rename(tmp_path / "libcst-1.9.0.dist-info")
        keys.append(key_of_tool())
        (tmp_path / "libcst" / "native.abi3.so").touch()
        keys.append(key_of_tool())

        assert len(set(keys)) == len(keys)

    def test_needs_nothing_heavy(self) -> None:
        program = (
            "import sys, tunelint.engine.cache\n"
            "heavy = {'libcst', 'sqlite3', 'click', 'rich', 'pathspec', 'msgspec'}\n"
            "assert not heavy & set(sys.modules), 'cache'\n"
            "from tunelint.engine import cache_key, cached_findings\n"
            "assert cache_key.key_of_tool()\n"
            "assert not {'libcst', 'sqlite3'} & set(sys.modules), 'key'\n"
        )
        subprocess.run([sys.executable, "-c", program], check=True)


RULE = """\
from tunelint.rule import Level, Rule


class Own(Rule):
    code = "ACME001"
    name = "own"
    level = Level.ERROR
"""


class TestTheKeyOfTheSettings:
    def key(self, folder: Path, configuration: str = "", **wishes: Any) -> str:
        return key_of_settings(self.settings(folder, configuration, **wishes))

    def settings(self, folder: Path, configuration: str = "", **wishes: Any) -> ProjectSettings:
        (folder / "tunelint.toml").write_text(configuration)
        return Settings(Wishes(**wishes)).of_folder(folder)

    @pytest.mark.parametrize(
        "configuration",
        [
            "select = ['TUN101']",
            "ignore = ['TUN101']",
            "advice = true",
            "extend-select = ['TUN408']",
            "[TUN401]\nepoch-ratio = 7",
            "[per-file-ignores]\n'a.py' = ['TUN101']",
            "[per-file-ignores]\n'b.py' = ['TUN101']",
            "[per-file-ignores]\n'a.py' = ['TUN102']",
        ],
    )
    def test_changes_with_the_configuration(self, tmp_path: Path, configuration: str) -> None:
        others = ["", "[per-file-ignores]\n'a.py' = ['TUN10']"]

        assert self.key(tmp_path, configuration) not in {self.key(tmp_path, one) for one in others}

    @pytest.mark.parametrize(
        "wishes",
        [
            {"choice": Choice(select=["TUN101"])},
            {"choice": Choice(ignore=["TUN101"])},
            {"advice": True},
            {"per_file_ignores": {"a.py": ("TUN101",)}},
        ],
    )
    def test_changes_with_the_command_line(self, tmp_path: Path, wishes: dict[str, Any]) -> None:
        assert self.key(tmp_path, **wishes) != self.key(tmp_path)

    @pytest.mark.parametrize(
        "configuration", ["", "exclude = ['x']", "output-format = 'json'", "fix = true"]
    )
    def test_stays_where_findings_stay(self, tmp_path: Path, configuration: str) -> None:
        assert self.key(tmp_path, configuration) == self.key(tmp_path)

    def test_stays_with_another_baseline(self, tmp_path: Path) -> None:
        settings = self.settings(tmp_path)
        accepted = replace(settings, baseline=frozenset({"f" * 64}))

        assert key_of_settings(accepted) == key_of_settings(settings)

    def test_changes_with_the_root(self, tmp_path: Path) -> None:
        (tmp_path / "a").mkdir()
        (tmp_path / "b").mkdir()

        assert self.key(tmp_path / "a") != self.key(tmp_path / "b")

    def test_changes_with_a_setting_that_it_does_not_know(self, tmp_path: Path) -> None:
        @dataclasses.dataclass(frozen=True, eq=False)
        class More(ProjectSettings):
            deepest: int = 1

        settings = self.settings(tmp_path)
        fields = {one.name: getattr(settings, one.name) for one in dataclasses.fields(settings)}

        assert key_of_settings(More(**fields)) != key_of_settings(More(**fields, deepest=2))
        assert key_of_settings(More(**fields)) == key_of_settings(More(**fields))

    def test_changes_with_the_projects_own_rules_where_they_run(self, tmp_path: Path) -> None:
        rule = tmp_path / "lints" / "acme001_own.py"
        rule.parent.mkdir()
        rule.write_text(RULE)
        before = [
            self.key(tmp_path, 'rules = ["lints"]', allow_project_rules=yes) for yes in (0, 1)
        ]
        rewritten(rule, RULE.replace("ERROR", "ADVIC"))
        after = [self.key(tmp_path, 'rules = ["lints"]', allow_project_rules=yes) for yes in (0, 1)]

        assert before[0] == after[0]
        assert len({*before, *after, self.key(tmp_path)}) == 4

    def test_changes_with_another_packages_rules(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        package = tmp_path / "site" / "acme_lints"
        package.mkdir(parents=True)
        (package / "__init__.py").write_text("raise SystemExit")
        (package / "own.py").write_text(RULE)
        monkeypatch.syspath_prepend(package.parent)
        settings = self.settings(tmp_path)
        entry = settings.catalogue.entries["TUN101"]
        other = replace(entry, code="ACME001", module="acme_lints.own")
        entries = MappingProxyType({**settings.catalogue.entries, "ACME001": other})
        further = replace(settings, catalogue=replace(settings.catalogue, entries=entries))

        keys = [key_of_settings(settings), key_of_settings(further)]
        (package / "own.py").write_text(RULE.replace("ERROR", "ADVICE"))
        keys.append(key_of_settings(further))

        assert len(set(keys)) == 3
        assert key_of_settings(further) == keys[-1]
