"""Files on the disk: only regular ones are opened, and each is written whole or not at all."""

from __future__ import annotations

import os
import re
import stat
from contextlib import suppress
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
        raise OSError(None, f"no path: {error}") from None
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
        raise OSError(None, f"it has {before.st_nlink} hard links, which would be parted")
    _replace(target, data, before, lasting=True)


def replace_file(path: Path, data: bytes) -> None:
    """Put `data` in the place of whatever stands at a path, a link too: all of it or nothing.

    Raises OSError: then everything is as before.
    """
    _replace(path, data)


def _replace(
    target: Path, data: bytes, before: os.stat_result | None = None, *, lasting: bool = False
) -> None:
    unfinished = target.with_name(_unfinished(target.name))
    try:
        with open(_opened(unfinished), "wb") as file:
            file.write(data)
            file.flush()
            if before is not None:
                _keep_mode_and_owner(file.fileno(), before)
            if lasting:
                os.fsync(file.fileno())
            _give_name(file.fileno(), unfinished)
        os.replace(unfinished, target)
    except BaseException:
        with suppress(OSError):
            unfinished.unlink()
        raise


def clear_unfinished(folder: Path) -> None:
    """Remove what processes left in a folder that were killed while they wrote into it."""
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


def _give_name(file: int, name: Path) -> None:
    """Let a file appear under its name, if it has none yet."""
    if os.fstat(file).st_nlink:
        return
    # Only with a folder does Python ask the system to follow the link that stands for the file.
    folder = os.open(name.parent, os.O_RDONLY)
    try:
        os.link(f"{_OPEN_FILES}/{file}", name.name, dst_dir_fd=folder, follow_symlinks=True)
    finally:
        os.close(folder)


def _keep_mode_and_owner(file: int, before: os.stat_result) -> None:
    if not hasattr(os, "fchown"):
        return
    # Who may not give files away keeps it: the content counts.
    with suppress(OSError):
        if (before.st_uid, before.st_gid) != (os.getuid(), os.getgid()):
            os.fchown(file, before.st_uid, before.st_gid)
    os.fchmod(file, stat.S_IMODE(before.st_mode))
