"""A server for the sandbox on a free port, for tests, stories and benches."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.types import ASGIApp

from sandbox.app import Sandbox

KEPT = 75  # seconds for which a connection is kept: longer than callers do, or a request meets its end


@asynccontextmanager
async def running(sandbox: Sandbox, *, port: int = 0) -> AsyncIterator[str]:
    """Serve the sandbox on 127.0.0.1 and give its base URL, without a slash at the end."""
    async with listening(sandbox, port=port) as base_url:
        try:
            yield base_url
        finally:
            await sandbox.world.close()


@asynccontextmanager
async def listening(app: ASGIApp, *, port: int = 0) -> AsyncIterator[str]:
    """Serve any ASGI app likewise, in this loop, taking no signals; in the end connections are dropped."""
    listener = socket.create_server(("127.0.0.1", port), backlog=512)
    # asyncio sets it only where the socket names its protocol: without it a body waits 40 ms for its headers.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    config = uvicorn.Config(app, log_level="warning", access_log=False, timeout_keep_alive=KEPT)
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    await server.startup(sockets=[listener])
    await server.on_tick(0)  # The headers of every answer.
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        # `serve` would take 0.2 s to leave, and a suite opens hundreds.
        for each in server.servers:
            each.close()
        for connection in [*server.server_state.connections]:
            connection.transport.abort()
        await server.lifespan.shutdown()
