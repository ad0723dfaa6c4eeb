"""The cache: what holds is remembered, what changed is not, and no harm ever comes from it."""

from __future__ import annotations

import copy
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.command import ZERO_SEED, as_somebody, tunelint, write
from tests.file_times import aged, rewritten
from tunelint.engine.cache import Screening, open_cache, sealed, without_cache
from tunelint.files.file_state import Basis, Known, digest_of, read_known
from tunelint.files.seal import own_key

KEY = "the key"
STORE = Path(".tunelint", "cache", "check.json")
TOLD = Screening(True, True, (("keras_tuner", 0), ("model", 1), ("", 2), ("a.b", 0)))
GARBAGE: list[Any] = [None, True, -1, 1.5, 10**40, "", "x", [], {}, [[]], [None] * 9, {"a": 1}]


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

    def test_needs_no_file_to_be_opened(self, project: Path) -> None:
        keep(project)
        rewritten(project / "a.py", "import other\n")
        rewritten(project / "model.py", "x = 2\n")

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
    def test_is_there_for_the_next_run(self, project: Path) -> None:
        keep(project)
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

    def test_stays_where_the_file_is_touched_and_read_once_only(self, project: Path) -> None:
        keep(project)
        aged(project / "a.py", 50)
        run = open_cache(project, KEY)
        assert run.screening(project / "a.py") == TOLD
        run.save()

        rewritten(project / "a.py", "import other\n")
        assert open_cache(project, KEY).screening(project / "a.py") == TOLD

    def test_is_known_by_the_stamp_once_the_file_is_old(self, project: Path) -> None:
        aged(project / "a.py", 1)
        keep(project)
        text = (project / "a.py").read_text()
        rewritten(project / "a.py", "import other\n")
        assert open_cache(project, KEY).screening(project / "a.py") is None

        rewritten(project / "a.py", text)
        time.sleep(1.1)
        run = open_cache(project, KEY)
        run.screening(project / "a.py")
        run.save()
        rewritten(project / "a.py", "import other\n")

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

    def test_to_a_disk_that_fills_up_leaves_the_earlier_cache(self, project: Path) -> None:
        keep(project)
        run = subprocess.run(
            [sys.executable, "-c", TO_THE_LIMIT, project], capture_output=True, check=False
        )

        assert (run.returncode, run.stderr) == (0, b"")
        assert (kept(project), kept(project, result="large")) == (1, None)
        assert [path.name for path in (project / STORE).parent.iterdir()] == ["check.json"]

    def test_to_a_folder_without_permission_is_silent(self, project: Path) -> None:
        write(project, {"b.py": ZERO_SEED})
        tunelint(project, "check")
        before = (project / STORE).read_bytes()
        (project / "b.py").write_text(f"{ZERO_SEED}\n")
        folders = [project / STORE.parent, project / ".tunelint", project]
        for folder in folders:
            folder.chmod(0o500)
        try:
            run = as_somebody(project, "check")
        finally:
            for folder in folders:
                folder.chmod(0o700)

        assert (run.status, run.errors) == (1, "")
        assert (project / STORE).read_bytes() == before
        assert [path.name for path in (project / STORE).parent.iterdir()] == ["check.json"]

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

    def test_entries_that_are_not_used_for_a_month_go(self, project: Path) -> None:
        keep(project)
        for files, results in (
            ({"a.py", "model.py", "other.py", "seen.py"}, {"result", "second"}),
            ({"a.py"}, {"second"}),
        ):
            grown_older(project, 20)
            run = open_cache(project, KEY)
            run.screening(project / "a.py")
            run.keep_result("second", Basis({}), 2)
            run.save()
            document = json.loads((project / STORE).read_bytes())
            assert (document["files"].keys(), document["results"].keys()) == (files, results)

    def test_use_is_noted_once_a_week(self, project: Path) -> None:
        keep(project)
        for days, noted in ((5, False), (3, True)):
            grown_older(project, days)
            before = (project / STORE).read_bytes()
            run = open_cache(project, KEY)
            assert run.result("result") == 1
            run.save()
            assert ((project / STORE).read_bytes() != before) is noted

    def test_the_least_used_go_where_there_are_too_many(self, project: Path) -> None:
        keep(project)
        document = json.loads((project / STORE).read_bytes())
        day, basis, value = document["results"].pop("result")
        document["results"] = {
            "first": [day - 2, basis, value],
            "second": [day - 1, basis, value],
            **{str(number): [day, {}, 0] for number in range(19_998)},
        }
        store(project, document)
        assert [kept(project, result=result) for result in ("first", "second")] == [1, 1]

        keep(project, result="third")

        found = [kept(project, result=result) for result in ("first", "second", "third")]
        assert found == [None, 1, 1]

    def test_only_this_runs_entries_stay_where_all_are_too_large(self, project: Path) -> None:
        half = "x" * (70 << 20)
        keep(project, value=half)
        keep(project, result="second", value=half)

        assert kept(project) is None
        assert kept(project, result="second") == half


def grown_older(project: Path, days: int) -> None:
    """Let the cache be so many days older than it is."""
    document = json.loads((project / STORE).read_bytes())
    for name, text in document["files"].items():
        day, _, rest = text.partition(" ")
        document["files"][name] = f"{int(day) - days} {rest}"
    for entry in document["results"].values():
        entry[0] -= days
    store(project, document)
