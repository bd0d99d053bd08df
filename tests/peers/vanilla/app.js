// The launch page in plain JavaScript: rows are cloned from a template once, a change writes what it changes, one listener hears all ticks.
import { NO_FILTER, changed, follow, id, isEmpty, isSettled, keepFilter, link, load, matches, progress as counted, reasonLink, submit, weigh } from "../launch.js";
import { GLYPHS, daysTo, distance, hue, initials, learn, reason, say, sentence, status as statusWords, statuses, summary } from "../words.js";

function make(name, className, attributes = {}, ...children) {
  const element = document.createElement(name);
  if (className) element.className = className;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

const SVG = "http://www.w3.org/2000/svg";
function icon(glyph) {
  const drawn = document.createElementNS(SVG, "svg");
  for (const [name, value] of [["class", "icon"], ["viewBox", "0 0 16 16"], ["aria-hidden", "true"], ["focusable", "false"]]) drawn.setAttribute(name, value);
  drawn.appendChild(document.createElementNS(SVG, "path")).setAttribute("d", GLYPHS[glyph]);
  return drawn;
}

const hidden = (...words) => make("span", "hidden", {}, ...words);
const person = (name, words = name) => make("span", "person", { "data-hue": hue(name), title: words }, make("span", "", { "aria-hidden": "true" }, initials(name)), hidden(words));

function progress(label) {
  const bar = make("progress", "progress__bar", { "aria-label": label });
  const words = make("span", "progress__words");
  const element = make("span", "progress", {}, bar, words);
  const show = ({ settled, total }) => {
    bar.setAttribute("max", Math.max(total, 1));
    bar.value = settled;
    element.dataset.progress = total === 0 ? 100 : Math.floor((settled * 100) / total);
    element.dataset.complete = 0 < total && settled === total;
    words.textContent = say("progress", { settled, total });
  };
  return { element, show };
}

const [launch] = await Promise.all([load(), learn("first")]);
const rows = new Map(launch.sections.flatMap((section) => section.rows.map((row) => [row.item.id, { row, section }])));
let filter = NO_FILTER;
let undo = null;

const pattern = make("li", "row", { "data-chosen": "false" },
  make("label", "tick", {}, make("input", "tick__box", { type: "checkbox" })),
  make("div", "row__body", {}, make("a", "row__title"), make("span", "row__meta")),
  make("div", "row__end", {}, make("span", "tag")));

function draw({ item }) {
  const element = pattern.cloneNode(true);
  const title = element.children[1].firstChild;
  element.dataset.item = item.id;
  element.firstChild.firstChild.setAttribute("aria-label", say("checklist-tick", { title: item.title }));
  title.href = link(item.id);
  title.textContent = item.title;
  return element;
}

function* meta({ item, status, name, due, evidence, comments }) {
  if (item.level === "should") yield make("span", "", {}, say("checklist-should"));
  if (name) yield person(name);
  if (due) yield make("span", "", { "data-late": daysTo(due) < 0 && !isSettled(status) }, say("checklist-due", { when: distance(due) }));
  if (0 < evidence) yield make("span", "", { title: say("checklist-evidence") }, icon("link"), evidence, hidden(" ", say("checklist-pieces", { count: evidence })));
  if (0 < comments) yield make("span", "", { title: say("checklist-comments") }, icon("comment"), comments, hidden(" ", say("checklist-comments-counted", { count: comments })));
}

// Writes what a row shows into its element, where it differs from what was written last.
function write(known, before) {
  const { row, element } = known;
  const [box, body, end] = [element.firstChild.firstChild, element.children[1], element.children[2]];
  if (row.status !== before?.status) {
    element.dataset.status = row.status;
    box.checked = row.status === "done";
    box.indeterminate = row.status === "not_applicable" || row.status === "waived";
    end.lastChild.dataset.status = row.status;
    end.lastChild.textContent = sentence(statusWords(row.status));
  }
  if (row.pending !== before?.pending) {
    element.dataset.pending = row.pending;
    end.querySelector(".row__pending")?.remove();
    if (row.pending) end.lastChild.before(make("span", "row__pending", { "data-testid": "pending" }, say("checklist-sending")));
  }
  if (!before || ["name", "due", "evidence", "comments"].some((name) => row[name] !== before[name])) body.children[1].replaceChildren(...meta(row));
  if (row.refused !== before?.refused) {
    element.dataset.refused = row.refused !== null;
    body.querySelector(".row__fault")?.remove();
    if (row.refused) {
      const dismiss = make("button", "button button--quiet", { type: "button" }, say("dismiss"));
      dismiss.addEventListener("click", () => change(row.item.id, { refused: null }));
      body.append(make("p", "row__fault", { "data-testid": "refused" }, icon("cross"), say("not-saved", { why: row.refused }), dismiss));
    }
  }
}

function drawSection(section) {
  const heading = `section-${section.id}`;
  const fold = make("button", "part__fold", { type: "button", "aria-expanded": "true", "aria-controls": `${heading}-items` }, icon("fold"), section.title);
  section.progress = progress(say("checklist-progress", { section: section.title }));
  const list = make("ul", "part__rows", { id: `${heading}-items` });
  for (const row of section.rows) {
    const known = rows.get(row.item.id);
    known.element = draw(row);
    write(known);
    list.append(known.element);
  }
  const title = make("h2", "part__title", { id: heading }, fold);
  const about = section.summary === "" ? [] : [make("p", "part__about", {}, section.summary)];
  const element = make("section", "part", { "aria-labelledby": heading, "data-section": section.id }, make("div", "part__head", {}, title, section.progress.element), ...about, list);
  fold.addEventListener("click", () => {
    const folded = element.dataset.folded === undefined;
    if (folded) element.dataset.folded = "true";
    else delete element.dataset.folded;
    fold.ariaExpanded = String(!folded);
  });
  section.element = element;
  return element;
}

// The gate, and how far the launch is.
const [tag, reasons, first, whole] = [make("strong", "gate-tag"), make("summary", ""), make("span", "gate__first"), progress(say("gate-progress"))];
const told = make("div", "gate__list");
const why = make("details", "gate__why", {}, reasons, told);
const gate = make("section", "gate", { "aria-label": say("gate"), "data-testid": "gate" }, tag, why, first, whole.element);
const tell = (one) => make("a", "", { href: reasonLink(one) }, reason(one));
const listed = (all) => make("ul", "", {}, ...all.map((one) => make("li", "", {}, tell(one))));
why.addEventListener("toggle", () => {
  const { reasons, notices } = weigh(launch);
  told.replaceChildren(...(why.open ? [listed(reasons), listed(notices)] : []));
});

function sum(section) {
  section?.progress.show(counted(section.rows));
  const weighed = weigh(launch);
  const go = weighed.reasons.length === 0;
  tag.dataset.gate = go ? "go" : "no_go";
  tag.replaceChildren(icon(go ? "check" : "cross"), say(go ? "gate-go" : "gate-no-go"));
  reasons.textContent = summary(weighed);
  first.replaceChildren(...(go ? [] : [tell(weighed.reasons[0])]));
  whole.show(counted(launch.sections.flatMap(({ rows }) => rows)));
}

function put(known, row) {
  const before = known.row;
  known.row = row;
  known.section.rows[known.section.rows.indexOf(before)] = row;
  write(known, before);
  if (before.status !== row.status) sum(known.section);
}

function change(item, what) {
  const known = rows.get(item);
  if (known) put(known, { ...known.row, ...what });
}

// The header.
const state = document.createTextNode("");
const live = make("span", "live", {}, make("span", "live__dot", { "aria-hidden": "true" }), hidden(say("live-label"), " "), state);
function connection() {
  const now = launch.link === "lost" ? "offline" : launch.link === "open" && launch.waiting === 0 ? "online" : "syncing";
  live.dataset.live = now;
  live.dataset.waiting = launch.waiting;
  state.data = say(`live-${now}`);
}
const { me } = launch;
const nav = [["/", "nav-launches"], ["/templates", "nav-checklists"], ["/waivers", "nav-waivers"], ["/people", "nav-people"]];
const header = make("header", "top", {},
  make("a", "top__brand", { href: "/" }, icon("brand"), "Holdpoint"),
  make("nav", "top__nav", { "aria-label": say("nav-main") }, ...nav.map(([href, words]) => make("a", "", { href }, say(words)))),
  make("span", "top__space"), live,
  make("a", "top__me", { "data-testid": "signed-in", href: "/account", title: say("nav-account") }, person(me.name), make("span", "top__name", {}, me.name)),
  make("button", "button button--quiet", { type: "button", "data-testid": "sign-out" }, say("sign-out")));

// What is around all pages of the launch.
const here = make("div", "frame__present", { "data-testid": "presence" });
function presence() {
  const others = launch.present.filter((person) => person.id !== me.id);
  const company = launch.present.length === 0 ? [] : [make("span", "aside", {}, say(others.length === 0 ? "frame-alone" : "frame-also-here"))];
  here.replaceChildren(...company, ...others.map(({ name }) => person(name)));
  for (const mark of list.querySelectorAll(".row__here")) mark.remove();
  for (const { name, items } of others) {
    for (const item of items) rows.get(item)?.element.lastChild.prepend(make("span", "row__here", { "data-testid": "at-item" }, person(name, say("checklist-at-item", { name }))));
  }
}
const about = [id, launch.template, ...(launch.target ? [say("target", { day: distance(launch.target) })] : []), ...(launch.ticket ? [launch.ticket] : [])];
const head = make("div", "frame__head", {},
  make("p", "frame__name", {}, make("a", "", { href: `/launches/${id}` }, launch.name)),
  make("p", "frame__meta", {}, ...about.map((words) => make("span", "", {}, words))), here);
const TABS = [["", "checklist"], ["/preflight", "preflight-title"], ["/watch", "watch-title"], ["/rollback", "runbooks"], ["/sign-off", "sign-off"], ["/details", "details-heading"]];
const tabs = make("nav", "tabs", { "aria-label": say("frame-tabs") },
  ...TABS.map(([place, words]) => make("a", "tabs__tab", { href: `/launches/${id}${place}`, ...(place === "" ? { "aria-current": "page" } : {}) }, say(words))));

// The filters.
const option = ([value, words]) => make("option", "", { value }, words);
const text = make("input", "field__input", { type: "search", placeholder: say("checklist-find"), "data-filter": "text" });
const status = make("select", "field__input", { "data-filter": "status" }, option(["", say("checklist-any-status")]), ...statuses().map(option));
const people = launch.members.toSorted((one, other) => one.name.toLowerCase().localeCompare(other.name.toLowerCase())).map(({ id, name }) => [id, name]);
const owner = make("select", "field__input", { "data-filter": "owner" }, ...[["", say("checklist-any-owner")], ["me", say("checklist-me")], ["nobody", say("nobody")], ...people].map(option));
const shown = make("span", "filters__count", { role: "status" });
const clear = make("button", "button button--quiet", { type: "button", "data-filter": "clear" }, say("clear"));
const filters = make("form", "filters", { role: "search", "aria-label": say("checklist-filter"), "data-filter": "" },
  make("label", "filters__text", {}, hidden(say("checklist-find-by")), text),
  make("label", "", {}, hidden(say("checklist-status")), status),
  make("label", "", {}, hidden(say("checklist-owner")), owner), shown);
filters.addEventListener("submit", (event) => event.preventDefault());
filters.addEventListener("input", () => find({ text: text.value, status: status.value, owner: owner.value }));
clear.addEventListener("click", () => {
  filters.reset();
  find(NO_FILTER);
});
const bulk = make("details", "bulk", { "data-testid": "bulk" }, make("summary", ""));
const nothing = make("p", "empty", {}, say("checklist-no-match"));

function find(wanted) {
  filter = wanted;
  keepFilter(filter);
  let count = 0;
  for (const section of launch.sections) {
    let some = 0;
    for (const row of section.rows) {
      const { element } = rows.get(row.item.id);
      const fits = matches(section, row, filter, me.id);
      if (fits) some += 1;
      if (element.hidden === fits) element.hidden = !fits;
    }
    section.element.hidden = some === 0;
    count += some;
  }
  found(count);
}

function found(count) {
  shown.textContent = isEmpty(filter) ? "" : say("shown-of-all", { shown: count, all: rows.size });
  if (isEmpty(filter)) clear.remove();
  else filters.append(clear);
  bulk.hidden = count === 0;
  bulk.firstChild.textContent = say("bulk-title", { count });
  if (count === 0) bulk.after(nothing);
  else nothing.remove();
}

// What is wished.
const list = make("div", "list", {}, make("div", "hidden", {}, make("h1", "", { id: "heading", tabindex: -1 }, say("checklist-title", { name: launch.name }))), filters, bulk, ...launch.sections.map(drawSection));
const news = make("div", "", { "aria-live": "polite" });
const toasts = make("div", "toasts", { role: "region", "aria-label": say("toasts") }, make("div", "", { "aria-live": "assertive" }), news);
function wish(item, wanted) {
  const { row } = rows.get(item);
  launch.waiting += 1;
  change(item, { status: wanted, pending: true, refused: null });
  connection();
  undo = { item, before: row.status };
  const back = make("button", "button", { type: "button" }, say("undo"));
  back.addEventListener("click", () => {
    wish(undo.item, undo.before);
    news.replaceChildren();
  });
  const words = say("undo-of-item", { title: row.item.title, words: say("story-status", { status: statusWords(wanted) }) });
  news.replaceChildren(make("div", "toast", { "data-grave": false, "data-testid": "toast" }, make("p", "toast__text", {}, words), make("div", "toast__actions", {}, back)));
  submit(launch.seq, item, wanted).then((refused) => {
    if (refused !== null) change(item, { status: row.status, pending: false, refused });
    launch.waiting = Math.max(0, launch.waiting - 1);
    connection();
  });
}
list.addEventListener("change", ({ target }) => {
  if (!target.matches(".tick__box")) return;
  const { item } = target.closest("[data-item]").dataset;
  wish(item, rows.get(item).row.status === "done" ? "open" : "done");
});

launch.sections.forEach((section) => section.progress.show(counted(section.rows)));
sum();
found(rows.size);
connection();
presence();
const frame = make("div", "frame", { "data-launch": id }, head, tabs, gate, make("div", "panes", { "data-showing": "list" }, list));
document.body.append(make("a", "skip", { href: "#main" }, say("app-skip")), header,
  make("main", "main", { id: "main", tabindex: -1 }, frame), toasts, make("p", "hidden", { role: "status", "aria-live": "polite", "data-testid": "announcer" }));
learn("later");
follow(launch.seq, {
  event(event, seq) {
    launch.seq = seq;
    const known = rows.get(event.item);
    if (known) put(known, changed(known.row, event, launch.members));
  },
  presence(present) {
    launch.present = present;
    presence();
  },
  link(now) {
    launch.link = now;
    connection();
  },
});
