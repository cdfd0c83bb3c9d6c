"""Fetch one page: in comes a web address, out goes what its server answered, within limits of size and time.

Only http and https are spoken. The address is looked up once and checked, and the connection goes to what was checked,
so that a name cannot point elsewhere in between. Proxies of the environment are not used, since a proxy would look the
name up anew. A timer cuts the line when time is up, however slowly the server drips. Redirects are the caller's.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from threading import Timer
from typing import Final
from urllib.parse import quote, urlsplit

from sayso.ground.errors import FetchError, PrivateAddress, TooLarge, Unavailable
from sayso.read.unfolding import ENCODINGS, unfold

AGENT: Final = "sayso"
ACCEPTED: Final = (
    "text/html, application/xhtml+xml, application/xml, application/rss+xml, application/json;q=0.9, */*;q=0.1"
)
_PIECE: Final = 65_536


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds and bytes that one answer may take, and whether addresses of private networks may be asked."""

    seconds: int
    bytes: int
    allows_private: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered: status, body without its content encoding, and the headers that matter."""

    url: str
    status: int
    body: bytes
    kind: str | None
    etag: str | None
    modified: str | None
    location: str | None
    retry_after: str | None


def ask(url: str, *, limits: Limits, etag: str | None = None, modified: str | None = None) -> Answer:
    """What the server of the address answers.

    Args:
        url: With http or https.
        limits: Of this one request.
        etag: Of the answer that is known; the server then says 304 if there is no other.
        modified: Likewise, its `Last-Modified`.

    Raises:
        FetchError: The address makes no sense, or its certificate is not valid.
        PrivateAddress: It leads into a private network.
        Unavailable: There is no answer in time.
        TooLarge: The answer holds more bytes than allowed.
    """
    secure, host, port, target = _taken_apart(url)
    line = _Line(host, port=port, limits=limits, secure=secure)
    headers = {
        "User-Agent": f"{AGENT} (news reader)",
        "Accept": ACCEPTED,
        "Accept-Encoding": ENCODINGS,
        "Connection": "close",
    }
    headers |= {name: said for name, said in (("If-None-Match", etag), ("If-Modified-Since", modified)) if said}
    try:
        line.request("GET", target, headers=headers)
        answer = line.getresponse()
        body = _body(answer, limit=limits.bytes)
    except ssl.SSLCertVerificationError as error:
        raise FetchError("the certificate of the site is not valid", value=url, hint="tell the site") from error
    except (OSError, http.client.HTTPException, ValueError, AttributeError) as error:
        late = f"no whole answer within {limits.seconds} seconds"
        said = late if line.is_late or isinstance(error, TimeoutError) else _said(error)
        raise Unavailable(said, value=url, hint="it is asked again in the next round") from error
    finally:
        line.finish()
    if line.is_late:
        raise Unavailable(f"no whole answer within {limits.seconds} seconds", value=url, hint="it is asked again")
    named = answer.headers.get
    return Answer(
        url, answer.status, unfold(body, encoding=named("Content-Encoding"), limit=limits.bytes), named("Content-Type"),
        named("ETag"), named("Last-Modified"), named("Location"), named("Retry-After"),
    )  # fmt: skip


def _said(error: Exception) -> str:
    return f"the connection failed ({type(error).__name__}: {str(error)[:100]})"


def _taken_apart(url: str) -> tuple[bool, str, int, str]:
    """Whether it is https, host, port and what to ask for.

    Raises:
        FetchError: The address is not one of the web.
    """
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port
    except ValueError as error:
        raise FetchError("this is no web address", value=url, hint="write https://…") from error
    if parts.scheme not in ("http", "https") or not host:
        raise FetchError("only http and https are fetched", value=url, hint="write https://…")
    kept = "%/:=&?~+!$,;'@()*[]"
    target = quote(parts.path or "/", safe=kept) + (f"?{quote(parts.query, safe=kept)}" if parts.query else "")
    return parts.scheme == "https", host, port or (443 if parts.scheme == "https" else 80), target


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public Internet, also when it is wrapped into one of IPv6.

    Example:
        >>> is_public("127.0.0.1"), is_public("::ffff:10.0.0.1"), is_public("2606:4700::1111")
        (False, False, True)
    """
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if found.packed.startswith(bytes.fromhex("0064ff9b")):
            inner = ip_address(found.packed[-4:])  # type: ignore[assignment]  # four bytes make an IPv4 address
        if inner is not None:
            return inner.is_global and not inner.is_multicast
    return found.is_global and not found.is_multicast


class _Line(http.client.HTTPConnection):
    """A connection to an address that was checked, cut when its time is up."""

    def __init__(self, host: str, *, port: int, limits: Limits, secure: bool) -> None:
        super().__init__(host, port, timeout=limits.seconds)
        self._limits = limits
        self._secure = secure
        if secure:
            self.default_port = 443
        self._timer = Timer(limits.seconds, self._cut)
        self._timer.daemon = True
        self._open: socket.socket | None = None
        self.is_late = False

    def connect(self) -> None:
        places = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        allowed = [one for one in places if self._limits.allows_private or is_public(str(one[4][0]))]
        if not allowed:
            hint = "allow it with --allow-private if it is yours"
            raise PrivateAddress("the address leads into a private network", value=self.host, hint=hint)
        self._timer.start()
        family, kind, protocol, _, place = allowed[0]
        line = self._open = socket.socket(family, kind, protocol)
        line.settimeout(self._limits.seconds)
        line.connect(place)
        if self._secure:
            context = ssl.create_default_context()
            line = self._open = context.wrap_socket(line, server_hostname=self.host, do_handshake_on_connect=False)
            self._open.do_handshake()
        self.sock = line

    def finish(self) -> None:
        """Close the line and stop the timer; `close` alone will not do, as a line is closed before its body is read."""
        self._timer.cancel()
        self.close()

    def _cut(self) -> None:
        self.is_late = True
        if self._open is not None:
            with suppress(OSError):
                self._open.shutdown(socket.SHUT_RDWR)


def _body(answer: http.client.HTTPResponse, *, limit: int) -> bytes:
    parts, size = [], 0
    while part := answer.read1(_PIECE):
        parts.append(part)
        size += len(part)
        if size > limit:
            raise TooLarge(f"the page holds more than {limit:,} bytes", hint="raise the setting collect_bytes")
    if answer.length:
        raise ConnectionError("the answer breaks off")
    return b"".join(parts)
