"""How long a learner waits after moving a slider of lesson 07's lab, drawing included.

Run it from the checkout:  uv run python tests/benchmarks/lab_07.py
The bar: 95 of 100 moves within 100 ms at 20,000 payments.
"""

import time

import numpy as np

from course_lib.datasets.payments import make_payments
from course_lib.labs.payments_lab import payments_lab

MOVES = 300


def main() -> None:
    payments = make_payments(20_000, seed=42, truth=True)
    _, threshold, cost, reviewers, *_ = payments_lab(payments, payments["fraud_probability"]).children
    rng = np.random.default_rng(0)
    waits = []
    for move in range(MOVES):
        slider = (threshold, cost, reviewers)[move % 3]
        start = time.perf_counter()
        while True:
            place = slider.min + slider.step * int(rng.integers(1 + round((slider.max - slider.min) / slider.step)))
            if place != slider.value:
                break
        slider.value = place
        waits.append(1000 * (time.perf_counter() - start))
    median, p95 = np.percentile(waits, [50, 95])
    print(f"{MOVES} moves, 20,000 payments: median {median:.0f} ms, p95 {p95:.0f} ms (bar: 100 ms)")


if __name__ == "__main__":
    main()
