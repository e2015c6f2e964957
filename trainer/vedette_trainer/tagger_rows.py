"""Labelled texts that the tagger learns from and is judged on, with the tokens that `vedette scrub --ids` reads."""

import gzip
import hashlib
import json
import subprocess
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .dataset import BadData
from .tagger_corpus import authored, cased, nameless, replaced
from .tagger_values import Values
from .text_rows import VEDETTE

FOLDS = 4
CLASSES = ("PERSON", "ADDRESS", "PLACE", "DATE", "AGE", "SEX", "RELATIVE", "NATIONALITY", "OCCUPATION", "PHONE", "RECORD_NUMBER")
NONE, IGNORED = 0, -100
# What a labelled type is told as; any other is neither learned nor unlearned: patterns find it, or it is no person's
TOLD = {
    **{one: one for one in CLASSES},
    **dict.fromkeys(("NOMBRE_SUJETO_ASISTENCIA", "NOMBRE_PERSONAL_SANITARIO"), "PERSON"),
    **dict.fromkeys(("STREET_ADDRESS", "ZIP_CODE", "CALLE"), "ADDRESS"),
    **dict.fromkeys(("GPE", "TERRITORIO", "PAIS"), "PLACE"),
    **dict.fromkeys(("DATE_TIME", "DATE_OF_BIRTH", "FECHAS"), "DATE"),
    **dict.fromkeys(("NUMERO_TELEFONO", "NUMERO_FAX", "PHONE_NUMBER"), "PHONE"),
    **dict.fromkeys(("ID_SUJETO_ASISTENCIA", "ID_CONTACTO_ASISTENCIAL", "ID_EMPLEO_PERSONAL_SANITARIO"), "RECORD_NUMBER"),
    **{"EDAD_SUJETO_ASISTENCIA": "AGE", "SEXO_SUJETO_ASISTENCIA": "SEX", "FAMILIARES_SUJETO_ASISTENCIA": "RELATIVE"},
    **{"NRP": "NATIONALITY", "TITLE": "OCCUPATION", "PROFESION": "OCCUPATION"},
}
SETS = ("presidio_synth_v2.en", "loglines_dev", "meddocan_train.es")
# Further rows of a labelled one, with other people in it
COPIES = {"presidio_synth_v2.en": 3, "loglines_dev": 1, "meddocan_train.es": 0}
OTHERS = {
    **dict.fromkeys(("PERSON", "NOMBRE_PERSONAL_SANITARIO"), "person"),
    **{"STREET_ADDRESS": "street", "GPE": "city", "ADDRESS": "street", "CALLE": "street", "PHONE_NUMBER": "phone"},
}


@dataclass(frozen=True)
class Shape:
    """What the featuriser says of itself."""

    feature_set: str
    feature_hash: str
    vocabulary: int
    ids_per_token: int
    window: int
    margin: int


@dataclass(frozen=True)
class Tokens:
    starts: np.ndarray
    ends: np.ndarray
    ids: np.ndarray  # int32, tokens by ids


def labelled(data: Path, name: str) -> Iterator[dict]:
    with gzip.open(data / "pii" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as stream:
        for row in map(json.loads, stream):
            yield {**row, "source": name, "group": f"{name}:{row.get('template', row['id'])}"}


def fold_of(group: str) -> int:
    """Rows of one template are near copies, and stay together. Documents have no template."""
    return zlib.crc32(group.encode()) % FOLDS


def gathered(data: Path, values: dict, seed: int) -> list[dict]:
    """All rows: those of the sets as they are, copies of them with other people, and sentences of ours."""
    drawn = Values(values, np.random.default_rng(seed))
    rows = [{**row, "copy": False} for name in SETS for row in labelled(data, name)]
    copies = [
        {**cased(replaced(row, drawn, OTHERS), drawn.rng), "copy": True} for row in rows for _ in range(COPIES[row["source"]])
    ]
    ours = [{**row, "copy": True} for row in (*authored(drawn), *nameless(drawn))]
    return [{**row, "row": f"{place}"} for place, row in enumerate([*rows, *copies, *ours])]


def read_tokens(rows: Sequence[dict], vedette: Sequence[str] = VEDETTE) -> tuple[Shape, dict[str, Tokens]]:
    """Reads every row through the featuriser of the product, by its `row`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.ndjson"
        with path.open("w", encoding="utf-8") as stream:
            for row in rows:
                stream.write(json.dumps({"id": row["row"], "text": row["text"]}) + "\n")
        command = [*vedette, "scrub", "--ids", str(path)]
        found: dict[str, Tokens] = {}
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
            head = json.loads(process.stdout.readline() or "{}")
            for line in map(json.loads, process.stdout):
                ids = np.array(line["ids"], dtype=np.int32).reshape(-1, head["idsPerToken"])
                found[str(line["id"])] = Tokens(np.array(line["starts"]), np.array(line["ends"]), ids)
        if process.returncode != 0:
            raise BadData(f"{path}: {' '.join(command[:3])} ended with {process.returncode}")
    shape = (head[name] for name in ("featureSet", "featureHash", "vocabulary", "idsPerToken", "window", "margin"))
    return Shape(*shape), found


def labels(row: dict, tokens: Tokens) -> np.ndarray:
    """The class of each token: 0 for none, -100 where it is neither learned nor unlearned."""
    found = np.full(len(tokens.starts), NONE, dtype=np.int64)
    for span in row["spans"]:
        told = TOLD.get(span["type"])
        here = (tokens.starts < span["end"]) & (tokens.ends > span["start"])
        found[here] = IGNORED if told is None else 1 + CLASSES.index(told)
    return found


def data_hash(rows: Sequence[dict]) -> str:
    spans = [[[span["start"], span["end"], span["type"]] for span in row["spans"]] for row in rows]
    told = json.dumps([[row["text"], found] for row, found in zip(rows, spans)], ensure_ascii=False)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()
