// The person side of the sandbox, and its live feed.

export async function look(path) {
  const answer = await fetch(`/sandbox/${path}`);
  return answer.json();
}

/** Acts as a person. Resolves to what the sandbox answers; rejects with its sentence. */
export async function act(path, body) {
  const answer = await fetch(`/sandbox/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.error ?? `The sandbox answered ${answer.status}.`);
  return said;
}

/** Calls `changed(pane)` for each pane that shows something else now, and for all of them after a gap. */
export function follow(changed) {
  const source = new EventSource("/sandbox/live");
  source.onmessage = (event) => new Set(JSON.parse(event.data).panes).forEach(changed);
  source.onopen = () => changed("everything");
  addEventListener("pagehide", () => source.close());
}

/** An element with attributes and children; text is always text, never markup. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child != null));
  return element;
}

export const byId = (id) => document.getElementById(id);

/** Draws anew and keeps the newest in sight, unless the person scrolled away from it; focus stays. */
export function redraw(list, elements) {
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  const focused = document.activeElement?.dataset?.key;
  list.replaceChildren(...elements);
  if (atEnd) list.scrollTop = list.scrollHeight;
  if (focused) list.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}

/** Runs an act and shows what went wrong with it in the pane's line. */
export async function trying(line, doing) {
  line.textContent = "";
  try {
    return await doing();
  } catch (problem) {
    line.textContent = problem.message;
  }
}
