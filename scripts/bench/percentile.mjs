/**
 * The value below which a share of the values lies.
 * @param {number[]} values
 * @param {number} share 0 to 1
 * @returns {number} NaN when there are no values
 */
export function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}
