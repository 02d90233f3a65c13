"""What follows a campaign: added, changed, on its way step by step."""

from bot.admin.campaign_actions import (
    OpenCampaign,
    OpenStats,
    Pause,
    Preview,
    Rehearse,
    Resume,
    Send,
    TestToMe,
)
from bot.admin.sequence_actions import (
    AddFollowUp,
    AskDays,
    DropFollowUp,
    OpenStep,
    SetDays,
    SetUnless,
    WriteFollowUp,
)
from domain.base import Role
from domain.campaigns import follow_ups
from domain.campaigns import service as campaigns
from domain.people.model import Person
from tests.gallery.campaign_scenes import AUTUMN, goes_on, wants_news, written
from tests.gallery.scene import booked, scene
from tests.gallery.stage import Stage

STILL = ("{name}, there are places left.", "{nombre}, quedan plazas.")


def followed(s: Stage) -> None:
    wants_news(s)
    written(s)
    s.ada.presses(AddFollowUp)
    s.ada.fills(words=s.says(*STILL))


@scene("What follows a campaign")
def made(s: Stage) -> None:
    followed(s)
    s.ada.presses(SetDays)
    s.ada.presses(SetUnless, 1)
    s.ada.presses(AskDays)
    s.ada.fills(days="5")
    s.ada.presses(WriteFollowUp)
    s.ada.fills(words=s.says(*STILL))
    s.ada.presses(OpenStep)
    s.ada.presses(Preview)
    s.ada.presses(OpenCampaign)
    s.ada.presses(TestToMe)
    s.ada.hears("admin_campaign_test")
    s.ada.taps(OpenCampaign(s.work.campaigns.latest(limit=1)[0].id).pack(), "…")
    s.ada.presses(Rehearse)
    s.ada.presses(OpenCampaign)
    s.ada.presses(OpenStep)
    s.ada.presses(DropFollowUp)


@scene("Days that can't be read")
def misread(s: Stage) -> None:
    followed(s)
    s.ada.presses(AskDays)
    s.ada.fills(days=s.says("soon", "pronto"))


@scene("A sequence on its way")
def on_its_way(s: Stage) -> None:
    followed(s)
    s.ada.presses(OpenStep)
    s.ada.presses(Send)
    goes_on(s)
    s.client.hears("client_campaign")
    goes_on(s)
    s.ada.hears("admin_campaign")
    s.ada.presses(OpenStep)
    s.ada.presses(Pause)
    s.ada.presses(Resume)
    s.ada.presses(OpenStats)
    s.passes(days=3)
    goes_on(s)
    s.client.hears("client_campaign")
    s.ada.says("campaigns", "campañas")


@scene("Who booked hears nothing of what follows")
def spared(s: Stage) -> None:
    followed(s)
    s.ada.presses(OpenStep)
    s.ada.presses(Send)
    goes_on(s)
    s.client.hears("client_campaign")
    goes_on(s)
    booked(s)
    s.passes(days=3)
    goes_on(s)
    s.ada.hears("admin_campaign")


@scene("A second admin is asked about a sequence")
def second_admin(s: Stage) -> None:
    wants_news(s)
    bea = Person(name="Bea", zone="Europe/London", roles=Role.ADMIN, created_at=s.now)
    s.work.add(bea)
    s.work.flush()
    draft = campaigns.begin(s.work, bea, now=s.now)
    campaigns.write(s.work, bea, draft.id, s.says(*AUTUMN), most=10, now=s.now)
    follow_ups.add(s.work, bea, draft.id, s.says(*STILL), most=10, now=s.now)
    campaigns.send(s.work, bea, draft.id, draft.version, above=0, most=10, now=s.now)
    s.work.flush()
    s.ada.hears("admin_campaign_ask")
