import { describe, expect, test } from 'vitest'
import { type Bencoded, decodeBencode } from '../../src-shared/metainfo/bencode.ts'
import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import { decodeCompact } from '../../src-shared/wire/compact-address.ts'
import { announceQuery, clientId, linkedPeer, TrackerUnderTest, trackedHash } from '../testing/tracker-under-test.ts'

type Dictionary = Map<string, Bencoded>

const read = (body: Uint8Array) => decodeBencode(body) as Dictionary
const text = (value: Bencoded | undefined) => Buffer.from((value ?? []) as Uint8Array).toString('utf8')

/** The addresses of a compact reply, sorted. */
function peersIn(body: Uint8Array): (string | undefined)[] {
  const [ipv4, ipv6] = ['peers', 'peers6'].map((key) => (read(body).get(key) ?? new Uint8Array(0)) as Uint8Array)
  return [...decodeCompact(ipv4!, 'ipv4', 999), ...decodeCompact(ipv6!, 'ipv6', 999)].sort()
}

describe('an announce', () => {
  test('is answered with counts, intervals and the others', async () => {
    const under = await TrackerUnderTest.start()
    await under.announce('10.0.0.2', 2, { left: 0 })
    await under.announce('10.0.0.3', 3)
    const body = await under.announce('10.0.0.4', 4)
    const counts = ['complete', 'downloaded', 'incomplete', 'interval', 'min interval'].map((key) =>
      read(body).get(key),
    )
    expect(counts).toEqual([1, 0, 2, 60, 30])
    expect(peersIn(body)).toEqual(['10.0.0.2:6881', '10.0.0.3:6881'])
    expect(read(body).has('peers6')).toBe(false)
  })

  test('of a seeder is answered with leechers only', async () => {
    const under = await TrackerUnderTest.start()
    await under.announce('10.0.0.2', 2, { left: 0 })
    await under.announce('10.0.0.3', 3)
    expect(peersIn(await under.announce('10.0.0.4', 4, { left: 0 }))).toEqual(['10.0.0.3:6881'])
  })

  test('is told of our own peer and of linked ones', async () => {
    const under = await TrackerUnderTest.start()
    under.tracker.addPeerToSwarm(trackedHash, linkedPeer(1, '10.0.0.1:5000', { role: 'seeder' }))
    under.tracker.addPeerToSwarm(trackedHash, linkedPeer(2, null))
    expect(peersIn(await under.announce('10.0.0.4', 4))).toEqual(['10.0.0.1:5000'])
  })

  test('wants as many peers as it says, 50 when it does not, at most 200, and none when it leaves', async () => {
    const under = await TrackerUnderTest.start()
    for (let i = 0; i < 250; i++) await under.announce(`10.0.1.${i}`, 1_000 + i)
    const counts: number[] = []
    for (const parameters of [{}, { numwant: 3 }, { numwant: 0 }, { numwant: 999 }, { event: 'stopped' }]) {
      counts.push(peersIn(await under.announce('10.0.0.4', 4, parameters as Record<string, number>)).length)
    }
    expect(counts).toEqual([50, 3, 0, 200, 0])
  })

  test('is answered with a list of dictionaries when it asks for that', async () => {
    const under = await TrackerUnderTest.start()
    await under.announce('10.0.0.2', 2)
    const [first] = read(await under.announce('10.0.0.4', 4, { compact: 0 })).get('peers') as Dictionary[]
    expect([text(first?.get('ip')), text(first?.get('peer id')), first?.get('port')]).toEqual([
      '10.0.0.2',
      clientId(2),
      6881,
    ])
    const [second] = read(await under.announce('10.0.0.4', 4, { compact: 0, no_peer_id: 1 })).get(
      'peers',
    ) as Dictionary[]
    expect(second?.has('peer id')).toBe(false)
  })

  test('over IPv6 is a member with an IPv6 address', async () => {
    const under = await TrackerUnderTest.start()
    await under.announce('2001:db8::7', 7)
    await under.announce('10.0.0.2', 2)
    expect(peersIn(await under.announce('10.0.0.4', 4))).toEqual(['10.0.0.2:6881', '[2001:db8::7]:6881'])
    expect(peersIn(await under.announce('2001:db8::8', 8))).toContain('[2001:db8::7]:6881')
  })

  test('says where it listens, but not at which address: that is seen', async () => {
    const under = await TrackerUnderTest.start()
    await under.announce('10.0.0.2', 2, { ip: '10.9.9.9' })
    expect(peersIn(await under.announce('10.0.0.4', 4, { port: 0 }))).toEqual(['10.0.0.2:6881'])
  })

  test('without a port is answered, with a warning', async () => {
    const under = await TrackerUnderTest.start()
    const body = await under.announce('10.0.0.2', 2, { port: 0 })
    expect(text(read(body).get('warning message'))).toMatch(/names no port/)
    expect(read(body).get('incomplete')).toBe(0)
    expect(text(read(await under.announce('10.0.0.2', 2, { port: 80 })).get('warning message'))).toMatch(/port 80/)
  })
})

describe('clients on the same computer as the tracker', () => {
  test('are told to others where those reached the tracker', async () => {
    const under = await TrackerUnderTest.start()
    await under.announce('127.0.0.1', 2)
    expect(peersIn(await under.announce('10.0.0.4', 4))).toEqual(['10.0.0.1:6881'])
  })

  test('are told to one another at the address that the network knows, as soon as there is one', async () => {
    const under = await TrackerUnderTest.start()
    await under.announce('127.0.0.1', 2)
    expect(peersIn(await under.announce('127.0.0.1', 3, { port: 6882 }))).toEqual(['127.0.0.1:6881'])
    under.shownHost = '10.0.0.1'
    expect(peersIn(await under.announce('127.0.0.1', 3, { port: 6882 }))).toEqual(['10.0.0.1:6881'])
  })
})

describe('a refusal is a sentence that the client shows', () => {
  test.each([
    ['info_hash=abc', /^info_hash has 3 bytes/],
    [announceQuery(1).replaceAll('c0', 'c1'), /join it there first/],
    [`${announceQuery(1)}&event=%`, /two hex digits/],
  ])('%s', async (query, sentence) => {
    const under = await TrackerUnderTest.start()
    const talk = await under.get('10.0.0.2', `/announce?${query}`)
    expect(talk.statuses).toEqual([200])
    expect([...read(talk.body).keys()]).toEqual(['failure reason'])
    expect(text(read(talk.body).get('failure reason'))).toMatch(sentence)
    expect(under.server.takeServed()).toEqual({ http: 0, udp: 0, refused: 1 })
  })

  test('that the torrent is paused there', async () => {
    const under = await TrackerUnderTest.start()
    under.tracker.closeSwarm(trackedHash)
    under.paused.add(trackedHash)
    expect(text(read(await under.announce('10.0.0.2', 2)).get('failure reason'))).toMatch(/is paused/)
  })

  test('that somebody else has this peer id', async () => {
    const under = await TrackerUnderTest.start()
    await under.announce('10.0.0.2', 2, { key: 'aa' })
    expect(text(read(await under.announce('10.0.0.3', 2, { key: 'bb' })).get('failure reason'))).toMatch(/peer id/)
  })
})

describe('a scrape', () => {
  const escaped = (infoHash: string) => `info_hash=${infoHash.replace(/../g, '%$&')}`
  const other = 'd1'.repeat(20) as InfoHash

  test('has the counts of those asked for, or of all', async () => {
    const under = await TrackerUnderTest.start()
    under.tracker.openSwarm(other)
    await under.announce('10.0.0.2', 2, { event: 'completed', left: 0 })
    const filesOf = async (query: string) =>
      read((await under.get('10.0.0.3', `/scrape?${query}`)).body).get('files') as Dictionary
    const one = await filesOf(`${escaped(trackedHash)}&${escaped('ee'.repeat(20))}`)
    expect([...one]).toEqual([
      ['\xc0'.repeat(20), new Map(Object.entries({ complete: 1, downloaded: 1, incomplete: 0 }))],
    ])
    expect([...(await filesOf('')).keys()]).toEqual(['\xc0'.repeat(20), '\xd1'.repeat(20)])
  })

  test('that is wrong is refused with a sentence', async () => {
    const under = await TrackerUnderTest.start()
    const { body } = await under.get('10.0.0.3', '/scrape?info_hash=abc')
    expect(text(read(body).get('failure reason'))).toMatch(/20 bytes/)
  })
})

describe('other requests', () => {
  test.each([
    ['GET', '/favicon.ico', 404],
    ['GET', '/announce/', 404],
    ['POST', '/announce', 405],
    ['GET', '/', 200],
    ['HEAD', '/', 200],
  ])('%s %s: %i', async (method, target, status) => {
    const under = await TrackerUnderTest.start()
    const talk = await under.get('10.0.0.2', target, method)
    expect([talk.statuses, talk.ending]).toEqual([[status], 'closed'])
    expect(talk.heard).toMatch(/^Connection: close\r$/m)
  })

  test('an announce URL that is opened in a browser says what it is for, and nobody was refused', async () => {
    const under = await TrackerUnderTest.start()
    const talk = await under.get('10.0.0.2', '/announce')
    expect(talk.statuses).toEqual([200])
    expect(talk.body.toString()).toMatch(/^This is where BitTorrent clients announce themselves/)
    await under.get('10.0.0.2', '/favicon.ico')
    expect(under.server.takeServed()).toEqual({ http: 0, udp: 0, refused: 0 })
    await under.get('10.0.0.2', '/announce?')
    await under.get('10.0.0.2', '/announce?port=1')
    expect(under.server.takeServed()).toMatchObject({ refused: 1 })
  })

  test('HEAD has the headers of GET and no body', async () => {
    const under = await TrackerUnderTest.start()
    const [head, get] = [await under.get('10.0.0.2', '/', 'HEAD'), await under.get('10.0.0.2', '/')]
    expect(head.heard).toBe(get.heard.slice(0, get.heard.indexOf('\r\n\r\n') + 4))
  })

  test('several on one connection, each with its length', async () => {
    const under = await TrackerUnderTest.start()
    const talk = await under.dial('10.0.0.2')
    talk.say(`GET /announce?${announceQuery(2)} HTTP/1.1\r\n\r\nGET /nothing HTTP/1.1\r\n\r\n`)
    await under.clock.advance(0)
    expect([talk.statuses, talk.ending]).toEqual([[200, 404], undefined])
    expect(talk.heard).not.toMatch(/^Connection/m)
    under.server.close()
    await under.clock.advance(0)
    expect(talk.ending).toBe('closed')
    expect(under.server.takeServed()).toEqual({ http: 1, udp: 0, refused: 1 })
  })
})

test('members that do not come back are let go in time, and the clock is left alone after that', async () => {
  const under = await TrackerUnderTest.start()
  await under.announce('10.0.0.2', 2)
  await under.announce('10.0.0.3', 3)
  // Longer than the five minutes after which libtorrent comes back, whatever it is told.
  await under.clock.advance(300_000)
  await under.announce('10.0.0.3', 3)
  await under.clock.advance(60_000)
  expect(under.tracker.counts(trackedHash)?.leechers).toBe(1)
  await under.clock.advance(400_000)
  expect(under.tracker.counts(trackedHash)?.leechers).toBe(0)
  expect(under.clock.waiting).toBe(0)
})

test('who announces itself is told of, with all others, at most ten times a second; and so is one that goes', async () => {
  const under = await TrackerUnderTest.start()
  const names = () => under.told.map((members) => members.map(({ server }) => server))
  await under.announce('10.0.0.2', 2)
  await under.announce('10.0.0.3', 3)
  await under.announce('10.0.0.4', 4)
  await under.clock.advance(100)
  expect(names()).toEqual([['10.0.0.2:6881'], ['10.0.0.2:6881', '10.0.0.3:6881', '10.0.0.4:6881']])
  await under.announce('10.0.0.3', 3, { event: 'stopped' })
  await under.clock.advance(100)
  expect(names().at(-1)).toEqual(['10.0.0.2:6881', '10.0.0.4:6881'])
  under.tracker.addPeerToSwarm(trackedHash, linkedPeer(4, '10.0.0.4:6881'))
  await under.clock.advance(100)
  expect(names().at(-1)).toEqual(['10.0.0.2:6881'])
  expect(under.broadcasts.at(-1)?.map(({ name }) => name)).toEqual(['P4', 'Transmission 3.00'])
  under.tracker.closeSwarm(trackedHash)
  await under.clock.advance(60_000)
  expect(under.clock.waiting).toBe(0)
})
