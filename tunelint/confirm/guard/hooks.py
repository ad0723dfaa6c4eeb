"""The guard where the kernel gives no view of its own: functions that write are wrapped.

What the script and the libraries that are known write goes to a scratch folder, where they find it
again; an audit hook refuses changes that come another way, and where the kernel can, it refuses
what C libraries and other programs do. Python processes that the script starts do the same.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from tunelint.confirm.guard import audit, confinement, files, libraries
from tunelint.confirm.guard.view import View

_PACKAGE = Path(__file__).parents[2]
_OF_A_WORKER = '''\
"""Sets the guard of the process that started this one."""

import importlib.util
import sys

spec = importlib.util.spec_from_file_location(
    "tunelint", {init!r}, submodule_search_locations=[{package!r}]
)
sys.modules["tunelint"] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(sys.modules["tunelint"])

from tunelint.confirm.guard.hooks import wrap

wrap({scratch!r}, {confined!r})
'''


def set_hooks(scratch: Path) -> None:
    """Guard this process, and those that it starts; `scratch` is a folder for all of them."""
    real = os.path.realpath(scratch)
    own, workers = os.path.join(real, "tmp"), os.path.join(real, "workers")
    os.mkdir(own)
    os.mkdir(workers)
    confined = confinement.confine(real)
    text = _OF_A_WORKER.format(
        init=str(_PACKAGE / "__init__.py"),
        package=str(_PACKAGE),
        scratch=real,
        confined=confined,
    )
    Path(workers, "sitecustomize.py").write_text(text, encoding="utf-8")
    paths = [workers, *filter(None, [os.environ.get("PYTHONPATH")])]
    os.environ["PYTHONPATH"] = os.pathsep.join(paths)
    # Compilers for GPUs write these by themselves, and load what they wrote.
    for name in ("TMPDIR", "CUDA_CACHE_PATH", "TRITON_CACHE_DIR", "TORCHINDUCTOR_CACHE_DIR"):
        os.environ[name] = own
    tempfile.tempdir = None
    wrap(real, confined)


def wrap(scratch: str, confined: bool) -> None:
    """The part that each process does for itself; `confined` says that the kernel refuses, too."""
    view = View(scratch)
    files.put_in_place(view)
    libraries.watch(view)
    audit.refuse_changes(view, programs=confined)
