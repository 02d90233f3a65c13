"""What follows a campaign, as an admin adds and changes it on the draft."""

from dataclasses import replace

from pydantic import BaseModel, Field

from bot.admin.campaign_cards import campaign_card
from bot.admin.saving import to_save
from bot.admin.sequence_actions import (
    AddFollowUp,
    AskDays,
    DropFollowUp,
    OpenStep,
    SetDays,
    SetUnless,
    WriteFollowUp,
)
from bot.dialogue.routes import answers, on
from bot.dialogue.screen import Screen
from bot.dialogue.turn import Turn
from bot.dialogue.words import N_, _
from domain.access import require_admin
from domain.base import Role
from domain.campaigns import follow_ups
from domain.campaigns import service as campaigns
from domain.campaigns.fields import LONGEST


class FollowUp(BaseModel):
    words: str = Field(
        title=N_("What follows, with {name}, {trainer}, {studio}, {credits}, {last_visit}"),
        examples=[N_("Hi {name}, there are places left.")],
        max_length=LONGEST,
        json_schema_extra={"long": True},
    )


class Days(BaseModel):
    days: str = Field(title=N_("After how many days, from 1 to 30?"), examples=["5"], max_length=20)


@on(AddFollowUp, who=Role.ADMIN)
def ask_follow_up(turn: Turn, asked: AddFollowUp) -> Screen:
    return to_save(_("Add a follow-up"), asked)


@answers(AddFollowUp, FollowUp)
def follow_up_added(turn: Turn, asked: AddFollowUp, form: FollowUp) -> Screen:
    made = follow_ups.add(
        turn.work,
        turn.person,
        asked.campaign,
        form.words,
        banned=turn.studio.banned,
        most=turn.studio.most_a_week,
        now=turn.now,
    )
    return campaign_card(turn, made)


@on(OpenStep, who=Role.ADMIN)
def open_step(turn: Turn, wanted: OpenStep) -> Screen:
    """Of a draft, where it was opened; of one on its way below it, as that card goes along."""
    require_admin(turn.person)
    step = turn.work.campaigns.campaign(wanted.campaign)
    return replace(campaign_card(turn, step), fresh=step.started_at is not None)


@on(WriteFollowUp, who=Role.ADMIN)
def ask_words(turn: Turn, asked: WriteFollowUp) -> Screen:
    step = turn.work.campaigns.campaign(asked.campaign)
    return to_save(_("Write the text"), asked, words=step.words)


@answers(WriteFollowUp, FollowUp)
def words_written(turn: Turn, asked: WriteFollowUp, form: FollowUp) -> Screen:
    written = campaigns.write(
        turn.work,
        turn.person,
        asked.campaign,
        form.words,
        banned=turn.studio.banned,
        most=turn.studio.most_a_week,
        now=turn.now,
    )
    return campaign_card(turn, written)


@on(SetDays, who=Role.ADMIN)
def set_days(turn: Turn, chip: SetDays) -> Screen:
    return campaign_card(turn, follow_ups.wait(turn.work, turn.person, chip.campaign, chip.days))


@on(AskDays, who=Role.ADMIN)
def ask_days(turn: Turn, asked: AskDays) -> Screen:
    return to_save(_("How many days later?"), asked)


@answers(AskDays, Days)
def days_said(turn: Turn, asked: AskDays, form: Days) -> Screen:
    days = follow_ups.read_days(form.days)
    return campaign_card(turn, follow_ups.wait(turn.work, turn.person, asked.campaign, days))


@on(SetUnless, who=Role.ADMIN)
def set_unless(turn: Turn, chip: SetUnless) -> Screen:
    return campaign_card(turn, follow_ups.spare(turn.work, turn.person, chip.campaign, chip.unless))


@on(DropFollowUp, who=Role.ADMIN)
def drop(turn: Turn, wanted: DropFollowUp) -> Screen:
    return campaign_card(turn, follow_ups.remove(turn.work, turn.person, wanted.campaign))
