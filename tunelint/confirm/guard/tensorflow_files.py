"""TensorFlow's own file functions (``tf.io.gfile``), through the view."""

from __future__ import annotations

import glob
import os
import shutil
from typing import Any

from tunelint.confirm.guard.view import View


class TensorFlowFiles:
    """Stands for the functions in C++ that ``tensorflow.python.lib.io.file_io`` calls.

    What changes something is done by Python, whose functions go through the view. What fails is
    left to the original, which raises TensorFlow's own errors and then changes nothing.
    """

    def __init__(self, view: View, original: Any) -> None:
        self._view = view
        self._original = original

    def __getattr__(self, name: str) -> Any:
        """Functions that read; those that take no path are left alone."""
        function = getattr(self._original, name)
        if name in ("TransactionToken", "FileStatistics", "GetRegisteredSchemes"):
            return function
        return lambda path, *args: function(self._place(path), *args)

    def FileExists(self, path: Any, *_: Any) -> None:  # noqa: N802
        self._original.FileExists(self._place(path))

    def WritableFile(self, path: Any, mode: Any) -> Any:  # noqa: N802
        keep = b"w" not in mode if isinstance(mode, bytes) else "w" not in mode
        return self._original.WritableFile(self._place(path, keep=keep), mode)

    def WriteStringToFile(self, path: Any, data: Any, *_: Any) -> None:  # noqa: N802
        self._original.WriteStringToFile(self._place(path, keep=False), data)

    def GetChildren(self, path: Any, *_: Any) -> list[str]:  # noqa: N802
        text = os.fsdecode(path)
        if "://" not in text and os.path.isdir(text):
            return os.listdir(text)
        found: list[str] = self._original.GetChildren(self._place(path))
        return found

    def GetMatchingFiles(self, pattern: Any, *_: Any) -> list[str]:  # noqa: N802
        text = os.fsdecode(pattern)
        if "://" in text:
            found: list[str] = self._original.GetMatchingFiles(pattern)
            return found
        return sorted(glob.glob(text))

    def CreateDir(self, path: Any, *_: Any) -> None:  # noqa: N802
        if os.path.lexists(os.fsdecode(path)):
            self._original.CreateDir(self._place(path, keep=True))
        else:
            self._original.CreateDir(self._place(path, keep=False))

    def RecursivelyCreateDir(self, path: Any, *_: Any) -> None:  # noqa: N802
        text = os.fsdecode(path)
        if "://" in text or os.path.isfile(text):
            self._original.RecursivelyCreateDir(self._place(path, keep=True))
        else:
            os.makedirs(text, exist_ok=True)

    def DeleteFile(self, path: Any, *_: Any) -> None:  # noqa: N802
        text = os.fsdecode(path)
        if os.path.lexists(text) and (os.path.islink(text) or not os.path.isdir(text)):
            os.remove(text)
        else:
            self._original.DeleteFile(self._mirrored(path))

    def DeleteRecursively(self, path: Any, *_: Any) -> None:  # noqa: N802
        text = os.fsdecode(path)
        if os.path.isdir(text) and not os.path.islink(text):
            shutil.rmtree(text)
        elif os.path.lexists(text):
            os.remove(text)
        else:
            self._original.DeleteRecursively(self._mirrored(path))

    def RenameFile(self, old: Any, new: Any, overwrite: bool, *_: Any) -> None:  # noqa: N802
        source, target = os.fsdecode(old), os.fsdecode(new)
        if os.path.lexists(source) and (overwrite or not os.path.lexists(target)):
            os.replace(source, target)
        else:
            self._original.RenameFile(
                self._place(old, keep=True), self._place(new, keep=True), overwrite
            )

    def CopyFile(self, old: Any, new: Any, overwrite: bool, *_: Any) -> None:  # noqa: N802
        self._original.CopyFile(self._place(old), self._place(new, keep=True), overwrite)

    def _place(self, path: Any, *, keep: bool | None = None) -> str:
        """Where it lies; with `keep`, where it is to be written."""
        text = os.fsdecode(path)
        meant = None if "://" in text else self._view.meant(text)
        if meant is None:
            return text
        real = self._view.real(meant)
        return self._view.place(real) if keep is None else self._view.to_write(real, keep=keep)

    def _mirrored(self, path: Any) -> str:
        """A place in the mirror for what is not there, or cannot be removed."""
        text = os.fsdecode(path)
        return text if "://" in text else self._place(text, keep=False)
