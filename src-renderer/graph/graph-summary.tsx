import { memo } from 'react'
import type { View } from '../../src-shared/swarm/view.ts'
import type { Selection } from '../store/selection.ts'
import { dialWords, graphSentence, linkWords, peerWords, selectionWords } from './graph-words.ts'
import { useCalm } from './use-calm.ts'

interface SummaryProps {
  readonly view: View
  readonly selection: Selection | null
}

/** How often the words follow the picture. */
const wordsIntervalMs = 400
/** A class of sixty makes thousands of links: nobody listens to all of them. */
const mostLinks = 300

/** The graph in words, for those who cannot see it: a sentence read aloud as it changes, and a list of all that is drawn. */
export const GraphSummary = memo(function GraphSummary({ view, selection }: SummaryProps) {
  const calm = useCalm(view, wordsIntervalMs)
  const links = Object.values(calm.links)
  return (
    <div className="only-read-aloud">
      <p role="status">{graphSentence(calm)}</p>
      <p aria-live="polite">{spokenSelection(selection, calm)}</p>
      <ul aria-label="Swarm graph in words">
        {Object.values(calm.peers).map((peer) => (
          <li key={peer.id}>{peerWords(peer, calm)}</li>
        ))}
        {links.slice(0, mostLinks).map((link) => (
          <li key={link.key}>{linkWords(link, calm)}</li>
        ))}
        {links.length > mostLinks && <li>and {links.length - mostLinks} more links</li>}
        {Object.values(calm.dials).map((dial) => (
          <li key={dial.id}>{dialWords(dial)}</li>
        ))}
      </ul>
    </div>
  )
})

/** A link's rate changes all the time, so a selected link is spoken without following it. */
function spokenSelection(selection: Selection | null, view: View): string {
  return selection?.kind === 'link' ? 'Selected: a link; see the list.' : selectionWords(selection, view)
}
