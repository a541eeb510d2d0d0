"""The walls round a learner's process: what it may not read, reach, use up or outlive.

`bubblewrap` walls in the warm parent and `namespaces` each child of it; `landlock`, `seccomp` and
`limits` close what is left; `watchdog` counts what the kernel doesn't; `probe` says what this
machine can do. Nothing here knows of notebooks or scores.
"""
