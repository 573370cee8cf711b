import { type Memory, recall, remember } from './remembered.ts'
import { drawerTabs, type ScreenState, type ScreenStore } from './screen-store.ts'

type DrawerState = ScreenState['drawer']

/** Sets the drawer as it was when this screen was last seen, and remembers it from now on. */
export function rememberDrawer(store: ScreenStore, memory?: Memory): void {
  const drawer = recall('drawer', isDrawer, memory)
  if (drawer !== undefined) store.setState({ drawer })
  store.subscribe((state, before) => {
    if (state.drawer !== before.drawer) remember('drawer', state.drawer, memory)
  })
}

function isDrawer(value: unknown): value is DrawerState {
  const { open, tab } = (value ?? {}) as Partial<DrawerState>
  return typeof open === 'boolean' && drawerTabs.some((each) => each === tab)
}
