"""Where a path of the script lies: in the scratch folder once it was written, else where it was.

Every change goes to a mirror below the scratch folder; what was removed is remembered, and hides
what lies on the disk. Only the calls of `posix` itself are made here: those of `os` lead to here.
"""

from __future__ import annotations

import errno
import os
import posix
import stat
import sys
from collections import deque
from collections.abc import Iterator
from typing import Any

_OUTSIDE = ("/dev", "/proc", "/sys")
_MOST_LINKS = 40
_CHUNK = 1 << 20


class View:
    """The script's file system: `scratch` over what lies on the disk.

    The processes of one script share `scratch`; each knows what had been removed when it started.
    """

    def __init__(self, scratch: str) -> None:
        self.scratch = os.path.realpath(scratch)
        self.mirror = f"{self.scratch}/files"
        self._removed = f"{self.scratch}/removed"
        self._gone: set[str] = set()
        os.makedirs(self.mirror, exist_ok=True)
        if os.path.exists(self._removed):
            with open(self._removed, "rb") as names:
                self._gone = {os.fsdecode(name) for name in names.read().split(b"\0") if name}

    # Paths as the script means them.

    def meant(self, path: Any, folder: int | None = None) -> str | None:
        """The absolute path that is meant; None for what is no path (an open descriptor)."""
        if isinstance(path, int) or path is None:
            return None
        return self.unmirrored(absolute(os.fsdecode(path), folder))

    def unmirrored(self, path: str) -> str:
        """The path that is meant by a place in the mirror."""
        if path == self.mirror:
            return "/"
        return path[len(self.mirror) :] if path.startswith(f"{self.mirror}/") else path

    def is_guarded(self, path: str) -> bool:
        """Whether changes there are to go to the mirror."""
        return not any(
            path == folder or path.startswith(f"{folder}/") for folder in (self.scratch, *_OUTSIDE)
        )

    def real(self, path: str, *, follow: bool = True) -> str:
        """Without symbolic links, as the script sees them; with `follow` also of the last name."""
        waiting, done, links = deque(path.split("/")), "", 0
        while waiting:
            name = waiting.popleft()
            if name in ("", "."):
                continue
            if name == "..":
                done = done.rpartition("/")[0]
                continue
            step = f"{done}/{name}"
            target = self._link(step) if follow or any(waiting) else None
            if target is None:
                done = step
                continue
            links += 1
            if links > _MOST_LINKS:
                raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), path)
            waiting.extendleft(reversed(target.split("/")))
            if target.startswith("/"):
                done = ""
        return done or "/"

    def _link(self, step: str) -> str | None:
        try:
            return posix.readlink(self.place(step))
        except OSError:
            return None

    # Places, for real paths.

    def mirrored(self, real: str) -> str:
        """Its place in the mirror, whether something lies there or not."""
        return self.mirror + real

    def place(self, real: str) -> str:
        """Where it is to be read."""
        mirrored = self.mirrored(real)
        if not self.is_guarded(real) or not (self._is_gone(real) or _lies(mirrored)):
            return real
        return mirrored

    def place_on_disk(self, real: str) -> str:
        """Where it lies on the disk, even if it was changed; in the mirror if it is only there."""
        return real if _lies(real) and not self._is_gone(real) else self.place(real)

    def is_there(self, real: str) -> bool:
        return _lies(self.place(real))

    def is_folder(self, real: str) -> bool:
        return _is_folder(self.place(real))

    def names(self, real: str) -> list[str]:
        """What a folder holds. Raises OSError."""
        place, mirrored = self.place(real), self.mirrored(real)
        if place == real or self._is_gone(real) or not _is_folder(real):
            below = posix.listdir(place)
        else:
            below = list(dict.fromkeys((*posix.listdir(mirrored), *posix.listdir(real))))
        return [name for name in below if self.is_there(_inside(real, name))]

    def is_untouched(self, real: str) -> bool:
        """Whether a folder can be read where it lies."""
        return self.place(real) == real and not any(
            one.startswith(f"{real.rstrip('/')}/") for one in self._gone
        )

    # Changes, for real paths.

    def to_write(self, real: str, *, keep: bool) -> str:
        """The place for a new file or folder; with `keep` what is there already is there, too."""
        if not self.is_guarded(real):
            return real
        place, mirrored = self.place(real), self.mirrored(real)
        parent = real.rpartition("/")[0] or "/"
        if self.is_folder(parent):
            _make_folders(self.mirrored(parent))
        if keep and place == real and _lies(real):
            if _is_folder(real) and not _is_link(real):
                _make_folders(mirrored)
            else:
                _copy(real, mirrored)
        return mirrored

    def remove(self, real: str) -> None:
        """Remove a file, a link, or a folder with all that it holds."""
        _remove_tree(self.mirrored(real))
        if _lies(real):
            self._gone.add(real)
            with open(self._removed, "ab") as names:
                names.write(os.fsencode(real) + b"\0")

    def bring_whole(self, real: str) -> str:
        """Put a file or a folder with all that it holds into the mirror; its place there."""
        mirrored = self.to_write(real, keep=True)
        if self.is_folder(real):
            for name in self.names(real):
                self.bring_whole(_inside(real, name))
        return mirrored

    def _is_gone(self, real: str) -> bool:
        if not self._gone:
            return False
        while real:
            if real in self._gone:
                return True
            real = real.rpartition("/")[0]
        return False


def absolute(path: str, folder: int | None = None) -> str:
    """An absolute path, from the working folder or from an open one."""
    if path.startswith("/"):
        return path
    base = posix.getcwd() if folder is None else _path_of(folder)
    return f"{base}/{path}" if path else base


def _path_of(descriptor: int) -> str:
    """The path of an open folder."""
    if sys.platform == "darwin":
        import fcntl

        return os.fsdecode(fcntl.fcntl(descriptor, fcntl.F_GETPATH, bytes(1024)).rstrip(b"\0"))
    return posix.readlink(f"/proc/self/fd/{descriptor}")


def _inside(folder: str, name: str) -> str:
    return f"{folder.rstrip('/')}/{name}"


def _lies(place: str) -> bool:
    try:
        posix.lstat(place)
    except OSError:
        return False
    return True


def _is_link(place: str) -> bool:
    return stat.S_ISLNK(posix.lstat(place).st_mode)


def _is_folder(place: str) -> bool:
    try:
        return stat.S_ISDIR(posix.stat(place).st_mode)
    except OSError:
        return False


def _make_folders(place: str) -> None:
    if not _is_folder(place):
        _make_folders(place.rpartition("/")[0])
        posix.mkdir(place)


def _copy(real: str, mirrored: str) -> None:
    found = posix.lstat(real)
    if stat.S_ISLNK(found.st_mode):
        posix.symlink(posix.readlink(real), mirrored)
        return
    source = posix.open(real, posix.O_RDONLY)
    try:
        target = posix.open(mirrored, posix.O_WRONLY | posix.O_CREAT | posix.O_EXCL, 0o600)
        try:
            for data in _chunks(source):
                posix.write(target, data)
        finally:
            posix.close(target)
    finally:
        posix.close(source)
    posix.chmod(mirrored, stat.S_IMODE(found.st_mode))
    posix.utime(mirrored, ns=(found.st_atime_ns, found.st_mtime_ns))


def _chunks(source: int) -> Iterator[bytes]:
    while data := posix.read(source, _CHUNK):
        yield data


def _remove_tree(place: str) -> None:
    if not _lies(place):
        return
    if stat.S_ISDIR(posix.lstat(place).st_mode):
        for name in posix.listdir(place):
            _remove_tree(f"{place}/{name}")
        posix.rmdir(place)
    else:
        posix.unlink(place)
