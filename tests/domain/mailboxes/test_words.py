import pytest

from domain.mailboxes.words import UnreadableAddress, read_address


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Cleo@Example.ORG", "cleo@example.org"),
        ("me at cleo.b+gym@mail.example.co.uk.", "cleo.b+gym@mail.example.co.uk"),
        ("<mailto:cleo@example.org>", "cleo@example.org"),  # as Slack writes it
        ("cleo@example.org\r\nBcc:x", "cleo@example.org"),
        ("“cleo@xn--bcher-kva.example”", "cleo@xn--bcher-kva.example"),
    ],
)
def test_an_address_is_found_in_what_is_typed(typed: str, read: str) -> None:
    assert read_address(typed) == read


@pytest.mark.parametrize(
    "typed",
    [
        "cleo",
        "cleo@example",  # a host of nobody's
        "cleo@-example.org",
        "cle..o@example.org",
        "a@example.org b@example.org",  # which one?
        f"{'c' * 65}@example.org",
        f"c@{'e' * 64}.org",
        "cleo@127.0.0.1",
        "",
    ],
)
def test_what_is_none_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(UnreadableAddress):
        read_address(typed)
