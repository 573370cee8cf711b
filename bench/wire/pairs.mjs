// Who sends to whom on one wire.

import { findLibtorrents, findRtorrent, ours } from '../clients/clients.mjs'

/** @typedef {{ name: string, seeder: import('../clients/clients.mjs').Client, leecher: import('../clients/clients.mjs').Client }} Pair */

/**
 * The pairs that can be measured here: ours among themselves, each other client among themselves, and mixed ones.
 * @returns {Pair[]}
 */
export function findPairs() {
  const rtorrent = findRtorrent()
  const libtorrents = findLibtorrents()
  const [libtorrent] = libtorrents
  const others = [...(rtorrent ? [rtorrent] : []), ...libtorrents]
  return [
    pair(ours, ours),
    ...others.map((other) => pair(other, other)),
    ...(rtorrent ? [pair(rtorrent, ours)] : []),
    ...(libtorrent ? [pair(ours, libtorrent)] : []),
    ...(rtorrent && libtorrent ? [pair(rtorrent, libtorrent)] : []),
  ]
}

/**
 * @param {import('../clients/clients.mjs').Client} seeder
 * @param {import('../clients/clients.mjs').Client} leecher
 * @returns {Pair}
 */
function pair(seeder, leecher) {
  return { name: `${seeder.name} → ${leecher.name}`, seeder, leecher }
}
