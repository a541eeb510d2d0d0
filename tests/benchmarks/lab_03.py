"""How long one slider move of the lab of lesson 03 takes.

    python tests/benchmarks/lab_03.py

prints the median and the 95th percentile over 300 moves; the bar is a 95th percentile of 100 ms.
"""

from __future__ import annotations

import time

import numpy as np

from course_lib.labs.rules_lab import rules_lab


def move_times(moves: int, *, seed: int = 0) -> np.ndarray:
    """Milliseconds of each of so many moves of a random slider to a random place."""
    rng = np.random.default_rng(seed)
    sliders = rules_lab().children[:4]
    times = []
    while len(times) < moves:
        slider = rng.choice(sliders)
        if hasattr(slider, "options"):
            value = slider.options[rng.integers(len(slider.options))][1]
        else:
            value = int(rng.choice(np.arange(slider.min, slider.max + 1, slider.step)))
        if value != slider.value:
            start = time.perf_counter()
            slider.value = value
            times.append(1_000 * (time.perf_counter() - start))
    return np.array(times)


if __name__ == "__main__":
    median, p95 = np.percentile(move_times(300), [50, 95])
    print(f"300 slider moves: median {median:.0f} ms, 95th percentile {p95:.0f} ms")
