"""Campaigns, as an admin makes and runs them: chips for whom, a form for what, one tap to send."""

from dataclasses import replace

from pydantic import BaseModel, Field

from bot.admin.campaign_actions import (
    ApproveCampaign,
    ByCredit,
    ByLanguage,
    ByLevel,
    ByTag,
    ByTrainer,
    ByVisit,
    Discard,
    NewCampaign,
    OpenCampaign,
    OpenCampaigns,
    Pause,
    Resume,
    SavePeople,
    Send,
    StopCampaign,
    TakeBack,
    UseSaved,
    WriteSecond,
    WriteText,
)
from bot.admin.campaign_cards import campaign_card
from bot.admin.campaign_costs import require_short
from bot.admin.campaign_views import STATUS, called, found_for
from bot.admin.saving import to_save
from bot.campaigns import results_said
from bot.dialogue.routes import answers, card, command, on
from bot.dialogue.screen import Screen, Section, choice, lines, list_of
from bot.dialogue.turn import Turn
from bot.dialogue.words import N_, _, day, minute_of_day, ngettext
from domain.access import require_admin
from domain.base import Role
from domain.campaigns import segments
from domain.campaigns import service as campaigns
from domain.campaigns.fields import LONGEST
from domain.campaigns.model import Campaign
from domain.campaigns.ports import Stats
from domain.campaigns.sequence import steps_of, under_way

MOST_SHOWN = 10


class Text(BaseModel):
    words: str = Field(
        title=N_("The text, with {name}, {trainer}, {studio}, {credits}, {last_visit}"),
        examples=[N_("Hi {name}, the autumn classes are here.")],
        max_length=LONGEST,
        json_schema_extra={"long": True},
    )
    name: str | None = Field(
        None, title=N_("What do you call it?"), examples=[N_("Autumn classes")], max_length=60
    )
    hours: str | None = Field(
        None,
        title=N_("Between which hours, on each person’s clock? “best”: when they answer"),
        examples=["9-20", "best 9-20"],
        max_length=30,
    )


class SecondText(BaseModel):
    words: str = Field(
        title=N_("Another text, which half of them get; “no” for none"),
        examples=[N_("{name}, autumn is here: come and try a class.")],
        max_length=LONGEST,
        json_schema_extra={"long": True},
    )


class Saved(BaseModel):
    name: str = Field(title=N_("A name for these people"), examples=[N_("Long away")], max_length=40)


@command(
    *("campaign", "campaigns", "hub campaign", "hub campaigns"),
    *("campaña", "campañas", "hub campaña", "hub campañas"),
    who=Role.ADMIN,
    takes_words=True,
)
def campaigns_typed(turn: Turn, rest: str) -> Screen:
    """Alone: all of them. Such as "campaign Autumn classes": a new one of that name."""
    return campaign_card(turn, _begun(turn, rest)) if rest else campaigns_screen(turn)


@on(OpenCampaigns, who=Role.ADMIN)
def open_campaigns(turn: Turn, _asked: OpenCampaigns) -> Screen:
    return campaigns_screen(turn)


def campaigns_screen(turn: Turn) -> Screen:
    known = turn.work.campaigns.latest(limit=MOST_SHOWN)
    came = turn.work.campaigns.results([each.id for each in known if each.started_at])
    return Screen(
        title=_("Campaigns"),
        text=""
        if known
        else _("None yet. They go to those who asked for news, by day, and to nobody twice."),
        sections=tuple(
            Section(_line(turn, each, came.get(each.id)), (choice(_("Open"), OpenCampaign(each.id)),))
            for each in known
        ),
        choices=((choice(_("New campaign"), NewCampaign(), "primary"),),),
        private=True,
    )


def _line(turn: Turn, campaign: Campaign, came: Stats | None) -> str:
    """How it stands, and what came of it once it was sent."""
    steps, status = steps_of(turn.work, campaign), under_way(turn.work, campaign).status
    stands = list_of(
        [
            called(campaign),
            ngettext("{n} step", "{n} steps", len(steps)) if len(steps) > 1 else "",
            _(STATUS[status]),
            day(campaign.started_at or campaign.made_at),
        ]
    )
    return lines(stands, list_of(results_said(came)) if came else "")


@on(NewCampaign, who=Role.ADMIN)
def new_campaign(turn: Turn, _asked: NewCampaign) -> Screen:
    return replace(campaign_card(turn, _begun(turn, "")), fresh=True)


def _begun(turn: Turn, name: str) -> Campaign:
    return campaigns.begin(turn.work, turn.person, name=name, now=turn.now)


@on(OpenCampaign, who=Role.ADMIN)
def open_campaign(turn: Turn, wanted: OpenCampaign) -> Screen:
    return replace(card_of(turn, wanted.campaign), fresh=True)


@card("campaign")
def card_of(turn: Turn, campaign_id: int) -> Screen:
    """Raises NotYours."""
    require_admin(turn.person)
    return campaign_card(turn, turn.work.campaigns.campaign(campaign_id))


@on(ByTrainer, who=Role.ADMIN)
def by_trainer(turn: Turn, chip: ByTrainer) -> Screen:
    return _chosen(turn, chip.campaign, chip.version, trainer=chip.trainer)


@on(ByVisit, who=Role.ADMIN)
def by_visit(turn: Turn, chip: ByVisit) -> Screen:
    return _chosen(turn, chip.campaign, chip.version, visit=chip.visit)


@on(ByCredit, who=Role.ADMIN)
def by_credit(turn: Turn, chip: ByCredit) -> Screen:
    return _chosen(turn, chip.campaign, chip.version, credit=chip.credit)


@on(ByLanguage, who=Role.ADMIN)
def by_language(turn: Turn, chip: ByLanguage) -> Screen:
    return _chosen(turn, chip.campaign, chip.version, language=chip.language.value)


@on(ByLevel, who=Role.ADMIN)
def by_level(turn: Turn, chip: ByLevel) -> Screen:
    return _chosen(turn, chip.campaign, chip.version, level=chip.level)


@on(ByTag, who=Role.ADMIN)
def by_tag(turn: Turn, chip: ByTag) -> Screen:
    return _chosen(turn, chip.campaign, chip.version, tag=chip.tag)


def _chosen(turn: Turn, campaign: int, version: int, **part: object) -> Screen:
    return campaign_card(turn, campaigns.choose(turn.work, turn.person, campaign, version, **part))


@on(UseSaved, who=Role.ADMIN)
def use_saved(turn: Turn, chip: UseSaved) -> Screen:
    chosen = campaigns.choose_saved(turn.work, turn.person, chip.campaign, chip.version, chip.segment)
    return campaign_card(turn, chosen)


@on(SavePeople, who=Role.ADMIN)
def ask_name(turn: Turn, asked: SavePeople) -> Screen:
    return to_save(_("Save these people"), asked)


@answers(SavePeople, Saved)
def people_saved(turn: Turn, asked: SavePeople, form: Saved) -> Screen:
    saved = segments.save(turn.work, turn.person, asked.campaign, form.name, now=turn.now)
    return card_of(turn, asked.campaign).with_toast(_("Saved: {name}", name=saved.name))


@on(WriteText, who=Role.ADMIN)
def ask_text(turn: Turn, asked: WriteText) -> Screen:
    campaign = turn.work.campaigns.campaign(asked.campaign)
    best = "best " if campaign.at_best else ""
    hours = f"{best}{minute_of_day(campaign.opens)}-{minute_of_day(campaign.closes)}"
    return to_save(_("Write the text"), asked, words=campaign.words, name=campaign.name, hours=hours)


@answers(WriteText, Text)
def text_written(turn: Turn, asked: WriteText, form: Text) -> Screen:
    written = campaigns.write(
        turn.work,
        turn.person,
        asked.campaign,
        form.words,
        name=form.name,
        hours=form.hours,
        banned=turn.studio.banned,
        most=turn.studio.most_a_week,
        now=turn.now,
    )
    return campaign_card(turn, written)


@on(WriteSecond, who=Role.ADMIN)
def ask_second(turn: Turn, asked: WriteSecond) -> Screen:
    campaign = turn.work.campaigns.campaign(asked.campaign)
    return to_save(_("A second text"), asked, words=campaign.second_words or campaign.words)


@answers(WriteSecond, SecondText)
def second_written(turn: Turn, asked: WriteSecond, form: SecondText) -> Screen:
    written = campaigns.write_second(
        turn.work,
        turn.person,
        asked.campaign,
        form.words,
        banned=turn.studio.banned,
        most=turn.studio.most_a_week,
        now=turn.now,
    )
    return campaign_card(turn, written)


@on(Discard, who=Role.ADMIN)
def discard(turn: Turn, wanted: Discard) -> Screen:
    campaigns.discard(turn.work, turn.person, wanted.campaign)
    turn.work.flush()
    return campaigns_screen(turn).with_toast(_("Discarded."))


@on(Send, who=Role.ADMIN)
def send(turn: Turn, wanted: Send) -> Screen:
    _require_short(turn, wanted.campaign)
    sent = campaigns.send(
        turn.work,
        turn.person,
        wanted.campaign,
        wanted.version,
        above=turn.studio.second_above,
        banned=turn.studio.banned,
        most=turn.studio.most_a_week,
        now=turn.now,
    )
    return campaign_card(turn, sent)


def _require_short(turn: Turn, campaign_id: int) -> None:
    """Raises TooManyParts, NotYours."""
    require_admin(turn.person)
    for each in steps_of(turn.work, turn.work.campaigns.campaign(campaign_id)):
        require_short(turn, each, found_for(turn, each))


@on(ApproveCampaign, who=Role.ADMIN)
def approve(turn: Turn, wanted: ApproveCampaign) -> Screen:
    _require_short(turn, wanted.campaign)
    sent = campaigns.approve(
        turn.work,
        turn.person,
        wanted.campaign,
        wanted.version,
        banned=turn.studio.banned,
        most=turn.studio.most_a_week,
        now=turn.now,
    )
    return campaign_card(turn, sent)


@on(TakeBack, who=Role.ADMIN)
def take_back(turn: Turn, wanted: TakeBack) -> Screen:
    return campaign_card(
        turn, campaigns.take_back(turn.work, turn.person, wanted.campaign, wanted.version, now=turn.now)
    )


@on(Pause, who=Role.ADMIN)
def pause(turn: Turn, wanted: Pause) -> Screen:
    return campaign_card(turn, campaigns.pause(turn.work, turn.person, wanted.campaign, now=turn.now))


@on(Resume, who=Role.ADMIN)
def resume(turn: Turn, wanted: Resume) -> Screen:
    return campaign_card(turn, campaigns.resume(turn.work, turn.person, wanted.campaign, now=turn.now))


@on(StopCampaign, who=Role.ADMIN)
def stop(turn: Turn, wanted: StopCampaign) -> Screen:
    return campaign_card(turn, campaigns.stop(turn.work, turn.person, wanted.campaign, now=turn.now))
