"""What the overlay stands over: read from Linux' list of mounts."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from tests.command import write
from tunelint.confirm.guard import renaming
from tunelint.confirm.guard.mounts import Mount, mounts

LISTED = """\
1 0 8:1 / / rw,relatime - ext4 /dev/sda1 rw
2 1 0:5 / /dev rw,nosuid - devtmpfs udev rw
3 2 0:6 / /dev/shm rw,nosuid - tmpfs tmpfs rw
4 1 0:7 / /proc rw - proc proc rw
5 1 0:8 / /sys rw - sysfs sysfs rw
6 5 0:9 / /sys/fs/cgroup rw - tmpfs tmpfs rw
7 1 7:1 / /snap/core/1 ro,nodev - squashfs /dev/loop1 ro
8 1 8:2 / /data/old rw - ext4 /dev/sdb1 rw
9 1 8:3 / /data rw master:1 shared:2 - xfs /dev/sdc1 rw
10 1 8:4 / /media/My\\040Disk rw - vfat /dev/sdd1 rw
11 1 8:5 / /srv rw - ext4 /dev/sde1 ro
12 1 8:1 /resolv.conf /etc/resolv.conf rw - ext4 /dev/sda1 rw
"""


def test_all_that_can_be_written_to_is_guarded() -> None:
    assert mounts(LISTED.splitlines()) == [
        Mount("/", True),
        Mount("/dev", False),
        Mount("/dev/shm", True),
        Mount("/proc", False),
        Mount("/sys", False),
        Mount("/sys/fs/cgroup", False),
        Mount("/snap/core/1", False),
        # What was mounted below it before cannot be seen any more.
        Mount("/data", True),
        Mount("/media/My Disk", True),
        Mount("/srv", False),
        Mount("/etc/resolv.conf", True),
    ]


def test_folders_that_cannot_be_renamed_are_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rename(src: str, dst: str) -> None:
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), src, None, dst)

    for name in ("rename", "replace"):
        monkeypatch.setattr(os, name, rename)
    renaming.rename_folders_by_copying()
    write(tmp_path, {"models/best.txt": "best", "other/a.txt": "a", "file.txt": ""})
    (tmp_path / "empty").mkdir()

    os.rename(tmp_path / "models", tmp_path / "moved")
    os.replace(tmp_path / "moved", tmp_path / "empty")

    assert (tmp_path / "empty/best.txt").read_text() == "best"
    assert not (tmp_path / "models").exists()
    assert not (tmp_path / "moved").exists()
    for source, target in (("file.txt", "new.txt"), ("empty", "other")):
        with pytest.raises(OSError, match=r"cross-device|not empty"):
            os.rename(tmp_path / source, tmp_path / target)
    assert (tmp_path / "empty/best.txt").exists()
