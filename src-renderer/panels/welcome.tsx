import { useState } from 'react'
import { useScreen, useScreenState } from '../screen.tsx'
import { endWelcome } from '../store/screen-store.ts'
import { Button } from './parts/button.tsx'

const cards = [
  {
    title: 'What you see',
    words:
      'A real swarm. Each shape is a peer, each line a TCP connection between them, and the dots on it are data on its way. Open the legend for every mark.',
  },
  {
    title: 'What to do',
    words:
      'Add a peer by its IP, share a file, or start the demo swarm. Then click a peer or a line to slow it down, stop it or spoil what it sends.',
  },
  {
    title: 'Where to look',
    words:
      'The panels under the graph tell the same in detail: who has which piece, who is choked and why, and each event. Press ? for all keys.',
  },
] as const

/** What a newcomer should know, one card at a time; put away once, it never comes again. */
export function Welcome() {
  const { store } = useScreen()
  const welcomed = useScreenState((state) => state.welcomed)
  const [at, setAt] = useState(0)
  const card = cards[at]
  if (welcomed || card === undefined) return null
  const isLast = at === cards.length - 1
  return (
    <section className="welcome" aria-label="Welcome">
      <header>
        <h2>{card.title}</h2>
        <small>
          {at + 1} of {cards.length}
        </small>
      </header>
      <p aria-live="polite">{card.words}</p>
      <div className="button-row end">
        {!isLast && <Button look="quiet" label="Skip" onPress={() => endWelcome(store)} />}
        <Button
          look="primary"
          label={isLast ? 'Got it' : 'Next'}
          onPress={() => (isLast ? endWelcome(store) : setAt(at + 1))}
        />
      </div>
    </section>
  )
}
