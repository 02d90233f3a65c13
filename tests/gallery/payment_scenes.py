"""Payments: a package is bought by its link, paid while booking, or marked paid at the desk."""

from bot.admin.surplus import GiveBackSurplus
from bot.client.times import PickTime
from bot.client.views import (
    AskCode,
    AskRefund,
    Buy,
    BuyGift,
    BuyWith,
    OpenSession,
    OpenShop,
    PayFirst,
    PayRest,
    WithdrawRefund,
)
from bot.trainer.cards import AskNoShow, NoShow
from bot.trainer.money_views import ProofOf, SendProof
from bot.trainer.package_views import (
    ApproveRefund,
    AskDeclineRefund,
    AskSell,
    Sell,
    SellAnother,
    TakeDue,
    UndoSale,
)
from bot.trainer.views import EditPolicy
from domain.payments.disputed import DisputeState
from tests.gallery.package_scenes import sells
from tests.gallery.scene import booked, held, scene
from tests.gallery.stage import Stage


@scene("A package is bought by its link")
def bought(s: Stage) -> None:
    booked(s)
    s.client.says("packages", "paquetes")
    sells(s)
    s.client.opens()
    if not s.by_text:
        s.client.presses(OpenShop)
    s.client.says("buy", "comprar")
    s.client.presses(Buy)
    s.is_paid(takes_days=True)
    s.client.hears("client_unpaid")
    s.is_paid(fails=True)
    s.client.hears("client_unpaid")
    s.is_paid()
    s.client.hears("client_paid")
    s.tom.hears("trainer_sold")
    s.client.says("why", "por qué")


@scene("A package is bought while a time is held")
def bought_for_a_time(s: Stage) -> None:
    sells(s)
    held(s, "tom", ("fri 6pm", "vie 18h"))
    if s.by_text:
        s.client.presses(OpenShop)
    s.client.presses(Buy)
    if not s.by_text:
        s.client.presses(PickTime)
        s.client.presses(Buy)
    s.is_paid()
    s.client.hears("client_paid")
    if not s.by_text:
        s.client.presses(OpenSession)


@scene("The time that a payment was for is let go")
def let_go(s: Stage) -> None:
    sells(s)
    held(s, "tom", ("fri 6pm", "vie 18h"))
    if s.by_text:
        s.client.presses(OpenShop)
    s.client.presses(Buy)
    s.client.says("fri 5pm", "vie 17h")
    s.client.hears("client_unpaid")


@scene("A payment lands when the time is gone")
def landed_late(s: Stage) -> None:
    sells(s)
    held(s, "tom", ("fri 6pm", "vie 18h"))
    if s.by_text:
        s.client.presses(OpenShop)
    s.client.presses(Buy)
    s.passes(minutes=30)
    s.is_given_away()
    s.is_paid()
    s.client.hears("client_paid")


@scene("A package is paid at the desk")
def at_the_desk(s: Stage) -> None:
    sells(s)
    booked(s)
    client = s.client.address.person.first_name
    s.tom.says(f"credits {client}", f"bonos {client}")
    s.tom.presses(AskSell)
    s.tom.presses(Sell)
    s.tom.presses(UndoSale)
    for _twice in range(2):
        s.tom.says(f"sell {client} 10-pack cash", f"vender {client} Bono 10 efectivo")
    s.tom.presses(SellAnother)
    s.passes(minutes=2)
    s.client.hears("client_paid")
    s.tom.says("sell nobody 10-pack", "vender nadie Bono 10")


@scene("A refund is asked for, and approved")
def refunded(s: Stage) -> None:
    _paid(s)
    if s.by_text:
        s.client.says("refund", "reembolso")
    else:
        s.client.presses(AskRefund)
    s.client.fills(reason=s.says("I move away", "Me mudo"))
    s.client.says("refund", "reembolso")
    s.tom.hears("trainer_refund")
    s.tom.says("refunds", "reembolsos")
    s.tom.presses(ApproveRefund)
    s.client.hears("client_refund")
    if not s.by_text:
        s.client.hears("client_payment")
    s.client.says("why", "por qué")
    s.refund_fails()
    s.client.hears("client_refund")
    s.tom.hears("trainer_refund")


@scene("A bank disputes a payment, and the studio wins")
def won(s: Stage) -> None:
    _paid(s)
    s.tom.says("disputes", "disputas")
    s.is_disputed(DisputeState.OPEN)
    s.tom.hears("trainer_dispute")
    s.tom.presses(SendProof)
    s.tom.presses(ProofOf)
    s.ada.hears("trainer_dispute")
    s.client.hears("client_disputed")
    s.client.says("credits", "bonos")
    s.tom.says("disputes", "disputas")
    s.is_disputed(DisputeState.WON)
    s.tom.hears("trainer_dispute")
    s.client.hears("client_disputed")


@scene("A bank disputes a payment, and the studio loses")
def lost(s: Stage) -> None:
    _paid(s)
    s.is_disputed(DisputeState.OPEN)
    s.is_disputed(DisputeState.LOST)
    s.tom.hears("trainer_dispute")
    s.client.hears("client_disputed")
    s.client.says("why", "por qué")


@scene("Stripe and the books count differently")
def differ(s: Stage) -> None:
    _paid(s)
    s.is_returned_elsewhere()
    s.ada.hears("admin_difference")
    s.is_paid_twice()
    s.ada.hears("admin_difference")
    s.ada.presses(GiveBackSurplus)
    s.surplus_goes_back()
    s.client.hears("client_surplus")


@scene("The books were changed behind their seal")
def changed(s: Stage) -> None:
    _paid(s)
    s.books_are_changed()
    s.ada.hears("admin_seal")


@scene("The receipt of the last payment")
def receipt(s: Stage) -> None:
    s.client.says("receipt", "recibo")
    _paid(s)
    s.client.says("receipt", "recibo")


@scene("A refund is asked for, and declined")
def declined(s: Stage) -> None:
    _paid(s)
    s.client.says("refund", "reembolso")
    s.client.fills(reason=s.says("I move away", "Me mudo"))
    s.tom.hears("trainer_refund")
    s.tom.presses(AskDeclineRefund)
    s.tom.fills(reason=s.says("We agreed on no refunds", "Quedamos en que no se devuelve"))
    s.client.hears("client_refund")


@scene("A refund is asked for, and withdrawn")
def withdrawn(s: Stage) -> None:
    _paid(s)
    s.client.says("refund", "reembolso")
    s.client.fills(reason=s.says("no thanks", "no gracias"))
    s.client.says("withdraw", "retirar")
    s.client.says("refund", "reembolso")
    s.client.fills(reason=s.says("I move away", "Me mudo"))
    s.tom.hears("trainer_refund")
    s.client.presses(WithdrawRefund)
    s.tom.hears("trainer_refund")


def _paid(s: Stage) -> None:
    sells(s)
    booked(s)
    s.client.says("buy", "comprar")
    s.client.presses(Buy)
    s.is_paid()
    s.client.hears("client_paid")


def _hears_of_it(s: Stage) -> None:
    s.is_paid()
    s.client.hears("client_paid")


@scene("A session that is paid first")
def paid_first(s: Stage) -> None:
    s.tom.says(
        "policy cancel 1 day, late used, pay first", "política cancelar 1 día, tarde usada, pagar antes"
    )
    held(s, "tom", ("fri 6pm", "vie 18h"))
    s.client.presses(PayFirst)
    _hears_of_it(s)


@scene("A deposit, and the rest of the price")
def deposit(s: Stage) -> None:
    s.tom.says(
        "policy cancel 1 day, late fee 15, deposit 20%",
        "política cancelar 1 día, tarde importe 15, señal 20%",
    )
    s.tom.presses(EditPolicy)
    s.tom.fills(cancel="24", late="used", pay="20%", missed="20")
    held(s, "tom", ("fri 6pm", "vie 18h"))
    s.client.presses(PayFirst)
    _hears_of_it(s)
    if s.by_text:
        s.client.says("pay", "pagar")
    else:
        s.client.presses(OpenSession)
        s.client.presses(PayRest)
    client = s.client.address.person.first_name
    s.tom.says(f"sell {client}", f"vender {client}")
    s.tom.presses(TakeDue)


@scene("Not having come costs a fee")
def missed(s: Stage) -> None:
    s.tom.says("policy no-show fee 20", "política ausencia importe 20")
    booked(s)
    s.passes(days=3, hours=10)
    s.tom.opens()
    s.tom.presses(AskNoShow)
    s.tom.presses(NoShow)
    s.client.hears("client_owes")
    s.client.says("pay", "pagar")


@scene("A promo code, and a gift for somebody else")
def codes(s: Stage) -> None:
    sells(s)
    s.tom.says("promo SUMMER 20%, uses 50, until 31 dec", "promo SUMMER 20%, usos 50, hasta 31 dic")
    s.tom.says("gift", "regalo")
    s.tom.says("gift 10-pack won the raffle", "regalo Bono 10 ganó el sorteo")
    s.client.says("packages", "paquetes")
    if not s.by_text:
        s.client.presses(AskCode)
        s.client.fills(word="nope")
    else:
        s.client.says("code", "código")
        s.client.says("nope")
    s.client.says("code whatever", "código lo que sea")
    s.client.says("code summer", "código summer")
    s.client.presses(BuyWith)
    if not s.by_text:
        s.client.presses(BuyGift)
    s.client.says("gift 10-pack", "regalar Bono 10")
    _hears_of_it(s)
    s.tom.says("promo SUMMER off", "promo SUMMER no")
