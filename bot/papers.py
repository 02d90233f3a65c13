"""Receipts as PDF: a page for the payment, and one for each refund of it."""

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path

from bot.dialogue.words import Voice, _, day, money, ngettext, speaking
from bot.packages import BY
from domain.money import Money
from domain.payments.model import Payment, Receipt, Refund
from domain.work import Work

_LEFT, _TOP, _LINE = 72, 740, 22  # points, on A4
_PLAIN, _BOLD = "Vera", "VeraBd"  # they come with the library, and have every letter of Western Europe


def receipts_pdf(work: Work, token: str, studio: str) -> bytes | None:
    """None where there is no such link, or no number yet."""
    payment = work.payments.by_token(token)
    receipts = work.payments.receipts(payment.id) if payment else []
    if payment is None or not receipts:
        return None
    client = work.people.person(payment.client_id)
    trainer = work.trainers.trainer(payment.trainer_id)
    with speaking(Voice(client.locale, trainer.zone)):
        first = receipts[0]
        sheets = [
            [studio, trainer.name, "", *_lines(work, payment, each, first), "", client.name]
            for each in receipts
        ]
    return _pdf(sheets, title=f"{studio} {first.name}")


def _lines(work: Work, payment: Payment, receipt: Receipt, first: Receipt) -> list[str]:
    refund = work.payments.refund(receipt.refund_id) if receipt.refund_id else None
    on = f"{day(receipt.issued_at)} {receipt.year}"
    if refund is not None:
        title = _("Credit note {number}", number=receipt.name)
        return [title, on, _("Of receipt {number}", number=first.name), *_returned(payment, refund)]
    sessions = ngettext("{n} session", "{n} sessions", payment.sessions)
    return [
        _("Receipt {number}", number=receipt.name),
        on,
        f"{payment.name}: {sessions}",
        _("Paid {amount} {way}", amount=money(payment.price), way=_way(payment)),
    ]


def _returned(payment: Payment, refund: Refund) -> list[str]:
    unused = ngettext("{n} credit not used", "{n} credits not used", refund.credits)
    back = Money(-refund.amount_minor, refund.currency)
    return [f"{payment.name}: {unused}", f"{money(back)} {_way(payment)}"]


def _way(payment: Payment) -> str:
    return _(BY[payment.way]) if payment.way else ""


def _pdf(sheets: Sequence[Sequence[str]], *, title: str) -> bytes:
    from reportlab.pdfgen.canvas import Canvas  # a second to load, for the few who want one

    _fonts()
    file = BytesIO()
    canvas = Canvas(file, pagesize=(595, 842), invariant=True)  # the same receipt is the same file
    canvas.setTitle(title)
    for sheet in sheets:
        for place, line in enumerate(sheet):
            canvas.setFont(_BOLD if place in (0, 3) else _PLAIN, 16 if place == 3 else 12)
            canvas.drawString(_LEFT, _TOP - place * _LINE, line)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


@cache
def _fonts() -> None:
    import reportlab
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    folder = Path(reportlab.__file__).parent / "fonts"
    for name in (_PLAIN, _BOLD):
        pdfmetrics.registerFont(TTFont(name, folder / f"{name}.ttf"))
