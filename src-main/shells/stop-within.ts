/** Waits until `stopping` is done or failed, `timeoutMs` at most: a polite end must not keep the program from ending. */
export async function stopWithin(stopping: Promise<unknown>, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const enough = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs)
  })
  try {
    await Promise.race([stopping, enough])
  } finally {
    clearTimeout(timer)
  }
}
