"""A tenant in small: models, base data, and alerts with verdicts."""

import json
import tempfile
from pathlib import Path

import numpy as np
from synthetic import NAMES, attacked, campaigns, write, write_attacked

from vedette_trainer.__main__ import main
from vedette_trainer.dataset import Dataset
from vedette_trainer.feature_file import read_file
from vedette_trainer.feature_writer import write_rows

ROWS = 4  # of evidence of an alert
AUTHORS = ("ada", "ben", "cleo")
OWN = NAMES.index("feature_5")  # what the tenant's attacks show and the product's do not


def base_and_models(folder: Path) -> Path:
    features = campaigns(folder / "learned", 300)
    for place, name in enumerate(("elm", "fir")):
        write_attacked(folder / "golden", name, 200 + place, 300)
    settings = folder / "small.json"
    settings.write_text(json.dumps({"method": "extra-trees", "settings": {"trees": 40}}))
    quick = ["--seed", "7", "--steps", "40", "--parameters", str(settings), "--out", str(folder / "models")]
    assert main(["train", "all", "--features", str(features), *quick]) == 0
    given = ["--features", str(features), "--golden", str(folder / "golden"), "--models", str(folder / "models")]
    assert main(["base", *given, "--out", str(folder / "base")]) == 0
    return folder


def tenant(folder: Path, seed: int = 21, alerts: int = 120, swapped: bool = False) -> Path:
    """Every third alert was an attack; two of three analysts judge each."""
    rng = np.random.default_rng(seed)
    made, _ = attacked(seed, alerts * ROWS, share=0)
    harmful = {f"alert-{place}": (place % 3 == 0) != swapped for place in range(alerts)}
    for place, one in enumerate(made):
        alert, number = divmod(place, ROWS)
        one["source"] = f"alert-{alert}:{number}"
        if alert % 3 == 0:
            one["vector"] = as_attack(np.array(one["vector"])).tolist()
    write(folder, made, name="rows.ndjson")
    to_arrow(folder / "rows.ndjson")
    lines = [f"{one['source']}\t{name}" for one in made if harmful[name := one["source"].partition(":")[0]]]
    (folder / "rows.labels").write_text("\n".join(lines))
    labels = {True: "true_positive", False: "false_positive"}
    verdicts = [
        {"id": f"{name}-{author}", "alert": name, "label": labels[said], "author": author, "rule": f"rule-{place % 4}", "time": place}
        for place, (name, said) in enumerate(harmful.items())
        for author in rng.choice(AUTHORS, size=2, replace=False).tolist()
    ]
    (folder / "verdicts.ndjson").write_text("\n".join(json.dumps(one) for one in verdicts))
    manifest = {"trigger": "count", "tenant": "acme", "dataset": "ab" * 32, "kind": "verdict"}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


def as_attack(vector: np.ndarray) -> np.ndarray:
    vector[OWN] += 2.5
    vector[:3] += 0.8
    return vector


def to_arrow(path: Path) -> None:
    write_rows(path.with_suffix(".arrow"), read_file(path), {})
    path.unlink()


def answers(seed: int) -> tuple[Dataset, Dataset]:
    """Rows like the tenant's attacks, and like its other alerts."""
    with tempfile.TemporaryDirectory() as name:
        folder = tenant(Path(name) / "data", seed + 1000)
        rows = read_file(folder / "rows.arrow")
    attack = np.array([int(str(origin).partition(":")[0].partition("-")[2]) % 3 == 0 for origin in rows.origins])
    return rows.take(np.flatnonzero(attack)), rows.take(np.flatnonzero(~attack))
