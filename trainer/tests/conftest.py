import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import pytest  # noqa: E402
from servers import free_port, served  # noqa: E402


@pytest.fixture(scope="module")
def bucket(tmp_path_factory):
    """A bucket of a server on this machine, with the login that it takes in the environment."""
    pytest.importorskip("moto.server", reason="buckets are tried only with moto[server]")
    boto3 = pytest.importorskip("boto3", reason="a bucket needs the extra [s3]")
    port = free_port()
    with served("moto.server", ["-H", "127.0.0.1", "-p", str(port)], port, "/moto-api/", tmp_path_factory.mktemp("s3")) as at:
        with pytest.MonkeyPatch.context() as patch:
            login = {"AWS_ACCESS_KEY_ID": "anybody", "AWS_SECRET_ACCESS_KEY": "hush", "AWS_DEFAULT_REGION": "eu-central-1"}
            for name, value in (login | {"AWS_ENDPOINT_URL": at}).items():
                patch.setenv(name, value)
            boto3.client("s3").create_bucket(Bucket="models", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
            yield "s3://models"
