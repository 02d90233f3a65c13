"""Reading a webhook's body, no further than any provider would write."""

from urllib.parse import parse_qsl

from starlette.requests import Request

LARGEST = 256 * 1024  # bytes of a webhook's body


def form_of(body: bytes) -> dict[str, str]:
    """A form's fields, the last of each name. Raises ValueError for bytes that are none."""
    return dict(parse_qsl(body.decode(), keep_blank_values=True))


class TooLarge(Exception):
    """The body is longer than any provider's would be."""


async def raw_body(request: Request) -> bytes:
    """The body as it came, refused as soon as it is too long."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise TooLarge
    return bytes(body)
