"""Stripe's customers, their cards, and what is sold to them: products and prices."""

from typing import Any

from sandbox.stripe_api import Ask
from sandbox.stripe_book import Book
from sandbox.stripe_events import Events
from sandbox.stripe_wire import JSON, StripeError, currency, flag, invalid, metadata, missing, one_of, whole

# Test cards as Stripe has them: the token, the last four digits, and how the card fares.
CARDS = {
    "pm_card_visa": ("4242", "pays"),
    "pm_card_mastercard": ("4444", "pays"),
    "pm_card_chargeDeclined": ("0002", "card_declined/generic_decline"),
    "pm_card_visa_chargeDeclined": ("0002", "card_declined/generic_decline"),
    "pm_card_chargeDeclinedInsufficientFunds": ("9995", "card_declined/insufficient_funds"),
    "pm_card_chargeDeclinedLostCard": ("9987", "card_declined/lost_card"),
    "pm_card_chargeDeclinedExpiredCard": ("0069", "expired_card/"),
    "pm_card_chargeDeclinedProcessingError": ("0119", "processing_error/"),
    "pm_card_chargeCustomerFail": ("0341", "card_declined/generic_decline"),
    "pm_card_authenticationRequired": ("3184", "authenticates"),
    "pm_card_threeDSecureRequired": ("3220", "authenticates"),
    "pm_card_createDispute": ("0259", "is disputed"),
    "pm_card_refundFail": ("3126", "cannot be refunded"),
}
# Refused when the card is put aside for later already; the others are refused when they are to pay.
REFUSED_AT_ONCE = ("0002", "9995", "9987", "0069", "0119")
_PERSON = ("email", "name", "phone", "description")


class Customers:
    def __init__(self, book: Book, events: Events) -> None:
        self._book = book
        self._events = events

    def create(self, ask: Ask) -> JSON:
        given = ask.params
        customer = self._book.add(
            "cus",
            "customer",
            **{name: given.get(name) or None for name in _PERSON},
            address=given.get("address"),
            balance=0,
            currency=None,
            default_source=None,
            delinquent=False,
            discount=None,
            invoice_prefix=f"{len(self._book.of('customer')) + 1:08X}",
            invoice_settings={
                "custom_fields": None,
                "default_payment_method": None,
                "footer": None,
                "rendering_options": None,
            },
            metadata=metadata(given),
            next_invoice_sequence=1,
            preferred_locales=given.get("preferred_locales", []),
            shipping=None,
            tax_exempt="none",
            test_clock=None,
        )
        if "payment_method" in given:
            self.attach(self.method(given["payment_method"]), customer)
        self._set_default(customer, given)
        self._events.tell("customer.created", customer)
        return customer

    def update(self, ask: Ask) -> JSON:
        customer, given = self._book.get("customer", ask.id), ask.params
        self._alive(customer)
        customer |= {name: given[name] or None for name in _PERSON if name in given}
        customer["metadata"] = metadata(given, customer["metadata"])
        self._set_default(customer, given)
        self._events.tell("customer.updated", customer, {})
        return customer

    def fetch(self, ask: Ask) -> JSON:
        customer = self._book.get("customer", ask.id)
        return _tombstone(customer) if customer.get("deleted") else customer

    def delete(self, ask: Ask) -> JSON:
        customer = self._book.get("customer", ask.id)
        self._alive(customer)
        for card in self.methods(customer["id"]):
            card["customer"] = None
        customer["deleted"] = True
        self._events.tell("customer.deleted", customer)
        return _tombstone(customer)

    def find(self, id: Any) -> JSON:  # noqa: A002
        """The customer that a parameter names."""
        customer = self._book.get("customer", id, "customer")
        self._alive(customer, "customer")
        return customer

    def _alive(self, customer: JSON, param: str = "id") -> None:
        if customer.get("deleted"):
            raise missing("customer", customer["id"], param)

    def _set_default(self, customer: JSON, given: JSON) -> None:
        wanted = given.get("invoice_settings", {}).get("default_payment_method")
        if wanted is None:
            return
        if wanted and self.method(wanted)["customer"] != customer["id"]:
            raise _not_attached(wanted)
        customer["invoice_settings"]["default_payment_method"] = wanted or None

    def method(self, id: Any) -> JSON:  # noqa: A002
        """The card of this id; a test card's token makes a new one."""
        if id in CARDS:
            return self._card(str(id))
        return self._book.get("payment_method", id, "payment_method")

    def create_method(self, ask: Ask) -> JSON:
        if one_of(ask.params, "type", ("card",)) and "token" in ask.params.get("card", {}):
            token = ask.params["card"]["token"].replace("tok_", "pm_card_")
            if token in CARDS:
                return self._card(token)
        raise StripeError(
            "The sandbox takes test tokens for cards, such as tok_visa.", param="card[token]", began=False
        )

    def methods(self, customer: str) -> list[JSON]:
        return [each for each in self._book.of("payment_method") if each["customer"] == customer]

    def list_methods(self, ask: Ask) -> JSON:
        customer = ask.ids.get("id") or ask.params.get("customer")
        self.find(customer)
        return self._book.page(
            "payment_method", {**ask.params, "customer": customer}, ask.path, ("customer", "type")
        )

    def attach_method(self, ask: Ask) -> JSON:
        return self.attach(self.method(ask.id), self.find(ask.params["customer"]))

    def attach(self, card: JSON, customer: JSON) -> JSON:
        """Keep a card with a customer; a card that is refused at once is not kept."""
        if card["customer"] == customer["id"]:
            return card
        if card["card"]["last4"] in REFUSED_AT_ONCE:
            raise declined(card)
        if card["customer"] is not None:
            raise StripeError("This payment method has already been attached to a customer.")
        card["customer"] = customer["id"]
        self._events.tell("payment_method.attached", card)
        return card

    def detach_method(self, ask: Ask) -> JSON:
        return self.detach(self._book.get("payment_method", ask.id))

    def detach(self, card: JSON) -> JSON:
        if card["customer"] is None:
            raise StripeError("The payment method you provided is not attached to a customer.")
        settings = self._book.all[card["customer"]]["invoice_settings"]
        if settings["default_payment_method"] == card["id"]:
            settings["default_payment_method"] = None
        before, card["customer"] = card["customer"], None
        self._events.tell("payment_method.detached", card, {"customer": before})
        return card

    def _card(self, token: str) -> JSON:
        last4, fares = CARDS[token]
        return self._book.add(
            "pm",
            "payment_method",
            allow_redisplay="unspecified",
            billing_details={"address": None, "email": None, "name": None, "phone": None, "tax_id": None},
            card=card_details(last4) | {"display_brand": "visa", "generated_from": None, "networks": None},
            customer=None,
            metadata={},
            type="card",
            _fares=fares,
        )

    def create_product(self, ask: Ask) -> JSON:
        product = self._product(ask.params)
        if "default_price_data" in ask.params:
            product["default_price"] = self.price(
                ask.params["default_price_data"] | {"product": product["id"]}
            )["id"]
        return product

    def _product(self, given: JSON) -> JSON:
        product = self._book.add(
            "prod",
            "product",
            active=flag(given, "active", True),
            default_price=None,
            description=given.get("description"),
            images=[],
            marketing_features=[],
            metadata=metadata(given),
            name=given["name"],
            package_dimensions=None,
            shippable=None,
            statement_descriptor=None,
            tax_code=None,
            type="service",
            unit_label=None,
            updated=self._book.now,
            url=None,
        )
        self._events.tell("product.created", product)
        return product

    def update_product(self, ask: Ask) -> JSON:
        product = self._book.get("product", ask.id)
        product |= {name: ask.params[name] for name in ("name", "description") if name in ask.params}
        product["active"] = flag(ask.params, "active", product["active"])
        product["metadata"] = metadata(ask.params, product["metadata"])
        product["updated"] = self._book.now
        self._events.tell("product.updated", product, {})
        return product

    def create_price(self, ask: Ask) -> JSON:
        return self.price(ask.params)

    def update_price(self, ask: Ask) -> JSON:
        price = self._book.get("price", ask.id)
        price["active"] = flag(ask.params, "active", price["active"])
        price["nickname"] = ask.params.get("nickname", price["nickname"])
        price["metadata"] = metadata(ask.params, price["metadata"])
        self._events.tell("price.updated", price, {})
        return price

    def price(self, given: JSON) -> JSON:
        """A price of parameters, as of `prices.create` or `price_data`."""
        amount, product = whole(given, "unit_amount"), given.get("product")
        if "product_data" in given:
            product = self._product(given["product_data"])["id"]
        self._book.get("product", product, "product")
        price = self._book.add(
            "price",
            "price",
            active=flag(given, "active", True),
            billing_scheme="per_unit",
            currency=currency(given),
            custom_unit_amount=None,
            lookup_key=given.get("lookup_key"),
            metadata=metadata(given),
            nickname=given.get("nickname"),
            product=product,
            recurring=_recurring(given["recurring"]) if "recurring" in given else None,
            tax_behavior="unspecified",
            tiers_mode=None,
            transform_quantity=None,
            type="recurring" if "recurring" in given else "one_time",
            unit_amount=amount,
            unit_amount_decimal=str(amount),
        )
        self._events.tell("price.created", price)
        return price

    def line(self, item: Any) -> JSON:
        """What is bought: a price, and how many times."""
        if not isinstance(item, dict) or not {"price", "price_data"} & item.keys():
            raise invalid("Each line needs a price or price_data.", "line_items")
        price = (
            self.price(item["price_data"])
            if "price_data" in item
            else self._book.get("price", item["price"], "price")
        )
        if not price["active"]:
            raise StripeError("The price specified is inactive.", param="line_items[0][price]")
        return {"price": price, "quantity": whole(item, "quantity", 1, least=1)}


def card_details(last4: str) -> JSON:
    return {
        "brand": "mastercard" if last4 == "4444" else "visa",
        "checks": {"address_line1_check": None, "address_postal_code_check": None, "cvc_check": "pass"},
        "country": "GB",
        "exp_month": 12,
        "exp_year": 2034,
        "fingerprint": f"sandbox{last4}",
        "funding": "credit",
        "last4": last4,
        "three_d_secure_usage": {"supported": True},
        "wallet": None,
    }


def declined(card: JSON, **more: Any) -> StripeError:
    """What a card is refused with."""
    code, _, reason = card["_fares"].partition("/")
    messages = {
        "insufficient_funds": "Your card has insufficient funds.",
        "expired_card": "Your card has expired.",
        "processing_error": "An error occurred while processing your card. Try again in a little bit.",
    }
    message = messages.get(reason or code, "Your card was declined.")
    decline = {"decline_code": reason} if reason else {}
    return StripeError(message, type="card_error", status=402, code=code, **decline, **more)


def _recurring(given: JSON) -> JSON:
    return {
        "interval": one_of(given, "interval", ("day", "week", "month", "year"), "month"),
        "interval_count": whole(given, "interval_count", 1, least=1),
        "meter": None,
        "trial_period_days": None,
        "usage_type": "licensed",
    }


def _tombstone(customer: JSON) -> JSON:
    return {"id": customer["id"], "object": "customer", "deleted": True}


def _not_attached(card: str) -> StripeError:
    return StripeError(
        f"The customer does not have a payment method with the ID {card}.", code="resource_missing"
    )
