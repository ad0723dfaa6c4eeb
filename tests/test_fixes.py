"""`check --fix`: what is written, how, and what is left alone."""

from __future__ import annotations

import errno
import json
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import NO_SEARCH, ZERO_SEED, notebook, tunelint, tunelint_process, write
from tests.fixing import changed_lines, fixed, fixed_bytes, program, run_fix
from tunelint.findings.fixes.splice import Unspliceable, edited
from tunelint.findings.fixes.text_edit import Repair, TextEdit, touching

FIXED = ZERO_SEED.replace("seed=0", "seed=42")
UNSEEDED_TRAINING = ("--ignore", "TUN105")
TUNER = """
    import keras
    import keras_tuner as kt

    keras.utils.set_random_seed(1)


    def build(hp):
        model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 32))])
        model.compile(loss="mse", metrics=["mae"])
        return model


    tuner = kt.RandomSearch({arguments})
    tuner.search(x, y, validation_data=(x_val, y_val), epochs=10)
"""
FUTURE = '"""Tunes."""\nfrom __future__ import annotations\n'
LINES = '\n    build,\n    objective="val_mae",\n    seed=3'
WITHOUT_OVERWRITE = 'build, objective="val_mae", seed=3'


def tuner(arguments: str) -> str:
    """A program whose tuner is built with the given arguments; TUN505 unless they overwrite."""
    return TUNER.replace("{arguments}", arguments)


class TestFix:
    def test_fixes_are_written_and_counted(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {"a.py": ZERO_SEED, "b.py": NO_SEARCH})

        run = tunelint(folder, "check", "--fix", *UNSEEDED_TRAINING)

        assert (folder / "a.py").read_text() == FIXED
        assert (run.status, run.output) == (
            0,
            "Found 1 finding (1 fixed, 0 remaining) in 2 files.\n",
        )

    def test_what_only_came_up_by_fixing_is_told_apart(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {"a.py": ZERO_SEED})

        diff = tunelint(folder, "check", "--diff")
        run = tunelint(folder, "check", "--fix")

        assert diff.errors == "Would fix 2 findings, 1 of them uncovered by fixing.\n"
        assert run.output == (
            "Found 2 findings (2 fixed, 0 remaining) in 1 file, 1 of them uncovered by fixing.\n"
        )

    def test_the_fixes_are_listed_by_file_and_code(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {"b/c.py": ZERO_SEED, "a.py": ZERO_SEED * 2})

        diff = tunelint(folder, "check", "--diff", "--show-fixes")
        run = tunelint(folder, "check", "--fix", "--show-fixes", "--select", "TUN102")

        listed = "- a.py:\n    2 × TUN102 (zero-seed)\n"
        assert diff.errors.startswith(f"Would fix 6 findings:\n{listed}")
        assert run.output == (
            f"Fixed 3 findings:\n{listed}- b/c.py:\n    1 × TUN102 (zero-seed)\n\n"
            "Found 3 findings (3 fixed, 0 remaining) in 2 files.\n"
        )

    def test_nothing_fixed_is_not_listed(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {"a.py": NO_SEARCH})

        run = tunelint(folder, "check", "--fix", "--show-fixes")

        assert run.output == "No findings in 1 file.\n"

    def test_without_the_option_nothing_is_written(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {"a.py": ZERO_SEED})

        run = tunelint(folder, "check", "--unsafe-fixes")

        assert (folder / "a.py").read_text() == ZERO_SEED
        assert run.output.endswith("[*] 1 fixable with --fix.\n")

    def test_what_remains_is_printed(self, tmp_path: Path) -> None:
        text = ZERO_SEED.replace("    overwrite=True,\n", "")
        folder = write(tmp_path, {"a.py": text})

        run = tunelint(folder, "check", "--fix", "--output-format", "concise", *UNSEEDED_TRAINING)

        assert run.status == 1
        first, count, fixable = run.output.splitlines()
        assert "TUN505 warning: RandomSearch stores its trials" in first
        assert count == "Found 2 findings (1 fixed, 1 remaining) in 1 file."
        assert fixable == "1 fixable with --fix --unsafe-fixes." or fixable.startswith("[*] 1 ")

    def test_unsafe_fixes_need_their_option(self, tmp_path: Path) -> None:
        text = ZERO_SEED.replace("seed=0", "seed=1").replace("    overwrite=True,\n", "")
        folder = write(tmp_path, {"a.py": text})

        tunelint(folder, "check", "--fix", *UNSEEDED_TRAINING)
        safe = (folder / "a.py").read_text()
        tunelint(folder, "check", "--fix", "--unsafe-fixes", *UNSEEDED_TRAINING)

        assert safe == text
        assert "    overwrite=True,\n)" in (folder / "a.py").read_text()

    def test_what_a_fix_uncovers_is_fixed_too(self, tmp_path: Path) -> None:
        lines = changed_lines(
            tuner('build, objective="val_mae", overwrite=True').replace(
                "keras.utils.set_random_seed(1)", ""
            ),
            tmp_path,
        )

        assert lines == [
            "keras.utils.set_random_seed(42)",
            'tuner = kt.RandomSearch(build, objective="val_mae", overwrite=True, seed=42)',
        ]

    @pytest.mark.parametrize("comment", ["# noqa: TUN102", "# tunelint: ignore[TUN102] as it is"])
    def test_silenced_findings_are_left_alone(self, tmp_path: Path, comment: str) -> None:
        text = ZERO_SEED.replace("seed=0,", f"seed=0,  {comment}")

        assert fixed(text, tmp_path, *UNSEEDED_TRAINING) == text

    def test_unselected_findings_are_left_alone(self, tmp_path: Path) -> None:
        assert fixed(ZERO_SEED, tmp_path, "--select", "TUN101") == ZERO_SEED

    def test_modules_that_are_not_of_the_run_are_left_alone(self, tmp_path: Path) -> None:
        train = "from tuning import search\n\nsearch()\n"
        tuning = "def search():\n" + "".join(f"    {line}\n" for line in ZERO_SEED.splitlines())
        folder = write(tmp_path, {"train.py": train, "tuning.py": tuning})

        run = tunelint(folder, "check", "train.py", "--fix", "--output-format", "json")

        assert (folder / "tuning.py").read_text() == tuning
        assert [one["fix"] for one in run.findings if one["code"] == "TUN102"] == [None]

    def test_the_configuration_may_ask_for_it(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {"a.py": ZERO_SEED, "tunelint.toml": "fix = true\n"})

        tunelint(folder, "check", "--no-fix")
        assert (folder / "a.py").read_text() == ZERO_SEED
        tunelint(folder, "check", *UNSEEDED_TRAINING)
        assert (folder / "a.py").read_text() == FIXED

    def test_the_configuration_may_allow_unsafe_fixes(self, tmp_path: Path) -> None:
        text = ZERO_SEED.replace("seed=0", "seed=1").replace("    overwrite=True,\n", "")
        settings = "fix = true\nunsafe-fixes = true\n"
        folder = write(tmp_path, {"a.py": text, "tunelint.toml": settings})

        tunelint(folder, "check", "--no-unsafe-fixes")
        assert "overwrite=True" not in (folder / "a.py").read_text()
        tunelint(folder, "check")
        assert "overwrite=True" in (folder / "a.py").read_text()

    def test_standard_input_comes_back_fixed(self, tmp_path: Path) -> None:
        run = tunelint(
            write(tmp_path, {}), "check", "--fix", "-", *UNSEEDED_TRAINING, given=ZERO_SEED.encode()
        )

        assert run.output == FIXED
        assert run.errors == "Found 1 finding (1 fixed, 0 remaining) in 1 file.\n"

    def test_standard_input_without_findings_comes_back_as_it_is(self, tmp_path: Path) -> None:
        run = tunelint(write(tmp_path, {}), "check", "--fix", "-", given=NO_SEARCH.encode())

        assert (run.status, run.output) == (0, NO_SEARCH)


class TestDiff:
    def test_it_shows_the_change_and_writes_nothing(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {"src/a.py": ZERO_SEED})

        run = tunelint(folder, "check", "--diff", *UNSEEDED_TRAINING)

        assert (folder / "src/a.py").read_text() == ZERO_SEED
        assert run.status == 1
        assert run.output.splitlines()[:3] == ["--- src/a.py", "+++ src/a.py", "@@ -4,7 +4,7 @@"]
        assert "-    seed=0," in run.output.splitlines()
        assert "+    seed=42," in run.output.splitlines()
        assert run.errors == "Would fix 1 finding.\n"

    @pytest.mark.parametrize("last", ["\r\n", ""], ids=["ended", "not ended"])
    def test_its_lines_end_as_those_of_the_file(self, last: str, tmp_path: Path) -> None:
        text = ZERO_SEED.replace("\n", "\r\n").removesuffix("\r\n") + last
        folder = write(tmp_path, {"a.py": text.encode()})

        run = tunelint_process(folder, "check", "--diff", *UNSEEDED_TRAINING)

        assert "-    seed=0,\r\n+    seed=42,\r\n" in run.output
        assert "\n@@ -4,7 +4,7 @@\n" in run.output
        assert run.output.count("\r") == run.output.count("\r\n")

    def test_nothing_to_fix_is_clean(self, tmp_path: Path) -> None:
        run = tunelint(write(tmp_path, {"a.py": NO_SEARCH}), "check", "--diff")

        assert (run.status, run.output, run.errors) == (0, "", "Would fix 0 findings.\n")

    def test_a_notebook_is_shown_cell_by_cell(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {"a.ipynb": notebook("print(1)", ZERO_SEED)})

        run = tunelint(folder, "check", "--diff", *UNSEEDED_TRAINING)

        assert run.output.startswith("--- a.ipynb:cell 2\n+++ a.ipynb:cell 2\n")

    def test_a_missing_last_line_end_is_told(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {"a.py": ZERO_SEED.rstrip("\n")})

        output = tunelint(folder, "check", "--diff", *UNSEEDED_TRAINING).output

        assert output.endswith("\\ No newline at end of file\n")


class TestArguments:
    @pytest.mark.parametrize(
        ("before", "after"),
        [
            (WITHOUT_OVERWRITE, f"{WITHOUT_OVERWRITE}, overwrite=True"),
            (f"{WITHOUT_OVERWRITE},", f"{WITHOUT_OVERWRITE}, overwrite=True,"),
            (f"\n    {WITHOUT_OVERWRITE}\n", f"\n    {WITHOUT_OVERWRITE}, overwrite=True\n"),
            (f"\n    {WITHOUT_OVERWRITE},\n", f"\n    {WITHOUT_OVERWRITE}, overwrite=True,\n"),
            (
                f"{LINES},  # ours\n",
                f"{LINES},  # ours\n    overwrite=True,\n",
            ),
            (
                f"{LINES}  # ours\n",
                f"{LINES},  # ours\n    overwrite=True\n",
            ),
            (
                f"{LINES}     # in line\n",
                f"{LINES},    # in line\n    overwrite=True\n",
            ),
            (
                'build, objective = "val_mae", seed = 3',
                'build, objective = "val_mae", seed = 3, overwrite = True',
            ),
            (
                'build,\n     objective="val_mae",\n     seed=3',
                'build,\n     objective="val_mae",\n     seed=3,\n     overwrite=True',
            ),
            (
                'build, **dict(objective="val_mae", seed=3)',
                'build, **dict(objective="val_mae", seed=3), overwrite=True',
            ),
        ],
    )
    def test_they_are_added_as_the_call_is_written(
        self, tmp_path: Path, before: str, after: str
    ) -> None:
        text = program(tuner("@")).decode()

        assert fixed(text.replace("@", before), tmp_path) == text.replace("@", after)

    def test_one_that_may_be_there_already_is_not_added(self, tmp_path: Path) -> None:
        text = tuner('build, objective="val_mae", seed=3, **options')

        assert fixed(text, tmp_path) == program(text).decode()

    def test_a_comment_makes_no_line_too_long(self, tmp_path: Path) -> None:
        text = tuner("@") + "# " + "-" * 86
        text = program(text).decode().replace("@)", "@)  # nobody knows what this is good for")
        made = f"{WITHOUT_OVERWRITE}, overwrite=True"

        assert fixed(text.replace("@", WITHOUT_OVERWRITE).encode(), tmp_path) == text.replace(
            "@", made
        )

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("x, y, epochs=30, verbose=0", "x, y, verbose=0"),
            ("x, y, verbose=0, epochs=30", "x, y, verbose=0"),
            ("x, y, epochs=30", "x, y"),
            ("\n    x,\n    y,\n    epochs=30,  # many\n", "\n    x,\n    y,\n"),
            ("\n    x,\n    y,\n    epochs=30\n", "\n    x,\n    y,\n"),
        ],
    )
    def test_they_are_removed_with_their_comma(
        self, tmp_path: Path, before: str, after: str
    ) -> None:
        text = """
            import keras
            import keras_tuner as kt

            keras.utils.set_random_seed(1)
            tuner = kt.Hyperband(build, objective="val_loss", max_epochs=9, seed=3, overwrite=True)
            tuner.search(@)
        """
        text = program(text).decode()

        assert fixed(text.replace("@", before), tmp_path, "--select", "TUN406") == text.replace(
            "@", after
        )


class TestImports:
    FMIN = "best = fmin(f, s, algo=tpe.suggest, max_evals=9)\n"

    def added(self, head: str, folder: Path) -> str:
        """The program with a search that needs NumPy, fixed, without its last line."""
        return fixed(f"{head}{self.FMIN}", folder, "--select", "TUN101")

    @pytest.mark.parametrize(
        ("imports", "written"),
        [
            ("import numpy as np\n", "np.random.default_rng(42)"),
            ("import numpy\n", "numpy.random.default_rng(42)"),
            ("import numpy as nump\n", "nump.random.default_rng(42)"),
            ("from numpy import random as npr\n", "npr.default_rng(42)"),
            ("from numpy.random import default_rng\n", "default_rng(42)"),
            ("import numpy.random\n", "numpy.random.default_rng(42)"),
            (
                "try:\n    import numpy as np\nexcept ImportError:\n    raise\n",
                "np.random.default_rng(42)",
            ),
        ],
    )
    def test_what_is_imported_is_used(self, tmp_path: Path, imports: str, written: str) -> None:
        head = f"{imports}from hyperopt import fmin, tpe\n\n"

        assert self.added(head, tmp_path) == head + self.FMIN.replace(
            "max_evals=9", f"max_evals=9, rstate={written}"
        )

    @pytest.mark.parametrize(
        ("head", "after"),
        [
            (
                "from hyperopt import fmin, tpe\n\n",
                "import numpy as np\nfrom hyperopt import fmin, tpe\n\n",
            ),
            (
                f"{FUTURE}from hyperopt import fmin, tpe  # 1\n",
                f"{FUTURE}import numpy as np\nfrom hyperopt import fmin, tpe  # 1\n",
            ),
            (
                f"{FUTURE}\nfrom hyperopt import fmin, tpe\n\nfrom ours import f\n\n",
                f"{FUTURE}\nimport numpy as np\nfrom hyperopt import fmin, tpe\n\n"
                "from ours import f\n\n",
            ),
            (
                "#!/usr/bin/env python\nfrom hyperopt import *; from hyperopt import tpe, fmin\n",
                "#!/usr/bin/env python\nimport numpy as np\n"
                "from hyperopt import *; from hyperopt import tpe, fmin\n",
            ),
            (
                "import os\nimport sys\n\nfrom hyperopt import fmin, tpe\n",
                "import os\nimport sys\n\nimport numpy as np\nfrom hyperopt import fmin, tpe\n",
            ),
            (
                "import sys\nimport pandas as pd\nfrom hyperopt import fmin, tpe\nimport scipy\n"
                "import os\n",
                "import sys\nimport pandas as pd\nfrom hyperopt import fmin, tpe\nimport scipy\n"
                "import numpy as np\nimport os\n",
            ),
            (
                "import catboost\nfrom hyperopt import fmin, tpe\nimport scipy\n",
                "import catboost\nfrom hyperopt import fmin, tpe\nimport numpy as np\n"
                "import scipy\n",
            ),
            (
                "# ours\n\n# the search\nimport scipy\nfrom hyperopt import fmin, tpe\n",
                "# ours\n\nimport numpy as np\n# the search\nimport scipy\n"
                "from hyperopt import fmin, tpe\n",
            ),
            (
                "from hyperopt import (\n    fmin,\n    tpe,\n)\nfrom numpy import array\n\n\n",
                "from hyperopt import (\n    fmin,\n    tpe,\n)\nfrom numpy import array\n"
                "from numpy.random import default_rng\n\n\n",
            ),
            (
                "import os\n\nspace = f = 3\n\nimport scipy\nfrom hyperopt import fmin, tpe\n",
                "import os\n\nspace = f = 3\n\nimport numpy as np\nimport scipy\n"
                "from hyperopt import fmin, tpe\n",
            ),
        ],
    )
    def test_what_is_missing_is_imported_where_isort_wants_it(
        self, tmp_path: Path, head: str, after: str
    ) -> None:
        (tmp_path / "ours.py").touch()
        rng = "default_rng" if "import default_rng" in after else "np.random.default_rng"

        assert self.added(head, tmp_path) == after + self.FMIN.replace(
            "max_evals=9", f"max_evals=9, rstate={rng}(42)"
        )

    @pytest.mark.parametrize(
        ("head", "after"),
        [
            ("", "import numpy as np\n\n"),
            ('"""Tunes."""\n', '"""Tunes."""\n\nimport numpy as np\n\n'),
            ('"""Tunes."""\n\n', '"""Tunes."""\n\nimport numpy as np\n\n'),
            ("# ours\n", "# ours\nimport numpy as np\n\n"),
            (
                "def f(x):\n    return x\n\n\n",
                "import numpy as np\n\n\ndef f(x):\n    return x\n\n\n",
            ),
            (
                '"""Tunes."""\n\n\n@logged\ndef f(x):\n    return x\n\n\n',
                '"""Tunes."""\n\nimport numpy as np\n\n\n@logged\ndef f(x):\n    return x\n\n\n',
            ),
        ],
    )
    def test_a_file_without_imports_gets_a_block(
        self, tmp_path: Path, head: str, after: str
    ) -> None:
        assert self.added(head, tmp_path) == after + self.FMIN.replace(
            "max_evals=9", "max_evals=9, rstate=np.random.default_rng(42)"
        )

    @pytest.mark.parametrize(
        ("head", "after"),
        [
            ("from keras_tuner import {}\n", "from keras_tuner import Objective, {}\n"),
            (
                "from keras_tuner import (\n    {},\n    GridSearch,  # 1\n    oracles\n)\n",
                "from keras_tuner import (\n    {},\n    GridSearch,  # 1\n    oracles,\n"
                "    Objective\n)\n",
            ),
            (
                "from keras_tuner import (\n    Hyperband,  # 1\n    {},\n)\n",
                "from keras_tuner import (\n    Hyperband,  # 1\n    Objective,\n    {},\n)\n",
            ),
            (
                "from keras_tuner import {}\nfrom keras_tuner import oracles\n",
                "from keras_tuner import Objective, {}\nfrom keras_tuner import oracles\n",
            ),
            (
                "from keras_tuner.tuners import {}\n",
                "from keras_tuner import Objective\nfrom keras_tuner.tuners import {}\n",
            ),
        ],
    )
    def test_a_name_joins_those_of_its_module(self, tmp_path: Path, head: str, after: str) -> None:
        rest = (
            "tuner = RandomSearch(build, objective={}, seed=1)\n"
            "tuner.search(x, y, validation_data=(x_val, y_val), epochs=10)\n"
        )
        text = f"{head}{rest}".format("RandomSearch", '"val_rmse"')

        assert fixed(text.encode(), tmp_path, "--select", "TUN305") == f"{after}{rest}".format(
            "RandomSearch", 'Objective("val_rmse", "min")'
        )

    @pytest.mark.parametrize(
        "head",
        [
            "from hyperopt import fmin, tpe\nnp = 3\n",
            "import nothing as np\nfrom hyperopt import fmin, tpe\n",
        ],
    )
    def test_a_name_that_means_something_else_is_left_alone(
        self, tmp_path: Path, head: str
    ) -> None:
        assert self.added(head, tmp_path) == head + self.FMIN

    def test_an_import_on_a_condition_does_not_count(self, tmp_path: Path) -> None:
        head = "from hyperopt import fmin, tpe\n"
        rest = "if fast:\n    import numpy as np\n"

        after = self.added(head + rest, tmp_path)

        assert after.startswith(f"import numpy as np\n{head}{rest}")

    def test_an_import_of_the_block_around_is_used(self, tmp_path: Path) -> None:
        text = """
            def main():
                pass


            if __name__ == "__main__":
                import numpy as np
                from hyperopt import fmin, tpe

                best = fmin(f, space, tpe.suggest, max_evals=9)
        """
        assert changed_lines(text, tmp_path, "--select", "TUN101") == [
            "    best = fmin(f, space, tpe.suggest, max_evals=9, rstate=np.random.default_rng(42))"
        ]


class TestStatements:
    def test_they_are_indented_as_what_follows(self, tmp_path: Path) -> None:
        text = """
            import keras
            import keras_tuner as kt


            def main():
            \tif True:
            \t\ttuner = kt.RandomSearch(build, objective="val_loss", seed=3, overwrite=True)
            \t\ttuner.search(x, y, validation_data=(x_val, y_val), epochs=9)


            main()
        """
        assert changed_lines(text, tmp_path, "--select", "TUN105") == [
            "\t\tkeras.utils.set_random_seed(3)"
        ]

    def test_beside_others_they_stand_on_their_line(self, tmp_path: Path) -> None:
        text = """
            import keras
            import keras_tuner as kt
            if True: tuner = kt.RandomSearch(build, objective="val_loss", seed=3, overwrite=True)
            tuner.search(x, y, validation_data=(x_val, y_val), epochs=9)
        """
        assert changed_lines(text, tmp_path, "--select", "TUN105") == [
            "if True: keras.utils.set_random_seed(3); tuner = kt.RandomSearch(build,"
            ' objective="val_loss", seed=3, overwrite=True)'
        ]

    @pytest.mark.parametrize(
        ("above", "written"),
        [
            ("# the search\n# over units\n", "keras.utils.set_random_seed(3)\n{above}"),
            ("\n# %% the search\n", "{above}keras.utils.set_random_seed(3)\n"),
            ("x = 1\n# the search\n", "x = 1\nkeras.utils.set_random_seed(3)\n# the search\n"),
            ("# of more\n\n", "{above}keras.utils.set_random_seed(3)\n"),
        ],
    )
    def test_they_stand_above_the_comment_of_what_follows(
        self, tmp_path: Path, above: str, written: str
    ) -> None:
        head = "import keras\nimport keras_tuner as kt\n\n"
        rest = (
            'tuner = kt.RandomSearch(build, "val_loss", seed=3, overwrite=True)\n'
            "tuner.search(x, y, validation_data=(x_val, y_val), epochs=9)\n"
        )
        after = fixed(f"{head}{above}{rest}".encode(), tmp_path, "--select", "TUN105")

        assert after == head + written.format(above=above) + rest

    def test_what_a_class_draws_is_seeded_before_it(self, tmp_path: Path) -> None:
        text = """
            import torch


            class Net(torch.nn.Module):
                def __init__(self, start=torch.randn(4, 1)):
                    super().__init__()
                    self.weight = torch.nn.Parameter(start.clone())

                def forward(self, x):
                    return x @ self.weight


            losses = []
            for rate in (0.1, 0.2):
                net = Net()
                optimizer = torch.optim.SGD(net.parameters(), lr=rate)
                for _ in range(5):
                    loss = ((net(x) - y) ** 2).mean()
                    optimizer.zero_grad()
                    loss.backward()
                    optimizer.step()
                losses.append(loss.item())
            best = min(losses)
        """
        after = fixed(text, tmp_path, "--select", "TUN105")

        assert "\n\ntorch.manual_seed(42)\nclass Net(torch.nn.Module):\n" in after


class TestNotebooks:
    def test_only_the_changed_strings_are_written_anew(self, tmp_path: Path) -> None:
        source = json.dumps([f"{line}\n" for line in ZERO_SEED.splitlines()], indent=4)
        text = (
            '{\r\n "cells": [{"cell_type": "markdown", "source": ["\\u00e9\\/ é"]},\r\n'
            '  {"outputs": [{"data": "\\ud83d\\ude00"}], "source": '
            + source
            + ',\r\n "cell_type"  : "code", "execution_count": 1.50}],\t"metadata": {} }'
        )

        after = fixed_bytes(text.encode(), tmp_path, *UNSEEDED_TRAINING, name="a.ipynb")

        assert after == text.replace("seed=0", "seed=42").encode()

    @pytest.mark.parametrize("indent", [None, 1, 2])
    def test_a_new_line_is_a_string_of_its_own(self, tmp_path: Path, indent: int | None) -> None:
        lines = ZERO_SEED.replace("seed=0", "seed=1").replace("    overwrite=True,\n", "")
        document = {
            "cells": [{"cell_type": "code", "source": lines.splitlines(keepends=True)}],
            "metadata": {},
        }

        after = fixed_bytes(
            json.dumps(document, indent=indent).encode(),
            tmp_path,
            *UNSEEDED_TRAINING,
            name="a.ipynb",
        )

        document["cells"][0]["source"] = (  # type: ignore[index]
            ZERO_SEED.replace("seed=0", "seed=1").splitlines(keepends=True)
        )
        assert after == json.dumps(document, indent=indent).encode()

    def test_a_source_in_one_string_stays_one(self, tmp_path: Path) -> None:
        text = notebook("%matplotlib inline\n" + ZERO_SEED.replace("    overwrite=True,\n", ""))

        after = fixed_bytes(text.encode(), tmp_path, *UNSEEDED_TRAINING, name="a.ipynb")

        (cell,) = json.loads(after)["cells"]
        assert cell["source"] == "%matplotlib inline\n" + FIXED

    def test_an_import_goes_to_the_cell_of_imports(self, tmp_path: Path) -> None:
        cells = ("from hyperopt import fmin, tpe", "%time best = fmin(f, space, tpe.suggest, 9)")
        after = fixed_bytes(
            notebook(*cells).encode(), tmp_path, "--select", "TUN101", name="a.ipynb"
        )

        assert [cell["source"] for cell in json.loads(after)["cells"]] == [
            "import numpy as np\nfrom hyperopt import fmin, tpe",
            "%time best = fmin(f, space, tpe.suggest, 9, rstate=np.random.default_rng(42))",
        ]

    def test_modules_that_a_cell_writes_are_fixed_in_their_cell(self, tmp_path: Path) -> None:
        text = notebook("%%writefile tuning.py\n" + ZERO_SEED, "import tuning")

        after = fixed(text.encode(), tmp_path, "--select", "TUN102", name="a.ipynb")
        assert after == text.replace("seed=0", "seed=42")


class TestFiles:
    @pytest.mark.parametrize("ending", [b"\r\n", b"\r"])
    def test_line_ends_stay(self, tmp_path: Path, ending: bytes) -> None:
        text = ZERO_SEED.replace("    overwrite=True,\n", "").replace("seed=0", "seed=1")
        data = text.encode().replace(b"\n", ending)

        after = fixed_bytes(data, tmp_path, *UNSEEDED_TRAINING)

        assert after == data.replace(b"seed=1,", b"seed=1," + ending + b"    overwrite=True,")

    @pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "shift_jis", "utf-8-sig", "utf-16"])
    def test_encodings_stay(self, tmp_path: Path, encoding: str) -> None:
        head = "" if encoding.startswith("utf") else f"# coding: {encoding}\n"
        data = (head + "name = '一'\n" * (encoding == "shift_jis") + ZERO_SEED).encode(encoding)
        if encoding == "utf-16":
            folder = write(tmp_path, {"a.py": data})
            run_fix(folder)
            assert (folder / "a.py").read_bytes() == data
        else:
            after = fixed_bytes(data, tmp_path, *UNSEEDED_TRAINING)
            assert after == data.replace(b"seed=0", b"seed=42")

    def test_permissions_stay(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {"a.py": ZERO_SEED})
        (folder / "a.py").chmod(0o751)

        run_fix(folder, *UNSEEDED_TRAINING)

        assert (folder / "a.py").stat().st_mode & 0o777 == 0o751
        assert sorted(path.name for path in folder.iterdir()) == ["a.py", "pyproject.toml"]

    def test_the_time_of_the_change_is_new(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {"a.py": ZERO_SEED})
        os.utime(folder / "a.py", (1_000_000_000, 1_000_000_000))

        run_fix(folder, *UNSEEDED_TRAINING)

        assert (folder / "a.py").stat().st_mtime > 1_000_000_001

    def test_two_names_of_one_file_are_fixed_once(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {"a.py": ZERO_SEED})
        (folder / "b.py").symlink_to(folder / "a.py")

        run = run_fix(folder, "a.py", "b.py", *UNSEEDED_TRAINING)

        assert (run.status, run.errors) == (0, "")
        assert (folder / "a.py").read_text() == FIXED
        assert (folder / "b.py").is_symlink()

    def test_links_lead_where_they_led(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {"lib/real.py": ZERO_SEED})
        (folder / "a.py").symlink_to("lib/real.py")

        run_fix(folder, "a.py", *UNSEEDED_TRAINING)

        assert (folder / "a.py").is_symlink()
        assert (folder / "lib" / "real.py").read_text() == FIXED

    def test_no_link_out_of_the_project_is_followed(self, tmp_path: Path) -> None:
        folder = write(tmp_path / "project", {"b.py": ZERO_SEED})
        real = tmp_path / "real.py"
        real.write_text(ZERO_SEED)
        (folder / "a.py").symlink_to(real)

        for paths in ((), ("a.py",)):
            run = run_fix(folder, *paths, *UNSEEDED_TRAINING)

            assert run.status == 2
            reason = f"it links out of the project, to {real}"
            assert run.errors == f"error: {folder}/a.py: not fixed: {reason}\n"
            assert real.read_text() == ZERO_SEED
            assert (folder / "a.py").is_symlink()
        assert (folder / "b.py").read_text() == FIXED

    def test_a_project_may_be_reached_by_a_link(self, tmp_path: Path) -> None:
        write(tmp_path / "project", {"a.py": ZERO_SEED})
        (tmp_path / "way").symlink_to("project")

        run = run_fix(tmp_path / "way", *UNSEEDED_TRAINING)

        assert (run.status, run.errors) == (0, "")
        assert (tmp_path / "project" / "a.py").read_text() == FIXED

    def test_hard_links_stay(self, tmp_path: Path) -> None:
        folder = write(tmp_path / "project", {"a.py": ZERO_SEED, "b.py": ZERO_SEED})
        (tmp_path / "copy.py").hardlink_to(folder / "a.py")

        run = run_fix(folder, *UNSEEDED_TRAINING)

        assert run.status == 2
        reason = "it has 2 hard links, which a new file would separate"
        assert run.errors == f"error: {folder}/a.py: not fixed: {reason}\n"
        assert "Found 2 findings (1 fixed, 1 remaining) in 2 files." in run.output
        assert (folder / "a.py").stat().st_nlink == 2
        assert (folder / "a.py").read_text() == ZERO_SEED
        assert (folder / "b.py").read_text() == FIXED

    def test_what_a_killed_run_left_is_cleared_away(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {"a.py": ZERO_SEED, ".c.py.1-00000000.unfinished": "of init"})
        with subprocess.Popen([sys.executable, "-c", ""]) as ended:
            ended.wait()
        (folder / f".b.py.{ended.pid}-0123abcd.unfinished").touch()
        (folder / f".b.py.{ended.pid}-mine.unfinished").touch()

        run_fix(folder, *UNSEEDED_TRAINING)

        assert sorted(path.name for path in folder.glob(".*.unfinished")) == [
            f".b.py.{ended.pid}-mine.unfinished",
            ".c.py.1-00000000.unfinished",
        ]

    def test_a_file_that_cannot_be_written_is_named(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = write(tmp_path, {"a.py": ZERO_SEED, "b.py": ZERO_SEED})
        real = os.access
        monkeypatch.setattr(
            os, "access", lambda path, mode: not str(path).endswith("a.py") and real(path, mode)
        )

        shown = ("--show-fixes", "--output-format", "concise")
        run = run_fix(folder, *UNSEEDED_TRAINING, *shown)

        assert run.status == 2
        assert run.errors == f"error: {folder}/a.py: not fixed: it is write-protected\n"
        assert (folder / "a.py").read_text() == ZERO_SEED
        assert (folder / "b.py").read_text() == FIXED
        assert "a.py:7:5: TUN102 warning: [*]" in run.output
        assert "Found 2 findings (1 fixed, 1 remaining) in 2 files.\n" in run.output
        assert "- b.py:\n    1 × TUN102 (zero-seed)\n\n" in run.output
        assert "- a.py" not in run.output

    def test_a_full_disk_is_told(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(*_: object, **__: object) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        folder = write(tmp_path, {"a.py": ZERO_SEED})
        monkeypatch.setattr("os.replace", full)

        run = run_fix(folder, *UNSEEDED_TRAINING)

        assert run.status == 2
        assert run.errors == f"error: {folder}/a.py: not fixed: No space left on device\n"
        assert "Found 1 finding (1 warning) in 1 file.\n[*] 1 fixable with --fix.\n" in run.output
        assert sorted(path.name for path in folder.iterdir()) == ["a.py", "pyproject.toml"]

    def test_a_fix_after_which_the_file_would_not_parse_is_not_written(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = write(tmp_path, {"a.py": ZERO_SEED})
        monkeypatch.setattr(
            "tunelint.findings.fixes.splice.edited",
            lambda data, edits, is_notebook: data + b"\n(\n",
        )

        run = run_fix(folder)

        assert run.status == 2
        assert run.errors.startswith(f"error: {folder}/a.py: not fixed: the result could not be")
        assert run.errors.count("\n") == 1
        assert (folder / "a.py").read_text() == ZERO_SEED

    @pytest.mark.parametrize("name", ["a.py", "a.ipynb"])
    def test_a_fix_that_the_compiler_refuses_is_not_written(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
    ) -> None:
        """libcst reads a keyword that is given twice, CPython does not; other fixes are made."""
        real = edited
        monkeypatch.setattr(
            "tunelint.findings.fixes.splice.edited",
            lambda data, edits, is_notebook: real(data, edits, is_notebook=is_notebook).replace(
                b"seed=42", b"seed=42, seed=42"
            ),
        )
        text = ZERO_SEED.replace("    overwrite=True,\n", "")
        folder = write(tmp_path, {name: text if name == "a.py" else notebook(text)})

        run = run_fix(folder, *UNSEEDED_TRAINING)

        assert run.status == 2
        reason = "the result would not compile: keyword argument repeated: seed"
        assert run.errors == f"error: {folder}/{name}: not fixed: {reason}\n"
        assert "Found 2 findings (1 fixed, 1 remaining) in 1 file.\n" in run.output
        after = (folder / name).read_text()
        assert "seed=0" in after
        assert "overwrite=True" in after

    @pytest.mark.parametrize("line", ["await tuner()", "%matplotlib inline", "!ls", "print?"])
    def test_what_only_notebooks_hold_is_no_reason_to_refuse(
        self, tmp_path: Path, line: str
    ) -> None:
        after = fixed(notebook(f"{line}\n{ZERO_SEED}").encode(), tmp_path, name="a.ipynb")

        assert "seed=42" in after

    def test_a_script_that_did_not_compile_before_may_be_fixed(self, tmp_path: Path) -> None:
        text = f"%matplotlib inline\n{ZERO_SEED}"

        assert "seed=42" in fixed(text.encode(), tmp_path)


class TestEdits:
    def edit(self, line: int, column: int, end: int, content: str) -> TextEdit:
        return TextEdit(Path("a.py"), None, line, column, line, end, content)

    def test_the_first_of_two_that_touch_is_made(self) -> None:
        one, other = self.edit(1, 1, 4, "x"), self.edit(1, 3, 5, "y")

        assert touching(one, other)
        assert touching(self.edit(1, 2, 2, "x"), self.edit(1, 2, 2, "y"))
        assert not touching(self.edit(1, 1, 2, "x"), self.edit(1, 2, 3, "y"))

    def test_a_file_that_has_changed_is_not_edited(self) -> None:
        with pytest.raises(Unspliceable):
            edited(b"x = 1\n", [self.edit(9, 1, 2, "y")], is_notebook=False)
        with pytest.raises(Unspliceable):
            edited(b"x = 1\n", [self.edit(1, 40, 41, "y")], is_notebook=False)

    def test_they_can_be_sent_to_another_process(self) -> None:
        repair = Repair("safe", "replace", (self.edit(1, 1, 2, "x"),))

        assert pickle.loads(pickle.dumps(repair)) == repair
