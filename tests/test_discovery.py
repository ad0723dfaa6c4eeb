"""Which files a run looks at."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tunelint.files.byte_screen import imported_modules, may_hold_search, may_suppress
from tunelint.files.discover import DEFAULT_EXCLUDE, discover
from tunelint.files.ignore_patterns import PathPatterns, path_patterns


def write(root: Path, *names: str) -> None:
    for name in names:
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("")


def files(root: Path, *paths: str, exclude: tuple[str, ...] = DEFAULT_EXCLUDE, force: bool = False):
    def exclusions(folder: Path) -> tuple[PathPatterns, ...]:
        return (path_patterns(root, exclude),)

    found = discover([root / path for path in paths], exclusions, force_exclude=force)
    assert not found.problems
    return [path.relative_to(root).as_posix() for path in found.files]


class TestFolders:
    def test_python_files_and_notebooks_are_found_in_order(self, tmp_path: Path) -> None:
        write(tmp_path, "b.py", "a/c.ipynb", "a/b.py", "a/notes.txt", "a/stub.pyi")

        assert files(tmp_path, ".") == ["a/b.py", "a/c.ipynb", "b.py"]

    def test_environments_and_caches_are_left_out(self, tmp_path: Path) -> None:
        write(tmp_path, ".venv/a.py", "x/.ipynb_checkpoints/a.ipynb", "build/a.py", "src/a.py")

        assert files(tmp_path, ".") == ["src/a.py"]

    def test_an_excluded_folder_that_is_named_is_searched(self, tmp_path: Path) -> None:
        write(tmp_path, ".venv/a.py", ".venv/__pycache__/b.py")

        assert files(tmp_path, ".venv") == [".venv/a.py"]
        assert files(tmp_path, ".venv", force=True) == []

    def test_a_folder_given_twice_counts_once(self, tmp_path: Path) -> None:
        write(tmp_path, "a/b.py")

        assert files(tmp_path, "a", ".", "a/b.py") == ["a/b.py"]

    def test_a_virtual_environment_of_any_name_is_left_out(self, tmp_path: Path) -> None:
        write(tmp_path, "a.py", "py3/pyvenv.cfg", "py3/lib/b.py")

        assert files(tmp_path, ".") == ["a.py"]

    def test_a_link_that_leads_nowhere_is_no_file(self, tmp_path: Path) -> None:
        write(tmp_path, "a.py")
        (tmp_path / "b.py").symlink_to(tmp_path / "gone.py")

        assert files(tmp_path, ".") == ["a.py"]

    @pytest.mark.parametrize("backwards", [False, True])
    def test_a_linked_file_has_the_same_name_on_every_disk(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, backwards: bool
    ) -> None:
        write(tmp_path, "in/b.py", "out/x.py")
        for name in ("a.py", "c.py"):
            os.symlink("b.py", tmp_path / "in" / name)
            os.symlink("../out/x.py", tmp_path / "in" / f"x{name}")

        class Listed:
            def __init__(self, folder: Path) -> None:
                found = os_scandir(folder)
                self.entries = sorted(found, key=lambda entry: entry.name, reverse=backwards)

            def __enter__(self) -> Iterator[os.DirEntry[str]]:
                return iter(self.entries)

            def __exit__(self, *error: object) -> None: ...

        os_scandir = os.scandir
        monkeypatch.setattr(os, "scandir", Listed)

        assert files(tmp_path, "in") == ["in/b.py", "in/xa.py"]
        assert files(tmp_path, "in", "out") == ["in/b.py", "out/x.py"]
        assert files(tmp_path, "in/c.py", "in") == ["in/c.py", "in/xa.py"]
        assert files(tmp_path, "in", "in/c.py") == ["in/c.py", "in/xa.py"]

    def test_links_that_lead_in_a_circle_end(self, tmp_path: Path) -> None:
        write(tmp_path, "a/b.py")
        os.symlink(tmp_path, tmp_path / "a" / "loop")

        assert files(tmp_path, ".") == ["a/b.py"]


class TestNamedFiles:
    def test_a_named_file_is_taken_whatever_its_ending_or_the_exclusions(
        self, tmp_path: Path
    ) -> None:
        write(tmp_path, "script", "old/a.py")

        assert files(tmp_path, "script", "old/a.py", exclude=("old",)) == ["old/a.py", "script"]

    def test_unless_exclusions_are_forced(self, tmp_path: Path) -> None:
        write(tmp_path, "old/a.py", "new/a.py")

        named = ("old/a.py", "new/a.py")
        assert files(tmp_path, *named, exclude=("old",), force=True) == ["new/a.py"]

    def test_what_is_not_there_is_a_problem_and_the_rest_is_found(self, tmp_path: Path) -> None:
        write(tmp_path, "a.py")
        os.mkfifo(tmp_path / "pipe")
        paths = [tmp_path / name for name in ("gone.py", "pipe", "a.py")]

        found = discover(paths, lambda folder: path_patterns(tmp_path, ()))

        assert found.files == (tmp_path / "a.py",)
        assert found.named == {tmp_path / "a.py"}
        assert found.problems == (
            f"{tmp_path / 'gone.py'}: no such file or folder",
            f"{tmp_path / 'pipe'}: not a regular file",
        )


class TestGitignore:
    def test_ignored_files_are_left_out(self, tmp_path: Path) -> None:
        write(tmp_path, ".git/HEAD", "a.py", "out/b.py", "sub/c.py", "sub/keep.py")
        (tmp_path / ".gitignore").write_text("out/\n!\nsub/*.py\n")
        (tmp_path / "sub" / ".gitignore").write_text("!keep.py\n")

        assert files(tmp_path, ".") == ["a.py", "sub/keep.py"]
        assert files(tmp_path, "sub") == ["sub/keep.py"]
        assert files(tmp_path, "out") == ["out/b.py"]

    def test_the_repository_s_own_exclusions_hold(self, tmp_path: Path) -> None:
        write(tmp_path, ".git/info/exclude", "a.py", "b.py")
        (tmp_path / ".git" / "info" / "exclude").write_text("b.py\n")

        assert files(tmp_path, ".") == ["a.py"]


class TestExclusions:
    @pytest.mark.parametrize(
        ("pattern", "left"),
        [
            ("legacy", ["src/a.py", "src/gen_b.py"]),
            ("src/legacy", ["src/a.py", "src/gen_b.py"]),
            ("*/gen_*.py", ["src/a.py", "src/legacy/c.py"]),
            ("src", []),
            ("other", ["src/a.py", "src/gen_b.py", "src/legacy/c.py"]),
        ],
    )
    def test_patterns_are_those_of_gitignore(
        self, tmp_path: Path, pattern: str, left: list[str]
    ) -> None:
        write(tmp_path, "src/a.py", "src/gen_b.py", "src/legacy/c.py")

        assert files(tmp_path, ".", exclude=(pattern,)) == left

    def test_an_absolute_pattern_is_understood(self, tmp_path: Path) -> None:
        write(tmp_path, "a/b.py", "c/a/d.py")

        assert files(tmp_path, ".", exclude=(f"{tmp_path}/a",)) == ["c/a/d.py"]

    def test_a_pattern_that_means_nothing_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(ValueError, match="'!' is not a pattern"):
            path_patterns(tmp_path, ["!"])


class TestScreen:
    @pytest.mark.parametrize(
        "text",
        [
            "import keras_tuner as kt",
            "import kerastuner",
            "from hyperopt import fmin",
            "from sklearn.model_selection import GridSearchCV",
            "from sklearn import model_selection as ms\nms.GridSearchCV(model, grid)",
            "import optuna",
            "import skopt",
            "from ray import tune",
            "for rate in rates: model.fit(x, y)",
            "for rate in rates:\n    model.fit_generator (x)",
            "from ray.tune import Tuner",
            "tuner = kt.Hyperband(build, objective='loss')\ntuner.search(x, y)",
            "study = create_study()\nstudy.optimize(objective, n_trials=9)",
            "from sklearn.base import clone\nwhile x:\n    cross_val_score(clone(model), x, y)",
            "from sklearn import svm\nfor x, y in rows:\n    model.partial_fit(x, y)",
            "import lightgbm\nfor one in grid:\n    lightgbm.cv(one, data)",
            "booster = xgb.train(settings, data)",
            "for batch in batches:\n    loss.backward()",
            "for model in models:\n    print(f'{model.fit(x, y).score(x, y):.2f}')",
            "note = 'it''s \\\\'  # don't\nfor model in models:\n    model.fit(x, y)",
            '"""Trains.""" ; [model.fit(x, y) for model in models]',
            '{"cells": [{"source": ["model.fit(x, y)"]}]}',
            "from keras.wrappers.scikit_learn import KerasClassifier",
            "if x: import optuna",
            "search = GridSearchCV(model, grid)",
            "tuner = RandomSearch(build)",
            "best = fmin(objective, space=space, algo=tpe.suggest)",
        ],
    )
    def test_tuning_code_passes(self, text: str) -> None:
        assert may_hold_search(text.encode())

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "import numpy\n",
            "array(1)",
            "re.search(a, b)",
            "outfit(1)",
            "x.fitness",
            "import sklearn",
            "from sklearn.utils import resample",
            "from sklearn.model_selection import KFold",
            "found = index.search(word)",
            "plan = graph.optimize(passes)",
            "tutor.train(pupil)",
            "model.fit(x, y)",
            "best = fmin(function, start)",
            "# model.fit(x, y)",
            "hint = 'use GridSearchCV'",
            '"""\n>>> model.fit(x, y)\n"""',
            "array(1)  # import ray",
        ],
    )
    def test_other_code_does_not(self, text: str) -> None:
        assert not may_hold_search(text.encode())

    def test_comments_with_our_codes_are_seen(self) -> None:
        assert may_suppress(b"x = 1  # noqa: E501, TUN101")
        assert may_suppress(b"# tunelint: ignore-file[TUN101]")
        assert may_suppress(b"x = 1  # tunelint: ingore")
        assert not may_suppress(b"x = 1  # noqa: E501")

    def test_imported_modules_are_read_without_parsing(self) -> None:
        text = (
            b"import a.b as c, d\nfrom e import f as g\nfrom . import (\n    h,  # i\n    j,\n)\n"
            b'from ..k import l\nx = 1; import m\n"from n import o\\n",\nimportant = from_here\n'
            b"if x: from p import q\nfrom r \\\n    import s\nfrom .t import(u)\n"
        )

        found = imported_modules(text)

        assert found >= {
            ("a.b", 0),
            ("d", 0),
            ("e", 0),
            ("e.f", 0),
            ("h", 1),
            ("j", 1),
            ("k", 2),
            ("k.l", 2),
            ("m", 0),
            ("n.o", 0),
            ("p.q", 0),
            ("r.s", 0),
            ("t.u", 1),
        }
