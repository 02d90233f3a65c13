// Tabs as the ARIA practices describe them: one stop of the Tab key, arrows between.

import { showNewest } from "./draw.js";

/** Each tab shows what it `aria-controls`; `chosen(name)` hears of it. Answers a function that chooses. */
export function tabs(list, chosen = () => {}) {
  const all = [...list.querySelectorAll("[role=tab]")];
  const choose = (tab) => {
    for (const each of all) {
      const here = each === tab;
      each.setAttribute("aria-selected", here);
      each.tabIndex = here ? 0 : -1;
      panel(each).classList.toggle("away", !here);
      if (here) showNewest(panel(each));
    }
    chosen(tab.getAttribute("aria-controls"));
  };
  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = all[(all.indexOf(document.activeElement) + step + all.length) % all.length];
    next.focus();
    choose(next);
  });
  all.forEach((tab) => tab.addEventListener("click", () => choose(tab)));
  choose(all[0]);
  return (name) => choose(all.find((tab) => tab.getAttribute("aria-controls") === name));
}

const panel = (tab) => document.getElementById(tab.getAttribute("aria-controls"));
