import { describe, expect, test } from 'vitest'
import { decodeBencode } from '../../src-shared/metainfo/bencode.ts'
import { decodeUdpReply, encodeUdpRequest } from '../../src-shared/metainfo/udp-tracker.ts'
import type { PeerId } from '../../src-shared/swarm/ids.ts'
import { encodeHandshake } from '../../src-shared/wire/handshake.ts'
import { ScriptedPeer } from '../testing/scripted-peer.ts'
import { SimulatedSwarm } from '../testing/simulate-swarm.ts'
import { firstServer, strangerAt } from '../testing/stranger.ts'

// The server's port takes peers, and asks of its tracker by HTTP; the same number by UDP. All of it is one membership.

const block = 16_384
const guestId = 'ab'.repeat(20) as PeerId

async function seederAndItsSwarm() {
  const swarm = new SimulatedSwarm(480)
  const { bytes, metainfo } = await swarm.share(4 * block, 'noise.bin', block)
  const seeder = await swarm.add(bytes)
  await swarm.clock.advance(1_000)
  return { swarm, bytes, metainfo, seeder, listed: () => Object.values(swarm.view.peers).map(({ id }) => id) }
}

function percent(hex: string): string {
  return hex.replace(/../g, '%$&')
}

/** Asks over HTTP from another host; answers all that came back. */
async function get(swarm: SimulatedSwarm, path: string, host = '10.0.0.99'): Promise<string> {
  const dialling = swarm.network.host(host).dial(firstServer, 0).done
  await swarm.clock.advance(100)
  const connection = await dialling
  let text = ''
  connection.open({
    onData: (chunk) => {
      text += Buffer.from(chunk).toString('latin1')
    },
    onDrain() {},
    onClose() {},
  })
  connection.write(Buffer.from(`GET ${path} HTTP/1.1\r\nHost: 10.0.0.1:5000\r\n\r\n`))
  await swarm.clock.advance(200)
  connection.end()
  return text
}

const announce = (infoHash: string, more = '') =>
  `/announce?info_hash=${percent(infoHash)}&peer_id=${percent(guestId)}&port=6881&uploaded=0&downloaded=0&left=9${more}`

describe('the tracker at the server’s port', () => {
  test('answers by HTTP, and the seeder dials at once whom it hears of', async () => {
    const { swarm, metainfo, listed } = await seederAndItsSwarm()
    const guest = await ScriptedPeer.listen(swarm.network.host('10.0.0.99'), { host: '10.0.0.99', port: 6881 }, 9)
    const reply = await get(swarm, announce(metainfo.infoHash, '&event=started&compact=1'))
    const body = decodeBencode(Buffer.from(reply.slice(reply.indexOf('\r\n\r\n') + 4), 'latin1')) as Map<
      string,
      unknown
    >
    // 10.0.0.1:5000, the seeder itself.
    expect([...(body.get('peers') as Uint8Array)]).toEqual([10, 0, 0, 1, 0x13, 0x88])
    await swarm.clock.advance(1_000)
    expect(guest).toHaveLength(1)
    expect(listed()).toContain(guestId)
    await get(swarm, announce(metainfo.infoHash, '&event=stopped'))
    await swarm.clock.advance(1_000)
    expect(listed()).not.toContain(guestId)
    expect(swarm.view.peers[swarm.view.me!]?.tracker?.served).toEqual({ http: 2, udp: 0, refused: 0 })
  })

  test('refuses a torrent that its peer is not in, and shows its page', async () => {
    const { swarm } = await seederAndItsSwarm()
    expect(await get(swarm, announce('cd'.repeat(20)))).toContain('failure reason')
    expect(await get(swarm, '/')).toContain('noise.bin')
  })

  test('tells nobody of a private torrent that names other trackers, and of one that names it as of any (BEP 27)', async () => {
    const swarm = new SimulatedSwarm(481)
    const shared = await swarm.share(4 * block, 'noise.bin', block)
    const seeder = await swarm.start()
    const joinAs = async (url: string) => {
      seeder.leave(shared.metainfo.infoHash)
      const metainfo = { ...shared.metainfo, isPrivate: true, trackers: [[url]] }
      await swarm.join(seeder, shared.bytes, {}, { ...shared, metainfo })
    }
    const guest = await ScriptedPeer.listen(swarm.network.host('10.0.0.99'), { host: '10.0.0.99', port: 6881 }, 9)
    await joinAs('http://10.0.0.200:6969/announce')
    expect(await get(swarm, announce(shared.metainfo.infoHash))).toContain('This torrent is private')
    expect(await get(swarm, '/')).not.toContain('noise.bin')
    expect(await get(swarm, '/scrape')).toContain('d5:filesde')
    expect(guest).toHaveLength(0)
    await joinAs('http://10.0.0.1:5000/announce')
    expect(await get(swarm, announce(shared.metainfo.infoHash))).toContain('5:peers6:')
    await swarm.clock.advance(1_000)
    expect(await get(swarm, '/')).toContain('noise.bin')
    expect(guest).toHaveLength(1)
  })

  test('answers by UDP at the same number, from the same membership', async () => {
    const { swarm, metainfo, listed } = await seederAndItsSwarm()
    const replies: ReturnType<typeof decodeUdpReply>[] = []
    const hear = (bytes: Uint8Array) => void replies.push(decodeUdpReply(bytes))
    const socket = await swarm.network.host('10.0.0.99').bind({ host: '10.0.0.99', port: 6881 }, hear)
    socket.send(encodeUdpRequest({ kind: 'connect', transaction: 7 }), firstServer)
    await swarm.clock.advance(100)
    const connection = replies[0]?.kind === 'connect' ? replies[0].connection : 0n
    const question = {
      infoHash: metainfo.infoHash,
      peerId: guestId,
      downloadedBytes: 0,
      leftBytes: 9,
      uploadedBytes: 0,
      event: 'started',
      key: 1,
      wanted: 50,
      port: 6881,
    } as const
    socket.send(
      encodeUdpRequest({ kind: 'announce', transaction: 8, connection, urlData: '', ...question }),
      firstServer,
    )
    await swarm.clock.advance(1_000)
    expect(replies[1]?.kind).toBe('announce')
    expect(listed()).toContain(guestId)
  })

  test('tells other peers of our kind, which dial the guest too', async () => {
    const { swarm, metainfo, seeder } = await seederAndItsSwarm()
    const leecher = await swarm.add(null, { upBytesPerSec: 1_000 })
    void leecher.connect([seeder.loopbackAddress])
    const guest = await ScriptedPeer.listen(swarm.network.host('10.0.0.99'), { host: '10.0.0.99', port: 6881 }, 9)
    await get(swarm, announce(metainfo.infoHash))
    await swarm.clock.advance(2_000)
    expect(guest).toHaveLength(2)
  })

  test('lets go of one of our kind that leaves or dies, though it announced itself', async () => {
    for (const abruptly of [false, true]) {
      const { swarm, metainfo, seeder } = await seederAndItsSwarm()
      const leecher = await swarm.add(null, { upBytesPerSec: 1_000 })
      void leecher.connect([seeder.loopbackAddress])
      await swarm.clock.advance(1_000)
      const itself = `/announce?info_hash=${percent(metainfo.infoHash)}&peer_id=${percent(leecher.id)}`
      await get(swarm, `${itself}&port=5000&uploaded=0&downloaded=0&left=9`, '10.0.0.2')
      void leecher.stop(abruptly)
      await swarm.clock.advance(3_000)
      expect(seeder.tracker.members(metainfo.infoHash).map(({ id }) => id)).toEqual([seeder.id])
    }
  })

  test('lets go of a guest that had a link, once nothing listens there any more', async () => {
    const { swarm, metainfo, seeder } = await seederAndItsSwarm()
    const host = swarm.network.host('10.0.0.99')
    const listener = await host.listen({ host: '10.0.0.99', port: 6881 }, (connection) => {
      const handshake = encodeHandshake({ infoHash: metainfo.infoHash, peerId: guestId })
      connection.open({ onData: () => undefined, onDrain() {}, onClose() {} })
      connection.write(handshake)
      swarm.clock.after(1_000, () => connection.end())
    })
    await get(swarm, announce(metainfo.infoHash))
    await swarm.clock.advance(600)
    await listener.close()
    const listed = () => seeder.tracker.members(metainfo.infoHash).map(({ id }) => id)
    expect(listed()).toContain(guestId)
    await swarm.clock.advance(10_000)
    expect(listed()).toEqual([seeder.id])
  })

  test('a guest whose link ends stays on the list all the while', async () => {
    const { swarm, metainfo } = await seederAndItsSwarm()
    await get(swarm, announce(metainfo.infoHash))
    const dialling = swarm.network.host('10.0.0.99').dial(firstServer, 0).done
    await swarm.clock.advance(100)
    const connection = await dialling
    connection.open({ onData: () => undefined, onDrain() {}, onClose() {} })
    connection.write(encodeHandshake({ infoHash: metainfo.infoHash, peerId: guestId }))
    await swarm.clock.advance(1_000)
    connection.end()
    await swarm.clock.advance(1_000)
    expect(swarm.events.filter(({ type }) => type === 'link-closed')).toHaveLength(1)
    expect(swarm.events.filter(({ type }) => type === 'member-left')).toEqual([])
  })

  test('names its own peer where it listens by now: at another port, and in another network', async () => {
    const { swarm, metainfo, seeder } = await seederAndItsSwarm()
    await seeder.change({ ...seeder.setup, listen: { ...firstServer, port: 5050 } })
    await swarm.clock.advance(2_000)
    const own = () => seeder.tracker.members(metainfo.infoHash)[0]?.server
    expect(own()).toBe('10.0.0.1:5050')
    let host = '192.168.7.7'
    await seeder.change({ ...seeder.setup, listen: { host: '::', port: 5050 }, shownHost: () => host })
    await swarm.clock.advance(2_000)
    host = '10.9.9.9'
    await swarm.clock.advance(2_000)
    expect(own()).toBe('10.9.9.9:5050')
    expect(seeder.address).toBe('10.9.9.9:5050')
    expect(swarm.view.peers[seeder.id]?.server).toBe('10.9.9.9:5050')
  })

  test('a guest that announces under one peer id and shakes hands under another is one member', async () => {
    const { swarm, metainfo, seeder } = await seederAndItsSwarm()
    const listed = () => seeder.tracker.members(metainfo.infoHash).map(({ id }) => id)
    const guests = await ScriptedPeer.listen(swarm.network.host('10.0.0.99'), { host: '10.0.0.99', port: 6881 }, 9)
    await get(swarm, announce(metainfo.infoHash, '&event=started'))
    await swarm.clock.advance(1_000)
    const [guest] = guests
    guest!.shakeHands(metainfo.infoHash)
    await swarm.clock.advance(1_000)
    expect(listed()).toEqual([seeder.id, guest!.id])
    await get(swarm, announce(metainfo.infoHash))
    await swarm.clock.advance(2_000)
    expect(listed()).toEqual([seeder.id, guest!.id])
    expect(seeder.tracker.counts(metainfo.infoHash)).toMatchObject({ seeders: 1, leechers: 1 })
    expect(guests).toHaveLength(1)
    guest!.leave()
    await swarm.clock.advance(500)
    expect(listed()).toEqual([seeder.id, guest!.id])
    await get(swarm, announce(metainfo.infoHash, '&event=stopped'))
    await swarm.clock.advance(1_000)
    expect(listed()).not.toContain(guestId)
  })

  test('answers by HTTP alone where another program holds the UDP port, and says so', async () => {
    const swarm = new SimulatedSwarm(481)
    await swarm.network.host('10.0.0.1').bind(firstServer, () => undefined)
    const { bytes, metainfo } = await swarm.share(4 * block, 'noise.bin', block)
    await swarm.add(bytes)
    expect(swarm.events).toContainEqual(
      expect.objectContaining({ type: 'tracker-udp-failed', requested: '10.0.0.1:5000', failure: 'port-in-use' }),
    )
    expect(await get(swarm, announce(metainfo.infoHash))).toContain('interval')
  })

  test('takes peers all the while', async () => {
    const { swarm } = await seederAndItsSwarm()
    const stranger = await strangerAt(swarm)
    await get(swarm, '/')
    expect(stranger.names).toContain('have-all')
  })
})
