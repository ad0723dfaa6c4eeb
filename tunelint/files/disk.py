"""Files on the disk: only regular ones are opened, and each is written whole or not at all."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

NOT_REGULAR = "not a regular file"
TOO_LARGE = "larger than 1 GiB"
UNFINISHED = ".unfinished"
_LARGEST = 1 << 30
_OPEN = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
# Opening a pipe that nobody writes to waits for ever without it.
_WITHOUT_WAITING = getattr(os, "O_NONBLOCK", 0)
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
# Linux alone has files without a name: a process that is killed leaves none of them behind.
_NAMELESS = getattr(os, "O_TMPFILE", None)
_OPEN_FILES = "/proc/self/fd"
_LONGEST_BEGINNING = 200
_FOR_OTHERS = 0o077
_LEFT = re.compile(rf"^\..*\.(?P<process>[0-9]+)-[0-9a-f]{{8}}{re.escape(UNFINISHED)}$")


def is_regular(path: str | Path) -> bool:
    """Whether a path leads to a regular file; False for one that no system can have."""
    try:
        return stat.S_ISREG(os.stat(path).st_mode)
    except (OSError, ValueError):
        return False


def is_there(path: str | Path) -> bool:
    """Whether a path leads to anything that is no folder: to a pipe or a device, too."""
    return os.path.exists(path) and not os.path.isdir(path)


def read_regular(path: str | Path) -> bytes:
    """What a regular file holds.

    Raises OSError where it cannot be read, and for pipes, devices, sockets and folders, none of
    which is opened, and for what is larger than all that is read.
    """
    try:
        found = os.stat(path)
        if stat.S_ISREG(found.st_mode):
            # It may be another one by now.
            with open(os.open(path, _OPEN | _WITHOUT_WAITING), "rb") as file:
                found = os.fstat(file.fileno())
                if stat.S_ISREG(found.st_mode) and found.st_size <= _LARGEST:
                    return file.read()
    except ValueError as error:
        raise OSError(None, f"not a path: {error}") from None
    raise OSError(None, TOO_LARGE if stat.S_ISREG(found.st_mode) else NOT_REGULAR)


def rewrite_file(path: Path, data: bytes) -> None:
    """Put `data` into a file of the user's, or make a new one: all of it or nothing.

    A link keeps leading to its file; mode and owner stay as they are; the disk has the data when
    this returns. Raises OSError, for a file with several names too, which only one of them would
    keep: then everything is as before.
    """
    target = Path(os.path.realpath(path))
    before = os.stat(target) if os.path.lexists(target) else None
    if before is not None and not stat.S_ISREG(before.st_mode):
        raise OSError(None, NOT_REGULAR)
    if before is not None and before.st_nlink > 1:
        raise OSError(None, f"it has {before.st_nlink} hard links, which a new file would separate")
    _replace(target, data, before, lasting=True)


def replace_file(path: Path, data: bytes) -> None:
    """Put `data` in the place of whatever stands at a path, a link too: all of it or nothing.

    Raises OSError: then everything is as before.
    """
    _replace(path, data)


def _replace(
    target: Path, data: bytes, before: os.stat_result | None = None, *, lasting: bool = False
) -> None:
    """Let a new file take the place of the target; one that is killed leaves no name beside it.

    What stands there already is replaced from a folder of this user's own, if that is on the same
    disk.
    """
    folders = [target.parent]
    own = own_folder() if before is not None else None
    if own is not None and before is not None and own.stat().st_dev == before.st_dev:
        folders.insert(0, own)
    for folder in folders:
        try:
            _replace_from(folder, target, data, before, lasting)
        except OSError as error:
            if error.errno != errno.EXDEV or folder is folders[-1]:
                raise
        else:
            return


def _replace_from(
    folder: Path, target: Path, data: bytes, before: os.stat_result | None, lasting: bool
) -> None:
    unfinished = folder / _unfinished(target.name)
    try:
        with open(_opened(unfinished), "wb") as file:
            file.write(data)
            file.flush()
            if before is not None:
                _keep_what_it_is(file.fileno(), target, before)
            if lasting:
                os.fsync(file.fileno())
            with _named(file.fileno(), unfinished):
                os.replace(unfinished, target)
    except BaseException:
        with suppress(OSError):
            unfinished.unlink()
        raise


def base_folder(variable: str, usual: str) -> Path | None:
    """The folder that a variable of the XDG standard names, or the usual one in the user's home.

    Only whole paths count, as the standard asks; None where there is none.
    """
    named = Path(os.environ.get(variable, ""))
    if named.is_absolute():
        return named
    try:
        home = Path.home()
    except RuntimeError:
        return None
    return home / usual if home.is_absolute() else None


def own_folder() -> Path | None:
    """A folder outside of every project that this user alone can look into; None without any.

    It is ``$XDG_CACHE_HOME/tunelint``, by default ``~/.cache/tunelint``.
    """
    base = base_folder("XDG_CACHE_HOME", ".cache")
    if base is None:
        return None
    folder = base / "tunelint"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.stat()
    except (OSError, ValueError):
        return None
    if hasattr(os, "getuid") and (found.st_uid != os.getuid() or found.st_mode & _FOR_OTHERS):
        return None
    return folder


def clear_unfinished(*folders: Path) -> None:
    """Remove what killed processes left of their writing in folders, and in this user's own."""
    own = own_folder()
    for folder in {*folders, *(() if own is None else (own,))}:
        _clear(folder)


def _clear(folder: Path) -> None:
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            found = _LEFT.search(entry.name)
            if found is not None and not _runs(int(found["process"])):
                with suppress(OSError):
                    os.unlink(entry.path)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        pass
    return True


def _unfinished(name: str) -> str:
    """A name beside a file that nobody else has."""
    beginning = os.fsdecode(os.fsencode(name)[:_LONGEST_BEGINNING])
    return f".{beginning}.{os.getpid()}-{os.urandom(4).hex()}{UNFINISHED}"


def _opened(unfinished: Path) -> int:
    """A new file to write to: without a name where the system has such files."""
    if _NAMELESS is not None and os.path.isdir(_OPEN_FILES):
        with suppress(OSError):  # not every file system has them
            return os.open(unfinished.parent, _NAMELESS | os.O_WRONLY, 0o666)
    return os.open(unfinished, _NEW, 0o666)


@contextmanager
def _named(file: int, name: Path) -> Iterator[None]:
    """Inside, a file has its name, if it has none yet; only for a moment, if all goes well."""
    if os.fstat(file).st_nlink:
        yield
        return
    # Only with a folder does Python ask the system to follow the link that stands for the file.
    folder = os.open(name.parent, os.O_RDONLY)
    try:
        os.link(f"{_OPEN_FILES}/{file}", name.name, dst_dir_fd=folder, follow_symlinks=True)
        yield
    finally:
        os.close(folder)


def _keep_what_it_is(file: int, target: Path, before: os.stat_result) -> None:
    """Give a new file the owner, the attributes (rights of others, labels) and mode of the old."""
    if not hasattr(os, "fchown"):
        return
    # Who may not give files away keeps it: the content counts.
    with suppress(OSError):
        if (before.st_uid, before.st_gid) != (os.getuid(), os.getgid()):
            os.fchown(file, before.st_uid, before.st_gid)
    if hasattr(os, "listxattr"):
        with suppress(OSError):
            for name in os.listxattr(target):
                with suppress(OSError):
                    os.setxattr(file, name, os.getxattr(target, name))
    os.fchmod(file, stat.S_IMODE(before.st_mode))
