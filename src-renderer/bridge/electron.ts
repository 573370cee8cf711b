import type { CommandArgs, CommandName, CommandResult } from '../../src-shared/bridge.ts'
import type { PreloadApi } from '../../src-shared/preload-api.ts'
import { programGone, type ScreenBridge } from './screen-bridge.ts'

/** The bridge of the desktop window: everything goes through what the preload exposes. */
export function createElectronBridge(api: PreloadApi): ScreenBridge {
  async function run<Name extends CommandName>(name: Name, args: CommandArgs<Name>): Promise<CommandResult<Name>> {
    try {
      return (await api.run(name, args)) as CommandResult<Name>
    } catch {
      return programGone
    }
  }
  return {
    shell: 'electron',
    run,
    subscribe(onFeed) {
      const stop = api.onFeed((message) => {
        onFeed(message)
        api.feedTaken()
      })
      api.startFeed()
      return stop
    },
    async shareFile(file) {
      const path = api.pathOf(file)
      if (path !== '') return run('share-file', { path })
      return {
        ok: false,
        code: 'bad-file',
        detail: `${file.name} has no place on this computer. Save it to disk first.`,
      }
    },
  }
}
