"""Whether an event is Stripe's: its signature over the raw body, no older than five minutes."""

import json

import stripe

from domain.payments.ports import Told
from integrations.stripe.reads import read_event

TOLERANCE = 300  # seconds


def verify(body: bytes, signature: str, secret: str) -> Told | None:
    """None where nobody who knows the secret has signed it, or not now. Raises ValueError for no event."""
    text = body.decode()
    try:
        stripe.WebhookSignature.verify_header(text, signature, secret, TOLERANCE)
    except stripe.SignatureVerificationError:
        return None
    try:
        return read_event(json.loads(text))
    except (KeyError, TypeError) as wrong:
        raise ValueError(str(wrong)) from wrong
