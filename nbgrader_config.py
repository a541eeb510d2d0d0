"""nbgrader's settings for this course: folders, stubs and the order of its steps."""

c = get_config()  # noqa: F821 (nbgrader gives it)

c.CourseDirectory.course_id = "ml_for_product_managers"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "notebooks"
c.CourseDirectory.submitted_directory = "cohort/submitted"
c.CourseDirectory.autograded_directory = "cohort/autograded"
c.CourseDirectory.feedback_directory = "cohort/feedback"
c.CourseDirectory.db_url = "sqlite:///cohort/gradebook.db"
# nbgrader copies every neighbouring file into a release: the lesson's text and answers must stay behind.
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "*.md", "*.toml", ".progress*"]

# An untouched answer is `...`: the check can tell it from a wrong one, and Run All goes on.
c.ClearSolutions.code_stub = {"python": "..."}

# In memory, or every submission leaves its lines in the instructor's own history; and no word about kernels on TCP.
c.Execute.extra_arguments = ["--HistoryManager.hist_file=:memory:", "--log-level=ERROR"]

c.GenerateAssignment.preprocessors = [
    "nbgrader.preprocessors.IncludeHeaderFooter",
    "nbgrader.preprocessors.LockCells",
    "nbgrader.preprocessors.ClearSolutions",
    "course_lib.authoring.stubs.AnswerStubs",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.SaveCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
