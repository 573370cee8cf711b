/** @param {readonly number[]} values @returns {number} NaN of none */
export function median(values) {
  const sorted = ascending(values)
  const middle = sorted.length / 2
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2
}

/**
 * The value below which a share of them lies.
 * @param {readonly number[]} values
 * @param {number} share from 0 to 1
 * @returns {number} NaN of none
 */
export function quantile(values, share) {
  return ascending(values)[Math.ceil(share * values.length) - 1] ?? Number.NaN
}

/** To three digits. @param {number} value */
export function rounded(value) {
  return Number(value.toPrecision(3))
}

/** @param {readonly number[]} values */
function ascending(values) {
  return [...values].sort((a, b) => a - b)
}
