"""Lesson 00 as a learner meets it: in JupyterLab, by keyboard alone."""

import pytest

from tests.browser.jupyterlab import CHROMIUM, open_lesson

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="Chromium is not installed: `apt-get install chromium` brings it."
)


def test_a_learner_runs_slides_errs_and_succeeds_by_keyboard_alone(root, tmp_path):
    with open_lesson(root, tmp_path, "0") as lesson:
        lesson.run_all()
        page = lesson.page
        assert page.get_by_text("Validate", exact=True).is_visible()
        assert page.locator('.jp-RenderedText[data-mime-type="application/vnd.jupyter.stderr"]').count() == 0
        picture = lesson.cell("show(plot_baskets").locator("img")
        assert picture.get_attribute("alt").startswith("From £30 on, 9 of 20 baskets")

        lab = lesson.cell("free_delivery_slider(baskets)")
        assert "9 of 20" in lab.inner_text()
        before = lab.locator("img").get_attribute("src")
        lesson.move_slider("Free from", "ArrowRight", 20)
        assert "3 of 20" in lab.inner_text()
        assert "£12" in lab.inner_text()
        assert lab.locator("img").get_attribute("src") != before

        wrong = lesson.answer("free_share = ...", "free_share = 9 / 20 * 100", 'check("free_share")')
        assert "Not yet" in wrong.inner_text()
        assert "45 is a percentage; a share lies between 0 and 1." in wrong.inner_text()
        right = lesson.answer("free_share = 9 / 20 * 100", "free_share = 9 / 20", 'check("free_share")')
        assert "Correct · 2 of 2 points" in right.inner_text()

        lesson.select("progress()")
        page.keyboard.press("Control+Enter")
        lesson.rest()
        assert "1 of 1" in lesson.cell("progress()").locator("table tbody tr").first.inner_text()
    assert (tmp_path / "my_course" / "00_start_here" / ".progress.json").exists()
