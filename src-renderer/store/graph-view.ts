import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import type { View } from '../../src-shared/swarm/view.ts'
import { localSwarmsOf } from './peers.ts'
import type { ScreenState } from './screen-store.ts'
import { shownSwarmOf } from './shown-swarm.ts'
import { viewOfSwarm } from './view-of-swarm.ts'

/** The one swarm that the graph shows alone; null where it shows all at once, and while there are not several. */
export function graphSwarmOf(state: Pick<ScreenState, 'view' | 'pointedSwarms' | 'graphSwarms'>): InfoHash | null {
  if (state.graphSwarms === 'all' || localSwarmsOf(state.view).length < 2) return null
  return shownSwarmOf(state)
}

/** What of the view the graph shows. */
export function graphViewOf(state: Pick<ScreenState, 'view' | 'pointedSwarms' | 'graphSwarms'>): View {
  return viewOfSwarm(state.view, graphSwarmOf(state))
}
