"""The guard of conftest holds: tests cannot leave this machine."""

from __future__ import annotations

import socket
import urllib.request

import pytest


def test_connecting_to_another_machine_fails() -> None:
    with socket.socket() as line, pytest.raises(AssertionError, match=r"192\.0\.2\.1"):
        line.connect(("192.0.2.1", 80))


def test_looking_up_a_name_fails() -> None:
    with pytest.raises(AssertionError, match=r"example\.org"):
        urllib.request.urlopen("http://example.org/", timeout=1)


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass
