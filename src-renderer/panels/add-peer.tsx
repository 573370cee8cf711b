import { type FormEvent, useEffect, useId, useState } from 'react'
import type { DialResult } from '../../src-shared/bridge.ts'
import { parseAddress, splitAddresses } from '../../src-shared/swarm/address.ts'
import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import type { PeerView } from '../../src-shared/swarm/view.ts'
import { useScreen, useView } from '../screen.tsx'
import { dialSwarms, typedDialsOf } from '../store/dials.ts'
import { meOf } from '../store/peers.ts'
import { swarmTitle } from '../store/swarm-letters.ts'
import { DialList } from './dial-list.tsx'
import { Button } from './parts/button.tsx'
import { Panel } from './parts/panel.tsx'

const connectedShownMs = 12_000

/** Where addresses are typed, what is wrong with them, and what became of each. */
export function AddPeer() {
  const view = useView()
  const me = meOf(view)
  return (
    <Panel name="Add peer by IP">
      <AddressForm me={me} />
      {me !== undefined && <DialList dials={typedDialsOf(view, me.id)} />}
    </Panel>
  )
}

function AddressForm({ me }: { me: PeerView | undefined }) {
  const { run } = useScreen()
  const [text, setText] = useState('')
  const [problems, setProblems] = useState<string[]>([])
  const [connected, setConnected] = useState<string[]>([])
  const [chosen, setChosen] = useState<InfoHash>()
  const fieldId = useId()
  const helpId = useId()
  const typed = splitAddresses(text)
  const view = useView()
  const swarms = me === undefined ? [] : dialSwarms(view, me)
  // Left meanwhile, or none chosen yet: the newest.
  const swarm = swarms.find((infoHash) => infoHash === chosen) ?? swarms.at(-1)

  useEffect(() => {
    if (connected.length === 0) return
    const timer = setTimeout(() => setConnected([]), connectedShownMs)
    return () => clearTimeout(timer)
  }, [connected])

  async function submit(event: FormEvent) {
    event.preventDefault()
    const whyNot = whyNotAdd(me, typed)
    if (me === undefined || whyNot !== undefined) return setProblems(whyNot === undefined ? [] : [whyNot])
    const { addresses, wrong } = sortOut(typed)
    setProblems(wrong.map((one) => one.problem))
    // What was wrong stays in the field to be mended; the rest is on its way.
    setText(wrong.map((one) => one.text).join('\n'))
    if (addresses.length === 0) return
    const result = await run('connect', { peer: me.id, addresses, ...(swarm !== undefined && { infoHash: swarm }) })
    if (result.ok) setConnected(result.value.flatMap(connectedSentence))
  }

  return (
    <form className="add-peer" onSubmit={submit}>
      <label htmlFor={fieldId}>Addresses</label>
      <div className="add-row">
        <textarea
          id={fieldId}
          rows={typed.length > 1 || text.includes('\n') ? Math.min(5, text.split('\n').length + 1) : 1}
          value={text}
          placeholder="10.0.0.251:5000"
          spellCheck={false}
          autoComplete="off"
          aria-describedby={helpId}
          aria-invalid={problems.length > 0 || undefined}
          onChange={(event) => {
            setText(event.target.value)
            setProblems([])
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) void submit(event)
          }}
        />
        <Button type="submit" look="primary" label="Add" whyNot={whyNotAdd(me, typed)} onPress={() => {}} />
      </div>
      {swarms.length > 1 && swarm !== undefined && <ChooseSwarm swarms={swarms} chosen={swarm} onChoose={setChosen} />}
      <p id={helpId} className="hint">
        Several at once: with commas, or one per line (Shift+Enter). No port means 5000.
      </p>
      <div aria-live="polite">
        {problems.map((problem) => (
          <p key={problem} className="problem">
            {problem}
          </p>
        ))}
        {connected.map((sentence) => (
          <p key={sentence} className="done">
            {sentence}
          </p>
        ))}
      </div>
    </form>
  )
}

interface ChooseSwarmProps {
  swarms: readonly InfoHash[]
  chosen: InfoHash
  onChoose(swarm: InfoHash): void
}

function ChooseSwarm({ swarms, chosen, onChoose }: ChooseSwarmProps) {
  const view = useView()
  const id = useId()
  return (
    <div className="choose-swarm">
      <label htmlFor={id}>Swarm</label>
      <select
        id={id}
        value={chosen}
        title="The swarm in which these addresses are dialled"
        onChange={(event) => {
          const swarm = swarms.find((infoHash) => infoHash === event.target.value)
          if (swarm !== undefined) onChoose(swarm)
        }}
      >
        {swarms.map((infoHash) => (
          <option key={infoHash} value={infoHash}>
            {swarmTitle(view, infoHash)}
          </option>
        ))}
      </select>
    </div>
  )
}

function whyNotAdd(me: PeerView | undefined, typed: readonly string[]): string | undefined {
  if (me === undefined) return 'This peer is still starting.'
  if (!me.running) return 'This peer is stopped. Start it again first.'
  return typed.length === 0 ? 'Type the address of another peer first, such as 10.0.0.251:5000.' : undefined
}

function sortOut(typed: readonly string[]) {
  const addresses = new Set<string>()
  const wrong: { text: string; problem: string }[] = []
  for (const text of typed) {
    const parsed = parseAddress(text)
    if (parsed.ok) addresses.add(parsed.address)
    else wrong.push({ text, problem: parsed.problem })
  }
  return { addresses: [...addresses], wrong }
}

function connectedSentence(result: DialResult): string[] {
  return result.ok ? [`Client ${result.clientId} connected to ${result.address}`] : []
}
