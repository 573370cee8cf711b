/** Whether a window could be seen here. Windows and macOS always have a display; on Linux it must be named. */
export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

/** Electron refuses to run as root on Linux with its sandbox on, and we never turn that off by ourselves. */
export function isLinuxRoot() {
  return process.platform === 'linux' && process.getuid?.() === 0
}
