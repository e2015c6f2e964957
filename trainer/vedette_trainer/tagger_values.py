"""Values that sentences are filled with: of people and places that do not exist, and of things that are nobody's."""

import json
import subprocess
from collections.abc import Callable, Sequence

import numpy as np

from .dataset import BadData
from .text_rows import ROOT

SCRIPT = ("npm", "run", "-s", "--prefix", str(ROOT), "bench", "--", str(ROOT / "scripts/personal-values.ts"))
# Spanish and English come up more often than the rest together
OWN = ("es", "es_MX", "en", "en_US", "en_GB")
OWN_SHARE = 0.55
NATIONALITIES = "Spanish French German Italian Polish Mexican Chilean Irish Danish Turkish Indian Korean Kenyan Brazilian".split()
JOBS = {
    "en": ["nurse", "Sales Manager", "bus driver", "Chief Accountant", "teacher", "Network Engineer", "lawyer", "Head of Payroll"],
    "es": ["enfermera", "Jefe de Ventas", "conductor", "contable", "profesora", "ingeniero de redes", "abogada", "pescador"],
}
TITLES = {"en": ["Mr. ", "Mrs. ", "Ms. ", "Dr. ", "Prof. "], "es": ["Sr. ", "Sra. ", "Dr. ", "Dra. ", "D. ", "Don "]}
STREETS = {"es": ["Calle", "C/", "Avda.", "Avenida", "Plaza", "Paseo", "Ronda", "Camino", "Travesía", "Carrer", "Rúa"]}
NOBODYS = {
    "product": ["Grafana", "Kafka", "Windows", "Postgres", "Jenkins", "Chrome", "Exchange", "Teams", "Firefox", "Outlook", "Jira"],
    "service": ["auth", "billing", "rosa-cache", "maria-db", "payments", "Victoria", "checkout-api", "julia-worker", "scheduler"],
    "Weekday": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"],
    "Month": ["January", "March", "April", "June", "August", "September"],
}


def read_values(command: Sequence[str] = SCRIPT) -> dict[str, dict[str, list[str]]]:
    """Values by locale and kind, from the library of names that the product's lists are made of."""
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        raise BadData(f"{' '.join(command[-1:])} ended with {done.returncode}: run npm ci first")
    return json.loads(done.stdout)


class Values:
    """Draws values. Names and places of one value are of one locale."""

    def __init__(self, values: dict[str, dict[str, list[str]]], rng: np.random.Generator) -> None:
        self.values, self.rng = values, rng
        self.own = [one for one in OWN if one in values]
        self.others = [one for one in sorted(values) if len(values[one]["given"]) > 20 and len(values[one]["street"]) > 20]
        self.makers: dict[str, Callable[[str], str]] = {
            "person": self.person,
            "address": self.address,
            "street": self.street,
            "age": lambda _: str(self.rng.integers(1, 99)),
            "year": lambda _: str(self.rng.integers(1940, 2027)),
            "job": lambda lang: self.of(JOBS[lang]),
            "nationality": lambda _: self.of(NATIONALITIES),
            "number": lambda _: str(self.rng.integers(1, 10 ** int(self.rng.integers(1, 7)))),
            "code": lambda _: f"{self.of(['ORD', 'INV', 'REF', 'TK'])}-{self.rng.integers(10**5, 10**8)}",
        }

    def made(self, kind: str, lang: str) -> str:
        if kind in NOBODYS:
            return self.of(NOBODYS[kind])
        return self.makers[kind](lang) if kind in self.makers else self.drawn(kind, self.locale(lang))

    def of(self, options: Sequence[str]) -> str:
        return str(options[self.rng.integers(len(options))])

    def locale(self, lang: str) -> str:
        if self.rng.random() > OWN_SHARE:
            return self.of(self.others)
        return self.of([one for one in self.own if one.startswith(lang)] or self.others)

    def drawn(self, kind: str, locale: str) -> str:
        return self.of(self.values[locale][kind] or self.values["en"][kind])

    def person(self, lang: str) -> str:
        locale = self.locale(lang)
        given, family = self.drawn("given", locale), self.drawn("family", locale)
        way = self.rng.random()
        if way < 0.55:
            name = f"{given} {family}"
        elif way < 0.65:
            name = f"{given} {self.of('ABCDEFGHJKLMNPRST')}{self.of(['', '.'])} {family}"
        elif way < 0.75:
            name = f"{given} {self.drawn('given', locale)} {family}"
        elif way < 0.82:
            name = f"{given}{self.of(['-', ' '])}{self.drawn('given', locale)} {family}"
        elif way < 0.9:
            name = f"{self.of('ABCDEFGHJKLMNPRST')}. {family}"
        else:
            name = f"{given} {family}{self.of([' ', '-', ' de ', ' y '])}{self.drawn('family', locale)}"
        return f"{self.of(TITLES[lang])}{name}" if self.rng.random() < 0.12 else name

    def street(self, lang: str) -> str:
        locale = self.locale(lang)
        street, house = self.drawn("street", locale), self.drawn("house", locale)
        if locale.startswith("es") and self.rng.random() < 0.7:
            person = f"{self.drawn('given', locale)} {self.drawn('family', locale)}"
            name = self.of([self.drawn("city", locale), self.drawn("given", locale), person])
            street = f"{self.of(STREETS['es'])} {self.of(['', '', 'de ', 'del ', 'de la '])}{name}"
        if not locale.startswith("en"):
            told = f"{street}{self.of([' ', ', ', ' nº ', ', '])}{house}"
        else:
            told = f"{house} {street}"
        if self.rng.random() < 0.15:
            told = f"{house} {street} {self.rng.integers(1, 200)}"
        return f"{told}{self.of([', ', ' ', chr(10)])}{self.unit(lang, locale)}" if self.rng.random() < 0.4 else told

    def unit(self, lang: str, locale: str) -> str:
        if lang == "es":
            floors = [f"{self.rng.integers(1, 9)}º {self.of('ABCD')}", f"{self.rng.integers(1, 9)}{self.of('ABCD')}"]
            return self.of([*floors, "s/n", self.drawn("unit", locale)])
        return self.of([f"Apt. {self.rng.integers(1, 999)}", f"Suite {self.rng.integers(1, 999)}", self.drawn("unit", locale)])

    def address(self, lang: str) -> str:
        locale = self.locale(lang)
        city, code, country = (self.drawn(kind, locale) for kind in ("city", "postcode", "country"))
        if self.rng.random() < 0.15:
            city = city.upper()
        gap = self.of([", ", ", ", "\n", "\n ", " "])
        state = self.drawn("state", locale)
        end = self.of([f"{city} {code}", f"{code} {city}", city, f"{city}, {state}", f"{city}{gap}{country} {code}"])
        return f"{self.street(lang)}{gap}{end}"
