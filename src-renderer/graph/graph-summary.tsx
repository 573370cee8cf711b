import { memo, useEffect, useRef, useState } from 'react'
import type { View } from '../../src-shared/swarm/view.ts'
import type { Selection } from '../store/selection.ts'
import { valuesOf } from '../store/values.ts'
import { changeSentences } from './change-words.ts'
import { dialWords, graphSentence, linkWords, peerWords, selectionWords } from './graph-words.ts'
import { transferSentences } from './transfer-words.ts'
import { useCalm } from './use-calm.ts'

interface SummaryProps {
  readonly view: View
  readonly selection: Selection | null
}

/** How often the words follow the picture; those of a crowd cost more than anybody could follow. */
const wordsIntervalMs = 400
const crowdIntervalMs = 2000
/** How long news is gathered before it is spoken, so that one does not cut off the other. */
const newsIntervalMs = 2000
/** A class of sixty makes thousands of links: nobody listens to all of them. */
const mostLinks = 300
const mostPeers = 300
const mostDials = 100

/**
 * The graph in words, for those who cannot see it: what goes on, to be read at any time; news, spoken as it comes; and a
 * list of all that is drawn.
 */
export const GraphSummary = memo(function GraphSummary({ view, selection }: SummaryProps) {
  const isCrowd = useRef(false)
  const calm = useCalm(view, isCrowd.current ? crowdIntervalMs : wordsIntervalMs)
  isCrowd.current = valuesOf(calm.links).length > mostLinks
  return (
    <div className="only-read-aloud">
      <Sentences view={calm} />
      <News view={view} selection={selection} />
      <p aria-live="polite">{selectionWords(selection, calm)}</p>
      <List view={calm} />
    </div>
  )
})

const Sentences = memo(function Sentences({ view }: { view: View }) {
  return <p>{[graphSentence(view), ...transferSentences(view)].join(' ')}</p>
})

const List = memo(function List({ view }: { view: View }) {
  const peers = valuesOf(view.peers)
  const links = valuesOf(view.links)
  const dials = Object.values(view.dials)
  return (
    <ul aria-label="Swarm graph in words">
      {peers.slice(0, mostPeers).map((peer) => (
        <li key={peer.id}>{peerWords(peer, view)}</li>
      ))}
      {peers.length > mostPeers && <li>and {peers.length - mostPeers} more peers</li>}
      {links.slice(0, mostLinks).map((link) => (
        <li key={link.key}>{linkWords(link, view)}</li>
      ))}
      {links.length > mostLinks && <li>and {links.length - mostLinks} more links</li>}
      {dials.slice(0, mostDials).map((dial) => (
        <li key={dial.id}>{dialWords(dial)}</li>
      ))}
      {dials.length > mostDials && <li>and {dials.length - mostDials} more dials</li>}
    </ul>
  )
})

/** What changed and matters, spoken without haste; rates never are. */
function News({ view, selection }: SummaryProps) {
  const calm = useCalm(view, newsIntervalMs)
  const told = useRef(calm)
  const [news, setNews] = useState('')
  useEffect(() => {
    const sentences = changeSentences(told.current, calm, selection)
    told.current = calm
    if (sentences.length > 0) setNews(sentences.join(' '))
  }, [calm, selection])
  return (
    <p role="status" aria-label="News of the swarm">
      {news}
    </p>
  )
}
