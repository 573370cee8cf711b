// npm run test:interop: real clients against our peers, and a table of how that went. As root on Linux it all happens in a
// network of the run's own (`unshare`), in which multicast stays and which is gone with its last program.

import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { isLinuxRoot } from '../../src-main/launch/display.mjs'
import { LaunchError, launch, root, run, say } from '../../src-main/launch/run.mjs'
import { setUp } from '../../src-main/launch/set-up.mjs'
import { installWebTorrent } from '../clients/install-webtorrent.mjs'

const help = `Usage: npm run test:interop -- [options]

  --client NAME   transmission, libtorrent, aria2 or webtorrent alone
  --case NAME     they-seed, we-seed, both, http-tracker, udp-tracker, magnet, encryption, exchange, discovery or part alone
  --short         the cells that show most in two minutes
  --json          print the cells as JSON
  --readme        write the table into README.md
  --help          show this`

const flags = /** @type {const} */ ({
  client: { type: 'string' },
  case: { type: 'string' },
  short: { type: 'boolean' },
  json: { type: 'boolean' },
  readme: { type: 'boolean' },
  help: { type: 'boolean' },
})

// Two hosts: theirs and ours. The namespace of theirs is held by a process that sleeps, and ends with everything else.
const lan = { theirs: '10.77.0.1', ours: '10.77.0.2' }
// However this program ends, everything in there ends with it.
const namespace = [
  'setpriv',
  '--pdeathsig',
  'KILL',
  'unshare',
  '--net',
  '--pid',
  '--fork',
  '--kill-child',
  '--mount-proc',
]
const inTheirs = 'nsenter --net=/proc/$SWARMSCOPE_INTEROP_THEIRS/ns/net'
const bringUp = [
  'unshare --net sleep infinity & export SWARMSCOPE_INTEROP_THEIRS=$!',
  'until [ "$(readlink /proc/$SWARMSCOPE_INTEROP_THEIRS/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do :; done',
  'set -e',
  'ip link add ours type veth peer name theirs netns $SWARMSCOPE_INTEROP_THEIRS',
  ...bringUpHost('', 'ours', lan.ours),
  ...bringUpHost(inTheirs, 'theirs', lan.theirs),
].join('; ')

/**
 * @param {string} inside what runs a command in its namespace
 * @param {string} link
 * @param {string} address
 */
function bringUpHost(inside, link, address) {
  return [
    'link set lo up',
    `address add ${address}/24 dev ${link}`,
    `link set ${link} up`,
    `route add 224.0.0.0/4 dev ${link}`,
  ].map((command) => `${inside} ip ${command}`)
}

await launch(async () => {
  const { json, readme, help: wantsHelp, ...choice } = readOptions()
  if (wantsHelp) return void process.stdout.write(`${help}\n`)
  if (readme && Object.keys(choice).length > 0) throw new LaunchError('--readme takes all of it: no other choice.')
  await setUp()
  if (!(await installWebTorrent())) say('!!! WebTorrent could not be fetched from npm, so it is left out')
  const isApart = canBeApart()
  if (!isApart)
    say('!!! without a network of its own (root on Linux, with ip, unshare and setpriv) some of it is left out')
  const playwright = join(root, 'node_modules', '@playwright', 'test', 'cli.js')
  const test = [process.execPath, playwright, 'test', '--config', join('e2e', 'interop', 'playwright.config.ts')]
  const [program = '', ...args] = isApart ? [...namespace, 'sh', '-c', `${bringUp}; exec "$@"`, 'sh', ...test] : test
  // Passed on, it would not be heard in there.
  process.once('SIGTERM', () => process.exit(143))
  const { code } = await run(program, args, {
    env: {
      ...process.env,
      SWARMSCOPE_INTEROP_CHOICE: JSON.stringify(choice),
      SWARMSCOPE_INTEROP_LAN: isApart ? `${lan.theirs},${lan.ours}` : '',
      SWARMSCOPE_INTEROP_JSON: json ? '1' : '',
      SWARMSCOPE_INTEROP_README: readme ? '1' : '',
    },
  })
  return code ?? 1
})

function readOptions() {
  try {
    return parseArgs({ args: process.argv.slice(2), options: flags, allowPositionals: false }).values
  } catch (error) {
    throw new LaunchError(`${/** @type {Error} */ (error).message.split('. ')[0]}. See --help for the options.`)
  }
}

/** Whether such a network can be made here. */
function canBeApart() {
  if (!isLinuxRoot()) return false
  const [program = '', ...args] = namespace
  return spawnSync(program, [...args, 'sh', '-c', bringUp], { stdio: 'ignore', timeout: 10_000 }).status === 0
}
