import type { LinkId, PeerId } from '../../src-shared/swarm/ids.ts'
import type { EndControls, LinkView, View } from '../../src-shared/swarm/view.ts'
import { nameOf } from './peers.ts'

/** One end of a link as it can be controlled from this screen. */
export interface LinkEnd {
  readonly peer: PeerId
  readonly name: string
  /** What the other end is called. */
  readonly other: string
  /** The link as this end counts it; null for an end that runs elsewhere. */
  readonly link: LinkId | null
  readonly controls: EndControls
}

/** Both ends of a link, the one that dialled first. */
export function linkEnds(view: View, link: LinkView): readonly [LinkEnd, LinkEnd] {
  const [dialler, acceptor] = [nameOf(view, link.dialler), nameOf(view, link.acceptor)]
  return [
    {
      peer: link.dialler,
      name: dialler,
      other: acceptor,
      link: link.diallerLink,
      controls: link.diallerControls,
    },
    {
      peer: link.acceptor,
      name: acceptor,
      other: dialler,
      link: link.acceptorLink,
      controls: link.acceptorControls,
    },
  ]
}
