import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { chooseBridge } from './bridge/choose-bridge.ts'
import { FramePace, holdBackFor, newsLimits } from './frame-pace.ts'
import { keepFocus } from './keep-focus.ts'
import { createScreen, ScreenProvider } from './screen.tsx'
import { followSystemTheme, showTheme } from './show-theme.ts'
import { followFeed } from './store/follow-feed.ts'
import { offerDemoAddresses } from './store/offer-demo-addresses.ts'
import { rememberScreen } from './store/remembered-screen.ts'
import { createScreenStore } from './store/screen-store.ts'
import './styles/fonts.css'
import './styles/tokens.css'
import './styles/base.css'
import './styles/controls.css'
import './styles/layout.css'
import './styles/panels.css'
import './styles/drawer.css'
import './styles/event-log.css'
import './styles/finding.css'
import './styles/picture.css'
import './styles/selected.css'
import './styles/swarm-panels.css'

const place = document.getElementById('screen')
if (place === null) throw new Error('index.html has no #screen')

const bridge = chooseBridge()
const store = createScreenStore()
if (!rememberScreen(store)) followSystemTheme(store)
showTheme(store, document.documentElement)
keepFocus(place)
offerDemoAddresses(store)
const pace = new FramePace(newsLimits)
followFeed(store, bridge, (publish) => pace.whenPaid(publish), holdBackFor)
for (const act of ['pointerdown', 'keydown']) window.addEventListener(act, () => pace.hurry(), { capture: true })

// With its own type from the start nothing leaps; should that not come, another will do.
const fontWaitMs = 1500
await Promise.race([
  document.fonts.load('1rem "Swarmscope Sans"').catch(() => undefined),
  new Promise((resolve) => setTimeout(resolve, fontWaitMs)),
])

createRoot(place).render(
  <StrictMode>
    <ScreenProvider value={createScreen(bridge, store)}>
      <App />
    </ScreenProvider>
  </StrictMode>,
)
