"""Open a destination with fsspec, and name the errors of stores.

Credentials come from the environment, as the tools of each store have it, or from the variables of fsspec
(FSSPEC_S3_KEY, FSSPEC_SFTP_PASSWORD). None is read from the address, and none is shown.
"""

from __future__ import annotations

import contextlib
import re
import sys
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import fsspec

from audiocast.errors import PublishError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fsspec import AbstractFileSystem

_EXTRAS = {"s3": "s3", "s3a": "s3", "gs": "gs", "gcs": "gs", "sftp": "sftp", "ssh": "sftp"}
# Errors of stores that are no OSError: the module and the name.
_FOREIGN = (
    ("botocore.exceptions", "BotoCoreError"),
    ("botocore.exceptions", "ClientError"),
    ("paramiko", "SSHException"),
    ("aiohttp", "ClientError"),
    ("gcsfs.retry", "HttpError"),
    ("google.auth.exceptions", "GoogleAuthError"),
)


def open_filesystem(destination: str) -> tuple[AbstractFileSystem, str]:
    """Return the file system of a destination, and the path in it.

    Raises:
        PublishError: The address is wrong or holds a password, or a package is missing.
    """
    scheme = destination.partition("://")[0] if "://" in destination else ""
    if urlsplit(destination).password if scheme else None:
        raise PublishError(
            "the address holds a password, which others could read",
            where=without_credentials(destination),
            hint=f"Remove it, and set FSSPEC_{scheme.upper()}_PASSWORD in the environment",
        )
    try:
        if scheme in {"sftp", "ssh"}:
            return _open_sftp(destination)
        system, root = fsspec.url_to_fs(destination)
    except ImportError as error:
        extra = _EXTRAS.get(scheme)
        hint = (
            f"Run `pip install '.[{extra}]'` in a copy of the repository"
            if extra
            else str(error).partition("\n")[0].rstrip(".")
        )
        raise PublishError(f"{scheme}:// needs a package that is missing", where=destination, hint=hint) from error
    except ValueError as error:
        raise PublishError(
            f"is not a folder or an address ({error})",
            where=destination,
            hint="Give a folder, or an address such as s3://bucket/podcast or sftp://host/srv/podcast",
        ) from error
    return system, str(root)


def _open_sftp(destination: str) -> tuple[AbstractFileSystem, str]:
    import paramiko  # noqa: PLC0415 - an extra
    from fsspec.implementations.sftp import SFTPFileSystem  # noqa: PLC0415 - imports paramiko

    class _KnownHosts(SFTPFileSystem):  # type: ignore[misc]
        """SFTP that connects only to hosts in the user's known_hosts; the class of fsspec connects to any host."""

        cachable = False

        def _connect(self) -> None:
            with contextlib.ExitStack() as stack:
                self.client = stack.enter_context(paramiko.SSHClient())
                self.client.load_system_host_keys()
                self.client.set_missing_host_key_policy(paramiko.RejectPolicy())
                self.client.connect(self.host, **self.ssh_kwargs)
                self.ftp = self.client.open_sftp()
                self.hang_up = stack.pop_all().close

    return _KnownHosts(**_KnownHosts._get_kwargs_from_urls(destination)), _KnownHosts._strip_protocol(destination)  # noqa: SLF001 - fsspec's way


@contextlib.contextmanager
def named_errors(destination: str) -> Iterator[None]:
    """Raise the errors of stores as PublishError."""
    try:
        yield
    except PublishError:
        raise
    except _expected() as error:  # evaluated only after an error
        what = str(getattr(error, "strerror", "") or error or type(error).__name__).partition("\n")[0].rstrip(". ")
        raise PublishError(f"publishing stopped ({what})", where=destination, hint=_hint(error, destination)) from error


def _expected() -> tuple[type[Exception], ...]:
    """Return the errors that a store may raise. An exception of a package that is not loaded can't be raised."""
    foreign = (getattr(sys.modules.get(module), name, None) for module, name in _FOREIGN)
    return (OSError, EOFError, *filter(None, foreign))


def _hint(error: BaseException, destination: str) -> str:
    text = f"{type(error).__name__} {error}"
    if "known_hosts" in text:
        return "Connect once with ssh to add the host to known_hosts, then publish again"
    if "://" in destination and re.search(r"(?i)credential|authenti|access ?denied|forbidden|permission", text):
        return "Check the credentials in the environment and their permissions, then publish again"
    return "The published feed is complete. Run the same command again; it continues"


def without_credentials(destination: str) -> str:
    """Return an address without user name and password."""
    return re.sub(r"://[^/@]*@", "://", destination)
