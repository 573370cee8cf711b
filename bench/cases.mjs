// What can be measured.

import { measureFlat } from './flat/flat.mjs'
import { measureFeed } from './graph/feed.mjs'
import { measureGraph } from './graph/graph.mjs'
import { measureLinks } from './links/links.mjs'
import { measureSwarm } from './swarm/swarm.mjs'
import { measureTracker } from './tracker/compare.mjs'
import { measureWatched } from './watched/watched.mjs'
import { measureWire } from './wire/wire.mjs'

/**
 * What the command line asks for; undefined: what suits the case.
 * @typedef {{ runs: number | undefined, sizeMiB: number | undefined, seconds: number | undefined }} Options
 *
 * @typedef {object} Case
 * @property {string} about one line
 * @property {(options: Options) => Promise<import('./report/row.mjs').Row[]>} measure
 */

/** @type {Readonly<Record<string, Case>>} */
export const cases = {
  wire: {
    about: 'one seeder and one leecher, as fast as they can, beside rtorrent and libtorrent',
    measure: ({ runs = 3, sizeMiB = 1024 }) => measureWire({ runs, sizeMiB }),
  },
  swarm: {
    about: 'one seeder, and 8 or 24 leechers with upload limits, beside libtorrent and the least possible time',
    measure: ({ runs = 1, sizeMiB }) => measureSwarm({ runs, sizeMiB }),
  },
  links: {
    about: 'memory of many links, swarms and pieces, and how fast they come',
    measure: ({ runs = 3 }) => measureLinks({ runs }),
  },
  watched: {
    about: 'what fifty busy peers move with the screen open in Chromium, beside what they move unwatched',
    measure: ({ runs = 3, seconds = 30 }) => measureWatched({ runs, seconds }),
  },
  flat: {
    about: 'the time for a block with ever more pieces, peers and swarms; draws docs/flat.svg',
    measure: ({ runs = 2 }) => measureFlat({ runs }),
  },
  tracker: {
    about: "announces a second and memory a member, beside npm's tracker",
    measure: ({ runs = 3, seconds = 4 }) => measureTracker({ runs, seconds }),
  },
  graph: {
    about: 'the feed and the frames of the graph in Chromium, with hundreds of peers and thousands of links',
    measure: async ({ seconds = 5 }) => [...(await measureFeed({ seconds })), ...(await measureGraph({ seconds }))],
  },
}
