"""An independent XMPP client (slixmpp), driven by JSON lines.

Usage: peer.py JID HOST PORT CA_FILE, the password in the environment as PEER_PASSWORD.

Standard input takes one command a line, {"id": 1, "command": "send", ...}; each is answered on
standard output by {"event": "answer", "id": 1, "result": ...} or {..., "error": "..."}. Everything
that arrives is told as an event of its own. The end of standard input ends the peer.
"""

import asyncio
import hashlib
import json
import mimetypes
import os
import ssl
import sys
import urllib.request
from xml.etree import ElementTree

import slixmpp
from slixmpp.exceptions import IqError, IqTimeout
from slixmpp.xmlstream.handler import Callback
from slixmpp.xmlstream.matcher import MatchXPath

from bytestreams import Bytestreams

CLIENT = "jabber:client"
RECEIPTS = "urn:xmpp:receipts"
CHAT_STATES = "http://jabber.org/protocol/chatstates"
OOB = "jabber:x:oob"
PLUGINS = ("0030", "0047", "0065", "0092", "0012", "0184", "0198", "0199", "0202", "0363")
RECONNECT_SECONDS = 0.3


def tell(event, **fields):
    """Writes one event."""
    print(json.dumps({"event": event, **fields}), flush=True)


def child(element, namespace, name):
    return element.find(f"{{{namespace}}}{name}")


def text_of(element):
    return None if element is None else element.text or ""


def local_name(element):
    return None if element is None else element.tag.rpartition("}")[2]


class Peer(slixmpp.ClientXMPP):
    """The client: every public coroutine of the name do_COMMAND is a command."""

    def __init__(self, jid, password, address, ca_file):
        super().__init__(jid, password)
        self.address = address
        self.ssl_context = self.tls = ssl.create_default_context(cafile=ca_file)
        self.auto_authorize = None
        self.auto_subscribe = False
        self.leaving = False
        for number in PLUGINS:
            self.register_plugin(f"xep_{number}")
        self.bytestreams = Bytestreams(self, tell)
        self.add_event_handler("connected", self.on_connected)
        self.add_event_handler("session_start", self.on_start)
        self.add_event_handler("session_resumed", lambda _: tell("online", resumed=True))
        self.add_event_handler("failed_all_auth", lambda _: self.refuse("authentication failed"))
        self.add_event_handler("ssl_invalid_chain", lambda _: self.refuse("certificate refused"))
        self.add_event_handler("disconnected", self.on_disconnected)
        self.add_event_handler("roster_update", self.on_roster)
        for name, handler in (("message", self.on_message), ("presence", self.on_presence)):
            path = MatchXPath(f"{{{CLIENT}}}{name}")
            self.register_handler(Callback(f"peer {name}", path, handler))

    def open(self):
        self.default_domain = ""  # Or else slixmpp would look it up instead of taking the address.
        self.connect(address=self.address)

    def on_connected(self, _):
        """The certificate must name our domain (RFC 6120 §13.7.2), not the address we connect to."""
        self.default_domain = self.boundjid.domain

    async def on_start(self, _):
        self.send_presence()
        await self.get_roster()
        tell("online", jid=str(self.boundjid), resumed=False)

    def refuse(self, reason):
        self.leaving = True
        tell("refused", reason=reason)
        self.disconnect()

    def on_disconnected(self, _):
        tell("offline")
        if not self.leaving:
            self.loop.call_later(RECONNECT_SECONDS, self.open)

    def reschedule_connection_attempt(self):
        """Tries again soon: slixmpp waits twice as long after each refusal, up to five minutes."""
        super().reschedule_connection_attempt()
        self._connect_loop_wait = RECONNECT_SECONDS

    def on_message(self, stanza):
        element = stanza.xml
        states = [e for e in element if e.tag.startswith(f"{{{CHAT_STATES}}}")]
        receipt = child(element, RECEIPTS, "received")
        oob = child(element, OOB, "x")
        tell(
            "message",
            **{"from": str(stanza["from"]), "to": str(stanza["to"])},
            id=element.get("id"),
            type=element.get("type", "normal"),
            body=text_of(child(element, CLIENT, "body")),
            subject=text_of(child(element, CLIENT, "subject")),
            state=local_name(states[0]) if states else None,
            receiptRequested=child(element, RECEIPTS, "request") is not None,
            receiptFor=None if receipt is None else receipt.get("id"),
            oob=None if oob is None else text_of(child(oob, OOB, "url")),
            xml=str(stanza),
        )

    def on_presence(self, stanza):
        element = stanza.xml
        tell(
            "presence",
            **{"from": str(stanza["from"])},
            type=element.get("type", "available"),
            show=text_of(child(element, CLIENT, "show")),
            status=text_of(child(element, CLIENT, "status")),
            xml=str(stanza),
        )

    def on_roster(self, iq):
        items = {}
        for jid, item in iq["roster"]["items"].items():
            groups = sorted(item["groups"])
            subscription = str(item["subscription"])
            items[str(jid)] = {"name": item["name"], "subscription": subscription, "groups": groups}
        tell("roster", items=items)

    async def do_send(self, to, body=None, type="chat", id=None, receipt=False, state=None, oob=None, xml=""):
        """Sends a message; `xml` is for any further children. Answers with the message's id."""
        message = self.make_message(mto=to, mbody=body, mtype=type)
        message["id"] = id or self.new_id()
        if receipt:
            ElementTree.SubElement(message.xml, f"{{{RECEIPTS}}}request")
        if state:
            ElementTree.SubElement(message.xml, f"{{{CHAT_STATES}}}{state}")
        if oob:
            x = ElementTree.SubElement(message.xml, f"{{{OOB}}}x")
            ElementTree.SubElement(x, f"{{{OOB}}}url").text = oob
        for element in ElementTree.fromstring(f"<x xmlns='{CLIENT}'>{xml}</x>"):
            message.xml.append(element)
        message.send()
        return message["id"]

    async def do_presence(self, to=None, type=None, show=None, status=None):
        """Sends presence: availability, or a subscription stanza by its type."""
        self.send_presence(pto=to, ptype=type, pshow=show, pstatus=status)

    async def do_raw(self, xml):
        """Sends a stanza as it is."""
        self.send_raw(xml)

    async def do_iq(self, payload, to=None, type="get"):
        """Sends an iq with this payload. Answers with the whole result as XML."""
        iq = self.make_iq(ito=to, itype=type)
        iq.append(ElementTree.fromstring(payload))
        return str(await iq.send(timeout=15))

    async def do_roster(self):
        """Fetches the roster; it is told as an event."""
        await self.get_roster()

    async def do_version(self, to):
        """Software version (XEP-0092)."""
        answer = (await self["xep_0092"].get_version(to, timeout=15))["software_version"]
        return {"name": answer["name"], "version": answer["version"], "os": answer["os"]}

    async def do_ping(self, to):
        """Round-trip time in seconds (XEP-0199)."""
        return await self["xep_0199"].ping(to, timeout=15)

    async def do_disco(self, to, node=None):
        """Identities and features (XEP-0030)."""
        answer = (await self["xep_0030"].get_info(jid=to, node=node, timeout=15))["disco_info"]
        identities = [[category, kind] for category, kind, *_ in answer["identities"]]
        return {"identities": sorted(identities), "features": sorted(answer["features"])}

    async def do_last(self, to):
        """Seconds since the last activity (XEP-0012)."""
        answer = await self["xep_0012"].get_last_activity(to, timeout=15)
        return answer["last_activity"]["seconds"]

    async def do_upload(self, file, to=None, service="upload.localhost"):
        """Uploads a file (XEP-0363) and announces it (XEP-0066). Answers with its URL."""
        with open(file, "rb") as source:
            data = source.read()
        kind = mimetypes.guess_type(file)[0] or "application/octet-stream"
        slot = await self["xep_0363"].request_slot(
            slixmpp.JID(service), os.path.basename(file), len(data), kind, timeout=15
        )
        slot = slot["http_upload_slot"]
        headers = {header["name"]: header["value"] for header in slot["put"]["headers"]}
        headers["Content-Type"] = kind
        put = urllib.request.Request(slot["put"]["url"], data, headers, method="PUT")
        await asyncio.to_thread(self.fetch, put)
        url = slot["get"]["url"]
        if to:
            await self.do_send(to, body=url, oob=url)
        return url

    async def do_download(self, url):
        """Fetches what was announced, over verified TLS. Answers with its size and SHA-256."""
        data = await asyncio.to_thread(self.fetch, urllib.request.Request(url))
        return {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}

    async def do_offer(self, to, file, method="ibb", block=4096, **options):
        """Offers a file (XEP-0096) and sends it once it is accepted."""
        return await self.bytestreams.offer(to, file, method, block, **options)

    async def do_accept(self, methods, file=None):
        """Sets which ways of sending are accepted in offers, the best first; none refuses all.

        What comes from now on is written to `file`.
        """
        self.bytestreams.wanted = methods
        self.bytestreams.target = file

    async def do_stop(self):
        """Says goodbye; the peer ends after that."""
        self.leaving = True
        await self.disconnect(wait=1)

    def fetch(self, request):
        with urllib.request.urlopen(request, context=self.tls, timeout=30) as response:
            return response.read()


async def run(peer, line):
    """Runs one command and answers it, whatever becomes of it."""
    command = json.loads(line)
    number, name = command.pop("id"), command.pop("command")
    try:
        result = await getattr(peer, f"do_{name}")(**command.get("options", {}))
        tell("answer", id=number, result=result)
    except IqError as error:
        tell("answer", id=number, error=error.condition)
    except IqTimeout:
        tell("answer", id=number, error="timeout")
    except Exception as error:  # The border: the other side shows it.
        tell("answer", id=number, error=f"{type(error).__name__}: {error}")


async def main(jid, host, port, ca_file):
    loop = asyncio.get_running_loop()
    commands = asyncio.StreamReader(limit=2**24)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(commands), sys.stdin)
    peer = Peer(jid, os.environ["PEER_PASSWORD"], (host, int(port)), ca_file)
    peer.open()
    running = set()
    while line := await commands.readline():
        task = asyncio.create_task(run(peer, line))
        running.add(task)
        task.add_done_callback(running.discard)


asyncio.run(main(*sys.argv[1:]))
