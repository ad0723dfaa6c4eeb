"""TUN501: two tuners that share one project"""

from __future__ import annotations

import textwrap

from tests.rules.programs import check_programs, marked

FLAGGED = {
    "the defaults": """
import keras_tuner as kt
a = kt.RandomSearch(build, objective='val_loss', max_trials=5, seed=7)
a.search(x, y, epochs=9, validation_split=0.2)
b = kt.RandomSearch(build, objective='val_loss', max_trials=5, seed=7)  # TUN501: RandomSearch stores its trials in ./untitled_project, as an earlier RandomSearch does: it reloads those trials instead of searching
b.search(x, y, epochs=9, validation_split=0.2)
""",
    "one directory": """
import keras_tuner as kt
a = kt.RandomSearch(build, objective='val_loss', directory='out')
a.search(x, y, epochs=9, validation_split=0.2)
b = kt.RandomSearch(build, objective='val_loss', directory='./out')  # TUN501: RandomSearch stores its trials in ./out/untitled_project
b.search(x, y, epochs=9, validation_split=0.2)
""",
    "both named": """
import keras_tuner as kt
a = kt.RandomSearch(build, objective='val_loss', max_trials=5, directory='out', project_name='p')
a.search(x, y, epochs=9, validation_split=0.2)
b = kt.RandomSearch(build, objective='val_loss', directory='out', project_name='p', overwrite=False)  # TUN501: RandomSearch stores its trials in out/p
b.search(x, y, epochs=9, validation_split=0.2)
""",
    "a function called twice": """
import keras_tuner as kt
def tune(model):
    tuner = kt.RandomSearch(model, objective='val_loss', directory='out')  # TUN501: RandomSearch stores its trials in out/untitled_project
    tuner.search(x, y, epochs=9, validation_split=0.2)
tune(small)
tune(large)
""",
    "a loop": """
import keras_tuner as kt
for fold in range(5):
    tuner = kt.RandomSearch(build, objective='val_loss', directory='out')  # TUN501: every pass of the loop builds RandomSearch
    tuner.search(x[fold], y[fold], epochs=9, validation_split=0.2)
""",
}

BY_KIND = """
import keras_tuner as kt
config = load()
if {first}:
    tuner = kt.RandomSearch(build, objective='val_loss', max_trials=5, seed=7)
if {second}:
    tuner = kt.BayesianOptimization(build, objective='val_loss', max_trials=50, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
"""
FLAGGED |= {
    "one decision twice": marked(
        BY_KIND.format(first="config.tune", second="config.tune"),
        {"tuner = kt.": "# TUN501: BayesianOptimization stores its trials in ./untitled_project"},
    ),
    "the first whatever is decided": marked(
        BY_KIND.format(first="True", second="config.tune"),
        {"tuner = kt.": "# TUN501: BayesianOptimization stores its trials in ./untitled_project"},
    ),
}

SILENT = {
    "an attribute that decides": BY_KIND.format(
        first="config.kind == 'random'", second="config.kind == 'model'"
    ),
    "an entry that decides": BY_KIND.format(
        first="config['kind'] in ('random', 'r')", second="config['kind'] == 'model'"
    ),
    "a flag that decides": BY_KIND.format(first="config.random", second="not config.random"),
    "two functions that nobody visible calls": """
import keras_tuner as kt
def at_random():
    tuner = kt.RandomSearch(build, objective='val_loss', max_trials=5, seed=7)
    tuner.search(x, y, epochs=9, validation_split=0.2)
def by_model():
    tuner = kt.BayesianOptimization(build, objective='val_loss', max_trials=50, seed=7)
    tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "two methods that nobody visible calls": """
import keras_tuner as kt
class Study:
    def first(self):
        kt.RandomSearch(build, objective='val_loss', seed=7).search(x, y, epochs=9)
    def second(self):
        kt.RandomSearch(build, objective='val_loss', seed=7).search(x, y, epochs=9)
""",
    "overwrite on the later": """
import keras_tuner as kt
a = kt.RandomSearch(build, objective='val_loss', max_trials=5, seed=7)
a.search(x, y, epochs=9, validation_split=0.2)
b = kt.RandomSearch(build, objective='val_loss', max_trials=5, seed=7, overwrite=True)
b.search(x, y, epochs=9, validation_split=0.2)
""",
    "other names": """
import keras_tuner as kt
a = kt.RandomSearch(build, objective='val_loss', project_name='a')
a.search(x, y, epochs=9, validation_split=0.2)
b = kt.RandomSearch(build, objective='val_loss', project_name='b')
b.search(x, y, epochs=9, validation_split=0.2)
""",
    "unknown name": """
import keras_tuner as kt
a = kt.RandomSearch(build, objective='val_loss', project_name=n)
a.search(x, y, epochs=9, validation_split=0.2)
b = kt.RandomSearch(build, objective='val_loss', project_name=n)
b.search(x, y, epochs=9, validation_split=0.2)
""",
    "exclusive branches": """
import keras_tuner as kt
if mode == 1:
    a = kt.RandomSearch(build, objective='val_loss', max_trials=5, seed=7)
else:
    a = kt.BayesianOptimization(build, objective='val_loss', max_trials=50, seed=7)
a.search(x, y, epochs=9, validation_split=0.2)
""",
    "a loop that names its projects": """
import keras_tuner as kt
for fold in range(5):
    tuner = kt.RandomSearch(build, 'val_loss', 5, seed=7, project_name=f'fold_{fold}')
    tuner.search(x[fold], y[fold], epochs=9, validation_split=0.2)
""",
    "one tuner": """
import keras_tuner as kt
a = kt.RandomSearch(build, objective='val_loss', max_trials=5, seed=7)
a.search(x, y, epochs=9, validation_split=0.2)
""",
}


BETWEEN = """
import contextlib, os, pathlib, shutil
import keras_tuner as kt
def fresh(folder):
    if os.path.isdir(folder):
        shutil.rmtree(folder)
    return folder
a = kt.RandomSearch(build, objective='val_loss', max_trials=5, directory='out/a')
a.search(x, y, epochs=9, validation_split=0.2)
{between}
b = kt.RandomSearch(build, objective='val_loss', max_trials=5, directory={directory})
b.search(x, y, epochs=9, validation_split=0.2)
"""
PASSES = """
import shutil
import keras_tuner as kt
{head}
    {first}
    tuner = kt.RandomSearch(build, objective='val_loss', max_trials=5, directory='out')
    tuner.search(x, y, epochs=9, validation_split=0.2)
    {last}
"""
RETRIED = """
import keras_tuner as kt
while True:
    tuner = kt.RandomSearch(build, objective='val_loss', max_trials=5, directory='out')
    try:
        tuner.search(x, y, epochs=9, validation_split=0.2)
        {last}
    except RuntimeError as error:
        print(error)
"""


def between(statement: str, directory: str = "'out/a'") -> str:
    """Two tuners with a statement in line 9 between them; the later one stands in line 10."""
    return BETWEEN.format(between=statement, directory=directory)


def passes(head: str, first: str = "pass", last: str = "pass") -> str:
    """A tuner that is built in line 5 in each pass of a loop."""
    return PASSES.format(head=head, first=first, last=last)


SILENT |= {
    "deleted in between": between("shutil.rmtree('out/a')"),
    "deleted with all around it": between("shutil.rmtree('out', ignore_errors=True)"),
    "deleted, whatever it is": between("shutil.rmtree(a.project_dir)"),
    "deleted by a function of the project": between("pass", "fresh('out/a')"),
    "deleted by a command": between("os.system('rm -rf out/a')"),
    "renamed as a path": between("pathlib.Path('out/a').rename('out/first')"),
    "renamed": between("os.rename('out', 'first')"),
    "moved": between("shutil.move('out/a', 'done')"),
    "another working directory": between("os.chdir('elsewhere')"),
    "deleted at the head of each pass": passes(
        "for metric in ('a', 'b'):", "shutil.rmtree('out', ignore_errors=True)"
    ),
    "deleted at the end of each pass": passes("for _ in range(3):", last="shutil.rmtree('out')"),
    "one pass": passes("for once in range(1):"),
    "one item": passes("for metric in ['val_loss']:"),
    "a loop that is left in its first pass": passes("while True:", last="break"),
    "tried again where it failed": RETRIED.format(last="break"),
    "tried again where it failed, in a function": "def tune():\n"
    + textwrap.indent(RETRIED.format(last="return tuner"), "    "),
}
FLAGGED |= {
    "another folder is deleted": marked(
        between("shutil.rmtree('out/b')"),
        {"b = kt.": "# TUN501: RandomSearch stores its trials in out/a/untitled_project"},
    ),
    "a file is deleted": marked(
        between("os.remove('out/a/notes.txt')"),
        {"b = kt.": "# TUN501: RandomSearch stores its trials in out/a/untitled_project"},
    ),
    "the columns of a table are renamed": marked(
        between("x = x.rename(columns=str)"),
        {"b = kt.": "# TUN501: RandomSearch stores its trials in out/a/untitled_project"},
    ),
    "a text is changed": marked(
        between("name = 'a b'.replace(' ', '_')"),
        {"b = kt.": "# TUN501: RandomSearch stores its trials in out/a/untitled_project"},
    ),
    "deleted before the first one": marked(
        "import shutil\nshutil.rmtree('out', ignore_errors=True)\n" + between("pass").lstrip(),
        {"b = kt.": "# TUN501: RandomSearch stores its trials in out/a/untitled_project"},
    ),
    "deleted after the later one": marked(
        between("pass") + "shutil.rmtree('out/a')\n",
        {"b = kt.": "# TUN501: RandomSearch stores its trials in out/a/untitled_project"},
    ),
    "deleted before a third one": between("shutil.rmtree('out/a')")
    + "c = kt.Hyperband(build, objective='val_loss', directory='out/a')  # TUN501: Hyperband stores its trials in out/a/untitled_project\n"
    "c.search(x, y)\n",
    "deleted before the loop": marked(
        passes("shutil.rmtree('out')\nfor metric in ('a', 'b'):"),
        {"tuner = kt.": "# TUN501: every pass of the loop builds RandomSearch"},
    ),
    "a loop that may be left": marked(
        passes("for fold in range(5):", last="if fold > 3: break"),
        {"tuner = kt.": "# TUN501: every pass of the loop builds RandomSearch"},
    ),
    "two passes": marked(
        passes("for _ in range(2):"),
        {"tuner = kt.": "# TUN501: every pass of the loop builds RandomSearch"},
    ),
    "tried again, whatever happened": marked(
        RETRIED.format(last="print(tuner)"),
        {"tuner = kt.": "# TUN501: every pass of the loop builds RandomSearch"},
    ),
}


test_programs = check_programs("TUN501", FLAGGED, SILENT)
