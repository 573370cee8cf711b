import { setUp } from '../src-main/launch/set-up.mjs'

/** What is tested is what the sources say now: builds when they changed. */
export default setUp
