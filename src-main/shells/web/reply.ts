import type { ServerResponse } from 'node:http'
import type { CommandFailure, CommandName, CommandResult } from '../../../src-shared/bridge.ts'
import type { ScreenFile } from '../screen-files.ts'

/** Answers with one sentence for whoever looks at it. */
export function replySentence(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
  response.end(`${sentence}\n`)
}

/** Answers with one file of the screen. */
export function replyFile(response: ServerResponse, { type, body }: ScreenFile): void {
  response.writeHead(200, { 'content-type': type, 'content-length': body.length, 'cache-control': 'no-cache' })
  response.end(body)
}

/** Answers with what a command came to; a failed command is an answer like any other. */
export function replyResult(response: ServerResponse, result: CommandResult<CommandName>): void {
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(result))
}

/** A command's failure, for what goes wrong before the host is asked. */
export function failure(code: CommandFailure, detail: string): CommandResult<CommandName> {
  return { ok: false, code, detail }
}
