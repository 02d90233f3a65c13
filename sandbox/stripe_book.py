"""What Stripe keeps: every object as its wire has it, pages of them, and what happens to them in time."""

import asyncio
import heapq
from collections.abc import Callable, Iterable
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from secrets import token_hex
from typing import Any

from sandbox.stripe_wire import JSON, StripeError, invalid, missing, whole
from sandbox.world import World

MOST_ON_A_PAGE = 100
USUAL_PAGE = 10
ID_BYTES = 12

Act = Callable[[JSON, int], None]


class Book:
    """Objects by id, in the order in which they came to be. A name that begins with "_" stays off the wire
    until it is expanded. `now` is the business clock's, or the moment for which something due is done.
    """

    def __init__(self, world: World) -> None:
        self.all: dict[str, JSON] = {}
        self.acts: dict[str, Act] = {}
        self._world = world
        self._due: list[tuple[int, int, str, str, int]] = []
        self._acting: int | None = None
        self._running: asyncio.Task[None] | None = None
        world.keeps("stripe", self)
        world.on_close(self._stop)

    def kept(self) -> JSON:
        return {"objects": self.all, "due": self._due}

    def take_up(self, kept: JSON) -> None:
        self.all = dict(kept["objects"])
        for each in self.all.values():
            if each["object"] != "event":  # An event stays as things were.
                each |= {name: self._linked(value) for name, value in each.items()}
        self._due = [(when, place, *rest) for when, place, *rest in kept["due"]]

    def _linked(self, value: Any) -> Any:
        """What is a part of one object and an object itself is one thing again."""
        if isinstance(value, list):
            return [self._linked(each) for each in value]
        if not isinstance(value, dict):
            return value
        itself = self.all.get(str(value.get("id")))
        if itself and itself["object"] == value.get("object"):
            return itself
        return {name: self._linked(each) for name, each in value.items()}

    @property
    def now(self) -> int:
        return self._acting or int(self._world.clock.now().timestamp())

    def add(self, prefix: str, kind: str, **fields: Any) -> JSON:
        whole_id = f"{prefix}_{token_hex(ID_BYTES)}"
        made = {"id": whole_id, "object": kind, "created": self.now, "livemode": False, **fields}
        self.all[whole_id] = made
        return made

    def get(self, kind: str, id: Any, param: str = "id") -> JSON:  # noqa: A002
        found = self.all.get(str(id))
        if found is None or found["object"] != kind:
            raise missing(kind, str(id), param)
        return found

    def of(self, kind: str) -> list[JSON]:
        """All of a kind that are not deleted, the oldest first."""
        return [each for each in self.all.values() if each["object"] == kind and not each.get("deleted")]

    def page(
        self,
        kind: str,
        query: JSON,
        path: str,
        filters: Iterable[str] = (),
        only: Callable[[JSON], bool] = lambda _: True,
    ) -> JSON:
        """The newest first, with Stripe's cursors; each filter names a field that must be as asked."""
        asked = {name: query[name] for name in filters if name in query}
        found = [
            each
            for each in reversed(self.of(kind))
            if only(each) and _is_as(each, asked) and _is_of(each, query)
        ]
        size = whole(query, "limit", USUAL_PAGE, least=1)
        if size > MOST_ON_A_PAGE:
            raise invalid("Limits are at most 100.", "limit", "parameter_invalid_integer")
        if "ending_before" in query:
            found = found[: self._place(found, kind, query, "ending_before")]
            shown, has_more = found[-size:], len(found) > size
        else:
            start = self._place(found, kind, query, "starting_after") + 1 if "starting_after" in query else 0
            shown, has_more = found[start : start + size], len(found) > start + size
        return {"object": "list", "url": path, "has_more": has_more, "data": shown}

    def _place(self, found: list[JSON], kind: str, query: JSON, cursor: str) -> int:
        wanted = self.get(kind, query[cursor], cursor)
        return next((place for place, each in enumerate(found) if each is wanted), len(found))

    def shown(self, payload: JSON, expand: list[str]) -> JSON:
        """A copy for the wire, with the objects that `expand` names in place of their ids."""
        copy = deepcopy(payload)
        for path in expand:
            self._expand(copy, path.split("."))
        public: JSON = _public(copy)
        return public

    def _expand(self, payload: Any, steps: list[str]) -> None:
        if isinstance(payload, list):
            for each in payload:
                self._expand(each, steps)
            return
        step, *further = steps
        if not isinstance(payload, dict) or (step not in payload and f"_{step}" not in payload):
            raise StripeError(f"This property cannot be expanded ({step}).", began=False)
        if step not in payload:
            payload[step] = payload[f"_{step}"]
        if isinstance(payload[step], str) and payload[step] in self.all:
            payload[step] = deepcopy(self.all[payload[step]])
        if further and payload[step] is not None:
            self._expand(payload[step], further)

    def at(self, when: int, act: str, id: str, count: int = 0) -> None:  # noqa: A002
        """Have `acts[act](object, count)` called at that second of the business clock."""
        heapq.heappush(self._due, (when, len(self.all), act, id, count))
        self.start()
        self._world.clock.wake()

    def start(self) -> None:
        if self._running is None and not self._world.closed:
            self._running = asyncio.create_task(self._run())

    def do_what_is_due(self) -> None:
        now = self.now
        while self._due and self._due[0][0] <= now:
            when, _, act, whole_id, count = heapq.heappop(self._due)
            self._acting = when
            try:
                if whole_id in self.all:
                    self.acts[act](self.all[whole_id], count)
            finally:
                self._acting = None

    def changed(self) -> None:
        self._world.changed("stripe")

    async def _run(self) -> None:
        clock = self._world.clock
        while not self._world.closed:
            self.do_what_is_due()
            pause = self._due[0][0] - clock.now().timestamp() if self._due else 3600.0
            await clock.moved_after(clock.revision, max(0.01, pause))

    def _stop(self) -> None:
        if self._running is not None:
            self._running.cancel()


def in_a_month(anchor: int, months: int) -> int:
    """The same day and time so many months on, or the last day of a month that is too short."""
    began = datetime.fromtimestamp(anchor, UTC)
    year, month = divmod(began.year * 12 + began.month - 1 + months, 12)
    following = datetime(year + (month + 1) // 12, (month + 1) % 12 + 1, 1, tzinfo=UTC)
    last_day = (following - timedelta(days=1)).day
    return int(began.replace(year=year, month=month + 1, day=min(began.day, last_day)).timestamp())


def _public(payload: Any) -> Any:
    if isinstance(payload, dict):
        return {name: _public(each) for name, each in payload.items() if not name.startswith("_")}
    return [_public(each) for each in payload] if isinstance(payload, list) else payload


def _is_as(each: JSON, asked: JSON) -> bool:
    return all(_text(each.get(name)) == value for name, value in asked.items())


def _text(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


def _is_of(each: JSON, query: JSON) -> bool:
    """`created` as a second, or as `created[gte]` and its like."""
    asked = query.get("created", {})
    if isinstance(asked, str):
        return bool(each["created"] == whole(query, "created"))
    at = each["created"]
    holds = {"gt": at.__gt__, "gte": at.__ge__, "lt": at.__lt__, "lte": at.__le__}
    return all(holds[name](whole(asked, name)) for name in asked if name in holds)
