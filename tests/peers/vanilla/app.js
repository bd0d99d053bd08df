// The checklist in plain JavaScript: rows are cloned from a template once, a change writes what it changes, one listener hears all ticks.
import { WORDS, follow, isSettled, link, load, matches, submit } from "../launch.js";

const make = (name, className, more = {}) => Object.assign(document.createElement(name), { className }, more);

function progress(label) {
  const element = make("span", "progress");
  const bar = element.appendChild(make("progress", "progress__bar"));
  bar.setAttribute("aria-label", label);
  const words = element.appendChild(make("span", "progress__words"));
  const show = (settled, total) => {
    bar.max = total;
    bar.value = settled;
    words.textContent = `${settled} of ${total}`;
  };
  return { element, show };
}

const pattern = (() => {
  const row = make("li", "row");
  row.dataset.chosen = "false";
  row.append(make("label", "tick"), make("div", "row__body"), make("div", "row__end"));
  row.children[0].append(make("input", "tick__box", { type: "checkbox" }));
  row.children[1].append(make("a", "row__title"), make("span", "row__meta"));
  row.children[2].append(make("span", "tag"));
  return row;
})();

function draw(row) {
  const element = pattern.cloneNode(true);
  const [box, title] = [element.firstChild.firstChild, element.children[1].firstChild];
  element.dataset.item = row.item.id;
  box.setAttribute("aria-label", `Done: ${row.item.title}`);
  title.href = link(row.item.id);
  title.textContent = row.item.title;
  if (row.item.level === "should") title.nextSibling.append(make("span", "", { textContent: "Should" }));
  row.element = element;
  write(row);
  return element;
}

function write(row) {
  const { element, status } = row;
  element.dataset.status = status;
  element.dataset.pending = row.pending;
  element.firstChild.firstChild.checked = status === "done";
  const tag = element.lastChild.firstChild;
  tag.dataset.status = status;
  tag.textContent = WORDS[status];
}

function draw_section(section) {
  const element = make("section", "part");
  const head = element.appendChild(make("div", "part__head"));
  const fold = head.appendChild(make("h2", "part__title")).appendChild(make("button", "part__fold", { type: "button", textContent: section.title }));
  section.progress = progress(`Settled items of ${section.title}`);
  head.append(section.progress.element);
  const list = element.appendChild(make("ul", "part__rows"));
  list.append(...section.rows.map(draw));
  fold.ariaExpanded = "true";
  fold.addEventListener("click", () => {
    list.hidden = !list.hidden;
    fold.ariaExpanded = String(!list.hidden);
  });
  section.element = element;
  return element;
}

const launch = await load();
const rows = new Map(launch.sections.flatMap((section) => section.rows.map((row) => [row.item.id, Object.assign(row, { section })])));
const [frame, gate, list] = [make("div", "frame"), make("section", "gate"), make("div", "list")];
const [verdict, why, whole] = [make("span", "gate-tag"), make("span", ""), progress("Settled items of the whole launch")];
gate.append(verdict, why, whole.element);

function count(section) {
  section.settled = section.rows.filter((row) => isSettled(row.status)).length;
  section.against = section.rows.filter((row) => row.item.level === "must" && !isSettled(row.status)).length;
  section.progress.show(section.settled, section.rows.length);
}

function sum() {
  const of = (name) => launch.sections.reduce((sum, section) => sum + section[name], 0);
  const against = of("against");
  verdict.dataset.gate = against === 0 ? "go" : "no_go";
  verdict.textContent = against === 0 ? "Go" : "No go";
  why.textContent = `${against} reasons`;
  whole.show(of("settled"), rows.size);
}

function change(id, status, pending) {
  const row = rows.get(id);
  if (!row) return;
  Object.assign(row, { status, pending });
  write(row);
  count(row.section);
  sum();
}

list.addEventListener("change", ({ target }) => {
  const id = target.closest("[data-item]")?.dataset.item;
  if (!id) return;
  const before = rows.get(id).status;
  const status = before === "done" ? "open" : "done";
  change(id, status, true);
  submit(launch.seq, id, status).then((granted) => granted || change(id, before, false));
});

const filters = make("form", "filters");
const [text, left] = [make("input", "field__input", { type: "search" }), make("input", "", { type: "checkbox" })];
text.dataset.filter = "text";
text.ariaLabel = "Find items by words";
filters.append(text, make("label", ""));
filters.lastChild.append(left, "Left to do");
filters.addEventListener("input", () => {
  const filter = { text: text.value, left: left.checked };
  for (const section of launch.sections) {
    let some = false;
    for (const row of section.rows) {
      const shown = matches(section, row, filter);
      some ||= shown;
      if (row.element.hidden === shown) row.element.hidden = !shown;
    }
    section.element.hidden = !some;
  }
});

list.append(filters, ...launch.sections.map(draw_section));
launch.sections.forEach(count);
sum();
const panes = make("div", "panes");
panes.append(list);
frame.append(make("p", "frame__name", { textContent: launch.name }), gate, panes);
const main = make("main", "main");
main.append(frame);
document.getElementById("root").append(main);
follow(launch.seq, (item, status, seq) => {
  launch.seq = seq;
  change(item, status, false);
});
