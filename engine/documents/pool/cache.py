"""What was drawn lately, by the sha256 of its content: in memory, so that nothing of it lies on a disk."""

import threading
from collections import OrderedDict

from engine.documents.pool.orders import Drawn


class Cache:
    """Up to so many bytes of documents; the one that was asked for longest ago makes room for the next.

    Whoever asks holds every word of the content, so what another has asked for tells nobody anything.
    """

    def __init__(self, room: int) -> None:
        self.room, self.filled = room, 0
        self.lock = threading.Lock()
        self.kept: OrderedDict[bytes, Drawn] = OrderedDict()

    def get(self, key: bytes) -> Drawn | None:
        """What was drawn of this content, if it is still here."""
        with self.lock:
            if key in self.kept:
                self.kept.move_to_end(key)
            return self.kept.get(key)

    def keep(self, key: bytes, drawn: Drawn) -> None:
        """Keeps a document, unless it is larger than all the room there is."""
        if size_of(drawn) > self.room:
            return
        with self.lock:
            if old := self.kept.pop(key, None):
                self.filled -= size_of(old)
            self.kept[key] = drawn
            self.filled += size_of(drawn)
            while self.filled > self.room:
                self.filled -= size_of(self.kept.popitem(last=False)[1])


def size_of(drawn: Drawn) -> int:
    """Bytes that a document takes in memory, near enough: a string has up to four for each character."""
    return len(drawn.pdf) + 4 * len(drawn.html)
