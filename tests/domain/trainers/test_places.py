"""A place is kept as it was typed; a link only where it leads where it says."""

import pytest

from domain.trainers.places import UnreadableLink, is_link, read_place


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("  Studio 1,  4 Rose St ", "Studio 1, 4 Rose St"),
        ("https://meet.example.com/ana", "https://meet.example.com/ana"),
        ("HTTPS://meet.example.com/Ana?pwd=aB", "https://meet.example.com/Ana?pwd=aB"),
        ("x" * 200, "x" * 120),  # as much as a card shows
        ("off", ""),
        ("ninguno", ""),
    ],
)
def test_a_place_is_kept_as_typed(typed: str, place: str) -> None:
    assert read_place(typed) == place
    assert is_link(place) is place.startswith("https")


@pytest.mark.parametrize(
    "link",
    [
        "http://meet.example.com/ana",  # anybody on the way could read along
        "www.example.com",  # no scheme
        "javascript://alert",
        "https://ana:secret@meet.example.com/",
        "https://meet.example.com@evil.example.org/",  # not where it seems to lead
        "https://localhost/",
        "https://127.0.0.1/",
        "https://[::1/",
        "https://meet.example.com:0/",
        "https://meet.example.com:99999/",
        "https://exаmple.com/",  # a letter that only looks like one of ours
        "https://meet.example.com/a b",
        "https://meet.example.com\\@evil.example.org",
        "https://meet.example.com/" + "x" * 120,
    ],
)
def test_a_link_that_may_lead_elsewhere_is_refused(link: str) -> None:
    with pytest.raises(UnreadableLink):
        read_place(link)
