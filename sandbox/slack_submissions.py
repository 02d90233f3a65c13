"""Filling in the topmost modal, handing it in, and doing what the app's answer says."""

import base64
import binascii
from mimetypes import guess_type
from typing import Any

from sandbox import slack_events as events
from sandbox.slack import Slack
from sandbox.slack_blocks import checked_view
from sandbox.slack_delivery import Ack
from sandbox.slack_forms import complaint, entered
from sandbox.slack_presses import Presses
from sandbox.slack_screen import Control
from sandbox.slack_views import View
from sandbox.slack_wire import SlackError, Upload
from sandbox.slack_workspace import User
from sandbox.web import Refusal

JSON = dict[str, Any]

TROUBLE = "We had some trouble connecting. Try again?"


class Submissions:
    def __init__(self, slack: Slack, presses: Presses) -> None:
        self._slack = slack
        self._presses = presses

    async def submit(self, user: User, values: JSON) -> JSON:
        """The errors by the labels of their fields, or None; those of no field stand under ""."""
        view = topmost(user)
        await self.fill(user, view, values)
        complaints = self._complaints(view)
        if complaints:
            return {"id": view.id, "errors": complaints, "error": None}
        trigger = self._slack.triggers.give(user.id, view.id)
        ack = await self._slack.delivery.ask("interactive", events.view_submission(user, view, trigger))
        return {"id": view.id, "acked_after_ms": ack.after_ms, **self._answered(user, view, ack)}

    async def fill(self, user: User, view: View, values: JSON) -> None:
        """Enter the values; a field that tells the app at once waits until it knows."""
        inputs = _inputs(view)
        for label, value in values.items():
            if label not in inputs:
                raise Refusal(404, f"There is no field {label!r}. There are: {[*inputs]}.", fields=[*inputs])
            block = inputs[label]
            element = block["element"]
            state = entered(element, self._meant(user, element, value))
            view.state[block["block_id"]] = {element["action_id"]: state}
            if block.get("dispatch_action"):
                await self._presses.tell(user, Control(label, view, block, element), state)
        self._slack.workspace.changed(user.id)

    async def close(self, user: User) -> JSON:
        """Leave the topmost modal with its ✕; the app hears of it where it asked to."""
        view = topmost(user)
        self._slack.surfaces.drop(user, view)
        if not view.wire["notify_on_close"]:
            return {"id": view.id, "acked_after_ms": 0, "error": None}
        ack = await self._slack.delivery.ask("interactive", events.view_closed(user, view, cleared=False))
        return {"id": view.id, "acked_after_ms": ack.after_ms, "error": ack.error}

    def _complaints(self, view: View) -> dict[str, str]:
        said = {
            label: complaint(block, view.state[block["block_id"]][block["element"]["action_id"]])
            for label, block in _inputs(view).items()
        }
        return {label: each for label, each in said.items() if each}

    def _answered(self, user: User, view: View, ack: Ack) -> JSON:
        """Do what the app said to the submission; what Slack cannot do leaves the modal as it is."""
        if ack.error:
            return {"errors": {"": TROUBLE}, "error": ack.error}
        try:
            errors = self._act(user, view, ack.payload)
        except SlackError as problem:
            return {"errors": {"": TROUBLE}, "error": str(problem), "details": problem.body}
        self._slack.workspace.changed(user.id)
        return {"errors": errors, "error": None}

    def _act(self, user: User, view: View, said: JSON) -> dict[str, str] | None:
        match said.get("response_action"):
            case "errors":
                return _marked(view, said.get("errors"))
            case "update":
                view.replace(checked_view(said.get("view"), "modal"))
            case "push":
                self._slack.surfaces.over(user, checked_view(said.get("view"), "modal"))
            case "clear":
                self._slack.surfaces.clear(user)
            case None if not said:
                # The app may have closed or replaced it itself before it answered.
                if view in user.modals:
                    self._slack.surfaces.drop(user, view)
            case other:
                raise SlackError(f"invalid response_action {other!r}: {sorted(said)}")
        return None

    def _meant(self, user: User, element: JSON, value: Any) -> Any:
        """People and files stand for their ids."""
        if element["type"] == "file_input" and value:
            files = value if isinstance(value, list) else [value]
            return [self._slack.files.keep(user.id, upload(each)) for each in files]
        if element["type"] in ("users_select", "multi_users_select"):
            ids = {each.name: each.id for each in self._slack.workspace.users.values()}
            return (
                [ids.get(each, each) for each in value] if isinstance(value, list) else ids.get(value, value)
            )
        return value


def topmost(user: User) -> View:
    if not user.modals:
        raise Refusal(404, "No modal is open.")
    return user.modals[-1]


def upload(given: Any) -> Upload:
    """A file from `{"name","mime","text" or "base64"}`, or from a bare name."""
    if isinstance(given, str):
        given = {"name": given}
    if not isinstance(given, dict) or not given.get("name"):
        raise Refusal(400, 'A file is {"name", "text" or "base64"}.')
    try:
        raw = base64.b64decode(given["base64"], validate=True) if "base64" in given else None
    except (binascii.Error, TypeError):
        raise Refusal(400, "file.base64 is not base64.") from None
    name = str(given["name"])
    mime = given.get("mime") or guess_type(name)[0] or "application/octet-stream"
    return Upload(name, mime, str(given.get("text", "sandbox")).encode() if raw is None else raw)


def _inputs(view: View) -> dict[str, JSON]:
    return {block["label"]["text"]: block for block in view.wire["blocks"] if block["type"] == "input"}


def _marked(view: View, errors: Any) -> dict[str, str]:
    """Put the app's errors under their fields; SlackError unless each names an input block."""
    labels = {block["block_id"]: label for label, block in _inputs(view).items()}
    if not isinstance(errors, dict) or not errors or not set(errors) <= set(labels):
        raise SlackError(f"invalid errors {errors!r}: the input blocks are {sorted(labels)}")
    view.errors = errors
    return {labels[block_id]: text for block_id, text in errors.items()}
