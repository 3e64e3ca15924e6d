"""A mailbox for tests: so much of IMAP as a fetch needs, on a port of its own."""

import re
import socketserver
import threading
from dataclasses import dataclass, field


@dataclass
class Folder:
    """The mails of the mailbox by UID, their flags, and what was moved away."""

    mails: dict[int, bytes] = field(default_factory=dict)
    flags: dict[int, set[str]] = field(default_factory=dict)
    moved: list[int] = field(default_factory=list)
    can_move: bool = True
    broken: bool = False

    def add(self, raw: bytes) -> int:
        uid = max([0, *self.mails]) + 1
        self.mails[uid], self.flags[uid] = raw, set()
        return uid


class Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.wfile.write(b"* OK ready\r\n")
        for line in self.rfile:
            mark, _, words = line.decode().strip().partition(" ")
            answer, verdict = self.answer(words)
            self.wfile.write(answer + f"{mark} {verdict} done\r\n".encode())
            if words.upper() == "LOGOUT":
                return

    def answer(self, words: str) -> tuple[bytes, str]:
        folder: Folder = self.server.folder  # type: ignore[attr-defined]
        command = words.upper()
        if command == "CAPABILITY":
            return b"* CAPABILITY IMAP4rev1" + (b" MOVE" if folder.can_move else b"") + b"\r\n", "OK"
        if command.startswith("LOGIN"):
            return b"", "OK" if '"secret"' in words else "NO wrong password"
        if command.startswith("UID SEARCH"):
            return self.search(folder, wanted="UNFLAGGED" not in command), "OK"
        if command.startswith("UID FETCH"):
            uid = int(words.split()[2])
            raw = folder.mails[uid]
            return f"* 1 FETCH (UID {uid} BODY[]<0> {{{len(raw)}}}\r\n".encode() + raw + b")\r\n", "OK"
        return b"", self.change(folder, command)

    def search(self, folder: Folder, wanted: bool) -> bytes:
        found = [
            str(uid)
            for uid in folder.mails
            if ("\\FLAGGED" in folder.flags[uid]) is wanted and "\\DELETED" not in folder.flags[uid]
        ]
        return f"* SEARCH {' '.join(found)}\r\n".encode()

    def change(self, folder: Folder, command: str) -> str:
        found = re.match(r"UID (MOVE|COPY|STORE) (\d+) (.*)", command)
        if not found:
            return "NO there already" if command.startswith("CREATE") else "OK"
        uid = int(found[2])
        if found[1] == "STORE":
            folder.flags[uid] |= set(re.findall(r"\\\w+", found[3]))
        else:
            folder.moved.append(uid)
        if found[1] == "MOVE":
            del folder.mails[uid]
        return "OK"


class ImapServer(socketserver.ThreadingTCPServer):
    """`url` leads to `folder`."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Session)
        self.folder = Folder()
        self.thread = threading.Thread(target=self.serve_forever, daemon=True)
        self.thread.start()

    @property
    def url(self) -> str:
        return f"imap://tische:secret@127.0.0.1:{self.server_address[1]}/INBOX"

    def stop(self) -> None:
        self.shutdown()
        self.server_close()
        self.thread.join()
