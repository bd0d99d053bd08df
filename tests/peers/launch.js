// What the pages beside Holdpoint's share: the same server, asked in the same way, and what is judged of a launch. No drawing.
const id = location.pathname.split("/").pop();

export const link = (item) => `/launches/${id}/items/${item}`;

export async function load() {
  const { launch } = await (await fetch(`/api/launches/${id}`)).json();
  const sections = launch.template.sections.map(({ id, title, items }) => ({
    id,
    title,
    rows: items.map((item) => ({ item, status: launch.items[item.id].status.value, pending: false })),
  }));
  return { name: launch.details.name.value, seq: launch.seq, sections };
}

// Hears what happens to the launch: `heard(item, status, seq)`.
export function follow(seq, heard) {
  const stream = new EventSource(`/api/launches/${id}/live?after=${seq}`);
  stream.addEventListener("event", ({ data }) => {
    const { event, seq } = JSON.parse(data);
    if (event.type === "status_set") heard(event.item, event.status, seq);
  });
  return () => stream.close();
}

export async function submit(seq, item, status) {
  const headers = { "content-type": "application/json", "x-holdpoint": "1", "idempotency-key": crypto.randomUUID() };
  const body = JSON.stringify({ basedOn: seq, command: { type: "set_status", item, status } });
  const answer = await fetch(`/api/launches/${id}/commands`, { method: "POST", headers, body });
  return answer.ok;
}

export const isSettled = (status) => status === "done" || status === "not_applicable" || status === "waived";

export const WORDS = { open: "Open", in_progress: "In progress", blocked: "Blocked", done: "Done", not_applicable: "Not applicable", waived: "Waived" };

// Whether a row is shown: all words in it, and left to do if that is asked for.
export function matches(section, row, { text, left }) {
  if (left && isSettled(row.status)) return false;
  if (text === "") return true;
  const { title, id, guidance = "" } = row.item;
  const all = `${section.title} ${title} ${id} ${guidance}`.toLowerCase();
  return text.toLowerCase().split(/\s+/).every((word) => all.includes(word));
}
