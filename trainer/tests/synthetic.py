"""Feature files in small: a few entities with habits of their own, and some that break them."""

import json
from pathlib import Path

import numpy as np

NAMES = [f"feature_{i}" for i in range(10)] + ["hits", "hit_severity"]
HEADER = {"featureSet": "synthetic-1", "featureHash": "0123456789abcdef", "names": NAMES, "vocabulary": 64, "length": 32}
START = 1_600_000_000_000
CODES, VALUES = 4, 2


def rows(seed: int, count: int) -> list[dict]:
    """Every hundredth row is odd in its vector and in its tokens. Ten seconds from row to row."""
    rng = np.random.default_rng(seed)
    out = []
    for i in range(count):
        tokens = (np.arange(32) + rng.integers(8)) % 8 + 1
        tokens[: rng.integers(0, 20)] = 0
        vector = rng.normal(size=len(NAMES)).astype(np.float32)
        if i % 100 == 99:
            vector += 6
            tokens[-8:] = rng.integers(1, 64, 8)
        out.append(_row(i, f"host-{rng.integers(20)}", vector, tokens, rng))
    return out


def _row(i: int, entity: str, vector: np.ndarray, tokens: np.ndarray, rng: np.random.Generator) -> dict:
    known = rng.integers(1, CODES + 1)
    codes, values = np.zeros(CODES, dtype=int), np.zeros((CODES, VALUES))
    codes[:known] = rng.choice(np.arange(1, 20), known, replace=False)
    values[:known] = rng.random((known, VALUES))
    return {
        "id": f"e{i}",
        "time": START + i * 10_000,
        "tenant": "default",
        "entity": entity,
        "class": "process" if entity < "host-2" else "network",
        "vector": vector.tolist(),
        "tokens": tokens.tolist(),
        "codeTokens": codes.tolist(),
        "codeValues": values.ravel().tolist(),
        "hits": [],
        "rules": rng.random() if i % 10 == 0 else None,
        "source": f"telemetry.log:{i}",
    }


def write(folder: Path, made: list[dict], header: dict = HEADER, name: str = "a.ndjson") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(header), *(json.dumps(row) for row in made)]
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def attacked(seed: int, count: int, share: float = 0.06) -> tuple[list[dict], dict[str, str]]:
    """Rows, and the step of those that an attack caused: more hits, some features raised, a code of their own."""
    rng = np.random.default_rng(seed)
    made, steps = rows(seed, count), {}
    for one in made:
        vector = np.array(one["vector"])
        vector[NAMES.index("hits")] = abs(vector[NAMES.index("hits")])
        if rng.random() < share:
            steps[one["source"]] = "scan" if rng.random() < 0.8 else "login"
            vector[NAMES.index("hits")] += 1
            vector[:3] += 1.2
            one["codeTokens"][0] = 30
            one["rules"] = 0.3 + 0.6 * rng.random()
        one["vector"] = vector.astype(np.float32).tolist()
    return made, steps


def write_attacked(folder: Path, name: str, seed: int, count: int) -> Path:
    made, steps = attacked(seed, count)
    write(folder, made, name=f"{name}.ndjson")
    lines = [f"{place}\t{step}" for place, step in steps.items()]
    (folder / f"{name}.labels").write_text("\n".join(lines), encoding="utf-8")
    return folder


def campaigns(folder: Path, count: int = 400) -> Path:
    """Four labelled sources, each a campaign, and one that nobody labelled."""
    for place, name in enumerate(("amber", "birch", "cedar", "dune")):
        write_attacked(folder, name, 100 + place, count)
    return write(folder, rows(99, count), name="quiet.ndjson")
