"""A notification daemon (Desktop Notifications Specification 1.2), driven by JSON lines.

Usage: daemon.py CAPABILITY…, with the address of the bus in DBUS_SESSION_BUS_ADDRESS.

Each call is told on standard output, {"event": "Notify", "args": [...], "sender": ":1.1",
"id": 1}. Standard input takes
one command a line: {"signal": "ActionInvoked", "signature": "us", "args": [1, "default"]}, with
"count" to repeat it, and "to" to send it to one program; {"behave": "silent" | "rubbish" |
"restarting" | "well"}; {"name": false | true} gives the name up, or takes it. The end of standard
input ends the daemon.
"""

import json
import sys
import threading

import dbus
import dbus.lowlevel
import dbus.mainloop.glib
from gi.repository import GLib

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"


def tell(event, **fields):
    """Writes one event."""
    print(json.dumps({"event": event, **fields}), flush=True)


def plain(value):
    """A value of D-Bus as one of JSON."""
    if isinstance(value, dbus.Boolean):
        return bool(value)
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return str(value) if isinstance(value, str) else int(value)


class Daemon:
    """Answers calls, and sends the signals that it is told to send."""

    def __init__(self, capabilities):
        self.capabilities = capabilities
        self.behaviour = "well"
        self.bus = dbus.SessionBus()
        self.bus.add_message_filter(self.take)
        self.take_name()

    def drop_name(self):
        self.bus.release_name(NAME)
        tell("released")

    def take_name(self):
        self.next_id = 1
        self.bus.request_name(NAME, dbus.bus.NAME_FLAG_DO_NOT_QUEUE)
        tell("ready")

    def take(self, _, message):
        if not isinstance(message, dbus.lowlevel.MethodCallMessage):
            return dbus.lowlevel.HANDLER_RESULT_NOT_YET_HANDLED
        if message.get_interface() != NAME:
            return dbus.lowlevel.HANDLER_RESULT_NOT_YET_HANDLED
        member = message.get_member()
        args = plain(message.get_args_list())
        reply = dbus.lowlevel.MethodReturnMessage(message)
        fields = {}
        if self.behaviour == "rubbish":
            reply.append({"x": [dbus.Struct((True, 1.5))]}, signature="a{sa(bd)}")
        elif member == "GetCapabilities":
            reply.append(self.capabilities, signature="as")
        elif member == "Notify":
            if self.behaviour == "restarting":
                self.drop_name()
                self.take_name()
            fields["id"] = args[1] or self.next_id
            self.next_id = max(self.next_id, fields["id"] + 1)
            reply.append(fields["id"], signature="u")
        if self.behaviour != "silent" and not message.get_no_reply():
            self.bus.send_message(reply)
        tell(member, args=args, sender=message.get_sender(), **fields)
        return dbus.lowlevel.HANDLER_RESULT_HANDLED

    def obey(self, command):
        if "behave" in command:
            self.behaviour = command["behave"]
            tell("behaves", how=self.behaviour)
        elif command.get("name") is False:
            self.drop_name()
        elif command.get("name"):
            self.take_name()
        else:
            for _ in range(command.get("count", 1)):
                signal = dbus.lowlevel.SignalMessage(PATH, NAME, command["signal"])
                signal.append(*command["args"], signature=command["signature"])
                if "to" in command:
                    signal.set_destination(command["to"])
                self.bus.send_message(signal)
            tell("sent")
        return False


def main():
    dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
    loop = GLib.MainLoop()
    daemon = Daemon(sys.argv[1:])

    def listen():
        for line in sys.stdin:
            GLib.idle_add(daemon.obey, json.loads(line))
        GLib.idle_add(loop.quit)

    threading.Thread(target=listen, daemon=True).start()
    loop.run()


main()
