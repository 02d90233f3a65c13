"""Words that are passed on, in either direction."""

from dataclasses import replace

from bot.dialogue.screen import Row, Screen, lines
from bot.dialogue.words import _
from bot.notices.registry import Notice, notice
from bot.trainer.lateness import longer
from domain.people.model import Channel, Person, Relationship


@notice("client_message")
def to_client(told_of: Notice) -> Screen:
    """What the trainer wrote, under the trainer's name."""
    relationship = told_of.work.people.relationship_by_id(told_of.subject_id)
    trainer = told_of.work.trainers.trainer(relationship.trainer_id)
    return Screen(
        title=_("{name} writes:", name=trainer.name),
        text=told_of.notification.data["text"],  # no button: its answer would take the words' place
        fresh=True,
    )


@notice("trainer_message")
def to_trainer(told_of: Notice) -> Screen:
    """What a client wrote: in the thread of that client, or where there are none, by itself. Of one who comes
    late, with what the trainer can make of it.
    """
    said, ways = _late(told_of)
    screen = _to_trainer(told_of)
    return replace(screen, text=lines(screen.text, said), choices=ways)


def _late(told_of: Notice) -> tuple[str, tuple[Row, ...]]:
    late = told_of.notification.data
    if "late" not in late:
        return "", ()
    return longer(told_of, told_of.work.resources.session(late["session"]), late["late"])


def _to_trainer(told_of: Notice) -> Screen:
    relationship = told_of.work.people.relationship_by_id(told_of.subject_id)
    client = told_of.work.people.person(relationship.client_id)
    if told_of.address.channel is Channel.SLACK:
        return _in_thread(told_of, relationship, client)
    data = told_of.notification.data
    return Screen(
        title=_("{name} writes:", name=_called(told_of, client)),
        text=lines(data["text"], _how_to_reply(told_of, relationship)),
        subject=("message", data["message"]),
        fresh=True,
    )


@notice("trainer_unread")
def unread(told_of: Notice) -> Screen:
    """The trainer's own words came back; in Slack below them."""
    relationship = told_of.work.people.relationship_by_id(told_of.subject_id)
    client = told_of.work.people.person(relationship.client_id)
    said = _("{name} can't be reached in a chat just now, so nobody reads that.", name=client.first_name)
    text = lines(f"“{told_of.notification.data['text']}”", said)
    thread = None
    if told_of.address.channel is Channel.SLACK:
        thread = told_of.work.conversations.card(told_of.address.id, ("thread", relationship.id))
    return Screen(text=text, thread=thread.message_id if thread else "", fresh=True)


def _called(told_of: Notice, client: Person) -> str:
    """With who writes for them, where somebody does."""
    speaker = told_of.work.family.speaker_for(client.id, told_of.now)
    return f"{client.name} ({speaker.name})" if speaker else client.name


def _how_to_reply(told_of: Notice, relationship: Relationship) -> str:
    """Said until there was an answer."""
    said = told_of.work.conversations.messages(relationship.id)
    answered = any(each.author_id != relationship.client_id for each in said)
    return "" if answered else _("Reply to this message and I pass it on.")


def _in_thread(told_of: Notice, relationship: Relationship, client: Person) -> Screen:
    """The first message opens the thread."""
    text = told_of.notification.data["text"]
    thread = told_of.work.conversations.card(told_of.address.id, ("thread", relationship.id))
    if thread is not None:
        return Screen(text=text, thread=thread.message_id, fresh=True)
    return Screen(
        title=_("{name} writes:", name=_called(told_of, client)),
        text=lines(text, _("Reply in this thread and I pass it on.")),
        subject=("thread", relationship.id),
        fresh=True,
    )
