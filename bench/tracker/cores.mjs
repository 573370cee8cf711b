import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'

/** Servers have the first core for themselves, and what loads them has the second one. */
export const serverCore = 0
export const loadCore = 1

const canPin = availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0

/** Whether there is a way, and a reason, to keep a program to one core. */
export const isPinned = canPin

/**
 * The command that runs a program on one core, where that can be done.
 * @param {number} core
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {[command: string, args: string[]]}
 */
export function onCore(core, command, args) {
  return canPin ? ['taskset', ['-c', String(core), command, ...args]] : [command, [...args]]
}
