import type { Clock } from '../clock.ts'
import type { Askers } from './askers.ts'
import type { Served } from './served.ts'
import type { Tracker } from './tracker.ts'

/** What the two ways to the tracker, HTTP and UDP, need. */
export interface TrackerDoorParts {
  readonly clock: Clock
  readonly tracker: Tracker
  readonly askers: Askers
  readonly served: Served
}
