"""File offers (XEP-0096) over in-band (XEP-0047) and SOCKS5 bytestreams (XEP-0065).

slixmpp 1.8.3 has the bytestreams, but cannot build an offer and never answers one: the
negotiation (XEP-0095) is done here.
"""

import asyncio
import hashlib
import os
from functools import partial
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

from slixmpp.xmlstream.handler import Callback
from slixmpp.xmlstream.matcher import MatchXPath

SI = "http://jabber.org/protocol/si"
FILE_TRANSFER = f"{SI}/profile/file-transfer"
FORM = "jabber:x:data"
METHODS = {"ibb": "http://jabber.org/protocol/ibb", "socks5": "http://jabber.org/protocol/bytestreams"}


def negotiation(kind, inside, attributes="", file=""):
    """An <si/> element with the choice of methods that feature negotiation (XEP-0020) wants."""
    return ElementTree.fromstring(
        f"<si xmlns='{SI}' {attributes}>{file}<feature xmlns='http://jabber.org/protocol/feature-neg'>"
        f"<x xmlns='{FORM}' type='{kind}'>{inside}</x></feature></si>"
    )


class Bytestreams:
    """Offers files, and accepts every offer that has a method wanted; the first is liked best."""

    def __init__(self, client, tell):
        self.client = client
        self.tell = tell
        self.wanted = ["socks5", "ibb"]
        self.target = None
        self.receiving = set()
        self.agreed = set()
        for feature in (SI, FILE_TRANSFER):
            client["xep_0030"].add_feature(feature)
        client["xep_0047"].api.register(self.is_agreed, "authorized_sid", default=True)
        client["xep_0065"].auto_accept = True
        path = MatchXPath(f"{{jabber:client}}iq/{{{SI}}}si")
        client.register_handler(Callback("offer", path, self.on_offer))

    async def offer(self, to, file, method, block, name=None, size=None, ends=True):
        with open(file, "rb") as source:
            data = source.read()
        sid = self.client.new_id()
        label = os.path.basename(file) if name is None else name
        announced = len(data) if size is None else size
        details = (
            f"<file xmlns='{FILE_TRANSFER}' name={quoteattr(label)} size='{announced}'"
            f" hash='{hashlib.md5(data).hexdigest()}'/>"
        )
        option = f"<option><value>{METHODS[method]}</value></option>"
        field = f"<field var='stream-method' type='list-single'>{option}</field>"
        attributes = f"id='{sid}' mime-type='application/octet-stream' profile='{FILE_TRANSFER}'"
        iq = self.client.make_iq_set(ito=to)
        iq.append(negotiation("form", field, attributes, details))
        await iq.send(timeout=30)
        if method == "ibb":
            stream = await self.client["xep_0047"].open_stream(to, sid=sid, block_size=block, timeout=15)
            await stream.sendall(data)
            if ends:
                await stream.close()
        else:
            proxy = await self.client["xep_0065"].handshake(to, sid=sid, timeout=15)
            await proxy.write(data)
            if ends:
                proxy.transport.write_eof()
        return {"sid": sid, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}

    def on_offer(self, iq):
        if iq["type"] != "set":
            return
        file = iq.xml.find(f".//{{{FILE_TRANSFER}}}file")
        offered = [value.text for value in iq.xml.iter(f"{{{FORM}}}value")]
        chosen = next((name for name in self.wanted if METHODS[name] in offered), None)
        sid = iq.xml.find(f"{{{SI}}}si").get("id")
        size = int(file.get("size"))
        fields = {"sid": sid, "name": file.get("name"), "size": size, "methods": offered}
        self.tell("offer", **{"from": str(iq["from"])}, **fields)
        reply = iq.reply()
        if chosen:
            value = f"<value>{METHODS[chosen]}</value>"
            reply.append(negotiation("submit", f"<field var='stream-method'>{value}</field>"))
            receive = {"ibb": self.receive_in_band, "socks5": self.receive_by_socks5}[chosen]
            event = f"stream:{sid}:{iq['from']}"
            if chosen == "ibb":
                self.agreed.add((sid, str(iq["from"])))
            self.client.add_event_handler(event, partial(receive, sid), disposable=True)
        else:
            reply.error()
            reply["error"]["condition"] = "bad-request"
        reply.send()

    def is_agreed(self, jid, sid, sender, iq):
        """Takes a stream in band only where that was chosen, as Psi does."""
        return (sid, str(sender)) in self.agreed

    def receive_in_band(self, sid, stream):
        async def gather():
            self.tell_received(sid, await stream.gather(timeout=900))

        task = asyncio.create_task(gather())
        self.receiving.add(task)
        task.add_done_callback(self.receiving.discard)

    def receive_by_socks5(self, sid, connection):
        """slixmpp's own events of SOCKS5 data do not say whose they are."""
        data = bytearray()

        def on_event(name, chunk):
            if name == "socks5_data":
                data.extend(chunk)
            elif name == "socks5_closed":
                self.tell_received(sid, data)

        connection.event = on_event

    def tell_received(self, sid, data):
        if self.target:
            with open(self.target, "wb") as target:
                target.write(data)
        self.tell("received", sid=sid, size=len(data), sha256=hashlib.sha256(data).hexdigest())
