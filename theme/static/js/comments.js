// Writing a comment without leaving the page. Without this module the same form works by itself.

import { renew, show } from "./thread.js";

const form = () => document.querySelector(".thread .comment-form");
const isOurs = (event) => event.target.closest?.(".thread .comment-form");
const draft = () => `draft:${form().getAttribute("action")}`;

// What is written stays over a reload, and over another order of the comments.
function keep() {
  const { name, text, parent } = form().elements;
  sessionStorage.setItem(draft(), JSON.stringify([name.value, text.value, parent.value]));
}

function bringBack() {
  const kept = JSON.parse(sessionStorage.getItem(draft()) ?? "null");
  if (kept && !form().elements.text.value) {
    const [name, text, parent] = kept;
    Object.assign(form().elements.name, { value: name });
    Object.assign(form().elements.text, { value: text });
    const link = text && document.querySelector(`#comment-${parent || 0} .comment__reply`);
    if (link) {
      answerTo(link);
    }
  }
  count();
}

function count() {
  const { text } = form().elements;
  const hint = form().querySelector("#comment-text-hint");
  const counter = hint.querySelector("span") ?? hint.appendChild(document.createElement("span"));
  counter.className = "comment-form__count";
  const length = [...text.value.trim()].length;
  counter.textContent = `${length.toLocaleString()} / ${Number(text.dataset.limit).toLocaleString()}`;
  counter.classList.toggle("comment-form__over", length > text.dataset.limit);
}

// The form goes below the comment that is answered; without one, back to its place.
function answerTo(link) {
  const title = form().querySelector(".comment-form__title");
  title.dataset.alone ??= title.textContent;
  (link ?? form()).closest(link ? ".comment" : ".thread").append(form());
  title.textContent = link?.textContent ?? title.dataset.alone;
  form().elements.parent.value = link?.pathname.split("/").pop() ?? "";
  form().querySelector(".comment-form__alone").hidden = !link;
}

async function send(address) {
  const response = await fetch(address, {
    method: "POST",
    headers: { Accept: "application/json" },
    body: new URLSearchParams(new FormData(form())),
  }).catch(() => null);
  const body = await response?.json().catch(() => null);
  if (body?.error?.code === "stale-form") {
    await renew();
  }
  return { isSent: Boolean(response?.ok && body), body, message: body?.error?.message ?? form().dataset.away };
}

// What was sent is gone from the form; the name stays for the next time.
function empty(sent, isPublished) {
  const { text, parent } = form().elements;
  text.value = text.value === sent ? "" : text.value;
  parent.value = isPublished ? "" : parent.value;
  keep();
  count();
}

// A published comment stands where it belongs at once, with the answer below it.
async function lead(comment, answer) {
  const query = new URLSearchParams(location.search);
  query.delete("page");
  query.set("comment", comment);
  const own = (await show(`?${query}`)) && document.querySelector(`#comment-${comment}`);
  if (own) {
    own.append(answer);
    own.tabIndex = -1;
    own.focus();
  }
}

let isSending = false; // a button that is turned off would lose the focus

async function submit(button) {
  const [answer, shown] = [".comment-form__answer", ".comment-form__preview"].map((part) => form().querySelector(part));
  const sent = form().elements.text.value;
  isSending = true;
  answer.textContent = form().dataset.sending;
  const { isSent, body, message } = await send(button.getAttribute("formaction") ?? form().action);
  isSending = false;
  answer.textContent = isSent ? (body.message ?? "") : message;
  shown.innerHTML = body?.html ?? "";
  if (isSent && !body.html) {
    answer.append(" ", Object.assign(document.createElement("a"), { href: body.status, textContent: body.more }));
    empty(sent, body.comment);
    if (body.comment) {
      await lead(body.comment, answer);
    }
  }
}

document.addEventListener("input", (event) => isOurs(event) && (keep(), count()));
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
