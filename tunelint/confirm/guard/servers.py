"""Results that lie on a server: no view of the files keeps them, so the script may not go there.

A study of Optuna in PostgreSQL or MySQL, trials of Hyperopt in MongoDB, a journal in Redis.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from functools import wraps
from types import ModuleType
from typing import Any

from tunelint.confirm.child.importing import Importer
from tunelint.confirm.guard.refused import Refused


def refuse_servers() -> None:
    """From now on, for the clients that are imported, and the others once they are."""
    for name, wrap in _CLIENTS.items():
        if name in sys.modules:
            wrap(sys.modules[name])
    sys.meta_path.insert(0, Importer(_CLIENTS, {}, _nothing_own))
    # Runs of MLflow are logged into the working folder, where nothing else is said in the script.
    os.environ.pop("MLFLOW_TRACKING_URI", None)


def _nothing_own(path: str) -> Any:
    raise AssertionError(path)


def _sqlalchemy(create: Any) -> None:
    original = create.create_engine

    @wraps(original)
    def create_engine(url: Any, *args: Any, **kwargs: Any) -> Any:
        backend = str(url).partition(":")[0].partition("+")[0]
        if backend not in ("sqlite", "duckdb"):
            raise Refused(f"the guard does not let the script reach a database server ({backend})")
        return original(url, *args, **kwargs)

    create.create_engine = create_engine


def _refused(name: str) -> Callable[[ModuleType], None]:
    def wrap(module: Any) -> None:
        def refuse(self: object, *args: object, **kwargs: object) -> None:
            raise Refused(f"the guard does not let the script reach a database server ({name})")

        getattr(module, name).__init__ = refuse

    return wrap


_CLIENTS: Mapping[str, Callable[[ModuleType], None]] = {
    "sqlalchemy.engine.create": _sqlalchemy,
    "pymongo.mongo_client": _refused("MongoClient"),
    "pymongo.synchronous.mongo_client": _refused("MongoClient"),
    "redis.client": _refused("Redis"),
}
