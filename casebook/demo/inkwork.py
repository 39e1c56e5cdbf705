"""What is drawn by hand in the demonstration: signatures on the glass, pages in ink, a site's sketch."""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

from casebook.demo.chance import chance
from casebook.demo.tablets import File

if TYPE_CHECKING:
    from random import Random

    from PIL.ImageDraw import ImageDraw as Canvas

_GLASS, _PAGE = (480, 160), (900, 1240)
_INK, _STAMP, _LINE, _PAPER = "#1c2733", "#c23b2e", "#9aa3ab", "#f6f3ea"
_STROKES, _LINES = 3, 24


def signature(name: str, purpose: str) -> File:
    """Return somebody's signature, drawn on the glass; no two of one person are alike."""
    dice = chance(f"signature:{name}:{purpose}")
    picture = Image.new("RGB", _GLASS, "white")
    canvas = ImageDraw.Draw(picture)
    for stroke in range(_STROKES * max(1, len(name) - 1)):
        _stroke(canvas, dice, 60 + stroke * 55, 80)
    return _png(picture, "signature.png")


def page(number: int, purpose: str) -> File:
    """Return a photographed page of a paper in ink, with a fingerprint where it is signed."""
    dice = chance(f"page:{number}:{purpose}")
    picture = Image.new("RGB", _PAGE, _PAPER)
    canvas = ImageDraw.Draw(picture)
    canvas.line((320, 130, 580, 130), fill=_INK, width=14)
    for line in range(_LINES):
        top = 220 + line * 36
        canvas.line((90, top, 810, top), fill=_LINE, width=1)
        canvas.line((90, top - 12, dice.randint(420, 800), top - 12), fill=_INK, width=5)
    for place in (150, 430, 690):
        _stroke(canvas, dice, place, 1150)
    for ring in range(6, 34, 4):
        canvas.ellipse(
            (760 - ring, 1150 - ring * 1.3, 760 + ring, 1150 + ring * 1.3), outline=_STAMP, width=2
        )
    return _png(picture, f"page-{number}.png")


def sketch(purpose: str) -> File:
    """Return the drawing of a place: road, house, well, meter box, and north."""
    dice = chance(f"sketch:{purpose}")
    picture = Image.new("RGB", (800, 600), "white")
    canvas = ImageDraw.Draw(picture)
    canvas.line([(0, 470), (800, 440 + dice.randint(-20, 20))], fill=_LINE, width=26)
    canvas.rectangle((110, 120, 330, 300), outline=_INK, width=4)
    canvas.ellipse((500, 250, 560, 310), outline=_INK, width=5)
    canvas.rectangle((600, 180, 650, 230), outline=_STAMP, width=4)
    canvas.line([(330, 210), (500, 280)], fill=_INK, width=2)
    canvas.line([(740, 140), (740, 40), (725, 70), (740, 40), (755, 70)], fill=_INK, width=4)
    return _png(picture, "sketch.png")


def chart(purpose: str) -> File:
    """Return the picture of a table's columns, as a system shows a month of water taken."""
    dice = chance(f"chart:{purpose}")
    picture = Image.new("RGB", (900, 420), "white")
    canvas = ImageDraw.Draw(picture)
    for day in range(30):
        canvas.rectangle((40 + day * 28, 380 - dice.randint(60, 300), 58 + day * 28, 380), fill="#2f6f9f")
    canvas.line([(30, 20), (30, 380), (890, 380)], fill=_INK, width=3)
    return _png(picture, "chart.png")


def _stroke(canvas: Canvas, dice: Random, left: float, middle: float) -> None:
    turn, wide = dice.uniform(0.5, 2.6), dice.uniform(16, 26)
    points = [
        (left + wide * math.cos(turn * step / 3) + step * 2, middle + wide * 1.4 * math.sin(turn * step / 2))
        for step in range(12)
    ]
    canvas.line(points, fill=_INK, width=4, joint="curve")


def _png(picture: Image.Image, name: str) -> File:
    target = io.BytesIO()
    picture.save(target, "PNG")
    return File(target.getvalue(), name, "image/png")
