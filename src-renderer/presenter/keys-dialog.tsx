import { Button } from '../panels/parts/button.tsx'
import { Dialog } from '../panels/parts/dialog.tsx'
import { type Action, keyName } from './action.ts'
import { actionGroups, graphKeys } from './actions.ts'

type Line = Pick<Action, 'keys' | 'label' | 'hint'>

const groups: readonly { title: string; lines: readonly Line[] }[] = [
  ...actionGroups.map(({ title, actions }) => ({ title, lines: actions })),
  { title: 'In the graph', lines: graphKeys },
]

/** All keys, made from the table that the keys themselves read. */
export function KeysDialog({ onClose }: { onClose(): void }) {
  return (
    <Dialog name="Keys" wide onClose={onClose}>
      {(close) => (
        <>
          <p className="hint">They work anywhere but where text is typed.</p>
          <div className="key-groups">
            {groups.map(({ title, lines }) => (
              <section key={title} aria-label={title}>
                <h3>{title}</h3>
                <dl>
                  {lines.map((line) => (
                    <KeyLine key={line.label} line={line} />
                  ))}
                </dl>
              </section>
            ))}
          </div>
          <div className="button-row end dialog-actions">
            <Button look="primary" label="Close" onPress={close} />
          </div>
        </>
      )}
    </Dialog>
  )
}

function KeyLine({ line: { keys, label, hint } }: { line: Line }) {
  return (
    <div className="key-line">
      <dt>
        {keys.map((key) => (
          <kbd key={key}>{keyName(key)}</kbd>
        ))}
      </dt>
      <dd title={hint}>{label}</dd>
    </div>
  )
}
