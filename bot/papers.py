"""Receipts as PDF: a page for the payment, and one for each refund of it."""

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from textwrap import wrap

from bot.dialogue.words import Voice, _, day, money, ngettext, speaking
from bot.packages import BY, sessions, what
from bot.proof import parts_of
from bot.tax import of_price, split
from domain.earnings.payers import company_of
from domain.money import Money
from domain.payments.disputed import Dispute
from domain.payments.model import Payment, Receipt, Refund
from domain.payments.taxed import tax_of
from domain.people.model import Person
from domain.work import Work

_LEFT, _TOP, _LINE = 72, 740, 22  # points, on A4
_PER_PAGE, _WIDE = 26, 62  # lines, letters
_PLAIN, _BOLD = "Vera", "VeraBd"  # they come with the library, and have every letter of Western Europe


def receipts_pdf(work: Work, token: str, studio: str) -> bytes | None:
    """None where there is no such link, or no number yet."""
    payment = work.payments.by_token(token)
    receipts = work.payments.receipts(payment.id) if payment else []
    if payment is None or not receipts:
        return None
    return _pdf(receipt_sheets(work, payment, studio), title=f"{studio} {receipts[0].name}")


def receipt_sheets(work: Work, payment: Payment, studio: str) -> list[list[str]]:
    """The lines of a page for each number that a payment has."""
    return [_sheet(work, payment, each, studio) for each in work.payments.receipts(payment.id)]


def receipt_pdf(work: Work, payment: Payment, receipt: Receipt, studio: str) -> bytes:
    """The page of one number."""
    return _pdf([_sheet(work, payment, receipt, studio)], title=f"{studio} {receipt.name}")


def receipt_lines(work: Work, payment: Payment, receipt: Receipt) -> list[str]:
    """What one number is about, in the language that is being spoken."""
    return _lines(work, payment, receipt, work.payments.receipts(payment.id)[0])


def _sheet(work: Work, payment: Payment, receipt: Receipt, studio: str) -> list[str]:
    client = work.people.person(payment.client_id)
    trainer = work.trainers.trainer(payment.trainer_id)
    with speaking(Voice(client.locale, trainer.zone)):
        seller, whom = "" if payment.is_rent else trainer.name, _whom(work, payment, client)
        lines = receipt_lines(work, payment, receipt)
    return [studio, seller, _known_by(receipt), *lines, "", *whom]


def _known_by(receipt: Receipt) -> str:
    return _("Tax number {number}", number=receipt.tax_number) if receipt.tax_number else ""


def _whom(work: Work, payment: Payment, client: Person) -> list[str]:
    """Who paid then, and for whom."""
    company = company_of(work, client.id, payment.trainer_id, payment.paid_at or payment.made_at)
    return [company, _("For {name}", name=client.name)] if company else [client.name]


def _lines(work: Work, payment: Payment, receipt: Receipt, first: Receipt) -> list[str]:
    if receipt.voids_id is not None:
        return _voiding(work, payment, receipt)
    refund = work.payments.refund(receipt.refund_id) if receipt.refund_id else None
    on = f"{day(receipt.issued_at)} {receipt.year}"
    if refund is not None:
        title = _("Credit note {number}", number=receipt.name)
        return [title, on, _("Of receipt {number}", number=first.name), *_returned(work, payment, refund)]
    return [
        _("Receipt {number}", number=receipt.name),
        on,
        ": ".join(filter(None, (what(payment), sessions(payment)))),
        _("Paid {amount} {way}", amount=money(payment.price), way=_way(payment)),
        *filter(None, [of_price(payment)]),
    ]


def _voiding(work: Work, payment: Payment, receipt: Receipt) -> list[str]:
    """Of a refund that the client's bank sent back."""
    note = next(each for each in work.payments.receipts(payment.id) if each.id == receipt.voids_id)
    refund = work.payments.refund(note.refund_id or 0)
    title = _("Correction {number}", number=receipt.name)
    void = _("Credit note {number} is void: the money did not arrive.", number=note.name)
    return [
        title,
        f"{day(receipt.issued_at)} {receipt.year}",
        void,
        f"{what(payment)}: {money(refund.amount)}",
        *filter(None, [split(payment.tax, refund.amount, tax_of(work, refund))]),
    ]


def _returned(work: Work, payment: Payment, refund: Refund) -> list[str]:
    unused = ngettext("{n} credit not used", "{n} credits not used", refund.credits)
    name = f"{payment.name}: {unused}" if refund.credits else what(payment)
    back = Money(-refund.amount_minor, refund.currency)
    tax = split(payment.tax, back, -tax_of(work, refund))
    return [name, f"{money(back)} {_way(payment)}", *filter(None, [tax])]


def _way(payment: Payment) -> str:
    return _(BY[payment.way]) if payment.way else ""


def proof_pdf(work: Work, dispute: Dispute, studio: str) -> bytes:
    """What proves that a payment was right, on as many pages as it takes."""
    payment = work.payments.payment(dispute.payment_id)
    trainer = work.trainers.trainer(payment.trainer_id)
    title = _("Payment of {day}", day=day(payment.paid_at or payment.made_at))
    told = [line for part in parts_of(work, dispute) for line in ("", part.title, *_wrapped(part.lines))]
    pages = [told[first : first + _PER_PAGE] for first in range(0, len(told), _PER_PAGE)]
    return _pdf([[studio, trainer.name, "", title, *page] for page in pages], title=title)


def _wrapped(lines: Sequence[str]) -> list[str]:
    return [part for line in lines for part in wrap(line, _WIDE)]


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
