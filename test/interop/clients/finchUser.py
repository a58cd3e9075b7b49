"""Finch with somebody at its terminal: he takes his orders from JSON lines.

Usage: finchUser.py ADDRESS PORT JID CHAT, the password in the environment as FINCH_PASSWORD, and a folder of
its own as HOME.

Standard input takes one order a line, {"id": 1, "order": "write", "text": "..."}; each is answered on
file descriptor 3 by {"id": 1, "result": ...} or {"id": 1, "error": "..."}. The end of standard input
ends Finch.

What its user would choose in its windows is asked of libpurple on the session bus.
"""

import html
import os
import pty
import re
import sys
import threading

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

from orders import obey  # noqa: E402
from waiting import WAIT_S, until  # noqa: E402

NAME, PATH = "im.pidgin.purple.PurpleService", "/im/pidgin/purple/PurpleObject"
INTERFACE = "im.pidgin.purple.PurpleInterface"
PORTS = "/purple/network/ports_range"
IM, TYPING = 1, 1
# The slowest that a file may go, on a machine that is busy, in bytes per second.
SLOWEST = 100_000


class Somebody:
    """Every public method is an order."""

    def __init__(self, address, port, account, chat):
        self.address, self.port, self.jid, self.chat = address, port, account, chat
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        self.heard, self.offers, self.ended = [], [], {}
        self.typing = False
        for signal, handler in (
            ("ReceivedImMsg", lambda _account, _who, text, *_: self.heard.append(plain(text))),
            ("FileRecvRequest", lambda transfer: self.offers.append(transfer)),
            ("FileRecvComplete", lambda transfer: self._end(transfer, "done")),
            ("FileRecvCancel", lambda transfer: self._end(transfer, "cancelled")),
            ("FileSendComplete", lambda transfer: self._end(transfer, "done")),
            ("FileSendCancel", lambda transfer: self._end(transfer, "cancelled")),
            ("BuddyTyping", lambda *_: self._show_typing(True)),
            ("BuddyTypingStopped", lambda *_: self._show_typing(False)),
        ):
            self._listen(signal, handler)

    def sign_in(self):
        self._start()
        self.account = self.ask("PurpleAccountNew", "(ss)", f"{self.jid}/finch", "prpl-jabber")
        self.ask("PurpleAccountSetPassword", "(is)", self.account, os.environ["FINCH_PASSWORD"])
        self.ask("PurpleAccountSetString", "(iss)", self.account, "connect_server", self.address)
        self.ask("PurpleAccountSetInt", "(isi)", self.account, "port", int(self.port))
        self.ask("PurpleAccountsAdd", "(i)", self.account)
        self.ask("PurpleAccountSetEnabled", "(isi)", self.account, "gnt-purple", 1)
        until(lambda: self.ask("PurpleAccountIsConnected", "(i)", self.account), "connection")
        self.conversation = self.ask("PurpleConversationNew", "(iis)", IM, self.account, self.chat)
        self.im = self.ask("PurpleConvIm", "(i)", self.conversation)

    def write(self, text):
        self.ask("PurpleConvImSend", "(is)", self.im, html.escape(text))

    def type(self, to):
        self.ask("ServSendTyping", "(isi)", self._connection(), to, TYPING)

    def offer(self, file, to):
        """Sends a file to a device, and waits for its end."""
        before = set(self.ended)
        self.ask("ServSendFile", "(iss)", self._connection(), to, file)
        patience = WAIT_S + os.path.getsize(file) / SLOWEST
        ended = until(lambda: set(self.ended) - before, "end of the transfer", patience).pop()
        return self.ended[ended]

    def save(self, name, file):
        """Accepts the file of that name, and waits for its end."""
        transfer = until(lambda: self._offered(name), f"offer of {name}")
        self.offers.remove(transfer)
        self.ask("PurpleXferRequestAccepted", "(is)", transfer, file)
        patience = WAIT_S + self.ask("PurpleXferGetSize", "(i)", transfer) / SLOWEST
        end = until(lambda: self.ended.get(transfer), "end of the transfer", patience)
        # It tells so just before it closes the file, and answers just after.
        self._connection()
        return end

    def shut(self):
        """Takes no connections from now on, as behind a router."""
        self.ask("PurplePrefsSetBool", "(si)", f"{PORTS}_use", 1)
        for end in ("start", "end"):
            # Somebody else has it.
            self.ask("PurplePrefsSetInt", "(si)", f"{PORTS}_{end}", int(self.port))

    def look(self):
        return {"heard": self.heard, "typing": self.typing}

    def ask(self, method, signature="()", *values):
        what = GLib.Variant(signature, values)
        answer = self.bus.call_sync(
            NAME, PATH, INTERFACE, method, what, None, Gio.DBusCallFlags.NONE, WAIT_S * 1000, None
        ).unpack()
        return answer[0] if answer else None

    def _start(self):
        """Gives Finch a terminal, and takes what it draws there."""
        child, terminal = pty.fork()
        if child == 0:
            os.environ["TERM"] = "xterm"
            os.execlp("finch", "finch")
        drawn = threading.Thread(target=drain, args=[terminal], daemon=True)
        drawn.start()
        until(self._is_there, "Finch on the bus")

    def _is_there(self):
        bus = "org.freedesktop.DBus"
        name = GLib.Variant("(s)", (NAME,))
        return self.bus.call_sync(bus, "/", bus, "NameHasOwner", name, None, 0, -1, None).unpack()[0]

    def _connection(self):
        return self.ask("PurpleAccountGetConnection", "(i)", self.account)

    def _offered(self, name):
        for transfer in self.offers:
            if self.ask("PurpleXferGetFilename", "(i)", transfer) == name:
                return transfer
        return None

    def _end(self, transfer, how):
        self.ended.setdefault(transfer, how)

    def _show_typing(self, typing):
        self.typing = typing

    def _listen(self, signal, handler):
        def hear(_bus, _sender, _path, _interface, _signal, what):
            handler(*what.unpack())

        self.bus.signal_subscribe(None, INTERFACE, signal, PATH, None, 0, hear)


def plain(text):
    return html.unescape(re.sub("<[^>]*>", "", text))


def drain(terminal):
    while os.read(terminal, 65536):
        pass


def obey_to_the_end(somebody):
    obey(somebody)
    os._exit(0)


threading.Thread(target=obey_to_the_end, args=[Somebody(*sys.argv[1:])], daemon=True).start()
# The signals of the bus come here.
GLib.MainLoop().run()
