// Narrowing a list at once, by several facets together. Without this module each link leads to a page of its own.

const list = document.querySelector("[data-whole-list]");
const rows = list ? [...list.querySelectorAll("tbody tr")] : [];
const links = [...document.querySelectorAll(".facets [data-facet]:not([data-facet=order])")];
const said = document.querySelector(".listing__count");

const has = (row, facet, value) => row.dataset[facet].split(" ").includes(value);
const asked = () => new URLSearchParams(location.search);
const fits = (row, facets) => facets.every(([facet, value]) => has(row, facet, value));

// What the address would ask for if this link were followed: its choice in place of another, or taken out again.
function toggled({ facet, value }) {
  const facets = asked();
  if (facets.get(facet) === value) {
    facets.delete(facet);
  } else {
    facets.set(facet, value);
  }
  return facets;
}

function show() {
  const facets = [...asked()].filter(([facet]) => rows[0] && facet in rows[0].dataset);
  for (const row of rows) {
    row.hidden = !fits(row, facets);
  }
  for (const link of links) {
    const { facet, value } = link.dataset;
    const others = facets.filter(([other]) => other !== facet);
    const count = rows.filter((row) => fits(row, [...others, [facet, value]])).length;
    link.nextElementSibling.textContent = count;
    link.setAttribute("aria-current", facets.some(([name, chosen]) => name === facet && chosen === value));
  }
  const shown = rows.filter((row) => !row.hidden).length;
  said.textContent = said.dataset.said.replace("{shown}", shown).replace("{all}", rows.length);
}

if (list) {
  for (const link of links) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const facets = toggled(link.dataset);
      history.pushState(null, "", facets.size ? `?${facets}` : location.pathname);
      show();
    });
  }
  addEventListener("popstate", show);
  show();
}
