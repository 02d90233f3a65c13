"""Saved choices of people: used by a chip of a campaign; named anew and deleted here."""

from bot.admin.campaign_actions import (
    AskDeleteSegment,
    DeleteSegment,
    OpenCampaign,
    OpenSegments,
    RenameSegment,
    UseSaved,
)
from bot.admin.campaign_views import said_of
from bot.admin.campaigns import Saved
from bot.admin.saving import to_save
from bot.dialogue.routes import answers, on
from bot.dialogue.screen import Screen, Section, choice, lines
from bot.dialogue.turn import Turn
from bot.dialogue.words import _
from domain.base import Role
from domain.campaigns import segments
from domain.campaigns.model import Campaign, SavedSegment, Status
from domain.campaigns.segment import Segment


@on(OpenSegments, who=Role.ADMIN)
def open_segments(turn: Turn, asked: OpenSegments) -> Screen:
    return segments_screen(turn, asked.campaign)


def segments_screen(turn: Turn, campaign_id: int) -> Screen:
    known, campaign = turn.work.campaigns.segments(), turn.work.campaigns.campaign(campaign_id)
    return Screen(
        title=_("Saved people"),
        text="" if known else _("None are saved. “Save these people” on a campaign’s draft keeps a choice."),
        sections=tuple(_shown(turn, campaign, each) for each in known),
        choices=((choice(_("Back"), OpenCampaign(campaign_id)),),),
        private=True,
    )


def _shown(turn: Turn, campaign: Campaign, saved: SavedSegment) -> Section:
    use = choice(_("Use"), UseSaved(campaign.id, campaign.version, saved.id))
    return Section(
        said_of(turn, Segment.of(saved.segment)),
        (
            *((use,) if campaign.status is Status.DRAFT else ()),
            choice(_("Rename"), RenameSegment(campaign.id, saved.id)),
            choice(_("Delete"), AskDeleteSegment(campaign.id, saved.id), "danger"),
        ),
        title=saved.name,
    )


@on(RenameSegment, who=Role.ADMIN)
def ask_new_name(turn: Turn, asked: RenameSegment) -> Screen:
    known = turn.work.campaigns.segment(asked.segment)
    return to_save(_("Rename these people"), asked, name=known.name)


@answers(RenameSegment, Saved)
def renamed(turn: Turn, asked: RenameSegment, form: Saved) -> Screen:
    saved = segments.rename(turn.work, turn.person, asked.segment, form.name)
    return segments_screen(turn, asked.campaign).with_toast(_("Saved: {name}", name=saved.name))


@on(AskDeleteSegment, who=Role.ADMIN)
def ask_delete(turn: Turn, asked: AskDeleteSegment) -> Screen:
    saved = turn.work.campaigns.segment(asked.segment)
    return Screen(
        title=_("Delete “{name}”?", name=saved.name),
        text=lines(
            said_of(turn, Segment.of(saved.segment)), _("Campaigns that were made of it keep their people.")
        ),
        choices=(
            (
                choice(_("Delete"), DeleteSegment(asked.campaign, saved.id), "danger"),
                choice(_("Keep it"), OpenSegments(asked.campaign)),
            ),
        ),
        private=True,
    )


@on(DeleteSegment, who=Role.ADMIN)
def delete(turn: Turn, wanted: DeleteSegment) -> Screen:
    """Campaigns that were made of it keep their people."""
    segments.delete(turn.work, turn.person, wanted.segment)
    return segments_screen(turn, wanted.campaign).with_toast(_("Deleted."))
