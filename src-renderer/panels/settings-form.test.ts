import { describe, expect, it } from 'vitest'
import { readSettings, textOf } from './settings-form.ts'

const settings = {
  name: 'P1',
  serverPort: 5000,
  clientPorts: { first: 5001, last: 5010 },
  maxRemoteClients: 50,
  openToNetwork: false,
  localDiscovery: true,
  dht: false,
  demoApart: false,
  reportLinks: true,
}

describe('the settings form', () => {
  it('reads back what it shows', () => {
    expect(readSettings(textOf(settings))).toEqual({ settings })
  })

  it.each([
    ['name', '  '],
    ['name', 'x'.repeat(41)],
    ['serverPort', '0'],
    ['serverPort', '70000'],
    ['serverPort', '50x0'],
    ['clientPorts', '5010-5001'],
    ['clientPorts', ''],
    ['maxRemoteClients', '0'],
    ['maxRemoteClients', '1.5'],
  ] as const)('says what is wrong with %s = %j, and only that', (field, typed) => {
    const read = readSettings({ ...textOf(settings), [field]: typed })
    expect(Object.keys('problems' in read ? read.problems : {})).toEqual([field])
  })

  it('keeps the server’s port out of the clients’', () => {
    const read = readSettings({ ...textOf(settings), serverPort: '5004' })
    expect(read).toMatchObject({ problems: { clientPorts: expect.stringContaining('5004') } })
  })
})
