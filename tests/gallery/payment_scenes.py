"""Payments: a package is bought by its link, paid while booking, or marked paid at the desk."""

from bot.client.times import PickTime
from bot.client.views import AskRefund, Buy, OpenSession, OpenShop, WithdrawRefund
from bot.trainer.package_views import ApproveRefund, AskDeclineRefund, AskSell, Sell, UndoSale
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
    s.tom.says(f"sell {client} 10-pack cash", f"vender {client} Bono 10 efectivo")
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
    s.client.says("why", "por qué")
    s.refund_fails()
    s.client.hears("client_refund")
    s.tom.hears("trainer_refund")


@scene("Stripe and the books count differently")
def differ(s: Stage) -> None:
    _paid(s)
    s.is_returned_elsewhere()
    s.ada.hears("admin_difference")
    s.is_paid_twice()
    s.ada.hears("admin_difference")


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
