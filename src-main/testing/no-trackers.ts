import { AskError } from '../tracker/ask-error.ts'
import type { AskTracker } from '../tracker/tracker-question.ts'

/** For peers whose torrents name no trackers. */
export const noTrackers: AskTracker = () => Promise.reject(new AskError('There are no trackers here.'))
