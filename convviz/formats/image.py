"""Pictures that people bring: any usual file becomes three channels of whole numbers, 0 to 255."""

import io
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from convviz.core.arguments import ExperimentError
from convviz.words import Message, later

Pixels = NDArray[np.uint8]

MOST_BYTES: Final = 32 * 2**20
MOST_PIXELS: Final = 50_000_000  # of the file: its rows are in memory once while they are scaled
LARGE: Final = 4_000_000  # pixels; more of them than a byte can hold of a photograph are a trap
DENSEST: Final = 1032  # pixels in a byte: no PNG of 8 bits holds more, be it of one colour
MOST_SIDE: Final = 1024
LEAST_SIDE: Final = 16  # two layers of kernels leave a map of some pixels
# What cameras, screens and programs write; the rarer decoders of Pillow never see a visitor's file.
FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "PPM", "AVIF")
_WIDE: Final = 257  # 65535 = 257 · 255


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture as it is calculated with.

    pixels: (3, H, W), R, G and B from 0 to 255, read-only. notes: what was changed on the way.
    """

    pixels: Pixels
    notes: tuple[Message, ...] = ()


def read_image(data: bytes) -> Picture:
    """Read a file of one of the ``FORMATS``; its longer side is at most ``MOST_SIDE`` then.

    It is turned as its camera says, an animation gives its first frame, what is transparent stands
    on white, and 16 bits become 8. Raises ExperimentError for all that is no such file, for one
    that ends early, and before anything is decoded for one that is too large.
    """
    if len(data) > MOST_BYTES:
        raise ExperimentError(
            "The file has {size:.1f} MB: at most {most} MB can be read.",
            size=len(data) / 2**20,
            most=MOST_BYTES // 2**20,
        )
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            return _read(image, len(data))
    except ExperimentError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ExperimentError(
            "The picture has more than {most} million pixels.", most=MOST_PIXELS // 10**6
        ) from error
    except UnidentifiedImageError as error:
        raise ExperimentError(
            "This is no picture that can be read: choose a {known} file.", known=", ".join(FORMATS)
        ) from error
    except Exception as error:  # decoders raise whatever a broken file leads them to
        raise ExperimentError(
            "The picture can't be read: its file is damaged, or part of it is missing."
        ) from error


def write_png(pixels: Pixels) -> bytes:
    """Write (3, H, W) as a PNG: `read_image` gives the same numbers back."""
    file = io.BytesIO()
    image = Image.fromarray(np.ascontiguousarray(np.moveaxis(pixels, 0, -1)))
    image.save(file, "PNG", compress_level=1)
    return file.getvalue()


def _read(image: Image.Image, size: int) -> Picture:
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise ExperimentError(
            "The picture has {n:.0f} million pixels: at most {most} million can be read.",
            n=width * height / 1e6,
            most=MOST_PIXELS // 10**6,
        )
    if width * height > max(LARGE, DENSEST * size):
        raise ExperimentError(
            "The file has {size:.1f} KB and claims {n:.0f} million pixels: it is no photograph, or "
            "damaged.",
            size=size / 1024,
            n=width * height / 1e6,
        )
    scale = min(1.0, MOST_SIDE / max(width, height))
    w, h = round(width * scale), round(height * scale)
    if min(w, h) < LEAST_SIDE:
        raise ExperimentError(
            "The picture is {width}×{height} pixels here: each side must have at least {least}.",
            width=w,
            height=h,
            least=LEAST_SIDE,
        )
    notes: list[Message] = []
    if (frames := getattr(image, "n_frames", 1)) > 1:
        notes.append(later("The first of {n} frames is shown.", n=frames))
    turned = image.getexif().get(ExifTags.Base.Orientation, 1) != 1
    # A JPEG is decoded at a half, a quarter or an eighth where that is still large enough.
    image.draft("RGB", (MOST_SIDE, MOST_SIDE))
    image.load()
    shown = _in_colour(image, notes)
    if max(width, height) > MOST_SIDE:
        shown.thumbnail((MOST_SIDE, MOST_SIDE), Image.Resampling.LANCZOS, reducing_gap=None)
    if turned:
        exif = Image.Exif()
        exif[ExifTags.Base.Orientation] = image.getexif()[ExifTags.Base.Orientation]
        shown.info["exif"] = exif.tobytes()
        shown = ImageOps.exif_transpose(shown)
        width, height = (height, width) if _on_its_side(exif) else (width, height)
        notes.append(later("It is turned as the camera says."))
    if max(width, height) > MOST_SIDE:
        notes.append(
            later(
                "Scaled from {width}×{height} to {w}×{h} pixels: the longer side has at most "
                "{most} here.",
                width=width,
                height=height,
                w=shown.width,
                h=shown.height,
                most=MOST_SIDE,
            )
        )
    pixels = np.ascontiguousarray(np.moveaxis(np.asarray(shown, np.uint8), -1, 0))
    pixels.setflags(write=False)
    return Picture(pixels, tuple(notes))


def _on_its_side(exif: Image.Exif) -> bool:
    return int(exif[ExifTags.Base.Orientation]) >= 5


def _in_colour(image: Image.Image, notes: list[Message]) -> Image.Image:
    """Give any mode of Pillow as RGB of 8 bits."""
    if image.mode.startswith("I;16"):
        notes.append(later("Its 16 bits are rounded to 8."))
        return _grey(np.asarray(image, np.float64) / _WIDE)
    if image.mode in ("I", "F"):
        return _stretched(np.asarray(image, np.float64), notes)
    if image.has_transparency_data:
        notes.append(later("What is transparent stands on white."))
        above = image.convert("RGBA")
        white = Image.new("RGBA", above.size, "white")
        return Image.alpha_composite(white, above).convert("RGB")
    if image.mode == "CMYK":
        notes.append(later("Its four inks are turned into R, G and B without a colour profile."))
    return image.convert("RGB")


def _stretched(values: NDArray[Any], notes: list[Message]) -> Image.Image:
    """Map the least of wide or fractional numbers to black, the greatest to white."""
    least, most = float(values.min()), float(values.max())
    if not np.isfinite([least, most]).all():
        raise ExperimentError("The picture holds numbers that are not finite.")
    notes.append(
        later("Its numbers from {least:g} to {most:g} become 0 to 255.", least=least, most=most)
    )
    span = most - least
    return _grey((values - least) * (255 / span) if span else np.zeros_like(values))


def _grey(values: NDArray[Any]) -> Image.Image:
    return Image.fromarray(np.rint(values).astype(np.uint8)).convert("RGB")
