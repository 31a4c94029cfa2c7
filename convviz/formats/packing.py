"""Text packed for the query of a link, and unpacked never beyond a bound."""

import base64
import re
import zlib

from convviz.core.arguments import ExperimentError

# Servers take request lines of 64 KiB at most, so one packed text gets half of that.
MAX_TEXT = 2**15


def pack(content: str, version: int, common: bytes) -> str:
    """Pack text as ``[A-Za-z0-9._~-]`` only; zlib knows the pieces in ``common`` beforehand."""
    packer = zlib.compressobj(level=9, zdict=common)
    packed = packer.compress(content.encode()) + packer.flush()
    return f"{version}." + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def unpack(text: object, version: int, common: bytes, most: int, longest: int = MAX_TEXT) -> str:
    """Undo `pack`, never expanding beyond ``most``; raises ExperimentError for all else.

    longest: characters that the packed text may have.
    """
    if not isinstance(text, str) or len(text) > longest:
        raise ExperimentError("it is not text of at most {most} characters.", most=longest)
    match = re.fullmatch(rf"{version}\.([A-Za-z0-9_-]+)", text)
    if not match:
        raise ExperimentError(
            'it does not start with "{version}." or holds characters that no link has.',
            version=version,
        )
    unpacker = zlib.decompressobj(zdict=common)
    try:
        packed = base64.urlsafe_b64decode(match[1] + "=" * (-len(match[1]) % 4))
        content = unpacker.decompress(packed, most + 1).decode()
    except (ValueError, zlib.error) as error:
        raise ExperimentError("part of it is missing or changed.") from error
    if len(content) > most:
        raise ExperimentError("it unpacks to more than {most} characters.", most=most)
    if not unpacker.eof or unpacker.unused_data:
        raise ExperimentError("part of it is missing or changed.")
    return content
