// Searching in the browser, in an index of which a search loads only what it needs. Without this module, or where the
// browser cannot search, the same form asks the database.

const PAGES = 20;
const ITEMS = 10;
const SAMPLE = 5;
const IS_PRESS = { press: "yes" };
const LISTS = ["areas", "topics", "inspectors"];
const KINDS = ["forces", ...LISTS, "notices", "news", "recommendations"];
const WORD = /[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}']|[.,](?=\p{N}))*/gu;
const SMALL = /^(?:an?|and|at|by|for|from|in|of|on|or|the|to|with)$/i;
const ENDINGS = (
  "s e es ed er ers or ors y ies ied ily ly al ally ic ism ist ity ive ively ice ices ing ings ion ions ise ised ises " +
  "ising ate ated ates ating ation ations able ability ible ance ances ant ence ent ment ments ful fully ness"
).split(" ");

const form = document.querySelector(".search-form");
const list = document.querySelector(".search-results");
const press = document.querySelector(".search-results__press");
const count = document.querySelector(".search-results__count");
const help = document.querySelector(".search-results__help");
const tables = document.querySelector(".search-results__tables");
let engine;

const fold = (word) => word.normalize("NFD").replaceAll(/[\p{M}\p{P}]/gu, "").toLowerCase();
const addressOf = (words) => (words ? `?${new URLSearchParams({ q: words })}` : location.pathname);

function split(asked) {
  const words = asked.replaceAll(/[\u2018\u2019]/g, "'").match(WORD) ?? [];
  const large = words.filter((word) => !SMALL.test(word));
  return large.length ? large : words;
}

async function load() {
  engine ??= import("/pagefind/pagefind.js").then(async (pagefind) => {
    await pagefind.options({ excerptLength: 24 });
    return pagefind;
  });
  return engine;
}

async function find(words, filters, most) {
  if (!words.length) return { number: 0, best: [] };
  const { results } = await (await load()).search(words.join(" "), { filters });
  const told = results.filter((result) => result.words.length); // the others hold the words in an address alone
  return { number: told.length, best: await Promise.all(told.slice(0, most).map((result) => result.data())) };
}

// Whether a word begins as what was asked for does, be it without its ending.
function isForm(word, asked) {
  const stems = ENDINGS.filter((ending) => asked.endsWith(ending)).map((ending) => asked.slice(0, -ending.length));
  return [asked, ...stems.filter((stem) => stem.length > 2)].some((stem) => word.startsWith(stem));
}

function holds(text, asked) {
  return [text, ...text.split(/[^\p{L}\p{M}\p{N}]+/u)].some((word) => isForm(fold(word), fold(asked)));
}

// A word that is nowhere gets, from the index, what shares its beginning, were it one letter.
async function isFound(form, word) {
  const { best } = await find([form], {}, SAMPLE);
  const marked = best.flatMap(({ excerpt }) => excerpt.split("<mark>").slice(1));
  return marked.some((text) => holds(text.split("</mark>")[0], word));
}

// The form under which the index finds a word, if any: it takes a last y for an i, and would miss Derbyshire for Derby.
async function findForm(word) {
  if (await isFound(word, word)) return word;
  const short = word.replace(/y$/i, "");
  return short !== word && (await isFound(short, word)) ? short : "";
}

// Pages whose title holds every word stand first, by their kind; then the rest as the index has them, of which pages
// that list others come last.
function place({ url, meta }, words) {
  const kind = url.split("/")[1];
  if (words.every((word) => holds(meta.title, word))) return KINDS.indexOf(kind);
  return KINDS.length + LISTS.includes(kind);
}

function element(tag, name, ...children) {
  const made = document.createElement(tag);
  made.className = name;
  made.append(...children);
  return made;
}

function linkTo(address, words) {
  const link = element("a", "", words);
  link.href = address;
  return link;
}

function show({ url, meta, excerpt }) {
  const kind = element("span", "search-results__kind", [meta.kind, meta.publisher].filter(Boolean).join(", "));
  const words = element("p", "search-results__words");
  words.innerHTML = excerpt; // text of our own pages, escaped when it was indexed, with <mark> around what was found
  const title = element("p", "search-results__title", linkTo(meta.url ?? url, meta.title), " ", kind);
  return element("li", "search-results__item", title, words);
}

function fill(pages, items) {
  list.replaceChildren(...pages.map(show));
  press.querySelector("ol").replaceChildren(...items.map(show));
  press.hidden = !items.length;
}

function tell(asked, number, most, missing) {
  const { nothing, found, best, without } = count.dataset;
  const values = { words: asked, number, most, missing: missing.join(", ") };
  const told = !number ? [nothing] : [number > most ? best : found, ...(missing.length ? [without] : [])];
  count.textContent = told.join(" ").replaceAll(/\{(\w+)\}/g, (_, name) => values[name]);
}

function offer(words) {
  const single = help.querySelector(".search-results__single");
  single.hidden = words.length < 2;
  single.lastElementChild.replaceChildren(...words.flatMap((word) => [" ", linkTo(addressOf(word), word)]));
}

function clear() {
  fill([], []);
  count.textContent = "";
  help.hidden = true;
}

async function search(asked) {
  tables.search = new URLSearchParams({ q: asked });
  if (!asked) return clear();
  const words = split(asked);
  const forms = [];
  for (const word of words) forms.push(await findForm(word));
  const known = forms.filter(Boolean);
  const ours = await find(known, { not: IS_PRESS }, PAGES);
  const theirs = await find(known, IS_PRESS, ITEMS);
  const number = ours.number + theirs.number;
  fill(ours.best.sort((one, other) => place(one, known) - place(other, known)), theirs.best);
  tell(asked, number, ours.best.length + theirs.best.length, words.filter((_, at) => !forms[at]));
  offer(words.filter((_, at) => forms[at]));
  help.hidden = number > 0;
}

function askDatabase() {
  count.textContent = count.dataset.unable;
  form.action = "/data/search";
}

form.action = "/search/";
if (list) {
  const box = form.elements.q;
  let pause;
  let done = Promise.resolve();
  // One after the other: the engine marks the words of two searches in one copy of a page.
  const run = () => {
    const asked = box.value.trim();
    done = done.then(() => asked === box.value.trim() && search(asked)).catch(askDatabase);
  };
  const remember = () => history.replaceState(null, "", addressOf(box.value));
  box.value = new URLSearchParams(location.search).get("q") ?? box.value;
  box.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => { remember(); run(); }, 200);
  });
  form.addEventListener("submit", (event) => {
    if (!form.action.endsWith("/search/")) return;
    event.preventDefault();
    clearTimeout(pause);
    remember();
    run();
  });
  run();
}
