/** Waits, but not once the command was asked to stop. */
export const pause = (ms: number, stopped: AbortSignal) =>
  new Promise<void>(resolve => {
    const timer = setTimeout(end, ms)
    function end() {
      clearTimeout(timer)
      stopped.removeEventListener('abort', end)
      resolve()
    }
    stopped.addEventListener('abort', end, { once: true })
  })
