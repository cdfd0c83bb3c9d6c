"""Files of other filesystems: in come addresses such as `s3://bucket/news/*.gz`, out go file addresses and bytes.

Arrow's own filesystems serve S3, Google Cloud Storage and HDFS, as they come with Arrow; fsspec and what is installed
for it serve all others. Web addresses are refused: pages are collected, which asks robots.txt and keeps to limits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO, Final, cast

from sayso.ground.errors import NotFound, ReadError, WebAddress
from sayso.ground.records import Rejected
from sayso.read.intake import rejected

ARROW: Final = frozenset({"s3", "gs", "gcs", "hdfs", "viewfs"})
WEB: Final = frozenset({"http", "https", "ftp"})
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{1,20})://")


def is_remote(name: str) -> bool:
    """Whether the name is an address with a scheme and not a path of this machine.

    Example:
        >>> is_remote("s3://crawl/news.warc.gz"), is_remote("news.warc.gz")
        (True, False)
    """
    return _SCHEME.match(name) is not None


def opened(name: str) -> BinaryIO:
    """The file at an address, open for bytes.

    Raises:
        ReadError: There is no such filesystem, or it does not give the file.
    """
    system, path = _system(name)
    try:
        return cast("BinaryIO", system.open(path, "rb"))
    except FileNotFoundError as error:
        raise NotFound("there is no such file", value=name, hint="check the address") from error


def found(name: str) -> Iterator[str | Rejected]:
    """The files that an address, a folder or a pattern there stands for, sorted; a `Rejected` where there is none."""
    try:
        system, path = _system(name)
        paths = sorted(_files(system, path))
        if not paths:
            raise NotFound("there is no such file, folder or match", value=name, hint="check the address")
    except ReadError as error:
        yield rejected(name, error)
    except (OSError, ValueError, ImportError) as error:
        said = str(error).partition("\n")[0][:200]
        yield rejected(name, ReadError(f"the filesystem does not answer: {said}", hint="check address and access"))
    else:
        scheme = name.partition("://")[0]
        yield from (
            one if is_remote(one) else f"{scheme}://{one.lstrip('/') if scheme != 'file' else one}" for one in paths
        )


def _files(system: Any, path: str) -> list[str]:
    if any(sign in path for sign in "*?["):
        return [one for one in system.glob(path) if system.isfile(one)]
    bare, sign, digits = path.rpartition("@")
    if sign and digits.isdigit() and system.isfile(bare):
        return [path]
    if system.isfile(path):
        return [path]
    return list(system.find(path))


def _system(name: str) -> tuple[Any, str]:
    """The filesystem of an address, in fsspec's terms, and the path in it.

    Raises:
        WebAddress: It is a page of the web.
        ReadError: Nothing is installed for it.
    """
    scheme = name.partition("://")[0].lower()
    if scheme in WEB:
        hint = "collect it: sayso feeds add STORE URL, or save the page and give the file"
        raise WebAddress("reading fetches no page", value=name, hint=hint)
    try:
        import fsspec
        from fsspec.implementations.arrow import ArrowFSWrapper

        if scheme in ARROW:
            from pyarrow import fs

            system, path = fs.FileSystem.from_uri(name)
            return ArrowFSWrapper(system), path
        return cast("tuple[Any, str]", fsspec.core.url_to_fs(name))
    except ImportError as error:
        hint = "pip install 'sayso[remote]' and what fsspec needs for this scheme"
        raise ReadError("nothing is installed for this filesystem", value=scheme, hint=hint) from error
    except (ValueError, OSError) as error:
        said = str(error).partition("\n")[0][:200]
        raise ReadError(f"the filesystem cannot be reached: {said}", value=name, hint="check the address") from error
