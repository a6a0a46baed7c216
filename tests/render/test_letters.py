"""Which letters a briefing can print, and which it refuses instead of printing them
badly.
"""

import pandas as pd
import pymupdf
import pytest
from nbformat import v4

from briefing.charts.bar import ranked
from briefing.exhibits.svg import svg_of
from briefing.render.errors import TypesettingError
from briefing.render.html import to_html
from briefing.render.notebook import concat
from briefing.render.pdf import to_pdf
from briefing.render.pdf_text import page_texts
from helpers.pdf import chapter, foreign, pages, payload

SHAPED = {
    "Devanagari": ("हिन्दी प्रत्यर्पण स्त्री क्षत्रिय", "NotoSansDevanagari"),
    "Persian": ("دکتر محمد رضا نژاد", "NotoSansArabic"),
    "Urdu": ("پاکستان ٹھیک ہے", "NotoSansArabic"),
    "Uyghur": ("ئۇيغۇر ئاپتونوم", "NotoSansArabic"),
    "Chinese": ("新疆维吾尔自治区", "NotoSansCJK"),
    "Kazakh": ("Қазақстан әіңғүұқөһ", "SourceSans3"),
    "Tajik": ("Тоҷикистон ӯӣғқҳ", "SourceSans3"),
    "Kyrgyz": ("Кыргызстан өүң", "SourceSans3"),
    "Mongolian in Cyrillic": ("Монгол Улс өү", "SourceSans3"),
    "Uzbek": ("Oʻzbekiston Gʻafur", "SourceSans3"),
    "Greek": ("Ελλάδα", "SourceSans3"),
}
REFUSED = {
    "Thai": ("ไทย", "U+0E"),
    "Armenian": ("Հայաստան", "U+0540 ARMENIAN CAPITAL LETTER HO"),
    "Georgian": ("საქართველო", "GEORGIAN LETTER"),
    "Hebrew": ("עברית", "HEBREW LETTER"),
    "Mongolian": ("ᠮᠣᠩᠭᠣᠯ", "MONGOLIAN LETTER"),
    "Bengali": ("বাংলা", "BENGALI LETTER"),
    "Tamil": ("தமிழ்", "TAMIL LETTER"),
}
SUPPLIED_WITH_THE_TYPESETTER = ("NewCM", "Libertinus", "DejaVu")


def fonts(pdf):
    """Name the fonts that a PDF holds."""
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        found = {font[3] for page in document for font in page.get_fonts()}
    return {name.partition("+")[2] for name in found}


@pytest.mark.parametrize("script", SHAPED)
def test_a_script_of_the_members_is_set_in_a_font_of_the_house(script):
    """No letter comes from the fonts that come with the typesetter."""
    words, font = SHAPED[script]
    pdf = to_pdf(foreign(v4.new_markdown_cell(f"# Trial\n\nCalled {words} there.")))
    used = fonts(pdf)

    assert any(name.startswith(font) for name in used)
    assert not [one for one in used if one.startswith(SUPPLIED_WITH_THE_TYPESETTER)]
    assert words in " ".join(" ".join(page_texts(pdf)).split())


FORMS = ["`{}`", "## {}", "| a |\n|---|\n| {} |"]


@pytest.mark.parametrize(
    ("script", "form"),
    [*((script, "{}") for script in REFUSED), *(("Armenian", form) for form in FORMS)],
)
def test_a_script_without_a_font_is_refused_by_cell_and_letter(script, form):
    """Also in code, for which the typesetter's own font would have some letters."""
    words, letter = REFUSED[script]
    cell = v4.new_markdown_cell(form.format(words))

    with pytest.raises(TypesettingError, match="no font of the house draws") as refused:
        to_pdf(foreign(v4.new_markdown_cell("# Trial"), cell))
    assert "cell 2" in str(refused.value)
    assert letter in str(refused.value)


@pytest.mark.parametrize("script", ["Thai", "Armenian", "Georgian"])
def test_a_chapter_of_ours_is_refused_too(script):
    """In its words and in what data say."""
    words, letter = REFUSED[script]
    one = chapter("Which states acted?")
    one.cells.append(v4.new_markdown_cell(f"It was called {words}."))
    other = payload("table")
    other["rows"][0][0] = words

    for notebook in (one, chapter("Which?", other)):
        with pytest.raises(
            TypesettingError, match="no font of the house draws"
        ) as refused:
            to_pdf(concat([notebook], {}))
        assert letter in str(refused.value)


def test_a_sign_without_a_font_leaves_the_words(caplog):
    """Somebody else's notebook is printed, and the log says what is missing."""
    pdf = to_pdf(foreign(v4.new_markdown_cell("# Trial\n\nA \ue000 sign.")))

    assert "sign." in "".join(pages(pdf))
    assert "could not be displayed" in caplog.text


def test_signs_and_mathematics_keep_their_fonts():
    """Arrows, boxes and letters of formulas are drawn by what comes along."""
    text = "# Trial\n\n→ ≤ ∑ ℝ ★ ✓ █ and $\\sum_{i} x_i \\in \\mathbb{R}$, `a → b`"
    said = "".join(pages(to_pdf(foreign(v4.new_markdown_cell(text)))))

    assert [] == [sign for sign in "→≤∑ℝ★✓█" if sign not in said]


def test_page_and_chart_have_letters_of_hindi_too():
    """The page packs the font, and a chart names it: nothing else is looked for."""
    words = SHAPED["Devanagari"][0]
    one = chapter("Which states acted?")
    one.cells.append(v4.new_markdown_cell(f"It was called {words}."))
    page = to_html(concat([one], {})).decode()
    drawn = svg_of(ranked(pd.Series({words.split()[0]: 1})))

    assert words in page
    assert "@font-face{font-family:'Noto Sans Devanagari'" in page
    assert '<tspan font-family="Noto Sans Devanagari">हिन्दी</tspan>' in drawn
