import { expect, test } from 'vitest'
import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import { linkedPeer, TrackerUnderTest, trackedHash } from '../testing/tracker-under-test.ts'

async function pageAt(under: TrackerUnderTest, host = '10.0.0.2') {
  const talk = await under.get(host, '/')
  return { head: talk.heard.slice(0, talk.heard.indexOf('\r\n\r\n')), html: talk.body.toString('utf8') }
}

test('nothing runs on it, nothing is fetched for it, and nobody else may show it in a frame', async () => {
  const { head, html } = await pageAt(await TrackerUnderTest.start())
  const policy = /^Content-Security-Policy: (.*)$/m.exec(head)?.[1] ?? ''
  expect(policy).toMatch(
    /^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r?$/,
  )
  expect(head).toMatch(/^X-Content-Type-Options: nosniff\r?$/m)
  expect(head).toMatch(/^Content-Type: text\/html; charset=utf-8\r?$/m)
  expect(html).not.toMatch(/<script|<link|<img|<form|style=|\son\w+=|https:/)
})

test('it lists swarms and members, with the announce URL of the address that it was asked at', async () => {
  const under = await TrackerUnderTest.start()
  under.tracker.addPeerToSwarm(trackedHash, linkedPeer(1, '10.0.0.1:5000', { role: 'seeder', haveCount: 10 }))
  await under.announce('10.0.0.3', 3, { left: 250 })
  const { html } = await pageAt(under)
  expect(html).toContain('http://10.0.0.1:5000/announce')
  expect(html).toContain(trackedHash)
  const rows = [...html.matchAll(/<tr><td>.*<\/tr>/g)].map(([row]) => row.replace(/<[^>]+>/g, '|').replace(/\|+/g, '|'))
  expect(rows).toEqual([
    '|10.0.0.1:5000|Swarmscope 0.1.0 |P1|seeder|0 %|',
    '|10.0.0.3:6881|Transmission 3.00|peer|30 %|',
  ])
})

test('on the same computer, the URL is the one that others can use too', async () => {
  const under = await TrackerUnderTest.start()
  expect((await pageAt(under, '127.0.0.1')).html).toContain('http://127.0.0.1:5000/announce')
  under.shownHost = '10.0.0.1'
  expect((await pageAt(under, '127.0.0.1')).html).toContain('http://10.0.0.1:5000/announce')
})

test('text from others is text', async () => {
  const under = await TrackerUnderTest.start()
  const name = `<script>alert("1")</script>&\u202e'${'x'.repeat(300)}`
  under.tracker.addPeerToSwarm(trackedHash, linkedPeer(1, null, { name, agent: '<i>' }))
  const { html } = await pageAt(under)
  expect(html).toContain('noise &#60;b&#62;')
  expect(html).toContain('&#60;script&#62;alert(&#34;1&#34;)&#60;/script&#62;&#38;&#39;xxx')
  expect(html).not.toMatch(/<script|<i>|<b>|\u202e|x{200}/)
  expect(html).toContain('not known')
})

test('it stays short: so many swarms, so many members, and how many more there are', async () => {
  const under = await TrackerUnderTest.start()
  for (let i = 0; i < 60; i++) under.tracker.openSwarm(i.toString(16).padStart(40, '0') as InfoHash)
  for (let i = 0; i < 70; i++) await under.announce(`10.0.1.${i}`, i)
  const { html } = await pageAt(under)
  expect(html.match(/<tr><td>/g)).toHaveLength(50)
  expect(html).toContain('And 20 more.')
  expect(html).toContain('And 11 more swarms.')
})

test('it is made at most once a second, however often it is asked for', async () => {
  const under = await TrackerUnderTest.start()
  const { html } = await pageAt(under)
  under.tracker.closeSwarm(trackedHash)
  expect((await pageAt(under)).html).toBe(html)
  await under.clock.advance(1_000)
  expect((await pageAt(under)).html).toContain('No swarm yet')
})
