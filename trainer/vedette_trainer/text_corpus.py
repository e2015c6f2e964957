"""Texts of ours to learn from: templates with choices, told out by chance, dressed up and set into lines."""

import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import numpy as np

CORPUS = Path(__file__).parent.parent / "corpus"
CHOICE = re.compile(r"\[\[((?:(?!\]\]).)*\]?)\]\]")
# Of each template; what is drawn twice counts once
HOSTILE_EACH, HARMLESS_EACH = 12, 16
# Only orders in prose are dressed up; a trick with characters would no longer work
DRESSED = ("override", "verdict", "addressed", "roleplay", "leak", "lure", "task")
DRESSED_SHARE = 0.2
LOOKALIKES = str.maketrans("aceopxyisAEOPCTHKMB", "асеорхуіѕАЕОРСТНКМВ")


def templates(name: str) -> list[tuple[str, str]]:
    lines = (CORPUS / name).read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if line and not line.startswith("#")]


def carriers() -> list[str]:
    return [line for line in (CORPUS / "carriers.txt").read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


def told(template: str, rng: np.random.Generator) -> str:
    """One text of a template. The escapes are undone after the choices: they may hold any character."""
    text = CHOICE.sub(lambda found: str(rng.choice(found[1].split("¦"))), template)
    return json.loads(f'"{text if chr(92) + chr(34) in text else text.replace(chr(34), chr(92) + chr(34))}"')


def dressed(text: str, rng: np.random.Generator) -> tuple[str, str]:
    """A text as an attacker hides it, and the name of the way."""
    way = str(rng.choice(["zero_width", "url", "base64", "homoglyph"]))
    if way == "zero_width":
        return str(rng.choice(["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff"])).join(text), way
    if way == "url":
        return quote(text, safe="/"), way
    if way == "homoglyph":
        return text.translate(LOOKALIKES), way
    head = str(rng.choice(["", "base64: ", "run this: ", "decode: ", "data="]))
    return head + base64.b64encode(text.encode()).decode(), way


def authored(seed: int) -> Iterator[dict]:
    """Rows of the corpus: text, label, family, group (the template), value (without its line)."""
    rng = np.random.default_rng(seed)
    lines = carriers()
    for name, label, each in (("hostile.txt", 1, HOSTILE_EACH), ("harmless.txt", 0, HARMLESS_EACH)):
        for place, (family, template) in enumerate(templates(name)):
            for value in sorted({told(template, rng) for _ in range(each)}):
                way = ""
                if label and family.startswith(DRESSED) and rng.random() < DRESSED_SHARE:
                    value, way = dressed(value, rng)
                text = str(rng.choice(lines)).replace("~", value)
                yield {
                    "text": text,
                    "value": value,
                    "label": label,
                    "family": family,
                    "obfuscation": way,
                    "source": "vedette",
                    "group": f"{name[:-4]}:{place}",
                }
