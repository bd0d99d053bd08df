// What the pages beside Holdpoint's share: the same server, asked in the same way, and what is judged of a launch. No drawing.
import { daysTo } from "./words.js";

export const id = location.pathname.split("/").pop();

export const link = (item) => `/launches/${id}/items/${item}`;

// * Returns what a page shows of the launch and of who reads it.
export async function load() {
  const [session, view] = await Promise.all(["/api/session", `/api/launches/${id}`].map(async (path) => (await fetch(path)).json()));
  const { launch } = view;
  const { template, details, members } = launch;
  const rules = launch.ownPolicy.value ?? template.policy;
  const sections = template.sections.map(({ id, title, summary = "", items }) => ({ id, title, summary, rows: items.map((item) => row(launch, item)) }));
  return {
    me: session.me,
    seq: launch.seq,
    name: details.name.value,
    target: details.target.value,
    ticket: details.ticket.value,
    template: `${template.title} ${launch.templateRef.version}`,
    members: Object.entries(members).map(([id, { name, role }]) => ({ id, name, role })),
    required: rules.required.length === 0 ? [{ role: "release_manager", count: 1 }] : rules.required,
    signed: launch.approvals.length,
    sections,
    present: [],
    link: "connecting",
    waiting: 0,
  };
}

function row(launch, item) {
  const { status, owner, due, evidence = [], comments = [] } = launch.items[item.id];
  const name = owner.value && launch.members[owner.value]?.name;
  return { item, status: status.value, owner: owner.value ?? null, name: name ?? null, due: due.value ?? null, evidence: evidence.length, comments: comments.length, pending: false, refused: null };
}

// Hears what happens to the launch: `heard.event(event, seq)`, `heard.presence(people)`, `heard.link(state)`.
export function follow(seq, heard) {
  const stream = new EventSource(`/api/launches/${id}/live?after=${seq}`);
  stream.addEventListener("open", () => heard.link("open"));
  stream.addEventListener("error", () => heard.link("lost"));
  stream.addEventListener("event", ({ data }) => {
    const { event, seq } = JSON.parse(data);
    heard.event(event, seq);
  });
  stream.addEventListener("presence", ({ data }) => heard.presence(JSON.parse(data).present ?? []));
  return () => stream.close();
}

// What an event changes of a row.
export function changed(row, event, members) {
  switch (event.type) {
    case "status_set":
      return { ...row, status: event.status, pending: false };
    case "owner_set":
      return { ...row, owner: event.owner, name: members.find(({ id }) => id === event.owner)?.name ?? null };
    case "due_set":
      return { ...row, due: event.due };
    case "evidence_added":
      return { ...row, evidence: row.evidence + 1 };
    case "commented":
      return { ...row, comments: row.comments + 1 };
    default:
      return row;
  }
}

// * Returns why it was not granted; nothing, where it was.
export async function submit(seq, item, status) {
  const headers = { "content-type": "application/json", "x-holdpoint": "1", "idempotency-key": crypto.randomUUID() };
  const body = JSON.stringify({ basedOn: seq, command: { type: "set_status", item, status } });
  const answer = await fetch(`/api/launches/${id}/commands`, { method: "POST", headers, body });
  return answer.ok ? null : (await answer.json()).detail;
}

export const isSettled = (status) => status === "done" || status === "not_applicable" || status === "waived";

export const progress = (rows) => ({ settled: rows.filter((row) => isSettled(row.status)).length, total: rows.length });

// The gate: what stands against the launch, and what is only good to know, in the order of the checklist. Of the rules those that a checklist
// without checks and waivers can meet.
export function weigh({ sections, required, signed }) {
  const open = sections.flatMap(({ rows }) => rows.filter((row) => !isSettled(row.status)));
  const of = (level) => open.filter(({ item }) => item.level === level).map(({ item, status }) => ({ type: "item_open", item: item.id, title: item.title, status }));
  const reasons = of("must");
  for (const { role, count } of required) {
    if (signed < count) reasons.push(signed === 0 && count === 1 ? { type: "nobody", role } : { type: "too_few", role, have: signed, count });
  }
  return { reasons, notices: of("should") };
}

export const reasonLink = (reason) => (reason.item ? link(reason.item) : `/launches/${id}/sign-off`);

export const NO_FILTER = { text: "", status: "", owner: "" };
export const isEmpty = ({ text, status, owner }) => text === "" && status === "" && owner === "";

// Whether a row is shown.
export function matches(section, row, { text, status, owner }, me) {
  if (status === "left" && isSettled(row.status)) return false;
  if (status === "for-me" && (isSettled(row.status) || row.owner !== me)) return false;
  if (status === "due" && (isSettled(row.status) || row.due === null || daysTo(row.due) > 7)) return false;
  if (!["", "left", "for-me", "due"].includes(status) && row.status !== status) return false;
  if (owner !== "" && row.owner !== (owner === "me" ? me : owner === "nobody" ? null : owner)) return false;
  if (text === "") return true;
  const { title, id, guidance = "" } = row.item;
  const all = `${section.title} ${title} ${id} ${guidance}`.toLowerCase();
  return text.toLowerCase().split(/\s+/).every((word) => all.includes(word));
}

// The filter is in the address, so that it can be sent to somebody.
export function keepFilter(filter) {
  const asked = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ""));
  history.replaceState(null, "", asked.size === 0 ? location.pathname : `${location.pathname}?${asked}`);
}
