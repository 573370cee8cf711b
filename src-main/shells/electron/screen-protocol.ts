import { protocol } from 'electron'
import { type ScreenFiles, securityHeaders } from '../screen-files.ts'

const scheme = 'app'
const host = 'swarmscope'

/** Where the window's page is: our own scheme, so that it has an origin of its own and no way to files. */
export const screenUrl = `${scheme}://${host}/index.html`

/** Whether a URL is one of the screen's own pages. */
export function isScreenUrl(text: string): boolean {
  return text.startsWith(`${scheme}://${host}/`)
}

/** Makes the scheme behave like https. To be called before Electron is ready. */
export function registerScreenScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Serves the screen's files, and nothing else, under the scheme. */
export function serveScreen(files: ScreenFiles): void {
  protocol.handle(scheme, (request) => {
    const url = new URL(request.url)
    const file = url.host === host ? files.get(url.pathname) : undefined
    if (!file) return new Response('There is nothing here.', { status: 404, headers: securityHeaders })
    return new Response(file.body, { headers: { ...securityHeaders, 'content-type': file.type } })
  })
}
