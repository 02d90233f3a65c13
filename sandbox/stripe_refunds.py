"""Stripe's way back of money: refunds, disputes, and the balance that shows them."""

from collections import defaultdict

from sandbox.stripe_api import Ask
from sandbox.stripe_book import Book
from sandbox.stripe_events import Events
from sandbox.stripe_payments import DAY, Payments
from sandbox.stripe_wire import JSON, StripeError, flag, metadata, missing, one_of, whole

DISPUTE_FEE = 2000
EVIDENCE_SECONDS = 9 * DAY
REASONS = (
    "general",
    "fraudulent",
    "duplicate",
    "product_not_received",
    "product_unacceptable",
    "unrecognized",
)
CLOSED = ("won", "lost", "warning_closed")
_FIELDS = (
    "access_activity_log billing_address cancellation_policy cancellation_policy_disclosure "
    "cancellation_rebuttal customer_communication customer_email_address customer_name "
    "customer_purchase_ip customer_signature duplicate_charge_documentation duplicate_charge_explanation "
    "duplicate_charge_id enhanced_evidence product_description receipt refund_policy "
    "refund_policy_disclosure refund_refusal_explanation service_date service_documentation "
    "shipping_address shipping_carrier shipping_date shipping_documentation shipping_tracking_number "
    "uncategorized_file uncategorized_text"
)
EVIDENCE = frozenset(_FIELDS.split())
MOST_EVIDENCE = 150_000  # letters, of all fields together


class Refunds:
    def __init__(self, book: Book, events: Events, payments: Payments) -> None:
        self._book = book
        self._events = events
        self._payments = payments

    def create(self, ask: Ask) -> JSON:
        return self.make(ask.params)

    def make(self, given: JSON) -> JSON:
        """By the API, or in the dashboard; `amount` is all that is left unless it is given."""
        charge = paid_charge(self._book, given)
        left = charge["amount"] - charge["amount_refunded"]
        amount = whole(given, "amount", left, least=1)
        self._refuse(charge, amount, left)
        reasons = ("duplicate", "fraudulent", "requested_by_customer")
        refund = self._book.add(
            "re",
            "refund",
            amount=amount,
            balance_transaction=None,
            charge=charge["id"],
            currency=charge["currency"],
            metadata=metadata(given),
            payment_intent=charge["payment_intent"],
            reason=one_of(given, "reason", reasons),
            receipt_number=None,
            source_transfer_reversal=None,
            status="succeeded",
            transfer_reversal=None,
        )
        del refund["livemode"]
        self._payments.book_money(refund, "refund", -amount)
        before = {"amount_refunded": charge["amount_refunded"], "refunded": charge["refunded"]}
        charge["amount_refunded"] += amount
        charge["refunded"] = charge["amount_refunded"] == charge["amount"]
        self._events.tell("refund.created", refund)
        self._events.tell("charge.refunded", charge, before)
        card = self._book.all.get(charge["payment_method"] or "")
        if card and card["_fares"] == "cannot be refunded":
            self._book.at(self._book.now, "refund_fails", refund["id"])
        return refund

    def _refuse(self, charge: JSON, amount: int, left: int) -> None:
        disputes = [each for each in self._book.of("dispute") if each["charge"] == charge["id"]]
        if any(each["status"] != "won" for each in disputes):
            raise StripeError(
                f"Charge {charge['id']} has been charged back; cannot issue a refund.", code="charge_disputed"
            )
        if left == 0:
            raise StripeError(
                f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded"
            )
        if amount > left:
            raise StripeError(
                f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})",
                param="amount",
            )

    def update(self, ask: Ask) -> JSON:
        refund = self._book.get("refund", ask.id)
        refund["metadata"] = metadata(ask.params, refund["metadata"])
        self._events.tell("refund.updated", refund, {})
        return refund

    def fail(self, refund: JSON) -> None:
        """The bank of the customer sends the money back, days after the refund was said to be done."""
        if refund["status"] != "succeeded":
            return
        back = self._payments.book_money(refund, "refund_failure", refund["amount"])
        refund |= {
            "status": "failed",
            "failure_reason": "expired_or_canceled_card",
            "failure_balance_transaction": back["id"],
        }
        charge = self._book.all[refund["charge"]]
        charge["amount_refunded"] -= refund["amount"]
        charge["refunded"] = False
        self._events.tell("refund.failed", refund)


class Disputes:
    """A bank takes the money back at once, and gives it back where the dispute is won."""

    def __init__(self, book: Book, events: Events, payments: Payments) -> None:
        self._book = book
        self._events = events
        self._payments = payments

    def open(self, charge: JSON, *, reason: str = "fraudulent", amount: int | None = None) -> JSON:
        """The bank's customer disputes a charge; StripeError where it is disputed already."""
        if charge["disputed"] or not charge["paid"]:
            raise StripeError(f"Charge {charge['id']} cannot be disputed.", code="charge_disputed")
        due_by = self._book.now + EVIDENCE_SECONDS
        dispute = self._book.add(
            "du",
            "dispute",
            amount=amount or charge["amount"],
            balance_transactions=[],
            charge=charge["id"],
            currency=charge["currency"],
            enhanced_eligibility_types=[],
            evidence={"uncategorized_text": None, "enhanced_evidence": {}},
            evidence_details={
                "due_by": due_by,
                "enhanced_eligibility": {},
                "has_evidence": False,
                "past_due": False,
                "submission_count": 0,
            },
            is_charge_refundable=False,
            metadata={},
            payment_intent=charge["payment_intent"],
            reason=reason,
            status="needs_response",
        )
        charge["disputed"] = True
        self._events.tell("charge.dispute.created", dispute)
        self._move(dispute, -dispute["amount"], "dispute", fee=DISPUTE_FEE)
        self._events.tell("charge.dispute.funds_withdrawn", dispute)
        self._book.at(due_by, "dispute_is_due", dispute["id"])
        return dispute

    def update(self, ask: Ask) -> JSON:
        """Evidence, sent to the bank unless `submit` is false; Stripe's two test words decide at once."""
        dispute, given = self._answerable(ask), ask.params
        evidence = given.get("evidence", {})
        _check_evidence(dispute, evidence)
        dispute["evidence"] |= evidence
        dispute["metadata"] = metadata(given, dispute["metadata"])
        details = dispute["evidence_details"]
        details["has_evidence"] = details["has_evidence"] or bool(evidence)
        if evidence and flag(given, "submit", True):
            details["submission_count"] += 1
            dispute["status"] = "under_review"
        self._events.tell("charge.dispute.updated", dispute, {})
        decided = {"winning_evidence": "won", "losing_evidence": "lost"}.get(
            evidence.get("uncategorized_text")
        )
        if decided:
            self.decide(dispute, decided)
        return dispute

    def close(self, ask: Ask) -> JSON:
        """The studio gives in."""
        dispute = self._answerable(ask)
        self.decide(dispute, "lost")
        return dispute

    def decide(self, dispute: JSON, outcome: str) -> None:
        """The bank says "won" or "lost"; a dispute is decided once."""
        if dispute["status"] in CLOSED:
            raise StripeError("This dispute is already closed.")
        dispute["status"] = outcome
        self._events.tell("charge.dispute.closed", dispute)
        if outcome == "won":
            self._move(dispute, dispute["amount"], "dispute_reversal", fee=-DISPUTE_FEE)
            self._events.tell("charge.dispute.funds_reinstated", dispute)

    def lapse(self, dispute: JSON) -> None:
        """Nobody answered the bank in time, or nobody at the bank decided."""
        if dispute["status"] == "needs_response":
            dispute["evidence_details"]["past_due"] = True
            self.decide(dispute, "lost")

    def _answerable(self, ask: Ask) -> JSON:
        dispute = self._book.get("dispute", ask.id)
        if dispute["status"] in CLOSED:
            raise StripeError("This dispute is already closed.")
        return dispute

    def _move(self, dispute: JSON, amount: int, category: str, *, fee: int) -> None:
        line = self._payments.book_money(dispute, "adjustment", amount, fee=fee, category=category)
        dispute["balance_transactions"].append(line)


class Balance:
    def __init__(self, book: Book) -> None:
        self._book = book

    def lines(self, ask: Ask) -> JSON:
        self._ripen()
        return self._book.page("balance_transaction", ask.params, ask.path, ("source", "type", "currency"))

    def line(self, ask: Ask) -> JSON:
        self._ripen()
        return self._book.get("balance_transaction", ask.id)

    def fetch(self, _: Ask) -> JSON:
        self._ripen()
        sums: dict[str, dict[str, int]] = {"available": defaultdict(int), "pending": defaultdict(int)}
        for line in self._book.of("balance_transaction"):
            sums[line["status"]][line["currency"]] += line["net"]
        shown = {
            status: [
                {"amount": amount, "currency": coin, "source_types": {"card": amount}}
                for coin, amount in each.items()
            ]
            for status, each in sums.items()
        }
        return {"object": "balance", "livemode": False, **shown}

    def _ripen(self) -> None:
        for line in self._book.of("balance_transaction"):
            if line["available_on"] <= self._book.now:
                line["status"] = "available"


def _check_evidence(dispute: JSON, evidence: JSON) -> None:
    """Only what there is a field for, not too much of it, and once."""
    for name in evidence:
        if name not in EVIDENCE:
            raise StripeError(
                f"Received unknown parameter: evidence[{name}]",
                param=f"evidence[{name}]",
                code="parameter_unknown",
                began=False,
            )
    if sum(len(str(each)) for each in evidence.values()) > MOST_EVIDENCE:
        raise StripeError("The evidence has more than 150,000 characters.", param="evidence", began=False)
    if evidence and dispute["evidence_details"]["submission_count"]:
        raise StripeError("You have already submitted evidence for this dispute.", param="evidence")


def paid_charge(book: Book, given: JSON) -> JSON:
    """The charge that `charge` or `payment_intent` names; StripeError where nothing was paid."""
    if given.get("charge"):
        charge = book.get("charge", given["charge"], "charge")
    elif given.get("payment_intent"):
        intent = book.get("payment_intent", given["payment_intent"], "payment_intent")
        if intent["status"] != "succeeded":
            raise StripeError(
                f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund.",
                code="payment_intent_unexpected_state",
            )
        charge = book.all[intent["latest_charge"]]
    else:
        raise StripeError(
            "One of the following params should be provided: payment_intent or charge.", began=False
        )
    if not charge["paid"]:
        raise missing("charge", charge["id"], "charge")
    return charge
