// A phone with Telegram: one person's chat with the bot.

import { button, byId, link, make, picture, settle, toast, trying } from "./draw.js";
import { packed } from "./files.js";
import { People } from "./people.js";
import { act, latest, look } from "./side.js";
import { rich } from "./telegram_text.js";
import { withDays } from "./thread.js";
import { shown } from "./times.js";

const list = byId("telegram-messages");
const problem = byId("telegram-problem");
const field = byId("telegram-text");
const GUESTS = "trainerhub-guests";

const guests = new Map(JSON.parse(sessionStorage.getItem(GUESTS) ?? "[]"));
let links = [];
let messages = [];
let blocked = false;
let editing = null;

export const people = new People(byId("telegram-person"), () => {
  stopEditing();
  refresh();
});

const pane = () => `telegram/${people.id}`;
export const shows = (path) => path === pane();

export const refresh = latest(
  () => Promise.all([people.id, look(pane()), look(`${pane()}/messages`)]),
  ([person, chat, said]) => {
    if (person !== people.id) return;
    messages = said;
    settle(list, items());
    showBlocked(chat.blocked);
  },
);

export async function start(state) {
  links = state.links;
  const named = state.people.filter((each) => each.telegram).map((each) => [`${each.telegram}`, each.name]);
  const met = (await look("telegram")).map((each) => [`${each.id}`, each.name]);
  new Map([...named, ...guests, ...met]).forEach((name, id) => people.add(id, name));
  byId("telegram-form").addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  field.addEventListener("keydown", (event) => event.key === "Escape" && stopEditing());
  menu();
}

function menu() {
  byId("telegram-links").append(...links.map(opens));
  document.querySelectorAll("[data-send]").forEach((each) =>
    each.addEventListener("click", () => say(JSON.parse(each.dataset.send))),
  );
  byId("telegram-file").addEventListener("change", (event) => sendFile(event.target));
  byId("edit-last").addEventListener("click", edit);
  byId("block").addEventListener("click", () => block(!blocked));
  byId("unblock").addEventListener("click", () => block(false));
  const dialog = byId("newcomer");
  byId("new-person").addEventListener("click", () => dialog.showModal());
  byId("newcomer-form").addEventListener("submit", () => meet(byId("newcomer-name").value.trim() || "Guest"));
  byId("newcomer-cancel").addEventListener("click", () => dialog.close());
}

function meet(name) {
  const id = `${Math.max(...people.ids) + 1}`;
  guests.set(id, name);
  sessionStorage.setItem(GUESTS, JSON.stringify([...guests]));
  people.add(id, name);
  people.choose(id);
}

/** The chat says a newcomer's name with whatever they send first. */
const say = (what) => trying(problem, async () => {
  const name = guests.get(people.id);
  const said = await act(`${pane()}/messages`, name ? { ...what, name } : what);
  list.scrollTop = list.scrollHeight;
  return said;
});

async function send() {
  const text = field.value.trim();
  if (!text) return;
  field.value = "";
  const sent = await say(editing ? { edit: editing, text } : { text });
  if (!sent) field.value = text;
  else stopEditing();
}

/** A picture goes as a photo, as a phone sends it; any other file as a document. */
async function sendFile(input) {
  const [file] = input.files;
  if (!file) return;
  const kind = ["image/jpeg", "image/png"].includes(file.type) ? "photo" : "document";
  await say({ [kind]: await packed(file) });
  input.value = "";
}

function edit() {
  const last = messages.findLast((each) => each.from === "user" && !each.deleted && !each.file && each.text);
  if (!last) {
    problem.textContent = "You wrote nothing yet that could be edited.";
    return;
  }
  editing = last.message_id;
  field.value = last.text;
  byId("telegram-send").textContent = "Save";
  field.select();
}

function stopEditing() {
  if (editing) field.value = "";
  editing = null;
  byId("telegram-send").textContent = "Send";
}

async function block(wanted) {
  if (!(await say({ blocked: wanted }))) return;
  showBlocked(wanted);
  (wanted ? byId("unblock") : field).focus();
}

function showBlocked(now) {
  blocked = now;
  byId("block").textContent = now ? "Unblock the bot" : "Block the bot";
  byId("telegram-form").hidden = now;
  byId("telegram-blocked").hidden = !now;
}

function items() {
  if (!messages.length) return [{ key: "empty", value: people.id, draw: empty }];
  const item = (message) => ({ key: `${people.id}:${message.message_id}`, value: message, draw: () => drawn(message) });
  return withDays(messages, item);
}

function empty() {
  return make("div", { class: "empty" },
    make("p", {}, "This chat is empty. A trainer’s link opens it with the trainer chosen; Start opens it plainly."),
    ...links.map(opens),
    button("Start", () => say({ start: "" })));
}

const opens = (each) => button(`Open ${each.name}’s link`, () => say({ start: each.payload }));

function drawn(message) {
  if (message.deleted) return make("p", { class: "gone" }, "A message was deleted.");
  const byBot = message.from === "bot";
  const meta = [message.revision > 1 && "edited", shown(message.at, "minute")].filter(Boolean).join(" ");
  const isSticker = message.file?.mime === "image/webp";
  const quoted = messages.find((each) => each.message_id === message.reply_to);
  return make("article", { class: `message ${byBot ? "theirs" : "mine"}` },
    make("div", { class: "bubble" },
      make("span", { class: "hidden" }, byBot ? "TrainerHub: " : "You: "),
      quoted && make("blockquote", {}, quoted.text || "A file"),
      message.file && (message.file.mime === "image/jpeg" ? photo(message) : !isSticker && chip(message.file)),
      isSticker ? make("span", { class: "sticker" }, message.text) : make("span", {}, ...rich(message, (command) => say({ text: command }))),
      make("span", { class: "meta" }, meta)),
    message.buttons.length > 0 && make("div", { class: "keys" }, ...message.buttons.map((row) =>
      make("div", {}, ...row.map((each) => key(message, each))))));
}

const photo = ({ file, text }) => picture(file.url, text ? "Photo" : file.name);

function chip({ name, mime, size, url }) {
  const kind = { jpeg: "Photo", ogg: "Voice message" }[mime.split("/")[1]] ?? "Document";
  return make("a", { class: "chip", href: url, download: name },
    make("b", {}, name), make("span", {}, `${kind}, ${size} bytes · Download`));
}

/** A button of a keyboard. A link to the bot itself opens here, as it would in Telegram. */
function key(message, { label, data, url }) {
  const own = links.find((each) => url && each.url.split("?")[0] === url.split("?")[0]);
  if (own) return button(label, () => say({ start: new URL(url).searchParams.get("start") ?? "" }));
  if (url) return link(label, url);
  return button(label, () => press(data ? { message_id: message.message_id, data } : { label }));
}

async function press(what) {
  const pressed = await trying(problem, () => act(`${pane()}/presses`, what));
  if (!pressed || !what.data) return;
  const { answered } = pressed;
  if (!answered) problem.textContent = "The bot did not answer this press.";
  else if (answered.text && answered.alert) alertWith(answered.text);
  else if (answered.text) toast(answered.text);
}

function alertWith(text) {
  byId("alert-text").textContent = text;
  byId("alert").showModal();
}
