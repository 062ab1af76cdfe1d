"""Plots as PNG, for the report: reliability, accuracy by length, typing errors.

Figures are drawn with matplotlib's own objects and never with pyplot, which would choose a window
system and keep every figure alive.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

#: Dark enough on white for everyone (contrast above 4.5 : 1); shapes differ as well as colours.
BLUE, ORANGE, GREY = "#1d5c96", "#a84300", "#505a5f"
SIZE, DPI = (6.4, 4.2), 110


def reliability(series: Mapping[str, Sequence[tuple[int, float, float]]], title: str) -> bytes:
    """How often the first need is right, against how sure the classifier was of it.

    series: name -> (how many, mean confidence, share right) of each bin, at most two. RETURNS PNG.
    """
    figure, axes = _figure(title, "Confidence in the first need", "Share that is right")
    axes.plot([0, 1], [0, 1], color=GREY, linestyle="--", label="perfectly calibrated")
    for (name, bins), colour, marker in zip(series.items(), (BLUE, ORANGE), "os", strict=False):
        total = sum(size for size, _, _ in bins) or 1
        x, y = [mean for _, mean, _ in bins], [right for _, _, right in bins]
        axes.plot(x, y, color=colour, linewidth=1)
        areas = [20 + 400 * size / total for size, _, _ in bins]
        axes.scatter(x, y, s=areas, color=colour, marker=marker, alpha=0.8)
        axes.plot([], [], color=colour, marker=marker, label=name)
        for size, mean, right in bins:
            axes.annotate(
                f"{size:,}", (mean, right), textcoords="offset points", xytext=(8, -12), fontsize=8
            )
    axes.set_xlim(0, 1.02)
    axes.set_ylim(0, 1.05)
    axes.legend(loc="upper left", frameon=False)
    return _png(figure)


def lengths(groups: Mapping[str, tuple[int, float, float]]) -> bytes:
    """Shares right in the first place and the first three, by words in the query. RETURNS PNG.

    groups: length -> (how many, first, first three).
    """
    figure, axes = _figure("Accuracy by length", "Words in the query", "Share that is right")
    places = range(len(groups))
    first = [top1 for _, top1, _ in groups.values()]
    third = [top3 for _, _, top3 in groups.values()]
    for bars in (
        axes.bar([p - 0.2 for p in places], first, 0.38, color=BLUE, label="first place"),
        axes.bar(
            [p + 0.2 for p in places], third, 0.38, color=ORANGE, hatch="//", label="first three"
        ),
    ):
        axes.bar_label(bars, fmt="%.2f", fontsize=8)
    axes.set_xticks(list(places))
    axes.set_xticklabels([f"{name}\n({size} queries)" for name, (size, _, _) in groups.items()])
    axes.set_ylim(0, 1.15)
    axes.legend(loc="upper left", ncol=2, frameon=False)
    return _png(figure)


def typing(clean: float, spoilt: Sequence[float], allowed: float) -> bytes:
    """Shares right in the first place with typing errors, one dot a seed. RETURNS PNG.

    allowed (float): fall that the target allows, drawn as a line.
    """
    figure, axes = _figure("One typing error per five words", "Seed", "Share that is right first")
    places = list(range(1, len(spoilt) + 1))
    # Dots, not bars: the scale does not begin at nought, so lengths would mislead.
    axes.plot(places, spoilt, "o", color=BLUE, markersize=10, label="with errors")
    for place, top in zip(places, spoilt, strict=True):
        axes.annotate(f"{top:.3f}", (place, top), textcoords="offset points", xytext=(10, -4))
    axes.axhline(clean, color=GREY, label=f"as typed: {clean:.3f}")
    axes.axhline(clean - allowed, color=ORANGE, linestyle="--", label="lowest allowed")
    axes.set_xticks(places)
    axes.set_xlim(0.5, len(spoilt) + 0.7)
    axes.set_ylim(max(0.0, min([*spoilt, clean - allowed]) - 0.03), min(1.02, clean + 0.06))
    axes.legend(loc="upper right", ncol=3, frameon=False)
    return _png(figure)


def _figure(title: str, x: str, y: str) -> tuple[Any, Any]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=SIZE, dpi=DPI)
    axes = figure.add_subplot()
    axes.set_title(title)
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    return figure, axes


def _png(figure: Any) -> bytes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    FigureCanvasAgg(figure)
    figure.tight_layout()
    buffer = BytesIO()
    figure.savefig(buffer, format="png", metadata={"Software": None})
    return buffer.getvalue()
