"""The critic of the journeys sees each fault that it is there for, and nothing in a page that is well made."""

from __future__ import annotations

import pytest

from tests.browsing import parse
from tests.critic import faults_of

WELL_MADE = """
<h1>Mugs</h1><h2 id="some">Some</h2>
<p>Words, <a href="#some">a way</a> and <button type="button" aria-describedby="some">a press</button></p>
<ul><li>One</li></ul><dl><div><dt>A</dt><dd>B</dd></div></dl>
<label for="name">Name</label><input id="name"><label><input type="checkbox"> Yes</label>
<details><summary><h3>More</h3></summary><p>It</p></details>
<fieldset><legend>Which</legend><select aria-label="One"><option>1</option></select></fieldset>
<a href="/cart" aria-label="Cart"><img src="/x.svg" alt=""></a>
"""


def faults_in(body: str, start: str = '<html lang="en" dir="ltr">') -> list[str]:
    return list(faults_of(parse(f"<!doctype html>{start}<title>t</title><body>{body}", "test")))


def test_a_well_made_page_has_no_fault() -> None:
    assert faults_in(WELL_MADE) == []
    assert faults_in(WELL_MADE, '<html lang="he" dir="rtl">') == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<span><div>x</div></span>", "inside a span"),
        ("<button><h2>x</h2></button>", "inside a button"),
        ("<label>a<p>x</p><input></label>", "inside a label"),
        ("<a href='/'><button>x</button></a>", "inside a a, which is pressed too"),
        ("<button><a href='/'>x</a></button>", "which is pressed too"),
        ("<summary><input aria-label='x'></summary>", "which is pressed too"),
        ("<ul></ul>", "is empty"),
        ("<ul><div>x</div></ul>", "has a div"),
        ("<ol>x<li>y</li></ol>", "words outside"),
        ("<select aria-label='x'></select>", "is empty"),
        ("<details><p>x</p></details>", "begin with its summary"),
        ("<fieldset><p>x</p></fieldset>", "begin with its legend"),
        ("<p aria-describedby='gone'>x</p>", "points at #gone"),
        ("<p aria-labelledby=''>x</p>", "points nowhere"),
        ("<a href='#gone'>x</a>", "leads to #gone"),
        ("<label for='gone'>x</label>", "is no field"),
        ("<label for='p'>x</label><p id='p'>y</p>", "is no field"),
        ("<label>x</label>", "for 0 fields"),
        ("<a href='/'><img src='/x.svg' alt=''></a>", "has no name"),
        ("<button><svg></svg></button>", "has no name"),
        ("<h1>x</h1><h3>y</h3>", "follows an h1"),
        ("<p lang=''>x</p>", "in no language"),
    ],
)
def test_a_fault_is_seen(body: str, said: str) -> None:
    assert any(said in fault for fault in faults_in(body)), faults_in(body)


@pytest.mark.parametrize("start", ['<html lang="he">', '<html lang="he" dir="ltr">', '<html lang="en" dir="rtl">'])
def test_a_page_that_runs_the_wrong_way_is_seen(start: str) -> None:
    assert any("runs" in fault for fault in faults_in("<p>x</p>", start))
