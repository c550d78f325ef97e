/**
 * @typedef {object} Figure
 * @property {string} name
 * @property {number} measured NaN when it can't be measured here
 * @property {string} unit
 * @property {number} [atMost] the target, for what should be small
 * @property {number} [atLeast] the target, for what should be large
 * @property {string} [note]
 */

/**
 * Prints figures beside their targets.
 * @param {Figure[]} figures
 */
export function printTable(figures) {
  const rows = [['figure', 'measured', 'target', '', 'note'], ...figures.map(rowOf)]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  for (const row of rows)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
}

/** @param {Figure} figure */
function rowOf({ name, measured, unit, atMost, atLeast, note = '' }) {
  const target = atMost !== undefined ? `≤ ${atMost} ${unit}` : atLeast !== undefined ? `≥ ${atLeast} ${unit}` : ''
  if (Number.isNaN(measured)) return [name, 'n/a', target, '', note]
  const reached = measured <= (atMost ?? measured) && measured >= (atLeast ?? measured)
  return [name, `${readable(measured)} ${unit}`, target.trim(), target && (reached ? 'reached' : 'MISSED'), note]
}

/** @param {number} value */
function readable(value) {
  return Number.isInteger(value) || value >= 100 ? value.toFixed(0) : value.toFixed(2)
}
