// Links between peers that run elsewhere, as these report them to this window's peer. What an end says of itself is believed
// over what the other end says of it, as with the links of local peers.

import type { LinkFigures, LinkReport, SwarmEvent } from './events.ts'
import { type InfoHash, type LinkId, linkKey, type PeerId, reportedLinkKey } from './ids.ts'
import { linkAtFirst } from './link-at-first.ts'
import { drop, patch, put } from './patch.ts'
import { dropLinks, isLocal, putLink, takesPart } from './peer-changes.ts'
import type { LinkView, ReportingEnds, View } from './view.ts'

type Reported = Extract<SwarmEvent, { type: 'links-reported' }>

/** What is new of the links that a remote peer reports. */
export function linksReported(view: View, event: Reported): View {
  const { observer, infoHash, from, gone, opened, told } = event
  // Everybody else here would hear the same.
  if (observer !== view.me || !takesPart(view, observer, infoHash) || !isElsewhere(view, from)) return view
  const idOf = ({ number }: Pick<LinkFigures, 'number'>) => reportId(event, number)
  const left = gone.reduce((rest, number) => withdrawn(rest, reportId(event, number)), view)
  const met = opened.reduce((rest, report) => added(withdrawn(rest, idOf(report)), event, report), left)
  return told.reduce((rest, figures) => changed(rest, idOf(figures), figures), met)
}

/** The view once a local peer hears no more reports from a swarm, or from any when none is named. */
export function withoutReports(view: View, observer: PeerId, infoHash?: InfoHash): View {
  if (observer !== view.me) return view
  const links = Object.values<LinkView>(view.links).filter(
    (link) => link.reported !== null && (infoHash === undefined || link.infoHash === infoHash),
  )
  return dropLinks(view, links)
}

function isElsewhere(view: View, id: PeerId): boolean {
  return view.peers[id] !== undefined && !isLocal(view, id)
}

function reportId({ from, infoHash }: Reported, number: number): LinkId {
  return `${from} ${infoHash} ${number}` as LinkId
}

function added(view: View, event: Reported, report: LinkReport): View {
  if (!isElsewhere(view, report.remote) || report.remote === event.from) return view
  const id = reportId(event, report.number)
  const fresh = newLink(event, report)
  const known = view.links[fresh.key]
  const isSame = known?.infoHash === fresh.infoHash
  const link = isSame ? known : fresh
  const end = report.dialled ? 'dialler' : 'acceptor'
  const reported = { ...(link.reported ?? noReports), [end]: id }
  // Ports are used again, before what was said of an earlier link is taken back.
  const left = isSame ? withdrawn(view, known.reported?.[end] ?? null) : dropLinks(view, known ? [known] : [])
  const linked = putLink(left, withFigures({ ...link, reported }, id, report))
  return patch(linked, { linkKeys: put(linked.linkKeys, id, link.key) })
}

const noReports: ReportingEnds = { dialler: null, acceptor: null }

function newLink({ from, infoHash, atMs }: Reported, report: LinkReport): LinkView {
  const { dialled, remote, dialler: diallerAddress, acceptor: acceptorAddress, encryption } = report
  const [dialler, acceptor] = dialled ? [from, remote] : [remote, from]
  const key = reportedLinkKey(linkKey(diallerAddress, acceptorAddress), dialler, acceptor)
  const ends = { diallerAddress, acceptorAddress, dialler, acceptor }
  return { ...linkAtFirst({ key, infoHash, ...ends, encryption, openedAtMs: atMs }), reported: noReports }
}

function findReported(view: View, id: LinkId | null): LinkView | undefined {
  const key = id === null ? undefined : view.linkKeys[id]
  return key && view.links[key]
}

function changed(view: View, id: LinkId, figures: LinkFigures): View {
  const link = findReported(view, id)
  return link ? putLink(view, withFigures(link, id, figures)) : view
}

function withFigures(link: LinkView, id: LinkId, figures: LinkFigures): LinkView {
  const own = { choking: figures.amChoking, interested: figures.amInterested }
  const other = { choking: figures.peerChoking, interested: figures.peerInterested }
  const { downBytesPerSec, upBytesPerSec } = figures
  const { reported } = link
  if (reported?.dialler === id) {
    const diallers = { diallerFlags: own, toDiallerBytesPerSec: downBytesPerSec }
    const acceptors = { acceptorFlags: other, toAcceptorBytesPerSec: upBytesPerSec }
    return patch(link, { reported, ...diallers, ...(reported.acceptor === null && acceptors) })
  }
  const acceptors = { acceptorFlags: own, toAcceptorBytesPerSec: downBytesPerSec }
  const diallers = { diallerFlags: other, toDiallerBytesPerSec: upBytesPerSec }
  return patch(link, { reported, ...acceptors, ...(reported?.dialler === null && diallers) })
}

function withdrawn(view: View, id: LinkId | null): View {
  const link = findReported(view, id)
  if (id === null || !link?.reported) return view
  const reported = {
    dialler: link.reported.dialler === id ? null : link.reported.dialler,
    acceptor: link.reported.acceptor === id ? null : link.reported.acceptor,
  }
  if (reported.dialler === null && reported.acceptor === null) return dropLinks(view, [link])
  return patch(putLink(view, patch(link, { reported })), { linkKeys: drop(view.linkKeys, id) })
}
