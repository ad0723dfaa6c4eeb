"""One bad file costs one file: what kills a parser, takes too long, or changes while it is read."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import ClassVar, TypeVar

import pytest

from tests.command import ZERO_SEED, gone, tunelint, tunelint_process, write
from tests.own_rule import own_rule, spin
from tests.test_depth import BOTTOMLESS
from tunelint.engine import workers
from tunelint.engine import workers as crews
from tunelint.engine.workers import Begin, Lost, Serve

Task = TypeVar("Task")
Answer = TypeVar("Answer")
JSON = ("--output-format", "json")
DEEPER = "x = " + "(" * 600 + "1" + ")" * 600
LONGER = "x = " + " + ".join(["'a'"] * 900)


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Signals work in what is started: a background job of a shell ignores Ctrl-C, nohup SIGHUP."""
    before = {
        signal.SIGINT: signal.signal(signal.SIGINT, signal.default_int_handler),
        signal.SIGHUP: signal.signal(signal.SIGHUP, signal.SIG_DFL),
    }
    yield
    for number, action in before.items():
        signal.signal(number, action)


def answered(
    tasks: Sequence[Task],
    serve: Serve[Task, Answer],
    *,
    workers: int,
    seconds: Callable[[Task], float] | None = lambda task: 5.0,
    mended: Callable[[Task, Lost], Task | None] | None = None,
) -> Iterator[Answer | Lost]:
    """As the engine asks for answers, within some time.

    A copy of a process with many threads, as those of the tests are, may never begin.
    """
    return crews.answered(tasks, serve, workers=workers, seconds=seconds, mended=mended)


def each(answer: Callable[[Task], Answer]) -> Serve[Task, Answer]:
    """Tasks are answered each by itself."""
    return lambda tasks, begin: map(answer, tasks)


class TestDeepFiles:
    def test_all_kinds_together_cost_themselves(self, tmp_path: Path) -> None:
        names = [f"deep{number}.py" for number in range(len(BOTTOMLESS))]
        texts = (f"import hyperopt\n{text}\n" for text in BOTTOMLESS.values())
        write(tmp_path, {**dict(zip(names, texts, strict=True)), "good.py": ZERO_SEED})
        started = time.monotonic()

        run = tunelint_process(tmp_path, "check", *JSON)

        codes = {Path(one["path"]).name: one["code"] for one in run.findings}
        assert time.monotonic() - started < 60
        assert codes == {**dict.fromkeys(names, "TUN901"), "good.py": "TUN102"}

    @pytest.mark.parametrize("deep", [DEEPER, LONGER], ids=["brackets", "sum"])
    def test_what_a_large_stack_holds_is_judged(self, deep: str, tmp_path: Path) -> None:
        write(tmp_path, {"a.py": f"{ZERO_SEED}\n{deep}\n"})

        assert tunelint(tmp_path, "check", *JSON).codes == ["TUN102"]

    def test_standard_input_is_no_exception(self, tmp_path: Path) -> None:
        text = f"{ZERO_SEED}\n{DEEPER}\n"

        run = tunelint(tmp_path, "check", "-", *JSON, given=text.encode())

        assert run.codes == ["TUN102"]

    def test_a_notebook_is_no_exception(self, tmp_path: Path) -> None:
        cells = [
            {"cell_type": "code", "metadata": {}, "outputs": [], "source": text}
            for text in (ZERO_SEED, BOTTOMLESS["not"])
        ]
        notebook = {"cells": cells, "nbformat": 4, "nbformat_minor": 5, "metadata": {}}
        write(tmp_path, {"a.ipynb": json.dumps(notebook)})

        run = tunelint(tmp_path, "check", *JSON)

        assert [(one["code"], one["cell"]) for one in run.findings] == [("TUN901", 2)]

    def test_the_rest_of_its_unit_is_judged(self, tmp_path: Path) -> None:
        write(
            tmp_path,
            {
                "a.py": f"import b\n{ZERO_SEED}",
                "b.py": f"import hyperopt\n{BOTTOMLESS['brackets']}\n",
                "c.py": f"import b\n{ZERO_SEED}\n{DEEPER}\n",
            },
        )

        run = tunelint(tmp_path, "check", *JSON)

        found = [(Path(one["path"]).name, one["code"]) for one in run.findings]
        assert found == [("a.py", "TUN102"), ("b.py", "TUN901"), ("c.py", "TUN102")]


class TestDeath:
    """Files that are harmless to the eye and end the process, or keep it for ever."""

    def many(self, folder: Path) -> list[str]:
        names = [f"file{number:02}.py" for number in range(30)]
        write(folder, dict.fromkeys(names, ZERO_SEED))
        return names

    @pytest.mark.parametrize("end", [signal.SIGSEGV, signal.SIGKILL])
    def test_a_worker_that_dies_costs_the_file(self, end: signal.Signals, tmp_path: Path) -> None:
        names = self.many(tmp_path / "project")
        dying = f"if name == 'file07.py': signal.raise_signal({end.value})"
        rule = own_rule(tmp_path / "lints", dying)

        run = tunelint(tmp_path / "project", "check", "--jobs", "2", *JSON, *rule.options)

        codes = {Path(one["path"]).name: one["code"] for one in run.findings}
        assert codes == {**dict.fromkeys(names, "TUN102"), "file07.py": "TUN901"}
        (message,) = [one["message"] for one in run.findings if one["code"] == "TUN901"]
        assert f"the process that read it died ({end.name})" in message

    def test_a_worker_that_is_killed_once_costs_nothing(self, tmp_path: Path) -> None:
        names = self.many(tmp_path / "project")
        mark = str(tmp_path / "killed")
        once = (
            f"if name == 'file07.py' and not os.path.exists({mark!r}):\n"
            f"    Path({mark!r}).touch()\n"
            "    os.kill(os.getpid(), signal.SIGKILL)"
        )
        rule = own_rule(tmp_path / "lints", once)

        run = tunelint(tmp_path / "project", "check", "--jobs", "2", *JSON, *rule.options)

        assert rule.asked.read().count("file07.py") == 2
        assert run.codes == ["TUN102"] * len(names)

    @pytest.mark.parametrize("jobs", ["1", "2"])
    @pytest.mark.parametrize("more", ["", DEEPER], ids=["plain", "deep"])
    def test_a_file_that_takes_too_long_is_given_up(
        self, more: str, jobs: str, tmp_path: Path
    ) -> None:
        texts = {"a.py": f"{ZERO_SEED}\n{more}\n", "b.py": ZERO_SEED}
        folder = write(tmp_path / "project", texts)
        rule = own_rule(tmp_path / "lints", "if name == 'a.py': spin(600)")
        options = ("--jobs", jobs, "--max-seconds", "1", *rule.options)

        run = tunelint(folder, "check", *JSON, *options)

        assert (run.status, run.codes) == (1, ["TUN901", "TUN102"])
        # On a busy machine the second of a processor does not come within its patience.
        reason = "took longer than 1 s|did not come back within 20 s"
        assert re.search(reason, run.findings[0]["message"])

    def test_standard_input_that_takes_too_long_is_given_up(self, tmp_path: Path) -> None:
        rule = own_rule(tmp_path / "lints", "spin(600)")
        options = ("--max-seconds", "1", *rule.options)

        run = tunelint(tmp_path, "check", "-", *JSON, *options, given=ZERO_SEED.encode())

        assert (run.status, run.codes) == (1, ["TUN901"])

    def test_files_around_one_that_takes_too_long_are_fixed(self, tmp_path: Path) -> None:
        folder = write(tmp_path / "project", {"a.py": ZERO_SEED, "b.py": ZERO_SEED})
        rule = own_rule(tmp_path / "lints", "if name == 'a.py': spin(600)")

        run = tunelint(folder, "check", "--fix", "--max-seconds", "1", *JSON, *rule.options)

        assert run.codes == ["TUN901"]
        assert rule.asked.read().count("a.py") == 1
        assert (folder / "a.py").read_text() == ZERO_SEED
        assert (folder / "b.py").read_text() != ZERO_SEED

    def test_the_files_around_it_are_judged(self, tmp_path: Path) -> None:
        names = [f"file{number}.py" for number in range(5)]
        folder = write(tmp_path / "project", dict.fromkeys(names, f"import deep\n{ZERO_SEED}"))
        (folder / "deep.py").write_text(f"import hyperopt\n{DEEPER}\n")
        rule = own_rule(tmp_path / "lints", "if name == 'deep.py': spin(600)")

        run = tunelint(folder, "check", "--max-seconds", "1", *JSON, *rule.options)

        found = {Path(one["path"]).name: one["code"] for one in run.findings}
        assert found == {"deep.py": "TUN901", **dict.fromkeys(names, "TUN102")}

    def test_a_file_that_vanishes_is_told(self, tmp_path: Path) -> None:
        folder = write(tmp_path / "project", {"a.py": ZERO_SEED, "b.py": ZERO_SEED})
        vanishing = f"if name == 'a.py': os.unlink({str(folder / 'b.py')!r})"
        rule = own_rule(tmp_path / "lints", vanishing)

        run = tunelint(folder, "check", "--jobs", "1", *JSON, *rule.options)

        assert run.status == 2
        assert run.errors == f"error: {folder}/b.py: cannot be read: No such file or directory\n"
        assert run.codes == ["TUN102"]


class TestAbsurdFiles:
    ABSURD: ClassVar[dict[str, bytes]] = {
        "nul.py": b"import hyperopt\nx = \0\n",
        "only_nul.py": b"import hyperopt" + bytes(100_000),
        "sixteen.py": "import hyperopt\n".encode("utf-16"),
        "wrong.py": b"# coding: utf-16\nimport hyperopt\n",
        "deep.ipynb": b'{"cells": ' + b"[" * 100_000 + b"]" * 100_000 + b', "a": "hyperopt"}',
        "list.ipynb": b'["hyperopt"]',
        "number.ipynb": b"7",
        "half.ipynb": b'{"cells": [{"cell_type": "code", "source": ["import hyperopt',
        "cells.ipynb": b'{"cells": {"a": 1}, "nbformat": 4}',
    }

    def test_each_costs_itself(self, tmp_path: Path) -> None:
        write(tmp_path, {**self.ABSURD, "good.py": ZERO_SEED})

        run = tunelint_process(tmp_path, "check", *sorted(self.ABSURD), "good.py", *JSON)

        codes = {Path(one["path"]).name: one["code"] for one in run.findings}
        assert codes == {**dict.fromkeys(self.ABSURD, "TUN901"), "good.py": "TUN102"}
        assert (run.status, run.errors) == (1, "")


class TestLimits:
    def test_a_text_that_is_too_large_is_not_read(self, tmp_path: Path) -> None:
        text = f"{ZERO_SEED}\n# {'x' * 2_000_000}\n"
        write(tmp_path, {"a.py": text})

        assert tunelint(tmp_path, "check", *JSON).codes == ["TUN102"]
        run = tunelint(tmp_path, "check", "--max-file-size", "0.5", *JSON)
        assert run.codes == ["TUN901"]
        assert run.findings[0]["message"].endswith("it is larger than 0.5 MiB")

    def test_limits_are_configured(self, tmp_path: Path) -> None:
        write(tmp_path, {"a.py": ZERO_SEED, "tunelint.toml": "max-file-size = 0.0001\n"})

        assert tunelint(tmp_path, "check", *JSON).codes == ["TUN901"]

    @pytest.mark.parametrize(
        ("line", "complaint"),
        [
            ("max-file-size = 0", "max-file-size must be a number above 0"),
            ("max-seconds = true", "max-seconds must be a number above 0"),
            ("max-seconds = 1e308", "max-seconds must be a number above 0 and below 1e12"),
            ("max-nesting = 1.5", "max-nesting must be a whole number above 0 and below 1e12"),
        ],
    )
    def test_a_limit_that_is_none_is_told(self, line: str, complaint: str, tmp_path: Path) -> None:
        write(tmp_path, {"a.py": ZERO_SEED, "tunelint.toml": f"{line}\n"})

        run = tunelint(tmp_path, "check")

        assert (run.status, run.errors.count("\n")) == (2, 1)
        assert complaint in run.errors

    @pytest.mark.parametrize("option", ["--max-file-size", "--max-nesting", "--max-seconds"])
    @pytest.mark.parametrize("value", ["0", "-1", "nan", "inf", "9" * 30, "9" * 400])
    def test_on_the_command_line_too(self, option: str, value: str, tmp_path: Path) -> None:
        write(tmp_path, {"a.py": ZERO_SEED})

        run = tunelint(tmp_path, "check", option, value)

        assert (run.status, run.output) == (2, "")
        assert run.errors.startswith(f"error: invalid value for '{option}': ")

    def test_the_longest_time_is_waited_for(self, tmp_path: Path) -> None:
        write(tmp_path, {"a.py": ZERO_SEED})

        assert tunelint(tmp_path, "check", "--max-seconds", "9e11", *JSON).codes == ["TUN102"]


class TestNumberOfWorkers:
    def test_it_changes_nothing(self, tmp_path: Path) -> None:
        texts = {f"file{number:02}.py": ZERO_SEED for number in range(30)}
        texts |= {"main.py": "import file03\n", "deep.py": f"{ZERO_SEED}\n{DEEPER}\n"}
        write(tmp_path, texts)
        names = sorted(texts)

        outputs = {
            tunelint_process(tmp_path, "check", "--jobs", jobs, *JSON, *order).output
            for jobs in ("1", "2", "5")
            for order in ((), names, reversed(names))
        }

        assert len(outputs) == 1


class TestWorkers:
    def test_answers_come_in_the_order_of_the_tasks(self) -> None:
        def waiting(task: int) -> int:
            time.sleep(0.2 if task == 0 else 0)
            return task * task

        assert list(answered(range(6), each(waiting), workers=3)) == [0, 1, 4, 9, 16, 25]

    def test_large_answers_arrive_whole(self) -> None:
        sizes = [5_000_000, 0, 3_000_000]

        answers = answered(sizes, each(lambda size: b"x" * size), workers=2)

        assert [len(one) for one in answers if not isinstance(one, Lost)] == sizes

    def test_what_is_raised_is_raised_again(self) -> None:
        def failing(task: int) -> int:
            raise ValueError(f"task {task}")

        with pytest.raises(ValueError, match="task 1"):
            list(answered([1], each(failing), workers=1))

    def test_what_cannot_be_handed_over_is_told(self) -> None:
        with pytest.raises(TypeError, match="cannot be handed over"):
            list(answered([1], each(lambda task: lambda: task), workers=1))

    @pytest.mark.parametrize("workers", [1, 2, 5])
    def test_a_task_that_kills_costs_itself(self, workers: int) -> None:
        def dying(task: int) -> int:
            if task in (2, 5):
                os._exit(3)
            return task

        found = list(answered([1, 2, 3, 4, 5, 6], each(dying), workers=workers))

        lost = Lost("ended with status 3", died=True)
        assert found == [1, lost, 3, 4, lost, 6]

    def test_a_deep_recursion_finds_a_large_stack(self) -> None:
        nested = "(" * 2_000 + "1" + ")" * 2_000

        def parsed(task: str) -> int:
            import libcst

            return len(libcst.parse_expression(task).children) >= 0

        assert list(answered([nested], each(parsed), workers=1)) == [True]

    def test_what_a_task_is_about_is_told_where_it_is_lost(self) -> None:
        def dying(tasks: Iterable[str], begin: Begin) -> Iterator[str]:
            for task in tasks:
                for letter in task:
                    begin(letter)
                    if letter == "x":
                        os.kill(os.getpid(), signal.SIGKILL)
                yield task

        found = list(answered(["ab", "axb", "ba"], dying, workers=2))

        assert found == ["ab", Lost("died (SIGKILL)", "x", died=True), "ba"]

    def test_a_task_that_is_mended_is_tried_again(self) -> None:
        def dying(task: str) -> str:
            if "x" in task:
                os._exit(1)
            return task

        found = answered(
            ["a", "xbx", "c"],
            each(dying),
            workers=2,
            mended=lambda task, lost: task.replace("x", "", 1),
        )

        assert list(found) == ["a", "b", "c"]


class TestTimeLimits:
    @pytest.mark.parametrize("act", [spin, "pow(10, 10**9)"], ids=["Python", "one instruction"])
    def test_what_keeps_a_processor_busy_is_given_up(
        self, act: object, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # On a busy machine a second of a processor may take a minute.
        monkeypatch.setattr(workers, "_PATIENCE", 1_000)

        def busy(task: int) -> int:
            if task == 2:
                eval(act) if isinstance(act, str) else spin(60)
            return task

        found = list(answered([1, 2, 3], each(busy), workers=1, seconds=lambda task: 0.5))

        assert found == [1, Lost("took longer than 0.5 s"), 3]

    def test_what_waits_for_something_is_given_up_later(self) -> None:
        found = list(answered([600, 0], each(time.sleep), workers=1, seconds=lambda task: 0.2))

        assert found == [Lost("did not come back within 4 s"), None]

    def test_each_thing_that_a_task_is_about_has_its_own_time(self) -> None:
        def busy(tasks: Iterable[str], begin: Begin) -> Iterator[str]:
            for task in tasks:
                for letter in task:
                    begin(letter)
                    spin(0.3)
                yield task

        found = list(answered(["abcd", "aba"], busy, workers=1, seconds=lambda task: 0.5))

        assert found == ["abcd", Lost("took longer than 0.5 s", "a")]

    def test_what_takes_all_memory_is_given_up(self) -> None:
        def greedy(task: int) -> int:
            return len(bytearray(task))

        found = list(answered([1, 8 << 30, 2], each(greedy), workers=1))

        assert found == [1, Lost("ran out of memory"), 2]

    def test_what_the_process_holds_already_is_not_the_tasks(self) -> None:
        held = bytearray(5 << 30)  # never written to: it takes room, not memory

        found = list(answered([1 << 20], each(lambda task: len(bytearray(task))), workers=1))

        assert found == [1 << 20]
        del held


class TestLifetime:
    """Workers end with their parent, whatever ends it and whatever they do."""

    PARENT = """\
import os, sys, time
from tunelint.engine.workers import answered
def serve(tasks, begin):
    for task in tasks:
        os.write(2, f"{os.getpid()}\\n".encode())
        exec(task)
        yield
list(answered([sys.argv[1]] * 2, serve, workers=2))
"""

    WAITING = """\
if name > "file05.py":
    os.write(2, f"{os.getpid()}\\n".encode())
    time.sleep(600)
"""

    @pytest.mark.parametrize("jobs", [1, 2])
    @pytest.mark.parametrize(
        ("end", "status", "words"),
        [
            (signal.SIGINT, 130, "Interrupted.\n"),
            (signal.SIGTERM, -signal.SIGTERM, ""),
            (signal.SIGHUP, -signal.SIGHUP, ""),
            (signal.SIGKILL, -signal.SIGKILL, ""),
        ],
    )
    @pytest.mark.usefixtures("interruptible")
    def test_a_check_ends_with_its_workers_and_without_a_traceback(
        self, end: signal.Signals, status: int, words: str, jobs: int, tmp_path: Path
    ) -> None:
        folder = tmp_path / "project"
        write(folder, dict.fromkeys([f"file{number:02}.py" for number in range(30)], ZERO_SEED))
        rule = own_rule(tmp_path / "lints", self.WAITING)
        options = ["check", "--jobs", str(jobs), "--output-format", "concise", *rule.options]
        with subprocess.Popen(
            [sys.executable, "-m", "tunelint", *options],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        ) as run:
            assert run.stdout is not None
            assert run.stderr is not None
            processes = [int(run.stderr.readline()) for _ in range(jobs)]

            # A terminal tells all processes of its foreground, anybody else this one.
            os.killpg(run.pid, end) if end is signal.SIGINT else run.send_signal(end)
            run.wait(timeout=60)

            assert (run.returncode, run.stderr.read()) == (status, words)
            assert run.stdout.read().startswith("file00.py:7:5: TUN102 ")
        assert gone(processes, seconds=60)

    @pytest.mark.usefixtures("interruptible")
    def test_pressing_ctrl_c_again_and_again_changes_nothing(self, tmp_path: Path) -> None:
        folder = tmp_path / "project"
        write(folder, dict.fromkeys([f"file{number:02}.py" for number in range(30)], ZERO_SEED))
        rule = own_rule(tmp_path / "lints", self.WAITING)
        with subprocess.Popen(
            [sys.executable, "-m", "tunelint", "check", "--jobs", "2", *rule.options],
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        ) as run:
            assert run.stderr is not None
            run.stderr.readline()
            run.stderr.readline()
            while run.poll() is None:
                run.send_signal(signal.SIGINT)
                time.sleep(0.001)

            assert (run.returncode, run.stderr.read()) == (130, "Interrupted.\n")

    @pytest.mark.parametrize("act", ["time.sleep(600)", "pow(10, 10**9)"])
    @pytest.mark.parametrize(
        "end", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL], ids=str
    )
    @pytest.mark.usefixtures("interruptible")
    def test_it_ends_with_the_parent(self, end: signal.Signals, act: str) -> None:
        with subprocess.Popen(
            [sys.executable, "-c", self.PARENT, act], stderr=subprocess.PIPE, text=True
        ) as run:
            assert run.stderr is not None
            processes = [int(run.stderr.readline()) for _ in range(2)]

            run.send_signal(end)
            run.wait(timeout=60)

            assert gone(processes, seconds=60)
            if end is not signal.SIGINT:
                assert (run.returncode, run.stderr.read()) == (-end, "")
