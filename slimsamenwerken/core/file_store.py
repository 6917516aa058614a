"""Where files are kept: a folder that web and workers share, or a store that speaks S3."""

from typing import Any

from slimsamenwerken.core.env import env_secret, env_str


def file_store() -> dict[str, Any]:
    """The default storage for STORAGES. With FILES_S3_BUCKET its key and secret must be there too.

    Files are private and never overwritten; who may read one is decided by our own views, so no
    address of the store is ever given out.
    """
    bucket = env_str("FILES_S3_BUCKET", default="")
    if not bucket:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    options = {
        "bucket_name": bucket,
        "access_key": env_secret("FILES_S3_ACCESS_KEY"),
        "secret_key": env_secret("FILES_S3_SECRET_KEY"),
        "endpoint_url": env_str("FILES_S3_ENDPOINT", default="") or None,
        "region_name": env_str("FILES_S3_REGION", default="") or None,
        "default_acl": None,  # what the bucket says, which is private unless somebody opens it
        "file_overwrite": False,
        "addressing_style": "path",
        "signature_version": "s3v4",
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
