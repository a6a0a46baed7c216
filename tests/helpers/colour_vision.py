"""Colours as people with another colour vision see them, and areas that touch on a
chart.

The matrices, at full severity, are those of G. M. Machado, M. M. Oliveira and L. A. F.
Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency",
IEEE Transactions on Visualization and Computer Graphics 15 (6), 2009, pages 1291-1298.
"""

import re
from itertools import combinations
from xml.etree import ElementTree

import numpy as np

from briefing.exhibits.legibility import TEXT, box
from briefing.exhibits.style import luminance

GREY = "grey"
MATRICES = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
SIGHTS = ["typical", GREY, *MATRICES]
SVG = "{http://www.w3.org/2000/svg}"
NEAR = 0.8  # points between areas that touch


def seen(colour, sight):
    """Give a colour as it is seen."""
    if sight == "typical":
        return colour
    values = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(
        values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4
    )
    if sight == GREY:
        linear = np.full(3, luminance(colour))
    else:
        linear = np.clip(np.array(MATRICES[sight]) @ linear, 0, 1)
    back = np.where(
        linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055
    )
    return "#" + "".join(f"{round(float(one) * 255):02x}" for one in back)


def areas(svg):
    """List the upright boxes of a drawing: edges, colour, pattern, outline, printed
    text.
    """
    root = ElementTree.fromstring(svg)
    patterns = {
        pattern.get("id"): re.search(
            r"#\w{6}", ElementTree.tostring(pattern, "unicode")
        )
        for pattern in root.iter(f"{SVG}pattern")
    }
    texts = [box(one, "".join(one.itertext())) for one in root.iter(TEXT)]
    found = []
    for path in root.iter(f"{SVG}path"):
        points = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", path.get("d", ""))]
        points = points[:8] if points[8:] == points[:2] else points  # it is closed
        xs, ys = points[::2], points[1::2]
        fill = re.search(r"fill: (#\w{6}|url\(#\w+\))", path.get("style", ""))
        if fill is None or len(points) != 8 or len({*xs}) != 2 or len({*ys}) != 2:
            continue
        hatched = fill[1].startswith("url")
        face = patterns[fill[1][5:-1]][0] if hatched else fill[1]
        edge = re.search(r"stroke: (#\w{6})", path.get("style", ""))
        place = (min(xs), min(ys), max(xs), max(ys))
        printed = any(
            place[0] <= text.left and text.right <= place[2]
            and place[1] <= text.top and text.bottom <= place[3]
            for text in texts
        )  # fmt: skip
        found.append((place, face, hatched, edge[1] if edge else face, printed))
    return found[1:]  # the first is the sheet itself


def touching(svg):
    """List the pairs of areas of different looks that share an edge."""
    pairs = []
    for one, other in combinations(areas(svg), 2):
        (a, face, *_), (b, next_face, *_) = one, other
        across = min(a[2], b[2]) - max(a[0], b[0])
        down = min(a[3], b[3]) - max(a[1], b[1])
        beside = abs(across) < NEAR and down > NEAR
        above = abs(down) < NEAR and across > NEAR
        if face != next_face and (beside or above):
            pairs.append((one, other))
    return pairs
