"""A folder for a Browser that wants an address: the classic one takes a style and a guide from ``http://localhost`` only."""

from __future__ import annotations

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from kg.errors import UsageError


class _Handler(SimpleHTTPRequestHandler):
    """Serves files to pages from anywhere, and says nothing of it."""

    def end_headers(self) -> None:
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name that the base class gives it)
        """Nothing."""


def file_server(folder: Path, port: int) -> ThreadingHTTPServer:
    """A server of the folder's files on this machine alone, ready for ``serve_forever``.

    Args:
        folder: what it serves.
        port: 0 takes a free one; ``server_port`` tells which.

    Raises:
        UsageError: the port cannot be had.
    """
    try:
        return ThreadingHTTPServer(("127.0.0.1", port), partial(_Handler, directory=str(folder)))
    except OSError as error:
        raise UsageError(f"port {port} cannot be had: {error.strerror or error}; name another one with --serve") from None


__all__ = ["file_server"]
