"""Leads our client through Debian's tinyproxy, to wsdriver serve."""

import asyncio
import os

from support import Child, check, equal, free_port, main
from tinyproxy import Tinyproxy


async def connect(url, *options, **variables):
    """The exit code of wsdriver connect, what it received, and what it said."""
    command = [os.environ["WSDRIVER"], "connect", url, *options]
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        *command, stdin=asyncio.subprocess.DEVNULL, stdout=pipe, stderr=pipe, env={**os.environ, **variables}
    )
    try:
        output, error = await process.communicate()
        return process.returncode, output.decode(), error.decode()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def get_through(url, port):
    texts = ["Grüße 😀", "", "x" * 100_000]
    options = [option for text in texts for option in ("--text", text)]
    wanted = (0, "".join(text + "\n" for text in texts))
    async with Tinyproxy(port) as proxy:
        equal("texts come back through the proxy", (await connect(url, *options, "--proxy", proxy.url()))[:2], wanted)
        equal("also with credentials that nobody asked for", (await connect(url, *options, "--proxy", proxy.url("u:p@")))[:2], wanted)
        by_variable = await connect(url, *options, "--proxy-from-environment", http_proxy=proxy.url(), no_proxy="")
        equal("also by the environment", by_variable[:2], wanted)
        by_exception = await connect(url, *options, "--proxy-from-environment", http_proxy=proxy.url(), no_proxy="127.0.0.1")
        equal("or past it", by_exception[:2], wanted)
    equal("the proxy was asked three times", proxy.log.count(f"CONNECT 127.0.0.1:{port} HTTP/1.1"), 3)


async def log_in(url, port):
    async with Tinyproxy(port, user="proxy.user", password="s3cret-word_") as proxy:
        good = await connect(url, "--text", "in", "--proxy", proxy.url("proxy.user:s3cret%2Dword%5f@"))
        equal("right credentials are accepted", good[:2], (0, "in\n"))
        header = "Proxy-Authorization: Basic cHJveHkudXNlcjpzM2NyZXQtd29yZF8="
        equal("also as a header", (await connect(url, "--text", "in", "--proxy", proxy.url(), "--proxy-header", header))[:2], (0, "in\n"))
        refused = (1, "", "wsdriver: refused by the proxy: 407 Proxy Authentication Required\n")
        equal("no credentials are refused", await connect(url, "--proxy", proxy.url()), refused)
        code, output, error = await connect(url, "--proxy", proxy.url("proxy.user:s3cret@"))
        equal("wrong credentials are refused", (code, output), (1, ""))
        check("with an error of the proxy", error.startswith("wsdriver: refused by the proxy: 40"), error)
        check("that does not show them", "s3cret" not in error, error)


async def be_refused(url, port):
    async with Tinyproxy(free_port()) as proxy:
        code, output, error = await connect(url, "--proxy", proxy.url())
        equal("a port that the proxy does not allow is refused", (code, output), (1, ""))
        check("with its status", error.startswith("wsdriver: refused by the proxy: 403 "), error)
    nobody = free_port()
    async with Tinyproxy(nobody) as proxy:
        code, output, error = await connect(f"ws://127.0.0.1:{nobody}/", "--proxy", proxy.url())
        equal("a host that the proxy does not reach is an error", (code, output), (1, ""))
        check("with a status of the proxy", error.startswith("wsdriver: refused by the proxy: 50"), error)
    async with Tinyproxy(port) as proxy:
        error = (await connect(url.replace("/echo", "/nothing"), "--proxy", proxy.url()))[2]
        check("what the server refuses is the server's", error.startswith("wsdriver: refused by the server: 404 "), error)


async def body():
    async with Child("WSDRIVER", "serve", "--port", "0") as server:
        url = await server.url()
        port = int(url.rsplit(":", 1)[1])
        for part in (get_through, log_in, be_refused):
            await part(url + "/echo", port)
        await server.stop()


main(body)
