"""A view of the whole file system of which nothing that is written ever reaches the disk.

Linux only: a mount namespace of this process's own, in which overlays whose upper layers lie in
memory stand over everything that can be written to. Whatever writes or deletes (Python, a C
library, a program that is started) does so in the overlay; the view goes when its last process
does. Root makes the namespace directly, others inside a user namespace of their own, where the
kernel lets them.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tunelint.confirm.guard import kernel
from tunelint.confirm.guard.mounts import Mount, is_below, mounts
from tunelint.confirm.guard.renaming import rename_folders_by_copying

_MOST_COPIED = 1 << 20
_OPTION_SEPARATORS = str.maketrans({",": r"\,", ":": r"\:", "\\": r"\\"})


class NoOverlay(Exception):
    """Why this process cannot have such a view, in one line."""


def enter(scratch: str) -> None:
    """Let this process, and all that it starts, see the view; `scratch` is an empty folder.

    The process must have one thread. Descriptors that are open stay with the real files. Raises
    NoOverlay, after which nothing has changed but that the mounts are this process's own.
    """
    folder = os.getcwd()
    try:
        confined = _leave_namespaces(folder)
        kernel.mount("none", "/", None, kernel.RECURSIVE | kernel.PRIVATE)
        kernel.mount("tunelint", scratch, "tmpfs", 0, "mode=0700")
        _View(scratch, folder, confined).build()
        kernel.take_as_root(os.path.join(scratch, "root"))
        os.chdir(folder)
    except OSError as error:
        raise NoOverlay(error.strerror or str(error)) from error
    if confined:
        rename_folders_by_copying()


def _leave_namespaces(folder: str) -> bool:
    """Whether that took a user namespace, in which overlays and binds can do less."""
    try:
        kernel.unshare(kernel.NEW_NAMESPACE)
    except OSError as error:
        if error.errno != errno.EPERM:
            raise
    else:
        return False
    user, group = os.geteuid(), os.getegid()
    found = os.stat(folder)
    if (found.st_uid, found.st_gid) != (user, group):
        # The kernel maps one user and one group; files of others can then not even be deleted.
        raise NoOverlay("the working folder belongs to a different user or group")
    kernel.unshare(kernel.NEW_NAMESPACE | kernel.NEW_USER)
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{user} {user} 1"),
        ("gid_map", f"{group} {group} 1"),
    ):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)
    return True


@dataclass
class _View:
    """Builds the view below `scratch`/root; the folder `needed` has to be writable in it."""

    scratch: str
    needed: str
    confined: bool
    layers: int = 0
    seen: Sequence[Mount] = field(default_factory=list)

    def build(self) -> None:
        with open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape") as lines:
            self.seen = [
                one for one in mounts(lines) if one.point != self.scratch and _is_there(one.point)
            ]
        root = os.path.join(self.scratch, "root")
        os.mkdir(root)
        self._place("/", root)

    def _place(self, source: str, target: str) -> None:
        """Put the view of a folder, and of all that is mounted in it, at `target`."""
        own = [one for one in self.seen if one.point == source]
        below = [one for one in self.seen if is_below(one.point, source)]
        if not all(one.guarded for one in own):
            kernel.mount(source, target, None, kernel.BIND | kernel.RECURSIVE)
            below = [one for one in below if one.guarded]
        elif self.confined and below:
            # A user namespace may not take mounts off what they stand on.
            kernel.mount("tunelint", target, "tmpfs", 0, "mode=0755")
            self._place_entries(source, target)
            return
        else:
            self._place_folder(source, target)
        for one in _outermost(below):
            place = target.rstrip("/") + one.point[len(source.rstrip("/")) :]
            if os.path.isdir(one.point):
                self._place(one.point, place)
            else:
                self._place_file(one.point, place, guarded=one.guarded)

    def _place_entries(self, source: str, target: str) -> None:
        unguarded = {one.point for one in self.seen if not one.guarded}
        with os.scandir(source) as entries:
            for entry in list(entries):
                path, place = os.path.join(source, entry.name), os.path.join(target, entry.name)
                if entry.is_symlink():
                    os.symlink(os.readlink(path), place)
                elif entry.is_dir():
                    os.mkdir(place)
                    self._place(path, place)
                elif _is_there(path):
                    self._place_file(path, place, guarded=path not in unguarded)

    def _place_file(self, path: str, target: str, *, guarded: bool) -> None:
        """A file that stands beside mounts: a small one's copy, else itself, to be read only."""
        found = os.stat(path)
        small = stat.S_ISREG(found.st_mode) and found.st_size <= _MOST_COPIED
        if guarded and small and os.access(path, os.R_OK):
            copy = os.path.join(self._new_layer(), "copy")
            shutil.copy2(path, copy)
            path, guarded = copy, False
        if not os.path.lexists(target):
            with open(target, "x"):
                pass
        kernel.mount(path, target, None, kernel.BIND)
        if guarded:
            _forbid_writing(target)

    def _place_folder(self, source: str, target: str) -> None:
        try:
            self._overlay(source, target)
        except OSError:
            # Not every file system can lie below an overlay; the script's own must.
            if source == "/" or self.needed == source or is_below(self.needed, source):
                raise
            kernel.mount(source, target, None, kernel.BIND)
            _forbid_writing(target)

    def _overlay(self, source: str, target: str) -> None:
        layer = self._new_layer()
        upper, work = os.path.join(layer, "upper"), os.path.join(layer, "work")
        os.mkdir(upper)
        os.mkdir(work)
        folder = os.stat(source)
        os.chmod(upper, stat.S_IMODE(folder.st_mode))
        if not self.confined:
            os.chown(upper, folder.st_uid, folder.st_gid)
        lower = source.translate(_OPTION_SEPARATORS)
        options = f"lowerdir={lower},upperdir={upper},workdir={work},"
        # Only root can rename a folder of the lower layer without copying what is in it.
        options += "userxattr" if self.confined else "redirect_dir=on"
        kernel.mount("tunelint", target, "overlay", 0, options)

    def _new_layer(self) -> str:
        self.layers += 1
        layer = os.path.join(self.scratch, str(self.layers))
        os.mkdir(layer)
        return layer


def _outermost(found: Sequence[Mount]) -> Iterator[Mount]:
    for one in found:
        if not any(is_below(one.point, other.point) for other in found):
            yield one


def _is_there(path: str) -> bool:
    with contextlib.suppress(OSError):
        os.stat(path)
        return True
    return False


def _forbid_writing(target: str) -> None:
    # What a mount forbids already cannot be left out when it is mounted again.
    names = (os.ST_NOSUID, os.ST_NODEV, os.ST_NOEXEC, os.ST_NOATIME, os.ST_NODIRATIME)
    kept = os.statvfs(target).f_flag & sum(names)
    kernel.mount("none", target, None, kernel.REMOUNT | kernel.BIND | kernel.READ_ONLY | kept)
