"""Pictures from files: every mode and turn, and what is refused."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from convviz.core.arguments import Array, ExperimentError
from convviz.formats.image import (
    LEAST_SIDE,
    MOST_BYTES,
    MOST_PIXELS,
    MOST_SIDE,
    read_image,
    write_png,
)

RNG = np.random.default_rng(3)
COLOURS = RNG.integers(0, 256, (20, 30, 3), np.uint8)


def file(image: Image.Image, form: str = "PNG", **told: Any) -> bytes:
    written = io.BytesIO()
    image.save(written, form, **told)
    return written.getvalue()


def rgb(pixels: Array) -> Array:
    """(H, W, 3) as (3, H, W)."""
    return np.moveaxis(pixels, -1, 0)


def notes(data: bytes) -> str:
    return " ".join(map(str, read_image(data).notes))


def test_colours_come_as_three_read_only_channels_of_whole_numbers() -> None:
    picture = read_image(file(Image.fromarray(COLOURS)))
    assert picture.pixels.dtype == np.uint8 and not picture.pixels.flags.writeable
    assert (picture.pixels == rgb(COLOURS)).all() and picture.notes == ()


@given(st.integers(LEAST_SIDE, 40), st.integers(LEAST_SIDE, 40), st.integers(0, 2**32 - 1))
def test_what_is_written_is_read_again(height: int, width: int, seed: int) -> None:
    pixels = np.random.default_rng(seed).integers(0, 256, (3, height, width), np.uint8)
    assert (read_image(write_png(pixels)).pixels == pixels).all()


GREY = RNG.integers(0, 256, (20, 30), np.uint8)
WIDE = RNG.integers(0, 65536, (20, 30), np.uint16)
BITS = (GREY > 99) * np.uint8(255)
SEE_THROUGH = np.dstack([COLOURS, np.where(GREY > 99, 255, 0).astype(np.uint8)])
ON_WHITE = np.where(GREY[..., None] > 99, COLOURS, 255)
MODES: dict[str, tuple[bytes, Array, str]] = {
    "grey": (file(Image.fromarray(GREY)), np.stack([GREY] * 3), ""),
    "one bit": (file(Image.fromarray(BITS).convert("1")), np.stack([BITS] * 3), ""),
    "16 bits": (
        file(Image.fromarray(WIDE)),
        np.stack([np.rint(WIDE / 257)] * 3),
        "Its 16 bits are rounded to 8.",
    ),
    "16 bits as TIFF": (
        file(Image.fromarray(WIDE), "TIFF"),
        np.stack([np.rint(WIDE / 257)] * 3),
        "Its 16 bits are rounded to 8.",
    ),
    "fractions": (
        file(Image.fromarray(np.linspace(-1, 1, 600).reshape(20, 30).astype(np.float32)), "TIFF"),
        np.stack([np.rint(np.linspace(0, 255, 600).reshape(20, 30))] * 3),
        "Its numbers from -1 to 1 become 0 to 255.",
    ),
    "alpha": (file(Image.fromarray(SEE_THROUGH)), rgb(ON_WHITE), "stands on white"),
    "palette": (file(Image.fromarray(BITS).convert("P")), np.stack([BITS] * 3), ""),
    "ink": (
        file(Image.fromarray(255 - COLOURS).convert("CMYK"), "TIFF"),
        rgb(np.asarray(Image.fromarray(255 - COLOURS).convert("CMYK").convert("RGB"))),
        "without a colour profile",
    ),
}


@pytest.mark.parametrize("mode", MODES)
def test_every_mode_is_read_and_what_was_changed_is_said(mode: str) -> None:
    data, expected, said = MODES[mode]
    picture = read_image(data)
    assert np.abs(picture.pixels - expected).max() <= (mode == "fractions")
    assert said in " ".join(map(str, picture.notes)) and bool(said) == bool(picture.notes)


# What the camera's note says must be done with the picture as it is stored.
TURNS: dict[int, Callable[[Array], Array]] = {
    2: lambda a: a[:, ::-1],
    3: lambda a: a[::-1, ::-1],
    4: lambda a: a[::-1],
    5: lambda a: a.swapaxes(0, 1),
    6: lambda a: np.rot90(a, -1),
    7: lambda a: np.rot90(a, 2).swapaxes(0, 1),
    8: lambda a: np.rot90(a),
}


@pytest.mark.parametrize("orientation", TURNS)
def test_it_is_turned_as_the_camera_says(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture = read_image(file(Image.fromarray(COLOURS), exif=exif))
    assert (picture.pixels == rgb(TURNS[orientation](COLOURS))).all()
    assert "turned" in " ".join(map(str, picture.notes))


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_an_animation_gives_its_first_frame(form: str) -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue", "lime")]
    told = {"save_all": True, "append_images": frames[1:]}
    picture = read_image(
        file(frames[0], form, **told, **({"lossless": True} if form == "WEBP" else {}))
    )
    assert picture.pixels[:, 0, 0].tolist() == [255, 0, 0]
    assert "The first of 3 frames" in " ".join(map(str, picture.notes))


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
@pytest.mark.parametrize("size", [(3000, 2000), (1000, 2001), (1025, 400)])
def test_a_large_one_is_scaled_and_both_sizes_are_said(form: str, size: tuple[int, int]) -> None:
    data = file(Image.linear_gradient("L").resize(size), form)
    pixels = read_image(data).pixels
    _, height, width = pixels.shape
    assert max(height, width) == MOST_SIDE
    assert width / height == pytest.approx(size[0] / size[1], rel=0.01)
    assert f"from {size[0]}×{size[1]} to {width}×{height} pixels" in notes(data)
    top, middle, bottom = (int(pixels[0, row, width // 2]) for row in (0, height // 2, -1))
    assert (top, middle, bottom) == pytest.approx((0, 128, 255), abs=3)


def test_a_large_one_on_its_side_says_its_size_as_it_stands() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    data = file(Image.new("RGB", (2048, 1024)), "JPEG", exif=exif)
    assert read_image(data).pixels.shape == (3, 1024, 512)
    assert "from 1024×2048 to 512×1024 pixels" in notes(data)


def bomb(width: int, height: int) -> bytes:
    """A PNG that says it is larger than what it holds."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packed = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed)


REFUSED: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "This is no picture"),
    "a text": (b"hello " * 99, "This is no picture"),
    "a drawing": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "This is no picture"),
    "PostScript": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "This is no picture"),
    "a bomb": (bomb(8000, 8000), f"64 million pixels: at most {MOST_PIXELS // 10**6}"),
    "a bomb of a photograph's size": (bomb(4000, 3000), "claims 12 million pixels"),
    "a large bomb": (bomb(60_000, 60_000), f"more than {MOST_PIXELS // 10**6} million"),
    "half of it": (file(Image.fromarray(COLOURS))[:900], "damaged"),
    "half a JPEG": (file(Image.fromarray(COLOURS).resize((300, 300)), "JPEG")[:3000], "damaged"),
    "a header alone": (bomb(100, 100)[:60], "damaged"),
    "small": (file(Image.new("RGB", (LEAST_SIDE - 1, 99))), "15×99 pixels here"),
    "thin": (file(Image.new("RGB", (9000, 90))), "1024×10 pixels here"),
    "a large file": (bytes(MOST_BYTES + 1), "at most 32 MB"),
    "not finite": (
        file(Image.fromarray(np.full((20, 20), np.nan, np.float32)), "TIFF"),
        "not finite",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_in_words(name: str) -> None:
    data, said = REFUSED[name]
    with pytest.raises(ExperimentError, match=said):
        read_image(data)


SAMPLES = [
    file(Image.fromarray(COLOURS), form)
    for form in ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF", "PPM")
]


@settings(max_examples=300)
@given(st.sampled_from(SAMPLES), st.data())
def test_a_changed_file_is_a_picture_or_refused(sample: bytes, data: st.DataObject) -> None:
    changed = bytearray(sample[: data.draw(st.integers(1, len(sample)))])
    for _ in range(data.draw(st.integers(0, 6))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    try:
        picture = read_image(bytes(changed))
    except ExperimentError:
        return
    assert picture.pixels.shape[0] == 3 and max(picture.pixels.shape) <= MOST_SIDE
