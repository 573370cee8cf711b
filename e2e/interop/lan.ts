const [theirs, ours] = (process.env.SWARMSCOPE_INTEROP_LAN ?? '').split(',')

/**
 * Two addresses that are not loopback ones, in a network of the run's own that nothing else is in (see run.mjs): multicast
 * stays in there, and clients that refuse 127.0.0.1 take these. Undefined where there is no such network.
 */
export const lan = theirs && ours ? { theirs, ours } : undefined
