"""Objects of a bucket; AWS_ENDPOINT_URL names a server other than Amazon's."""

from ..refused import Refused

MISSING = ("404", "NoSuchKey")
THERE = ("412", "PreconditionFailed", "ConditionalRequestConflict")


class S3Store:
    def __init__(self, bucket: str, prefix: str) -> None:
        try:
            import boto3
            from botocore.exceptions import BotoCoreError, ClientError
        except ImportError as error:
            raise Refused("a bucket needs one package more: pip install 'vedette-trainer[s3]'") from error
        self.bucket, self.prefix = bucket, f"{prefix}/" if prefix else ""
        self.refusals, self.faults = ClientError, BotoCoreError
        self.client = self._asked(lambda: boto3.client("s3"))

    def read(self, path: str) -> bytes | None:
        answer = self._asked(lambda: self.client.get_object(Bucket=self.bucket, Key=self.prefix + path), MISSING)
        return None if answer is None else answer["Body"].read()

    def create(self, path: str, content: bytes) -> bool:
        key = self.prefix + path
        put = lambda: self.client.put_object(Bucket=self.bucket, Key=key, Body=content, IfNoneMatch="*")  # noqa: E731
        return self._asked(put, THERE) is not None

    def _asked(self, ask, none_for: tuple[str, ...] = ()):
        """None for the codes that say so."""
        try:
            return ask()
        except self.refusals as error:
            code = error.response.get("Error", {}).get("Code", "")
            if code in none_for:
                return None
            raise Refused(f"the bucket answers {code}: look at its name and at AWS_ACCESS_KEY_ID") from error
        except self.faults as error:
            # The text may hold an address with a password in it
            raise Refused(f"the bucket cannot be asked ({type(error).__name__}): look at AWS_ENDPOINT_URL and the AWS login") from error
