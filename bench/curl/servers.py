"""The servers of curl's test suite: HTTP that plays the <reply> of a case, an HTTP proxy, SOCKS 5."""

import re
import select
import socket
import ssl
import struct
import threading
import time

REQUEST = re.compile(rb'^\s*(\S+)\s+(.*?)\s+HTTP/(\d+)\.(\d+)', re.S)
TYPE_3 = b'Authorization: NTLM TlRMTVNTUAAD'
TYPE_1 = b'Authorization: NTLM TlRMTVNTUAAB'


class Stage:
    """What the servers know of the current case, and the requests that they have received."""

    def __init__(self, case):
        self.case = case
        self.requests = bytearray()
        self.proxied = bytearray()
        self.bounce = None
        self.lock = threading.Lock()
        self.over = threading.Event()
        self.connections = []
        commands = case.words('reply', 'servercmd')
        self.skip = self._number(commands, 'skip')
        self.delay = self._number(commands, 'writedelay') / 1000
        self.backend = int(next((one.split()[1] for one in commands if one.startswith('backendport ')), '0'))
        self.idle = 'idle' in commands
        self.stream = 'stream' in commands
        self.closes = 'swsclose' in commands
        self.needs_login = 'auth_required' in commands
        self.no_expect = 'no-expect' in commands
        self.monitor = 'connection-monitor' in commands

    @staticmethod
    def _number(commands, name):
        for command in commands:
            if command.startswith(name + ':'):
                return int(command.split(':')[1])
        return 0

    def record(self, data, proxy):
        with self.lock:
            (self.proxied if proxy else self.requests).extend(data)

    def end(self):
        self.over.set()
        for connection in self.connections:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            connection.close()


class Listener:
    """Accepts connections on a port of its own, and serves them by the current stage."""

    def __init__(self, serve, address=('127.0.0.1', 0), family=socket.AF_INET):
        self.socket = socket.socket(family)
        self.socket.bind(address)
        self.socket.listen(64)
        self.port = self.socket.getsockname()[1] if family != socket.AF_UNIX else 0
        self.serve = serve
        self.stage = None
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            connection, _ = self.socket.accept()
            stage = self.stage
            if stage is None or stage.over.is_set():
                connection.close()
                continue
            stage.connections.append(connection)
            threading.Thread(target=self._run, args=(connection, stage), daemon=True).start()

    def _run(self, connection, stage):
        try:
            self.serve(connection, stage)
        except (OSError, ValueError):
            pass
        finally:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            connection.close()


class Http:
    """One connection of curl's HTTP server."""

    def __init__(self, connection, stage, proxy=False):
        self.connection = connection
        self.stage = stage
        self.proxy = proxy
        self.buffer = b''

    def run(self):
        while not self.stage.over.is_set():
            request = self._request()
            if request is None:
                if self.stage.monitor:
                    self.stage.record(b'[DISCONNECT]\n', self.proxy)
                return
            self.stage.record(request, self.proxy)
            if not self._answer(request):
                return

    def _more(self):
        data = self.connection.recv(1 << 16)
        if not data and self.buffer:
            self.stage.record(self.buffer, self.proxy)
            self.buffer = b''
        self.buffer += data
        return bool(data)

    def _request(self):
        while b'\r\n\r\n' not in self.buffer:
            if not self._more():
                return None
        end = self.buffer.index(b'\r\n\r\n') + 4
        head = self.buffer[:end]
        length = re.search(rb'\r\nContent-Length:\s*(\S*)\r\n', head, re.I)
        if self.stage.needs_login and b'Authorization:' not in head:
            return self._take(end)
        if self.stage.no_expect and re.search(rb'\r\nExpect: 100-continue', head, re.I):
            return self._take(end)
        if re.search(rb'\r\nTransfer-Encoding: chunked', head, re.I):
            while b'\r\n0\r\n\r\n' not in self.buffer[end - 2:]:
                if not self._more():
                    return None
            return self._take(self.buffer.index(b'\r\n0\r\n\r\n', end - 2) + 7)
        if length and length.group(1).isdigit():
            wanted = end + max(0, int(length.group(1)) - self.stage.skip)
            while len(self.buffer) < wanted:
                if not self._more():
                    return None
            return self._take(wanted)
        return self._take(end)

    def _take(self, count):
        taken, self.buffer = self.buffer[:count], self.buffer[count:]
        return taken

    def _answer(self, request):
        """Answers; whether the connection stays open."""
        line = REQUEST.match(request)
        if not line:
            return False
        if self.stage.stream:
            while True:
                self.connection.sendall(b'a string to stream 01234567890\n' * 100)
        if self.stage.idle:
            self.stage.over.wait()
            return False
        method, target, version = line.group(1), line.group(2), (int(line.group(3)), int(line.group(4)))
        tunnel = method == b'CONNECT'
        part = self._part(request, target)
        if part is None:
            return False
        name = ('connect' if tunnel else 'data') + (str(part) if part else '')
        reply = self.stage.case.get('reply', name)
        content = reply.content() if reply else b''
        self._send(content)
        self.stage.bounce = part if b'swsbounce' in content else None
        for command in self.stage.case.words('reply', 'postcmd'):
            if command.startswith('wait'):
                self.stage.over.wait(float(command.split()[1]))
        if b'swsclose' in content or not content or self.stage.closes or version < (1, 1) and tunnel:
            return False
        if tunnel and self.proxy:
            time.sleep(0.02)  # the client reads the answer apart from what follows
            self._tunnel(int(target.rsplit(b':', 1)[1]))
            return False
        return True

    def _part(self, request, target):
        """The number of the reply; None if the request is of another case."""
        part, number = 0, re.match(rb'\d+', target[target.rfind(b'/') + 1:] if b'/' in target else b'')
        if number and int(number.group()):
            test = int(number.group())
            if test > 10000:
                test, part = divmod(test, 10000)
            if test != self.stage.case.number:
                return None
        if self.stage.bounce is not None:
            return self.stage.bounce + 1
        if b'Authorization: Digest' in request:
            part += 1000
        elif TYPE_3 in request:
            part += 1002
        elif TYPE_1 in request:
            part += 1001
        elif part >= 1000 and b'Authorization: Basic' in request:
            part += 1
        return part

    def _send(self, content):
        if not self.stage.delay:
            self.connection.sendall(content)
            return
        for start in range(0, len(content), 20):
            self.connection.sendall(content[start:start + 20])
            if self.stage.over.wait(self.stage.delay):
                return

    def _tunnel(self, port):
        with socket.create_connection(('127.0.0.1', port)) as server:
            server.sendall(self.buffer)
            pipe(self.connection, server)


def pipe(one, two):
    """Passes bytes both ways until one side ends."""
    while True:
        for ready in select.select([one, two], [], [])[0]:
            data = ready.recv(1 << 16)
            if not data:
                return
            (two if ready is one else one).sendall(data)


def http(connection, stage):
    Http(connection, stage).run()


def proxy(connection, stage):
    Http(connection, stage, proxy=True).run()


def tls(context):
    """HTTP within TLS."""

    def serve(connection, stage):
        try:
            secured = context.wrap_socket(connection, server_side=True)
        except (ssl.SSLError, OSError):
            return
        stage.connections.append(secured)
        Http(secured, stage).run()
        secured.close()

    return serve


def socks(connection, stage):
    """A SOCKS 5 proxy that reaches every host at 127.0.0.1 (RFC 1928)."""
    _, count = exactly(connection, 2)
    methods = exactly(connection, count)
    if 0 in methods:
        connection.sendall(b'\5\0')
    elif 2 in methods:
        connection.sendall(b'\5\2')
        exactly(connection, exactly(connection, 2)[1])
        exactly(connection, exactly(connection, 1)[0])
        connection.sendall(b'\1\0')
    else:
        connection.sendall(b'\5\377')
        return
    kind = exactly(connection, 4)[3]
    exactly(connection, {1: 4, 4: 16}.get(kind) or exactly(connection, 1)[0])
    port = struct.unpack('>H', exactly(connection, 2))[0]
    port = stage.backend or port
    try:
        server = socket.create_connection(('127.0.0.1', port))
    except OSError:
        connection.sendall(b'\5\5\0\1' + bytes(6))
        return
    with server:
        connection.sendall(b'\5\0\0\1' + bytes(6))
        pipe(connection, server)


def exactly(connection, count):
    data = b''
    while len(data) < count:
        more = connection.recv(count - len(data))
        if not more:
            raise OSError('closed')
        data += more
    return data
