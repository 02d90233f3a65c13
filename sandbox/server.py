"""A server for the sandbox on a free port, for tests, stories and benches."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn

from sandbox.app import Sandbox


@asynccontextmanager
async def running(sandbox: Sandbox, *, port: int = 0) -> AsyncIterator[str]:
    """Serve the sandbox on 127.0.0.1 and give its base URL, without a slash at the end."""
    listener = socket.create_server(("127.0.0.1", port), backlog=512)
    config = uvicorn.Config(sandbox, log_level="warning", access_log=False, timeout_graceful_shutdown=2)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        await sandbox.world.close()
        server.should_exit = True
        await serving
