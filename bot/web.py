"""The ASGI routes of the bot: provider webhooks, health and metrics."""

import hmac
import json
from collections.abc import Awaitable, Callable

import structlog
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.web_body import TooLarge, raw_body

log = structlog.get_logger()


def telegram_webhook(secret: str, receive: Callable[[dict[str, object]], Awaitable[None]]) -> Route:
    """Telegram's updates; the secret is compared in constant time before the body is parsed."""

    async def updates(request: Request) -> Response:
        given = request.headers.get("x-telegram-bot-api-secret-token", "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return PlainTextResponse("wrong secret", 401)
        try:
            update = json.loads(await raw_body(request))
        except TooLarge:
            return PlainTextResponse("too large", 413)
        except ValueError:
            return PlainTextResponse("not JSON", 400)
        if not isinstance(update, dict):
            return PlainTextResponse("not an update", 400)
        try:
            await receive(update)
        except Exception:
            # Not stored, so Telegram is asked to bring it again.
            log.exception("not_received")
            return PlainTextResponse("try again", 503, {"Retry-After": "1"})
        return Response(status_code=200)

    return Route("/telegram/webhook", updates, methods=["POST"])


def health(waiting_for: Callable[[], list[str]]) -> list[BaseRoute]:
    """``/healthz``: the process lives. ``/readyz``: 503 until every channel is up, naming those that
    are not.
    """

    async def healthz(_: Request) -> Response:
        return PlainTextResponse("ok")

    async def readyz(_: Request) -> Response:
        missing = waiting_for()
        return JSONResponse({"ready": not missing, "waiting_for": missing}, 503 if missing else 200)

    return [Route("/healthz", healthz), Route("/readyz", readyz)]


def metrics(page: Callable[[], Awaitable[bytes]]) -> Route:
    """``/metrics``, for Prometheus: numbers only, nobody's words or names."""

    async def scrape(_: Request) -> Response:
        return Response(await page(), media_type=CONTENT_TYPE_LATEST)

    return Route("/metrics", scrape)
