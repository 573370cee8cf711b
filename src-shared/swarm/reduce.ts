import { assertNever } from '../assert-never.ts'
import { underOneId } from './aliases.ts'
import type { SwarmEvent } from './events.ts'
import { logged } from './log.ts'
import { inOneBatch, type Unseen } from './patch.ts'
import { faultsChanged, limitsChanged, uploadShared } from './reduce-controls.ts'
import { dialDismissed, dialFailed, dialStarted } from './reduce-dial.ts'
import * as finding from './reduce-finding.ts'
import { linkClosed, linkFlags, linkIdentified, linkOpened, linkTransferred } from './reduce-link.ts'
import { magnetEnded, magnetOpened, magnetProgressed } from './reduce-magnet.ts'
import { memberJoined, memberLeft, memberUpdated } from './reduce-member.ts'
import * as peer from './reduce-peer.ts'
import * as pieces from './reduce-pieces.ts'
import { linksReported } from './reduce-report.ts'
import * as swarm from './reduce-swarm.ts'
import * as tracker from './reduce-tracker.ts'
import type { View } from './view.ts'

/** The view after one event: a pure fold, the only place a view changes. Parts that the event leaves alone keep their identity. */
export function reduce(before: View, told: SwarmEvent): View {
  return inOneBatch(() => {
    const { view, event } = underOneId(before, told)
    // First: what is new in this batch is changed where it is.
    const log = logged(view, event)
    return { ...applied(view, event), seq: event.seq, atMs: event.atMs, log }
  })
}

/**
 * The view after several events, in their order. With `unseen`, whoever folds one batch after another lets no record be copied
 * again that it has shown to nobody: the view before is then no view any more.
 */
export function reduceAll(view: View, events: readonly SwarmEvent[], unseen?: Unseen): View {
  return inOneBatch(() => events.reduce(reduce, view), unseen)
}

function applied(view: View, event: SwarmEvent): View {
  switch (event.type) {
    case 'peer-started':
      return peer.peerStarted(view, event)
    case 'settings-changed':
      return peer.settingsChanged(view, event)
    case 'server-listening':
      return peer.serverListening(view, event)
    case 'server-failed':
      return peer.serverFailed(view, event)
    case 'server-turned-away':
      return peer.serverTurnedAway(view, event)
    case 'tracker-running':
      return tracker.trackerRunning(view, event)
    case 'tracker-broadcast':
      return tracker.trackerBroadcast(view, event)
    case 'tracker-served':
      return tracker.trackerServed(view, event)
    case 'trackers-listed':
      return finding.trackersListed(view, event)
    case 'announce-started':
      return finding.announceStarted(view, event)
    case 'announce-ended':
      return finding.announceEnded(view, event)
    case 'discovery-changed':
      return finding.discoveryChanged(view, event)
    case 'peers-found':
      return finding.peersFound(view, event)
    case 'peers-exchanged':
      return finding.peersExchanged(view, event)
    case 'peer-stopped':
      return peer.peerStopped(view, event)
    case 'swarm-joined':
      return swarm.swarmJoined(view, event)
    case 'swarm-paused':
      return swarm.swarmPaused(view, event)
    case 'swarm-checking':
      return swarm.swarmChecking(view, event)
    case 'check-progressed':
      return swarm.checkProgressed(view, event)
    case 'swarm-left':
      return swarm.swarmLeft(view, event)
    case 'files-chosen':
      return swarm.filesChosen(view, event)
    case 'strategy-changed':
      return swarm.strategyChanged(view, event)
    case 'choke-round':
      return swarm.chokeRound(view, event)
    case 'limits-changed':
      return limitsChanged(view, event)
    case 'upload-shared':
      return uploadShared(view, event)
    case 'faults-changed':
      return faultsChanged(view, event)
    case 'routing-table':
      return peer.routingTable(view, event)
    case 'peer-banned':
      return peer.peerBanned(view, event)
    case 'pieces-in-flight':
      return pieces.piecesInFlight(view, event)
    case 'magnet-opened':
      return magnetOpened(view, event)
    case 'magnet-progressed':
      return magnetProgressed(view, event)
    case 'magnet-ended':
      return magnetEnded(view, event)
    case 'role-changed':
      return pieces.roleChanged(view, event)
    case 'member-joined':
      return memberJoined(view, event)
    case 'member-updated':
      return memberUpdated(view, event)
    case 'member-left':
      return memberLeft(view, event)
    case 'dial-started':
      return dialStarted(view, event)
    case 'dial-failed':
      return dialFailed(view, event)
    case 'dial-dismissed':
      return dialDismissed(view, event)
    case 'link-opened':
      return linkOpened(view, event)
    case 'link-identified':
      return linkIdentified(view, event)
    case 'link-flags':
      return linkFlags(view, event)
    case 'link-transferred':
      return linkTransferred(view, event)
    case 'link-closed':
      return linkClosed(view, event)
    case 'links-reported':
      return linksReported(view, event)
    case 'remote-pieces':
      return pieces.remotePieces(view, event)
    case 'remote-haves':
      return pieces.remoteHaves(view, event)
    case 'piece-verified':
      return pieces.pieceVerified(view, event)
    case 'piece-rejected':
    case 'block-corrupted':
    case 'utp-refused':
    case 'tracker-udp-failed':
      return view
    case 'download-finished':
      return pieces.downloadFinished(view, event)
    case 'events-dropped':
      return { ...view, droppedEvents: view.droppedEvents + event.count }
    default:
      return assertNever(event)
  }
}
