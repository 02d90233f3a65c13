"""One action of each kind, as it would be made of Cleo's and Ana's rows."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from bot import languages
from bot.admin import closures
from bot.admin import family as admin_family
from bot.client import absences as client_absences
from bot.client import (
    anybody,
    booking,
    consent,
    family,
    feedback,
    misspelt,
    settings,
    times,
    trainers,
    views,
    waiting,
    wished,
)
from bot.client import classes as client_classes
from bot.client import lateness as client_lateness
from bot.dialogue import asking, menu
from bot.dialogue.actions import Action, ClientSide, Desk, Home, Minute
from bot.standing import views as slots
from bot.trainer import absences as trainer_absences
from bot.trainer import cards, class_views, hours, room_views, stats, waitlist
from bot.trainer import found as trainer_found
from bot.trainer import lateness as trainer_lateness
from bot.trainer import package_views as sold
from bot.trainer import standing as trainer_standing
from bot.trainer import suggestions as trainer_suggestions
from bot.trainer import template_views as prepared
from bot.trainer import views as trainer_views
from domain.payments.model import Way
from domain.records.service import Kind
from domain.standing.plan import How

GIVEN, ENDED, DRAFTED = 1, 2, 3  # classes of Ana's, and the draft of a third
SESSION = 1  # that Cleo's booking is of
LATE = 23  # one of Cleo's that begins in an hour
ROSTER = 2  # the session of a date of hers
LACKED, ROOM = 1, 2  # a room that Cleo's session needs and another has; and one that is free
BOND = 1  # of Cleo and Max, who has still to agree
KNEE = 1  # a session that Ana has prepared
SLOT = 1  # Cleo's Tuesdays with Ana
PACKAGE, LOT = 1, 1  # Ana's, and what Cleo has of it
PAYMENT, REFUND = 1, 1  # of Cleo, in cash, and that she asks back
TUESDAY = date(2026, 11, 24)
CLEO = 5  # the id that the demo's people leave to her
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
REPLACEMENT = 1
FREE = Minute(datetime(2026, 11, 26, 10, 0, tzinfo=UTC))
LATER = Minute(datetime(2026, 11, 27, 10, 0, tzinfo=UTC))

# How to build each action upon what is Cleo's and Ana's. Whoever adds an action says here what it is about.
MADE: dict[type[Action], Callable[[int, int, int, int], Action]] = {
    Home: lambda b, v, block, draft: Home(),
    Desk: lambda b, v, block, draft: Desk(),
    ClientSide: lambda b, v, block, draft: ClientSide(),
    misspelt.Meant: lambda b, v, block, draft: misspelt.Meant("menu"),
    asking.GoOn: lambda b, v, block, draft: asking.GoOn(),
    asking.Pick: lambda b, v, block, draft: asking.Pick(0, 0),
    asking.Skip: lambda b, v, block, draft: asking.Skip(0),
    asking.Back: lambda b, v, block, draft: asking.Back(0),
    anybody.Anybody: lambda b, v, block, draft: anybody.Anybody(),
    views.TakeSuggested: lambda b, v, block, draft: views.TakeSuggested(b, v),
    trainer_suggestions.Suggest: lambda b, v, block, draft: trainer_suggestions.Suggest(b, v, FREE),
    cards.AskToSuggest: lambda b, v, block, draft: cards.AskToSuggest(b, v),
    client_lateness.Late: lambda b, v, block, draft: client_lateness.Late(b, 5),
    menu.More: lambda b, v, block, draft: menu.More(),
    asking.Leave: lambda b, v, block, draft: asking.Leave(),
    views.OpenTrainer: lambda b, v, block, draft: views.OpenTrainer("ana"),
    trainers.OpenService: lambda b, v, block, draft: trainers.OpenService(1),
    times.PickTime: lambda b, v, block, draft: times.PickTime(1, FREE),
    times.MoveTo: lambda b, v, block, draft: times.MoveTo(b, v, FREE),
    times.Days: lambda b, v, block, draft: times.Days(1, b),
    times.Day: lambda b, v, block, draft: times.Day(1, date(2026, 11, 26), b),
    booking.Confirm: lambda b, v, block, draft: booking.Confirm(b, v),
    booking.LetGo: lambda b, v, block, draft: booking.LetGo(b),
    wished.TakeUp: lambda b, v, block, draft: wished.TakeUp(1),
    views.AllSessions: lambda b, v, block, draft: views.AllSessions(),
    views.OpenSession: lambda b, v, block, draft: views.OpenSession(b),
    views.KeepSession: lambda b, v, block, draft: views.KeepSession(b),
    views.AskToMove: lambda b, v, block, draft: views.AskToMove(b),
    views.AskToCancel: lambda b, v, block, draft: views.AskToCancel(b),
    views.Cancel: lambda b, v, block, draft: views.Cancel(b, v),
    consent.Keep: lambda b, v, block, draft: consent.Keep(b, v),
    views.Attend: lambda b, v, block, draft: views.Attend(b, v),
    views.CalendarFile: lambda b, v, block, draft: views.CalendarFile(b),
    views.OpenSettings: lambda b, v, block, draft: views.OpenSettings(),
    consent.AnswerNews: lambda b, v, block, draft: consent.AnswerNews(True),
    consent.UseNews: lambda b, v, block, draft: consent.UseNews(True),
    languages.UseLanguage: lambda b, v, block, draft: languages.UseLanguage(languages.Language.ES),
    settings.AskZone: lambda b, v, block, draft: settings.AskZone(),
    settings.UseZone: lambda b, v, block, draft: settings.UseZone("europe-lisbon"),
    views.WakeUp: lambda b, v, block, draft: views.WakeUp(),
    cards.Approve: lambda b, v, block, draft: cards.Approve(b, v),
    cards.AskDecline: lambda b, v, block, draft: cards.AskDecline(b, v),
    cards.Complete: lambda b, v, block, draft: cards.Complete(b, v),
    cards.AskNoShow: lambda b, v, block, draft: cards.AskNoShow(b, v),
    cards.NoShow: lambda b, v, block, draft: cards.NoShow(b, v),
    cards.AskTrainerCancel: lambda b, v, block, draft: cards.AskTrainerCancel(b, v),
    trainer_views.AskClose: lambda b, v, block, draft: trainer_views.AskClose(),
    trainer_views.CloseDay: lambda b, v, block, draft: trainer_views.CloseDay(0, 0),
    trainer_views.AddBlock: lambda b, v, block, draft: trainer_views.AddBlock(),
    trainer_views.EditHours: lambda b, v, block, draft: trainer_views.EditHours(),
    hours.SaveHours: lambda b, v, block, draft: hours.SaveHours(draft),
    views.UndoCancel: lambda b, v, block, draft: views.UndoCancel(b, v),
    views.WasThere: lambda b, v, block, draft: views.WasThere(b, v),
    trainer_views.Undo: lambda b, v, block, draft: trainer_views.Undo(b, v),
    trainer_views.UndoLast: lambda b, v, block, draft: trainer_views.UndoLast(),
    trainer_views.SetRight: lambda b, v, block, draft: trainer_views.SetRight(b, v),
    views.Rate: lambda b, v, block, draft: views.Rate(b, 5),
    feedback.AskStars: lambda b, v, block, draft: feedback.AskStars(),
    views.AskRating: lambda b, v, block, draft: views.AskRating(b),
    views.Again: lambda b, v, block, draft: views.Again(1, FREE),
    views.AskHealth: lambda b, v, block, draft: views.AskHealth(1, 1),
    views.OpenFamily: lambda b, v, block, draft: views.OpenFamily(),
    family.AddSomebody: lambda b, v, block, draft: family.AddSomebody(),
    family.AskAgree: lambda b, v, block, draft: family.AskAgree(BOND),
    family.Agree: lambda b, v, block, draft: family.Agree(BOND),
    family.OwnChat: lambda b, v, block, draft: family.OwnChat(BOND),
    family.AskRemove: lambda b, v, block, draft: family.AskRemove(BOND),
    family.Remove: lambda b, v, block, draft: family.Remove(BOND),
    admin_family.OpenFamilies: lambda b, v, block, draft: admin_family.OpenFamilies(),
    admin_family.AskEndBond: lambda b, v, block, draft: admin_family.AskEndBond(BOND),
    admin_family.EndBond: lambda b, v, block, draft: admin_family.EndBond(BOND),
    trainer_views.OpenCard: lambda b, v, block, draft: trainer_views.OpenCard(b),
    trainer_views.SeeHealth: lambda b, v, block, draft: trainer_views.SeeHealth(b),
    trainer_views.WantHealth: lambda b, v, block, draft: trainer_views.WantHealth(True),
    trainer_views.AddOpening: lambda b, v, block, draft: trainer_views.AddOpening(),
    trainer_views.AskLate: lambda b, v, block, draft: trainer_views.AskLate(),
    trainer_lateness.BeLate: lambda b, v, block, draft: trainer_lateness.BeLate(LATE, 10),
    trainer_lateness.RunOver: lambda b, v, block, draft: trainer_lateness.RunOver(LATE, 10),
    views.AskComeLate: lambda b, v, block, draft: views.AskComeLate(b),
    trainer_views.AskAway: lambda b, v, block, draft: trainer_views.AskAway(1),
    client_absences.TakeKept: lambda b, v, block, draft: client_absences.TakeKept(REPLACEMENT, 1),
    client_absences.NoneOfThese: lambda b, v, block, draft: client_absences.NoneOfThese(REPLACEMENT),
    trainer_absences.BeAway: lambda b, v, block, draft: trainer_absences.BeAway(FREE, LATER),
    trainer_absences.CancelRest: lambda b, v, block, draft: trainer_absences.CancelRest(1),
    trainer_views.EditPolicy: lambda b, v, block, draft: trainer_views.EditPolicy(),
    trainer_views.AskMoveFor: lambda b, v, block, draft: trainer_views.AskMoveFor(b, v),
    trainer_views.MoveFor: lambda b, v, block, draft: trainer_views.MoveFor(b, v, FREE),
    trainer_views.AskWaive: lambda b, v, block, draft: trainer_views.AskWaive(b, v),
    trainer_views.EditLimits: lambda b, v, block, draft: trainer_views.EditLimits(),
    views.AskNote: lambda b, v, block, draft: views.AskNote(b),
    views.PutNote: lambda b, v, block, draft: views.PutNote(b),
    trainer_views.AskPlace: lambda b, v, block, draft: trainer_views.AskPlace(b),
    stats.OpenStats: lambda b, v, block, draft: stats.OpenStats(),
    trainer_found.FindSessions: lambda b, v, block, draft: trainer_found.FindSessions(Kind.ALL),
    prepared.AskBook: lambda b, v, block, draft: prepared.AskBook(),
    prepared.OpenTemplates: lambda b, v, block, draft: prepared.OpenTemplates(),
    prepared.AddTemplate: lambda b, v, block, draft: prepared.AddTemplate(1),
    prepared.EditTemplate: lambda b, v, block, draft: prepared.EditTemplate(KNEE),
    prepared.TakeAway: lambda b, v, block, draft: prepared.TakeAway(KNEE),
    prepared.ForWhom: lambda b, v, block, draft: prepared.ForWhom(KNEE),
    prepared.AskBookFor: lambda b, v, block, draft: prepared.AskBookFor(CLEO, 1, KNEE),
    prepared.BookFor: lambda b, v, block, draft: prepared.BookFor(CLEO, 1, FREE, KNEE),
    trainer_views.AskAgenda: lambda b, v, block, draft: trainer_views.AskAgenda(b),
    views.AskTrip: lambda b, v, block, draft: views.AskTrip(),
    views.CallOff: lambda b, v, block, draft: views.CallOff(1),
    trainer_views.EditSeason: lambda b, v, block, draft: trainer_views.EditSeason(),
    trainer_views.EndSeason: lambda b, v, block, draft: trainer_views.EndSeason(1),
    trainer_views.OpenServices: lambda b, v, block, draft: trainer_views.OpenServices(),
    trainer_views.EditService: lambda b, v, block, draft: trainer_views.EditService(1),
    trainer_views.AddService: lambda b, v, block, draft: trainer_views.AddService(),
    trainer_views.OfferService: lambda b, v, block, draft: trainer_views.OfferService(1, False),
    closures.Reopen: lambda b, v, block, draft: closures.Reopen(1),
    closures.OfferAll: lambda b, v, block, draft: closures.OfferAll(1),
    trainer_views.CloseAgain: lambda b, v, block, draft: trainer_views.CloseAgain(1),
    trainer_views.OfferMoves: lambda b, v, block, draft: trainer_views.OfferMoves(FREE, FREE),
    waiting.JoinWaitlist: lambda b, v, block, draft: waiting.JoinWaitlist(1, date(2026, 11, 26)),
    waiting.LeaveWaitlist: lambda b, v, block, draft: waiting.LeaveWaitlist(1),
    waiting.Take: lambda b, v, block, draft: waiting.Take(b, v),
    waiting.Pass: lambda b, v, block, draft: waiting.Pass(b),
    waitlist.FillGap: lambda b, v, block, draft: waitlist.FillGap(1, 1),
    waitlist.NotNow: lambda b, v, block, draft: waitlist.NotNow(1, 1),
    waitlist.StopFilling: lambda b, v, block, draft: waitlist.StopFilling(1, 1),
    client_classes.ShowClasses: lambda b, v, block, draft: client_classes.ShowClasses(),
    class_views.OpenClasses: lambda b, v, block, draft: class_views.OpenClasses(),
    class_views.AddClass: lambda b, v, block, draft: class_views.AddClass(),
    class_views.SaveClass: lambda b, v, block, draft: class_views.SaveClass(DRAFTED),
    class_views.EndClass: lambda b, v, block, draft: class_views.EndClass(GIVEN),
    class_views.TakeUpClass: lambda b, v, block, draft: class_views.TakeUpClass(ENDED),
    class_views.OpenRoster: lambda b, v, block, draft: class_views.OpenRoster(ROSTER),
    class_views.AskCallOff: lambda b, v, block, draft: class_views.AskCallOff(ROSTER, 1),
    room_views.OpenRooms: lambda b, v, block, draft: room_views.OpenRooms(),
    room_views.AddRoom: lambda b, v, block, draft: room_views.AddRoom(),
    room_views.ChangeRoom: lambda b, v, block, draft: room_views.ChangeRoom(ROOM),
    room_views.RemoveRoom: lambda b, v, block, draft: room_views.RemoveRoom(ROOM),
    room_views.SeeRoom: lambda b, v, block, draft: room_views.SeeRoom(ROOM),
    room_views.OpenNeeds: lambda b, v, block, draft: room_views.OpenNeeds(),
    room_views.EditNeeds: lambda b, v, block, draft: room_views.EditNeeds(1),
    room_views.UseInstead: lambda b, v, block, draft: room_views.UseInstead(1, LACKED, ROOM),
    room_views.KeepWith: lambda b, v, block, draft: room_views.KeepWith(GIVEN, LACKED, ROOM),
    class_views.RunAnyway: lambda b, v, block, draft: class_views.RunAnyway(ROSTER, 1),
    class_views.AskTellAll: lambda b, v, block, draft: class_views.AskTellAll(ROSTER),
    trainer_views.Unblock: lambda b, v, block, draft: trainer_views.Unblock(block),
    slots.AskWeekly: lambda b, v, block, draft: slots.AskWeekly(2, FREE),
    slots.StartWeekly: lambda b, v, block, draft: slots.StartWeekly(2, FREE, 1, How.SKIP, 0),
    slots.AskWeeklyFor: lambda b, v, block, draft: slots.AskWeeklyFor(CLEO, 2, FREE),
    slots.StartWeeklyFor: lambda b, v, block, draft: slots.StartWeeklyFor(CLEO, 2, FREE, 1, How.SKIP, 0),
    slots.OpenSlot: lambda b, v, block, draft: slots.OpenSlot(SLOT),
    slots.ListDates: lambda b, v, block, draft: slots.ListDates(SLOT),
    slots.AskPause: lambda b, v, block, draft: slots.AskPause(SLOT, NOW.date()),
    slots.Pause: lambda b, v, block, draft: slots.Pause(SLOT, 1, NOW.date()),
    slots.AskResume: lambda b, v, block, draft: slots.AskResume(SLOT),
    slots.Resume: lambda b, v, block, draft: slots.Resume(SLOT, 1, How.SKIP, 0),
    slots.AskEnd: lambda b, v, block, draft: slots.AskEnd(SLOT),
    slots.End: lambda b, v, block, draft: slots.End(SLOT, 1),
    slots.AskMoveAll: lambda b, v, block, draft: slots.AskMoveAll(SLOT, TUESDAY),
    slots.PlanMoveAll: lambda b, v, block, draft: slots.PlanMoveAll(SLOT, TUESDAY, FREE),
    slots.MoveAll: lambda b, v, block, draft: slots.MoveAll(SLOT, 1, TUESDAY, FREE, How.SKIP, 0),
    slots.AskOther: lambda b, v, block, draft: slots.AskOther(SLOT, TUESDAY),
    slots.TakeOther: lambda b, v, block, draft: slots.TakeOther(SLOT, TUESDAY, FREE),
    trainer_standing.ApproveSlot: lambda b, v, block, draft: trainer_standing.ApproveSlot(SLOT, 1),
    trainer_standing.AskDeclineSlot: lambda b, v, block, draft: trainer_standing.AskDeclineSlot(SLOT, 1),
    views.OpenCredits: lambda b, v, block, draft: views.OpenCredits(),
    views.WhyCredits: lambda b, v, block, draft: views.WhyCredits(),
    sold.OpenPackages: lambda b, v, block, draft: sold.OpenPackages(),
    sold.AddPackage: lambda b, v, block, draft: sold.AddPackage(),
    sold.EditPackage: lambda b, v, block, draft: sold.EditPackage(PACKAGE),
    sold.OfferPackage: lambda b, v, block, draft: sold.OfferPackage(PACKAGE, on=False),
    sold.OpenHolders: lambda b, v, block, draft: sold.OpenHolders(),
    sold.CreditsOf: lambda b, v, block, draft: sold.CreditsOf(CLEO),
    sold.WhyOf: lambda b, v, block, draft: sold.WhyOf(CLEO),
    sold.GivePackage: lambda b, v, block, draft: sold.GivePackage(CLEO, PACKAGE),
    sold.GiveCredits: lambda b, v, block, draft: sold.GiveCredits(CLEO),
    sold.ExtendLot: lambda b, v, block, draft: sold.ExtendLot(LOT),
    views.OpenShop: lambda b, v, block, draft: views.OpenShop(b),
    views.Buy: lambda b, v, block, draft: views.Buy(PACKAGE, b),
    sold.AskSell: lambda b, v, block, draft: sold.AskSell(CLEO),
    sold.Sell: lambda b, v, block, draft: sold.Sell(CLEO, PACKAGE, Way.CASH),
    views.AskRefund: lambda b, v, block, draft: views.AskRefund(PAYMENT),
    views.WithdrawRefund: lambda b, v, block, draft: views.WithdrawRefund(REFUND),
    sold.ApproveRefund: lambda b, v, block, draft: sold.ApproveRefund(REFUND, 1),
    sold.AskDeclineRefund: lambda b, v, block, draft: sold.AskDeclineRefund(REFUND),
    sold.UndoSale: lambda b, v, block, draft: sold.UndoSale(PAYMENT),
}
