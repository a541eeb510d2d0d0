"""How much a submission may use."""

from __future__ import annotations

from dataclasses import asdict, dataclass

MB = 2**20


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one submission may use. Times are in seconds, sizes in bytes.

    Args:
        cell_seconds: for one cell or one call of a function; then it is interrupted.
        grace_seconds: for an interrupted cell to stop; then the process is killed.
        submission_seconds: for all cells and calls together.
        memory: of all processes of the submission together.
        processes: at one time, threads included.
        cell_output, total_output: what cells may display.
        file_size, disk: one file, and all files together.
        shared_memory: for `/dev/shm`.
        open_files: in each process.

    >>> Limits(cell_seconds=5).submission_seconds
    120
    >>> Limits(memory=0)
    Traceback (most recent call last):
    ...
    ValueError: A limit must be more than 0; memory is 0. Leave it out for the usual limit.
    """

    cell_seconds: float = 30
    grace_seconds: float = 2
    submission_seconds: float = 120
    memory: int = 2048 * MB
    processes: int = 64
    cell_output: int = 1_000_000
    total_output: int = 5_000_000
    file_size: int = 64 * MB
    disk: int = 256 * MB
    shared_memory: int = 64 * MB
    open_files: int = 256

    def __post_init__(self) -> None:
        for name, value in asdict(self).items():
            if not value > 0:
                raise ValueError(f"A limit must be more than 0; {name} is {value}. Leave it out for the usual limit.")
