const [theirs, ours] = (process.env.SWARMSCOPE_INTEROP_LAN ?? '').split(',')

/**
 * Two hosts on a network of the run's own that nothing else is on (see run.mjs): multicast stays on it, and clients that refuse
 * 127.0.0.1 take these addresses. Their clients are started at `theirs`, in a network namespace of their own. Undefined where
 * there is no such network.
 */
export const lan = theirs && ours ? { theirs, ours } : undefined
