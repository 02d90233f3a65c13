// The page: who redraws when something changed.

import * as clock from "./clock.js";
import { byId } from "./draw.js";
import { follow, look } from "./side.js";
import * as slack from "./slack.js";
import * as sms from "./sms.js";
import { tabs } from "./tabs.js";
import * as telegram from "./telegram.js";

const HINT = "trainerhub-hint";
const panes = { telegram, sms, slack };
const parts = [clock, ...Object.values(panes)];

function changed(path) {
  parts.filter((part) => part.shows(path)).forEach((part) => part.refresh());
  const [name, person] = path.split("/");
  panes[name]?.people.news(person);
  const tab = byId(`tab-${name}`);
  if (tab && byId(name).classList.contains("away")) tab.classList.add("news");
}

function hint() {
  byId("hint").hidden = localStorage.getItem(HINT) === "seen";
  byId("hint-close").addEventListener("click", () => {
    localStorage.setItem(HINT, "seen");
    byId("hint").hidden = true;
    byId("telegram-person").focus();
  });
}

/** A menu closes when something in it was done, on Escape, and when the focus leaves it. */
function menus() {
  for (const menu of document.querySelectorAll("details.menu")) {
    const close = () => (menu.open = false);
    menu.addEventListener("click", (event) => event.target.matches("div button[type=button]") && close());
    menu.addEventListener("focusout", (event) => event.relatedTarget && !menu.contains(event.relatedTarget) && close());
    document.addEventListener("pointerdown", (event) => menu.contains(event.target) || close());
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      close();
      menu.querySelector("summary").focus();
    });
  }
}

async function start() {
  const state = await look("state");
  await Promise.all(parts.map((part) => part.start(state)));
  tabs(byId("panes"), (name) => byId(`tab-${name}`).classList.remove("news"));
  hint();
  menus();
  follow({
    changed,
    everything: () => {
      byId("feed-problem").textContent = "";
      parts.forEach((part) => part.refresh());
    },
    lost: () => (byId("feed-problem").textContent = "The sandbox does not answer. Trying again…"),
  });
}

start().catch((problem) => (byId("feed-problem").textContent = problem.message));
