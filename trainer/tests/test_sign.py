import base64

import pytest
from made import RUN, a_sequence, ticking

from vedette_trainer import package
from vedette_trainer.__main__ import main

pytest.importorskip("cryptography", reason="models can be signed only with the extra [sign]")

from cryptography.exceptions import InvalidSignature  # noqa: E402
from cryptography.hazmat.primitives import serialization  # noqa: E402
from cryptography.hazmat.primitives.asymmetric import ec, ed25519  # noqa: E402


@pytest.fixture
def folder(tmp_path):
    return package.write(a_sequence(), RUN, tmp_path / "models", ticking())


def key_file(path, key, lock=serialization.NoEncryption()):
    path.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, lock))
    return str(path)


def test_the_signature_is_of_the_bytes_of_the_manifest_and_of_no_others(folder, tmp_path):
    key = ed25519.Ed25519PrivateKey.generate()
    assert main(["sign", str(folder), "--key", key_file(tmp_path / "key.pem", key)]) == 0
    signature = base64.b64decode((folder / "manifest.sig").read_text(), validate=False)
    manifest = (folder / "manifest.json").read_bytes()
    key.public_key().verify(signature, manifest)
    with pytest.raises(InvalidSignature):
        key.public_key().verify(signature, manifest.replace(b"1.2.0", b"1.2.1"))


def test_what_is_not_what_the_manifest_names_is_not_signed(folder, tmp_path, capsys):
    key = key_file(tmp_path / "key.pem", ed25519.Ed25519PrivateKey.generate())
    (folder / "model.int8.onnx").write_bytes(b"other")
    assert main(["sign", str(folder), "--key", key]) == 2
    assert "model.int8.onnx: is not the file that the manifest names" in capsys.readouterr().err
    assert not (folder / "manifest.sig").exists()


@pytest.mark.parametrize(
    ("write", "reason"),
    [
        (lambda path: path.write_text("no key"), "no unlocked private key"),
        (lambda path: key_file(path, ec.generate_private_key(ec.SECP256R1())), "not a key of Ed25519"),
        (
            lambda path: key_file(
                path, ed25519.Ed25519PrivateKey.generate(), serialization.BestAvailableEncryption(b"locked")
            ),
            "no unlocked private key",
        ),
        (lambda path: None, "No such file"),
    ],
    ids=["no key", "of another kind", "locked", "not there"],
)
def test_a_key_that_cannot_sign_is_named(folder, tmp_path, capsys, write, reason):
    write(tmp_path / "key.pem")
    assert main(["sign", str(folder), "--key", str(tmp_path / "key.pem")]) == 2
    assert reason in capsys.readouterr().err


def test_a_folder_without_a_model_is_named(tmp_path, capsys):
    assert main(["sign", str(tmp_path), "--key", "key.pem"]) == 2
    assert "give the folder of a version" in capsys.readouterr().err


def test_how_to_make_a_key_is_told(capsys):
    assert main(["keygen"]) == 0
    assert "openssl genpkey -algorithm ed25519 -out key.pem" in capsys.readouterr().out


def test_writing_the_model_again_takes_the_signature_away(folder, tmp_path):
    main(["sign", str(folder), "--key", key_file(tmp_path / "key.pem", ed25519.Ed25519PrivateKey.generate())])
    package.write(a_sequence(), RUN, tmp_path / "models", ticking())
    assert not (folder / "manifest.sig").exists()
