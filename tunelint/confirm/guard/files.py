"""Puts functions that take the view in the place of those of `os`, `io` and `shutil`.

What the script reads, it reads where the view says; what it writes or removes, it writes or removes
there. Functions of `posix` stay as they are: the audit hook refuses what reaches them otherwise.
"""

from __future__ import annotations

import builtins
import errno
import functools
import io
import os
import posix
import shutil
import stat
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tunelint.confirm.guard.view import View

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_LISTED = (os.supports_dir_fd, os.supports_fd, os.supports_follow_symlinks)


class _Opening(threading.local):
    """The path that is being opened where the view says, while that goes on."""

    path: object = None


opening = _Opening()


def put_in_place(view: View) -> None:
    """From now on, for everything in this process."""
    for name in ("stat", "lstat", "access", "readlink", "statvfs"):
        _put(os, name, functools.partial(_reading, view, name))
    for name in ("truncate", "chmod", "chown", "lchown", "utime", "setxattr", "removexattr"):
        _put(os, name, functools.partial(_changing, view))
    for name in ("mkdir", "mkfifo", "mknod"):
        _put(os, name, functools.partial(_making, view))
    for name in ("rename", "replace"):
        _put(os, name, functools.partial(_renaming, view))
    for name in ("unlink", "remove"):
        _put(os, name, functools.partial(_unlinking, view))
    _put(os, "chdir", functools.partial(_changing_folder, view))
    _put(os, "rmdir", functools.partial(_removing_folder, view))
    _put(os, "symlink", functools.partial(_linking, view, symbolic=True))
    _put(os, "link", functools.partial(_linking, view, symbolic=False))
    _put(os, "listdir", functools.partial(_listing, view))
    _put(os, "scandir", functools.partial(_scanning, view))
    _put(os, "getcwd", lambda original: view.unmirrored(original()))
    _put(os, "open", functools.partial(_opening_low, view))
    _put(shutil, "rmtree", functools.partial(_removing_tree, view))
    _put(io, "open", functools.partial(_opening_high, view))
    builtins.open = io.open
    _put_in_defaults(vars(tempfile).get("_TemporaryFileCloser"), posix.unlink, os.unlink)


def _put_in_defaults(owner: Any, original: Any, instead: Any) -> None:
    """In methods that took a function as a parameter's default, when they were defined."""
    for method in vars(owner).values() if owner is not None else ():
        defaults = getattr(method, "__defaults__", None) or ()
        if original in defaults:
            method.__defaults__ = tuple(instead if one is original else one for one in defaults)


def _put(module: Any, name: str, made: Callable[..., Any]) -> None:
    """`made` gets the original function, and then the call's arguments."""
    original = getattr(module, name, None)
    if original is None:
        return

    @functools.wraps(original)
    def instead(*args: Any, **kwargs: Any) -> Any:
        return made(original, *args, **kwargs)

    for listed in _LISTED:
        if original in listed:
            listed.add(instead)
    setattr(module, name, instead)


@contextmanager
def _named(path: Any, place: str) -> Iterator[None]:
    """Errors about the place name the path that the script named."""
    try:
        yield
    except OSError as error:
        if error.filename == place:
            error.filename = path
        raise


def _reading(view: View, name: str, original: Any, path: Any, *args: Any, **kwargs: Any) -> Any:
    meant = view.meant(path, kwargs.get("dir_fd"))
    if meant is None:
        return original(path, *args, **kwargs)
    follow = kwargs.get("follow_symlinks", True) and name not in ("lstat", "readlink")
    place = view.place(view.real(meant, follow=follow))
    kwargs.pop("dir_fd", None)
    with _named(path, place):
        return original(place, *args, **kwargs)


def _changing_folder(view: View, original: Any, path: Any) -> None:
    meant = view.meant(path)
    if meant is None:
        original(path)
        return
    # From there, libraries that the view does not reach find what lies on the disk.
    place = view.place_on_disk(view.real(meant))
    with _named(path, place):
        original(place)


def _changing(view: View, original: Any, path: Any, *args: Any, **kwargs: Any) -> Any:
    meant = view.meant(path, kwargs.pop("dir_fd", None))
    if meant is None:
        return original(path, *args, **kwargs)
    place = view.to_write(view.real(meant), keep=True)
    with _named(path, place):
        return original(place, *args, **kwargs)


def _making(
    view: View, original: Any, path: Any, *args: Any, dir_fd: int | None = None, **kwargs: Any
) -> Any:
    meant = view.meant(path, dir_fd)
    assert meant is not None
    real = view.real(meant, follow=False)
    if view.is_there(real):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), path)
    place = view.to_write(real, keep=False)
    with _named(path, place):
        return original(place, *args, **kwargs)


def _renaming(
    view: View,
    original: Any,
    src: Any,
    dst: Any,
    *,
    src_dir_fd: int | None = None,
    dst_dir_fd: int | None = None,
) -> None:
    old, new = view.meant(src, src_dir_fd), view.meant(dst, dst_dir_fd)
    assert old is not None
    assert new is not None
    source, target = view.real(old, follow=False), view.real(new, follow=False)
    if not view.is_there(source):
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), src, None, dst)
    if source == target:
        return
    if view.is_there(target):
        _make_room(view, view.is_folder(source), target, dst)
    place = view.bring_whole(source)
    original(place, view.to_write(target, keep=False))
    view.remove(source)


def _make_room(view: View, for_folder: bool, target: str, dst: Any) -> None:
    match for_folder, view.is_folder(target):
        case True, False:
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), dst)
        case False, True:
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), dst)
        case True, True if view.names(target):
            raise OSError(errno.ENOTEMPTY, os.strerror(errno.ENOTEMPTY), dst)
    view.remove(target)


def _unlinking(view: View, original: Any, path: Any, *, dir_fd: int | None = None) -> None:
    meant = view.meant(path, dir_fd)
    assert meant is not None
    real = view.real(meant, follow=False)
    place = view.place(real)
    with _named(path, place):
        if stat.S_ISDIR(posix.lstat(place).st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
    _remove(view, real, original)


def _removing_folder(view: View, original: Any, path: Any, *, dir_fd: int | None = None) -> None:
    meant = view.meant(path, dir_fd)
    assert meant is not None
    real = view.real(meant, follow=False)
    place = view.place(real)
    with _named(path, place):
        if not stat.S_ISDIR(posix.lstat(place).st_mode):
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), path)
    if view.names(real):
        raise OSError(errno.ENOTEMPTY, os.strerror(errno.ENOTEMPTY), path)
    _remove(view, real, original)


def _remove(view: View, real: str, original: Any) -> None:
    if view.is_guarded(real):
        view.remove(real)
    else:
        original(real)


def _removing_tree(view: View, original: Any, path: Any, *args: Any, **kwargs: Any) -> None:
    meant = view.meant(path, kwargs.get("dir_fd"))
    real = view.real(meant, follow=False) if meant is not None else "/"
    place = view.place(real)
    try:
        removable = view.is_guarded(real) and stat.S_ISDIR(posix.lstat(place).st_mode)
    except OSError:
        removable = False
    if removable:
        view.remove(real)
    else:
        # The original knows what to say about what cannot be removed.
        original(path, *args, **kwargs)


def _linking(
    view: View,
    original: Any,
    src: Any,
    dst: Any,
    *args: Any,
    symbolic: bool,
    dir_fd: int | None = None,
    dst_dir_fd: int | None = None,
    **kwargs: Any,
) -> None:
    meant = view.meant(dst, dst_dir_fd if dir_fd is None else dir_fd)
    assert meant is not None
    target = view.real(meant, follow=False)
    if view.is_there(target):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), src, None, dst)
    place = view.to_write(target, keep=False)
    if not symbolic:
        old = view.meant(src, kwargs.pop("src_dir_fd", None))
        assert old is not None
        src = view.to_write(view.real(old), keep=True)
    original(src, place, *args, **kwargs)


def _listing(view: View, original: Any, path: Any = ".") -> Any:
    meant = view.meant("." if path is None else path)
    if meant is None:
        return original(path)
    real = view.real(meant)
    with _named(path, view.place(real)):
        names = view.names(real)
    return [os.fsencode(name) for name in names] if isinstance(path, bytes) else names


def _scanning(view: View, original: Any, path: Any = ".") -> Any:
    meant = view.meant("." if path is None else path)
    if meant is None:
        return original(path)
    real = view.real(meant)
    if view.is_untouched(real):
        return original(path)
    with _named(path, view.place(real)):
        names: list[Any] = list(view.names(real))
    text: Any = os.fspath("." if path is None else path)
    if isinstance(text, bytes):
        names = [os.fsencode(name) for name in names]
    return _Scan([_Entry(name, os.path.join(text, name)) for name in names])


def _opening_low(
    view: View, original: Any, path: Any, flags: int, mode: int = 0o777, *, dir_fd: Any = None
) -> int:
    meant = view.meant(path, dir_fd)
    assert meant is not None
    place = _place_to_open(view, path, meant, flags)
    with _named(path, place):
        descriptor: int = original(place, flags, mode)
    return descriptor


def _opening_high(view: View, original: Any, file: Any, *args: Any, **kwargs: Any) -> Any:
    meant = view.meant(file)
    if meant is None:
        return original(file, *args, **kwargs)
    # An opener that the caller gives opens another file, or this one with `os.open`.
    given = kwargs.pop("opener", None) or (args[6] if len(args) > 6 else None)

    def opener(path: str, flags: int) -> int:
        place = _place_to_open(view, file, meant, flags)
        with _named(file, place):
            return posix.open(place, flags, 0o666)

    before, opening.path = opening.path, os.fspath(file)
    try:
        return original(file, *args[:6], opener=given or opener, **kwargs)
    finally:
        opening.path = before


def _place_to_open(view: View, path: Any, meant: str, flags: int) -> str:
    if not flags & _WRITING:
        return view.place(view.real(meant))
    # The flag O_TMPFILE holds O_DIRECTORY's bit: a file without a name, in a folder.
    real = view.real(meant, follow=not flags & os.O_EXCL)
    if flags & os.O_EXCL and flags & os.O_CREAT and view.is_there(real):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), path)
    if view.is_folder(real) and not flags & os.O_DIRECTORY:
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
    return view.to_write(real, keep=not flags & os.O_TRUNC)


class _Scan:
    """What `os.scandir` gives."""

    def __init__(self, entries: list[_Entry]) -> None:
        self._entries = iter(entries)

    def __iter__(self) -> _Scan:
        return self

    def __next__(self) -> _Entry:
        return next(self._entries)

    def __enter__(self) -> _Scan:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._entries = iter(())


class _Entry:
    """An entry of a folder, asked about through the view."""

    def __init__(self, name: Any, path: Any) -> None:
        self.name = name
        self.path = path

    def __fspath__(self) -> Any:
        return self.path

    def __repr__(self) -> str:
        return f"<DirEntry {self.name!r}>"

    def stat(self, *, follow_symlinks: bool = True) -> os.stat_result:
        return os.stat(self.path, follow_symlinks=follow_symlinks)

    def inode(self) -> int:
        return self.stat(follow_symlinks=False).st_ino

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:
        return self._is(stat.S_ISDIR, follow_symlinks)

    def is_file(self, *, follow_symlinks: bool = True) -> bool:
        return self._is(stat.S_ISREG, follow_symlinks)

    def is_symlink(self) -> bool:
        return self._is(stat.S_ISLNK, False)

    def is_junction(self) -> bool:
        return False

    def _is(self, kind: Callable[[int], bool], follow: bool) -> bool:
        try:
            return kind(self.stat(follow_symlinks=follow).st_mode)
        except FileNotFoundError:
            return False
