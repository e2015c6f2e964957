"""Where versions are published: a folder, or a bucket."""

import re
from pathlib import Path
from typing import Protocol

from ..refused import Refused

BUCKET = re.compile(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/([\w.-]+(?:/[\w.-]+)*))?/?")


class Store(Protocol):
    def read(self, path: str) -> bytes | None:
        """None where there is no such file."""

    def create(self, path: str, content: bytes) -> bool:
        """Seen whole or not at all; false where there is such a file already."""


def open_store(place: str) -> Store:
    """A folder, or s3://bucket/prefix."""
    if not place.startswith("s3:"):
        from .folder import FolderStore

        return FolderStore(Path(place))
    found = BUCKET.fullmatch(place)
    if found is None:
        raise Refused("write the bucket as s3://bucket/prefix")
    from .s3 import S3Store

    return S3Store(found[1], found[2] or "")
