-- title: Corrections
-- description: What was wrong, since when, and when it was put right; newest first.
select correction, page, summary, wrong_since_on, corrected_on, source from corrections order by corrected_on desc, correction
