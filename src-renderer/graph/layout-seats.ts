// The seats of each layout: where peers sit whatever their links are. Peers without a seat are placed by the forces alone.

import type { LayoutName } from '../store/theme.ts'
import type { Point } from './camera.ts'
import type { NodeRole } from './model.ts'
import { type Guest, keepSeats, mostOnRing, ringSeats, takeSeats } from './ring.ts'

/** A peer as far as seats go. */
export interface Seated extends Guest {
  readonly role: NodeRole | null
}

const seatDistance = 200
const firstRing = 250
const columnDistance = 460
const fewestInColumn = 3
const columns: readonly NodeRole[] = ['seeder', 'peer', 'leecher', 'none']
/** Turning a larger ring to where its peers already are takes longer than it spares them the way. */
const mostTurned = 200

/** A seat for each peer, in the given order; null where the forces alone find one. `isFirst`: nobody stands anywhere yet. */
export type SeatPeers = (name: LayoutName, peers: readonly Seated[], isFirst: boolean) => readonly (Point | null)[]

/** Seats a swarm over and over, and remembers the table of a small one, so that those who stay keep their seats. */
export function createSeating(): SeatPeers {
  let table: readonly Point[] = []
  return (name, peers, isFirst) => {
    if (name !== 'force' || peers.length > mostOnRing) table = []
    if (name === 'ring') return aroundSeeders(peers)
    if (name === 'role') return inColumns(peers)
    if (peers.length > mostOnRing) return peers.map(() => null)
    const kept = isFirst ? null : keepSeats(peers, table)
    if (kept !== null) return kept
    const seats = ringSeats(peers.length)
    table = isFirst ? seats : takeSeats(peers, seats)
    return table
  }
}

/** Seeders in the middle, all others round them, in as many rings as they need. */
function aroundSeeders(peers: readonly Seated[]): Point[] {
  const middle = peers.filter(isSeeder)
  const others = peers.filter((peer) => !isSeeder(peer))
  const inner = middle.length === 1 ? [{ x: 0, y: 0 }] : rings(middle.length, seatDistance / 2)
  const innerReach = Math.max(0, ...inner.map(({ x, y }) => Math.hypot(x, y)))
  return inOrder(
    peers,
    isSeeder,
    keepTurn(middle, inner),
    keepTurn(others, rings(others.length, innerReach + firstRing)),
  )
}

/** So many seats on rings, from the smallest radius outwards. */
function rings(count: number, smallest: number): Point[] {
  const seats: Point[] = []
  for (let radius = smallest; seats.length < count; radius += seatDistance) {
    const room = Math.max(3, Math.floor((2 * Math.PI * radius) / seatDistance))
    const here = Math.min(room, count - seats.length)
    for (let index = 0; index < here; index++) {
      const angle = -Math.PI / 2 + (2 * Math.PI * index) / here
      seats.push({ x: radius * Math.cos(angle), y: radius * Math.sin(angle) })
    }
  }
  return seats
}

/** As nobody likes to walk round the whole table, a ring is turned to its peers where that can be found out soon. */
function keepTurn(peers: readonly Seated[], seats: readonly Point[]): readonly Point[] {
  return peers.length > 1 && peers.length <= mostTurned ? takeSeats(peers, seats) : seats
}

/** A column for each role there is, seeders left, leechers right; a long one is broken into several side by side. */
function inColumns(peers: readonly Seated[]): Point[] {
  const seats = new Map<Seated, Point>()
  // About as many rows as there are lanes, so that the whole is no tower.
  const mostInColumn = Math.max(fewestInColumn, Math.ceil(Math.sqrt(peers.length)))
  let x = 0
  for (const role of columns) {
    const here = peers.filter((peer) => (peer.role ?? 'none') === role).sort((one, other) => one.y - other.y)
    if (here.length === 0) continue
    const lanes = Math.ceil(here.length / mostInColumn)
    const height = Math.ceil(here.length / lanes)
    here.forEach((peer, index) => {
      const row = index % height
      seats.set(peer, { x: x + Math.floor(index / height) * seatDistance, y: (row - (height - 1) / 2) * seatDistance })
    })
    x += (lanes - 1) * seatDistance + columnDistance
  }
  const shift = (x - columnDistance) / 2
  return peers.map((peer) => {
    const seat = seats.get(peer) ?? { x: shift, y: 0 }
    return { x: seat.x - shift, y: seat.y }
  })
}

function inOrder(
  peers: readonly Seated[],
  isInner: (peer: Seated) => boolean,
  inner: readonly Point[],
  outer: readonly Point[],
): Point[] {
  let nextInner = 0
  let nextOuter = 0
  return peers.map((peer) => (isInner(peer) ? inner[nextInner++] : outer[nextOuter++]) ?? { x: 0, y: 0 })
}

function isSeeder({ role }: Seated): boolean {
  return role === 'seeder'
}
