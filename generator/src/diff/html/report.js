"use strict";
(() => {
  const items = [...document.querySelectorAll("[data-item]")];
  const groups = [...document.querySelectorAll("[data-group]")].reverse();
  const buttons = [...document.querySelectorAll("[data-show]")];
  const search = document.getElementById("search");
  const product = document.getElementById("product");
  const resource = document.getElementById("resource");
  const count = document.getElementById("count");
  const texts = new Map(items.map((item) => [item, ((item.dataset.about || "") + " " + item.textContent).toLowerCase()]));

  // What is chosen stands in the address, so that a view can be sent to others.
  const read = () => {
    const chosen = new URLSearchParams(location.hash.slice(1));
    const levels = chosen.has("show") ? chosen.get("show").split(" ") : null;
    for (const button of buttons) {
      button.setAttribute("aria-pressed", String(!levels || levels.includes(button.dataset.show)));
    }
    search.value = chosen.get("search") || "";
    for (const select of [product, resource]) {
      const value = chosen.get(select.id) || "";
      select.value = [...select.options].some((option) => option.value === value) ? value : "";
    }
  };

  const write = () => {
    const chosen = new URLSearchParams();
    const on = buttons.filter((button) => button.getAttribute("aria-pressed") === "true");
    if (on.length < buttons.length) chosen.set("show", on.map((button) => button.dataset.show).join(" "));
    for (const field of [search, product, resource]) if (field.value) chosen.set(field.id, field.value);
    const hash = chosen.toString();
    history.replaceState(null, "", hash ? "#" + hash : location.pathname + location.search);
  };

  const apply = () => {
    const levels = new Set(
      buttons.filter((button) => button.getAttribute("aria-pressed") === "true").map((button) => button.dataset.show),
    );
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const item of items) {
      const { level, product: products, resource: of } = item.dataset;
      const visible =
        levels.has(level) &&
        (!product.value || products.split(" ").includes(product.value)) &&
        (!resource.value || of === resource.value) &&
        words.every((word) => texts.get(item).includes(word));
      item.hidden = !visible;
      shown += visible;
    }
    for (const group of groups) {
      group.hidden = !group.querySelector("[data-item]:not([hidden])");
    }
    count.textContent = `${shown} of ${items.length} shown`;
  };

  const changed = () => {
    write();
    apply();
  };
  for (const button of buttons) {
    button.addEventListener("click", () => {
      button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
      changed();
    });
  }
  search.addEventListener("input", changed);
  product.addEventListener("change", changed);
  resource.addEventListener("change", changed);
  document.getElementById("reset").addEventListener("click", () => {
    history.replaceState(null, "", location.pathname + location.search);
    read();
    apply();
    search.focus();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, select, textarea");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      search.focus();
    }
  });
  window.addEventListener("hashchange", () => {
    read();
    apply();
  });
  read();
  apply();
})();
