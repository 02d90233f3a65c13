"""The hosted pages: paying, confirming with one's bank, the billing portal, and a look at all payments."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox import stripe_html as html
from sandbox.stripe_checkout import NeedsConfirmation
from sandbox.stripe_refunds import CLOSED
from sandbox.stripe_wire import JSON, StripeError

if TYPE_CHECKING:
    from sandbox.stripe import Stripe

DECLINED = "pm_card_chargeDeclined"
SEE_OTHER = 303


def routes(stripe: Stripe) -> list[BaseRoute]:
    pages = _Pages(stripe)
    return [
        Route("/stripe/pay/{id}", pages.checkout, methods=["GET"]),
        Route("/stripe/pay/{id}", pages.pay, methods=["POST"]),
        Route("/stripe/pay/{id}/confirm", pages.bank, methods=["GET"]),
        Route("/stripe/pay/{id}/confirm", pages.confirm, methods=["POST"]),
        Route("/stripe/portal/{id}", pages.portal, methods=["GET"]),
        Route("/stripe/portal/{id}", pages.portal_acts, methods=["POST"]),
        Route("/stripe/invoice/{id}", pages.invoice, methods=["GET"]),
        Route("/stripe/invoice/{id}", pages.pay_invoice, methods=["POST"]),
        Route("/stripe/dashboard", pages.dashboard, methods=["GET"]),
        Route("/stripe/dashboard", pages.dashboard_acts, methods=["POST"]),
    ]


class _Pages:
    def __init__(self, stripe: Stripe) -> None:
        self._stripe = stripe

    async def checkout(self, request: Request) -> Response:
        session = self._find("checkout.session", request)
        return self._checkout(session) if session else _nothing()

    async def pay(self, request: Request) -> Response:
        """`act`: pay, confirm, decline or bank; a payment leads to the success page, a refusal back here."""
        session = self._find("checkout.session", request)
        if session is None:
            return _nothing()
        if session["status"] != "open":
            return self._checkout(session)
        form = {name: str(value) for name, value in (await request.form()).items()}
        try:
            there = self._stripe.pays(
                session, form.get("act", "pay"), form.get("card", ""), form.get("email")
            )
        except NeedsConfirmation:
            return self._checkout(session, asks=form.get("card"), email=form.get("email"))
        except StripeError as refused:
            return self._checkout(session, str(refused), email=form.get("email"))
        return RedirectResponse(there, SEE_OTHER) if there else self._checkout(session)

    def _checkout(
        self, session: JSON, problem: str | None = None, *, asks: str | None = None, email: str | None = None
    ) -> Response:
        if session["status"] == "complete":
            return html.page(
                "This is paid" if session["payment_status"] == "paid" else "Thank you", _back(session)
            )
        if session["status"] == "expired":
            return html.page("This page has expired", "<p>Ask for a new link where you got this one.</p>")
        total = session["amount_total"]
        verb = {"payment": "Pay", "setup": "Save card", "subscription": "Subscribe"}[session["mode"]]
        title = f"{verb} {html.money(total, session['currency'])}" if total is not None else verb
        body = html.lines(session["_line_items"]["data"]) + html.problem(problem)
        if asks:
            return html.page("Your bank asks you to confirm", body + _confirmation(asks, email or ""))
        customer = self._stripe.book.all.get(session["customer"] or "", {})
        email = email or session["customer_email"] or customer.get("email") or ""
        by_bank = (
            html.button("Pay by bank (arrives later)", "act", "bank") if session["mode"] == "payment" else ""
        )
        field = f'<input type="email" name="email" autocomplete="email" value="{escape(email)}">'
        form = html.form(
            f"<label>Email{field}</label>",
            html.cards(self._stripe.customers.methods(session["customer"]) if session["customer"] else ()),
            html.button(verb, "act", "pay", primary=True),
            html.button("Decline", "act", "decline"),
            by_bank,
        )
        return html.page(title, body + form + html.link("Leave without paying", session["cancel_url"]))

    async def bank(self, request: Request) -> Response:
        intent = self._find("payment_intent", request)
        if intent is None or intent["status"] != "requires_action":
            return _nothing()
        amount = html.money(intent["amount"], intent["currency"])
        form = html.form(
            html.button("Confirm", "act", "confirm", primary=True), html.button("Fail", "act", "fail")
        )
        return html.page(f"Confirm {amount} with your bank", form)

    async def confirm(self, request: Request) -> Response:
        """The person confirms with their bank, or fails to; both lead back to the `return_url`."""
        intent = self._find("payment_intent", request)
        if intent is None or intent["status"] != "requires_action":
            return _nothing()
        there = intent["next_action"]["redirect_to_url"]["return_url"]
        confirms = (await request.form()).get("act") == "confirm"
        self._stripe.confirms(intent, confirms=confirms)
        if there:
            return RedirectResponse(there, SEE_OTHER)
        return html.page("Confirmed" if confirms else "Not confirmed", "<p>You can close this page.</p>")

    async def invoice(self, request: Request) -> Response:
        invoice = self._find("invoice", request)
        return self._invoice(invoice) if invoice else _nothing()

    async def pay_invoice(self, request: Request) -> Response:
        invoice = self._find("invoice", request)
        if invoice is None or invoice["status"] != "open":
            return self._invoice(invoice) if invoice else _nothing()
        try:
            self._stripe.invoices.pay_by_hand(invoice, str((await request.form()).get("card", "")))
        except StripeError as refused:
            return self._invoice(invoice, str(refused))
        return self._invoice(invoice)

    def _invoice(self, invoice: JSON, problem: str | None = None) -> Response:
        total = html.money(invoice["total"], invoice["currency"])
        if invoice["status"] != "open":
            return html.page(f"Invoice over {total}: {invoice['status']}", "")
        form = html.form(html.cards(), html.button(f"Pay {total}", "act", "pay", primary=True))
        return html.page(f"Invoice over {total}", html.problem(problem) + form)

    async def portal(self, request: Request) -> Response:
        session = self._find("billing_portal.session", request)
        return self._portal(session) if session else _nothing()

    async def portal_acts(self, request: Request) -> Response:
        session = self._find("billing_portal.session", request)
        if session is None:
            return _nothing()
        form = {name: str(value) for name, value in (await request.form()).items()}
        try:
            self._stripe.portal.act(session, form.get("act", ""), form.get("of") or form.get("card", ""))
        except StripeError as refused:
            return self._portal(session, str(refused))
        return self._portal(session)

    def _portal(self, session: JSON, problem: str | None = None) -> Response:
        portal = self._stripe.portal
        default = portal.default(session)
        cards = "".join(_card(each, is_default=each["id"] == default) for each in portal.cards(session))
        add = (
            f'<form method="post">{html.cards()}{html.button("Add card", "act", "add", primary=True)}</form>'
        )
        subscriptions = "".join(map(self._subscription, portal.subscriptions(session)))
        body = (
            f"{html.problem(problem)}<h2>Cards</h2>{cards or '<p>No card yet.</p>'}{add}"
            f"<h2>Subscriptions</h2>{subscriptions or '<p>None.</p>'}"
        )
        return html.page("Your payments", body + html.link("Back to the studio", session["return_url"]))

    def _subscription(self, each: JSON) -> str:
        item = each["items"]["data"][0]
        name = self._stripe.book.all[item["price"]["product"]]["name"]
        amount = html.money(item["price"]["unit_amount"] * item["quantity"], each["currency"])
        what, label = (
            ("keep", "Keep it") if each["cancel_at_period_end"] else ("end", "End it after this period")
        )
        said = f"<span>{escape(name)}: {amount}</span>"
        return html.form(html.hidden("of", each["id"]), said, html.button(label, "act", what), row=True)

    async def dashboard(self, _: Request) -> Response:
        return self._dashboard()

    async def dashboard_acts(self, request: Request) -> Response:
        """`act`: the studio's "refund", the cardholder's "dispute", their bank's "won" or "lost"."""
        form = {name: str(value) for name, value in (await request.form()).items()}
        about = self._stripe.book.all.get(form.get("of", ""))
        try:
            if about is not None:
                self._stripe.acts(about, form.get("act", ""))
        except StripeError as refused:
            return self._dashboard(str(refused))
        return RedirectResponse("/stripe/dashboard", SEE_OTHER)

    def _dashboard(self, problem: str | None = None) -> Response:
        """The newest payments, disputes, and the checkout pages that are open."""
        book = self._stripe.book
        book.start()
        book.do_what_is_due()
        charges = [
            (
                escape(each["description"] or each["id"]),
                _state(each) + _acts(each),
                html.money(each["amount"], each["currency"]),
            )
            for each in reversed(book.of("charge"))
        ]
        disputes = [
            (
                escape(f"{each['reason']} · {each['charge']}"),
                escape(each["status"]) + _acts(each),
                html.money(each["amount"], each["currency"]),
            )
            for each in reversed(book.of("dispute"))
        ]
        sessions = [
            (f'<a href="/stripe/pay/{each["id"]}">{each["mode"]}</a>', each["status"], _total(each))
            for each in reversed(book.of("checkout.session"))
        ]
        body = html.problem(problem) + "<h2>Charges</h2>" + html.table(("For", "State", "Amount"), charges)
        if disputes:
            body += "<h2>Disputes</h2>" + html.table(("Why", "State", "Amount"), disputes)
        body += "<h2>Checkout</h2>" + html.table(("Page", "State", "Amount"), sessions)
        return html.page("Payments of the sandbox", body, wide=True)

    def _find(self, kind: str, request: Request) -> JSON | None:
        self._stripe.book.start()
        self._stripe.book.do_what_is_due()
        found = self._stripe.book.all.get(request.path_params["id"])
        return found if found and found["object"] == kind else None


def _nothing() -> Response:
    return html.page("There is nothing here", "<p>Ask for a new link where you got this one.</p>", status=404)


def _back(session: JSON) -> str:
    return html.link("Back to the studio", success_url(session))


def success_url(session: JSON) -> str | None:
    there: str | None = session["success_url"]
    return there and there.replace("{CHECKOUT_SESSION_ID}", session["id"])


def _confirmation(token: str, email: str) -> str:
    yes = html.button("Confirm", "act", "confirm", primary=True)
    kept = html.hidden("card", token) + html.hidden("email", email)
    return html.form(kept, yes, html.button("Fail", "act", "decline"))


def _card(card: JSON, *, is_default: bool) -> str:
    standing = "<strong>default</strong>" if is_default else html.button("Make default", "act", "default")
    shown = f"<span>{card['card']['brand']} •••• {card['card']['last4']}</span>"
    remove = html.button("Remove", "act", "remove")
    return html.form(html.hidden("of", card["id"]), shown, standing, remove, row=True)


def _state(charge: JSON) -> str:
    if charge["disputed"]:
        return "disputed"
    if charge["refunded"]:
        return "refunded"
    back = charge["amount_refunded"]
    return f"{html.money(back, charge['currency'])} refunded" if back else str(charge["status"])


def _acts(about: JSON) -> str:
    """What can be done to a charge, or said about a dispute."""
    if about["object"] == "dispute":
        acts = (("Won", "won"), ("Lost", "lost")) if about["status"] not in CLOSED else ()
    elif not about["paid"] or about["disputed"] or about["refunded"]:
        acts = ()
    else:
        acts = (("Refund", "refund"), ("Dispute", "dispute"))
    buttons = (html.button(label, "act", act) for label, act in acts)
    return html.form(html.hidden("of", about["id"]), *buttons, row=True) if acts else ""


def _total(session: JSON) -> str:
    return "" if session["amount_total"] is None else html.money(session["amount_total"], session["currency"])
