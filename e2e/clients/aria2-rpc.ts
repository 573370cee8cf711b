// aria2's remote control, as far as the tests need it: JSON-RPC over HTTP.

/** Calls one method of the aria2 that listens for it here; answers its result. */
export async function callAria2(
  { host, port }: { readonly host: string; readonly port: number },
  method: string,
  ...params: readonly unknown[]
): Promise<unknown> {
  const response = await fetch(`http://${host}:${port}/jsonrpc`, {
    method: 'POST',
    body: JSON.stringify({ jsonrpc: '2.0', id: '1', method: `aria2.${method}`, params }),
  })
  const { result, error } = (await response.json()) as { result?: unknown; error?: { message: string } }
  if (error) throw new Error(`aria2 refused ${method}: ${error.message}`)
  return result
}
