// A desk with Slack: one member's messages with the app, Home, and the modal that is open.

import { button, byId, link, make, settle, trying } from "./draw.js";
import { People } from "./people.js";
import { act, latest, look } from "./side.js";
import { drawnBlocks } from "./slack_blocks.js";
import * as modal from "./slack_modal.js";
import { tabs } from "./tabs.js";
import { shown } from "./times.js";

const list = byId("slack-messages");
const home = byId("slack-home");
const problem = byId("slack-problem");

let names = {};
let choose;

export const people = new People(byId("slack-person"), () => {
  if (!home.classList.contains("away")) openHome();
  refresh();
});

const pane = () => `slack/${people.id}`;
export const shows = (path) => path === pane();

export const refresh = latest(
  async () => ({ person: people.id, view: await look(pane()) }),
  ({ person, view }) => {
    if (person !== people.id) return;
    settle(list, items(view));
    settle(home, [{ key: `home:${person}`, value: view.home, draw: () => drawnHome(view.home) }]);
    modal.show(view.modal);
  },
);

export function start(state) {
  const members = state.people.filter((each) => each.slack);
  names = Object.fromEntries(members.map((each) => [each.slack, each.name]));
  members.forEach((each) => people.add(each.slack, `${each.name} (${each.role})`));
  choose = tabs(byId("slack-views"), (name) => name === "slack-home" && openHome());
  byId("slack-form").addEventListener("submit", (event) => {
    event.preventDefault();
    send(byId("slack-text"));
  });
  modal.start({
    press: (element) => press(element),
    close: () => act(`${pane()}/closes`, {}),
    submit: async (values) => (await act(`${pane()}/submissions`, { values })).errors,
  });
}

const openHome = () => trying(problem, () => act(`${pane()}/home`, {}));

/** Words go to the app as a message; what begins with a slash is a command. */
async function send(field, thread) {
  const text = field.value.trim();
  if (!text) return;
  field.value = "";
  if (!thread) choose("slack-messages");
  const [command, ...rest] = text.split(" ");
  const isCommand = !thread && command.startsWith("/");
  const [path, body] = isCommand
    ? ["commands", { command, text: rest.join(" ") }]
    : ["messages", thread ? { text, thread_ts: thread } : { text }];
  const sent = await trying(problem, () => act(`${pane()}/${path}`, body));
  if (!sent) field.value = text;
  list.scrollTop = list.scrollHeight;
}

const press = (element, ts) =>
  trying(problem, () => act(`${pane()}/presses`, { label: element.text.text, action_id: element.action_id, ts }));

/** Messages with the replies to each below it; what only this person sees stands among them by its time. */
function items(view) {
  const whispered = view.ephemeral.map((each) => ({ ...each, kind: "private" }));
  const all = [...view.messages, ...whispered].sort((one, other) => (one.ts < other.ts ? -1 : 1));
  if (!all.length) return [{ key: "empty", value: pane(), draw: empty }];
  const parents = all.filter((each) => !each.thread_ts || each.thread_ts === each.ts);
  return parents.flatMap((parent) => {
    const replies = all.filter((each) => each.thread_ts === parent.ts && each !== parent);
    return parent.kind ? [item(parent)] : [
      item(parent),
      ...replies.map((each) => item({ kind: "reply", ...each })),
      { key: `${people.id}:to:${parent.ts}`, value: null, draw: () => answer(parent, replies.length > 0) },
    ];
  });
}

function item(message) {
  return { key: `${people.id}:${message.ts}`, value: message, draw: () => drawn(message) };
}

function empty() {
  return make("div", { class: "empty" }, make("p", {}, "No messages yet. Requests come here by themselves."),
    button("Send /hub help", () => trying(problem, () => act(`${pane()}/commands`, { command: "/hub", text: "help" }))));
}

function drawnHome(blocks) {
  if (!blocks.length) return make("p", { class: "empty" }, "The app has not drawn Home yet.");
  return make("div", { class: "home" }, ...drawnBlocks(blocks, (element) => press(element)));
}

function drawn(message) {
  const { kind = "" } = message;
  const who = message.from === "bot" ? "TrainerHub" : names[message.from] ?? message.from;
  const notes = [`${shown(message.at, "day")}, ${shown(message.at, "minute")}`, message.edited && "edited",
    kind === "private" && "only visible to you"];
  const body = message.blocks?.length
    ? drawnBlocks(message.blocks, (element) => press(element, message.ts))
    : [make("p", { class: "block" }, message.text)];
  return make("article", { class: `message ${kind}` },
    make("span", { class: `face ${message.from === "bot" ? "bot" : ""}`, "aria-hidden": "true" }, who[0]),
    make("div", { class: "said" },
      make("p", { class: "byline" }, make("b", {}, who), make("span", { class: "meta" }, notes.filter(Boolean).join(" · "))),
      ...body,
      ...(message.files ?? []).map((file) => link(file.name, new URL(file.url, location.href).href, { class: "chip" }))));
}

/** The reply field of a thread, drawn once: what is typed in it outlives the replies that come meanwhile. */
function answer(parent, open) {
  const field = make("input", { "aria-label": "Reply in this thread", placeholder: "Reply in this thread…", autocomplete: "off" });
  const submit = (event) => {
    event.preventDefault();
    send(field, parent.ts);
  };
  const unfold = (event) => {
    event.preventDefault();
    thread.open = !thread.open;
    if (thread.open) field.focus();
  };
  const thread = make("details", { class: "thread", open },
    make("summary", { class: "word", onclick: unfold }, "Reply in thread"),
    make("form", { onsubmit: submit }, field, make("button", { type: "submit" }, "Reply")));
  return thread;
}
