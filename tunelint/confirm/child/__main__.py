"""The first thing that runs in the process of a script; started by its path.

Arguments: a job's folder, and the number of the open socket to the asking process; or ``--warm``,
that number, and libraries to be imported for many jobs. Any interpreter can be given: it needs none
of tunelint's own dependencies, and nothing but this package is made importable.
"""

import contextlib
import importlib.util
import json
import os
import pickle
import shutil
import socket
import sys
from functools import partial
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2]
OLDEST = (3, 11)


def make_importable() -> None:
    """Let ``tunelint`` be imported from here, and nothing that lies beside it."""
    if "tunelint" in sys.modules:
        return
    spec = importlib.util.spec_from_file_location(
        "tunelint", PACKAGE / "__init__.py", submodule_search_locations=[str(PACKAGE)]
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["tunelint"] = module
    spec.loader.exec_module(module)


def main(folder: Path, asking: socket.socket, *, warm: bool = False) -> None:
    """Answer the job that lies in the folder, in a process that ends when the asking one says."""
    if sys.version_info < OLDEST:
        found = ".".join(str(part) for part in sys.version_info[:2])
        asking.sendall(f"{sys.executable} is Python {found}: 3.11 or later is needed".encode())
        return
    make_importable()
    from tunelint.confirm.child.reaper import Limits, keep

    order = json.loads((folder / "order.json").read_bytes())
    limits = Limits(order["seconds"], order["memory"])
    if not keep(lambda: answer(folder, order["guards"], warm=warm), limits, asking):
        # Nobody may be left to do it.
        shutil.rmtree(folder, ignore_errors=True)
        with contextlib.suppress(OSError):
            folder.parent.rmdir()


def main_of_many(asking: socket.socket, libraries: list[str]) -> None:
    """Answer jobs in copies of this process, which has the libraries imported."""
    make_importable()
    from tunelint.confirm.child.preload import serve

    serve(asking, libraries, partial(main, warm=True))


def answer(folder: Path, guards: list[str], *, warm: bool) -> None:
    """Run the script behind a guard, and write the answer into the folder."""
    if warm:
        from tunelint.confirm.child.preload import seed_anew

        seed_anew()
    from tunelint.confirm.child.channel import ANSWER, PASSED, Channel, noting
    from tunelint.confirm.child.script_run import Stage
    from tunelint.confirm.guard.raising import NoGuard, raise_guard
    from tunelint.lab.answers import Answer

    job = pickle.loads((folder / "job.pickle").read_bytes())
    channel = Channel.to_file(folder / ANSWER)
    passed = noting(folder / PASSED)
    os.chdir(job.script.folder)
    try:
        guard = raise_guard(folder / "scratch", guards)
    except NoGuard as error:
        channel.end_with(Answer(False, str(error)))
    Stage(job, channel, guard, passed).perform()


if __name__ == "__main__":
    del sys.path[0]
    if sys.argv[1] == "--warm":
        main_of_many(socket.socket(fileno=int(sys.argv[2])), sys.argv[3:])
    else:
        main(Path(sys.argv[1]), socket.socket(fileno=int(sys.argv[2])))
