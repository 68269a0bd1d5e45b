// Loads the page anew as soon as the files, or what is wrong with them, are no longer what it shows.

const { state: shown } = document.currentScript.dataset;

function follow() {
  const states = new EventSource("/-/edit/states");
  states.addEventListener("message", ({ data }) => {
    if (data !== shown) {
      states.close();
      location.reload();
    }
  });
  states.addEventListener("error", () => {
    // Most browsers ask again by themselves; one that gave up has closed the source.
    if (states.readyState === EventSource.CLOSED) {
      setTimeout(follow, 500);
    }
  });
}

follow();
