// Leaving a comment without leaving the page. Without this module the same form works by itself.

const section = document.querySelector(".thread");
const form = document.querySelector(".thread .comment-form");

// The page was served without its comments: ask for them once more.
if (section && !form) {
  const response = await fetch(section.dataset.thread).catch(() => null);
  if (response?.ok) {
    section.outerHTML = await response.text();
  }
}

document.querySelectorAll(".thread .comment-form").forEach((form) => {
  const draft = `draft:${form.getAttribute("action")}`;
  const text = form.elements.text;
  const answer = form.querySelector("[role=status]");

  text.value ||= sessionStorage.getItem(draft) ?? "";
  text.addEventListener("input", () => sessionStorage.setItem(draft, text.value));

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    answer.textContent = "Sending…";
    const response = await fetch(form.action, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams(new FormData(form)),
    }).catch(() => null);
    const body = await response?.json().catch(() => null);
    button.disabled = false;
    if (!response?.ok) {
      answer.textContent = body?.error?.message ?? "It could not be sent. Your words are still here: please try again.";
      return;
    }
    sessionStorage.removeItem(draft);
    text.value = "";
    answer.replaceChildren(body.message, " ");
    const link = document.createElement("a");
    link.href = body.status;
    link.textContent = "See where it stands.";
    answer.append(link);
  });
});
