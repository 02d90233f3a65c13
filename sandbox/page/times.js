// Times as people read them. The studio's zone is the page's, wherever the browser is.

const ZONE = "Europe/London";

const formats = {
  full: { weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit",
          second: "2-digit", timeZoneName: "short" },
  day: { weekday: "short", day: "numeric", month: "short", year: "numeric" },
  minute: { hour: "2-digit", minute: "2-digit" },
};

/** `full`, `day` or `minute` of an instant. */
export function shown(instant, format) {
  return new Intl.DateTimeFormat("en-GB", { ...formats[format], timeZone: ZONE }).format(new Date(instant));
}

/** Wall time as a datetime-local field holds it: 2030-11-25T09:00. */
export function wallOf(instant) {
  const parts = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "short", timeZone: ZONE });
  return parts.format(new Date(instant)).replace(" ", "T");
}

/** The instant of a wall time; of the hour that a change of clocks leaves out, one beside it. */
export function instantOf(wall) {
  const asUtc = Date.parse(`${wall}Z`);
  const offset = (at) => Date.parse(`${wallOf(at)}Z`) - Math.floor(at / 60000) * 60000;
  return new Date(asUtc - offset(asUtc - offset(asUtc)));
}
