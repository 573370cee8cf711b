import { type FormEvent, useId, useState } from 'react'
import type { PeerSettings } from '../../src-shared/swarm/events.ts'
import { useScreen, useView } from '../screen.tsx'
import { notify } from '../store/screen-store.ts'
import { Button } from './parts/button.tsx'
import { CheckBox } from './parts/check-box.tsx'
import { Dialog } from './parts/dialog.tsx'
import { readSettings, type SettingsProblems, type SettingsText, textOf } from './settings-form.ts'

/** The settings of this peer, in a dialog over the screen. */
export function SettingsDialog({ onClose }: { onClose(): void }) {
  const { settings, dataFolder } = useView()
  return (
    <Dialog name="Settings" onClose={onClose}>
      {(close) =>
        settings === null ? (
          <p className="empty">The program is still starting.</p>
        ) : (
          <Form settings={settings} dataFolder={dataFolder} onDone={close} />
        )
      }
    </Dialog>
  )
}

function Form(props: { settings: PeerSettings; dataFolder: string; onDone(): void }) {
  const { bridge, run, store } = useScreen()
  const [text, setText] = useState(() => textOf(props.settings))
  const [problems, setProblems] = useState<SettingsProblems>({})
  const [failure, setFailure] = useState<string>()

  async function save(event: FormEvent) {
    event.preventDefault()
    setFailure(undefined)
    const read = readSettings(text)
    if ('problems' in read) return setProblems(read.problems)
    const result = await bridge.run('change-settings', { settings: read.settings })
    if (!result.ok) return setFailure(result.detail)
    const before = props.settings
    props.onDone()
    if (hasChanged(before, read.settings))
      notify(store, 'done', 'The new settings hold.', () => run('change-settings', { settings: before }))
  }

  const field = (key: TextField, label: string, hint: string) => (
    <Field
      label={label}
      hint={hint}
      value={text[key]}
      problem={problems[key]}
      onChange={(value) => {
        setText({ ...text, [key]: value })
        setProblems({ ...problems, [key]: undefined })
      }}
    />
  )

  return (
    <form className="settings" onSubmit={save} noValidate>
      {field('name', 'Name', 'How other peers and this screen call this peer.')}
      <div className="field-row">
        {field('serverPort', 'Server port', 'Where other peers dial this one.')}
        {field('clientPorts', 'Client ports', 'Each client dials from its own port of this range.')}
      </div>
      {field('maxRemoteClients', 'Maximum remote clients', 'One more than this is turned away, and counted.')}
      <CheckBox
        label="Let other computers join"
        checked={text.openToNetwork}
        hint="Your system may ask whether Swarmscope may accept connections: allow it on private networks. Without this, only programs on this computer reach this peer."
        onCheck={(openToNetwork) => setText({ ...text, openToNetwork })}
      />
      {switches.map(({ key, label, hint }) => (
        <CheckBox
          key={key}
          label={label}
          checked={text[key]}
          hint={hint}
          onCheck={(checked) => setText({ ...text, [key]: checked })}
        />
      ))}
      <div className="field">
        <span className="field-label">Data folder</span>
        <code>{props.dataFolder}</code>
        <p className="hint">Downloads, shared files and these settings. Choose another with --data when starting.</p>
      </div>
      {failure !== undefined && (
        <p className="problem" role="alert">
          {failure}
        </p>
      )}
      <div className="button-row end dialog-actions">
        <Button label="Cancel" onPress={props.onDone} />
        <Button type="submit" look="primary" label="Save" onPress={() => {}} />
      </div>
    </form>
  )
}

function hasChanged(before: PeerSettings, now: PeerSettings): boolean {
  return JSON.stringify(textOf(before)) !== JSON.stringify(textOf(now))
}

type Switch = 'localDiscovery' | 'dht' | 'demoApart' | 'reportLinks'
type TextField = Exclude<keyof SettingsText, 'openToNetwork' | Switch>

const switches: readonly { key: Switch; label: string; hint: string }[] = [
  {
    key: 'localDiscovery',
    label: 'Look for peers on this network (local discovery)',
    hint: 'Tells the network by multicast which torrents are here, and hears others (BEP 14), once other computers may join. Never for private torrents.',
  },
  {
    key: 'dht',
    label: 'Ask the distributed hash table (DHT)',
    hint: 'It tells the whole world which torrents are shared here, and at which address (BEP 5). Leave it off in class, unless what you share is for everybody.',
  },
  {
    key: 'reportLinks',
    label: 'Report my links to other Swarmscopes',
    hint: 'Their screens then show who is connected with whom here, not only with them: addresses, choking and rates, about once a second. Never for private torrents.',
  },
  {
    key: 'demoApart',
    label: 'Give demo peers addresses of their own (127.0.0.2, …)',
    hint: 'Each is then as a computer of its own: all use the server port and the client ports above, 5000 and 5001–5010 in the course. Clients that take one connection from each IP address, such as qBittorrent, then connect to all of them. For the next demo; macOS needs aliases (sudo ifconfig lo0 alias 127.0.0.2).',
  },
]

interface FieldProps {
  label: string
  hint: string
  value: string
  problem: string | undefined
  onChange(value: string): void
}

function Field({ label, hint, value, problem, onChange }: FieldProps) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        value={value}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={problem !== undefined}
        aria-describedby={`${id}-hint`}
        onChange={(event) => onChange(event.target.value)}
      />
      <p id={`${id}-hint`} className={problem === undefined ? 'hint' : 'problem'}>
        {problem ?? hint}
      </p>
    </div>
  )
}
