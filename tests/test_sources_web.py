"""Pages of the web, from a server on this machine: loaders.sources.web."""

from __future__ import annotations

import gzip
import ipaddress
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from kg.model import Document, Refusal
from loaders.sources import SourceOptions, read_sources, web

SAMPLES = Path(__file__).parent / "sources"
PAGE = (SAMPLES / "alibaba.html").read_bytes()


class Handler(BaseHTTPRequestHandler):
    """A small site with good and bad pages."""

    def do_GET(self) -> None:
        self.server.asked.append(self.path)  # type: ignore[attr-defined]
        name = self.path.split("?")[0].strip("/").replace("-", "_").split(".")[0]
        getattr(self, f"page_{name}", self.page_missing)()

    def answer(self, body: bytes, kind: str = "text/html", status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in ({"Content_Type": kind, "Content_Length": str(len(body))} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def redirect(self, place: str) -> None:
        self.answer(b"", status=302, Location=place)

    def page_missing(self) -> None:
        self.answer(b"<p>weg</p>", status=404)

    def page_page(self) -> None:
        self.answer(PAGE)

    def page_western(self) -> None:
        page = PAGE.decode().replace('<meta charset="utf-8">', "")
        self.answer(page.encode("cp1252"), "text/html; charset=windows-1252")

    def page_packed(self) -> None:
        self.answer(gzip.compress(PAGE), Content_Encoding="gzip")

    def page_brotli(self) -> None:
        self.answer(b"xyz", Content_Encoding="br")

    def page_lines(self) -> None:
        self.answer(b'{"text": "Eins."}\n{"text": "Zwei."}\n', "application/x-ndjson")

    def page_feed(self) -> None:
        self.answer((SAMPLES / "feed.rss").read_bytes(), "application/rss+xml")

    def page_notes(self) -> None:
        self.answer("# Überschrift\n\nEin *Text*.".encode(), "text/markdown; charset=utf-8")

    def page_text(self) -> None:
        self.answer("Der Konzern wächst in Übersee.".encode(), "text/plain; charset=utf-8")

    def page_picture(self) -> None:
        self.answer(b"\x89PNG", "image/png")

    def page_disguised(self) -> None:
        self.answer(b"\x89PNG\0\0", "text/html")

    def page_empty(self) -> None:
        self.answer(b"")

    def page_big(self) -> None:
        self.answer(b"x" * 300_000)

    def page_cut(self) -> None:
        self.answer(PAGE[:500], Content_Length=str(len(PAGE)))
        self.close_connection = True

    def page_hop(self) -> None:
        self.redirect("/page")

    def page_loop(self) -> None:
        self.redirect("/loop?again")

    def page_to_file(self) -> None:
        self.redirect("file:///etc/passwd")

    def page_to_neighbour(self) -> None:
        self.redirect(f"http://127.0.0.2:{self.server.server_address[1]}/page")

    def page_with_password(self) -> None:
        self.redirect(f"http://user:secret@127.0.0.1:{self.server.server_address[1]}/page")

    def page_slow_body(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.trickle(b"a")

    def page_slow_head(self) -> None:
        self.send_response(200)
        self.flush_headers()
        self.trickle(b"X-A: b\r\n")

    def trickle(self, piece: bytes) -> None:
        for _ in range(100):
            try:
                self.wfile.write(piece)
                self.wfile.flush()
            except OSError:
                return
            time.sleep(0.1)

    def log_message(self, *args: Any) -> None:
        """Silence."""


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("0.0.0.0", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    server.asked = []  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    site_of.server = server  # type: ignore[attr-defined]
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def site_of() -> list[str]:
    """Paths that the server of this test has been asked for."""
    return site_of.server.asked  # type: ignore[attr-defined,no-any-return]


def read(address: str, **limits: object) -> list[Document | Refusal]:
    return list(read_sources([address], SourceOptions(**({"allow_private": True, "timeout": 10.0} | limits))))  # type: ignore[arg-type]


def document(address: str, **limits: object) -> Document:
    (result,) = read(address, **limits)
    assert isinstance(result, Document), result
    return result


def reason(address: str, **limits: object) -> str:
    (result,) = read(address, **limits)
    assert isinstance(result, Refusal), result
    return result.reason


def test_page(site: str) -> None:
    page = document(f"{site}/page")
    assert page.text.startswith("Der chinesische Konzern Alibaba")
    assert (page.title, page.date, page.source) == ("Alibaba baut Rechenzentren in Brasilien", "2025-09-24", "Wirtschaftsblatt")
    assert page.url == f"{site}/page", "not the address of another host that the page claims for itself"


@pytest.mark.parametrize("path", ["western", "packed", "hop"])
def test_the_same_page_in_other_ways(site: str, path: str) -> None:
    assert document(f"{site}/{path}").text == document(f"{site}/page").text


def test_other_forms(site: str) -> None:
    assert [result.text for result in read(f"{site}/lines") if isinstance(result, Document)] == ["Eins.", "Zwei."]
    assert [type(result) for result in read(f"{site}/feed")] == [Document, Refusal, Document]
    assert (document(f"{site}/notes").title, document(f"{site}/notes").text) == ("Überschrift", "Ein Text.")
    assert (document(f"{site}/text").text, document(f"{site}/text").url) == ("Der Konzern wächst in Übersee.", f"{site}/text")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("nix", "the server answers 404 Not Found"),
        ("picture", "is no article but image/png"),
        ("disguised", "is a PNG image, not an article"),
        ("empty", "is empty"),
        ("brotli", "is sent in an encoding that was not asked for (br)"),
        ("loop", "redirects more than 5 times"),
        ("to-file", "only http and https addresses are read, not file"),
        ("with-password", "an address with user name or password is not read; leave them out"),
        ("cut", f"the connection broke off; {len(PAGE) - 500} bytes are missing"),
    ],
)
def test_refused_answers(site: str, path: str, expected: str) -> None:
    assert reason(f"{site}/{path}") == expected


def test_too_large(site: str) -> None:
    assert reason(f"{site}/big", max_download=200_000) == "is larger than 0 MB, the most that is taken from one address"


@pytest.mark.parametrize("path", ["slow-body", "slow-head"])
def test_a_server_that_trickles_is_cut_off(site: str, path: str) -> None:
    start = time.monotonic()
    assert reason(f"{site}/{path}", timeout=0.6) == "does not answer within 0.6 seconds"
    assert time.monotonic() - start < 3


def test_this_machine_is_not_contacted_unless_allowed(site: str) -> None:
    port = site.rpartition(":")[2]
    for host in ("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "127.1", "2130706433", "0x7f.1"):
        assert "private network or this machine" in reason(f"http://{host}:{port}/page", allow_private=False)
    assert site_of() == []


def test_an_address_is_checked_again_after_a_redirect(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "is_public", lambda address: str(address) == "127.0.0.1")
    assert document(f"{site}/page", allow_private=False)
    assert "127.0.0.2 is on a private network" in reason(f"{site}/to-neighbour", allow_private=False)
    assert site_of() == ["/page", "/to-neighbour"]


def test_the_checked_address_is_the_one_that_is_contacted(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    resolve = socket.getaddrinfo

    def counting(host: Any, *args: Any, **keywords: Any) -> Any:
        asked.append(host)
        return resolve(host, *args, **keywords)

    monkeypatch.setattr(socket, "getaddrinfo", counting)
    document(site.replace("127.0.0.1", "localhost") + "/page")
    assert asked.count("localhost") == 1, "a second look-up could give another address"


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("64:ff9b::5db8:d822", True),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("127.0.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1", False),
        ("fc00::1", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("::ffff:10.0.0.1", False),
        ("::127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b:1::1", False),
        ("2002:7f00:1::", False),
        ("2001:0:7f00:1::", False),
    ],
)
def test_public_addresses(address: str, public: bool) -> None:
    assert web.is_public(ipaddress.ip_address(address)) is public


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("ftp://example.com/a", "only http and https addresses are read, not ftp"),
        ("http://", "the address names no host"),
        ("http://[broken", "is not an address of the web: Invalid IPv6 URL"),
        ("http://a:b@127.0.0.1/", "an address with user name or password is not read; leave them out"),
        ("http://127.0.0.1:99999/", "is not an address of the web: Port out of range 0-65535"),
        (f"http://{'a' * 64}.example/", "the host name is not a valid one"),
    ],
)
def test_refused_addresses(address: str, expected: str) -> None:
    assert reason(address) == expected


def test_password_is_never_shown() -> None:
    (result,) = read("http://user:geheim@127.0.0.1/a?b")
    assert "geheim" not in str(result)


def test_unknown_host_and_closed_port() -> None:
    assert "is not known" in reason("http://no-such-host.invalid/")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert reason(f"http://127.0.0.1:{port}/").startswith("does not answer: ")


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl to make a certificate")
def test_certificate_is_checked(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "1", "-subj", "/CN=localhost"]
    subprocess.run(list(map(str, command)), check=True, capture_output=True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.asked = []  # type: ignore[attr-defined]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        assert reason(f"https://localhost:{server.server_address[1]}/page").startswith("the certificate of localhost is not valid: self")
        assert server.asked == []  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        server.server_close()
