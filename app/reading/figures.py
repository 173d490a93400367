"""Numbers as people read them: counts, ratios, probabilities, gaps."""

import math

_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_SMALLEST = 1e-300


def count(number: int | float | None) -> str:
    """Write a count with thousands apart (`12,345`); a missing one as a dash."""
    return "–" if number is None else f"{number:,.0f}"


def amount(number: float | None) -> str:
    """Write a measured or expected number with about two digits of weight: `0.03`, `3.1`, `412`."""
    if number is None or math.isnan(number):
        return "–"
    if number == 0 or abs(number) >= 10:
        return count(number)
    return f"{number:.1f}" if abs(number) >= 1 else f"{number:.2g}" if abs(number) >= 0.001 else _power(number)


def probability(p: float | None) -> str:
    """Write a probability: `0.034`, `2 × 10⁻⁹`, and below the reach of the arithmetic `< 10⁻³⁰⁰`."""
    if p is None or math.isnan(p):
        return "–"
    if p < _SMALLEST:
        return "< 10" + "-300".translate(_SUPERSCRIPT)
    return f"{p:.2g}" if p >= 0.001 else _power(p)


def share(part: float, whole: float) -> str:
    """Write a part of a whole in per cent; of nothing it is a dash."""
    return "–" if not whole else f"{100 * part / whole:.1f} %" if part < whole else "100 %"


def times_over(observed: float | None, expected: float | None) -> str:
    """Write how many times the expected number was observed: `133×`; without an expectation a dash."""
    if not observed or not expected or math.isnan(expected):
        return "–"
    ratio = observed / expected
    return f"{count(ratio)}×" if ratio >= 10 else f"{ratio:.1f}×"


def duration(seconds: float | None) -> str:
    """Write a gap or a window: `0 s`, `42 s`, `3 min 10 s`, `2 h`, `3 d 4 h`."""
    if seconds is None or math.isnan(seconds):
        return "–"
    if seconds < 60:
        return f"{seconds:.3g} s"
    units = (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1))
    left, parts = round(seconds), []
    for name, size in units:
        many, left = divmod(left, size)
        if many:
            parts.append(f"{many} {name}")
        if len(parts) == 2:
            break
    return " ".join(parts)


def _power(number: float) -> str:
    digits, _, exponent = f"{number:.0e}".partition("e")
    return f"{digits} × 10{str(int(exponent)).translate(_SUPERSCRIPT)}"
