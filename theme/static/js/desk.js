// Single keys at the desk: each presses what is there to be pressed. Nothing is done while somebody types, or where they are turned off.

const SETTING = "desk-keys";
const keys = document.querySelector(".desk-keys");
const setting = document.querySelector(".desk-keys__on");
const help = document.querySelector(".desk-keys__all");
const items = [...document.querySelectorAll(".desk-item[tabindex]")];
const ticks = [...document.querySelectorAll(".desk-item__tick")];
const tickAll = document.querySelector(".desk-many__tick");
const current = () => document.activeElement.closest(".desk-item");
let isLeaving = false;

function go(step) {
  const place = items.indexOf(current());
  const item = items[place < 0 ? 0 : Math.min(Math.max(place + step, 0), items.length - 1)];
  item?.focus();
  item?.scrollIntoView({ block: "start" });
}

function press(element) {
  if (element?.matches("details")) {
    const outside = current() ?? element.querySelector("summary");
    element.open = !element.open;
    (element.open ? element.querySelector("button, a") : outside)?.focus();
  } else if (element) {
    isLeaving = element.type === "submit";
    element.click();
  }
}

function choose(key) {
  if (key === "j" || key === "k") {
    go(key === "j" ? 1 : -1);
  } else if (key === "?") {
    help.showModal();
  } else if (key === "Escape") {
    press(document.activeElement.closest("details[open]"));
  } else if (key === "u") {
    press(document.querySelector("[data-key=u]"));
  } else if (/^[prmx]$/.test(key)) {
    press(current()?.querySelector(`[data-key=${key}]`));
  } else if (/^[1-6]$/.test(key)) {
    press(current()?.querySelectorAll("details[open] .desk-reasons__choice")[key - 1]);
  }
}

document.addEventListener("keydown", (event) => {
  const isTyping = event.key !== "Escape" && event.target.closest("textarea, select, input:not([type=checkbox])");
  const isOurs = !(event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing || isTyping || help?.open);
  if (isOurs && setting?.checked && !isLeaving) {
    choose(event.key);
  }
});

function showKeys() {
  document.body.classList.toggle("desk--keys", setting.checked);
}

if (keys) {
  keys.hidden = false;
  setting.checked = localStorage.getItem(SETTING) !== "off";
  showKeys();
  setting.addEventListener("change", () => {
    localStorage.setItem(SETTING, setting.checked ? "on" : "off");
    showKeys();
  });
  document.querySelector(".desk-keys__show").addEventListener("click", () => help.showModal());
}
if (tickAll && ticks.length) {
  document.querySelector(".desk-many__all").hidden = false;
  tickAll.addEventListener("change", () => ticks.forEach((tick) => (tick.checked = tickAll.checked)));
  ticks.forEach((tick) => tick.addEventListener("change", () => (tickAll.checked = ticks.every((one) => one.checked))));
}
// After an act the address leads to the comment to go on with.
if (/[?&]done=/.test(location.search)) {
  document.getElementById(location.hash.slice(1))?.focus({ preventScroll: true });
}
addEventListener("pageshow", () => (isLeaving = false));
