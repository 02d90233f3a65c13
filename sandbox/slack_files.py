"""Files: the three steps of an upload, a person's own files, and downloads with the bot's token."""

import base64
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from mimetypes import guess_type
from pathlib import PurePath
from secrets import token_urlsafe
from typing import Any

from sandbox.people import SLACK_TEAM
from sandbox.pictures import size_of
from sandbox.slack_channels import BOT_USER
from sandbox.slack_chat import Chat
from sandbox.slack_wire import SlackError, Upload, invalid_arguments
from sandbox.slack_workspace import Workspace

JSON = dict[str, Any]


@dataclass(slots=True)
class File:
    """`content` is None until the upload came; `wire` is what Slack tells of it."""

    id: str
    name: str
    length: int
    ticket: str
    content: bytes | None = None
    wire: JSON = field(default_factory=dict)


class Files:
    """Handlers of `files.*`. `base` is the sandbox's URL as the app knows it."""

    def __init__(self, workspace: Workspace, chat: Chat, base: Callable[[], str]) -> None:
        self._workspace = workspace
        self._chat = chat
        self._base = base
        self.all: dict[str, File] = {}
        workspace.world.keeps("slack_files", self)
        chat.is_picture = self.is_picture
        self.handlers: dict[str, Callable[[JSON], JSON]] = {
            "files.getUploadURLExternal": self.upload_url,
            "files.completeUploadExternal": self.complete,
            "files.info": self.info,
        }

    def upload_url(self, args: JSON) -> JSON:
        length = str(args.get("length") or "")
        if not args.get("filename") or not length.isdigit() or length == "0":
            raise invalid_arguments("filename and a length above 0 are needed")
        file = self._new(str(args["filename"]), int(length))
        return {"upload_url": f"{self._base()}/slack/upload/{file.ticket}", "file_id": file.id}

    def receive(self, ticket: str, content: bytes) -> bool:
        """Take the bytes for a ticket; False when there is no such ticket or their number is wrong."""
        file = next((each for each in self.all.values() if each.ticket == ticket), None)
        if file is None or file.content is not None or len(content) != file.length:
            return False
        file.content = content
        return True

    def complete(self, args: JSON) -> JSON:
        """Share what was uploaded in a message, where a channel is named."""
        asked = args.get("files")
        if not isinstance(asked, list) or not asked or not all(isinstance(each, dict) for each in asked):
            raise invalid_arguments("missing required field: files [json-pointer:/files]")
        files = [self._uploaded(each) for each in asked]
        if args.get("channel_id"):
            self._share(files, args)
        return {"files": [file.wire for file in files]}

    def info(self, args: JSON) -> JSON:
        file = self.all.get(str(args.get("file")))
        if file is None or not file.wire:
            raise SlackError("file_not_found")
        return {"file": file.wire, "comments": []}

    def is_picture(self, named: JSON) -> bool:
        """Whether it is one that blocks may show, by its id or its address."""
        file = self.all.get(str(named.get("id"))) or next(
            (each for each in self.all.values() if each.wire.get("url_private") == named.get("url")), None
        )
        return bool(file and file.wire and file.content and size_of(file.content))

    def keep(self, user: str, upload: Upload) -> JSON:
        """A file that a person brings along, as messages and forms carry it."""
        file = self._new(upload.name, len(upload.content))
        file.content = upload.content
        self._describe(file, user, upload.name, upload.mime)
        return file.wire

    def kept(self) -> list[JSON]:
        return [
            {**asdict(each), "content": each.content and base64.b64encode(each.content).decode()}
            for each in self.all.values()
        ]

    def take_up(self, kept: list[JSON]) -> None:
        for each in kept:
            content = each["content"] and base64.b64decode(each["content"])
            self.all[each["id"]] = File(**{**each, "content": content})

    def _share(self, files: list[File], args: JSON) -> None:
        channel = self._workspace.reach(args["channel_id"])
        said = {"text": args.get("initial_comment"), "blocks": args.get("blocks")}
        thread = {"thread_ts": args.get("thread_ts")}
        message = self._chat.say(channel, said | thread, files=[file.wire for file in files])
        self._chat.accept("files.completeUploadExternal", channel.user, args, message)

    def _new(self, name: str, length: int) -> File:
        file = File(f"F{len(self.all) + 1:08d}", name, length, token_urlsafe(16))
        self.all[file.id] = file
        return file

    def _uploaded(self, asked: JSON) -> File:
        file = self.all.get(str(asked.get("id")))
        if file is None or file.content is None:
            raise SlackError("file_not_found")
        mime = guess_type(file.name)[0] or "application/octet-stream"
        self._describe(file, BOT_USER, str(asked.get("title") or file.name), mime)
        return file

    def _describe(self, file: File, user: str, title: str, mime: str) -> None:
        url = f"{self._base()}/slack/files/{file.id}/{file.name}"
        file.wire = {
            "id": file.id,
            "name": file.name,
            "title": title,
            "mimetype": mime,
            "filetype": PurePath(file.name).suffix.lstrip(".") or "binary",
            "user": user,
            "user_team": SLACK_TEAM,
            "size": file.length,
            "mode": "hosted",
            "is_external": False,
            "is_public": False,
            "url_private": url,
            "url_private_download": f"{url}?download=1",
        }
