// Writing a comment without leaving the page. Without this module the same form works by itself.

import { find, make, recall, remember, renew, say, settle, show } from "./thread.js";

const OWN = 20; // how many private links a page's form leads to
const form = () => find(".comment-form");
const part = (name) => form().querySelector(`.comment-form__${name}`);
const isOurs = (event) => event.target.closest?.(".thread .comment-form");
const draft = () => `draft:${form().getAttribute("action")}`;
const own = () => `own:${form().getAttribute("action")}`;

// What is written stays over a reload, and over another order or page of the comments; the name is the same on every page.
function keep() {
  const { name, text, parent } = form().elements;
  remember("sessionStorage", draft(), [text.value, parent.value, part("title").textContent]);
  remember("sessionStorage", "name", name.value);
}

function bringBack() {
  const { name, text } = form().elements;
  const [words, parent, title] = recall("sessionStorage", draft()) ?? [];
  name.value ||= recall("sessionStorage", "name") ?? "";
  if (words && !text.value) {
    text.value = words;
    if (parent) {
      answerTo(find(`#comment-${parent} .comment__reply`), parent, title);
    }
  }
  count();
  listOwn();
}

function count() {
  const { text } = form().elements;
  const hint = form().querySelector("#comment-text-hint");
  const counter = hint.querySelector("span") ?? hint.appendChild(make("span", {}));
  counter.className = "comment-form__count";
  const length = [...text.value.trim()].length;
  counter.textContent = `${length.toLocaleString()} / ${Number(text.dataset.limit).toLocaleString()}`;
  counter.classList.toggle("comment-form__over", length > text.dataset.limit);
}

// The private links of what was sent from here, by its first words.
function listOwn() {
  const links = recall("localStorage", own()) ?? [];
  part("own").hidden = !links.length;
  part("links").replaceChildren(...links.map(([href, textContent]) => {
    const item = make("li", {});
    item.append(make("a", { href, textContent }));
    return item;
  }));
}

// The form goes below the comment that is answered, where that is on this page; without one, back to its place.
function answerTo(link, parent = "", title) {
  const heading = part("title");
  heading.dataset.alone ??= heading.textContent;
  (link ?? form()).closest(link ? ".comment" : ".thread").append(form());
  heading.textContent = link?.textContent ?? title ?? heading.dataset.alone;
  form().elements.parent.value = link?.pathname.split("/").pop() ?? parent;
  part("alone").hidden = !form().elements.parent.value;
}

async function send(address, isAgain) {
  const response = await fetch(address, {
    method: "POST",
    headers: { Accept: "application/json" },
    body: new URLSearchParams(new FormData(form())),
  }).catch(() => null);
  const body = await response?.json().catch(() => null);
  if (body?.error?.code === "stale-form" && !isAgain) {
    await renew();
    await new Promise((go) => setTimeout(go, form().dataset.wait * 1000 + 100)); // what comes sooner looks like a program's
    return send(address, true);
  }
  return { isSent: Boolean(response?.ok && body), body, message: body?.error?.message ?? form().dataset.away };
}

// Each fault stands at its field, and the first such field has the focus.
function mark(faults) {
  for (const name of ["text", "name"]) {
    const field = form().elements[name];
    const fault = faults.find((one) => one.field === name);
    form().querySelector(`#comment-${name}-fault`)?.remove();
    field.removeAttribute("aria-invalid");
    const about = fault ? ["hint", "fault"] : ["hint"];
    field.setAttribute("aria-describedby", about.map((one) => `comment-${name}-${one}`).join(" "));
    if (fault) {
      field.setAttribute("aria-invalid", "true");
      field.before(make("span", { className: "comment-form__fault", id: `comment-${name}-fault`, textContent: fault.message }));
      field.focus();
    }
  }
}

function tell(text, isWrong) {
  part("answer").textContent = text;
  part("answer").classList.toggle("error-summary", isWrong);
  say(text);
}

// What was sent is gone from the form; the name stays for the next time.
function empty(sent, { status, comment }) {
  const { text, parent } = form().elements;
  const links = (recall("localStorage", own()) ?? []).filter(([href]) => href !== status);
  remember("localStorage", own(), [[status, sent.slice(0, 60)], ...links].slice(0, OWN));
  text.value = text.value === sent ? "" : text.value;
  parent.value = comment ? "" : parent.value;
  keep();
  count();
  listOwn();
}

// A published comment stands where it belongs at once, with the answer below it.
async function lead(comment, answer) {
  const query = new URLSearchParams(location.search);
  query.delete("page");
  query.set("comment", comment);
  const place = (await show(`?${query}`)) && find(`#comment-${comment}`);
  if (place) {
    settle(`?${query}#comment-${comment}`);
    place.append(answer);
    place.tabIndex = -1;
    place.focus();
  }
}

let isSending = false; // a button that is turned off would lose the focus

async function submit(button) {
  const address = button.getAttribute("formaction");
  const sent = form().elements.text.value;
  isSending = true;
  tell(address ? "" : form().dataset.sending, false);
  const { isSent, body, message } = await send(address ?? form().action);
  isSending = false;
  const answer = part("answer");
  mark(body?.error?.faults ?? []);
  tell(isSent ? (body.message ?? form().dataset.previewed) : message, !isSent);
  part("preview").innerHTML = body?.html ?? "";
  if (body?.error?.code === "no-parent") {
    answerTo(null);
  }
  if (isSent && !body.html) {
    answer.append(" ", make("a", { href: body.status, textContent: body.more }));
    empty(sent, body);
    if (body.comment) {
      await lead(body.comment, answer);
    }
  }
}

document.addEventListener("input", (event) => {
  if (isOurs(event)) {
    part("preview").replaceChildren();
    keep();
    count();
  }
});
document.addEventListener("submit", (event) => {
  if (isOurs(event)) {
    event.preventDefault();
    if (!isSending) {
      submit(event.submitter ?? form().querySelector(".comment-form__ways button"));
    }
  }
});
document.addEventListener("click", (event) => {
  const link = event.target.closest(".thread .comment__reply");
  if (link && form() && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    answerTo(link);
    form().elements[form().elements.name.value ? "text" : "name"].focus();
  }
  if (event.target.closest(".comment-form__alone")) {
    answerTo(null);
    form().elements.text.focus();
  }
});
document.addEventListener("thread-shown", () => form() && bringBack());
if (form()) {
  bringBack();
}
