/* What Datasette's own pages carry inline. */
var DATASETTE_ALLOW_FACET = true; // read by Datasette's table.js

function makeEditor(textarea, button) {
  const editor = CodeMirror.fromTextArea(textarea, { lineNumbers: true, mode: "text/x-sql", lineWrapping: true });
  editor.getInputField().setAttribute("aria-label", "SQL");
  editor.setOption("extraKeys", { "Shift-Enter": () => textarea.form.submit(), Tab: false });
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => editor.setValue(sqlFormatter.format(editor.getValue())));
}

function offerFormatting(shown, button) {
  const formatted = sqlFormatter.format(shown.textContent);
  if (formatted === shown.textContent) return;
  button.hidden = false;
  button.addEventListener("click", () => { shown.textContent = formatted; });
}

function offerCopying(textarea, button) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(textarea.value);
    button.textContent = button.dataset.copied;
  });
}

window.addEventListener("load", () => {
  const button = document.querySelector("#sql-format");
  const textarea = document.querySelector("#sql-editor");
  const copyable = document.querySelector(".copyable");
  const shown = document.querySelector("#sql-query");
  if (textarea && window.CodeMirror) makeEditor(textarea, button);
  if (copyable && navigator.clipboard) offerCopying(copyable, document.querySelector(".copy"));
  if (shown && button && window.sqlFormatter) offerFormatting(shown, button);
});
