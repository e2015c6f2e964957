"""Real servers on this machine, for as long as a test runs."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

# Below the range that outgoing connections are given ports of
PORTS = range(20_000, 32_000)


def free_port() -> int:
    for port in PORTS:
        with socket.socket() as tried:
            try:
                tried.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue
    raise RuntimeError("no port is free")


@contextmanager
def served(module: str, arguments: list[str], port: int, path: str, folder) -> Iterator[str]:
    """The address of `python -m module`, once it answers; it ends with the block."""
    with (folder / f"{module}.log").open("wb") as log:
        command = [sys.executable, "-m", module, *arguments]
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, env=os.environ, start_new_session=True)
        try:
            yield _answering(server, f"http://127.0.0.1:{port}", path, folder / f"{module}.log")
        finally:
            os.killpg(server.pid, 15)
            server.wait(20)


def _answering(server: subprocess.Popen, address: str, path: str, log) -> str:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address + path, timeout=2):
                return address
        except OSError:
            time.sleep(0.3)
    raise RuntimeError(f"the server does not answer:\n{log.read_text(errors='replace')[-2_000:]}")
