"""Versions of what learned from one tenant's dataset."""

from .refused import Refused

# The last digit tells attempts apart: one that broke off may have published a part
DIGITS = 15


def refuse_other(version: str, dataset: str) -> None:
    """Raises Refused where a version is not of this dataset (its sha256, hex)."""
    if version.partition("-")[2][:DIGITS] != dataset[:DIGITS]:
        raise Refused(
            f"{version}: the version of what a tenant taught has, behind a dash, the first {DIGITS} digits of its dataset's hash, "
            f"{dataset[:DIGITS]}, and one of the attempt"
        )
