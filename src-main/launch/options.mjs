// The options of the window, in one table: the launcher reads it before anything is installed, the shells after.

/**
 * @typedef {object} OptionRow
 * @property {string} name as typed, without its two dashes
 * @property {string} [value] what follows it; without one it is a switch
 * @property {string} help one sentence
 */

/** @type {readonly OptionRow[]} */
export const windowOptions = [
  { name: 'no-demo', help: 'Start without the demo swarm.' },
  { name: 'port', value: 'N', help: "This peer's server port (as in Settings, at first 5000); 0 takes any free one." },
  {
    name: 'client-ports',
    value: 'A-B',
    help: "Local ports of this peer's clients (as in Settings, at first 5001-5010).",
  },
  {
    name: 'demo-port',
    value: 'N',
    help: 'Server port of the second demo peer (7000); the others take the next free ones.',
  },
  { name: 'demo-rate', value: 'RATE', help: 'What each demo peer uploads per second at most, such as 256KiB.' },
  {
    name: 'data',
    value: 'DIR',
    help: 'Folder for downloads, shared files and settings; two windows need two folders.',
  },
  {
    name: 'no-local-discovery',
    help: 'Neither look for peers on this network nor be found there, whatever the settings say.',
  },
  { name: 'dht', help: 'Ask the distributed hash table for peers; it tells the whole world what is shared here.' },
  {
    name: 'dht-bootstrap',
    value: 'A,B',
    help: 'Its nodes to begin with, such as 127.0.0.1:6881, in place of well-known ones on the Internet.',
  },
  { name: 'no-link-reports', help: 'Do not tell other Swarmscopes which links the peers here have (as in Settings).' },
  { name: 'web', help: 'Serve the screen to a browser, even where a desktop window could open.' },
  { name: 'web-port', value: 'N', help: 'Port of the screen in the browser; any free one when left out.' },
  { name: 'no-open', help: 'With the screen in the browser: print the address and leave the browser alone.' },
  { name: 'fetch-electron', help: "Try again to fetch Electron's runtime, where an earlier try failed." },
  { name: 'help', help: 'Print this list.' },
]

/** The rows in the shape that parseArgs of node:util takes. */
export function parseArgsOptions() {
  return Object.fromEntries(
    windowOptions.map(({ name, value }) => [
      name,
      { type: /** @type {'string' | 'boolean'} */ (value ? 'string' : 'boolean') },
    ]),
  )
}

/** The list of options, for people. */
export function helpText() {
  const rows = windowOptions.map(
    ({ name, value, help }) => `  ${`--${name}${value ? ` ${value}` : ''}`.padEnd(21)} ${help}`,
  )
  return `usage: npm start -- [options] [FILE.torrent or magnet link]...\n\n${rows.join('\n')}\n`
}
