"""Sentences of ours that the tagger learns from: templates with places for what is personal and what is not."""

import re
from collections.abc import Iterator

import numpy as np

from .tagger_values import Values
from .text_corpus import CHOICE, CORPUS, told
from .text_corpus import templates as text_templates

EACH = 60
# Texts of the text model's corpus in which nobody is named, and how often each template of theirs is told
NAMELESS, NAMELESS_EACH = ("order", "ignore", "code", "verdict"), 20
# Fields of machines that come behind a line
FIELDS = "attempt took rows size cost rank level weight pid port total count lag code status retries page".split()
PLACE = re.compile(r"\{([a-z]+)\}|<([A-Za-z]+)>")
MACHINE = re.compile(r"(?:\d{4}-\S+ )?(?:INFO|WARN|ERROR|DEBUG) ")
# What each kind of a template is told as
TYPES = {
    **dict.fromkeys(("person", "given", "family"), "PERSON"),
    **dict.fromkeys(("address", "street", "postcode"), "ADDRESS"),
    **dict.fromkeys(("city", "state", "country"), "PLACE"),
    **{"phone": "PHONE", "age": "AGE", "year": "DATE", "job": "OCCUPATION", "nationality": "NATIONALITY"},
}


def templates() -> list[tuple[str, str]]:
    lines = (CORPUS / "personal.txt").read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t", 1)) for line in lines if line and not line.startswith("#")]


def filled(lang: str, template: str, values: Values) -> dict:
    """One row of a template: text and spans."""
    chosen = CHOICE.sub(lambda found: values.of(found[1].split("¦")), template)
    text, spans, rest = "", [], chosen.replace("\\n", "\n")
    last = 0
    for found in PLACE.finditer(rest):
        text += rest[last : found.start()]
        value = values.made(found[1] or found[2], lang)
        if found[1]:
            spans.append({"start": len(text), "end": len(text) + len(value), "type": TYPES[found[1]]})
        text += value
        last = found.end()
    return {"text": text + rest[last:], "lang": lang, "spans": spans}


def authored(values: Values, each: int = EACH) -> Iterator[dict]:
    """So many rows of each template, some of them in small or capital letters throughout."""
    for place, (lang, template) in enumerate(templates()):
        for _ in range(each):
            row = with_fields(filled(lang, template, values), values)
            yield {**cased(row, values.rng), "source": "vedette", "group": f"vedette:{place}"}


def nameless(values: Values) -> Iterator[dict]:
    """Texts of honest software and people without anything personal."""
    for place, (family, template) in enumerate(text_templates("harmless.txt")):
        for _ in range(NAMELESS_EACH if family in NAMELESS else 0):
            row = {"text": told(template, values.rng), "lang": "en", "spans": []}
            yield {**row, "source": "vedette", "group": f"harmless:{place}"}


def with_fields(row: dict, values: Values) -> dict:
    """A line of a machine with some numbers behind it; other texts as they are."""
    if not MACHINE.match(row["text"]):
        return row
    count = values.rng.integers(0, 3)
    fields = [f"{values.of(FIELDS)}{values.of([' ', '=', ': '])}{values.made('number', row['lang'])}" for _ in range(count)]
    return {**row, "text": " ".join([row["text"], *fields])}


def cased(row: dict, rng: np.random.Generator) -> dict:
    way = rng.random()
    text = row["text"].lower() if way < 0.12 else row["text"].upper() if way < 0.15 else row["text"]
    return {**row, "text": text if len(text) == len(row["text"]) else row["text"]}


def replaced(row: dict, values: Values, types: dict[str, str]) -> dict:
    """A row with other people and addresses in the place of its own: `types` says which kind a labelled type is filled with."""
    text, spans, last = "", [], 0
    for span in sorted(row["spans"], key=lambda one: one["start"]):
        if span["start"] < last:
            continue
        text += row["text"][last : span["start"]]
        value = row["text"][span["start"] : span["end"]]
        kind = types.get(span["type"])
        if kind == "person" and " " not in value:
            kind = values.of(["given", "family"])
        value = values.made(kind, row["lang"]) if kind else value
        spans.append({**span, "start": len(text), "end": len(text) + len(value)})
        text += value
        last = span["end"]
    return {**row, "text": text + row["text"][last:], "spans": spans}
