"""Goes through a page by the Tab key and notes where it comes."""

from playwright.sync_api import Page

# Everything that a mouse could press and that is shown, in the order of the page.
PRESSABLE = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }) && one.type !== "hidden" && one.tabIndex >= 0)
  .map((one, place) => (one.dataset.place = String(place)))"""

# Where the focus is, and how that element and what is drawn in it look there and elsewhere; in the SQL editor, which keeps
# its own element out of sight, how the editor looks.
FOCUS = """() => {
  const one = document.activeElement;
  const look = () => [one, ...one.children, one.closest(".CodeMirror") ?? one].map((drawn) => {
    const { outlineStyle, outlineWidth, outlineColor, stroke, strokeWidth } = getComputedStyle(drawn);
    return [outlineStyle === "none" ? "" : outlineStyle + outlineWidth + outlineColor, stroke, strokeWidth].join();
  }).join(" ");
  const box = one.getBoundingClientRect();
  const focused = look();
  const isOnScreen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  one.blur();
  const blurred = look();
  one.focus({ focusVisible: true });
  return { place: one.dataset.place, isSeen: isOnScreen && focused !== blurred, html: one.outerHTML.slice(0, 200) };
}"""


def walk(page: Page) -> tuple[list[str], list[str], list[str]]:
    """Press Tab through the page; return what can be pressed, what was reached in turn, and what was reached unseen."""
    page.wait_for_load_state("networkidle")  # a list asks how many comments each page has, and shows links to those
    pressable = page.evaluate(PRESSABLE)
    reached, unseen = [], []
    for _ in pressable:
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        reached.append(focus["place"])
        unseen += [] if focus["isSeen"] else [focus["html"]]
    return pressable, reached, unseen
