import pytest

from course_lib.grading.submissions import MOST_BYTES, Unreadable, find_submissions
from course_lib.lessons import all_lessons


@pytest.fixture
def hand_in(tmp_path):
    def hand_in(student, name="start_here.ipynb", text="{}"):
        path = tmp_path / "submitted" / student / "00_start_here" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    return hand_in


@pytest.fixture
def find(tmp_path, root):
    def find(student=None):
        return find_submissions(tmp_path / "submitted", all_lessons(root)[:1], student=student)

    return find


def test_every_students_folder_is_found_in_order(hand_in, find):
    for student in ("zoe", "ada"):
        hand_in(student)
    assert [one.student for one in find()] == ["ada", "zoe"]
    assert [one.student for one in find("zoe")] == ["zoe"]


def test_an_unknown_student_is_told_from_the_known(hand_in, find):
    hand_in("ada")
    with pytest.raises(LookupError, match=r"'adda' in submitted. There are: ada"):
        find("adda")


def test_nothing_handed_in_says_where_it_goes(find):
    with pytest.raises(LookupError, match="submitted/<student>/<lesson>/"):
        find()


def test_a_renamed_notebook_is_found_when_it_is_the_only_one(hand_in, find):
    hand_in("ada", "start_here (1).ipynb")
    assert find()[0].notebook().name == "start_here (1).ipynb"
    hand_in("ada", "old.ipynb")
    with pytest.raises(Unreadable, match="Keep the right one under that name"):
        find()[0].notebook()
    hand_in("ada")
    assert find()[0].notebook().name == "start_here.ipynb"


def test_an_empty_folder_is_missing_and_says_what_to_ask_for(hand_in, find):
    hand_in("ada").unlink()
    with pytest.raises(FileNotFoundError, match=r"Ask for start_here\.ipynb"):
        find()[0].notebook()


def test_a_link_is_not_followed(hand_in, find, tmp_path):
    secret = tmp_path / "secret.ipynb"
    secret.write_text("{}")
    path = hand_in("ada")
    path.unlink()
    path.symlink_to(secret)
    with pytest.raises(Unreadable, match="links are not followed"):
        find()[0].notebook()


def test_a_huge_file_is_refused_with_its_size(hand_in, find):
    with hand_in("ada").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(Unreadable, match="at most 20 MB"):
        find()[0].notebook()
