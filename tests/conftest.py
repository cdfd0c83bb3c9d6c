"""For all tests: no network. A test that tries to reach another machine fails with the address it wanted."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from sayso.run.pipeline import Coder, load

settings.register_profile("fuzz", max_examples=20_000, deadline=None)

HERE = frozenset({"127.0.0.1", "::1", "localhost", "", None})


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's root folder."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def coder() -> Coder:
    """A coder with the model of the package."""
    return load()


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Let sockets reach this machine only."""

    def refuse(host: object) -> None:
        if host not in HERE:
            raise AssertionError(f"a test tried to reach {host!r}")

    def connect(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            refuse(address[0])
        return real_connect(self, address)

    def look_up(host: Any, *rest: Any, **named: Any) -> Any:
        refuse(host)
        return real_look_up(host, *rest, **named)

    real_connect, real_look_up = socket.socket.connect, socket.getaddrinfo
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        patch.setattr(socket.socket, "connect_ex", connect)
        patch.setattr(socket, "getaddrinfo", look_up)
        yield
