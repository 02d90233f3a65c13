"""No test depends on the world outside, or disturbs it."""

import asyncio
import socket

import pytest


def test_a_connection_that_leaves_the_machine_is_refused() -> None:
    with pytest.raises(PermissionError, match=r"192\.0\.2\.1"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


async def test_so_is_one_of_the_event_loop() -> None:
    with pytest.raises(PermissionError, match=r"192\.0\.2\.1"):
        await asyncio.open_connection("192.0.2.1", 80)
