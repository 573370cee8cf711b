// What can be measured.

import { measureLinks } from './links/links.mjs'
import { measurePicker } from './picker.mjs'
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
    measure: ({ runs = 3, seconds = 3 }) => measureWatched({ runs, seconds }),
  },
  tracker: {
    about: "announces a second and memory a member, beside npm's tracker",
    measure: ({ runs = 3, seconds = 4 }) => measureTracker({ runs, seconds }),
  },
  picker: { about: 'the time to choose a piece', measure: measurePicker },
}
