// A mark on a comment without leaving the page; the browser remembers its own, since the page is the same for everybody.

import { renew } from "./thread.js";

const mine = new Set(JSON.parse(localStorage.getItem("reactions") ?? "[]"));
const marks = () => document.querySelectorAll(".reactions__mark");

function show(mark) {
  mark.setAttribute("aria-pressed", mine.has(mark.getAttribute("formaction")));
}

function count(mark, number) {
  mark.querySelector(".reactions__count")?.remove();
  mark.textContent = mark.textContent.trim();
  if (number) {
    const counter = Object.assign(document.createElement("span"), { className: "reactions__count", textContent: number });
    mark.append(" ", counter);
  }
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
  if (!isSent) {
    mark.setCustomValidity(answer?.error?.message ?? event.target.dataset.away);
    mark.reportValidity();
    mark.setCustomValidity("");
    return;
  }
  mine[answer.is_on ? "add" : "delete"](address);
  localStorage.setItem("reactions", JSON.stringify([...mine]));
  count(mark, answer.count);
  show(mark);
});

document.addEventListener("thread-shown", () => marks().forEach(show));
marks().forEach(show);
