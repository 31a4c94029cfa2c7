"""Pictures made of dots: a still as PNG, an animation as GIF or WebP, one frame a step."""

import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from convviz.core.arguments import ExperimentError
from convviz.drawing.style import FONT
from convviz.drawing.svg import NAMESPACE
from convviz.export.needed import needed
from convviz.words import term

if TYPE_CHECKING:
    from PIL import Image

SCALES: Final = (1, 2, 4)
MOST_FRAMES: Final = 400
MOST_DOTS: Final = 200_000_000  # of all frames together
# What browsers mean by these names; resvg takes the first face that is installed.
SANS: Final = (
    f'{FONT.removesuffix(", sans-serif")}, "DejaVu Sans", "Liberation Sans", Arial, Helvetica, '
    "sans-serif"
)
CHINESE: Final = (
    '"Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", '
    '"WenQuanYi Micro Hei", sans-serif'
)
_CHINESE_RUN: Final = re.compile("([\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+)")
TOO_MANY: Final = term(
    "{n} steps are too many for one picture that moves: at most {most}. Take a coarser granularity."
)
TOO_LARGE: Final = term("All frames together are too large at this scale: take a smaller one.")


def png(svg: str, scale: float = 1) -> bytes:
    """Draw a picture of `standalone` in dots, ``scale`` of them for each unit of its own."""
    return bytes(needed("resvg_py").svg_to_bytes(svg_string=_in_installed_faces(svg), zoom=scale))


def gif(svgs: Iterable[str], seconds: float, scale: float = 1) -> bytes:
    """Draw pictures as a GIF that goes through them once."""
    return _moving(svgs, seconds, scale, format="GIF", optimize=False)


def webp(svgs: Iterable[str], seconds: float, scale: float = 1) -> bytes:
    """Draw pictures as a WebP that goes through them once, without loss."""
    return _moving(svgs, seconds, scale, format="WEBP", lossless=True, loop=1, method=2)


def check_frames(count: int, size: tuple[float, float], scale: float) -> None:
    """Raise ExperimentError if so many frames of a size are too many for one file."""
    if count > MOST_FRAMES:
        raise ExperimentError(TOO_MANY, n=count, most=MOST_FRAMES)
    if count * size[0] * size[1] * scale**2 > MOST_DOTS:
        raise ExperimentError(TOO_LARGE)


def _moving(svgs: Iterable[str], seconds: float, scale: float, **how: Any) -> bytes:
    first, *others = frames = [_frame(svg, scale, str(how["format"])) for svg in svgs]
    file = io.BytesIO()
    durations = [round(1000 * seconds)] * len(frames)
    first.save(file, save_all=True, append_images=others, duration=durations, **how)
    return file.getvalue()


def _frame(svg: str, scale: float, format: str) -> "Image.Image":
    library = needed("PIL.Image")
    with library.open(io.BytesIO(png(svg, scale))) as dots:
        image: Image.Image = dots.convert("RGB")
    if format == "GIF":  # flat colours and the edges of letters: 256 of them show no difference
        return image.quantize(256, dither=library.Dither.NONE)
    return image


def _in_installed_faces(svg: str) -> str:
    """Name faces that are likely installed, and Chinese ones for what of a text is Chinese.

    resvg knows no language: it would take any face that has the letters, and all of the text from
    it, be it Japanese, with serifs, or of another weight.
    """
    root = ET.fromstring(svg)
    root.set("font-family", SANS)
    kinds = {f"{{{NAMESPACE}}}{kind}" for kind in ("text", "tspan")}
    for element in [each for each in root.iter() if each.tag in kinds]:
        for at, child in reversed([*enumerate(element, 1)]):
            child.tail = _split(element, at, child.tail or "")
        element.text = _split(element, 0, element.text or "")
    return ET.tostring(root, encoding="unicode")


def _split(element: ET.Element, at: int, text: str) -> str:
    """Put the Chinese of a text, and what follows, into spans at a place; give what is before."""
    before, *runs = _CHINESE_RUN.split(text)
    for n, run in enumerate(runs):
        span = ET.Element(f"{{{NAMESPACE}}}tspan", {} if n % 2 else {"font-family": CHINESE})
        span.text = run
        element.insert(at + n, span)
    return before
