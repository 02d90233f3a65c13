"""Pressing: finding what a label stands for on a person's screen, and telling the app of it."""

from typing import Any

from sandbox import slack_events as events
from sandbox.slack import Slack
from sandbox.slack_channels import Message
from sandbox.slack_delivery import Ack
from sandbox.slack_forms import entered, key_of, stateful
from sandbox.slack_screen import Control, controls
from sandbox.slack_views import View
from sandbox.slack_workspace import User
from sandbox.web import Refusal

JSON = dict[str, Any]


class Presses:
    def __init__(self, slack: Slack) -> None:
        self._slack = slack
        self._workspace = slack.workspace

    def find(self, user: User, label: str, ts: str | None, action_id: str | None = None) -> Control:
        """The control of that label: in the modal, the newest message, ephemeral ones, Home; or in `ts`.

        Home repeats a label in each section; the `action_id` says which is meant.
        """
        there_are = [control for surface in self._surfaces(user, ts) for control in controls(surface)]
        for control in there_are:
            if control.label == label and action_id in (None, control.element["action_id"]):
                return control
        labels = list(dict.fromkeys(control.label for control in there_are))
        raise Refusal(404, f"There is no button {label!r}. There are: {labels}.", labels=labels)

    async def press(self, user: User, control: Control, value: Any = None) -> Ack:
        """Press a button, take an option, or set a picker to `value`; give the app's acknowledgement."""
        return await self.tell(user, control, _taken(control, value))

    async def tell(self, user: User, control: Control, taken: JSON) -> Ack:
        """Have the app know what was taken in a control."""
        surface = control.surface
        action = events.action(control.block, control.element, taken)
        if isinstance(surface, View):
            modal = surface.id if surface in user.modals else None
            trigger = self._slack.triggers.give(user.id, modal)
            payload = events.actions_in_view(user, surface, action, trigger)
        else:
            trigger = self._slack.triggers.give(user.id)
            url = self._slack.responses.give(user, surface.channel, surface)
            payload = events.actions_in_message(user, surface, action, trigger, url)
        return await self._slack.delivery.ask("interactive", payload)

    def message(self, user: User, ts: str) -> Message:
        there_are = {**self._workspace.dm(user).messages, **user.ephemeral}
        if ts not in there_are:
            raise Refusal(404, f"There is no message {ts}.", messages=[*there_are])
        return there_are[ts]

    def _surfaces(self, user: User, ts: str | None) -> list[Message | View]:
        if ts:
            return [self.message(user, ts)]
        home = [user.home] if user.home else []
        return [*user.modals[-1:], *self._workspace.pressable(user), *home]


def _taken(control: Control, value: Any) -> JSON:
    """What the press sets, kept in the surface's state where the element has one."""
    element, option = control.element, control.option
    if not stateful(element):
        return {"selected_option": option} if option else {}
    state = control.surface.state[control.block["block_id"]]
    if element["type"] == "checkboxes" and option:
        chosen = state[element["action_id"]]["selected_options"]
        left = [each for each in chosen if each != option]
        taken = {"type": element["type"], "selected_options": left if option in chosen else [*chosen, option]}
    elif option:
        key = key_of(element)
        taken = {"type": element["type"], key: [option] if key == "selected_options" else option}
    else:
        taken = entered(element, value)
    state[element["action_id"]] = taken
    return taken
