"""Help for trainers and admins, and the start of those who are nothing else."""

from bot.admin.campaign_actions import OpenCampaigns
from bot.admin.wording_views import OpenWordings
from bot.dialogue.actions import Desk
from bot.dialogue.home import go_to_desk
from bot.dialogue.routes import board, command
from bot.dialogue.screen import Screen, choice, lines
from bot.dialogue.turn import Turn
from bot.dialogue.words import _
from bot.inbox import inbox_section, inbox_way
from bot.languages import other_languages
from bot.trainer.desk_views import OpenDesks
from bot.trainer.home import own
from bot.trainer.menus import commands_for
from bot.trainer.room_views import OpenNeeds, OpenRooms
from domain.base import Role
from domain.people.model import Channel


@command(
    *("desk", "mesa", "menu", "menú", "home", "start", "inicio", "hub desk", "hub mesa"),
    who=Role.TRAINER | Role.ADMIN,
)
def desk(turn: Turn, rest: str) -> Screen:
    return go_to_desk(turn, Desk())


@command(
    *("help", "ayuda", "hub help", "hub ayuda", "hi", "hello", "hola"),
    who=Role.TRAINER | Role.ADMIN,
)
def help_me(turn: Turn, rest: str) -> Screen:
    """What can be typed here, and in Slack after /hub."""
    in_slack = turn.event.channel is Channel.SLACK
    if not turn.person.roles & Role.TRAINER:
        said = (
            _("The Home tab shows who takes bookings. New people are invited with: trainerhub invite")
            if in_slack
            else _("Type menu to see who takes bookings. New people are invited with: trainerhub invite")
        )
        said = lines(
            said,
            _("campaigns – write to many at once; campaign Autumn classes – begin one"),
            _("wording – what I say unasked, in your own words"),
            _("closure 24-26 dec holidays – shut the studio for everybody; closures – list them"),
            _("room Studio 1, room 10 mats – rooms and things that services need; needs – which do"),
            _("language español – how I speak to you"),
            _("studio rate 50 EUR – what an hour costs where a trainer has set no price"),
            _("refunds – who asks for money back"),
            _("inbox – what I told you; alerts – what of it, and when"),
        )
        return Screen(title=_("How this works"), text=said, private=True)
    text = lines(
        "" if in_slack else _("desk – what waits for you, today and the week, with buttons"),
        _("today · week · requests · weekly – your sessions; close – settle what took place; undo"),
        _("link – by which clients come to you; ratings – what they say"),
        _("hours mon-fri 7-12, 16-20 – your weekly hours, echoed before they are saved"),
        _("block fri 14-16 dentist – keep time free; open sat 9-12 – be open for once"),
        _("sick – you can't be there today: everybody is offered other times"),
        _("schedule holidays 24 dec - 2 jan: mon-fri 9-13 – other hours for some days"),
        _("policy cancel 24 hours, late fee 15 – until when giving up is free"),
        _("place Studio 2, 5 High Street – where you train; agenda cleo squats – what you plan"),
        _("limits day 6, week 25, client 3 – how much you take on; how soon and how far ahead"),
        _("trip Lisbon 3-10 dec – your hours and times are on its clocks then"),
        _("services – what you offer; service 1 price 55, lengths 30-60 by 15 – change it"),
        _("packages – what you sell; sell cleo 10-pack cash – paid in person; credits – who has any"),
        _("refunds – who asks for money back"),
        _("book cleo thu 18:00 – book for a client; find cleo – sessions; stats – your numbers"),
        _("class thu 18:00 8 spin 12 eur – a class for several people; classes – yours, and who comes"),
        _("needs Spin Studio 1, 8 mats – what a service needs; rooms – what there is, and who has it"),
        _("language español – how I speak to you"),
        _("inbox – what I told you; alerts – what of it, and when"),
        _("health on – ask clients for a health form before you approve"),
        _("A client's messages come in a thread here: reply in it and I pass your words on.")
        if in_slack
        else _("A client's messages come here: reply to one and I pass your words on."),
        _("In Slack, type these after /hub; the Home tab has them as buttons.") if in_slack else "",
    )
    return Screen(title=_("How this works"), text=text, choices=own(turn), private=True)


@board("home", who=Role.ADMIN)
def admin_home(turn: Turn) -> Screen:
    """An admin who trains nobody sees the studio's trainers."""
    names = [trainer.name for trainer in turn.work.trainers.active()]
    return Screen(
        title=turn.studio.name,
        text=lines(
            _("Trainers who take bookings:"), *(names or [_("None yet. Invite one: trainerhub invite")])
        ),
        sections=inbox_section(turn),
        choices=(
            (choice(_("Campaigns"), OpenCampaigns()), choice(_("Wording"), OpenWordings())),
            (choice(_("Rooms and equipment"), OpenRooms()), choice(_("What services need"), OpenNeeds())),
            (choice(_("Desk plans"), OpenDesks()), inbox_way(turn)),
            tuple(other_languages(turn.speaker.locale)),
            *own(turn),
        ),
        commands=() if turn.event.is_press else commands_for(turn.person),
    )
