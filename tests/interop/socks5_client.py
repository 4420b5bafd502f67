"""Leads our client through SOCKS5 proxies: Debian's dante-server, which looks names up and refuses, and a small one of our
own, which asks for a password."""

from dante import Dante
from probing import GREETED, greeting, probe
from socks5 import CONNECT, Socks5
from support import check, equal, free_port, main, our_authority, server_context

CREDENTIALS = ("proxy user", "pass:w@rd ü")
ENCODED = "proxy%20user:pass%3Aw%40rd%20%C3%BC@"


async def get_through():
    for scheme, context in [("ws", None), ("wss", server_context())]:
        async with greeting(context) as port:
            async with Dante() as dante:
                for host in ("localhost", "127.0.0.1"):
                    equal(f"{scheme} to {host}", await probe(f"{scheme}://{host}:{port}/", "--proxy", dante.url(), *our_authority()), GREETED)
                url = f"{scheme}://localhost:{port}/"
                equal("the same as socks5h", await probe(url, "--proxy", dante.url().replace("5:", "5h:"), *our_authority()), GREETED)
                lines = await probe(url, "--proxy", dante.url().replace("//", "//user:secret@"), *our_authority())
                equal("also with a password that nobody asked for", lines, GREETED)
            equal("dante was asked four times", dante.log.count(f" 127.0.0.1.{port}\n"), 4)

            async with Socks5(*CREDENTIALS) as proxy:
                equal("with the right password", await probe(url, "--proxy", proxy.url(ENCODED), *our_authority()), GREETED)
            equal("the name was looked up by the proxy", proxy.requests, [(CONNECT, "localhost", port)])


async def be_refused():
    async def refusal(name, url, why, proxy):
        lines = await probe(url, "--proxy", proxy, *our_authority())
        check(name, len(lines) == 1 and lines[0].endswith(why), f"{lines}")
        check("which tells no password", "w@rd" not in lines[0] and "secret" not in lines[0], f"{lines}")

    async with greeting() as port:
        url = f"ws://localhost:{port}/"
        async with Dante(port) as dante:
            await refusal("what the rules forbid", url, "proxy could not connect: not allowed by the proxy's rules", dante.url())
            nobody = free_port()
            await refusal("a port where nobody listens", f"ws://localhost:{nobody}/", "proxy could not connect: connection refused", dante.url())
        async with Socks5(*CREDENTIALS) as proxy:
            await refusal("no password", url, "proxy accepts no way to authenticate that was offered", proxy.url())
            await refusal("a wrong password", url, "proxy refused user and password", proxy.url("proxy%20user:secret@"))
        equal("the proxy was not asked for anything", proxy.requests, [])
    async with greeting(server_context("wrong-host")) as port, Dante() as dante:
        why = "TLS: certificate of localhost: hostname mismatch"
        await refusal("behind a proxy certificates are verified as well", f"wss://localhost:{port}/", why, dante.url())


async def body():
    await get_through()
    await be_refused()


main(body)
