"""The card that each campaign has: as a draft, on its way, and when it is over."""

from bot.admin.campaign_actions import (
    AddPicture,
    ApproveCampaign,
    ByCredit,
    ByLanguage,
    ByLevel,
    ByTag,
    ByTrainer,
    ByVisit,
    Discard,
    OpenSegments,
    OpenStats,
    Pause,
    Preview,
    Rehearse,
    Resume,
    SavePeople,
    Send,
    StopCampaign,
    TakeBack,
    TakePicture,
    TestToMe,
    UseSaved,
    WriteSecond,
    WriteText,
)
from bot.admin.campaign_costs import cost_said, why_too_long
from bot.admin.sequence_actions import AddFollowUp
from bot.admin.trial_views import plan_rows, plan_said, trial_rows, trial_said
from bot.campaigns import equation, progress_lines
from bot.dialogue.actions import Action
from bot.dialogue.scene import Scene
from bot.dialogue.screen import Choice, Row, Screen, choice, lines, list_of, rows
from bot.dialogue.words import LANGUAGES, N_, _, minute_of_day, ngettext, when
from bot.labels import LEVELS
from bot.languages import Language
from domain.campaigns.model import Campaign, Stage, Status
from domain.campaigns.ports import Progress
from domain.campaigns.rules import Audience
from domain.campaigns.segment import Credit, Segment, Visit
from domain.campaigns.sequence import under_way
from domain.campaigns.service import audience
from domain.campaigns.trial import is_undecided

MOST_TRAINERS, MOST_TAGS, MOST_SAVED = 6, 8, 4


STATUS = {
    Status.DRAFT: N_("draft"),
    Status.AWAITING: N_("waits for a second admin"),
    Status.RUNNING: N_("on its way"),
    Status.PAUSED: N_("paused"),
    Status.FINISHED: N_("sent"),
    Status.STOPPED: N_("stopped"),
}
_VISITS = {
    Visit.RECENT: N_("Here in 30 days"),
    Visit.AWAY_30: N_("Away for 30 days"),
    Visit.AWAY_90: N_("Away for 90 days"),
    Visit.NEVER: N_("Never yet here"),
}
_CREDITS = {Credit.SOME: N_("Has credits"), Credit.NONE: N_("No credits")}


def called(campaign: Campaign) -> str:
    return campaign.title or _("New campaign")


def found_for(scene: Scene, campaign: Campaign) -> Audience:
    return audience(scene.work, campaign, most=scene.studio.most_a_week, now=scene.now)


def draft_card(scene: Scene, campaign: Campaign, found: Audience) -> Screen:
    words = _texts(campaign, found) if campaign.words else _("No text yet.")
    too_long, saved = why_too_long(scene, campaign, found), scene.work.campaigns.segments()
    ready = bool(campaign.words and found.told and not too_long)
    steps: list[Row] = [
        (choice(_("Write the text"), WriteText(campaign.id), "" if ready else "primary"),),
        *(_checks(campaign) if campaign.words else ()),
        picture_row(campaign),
        (
            choice(_("Save these people"), SavePeople(campaign.id)),
            *((choice(_("Saved people"), OpenSegments(campaign.id)),) if saved else ()),
            choice(_("Discard"), Discard(campaign.id)),
        ),
    ]
    label = ngettext("Send to {n}", "Send to {n}", len(found.told))
    send = choice(label, Send(campaign.id, campaign.version), "primary")
    return Screen(
        title=called(campaign),
        text=lines(
            _("For: {people}", people=people_said(scene, campaign)),
            equation(found),
            cost_said(scene, campaign, found) if campaign.words else "",
            too_long,
            picture_said(campaign),
            words,
            hours_said(campaign),
        ),
        choices=(*_chips(scene, campaign), *steps, *(((send,),) if ready else ())),
        subject=("campaign", campaign.id),
    )


def _texts(campaign: Campaign, found: Audience) -> str:
    return lines(_("“{words}”", words=campaign.words), plan_said(campaign, found))


def _checks(campaign: Campaign) -> tuple[Row, ...]:
    return (
        (
            choice(_("Preview"), Preview(campaign.id)),
            choice(_("Test to me"), TestToMe(campaign.id)),
            choice(_("Rehearse"), Rehearse(campaign.id)),
        ),
        (
            choice(_("Try a second text"), WriteSecond(campaign.id)),
            choice(_("Add a follow-up"), AddFollowUp(campaign.id)),
        ),
        *plan_rows(campaign),
    )


def picture_row(campaign: Campaign) -> Row:
    if campaign.picture is None:
        return (choice(_("Add a picture"), AddPicture(campaign.id)),)
    return (
        choice(_("Another picture"), AddPicture(campaign.id)),
        choice(_("Take the picture away"), TakePicture(campaign.id)),
    )


def picture_said(campaign: Campaign) -> str:
    """Who sees it; "" where there is none."""
    return _("1 picture, in chats and mails; SMS gets the text alone") if campaign.picture else ""


def _chips(scene: Scene, campaign: Campaign) -> tuple[Row, ...]:
    at, held = (campaign.id, campaign.version), Segment.of(campaign.segment)
    trainers = [
        _chip(each.name, ByTrainer(*at, each.id), held.trainer == each.id)
        for each in scene.work.trainers.active()[:MOST_TRAINERS]
    ]
    visits = [_chip(_(said), ByVisit(*at, each), held.visit is each) for each, said in _VISITS.items()]
    paid = [_chip(_(said), ByCredit(*at, each), held.credit is each) for each, said in _CREDITS.items()]
    languages = [
        _chip(name, ByLanguage(*at, Language(code)), held.language == code)
        for code, name in LANGUAGES.items()
    ]
    levels = [_chip(_(said), ByLevel(*at, each), held.level is each) for each, said in LEVELS.items()]
    known = scene.work.people.known_tags(limit=MOST_TAGS)
    tags = [_chip(f"#{each}", ByTag(*at, each), held.tag == each) for each in known]
    saved = [
        choice(each.name, UseSaved(*at, each.id)) for each in scene.work.campaigns.segments()[:MOST_SAVED]
    ]
    wide = ((trainers, 3), (visits, 2), ([*paid, *languages], 4), (levels, 3), (tags, 4), (saved, 2))
    return tuple(row for chips, width in wide for row in rows(chips, width))


def _chip(label: str, action: Action, on: bool) -> Choice:
    return choice(f"✓ {label}" if on else label, action)


def people_said(scene: Scene, campaign: Campaign) -> str:
    return said_of(scene, Segment.of(campaign.segment))


def said_of(scene: Scene, held: Segment) -> str:
    parts = [
        _("with {name}", name=scene.work.trainers.trainer(held.trainer).name) if held.trainer else "",
        _(_VISITS[held.visit]) if held.visit else "",
        _(_CREDITS[held.credit]) if held.credit else "",
        LANGUAGES.get(held.language or "", ""),
        _(LEVELS[held.level]) if held.level else "",
        f"#{held.tag}" if held.tag else "",
    ]
    return list_of(parts) or _("all clients")


def hours_said(campaign: Campaign) -> str:
    opens, closes = minute_of_day(campaign.opens), minute_of_day(campaign.closes)
    if campaign.at_best:
        return _("When each person mostly answers, between {start} and {end}", start=opens, end=closes)
    return _("Between {start} and {end}, on each person’s own clock", start=opens, end=closes)


def awaiting_card(scene: Scene, campaign: Campaign, found: Audience) -> Screen:
    at = (campaign.id, campaign.version)
    mine = scene.person.id == campaign.sent_by
    yes = (
        ()
        if mine
        else (choice(_("Approve: send to {n}", n=len(found.told)), ApproveCampaign(*at), "primary"),)
    )
    no = choice(_("Take it back") if mine else _("Back to draft"), TakeBack(*at))
    sender = scene.work.people.person(campaign.sent_by or campaign.made_by).first_name
    asks = (
        _("Another admin has to approve it: they were asked.")
        if mine
        else _("{name} wants to send this. It needs a second admin.", name=sender)
    )
    return Screen(
        title=called(campaign),
        text=lines(
            asks,
            _("For: {people}", people=people_said(scene, campaign)),
            equation(found),
            cost_said(scene, campaign, found),
            picture_said(campaign),
            _texts(campaign, found),
            hours_said(campaign),
        ),
        choices=((*yes, no), (choice(_("Preview"), Preview(campaign.id)),)),
        subject=("campaign", campaign.id),
        lasting=True,
    )


def sent_card(scene: Scene, campaign: Campaign) -> Screen:
    """Of the first step, whose status is that of the whole."""
    status = under_way(scene.work, campaign).status
    found = scene.work.campaigns.progress(campaign.id)
    pause, resume = (
        choice(_("Pause"), Pause(campaign.id)),
        choice(_("Resume"), Resume(campaign.id), "primary"),
    )
    stop = choice(_("Stop"), StopCampaign(campaign.id), "danger")
    stats = choice(_("How it went"), OpenStats(campaign.id))
    ways = {Status.RUNNING: (pause, stop), Status.PAUSED: (resume, stop)}.get(status, ())
    return Screen(
        title=list_of([called(campaign), _(STATUS[campaign.status])]),
        text=lines(
            *progress_lines(found),
            _waits(scene, campaign, found),
            trial_said(scene, campaign, found),
            picture_said(campaign),
            _by(scene, campaign),
        ),
        choices=((*ways, stats), *trial_rows(scene, campaign)),
        subject=("campaign", campaign.id),
        lasting=True,
    )


def _waits(scene: Scene, campaign: Campaign, found: Progress) -> str:
    """When it goes on, where all who are left wait for an hour of theirs."""
    if campaign.status is not Status.RUNNING or found.stages[Stage.QUEUED]:
        return ""
    trial = is_undecided(scene.work, campaign)
    next_at, waiting = scene.work.campaigns.goes_on(campaign.id, trial=trial), found.stages[Stage.WAITING]
    if next_at is None or next_at <= scene.now:
        return ""
    if trial:
        return _("The first of them wait for their hours: it goes on {time}.", time=when(next_at))
    return ngettext(
        "{n} waits for their hours: it goes on {time}.",
        "{n} wait for their hours: it goes on {time}.",
        waiting,
        time=when(next_at),
    )


def _by(scene: Scene, campaign: Campaign) -> str:
    """Who sent it."""
    sender = scene.work.people.person(campaign.sent_by or campaign.made_by).first_name
    if campaign.approved_by is None:
        return _("Sent by {name}", name=sender)
    second = scene.work.people.person(campaign.approved_by).first_name
    return _("Sent by {name}, approved by {second}", name=sender, second=second)
