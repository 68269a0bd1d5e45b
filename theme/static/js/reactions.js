// A mark on a comment without leaving the page; the browser remembers its own, since the page is the same for everybody.

import { make, recall, remember, renew, say } from "./thread.js";

const mine = new Set(recall("localStorage", "reactions"));
const marks = () => document.querySelectorAll(".reactions__mark");

function show(mark) {
  mark.setAttribute("aria-pressed", mine.has(mark.getAttribute("formaction")));
}

function count(mark, number) {
  mark.querySelector(".reactions__count")?.remove();
  mark.textContent = mark.textContent.trim();
  if (number) {
    mark.append(" ", make("span", { className: "reactions__count", textContent: number }));
  }
}

// Why a mark was not taken stands beside it.
function tell(mark, text) {
  const group = mark.parentElement;
  group.querySelector(".reactions__answer")?.remove();
  if (text) {
    group.append(make("span", { className: "reactions__answer", textContent: text }));
  }
  say(text);
}

async function send(form, address) {
  const body = new URLSearchParams(new FormData(form));
  if (mine.has(address)) {
    body.set("take-back", "yes");
  }
  const response = await fetch(address, { method: "POST", headers: { Accept: "application/json" }, body }).catch(() => null);
  return { isSent: response?.ok, answer: await response?.json().catch(() => null) };
}

document.addEventListener("submit", async (event) => {
  const mark = event.submitter;
  if (!mark?.classList.contains("reactions__mark")) {
    return;
  }
  event.preventDefault();
  const address = mark.getAttribute("formaction");
  let { isSent, answer } = await send(event.target, address);
  if (answer?.error?.code === "stale-form") {
    await renew();
    ({ isSent, answer } = await send(event.target, address));
  }
  tell(mark, isSent ? "" : (answer?.error?.message ?? event.target.dataset.away));
  if (isSent) {
    mine[answer.is_on ? "add" : "delete"](address);
    remember("localStorage", "reactions", [...mine]);
    count(mark, answer.count);
    show(mark);
  }
});

document.addEventListener("thread-shown", () => marks().forEach(show));
marks().forEach(show);
