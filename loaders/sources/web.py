"""One page from the web, with care: nobody may make this program talk to machines that only it can reach.

A user names single pages and this module gets them, as a browser would; it follows no links and is no crawler, so it asks for no
robots.txt. Every address, also one it is redirected to, is resolved first; all that the name resolves to must be public, and the
connection goes to the very address that was checked, so that a name server cannot change its mind in between. Proxies of the
environment are not used, for the same reason.
"""

from __future__ import annotations

import http.client
import io
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from kg.errors import SourceError
from loaders.sources.cleaning import one_line
from loaders.sources.forms import SUFFIXES, Form, Opened, suffix_of
from loaders.sources.options import SourceOptions
from loaders.sources.places import opened_stream, shown

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PIECE = 65_536
_HEADERS = {
    "User-Agent": "company-knowledge-graph (reads single pages that its user names)",
    "Accept": "text/html, application/xhtml+xml, application/xml;q=0.9, application/json;q=0.9, application/pdf;q=0.9, text/*;q=0.8, */*;q=0.1",
    "Accept-Encoding": "gzip, identity",
    "Accept-Language": "de, en",
    "Connection": "close",
}
_FORMS: dict[str, Form] = {"application/x-ndjson": "jsonl", "application/jsonl": "jsonl", "application/x-jsonlines": "jsonl", "text/markdown": "markdown"}
_FOREIGN = ("image/", "audio/", "video/", "font/")
# IPv6 networks that stand for IPv4 addresses (RFC 6052): the last four bytes are one.
_TRANSLATED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("::/96"))
# Networks that are not for the public beyond those that ``ipaddress`` knows: local translation (RFC 8215), site-local (RFC 3879).
_INNER = (ipaddress.ip_network("64:ff9b:1::/48"), ipaddress.ip_network("fec0::/10"))


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    reason: str
    location: str | None
    kind: str
    charset: str | None
    body: bytes


def open_address(address: str, options: SourceOptions) -> Opened:
    """Get a page, feed, PDF or file of articles from the web.

    Args:
        address: http or https, without user name and password.
        options: ``max_download``, ``timeout`` and ``allow_private`` count here.

    Raises:
        SourceError: the address is not one to be contacted, does not answer in time with a document, or answers with too much.
    """
    where = _without_credentials(address)
    deadline = time.monotonic() + options.timeout
    url = address
    for _ in range(_MOST_REDIRECTS + 1):
        answer = _get(_checked(url, where), where, deadline, options)
        if answer.status not in _REDIRECTS or not answer.location:
            return _opened(answer, url, where)
        url = urljoin(url, answer.location)
    raise SourceError(where, f"redirects more than {_MOST_REDIRECTS} times")


def is_public(address: IPAddress) -> bool:
    """Whether an address belongs to the public internet: not private, loopback, link-local, multicast or reserved, nor an IPv6
    address that carries such an IPv4 address inside.

    >>> [is_public(ipaddress.ip_address(text)) for text in ("93.184.216.34", "10.0.0.1", "::ffff:127.0.0.1")]
    [True, False, False]
    """
    if isinstance(address, ipaddress.IPv6Address):
        inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        inner += [ipaddress.IPv4Address(address.packed[-4:])] if any(address in network for network in _TRANSLATED) else []
        carried = [each for each in inner if each is not None]
        if carried:
            return all(map(is_public, carried))
        if any(address in network for network in _INNER):
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _checked(url: str, where: str) -> str:
    """The address in the characters that may be sent.

    Raises:
        SourceError: not http(s), no host, or with user name and password.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise SourceError(where, f"is not an address of the web: {error}") from error
    if parts.scheme not in ("http", "https"):
        raise SourceError(where, f"only http and https addresses are read, not {one_line(parts.scheme)[:20] or 'others'}")
    if not host:
        raise SourceError(where, "the address names no host")
    if parts.username is not None or parts.password is not None:
        raise SourceError(where, "an address with user name or password is not read; leave them out")
    try:
        host = host if ":" in host else host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise SourceError(where, "the host name is not a valid one") from error
    place = (f"[{host}]" if ":" in host else host) + (f":{port}" if port else "")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    return urlunsplit((parts.scheme, place, path, quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]"), ""))


def _addresses(host: str, port: int, where: str, options: SourceOptions) -> list[IPAddress]:
    """All that the name resolves to.

    Raises:
        SourceError: the name is unknown, or one of its addresses is not public.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise SourceError(where, f"the host {one_line(host)} is not known ({getattr(error, 'strerror', None) or error})") from error
    addresses = [ipaddress.ip_address(str(place[0]).split("%")[0]) for *_, place in found]
    private = next((address for address in addresses if not is_public(address)), None)
    if private is not None and not options.allow_private:
        raise SourceError(where, f"{one_line(host)} is on a private network or this machine ({private}), which is not contacted unless allowed")
    return addresses


class _Plain(http.client.HTTPConnection):
    """A connection to addresses that were checked before, whatever the host name resolves to now.

    ``line`` is the socket also when ``http.client`` has passed it on to the response and forgotten it.
    """

    def __init__(self, host: str, port: int, addresses: list[IPAddress], deadline: float) -> None:
        super().__init__(host, port)
        self.line: socket.socket | None = None
        self._addresses = addresses
        self._deadline = deadline

    def connect(self) -> None:
        refused: OSError = OSError("no address")
        for address in self._addresses:
            try:
                self.sock = self.line = socket.create_connection((str(address), self.port), max(0.01, self._deadline - time.monotonic()))
                return
            except OSError as error:
                refused = error
        raise refused


class _Encrypted(_Plain):
    """The same with TLS; the certificate must be that of the host name."""

    def connect(self) -> None:
        super().connect()
        self.sock = self.line = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


def _get(url: str, where: str, deadline: float, options: SourceOptions) -> _Answer:
    parts = urlsplit(url)
    host, encrypted = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if encrypted else 80)
    connection = (_Encrypted if encrypted else _Plain)(host, port, _addresses(host, port, where, options), deadline)
    late = SourceError(where, f"does not answer within {options.timeout:g} seconds")
    try:
        with _cut_at(deadline, connection):
            connection.connect()
            connection.request("GET", urlunsplit(("", "", parts.path, parts.query, "")), headers=_HEADERS | {"Host": parts.netloc})
            answer = _read_answer(connection.getresponse(), where, options)
    except SourceError as error:
        raise late if time.monotonic() >= deadline else error from error
    except ssl.SSLCertVerificationError as error:
        raise SourceError(where, f"the certificate of {host} is not valid: {error.verify_message}") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        if time.monotonic() >= deadline:
            raise late from error
        raise SourceError(where, f"does not answer: {one_line(str(error))[:100] or type(error).__name__}") from error
    finally:
        connection.close()
    if time.monotonic() >= deadline:
        raise late
    return answer


@contextmanager
def _cut_at(deadline: float, connection: _Plain) -> Iterator[None]:
    """Shut the connection down at the deadline, whatever it is doing: a server that sends a byte a minute never times out by itself."""

    def cut() -> None:
        if connection.line is not None:
            with suppress(OSError):
                socket.socket.shutdown(connection.line, socket.SHUT_RDWR)

    timer = threading.Timer(max(0.0, deadline - time.monotonic()), cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _read_answer(response: http.client.HTTPResponse, where: str, options: SourceOptions) -> _Answer:
    headers = response.headers
    location = response.getheader("Location")
    body = b""
    if response.status == http.HTTPStatus.OK:
        body = _read_body(response, where, options.max_download)
    encoding = (response.getheader("Content-Encoding") or "identity").strip().lower()
    if body and encoding not in ("identity", "gzip", "x-gzip", ""):
        raise SourceError(where, f"is sent in an encoding that was not asked for ({one_line(encoding)[:20]})")
    return _Answer(response.status, response.reason, location, headers.get_content_type(), headers.get_content_charset(), body)


def _read_body(response: http.client.HTTPResponse, where: str, limit: int) -> bytes:
    pieces: list[bytes] = []
    size, expected = 0, response.length
    while piece := response.read(_PIECE):
        pieces.append(piece)
        size += len(piece)
        if size > limit:
            raise SourceError(where, f"is larger than {limit / 1e6:.0f} MB, the most that is taken from one address")
    if expected is not None and size < expected:
        raise SourceError(where, f"the connection broke off; {expected - size} bytes are missing")
    return b"".join(pieces)


def _opened(answer: _Answer, url: str, where: str) -> Opened:
    if answer.status != http.HTTPStatus.OK:
        raise SourceError(where, f"the server answers {answer.status} {one_line(answer.reason)[:60]}".rstrip())
    if not answer.body:
        raise SourceError(where, "is empty")
    if answer.kind.startswith(_FOREIGN):
        raise SourceError(where, f"is no article but {answer.kind}")
    parts = urlsplit(url)
    named = SUFFIXES.get(suffix_of(parts.path))
    form = _FORMS.get(answer.kind) or ("markdown" if named == "markdown" and answer.kind == "text/plain" else None)
    return opened_stream(io.BytesIO(answer.body), where, form, origin=parts.hostname, url=url, charset=answer.charset)


def _without_credentials(address: str) -> str:
    """The address for messages."""
    scheme, mark, rest = address.partition("://")
    place, slash, path = rest.partition("/")
    return shown(scheme + mark + place.rpartition("@")[2] + slash + path)


__all__ = ["is_public", "open_address"]
