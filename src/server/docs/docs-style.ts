/** The style of the pages that the server writes itself: the documentation and the login. */

export const docsStyle = `:root {
  color-scheme: light dark;
  --text: light-dark(#1b1f24, #e4e7eb);
  --quiet: light-dark(#5b6570, #9aa4af);
  --line: light-dark(#dfe3e8, #2f363d);
  --ground: light-dark(#ffffff, #15181c);
  --raised: light-dark(#f5f7f9, #1d2126);
  --accent: light-dark(#1f5fbf, #7fb0ff);
}
* { box-sizing: border-box; }
body {
  margin: 0;
  display: grid;
  grid-template-columns: minmax(0, 22rem) minmax(0, 1fr);
  background: var(--ground);
  color: var(--text);
  font: 14px/1.5 system-ui, sans-serif;
}
a { color: var(--accent); }
nav {
  position: sticky;
  top: 0;
  height: 100vh;
  overflow: auto;
  padding: 16px;
  border-right: 1px solid var(--line);
  font-size: 12px;
}
nav ul { list-style: none; margin: 0; padding: 0; }
nav li { margin: 4px 0; overflow-wrap: anywhere; }
main { padding: 16px 32px 64px; max-width: 72rem; }
h1 { font-size: 24px; margin: 8px 0 16px; }
h2 { font-size: 18px; margin: 40px 0 8px; padding-top: 16px; border-top: 1px solid var(--line); }
h3 { font-size: 14px; margin: 32px 0 4px; overflow-wrap: anywhere; }
code, pre { font-family: ui-monospace, monospace; font-size: 12px; }
pre { background: var(--raised); padding: 8px 12px; overflow: auto; border-radius: 4px; }
table { width: 100%; border-collapse: collapse; margin: 8px 0; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: 4px 12px 4px 0; border-bottom: 1px solid var(--line); }
th { color: var(--quiet); font-weight: 500; }
td { overflow-wrap: anywhere; }
.depth-1 { padding-left: 16px; }
.depth-2 { padding-left: 32px; }
.depth-3 { padding-left: 48px; }
.depth-4 { padding-left: 64px; }
.depth-5 { padding-left: 80px; }
summary { cursor: pointer; color: var(--accent); }
.login { display: block; }
.login main { max-width: 24rem; margin: 15vh auto 0; }
.login form { display: grid; gap: 8px; }
input, button { font: inherit; padding: 8px; border: 1px solid var(--line); border-radius: 4px; background: var(--raised); color: inherit; }
button { background: var(--accent); color: var(--ground); cursor: pointer; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
@media (max-width: 60rem) {
  body { display: block; }
  nav { position: static; height: auto; border-right: 0; border-bottom: 1px solid var(--line); }
  main { padding: 16px; }
}
`;
