"""python-telegram-bot over aiohttp, which costs a fifth of its stock transport."""

import json
from typing import Any

import aiohttp
from telegram import Bot
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

READ = 10.0  # seconds
CONNECT = 5.0
POOL = 15.0  # to wait for a free connection, and connect


class NotConnected(NetworkError):
    """The request certainly never left."""


class Api(Bot):
    """The library's bot, whose results can stay JSON: a model of the message that was just sent, which
    nobody reads, costs more than the sending.
    """

    async def call(self, method: str, *, wait: float = READ, **params: Any) -> Any:
        """The result of a method, after ``wait`` seconds at most; what is None is left out. Raises
        TelegramError.
        """
        try:
            return await self._post(method, params, read_timeout=wait)
        except KeyError:
            raise TelegramError("an answer that is neither a result nor an error") from None


class AiohttpRequest(BaseRequest):
    """One session with keep-alive. Errors carry no URL: it holds the token."""

    def __init__(self, connections: int = 64) -> None:
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return READ

    async def initialize(self) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=self._connections))

    async def shutdown(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = None,
        write_timeout: Any = None,
        connect_timeout: Any = None,
        pool_timeout: Any = None,
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise NotConnected("the transport is closed")
        wait = read_timeout if isinstance(read_timeout, (int, float)) else READ
        # A total too, or an answer that only trickles would hold its connection for ever.
        timeout = aiohttp.ClientTimeout(total=POOL + wait, connect=POOL, sock_connect=CONNECT, sock_read=wait)
        try:
            async with self._session.request(method, url, timeout=timeout, **_body(request_data)) as answer:
                return answer.status, await answer.read()
        except (aiohttp.ConnectionTimeoutError, aiohttp.ClientConnectorError) as error:
            raise NotConnected(type(error).__name__) from None
        except TimeoutError:
            raise TimedOut from None
        except aiohttp.ClientError as error:
            raise NetworkError(type(error).__name__) from None

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """As the library's own, which would log all that a broken proxy answered."""
        try:
            parsed = json.loads(payload)
        except ValueError:
            raise TelegramError("an answer that is no JSON") from None
        if not isinstance(parsed, dict):
            raise TelegramError("an answer that is no object")
        return parsed


def _body(data: RequestData | None) -> dict[str, Any]:
    if data is None:
        return {}
    if not data.contains_files:
        return {"json": data.parameters}
    form = aiohttp.FormData(data.json_parameters)
    for name, (filename, content, mime) in (data.multipart_data or {}).items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return {"data": form}
