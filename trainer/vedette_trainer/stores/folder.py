"""Files of a folder."""

import os
import tempfile
from pathlib import Path


class FolderStore:
    def __init__(self, top: Path) -> None:
        self.top = top

    def read(self, path: str) -> bytes | None:
        try:
            return (self.top / path).read_bytes()
        except FileNotFoundError:
            return None

    def create(self, path: str, content: bytes) -> bool:
        target = self.top / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".", suffix=".new") as new:
            new.write(content)
            new.flush()
            os.fchmod(new.fileno(), 0o644)
            os.fsync(new.fileno())
            try:
                # Unlike a rename, a link never takes the place of what another wrote meanwhile
                os.link(new.name, target)
            except FileExistsError:
                return False
        return True
