import { offerTab, pointAt, type ScreenStore, showTab } from './screen-store.ts'
import type { Selection } from './selection.ts'

/** Selects the row that was pressed in a table of the drawer, and shows all that is known of it. */
export function openSelection(store: ScreenStore, selection: Selection): void {
  const { tab } = store.getState().drawer
  pointAt(store, selection)
  store.setState({ openedFrom: tab })
  offerTab(store, 'selected')
}

/** From what a row opened, back to its table; answers whether there is one to go back to. */
export function goBackToTable(store: ScreenStore): boolean {
  const { drawer, openedFrom } = store.getState()
  if (drawer.tab !== 'selected' || openedFrom === null) return false
  showTab(store, openedFrom)
  return true
}
