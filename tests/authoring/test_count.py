from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course_lib.authoring.count import core, count, words


def notebook(*cells):
    return new_notebook(cells=[new_markdown_cell(one) if one[0] == "#" else new_code_cell(one) for one in cells])


def test_words_are_what_a_reader_reads():
    assert words("**Bold** and [a link](https://example.org/long/path)") == 4
    assert words("<!-- a note to authors --> £46.3k, or 12 %") == 4
    assert words("") == 0


def test_time_adds_words_cells_pictures_labs_and_exercises():
    one = count(notebook("# a b c", "show(plot())", 'check("free_share")', "payments_lab()"))
    assert (one.words, one.cells, one.pictures, one.labs, one.kinds) == (3, 3, 1, 1, ["C"])
    assert one.minutes == 10  # 3/140 + 3 × 20 s + 30 s + 5 + 3, rounded up


def test_what_stands_after_the_close_is_not_counted():
    book = notebook("# a", "1", "## Ten more minutes?", "2")
    assert len(core(book)) == 2
    assert count(book).cells == 1


def test_gaps_are_the_words_between_two_cells_to_run():
    assert count(notebook("# a b", "1", "# c d e", "2", "# f")).gaps == [2, 3, 1]
