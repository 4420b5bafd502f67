"""Debian's tinyproxy on a free port, for as long as a block lasts."""

from proxy_process import ProxyProcess


class Tinyproxy(ProxyProcess):
    """Leads to these ports alone. With a user it asks for user and password."""

    name = "tinyproxy"
    running = "Accepting connections"
    taken = "Could not create listening sockets"

    def __init__(self, *ports, user=None, password=None):
        self.directives = ["Listen 127.0.0.1", "Timeout 60", "MaxClients 50", "LogLevel Info"]
        self.directives += [f"ConnectPort {port}" for port in ports]
        if user:
            self.directives.append(f"BasicAuth {user} {password}")

    def configure(self, folder):
        file = folder / "tinyproxy.conf"
        file.write_text("\n".join([f"Port {self.port}", *self.directives, ""]))
        return ["tinyproxy", "-d", "-c", file], {}

    def url(self, credentials=""):
        return f"http://{credentials}127.0.0.1:{self.port}"
