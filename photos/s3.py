from typing import Any

from botocore.config import Config
from storages.backends.s3 import S3Storage  # type: ignore[import-untyped]


class BucketStorage(S3Storage):  # type: ignore[misc]  # not typed
    """S3 as other vendors know it too: checksums only where they are required."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.client_config = Config(
            s3={"addressing_style": self.addressing_style},
            signature_version=self.signature_version,
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
