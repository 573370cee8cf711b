/** The style of the tracker's page: the colours of the screen, and sizes that can be read from the back of a room. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --ink: #17212b;
  --ink-2: #465462;
  --paper: #ffffff;
  --ground: #f3f6f9;
  --line: #d8e0e8;
  --accent-soft: #e5f0fb;
  --seeder: #007d5c;
  --peer: #0067a8;
  --leecher: #b84a00;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e8eef4;
    --ink-2: #b3c0cd;
    --paper: #1b2733;
    --ground: #121b24;
    --line: #344452;
    --accent-soft: #1f3347;
    --seeder: #3ecf9f;
    --peer: #66b5f0;
    --leecher: #ff9d5c;
  }
}
* { box-sizing: border-box; margin: 0; }
body {
  background: var(--ground);
  color: var(--ink);
  font: 400 1.125rem/1.45 system-ui, "Segoe UI", "Noto Sans", sans-serif;
}
header {
  display: flex;
  flex-wrap: wrap;
  gap: 4px 16px;
  align-items: baseline;
  padding: 12px 24px;
  background: #14253c;
  color: #ffffff;
}
header p { color: #c6d4e6; }
h1 { font-size: 1.5rem; font-weight: 650; }
h2 { font-size: 1.25rem; font-weight: 650; overflow-wrap: anywhere; }
main { display: grid; gap: 16px; max-width: 1100px; margin: 0 auto; padding: 16px 24px 32px; }
section {
  padding: 16px;
  background: var(--paper);
  border: 1px solid var(--line);
  border-radius: 6px;
  overflow-x: auto;
}
.announce code {
  display: inline-block;
  margin: 6px 0;
  padding: 6px 12px;
  background: var(--accent-soft);
  border-radius: 6px;
  font-size: 1.5rem;
  user-select: all;
}
code { font-family: ui-monospace, "Cascadia Mono", "SF Mono", "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
.hash { color: var(--ink-2); }
.hash code { font-size: 0.9rem; user-select: all; }
.hint, .name { color: var(--ink-2); font-size: 1rem; }
.counts { display: flex; flex-wrap: wrap; gap: 4px 24px; padding: 0; margin: 10px 0; list-style: none; }
.counts strong { font-size: 1.5rem; font-variant-numeric: tabular-nums; }
table { width: 100%; border-collapse: collapse; }
th { color: var(--ink-2); font-size: 1rem; font-weight: 600; text-align: left; }
th, td { padding: 6px 12px 6px 0; border-bottom: 1px solid var(--line); }
th:last-child, .number { padding-right: 0; text-align: right; font-variant-numeric: tabular-nums; }
.role { display: inline-flex; align-items: center; gap: 8px; font-weight: 600; }
.role::before { content: ""; width: 12px; height: 12px; background: currentColor; }
.seeder { color: var(--seeder); }
.seeder::before { border-radius: 2px; }
.peer { color: var(--peer); }
.peer::before { border-radius: 50%; }
.leecher { color: var(--leecher); }
.leecher::before { transform: rotate(45deg) scale(0.8); }
`
