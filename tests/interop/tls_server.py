"""Shows our client servers whose TLS is not as it should be: python3-websockets with other certificates, and a small server
that ends connections in ways which that has not."""

import asyncio
import base64
import contextlib
import hashlib
import os
import socket
import ssl
import threading
import warnings

from probing import GREETED, greeting, probe
from support import certificates, check, equal, main, our_authority, server_context

warnings.simplefilter("ignore", DeprecationWarning)        # of TLS versions, which are what is tested

PATIENCE = 30
ACCEPT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
TEXT, CLOSE = 0x81, 0x88
CUT = "the TLS connection was cut short, without close_notify"


async def check_certificates():
    for name, why in [
        ("self-signed", "self-signed certificate"),
        ("wrong-host", "hostname mismatch"),
        ("expired", "certificate has expired"),
        ("unknown-authority", "unable to get local issuer certificate"),
    ]:
        async with greeting(server_context(name)) as port:
            url = f"wss://localhost:{port}/"
            equal(f"{name}: refused", await probe(url, *our_authority()), [f"TLS: certificate of localhost: {why}"])
            equal(f"{name}: accepted without verification", await probe(url, "--verify", "no"), GREETED)
    async with greeting(server_context("self-signed")) as port:
        equal("self-signed: accepted if it is trusted itself", await probe(f"wss://localhost:{port}/", *our_authority("self-signed")), GREETED)
    async with greeting(server_context("unknown-authority")) as port:
        equal("an authority that is given is known", await probe(f"wss://localhost:{port}/", *our_authority("other-authority")), GREETED)
    async with greeting(server_context("wrong-host")) as port:
        why = "TLS: certificate of 127.0.0.1: IP address mismatch"
        equal("wrong-host: refused by its address, too", await probe(f"wss://127.0.0.1:{port}/", *our_authority()), [why])
    async with greeting(server_context()) as port:
        why = "TLS: certificate of localhost: unable to get local issuer certificate"
        equal("the system's authorities do not know ours", await probe(f"wss://localhost:{port}/"), [why])
        equal("a certificate for an address is accepted", await probe(f"wss://127.0.0.1:{port}/", *our_authority()), GREETED)


async def check_what_is_told():
    for host, wanted in [("localhost", "localhost"), ("127.0.0.1", None)]:
        seen = []
        context = server_context()
        context.sni_callback = lambda tls, name, _: seen.append((name, tls))
        context.set_alpn_protocols(["h2", "http/1.1"])
        async with greeting(context) as port:
            equal(f"{host}: all goes well", await probe(f"wss://{host}:{port}/", *our_authority()), GREETED)
        (name, tls), = seen
        equal("the server is told which host is wanted, if it has a name", name, wanted)
        equal("and that http/1.1 is spoken", tls.selected_alpn_protocol(), "http/1.1")


class Server:
    """Accepts one connection, with TLS if there is a context, and hands it to a function."""

    def __init__(self, serve_one, context):
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.thread = threading.Thread(target=self.run, args=(serve_one, context))
        self.thread.start()

    def run(self, serve_one, context):
        connection, _ = self.listening.accept()
        connection.settimeout(PATIENCE)
        if not context:
            with connection:
                serve_one(connection)
            return
        with context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False) as stream:
            try:
                stream.do_handshake()
                serve_one(stream)
            except ssl.SSLError:
                linger(stream)

    def stop(self):
        self.thread.join()
        self.listening.close()


def linger(stream):
    """Ends the sending of TCP, not of TLS, and waits for the peer: who closes at once may reset what it has said."""
    with contextlib.suppress(OSError):
        socket.socket.shutdown(stream, socket.SHUT_WR)
        while os.read(stream.fileno(), 4096):
            pass


def read_head(stream):
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += stream.recv(1)
    return head.decode()


def frame(first, payload):
    return bytes([first, len(payload)]) + payload


def open_then(*frames, cut=True):
    """Opens, sends these, and ends TCP under TLS, or both in order."""

    def run(stream):
        key = next(line.split(": ")[1] for line in read_head(stream).split("\r\n") if line.lower().startswith("sec-websocket-key"))
        accept = base64.b64encode(hashlib.sha1((key + ACCEPT).encode()).digest()).decode()
        head = ["HTTP/1.1 101 Switching Protocols", "Connection: Upgrade", "Upgrade: websocket", f"Sec-WebSocket-Accept: {accept}"]
        stream.sendall("\r\n".join([*head, "", ""]).encode() + b"".join(frames))
        if not cut:
            with contextlib.suppress(OSError):
                stream.unwrap()
        linger(stream)

    return run


async def served(serve_one, context, *options):
    server = Server(serve_one, context)
    lines = await probe(f"wss://localhost:{server.port}/", *our_authority(), *options)
    await asyncio.to_thread(server.stop)
    return lines


SOME = frame(TEXT, b"some")
BYE = frame(CLOSE, b"\x03\xe8bye")
SERVED = ["open", "some", "closed 1000 bye"]


async def check_versions():
    for lowest, highest, passes in [("TLSv1", "TLSv1", False), ("TLSv1", "TLSv1_1", False), ("TLSv1_2", "TLSv1_2", True), ("TLSv1_3", "TLSv1_3", True)]:
        context = server_context()
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = ssl.TLSVersion[lowest]
        context.maximum_version = ssl.TLSVersion[highest]
        wanted = SERVED if passes else ["TLS: the peer has refused TLS: protocol version"]
        equal(f"{highest}: {'accepted' if passes else 'refused'}", await served(open_then(SOME, BYE, cut=False), context), wanted)


async def check_client_certificates():
    context = server_context()
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(certificates() / "authority.pem")
    own = ("--certificate", certificates() / "client.pem", "--key", certificates() / "client.key")
    for version, why in [(ssl.TLSVersion.TLSv1_2, "handshake failure"), (ssl.TLSVersion.TLSv1_3, "certificate required")]:
        context.maximum_version = version
        lines = await served(open_then(SOME, BYE, cut=False), context)
        check(f"{version.name}: without a certificate the server refuses us", lines[-1].endswith(f"the peer has refused TLS: {why}"), f"{lines}")
        equal("with one it does not", await served(open_then(SOME, BYE, cut=False), context, *own), SERVED)


async def check_endings():
    context = server_context()
    equal("TLS that is cut is told", await served(open_then(SOME), context), ["open", "some", f"closed 1006 ; {CUT}"])
    equal("also within a frame", await served(open_then(SOME, SOME[:4]), context), ["open", "some", f"closed 1006 ; {CUT}"])
    equal("also at once", await served(open_then(), context), ["open", f"closed 1006 ; {CUT}"])
    equal("also behind a close frame, which counts", await served(open_then(SOME, BYE), context), ["open", "some", f"closed 1000 bye; {CUT}"])
    equal("close_notify without a close frame is no fault of TLS", await served(open_then(SOME, cut=False), context), ["open", "some", "closed 1006 "])


async def check_no_tls():
    def answer(stream):
        with contextlib.suppress(OSError):
            stream.recv(4096)
            stream.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        linger(stream)

    def hang_up(stream):
        stream.recv(4096)

    equal("a server that speaks plain HTTP is refused", await served(answer, None), ["TLS: the peer does not speak TLS"])
    lines = await served(hang_up, None)
    check("one that hangs up is told", "hung up during the TLS handshake" in lines[-1] or "reset" in lines[-1].lower(), f"{lines}")
    async with greeting(server_context()) as port:
        lines = await probe(f"ws://localhost:{port}/")
        check("a server with TLS is not spoken to in plain", len(lines) == 1 and lines != ["open"], f"{lines}")


async def body():
    for part in (check_certificates, check_client_certificates, check_what_is_told, check_versions, check_endings, check_no_tls):
        await part()


main(body)
