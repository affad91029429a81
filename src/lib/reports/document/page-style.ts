/**
 * The style sheet of every page. Charts take their colours from its variables, so that they follow the colour scheme. What
 * is printed is always light.
 */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --text: #1d2329; --muted: #59636e; --line: #dfe3e8; --page: #fff; --soft: #f5f7f9; --accent: #2a6592;
  --series-1: #2f7d6d; --series-2: #c2452d; --series-3: #9aa5b1; --series-4: #d9a441;
  --bad: #a8261a; --bad-soft: #fbe9e7; --warn: #7a4f01; --warn-soft: #fdf1d8; --good: #1e6a52; --good-soft: #e2f3ed;
}
@media (prefers-color-scheme: dark) {
  :root {
    --text: #e4e8ec; --muted: #a1abb6; --line: #333b44; --page: #15191e; --soft: #1e242b; --accent: #6fb0de;
    --series-1: #53b59f; --series-2: #ea7a61; --series-3: #76828f; --series-4: #dfb158;
    --bad: #ff9d8f; --bad-soft: #3f1f1b; --warn: #f2c773; --warn-soft: #3a2d12; --good: #7fd6b8; --good-soft: #17372d;
  }
}
* { box-sizing: border-box; }
html { background: var(--page); color: var(--text); -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 1080px; margin: 0 auto; padding: 48px 24px 72px; }
h1, h2, h3, p, dl, ul, figure, table { margin: 0; padding: 0; }
h1, h2, h3, p, dt, dd, li, td, th, caption { overflow-wrap: anywhere; unicode-bidi: isolate; }
h1 { font-size: 32px; line-height: 1.2; font-weight: 650; letter-spacing: -0.015em; margin-bottom: 24px; }
h2 { font-size: 21px; line-height: 1.3; font-weight: 650; margin-bottom: 16px; }
h3 { font-size: 16px; line-height: 1.4; font-weight: 650; margin: 32px 0 8px; }
p { max-width: 68ch; margin-bottom: 16px; }
section { margin-top: 48px; padding-top: 24px; border-top: 1px solid var(--line); }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 300px), 1fr)); gap: 8px 32px; }
dl div { display: grid; grid-template-columns: 136px minmax(0, 1fr); gap: 12px; font-size: 14px; line-height: 1.5; }
dt { color: var(--muted); }
dd { margin: 0; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(132px, 1fr)); gap: 24px 32px; margin-top: 40px; list-style: none; }
.figures li { border-top: 2px solid var(--text); padding-top: 10px; }
.figures b { display: block; font-size: 30px; line-height: 1.15; font-weight: 600; letter-spacing: -0.01em; font-variant-numeric: tabular-nums; }
.figures span { color: var(--muted); font-size: 14px; line-height: 1.35; display: block; margin-top: 4px; }
figure { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; align-items: start; margin: 8px 0 0; }
figure + figure, figure + .scroll { margin-top: 32px; }
@media (min-width: 900px) {
  figure { grid-template-columns: minmax(0, 480px) minmax(0, 1fr); gap: 40px; }
}
.chart svg { display: block; width: 100%; height: auto; max-width: 480px; overflow: visible; }
.chart text { white-space: pre; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 16px; margin: 8px 0 0; list-style: none; font-size: 13px; color: var(--muted); }
.legend li::before { content: ""; display: inline-block; width: 10px; height: 10px; margin-right: 6px; border-radius: 2px; }
.legend .series-1::before { background: var(--series-1); }
.legend .series-2::before { background: var(--series-2); }
.legend .series-3::before { background: var(--series-3); }
.legend .series-4::before { background: var(--series-4); }
.scroll { overflow: auto; max-height: 70vh; }
figure .scroll { max-height: 440px; }
.scroll + p { margin-top: 16px; }
.scroll + .scroll { margin-top: 32px; }
.scroll:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
table { width: 100%; border-collapse: collapse; font-size: 14px; line-height: 1.45; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
th, td { text-align: left; vertical-align: top; padding: 7px 20px 7px 0; border-bottom: 1px solid var(--line); min-width: 9ch; }
th:last-child, td:last-child { padding-right: 4px; }
th { color: var(--muted); font-weight: 500; font-size: 13px; position: sticky; top: 0; background: var(--page); white-space: nowrap; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; min-width: 0; }
.id { white-space: nowrap; }
.time { font-variant-numeric: tabular-nums; white-space: nowrap; }
.wide td { min-width: 11ch; }
.wide td.number, .wide td.id { min-width: 0; }
.wide td.command { min-width: 29ch; }
.narrow { max-width: 480px; }
@media (max-width: 900px) {
  .wide td { min-width: 19ch; }
}
tfoot td { font-weight: 650; border-bottom: 0; border-top: 1px solid var(--muted); position: sticky; bottom: 0; background: var(--page); }
code { font: 0.92em/1.5 ui-monospace, monospace; }
.tag { display: inline-block; font-size: 12px; font-weight: 600; line-height: 1; padding: 4px 7px; border-radius: 3px; margin-left: 6px; vertical-align: 2px; background: var(--soft); color: var(--muted); }
.tag.bad { background: var(--bad-soft); color: var(--bad); }
.tag.warn { background: var(--warn-soft); color: var(--warn); }
.tag.good { background: var(--good-soft); color: var(--good); }
.notice { max-width: none; padding: 10px 14px; border-left: 3px solid var(--warn); background: var(--warn-soft); font-size: 14px; }
.empty { color: var(--muted); }
@media (max-width: 600px) {
  main { padding: 28px 16px 48px; }
  h1 { font-size: 26px; }
  section { margin-top: 40px; }
  .figures { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 20px; }
  .figures b { font-size: 26px; }
  .chart svg, .chart svg g { font-size: 15px; }
}
@media print {
  :root {
    color-scheme: light;
    --text: #000; --muted: #4a525b; --line: #cfd4da; --page: #fff; --soft: #f2f4f6; --accent: #2a6592;
    --series-1: #2f7d6d; --series-2: #c2452d; --series-3: #9aa5b1; --series-4: #d9a441;
    --bad: #a8261a; --bad-soft: #fff; --warn: #7a4f01; --warn-soft: #fff; --good: #1e6a52; --good-soft: #fff;
  }
  @page { margin: 16mm; }
  body { font-size: 11pt; }
  main { max-width: none; padding: 0; }
  section { margin-top: 28px; }
  h2, h3 { break-after: avoid; }
  .chart, .figures, tr { break-inside: avoid; }
  .scroll, figure .scroll { overflow: visible; max-height: none; }
  th, tfoot td { position: static; }
  thead { display: table-header-group; }
  table { font-size: 9pt; }
  td, th { min-width: 0; padding-right: 10px; }
  .wide td, .wide td.command { min-width: 0; }
  .tag { border: 1px solid currentColor; }
  svg * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
