"""The first thing that runs in the process of a script; started by its path, with a job's folder.

Any interpreter can be given (``--python``): it needs none of tunelint's own dependencies, and
nothing but this package is made importable.
"""

import importlib.util
import os
import pickle
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2]


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


def main(folder: Path) -> None:
    """Answer the job that lies in the folder."""
    make_importable()
    from tunelint.confirm.child.channel import Channel
    from tunelint.confirm.child.stage import Stage
    from tunelint.confirm.guard.raising import raise_guard

    job = pickle.loads((folder / "job.pickle").read_bytes())
    channel = Channel.to_file(folder / "answer.pickle")
    os.chdir(job.script.folder)
    guard = raise_guard(folder / "scratch", ["overlay"])
    Stage(job, channel, guard).perform()


if __name__ == "__main__":
    del sys.path[0]
    main(Path(sys.argv[1]))
