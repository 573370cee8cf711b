import { Fragment, type ReactNode, useLayoutEffect, useRef } from 'react'
import { formatBytes, formatRate } from '../../src-shared/byte-size.ts'
import { reasonSentence } from '../../src-shared/swarm/disconnect-reason.ts'
import { encryptionWords } from '../../src-shared/swarm/encryption-words.ts'
import type { PeerId } from '../../src-shared/swarm/ids.ts'
import type { DialView, LinkView, PeerView, View } from '../../src-shared/swarm/view.ts'
import { PicturesOfPeer } from '../picture/pictures-of-peer.tsx'
import { useScreen, useScreenState, useView } from '../screen.tsx'
import { flagsOf } from '../store/link-flags.ts'
import { linksOf, nameOf } from '../store/peers.ts'
import { ratesOf } from '../store/rates.ts'
import { reportedWords } from '../store/reported-words.ts'
import { pointAt, select } from '../store/screen-store.ts'
import { type Selection, selectionKey } from '../store/selection.ts'
import { swarmTitle } from '../store/swarm-letters.ts'
import { swarmStatuses } from '../store/swarm-status.ts'
import { DialList } from './dial-list.tsx'
import { GuestCard } from './guest-card.tsx'
import { LinkControls } from './link-controls.tsx'
import { Button } from './parts/button.tsx'
import { EmptyState } from './parts/empty-state.tsx'
import { Fact, Facts } from './parts/facts.tsx'
import { Flags } from './parts/flags.tsx'
import { RoleMark } from './parts/role-mark.tsx'
import { PeerActions } from './peer-actions.tsx'
import { BannedPeers, PeerControls } from './peer-controls.tsx'

/** All that is known of the selected peer, link or dial. */
export function Selected() {
  const view = useView()
  const selection = useScreenState((state) => state.selection)
  const section = useRef<HTMLElement>(null)
  const key = selection === null ? null : selectionKey(selection)

  // biome-ignore lint/correctness/useExhaustiveDependencies: another selection is read from its beginning
  useLayoutEffect(() => {
    section.current?.parentElement?.scrollTo({ top: 0 })
  }, [key])

  return (
    <section ref={section} aria-label="Selected" className="selected-details" data-focus-home="h3">
      {selection === null ? (
        <EmptyState icon="me" action={view.me !== null && <SelectMe me={view.me} />}>
          Nothing is selected. Click a peer or a link in the graph, or a row of the table of peers or links.
        </EmptyState>
      ) : (
        // What was typed for one peer is not for another.
        <Fragment key={key}>{details(view, selection)}</Fragment>
      )}
    </section>
  )
}

function SelectMe({ me }: { me: PeerId }) {
  const { store } = useScreen()
  return <Button label="Select this peer" onPress={() => pointAt(store, { kind: 'peer', id: me })} />
}

function details(view: View, selection: Selection): ReactNode {
  switch (selection.kind) {
    case 'peer': {
      const peer = view.peers[selection.id]
      return peer === undefined ? <Gone view={view} selection={selection} /> : <PeerDetails view={view} peer={peer} />
    }
    case 'link': {
      const link = view.links[selection.key]
      return link === undefined ? (
        <p className="empty">That link is closed.</p>
      ) : (
        <LinkDetails view={view} link={link} />
      )
    }
    case 'dial': {
      const dial = view.dials[selection.id]
      return dial === undefined ? <p className="empty">That dial is over.</p> : <DialDetails view={view} dial={dial} />
    }
  }
}

function Gone({ view, selection }: { view: View; selection: Selection & { kind: 'peer' } }) {
  const left = view.departed.find(({ id }) => id === selection.id)
  return (
    <p className="empty">
      {nameOf(view, selection.id)} has left. {left !== undefined && reasonSentence(left.reason)}
    </p>
  )
}

function PeerDetails({ view, peer }: { view: View; peer: PeerView }) {
  return (
    <>
      <div className="detail-head">
        <h3 tabIndex={-1}>{peer.name || peer.id.slice(0, 8)}</h3>
        <PeerActions peer={peer} />
      </div>
      <div className="beside-picture">
        <PeerControls view={view} peer={peer} />
        <PicturesOfPeer view={view} peer={peer} />
      </div>
      <BannedPeers view={view} peer={peer} />
      <GuestCard peer={peer} />
      <PeerFacts view={view} peer={peer} />
      <PeerLinks view={view} peer={peer} />
    </>
  )
}

function PeerFacts({ view, peer }: { view: View; peer: PeerView }) {
  const rates = ratesOf(view, peer.id)
  return (
    <Facts>
      <Fact name="Server">{peer.server === null ? 'not known' : <code>{peer.server}</code>}</Fact>
      <Fact name="Program">{peer.agent}</Fact>
      <Fact name="Rates">
        ↓ {formatRate(rates.downBytesPerSec)} ↑ {formatRate(rates.upBytesPerSec)}
      </Fact>
      <Fact name="Introduced by">{peer.introducedBy === null ? 'nobody' : nameOf(view, peer.introducedBy)}</Fact>
      <Fact name="Listed by">{peer.listedBy.map((id) => nameOf(view, id)).join(', ') || 'no tracker here'}</Fact>
      {swarmStatuses(view, peer).map(({ infoHash, torrent, membership }) => (
        <Fact key={infoHash} name={torrent === undefined ? 'Swarm' : swarmTitle(view, infoHash)}>
          <RoleMark role={membership.role} /> {membership.haveCount}/{torrent?.pieceCount ?? '?'} pieces,{' '}
          {formatBytes(membership.downloadedBytes)} down, {formatBytes(membership.uploadedBytes)} up
        </Fact>
      ))}
      {peer.uuid !== null && (
        <Fact name="UUID">
          <code>{peer.uuid}</code>
        </Fact>
      )}
      <Fact name="Peer id" hint="20 bytes, BEP 3 and BEP 20">
        <code>{peer.id}</code>
      </Fact>
      {peer.lastReason !== null && <Fact name="Last reason">{reasonSentence(peer.lastReason)}</Fact>}
    </Facts>
  )
}

function PeerLinks({ view, peer }: { view: View; peer: PeerView }) {
  const { store } = useScreen()
  const links = linksOf(view, peer.id)
  if (links.length === 0) return <p className="empty">It has no link now.</p>
  return (
    <ul className="peer-links" aria-label="Its links">
      {links.map((link) => (
        <li key={link.key}>
          <button type="button" className="link-like" onClick={() => select(store, { kind: 'link', key: link.key })}>
            {link.dialler === peer.id
              ? `${link.clientId} → ${nameOf(view, link.acceptor)}`
              : `from ${nameOf(view, link.dialler)} (client ${link.clientId})`}
          </button>
          <Flags flags={flagsOf(link, peer.id)} />
        </li>
      ))}
    </ul>
  )
}

function LinkDetails({ view, link }: { view: View; link: LinkView }) {
  const dialler = nameOf(view, link.dialler)
  const acceptor = nameOf(view, link.acceptor)
  const reported = reportedWords(view, link)
  return (
    <>
      <h3 tabIndex={-1}>
        {dialler} dialled {acceptor}
      </h3>
      <Facts>
        <Fact name="Swarm">{swarmTitle(view, link.infoHash)}</Fact>
        <Fact name="Sockets">
          <code>{link.diallerAddress}</code> → <code>{link.acceptorAddress}</code>
        </Fact>
        <Fact name="Encryption" hint="MSE, Message Stream Encryption, of which the BEPs say nothing">
          {encryptionWords[link.encryption].sentence}
        </Fact>
        {reported !== undefined && <Fact name="Known from">{reported}: neither end runs here</Fact>}
        <Fact name={`${acceptor} sends ${dialler}`}>
          {formatRate(link.toDiallerBytesPerSec)}
          {reported === undefined && sumsWords(link.toDiallerBytes, link.diallerRequested)}
        </Fact>
        <Fact name={`${dialler} sends ${acceptor}`}>
          {formatRate(link.toAcceptorBytesPerSec)}
          {reported === undefined && sumsWords(link.toAcceptorBytes, link.acceptorRequested)}
        </Fact>
        <Fact name={dialler}>{endWords(link.diallerFlags, acceptor)}</Fact>
        <Fact name={acceptor}>{endWords(link.acceptorFlags, dialler)}</Fact>
      </Facts>
      <LinkControls link={link} />
    </>
  )
}

// Of a link between two others nobody reports these.
function sumsWords(bytes: number, requested: number): string {
  return `, ${formatBytes(bytes)} so far; ${requested} blocks asked for`
}

function endWords(flags: LinkView['diallerFlags'], other: string): string {
  const choke = flags.choking ? `chokes ${other}` : `lets ${other} ask for blocks`
  const interest = flags.interested ? `wants pieces of ${other}` : `wants nothing of ${other}`
  return `${choke}; ${interest}`
}

function DialDetails({ view, dial }: { view: View; dial: DialView }) {
  return (
    <>
      <h3 tabIndex={-1}>
        {nameOf(view, dial.from)} dials {dial.remote}
      </h3>
      <DialList dials={[dial]} />
    </>
  )
}
