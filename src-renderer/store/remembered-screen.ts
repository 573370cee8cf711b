import { asInfoHash, type InfoHash } from '../../src-shared/swarm/ids.ts'
import { type Memory, recall, remember } from './remembered.ts'
import {
  type BeforeProjector,
  drawerTabs,
  graphSwarmsNames,
  leastDrawerShare,
  maxPointedSwarms,
  mostDrawerShare,
  type ScreenState,
  type ScreenStore,
} from './screen-store.ts'
import { layoutNames, themeNames } from './theme.ts'

/** What a screen remembers of how it is arranged, each with what it must be to be taken up again. */
const remembered = {
  drawer: isDrawer,
  drawerShare: isDrawerShare,
  sidebar: isSidebar,
  theme: oneOf(themeNames),
  beforeProjector: isBeforeProjector,
  pointedSwarms: areInfoHashes,
  graphSwarms: oneOf(graphSwarmsNames),
  layoutName: oneOf(layoutNames),
  welcomed: isBoolean,
} satisfies { [Name in keyof ScreenState]?: (value: unknown) => value is ScreenState[Name] }

type Remembered = keyof typeof remembered

/** Arranges the screen as it was when last seen, and remembers from now on. Answers whether a theme was remembered. */
export function rememberScreen(store: ScreenStore, memory?: Memory): boolean {
  const known = (Object.keys(remembered) as Remembered[]).filter((name) => rememberPart(store, name, memory))
  return known.includes('theme')
}

function rememberPart(store: ScreenStore, name: Remembered, memory: Memory | undefined): boolean {
  const value = recall<ScreenState[Remembered]>(name, remembered[name], memory)
  if (value !== undefined) store.setState({ [name]: value })
  store.subscribe((state, before) => {
    if (state[name] !== before[name]) remember(name, state[name], memory)
  })
  return value !== undefined
}

function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean'
}

function oneOf<Name extends string>(names: readonly Name[]) {
  return (value: unknown): value is Name => names.some((name) => name === value)
}

function areInfoHashes(value: unknown): value is InfoHash[] {
  return Array.isArray(value) && value.length <= maxPointedSwarms && value.every(isInfoHash)
}

function isInfoHash(value: unknown): value is InfoHash {
  return typeof value === 'string' && asInfoHash(value) === value
}

function isDrawer(value: unknown): value is ScreenState['drawer'] {
  const { open, tab } = (value ?? {}) as Partial<ScreenState['drawer']>
  return isBoolean(open) && oneOf(drawerTabs)(tab)
}

function isDrawerShare(value: unknown): value is number {
  return typeof value === 'number' && value >= leastDrawerShare && value <= mostDrawerShare
}

function isSidebar(value: unknown): value is ScreenState['sidebar'] {
  const { open, side } = (value ?? {}) as Partial<ScreenState['sidebar']>
  return isBoolean(open) && (side === 'left' || side === 'right')
}

function isBeforeProjector(value: unknown): value is BeforeProjector {
  const { theme, sidebarOpen, drawerOpen } = (value ?? {}) as Partial<BeforeProjector>
  return (theme === 'light' || theme === 'dark') && isBoolean(sidebarOpen) && isBoolean(drawerOpen)
}
