"""What is told of a training, read off the files that it wrote."""

from dataclasses import asdict, dataclass

from ..manifest import digest
from ..model_folder import MANIFEST, ModelFolder


@dataclass(frozen=True)
class Record:
    name: str
    version: str
    params: dict[str, str]
    metrics: dict[str, float]  # an interval is NAME.low and NAME.high
    tags: dict[str, str]
    artifacts: dict[str, str]  # sha256 by file

    def as_json(self) -> dict:
        return asdict(self)


def record_of(model: ModelFolder) -> Record:
    manifest, training = model.manifest, model.manifest["training"]
    params = {
        "kind": manifest["kind"],
        "featureSet": manifest["featureSet"],
        "rows": training["rows"],
        "seed": training["seed"],
        "sources": ", ".join(training["sources"]),
        "threshold": manifest["threshold"]["raw"],
        "quantile": manifest["threshold"]["quantile"],
        "parent": manifest["parent"] or "none",
    } | {f"version.{name}": number for name, number in training["versions"].items()}
    tags = {
        "commit": training["commit"] or "unknown",
        "dataHash": training["dataHash"],
        "featureHash": manifest["featureHash"],
        "manifest": digest(model.files[MANIFEST]),
        "version": model.version,
    }
    artifacts = {file: digest(content) for file, content in model.files.items()}
    texts = {name: str(value) for name, value in params.items()}
    return Record(model.name, model.version, texts, _metrics(manifest["metrics"]), tags, artifacts)


def _metrics(metrics: dict[str, dict[str, float]]) -> dict[str, float]:
    return {
        name if part == "value" else f"{name}.{part}": value for name, parts in metrics.items() for part, value in parts.items()
    }
