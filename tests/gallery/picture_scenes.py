"""A campaign with a picture: brought along, refused, looked at, and seen by who gets it."""

from dataclasses import replace

from bot.admin.campaign_actions import (
    AddPicture,
    OpenCampaign,
    Preview,
    Rehearse,
    Send,
    TakePicture,
    TestToMe,
    WriteText,
)
from bot.pictures import BrokenPicture, NoPicture, NotFetched, Strip, TooManyPixels, too_big
from domain.errors import Unreadable
from domain.people.model import Channel
from domain.pictures.model import Prepared
from tests.gallery.campaign_scenes import goes_on, wants_news, written
from tests.gallery.scene import scene
from tests.gallery.stage import Stage

ROOM = Prepared(b"room", 800, 600)


def brings(s: Stage, brought: Prepared | Unreadable) -> None:
    """A modal that complains stays open."""
    s.brought, s.ada.screen = brought, replace(s.ada.screen, form=s.ada.screen.form or _form(s))
    if s.ada.channel is Channel.SLACK:
        s.ada.fills(picture="class.jpg")
    else:
        s.ada.sends("photo")
    s.brought = None


def _form(s: Stage) -> str:
    return AddPicture(s.work.campaigns.latest(limit=1)[0].id).pack()


@scene("A picture with a campaign")
def pictured(s: Stage) -> None:
    wants_news(s)
    written(s)
    s.ada.presses(AddPicture)
    brings(s, ROOM)
    s.ada.presses(Preview)
    s.ada.presses(OpenCampaign)
    s.ada.presses(TestToMe)
    s.ada.hears("admin_campaign_test")
    s.ada.says("campaigns", "campañas")
    s.ada.presses(OpenCampaign)
    s.ada.presses(Rehearse)
    s.ada.presses(OpenCampaign)
    s.ada.presses(TakePicture)
    s.ada.presses(AddPicture)
    brings(s, ROOM)
    s.ada.presses(Send)
    goes_on(s)
    s.client.hears("client_campaign")


@scene("What is no picture, and one that nobody asked for")
def no_picture(s: Stage) -> None:
    wants_news(s)
    written(s)
    s.ada.presses(AddPicture)
    for problem in (NoPicture(), BrokenPicture(), too_big(), TooManyPixels(), Strip(), NotFetched()):
        brings(s, problem)
    if s.ada.channel is Channel.TELEGRAM:
        s.ada.says("the room", "la sala")
    brings(s, ROOM)
    s.ada.taps(WriteText(s.work.campaigns.latest(limit=1)[0].id).pack(), "…")
    s.ada.fills(words="🙂" * 513)
    s.ada.sends("photo")
