// Several computers on one: network namespaces of Linux, each with an interface of its own, on a bridge that is in a namespace
// too. Nothing that they send, multicast included, leaves them.

import { spawnSync } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { type Child, startChild } from './child-process.ts'
import { terminalShell } from './terminal-peer.ts'

/** One of the computers. */
export interface NetworkHost {
  /** Its IPv4 address on their network. */
  readonly address: string
  /** Starts a program there. */
  start(command: string, args: readonly string[]): Child
  /** Starts the terminal peer there, which listens at its address, at the course's port. */
  startPeer(...args: string[]): Child
  /** Takes its cable out, and puts it in again. */
  cutOff(): void
  plugIn(): void
}

/** The computers, and how to be rid of them. */
export interface HostNetwork {
  readonly hosts: readonly NetworkHost[]
  /** Ends what still runs there, and removes everything. */
  remove(): void
}

const interfaceName = 'eth0'

/** Why there can be no network namespaces here; undefined when there can. */
export function whyNoNamespaces(): string | undefined {
  if (process.platform !== 'linux') return 'network namespaces are of Linux'
  if (process.getuid?.() !== 0) return 'network namespaces need root'
  if (spawnSync('ip', ['-V']).status !== 0) return 'there is no ip command (Debian: apt install iproute2)'
  const name = newName()
  const made = spawnSync('ip', ['netns', 'add', name], { encoding: 'utf8' })
  spawnSync('ip', ['netns', 'del', name])
  return made.status === 0 ? undefined : `no network namespace can be made: ${made.stderr.trim()}`
}

/** Makes computers 1, 2, … of one network, such as 10.123.7.0/24. Throws when the system refuses. */
export function makeHostNetwork(count: number): HostNetwork {
  const name = newName()
  const subnet = `10.123.${randomInt(1, 255)}`
  const names = [`${name}-bridge`]
  try {
    addBridge(`${name}-bridge`)
    const hosts = Array.from({ length: count }, (_, i) => {
      const own = `${name}-${i + 1}`
      const address = `${subnet}.${i + 1}`
      names.push(own)
      addHost(own, `${name}-bridge`, `port${i + 1}`, address)
      return hostOf(own, address)
    })
    return { hosts, remove: () => removeAll(names) }
  } catch (error) {
    removeAll(names)
    throw error
  }
}

function hostOf(namespace: string, address: string): NetworkHost {
  const start: NetworkHost['start'] = (command, args) =>
    startChild('ip', ['netns', 'exec', namespace, command, ...args])
  return {
    address,
    start,
    startPeer: (...args) => start(process.execPath, [terminalShell, '--listen', `${address}:5000`, ...args]),
    cutOff: () => ip('-n', namespace, 'link', 'set', interfaceName, 'down'),
    plugIn() {
      ip('-n', namespace, 'link', 'set', interfaceName, 'up')
      addRoute(namespace)
    },
  }
}

function addBridge(namespace: string): void {
  ip('netns', 'add', namespace)
  ip('-n', namespace, 'link', 'add', 'bridge', 'type', 'bridge', 'mcast_snooping', '0')
  ip('-n', namespace, 'link', 'set', 'bridge', 'up')
}

function addHost(namespace: string, bridge: string, port: string, address: string): void {
  ip('netns', 'add', namespace)
  ip('-n', bridge, 'link', 'add', port, 'type', 'veth', 'peer', 'name', interfaceName, 'netns', namespace)
  ip('-n', bridge, 'link', 'set', port, 'master', 'bridge', 'up')
  ip('-n', namespace, 'link', 'set', 'lo', 'up')
  ip('-n', namespace, 'address', 'add', `${address}/24`, 'dev', interfaceName)
  ip('-n', namespace, 'link', 'set', interfaceName, 'up')
  addRoute(namespace)
}

// As every computer in a class has one: without it other clients cannot join a multicast group.
function addRoute(namespace: string): void {
  ip('-n', namespace, 'route', 'replace', 'default', 'dev', interfaceName)
}

function removeAll(namespaces: readonly string[]): void {
  for (const namespace of namespaces) {
    const { stdout } = spawnSync('ip', ['netns', 'pids', namespace], { encoding: 'utf8' })
    for (const pid of (stdout ?? '').split('\n').filter(Boolean)) endAtOnce(Number(pid))
    spawnSync('ip', ['netns', 'del', namespace])
  }
}

function endAtOnce(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has just ended by itself.
  }
}

function ip(...args: string[]): void {
  const { status, stderr } = spawnSync('ip', args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`ip ${args.join(' ')}: ${stderr.trim()}`)
}

function newName(): string {
  return `swarmscope-${process.pid}-${randomBytes(3).toString('hex')}`
}
