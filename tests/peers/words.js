// The page's own texts, by the page's own mechanism, for the pages beside it: `words/` by way of Fluent, with what start.js spares itself.
const language = document.documentElement.lang;
const bundle = new Fluent.FluentBundle(language, { useIsolating: false });

const isPlain = (number) => Number.isSafeInteger(number) && 0 <= number;
class Count extends Fluent.FluentNumber {
  toString(scope) {
    return isPlain(this.value) ? String(this.value).replace(/\B(?=(\d{3})+$)/g, ",") : super.toString(scope);
  }
}
bundle._intls.set(Intl.PluralRules, { "{}": { select: (number) => (number === 1 ? "one" : "other") } });

export async function learn(part) {
  const address = document.head.querySelector(`meta[name="words/${language}/${part}"]`).content;
  bundle.addResource(new Fluent.FluentResource(await (await fetch(address)).text()));
}

export function say(id, values = {}) {
  const pattern = bundle.getMessage(id)?.value;
  if (!pattern) return "";
  const named = {};
  for (const [name, value] of Object.entries(values)) named[name] = typeof value === "number" ? new Count(value) : value;
  return bundle.formatPattern(pattern, named);
}

const STATUSES = ["open", "in_progress", "blocked", "done", "not_applicable", "waived"];
export const status = (key) => say(`status-${key.replaceAll("_", "-")}`);
export const sentence = (words) => words.charAt(0).toUpperCase() + words.slice(1);
export const statuses = () => [["for-me", say("board-mine")], ["left", say("checklist-left")], ["due", say("checklist-due-soon")], ...STATUSES.map((key) => [key, sentence(status(key))])];

const DAY = 86_400_000;
const today = () => {
  const now = new Date();
  return Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
};
export const daysTo = (day) => Math.round((Date.parse(day) - today()) / DAY);

export function distance(day) {
  const days = daysTo(day);
  if (days === 0) return say("today");
  if (days === 1) return say("tomorrow");
  if (days === -1) return say("yesterday");
  return say(days < 0 ? "time-ago" : "time-ahead", { unit: "day", count: Math.abs(days) });
}

export function initials(name) {
  const words = name.split(/\s+/).filter(Boolean);
  return (words.length < 2 ? [words[0]] : [words[0], words.at(-1)]).map((word) => [...(word ?? "")][0] ?? "").join("").toUpperCase();
}

const BYTES = new TextEncoder();
export const hue = (name) => BYTES.encode(name).reduce((sum, byte) => (Math.imul(sum, 31) + byte) >>> 0, 0) % 6;

// The gate in a few words.
export function summary({ reasons, notices }) {
  const counts = { reasons: reasons.length, notices: notices.length };
  if (counts.reasons === 0) return counts.notices === 0 ? say("gate-nothing-against") : say("gate-only-notices", counts);
  return counts.notices === 0 ? say("reasons", { count: counts.reasons }) : say("gate-reasons-and-notices", counts);
}

// One reason of the gate, as a sentence.
export function reason({ type, title, status: key, role, have, count }) {
  if (type === "item_open") return say("reason-item-open", { title, status: status(key) });
  if (type === "too_few") return say("reason-too-few-signed", { have, count, role: say(`role-${role.replaceAll("_", "-")}`) });
  return say("reason-nobody-signed", { role: say(`role-${role.replaceAll("_", "-")}`) });
}

export const GLYPHS = {
  brand: "M8 1.5v4M8 10.5v4M1.5 8h13M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6z",
  check: "M3 8.5l3.2 3.2L13 4.8",
  comment: "M2.5 3h11v8H7.6l-3 2.6V11H2.5z",
  cross: "M4 4l8 8M12 4l-8 8",
  fold: "M4 6.2l4 4 4-4",
  link: "M6.6 9.4a2.8 2.8 0 0 0 4 0l2.2-2.2a2.8 2.8 0 0 0-4-4l-.8.8M9.4 6.6a2.8 2.8 0 0 0-4 0L3.2 8.8a2.8 2.8 0 0 0 4 4l.8-.8",
};
