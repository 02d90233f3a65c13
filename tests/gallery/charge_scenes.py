"""Fees to a saved card: agreed to, charged, declined."""

from bot.client.views import AgreeFees, OpenBilling, PayFirst
from bot.trainer.cards import AskNoShow, NoShow
from domain.payments import charges
from domain.payments.model import PageState
from domain.payments.pages import see
from domain.payments.ports import Seen
from tests.gallery.scene import booked, held, scene
from tests.gallery.stage import Stage

CARD: dict[str, str | bool] = {"brand": "visa", "last4": "4242", "default": True, "method_id": "pm_1"}


def _keeps_a_card(s: Stage) -> None:
    wallet = s.work.wallets.locked(s.client.address.person_id)
    wallet.customer_id, wallet.cards = wallet.customer_id or f"cus_{s.number()}", [CARD]
    s.work.flush()


def _did_not_come(s: Stage) -> str:
    """The key under which the fee is charged."""
    s.passes(days=4, hours=10)
    s.tom.opens()
    s.tom.presses(AskNoShow)
    s.tom.presses(NoShow)
    s.client.says("pay", "pagar")
    s.passes(minutes=1)
    (key,) = s.work.payments.charges_due(s.now)
    charges.begin(s.work, key, now=s.now)
    return key


@scene("A fee goes to the saved card, as agreed where the session was paid")
def charged(s: Stage) -> None:
    s.tom.says("policy no-show fee 20, deposit 10", "política ausencia importe 20, señal 10")
    held(s, "tom", ("fri 6pm", "vie 18h"))
    if s.by_text:
        s.client.says("cards on", "tarjetas si")
        s.client.says("pay", "pagar")
    else:
        s.client.presses(PayFirst)
        s.client.presses(AgreeFees)
    _keeps_a_card(s)
    s.is_paid()
    s.client.hears("client_paid")
    key = _did_not_come(s)
    fee = s.work.payments.open_of(s.client.address.person_id)[-1]
    see(s.work, Seen(key, "pi_1", PageState.PAID, fee.price, "pi_1"), now=s.now)
    s.client.hears("client_paid")
    s.tom.hears("trainer_sold")


@scene("A saved card is declined, and no fee goes to it any more")
def declined(s: Stage) -> None:
    s.tom.says("policy no-show fee 20", "política ausencia importe 20")
    booked(s)
    s.client.says("cards", "tarjetas")
    _keeps_a_card(s)
    s.client.taps(AgreeFees(on=True).pack(), "an older button")
    see(s.work, Seen(_did_not_come(s), "pi_1", PageState.FAILED), now=s.now)
    s.client.hears("client_unpaid")
    s.client.taps(OpenBilling().pack(), "an older button")
    s.client.says("cards off", "tarjetas no")
