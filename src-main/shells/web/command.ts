import type { IncomingMessage, ServerResponse } from 'node:http'
import type { BridgeHost } from '../../bridge-host.ts'
import { replyResult, replySentence } from './reply.ts'

/** The longest command body, bytes: a large .torrent in base64 has room. */
export const maxCommandBytes = 16 * 1024 * 1024

/** Runs the command `name` with the JSON body as its arguments and answers with its result. */
export async function runCommand(host: BridgeHost, name: string, request: IncomingMessage, response: ServerResponse) {
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) {
    return replySentence(response, 415, 'A command is sent as application/json.')
  }
  const body = await readBody(request)
  if (body === undefined) return replySentence(response, 413, `A command has at most ${maxCommandBytes} bytes.`)
  const args = parseJson(body)
  if (args === undefined) return replySentence(response, 400, 'That is not JSON.')
  replyResult(response, await host.run(name, args))
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    length += chunk.length
    if (length > maxCommandBytes) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
