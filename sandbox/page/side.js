// The person side of the sandbox over HTTP, and its live feed.

/** What `/sandbox/<path>` shows now; rejects with a sentence. */
export const look = (path) => ask(path);

/** Acts as a person. Resolves to the sandbox's answer; rejects with its sentence. */
export async function act(path, body) {
  const headers = { "content-type": "application/json" };
  const said = await ask(path, { method: "POST", headers, body: JSON.stringify(body) });
  if (said.error) throw new Error(said.error);
  return said;
}

async function ask(path, options) {
  let answer;
  try {
    answer = await fetch(`/sandbox/${path}`, options);
  } catch {
    throw new Error("The sandbox does not answer. Is it still running?");
  }
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(said.error ?? `The sandbox answered ${answer.status}.`);
  return said;
}

/**
 * Calls `changed(path)` for each pane that shows something else now, `everything()` after a gap in the feed,
 * and `lost()` when a gap begins. EventSource tries again by itself.
 */
export function follow({ changed, everything, lost }) {
  const source = new EventSource("/sandbox/live");
  source.onmessage = (event) => new Set(JSON.parse(event.data).panes).forEach(changed);
  source.onopen = everything;
  source.onerror = lost;
  addEventListener("pagehide", () => source.close());
}

/** A function that reads and draws, one reading at a time; what is asked for meanwhile is read once more. */
export function latest(read, draw) {
  let reading = false;
  let again = false;
  return async () => {
    again = true;
    if (reading) return;
    reading = true;
    try {
      while (again) {
        again = false;
        const view = await read();
        if (!again) draw(view);
      }
    } finally {
      reading = false;
    }
  };
}
