"""Feature files in small: a few entities with habits of their own, and some that break them."""

import json
from pathlib import Path

import numpy as np

NAMES = [f"feature_{i}" for i in range(12)]
HEADER = {"featureSet": "synthetic-1", "featureHash": "0123456789abcdef", "names": NAMES, "vocabulary": 64, "length": 32}


def rows(seed: int, count: int) -> list[dict]:
    rng = np.random.default_rng(seed)
    out = []
    for i in range(count):
        entity = f"host-{rng.integers(20)}"
        tokens = (np.arange(32) + rng.integers(8)) % 8 + 1
        tokens[: rng.integers(0, 20)] = 0
        vector = rng.normal(size=len(NAMES)).astype(np.float32)
        if i % 100 == 99:
            vector += 6
            tokens[-8:] = rng.integers(1, 64, 8)
        out.append(
            {
                "id": f"e{i}",
                "time": 1_600_000_000_000 + i,
                "tenant": "default",
                "entity": entity,
                "class": "process",
                "vector": vector.tolist(),
                "tokens": tokens.tolist(),
                "hits": [],
                "source": f"telemetry.log:{i}",
            }
        )
    return out


def write(folder: Path, made: list[dict], header: dict = HEADER, name: str = "a.ndjson") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(header), *(json.dumps(row) for row in made)]
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder
