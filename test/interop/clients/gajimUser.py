"""Gajim with somebody at its keyboard: he takes his orders from JSON lines.

Usage: gajimUser.py ADDRESS PORT JID CHAT, the password in the environment as GAJIM_PASSWORD, and a folder
of its own in the XDG variables.

Standard input takes one order a line, {"id": 1, "order": "write", "text": "..."}; each is answered on
file descriptor 3 by {"id": 1, "result": ...} or {"id": 1, "error": "..."}. The end of standard input
ends Gajim.
"""

import os
import sys
import threading
from pathlib import Path

POLL_MS = 20
# Gajim itself prints to standard output.
answers = os.fdopen(3, "w", encoding="utf-8")
# It does not start for root, which is who runs this in a container.
os.geteuid = lambda: 1000

from gajim import gajim  # noqa: E402
from gajim.common import app  # noqa: E402
from orders import carry_out  # noqa: E402


class Somebody:
    """Every public method is an order. All of them run on Gajim's own thread, once it is up."""

    def __init__(self, address, port, jid, chat):
        self.address, self.port, self.account, self.chat = address, port, jid, chat

    def sign_in(self):
        from nbxmpp.const import ConnectionProtocol, ConnectionType
        from nbxmpp.protocol import JID

        # There is no keyring here.
        app.settings.set("use_keyring", False)
        user, domain = self.account.split("@")
        where = (f"{self.address}:{self.port}", ConnectionProtocol.TCP, ConnectionType.START_TLS)
        password = os.environ["GAJIM_PASSWORD"]
        app.app.create_account(self.account, user, domain, password, None, where)
        app.app.enable_account(self.account)
        self.jid = JID.from_string(self.chat)
        app.window.add_chat(self.account, self.jid, "contact", select=True)
        # What arrives is not read before he says so, wherever the pointer is.
        app.window.hide()

    def write(self, text):
        self._input().get_buffer().set_text(text)

    def send(self):
        app.window.get_action("send-message").activate(None)

    def correct(self):
        """Brings the last message back, to be written again."""
        app.window.get_action("correct-message").activate(None)

    def upload(self, file):
        self._client().get_module("HTTPUpload").send_file(self._contact(), Path(file))

    def read(self):
        app.window.mark_as_read(self.account, self.jid)

    def look(self):
        from nbxmpp.const import Chatstate
        from nbxmpp.namespaces import Namespace

        from gajim.gtk.conversation.rows.message import MessageRow

        view = app.window.get_control()._scrolled_view
        rows = [row for row in view.iter_rows() if isinstance(row, MessageRow)]
        return {
            "online": self._client().state.is_available,
            "acquainted": self._contact().supports(Namespace.CHATSTATES),
            "typing": self._contact().chatstate == Chatstate.COMPOSING,
            "unread": app.window.get_chat_unread_count(self.account, self.jid, True),
            "rows": [self._describe(row) for row in rows],
        }

    @staticmethod
    def _describe(row):
        from gajim.gtk.preview import PreviewWidget

        widget = row._message_widget
        is_file = isinstance(widget, PreviewWidget)
        return {
            "text": row.text if is_file else widget.get_text(),
            "ours": row.kind == "outgoing",
            "file": is_file,
            "received": row.has_receipt,
            "displayed": row.has_displayed,
            "corrected": row._message_icons._correction_image.get_visible(),
        }

    def _client(self):
        return app.get_client(self.account)

    def _contact(self):
        return self._client().get_module("Contacts").get_contact(self.jid)

    @staticmethod
    def _input():
        return app.window.get_chat_stack().get_message_input()


def obey(somebody):
    from gi.repository import GLib

    def carry_out_when_up(line):
        if getattr(app, "window", None) is None:
            return GLib.SOURCE_CONTINUE
        carry_out(somebody, line, answers)
        return GLib.SOURCE_REMOVE

    for line in sys.stdin:
        GLib.timeout_add(POLL_MS, carry_out_when_up, line)
    GLib.idle_add(lambda: os._exit(0))


threading.Thread(target=obey, args=[Somebody(*sys.argv[1:])], daemon=True).start()
del sys.argv[1:]
gajim.main()
