// Where the peers stood, across a reload of the screen.

import { recall, remember } from '../store/remembered.ts'

/** A node's key and its place in world px. */
export type KeptPlace = readonly [key: string, x: number, y: number]

/** Of a larger swarm nobody knows the places by heart. */
const mostKept = 400

/** The places that were kept; none when they cannot be read. */
export function recallPlaces(): readonly KeptPlace[] {
  return recall('places', arePlaces) ?? []
}

/** Keeps the places of a swarm that is not too large, to the nearest px. Whoever leaves before there are any forgets none. */
export function keepPlaces(places: readonly KeptPlace[]): void {
  if (places.length === 0) return
  const kept = places.length > mostKept ? [] : places.map(([key, x, y]) => [key, Math.round(x), Math.round(y)])
  remember('places', kept)
}

function arePlaces(value: unknown): value is KeptPlace[] {
  return Array.isArray(value) && value.length <= mostKept && value.every(isPlace)
}

function isPlace(value: unknown): boolean {
  if (!Array.isArray(value)) return false
  const [key, x, y] = value
  return typeof key === 'string' && Number.isFinite(x) && Number.isFinite(y)
}
