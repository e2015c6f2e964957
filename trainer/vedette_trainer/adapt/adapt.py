"""Trains a tenant's adapter from corrections, judges it as it lies in its files, and lets it out or not."""

import json
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from .. import lineage
from ..dataset import BadData
from ..folder_move import moved
from ..manifest import as_bytes, digest
from ..model_folder import MANIFEST, NAME, VERSION, read_model
from ..sign import sign
from ..tenant_version import refuse_other
from . import lora
from .pairs import Corrections, Pair, read_corrections, read_pairs
from .word_errors import PairedErrors, compared, reasons

WEIGHTS, CONFIG, BASE_WEIGHTS = "adapter_model.safetensors", "adapter_config.json", "model.safetensors"
MOST_GOLDEN = 1_000


@dataclass(frozen=True)
class Asked:
    """What the command asks for."""

    dataset: Path
    model: Path
    golden: Path
    version: str  # three numbers, and behind a dash digits of the dataset's hash
    seed: int
    key: Path | None = None


@dataclass(frozen=True)
class Adapted:
    golden: PairedErrors
    held: PairedErrors | None
    reasons: list[str]
    corrections: Corrections
    steps: int
    seconds: float

    @property
    def passed(self) -> bool:
        return not self.reasons

    def as_json(self) -> dict:
        return {
            "gate": "passed" if self.passed else "refused",
            "reasons": self.reasons,
            "golden": self.golden.as_json(),
            "held": self.held.as_json() if self.held else None,
            "pairs": len(self.corrections.learning) + len(self.corrections.held),
            "dataset": self.corrections.dataset,
            "steps": self.steps,
            "seconds": round(self.seconds, 1),
        }


def adapt(asked: Asked, out: Path) -> Adapted:
    """The adapter lies under `out` where the gate let it pass, and nowhere else. Raises BadData or Refused for bad inputs."""
    start = time.monotonic()
    corrections, golden = read_corrections(asked.dataset, asked.seed), read_pairs(asked.golden)[:MOST_GOLDEN]
    refuse_other(asked.version, corrections.dataset)
    _refuse_shared(corrections, golden)
    name = f"{_base(asked.model)[0]}-adapter"
    writer = lora.Writer.read(asked.model)
    judged = [*golden, *corrections.held]
    before = writer.written([pair.draft for pair in judged])
    made, steps = lora.adapted(writer, corrections.learning, asked.seed)
    tell(f"the adapter is fitted on {len(corrections.learning)} pairs in {steps} steps")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / name / asked.version
        made.model.save_pretrained(folder, safe_serialization=True)
        # what is judged is what lies there
        after = lora.read_adapter(lora.Writer.read(asked.model), folder).written([pair.draft for pair in judged])
        figures = [_compared(judged, before, after, part, asked.seed) for part in (slice(len(golden)), slice(len(golden), None))]
        found = Adapted(*figures, reasons(*figures), corrections, steps, time.monotonic() - start)
        tell(f"golden set: word error rate {found.golden.before:.4f}, now {found.golden.after:.4f}")
        if found.passed:
            _sealed(asked, found, folder, name)
            moved(folder, out / name / asked.version)
    return found


def _refuse_shared(corrections: Corrections, golden: list[Pair]) -> None:
    known = {pair.document for pair in corrections.learning}
    shared = sum(pair.document in known for pair in golden)
    if shared:
        raise BadData(f"{shared} golden pairs are of documents that are learned from: give a golden set of others")


def _compared(judged: list[Pair], before: list[str], after: list[str], part: slice, seed: int) -> PairedErrors | None:
    pairs = judged[part]
    if not pairs:
        return None
    return compared(before[part], after[part], [one.corrected for one in pairs], [one.document for one in pairs], seed)


def _base(folder: Path) -> tuple[str, str | None]:
    """Name and version of the text model: of its manifest, else of its folder."""
    path = folder / MANIFEST
    if path.exists():
        manifest = json.loads(path.read_text(encoding="utf-8"))
        return manifest["name"], manifest["version"]
    name, version = folder.resolve().parts[-2:]
    return (name, version) if NAME.fullmatch(name) and VERSION.fullmatch(version) else ("text-model", None)


def _sealed(asked: Asked, found: Adapted, folder: Path, name: str) -> None:
    """Leaves weights, configuration, manifest and signature, and nothing else."""
    config = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
    # where the model lay on this machine is nobody's business, and sets have no order of their own
    base_name, base_version = _base(asked.model)
    config |= {"base_model_name_or_path": base_name, "target_modules": sorted(config["target_modules"])}
    for path in folder.iterdir():
        if path.name != WEIGHTS:
            path.unlink() if path.is_file() else shutil.rmtree(path)
    (folder / CONFIG).write_bytes(as_bytes(config))
    hashes = {file: digest((folder / file).read_bytes()) for file in (WEIGHTS, CONFIG)}
    document = {
        "name": name,
        "version": asked.version,
        "tenant": found.corrections.tenant,
        "kind": "adapter",
        "file": WEIGHTS,
        "sha256": hashes[WEIGHTS],
        "config": {"file": CONFIG, "sha256": hashes[CONFIG]},
        "base": {"name": base_name, "version": base_version, "sha256": digest((asked.model / BASE_WEIGHTS).read_bytes())},
        "metrics": {"golden_word_error_rate": {"value": found.golden.after}},
        "parent": base_version,
        "training": {
            "dataHash": found.corrections.dataset,
            "rows": len(found.corrections.learning),
            "sources": ["corrections"],
            "seed": asked.seed,
            "versions": lineage.versions(),
            "commit": lineage.commit(),
            "settings": {"rank": lora.RANK, "alpha": lora.ALPHA, "rate": lora.RATE, "batch": lora.BATCH, "steps": found.steps},
        },
        "variants": [],
    }
    (folder / MANIFEST).write_bytes(as_bytes(document))
    read_model(folder)
    if asked.key:
        sign(folder, asked.key)


def tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
