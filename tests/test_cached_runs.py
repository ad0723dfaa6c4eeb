"""Runs over what earlier runs know: the same findings as without a cache, whatever changes."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

import pytest

from tests.checkout import CHECKOUT
from tests.command import NO_SEARCH, ZERO_SEED, tunelint, write
from tests.own_rule import OwnRule, own_rule

JSON = ("--output-format", "json")
SEEDED = (
    "import keras\nfrom seeds import SEED\n\nkeras.utils.set_random_seed(1)\n"
    + ZERO_SEED.replace("seed=0", "seed=SEED")
)
CACHE = Path(".tunelint", "cache", "check.json")


@pytest.fixture
def rule(tmp_path_factory: pytest.TempPathFactory) -> OwnRule:
    """Notes the names of the files that are judged anew."""
    return own_rule(tmp_path_factory.mktemp("rule") / "lints")


def codes(folder: Path, *options: str) -> list[tuple[str, str]]:
    """File name and code of all findings, which must be the same without the cache."""
    with_cache = tunelint(folder, "check", *JSON, *options)
    without = tunelint(folder, "check", *JSON, *options, "--no-cache")
    assert with_cache == without
    return [(Path(one["path"]).name, one["code"]) for one in with_cache.findings]


class TestUnchanged:
    def test_nothing_is_judged_again(self, tmp_path: Path, rule: OwnRule) -> None:
        write(tmp_path, {"a.py": SEEDED, "seeds.py": "SEED = 0\n", "b.py": ZERO_SEED})
        first = tunelint(tmp_path, "check", *JSON, *rule.options)
        assert sorted(rule.asked.read()) == ["a.py", "b.py"]

        assert tunelint(tmp_path, "check", *JSON, *rule.options) == first
        assert rule.asked.read() == []

    def test_all_fixtures_say_the_same_again(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            project = Path(folder, "project")
            shutil.copytree(CHECKOUT / "fixtures", project)
            write(project, {})
            expected = tunelint(project, "check", *JSON, "--advice")

            assert tunelint(project, "check", *JSON, "--advice") == expected

        assert len(expected.findings) > 300
        assert any(one["fix"] for one in expected.findings)
        assert any(one["related"] for one in expected.findings)
        assert any(one["cell"] for one in expected.findings)

    def test_nothing_is_imported_to_read_it(self, tmp_path: Path) -> None:
        write(tmp_path, {"a.py": ZERO_SEED})
        tunelint(tmp_path, "check")
        code = (
            "import sys\n"
            "from tunelint.cli.main import main\n"
            "try:\n"
            "    main(['check', '--output-format', 'concise'])\n"
            "finally:\n"
            "    assert 'libcst' not in sys.modules\n"
        )

        run = subprocess.run(
            [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, check=False, text=True
        )

        assert (run.returncode, run.stderr) == (1, "")
        assert run.stdout.startswith("a.py:7:5: TUN102 ")

    def test_another_selection_is_another_question(self, tmp_path: Path, rule: OwnRule) -> None:
        write(tmp_path, {"a.py": ZERO_SEED})

        for _ in range(2):
            assert codes(tmp_path, *rule.options) == [("a.py", "TUN102")]
            assert codes(tmp_path, *rule.options, "--ignore", "TUN102") == []

        assert len(rule.asked.read()) == 2 + 4  # each selection once, always without the cache

    def test_a_baseline_comes_after_it(self, tmp_path: Path) -> None:
        write(tmp_path, {"a.py": ZERO_SEED})
        assert codes(tmp_path) == [("a.py", "TUN102")]
        tunelint(tmp_path, "check", "--write-baseline", "known.json")

        assert codes(tmp_path, "--baseline", "known.json") == []

    def test_one_folder_of_a_project_leaves_the_rest_known(
        self, tmp_path: Path, rule: OwnRule
    ) -> None:
        write(tmp_path, {"one/a.py": ZERO_SEED, "two/b.py": ZERO_SEED})
        tunelint(tmp_path, "check", *rule.options)
        tunelint(tmp_path, "check", "one", *rule.options)
        assert sorted(rule.asked.read()) == ["a.py", "b.py"]

        tunelint(tmp_path, "check", *rule.options)

        assert rule.asked.read() == []


class TestChanges:
    @pytest.fixture
    def project(self, tmp_path: Path) -> Path:
        write(tmp_path, {"a.py": SEEDED, "seeds.py": "SEED = 0\n", "other.py": NO_SEARCH})
        assert codes(tmp_path) == [("a.py", "TUN102")]
        return tmp_path

    @pytest.mark.parametrize(
        ("change", "found"),
        [
            (lambda folder: (folder / "seeds.py").write_text("SEED = 7\n"), []),
            (lambda folder: (folder / "seeds.py").unlink(), []),
            (lambda folder: (folder / "a.py").unlink(), []),
            (lambda folder: (folder / "a.py").write_text(SEEDED + "# more\n"), ["a.py"]),
            (lambda folder: (folder / "b.py").write_text(ZERO_SEED), ["a.py", "b.py"]),
            (lambda folder: (folder / "other.py").write_text(ZERO_SEED), ["a.py", "other.py"]),
            (lambda folder: (folder / "tunelint.toml").write_text("ignore = ['TUN102']\n"), []),
        ],
        ids=["edited", "deleted", "gone", "longer", "added", "now a search", "configured"],
    )
    def test_they_are_seen(
        self, change: Callable[[Path], object], found: list[str], project: Path
    ) -> None:
        change(project)

        assert codes(project) == [(name, "TUN102") for name in found]

    def test_a_module_that_appears_is_seen(self, project: Path) -> None:
        (project / "seeds.py").unlink()
        assert codes(project) == []

        (project / "src").mkdir()
        (project / "src" / "seeds.py").write_text("SEED = 0\n")

        assert codes(project) == [("a.py", "TUN102")]

    def test_a_module_that_takes_the_place_of_another_is_seen(self, tmp_path: Path) -> None:
        write(tmp_path, {"runs/a.py": SEEDED, "seeds.py": "SEED = 0\n"})
        assert codes(tmp_path) == [("a.py", "TUN102")]

        (tmp_path / "runs" / "seeds.py").write_text("SEED = 7\n")

        assert codes(tmp_path) == []

    def test_a_change_of_the_same_length_and_time_is_seen(self, project: Path) -> None:
        module = project / "seeds.py"
        before = module.stat()

        module.write_text("SEED = 7\n")
        os.utime(module, ns=(before.st_atime_ns, before.st_mtime_ns))

        assert codes(project) == []

    def test_content_that_is_given_is_not_that_of_the_disk(self, project: Path) -> None:
        text = SEEDED.replace("seed=SEED", "seed=7").encode()

        run = tunelint(project, "check", "-", "--stdin-filename", "a.py", *JSON, given=text)

        assert run.codes == []
        assert codes(project) == [("a.py", "TUN102")]


class TestWhatIsNotKept:
    def test_nothing_on_request(self, tmp_path: Path) -> None:
        write(tmp_path, {"a.py": ZERO_SEED})

        tunelint(tmp_path, "check", "--no-cache")

        assert not (tmp_path / ".tunelint").exists()

    def test_nothing_outside_of_a_project(self, tmp_path: Path) -> None:
        (tmp_path / "a.py").write_text(ZERO_SEED)

        assert tunelint(tmp_path, "check", *JSON).codes == ["TUN102"]
        assert [path.name for path in tmp_path.iterdir()] == ["a.py"]

    @pytest.mark.parametrize(
        ("act", "status", "found"),
        [
            ("raise ValueError('once')", 2, ["TUN102"]),
            ("os._exit(1)", 1, ["TUN901"]),
        ],
        ids=["failure", "death"],
    )
    def test_nothing_that_went_wrong(
        self, tmp_path: Path, act: str, status: int, found: list[str]
    ) -> None:
        folder = write(tmp_path / "project", {"a.py": ZERO_SEED})
        wrong = tmp_path / "wrong"
        wrong.touch()
        rule = own_rule(tmp_path / "lints", f"if os.path.exists({str(wrong)!r}): {act}")

        run = tunelint(folder, "check", *JSON, *rule.options)
        wrong.unlink()

        assert (run.status, run.codes) == (status, found)
        rule.asked.read()
        assert tunelint(folder, "check", *JSON, *rule.options).codes == ["TUN102"]
        assert rule.asked.read() == ["a.py"]

    def test_no_harm_from_a_broken_cache(self, tmp_path: Path) -> None:
        write(tmp_path, {"a.py": ZERO_SEED})
        tunelint(tmp_path, "check")
        text = (tmp_path / CACHE).read_text()

        for broken in (text[: len(text) // 2], "[]", json.dumps({"format": 1}), "\0"):
            (tmp_path / CACHE).write_text(broken)
            assert codes(tmp_path) == [("a.py", "TUN102")]


class TestTrust:
    """What came with a repository is not believed, however much it looks like a cache of ours."""

    PROGRAM: ClassVar = {
        "a.py": ZERO_SEED,
        "b.py": SEEDED,
        "seeds.py": "SEED = 0\n",
        "c.py": NO_SEARCH,
    }

    def values(self, value: object, path: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        """The way to every value in a document."""
        inner: list[tuple[object, object]] = []
        if isinstance(value, dict):
            inner = list(value.items())
        elif isinstance(value, list):
            inner = list(enumerate(value))
        ways = [way for key, one in inner for way in self.values(one, (*path, key))]
        return [*([path] if path else []), *ways]

    def changed(self, document: object, chance: random.Random) -> object:
        """The document with one value replaced by another of its kind, or by none."""
        copy = json.loads(json.dumps(document))
        way = chance.choice(self.values(copy))
        holder = copy
        for key in way[:-1]:
            holder = holder[key]
        match holder[way[-1]]:
            case str(text):
                others = [text[:-1], text + "x", "error", "warning", "\x1b[31m", "TUN101", "a.py"]
            case int(number):
                others = [number + 1, number - 1, 0, None]
            case _:
                others = [None, [], {}, 1]
        holder[way[-1]] = chance.choice(others)
        return copy

    def test_no_changed_entry_alters_what_is_said(self, tmp_path: Path) -> None:
        folder = write(tmp_path, self.PROGRAM)
        expected = tunelint(folder, "check", *JSON)
        kept = (folder / CACHE).read_bytes()
        document = json.loads(kept)
        chance = random.Random(0)
        for _ in range(20):
            (folder / CACHE).write_text(json.dumps(self.changed(document, chance)))
            assert tunelint(folder, "check", *JSON) == expected
        for _ in range(20):
            place = chance.randrange(len(kept))
            (folder / CACHE).write_bytes(kept[:place] + b"%d" % chance.randrange(9) + kept[place:])
            assert tunelint(folder, "check", *JSON) == expected

    def test_a_cache_of_somebody_else_s_is_not_believed(
        self, tmp_path: Path, rule: OwnRule, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = write(tmp_path / "project", {"a.py": ZERO_SEED})
        with monkeypatch.context() as another:
            another.setenv("XDG_CACHE_HOME", str(tmp_path / "theirs"))
            tunelint(folder, "check", *rule.options)
        assert rule.asked.read() == ["a.py"]

        tunelint(folder, "check", *rule.options)
        assert rule.asked.read() == ["a.py"]
        tunelint(folder, "check", *rule.options)
        assert rule.asked.read() == []

    @pytest.mark.parametrize("home", ["a file", "read by others", "too short"])
    def test_without_a_key_of_ones_own_nothing_is_kept(
        self, tmp_path: Path, home: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = write(tmp_path / "project", {"a.py": ZERO_SEED})
        cache = tmp_path / "home"
        monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
        if home == "a file":
            cache.touch()
        else:
            tunelint(folder, "check")
            own = cache / "tunelint"
            assert own.stat().st_mode & 0o777 == 0o700
            (folder / CACHE).unlink()
            if home == "read by others":
                own.chmod(0o755)
            else:
                (own / "key").write_bytes(b"x")

        run = tunelint(folder, "check")

        assert (run.status, run.errors) == (1, "")
        assert (folder / CACHE).exists() is (home == "too short")  # then a new key is made
