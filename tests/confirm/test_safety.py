"""The user's files survive whatever the script does, behind each guard."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import write
from tests.confirm.running import answered, digest, job, overlay_holds, values
from tunelint.confirm.executors import LocalProcesses
from tunelint.confirm.guard.raising import GUARDS, OVERLAY
from tunelint.confirm.processes import Holds

DANGEROUS = """\
import contextlib
import glob
import io
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile

seen = {}
with open("out.csv", "w") as file:
    file.write("new")
seen["written"] = open("out.csv").read()
with open("log.txt", "a") as file:
    file.write("more")
seen["appended"] = pathlib.Path("log.txt").read_text()
with io.open("log.txt", "r+b") as file:
    file.write(b"O")
seen["updated"] = open("log.txt").read()
shutil.rmtree("results")
seen["removed"] = os.path.exists("results"), os.listdir("."). count("results")
os.makedirs("results/new")
pathlib.Path("results/new/trial.json").write_text("{}")
seen["made again"] = sorted(glob.glob("results/**", recursive=True))
os.remove("old.txt")
seen["unlinked"] = os.path.exists("old.txt")
os.rename("models", "moved")
seen["moved"] = os.path.exists("models"), sorted(os.listdir("moved"))
os.replace("moved/best.txt", "moved/worst.txt")
pathlib.Path("moved/worst.txt").write_text("replaced")
os.chmod("keep.txt", 0o600)
os.utime("keep.txt", (1, 1))
os.truncate("keep.txt", 1)
os.symlink("keep.txt", "link.txt")
open("link.txt", "a").write("!")
seen["linked"] = open("keep.txt").read()
descriptor = os.open("low.txt", os.O_RDWR | os.O_CREAT)
os.write(descriptor, b"low")
os.close(descriptor)
seen["low"] = os.stat("low.txt").st_size
with contextlib.closing(sqlite3.connect("study.db")) as study, study:
    study.execute("delete from trials")
    study.execute("insert into trials values (7)")
seen["study"] = sqlite3.connect("study.db").execute("select * from trials").fetchall()
with tempfile.NamedTemporaryFile("w") as file:
    file.write("x")
os.makedirs(os.path.expanduser("~/.cache/models"), exist_ok=True)
open(os.path.expanduser("~/.cache/models/weights"), "w").write("downloaded")
os.chdir("results/new")
open("inside.txt", "w").write("x")
seen["inside"] = sorted(os.listdir())
os.chdir("../..")
worker = "import os, shutil; open('worker.txt', 'w').write('x'); shutil.rmtree('data')"
subprocess.run([sys.executable, "-c", worker], check=True)
seen["worker"] = os.path.exists("worker.txt")
if len(sys.argv) == 1:  # where the kernel helps
    subprocess.run("rm -rf data results keep.txt; echo x > out.csv", shell=True, stderr=-3)
if os.fork() == 0:
    open("fork.txt", "w").write("x")
    os._exit(0)
os.wait()
for one in seen.items():
    one  # here
"""

WORKER = 'subprocess.run([sys.executable, "-c", worker], check=True)\n'
ROOT = Path(__file__).parents[2]

WANTED = {
    "written": "new",
    "appended": "oldmore",
    "updated": "Oldmore",
    "removed": (False, 0),
    "made again": ["results/", "results/new", "results/new/trial.json"],
    "unlinked": False,
    "moved": (False, ["best.txt"]),
    "linked": "k!",
    "low": 3,
    "study": [(7,)],
    "inside": ["inside.txt", "trial.json"],
    "worker": True,
}


def project(folder: Path) -> Path:
    """A project with results that took days."""
    names = ("out.csv", "log.txt", "old.txt", "keep.txt", "results/a/b.json", "models/best.txt")
    write(folder, {**dict.fromkeys(names, "old"), "keep.txt": "keep", "data/x.csv": "1,2"})
    with sqlite3.connect(folder / "study.db") as study:
        study.execute("create table trials (number)")
        study.execute("insert into trials values (1)")
    study.close()
    return folder


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    found = tmp_path / "home"
    write(found, {".cache/models/weights": "mine"})
    monkeypatch.setenv("HOME", str(found))
    return found


@pytest.mark.parametrize("guard", GUARDS)
def test_every_file_survives_and_the_script_finds_what_it_wrote(
    tmp_path: Path, home: Path, guard: str
) -> None:
    if guard == OVERLAY and not overlay_holds():
        pytest.skip("this kernel gives no overlay")
    asked = job(project(tmp_path / "project"), DANGEROUS)
    before = digest(tmp_path)

    found = answered(LocalProcesses(holds=Holds((guard,))), asked)

    assert found.guard == guard
    assert values(found) == [repr(item) for item in WANTED.items()]
    assert digest(tmp_path) == before


HOOKS_ALONE = """\
import os, posix, sqlite3, sys
from tunelint.confirm.guard.hooks import wrap

folder, scratch, program = sys.argv[1:]
os.chdir(folder)
os.makedirs(scratch)
wrap(scratch, False)
exec(program)
import subprocess
for name, attempt in {
    "rm": lambda: subprocess.run(["rm", "-rf", "data"]),
    "shell": lambda: os.system("rm -rf data"),
    "exec": lambda: os.execv("/bin/rm", ["rm", "-rf", "data"]),
    "unlink": lambda: posix.unlink("out.csv"),
    "relative": lambda: posix.unlink("out.csv", dir_fd=os.open("data", os.O_RDONLY)),
    "open": lambda: posix.open("out.csv", os.O_WRONLY),
    "rename": lambda: posix.rename("data", "moved"),
    "chmod": lambda: posix.chmod("data", 0),
    "database": lambda: sqlite3.Connection("study.db"),
}.items():
    try:
        attempt()
    except PermissionError as error:
        assert "the guard does not let" in str(error), error
    else:
        raise AssertionError(name)
print([repr(item) for item in seen.items()])
"""


def test_without_the_kernel_s_help_the_hooks_hold(tmp_path: Path, home: Path) -> None:
    folder = project(tmp_path / "project")
    before = digest(folder)
    program = DANGEROUS.replace("    one  # here", "    one").replace(WORKER, "")

    words = [sys.executable, "-c", HOOKS_ALONE, folder, tmp_path / "scratch", program]
    ended = subprocess.run(words, capture_output=True, text=True, cwd=ROOT, check=False)

    assert ended.stderr == ""
    wanted = {**WANTED, "worker": False}
    assert ended.stdout == f"{[repr(item) for item in wanted.items()]}\n"
    assert digest(folder) == before


def test_a_database_server_is_not_reached(tmp_path: Path) -> None:
    write(tmp_path, {"sqlalchemy/engine/create.py": "def create_engine(url): return url\n"})
    program = """\
from sqlalchemy.engine import create
print(create.create_engine("sqlite:///study.db"))
create.create_engine("postgresql+psycopg2://me@host/studies")
1
"""
    found = answered(LocalProcesses(), job(tmp_path, program))

    assert found.why == (
        "the script raises Refused: the guard does not let the script reach a database server"
        " (postgresql) (train.py:3) before line 4"
    )
