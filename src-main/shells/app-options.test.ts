import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { windowOptions } from '../launch/options.mjs'
import { defaultDataFolder, OptionError, readWindowOptions } from './app-options.ts'

describe('readWindowOptions', () => {
  test('leaves everything to the settings when nothing is given', () => {
    const options = readWindowOptions([], '/data')
    expect(options).toEqual({
      app: { dataFolder: resolve('/data'), demo: true },
      webPort: 0,
      openBrowser: true,
      files: [],
    })
  })

  test('reads every option', () => {
    const args =
      '--no-demo --port 0 --client-ports 5101-5110 --demo-port 7100 --demo-rate 1MiB --data d --web-port 8080 --no-open --no-local-discovery --no-link-reports --dht --dht-bootstrap 127.0.0.1:6881'
    expect(readWindowOptions(args.split(' '), '/data')).toEqual({
      app: {
        dataFolder: resolve('d'),
        demo: false,
        serverPort: 0,
        clientPorts: { first: 5101, last: 5110 },
        demoPort: 7100,
        demoBytesPerSec: 1024 * 1024,
        localDiscovery: false,
        reportLinks: false,
        dht: true,
        dhtBootstrap: [{ host: '127.0.0.1', port: 6881 }],
      },
      webPort: 8080,
      openBrowser: false,
      files: [],
    })
  })

  test("lets Chromium's own switches pass and keeps files apart", () => {
    const options = readWindowOptions(['--no-sandbox', '--inspect=0', '--port=5', 'course.torrent'], '/data')
    expect(options.app.serverPort).toBe(5)
    expect(options.files).toEqual(['course.torrent'])
  })

  test.each([
    '--port 65536',
    '--port -1',
    '--port five',
    '--port',
    '--client-ports 9-5',
    '--demo-rate fast',
    '--demo-rate 0',
    '--web-port 1e3',
    '--dht-bootstrap laptop',
  ])('refuses %s with a sentence', (line) => {
    expect(() => readWindowOptions(line.split(' '), '/data')).toThrow(OptionError)
  })

  test('every option of the list has a sentence', () => {
    for (const { help } of windowOptions) expect(help).toMatch(/^[A-Z].*\.$/)
  })
})

describe('defaultDataFolder', () => {
  test('is the place each system keeps for one user', () => {
    expect(defaultDataFolder('win32', { APPDATA: 'R' }, 'H')).toBe(join('R', 'Swarmscope'))
    expect(defaultDataFolder('darwin', {}, 'H')).toBe(join('H', 'Library', 'Application Support', 'Swarmscope'))
    expect(defaultDataFolder('linux', {}, 'H')).toBe(join('H', '.local', 'share', 'swarmscope'))
    expect(defaultDataFolder('linux', { XDG_DATA_HOME: 'X' }, 'H')).toBe(join('X', 'swarmscope'))
  })
})
