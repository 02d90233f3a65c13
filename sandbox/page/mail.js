// Mailboxes: what came to one address, with its links, and what its files are called.

import { byId, link, make, picture, settle } from "./draw.js";
import { People } from "./people.js";
import { follow, latest, look } from "./side.js";
import { withDays } from "./thread.js";
import { shown } from "./times.js";

const list = byId("mail-messages");
const problem = byId("feed-problem");
const LINK = /(https?:\/\/[^\s<>]+)/;

const people = new People(byId("mail-person"), () => refresh());

const refresh = latest(
  async () => {
    (await look("mail")).forEach((each) => people.ids.includes(each) || people.add(each, each));
    return people.id ? look(`mail/${encodeURIComponent(people.id)}`) : [];
  },
  (box) => settle(list, box.length ? withDays(box, item) : [nothing]),
);

const item = (mail) => ({ key: `${people.id}/${mail.id}`, value: mail, draw: () => drawn(mail) });

const nothing = { key: "empty", value: 0, draw: () =>
  make("div", { class: "empty" }, make("p", {}, "No mail yet. In a chat, type: email me@example.org")) };

function drawn(mail) {
  const files = mail.files.map((file) => `${file.name}, ${Math.ceil(file.size / 1024)} kB`);
  return make("article", { class: "message" },
    make("div", { class: "said" },
      make("p", { class: "byline" }, make("strong", {}, mail.subject), make("span", { class: "meta" }, mail.from)),
      ...mail.pictures.map(({ url }) => picture(url, "")),
      make("div", { class: "block" }, ...linked(mail.text.trim())),
      make("p", { class: "meta" }, [...files, shown(mail.at, "minute")].join(" · "))));
}

/** The text with its addresses as links: every second part is one. */
const linked = (text) => text.split(LINK).map((part, place) => (place % 2 ? link(part, part) : make("span", {}, part)));

follow({
  changed: (path) => path.startsWith("mail/") && refresh(),
  everything: () => {
    problem.textContent = "";
    refresh();
  },
  lost: () => (problem.textContent = "The sandbox does not answer. Trying again…"),
});
