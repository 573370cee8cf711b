import { formatBytes, formatDuration, formatRate } from '../../src-shared/byte-size.ts'
import type { TorrentSummary } from '../../src-shared/swarm/events.ts'
import type { PeerView } from '../../src-shared/swarm/view.ts'
import { bytesOfBase64 } from '../base64.ts'
import { useScreen, useView } from '../screen.tsx'
import { limitSentence } from '../store/limit-sentence.ts'
import { meOf } from '../store/peers.ts'
import { swarmName } from '../store/swarm-name.ts'
import { type SwarmStatus, swarmStatuses, swarmsLeft } from '../store/swarm-status.ts'
import { Button } from './parts/button.tsx'
import { FileButton } from './parts/file-button.tsx'
import { Panel } from './parts/panel.tsx'
import { Progress } from './parts/progress.tsx'
import { RoleMark } from './parts/role-mark.tsx'
import { saveFile } from './save-file.ts'
import { useTakeFile } from './take-file.ts'

/** What this peer shares and downloads, and the ways to share and open more. */
export function Swarms() {
  const view = useView()
  const takeFile = useTakeFile()
  const me = meOf(view)
  const statuses = me === undefined ? [] : swarmStatuses(view, me)
  const left = me === undefined ? [] : swarmsLeft(view, me)
  const whyNot = me?.running === true ? undefined : 'This peer does not run.'
  return (
    <Panel name="Swarms">
      {me?.running === false && (
        <p className="empty">This peer is stopped. Start it again, and it is back in its swarms.</p>
      )}
      {me?.running !== false && statuses.length + left.length === 0 && (
        <p className="empty">
          Nothing is shared yet. Share a file, open a .torrent, or drop either onto this window. To watch first, press
          “Start demo swarm”.
        </p>
      )}
      {me !== undefined && statuses.map((status) => <Swarm key={status.infoHash} me={me} status={status} />)}
      {me !== undefined && left.map((torrent) => <LeftSwarm key={torrent.infoHash} me={me} torrent={torrent} />)}
      <div className="button-row">
        <FileButton icon="share" label="Share a file" whyNot={whyNot} onFile={(file) => takeFile('share', file)} />
        <FileButton
          icon="open"
          label="Open .torrent"
          accept=".torrent"
          whyNot={whyNot}
          onFile={(file) => takeFile('open', file)}
        />
      </div>
    </Panel>
  )
}

function Swarm({ me, status }: { me: PeerView; status: SwarmStatus }) {
  const { run } = useScreen()
  const view = useView()
  const { infoHash, torrent, membership, share } = status
  const name = swarmName(view, infoHash)
  const limited = limitSentence(view, infoHash, membership)

  async function save() {
    const result = await run('read-torrent', { infoHash })
    if (result.ok) saveFile(result.value.fileName, bytesOfBase64(result.value.base64), 'application/x-bittorrent')
  }

  return (
    <article className="swarm" aria-label={name}>
      <h3>{name}</h3>
      <p className="swarm-line">
        <RoleMark role={membership.role} />
        {torrent !== undefined && <span>{formatBytes(torrent.lengthBytes)}</span>}
        <span>
          {membership.haveCount} of {torrent?.pieceCount ?? '?'} pieces
        </span>
      </p>
      <Progress share={share} role={membership.role} label={`Progress of ${name}`} />
      <p className="swarm-line">
        <span>↓ {formatRate(status.downBytesPerSec)}</span>
        <span>↑ {formatRate(status.upBytesPerSec)}</span>
        <span>{timeLeft(status)}</span>
      </p>
      {limited !== null && <p className="hint">{limited}</p>}
      {membership.failure !== null && <p className="problem">{membership.failure}</p>}
      {membership.savedAs !== null && (
        <p className="saved-as">
          Saved as <code>{membership.savedAs}</code>
        </p>
      )}
      <div className="button-row">
        <Button icon="save" label="Save .torrent" hint="Save its .torrent, for others to open." onPress={save} />
        <Button
          icon="leave"
          label="Leave"
          hint="Leave this swarm politely. The server goes on."
          whyNot={me.running ? undefined : 'This peer is stopped.'}
          onPress={() => run('leave-swarm', { peer: me.id, infoHash })}
        />
      </div>
    </article>
  )
}

function timeLeft({ secondsLeft, membership }: SwarmStatus): string {
  if (secondsLeft !== null)
    return Number.isFinite(secondsLeft) ? `${formatDuration(secondsLeft)} left` : 'waiting for data'
  if (membership.finishedAtMs === null || membership.downloadedBytes === 0) return 'complete'
  return `complete in ${formatDuration((membership.finishedAtMs - membership.joinedAtMs) / 1000)}`
}

function LeftSwarm({ me, torrent }: { me: PeerView; torrent: TorrentSummary }) {
  const { run } = useScreen()
  return (
    <article className="swarm" aria-label={torrent.name}>
      <h3>{torrent.name}</h3>
      <p className="swarm-line">This peer left this swarm.</p>
      <div className="button-row">
        <Button
          icon="retry"
          label="Rejoin"
          hint="Come back, and dial the peers that were known there."
          onPress={() => run('rejoin-swarm', { peer: me.id, infoHash: torrent.infoHash })}
        />
      </div>
    </article>
  )
}
