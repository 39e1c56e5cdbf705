"""Decoding HEIC in a process of its own, with limits on memory and time.

The decoder is a large C++ library, and the bytes come from anybody: what goes wrong in there, or
asks for too much, ends the child and not the worker. Run as a program, this module reads a HEIC
file from standard input and writes a JPEG to standard output.
"""

from __future__ import annotations

import io
import resource
import subprocess
import sys
from typing import BinaryIO

import pi_heif
from PIL import Image

MOST_PIXELS = 50_000_000
"""What is decoded at most; larger ones have no preview. Today's largest tablets make 48 million."""
_MOST_MEMORY = 1536 * 1024 * 1024
_MOST_CPU_S, _MOST_S = 30, 60
_QUALITY = 92


def decode_heic(stream: BinaryIO, longest: int) -> Image.Image | None:
    """Return the bare pixels of a HEIC picture, upright and not larger than asked for; None when damaged."""
    command = [sys.executable, "-m", __name__, str(longest)]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module
            command, input=stream.read(), stdout=subprocess.PIPE, timeout=_MOST_S, check=False
        )
    except subprocess.TimeoutExpired:
        return None
    if done.returncode or not done.stdout:
        return None
    picture = Image.open(io.BytesIO(done.stdout), formats=["JPEG"])
    picture.load()
    return picture


def main() -> int:
    """Decode standard input; exit code 1 for what cannot be decoded within the limits."""
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST_CPU_S, _MOST_CPU_S))
    longest = int(sys.argv[1])
    pi_heif.options.DECODE_THREADS = 1
    pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
    try:
        with Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=["HEIF"]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return 1
            picture.thumbnail((longest, longest))
            plain = Image.new("RGB", picture.size, "white")
            plain.paste(picture.convert("RGB"))
    except (OSError, SyntaxError, ValueError, TypeError, RuntimeError, MemoryError, EOFError):
        return 1
    plain.save(sys.stdout.buffer, "JPEG", quality=_QUALITY)
    return 0


if __name__ == "__main__":
    sys.exit(main())
