"""Seeing the money: earnings, and what the studio took."""

from bot.admin.deliveries import DeliveriesFile, OpenDeliveries
from bot.admin.revenue import OpenRevenue, RevenueFile
from bot.client.views import AskLonger, Buy
from bot.trainer.money_views import (
    AskPayer,
    CashupFile,
    CountCash,
    EarningsFile,
    OpenCashup,
    OpenEarnings,
    ReportFile,
)
from bot.trainer.package_views import GrantLonger, HoldersFile, OpenPackageHolders, OpenPackages
from bot.trainer.views import CloseDay
from domain.earnings.weekly import tell_due
from domain.packages.expiring import warn_due
from tests.gallery.package_scenes import sells
from tests.gallery.scene import booked, scene
from tests.gallery.stage import Stage


def _sold(s: Stage) -> None:
    """One package by card, and one at the desk."""
    sells(s)
    booked(s)
    s.client.says("buy", "comprar")
    s.client.presses(Buy)
    s.is_paid()
    s.client.hears("client_paid")
    client = s.client.address.person.first_name
    s.tom.says(f"sell {client} 10-pack cash", f"vender {client} Bono 10 efectivo")


@scene("What a trainer earned")
def earned(s: Stage) -> None:
    _sold(s)
    s.tom.opens()
    s.tom.presses(OpenEarnings)
    s.tom.presses(OpenEarnings)
    s.tom.presses(EarningsFile)
    s.tom.says("earnings oct", "ingresos oct")
    s.tom.says("earnings much", "ingresos muchos")


@scene("What the studio took")
def taken(s: Stage) -> None:
    _sold(s)
    s.ada.says("revenue month", "facturación mes")
    s.ada.presses(OpenRevenue)
    s.ada.presses(RevenueFile)


@scene("What became of the messages")
def delivered(s: Stage) -> None:
    s.ada.says("report delivery", "informe envíos")
    _sold(s)
    s.ada.says("report delivery", "informe envíos")
    s.ada.presses(OpenDeliveries)
    s.ada.presses(DeliveriesFile)


@scene("The drawer is counted")
def counted(s: Stage) -> None:
    _sold(s)
    s.tom.says("cashup", "arqueo")
    s.tom.presses(CountCash)
    s.tom.fills(counted="440", float="50", note=s.says("A note is missing", "Falta un billete"))
    s.tom.presses(OpenCashup)
    s.tom.says("cashup 450", "arqueo 450")
    s.tom.presses(CashupFile)
    s.ada.says("cashup", "arqueo")
    s.ada.presses(OpenCashup)
    s.ada.says("cashup tom 2 million", "arqueo tom dos millones")


@scene("Credits will expire, and last longer")
def expiring(s: Stage) -> None:
    sells(s)
    booked(s)
    client = s.client.address.person.first_name
    s.tom.says(f"give {client} 10-pack welcome", f"dar {client} Bono 10 bienvenida")
    s.tom.says("package 10-pack", "paquete Bono 10")
    s.tom.presses(HoldersFile)
    s.tom.says("packages", "paquetes")
    s.tom.presses(OpenPackageHolders)
    s.tom.presses(OpenPackages)
    s.client.says("extend", "ampliar")
    s.passes(days=80)
    warn_due(s.work, now=s.now)
    s.client.hears("client_expiring")
    s.client.presses(AskLonger)
    s.tom.hears("trainer_longer")
    s.tom.presses(GrantLonger)
    s.client.hears("client_credits")


@scene("The week, on Sunday evening")
def week(s: Stage) -> None:
    _sold(s)
    client = s.client.address.person.first_name
    s.tom.says(f"payer {client} Acme Ltd", f"pagador {client} Acme SL")
    s.tom.says(f"payer {client} no", f"pagador {client} no")
    s.tom.says("payer", "pagador")
    s.tom.says(f"credits {client}", f"bonos {client}")
    s.tom.presses(AskPayer)
    s.tom.fills(name="Acme Ltd")
    s.tom.says("report sunday", "informe domingo")
    s.tom.presses(ReportFile)
    tom = s.trainer("tom").id
    tell_due(s.work, tom, now=s.now)
    s.passes(days=6, hours=10)
    tell_due(s.work, tom, now=s.now)
    s.tom.hears("trainer_report_file")
    s.tom.hears("trainer_report")
    s.tom.presses(CloseDay)
