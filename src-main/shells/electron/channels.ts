/** The four IPC channels between main and preload; what they carry is in src-shared/preload-api.ts. */
export const channels = {
  command: 'swarmscope:command',
  startFeed: 'swarmscope:start-feed',
  feed: 'swarmscope:feed',
  feedTaken: 'swarmscope:feed-taken',
} as const
