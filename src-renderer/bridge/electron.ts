import type { CommandArgs, CommandName, CommandResult } from '../../src-shared/bridge.ts'
import type { PreloadApi } from '../../src-shared/preload-api.ts'
import { type ChosenFile, programGone, type ScreenBridge } from './screen-bridge.ts'

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
    async share(files, options) {
      const path = placeOf(api, files)
      if (path !== undefined) return run('share-file', { path, ...options })
      return {
        ok: false,
        code: 'bad-file',
        detail: 'What was chosen has no place on this computer. Save it to disk first.',
      }
    },
  }
}

/** The path of a single file or dropped folder; of several files, the folder that they were chosen with. */
function placeOf(api: PreloadApi, [first]: readonly ChosenFile[]): string | undefined {
  const path = first ? api.pathOf(first.file) : ''
  if (first === undefined || path === '') return undefined
  const below = first.path.split('/').length - 1
  const slash = path.includes('/') ? '/' : '\\'
  return below === 0 ? path : path.split(slash).slice(0, -below).join(slash)
}
