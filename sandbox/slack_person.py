"""The person side of Slack: what a member of the workspace does with the app."""

import time
from collections.abc import Iterator
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox import slack_events as events
from sandbox.slack import ResponseUrl, Slack
from sandbox.slack_blocks import checked_view, elements, read_aloud
from sandbox.slack_channels import Message
from sandbox.slack_delivery import NotAcknowledged
from sandbox.slack_forms import complaint, entered, key_of, options
from sandbox.slack_views import View
from sandbox.slack_workspace import User
from sandbox.web import Refusal, json_body, words

JSON = dict[str, Any]


def routes(slack: Slack) -> list[BaseRoute]:
    desk = _Desk(slack)

    def acting(act: Any) -> Any:
        async def endpoint(request: Request) -> Response:
            slack.base = slack.base or str(request.base_url).rstrip("/")
            user = slack.workspace.person(request.path_params["user"])
            return JSONResponse(await act(user, await json_body(request)))

        return endpoint

    async def look(request: Request) -> Response:
        return JSONResponse(desk.view(slack.workspace.person(request.path_params["user"])))

    acts = {
        "commands": desk.command,
        "messages": desk.say,
        "home": desk.open_home,
        "shortcuts": desk.shortcut,
        "presses": desk.press,
        "submissions": desk.submit,
        "closes": desk.close,
    }
    return [
        Route("/sandbox/slack/{user}", look, methods=["GET"]),
        *(
            Route(f"/sandbox/slack/{{user}}/{name}", acting(act), methods=["POST"])
            for name, act in acts.items()
        ),
    ]


class _Desk:
    def __init__(self, slack: Slack) -> None:
        self._slack = slack
        self._workspace = slack.workspace

    async def command(self, user: User, asked: JSON) -> JSON:
        """`{"command", "text"}`."""
        channel = self._workspace.dm(user)
        payload = events.command(
            user,
            channel,
            words(asked.get("command", "/hub"), "command"),
            str(asked.get("text", "")),
            response_url=self._slack.response_url(user, channel),
            trigger=self._slack.triggers.give(user.id),
        )
        begun = time.monotonic()
        try:
            said = await self._slack.delivery.command(payload)
        except NotAcknowledged as problem:
            return _acted(payload["trigger_id"], begun, f"{payload['command']} failed: {problem}")
        if said.get("text") or said.get("blocks"):
            self._slack.show(ResponseUrl(user, channel, None, time.monotonic()), said)
        return _acted(payload["trigger_id"], begun)

    async def say(self, user: User, asked: JSON) -> JSON:
        """`{"text", "thread_ts"}`: a direct message to the app, or a reply in a thread of it."""
        channel = self._workspace.dm(user)
        content: JSON = {"user": user.id, "text": words(asked.get("text"), "text")}
        if thread_ts := asked.get("thread_ts"):
            if thread_ts not in channel.messages:
                raise Refusal(404, f"There is no message {thread_ts}.", messages=[*channel.messages])
            content["thread_ts"] = thread_ts
        message = self._workspace.message(channel, content)
        self._workspace.post(channel, message)
        self._slack.delivery.event(events.callback(events.said(message)))
        return {"id": message.ts}

    async def open_home(self, user: User, _asked: JSON) -> JSON:
        payload = events.callback(events.home_opened(user, self._workspace.new_ts()))
        self._slack.delivery.event(payload)
        return {"id": payload["event_id"]}

    async def shortcut(self, user: User, asked: JSON) -> JSON:
        """`{"callback_id", "ts"}`: with a ts on that message, else from anywhere."""
        callback_id, trigger = (
            words(asked.get("callback_id"), "callback_id"),
            self._slack.triggers.give(user.id),
        )
        channel = self._workspace.dm(user)
        if ts := asked.get("ts"):
            message = self._message(user, ts)
            url = self._slack.response_url(user, channel, message)
            payload = events.message_action(user, callback_id, trigger, message, channel, url)
        else:
            payload = events.shortcut(user, callback_id, trigger)
        return await self._interact(payload, trigger)

    async def press(self, user: User, asked: JSON) -> JSON:
        """`{"label", "ts"}`: looked for in the modal, the newest message, ephemeral ones, and Home."""
        label, ts = words(asked.get("label"), "label"), asked.get("ts")
        found = list(self._pressable(user, ts))
        chosen = next((each for each in found if each[2]["text"]["text"] == label), None)
        if chosen is None:
            there_are = [element["text"]["text"] for _where, _block, element in found]
            raise Refusal(404, f"There is no button {label!r}. There are: {there_are}.", labels=there_are)
        where, block, element = chosen
        if isinstance(where, View):
            is_modal = where in user.modals
            trigger = self._slack.triggers.give(user.id, where.id if is_modal else None)
            within = events.within_view(where)
        else:
            trigger = self._slack.triggers.give(user.id)
            channel = self._workspace.dm(user)
            url = self._slack.response_url(user, channel, where)
            within = events.within_message(where, channel, url)
        payload = events.pressed(user, events.action_of(block, element), trigger, within=within)
        return await self._interact(payload, trigger)

    async def submit(self, user: User, asked: JSON) -> JSON:
        """`{"values": {label: value}}` into the topmost modal; answers its errors by label, or null."""
        if not user.modals:
            raise Refusal(404, "No modal is open.")
        view = user.modals[-1]
        inputs = {block["label"]["text"]: block for block in view.wire["blocks"] if block["type"] == "input"}
        values = asked.get("values") or {}
        for label, value in values.items():
            if label not in inputs:
                raise Refusal(404, f"There is no field {label!r}. There are: {[*inputs]}.", fields=[*inputs])
            _fill(view, inputs[label], value)
        complaints = {label: said for label, block in inputs.items() if (said := _complaint(view, block))}
        if complaints:
            return {"id": view.id, "errors": complaints}
        trigger = self._slack.triggers.give(user.id, view.id)
        try:
            answered = await self._slack.delivery.interaction(events.submitted(user, view, trigger))
        except NotAcknowledged as problem:
            return {"id": view.id, "errors": {"": f"We had some trouble connecting. Try again? ({problem})"}}
        return {"id": view.id, "errors": self._after_submission(user, view, inputs, answered)}

    async def close(self, user: User, _asked: JSON) -> JSON:
        """The ✕ of the topmost modal."""
        if not user.modals:
            raise Refusal(404, "No modal is open.")
        view = user.modals[-1]
        self._slack.surfaces.drop(user, view)
        if view.wire["notify_on_close"]:
            await self._interact(events.closed(user, view, cleared=False), view.id)
        return {"id": view.id}

    def view(self, user: User) -> JSON:
        """What this person's screen shows."""
        dm = self._workspace.dm(user)
        modal = user.modals[-1] if user.modals else None
        return {
            "home": user.home.wire["blocks"] if user.home else [],
            "messages": [_shown(message) for message in dm.messages.values()],
            "modal": _modal(modal) if modal else None,
            "ephemeral": [_shown(message) for message in user.ephemeral.values()],
        }

    def _after_submission(self, user: User, view: View, inputs: JSON, said: JSON) -> dict[str, str] | None:
        match said.get("response_action"):
            case "errors":
                by_block = {block["block_id"]: label for label, block in inputs.items()}
                view.errors = said["errors"]
                self._workspace.changed(user.id)
                return {by_block.get(block_id, block_id): text for block_id, text in said["errors"].items()}
            case "update":
                view.replace(checked_view(said["view"], "modal"))
            case "push":
                self._slack.surfaces.over(user, checked_view(said["view"], "modal"))
            case "clear":
                self._slack.surfaces.clear(user)
            case _:
                self._slack.surfaces.drop(user, view)
        self._workspace.changed(user.id)
        return None

    async def _interact(self, payload: JSON, event_id: str) -> JSON:
        begun = time.monotonic()
        try:
            await self._slack.delivery.interaction(payload)
        except NotAcknowledged as problem:
            return _acted(event_id, begun, str(problem))
        return _acted(event_id, begun)

    def _pressable(self, user: User, ts: Any) -> Iterator[tuple[View | Message, JSON, JSON]]:
        if ts:
            yield from _buttons(self._message(user, ts))
            return
        if user.modals:
            yield from _buttons(user.modals[-1])
            return
        for message in self._workspace.pressable(user):
            yield from _buttons(message)
        if user.home:
            yield from _buttons(user.home)

    def _message(self, user: User, ts: Any) -> Message:
        messages = {**self._workspace.dm(user).messages, **user.ephemeral}
        if ts not in messages:
            raise Refusal(404, f"There is no message {ts}.", messages=[*messages])
        return messages[ts]


def _buttons(where: View | Message) -> Iterator[tuple[View | Message, JSON, JSON]]:
    blocks = where.wire["blocks"] if isinstance(where, View) else where.blocks
    for block in blocks:
        for element in elements(block):
            if element["type"] == "button":
                yield where, block, element


def _fill(view: View, block: JSON, value: Any) -> None:
    state = entered(block["element"], value)
    view.state = {**view.state, block["block_id"]: {block["element"]["action_id"]: state}}


def _complaint(view: View, block: JSON) -> str | None:
    return complaint(block, view.state[block["block_id"]][block["element"]["action_id"]])


def _acted(event_id: str, begun: float, error: str | None = None) -> JSON:
    return {"id": event_id, "acked_after_ms": round((time.monotonic() - begun) * 1000), "error": error}


def _shown(message: Message) -> JSON:
    buttons = [
        {key: element.get(key) for key in ("value", "action_id", "style", "url") if element.get(key)}
        | {"label": element["text"]["text"]}
        for _where, _block, element in _buttons(message)
    ]
    return {
        "ts": message.ts,
        "channel": message.channel,
        "thread_ts": message.thread_ts,
        "from": "bot" if message.by_bot else message.wire["user"],
        "text": message.text,
        "blocks": message.blocks,
        "buttons": buttons,
        "at": message.at,
        "edited": "edited" in message.wire,
    }


def _modal(view: View) -> JSON:
    errors = view.errors or {}
    fields = [
        {
            "label": block["label"]["text"],
            "block_id": block["block_id"],
            "type": block["element"]["type"],
            "value": view.state[block["block_id"]][block["element"]["action_id"]].get(
                key_of(block["element"])
            ),
            "options": [option["text"]["text"] for option in options(block["element"])],
            "hint": (block.get("hint") or {}).get("text", ""),
            "placeholder": (block["element"].get("placeholder") or {}).get("text", ""),
            "optional": bool(block.get("optional")),
            "error": errors.get(block["block_id"], ""),
        }
        for block in view.wire["blocks"]
        if block["type"] == "input"
    ]
    shown = {key: view.wire[key]["text"] if view.wire[key] else "" for key in ("title", "submit", "close")}
    others = [block for block in view.wire["blocks"] if block["type"] != "input"]
    return {
        **shown,
        "view_id": view.id,
        "text": read_aloud(others),
        "fields": fields,
        "blocks": view.wire["blocks"],
    }
