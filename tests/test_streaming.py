"""Findings come as soon as their turn has come, and come out as if all had been waited for."""

from __future__ import annotations

import contextlib
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path

import pytest

from tests.command import NO_SEARCH, ZERO_SEED, Notes, Outcome, runs, tunelint, write
from tests.own_rule import OwnRule, own_rule, wait_for
from tunelint.config.settings import Settings, Wishes
from tunelint.engine import run as engine
from tunelint.engine.jobs import Job
from tunelint.engine.project_check import Check
from tunelint.engine.stream import released
from tunelint.files.installed import Installed
from tunelint.findings.diagnostic import Diagnostic, Span, sorted_once
from tunelint.findings.finding import Level
from tunelint.reports.concise import concise
from tunelint.reports.full import full
from tunelint.reports.summary import Ending, last_lines
from tunelint.reports.terminal_text import printed

CONCISE = ("--output-format", "concise")
MAKING = """\
import keras_tuner as kt


def random_search(build_model):
    return kt.RandomSearch(
        build_model,
        objective="val_loss",
        max_trials=20,
        seed=0,
        overwrite=True,
    )
"""
USING = """\
from {module} import random_search

tuner = random_search(build_model)
tuner.search(x_train, y_train, epochs=20, validation_data=(x_val, y_val))
"""
DEEPER = "x = " + "(" * 600 + "1" + ")" * 600

Part = tuple[str, Sequence[Diagnostic]]


def finding(path: str, line: int = 1, message: str = "wrong") -> Diagnostic:
    span = Span(Path(path), None, line, 1, line, 2)
    return Diagnostic("TUN101", "made-up", Level.ERROR, message, span, f"{path}{line}{message}")


def places(found: Sequence[Diagnostic]) -> list[str]:
    return [f"{one.span.path}:{one.span.line}" for one in found]


class TestOrder:
    """What is released when, on made-up units: the first file of each, and what it finds."""

    def story(self, known: Sequence[Diagnostic], *parts: Part) -> list[str | list[str]]:
        """What is released, and between which units: each by the first file that it reaches."""
        told: list[str | list[str]] = []

        def judged() -> Iterator[Sequence[Diagnostic]]:
            for first, found in parts:
                told.append(first)
                yield found

        for group in released(known, judged(), [first for first, _ in parts]):
            told.append(places(group))
        return told

    def test_a_finding_is_told_before_the_next_unit_is_judged(self) -> None:
        assert self.story(
            (), ("/a.py", [finding("/a.py")]), ("/b.py", []), ("/c.py", [finding("/c.py")])
        ) == ["/a.py", ["/a.py:1"], "/b.py", "/c.py", ["/c.py:1"]]

    def test_what_lies_behind_a_unit_that_is_not_judged_waits(self) -> None:
        assert self.story(
            (), ("/a.py", [finding("/z.py"), finding("/a.py")]), ("/b.py", [finding("/b.py")])
        ) == ["/a.py", ["/a.py:1"], "/b.py", ["/b.py:1", "/z.py:1"]]

    def test_a_file_that_two_units_reach_waits_for_both(self) -> None:
        shared = finding("/lib.py", 3)

        assert self.story(
            (),
            ("/lib.py", [finding("/lib.py", 5), shared]),
            ("/lib.py", [shared, finding("/lib.py", 1), finding("/x.py")]),
            ("/y.py", []),
        ) == ["/lib.py", "/lib.py", ["/lib.py:1", "/lib.py:3", "/lib.py:5", "/x.py:1"], "/y.py"]

    def test_what_is_known_is_told_at_once_as_far_as_it_may_be(self) -> None:
        known = [finding("/d.py"), finding("/a.py"), finding("/b.py", 2)]

        assert self.story(known, ("/b.py", [finding("/b.py")]), ("/c.py", [])) == [
            ["/a.py:1"],
            "/b.py",
            ["/b.py:1", "/b.py:2"],
            "/c.py",
            ["/d.py:1"],
        ]

    def test_without_units_all_is_told_at_once(self) -> None:
        assert self.story([finding("/b.py"), finding("/a.py")]) == [["/a.py:1", "/b.py:1"]]
        assert self.story([]) == []

    def test_files_sort_as_text(self) -> None:
        assert self.story(
            (), ("/a-b/c.py", [finding("/a-b/c.py")]), ("/a/b.py", [finding("/a/b.py")])
        ) == ["/a-b/c.py", ["/a-b/c.py:1"], "/a/b.py", ["/a/b.py:1"]]

    @pytest.mark.parametrize("order", [1, -1])
    def test_of_two_about_the_same_the_same_one_is_told(self, order: int) -> None:
        two = [finding("/lib.py", message=message) for message in ("one", "two")][::order]
        parts = [[one] for one in two]

        (group,) = released((), parts, ["/lib.py", "/lib.py"])

        assert [one.message for one in group] == ["one"]

    def test_one_against_all_promises_is_told_late_and_once(self) -> None:
        early = finding("/a.py")

        assert self.story(
            (), ("/a.py", [early]), ("/b.py", [early, finding("/a.py", 2)]), ("/c.py", [])
        ) == ["/a.py", ["/a.py:1"], "/b.py", ["/a.py:2"], "/c.py"]

    @pytest.mark.parametrize("seed", range(20))
    def test_all_together_are_as_if_they_had_been_waited_for(self, seed: int) -> None:
        chance = random.Random(seed)
        files = [f"/{name}{tail}.py" for name in "abcde" for tail in ("", "-1", "/x", "_")]

        def some(most: int) -> list[Diagnostic]:
            return [
                finding(chance.choice(files), chance.randrange(4), chance.choice("xyz"))
                for _ in range(chance.randrange(most))
            ]

        found = [some(5) for _ in range(chance.randrange(12))]
        parts = sorted(
            (min([chance.choice(files), *(one.span.path.as_posix() for one in part)]), number)
            for number, part in enumerate(found)
        )
        known = some(8)

        groups = list(
            released(known, (found[number] for _, number in parts), [first for first, _ in parts])
        )

        assert tuple(chain.from_iterable(groups)) == sorted_once([*known, *chain(*found)])
        assert all(groups)


def jobs_by_project(folder: Path, wishes: Wishes | None = None) -> list[list[Job]]:
    """The jobs of a run without a cache."""
    run = engine.plan([folder], Settings(wishes or Wishes()))
    installed = Installed()
    return [Check(batch, None, print, 1, installed).jobs for batch in run.batches]


def jobs_of(folder: Path) -> dict[str, Job]:
    """The jobs of a run without a cache by the names of their first files."""
    return {job.unit.files[0].name: job for job in chain(*jobs_by_project(folder))}


class TestReach:
    """Where the findings of a unit may lie at the earliest."""

    def earliest(self, folder: Path) -> dict[str, str]:
        return {
            name: Path(job.earliest).relative_to(folder).as_posix()
            for name, job in jobs_of(folder).items()
        }

    def test_it_ends_with_what_its_files_import(self, tmp_path: Path) -> None:
        write(
            tmp_path,
            {
                "lib/a.py": "SEED = 0\n",
                "lib/b.py": "from lib.a import SEED\n",
                "t.py": f"import lib.b\n{ZERO_SEED}",
                "u.py": ZERO_SEED,
                "v.py": "x = 1  # noqa: TUN101\n",
            },
        )

        assert self.earliest(tmp_path) == {"t.py": "lib/a.py", "u.py": "u.py", "v.py": "v.py"}

    def test_a_module_with_a_name_of_the_standard_library_is_one(self, tmp_path: Path) -> None:
        write(
            tmp_path,
            {
                "code.py": "SEED = 0\n",
                "profile.py": "import code\n",
                "t.py": f"import os\nimport profile\n{ZERO_SEED}",
                "u.py": f"import os\n{ZERO_SEED}",
                "v/w.py": f"from . import profile\n{ZERO_SEED}",
            },
        )

        assert self.earliest(tmp_path) == {"t.py": "code.py", "u.py": "u.py", "w.py": "v/w.py"}


def buffered() -> dict[str, str]:
    """The environment of a process that writes when it is asked to or has much to write."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}


@pytest.fixture
def rule(tmp_path_factory: pytest.TempPathFactory) -> OwnRule:
    """Notes the names of the files that are judged."""
    return own_rule(tmp_path_factory.mktemp("rule") / "lints")


def many(folder: Path, count: int = 30) -> Path:
    return write(folder, {f"file{number:02}.py": ZERO_SEED for number in range(count)})


def checking(
    folder: Path, rule: OwnRule | None = None, *, workers: int = 0, cached: bool = False
) -> engine.Checking:
    settings = Settings() if rule is None else rule.settings
    return engine.checking([folder], settings, workers=workers, cached=cached)


class TestChecking:
    def test_the_first_finding_comes_when_one_unit_is_judged(
        self, tmp_path: Path, rule: OwnRule
    ) -> None:
        findings = checking(many(tmp_path), rule).findings()
        assert rule.asked.read() == []

        for number in range(3):
            (one,) = next(findings)
            assert one.span.path.name == f"file{number:02}.py"
            assert rule.asked.read() == [f"file{number:02}.py"]
        findings.close()

        assert rule.asked.read() == []

    def test_an_early_finding_is_printed_while_a_later_unit_is_judged(self, tmp_path: Path) -> None:
        folder = many(tmp_path / "project")
        gate = tmp_path / "gate"
        rule = own_rule(tmp_path / "lints", f"if name == 'file29.py': wait_for({str(gate)!r})")
        command = [
            sys.executable,
            "-m",
            "tunelint",
            "check",
            "--jobs",
            "2",
            *CONCISE,
            *rule.options,
        ]
        with subprocess.Popen(
            command, cwd=folder, stdout=subprocess.PIPE, text=True, env=buffered()
        ) as run:
            assert run.stdout is not None
            early = [run.stdout.readline() for _ in range(20)]
            gate.touch()
            late = run.stdout.read().splitlines()

        assert [line.partition(":")[0] for line in early] == [
            f"file{number:02}.py" for number in range(20)
        ]
        assert late[-2].startswith("Found 30 findings")

    def test_the_result_holds_what_came_so_far(self, tmp_path: Path) -> None:
        check = checking(many(tmp_path))
        findings = check.findings()
        assert check.result.diagnostics == ()

        first = next(findings)
        assert check.result.diagnostics == first
        rest = list(findings)

        assert check.result.diagnostics == (*first, *chain(*rest))
        assert check.result == checking(tmp_path).finished()

    def test_a_run_that_is_ended_keeps_what_was_judged(self, tmp_path: Path, rule: OwnRule) -> None:
        findings = checking(many(tmp_path), rule, cached=True).findings()
        with contextlib.closing(findings):
            for _ in range(5):
                next(findings)
        assert len(rule.asked.read()) == 5

        result = checking(tmp_path, rule, cached=True).finished()

        assert (len(result.diagnostics), len(rule.asked.read())) == (30, 25)

    def test_what_is_known_is_told_before_anything_is_judged(
        self, tmp_path: Path, rule: OwnRule
    ) -> None:
        checking(many(tmp_path), rule, cached=True).finished()
        (tmp_path / "file10.py").write_text(f"{ZERO_SEED}\n")
        rule.asked.read()

        findings = checking(tmp_path, rule, cached=True).findings()
        first = next(findings)
        assert rule.asked.read() == []
        rest = list(findings)

        assert len(first) == 10
        assert [len(group) for group in rest] == [20]
        assert rule.asked.read() == ["file10.py"]

    def test_a_run_that_is_ended_ends_its_workers(self, tmp_path: Path) -> None:
        folder = many(tmp_path / "project")
        pids = Notes(tmp_path / "pids")
        act = f"print(os.getpid(), file=open({str(pids.file)!r}, 'a'))"
        findings = checking(folder, own_rule(tmp_path / "lints", act), workers=2).findings()
        next(findings)
        findings.close()

        workers = {*map(int, pids.read())}
        assert workers
        assert os.getpid() not in workers
        assert not any(runs(process) for process in workers)

    def test_a_file_that_goes_too_deep_keeps_its_place(self, tmp_path: Path) -> None:
        many(tmp_path)
        (tmp_path / "file07.py").write_text(f"{ZERO_SEED}\n{DEEPER}\n")

        findings = checking(tmp_path, workers=1).findings()
        before = [one for _ in range(7) for one in next(findings)]
        rest = list(chain(*findings))

        assert [one.span.path.name for one in (*before, *rest)] == [
            f"file{number:02}.py" for number in range(30)
        ]


class TestOutput:
    """What is printed is the same with any number of workers, and whatever is known."""

    @pytest.fixture
    def project(self, tmp_path: Path) -> Path:
        """Two projects, one in the other, with paths that interleave; all kinds of files."""
        files = {f"a{number}/search.py": ZERO_SEED for number in range(9)}
        files |= {f"a{number}-b/search.py": ZERO_SEED for number in range(9)}
        files |= {f"n/{name}/search.py": ZERO_SEED for name in "abxyz"}
        files |= {
            "deep.py": f"{ZERO_SEED}\n{DEEPER}\n",
            "broken.py": "import hyperopt\nx = (\n",
            "clean.py": NO_SEARCH,
            "comment.py": "x = 1  # noqa: TUN101\n",
            "lib/tuners.py": MAKING,
            "a.py": USING.format(module="lib.tuners"),
            "z.py": USING.format(module="lib.tuners"),
            "code.py": MAKING,
            "first.py": ZERO_SEED + USING.format(module="code"),
            "second.py": ZERO_SEED + USING.format(module="code"),
            "n/p/own/tuners.py": MAKING,
            "outer.py": USING.format(module="n.p.own.tuners"),
            "n/p/inner.py": USING.format(module="own.tuners"),
            "n/p/search.py": ZERO_SEED,
            "n/p/pyproject.toml": "",
        }
        return write(tmp_path, files)

    def waited_for(self, folder: Path) -> tuple[Diagnostic, ...]:
        """The findings of all jobs, judged in any order, in their order."""
        with contextlib.chdir(folder):
            jobs = [*chain(*jobs_by_project(Path(), Wishes(advice=True)))]
            found = [job.judged() for job in reversed(jobs) if job.unit.files[0].name != "deep.py"]
            settings = Settings(Wishes(advice=True))
            deep = engine.check_paths([Path("deep.py")], settings, workers=1).diagnostics
        return sorted_once([*deep, *(one for part in found for one in part.diagnostics)])

    @pytest.mark.parametrize(("name", "shown"), [("concise", concise), ("full", full)])
    def test_it_is_as_if_all_had_been_waited_for(
        self, name: str, shown: Callable[..., Iterator[str]], project: Path
    ) -> None:
        expected = self.waited_for(project)
        with contextlib.chdir(project):
            files = len(engine.find_files([Path()], Settings()).files)
            lines = [*shown(expected, Ending()), *last_lines(expected, Ending(files=files))]
        wanted = Outcome(1, "".join(f"{printed(line)}\n" for line in lines), "")
        options = ("check", "--advice", "--output-format", name)
        assert len({one.span.path for one in expected}) > 25

        for jobs in ("1", "2", "3"):
            assert tunelint(project, *options, "--no-cache", "--jobs", jobs) == wanted
        for jobs in ("1", "2", "3"):
            assert tunelint(project, *options, "--jobs", jobs) == wanted
            for changed in (
                "a3/search.py",
                "code.py",
                "first.py",
                "n/p/search.py",
                "lib/tuners.py",
            ):
                with open(project / changed, "a") as file:
                    file.write("\n")
        assert tunelint(project, *options) == wanted
        assert tunelint(project, *options) == wanted

    def test_problems_stand_in_the_order_of_files(self, tmp_path: Path) -> None:
        folder = write(
            tmp_path / "project",
            {
                "code.py": "SEED = 0\n",
                "d.py": ZERO_SEED,
                "first.py": f"import code\n{ZERO_SEED}",
                "y.py": ZERO_SEED,
            },
        )
        jobs = jobs_of(folder)
        assert jobs["d.py"].earliest > jobs["first.py"].earliest
        rule = own_rule(tmp_path / "lints", "raise ValueError(name)")

        run = tunelint(folder, "check", "--jobs", "2", *rule.options)

        assert [Path(line.split(": ")[1]).name for line in run.errors.splitlines()] == [
            *("d.py", "first.py", "y.py")
        ]

    def test_two_units_that_tell_the_same_tell_it_once(self, project: Path) -> None:
        told = [
            [one.span.path.name for one in job.judged().diagnostics]
            for name, job in jobs_of(project).items()
            if name in {"first.py", "second.py"}
        ]
        assert all("code.py" in names for names in told)
        assert len(told) == 2

        lines = tunelint(project, "check", *CONCISE).output.splitlines()

        assert len([line for line in lines if line.startswith("code.py")]) == 1

    def test_two_projects_that_tell_the_same_tell_it_once(self, project: Path) -> None:
        told = {
            (name, one.span.path.name)
            for name, job in jobs_of(project).items()
            for one in job.judged().diagnostics
        }
        assert {("outer.py", "tuners.py"), ("inner.py", "tuners.py")} <= told

        lines = tunelint(project, "check", *CONCISE).output.splitlines()

        assert len([line for line in lines if line.startswith("n/p/own/tuners.py")]) == 1

    def test_the_baseline_is_counted_at_the_end(self, project: Path) -> None:
        tunelint(project, "check", "--write-baseline", "known.json", "a0", "a1", "lib")
        run = tunelint(project, "check", *CONCISE, "--baseline", "known.json")

        assert "a0-b/search.py" in run.output
        assert "a0/search.py" not in run.output
        assert run.output.splitlines()[-2].endswith(", 3 more in the baseline.")

    def test_a_warning_comes_before_the_first_finding_and_once(self, tmp_path: Path) -> None:
        write(tmp_path, {"a.py": ZERO_SEED, "own/acme001_rule.py": ""})
        (tmp_path / "tunelint.toml").write_text("rules = ['own']\n")

        run = subprocess.run(
            [sys.executable, "-m", "tunelint", "check", *CONCISE],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            text=True,
        )

        first, second, *_ = run.stdout.splitlines()
        assert first.startswith("warning: ")
        assert second.startswith("a.py:7:5")
        assert run.stdout.count("\nwarning: ") == 0


class TestClosedPipe:
    # Which file after file04 comes next is chance: some wait behind it.
    WAITING = """\
Path(f"{os.getpid()}.pid").touch()
if name == "file04.py":
    wait_for("gate")
if name > "file04.py":
    Path("later").touch()
    time.sleep(600)
"""

    @pytest.mark.parametrize("jobs", ["1", "2", "3"])
    def test_it_ends_the_run_quietly(self, jobs: str, tmp_path: Path) -> None:
        folder = many(tmp_path / "project")
        rule = own_rule(tmp_path / "lints", self.WAITING)
        command = [sys.executable, "-m", "tunelint", "check", *CONCISE, "--jobs", jobs]
        process = subprocess.Popen(
            [*command, *rule.options],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=buffered(),
            text=True,
        )
        assert process.stdout is not None
        assert process.stderr is not None

        assert process.stdout.readline().startswith("file00.py:7:5: TUN102 ")
        if jobs != "1":
            wait_for(folder / "later")
        process.stdout.close()
        (folder / "gate").touch()

        assert process.wait(timeout=60) == 1
        assert process.stderr.read() == ""
        process.stderr.close()
        pids = [int(file.stem) for file in folder.glob("*.pid")]
        assert pids
        assert not any(runs(pid) for pid in pids)

    def test_a_result_that_nobody_reads_is_kept(self, tmp_path: Path) -> None:
        folder = many(tmp_path)
        with subprocess.Popen(
            [sys.executable, "-m", "tunelint", "check", "--jobs", "1"],
            cwd=folder,
            stdout=subprocess.PIPE,
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            process.stdout.close()

        assert (folder / ".tunelint/cache/check.json").exists()
