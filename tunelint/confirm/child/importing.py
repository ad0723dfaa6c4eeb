"""Imports of the script: the probes of libraries, and the project's modules with their hooks."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from types import CodeType, ModuleType
from typing import Any

Compile = Callable[[str], CodeType]


class Importer(importlib.abc.MetaPathFinder):
    """Stands before the other finders.

    `after` is called for each library in it once it was imported; modules that lie at a path of
    `own` are compiled by `compile_own`, whether such a file exists or not.
    """

    def __init__(
        self,
        after: Mapping[str, Callable[[ModuleType], None]],
        own: Mapping[str, str],
        compile_own: Compile,
    ) -> None:
        self._after = after
        self._own = own
        self._compile = compile_own

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        own = self._own_module(name, path)
        if own is not None:
            return own
        if name not in self._after:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is None or spec.loader is None or not hasattr(spec.loader, "exec_module"):
            return None
        spec.loader = _Notifying(spec.loader, self._after[name])
        return spec

    def _own_module(
        self, name: str, path: Sequence[str] | None
    ) -> importlib.machinery.ModuleSpec | None:
        last = name.rpartition(".")[2]
        for folder in path if path is not None else sys.path:
            base = os.path.join(folder or os.getcwd(), last)
            for candidate in (os.path.join(base, "__init__.py"), f"{base}.py"):
                file = os.path.realpath(candidate)
                if file in self._own:
                    loader = _Own(name, file, self._compile)
                    return importlib.util.spec_from_file_location(name, file, loader=loader)
        return None


class _Notifying(importlib.abc.Loader):
    """A loader that notifies a listener after a module is executed."""

    def __init__(self, loader: Any, imported: Callable[[ModuleType], None]) -> None:
        self._loader = loader
        self._imported = imported

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        made: ModuleType | None = self._loader.create_module(spec)
        return made

    def exec_module(self, module: ModuleType) -> None:
        self._loader.exec_module(module)
        self._imported(module)


class _Own(importlib.machinery.SourceFileLoader):
    """A module of the project, compiled with its hooks."""

    def __init__(self, name: str, path: str, compile_own: Compile) -> None:
        super().__init__(name, path)
        self._compile = compile_own

    def get_code(self, fullname: str) -> CodeType:
        return self._compile(self.path)
