// Elements: made from values, kept while nothing about them changes. Content is always text, never markup.

export const byId = (id) => document.getElementById(id);

/** An element with attributes, `on…` listeners and children; null, undefined and false are left out. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value != null && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child != null && child !== false));
  return element;
}

/** A button that cannot be pressed twice at once. It keeps the focus meanwhile, as a disabled one would not. */
export function button(label, press, attributes = {}) {
  const pressed = async (event) => {
    const element = event.currentTarget;
    if (element.ariaBusy === "true") return;
    element.ariaBusy = "true";
    await press(event);
    element.ariaBusy = "false";
  };
  return make("button", { type: "button", ...attributes, onclick: pressed }, label);
}

/** A link that leaves the page, or plain words where the address is no web address. */
export function link(label, url, attributes = {}) {
  if (!/^https?:\/\//.test(url)) return make("span", attributes, label);
  return make("a", { ...attributes, href: url, target: "_blank", rel: "noreferrer" }, label);
}

/** A picture, which its log follows to the end once it is known how tall it is. */
export function picture(src, alt) {
  const follow = ({ target }) => {
    const log = target.closest("[role=log]");
    const below = log ? log.scrollHeight - log.scrollTop - log.clientHeight : Infinity;
    if (below < target.offsetHeight + 120) log.scrollTop = log.scrollHeight;
  };
  return make("img", { class: "picture", src, alt, onload: follow });
}

/** Brings a panel's logs to their ends, which nothing could keep in sight while the panel was hidden. */
export function showNewest(panel) {
  const logs = panel.matches("[role=log]") ? [panel] : panel.querySelectorAll("[role=log]");
  logs.forEach((log) => (log.scrollTop = log.scrollHeight));
}

const marks = new WeakMap();

/**
 * Brings a list to `items`, `{key, value, draw}` in order. Only what has another value is drawn anew: drafts
 * stay, and a screen reader reads what is new. The end stays in sight unless the reader scrolled away from it.
 */
export function settle(list, items) {
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  const focused = list.contains(document.activeElement) ? document.activeElement.closest("[data-key]") : null;
  const before = new Map([...list.children].map((element) => [element.dataset.key, element]));
  const after = items.map((item) => kept(before.get(item.key), item));
  const staying = new Set(after);
  for (const element of before.values()) if (!staying.has(element)) element.remove();
  after.forEach((element, at) => {
    if (list.children[at] !== element) list.insertBefore(element, list.children[at] ?? null);
  });
  if (atEnd) list.scrollTop = list.scrollHeight;
  if (focused && !focused.isConnected) refocus(list, focused.dataset.key);
}

function kept(element, { key, value, draw }) {
  const mark = JSON.stringify(value);
  if (element && marks.get(element) === mark) return element;
  const drawn = draw();
  drawn.dataset.key = key;
  marks.set(drawn, mark);
  return drawn;
}

/** To the redrawn message and not to a button in it: a second Enter must not press what came in its place. */
function refocus(list, key) {
  const element = list.querySelector(`:scope > [data-key="${CSS.escape(key)}"]`) ?? list;
  if (element !== list) element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

/** Runs an act; what goes wrong with it is a line of the pane. Resolves to undefined then. */
export async function trying(line, doing) {
  line.textContent = "";
  try {
    return await doing();
  } catch (problem) {
    line.textContent = problem.message;
  }
}

let hiding;

/** The short answer to a press, gone by itself. */
export function toast(text) {
  const box = byId("toast");
  box.textContent = text;
  box.classList.add("shown");
  clearTimeout(hiding);
  hiding = setTimeout(() => box.classList.remove("shown"), 5000);
}
