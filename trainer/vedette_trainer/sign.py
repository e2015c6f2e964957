"""Signs a model: whoever trusts the key then knows that every byte is the trainer's."""

import base64
from pathlib import Path

from .model_folder import MANIFEST, SIGNATURE, read_model
from .refused import Refused


def sign(folder: Path, key: Path) -> Path:
    """Writes manifest.sig: base64 of Ed25519 over the bytes of manifest.json, which hold the hashes of all other files."""
    model = read_model(folder)
    signature = _private_key(key).sign(model.files[MANIFEST])
    path = folder / SIGNATURE
    path.write_bytes(base64.b64encode(signature) + b"\n")
    return path


def _private_key(path: Path):
    try:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key
    except ImportError as error:
        raise Refused("signing needs one package more: pip install 'vedette-trainer[sign]'") from error
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except OSError as error:
        raise Refused(f"{path}: {error.strerror}") from error
    except (ValueError, TypeError) as error:
        # What was wrong with a secret is nobody's business
        raise Refused(f"{path}: is no unlocked private key in PEM: `keygen` says how to make one") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise Refused(f"{path}: is not a key of Ed25519: `keygen` says how to make one")
    return key
