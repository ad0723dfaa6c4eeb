"""`tunelint confirm`: what it asks, what it says, and how it exits."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.command import NO_SEARCH, tunelint, write
from tunelint.confirm.executors import LocalProcesses
from tunelint.lab.answers import Answer, Trial
from tunelint.lab.lab import Budget
from tunelint.lab.questions import Caps, Job

JSON = ("--output-format", "json")
ONLY = ("--select", "TUN101")

UNSEEDED = """\
import keras_tuner as kt

tuner = kt.RandomSearch(build_model, objective="val_loss", max_trials=20)
tuner.search(x_train, y_train, epochs=20, validation_data=(x_val, y_val))
"""
SEEDED = UNSEEDED.replace("=20)\n", "=20, seed=7)\n", 1)
DEPRECATED = "import kerastuner as kt\n" + UNSEEDED.partition("\n")[2]

Answering = Callable[[Sequence[Job]], Sequence[Answer]]


class Asked(list[Job]):
    """The jobs that were run, each answered by `answers`."""

    answers: Answering


def proposing(*values: int) -> Answer:
    return Answer(
        True,
        trials=tuple(Trial({"units": value}, score=0.5) for value in values),
        versions={"keras_tuner": "1.4.8"},
        guard="overlay",
    )


def differing(jobs: Sequence[Job]) -> Sequence[Answer]:
    return [proposing(1, 2, 3 + number) for number, _ in enumerate(jobs)]


def agreeing(jobs: Sequence[Job]) -> Sequence[Answer]:
    return [proposing(1, 2, 3, 4) for _ in jobs]


def stopping(jobs: Sequence[Job]) -> Sequence[Answer]:
    return [Answer(False, "the script raises OSError: no such file") for _ in jobs]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """No process is started: jobs are answered at once."""
    jobs = Asked()
    jobs.answers = differing

    def run(self: LocalProcesses, batch: Sequence[Job], seconds: float) -> tuple[Answer, ...]:
        jobs.extend(batch)
        return tuple(jobs.answers(batch))

    monkeypatch.setattr(LocalProcesses, "run", run)
    return jobs


class TestExitStatus:
    @pytest.mark.parametrize(
        ("answers", "status", "closing"),
        [
            (differing, 1, "1 confirmed."),
            (agreeing, 0, "1 refuted."),
            (stopping, 1, "1 inconclusive."),
        ],
    )
    def test_a_finding_that_is_not_refuted_stands(
        self, tmp_path: Path, asked: Asked, answers: Answering, status: int, closing: str
    ) -> None:
        asked.answers = answers

        run = tunelint(write(tmp_path, {"a.py": UNSEEDED}), "confirm", *ONLY)

        assert (run.status, run.output.splitlines()[-1]) == (status, closing)

    def test_exit_zero_hides_what_stands(self, tmp_path: Path, asked: Asked) -> None:
        run = tunelint(write(tmp_path, {"a.py": UNSEEDED}), "confirm", *ONLY, "--exit-zero")

        assert run.status == 0
        assert "confirmed: " in run.output

    def test_without_findings_nothing_runs(self, tmp_path: Path, asked: Asked) -> None:
        run = tunelint(write(tmp_path, {"a.py": NO_SEARCH}), "confirm")

        assert (run.status, run.output, run.errors) == (0, "No findings in 1 file.\n", "")
        assert asked == []

    @pytest.mark.parametrize(
        ("arguments", "error"),
        [
            (["--force", "TUN77"], "error: --force: unknown rule code 'TUN77'; did you mean"),
            (["--select", "E501"], "error: --select: unknown rule code 'E501'"),
            (["--python", "no-such-python"], "error: --python: no-such-python: no such program"),
        ],
    )
    def test_a_wish_that_cannot_be_followed_is_2(
        self, tmp_path: Path, asked: Asked, arguments: list[str], error: str
    ) -> None:
        run = tunelint(write(tmp_path, {"a.py": UNSEEDED}), "confirm", *arguments)

        assert (run.status, run.output, asked) == (2, "", [])
        assert run.errors.startswith(error)

    def test_a_path_that_is_not_there_is_2_after_the_rest(
        self, tmp_path: Path, asked: Asked
    ) -> None:
        run = tunelint(write(tmp_path, {"a.py": UNSEEDED}), "confirm", "gone", "a.py", *ONLY)

        assert run.status == 2
        assert "1 confirmed." in run.output
        assert run.errors == "error: gone: no such file or folder\n"

    def test_an_experiment_that_fails_costs_its_finding(self, tmp_path: Path, asked: Asked) -> None:
        asked.answers = lambda jobs: [Answer(True, trials=(None,)) for _ in jobs]  # type: ignore

        run = tunelint(write(tmp_path, {"a.py": UNSEEDED}), "confirm", *ONLY)

        assert run.status == 2
        assert "inconclusive: the experiment failed" in run.output
        assert run.errors.startswith("error: a.py:3:9: the experiment of TUN101 failed, which is a")


class TestWhatIsAsked:
    def test_forced_rules_are_asked_everywhere(self, tmp_path: Path, asked: Asked) -> None:
        folder = write(tmp_path, {"a.py": SEEDED})
        asked.answers = agreeing

        assert "No findings in 1 file." in tunelint(folder, "confirm", *ONLY).output
        run = tunelint(folder, "confirm", "--select", "TUN102", "--force", "TUN101")

        assert (run.status, run.output.splitlines()[-1]) == (0, "1 refuted.")

    def test_what_check_missed_is_1_only_if_confirmed(self, tmp_path: Path, asked: Asked) -> None:
        folder = write(tmp_path, {"a.py": SEEDED})
        arguments = ("confirm", "--select", "TUN102", "--force", "TUN101")

        assert tunelint(folder, *arguments).status == 1
        asked.answers = stopping
        assert tunelint(folder, *arguments).status == 0

    def test_words_behind_two_dashes_are_the_scripts(self, tmp_path: Path, asked: Asked) -> None:
        folder = write(tmp_path, {"a.py": UNSEEDED, "b.py": UNSEEDED})

        tunelint(folder, "confirm", "a.py", *ONLY, "--", "--data", "b.py", "--", "-h")

        assert {job.script.arguments for job in asked} == {("--data", "b.py", "--", "-h")}
        assert {job.script.entry for job in asked} == {str(tmp_path / "a.py")}

    def test_entry_setup_device_and_caps_reach_the_job(self, tmp_path: Path, asked: Asked) -> None:
        folder = write(tmp_path, {"a.py": UNSEEDED, "run.py": "import a", "setup.py": "x = 1"})

        more = ("--entry", "run.py", "--setup", "setup.py", "--device", "cpu")
        caps = ("--trials", "2", "--epochs", "5", "--rows", "100")
        tunelint(folder, "confirm", "a.py", *ONLY, *more, *caps)

        job = asked[0]
        assert job.script.entry == str(tmp_path / "run.py")
        assert job.script.setup == str(tmp_path / "setup.py")
        assert job.device == "cpu"
        assert (job.caps.trials, job.caps.epochs, job.caps.rows) == (2, 5, 100)

    def test_full_lifts_the_caps(self, tmp_path: Path, asked: Asked) -> None:
        tunelint(write(tmp_path, {"a.py": UNSEEDED}), "confirm", *ONLY, "--full")

        assert (asked[0].caps.trials, asked[0].caps.epochs, asked[0].caps.rows) == (None,) * 3

    def test_the_active_environment_has_the_libraries(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        pythons = []

        def run(self: LocalProcesses, jobs: Sequence[Job], seconds: float) -> Sequence[Answer]:
            pythons.append(self.python)
            return differing(jobs)

        monkeypatch.setattr(LocalProcesses, "run", run)
        folder = write(tmp_path, {"a.py": UNSEEDED, "env/bin/python": "", "other": ""})
        (folder / "other").chmod(0o755)
        monkeypatch.setenv("VIRTUAL_ENV", str(folder / "env"))
        tunelint(folder, "confirm", "a.py", *ONLY)
        tunelint(folder, "confirm", "a.py", *ONLY, "--python", "./other", "--fresh")
        monkeypatch.delenv("VIRTUAL_ENV")
        tunelint(folder, "confirm", "a.py", *ONLY, "--fresh")

        assert pythons == [str(folder / "env/bin/python"), "./other", sys.executable]


class TestHtml:
    def test_the_page_is_written_too(self, tmp_path: Path, asked: Asked) -> None:
        folder = write(tmp_path, {"a.py": UNSEEDED})

        run = tunelint(folder, "confirm", *ONLY, "--html", "report.html")

        assert "1 confirmed." in run.output
        assert "2 of 3 configurations" in (folder / "report.html").read_text()

    def test_a_folder_that_is_not_there_is_2_and_nothing_runs(
        self, tmp_path: Path, asked: Asked
    ) -> None:
        folder = write(tmp_path, {"a.py": UNSEEDED})

        run = tunelint(folder, "confirm", *ONLY, "--html", "gone/report.html")

        assert (run.status, run.output, asked) == (2, "", [])
        assert run.errors == "error: --html: gone/report.html: no such folder\n"


class TestHelp:
    def test_it_shows_these_options(self, tmp_path: Path) -> None:
        output = tunelint(tmp_path, "confirm", "--help").output

        shown = {word for word in output.replace(",", " ").split() if word.startswith("--")}
        assert shown == {
            "--select",
            "--ignore",
            "--extend-select",
            "--extend-ignore",
            "--advice",
            "--force",
            "--budget",
            "--trials",
            "--epochs",
            "--rows",
            "--full",
            "--entry",
            "--setup",
            "--python",
            "--device",
            "--fresh",
            "--synthetic",
            "--memory",
            "--output-format",
            "--html",
            "--allow-project-rules",
            "--exit-zero",
            "--config",
            "--isolated",
            "--color",
            "--help",
        }
        assert "[PATHS]... [-- SCRIPT ARGUMENTS]" in output
        assert "130" in output

    def test_the_defaults_are_those_of_the_lab(self, tmp_path: Path) -> None:
        output = " ".join(tunelint(tmp_path, "confirm", "--help").output.split())

        assert f"The time that one finding may take. [default: {Budget().seconds:g}]" in output
        assert f"[default: {Budget().trials}; {Caps().trials} on the way]" in output
        assert f"leaves that open. [default: {Caps().epochs}]" in output
