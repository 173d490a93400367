"""Perceptual hash of a picture: bytes come in, 16 hex digits go out that scaling and packing anew hardly change."""

import io
import warnings

#: Kinds of files that are opened; the many others that the library knows are a larger target than they are of use.
_OPENED = ("JPEG", "PNG", "GIF", "WEBP", "BMP")
#: Of a picture with any structure, half of the 64 bits are set; flat ones (a blank, one colour) all look the same.
_FEWEST, _MOST = 24, 40


def picture_hash(content: bytes) -> str | None:
    """Return the DCT hash (pHash, 64 bits) as the library imagehash defines it; None where it would say nothing.

    None: no picture that can be read, one too large to be one, or one without structure.
    """
    # Loaded here: few loads hold pictures.
    import imagehash
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=_OPENED) as picture:
                found = imagehash.phash(picture.convert("RGB"))
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning, OSError, ValueError):
        return None
    set_bits = int(found.hash.sum())
    return str(found) if _FEWEST <= set_bits <= _MOST else None
