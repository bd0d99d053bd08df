//! The file's styles: readable in light and dark, and on paper.

/// Contrast of text is at least 7:1 on its ground, of badges 4.5:1.
pub const STYLE: &str = r#"
:root { --ink: #16191d; --muted: #454f59; --ground: #ffffff; --raised: #f4f6f8; --line: #c5ccd3; --link: #0b4f9e;
  --go-ink: #0a5c32; --go: #e2f4e9; --no-ink: #9b1515; --no: #fbe8e7; --warn-ink: #6b4200; --warn: #fdf0d9; }
@media screen and (prefers-color-scheme: dark) {
  :root { --ink: #eceef0; --muted: #b9c1c9; --ground: #14181c; --raised: #1e242a; --line: #414b55; --link: #9cc6ff;
    --go-ink: #86e3ae; --go: #10301f; --no-ink: #ffaaa2; --no: #3b1614; --warn-ink: #f5cd86; --warn: #35270c; }
}
* { box-sizing: border-box; }
html { background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
body { margin: 0; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1, h2, h3, h4 { line-height: 1.25; margin: 0; overflow-wrap: anywhere; }
h1 { font-size: 1.75rem; }
h2 { font-size: 1.3rem; margin-top: 2.5rem; padding-bottom: .3rem; border-bottom: 2px solid var(--line); }
h3 { font-size: 1.1rem; margin-top: 1.5rem; }
h4 { font-size: 1rem; }
p { margin: .5rem 0; }
p, li, dd, td, th, h1, h4 { unicode-bidi: isolate; }
a { color: var(--link); }
.muted { color: var(--muted); }
.small { font-size: .875rem; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; }
code, pre { font: .8125rem/1.5 ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", Menlo, monospace; }
code, .address { overflow-wrap: anywhere; }
pre { background: var(--raised); border: 1px solid var(--line); border-radius: 4px; padding: .75rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.decision { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1rem; margin: 1rem 0; padding: .75rem 1rem; border-left: .5rem solid; border-radius: 4px; }
.decision strong { font-size: 1.5rem; }
.go { color: var(--go-ink); background: var(--go); }
.no { color: var(--no-ink); background: var(--no); }
.warn { color: var(--warn-ink); background: var(--warn); }
.plain { color: var(--ink); background: var(--raised); }
.badge { display: inline-block; padding: 0 .5rem; border: 1px solid; border-radius: 1rem; font-size: .875rem; font-weight: 600; white-space: nowrap; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr)); gap: .5rem 1.5rem; margin: .75rem 0; }
dt { color: var(--muted); font-size: .875rem; }
dd { margin: 0; overflow-wrap: anywhere; }
.wide { grid-column: 1 / -1; }
ul, ol { margin: .5rem 0; padding-left: 1.5rem; }
.frame { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: .75rem 0; }
caption { text-align: left; color: var(--muted); font-size: .875rem; padding-bottom: .25rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); overflow-wrap: break-word; }
th { font-weight: 600; }
.card { border: 1px solid var(--line); border-radius: 4px; padding: .75rem 1rem; margin: .75rem 0; }
.card h3, .card h4 { margin: 0; }
.card header { display: flex; flex-wrap: wrap; align-items: baseline; gap: .25rem .75rem; }
.evidence > li { margin-bottom: .5rem; }
nav ol { columns: 2 16rem; }
@page { size: A4; margin: 16mm 14mm; }
@media print {
  html { font-size: 10pt; }
  main { max-width: none; padding: 0; }
  nav { display: none; }
  a { color: inherit; text-decoration: none; }
  h1, h2, h3, h4, header, caption { break-after: avoid; }
  h2 + p { break-after: avoid; }
  .card, tr, dl > div, .decision, pre { break-inside: avoid; }
  dl { grid-template-columns: repeat(3, 1fr); }
  thead { display: table-header-group; }
  .frame { overflow: visible; }
  .go, .no, .warn, .plain, pre { print-color-adjust: exact; }
}
"#;
