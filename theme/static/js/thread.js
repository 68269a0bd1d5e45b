// Another order or page of the comments without leaving the page, and how long ago each was written. Both stand without this.

const UNITS = [["year", 31557600], ["month", 2629800], ["week", 604800], ["day", 86400], ["hour", 3600], ["minute", 60]];
const words = new Intl.RelativeTimeFormat(document.documentElement.lang);

export const find = (part = "") => document.querySelector(`.thread ${part}`);
export const make = (tag, about) => Object.assign(document.createElement(tag), about);

// The region outlives the thread, so that what it says is read out whatever becomes of the thread.
export const say = (text) => (document.querySelector(".thread-said").textContent = text);

// What a browser remembers; one that is told to remember nothing does without.
export function recall(area, name) {
  try {
    return JSON.parse(window[area].getItem(name));
  } catch {
    return null;
  }
}

export function remember(area, name, value) {
  try {
    window[area].setItem(name, JSON.stringify(value));
  } catch {}
}

function tellAges() {
  document.querySelectorAll(".comment__time time:not([data-told])").forEach((time) => {
    const seconds = Math.max(0, (Date.now() - new Date(time.dateTime)) / 1000);
    const [unit, length] = UNITS.find(([, length]) => seconds >= length) ?? ["second", 1];
    time.dataset.told = "";
    time.append(make("span", { className: "comment__age", textContent: `, ${words.format(-Math.floor(seconds / length), unit)}` }));
  });
}

export async function show(query) {
  const response = await fetch(find().dataset.thread + query).catch(() => null);
  if (!response?.ok) {
    return false;
  }
  find().outerHTML = await response.text();
  document.querySelector(".thread-link a").textContent = find(".thread__title").textContent;
  tellAges();
  document.dispatchEvent(new Event("thread-shown"));
  return true;
}

// The address leads to what is shown, for whoever loads the page anew.
export function settle(address) {
  history.replaceState(null, "", address);
  query = location.search;
}

// A page that stayed open for a day has forms that are no longer good: give them the token of a new one.
export async function renew() {
  const response = await fetch(find().dataset.thread).catch(() => null);
  const fresh = new DOMParser().parseFromString((await response?.text()) ?? "", "text/html").querySelector("[name=token]");
  find().querySelectorAll("[name=token]").forEach((token) => (token.value = fresh?.value ?? token.value));
}

// The title has the focus, and says which page in which order is shown.
function lead() {
  const title = find(".thread__title");
  title.tabIndex = -1;
  title.focus();
  say([...find().querySelectorAll("[aria-current], .thread__at")].map((part) => part.textContent).join(", "));
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest(".thread__way");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) {
    return;
  }
  event.preventDefault();
  if (!(await show(link.search))) {
    location.assign(link.href);
    return;
  }
  history.pushState(null, "", link.href);
  query = location.search;
  lead();
});

// A way within the page leads to a comment that is there: only another order or page is asked for.
let query = location.search;
addEventListener("popstate", async () => {
  if (find() && query !== location.search) {
    query = location.search;
    (await show(query)) && lead();
  }
});

// The page was served without its comments: ask for them once more.
if (find() && !find().hasAttribute("data-shown")) {
  await show(location.search);
}
tellAges();
