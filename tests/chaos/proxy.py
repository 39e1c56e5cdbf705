"""A link that is cut: a proxy on loopback that ends every connection after some hundred kilobytes."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

PIECE = 16 * 1024


class Link:
    """Listens on a port of its own and passes bytes to and from a server that may come and go."""

    def __init__(self, target: int, dice: Random, *, least: int, most: int) -> None:
        self._target, self._dice = target, dice
        self._least, self._most = least, most
        self.is_cutting = False
        """Whether connections are cut; a day begins with a good one."""
        self.cuts = 0
        self.bytes_up = 0
        self._lock = threading.Lock()
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def close(self) -> None:
        self._door.close()

    def _listen(self) -> None:
        while True:
            try:
                near, _address = self._door.accept()
            except OSError:
                return
            threading.Thread(target=self._pass_on, args=(near,), daemon=True).start()

    def _pass_on(self, near: socket.socket) -> None:
        try:
            far = socket.create_connection(("127.0.0.1", self._target), timeout=5)
        except OSError:
            near.close()  # the server is down: what a browser sees of it
            return
        far.settimeout(None)
        ends = _Ends(near, far)
        with self._lock:
            left = self._dice.randint(self._least, self._most)
        up = threading.Thread(target=self._up, args=(ends, left), daemon=True)
        up.start()
        ends.pump(far, near)
        up.join()

    def _up(self, ends: _Ends, left: int) -> None:
        """Pass on what the tablet sends until so many bytes went through, then cut both ways."""

        def count(size: int) -> bool:
            nonlocal left
            left -= size
            with self._lock:
                self.bytes_up += size
                is_cut = self.is_cutting and left <= 0
                self.cuts += is_cut
            return not is_cut

        ends.pump(ends.near, ends.far, count)


class _Ends:
    """Both ends of one connection."""

    def __init__(self, near: socket.socket, far: socket.socket) -> None:
        self.near, self.far = near, far

    def pump(self, source: socket.socket, target: socket.socket, goes_on: object = None) -> None:
        with suppress(OSError):
            while piece := source.recv(PIECE):
                target.sendall(piece)
                if callable(goes_on) and not goes_on(len(piece)):
                    break
        for end in (self.near, self.far):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
