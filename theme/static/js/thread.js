// Another order or page of the comments without leaving the page, and how long ago each was written. Both stand without this.

const UNITS = [["year", 31557600], ["month", 2629800], ["week", 604800], ["day", 86400], ["hour", 3600], ["minute", 60]];
const words = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto" });

const find = () => document.querySelector(".thread");

function tellAges() {
  find()?.querySelectorAll(".comment__time time:not([data-told])").forEach((time) => {
    const seconds = (new Date(time.dateTime) - Date.now()) / 1000;
    const [unit, length] = UNITS.find(([, length]) => -seconds >= length) ?? ["second", 1];
    time.dataset.told = "";
    time.append(`, ${words.format(Math.round(seconds / length), unit)}`);
  });
}

export async function show(query) {
  const response = await fetch(find().dataset.thread + query).catch(() => null);
  if (!response?.ok) {
    return false;
  }
  find().outerHTML = await response.text();
  tellAges();
  document.dispatchEvent(new Event("thread-shown"));
  return true;
}

// A page that stayed open for a day has forms that are no longer good: give them the token of a new one.
export async function renew() {
  const response = await fetch(find().dataset.thread).catch(() => null);
  const fresh = new DOMParser().parseFromString((await response?.text()) ?? "", "text/html").querySelector("[name=token]");
  find().querySelectorAll("[name=token]").forEach((token) => (token.value = fresh?.value ?? token.value));
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
  const title = find().querySelector(".thread__title");
  title.tabIndex = -1;
  title.focus();
});

// A way within the page leads to a comment that is there: only another order or page is asked for.
let query = location.search;
addEventListener("popstate", () => {
  if (find() && query !== location.search) {
    query = location.search;
    show(query);
  }
});

// The page was served without its comments: ask for them once more.
if (find() && !find().hasAttribute("data-shown")) {
  await show(location.search);
}
tellAges();
