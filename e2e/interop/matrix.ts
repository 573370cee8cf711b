import { test as base } from '@playwright/test'
import { realClients } from '../clients/real-clients.ts'
import { chosenCells } from './chosen-cells.ts'
import { interopCases } from './interop-cases.ts'
import { lan } from './lan.ts'
import { Stage } from './stage.ts'

const test = base.extend<{ readonly stage: Stage }>({
  // A fixture, as its end comes after a time-out too.
  stage: async ({ browserName: _ }, use, info) => {
    const stage = await Stage.open()
    await use(stage)
    const isBad = info.status !== info.expectedStatus && info.status !== 'skipped'
    if (isBad) process.stderr.write(`${stage.transcript()}\n`)
    await stage.close()
  },
})

for (const { kind, played } of chosenCells(realClients, interopCases)) {
  test.describe(kind.name, { annotation: { type: 'version', description: kind.version() ?? '' } }, () => {
    test.skip(kind.version() === null, `${kind.name} is not installed (${kind.install})`)
    for (const { title, needsLan, timeoutMs, play } of played) {
      test(title, async ({ stage }) => {
        test.skip(needsLan === true && !lan, 'it needs a network of its own, which takes root on Linux')
        if (timeoutMs !== undefined) test.setTimeout(timeoutMs)
        const remark = await play(stage, kind)
        if (remark) test.info().annotations.push({ type: remark.type, description: remark.sentence })
      })
    }
  })
}
