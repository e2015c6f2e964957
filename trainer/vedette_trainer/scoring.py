"""Scores rows with a model as it lies in its folder."""

import json
from pathlib import Path

import numpy as np
import onnx

from .calibrate import calibrated
from .dataset import BadData, Dataset
from .judge import Scorer
from .runtime import scores, session
from .stacker import Stacker


def manifest_of(folder: Path) -> dict:
    path = folder / "manifest.json"
    if not path.exists():
        raise BadData(f"{folder}: no manifest.json; name the folder of one version, models/NAME/VERSION")
    return json.loads(path.read_text(encoding="utf-8"))


def scorer(folder: Path) -> Scorer:
    """Raw scores by the model of a folder. The parts of an ensemble are the newest versions beside it."""
    manifest = manifest_of(folder)
    return _ensemble(folder, manifest) if manifest["kind"] == "ensemble" else _graph(folder, manifest)


def _graph(folder: Path, manifest: dict) -> Scorer:
    running = session(onnx.load(folder / manifest["file"]))

    def raw(rows: Dataset) -> np.ndarray:
        if rows.features.hash != manifest["featureHash"]:
            raise BadData(f"{manifest['name']} {manifest['version']}: trained on another feature set; write the files anew")
        return scores(running, [rows.columns[one["of"]] for one in manifest["inputs"]])

    return raw


def _ensemble(folder: Path, manifest: dict) -> Scorer:
    document = json.loads((folder / manifest["file"]).read_text(encoding="utf-8"))
    parts = [newest(folder.parent.parent / part["model"]) for part in document["parts"]]
    answers = [(scorer(part), manifest_of(part)) for part in parts]
    weighings = [*document["parts"], document["rules"]]
    weights, bases = (np.array([one[name] for one in weighings]) for name in ("weight", "base"))
    model = Stacker(document["bias"], weights, bases)

    def raw(rows: Dataset) -> np.ndarray:
        rules = np.full(len(rows), np.nan) if rows.rules is None else rows.rules
        answered = [said(rows, *answer) for answer in answers]
        return model.logits(np.column_stack([*answered, rules])).astype(np.float32)

    return raw


def said(rows: Dataset, answer: Scorer, manifest: dict) -> np.ndarray:
    """Probabilities; NaN, no answer, where the files lack what the part takes."""
    if not all(one["of"] in rows.columns for one in manifest["inputs"]):
        return np.full(len(rows), np.nan)
    return calibrated(manifest["calibration"], answer(rows))


def newest(folder: Path) -> Path:
    """The highest version, number by number."""
    versions = [path for path in folder.iterdir() if path.is_dir()] if folder.is_dir() else []
    if not versions:
        raise BadData(f"{folder}: no version of this part of the ensemble; train it into the same folder of models")
    return max(versions, key=lambda path: [int(part) if part.isdigit() else -1 for part in path.name.split(".")])
