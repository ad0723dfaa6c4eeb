"""Libraries that open files by themselves, in C: their paths go through the view as well.

Each is known by the module whose functions or classes take a path, and wrapped once that module was
imported. Observed with h5py 3.14, TensorFlow 2.21, PyTorch 2.13, XGBoost 3.2, LightGBM 4.7 and
CatBoost 1.2.
"""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Callable, Mapping
from functools import partial, wraps
from types import ModuleType
from typing import Any

from tunelint.confirm.child.importing import Importer
from tunelint.confirm.guard.view import View

Wrap = Callable[[View, ModuleType], None]


def watch(view: View) -> None:
    """Wrap those that are imported, and the others once they are."""
    for name, wrap in _WRAPS.items():
        if name in sys.modules:
            wrap(view, sys.modules[name])
    after = {name: partial(wrap, view) for name, wrap in _WRAPS.items()}
    sys.meta_path.insert(0, Importer(after, {}, _nothing_own))


def _nothing_own(path: str) -> Any:
    raise AssertionError(path)


def to_read(view: View, path: Any) -> Any:
    """Where the library is to read."""
    meant = _local(view, path)
    return path if meant is None else _alike(path, view.place(view.real(meant)))


def to_write(view: View, path: Any) -> Any:
    """Where the library is to write a new file or folder."""
    meant = _local(view, path)
    return path if meant is None else _alike(path, view.to_write(view.real(meant), keep=False))


def to_change(view: View, path: Any) -> Any:
    """Where the library is to change a file that may be there."""
    meant = _local(view, path)
    return path if meant is None else _alike(path, view.to_write(view.real(meant), keep=True))


def _local(view: View, path: Any) -> str | None:
    if not isinstance(path, str | bytes | os.PathLike) or "://" in os.fsdecode(path):
        return None
    return view.meant(path)


def _alike(path: Any, place: str) -> Any:
    return os.fsencode(place) if isinstance(path, bytes) else place


def _wrap(owner: Any, name: str, change: Callable[[Any], Any], position: int = 0) -> None:
    """Let one argument of a function or method be changed before the call."""
    original = getattr(owner, name, None)
    if original is None:
        return

    keyword = list(inspect.signature(original).parameters)[position]

    @wraps(original)
    def instead(*args: Any, **kwargs: Any) -> Any:
        given = list(args)
        if len(given) > position:
            given[position] = change(given[position])
        elif keyword in kwargs:
            kwargs[keyword] = change(kwargs[keyword])
        return original(*given, **kwargs)

    setattr(owner, name, instead)


def _h5py(view: View, files: Any) -> None:
    make = files.make_fid

    def make_fid(name: Any, mode: str, *args: Any, **kwargs: Any) -> Any:
        changes = {"r": to_read, "r+": to_change, "a": to_change}
        if mode in ("w-", "x") and os.path.lexists(os.fsdecode(name)):
            raise FileExistsError(f"unable to create file: {os.fsdecode(name)} exists")
        return make(changes.get(mode, to_write)(view, name), mode, *args, **kwargs)

    files.make_fid = make_fid


def _sqlite(view: View, module: Any) -> None:
    connect = module.connect

    @wraps(connect)
    def connected(database: Any, *args: Any, **kwargs: Any) -> Any:
        text = os.fsdecode(database)
        if text in ("", ":memory:"):
            return connect(database, *args, **kwargs)
        if not (kwargs.get("uri") and text.startswith("file:")):
            return connect(_database(view, text), *args, **kwargs)
        path, mark, options = text.removeprefix("file:").partition("?")
        if "mode=memory" in options:
            return connect(database, *args, **kwargs)
        place = _database(view, path.removeprefix("//"))
        return connect(f"file:{place}{mark}{options}", *args, **kwargs)

    for one in (module, sys.modules.get("sqlite3")):
        if getattr(one, "connect", None) is connect:
            one.connect = connected  # type: ignore[union-attr]


def _database(view: View, path: str) -> Any:
    """The place of a database, with the files that hold its last changes."""
    place = to_change(view, path)
    for ending in ("-wal", "-journal"):
        if os.path.exists(f"{path}{ending}"):
            to_change(view, f"{path}{ending}")
    return place


def _torch(view: View, serialization: Any) -> None:
    _wrap(serialization._open_zipfile_writer_file, "__init__", partial(to_write, view), 1)
    _wrap(serialization._open_zipfile_reader, "__init__", partial(to_read, view), 1)


def _xgboost(view: View, core: Any) -> None:
    _wrap(core.Booster, "save_model", partial(to_write, view), 1)
    _wrap(core.Booster, "load_model", partial(to_read, view), 1)


def _lightgbm(view: View, basic: Any) -> None:
    _wrap(basic.Booster, "save_model", partial(to_write, view), 1)


def _catboost(view: View, core: Any) -> None:
    def with_folder(params: dict[str, Any]) -> dict[str, Any]:
        folder = params.get("train_dir") or "catboost_info"
        return {**params, "train_dir": to_change(view, folder)}

    _wrap(core._CatBoostBase, "_train", with_folder, 3)


def _checkpoint(view: View, checkpoint: Any) -> None:
    def read(prefix: Any) -> Any:
        # Only files whose names begin with the prefix are there.
        meant = _local(view, prefix)
        written = meant is not None and view.place(view.real(f"{meant}.index"))
        return str(written).removesuffix(".index") if written else prefix

    _wrap(checkpoint.TrackableSaver, "save", partial(to_write, view), 1)
    _wrap(checkpoint.TrackableSaver, "restore", read, 1)


def _saved_model(view: View, save: Any) -> None:
    _wrap(save, "save_and_return_nodes", partial(to_change, view), 1)


def _loaded_model(view: View, load: Any) -> None:
    _wrap(load, "load_partial", partial(to_read, view))


def _summaries(view: View, operations: Any) -> None:
    create = operations.create_summary_file_writer

    @wraps(create)
    def created(*args: Any, logdir: Any = None, **kwargs: Any) -> Any:
        if logdir is None:
            return create(*args, **kwargs)
        text = logdir.numpy() if hasattr(logdir, "numpy") else logdir
        return create(*args, logdir=to_change(view, text), **kwargs)

    operations.create_summary_file_writer = created


def _tensorflow_files(view: View, file_io: Any) -> None:
    from tunelint.confirm.guard.tensorflow_files import TensorFlowFiles

    file_io._pywrap_file_io = TensorFlowFiles(view, file_io._pywrap_file_io)


_WRAPS: Mapping[str, Wrap] = {
    "catboost.core": _catboost,
    "h5py._hl.files": _h5py,
    "lightgbm.basic": _lightgbm,
    "sqlite3.dbapi2": _sqlite,
    "tensorflow.python.checkpoint.checkpoint": _checkpoint,
    "tensorflow.python.lib.io.file_io": _tensorflow_files,
    "tensorflow.python.ops.gen_summary_ops": _summaries,
    "tensorflow.python.saved_model.load": _loaded_model,
    "tensorflow.python.saved_model.save": _saved_model,
    "torch.serialization": _torch,
    "xgboost.core": _xgboost,
}
