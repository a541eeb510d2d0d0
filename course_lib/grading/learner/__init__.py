"""The executing half of the grader: a learner's process, and the judge's connection to it.

On the judge's side: `parent.WarmParent` starts the warm parent, `protocol.Learner` is one submission.
On the learner's side: `warm` is the parent that forks, `child` answers the judge, `shell` runs cells.
Both sides: `frames`. What comes from the learner's side is hostile, always.
"""
