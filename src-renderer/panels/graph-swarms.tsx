import { useScreen, useScreenState, useView } from '../screen.tsx'
import { graphSwarmOf } from '../store/graph-view.ts'
import { localSwarmsOf } from '../store/peers.ts'
import { showInGraph } from '../store/screen-store.ts'
import { swarmTitle } from '../store/swarm-letters.ts'
import { Choice } from './parts/choice.tsx'

/** Above the graph, where there are several swarms: whether it shows all of them at once, or which one. */
export function GraphSwarms() {
  const { store } = useScreen()
  const view = useView()
  const chosen = useScreenState(graphSwarmOf)
  const swarms = localSwarmsOf(view)
  if (swarms.length < 2) return null
  return (
    <div className="graph-swarms">
      <Choice
        label="In the graph"
        value={chosen}
        options={[
          { value: 'all', title: 'All swarms' },
          ...swarms.map((swarm) => ({ value: swarm, title: swarmTitle(view, swarm) })),
        ]}
        hint="A single swarm is shown in the panels under the graph too."
        onChoose={(swarms) => showInGraph(store, swarms)}
      />
    </div>
  )
}
