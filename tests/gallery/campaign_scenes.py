"""One text to many: written, looked at from all sides, sent, and what comes of it."""

from sqlalchemy import select, update

from bot.admin.campaign_actions import (
    ApproveCampaign,
    AskDeleteSegment,
    ByCredit,
    ByLanguage,
    ByLevel,
    ByTag,
    ByTrainer,
    ByVisit,
    ChooseText,
    DeleteSegment,
    Discard,
    NewCampaign,
    OpenCampaign,
    OpenCampaigns,
    OpenSegments,
    OpenStats,
    Pause,
    Preview,
    Rehearse,
    RenameSegment,
    Resume,
    SavePeople,
    Send,
    StopCampaign,
    TakeBack,
    TestToMe,
    TryOn,
    UseSaved,
    WaitFor,
    WriteSecond,
    WriteText,
)
from bot.campaigns import EndNews, FromCampaign
from bot.labels import AddTag, AskTag, DropTag, OpenLabels, SetLevel
from domain.base import Role
from domain.campaigns import service as campaigns
from domain.campaigns import weekly
from domain.campaigns.model import Recipient
from domain.campaigns.steps import step
from domain.consent.service import agree
from domain.notifications.model import Notification, State
from domain.people.labels import tag
from domain.people.model import Address, Channel, Person
from tests.gallery.scene import requested, scene
from tests.gallery.stage import Stage

AUTUMN = ("Hi {name}, the autumn classes are here.", "Hola {nombre}, ya están las clases de otoño.")


def wants_news(s: Stage) -> None:
    s.knows_client()
    agree(s.work, s.client.address, "Yes", shown="News?", now=s.now)


def written(s: Stage) -> None:
    s.ada.says("campaign Autumn", "campaña Otoño")
    s.ada.presses(WriteText)
    s.ada.fills(words=s.says(*AUTUMN))


def sent(s: Stage) -> None:
    written(s)
    s.ada.presses(Send)


def goes_on(s: Stage) -> None:
    """As the clock would do it."""
    for campaign in s.work.campaigns.to_see_to():
        step(s.work, campaign, now=s.now)
    s.work.flush()


@scene("A campaign is made")
def made(s: Stage) -> None:
    wants_news(s)
    tag(s.work, s.work.people.admins()[0], s.client.address.person, "vip", now=s.now)
    s.ada.says("campaigns", "campañas")
    s.ada.presses(NewCampaign)
    for chip in (ByTrainer, ByVisit, ByCredit, ByLanguage, ByLevel, ByTag):
        s.ada.presses(chip)
    s.ada.presses(SavePeople)
    s.ada.fills(name=s.says("Here of late", "De ahora"))
    for chip in (ByTrainer, ByVisit, ByCredit, ByLanguage, ByLevel, ByTag):
        s.ada.presses(chip)
    s.ada.presses(UseSaved)
    s.ada.presses(OpenSegments)
    s.ada.presses(RenameSegment)
    s.ada.fills(name=s.says("Here these days", "De estos días"))
    s.ada.presses(AskDeleteSegment)
    s.ada.presses(DeleteSegment)
    s.ada.presses(OpenCampaign)
    s.ada.presses(Discard)
    s.ada.opens()
    s.ada.presses(OpenCampaigns)
    written(s)
    s.ada.presses(Preview)
    s.ada.presses(OpenCampaign)
    s.ada.presses(TestToMe)
    s.ada.hears("admin_campaign_test")
    s.ada.says("campaigns", "campañas")
    s.ada.presses(OpenCampaign)
    s.ada.presses(Rehearse)


@scene("A client's level and tags")
def labelled(s: Stage) -> None:
    s.knows_client()
    requested(s)
    name = s.client.address.person.first_name
    s.ana.says(f"tag {name}", f"etiqueta {name}")
    s.ana.presses(SetLevel)
    s.ana.presses(AskTag)
    s.ana.fills(tag="vip")
    s.ana.presses(DropTag)
    s.ana.says(f"tag {name} morning group", f"etiqueta {name} grupo de mañana")
    s.ada.says(f"level {name} advanced", f"nivel {name} avanzado")
    s.ada.says(f"untag {name} vip", f"sin etiqueta {name} vip")
    s.ada.says("tag", "etiqueta")
    s.ada.says("tag nobody vip", "etiqueta nadie vip")
    tag(s.work, s.work.people.admins()[0], s.work.people.admins()[0], "vip", now=s.now)
    s.ana.says(f"credits {name}", f"bonos {name}")
    s.ana.presses(OpenLabels)
    s.ana.presses(AddTag)
    s.ada.says(f"tag {name}", f"etiqueta {name}")
    s.ada.presses(DropTag)


@scene("A text that can't be sent so")
def unsendable(s: Stage) -> None:
    wants_news(s)
    s.ada.says("campaign Autumn", "campaña Otoño")
    s.ada.presses(WriteText)
    s.ada.fills(words="Hi {nme}")
    s.ada.taps(WriteText(s.work.campaigns.latest(limit=1)[0].id).pack(), "…")
    s.ada.fills(words="{trainer} has new classes")
    for words in (
        ("See bit.ly/autumn", "Mira bit.ly/otono"),
        ("See http://example.org", "Mira http://example.org"),
        ("COME TO THE AUTUMN CLASSES", "VEN A LAS CLASES DE OTOÑO"),
        ("Autumn is here. " * 50, "Ya es otoño. " * 60),
    ):
        s.ada.taps(WriteText(s.work.campaigns.latest(limit=1)[0].id).pack(), "…")
        s.ada.fills(words=s.says(*words))


@scene("A campaign on its way")
def on_its_way(s: Stage) -> None:
    wants_news(s)
    sent(s)
    s.ada.presses(Pause)
    s.ada.presses(Resume)
    goes_on(s)
    s.ada.hears("admin_campaign")
    s.client.hears("client_campaign")
    s.client.presses(FromCampaign)
    s.ada.presses(OpenStats)
    s.ada.presses(OpenCampaign)
    s.ada.presses(StopCampaign)


@scene("No more news, out of a campaign")
def no_more(s: Stage) -> None:
    wants_news(s)
    sent(s)
    goes_on(s)
    s.client.hears("client_campaign")
    s.client.presses(EndNews)


@scene("A second admin says yes, or no")
def second_admin(s: Stage) -> None:
    wants_news(s)
    bea = Person(name="Bea", zone="Europe/London", roles=Role.ADMIN, created_at=s.now)
    s.work.add(bea)
    s.work.flush()
    for answer in (TakeBack, ApproveCampaign):
        draft = campaigns.begin(s.work, bea, now=s.now)
        campaigns.write(s.work, bea, draft.id, s.says(*AUTUMN), most=10, now=s.now)
        campaigns.send(s.work, bea, draft.id, draft.version, above=0, most=10, now=s.now)
        s.work.flush()
        s.ada.hears("admin_campaign_ask")
        s.ada.presses(answer)


@scene("News on, news off, in words")
def news_in_words(s: Stage) -> None:
    s.client.says("news on", "noticias sí")
    s.client.says("news off", "noticias no")


@scene("Two texts of a campaign, compared")
def two_texts(s: Stage) -> None:
    wants_news(s)
    written(s)
    s.ada.presses(WriteSecond)
    s.ada.fills(words=s.says("{name}, come and try.", "{nombre}, ven a probar."))
    s.ada.presses(Send)
    goes_on(s)
    s.ada.presses(OpenStats)


def tried(s: Stage) -> None:
    """Both texts went to a fifth of forty people and Cleo, and the others wait."""
    wants_news(s)
    for number in range(40):
        reader = Person(name=f"Reader {number}", zone="Europe/London", created_at=s.now)
        place = Address(person=reader, channel=Channel.TELEGRAM, external_id=f"7{number}", lane="telegram")
        s.work.add(reader, place)
        s.work.flush()
        agree(s.work, place, "Yes", shown="News?", now=s.now)
    written(s)
    s.ada.presses(WriteSecond)
    s.ada.fills(words=s.says("{name}, come and try.", "{nombre}, ven a probar."))
    s.ada.presses(TryOn, nth=2)
    s.ada.presses(WaitFor, nth=1)
    s.ada.presses(Send)
    for _ in range(2):
        goes_on(s)
        s.work.session.execute(
            update(Notification)
            .where(Notification.kind == campaigns.KIND, Notification.state == State.PENDING)
            .values(state=State.SENT, settled_at=s.now)
        )
    s.ada.hears("admin_campaign")


@scene("Two texts are tried on some, and the others get the better one")
def tried_first(s: Stage) -> None:
    tried(s)
    for each in s.work.session.scalars(select(Recipient).where(Recipient.trial).limit(6)).all()[1:]:
        each.tapped_at = s.now
    s.passes(days=1)
    goes_on(s)
    s.ada.hears("admin_campaign_chosen")
    s.ada.presses(OpenStats)


@scene("What the campaigns of a week did")
def week(s: Stage) -> None:
    wants_news(s)
    sent(s)
    goes_on(s)
    s.passes(days=7)
    weekly.tell_week(s.work, weekly.last_monday(s.now, "Europe/London"), "Europe/London", now=s.now)
    s.ada.hears("admin_campaign_week")
    s.ada.presses(OpenCampaigns)
    s.ada.says("alerts campaigns off", "avisos campañas no")


@scene("One of two texts is sent without waiting")
def chosen(s: Stage) -> None:
    tried(s)
    s.ada.presses(ChooseText, nth=1)
