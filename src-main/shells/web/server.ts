import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { CommandName, CommandResult } from '../../../src-shared/bridge.ts'
import type { BridgeHost } from '../../bridge-host.ts'
import { type ScreenFiles, securityHeaders } from '../screen-files.ts'
import { admissionCookie, type Door, isToken, refuseHost, refuseStranger } from './admission.ts'
import { runCommand } from './command.ts'
import { sendFeed } from './feed.ts'
import { FolderUploads } from './folder-upload.ts'
import { replyFile, replyResult, replySentence } from './reply.ts'
import { receiveUpload } from './upload.ts'

/** What the web shell serves. */
export interface WebContent {
  readonly host: BridgeHost
  readonly files: ScreenFiles
  readonly dataFolder: string
}

/** A web shell that is listening. */
export interface WebServer {
  /** With the start-up token: whoever has it may use this peer. */
  readonly url: string
  /** Closes the listening socket and every connection. */
  close(): void
}

/** What files and folders from browsers need besides. */
interface Rooms extends WebContent {
  readonly sharedFolder: string
  readonly folders: FolderUploads
}

/** Serves the screen on 127.0.0.1, on `port` (0: any free one). Rejects with the socket's error when it cannot listen. */
export async function serveWeb(content: WebContent, port: number): Promise<WebServer> {
  const server = createServer()
  // A large upload may take long, and only this computer can reach us.
  server.requestTimeout = 0
  const door: Door = { port: await listen(server, port), token: randomBytes(32).toString('hex') }
  const sharedFolder = join(content.dataFolder, 'shared')
  const folders = new FolderUploads(content.host, sharedFolder)
  await folders.sweep(Date.now())
  server.on('request', (request, response) => {
    answer({ ...content, sharedFolder, folders }, door, request, response).catch((error) => {
      // The browser went away in the middle of what it sent; anything else is our bug.
      if (!request.destroyed || request.complete) throw error
    })
  })
  return {
    url: `http://127.0.0.1:${door.port}/?token=${door.token}`,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: '127.0.0.1', port }, () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}

async function answer(content: Rooms, door: Door, request: IncomingMessage, response: ServerResponse): Promise<void> {
  for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value)
  const refusedHost = refuseHost(door, request)
  if (refusedHost) return replySentence(response, refusedHost.status, refusedHost.sentence)
  const url = parseUrl(door, request)
  if (!url) return replySentence(response, 400, 'That is not an address.')
  if (request.method === 'GET' && url.pathname === '/' && isToken(door, url.searchParams.get('token'))) {
    return letIn(door, response)
  }
  const refused = refuseStranger(door, request)
  if (refused) return replySentence(response, refused.status, refused.sentence)
  return route(content, url, request, response)
}

function parseUrl(door: Door, request: IncomingMessage): URL | undefined {
  const text = `http://127.0.0.1:${door.port}${request.url}`
  return URL.canParse(text) ? new URL(text) : undefined
}

/** The token leaves the address bar at once: a projector or a browser history must not keep it. */
function letIn(door: Door, response: ServerResponse): void {
  response.writeHead(303, { location: '/', 'set-cookie': admissionCookie(door), 'cache-control': 'no-store' })
  response.end()
}

async function route(content: Rooms, url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { host, files } = content
  if (request.method === 'GET') {
    if (url.pathname === '/feed') return sendFeed(host, response)
    const file = files.get(url.pathname)
    return file ? replyFile(response, file) : replySentence(response, 404, 'There is nothing here.')
  }
  if (request.method !== 'POST') return replySentence(response, 405, 'Only GET and POST are known here.')
  const upload = uploads[url.pathname]
  if (upload) {
    const result = await upload(content, url.searchParams, request)
    if (result) replyResult(response, result)
    return
  }
  const command = /^\/command\/([a-z-]{1,40})$/.exec(url.pathname)?.[1]
  return command ? runCommand(host, command, request, response) : replySentence(response, 404, 'There is nothing here.')
}

type Upload = (
  content: Rooms,
  query: URLSearchParams,
  request: IncomingMessage,
) => Promise<CommandResult<CommandName> | undefined>

const uploads: Readonly<Record<string, Upload>> = {
  '/upload': ({ host, sharedFolder }, query, request) => receiveUpload(host, sharedFolder, query, request),
  '/upload-to-folder': ({ folders }, query, request) => folders.add(query, request),
  '/share-folder': ({ folders }, query) => folders.share(query),
  '/drop-folder': ({ folders }, query) => folders.drop(query),
}
