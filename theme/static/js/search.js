// Searching in the browser, in an index of which a search loads only what it needs. Without this module, or where the
// browser cannot search, the same form asks the database.

const PAGE = 20;
const form = document.querySelector(".search-form");
const list = document.querySelector(".search-results");
const count = document.querySelector(".search-results__count");
let newest = 0;
let engine;

// Quotes would ask for a phrase, and a curly apostrophe is no other word than a straight one.
const clean = (words) => words.replaceAll(/[\u2018\u2019]/g, "'").replaceAll(/["\u201c\u201d]/g, " ").trim();

async function load() {
  engine ??= import("/pagefind/pagefind.js").then(async (pagefind) => {
    await pagefind.options({ excerptLength: 24 });
    return pagefind;
  });
  return engine;
}

function element(tag, name, ...children) {
  const made = document.createElement(tag);
  made.className = name;
  made.append(...children);
  return made;
}

function show({ url, meta, excerpt }) {
  const link = element("a", "", meta.title);
  link.href = meta.url ?? url;
  const kind = element("span", "search-results__kind", [meta.kind, meta.publisher].filter(Boolean).join(", "));
  const words = element("p", "search-results__words");
  words.innerHTML = excerpt; // text of our own pages, escaped when it was indexed, with <mark> around what was found
  return element("li", "search-results__item", element("p", "search-results__title", link, " ", kind), words);
}

async function search(asked) {
  const turn = ++newest;
  const words = clean(asked);
  if (!words) {
    list.replaceChildren();
    count.textContent = "";
    return;
  }
  const { results } = await (await load()).search(words);
  const found = await Promise.all(results.slice(0, PAGE).map((result) => result.data()));
  if (turn !== newest) return;
  const { nothing, found: all, best } = count.dataset;
  const told = results.length > PAGE ? best : results.length ? all : nothing;
  count.textContent = told.replace("{number}", results.length).replace("{most}", PAGE);
  list.replaceChildren(...found.map(show));
}

function askDatabase() {
  count.textContent = count.dataset.unable;
  form.action = "/data/search";
}

form.action = "/search/";
if (list) {
  const box = form.elements.q;
  let pause;
  const run = () => search(box.value).catch(askDatabase);
  const remember = () => history.replaceState(null, "", box.value ? `?${new URLSearchParams({ q: box.value })}` : location.pathname);
  box.value = new URLSearchParams(location.search).get("q") ?? box.value;
  box.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => { remember(); run(); }, 200);
  });
  form.addEventListener("submit", (event) => {
    if (!form.action.endsWith("/search/") || form.action.endsWith("/data/search")) return;
    event.preventDefault();
    remember();
    run();
  });
  run();
}
