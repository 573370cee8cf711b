import { assertNever } from '../assert-never.ts'
import { guestOf, onePerAddressRemedy } from './guests.ts'
import type { PortRange } from './port-range.ts'

/**
 * Why a link closed, a dial failed or a peer left a list: an ordinary ending is a value, never an exception.
 * `protocol-error` carries the code and detail of a ProtocolError: the remote broke a rule of the wire.
 */
export type DisconnectReason =
  | { code: 'left' }
  | { code: 'closed' }
  | { code: 'no-goodbye' }
  | { code: 'reset' }
  | { code: 'closed-in-handshake' }
  | { code: 'we-left' }
  | { code: 'we-closed' }
  | { code: 'paused' }
  | { code: 'metadata-done' }
  | { code: 'silent'; seconds: number }
  | { code: 'stopped' }
  | { code: 'killed' }
  | { code: 'refused' }
  | { code: 'unreachable'; detail: string }
  | { code: 'dial-timed-out'; seconds: number }
  | { code: 'handshake-timed-out'; seconds: number }
  | { code: 'no-client-port'; range: PortRange }
  | { code: 'bad-address'; detail: string }
  | { code: 'no-swarm' }
  | { code: 'self' }
  | { code: 'already-connected'; clientId: number | null }
  | { code: 'duplicate' }
  | { code: 'server-full'; maximum: number }
  | { code: 'wrong-info-hash' }
  | { code: 'not-bittorrent' }
  | { code: 'protocol-error'; rule: string; detail: string }
  | { code: 'private-torrent' }
  | { code: 'sent-bad-data' }
  | { code: 'banned' }
  | { code: 'not-reading' }
  | { code: 'both-complete' }
  | { code: 'one-per-address'; agent: string }
  | { code: 'no-longer-listed' }

const final: ReadonlySet<DisconnectReason['code']> = new Set([
  'self',
  'already-connected',
  'bad-address',
  'no-swarm',
  'private-torrent',
  'banned',
])

/** Whether the same dial could end otherwise another time; if not, it told nothing new of the peer at that address. */
export function mayRetry(reason: DisconnectReason): boolean {
  return !final.has(reason.code)
}

const ours: ReadonlySet<DisconnectReason['code']> = new Set(['we-left', 'we-closed', 'paused', 'metadata-done'])

/** Whether the peer that tells it ended the link by its own wish, so that it says nothing of the remote. */
export function isOwnDoing(reason: DisconnectReason): boolean {
  return ours.has(reason.code)
}

/** One sentence that a person can act on: what happened, why, and what to do where something can be done. */
export function reasonSentence(reason: DisconnectReason): string {
  switch (reason.code) {
    case 'left':
      return 'It left the swarm politely.'
    case 'closed':
      return 'The other side closed the connection.'
    case 'no-goodbye':
      return 'It went without a goodbye: its program was ended or has crashed, or it closed this link alone.'
    case 'reset':
      return 'The connection was reset: the other program ended abruptly.'
    case 'closed-in-handshake':
      return 'It closed the connection instead of answering the handshake: most likely it shares another torrent, or its server is full.'
    case 'we-left':
      return 'This peer left the swarm.'
    case 'we-closed':
      return 'This peer closed the link.'
    case 'paused':
      return 'This peer paused the swarm.'
    case 'metadata-done':
      return 'The torrent’s description is here; the swarm is joined anew.'
    case 'silent':
      return `Nothing was heard from it for ${reason.seconds} s, so it counts as lost.`
    case 'stopped':
      return 'It was stopped from this screen.'
    case 'killed':
      return 'It was stopped abruptly from this screen.'
    case 'refused':
      return 'Refused: no program listens at that address. Start the other peer first, or check its port.'
    case 'unreachable':
      return `That host cannot be reached (${reason.detail}). Check the address and that both are on the same network.`
    case 'dial-timed-out':
      return `No answer within ${reason.seconds} s. Check the address; a firewall may be dropping the packets.`
    case 'handshake-timed-out':
      return `It accepted the connection but sent no BitTorrent handshake within ${reason.seconds} s. Check the port: another kind of program may listen there.`
    case 'no-client-port':
      return `No client port left: all of ${reason.range.first}–${reason.range.last} are in use. Close a client, or widen the range in the settings.`
    case 'bad-address':
      return reason.detail
    case 'no-swarm':
      return 'This peer is in no swarm yet. Share a file or open a .torrent first.'
    case 'self':
      return 'That is this peer itself.'
    case 'already-connected':
      return reason.clientId === null
        ? 'Already connected to that peer.'
        : `Already connected to that peer (client ${reason.clientId}).`
    case 'duplicate':
      return 'Closed as a duplicate: these two peers already have a link.'
    case 'server-full':
      return `The server already serves its maximum of ${reason.maximum} remote clients.`
    case 'wrong-info-hash':
      return 'Another swarm: the info hash in its handshake is of no torrent that is shared here. That is normal: some clients, such as WebTorrent, try every peer that they find on the network for each of their torrents.'
    case 'not-bittorrent':
      return 'Something answers there, but it does not speak BitTorrent. Check the port.'
    case 'protocol-error':
      return `It broke a rule of the protocol (${reason.rule}): ${reason.detail}.`
    case 'private-torrent':
      return 'This torrent is private: its peers may only come from its own tracker (BEP 27).'
    case 'sent-bad-data':
      return 'What it sent failed its SHA-1, so it is not spoken with again in this session.'
    case 'banned':
      return 'It sent wrong blocks before, so it is not spoken with again in this session.'
    case 'not-reading':
      return 'It stopped reading what was sent to it.'
    case 'both-complete':
      return 'Both have everything, so the other side closed the link, as many clients do: there is nothing left to send.'
    case 'one-per-address':
      return onePerAddress(reason.agent)
    case 'no-longer-listed':
      return 'It is in no tracker list any more.'
    default:
      return assertNever(reason)
  }
}

function onePerAddress(agent: string): string {
  const remedy = onePerAddressRemedy(agent)
  const lift = remedy === undefined ? '' : ` To lift that, there: ${remedy}.`
  return `One connection from each IP address: ${guestOf(agent).badge} takes no more, and another peer at this one has it already.${lift} Or give each peer an address of its own: Settings here do so for demo peers.`
}
