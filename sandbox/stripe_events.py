"""Stripe's events: their list, signed webhooks that come late, twice, in any order, for three days."""

import asyncio
import json
import time
from collections import deque
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from fnmatch import fnmatchcase

import aiohttp

from sandbox.people import STRIPE_WEBHOOK_SECRET
from sandbox.stripe_api import Ask
from sandbox.stripe_book import Book
from sandbox.stripe_wire import API_VERSION, JSON, invalid, sign
from sandbox.world import World

WEBHOOK_SECONDS = 20.0
HOUR = 3600
LISTED_SECONDS = 30 * 24 * HOUR
# Pauses of the business clock before an event is brought again, for about three days.
RETRIES = (300, 1800, 2 * HOUR, 5 * HOUR, 10 * HOUR, *[12 * HOUR] * 4)


@dataclass(slots=True)
class Plan:
    """How the next `times` events travel, of one `type` or any: `repeat` copies, late, or `lost`."""

    type: str | None = None
    times: int = 1
    repeat: int = 1
    delay_seconds: float = 0.0
    lost: bool = False


class Events:
    """`attempts` is what the endpoint answered, as Stripe's dashboard shows it."""

    def __init__(self, world: World, book: Book, url: str | None) -> None:
        self.plans: list[Plan] = []
        self.attempts: list[JSON] = []
        self.held: deque[JSON] | None = None
        self._world = world
        self._book = book
        self._url = url
        self._under_way: set[asyncio.Task[None]] = set()
        book.acts["deliver"] = self.bring
        world.on_close(self._stop)

    def tell(self, type: str, about: JSON, before: JSON | None = None) -> JSON:  # noqa: A002
        """Something happened to an object; `before` holds the fields that it changed, as they were."""
        shown = self._book.shown(about, [])
        data = {"object": shown} | ({"previous_attributes": before} if before is not None else {})
        event = self._book.add(
            "evt",
            "event",
            api_version=API_VERSION,
            type=type,
            data=data,
            pending_webhooks=1 if self._url else 0,
            request={"id": None, "idempotency_key": None},
        )
        self._world.passed("stripe", "to_bot", type, deepcopy(event))
        self._send(event)
        return event

    def list(self, ask: Ask) -> JSON:
        """The events of 30 days, the newest first; a `type` may end in a star, `types` are several."""
        kinds = ask.params.get("types") or [ask.params.get("type", "*")]
        if "type" in ask.params and "types" in ask.params:
            raise invalid("You may specify either the type or the types parameter, but not both.", "types")
        oldest = self._book.now - LISTED_SECONDS

        def is_listed(event: JSON) -> bool:
            return event["created"] >= oldest and any(fnmatchcase(event["type"], kind) for kind in kinds)

        return self._book.page("event", ask.params, ask.path, only=is_listed)

    def bring(self, event: JSON, count: int = 0, *, delay_seconds: float = 0.0) -> None:
        """Bring an event to the bot in its own time; `count` attempts were made before."""
        if self._url is not None:
            task = asyncio.create_task(self._deliver(event, count, delay_seconds))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    def release(self, order: Iterable[JSON]) -> None:
        """End a hold; what was held goes out in this order, each after the answer to the one before."""
        self.held = None
        task = asyncio.create_task(self._deliver_all([*order]))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    def _send(self, event: JSON) -> None:
        if self.held is not None:
            self.held.append(event)
            return
        plan = self._plan(event["type"])
        for _ in range(0 if plan.lost else plan.repeat):
            self.bring(event, delay_seconds=plan.delay_seconds)

    def _plan(self, type: str) -> Plan:  # noqa: A002
        for plan in self.plans:
            if plan.type in (None, type):
                plan.times -= 1
                if plan.times <= 0:
                    self.plans.remove(plan)
                return plan
        return Plan()

    async def _deliver_all(self, events: Sequence[JSON]) -> None:
        for event in events:
            await self._deliver(event, 0, 0.0)

    async def _deliver(self, event: JSON, count: int, delay_seconds: float) -> None:
        await asyncio.sleep(delay_seconds)
        status = await self._attempt(event)
        at = self._world.clock.stamp()
        self.attempts.append({"at": at, "event": event["id"], "type": event["type"], "status": status})
        if isinstance(status, int) and 200 <= status < 300:
            event["pending_webhooks"] = 0
        elif count < len(RETRIES):
            self._book.at(self._book.now + RETRIES[count], "deliver", event["id"], count + 1)
        self._book.changed()

    async def _attempt(self, event: JSON) -> int | str:
        """The endpoint's HTTP status, or why there is none."""
        body = json.dumps(self._book.shown(event, []), indent=2).encode()
        headers = {
            "Stripe-Signature": sign(body, STRIPE_WEBHOOK_SECRET, int(time.time())),
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        }
        try:
            async with (
                asyncio.timeout(WEBHOOK_SECONDS),
                self._world.http().post(
                    self._url or "", data=body, headers=headers, allow_redirects=False
                ) as response,
            ):
                await response.read()
                return response.status
        except TimeoutError:
            return f"no answer in {WEBHOOK_SECONDS:.0f} seconds"
        except aiohttp.ClientError as failed:
            return f"{type(failed).__name__}: {failed}"

    def _stop(self) -> None:
        for task in self._under_way:
            task.cancel()
