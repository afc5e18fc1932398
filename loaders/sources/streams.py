"""Streams of bytes that cannot hurt: gzip within bounds, a look at the beginning, whole files up to a limit."""

from __future__ import annotations

import gzip
import io
import zlib
from typing import BinaryIO

from kg.errors import SourceError

HEAD_BYTES = 65_536
_GZIP_MAGIC = b"\x1f\x8b"
# Deflate reaches 1,032:1. News as JSON Lines packs 3:1 to 10:1, the same article over and over about 200:1 (measured with zlib level 9).
_MOST_RATIO = 400
# Below this many bytes a file is no bomb, whatever its ratio.
_HARMLESS_BYTES = 16_000_000


class _Counted(io.RawIOBase):
    """Counts the bytes read from another stream."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.taken = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        piece = self.stream.read(size)
        self.taken += len(piece)
        return piece


class _Unpacked(io.RawIOBase):
    """Content of a gzip file; refuses bombs, truncated and damaged files by :class:`SourceError` instead of reading on."""

    def __init__(self, stream: BinaryIO, where: str) -> None:
        self._packed = _Counted(stream)
        self._unpacked = gzip.GzipFile(fileobj=self._packed, mode="rb")
        self._where = where
        self._given = 0

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self._unpacked.close()
        self._packed.stream.close()
        super().close()

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer; :class:`SourceError` where the gzip file is cut off, damaged or a bomb."""
        try:
            count = self._unpacked.readinto(buffer)
        except EOFError as error:
            raise SourceError(self._where, "the gzip file is cut off; what came before was read") from error
        except (zlib.error, gzip.BadGzipFile) as error:
            raise SourceError(self._where, f"the gzip file is damaged ({error}); what came before was read") from error
        self._given += count
        if self._given > max(_HARMLESS_BYTES, _MOST_RATIO * self._packed.taken):
            raise SourceError(self._where, f"unpacks to more than {_MOST_RATIO} times its size (a gzip bomb?); unpack it yourself if you trust it")
        return count


class _Rejoined(io.RawIOBase):
    """A stream whose beginning has been read already; closing it closes the stream that it continues, if it owns that."""

    def __init__(self, head: bytes, rest: BinaryIO, owned: bool) -> None:
        self._head = head
        self._rest = rest
        self._owned = owned

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        if self._owned:
            self._rest.close()
        super().close()

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        piece = self._head[: len(buffer)] if self._head else self._rest.read1(len(buffer))  # type: ignore[attr-defined]
        self._head = self._head[len(piece) :]
        buffer[: len(piece)] = piece
        return len(piece)


def look_ahead(stream: BinaryIO, size: int = HEAD_BYTES) -> tuple[bytes, BinaryIO]:
    """The first bytes of a stream (fewer only if it is shorter), and the stream as if they had not been read."""
    pieces: list[bytes] = []
    missing = size
    while missing and (piece := stream.read(missing)):
        pieces.append(piece)
        missing -= len(piece)
    head = b"".join(pieces)
    return head, io.BufferedReader(_Rejoined(head, stream, owned=True), HEAD_BYTES)


def borrowed(stream: BinaryIO) -> BinaryIO:
    """A stream that may be closed while the one it stands for stays open."""
    return io.BufferedReader(_Rejoined(b"", stream, owned=False), HEAD_BYTES)


def unpack(stream: BinaryIO, where: str) -> BinaryIO:
    """The stream itself, or what is inside if it is gzip.

    Reading the result raises :class:`SourceError` where the gzip file is cut off, damaged or a bomb.
    """
    head, rejoined = look_ahead(stream, len(_GZIP_MAGIC))
    return io.BufferedReader(_Unpacked(rejoined, where), HEAD_BYTES) if head == _GZIP_MAGIC else rejoined


def read_whole(stream: BinaryIO, limit: int, where: str) -> bytes:
    """All bytes of a stream.

    Raises:
        SourceError: there are more than ``limit``, or none.
    """
    content = stream.read(limit + 1)
    if len(content) > limit:
        raise SourceError(where, f"is larger than {limit / 1e6:.0f} MB, the most that is read as one file")
    if not content:
        raise SourceError(where, "is empty")
    return content


__all__ = ["HEAD_BYTES", "borrowed", "look_ahead", "read_whole", "unpack"]
