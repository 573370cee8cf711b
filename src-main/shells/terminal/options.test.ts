import { describe, expect, it } from 'vitest'
import { helpText, parseTerminalOptions, type TerminalOptions } from './options.ts'

function optionsOf(...args: string[]): TerminalOptions {
  const parsed = parseTerminalOptions(args)
  if (!parsed.ok || 'help' in parsed) throw new Error(JSON.stringify(parsed))
  return parsed.options
}

function problemOf(...args: string[]): string {
  const parsed = parseTerminalOptions(args)
  return parsed.ok ? 'no problem' : parsed.problem
}

describe('the options of the terminal shell', () => {
  it('are the course’s without any argument', () => {
    expect(optionsOf()).toEqual({
      listen: { host: '127.0.0.1', port: 5000 },
      connect: [],
      trackers: [],
      out: '.',
      clientPorts: { first: 5001, last: 5010 },
      maxRemoteClients: 50,
      upBytesPerSec: null,
      downBytesPerSec: null,
      choking: 'lab',
      picking: 'rarest-first',
      discovery: { localDiscovery: true, dht: false },
      reportsLinks: true,
      name: null,
    })
  })

  it('are read, each', () => {
    const args =
      '--listen 10.0.0.7/7001 --client-ports 7101-7110 --max-clients 3 --up 3MiB --down=500KiB --name Ada --out got --choking bep3 --picking in-order --tracker http://10.0.0.1/announce --tracker udp://10.0.0.1:6969 --no-local-discovery --dht --dht-bootstrap 127.0.0.1:6881 --no-link-reports'
    expect(optionsOf(...args.split(' '), '--torrent', 'a b.torrent')).toEqual({
      listen: { host: '10.0.0.7', port: 7001 },
      connect: [],
      torrent: 'a b.torrent',
      trackers: ['http://10.0.0.1/announce', 'udp://10.0.0.1:6969'],
      out: 'got',
      clientPorts: { first: 7101, last: 7110 },
      maxRemoteClients: 3,
      upBytesPerSec: 3 * 1024 * 1024,
      downBytesPerSec: 512_000,
      choking: 'bep3',
      picking: 'in-order',
      discovery: { localDiscovery: false, dht: true, dhtBootstrap: [{ host: '127.0.0.1', port: 6881 }] },
      reportsLinks: false,
      name: 'Ada',
    })
    expect(optionsOf('--seed', 'film.mp4').seed).toBe('film.mp4')
    expect(optionsOf('--magnet', 'magnet:?xt=urn:btih:x').magnet).toBe('magnet:?xt=urn:btih:x')
  })

  it('take addresses in every form, several at once and more than once', () => {
    const { connect } = optionsOf('--connect', '127.0.0.1/7001,127.0.0.1/7000', '--connect', '10.0.0.251')
    expect(connect).toEqual(['127.0.0.1/7001', '127.0.0.1/7000', '10.0.0.251'])
  })

  it('give the help that names every option', () => {
    expect(parseTerminalOptions(['--help', '--up', 'nonsense'])).toEqual({ ok: true, help: helpText })
    for (const flag of [
      'listen',
      'connect',
      'seed',
      'torrent',
      'magnet',
      'tracker',
      'out',
      'client-ports',
      'max-clients',
      'up',
      'down',
      'choking',
      'picking',
      'no-local-discovery',
      'dht',
      'dht-bootstrap',
      'name',
    ])
      expect(helpText).toContain(`--${flag} `)
  })

  it.each([
    [['--listen', 'laptop'], '--listen: laptop is a name: type its IP address, such as 10.0.0.251.'],
    [['--client-ports', '9-1'], '--client-ports: 9-1 is not a range of ports, such as 5001-5010.'],
    [['--max-clients', '0'], '--max-clients: 0 is not a number from 1 to 99999.'],
    [['--up', 'fast'], '--up: fast is not a size per second, such as 3MiB or 500KiB.'],
    [['--down', '0'], '--down: 0 is not a size per second, such as 3MiB or 500KiB.'],
    [['--choking', '__proto__'], '--choking: __proto__ is not one of lab, bep3, none.'],
    [['--picking', 'best'], '--picking: best is not one of rarest-first, in-order, random.'],
    [
      ['--tracker', 'wss://10.0.0.1'],
      '--tracker: wss://10.0.0.1 is not the URL of a tracker, such as http://10.0.0.251:6969/announce or udp://10.0.0.251:6969.',
    ],
    [Array.from({ length: 21 }, (_, i) => `--tracker=udp://t:${i}`), '--tracker: give 20 at most.'],
    [['--dht-bootstrap', 'laptop'], '--dht-bootstrap: laptop is not a list of nodes, such as 127.0.0.1:6881.'],
    [['--seed', ''], '--seed needs a value.'],
    [
      ['--seed', 'a', '--magnet', 'b'],
      'Give one of --seed, --torrent and --magnet: --seed shares what you have, the others download something.',
    ],
  ])('%j gives one sentence', (args, problem) => expect(problemOf(...args)).toBe(problem))

  it.each([[['--speed', '3']], [['file.torrent']], [['--listen']], [['--help=yes']]])(
    '%j names what was not understood and points to --help',
    (args) => {
      expect(problemOf(...args)).toContain(args[0]!.split('=')[0])
      expect(problemOf(...args)).toMatch(/^[^\n]*See --help for the options\.$/)
    },
  )
})
