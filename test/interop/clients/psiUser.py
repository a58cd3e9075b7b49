"""Psi with somebody at its screen: he takes his orders from JSON lines.

Usage: psiUser.py JID CHAT PORT, the password in the environment as PSI_PASSWORD, and a folder of its own in
the XDG variables. Orders and answers are those of dinoUser.py.

Psi takes no orders itself, nor does it tell what its widgets are: its windows are found by their titles, and
keys and clicks are those of xdotool.
"""

import os
import subprocess
import sys
from xml.sax.saxutils import escape

from orders import obey
from waiting import until

CACHE = os.path.join(os.environ["XDG_CACHE_HOME"], "psi")
PROFILE = os.path.join(os.environ["XDG_CONFIG_HOME"], "psi", "profiles", "default")
# Where the only contact is in the window of the contacts.
CONTACT = ("86", "100")

OPTIONS = """<!DOCTYPE options>
<options xmlns="http://psi-im.org/options" version="1.5"><options>
<vcard><query-own-vcard-on-login type="bool">false</query-own-vcard-on-login></vcard>
<ui><tip><show type="bool">false</show></tip>
<file-transfer><auto-popup type="bool">true</auto-popup></file-transfer></ui>
</options></options>"""
ACCOUNT = """<!DOCTYPE accounts>
<accounts xmlns="http://psi-im.org/options" version="1.5"><accounts><a0>
<enabled type="bool">true</enabled><auto type="bool">true</auto>
<name type="QString">account</name><jid type="QString">{jid}</jid>
<id type="QString">{{11111111-1111-1111-1111-111111111111}}</id>
<resource type="QString">psi</resource><automatic-resource type="bool">false</automatic-resource>
<password type="QString">{password}</password>
<use-host type="bool">true</use-host><host type="QString">127.0.0.1</host><port type="int">{port}</port>
<bytestreams-proxy type="QString">proxy.localhost</bytestreams-proxy>
<ssl type="QString">auto</ssl><plain type="QString">encrypted</plain>
</a0></accounts></accounts>"""


def xdotool(*command):
    done = subprocess.run(["xdotool", *command], capture_output=True, text=True, check=False)
    return done.stdout.split()


def find(title):
    return xdotool("search", "--onlyvisible", "--name", f"^{title}$")


def focus(title):
    window = until(lambda: find(title), f"window {title}")[0]
    xdotool("windowfocus", "--sync", window)
    return window


def press(title, key):
    """Presses a key in a window, until that has gone."""

    def is_gone():
        for window in find(title):
            xdotool("windowfocus", "--sync", window)
            xdotool("key", key)
        return not find(title)

    until(is_gone, f"end of window {title}")


def hidden(password, jid):
    """As Psi keeps a password: each character with one of the address."""
    return "".join(f"{ord(c) ^ ord(jid[n % len(jid)]):04x}" for n, c in enumerate(password))


class Somebody:
    """Every public method is an order."""

    def __init__(self, account, chat, port):
        self.account, self.chat, self.port = account, chat, port

    def sign_in(self):
        os.makedirs(PROFILE)
        password = hidden(os.environ["PSI_PASSWORD"], self.account)
        account = ACCOUNT.format(jid=escape(self.account), password=password, port=self.port)
        for name, content in (("accounts.xml", account), ("options.xml", OPTIONS)):
            with open(os.path.join(PROFILE, name), "w", encoding="utf-8") as file:
                file.write(content)
        subprocess.Popen(["psi", "--profile=default"], stdout=2)
        until(lambda: os.path.exists(os.path.join(CACHE, "caps.xml")), f"{self.chat} with a client")

    def save(self, file):
        """Accepts the file that is offered."""
        focus("Receive File")
        until(self._asks_where, "choice of where to save")
        self._choose("Save As", file)

    def see_error(self):
        until(lambda: find("Error"), "word of an error")
        press("Error", "Return")

    def upload(self, file):
        if find("Error"):
            press("Error", "Return")
        window = focus("Psi")
        xdotool("mousemove", "--window", window, *CONTACT, "click", "3")
        until(self._asks_what, "choice of files")
        self._choose("Choose a file", file)
        press("Send File", "alt+s")

    def _asks_where(self):
        return find("Save As") or xdotool("key", "alt+a")

    def _asks_what(self):
        return find("Choose a file") or xdotool("key", "f")

    def _choose(self, title, file):
        focus(title)
        xdotool("key", "ctrl+a")
        xdotool("type", file)
        press(title, "Return")


obey(Somebody(*sys.argv[1:]))
