"""Each component, called as a page calls it, and the exact HTML it gives."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

COMPONENTS = Path(__file__).parent.parent.parent / "theme/templates/components"


@dataclass
class Example:
    """One call of a component: its file, the call, the values that it names, and what comes out."""

    component: str
    call: str
    html: str
    values: dict[str, Any] = field(default_factory=dict)


REPLY = {
    "summary": "The commissioner was sorry.",
    "source": "https://pcc.example/",
    "publisher_name": "PCC",
    "answers": "Custody at Northshire",
    "limit_on": "2026-03-08",
    "note": None,
}

EXAMPLES = [
    Example(
        "as_it_stood",
        '{{ as_it_stood("force_on", ["2025-12-31", "2026-06-30"], force="northshire") }}',
        """\
<ul class="as-it-stood">
<li><a href="/data/force_on?force=northshire&amp;on=2025-12-31"><time datetime="2025-12-31">31 December 2025</time></a></li>
<li><a href="/data/force_on?force=northshire&amp;on=2026-06-30"><time datetime="2026-06-30">30 June 2026</time>, when the record ends</a></li>
</ul>
<p><a href="/as-it-stood/">Choose another day</a></p>""",
    ),
    Example(
        "coverage_line",
        "{% call coverage_line() %}The day of 2 of 3 notices is known.{% endcall %}",
        '<p class="coverage-line">The day of 2 of 3 notices is known. <a href="/coverage/">What the record holds and does not know</a></p>',
    ),
    Example(
        "day_form",
        '{{ day_form("force_on", "force", "Force", rows, "short_name", ["2025-12-31", "2026-06-30"]) }}',
        """\
<form class="day-form" action="/data/force_on" method="get">
<p class="day-form__field"><label for="force_on-force">Force</label>
<select class="day-form__input" id="force_on-force" name="force" required>
<option value="">Choose one</option>
<option value="northshire">Northshire</option>
</select></p>
<p class="day-form__field"><label for="force_on-on">Day</label>
<input class="day-form__input" id="force_on-on" name="on" type="date" min="2025-01-01" max="2026-06-30" value="2026-06-30" required></p>
<button class="button" type="submit">Show how it stood</button>
</form>""",
        {"rows": [{"force": "northshire", "short_name": "Northshire"}]},
    ),
    Example(
        "question_list",
        "{{ question_list([query]) }}",
        """\
<ul class="questions">
<li class="questions__item">
<h3 class="questions__title"><a href="/data/stages_of_force?force=northshire">Stages of a force</a></h3>
<p class="questions__about">When it entered each.</p>
<p class="questions__asks">Force: a force&#39;s id; the link asks for northshire.</p>
</li>
</ul>""",
        {
            "query": {
                "name": "stages_of_force",
                "title": "Stages of a force",
                "description": "When it entered each.",
                "parameters": [{"name": "force", "meaning": "a force's id", "example": "northshire"}],
                "example": {"force": "northshire"},
            }
        },
    ),
    Example(
        "reply",
        "{{ reply(true, []) }}",
        "<p>A reply of the local policing body was not looked for.</p>",
    ),
    Example(
        "reply",
        "{{ reply(false, []) }}",
        "<p>The body that holds this force to account stands outside the duty, as far as is known.</p>",
    ),
    Example(
        "reply",
        "{{ reply(true, [row]) }}",
        """\
<ul class="reply">
<li class="reply__item">
<p class="reply__kind">Statement, not a formal reply, June 2026</p>
<p class="reply__what">The commissioner was sorry. <a href="https://pcc.example/" rel="external">PCC</a></p>
<p class="reply__limit">The page bears no day.</p>
</li>
</ul>
<p>A statement does not count against the 56 days. A formal reply of the local policing body was not looked for.</p>""",
        {"row": REPLY | {"kind": "statement", "replied_on": "2026-06", "note": "The page bears no day."}},
    ),
    Example(
        "reply",
        "{{ reply(true, [row]) }}",
        """\
<ul class="reply">
<li class="reply__item">
<p class="reply__kind">Formal reply, <time datetime="2026-03-09">9 March 2026</time></p>
<p class="reply__what">The commissioner was sorry. <a href="https://pcc.example/" rel="external">PCC</a></p>
<p class="reply__limit">It answers: Custody at Northshire. The 56 days ended on <time datetime="2026-03-08">8 March 2026</time>: <strong class="reply__verdict">so close to the limit that both dates stand here without a verdict</strong>.</p>
</li>
</ul>""",
        {"row": REPLY | {"kind": "formal", "replied_on": "2026-03-09", "verdict": "too close to say"}},
    ),
    Example(
        "took",
        "{{ took(row) }}",
        "· closed after 784 days",
        {"row": {"fewest_days": 784, "most_days": 784}},
    ),
    Example(
        "took",
        "{{ took(row) }}",
        "· closed after 612 to 1,639 days",
        {"row": {"fewest_days": 612, "most_days": 1639}},
    ),
    Example(
        "took",
        "{{ took(row) }}",
        "· closed after at most 40 days",
        {"row": {"fewest_days": None, "most_days": 40}},
    ),
    Example(
        "took",
        "{{ took(row) }}",
        "",
        {"row": {"fewest_days": None, "most_days": None}},
    ),
    Example(
        "banner",
        "{{ banner(row) }}",
        """\
<!-- banner until 2026-07-31 -->
<aside class="banner" aria-label="Service notice"><p>The data is <em>late</em>.</p></aside>
<!-- /banner -->""",
        {"row": {"body": "The data is *late*.", "until": "2026-07-31"}},
    ),
    Example(
        "banner",
        "{{ banner(row) }}",
        """\
<!-- banner until -->
<aside class="banner" aria-label="Service notice"><p>The data is late.</p></aside>
<!-- /banner -->""",
        {"row": {"body": "The data is late.", "until": None}},
    ),
    Example(
        "banner",
        "{{ banner(none) }}",
        "",
    ),
    Example(
        "breadcrumbs",
        '{{ breadcrumbs([("/", "Home"), ("/forces/", "Forces")]) }}',
        """\
<nav class="breadcrumbs" aria-label="Breadcrumb">
<ol class="breadcrumbs__list">
<li><a href="/">Home</a></li>
<li><a href="/forces/">Forces</a></li>
</ol>
</nav>""",
    ),
    Example(
        "counts",
        '{{ counts([(2, "closed"), (0, "open"), (1, "not known")]) }}',
        "2 closed, 1 not known",
    ),
    Example(
        "data_link",
        '{{ data_link("stages_of_force", force="northshire") }}',
        '<p class="data-link"><a href="/data/stages_of_force?force=northshire">This table as data<span class="visually-hidden">: Stages of a force</span></a></p>',
    ),
    Example(
        "data_link",
        '{{ data_link("stages_of_force", "The stages") }}',
        '<p class="data-link"><a href="/data/stages_of_force">The stages as data<span class="visually-hidden">: Stages of a force</span></a></p>',
    ),
    Example(
        "day",
        '{{ day("2026-01-12") }}',
        '<time datetime="2026-01-12">12 January 2026</time>',
    ),
    Example(
        "day",
        '{{ day("2026-01") }}',
        "January 2026",
    ),
    Example(
        "day",
        '{{ day("2026-01-12", basis="inferred") }}',
        "about 12 January 2026",
    ),
    Example(
        "day",
        '{{ day(none, "2026-05-01") }}',
        "no later than 1 May 2026",
    ),
    Example(
        "day",
        "{{ day(none) }}",
        "not known",
    ),
    Example(
        "due",
        "{{ due(row) }}",
        '<time datetime="2026-04-30">30 April 2026</time>',
        {"row": {"due_on": "2026-04-30", "due_text": "by the end of April 2026", "due_basis": "stated"}},
    ),
    Example(
        "due",
        "{{ due(row) }}",
        "within three months",
        {"row": {"due_on": None, "due_text": "within three months", "due_basis": None}},
    ),
    Example(
        "due",
        "{{ due(row) }}",
        '<time datetime="2022-06-29">29 June 2022</time>, worked out from: within three months',
        {"row": {"due_on": "2022-06-29", "due_text": "within three months", "due_basis": "computed"}},
    ),
    Example(
        "due",
        "{{ due(row) }}",
        "no deadline known",
        {"row": {"due_on": None, "due_text": None, "due_basis": None}},
    ),
    Example(
        "grade_tag",
        '{{ grade_tag("requires improvement") }}',
        '<span class="grade grade--requires-improvement">Requires improvement</span>',
    ),
    Example(
        "key_figures",
        '{{ key_figures([(3, "notices", "/notices/"), (4, "causes of concern", none)]) }}',
        """\
<dl class="key-figures">
<div class="key-figures__item"><dt class="key-figures__what"><a href="/notices/">notices</a></dt><dd class="key-figures__number">3</dd></div>
<div class="key-figures__item"><dt class="key-figures__what">causes of concern</dt><dd class="key-figures__number">4</dd></div>
</dl>""",
    ),
    Example(
        "notice_list",
        "{{ notice_list([row]) }}",
        """\
<ul class="headlines">
<li class="headlines__item">
<p class="headlines__meta">Northshire Police · <time datetime="2026-01-12">12 January 2026</time></p>
<h3 class="headlines__title"><a href="/notices/northshire-custody-2026/">Healthcare &amp; custody</a></h3>
<p class="headlines__summary">Too slow.</p>
</li>
</ul>""",
        {
            "row": {
                "notice": "northshire-custody-2026",
                "title": "Healthcare & custody",
                "summary": "Too slow.",
                "force_name": "Northshire Police",
                "published_on": "2026-01-12",
                "published_not_before_on": None,
                "published_not_after_on": None,
            }
        },
    ),
    Example(
        "press",
        "{{ press([row]) }}",
        """\
<ul class="press">
<li class="press__item"><a href="https://gazette.example/cells" rel="external">Local paper on the cells</a> <span class="press__about">Gazette, about 13 January 2026</span></li>
</ul>
<p class="note">The labels are ours, not the publishers\u2019 headlines.</p>""",
        {
            "row": {
                "source": "https://gazette.example/cells",
                "label": "Local paper on the cells",
                "publisher_name": "Gazette",
                "published_on": "2026-01-13",
                "published_basis": "inferred",
                "note": None,
            }
        },
    ),
    Example(
        "press",
        "{{ press([row]) }}",
        """\
<ul class="press">
<li class="press__item"><a href="https://gazette.example/cells" rel="external">Local paper on the cells</a> <span class="press__about">Gazette, date not known</span> <span class="press__note">Written after the notice.</span></li>
</ul>
<p class="note">The labels are ours, not the publishers\u2019 headlines.</p>""",
        {
            "row": {
                "source": "https://gazette.example/cells",
                "label": "Local paper on the cells",
                "publisher_name": "Gazette",
                "published_on": None,
                "published_basis": None,
                "note": "Written after the notice.",
            }
        },
    ),
    Example(
        "related",
        '{{ related("news/northshire-cells", lists) }}',
        """\
<!--# block name="related-then" -->
<aside class="related" aria-labelledby="related-title">
<h2 class="related__title" id="related-title">In Other News</h2>
<ul class="related__list">
<li class="related__item"><a href="https://gazette.example/cells" rel="external">Local paper on the cells</a> <span class="related__about">Gazette, about 13 January 2026</span></li>
</ul>
<h2 class="related__title" id="related-more">More News</h2>
<ul class="related__list">
<li class="related__item"><a href="/news/westmere/">Westmere too</a> <span class="related__about">Noticeboard</span></li>
</ul>
</aside>
<!--# endblock -->
<!--# include virtual="/related/news/northshire-cells" stub="related-then" -->""",
        {
            "lists": {
                "in_other_news": [
                    {
                        "url": "https://gazette.example/cells",
                        "kind": "press",
                        "title": "Local paper on the cells",
                        "publisher": "Gazette",
                        "published_on": "2026-01-13",
                        "published_basis": "inferred",
                    }
                ],
                "more_news": [
                    {
                        "url": "/news/westmere/",
                        "kind": "story",
                        "title": "Westmere too",
                        "publisher": "Noticeboard",
                        "published_on": "",
                        "published_basis": "stated",
                    }
                ],
            }
        },
    ),
    Example(
        "sources",
        "{{ sources([row]) }}",
        """\
<section class="sources" aria-labelledby="sources">
<h2 id="sources">Sources</h2>
<ol class="sources__list">
<li value="1"><a href="https://inspectorate.example/westmere" rel="external">https://inspectorate.example/westmere</a>, Inspectorate, March 2026</li>
</ol>
</section>""",
        {
            "row": {
                "position": 1,
                "source": "https://inspectorate.example/westmere",
                "title": None,
                "publisher_name": "Inspectorate",
                "published_on": "2026-03",
                "published_basis": "stated",
            }
        },
    ),
    Example(
        "stage_tag",
        '{{ stage_tag("engage") }}',
        '<strong class="tag tag--engage">Engage</strong>',
    ),
    Example(
        "standing",
        "{{ standing(row) }}",
        '<strong class="tag tag--closed">Closed</strong> <span class="standing__date"><time datetime="2026-05-01">1 May 2026</time>, with its cause of concern</span>',
        {
            "row": {
                "status": "closed",
                "status_on": "2026-05-01",
                "status_not_after_on": None,
                "status_basis": "cause-closed",
            }
        },
    ),
    Example(
        "standing",
        "{{ standing(row) }}",
        '<strong class="tag tag--closed">Closed</strong> <span class="standing__date">date not known</span>',
        {"row": {"status": "closed", "status_on": None, "status_not_after_on": None, "status_basis": "source"}},
    ),
    Example(
        "standing",
        "{{ standing(row) }}",
        '<strong class="tag tag--open">Open</strong> <span class="standing__date">when last reported, <time datetime="2026-05-01">1 May 2026</time></span>',
        {"row": {"status": "open", "status_on": "2026-05-01", "status_not_after_on": None, "status_basis": "source"}},
    ),
    Example(
        "standing",
        "{{ standing(row) }}",
        '<strong class="tag tag--unknown">Not known</strong>',
        {"row": {"status": "unknown", "status_on": None, "status_not_after_on": None, "status_basis": None}},
    ),
    Example(
        "status_tag",
        '{{ status_tag("unknown") }}',
        '<strong class="tag tag--unknown">Not known</strong>',
    ),
    Example(
        "story_list",
        "{{ story_list([row]) }}",
        """\
<ul class="headlines">
<li class="headlines__item">
<p class="headlines__meta">About <time datetime="2026-01-12">12 January 2026</time></p>
<h3 class="headlines__title"><a href="/news/northshire-cells/">Northshire told to mend its cells</a></h3>
<p class="headlines__summary">Two causes of concern.</p>
</li>
</ul>""",
        {
            "row": {
                "story": "northshire-cells",
                "title": "Northshire told to mend its cells",
                "summary": "Two causes of concern.",
                "event_on": "2026-01-12",
            }
        },
    ),
    Example(
        "table",
        '{% call table("Notices, newest first") %}<tbody></tbody>{% endcall %}',
        """\
<div class="table" role="region" aria-label="Notices, newest first" tabindex="0">
<table>
<caption class="table__caption">Notices, newest first</caption>
<tbody></tbody>
</table>
</div>""",
    ),
    Example(
        "thread",
        '{{ thread_link("forces/northshire") }}',
        """\
<!--# block name="no-count" --><!--# endblock -->
<p class="thread-link"><a href="#comments">View Comments<!--# include virtual="/comments/threads/forces/northshire/count" stub="no-count" --></a> <a href="#comment-form">Leave a Comment</a></p>""",
    ),
    Example(
        "thread",
        '{{ thread("forces/northshire") }}',
        """\
<!--# block name="comments-away" -->
<section class="thread" id="comments" aria-labelledby="comments-title" data-thread="/comments/threads/forces/northshire">
<h2 class="thread__title" id="comments-title">Comments</h2>
<p id="comment-form">Comments cannot be shown just now. The page itself is complete.</p>
</section>
<!--# endblock -->
<!--# include virtual="/comments/threads/forces/northshire" stub="comments-away" -->""",
    ),
    Example(
        "timeline",
        "{{ timeline([row]) }}",
        """\
<ol class="timeline">
<li class="timeline__entry timeline__entry--cause-closed">
<p class="timeline__date"><time datetime="2026-05-01">1 May 2026</time></p>
<p class="timeline__what"><span class="timeline__kind">Cause closed.</span> The inspector closed the cause. <a href="#cause-a">Cause A</a>. <a class="timeline__source" href="https://inspectorate.example/letter" rel="external">Inspectorate</a></p>
</li>
</ol>""",
        {
            "row": {
                "kind": "cause closed",
                "happened_on": "2026-05-01",
                "happened_not_after_on": None,
                "happened_not_before_on": None,
                "happened_until_on": None,
                "reply": None,
                "summary": "The inspector closed the cause.",
                "recommendations": None,
                "causes": "northshire-custody-2026-a",
                "source": "https://inspectorate.example/letter",
                "publisher_name": "Inspectorate",
                "note": None,
            }
        },
    ),
    Example(
        "timeline",
        "{{ timeline([row]) }}",
        """\
<ol class="timeline">
<li class="timeline__entry timeline__entry--other">
<p class="timeline__date">date not known</p>
<p class="timeline__what">Records were fuller. Recommendations <a href="/recommendations/northshire-custody-2026-1/">1</a>, <a href="/recommendations/northshire-custody-2026-2/">2</a>.</p>
<p class="timeline__note">Undated.</p>
</li>
</ol>""",
        {
            "row": {
                "kind": "other",
                "happened_on": None,
                "happened_not_after_on": None,
                "happened_not_before_on": None,
                "happened_until_on": None,
                "reply": None,
                "summary": "Records were fuller.",
                "recommendations": "northshire-custody-2026-1,northshire-custody-2026-2",
                "causes": None,
                "source": None,
                "publisher_name": None,
                "note": "Undated.",
            }
        },
    ),
    Example(
        "unknowns",
        "{{ unknowns(subjects) }}",
        """\
<ul class="unknowns">
<li class="unknowns__item"><a href="/notices/w/">Custody</a>: the day of publication (known is: March 2026); the wording of 2 of its 3 recommendations.</li>
</ul>""",
        {
            "subjects": {
                "Custody": [
                    {
                        "gap": "day",
                        "url": "/notices/w/",
                        "number": None,
                        "total": None,
                        "known": "2026-03",
                        "known_not_before_on": None,
                        "known_not_after_on": None,
                        "reason": None,
                        "source": None,
                    },
                    {
                        "gap": "wording",
                        "url": "/notices/w/",
                        "number": 2,
                        "total": 3,
                        "known": None,
                        "known_not_before_on": None,
                        "known_not_after_on": None,
                        "reason": None,
                        "source": None,
                    },
                ]
            }
        },
    ),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.component}: {example.call}")
def test_a_component_gives_this_html(render, example):
    assert render(example.component, example.call, **example.values) == example.html


def test_every_component_has_an_example():
    shown = {example.component for example in EXAMPLES}

    assert shown == {path.stem for path in COMPONENTS.glob("*.html")}
