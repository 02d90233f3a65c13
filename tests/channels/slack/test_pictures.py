"""A picture in Slack: uploaded for nobody, shown by a block, fetched from whoever sends one."""

import pytest

from bot.channels.slack.sends import Slack
from bot.dialogue.channel import NotSent, TooLarge, Try
from bot.dialogue.screen import Choice, Picture, Screen
from bot.pictures import prepared
from sandbox import people as demo
from tests.channels.slack.conftest import Workspace
from tests.photographs import brought, photograph
from tests.stories.people import Trainer

ROOM = prepared(photograph(400, 300))
NEWS = Screen(
    "Autumn is here.", choices=((Choice("Book", "zv_1"),),), picture=Picture(ROOM.digest, "The room")
)


class OnePicture:
    """Held in memory; what the sender has it by, too."""

    def __init__(self) -> None:
        self.ids: dict[str, str] = {}

    async def content(self, digest: str) -> bytes | None:
        return ROOM.content if digest == ROOM.digest else None

    async def uploaded(self, digest: str, lane: str) -> str | None:
        return self.ids.get(lane)

    async def note(self, digest: str, lane: str, external_id: str) -> None:
        self.ids[lane] = external_id

    async def forget(self, digest: str, lane: str, external_id: str) -> None:
        self.ids.pop(lane)


@pytest.fixture
def shelf() -> OnePicture:
    return OnePicture()


@pytest.fixture
async def slack(workspace: Workspace, shelf: OnePicture) -> Slack:
    chat = Slack(demo.SLACK_BOT_TOKEN, f"{workspace.outside.base}/slack/api/", shelf)
    await chat.open()
    return chat


async def test_it_stands_in_its_message_and_is_uploaded_once(workspace: Workspace, slack: Slack) -> None:
    for user in ("UANA", "UTOM", "UANA"):
        await slack.tell(user, NEWS, attempt=Try(f"news:{user}"))
    first, again = await Trainer(workspace.outside, "UANA").messages()
    kinds = [each["type"] for each in first["blocks"]]
    assert kinds == ["image", "section", "actions"]
    assert first["blocks"][0]["slack_file"] == again["blocks"][0]["slack_file"]
    assert first["blocks"][0]["alt_text"] == "The room"
    wire = await workspace.outside.get("/sandbox/wire")
    asked = [each["method"] for each in wire if each["direction"] == "from_bot"]
    assert asked.count("files.getUploadURLExternal") == 1
    await slack.close()


async def test_a_file_that_is_gone_is_uploaded_anew(
    workspace: Workspace, slack: Slack, shelf: OnePicture
) -> None:
    shelf.ids[slack.lane] = "F99999999"
    await slack.tell("UANA", NEWS, attempt=Try("news"))
    (shown,) = await Trainer(workspace.outside, "UANA").messages()
    assert shown["blocks"][0]["slack_file"] == {"id": shelf.ids[slack.lane]}
    assert shelf.ids[slack.lane] != "F99999999"
    await slack.close()


async def test_a_try_whose_answer_was_lost_says_it_once(workspace: Workspace, slack: Slack) -> None:
    await workspace.outside.fault("reset_after_accept", provider="slack", method="chat.postMessage")
    with pytest.raises(NotSent) as lost:
        await slack.tell("UANA", NEWS, attempt=Try("news"))
    assert lost.value.certain
    await slack.tell("UANA", NEWS, attempt=Try("news", again=True))
    assert len(await Trainer(workspace.outside, "UANA").messages()) == 1
    await slack.close()


async def test_what_somebody_sends_is_fetched_with_the_token_and_not_beyond_its_size(
    workspace: Workspace, slack: Slack
) -> None:
    await workspace.outside.post("/sandbox/slack/UANA/messages", {"text": "", "file": brought(ROOM.content)})
    (file,) = workspace.slack.files.all
    assert await slack.fetch(file, 10**6) == ROOM.content
    with pytest.raises(TooLarge):
        await slack.fetch(file, len(ROOM.content) - 1)
    with pytest.raises(NotSent):
        await slack.fetch("F99999999", 10**6)
    workspace.slack.files.all[file].wire["url_private_download"] = "https://elsewhere.example/room.jpg"
    with pytest.raises(NotSent, match="no file of Slack's"):
        await slack.fetch(file, 10**6)
    await slack.close()
