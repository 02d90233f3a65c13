"""Who there is, for tests of what each may do."""

from domain.people.model import Channel

PEOPLE = {
    "cleo": (Channel.TELEGRAM, "1001"),  # the client whose booking it is
    "mallory": (Channel.TELEGRAM, "1666"),  # another client
    "ana": (Channel.SLACK, "UANA"),  # the trainer whose booking it is
    "tom": (Channel.SLACK, "UTOM"),  # another trainer
    "ada": (Channel.SLACK, "UADA"),  # an admin
    "stranger": (Channel.SLACK, "UNOBODY"),  # linked to nobody
}
EVERYBODY = tuple(PEOPLE)
