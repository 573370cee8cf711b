import { announceUrlOf } from '../../src-shared/metainfo/tracker-url.ts'
import { reasonSentence } from '../../src-shared/swarm/disconnect-reason.ts'
import type { Address, InfoHash } from '../../src-shared/swarm/ids.ts'
import { serverFailureSentence } from '../../src-shared/swarm/listen-failure.ts'
import type { PeerView, ServerFailureView, TrackerView, View } from '../../src-shared/swarm/view.ts'
import { useScreen, useView } from '../screen.tsx'
import { dialsOf } from '../store/dials.ts'
import { uploadShareWords } from '../store/limit-sentence.ts'
import { linksOf, meOf, nameOf, swarmsOf } from '../store/peers.ts'
import { memberWords, servedWords } from '../store/served-words.ts'
import { counted } from '../store/summary.ts'
import { swarmIfSeveral, swarmName } from '../store/swarm-name.ts'
import { LimitsEditor } from './limits-editor.tsx'
import { Button } from './parts/button.tsx'
import { CopiedText } from './parts/copied-text.tsx'
import { Fact, Facts } from './parts/facts.tsx'
import { Panel } from './parts/panel.tsx'
import { RoleMark } from './parts/role-mark.tsx'
import { PeerActions } from './peer-actions.tsx'

/** The peer that this window is: who it is, where it listens, what it uses and takes part in. */
export function ThisPeer() {
  const view = useView()
  const me = meOf(view)
  return (
    <Panel name="This peer">
      {me === undefined ? <p className="empty">This peer is starting…</p> : <Body view={view} me={me} />}
    </Panel>
  )
}

function Body({ view, me }: { view: View; me: PeerView }) {
  return (
    <>
      {me.serverFailure !== null && <ServerFailure failure={me.serverFailure} listening={me.server} />}
      <Facts>
        <Fact name="Name">{me.name}</Fact>
        <Fact name="UUID" hint="Names this peer for the course.">
          <code>{me.uuid ?? 'none'}</code>
        </Fact>
        <Fact name="Server" hint="Where other peers dial this one.">
          {me.server === null ? 'not listening' : <code>{me.server}</code>}
          <TurnedAway me={me} />
        </Fact>
        <Fact name="Clients" hint="Each client dials from its own local port of this range.">
          <ClientPorts view={view} me={me} />
        </Fact>
        <Fact
          name="Tracker"
          hint="Keeps the list of peers and broadcasts it to all of them: the whole list once to each, and then every change."
        >
          {me.tracker === null
            ? 'not running'
            : `${memberWords(me.tracker)}, ${counted(me.tracker.broadcasts, 'broadcast')}`}
        </Fact>
        {me.tracker !== null && me.server !== null && <TrackerAddresses tracker={me.tracker} server={me.server} />}
        <Fact name="Swarms">
          <Roles view={view} me={me} />
        </Fact>
      </Facts>
      <PeerLimits me={me} />
      <PeerActions peer={me} />
    </>
  )
}

/** How many its server sent away, and which of them only came to the wrong door. */
function TurnedAway({ me: { turnedAway, strays } }: { me: PeerView }) {
  const others = turnedAway - strays
  return (
    <>
      {others > 0 && ` · turned ${others.toLocaleString('en-US')} away`}
      {strays > 0 && (
        <span className="note" title={reasonSentence({ code: 'wrong-info-hash' })}>
          {strays.toLocaleString('en-US')} came for other torrents, which is normal
        </span>
      )}
    </>
  )
}

/** Where others reach this peer's tracker: by an announce URL, and as a page in a browser. */
function TrackerAddresses({ tracker, server }: { tracker: TrackerView; server: Address }) {
  const { bridge } = useScreen()
  const page = `http://${server}/`
  return (
    <>
      <Fact name="Announce" hint="Other clients ask this peer’s tracker at this URL, by HTTP; by UDP at the same port.">
        <CopiedText what="The announce URL" text={announceUrlOf(server)} />
        <span className="note">{servedWords(tracker)}</span>
      </Fact>
      <Fact name="Page" hint="The tracker’s swarms, to be read in any browser that reaches this peer.">
        {bridge.shell === 'web' ? (
          <a href={page} target="_blank" rel="noreferrer">
            {page}
          </a>
        ) : (
          // The desktop window leads nowhere: the page is opened in a browser.
          <CopiedText what="The address of the tracker’s page" text={page} />
        )}
      </Fact>
    </>
  )
}

/** What this peer may send and receive in all, and how the course's rule shares it out. */
function PeerLimits({ me }: { me: PeerView }) {
  const shared = uploadShareWords(me)
  return (
    <>
      <fieldset aria-label="Limits of this peer">
        <LimitsEditor
          peer={me.id}
          scope={{ kind: 'peer' }}
          limits={me.limits}
          whyNot={me.running ? undefined : 'This peer is stopped. Start it again first.'}
        />
      </fieldset>
      {shared !== null && (
        <p
          className="hint"
          title="The course’s rule: U(P) = Umax / Fn, the upload limit shared evenly over the files that are uploaded"
        >
          {shared}
        </p>
      )}
    </>
  )
}

function ServerFailure({ failure, listening }: { failure: ServerFailureView; listening: Address | null }) {
  const { run } = useScreen()
  const { settings } = useView()
  const port = listening === null ? failure.nextFreePort : null
  return (
    <div className={listening === null ? 'problem' : 'problem mild'} role="alert">
      <p>{serverFailureSentence(failure, listening)}</p>
      {port !== null && settings !== null && (
        <Button
          label={`Use port ${port}`}
          onPress={() => run('change-settings', { settings: { ...settings, serverPort: port } })}
        />
      )}
    </div>
  )
}

function ClientPorts({ view, me }: { view: View; me: PeerView }) {
  const dialled = linksOf(view, me.id).filter((link) => link.dialler === me.id)
  const dialling = dialsOf(view, me.id).filter((dial) => dial.reason === null && dial.clientId !== null)
  const range = me.clientPorts === null ? '' : `ports ${me.clientPorts.first}–${me.clientPorts.last}`
  if (dialled.length + dialling.length === 0) return `${range}, none in use`
  return (
    <>
      {range}
      <span className="chips">
        {dialled.map((link) => (
          <span key={link.key} className="chip">
            {link.clientId} → {nameOf(view, link.acceptor)}
            {inSwarm(view, me, link.infoHash)}
          </span>
        ))}
        {dialling.map((dial) => (
          <span key={dial.id} className="chip waiting">
            {dial.clientId} → {dial.remote}
            {inSwarm(view, me, dial.infoHash)}
          </span>
        ))}
      </span>
    </>
  )
}

/** ` · lecture.pdf`, where there is more than one swarm to tell apart. */
function inSwarm(view: View, me: PeerView, infoHash: InfoHash | null): string {
  const name = swarmIfSeveral(view, me, infoHash)
  return name === undefined ? '' : ` · ${name}`
}

const mostNamed = 2
const roles = ['seeder', 'peer', 'leecher'] as const

/** Its role in each swarm; of many swarms, how many there are of each role. */
function Roles({ view, me }: { view: View; me: PeerView }) {
  const swarms = swarmsOf(me)
  if (swarms.length === 0) return 'none yet'
  if (swarms.length <= mostNamed)
    return swarms.map(({ infoHash, membership }) => (
      <span key={infoHash} className="role-line">
        <RoleMark role={membership.role} /> of {swarmName(view, infoHash)}
      </span>
    ))
  return roles
    .map((role) => ({ role, count: swarms.filter(({ membership }) => membership.role === role).length }))
    .filter(({ count }) => count > 0)
    .map(({ role, count }) => (
      <span key={role} className="role-line">
        <RoleMark role={role} /> in {count}
      </span>
    ))
}
