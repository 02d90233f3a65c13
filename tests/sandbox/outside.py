"""The person side of a running sandbox, as a test calls it."""

from typing import Any

import aiohttp

from sandbox.app import Sandbox
from sandbox.people import TELEGRAM_TOKEN

JSON = dict[str, Any]


class Outside:
    def __init__(self, base: str, http: aiohttp.ClientSession, app: Sandbox) -> None:
        self.base = base
        self.http = http
        self.app = app

    async def get(self, path: str) -> Any:
        async with self.http.get(self.base + path) as response:
            assert response.status == 200, await response.text()
            return await response.json()

    async def post(self, path: str, *, status: int = 200, **body: Any) -> JSON:
        async with self.http.post(self.base + path, json=body) as response:
            assert response.status == status, await response.text()
            answered: JSON = await response.json()
            return answered

    async def says(self, user: int, text: str = "hello", **body: Any) -> JSON:
        return await self.post(f"/sandbox/telegram/{user}/messages", **{"text": text, **body})

    async def sends(self, user: int, *, status: int = 200, **body: Any) -> JSON:
        return await self.post(f"/sandbox/telegram/{user}/messages", status=status, **body)

    async def presses(self, user: int, *, status: int = 200, **body: Any) -> JSON:
        return await self.post(f"/sandbox/telegram/{user}/presses", status=status, **body)

    async def chat(self, user: int) -> list[JSON]:
        messages: list[JSON] = await self.get(f"/sandbox/telegram/{user}/messages")
        return messages

    async def accepted(self) -> list[JSON]:
        accepted: list[JSON] = await self.get("/sandbox/accepted/telegram")
        return accepted

    async def fault(self, kind: str, **more: Any) -> JSON:
        return await self.post("/sandbox/faults", provider="telegram", kind=kind, **more)

    async def call(self, method: str, **params: Any) -> tuple[int, JSON]:
        """The Bot API without a library."""
        url = f"{self.base}/telegram/bot{params.pop('token', TELEGRAM_TOKEN)}/{method}"
        async with self.http.post(url, json=params) as response:
            return response.status, await response.json()
