"""nbgrader's settings for this course: folders, stubs and the order of its steps."""

c = get_config()  # noqa: F821 (nbgrader gives it)

c.CourseDirectory.course_id = "ml_for_product_managers"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "notebooks"
c.CourseDirectory.submitted_directory = "cohort/submitted"
c.CourseDirectory.autograded_directory = "cohort/autograded"
c.CourseDirectory.feedback_directory = "cohort/feedback"
c.CourseDirectory.db_url = "sqlite:///cohort/gradebook.db"
# nbgrader copies every neighbouring file into a release and over submissions; no lesson needs one beside its notebook.
c.CourseDirectory.ignore = ["*.pyc", "*.md", "*.toml", "*.html", ".*", "__pycache__"]

# An untouched answer is `...`: the check can tell it from a wrong one, and Run All goes on.
c.ClearSolutions.code_stub = {"python": "..."}
c.GenerateAssignment.preprocessors = [
    "nbgrader.preprocessors.IncludeHeaderFooter",
    "nbgrader.preprocessors.LockCells",
    "nbgrader.preprocessors.ClearSolutions",
    "course_lib.authoring.stubs.AnswerStubs",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.SaveCells",
]
# The submission gives answers only, and its code runs apart from its judge.
c.Autograde.sanitize_preprocessors = ["course_lib.grading.preprocessors.RebuildFromMaster"]
c.Autograde.autograde_preprocessors = [
    "course_lib.grading.preprocessors.RunApart",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
]
# What a learner wrote never runs in a reader's browser, nor keeps the page from coming: in feedback and Formgrader.
c.GenerateFeedback.exporter_class = "course_lib.grading.feedback.FeedbackExporter"
c.HTMLExporter.preprocessors = ["course_lib.grading.feedback.HarmlessOutputs"]
c.HTMLExporter.filters = {
    "markdown2html": "course_lib.grading.feedback.harmless_markdown",
    "highlight_code": "course_lib.grading.feedback.Coloured",
}
