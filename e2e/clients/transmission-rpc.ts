// Transmission's remote control, as far as the tests need it: its RPC over HTTP.

/** Calls one method of the daemon that listens for it here; answers the result's arguments. */
export async function callTransmission(
  { host, port }: { readonly host: string; readonly port: number },
  method: string,
  args: object,
): Promise<Record<string, unknown>> {
  const call = (session: string) =>
    fetch(`http://${host}:${port}/transmission/rpc`, {
      method: 'POST',
      headers: { 'X-Transmission-Session-Id': session },
      body: JSON.stringify({ method, arguments: args }),
    })
  const refused = await call('')
  // The first answer refuses, and names the session: a web page could not read it.
  const response = await call(refused.headers.get('X-Transmission-Session-Id') ?? '')
  const { result, arguments: answer } = (await response.json()) as {
    result: string
    arguments: Record<string, unknown>
  }
  if (result !== 'success') throw new Error(`Transmission refused ${method}: ${result}`)
  return answer
}
