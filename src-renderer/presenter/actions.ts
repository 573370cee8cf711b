import { hasDemo } from '../store/peers.ts'
import {
  chooseLayout,
  chooseTheme,
  notify,
  pauseMotion,
  type ScreenState,
  select,
  showKeys,
  takePen,
  toggleDrawer,
  toggleProjector,
  toggleSidebar,
  turnSpotlight,
} from '../store/screen-store.ts'
import { isDark, isForRoom, layoutNames, turnedTheme } from '../store/theme.ts'
import type { Action } from './action.ts'

const zoomStep = 1.3

/** All that can be done with a key or a button before a class: the one table that the keys, the buttons and the list read. */
export const actions = {
  pause: {
    icon: 'pause',
    label: 'Pause the motion',
    hint: 'The picture stands still; the peers go on.',
    keys: [' ', '.'],
    isOn: ({ paused }) => paused,
    perform: ({ store }) => pauseMotion(store, !store.getState().paused),
  },
  fit: {
    icon: 'fit',
    label: 'Fit',
    hint: 'Show everything',
    keys: ['f'],
    perform: ({ stage }) => stage.fit(),
  },
  zoomIn: {
    icon: 'plus',
    label: 'Zoom in',
    keys: ['i'],
    repeats: true,
    perform: ({ stage }) => stage.zoomBy(zoomStep),
  },
  zoomOut: {
    icon: 'minus',
    label: 'Zoom out',
    keys: ['o'],
    repeats: true,
    perform: ({ stage }) => stage.zoomBy(1 / zoomStep),
  },
  findMe: {
    icon: 'me',
    label: 'Find me',
    hint: 'Select the peer of this window and bring it into sight',
    keys: ['m'],
    whyNot: starting,
    perform: ({ stage }) => stage.findMe(),
  },
  find: {
    icon: 'search',
    label: 'Find a peer',
    hint: 'By its name, address or client',
    keys: ['/'],
    perform: () => document.querySelector<HTMLElement>('[aria-label="Find a peer"]')?.focus(),
  },
  layout: {
    icon: 'layout',
    label: 'Next layout',
    hint: 'By forces, in a ring round the seeders, or by role',
    keys: ['l'],
    perform: ({ store }) => {
      const next = (layoutNames.indexOf(store.getState().layoutName) + 1) % layoutNames.length
      chooseLayout(store, layoutNames[next] ?? 'force')
    },
  },
  spotlight: {
    icon: 'spotlight',
    label: 'Spotlight',
    hint: 'Dim all but the selected peer and those linked to it',
    keys: ['s'],
    isOn: ({ spotlight }) => spotlight,
    perform: ({ store }) => turnSpotlight(store, !store.getState().spotlight),
  },
  pen: {
    icon: 'pen',
    label: 'Pen',
    hint: 'Draw over the picture',
    keys: ['d'],
    isOn: ({ pen }) => pen,
    perform: ({ store }) => takePen(store, !store.getState().pen),
  },
  clearPen: {
    icon: 'eraser',
    label: 'Clear the drawing',
    keys: ['c'],
    perform: ({ stage, store }) => notify(store, 'done', 'The drawing is wiped off.', stage.clearPen()),
  },
  penDown: {
    icon: 'pen',
    label: 'Lay the pen down',
    keys: ['escape'],
    isFor: ({ pen }) => pen,
    perform: ({ store }) => takePen(store, false),
  },
  unselect: {
    icon: 'close',
    label: 'Select nothing',
    hint: 'From what a row of a table opened, the key leads back to that row first.',
    keys: ['escape'],
    isFor: ({ pen, selection }) => !pen && selection !== null,
    perform: ({ store }) => select(store, null),
  },
  projector: {
    icon: 'projector',
    label: 'Projector',
    hint: 'Larger type, thicker lines, and the graph alone',
    keys: ['p'],
    isOn: ({ theme }) => isForRoom(theme),
    perform: ({ store }) => toggleProjector(store),
  },
  dark: {
    icon: 'moon',
    label: 'Dark look',
    keys: ['t'],
    isOn: ({ theme }) => isDark(theme),
    perform: ({ store }) => chooseTheme(store, turnedTheme[store.getState().theme]),
  },
  sidebar: {
    icon: 'sidebar',
    label: 'Side bar',
    hint: 'Show the side bar or fold it away',
    keys: ['b'],
    unfolds: true,
    isOn: ({ sidebar }) => sidebar.open,
    perform: ({ store }) => toggleSidebar(store),
  },
  drawer: {
    icon: 'drawer',
    label: 'Panels under the graph',
    hint: 'Show the panels or fold them away',
    keys: ['v'],
    unfolds: true,
    isOn: ({ drawer }) => drawer.open,
    perform: ({ store }) => toggleDrawer(store),
  },
  addDemoPeer: {
    icon: 'plus',
    label: 'Add demo peer',
    hint: 'One more real peer in this program, with nothing yet, joins the demo through this peer.',
    keys: ['+'],
    alsoKey: '=',
    whyNot: noDemo,
    perform: ({ run }) => run('add-demo-peer', {}),
  },
  removeDemoPeer: {
    icon: 'minus',
    label: 'Remove demo peer',
    hint: 'The demo peer that came last leaves, and is forgotten.',
    keys: ['-'],
    whyNot: noDemo,
    perform: ({ run }) => run('remove-demo-peer', {}),
  },
  keys: {
    icon: 'keyboard',
    label: 'Keys',
    hint: 'All keys',
    keys: ['?'],
    perform: ({ store }) => showKeys(store, true),
  },
} as const satisfies Record<string, Action>

/** The actions in the order of the list of the keys, by what they are for. */
export const actionGroups: readonly { title: string; actions: readonly Action[] }[] = [
  {
    title: 'The picture',
    actions: [
      actions.pause,
      actions.fit,
      actions.zoomIn,
      actions.zoomOut,
      actions.findMe,
      actions.find,
      actions.layout,
    ],
  },
  { title: 'Pointing', actions: [actions.spotlight, actions.pen, actions.clearPen, actions.penDown, actions.unselect] },
  { title: 'The demo', actions: [actions.addDemoPeer, actions.removeDemoPeer] },
  {
    title: 'The room',
    actions: [actions.projector, actions.dark, actions.sidebar, actions.drawer, actions.keys],
  },
]

/** The keys that mean something only while the graph has the focus, in words. */
export const graphKeys: readonly { keys: readonly string[]; label: string }[] = [
  { keys: ['←', '↑', '→', '↓'], label: 'Select the next peer in that direction' },
  { keys: ['Tab'], label: 'Select the next peer' },
]

function starting({ view }: ScreenState): string | undefined {
  return view.me === null ? 'The program is still starting.' : undefined
}

function noDemo(state: ScreenState): string | undefined {
  return starting(state) ?? (hasDemo(state.view) ? undefined : 'No demo swarm runs. Start it first.')
}
