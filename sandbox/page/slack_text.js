// Slack's mrkdwn: bold, italic, struck, code, links and mentions, and its three escapes.

import { link, make } from "./draw.js";

const MARKS = /(?<![\w*])\*([^*\n]+)\*(?!\w)|(?<!\w)_([^_\n]+)_(?!\w)|(?<!\w)~([^~\n]+)~(?!\w)|`([^`\n]+)`|<([^<>]+)>/g;
const TAGS = ["b", "i", "s", "code"];

const plain = (words) => words.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

/** A text object as elements and plain text. */
export function said({ type, text }) {
  return type === "mrkdwn" ? mrkdwn(text) : [text];
}

export function mrkdwn(text) {
  const parts = [];
  let at = 0;
  for (const match of text.matchAll(MARKS)) {
    parts.push(plain(text.slice(at, match.index)));
    const which = match.slice(1, 5).findIndex((words) => words !== undefined);
    parts.push(which < 0 ? pointed(match[5]) : make(TAGS[which], {}, plain(match[which + 1])));
    at = match.index + match[0].length;
  }
  return [...parts, plain(text.slice(at))];
}

/** What stands in angle brackets: a link with its words, or a mention. */
function pointed(inner) {
  const [target, words] = inner.split("|").map(plain);
  if (/^[@#!]/.test(target)) return make("b", {}, words ?? target);
  return link(words ?? target, target);
}
