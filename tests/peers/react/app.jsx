// The checklist in React 19, as one would write it: rows and sections are memoised and keyed, a change makes new objects for its row and its
// section only, and what is counted is counted when its rows change.
import { memo, useCallback, useEffect, useMemo, useReducer, useRef, useState } from "react";
import { createRoot } from "react-dom/client";
import { WORDS, follow, isSettled, link, load, matches, submit } from "../launch.js";

function reduce(sections, { type, item, status }) {
  if (type === "loaded") return item;
  const number = sections.findIndex(({ rows }) => rows.some((row) => row.item.id === item));
  if (number < 0) return sections;
  const rows = sections[number].rows.map((row) => (row.item.id === item ? { ...row, status, pending: type === "wished" } : row));
  return sections.with(number, { ...sections[number], rows });
}

const Progress = memo(function Progress({ label, settled, total }) {
  return (
    <span className="progress">
      <progress className="progress__bar" aria-label={label} max={total} value={settled} />
      <span className="progress__words">{`${settled} of ${total}`}</span>
    </span>
  );
});

const Row = memo(function Row({ row: { item, status, pending }, onTick }) {
  const done = status === "done";
  return (
    <li className="row" data-item={item.id} data-status={status} data-pending={pending} data-chosen={false}>
      <label className="tick">
        <input type="checkbox" className="tick__box" aria-label={`Done: ${item.title}`} checked={done} onChange={() => onTick(item.id, done ? "open" : "done")} />
      </label>
      <div className="row__body">
        <a className="row__title" href={link(item.id)}>{item.title}</a>
        <span className="row__meta">{item.level === "should" && <span>Should</span>}</span>
      </div>
      <div className="row__end"><span className="tag" data-status={status}>{WORDS[status]}</span></div>
    </li>
  );
});

const Section = memo(function Section({ section, filter, onTick }) {
  const [folded, setFolded] = useState(false);
  const shown = useMemo(() => section.rows.filter((row) => matches(section, row, filter)), [section, filter]);
  const settled = useMemo(() => section.rows.filter((row) => isSettled(row.status)).length, [section]);
  return (
    <section className="part" aria-labelledby={section.id} data-section={section.id} hidden={shown.length === 0}>
      <div className="part__head">
        <h2 className="part__title" id={section.id}>
          <button type="button" className="part__fold" aria-expanded={!folded} onClick={() => setFolded(!folded)}>{section.title}</button>
        </h2>
        <Progress label={`Settled items of ${section.title}`} settled={settled} total={section.rows.length} />
      </div>
      <ul className="part__rows" hidden={folded}>
        {shown.map((row) => <Row key={row.item.id} row={row} onTick={onTick} />)}
      </ul>
    </section>
  );
});

function Gate({ sections }) {
  const [settled, total, against] = useMemo(() => {
    const rows = sections.flatMap((section) => section.rows);
    const open = rows.filter((row) => !isSettled(row.status));
    return [rows.length - open.length, rows.length, open.filter((row) => row.item.level === "must").length];
  }, [sections]);
  return (
    <section className="gate" aria-label="Gate">
      <span className="gate-tag" data-gate={against === 0 ? "go" : "no_go"}>{against === 0 ? "Go" : "No go"}</span>
      <span>{`${against} reasons`}</span>
      <Progress label="Settled items of the whole launch" settled={settled} total={total} />
    </section>
  );
}

function Filters({ filter, onChange }) {
  return (
    <form className="filters" role="search" onSubmit={(event) => event.preventDefault()}>
      <input type="search" className="field__input" data-filter="text" aria-label="Find items by words" value={filter.text} onChange={(event) => onChange({ ...filter, text: event.target.value })} />
      <label><input type="checkbox" checked={filter.left} onChange={(event) => onChange({ ...filter, left: event.target.checked })} />Left to do</label>
    </form>
  );
}

function App() {
  const [sections, change] = useReducer(reduce, []);
  const [name, setName] = useState("");
  const [filter, setFilter] = useState({ text: "", left: false });
  const seq = useRef(0);
  useEffect(() => {
    let stop = () => {};
    load().then((launch) => {
      seq.current = launch.seq;
      setName(launch.name);
      change({ type: "loaded", item: launch.sections });
      stop = follow(launch.seq, (item, status, place) => {
        seq.current = place;
        change({ type: "heard", item, status });
      });
    });
    return () => stop();
  }, []);
  const onTick = useCallback((item, status) => {
    change({ type: "wished", item, status });
    submit(seq.current, item, status).then((granted) => granted || change({ type: "heard", item, status: status === "done" ? "open" : "done" }));
  }, []);
  return (
    <main className="main">
      <div className="frame">
        <p className="frame__name">{name}</p>
        <Gate sections={sections} />
        <div className="panes">
          <div className="list">
            <Filters filter={filter} onChange={setFilter} />
            {sections.map((section) => <Section key={section.id} section={section} filter={filter} onTick={onTick} />)}
          </div>
        </div>
      </div>
    </main>
  );
}

createRoot(document.getElementById("root")).render(<App />);
