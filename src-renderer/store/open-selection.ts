import { offerTab, pointAt, type ScreenStore } from './screen-store.ts'
import type { Selection } from './selection.ts'

/** Selects what was clicked and shows all that is known of it, wherever it was clicked: in the graph or in a table. */
export function openSelection(store: ScreenStore, selection: Selection): void {
  pointAt(store, selection)
  offerTab(store, 'selected')
}
