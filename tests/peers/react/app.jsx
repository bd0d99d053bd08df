// The launch page in React 19, as one would write it: rows and sections are memoised and keyed, a change makes new objects for its row and its
// section only, and what is counted is counted when its rows change.
import { memo, useCallback, useEffect, useMemo, useReducer, useRef, useState } from "react";
import { createRoot } from "react-dom/client";
import { NO_FILTER, changed, follow, id, isEmpty, isSettled, keepFilter, link, load, matches, progress, reasonLink, submit, weigh } from "../launch.js";
import { GLYPHS, daysTo, distance, hue, initials, learn, reason, say, sentence, status as statusWords, statuses, summary } from "../words.js";

function reduce(launch, act) {
  switch (act.type) {
    case "loaded":
      return act.launch;
    case "row":
      return withRow(launch, act.item, act.change);
    case "heard":
      return withRow({ ...launch, seq: act.seq }, act.event.item, (row) => changed(row, act.event, launch.members));
    default:
      return { ...launch, ...act.with };
  }
}

function withRow(launch, item, change) {
  const number = launch.sections.findIndex(({ rows }) => rows.some((row) => row.item.id === item));
  if (number < 0) return launch;
  const section = launch.sections[number];
  const rows = section.rows.map((row) => (row.item.id === item ? change(row) : row));
  return { ...launch, sections: launch.sections.with(number, { ...section, rows }) };
}

const Icon = memo(function Icon({ glyph }) {
  return <svg className="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d={GLYPHS[glyph]} /></svg>;
});

const Person = memo(function Person({ name, words = name }) {
  return (
    <span className="person" data-hue={hue(name)} title={words}>
      <span aria-hidden="true">{initials(name)}</span>
      <span className="hidden">{words}</span>
    </span>
  );
});

const Progress = memo(function Progress({ label, settled, total }) {
  const percent = total === 0 ? 100 : Math.floor((settled * 100) / total);
  return (
    <span className="progress" data-progress={percent} data-complete={0 < total && settled === total}>
      <progress className="progress__bar" aria-label={label} max={Math.max(total, 1)} value={settled} />
      <span className="progress__words">{say("progress", { settled, total })}</span>
    </span>
  );
});

const Header = memo(function Header({ me, link, waiting }) {
  const live = link === "lost" ? "offline" : link === "open" && waiting === 0 ? "online" : "syncing";
  return (
    <header className="top">
      <a className="top__brand" href="/"><Icon glyph="brand" />Holdpoint</a>
      <nav className="top__nav" aria-label={say("nav-main")}>
        <a href="/">{say("nav-launches")}</a>
        <a href="/templates">{say("nav-checklists")}</a>
        <a href="/waivers">{say("nav-waivers")}</a>
        <a href="/people">{say("nav-people")}</a>
      </nav>
      <span className="top__space" />
      <span className="live" data-live={live} data-waiting={waiting}>
        <span className="live__dot" aria-hidden="true" />
        <span className="hidden">{say("live-label")} </span>
        {say(`live-${live}`)}
      </span>
      <a className="top__me" data-testid="signed-in" href="/account" title={say("nav-account")}><Person name={me.name} /><span className="top__name">{me.name}</span></a>
      <button type="button" className="button button--quiet" data-testid="sign-out">{say("sign-out")}</button>
    </header>
  );
});

const Head = memo(function Head({ me, name, template, target, ticket, present }) {
  const others = present.filter((person) => person.id !== me.id);
  return (
    <div className="frame__head">
      <p className="frame__name"><a href={`/launches/${id}`}>{name}</a></p>
      <p className="frame__meta"><span>{id}</span><span>{template}</span>{target && <span>{say("target", { day: distance(target) })}</span>}{ticket && <span>{ticket}</span>}</p>
      <div className="frame__present" data-testid="presence">
        {0 < present.length && <span className="aside">{say(others.length === 0 ? "frame-alone" : "frame-also-here")}</span>}
        {others.map((person) => <Person key={person.id} name={person.name} />)}
      </div>
    </div>
  );
});

const TABS = [["", "checklist"], ["/preflight", "preflight-title"], ["/watch", "watch-title"], ["/rollback", "runbooks"], ["/sign-off", "sign-off"], ["/details", "details-heading"]];

const Tabs = memo(function Tabs() {
  const tab = ([place, words]) => <a key={words} className="tabs__tab" href={`/launches/${id}${place}`} aria-current={place === "" ? "page" : undefined}>{say(words)}</a>;
  return <nav className="tabs" aria-label={say("frame-tabs")}>{TABS.map(tab)}</nav>;
});

const Gate = memo(function Gate({ sections, required, signed }) {
  const [open, setOpen] = useState(false);
  const gate = useMemo(() => weigh({ sections, required, signed }), [sections, required, signed]);
  const whole = useMemo(() => progress(sections.flatMap(({ rows }) => rows)), [sections]);
  const { reasons, notices } = gate;
  const go = reasons.length === 0;
  const told = (all) => <ul>{all.map((one, number) => <li key={number}><a href={reasonLink(one)}>{reason(one)}</a></li>)}</ul>;
  return (
    <section className="gate" aria-label={say("gate")} data-testid="gate">
      <strong className="gate-tag" data-gate={go ? "go" : "no_go"}><Icon glyph={go ? "check" : "cross"} />{say(go ? "gate-go" : "gate-no-go")}</strong>
      <details className="gate__why" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{summary(gate)}</summary>
        <div className="gate__list">{open && <>{told(reasons)}{told(notices)}</>}</div>
      </details>
      <span className="gate__first">{!go && <a href={reasonLink(reasons[0])}>{reason(reasons[0])}</a>}</span>
      <Progress label={say("gate-progress")} settled={whole.settled} total={whole.total} />
    </section>
  );
});

const Row = memo(function Row({ row, people, onTick, onDismiss }) {
  const { item, status, name, due, evidence, comments, pending, refused } = row;
  const done = status === "done";
  const box = useRef(null);
  useEffect(() => {
    box.current.indeterminate = status === "not_applicable" || status === "waived";
  }, [status]);
  return (
    <li className="row" data-item={item.id} data-status={status} data-pending={pending} data-refused={refused !== null} data-chosen={false}>
      <label className="tick">
        <input ref={box} type="checkbox" className="tick__box" aria-label={say("checklist-tick", { title: item.title })} checked={done} onChange={() => onTick(item.id, done ? "open" : "done")} />
      </label>
      <div className="row__body">
        <a className="row__title" href={link(item.id)}>{item.title}</a>
        <span className="row__meta">
          {item.level === "should" && <span>{say("checklist-should")}</span>}
          {name && <Person name={name} />}
          {due && <span data-late={daysTo(due) < 0 && !isSettled(status)}>{say("checklist-due", { when: distance(due) })}</span>}
          {0 < evidence && <span title={say("checklist-evidence")}><Icon glyph="link" />{evidence}<span className="hidden"> {say("checklist-pieces", { count: evidence })}</span></span>}
          {0 < comments && <span title={say("checklist-comments")}><Icon glyph="comment" />{comments}<span className="hidden"> {say("checklist-comments-counted", { count: comments })}</span></span>}
        </span>
        {refused && (
          <p className="row__fault" data-testid="refused">
            <Icon glyph="cross" />{say("not-saved", { why: refused })}
            <button type="button" className="button button--quiet" onClick={() => onDismiss(item.id)}>{say("dismiss")}</button>
          </p>
        )}
      </div>
      <div className="row__end">
        {people?.map(([, person]) => <span key={person.id} className="row__here" data-testid="at-item"><Person name={person.name} words={say("checklist-at-item", { name: person.name })} /></span>)}
        {pending && <span className="row__pending" data-testid="pending">{say("checklist-sending")}</span>}
        <span className="tag" data-status={status}>{sentence(statusWords(status))}</span>
      </div>
    </li>
  );
});

const Section = memo(function Section({ section, filter, me, at, onTick, onDismiss }) {
  const [folded, setFolded] = useState(false);
  const shown = useMemo(() => section.rows.filter((row) => matches(section, row, filter, me)), [section, filter, me]);
  const { settled, total } = useMemo(() => progress(section.rows), [section]);
  const heading = `section-${section.id}`;
  return (
    <section className="part" aria-labelledby={heading} data-section={section.id} data-folded={folded ? "true" : undefined} hidden={shown.length === 0}>
      <div className="part__head">
        <h2 className="part__title" id={heading}>
          <button type="button" className="part__fold" aria-expanded={!folded} aria-controls={`${heading}-items`} onClick={() => setFolded(!folded)}><Icon glyph="fold" />{section.title}</button>
        </h2>
        <Progress label={say("checklist-progress", { section: section.title })} settled={settled} total={total} />
      </div>
      {section.summary !== "" && <p className="part__about">{section.summary}</p>}
      <ul className="part__rows" id={`${heading}-items`}>
        {shown.map((row) => <Row key={row.item.id} row={row} people={at.get(row.item.id)} onTick={onTick} onDismiss={onDismiss} />)}
      </ul>
    </section>
  );
});

const Filters = memo(function Filters({ filter, members, shown, all, onChange }) {
  const set = (name) => (event) => onChange({ ...filter, [name]: event.target.value });
  const people = useMemo(() => members.toSorted((one, other) => one.name.toLowerCase().localeCompare(other.name.toLowerCase())), [members]);
  const option = ([key, words]) => <option key={key} value={key}>{words}</option>;
  return (
    <form className="filters" role="search" aria-label={say("checklist-filter")} data-filter="" onSubmit={(event) => event.preventDefault()}>
      <label className="filters__text">
        <span className="hidden">{say("checklist-find-by")}</span>
        <input type="search" className="field__input" placeholder={say("checklist-find")} data-filter="text" value={filter.text} onChange={set("text")} />
      </label>
      <label>
        <span className="hidden">{say("checklist-status")}</span>
        <select className="field__input" data-filter="status" value={filter.status} onChange={set("status")}>
          <option value="">{say("checklist-any-status")}</option>
          {statuses().map(option)}
        </select>
      </label>
      <label>
        <span className="hidden">{say("checklist-owner")}</span>
        <select className="field__input" data-filter="owner" value={filter.owner} onChange={set("owner")}>
          <option value="">{say("checklist-any-owner")}</option>
          {[["me", say("checklist-me")], ["nobody", say("nobody")], ...people.map(({ id, name }) => [id, name])].map(option)}
        </select>
      </label>
      <span className="filters__count" role="status">{!isEmpty(filter) && say("shown-of-all", { shown, all })}</span>
      {!isEmpty(filter) && <button type="button" className="button button--quiet" data-filter="clear" onClick={() => onChange(NO_FILTER)}>{say("clear")}</button>}
    </form>
  );
});

function Bulk({ count }) {
  return (
    <details className="bulk" data-testid="bulk" hidden={count === 0}>
      <summary>{say("bulk-title", { count })}</summary>
    </details>
  );
}

function Toasts({ undo, onUndo }) {
  return (
    <div className="toasts" role="region" aria-label={say("toasts")}>
      <div aria-live="assertive" />
      <div aria-live="polite">
        {undo && (
          <div className="toast" data-grave={false} data-testid="toast">
            <p className="toast__text">{say("undo-of-item", { title: undo.title, words: say("story-status", { status: statusWords(undo.status) }) })}</p>
            <div className="toast__actions"><button type="button" className="button" onClick={onUndo}>{say("undo")}</button></div>
          </div>
        )}
      </div>
    </div>
  );
}

const NOBODY = new Map();

function Launch({ first }) {
  const [launch, change] = useReducer(reduce, first);
  const [filter, setFilter] = useState(NO_FILTER);
  const [undo, setUndo] = useState(null);
  const { me, name, template, target, ticket, sections, members, present, required, signed, waiting } = launch;
  const known = useRef(launch);
  known.current = launch;
  useEffect(() => {
    const stop = follow(first.seq, {
      event: (event, seq) => change({ type: "heard", event, seq }),
      presence: (present) => change({ type: "set", with: { present } }),
      link: (link) => change({ type: "set", with: { link } }),
    });
    learn("later");
    return stop;
  }, [first]);
  const wish = useCallback((item, status) => {
    const before = known.current.sections.flatMap(({ rows }) => rows).find((row) => row.item.id === item);
    change({ type: "row", item, change: (row) => ({ ...row, status, pending: true, refused: null }) });
    change({ type: "set", with: { waiting: known.current.waiting + 1 } });
    setUndo({ item, title: before.item.title, status, before: before.status });
    submit(known.current.seq, item, status).then((why) => {
      if (why !== null) change({ type: "row", item, change: (row) => ({ ...row, status: before.status, pending: false, refused: why }) });
      change({ type: "set", with: { waiting: Math.max(0, known.current.waiting - 1) } });
    });
  }, []);
  const dismiss = useCallback((item) => change({ type: "row", item, change: (row) => ({ ...row, refused: null }) }), []);
  const choose = useCallback((filter) => {
    keepFilter(filter);
    setFilter(filter);
  }, []);
  const at = useMemo(() => {
    const others = present.filter((person) => person.id !== me.id);
    return others.length === 0 ? NOBODY : Map.groupBy(others.flatMap((person) => person.items.map((item) => [item, person])), ([item]) => item);
  }, [present, me]);
  const count = useMemo(() => sections.reduce((sum, section) => sum + section.rows.filter((row) => matches(section, row, filter, me.id)).length, 0), [sections, filter, me]);
  const all = sections.reduce((sum, { rows }) => sum + rows.length, 0);
  return (
    <>
      <a className="skip" href="#main">{say("app-skip")}</a>
      <Header me={me} link={launch.link} waiting={waiting} />
      <main className="main" id="main" tabIndex={-1}>
        <div className="frame" data-launch={id}>
          <Head me={me} name={name} template={template} target={target} ticket={ticket} present={present} />
          <Tabs />
          <Gate sections={sections} required={required} signed={signed} />
          <div className="panes" data-showing="list">
            <div className="list">
              <div className="hidden"><h1 id="heading" tabIndex={-1}>{say("checklist-title", { name })}</h1></div>
              <Filters filter={filter} members={members} shown={count} all={all} onChange={choose} />
              <Bulk count={count} />
              {count === 0 && <p className="empty">{say("checklist-no-match")}</p>}
              {sections.map((section) => <Section key={section.id} section={section} filter={filter} me={me.id} at={at} onTick={wish} onDismiss={dismiss} />)}
            </div>
          </div>
        </div>
      </main>
      <Toasts undo={undo} onUndo={() => { wish(undo.item, undo.before); setUndo(null); }} />
      <p className="hidden" role="status" aria-live="polite" data-testid="announcer" />
    </>
  );
}

const [first] = await Promise.all([load(), learn("first")]);
createRoot(document.body).render(<Launch first={first} />);
