"""Archives (.zip, .tar, .tar.gz): each file in them is read as if it lay in the folder; nothing is written to disk.

Limits hold against archives made to do harm: see the constants. A member's name is only ever a label, so that no path can leave
the folder.
"""

import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

#: Files in one archive.
MOST_FILES = 200_000
#: Times that a file of more than a mebibyte may grow when it is unpacked.
MOST_GROWTH = 200
#: Bytes unpacked from one archive.
MOST_BYTES = 1 << 36


def records(stream: BinaryIO, name: str) -> Iterator[dict]:
    """The members, each handed on with its name and an open stream.

    Raises
    ------
    ValueError
        If the file is damaged or breaks a limit.
    """
    stream.seek(0)
    start = stream.read(4)
    stream.seek(0)
    try:
        yield from (_zipped if start[:2] == b"PK" else _tarred)(stream)
    except (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, NotImplementedError) as error:
        raise ValueError(f"a damaged archive: {error}") from error


def _zipped(stream: BinaryIO) -> Iterator[dict]:
    with zipfile.ZipFile(stream) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        _limited(len(members), sum(member.file_size for member in members))
        for member in members:
            if member.flag_bits & 1:
                yield {"problem": f"{member.filename} is locked with a password"}
            elif member.file_size > 1 << 20 and member.file_size > MOST_GROWTH * max(1, member.compress_size):
                yield {"problem": f"{member.filename} grows {member.file_size // max(1, member.compress_size)}-fold when unpacked: refused"}
            else:
                with archive.open(member) as inner:
                    yield {"member": member.filename, "stream": inner}


def _tarred(stream: BinaryIO) -> Iterator[dict]:
    count = size = 0
    with tarfile.open(fileobj=stream, mode="r:") as archive:
        for member in archive:
            if not member.isfile():
                continue
            count, size = count + 1, size + member.size
            _limited(count, size)
            inner = archive.extractfile(member)
            if inner is not None:
                yield {"member": member.name, "stream": inner}


def _limited(count: int, size: int) -> None:
    if count > MOST_FILES:
        raise ValueError(f"more than {MOST_FILES:,} files in one archive: unpack it")
    if size > MOST_BYTES:
        raise ValueError(f"more than {MOST_BYTES >> 30} GB in one archive: unpack it")
