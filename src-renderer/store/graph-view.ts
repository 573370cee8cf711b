import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import type { View } from '../../src-shared/swarm/view.ts'
import { localSwarmsOf } from './peers.ts'
import type { ScreenState } from './screen-store.ts'
import { shownSwarmOf } from './shown-swarm.ts'
import { viewOfSwarm } from './view-of-swarm.ts'

/** The one swarm that the graph shows alone; `all` where it shows all at once, and while there are not several. */
export function graphSwarmOf(state: Pick<ScreenState, 'view' | 'pointedSwarms' | 'graphSwarms'>): 'all' | InfoHash {
  if (state.graphSwarms === 'all' || localSwarmsOf(state.view).length < 2) return 'all'
  return shownSwarmOf(state) ?? 'all'
}

/** What of the view the graph shows. */
export function graphViewOf(state: Pick<ScreenState, 'view' | 'pointedSwarms' | 'graphSwarms'>): View {
  const swarm = graphSwarmOf(state)
  return swarm === 'all' ? state.view : viewOfSwarm(state.view, swarm)
}
