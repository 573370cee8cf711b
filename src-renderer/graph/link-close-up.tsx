import { formatBytes, formatRate } from '../../src-shared/byte-size.ts'
import { encryptionWords } from '../../src-shared/swarm/encryption-words.ts'
import type { EndFlags, LinkView, PeerView, View } from '../../src-shared/swarm/view.ts'
import { currentSwarmOf, nameOf } from '../store/peers.ts'
import type { ThemeName } from '../store/theme.ts'
import { palettes } from './palette.ts'
import type { RateHistory } from './rate-history.ts'
import { RatePlot } from './rate-plot.tsx'

interface CloseUpProps {
  readonly link: LinkView
  readonly view: View
  readonly history: RateHistory
  readonly theme: ThemeName
}

/** One link, seen from so near that it fills the screen: both sockets, all four flags, what is asked for, and both rates. */
export function LinkCloseUp({ link, view, history, theme }: CloseUpProps) {
  const dialler = view.peers[link.dialler]
  const acceptor = view.peers[link.acceptor]
  if (dialler === undefined || acceptor === undefined) return null
  const colourOf = (peer: PeerView) => palettes[theme].roleColour[currentSwarmOf(peer)?.membership.role ?? 'none']
  const known = link.reported === null
  const [diallerName, acceptorName] = [nameOf(view, link.dialler), nameOf(view, link.acceptor)]
  return (
    <section className="link-close-up" aria-label={`The link from ${diallerName} to ${acceptorName}`}>
      <End
        title={`${diallerName} dialled`}
        socket={`client socket ${link.diallerAddress}`}
        flags={link.diallerFlags}
        other={acceptorName}
        requested={known ? link.diallerRequested : null}
      />
      <div className="link-close-up-middle">
        <Way
          arrow="←"
          colour={colourOf(acceptor)}
          bytesPerSec={link.toDiallerBytesPerSec}
          bytes={known ? link.toDiallerBytes : null}
        />
        <RatePlot
          samples={history.samplesOf(link.key)}
          nowMs={view.atMs}
          toDiallerColour={colourOf(acceptor)}
          toAcceptorColour={colourOf(dialler)}
        />
        <Way
          arrow="→"
          colour={colourOf(dialler)}
          bytesPerSec={link.toAcceptorBytesPerSec}
          bytes={known ? link.toAcceptorBytes : null}
        />
        <p>
          {known ? `Encryption: ${encryptionWords[link.encryption].card}` : 'Known from what its ends report alone.'}
        </p>
      </div>
      <End
        title={`${acceptorName} accepted`}
        socket={`server socket ${link.acceptorAddress}`}
        flags={link.acceptorFlags}
        other={diallerName}
        requested={known ? link.acceptorRequested : null}
      />
    </section>
  )
}

interface EndProps {
  readonly title: string
  readonly socket: string
  readonly flags: EndFlags
  readonly other: string
  /** Null where that is not known. */
  readonly requested: number | null
}

function End({ title, socket, flags: { choking, interested }, other, requested }: EndProps) {
  return (
    <div className="link-close-up-end">
      <strong>{title}</strong>
      <span>{socket}</span>
      <span className={choking ? 'flag-chokes' : undefined}>
        {choking ? `⊣ chokes ${other}` : `lets ${other} download`}
      </span>
      <span className={interested ? 'flag-interested' : undefined}>
        {interested ? `◎ is interested in ${other}` : `is not interested in ${other}`}
      </span>
      {requested !== null && <span>{`${requested} ${requested === 1 ? 'block' : 'blocks'} asked for`}</span>}
    </div>
  )
}

function Way(props: { arrow: string; colour: string; bytesPerSec: number; bytes: number | null }) {
  return (
    <p>
      <b style={{ color: props.colour }}>{props.arrow}</b> {formatRate(props.bytesPerSec)}
      {props.bytes !== null && `, ${formatBytes(props.bytes)} in all`}
    </p>
  )
}
