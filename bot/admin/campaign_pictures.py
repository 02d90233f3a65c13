"""The picture of a campaign: a form that takes one, and what its card and its letters make of it."""

from pydantic import BaseModel, Field

from bot.admin.campaign_actions import AddPicture, OpenCampaigns, TakePicture
from bot.admin.campaigns import card_of
from bot.admin.saving import to_save
from bot.dialogue.heard import SentFile
from bot.dialogue.routes import answers, on, receives_file
from bot.dialogue.screen import Screen, choice
from bot.dialogue.turn import Turn
from bot.dialogue.words import N_, _
from bot.pictures import NoPicture
from domain.base import Role
from domain.campaigns import pictures
from domain.errors import Unreadable
from domain.pictures.model import Prepared


class Pictured(BaseModel):
    picture: str = Field(
        title=N_("The picture: a photo, or a JPEG or PNG file of at most 5 MB"),
        json_schema_extra={"file": True},
    )


@on(AddPicture, who=Role.ADMIN)
def ask_picture(turn: Turn, asked: AddPicture) -> Screen:
    return to_save(_("A picture"), asked)


@answers(AddPicture, Pictured)
def picture_added(turn: Turn, asked: AddPicture, _form: Pictured) -> Screen:
    pictures.put_on(turn.work, turn.person, asked.campaign, _brought(turn), now=turn.now)
    return card_of(turn, asked.campaign)


def _brought(turn: Turn) -> Prepared:
    """Raises why it can't be taken."""
    if isinstance(turn.brought, Unreadable):
        raise turn.brought
    if turn.brought is None:
        raise NoPicture
    return turn.brought


@on(TakePicture, who=Role.ADMIN)
def take_picture(turn: Turn, wanted: TakePicture) -> Screen:
    pictures.take_off(turn.work, turn.person, wanted.campaign)
    return card_of(turn, wanted.campaign).with_toast(_("The picture is taken away."))


@receives_file(who=Role.ADMIN)
def a_file(turn: Turn, _file: SentFile) -> Screen:
    """One that nobody asked for."""
    text = _(
        "To send a picture to many, open a campaign, tap “{label}”, and send it then.",
        label=_("Add a picture"),
    )
    return Screen(text=text, choices=((choice(_("Campaigns"), OpenCampaigns()),),))
