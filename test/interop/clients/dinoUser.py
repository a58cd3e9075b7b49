"""Dino with somebody at its screen: he takes his orders from JSON lines.

Usage: dinoUser.py JID CHAT, the password in the environment as DINO_PASSWORD, and a folder of its own in
the XDG variables. Dino looks for the server on port 5222.

Standard input takes one order a line, {"id": 1, "order": "send", "text": "..."}; each is answered on
file descriptor 3 by {"id": 1, "result": ...} or {"id": 1, "error": "..."}. The end of standard input
ends Dino.

Dino takes no orders itself: widgets are found by their accessibility, keys pressed by xdotool. What it
has got is read from its database.
"""

import ctypes
import os
import shutil
import sqlite3
import subprocess
import sys

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

from orders import obey  # noqa: E402
from waiting import WAIT_S, until  # noqa: E402

DATABASE = os.path.join(os.environ["XDG_DATA_HOME"], "dino", "dino.db")
NAME, PATH = "im.dino.Dino", "/im/dino/Dino"
# How far a widget's coordinates are from the screen's: the window stands in its corner, with a shadow.
SHADOW = 5

ROWS = """
    SELECT item.id, item.content_type, message.body, message.direction, message.marked,
        correction.id IS NOT NULL, quoted.body, file.file_name, file.direction
    FROM content_item AS item
    LEFT JOIN message ON item.content_type = 1 AND message.id = item.foreign_id
    LEFT JOIN message_correction AS correction ON correction.message_id = message.id
    LEFT JOIN reply ON reply.message_id = message.id
    LEFT JOIN content_item AS original ON original.id = reply.quoted_message_id
    LEFT JOIN message AS quoted ON original.content_type = 1 AND quoted.id = original.foreign_id
    LEFT JOIN file_transfer AS file ON item.content_type = 2 AND file.id = item.foreign_id
    WHERE item.hide = 0 ORDER BY item.id"""
SAVED = "SELECT path FROM file_transfer WHERE file_name = ? AND direction = 0 AND state = 0"
REACTIONS = "SELECT content_item_id, emojis FROM reaction"
READ_UP_TO = "SELECT max(read_up_to_item) FROM conversation WHERE active = 1"
ACQUAINTED = "SELECT 1 FROM entity JOIN jid ON jid.id = entity.jid_id WHERE jid.bare_jid = ?"


def ask(query, *values):
    # Reading is in nobody's way: Dino keeps a write-ahead log.
    database = sqlite3.connect(f"file:{DATABASE}?mode=ro", uri=True, timeout=WAIT_S)
    try:
        return database.execute(query, values).fetchall()
    finally:
        database.close()


def xdotool(*command):
    done = subprocess.run(["xdotool", *command], capture_output=True, text=True, check=False)
    return done.stdout.split()


def walk(node, backwards=False):
    """A widget, and all within it as they are now."""
    node.clear_cache()
    yield node
    places = range(node.get_child_count())
    for index in reversed(places) if backwards else places:
        child = node.get_child_at_index(index)
        if child is not None:
            yield from walk(child, backwards)


def first(nodes, role, fits=lambda node: True):
    return next((node for node in nodes if node.get_role_name() == role and fits(node)), None)


def is_focused(node):
    return has(node, Atspi.StateType.FOCUSED)


def has(node, state):
    node.clear_cache()
    return node.get_state_set().contains(state)


def place(node):
    return node.get_extents(Atspi.CoordType.WINDOW)


def text_of(node):
    return Atspi.Text.get_text(node, 0, -1)


class Bus:
    """What Dino offers on the session bus, as any GTK application does."""

    def __init__(self):
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)

    def is_there(self):
        owner = self._call("org.freedesktop.DBus", "/", "NameHasOwner", GLib.Variant("(s)", (NAME,)))
        return owner.unpack()[0]

    def activate(self, action, *values):
        what = GLib.Variant("(sava{sv})", (action, list(values), {}))
        self._call(NAME, PATH, "Activate", what, "org.gtk.Actions")

    def open(self, uri):
        what = GLib.Variant("(assa{sv})", ([uri], "", {}))
        self._call(NAME, PATH, "Open", what, "org.gtk.Application")

    def _call(self, name, path, method, what, interface="org.freedesktop.DBus"):
        return self.bus.call_sync(name, path, interface, method, what, None, 0, WAIT_S * 1000, None)


class Keyboard:
    """Whom the keys go to: one of Dino's windows, or none, where it takes nothing for read."""

    def __init__(self):
        self.x11 = ctypes.CDLL("libX11.so.6")
        self.x11.XOpenDisplay.restype = ctypes.c_void_p
        self.display = ctypes.c_void_p(self.x11.XOpenDisplay(None))

    def give(self, title):
        search = ("search", "--onlyvisible", "--name", f"^{title}$")
        window = until(lambda: xdotool(*search), f"window {title}")[0]
        xdotool("windowfocus", "--sync", window)

    def take(self):
        self.x11.XSetInputFocus(self.display, ctypes.c_ulong(0), 0, ctypes.c_ulong(0))
        self.x11.XSync(self.display, 0)


class Somebody:
    """Every public method is an order."""

    def __init__(self, account, chat):
        self.account, self.chat = account, chat
        self.bus = Bus()
        self.keyboard = Keyboard()

    def sign_in(self):
        # Once for its empty database; only its window can take an account.
        self._start()
        self.bus.activate("quit")
        self.dino.wait(WAIT_S)
        database = sqlite3.connect(DATABASE)
        with database:
            values = (self.account, "dino", os.environ["DINO_PASSWORD"])
            columns = "(bare_jid, resourcepart, password, enabled)"
            database.execute(f"INSERT INTO account {columns} VALUES (?, ?, ?, 1)", values)
        database.close()
        self._start()
        until(lambda: ask(ACQUAINTED, self.chat), f"{self.chat} with a client")
        self.bus.open(f"xmpp:{self.chat}?message")
        self.keyboard.give("Dino")
        self.input = until(self._find_input, "input")
        self.view = self.input
        while self.view.get_name() != "DinoUiConversationView":
            self.view = self.view.get_parent()
        self.keyboard.take()

    def write(self, text):
        self.keyboard.give("Dino")
        self._click_input()
        Atspi.EditableText.set_text_contents(self.input, text)

    def send(self, text):
        self.write(text)
        xdotool("key", "Return")
        until(lambda: text_of(self.input) == "", "empty input")
        self.keyboard.take()

    def correct(self, text):
        """Makes another text of the last message."""
        self.write("")
        xdotool("key", "Up")
        editor = until(self._editor, "editor of the message")
        Atspi.EditableText.set_text_contents(editor, text)
        xdotool("key", "Return")
        until(lambda: any(row[2] == text and row[5] for row in ask(ROWS)), "corrected message")
        self.keyboard.take()

    def reply(self, to, text):
        self.write(text)
        # What the button beside the message does.
        (chat,) = ask("SELECT max(id) FROM conversation WHERE active = 1")[0]
        self.bus.activate("quote", GLib.Variant("(ii)", (chat, self._item(to))))
        self._click_input()
        xdotool("key", "Return")
        until(lambda: text_of(self.input) == "", "empty input")
        self.keyboard.take()

    def upload(self, file):
        self.write("")
        xdotool("key", "ctrl+u")
        self.keyboard.give("Select file")
        until(lambda: self._window("Select file"), "choice of files")
        xdotool("key", "slash")
        dialog = self._window("Select file")
        path = until(lambda: first(walk(dialog), "text", is_focused), "path of files")
        Atspi.EditableText.set_text_contents(path, file)
        xdotool("key", "Return")
        until(self._send_button, "button that sends the file").do_action(0)
        self.keyboard.give("Dino")
        self.keyboard.take()

    def save(self, name, file):
        """Copies a file that it has received."""
        (path,) = until(lambda: ask(SAVED, name), f"file {name}")[0]
        shutil.copyfile(os.path.join(os.path.dirname(DATABASE), "files", path), file)

    def read(self):
        """Looks at the chat, and away again."""
        newest = max(row["item"] for row in self.look()["rows"])
        self.keyboard.give("Dino")
        until(lambda: ask(READ_UP_TO)[0][0] >= newest, "message that is read")
        self.keyboard.take()

    def look(self):
        reactions = dict(ask(REACTIONS))
        (read_up_to,) = ask(READ_UP_TO)[0]
        rows = [
            {
                "item": item,
                "text": body if kind == 1 else file,
                "ours": bool(sent if kind == 1 else file_sent),
                "file": kind == 2,
                "received": marked in (1, 2),
                "displayed": marked == 2,
                "corrected": bool(corrected),
                "quoted": quoted,
                "reaction": reactions.get(item),
                "read": item <= read_up_to,
            }
            for item, kind, body, sent, marked, corrected, quoted, file, file_sent in ask(ROWS)
        ]
        return {"rows": rows}

    def typing(self):
        """Whether Dino says that the contact is."""
        return self._last("label", lambda node: node.get_name().endswith("is typing…")) is not None

    def _start(self):
        self.dino = subprocess.Popen(["dino-im"], stdout=2)
        until(self.bus.is_there, "Dino on the bus")

    def _window(self, name):
        desktop = Atspi.get_desktop(0)
        desktop.clear_cache()
        for index in range(desktop.get_child_count()):
            application = desktop.get_child_at_index(index)
            if application.get_process_id() != self.dino.pid:
                continue
            for place_of in range(application.get_child_count()):
                window = application.get_child_at_index(place_of)
                if window.get_name() == name:
                    return window
        return None

    def _find_input(self):
        window = self._window("DinoUiMainWindow")
        return window and first(walk(window), "text")

    def _last(self, role, fits=lambda node: True):
        """The last such widget in the chat: its newest messages come last."""
        return first(walk(self.view, backwards=True), role, fits)

    def _editor(self):
        """That of a message which is being corrected."""
        return self._last("text", lambda node: node != self.input)

    def _send_button(self):
        return self._last("push button", lambda node: node.get_name() == "Send")

    def _click_input(self):
        where = place(self.input)
        xdotool("mousemove", "--sync", *at(where.x + SHADOW + 10, where.y + SHADOW + 8), "click", "1")
        until(lambda: is_focused(self.input), "input with the keyboard")

    @staticmethod
    def _item(text):
        return max(row[0] for row in ask(ROWS) if row[2] == text)


def at(x, y):
    return str(x), str(y)


# Dino answers no sooner than it has the time to.
Atspi.set_timeout(WAIT_S * 1000, WAIT_S * 1000)
obey(Somebody(*sys.argv[1:]))
