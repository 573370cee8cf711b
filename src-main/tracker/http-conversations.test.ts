import { describe, expect, test } from 'vitest'
import type { ByteWriter } from '../../src-shared/metainfo/byte-writer.ts'
import { MemoryNetwork } from '../net/memory-transport.ts'
import { HttpTalk } from '../testing/http-talk.ts'
import { ManualClock } from '../testing/manual-clock.ts'
import { HttpConversations, maxConversations } from './http-conversations.ts'
import type { HttpProblem, HttpRequest } from './http-head.ts'

const at = { host: '10.0.0.1', port: 5000 }
const get = (path: string, ...headers: string[]) => `${[`GET ${path} HTTP/1.1`, ...headers].join('\r\n')}\r\n\r\n`

/** A server that answers each path with itself, 40 KB of it for `/large`, and counts what it has answered. */
async function serving() {
  const clock = new ManualClock()
  const network = new MemoryNetwork(clock, 0)
  const conversations = new HttpConversations(clock)
  const answered: string[] = []
  const answer = (request: HttpRequest | HttpProblem, out: ByteWriter) => {
    const path = typeof request === 'string' ? request : request.path
    answered.push(path)
    out.latin1(path === '/large' ? '*'.repeat(40_000) : `[${path}]`)
    return typeof request !== 'string' && request.keepsOpen
  }
  await network.host(at.host).listen(at, (connection) => conversations.begin(connection, new Uint8Array(0), answer))
  const dial = async () => {
    const dialling = HttpTalk.dial(network.host('10.0.0.2'), at)
    await clock.advance(0)
    return dialling
  }
  return { clock, network, conversations, answered, dial }
}

test('requests are answered in order, however many come at once, in one piece', async () => {
  const { clock, dial } = await serving()
  const talk = await dial()
  talk.say(get('/a') + get('/b') + get('/c').slice(0, 9))
  await clock.advance(0)
  expect(talk.heard).toBe('[/a][/b]')
  talk.say(get('/c').slice(9))
  await clock.advance(0)
  expect(talk.heard).toBe('[/a][/b][/c]')
  expect(talk.ending).toBeUndefined()
})

test('bytes that were read before are answered too', async () => {
  const clock = new ManualClock()
  const network = new MemoryNetwork(clock, 0)
  const conversations = new HttpConversations(clock)
  await network
    .host(at.host)
    .listen(at, (connection) =>
      conversations.begin(connection, Buffer.from('GET '), (_request, out) => out.latin1('yes').length > 0),
    )
  const dialling = HttpTalk.dial(network.host('10.0.0.2'), at)
  await clock.advance(0)
  const talk = await dialling
  talk.say('/ HTTP/1.1\r\n\r\n')
  await clock.advance(0)
  expect(talk.heard).toBe('yes')
})

describe('a connection closes politely', () => {
  test.each([
    ['when it was asked to', get('/a', 'Connection: close'), '[/a]'],
    ['when it is older than HTTP/1.1', 'GET /a HTTP/1.0\r\n\r\n', '[/a]'],
    ['when something else than a request comes', 'nonsense\r\n\r\n', '[not-http]'],
  ])('%s, and what follows is not read', async (_when, text, heard) => {
    const { clock, conversations, dial } = await serving()
    const talk = await dial()
    talk.say(text + get('/never'))
    await clock.advance(0)
    expect([talk.heard, talk.ending]).toEqual([heard, 'closed'])
    expect(conversations.count).toBe(0)
  })
})

describe('patience', () => {
  test('half a minute of silence ends a connection, and a request in between begins it anew', async () => {
    const { clock, conversations, dial } = await serving()
    const talk = await dial()
    await clock.advance(25_000)
    talk.say(get('/a'))
    await clock.advance(25_000)
    expect(talk.ending).toBeUndefined()
    await clock.advance(10_000)
    expect([talk.ending, conversations.count, clock.waiting]).toEqual(['closed', 0, 0])
  })

  test('a request that comes byte by byte has ten seconds, however busy it looks', async () => {
    const { clock, answered, dial } = await serving()
    const talk = await dial()
    for (let second = 0; second < 15 && !talk.ending; second++) {
      talk.say('G')
      await clock.advance(1_000)
    }
    expect([talk.ending, answered]).toEqual(['closed', []])
  })

  test('empty lines are no sign of life', async () => {
    const { clock, dial } = await serving()
    const talk = await dial()
    for (let second = 0; second < 40 && !talk.ending; second++) {
      talk.say('\r\n')
      await clock.advance(1_000)
    }
    expect(talk.ending).toBe('closed')
  })

  test('who does not take its answers is not answered for ever, and is reset in the end', async () => {
    const { clock, answered, dial } = await serving()
    const talk = await dial()
    talk.connection.pause()
    talk.say(get('/large').repeat(1_000))
    await clock.advance(0)
    // What fills the pipe, and one batch more.
    expect(answered.length).toBeLessThan(8)
    talk.say(get('/large').repeat(10_000))
    await clock.advance(0)
    expect(talk.connection.backlogBytes).toBeGreaterThan(0)
    await clock.advance(35_000)
    talk.connection.resume()
    await clock.advance(0)
    expect(talk.ending).toBe('reset')
  })

  test('who takes its answers late gets all of them', async () => {
    const { clock, answered, dial } = await serving()
    const talk = await dial()
    talk.connection.pause()
    talk.say(get('/large').repeat(20) + get('/last', 'Connection: close'))
    await clock.advance(1_000)
    const before = answered.length
    talk.connection.resume()
    await clock.advance(1_000)
    expect(before).toBeLessThan(20)
    expect([answered.length, talk.heard.length, talk.ending]).toEqual([21, 20 * 40_000 + '[/last]'.length, 'closed'])
  })
})

describe('there is room for one more', () => {
  test('because the one that has been idle longest goes', async () => {
    const { clock, conversations, dial } = await serving()
    const talks: HttpTalk[] = []
    for (let i = 0; i < maxConversations; i++) {
      talks.push(await dial())
      // The first one is not idle.
      if (i === 0) talks[0]!.say('GET ')
      await clock.advance(1)
    }
    talks[1]!.say(get('/a'))
    await clock.advance(1)
    const late = await dial()
    late.say(get('/b'))
    await clock.advance(0)
    expect(late.heard).toBe('[/b]')
    expect(talks.flatMap(({ ending }, i) => (ending ? [i] : []))).toEqual([2])
    expect(conversations.count).toBe(maxConversations)
  })

  test('or, where none is idle, the one that has been at its request for longest', async () => {
    const { clock, dial } = await serving()
    const talks: HttpTalk[] = []
    for (let i = 0; i < maxConversations; i++) {
      const talk = await dial()
      talk.say('GET ')
      talks.push(talk)
      await clock.advance(1)
    }
    await dial()
    await clock.advance(0)
    expect(talks.flatMap(({ ending }, i) => (ending ? [i] : []))).toEqual([0])
  })
})

test('closing ends all of them and leaves no timer', async () => {
  const { clock, network, conversations, dial } = await serving()
  const talks = [await dial(), await dial()]
  conversations.close()
  await clock.advance(0)
  expect(talks.map(({ ending }) => ending)).toEqual(['closed', 'closed'])
  expect([conversations.count, clock.waiting, network.open.size]).toEqual([0, 0, 0])
})
