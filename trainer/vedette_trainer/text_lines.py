"""Gathers the texts that the text model learns from into one file of lines."""

import csv
import gzip
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from .text_corpus import authored, carriers

# Rows of a source: attacks on web parameters are easy and alike, and must not drown the rest
PARAMETERS = {"norm": 1_200, "sqli": 150, "xss": 150, "path-traversal": 100, "cmdi": 60}
COMMANDS, PLAIN = 800, 1_200
# Value that a plain line of `log-injection` has: none
WHOLE = -1
CARRIERS = {
    "GET /search?q=": "web_query",
    '"GET / HTTP/1.1"': "web_agent",
    "Invalid user ": "sshd",
    '"svc":"checkout"': "application",
    "unknown header X-Note": "api",
    '"eventName":"CreateUser"': "cloud",
}


def log_injection(data: Path) -> Iterator[dict]:
    """The labelled lines, with the value apart and the name of the carrier."""
    with gzip.open(data / "log-injection/dev.jsonl.gz", "rt", encoding="utf-8") as stream:
        for row in map(json.loads, stream):
            start, end, text = row["payload_start"], row["payload_end"], row["text"]
            head = text[:start] if start >= 0 else ""
            yield {
                "id": row["id"],
                "text": text,
                "value": text if start == WHOLE else text[start:end],
                "label": row["label"],
                "family": row["family"],
                "obfuscation": row.get("obfuscation") or "",
                "source": "log-injection",
                "carrier": next((name for mark, name in CARRIERS.items() if mark in head), "plain"),
            }


def parameters(data: Path, rng: np.random.Generator) -> Iterator[dict]:
    with gzip.open(data / "http-params/payload_train.csv.gz", "rt", encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    lines = carriers()
    for kind, most in PARAMETERS.items():
        values = sorted({row["payload"] for row in rows if row["attack_type"] == kind})
        for value in rng.permutation(values)[:most]:
            yield _row(str(value), str(rng.choice(lines)), int(kind != "norm"), f"http_{kind}", "http-params")


def commands(data: Path, rng: np.random.Generator) -> Iterator[dict]:
    """Command lines of captured machines, harmless here: attacks on machines are not what this model looks for."""
    found = set()
    for event in _packed(data / "otrf-windows/events.jsonl.zst"):
        line = event["data"].get("CommandLine", "")
        if 3 < len(line) < 500 and not _is_attack(line):
            found.add(line)
    lines = carriers()
    for value in rng.permutation(sorted(found))[:COMMANDS]:
        yield _row(str(value), str(rng.choice(lines)), 0, "command", "otrf-windows")


def _is_attack(line: str) -> bool:
    """What talks to a shell of another machine or hides its text may stand in an attack, too."""
    return any(mark in line.lower() for mark in ("-enc", "downloadstring", "iex", "frombase64", "| sh"))


def plain(data: Path, rng: np.random.Generator) -> Iterator[dict]:
    """Lines and values of a working day without an attack."""
    root = data / "evidenceforge"
    found = set()
    for scenario in ("branch-office-benign", "llm-injection-clean"):
        for path in sorted((root / scenario).glob("*/*.ndjson.zst")):
            rows = list(_packed(path))
            for place in rng.permutation(len(rows))[:150]:
                found.update(_texts(rows[place]))
    for value in rng.permutation(sorted(found))[:PLAIN]:
        yield _row(str(value), "~", 0, "plain", "evidenceforge")


def _texts(row: dict) -> list[str]:
    if "raw" in row:
        return [row["raw"]]
    event = json.dumps(row["event"], ensure_ascii=False)
    values = [value for value in row["event"].values() if isinstance(value, str) and len(value) >= 12]
    return [event[:600], *values[:3]]


def _packed(path: Path) -> Iterator[dict]:
    with subprocess.Popen(["zstd", "-dcq", str(path)], stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        yield from map(json.loads, process.stdout)


def _row(value: str, carrier: str, label: int, family: str, source: str) -> dict:
    text = carrier.replace("~", value)
    return {"text": text, "value": value, "label": label, "family": family, "obfuscation": "", "source": source}


def gathered(data: Path, seed: int) -> list[dict]:
    """All rows, each with an id; the same data and seed give the same rows."""
    rng = np.random.default_rng(seed)
    rows = [*log_injection(data), *authored(seed), *parameters(data, rng), *commands(data, rng), *plain(data, rng)]
    return [{"id": f"{place}", **row} for place, row in enumerate(rows)]


def write(data: Path, seed: int, out: Path) -> list[dict]:
    """Writes rows for `vedette score-lines --ids`: each as a line, and its value alone under the id with a `v`."""
    rows = gathered(data, seed)
    with out.open("w", encoding="utf-8") as stream:
        for row in rows:
            stream.write(json.dumps({"id": row["id"], "text": row["text"]}) + "\n")
            if row["value"] != row["text"]:
                stream.write(json.dumps({"id": f"{row['id']}v", "text": row["value"]}) + "\n")
    return rows
