"""Where a corpus stands: a folder of this machine, or a URL that fsspec knows (``s3://``, ``gs://``, ``az://``, ``memory://`` ...).

A remote place has the few methods of ``pathlib.Path`` that the store uses. An object store lets a file in whole or not at all, so that
putting the manifest last is as good as replacing it is on a disk.
"""

import fnmatch
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO


def place(folder: object) -> "Path | Remote":
    """The place that a path or URL names.

    Raises
    ------
    ImportError
        If the protocol needs a package that is not installed; fsspec names it.
    """
    if isinstance(folder, Remote):
        return folder
    if isinstance(folder, str) and re.match(r"[a-z][a-z0-9+.-]+://", folder):
        if folder.startswith("file://"):
            return Path(folder.removeprefix("file://"))
        from fsspec.core import url_to_fs

        return Remote(*url_to_fs(folder))
    return Path(folder).expanduser()


@dataclass(frozen=True)
class Remote:
    """A path on a file system of fsspec.

    Attributes
    ----------
    system
        The file system.
    path
        The path on it, without protocol.
    """

    system: object = field(compare=False)
    path: str

    def __truediv__(self, name: str) -> "Remote":
        return Remote(self.system, f"{self.path.rstrip('/')}/{name}")

    def __str__(self) -> str:
        return self.system.unstrip_protocol(self.path)

    @property
    def parent(self) -> "Remote":
        return Remote(self.system, self.path.rstrip("/").rpartition("/")[0])

    def exists(self) -> bool:
        return self.system.exists(self.path)

    def is_file(self) -> bool:
        return self.system.isfile(self.path)

    def is_dir(self) -> bool:
        return self.system.isdir(self.path)

    def mkdir(self, *, parents: bool = False, exist_ok: bool = False) -> None:
        self.system.makedirs(self.path, exist_ok=exist_ok)

    def open(self, mode: str = "rb") -> IO:
        return self.system.open(self.path, mode)

    def read_text(self, encoding: str = "utf8") -> str:
        return self.system.cat_file(self.path).decode(encoding)

    def unlink(self, *, missing_ok: bool = False) -> None:
        if self.exists() or not missing_ok:
            self.system.rm_file(self.path)

    def iterdir(self) -> Iterator["Remote"]:
        return (Remote(self.system, path) for path in self.system.ls(self.path, detail=False))

    def rglob(self, pattern: str) -> Iterator["Remote"]:
        found = self.system.find(self.path) if self.exists() else []
        return (Remote(self.system, path) for path in found if fnmatch.fnmatch(path.rpartition("/")[2], pattern))

    def relative_to(self, other: "Remote") -> Path:
        return Path(self.path.removeprefix(other.path.rstrip("/") + "/"))
